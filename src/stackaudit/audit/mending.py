"""What to mend first: the largest losses, each mended in the facts, and the rules run again over what comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from stackaudit.audit.additions import fewer
from stackaudit.audit.edits import Edit, Remedy, mended
from stackaudit.audit.engine import run_rules
from stackaudit.audit.remedies import changed, near_of, remedies
from stackaudit.audit.score import Score, score
from stackaudit.finding import Finding, RuleResult
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.model.stack import SINGLETONS, Stack
from stackaudit.rules.rule import Rule

__all__ = ["Mended", "Mending", "mending", "remedied", "remedy_for", "why_not"]

LARGEST: Final = 10
"""How many findings are looked at: those that cost most."""
FIRST: Final = 3
"""How many are named to be mended first."""
MOST_ELEMENTS: Final = 500
"""Above so many tools and flows, nothing is run again: it would take longer than the audit itself."""
_MOST_TRIES: Final = 40
_MOST_FURTHER: Final = 20
"""How many changes are tried on top of others, where no single one is enough."""
_MOST_TOGETHER: Final = 3
"""How many facts of one element are changed together at most."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A finding, and the facts with which its rule is clear of it."""

    finding: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """The findings to mend first.

    Attributes:
        first: up to three; with all of them mended, the score is ``after``.
        after: the score of the mended stack; None where there is nothing to mend.
        unmended: those that cost as much, and for which no change of facts was found that raises the score.
        skipped: why nothing was tried; empty where it was.
    """

    first: tuple[Mended, ...]
    after: Score | None
    unmended: tuple[str, ...]
    skipped: str = ""


def mending(
    stack: Stack,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    now: Score,
    findings: Iterable[Finding],
    waived: Collection[str] = (),
) -> Mending:
    """Which three findings to mend first, and the score after that, by running the rules again.

    The findings that cost most are mended in the facts, one after the other, each by a change under which its own rule
    says clear of it; what an earlier one mends along the way is passed over. Then all rules judge the mended stack.
    Findings whose ids are ``waived`` count neither before nor after.
    """
    skipped = why_not(stack, now)
    if skipped:
        return Mending((), None, (), skipped)
    by_id = {finding.id: finding for finding in findings}
    chosen: list[tuple[Mended, tuple[Edit, ...]]] = []
    unmended = []
    for identity in [one for one, lost in now.losses.items() if lost > 0][:LARGEST]:
        if len(chosen) == FIRST:
            break
        finding = by_id[identity]
        edits = tuple(edit for _, held in chosen for edit in held)
        if edits and not _flags(stack, edits, finding, rules, parameters):
            continue
        remedy = _remedy(stack, edits, finding, rules, parameters)
        if remedy is None:
            unmended.append(identity)
        else:
            chosen.append((Mended(identity, remedy.changes), remedy.edits))
    return _together(stack, rules, parameters, now, chosen, tuple(unmended), waived)


def why_not(stack: Stack, now: Score) -> str:
    """Why nothing is mended to see what that brings; empty where it is."""
    if now.total is None:
        return "nothing is known that could be scored"
    size = len(stack.tools) + len(stack.flows)
    return f"with {size:,} tools and flows, to run the rules again would take too long" if size > MOST_ELEMENTS else ""


def remedied(
    stack: Stack,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    findings: Iterable[Finding],
) -> tuple[tuple[str, ...], tuple[RuleResult, ...]]:
    """Changes of facts that mend these findings, as far as any are found, and what all rules say then.

    Each is mended on top of those before it; what an earlier one mends along the way is passed over. Without changes
    there are no results.
    """
    changes: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    for finding in findings:
        if edits and not _flags(stack, edits, finding, rules, parameters):
            continue
        remedy = _remedy(stack, edits, finding, rules, parameters, earns=False)
        if remedy is not None:
            changes, edits = (*changes, *remedy.changes), (*edits, *remedy.edits)
    return changes, _judged(stack, edits, rules.values(), parameters) if edits else ()


def _judged(
    stack: Stack,
    edits: Iterable[Edit],
    rules: Iterable[Rule],
    parameters: Mapping[str, Mapping[str, Any]],
) -> tuple[RuleResult, ...]:
    other = mended(stack, edits)
    return run_rules(other, StackGraph(other), rules, parameters)


