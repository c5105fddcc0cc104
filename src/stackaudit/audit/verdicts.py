"""What to do with each tool: keep, fix, consolidate, replace or retire it, as far as the facts decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from stackaudit.checks.reading import in_use, kept_for_a_reason
from stackaudit.finding import Finding, Missing, Outcome, RuleResult
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.words import ToolStatus
from stackaudit.truth import FALSE, TRUE

__all__ = ["DECIDING", "ToolVerdict", "Verdict", "verdicts"]


class Verdict(StrEnum):
    """What to do with a tool."""

    RETIRE = "retire"
    REPLACE = "replace"
    CONSOLIDATE = "consolidate"
    FIX = "fix"
    KEEP = "keep"
    OPEN = "open"


DECIDING: Final[Mapping[str, Verdict]] = {
    "STK-03": Verdict.RETIRE,
    "STK-12": Verdict.REPLACE,
    "STK-13": Verdict.REPLACE,
    "STR-13": Verdict.REPLACE,
    "STR-14": Verdict.REPLACE,
    "STK-01": Verdict.CONSOLIDATE,
    "TEC-01": Verdict.CONSOLIDATE,
}
"""The built-in rules that say that a tool should not stay as it is, and what their finding means for it."""
_OF_EVIDENCE: Final = frozenset({"EVD-01", "EVD-02"})
"""The built-in rules that are about what is said of a tool, not about the tool."""
_SUSPECTED: Final = Outcome.SUSPECTED
"""Looked up once: to read a member from its class takes longer than to compare it."""
_ORDER: Final = (Verdict.RETIRE, Verdict.REPLACE, Verdict.CONSOLIDATE)


@dataclass(frozen=True, slots=True)
class ToolVerdict:
    """What to do with one tool, and what decided.

    Attributes:
        tool: its id.
        verdict: the strongest that the facts prove; ``OPEN`` where they decide nothing.
        leaving: whether the description itself says that it is on its way out.
        findings: the proved findings that decided, worst first; of ``FIX`` those that are about this tool.
        clear: the deciding rules that the facts rule out for it, by id.
        missing: the facts that could still make the verdict another one.
        unjudged: the deciding rules that were not run, or broke, by id.
        waived: the ids of findings of deciding rules with which the company has decided to live.
    """

    tool: str
    verdict: Verdict
    leaving: bool
    findings: tuple[Finding, ...]
    clear: tuple[str, ...]
    missing: tuple[Missing, ...]
    unjudged: tuple[str, ...]
    waived: tuple[str, ...]


def verdicts(
    stack: Stack, results: Iterable[RuleResult], findings: Iterable[Finding], waived: Sequence[Finding] = ()
) -> tuple[ToolVerdict, ...]:
    """The verdict on each tool that is or may be in use, in the order of the stack.

    - ``RETIRE``: it is said to be on its way out, or nobody uses it (STK-03).
    - ``REPLACE``: it has ended or will within a year (STK-12, STK-13), or is built in house where one can be bought
      (STR-13, STR-14).
    - ``CONSOLIDATE``: another tool does the same job (STK-01, TEC-01), and no reason is recorded for this one.
    - ``FIX``: it stays, and a proved finding is about it; not one about what is said of it (EVD-01, EVD-02).
    - ``KEEP``: each deciding rule is clear of it or does not apply, or its finding is waived, and no proved finding is
      about it. Facts that other rules lack may still show something to mend.
    - ``OPEN``: nothing is proved, and a deciding rule lacks a fact, only suspects, or was not run.

    Linear in the findings and in what the deciding rules said.
    """
    # Most subjects are tools: they are known by their paths at once.
    paths = {f"tools.{key}": key for key in stack.tools}
    about = _about(findings, paths)
    lived_with: defaultdict[str, list[str]] = defaultdict(list)
    for finding in waived:
        for tool in _tools(finding.elements if finding.rule in DECIDING else ()):
            lived_with[tool].append(finding.id)
    judged = {result.rule: result for result in results if result.rule in DECIDING and result.broken is None}
    unjudged = tuple(rule for rule in DECIDING if rule not in judged)
    clear: defaultdict[str, list[str]] = defaultdict(list)
    missing: defaultdict[str, dict[Missing, None]] = defaultdict(dict)
    for rule, result in judged.items():
        for subject in result.clear:
            key = paths.get(subject)
            for tool in (key,) if key is not None else _tools(_elements(subject)):
                clear[tool].append(rule)
        for one in result.unknown:
            for tool in _tools(_elements(one.element)):
                missing[tool].update(dict.fromkeys(one.missing))
    return tuple(
        _verdict(
            key, tool, about.get(key, ()), tuple(clear[key]), missing.get(key, ()), unjudged, tuple(lived_with[key])
        )
        for key, tool in stack.tools.items()
        if in_use(tool) != FALSE
    )


def _about(findings: Iterable[Finding], paths: Mapping[str, str]) -> dict[str, list[Finding]]:
    """The findings that bear on each tool, by its id: of deciding rules those that name it, else those about it."""
    about: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for element in finding.elements if finding.rule in DECIDING else finding.elements[:1]:
            if (tool := paths.get(element)) is not None:
                about[tool].append(finding)
    return about


def _verdict(
    key: str,
    tool: Tool,
    about: Sequence[Finding],
    clear: tuple[str, ...],
    missing: Iterable[Missing],
    unjudged: tuple[str, ...],
    waived: tuple[str, ...],
) -> ToolVerdict:
    suspected = [one for one in about if one.outcome is _SUSPECTED and one.rule in DECIDING]
    lacking = tuple(dict.fromkeys([*missing, *[gap for one in suspected for gap in one.missing]]))
    decided, own = _decided(key, about, is_kept=kept_for_a_reason(tool) == TRUE) if about else _NOTHING
    leaving = tool.status is ToolStatus.RETIRING
    if leaving:
        verdict = Verdict.RETIRE
    elif (found := next((one for one in _ORDER if one in decided), None)) is not None:
        verdict = found
    elif own:
        verdict = Verdict.FIX
    else:
        verdict = Verdict.OPEN if lacking or suspected or unjudged else Verdict.KEEP
    deciding = decided.get(verdict, ()) if verdict in _ORDER else own
    return ToolVerdict(key, verdict, leaving, tuple(deciding), clear, lacking, unjudged, waived)


_NOTHING: Final[tuple[Mapping[Verdict, Sequence[Finding]], Sequence[Finding]]] = ({}, ())
"""What is decided of a tool that no finding is about."""


def _decided(
    key: str, about: Sequence[Finding], *, is_kept: bool
) -> tuple[Mapping[Verdict, Sequence[Finding]], Sequence[Finding]]:
    """The proved findings by the verdict that they mean for a tool, and those that are about this tool.

    Where it is recorded why the tool is kept beside others, that it could be one with them says nothing.
    """
    path, flagged, consolidate = f"tools.{key}", Outcome.FLAGGED, Verdict.CONSOLIDATE
    decided: dict[Verdict, list[Finding]] = {}
    own: list[Finding] = []
    for one in about:
        meant = DECIDING.get(one.rule)
        if one.outcome is not flagged or (is_kept and meant is consolidate):
            continue
        if meant is not None:
            decided.setdefault(meant, []).append(one)
        if one.elements[0] == path and one.rule not in _OF_EVIDENCE:
            own.append(one)
    return decided, own


def _elements(subject: str) -> Iterable[str]:
    """The paths of the elements that a rule names as its subject."""
    return subject.partition(":")[0].split("+")


def _tools(elements: Iterable[str]) -> Iterator[str]:
    return (element.removeprefix("tools.") for element in elements if element.startswith("tools."))
