"""What to do with each tool, and the business case, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.verdicts import ToolVerdict, Verdict
from stackaudit.frozen import dataclass
from stackaudit.outputs.html.findings import anchor_of
from stackaudit.outputs.html.names import NAME, TEXT, Names
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.case_words import case_lines, swot_lines
from stackaudit.outputs.plan.verdict_words import MOST, VERDICTS, VERDICTS_RULE, notes, questions, tally

__all__ = ["BusinessCase", "Verdicts", "business_case", "verdicts_section"]

_MOST: Final = 500  # a page that lists more can no longer be read; the data has them all
_OPEN: Final = 30  # so many of one verdict are seen at once
_ASKED: Final = 4


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """Tools of one verdict for the same reasons: why it is what it is, and what would tell more.

    ``tools`` are their names, paths, and where each stands in the inventory. ``findings`` are those that decided: what
    was found, the rule, and the id in the page.
    """

    tools: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    asked: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class VerdictGroup:
    """The tools of one verdict: those that are seen at once, the others and their number, and how many are left out."""

    heading: str
    kind: str
    count: int
    shown: tuple[VerdictRow, ...]
    folded: tuple[VerdictRow, ...]
    folded_tools: int
    more: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The section on tools; ``rule`` is how the verdicts come about."""

    count: int
    tally: str
    rule: str
    groups: tuple[VerdictGroup, ...]


@dataclass(frozen=True, slots=True)
class CaseBlock:
    """The case for one action, by its parts."""

    title: str
    path: str
    severity: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """The section on the business case: four parts, and the case for each of the first actions."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    cases: tuple[CaseBlock, ...]


def verdicts_section(audit: Audit, names: Names, known: Mapping[str, str]) -> Verdicts | None:
    """The section on what to do with each tool; None where none is in use."""
    if not audit.verdicts:
        return None
    groups = []
    for verdict in VERDICTS:
        found = [one for one in audit.verdicts if one.verdict is verdict]
        rows = _joined(_row(audit, names, known, one) for one in found[:_MOST])
        if found:
            shown, folded = rows[:_OPEN], rows[_OPEN:]
            more, behind = max(0, len(found) - _MOST), sum(len(row.tools) for row in folded)
            groups.append(VerdictGroup(VERDICTS[verdict], verdict.value, len(found), shown, folded, behind, more))
    return Verdicts(len(audit.verdicts), tally(audit.verdicts), VERDICTS_RULE, tuple(groups))


def _joined(rows: Iterable[VerdictRow]) -> tuple[VerdictRow, ...]:
    """The rows, those of tools with the same reasons as one: tools that are kept are mostly kept for the same."""
    held: dict[VerdictRow, list[tuple[str, str, str]]] = {}
    for row in rows:
        held.setdefault(replace(row, tools=()), []).extend(row.tools)
    return tuple(replace(row, tools=tuple(tools)) for row, tools in held.items())


def _row(audit: Audit, names: Names, known: Mapping[str, str], one: ToolVerdict) -> VerdictRow:
    path = f"tools.{one.tool}"
    asked = questions(one)
    tells = one.verdict is not Verdict.KEEP
    return VerdictRow(
        tools=((shortened(names.title(path), NAME), path, known.get(path, "")),),
        findings=tuple(
            (shortened(finding.message, TEXT), finding.rule, anchor_of(finding)) for finding in one.findings[:MOST]
        ),
        notes=tuple(shortened(line, TEXT) for line in notes(one, audit.rules)),
        asked=asked[:_ASKED] if tells else (),
        more=max(0, len(asked) - _ASKED) if tells else 0,
    )


def business_case(audit: Audit) -> BusinessCase | None:
    """The section on the business case; None where there is nothing to say in it."""
    parts = swot_lines(audit.swot)
    if not any(lines for _, lines in parts):
        return None
    return BusinessCase(
        tuple((name, tuple(shortened(line, TEXT) for line in lines)) for name, lines in parts),
        tuple(
            CaseBlock(
                shortened(case.action.title, NAME),
                shortened(case.action.element, TEXT),
                case.action.severity.value,
                tuple((name, tuple(shortened(line, TEXT) for line in lines)) for name, lines in case_lines(case)),
            )
            for case in audit.cases
        ),
    )
