"""The findings as a table, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from typing import Final

from stackaudit.audit.actions import Action
from stackaudit.audit.audit import Audit
from stackaudit.audit.causes import Cause
from stackaudit.finding import Finding, Outcome
from stackaudit.outputs.adjusting import rated_words
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.wording import ACT, ORIGINS, basis_in_words, delay
from stackaudit.outputs.plan.words import dues, when_words
from stackaudit.outputs.tables.table import Cell, Column, Table
from stackaudit.outputs.waiving import waived_words

__all__ = ["actions", "findings", "points", "worst"]

_FINDINGS: Final = (
    Column("Severity", 9),
    Column("Outcome", 11),
    Column("Rule", 9),
    Column("Title", 34),
    Column("Finding", 60),
    Column("About", 26),
    Column("Root cause", 26),
    Column("Impact", 50),
    Column("Act", 20),
    Column("Fix now", 50),
    Column("Fix for good", 50),
    Column("Points", 8),
    Column("File", 30),
    Column("Line", 7),
    Column("Evidence", 70),
    Column("Path at worst", 40),
    Column("Waived", 30),
    Column("Baseline", 9),
    Column("Severity by", 30),
    Column("Id", 40),
)
_ACTIONS: Final = (
    Column("No.", 6),
    Column("When", 8),
    Column("Action", 34),
    Column("Element", 30),
    Column("Stems from", 30),
    Column("Owner", 20),
    Column("Worst", 8),
    Column("Act", 22),
    Column("Hours", 8),
    Column("Next day", 12),
    Column("Days", 34),
    Column("Why then", 34),
    Column("Do now", 60),
    Column("Do for good", 60),
    Column("Findings", 10),
    Column("Points", 8),
    Column("Rules", 18),
    Column("What was found", 70),
)


def findings(audit: Audit) -> Table:
    """The findings that count, then those that are waived; each with what decided it."""
    names = Names(audit.stack)
    causes = {one.id: cause for cause in audit.causes for one in cause.findings}
    rows = tuple(_finding(audit, names, one, causes.get(one.id)) for one in audit.findings_and_waived)
    return Table("Findings", _FINDINGS, rows)


def _finding(audit: Audit, names: Names, finding: Finding, cause: Cause | None) -> tuple[Cell, ...]:
    rule = audit.rules[finding.rule]
    place = finding.place
    waived, standing = audit.waived.get(finding.id), audit.standing(finding)
    outcome = "proved" if finding.outcome is Outcome.FLAGGED else "suspected"
    lost = audit.score.losses.get(finding.id)
    return (
        finding.severity.value,
        outcome if waived is None else f"{outcome}, waived",
        finding.rule,
        rule.title,
        finding.message,
        tuple(names.title(path) for path in finding.elements),
        cause.title if cause is not None else None,
        finding.impact,
        ACT[finding.severity],
        rule.fix.now,
        rule.fix.later,
        None if lost is None else round(lost, 2),
        place.file if place is not None else None,
        place.line if place is not None else None,
        tuple(_evidence(names, finding)),
        tuple(_path(names, finding)),
        waived_words(waived),
        None if standing is None else standing.value,
        rated_words(finding) or None,
        finding.id,
    )


def _evidence(names: Names, finding: Finding) -> Iterator[str]:
    """Each fact on a line: its path and value, where it stands, and who says so."""
    for one in finding.evidence:
        fact = f"{one.path}: {one.value}" if one.path else one.value
        notes = [names.where(one.place), ORIGINS[one.origin], one.source or "", basis_in_words(one.basis)]
        yield f"{fact} ({'; '.join(note for note in notes if note)})"


def _path(names: Names, finding: Finding) -> Iterator[str]:
    for hop in finding.path:
        yield f"{names.node(hop.source)} → {names.node(hop.target)}: {delay(hop.at_least, hop.at_most)}"


def actions(audit: Audit) -> Table:
    """What to do about the proved findings, in the order in which to do it."""
    names = Names(audit.stack)
    made = enumerate(audit.actions, 1)
    return Table("Actions", _ACTIONS, tuple(_action(names, number, one) for number, one in made))


def _action(names: Names, number: int, action: Action) -> tuple[Cell, ...]:
    return (
        number,
        action.horizon.value,
        action.title,
        action.element,
        tuple(names.title(path) for path in action.stems),
        action.owner or None,
        action.severity.value,
        ACT[action.severity],
        action.hours,
        action.due[0].on if action.due else None,
        dues(action),
        tuple(when_words(action)),
        tuple(dict.fromkeys(fix.now for fix in action.fixes)),
        tuple(dict.fromkeys(fix.later for fix in action.fixes)),
        len(action.findings),
        None if action.points is None else round(action.points, 2),
        tuple(dict.fromkeys(finding.rule for finding in action.findings)),
        tuple(finding.message for finding in action.findings),
    )


def points(audit: Audit, cause: Cause) -> float:
    """What the findings of a cause cost together."""
    return fsum(audit.score.losses.get(finding.id, 0.0) for finding in cause.findings)


def worst(cause: Cause) -> str:
    """The worst severity of the findings of a cause."""
    return min(finding.severity.value for finding in cause.findings)