def _said(stack: Stack, edits: Iterable[Edit], rule: Rule, parameters: Mapping[str, Mapping[str, Any]]) -> RuleResult:
    """What one rule says of the mended stack."""
    (result,) = run_rules(mended(stack, edits), None, [rule], parameters)
    return result


def _flags(
    stack: Stack,
    edits: Iterable[Edit],
    finding: Finding,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
) -> bool:
    result = _said(stack, edits, rules[finding.rule], parameters)
    return any(one.id == finding.id for one in result.flagged)


def remedy_for(stack: Stack, finding: Finding, rule: Rule) -> Remedy | None:
    """The first change of facts that mends one finding, by its rule with its own parameters; None if none does."""
    return _remedy(stack, (), finding, {rule.id: rule}, {}, earns=False)


def _remedy(
    stack: Stack,
    before: tuple[Edit, ...],
    finding: Finding,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    *,
    earns: bool = True,
) -> Remedy | None:
    """The first change of facts under which the rule says clear of the finding's subject, and ``earns`` credit.

    Where no single one is enough, what the rule then names of the same element is changed as well.
    """
    subject = finding.id.removeprefix(f"{finding.rule}:")
    rule = rules[finding.rule]
    near = near_of(stack, finding)
    begun: list[tuple[Remedy, RuleResult]] = []

    def is_mended(remedy: Remedy) -> bool:
        result = _said(stack, (*before, *remedy.edits), rule, parameters)
        begun.append((remedy, result))
        return subject in result.clear and not (earns and rule.all_or_nothing and result.flagged)

    for remedy in islice(remedies(stack, finding), _MOST_TRIES):
        if is_mended(remedy):
            return _least(remedy, is_mended)
    further = (
        Remedy((*remedy.changes, *more.changes), (*remedy.edits, *more.edits))
        for remedy, result in begun  # it grows while it is gone through
        if len(remedy.changes) < _MOST_TOGETHER
        for path in _named_then(result, finding, subject, remedy)
        for more in changed(mended(stack, (*before, *remedy.edits)), path, near)
    )
    found = next(filter(is_mended, islice(further, _MOST_FURTHER)), None)
    return None if found is None else _least(found, is_mended)


def _least(remedy: Remedy, is_mended: Callable[[Remedy], bool]) -> Remedy:
    """The remedy without those facts of an element that it adds which mend nothing.

    What was needed while more was there is tried again at the end, as it may not be any more.
    """
    first: int = 0
    last: int | None = None
    while True:
        tried = enumerate(islice(fewer(remedy), first, last), first)
        found = next(((place, less) for place, less in tried if is_mended(less)), None)
        if found is not None:
            (first, remedy), last = found, None
        elif first and last is None:
            first, last = 0, first
        else:
            return remedy


def _named_then(result: RuleResult, finding: Finding, subject: str, remedy: Remedy) -> Iterator[str]:
    """Which facts of the one element that a remedy changes its rule names after that; of the stack, of any section."""
    here = {edit.element for edit in remedy.edits}
    then = [one.route for unknown in result.unknown if unknown.element == subject for one in unknown.missing]
    then += [tuple(one.path.split(".")) for held in result.flagged if held.id == finding.id for one in held.evidence]
    done = {change.partition(": ")[0] for change in remedy.changes}
    if len(here) > 1:
        return
    (element,) = here
    for path in dict.fromkeys(".".join(route) for route in then):
        of_section = subject == "stack" and path.partition(".")[0] in SINGLETONS
        if (of_section or path.startswith(f"{'.'.join(element)}.")) and path not in done:
            yield path


def _together(
    stack: Stack,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    now: Score,
    chosen: list[tuple[Mended, tuple[Edit, ...]]],
    unmended: tuple[str, ...],
    waived: Collection[str],
) -> Mending:
    """The score with all of them mended. Should one spoil elsewhere what it mends here, the last is left out."""
    while chosen:
        results = _judged(stack, [edit for _, held in chosen for edit in held], rules.values(), parameters)
        after = score(rules, results, waived, partial=now.levels is None)
        if after.total is not None and after.total > (now.total or 0.0):
            return Mending(tuple(one for one, _ in chosen), after, unmended)
        unmended = (*unmended, chosen.pop()[0].finding)
    return Mending((), None, unmended)
