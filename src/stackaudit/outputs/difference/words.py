"""A difference in words, the same in every form: headings, how a finding changed, times, the summary."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from types import MappingProxyType
from typing import Final

from stackaudit.audit.coverage import percent
from stackaudit.audit.difference import Difference
from stackaudit.audit.difference.elements import ElementKind
from stackaudit.audit.difference.findings import FindingChange, Kind
from stackaudit.audit.difference.opt_out_times import Arrival, Arrives
from stackaudit.audit.difference.reaching import Reach, ReachChange
from stackaudit.audit.difference.record import Figures, Record, Sighting, State
from stackaudit.finding import Severity
from stackaudit.model.values import interval_in_words
from stackaudit.model.writing import counted

__all__ = [
    "HEADINGS",
    "arrival_words",
    "change_words",
    "failing_words",
    "reach_words",
    "score_words",
    "side_words",
    "standing",
    "summary_parts",
]

HEADINGS: Final = MappingProxyType(
    {
        Kind.NEW: "New",
        Kind.WORSE: "Worse",
        Kind.CHANGED: "As bad as before, but not the same",
        Kind.BETTER: "Better",
        Kind.MENDED: "Mended",
        Kind.REMOVED: "Gone with what they were about",
        Kind.REPLACED: "Found with other elements now",
        Kind.OPEN: "No longer known",
    }
)
"""What stands above the findings of each kind."""

_BEFORE: Final = MappingProxyType(
    {
        State.CLEAR: "was clear",
        State.NOT_APPLICABLE: "did not apply before",
        State.ABSENT: "was not looked at before",
        State.UNKNOWN: "was an open question",
        State.NOT_JUDGED: "its rule did not run before",
    }
)
_AFTER: Final = MappingProxyType(
    {
        State.CLEAR: "now clear",
        State.NOT_APPLICABLE: "no longer applies",
        State.ABSENT: "no longer looked at",
        State.UNKNOWN: "now an open question",
        State.NOT_JUDGED: "its rule did not run",
    }
)


def side_words(record: Record) -> str:
    """One of the two sides: ``main:stack.yaml, as of 2026-11-22``."""
    return f"{record.name or record.company or 'stack'}, as of {record.as_of.isoformat()}"


def standing(sighting: Sighting) -> str:
    """``P2``, ``P2 suspected`` or ``P2 waived``."""
    plain = sighting.state is State.FLAGGED
    return f"{sighting.severity}" if plain else f"{sighting.severity} {sighting.state}"


def change_words(change: FindingChange, difference: Difference) -> str:
    """What became of a finding: ``was clear``, ``P3 -> P1``, ``now an open question``."""
    parts = [_became(change, difference)]
    if change.by_date:
        parts.append(f"by the day alone, {difference.old.as_of.isoformat()} -> {difference.new.as_of.isoformat()}")
    return "; ".join(parts)


def _became(change: FindingChange, difference: Difference) -> str:
    if change.kind is Kind.NEW:
        missing = [one for one in change.elements if difference.old.lacks(one)]
        words = f"{missing[0]} is new" if missing else _BEFORE[change.before.state]
        return f"{words}; before it was {', '.join(change.related)}" if change.related else words
    if change.kind in {Kind.WORSE, Kind.BETTER}:
        return f"{standing(change.before)} -> {standing(change.after)}"
    if change.kind is Kind.CHANGED:
        return f"before: {change.before.message}"
    if change.kind is Kind.REMOVED:
        missing = [one for one in change.elements if difference.new.lacks(one)]
        return f"{', '.join(missing)} no longer there"
    if change.kind is Kind.REPLACED:
        return f"now {', '.join(change.related)}"
    return _AFTER[change.after.state]


def reach_words(change: ReachChange) -> str:
    """``now reaches tools.mailer, by hubspot > mailer``; or that it may have before, or no longer does."""
    tool = f"tools.{change.tool}"
    if change.after is Reach.YES:
        known = " (before, nobody could say)" if change.before is Reach.MAYBE else ""
        by = f", by {' > '.join([change.path[0].source, *(hop.target for hop in change.path)])}" if change.path else ""
        return f"reaches {tool}{known}{by}"
    return f"no longer reaches {tool}" + (" for certain" if change.after is Reach.MAYBE else "")


def arrival_words(arrival: Arrival) -> str:
    """How long an opt-out takes at worst: ``8 days``, ``1 day or more``, ``does not arrive``."""
    if arrival.arrives is Arrives.NO:
        return "no way is known"
    least, most = arrival.at_least, arrival.at_most
    words = "any time" if not least and most == inf else interval_in_words(least, most)
    return words if arrival.arrives is Arrives.YES else f"may arrive, {words}"


def score_words(difference: Difference) -> Iterator[str]:
    """Score, level and coverage, before and after."""
    before, after = difference.score.before, difference.score.after
    if before.levels is not None or after.levels is not None:
        yield f"Score {_moved(_points(before), _points(after))} of 100"
        yield f"level {_moved(_level(before), _level(after))}"
    yield f"coverage {_moved(f'{percent(before.coverage)} %', f'{percent(after.coverage)} %')}"


def _moved(before: str, after: str) -> str:
    return f"stays {after}" if before == after else f"{before} -> {after}"


def _points(figures: Figures) -> str:
    if figures.levels is None:
        return "none"
    return str(figures.points) if figures.points is not None else f"{figures.lowest} to {figures.highest}"


def _level(figures: Figures) -> str:
    if figures.levels is None:
        return "none"
    first, last = figures.levels
    return str(first) if first == last else f"{first} to {last}"


def failing_words(difference: Difference, threshold: Severity, *, strict: bool) -> str:
    """How many findings are new or worse and at or above the threshold."""
    number = len(difference.failing(threshold, strict=strict))
    what = f"new or worse at {threshold} or above" if threshold is not Severity.P1 else "new or worse at P1"
    return f"{counted(number, 'finding')} {what}" if number else f"no finding {what}"


def summary_parts(difference: Difference) -> Iterator[str]:
    """The counts: findings by kind and those that stay, elements, questions."""
    counts = [(len(difference.of(kind)), kind) for kind in Kind]
    words = [f"{number:,} {_COUNTED[kind]}" for number, kind in counts if number]
    yield ", ".join([*words, f"{difference.unchanged:,} unchanged"])
    if difference.elements:
        kinds = [(sum(one.kind is kind for one in difference.elements), kind) for kind in ElementKind]
        yield f"elements: {', '.join(f'{number:,} {kind}' for number, kind in kinds if number)}"
    asked = difference.questions
    numbers = [(sum(len(one.paths) for one in held), word) for held, word in (
        (asked.opened, "opened"), (asked.answered, "answered"), (asked.dropped, "no longer asked")
    )]  # fmt: skip
    if any(number for number, _ in numbers):
        yield f"questions: {', '.join(f'{number:,} {word}' for number, word in numbers if number)}"


_COUNTED: Final = MappingProxyType(
    {
        Kind.NEW: "new",
        Kind.WORSE: "worse",
        Kind.CHANGED: "changed",
        Kind.BETTER: "better",
        Kind.MENDED: "mended",
        Kind.REMOVED: "gone with their elements",
        Kind.REPLACED: "replaced",
        Kind.OPEN: "no longer known",
    }
)
