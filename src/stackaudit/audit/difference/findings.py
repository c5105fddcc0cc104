"""Findings that are new, worse, better, mended, gone for another reason, or still there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from stackaudit.audit.difference.record import Record, Seen, Sighting, State, judged_of, seen_of
from stackaudit.audit.engine import run_rules
from stackaudit.audit.waivers import applied_waivers
from stackaudit.frozen import dataclass, replace
from stackaudit.graph import StackGraph

__all__ = ["FindingChange", "Kind", "changed_findings"]


class Kind(StrEnum):
    """What became of a finding. ``gone`` is all that is no longer found, and not said to be mended."""

    NEW = "new"
    WORSE = "worse"
    CHANGED = "changed"
    BETTER = "better"
    MENDED = "mended"
    REMOVED = "removed"
    REPLACED = "replaced"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding of one of two audits, or of both, of which they do not say the same.

    Attributes:
        kind: new: it was not found before. worse or better: flagged, suspected and waived are in this order, then the
            severity decides. changed: it is as bad, and its message says something else. mended: its rule is clear of
            it, or no longer applies. removed: an element that it is about is no longer there. replaced: the same rule
            now finds it with other elements. open: it is no longer known.
        id: its stable id.
        rule: the rule, with its ``title``.
        elements: what it is about, the primary one first.
        before, after: what each audit says of it.
        related: of one that is new or replaced, findings of the same rule that share an element and went, or came.
        by_date: whether the old facts alone, judged on the new day, give what the new audit says. False where that is
            not so, where both have one day, and where it cannot be known.
    """

    kind: Kind
    id: str
    rule: str
    title: str
    elements: tuple[str, ...]
    before: Sighting
    after: Sighting
    related: tuple[str, ...] = ()
    by_date: bool = False


_FOUND: Final = (State.WAIVED, State.SUSPECTED, State.FLAGGED)
_ORDER: Final = {kind: number for number, kind in enumerate(Kind)}


def changed_findings(old: Record, new: Record) -> tuple[tuple[FindingChange, ...], int]:
    """The findings of which two audits do not say the same, by kind, worst first; and how many are the same in both."""
    both = {**old.found, **new.found}
    changes = []
    unchanged = 0
    for identity, seen in both.items():
        before = old.sighting(identity, seen.rule, seen.subject)
        after = new.sighting(identity, seen.rule, seen.subject)
        kind = _kind(before, after, any(map(new.lacks, seen.elements)))
        if kind is None:
            unchanged += 1
        else:
            changes.append(FindingChange(kind, identity, seen.rule, seen.title, seen.elements, before, after))
    related = list(_with_related(changes))
    return tuple(sorted(_with_dates(related, old, new, both), key=_urgency)), unchanged


def _kind(before: Sighting, after: Sighting, lacks_element: bool) -> Kind | None:  # noqa: FBT001 - private
    if before.state not in _FOUND:
        return Kind.NEW
    if after.state in {State.CLEAR, State.NOT_APPLICABLE}:
        return Kind.MENDED
    if after.state not in _FOUND:
        return Kind.REMOVED if after.state is State.ABSENT and lacks_element else Kind.OPEN
    was, now = _badness(before), _badness(after)
    if was != now:
        return Kind.WORSE if now > was else Kind.BETTER
    return Kind.CHANGED if before.message != after.message else None


def _badness(sighting: Sighting) -> tuple[int, int]:
    severity = 0 if sighting.severity is None else int(sighting.severity.value[1:])
    return _FOUND.index(sighting.state), -severity


def _with_related(changes: list[FindingChange]) -> Iterator[FindingChange]:
    """Findings that come and go with a change of their elements: three tools that overlap, where there were two."""
    came: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    went: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in changes:
        for element in one.elements:
            if one.kind is Kind.NEW and one.before.state is State.ABSENT:
                came[one.rule, element].append(one.id)
            elif one.after.state is State.ABSENT:
                went[one.rule, element].append(one.id)
    for one in changes:
        if one.kind is Kind.NEW and one.before.state is State.ABSENT:
            yield replace(one, related=_sharing(one, went))
        elif one.after.state is State.ABSENT and (others := _sharing(one, came)):
            yield replace(one, kind=one.kind if one.kind is Kind.REMOVED else Kind.REPLACED, related=others)
        else:
            yield one


def _sharing(one: FindingChange, by_element: defaultdict[tuple[str, str], list[str]]) -> tuple[str, ...]:
    found = {other for element in one.elements for other in by_element.get((one.rule, element), ())}
    return tuple(sorted(found))


def _with_dates(
    changes: list[FindingChange], old: Record, new: Record, both: dict[str, Seen]
) -> Iterator[FindingChange]:
    """The changes, those marked that the day alone brings about."""
    if old.as_of == new.as_of or old.audit is None or not changes:
        yield from changes
        return
    audit = old.audit
    stack = audit.stack.model_copy(update={"as_of": new.as_of})
    wanted = {one.rule for one in changes}
    rules = [rule for rule in audit.rules.values() if rule.id in wanted]
    results = run_rules(stack, StackGraph(stack), rules, audit.parameters)
    applied = applied_waivers(stack, audit.rules, results) if audit.waive else ()
    waived = {one for waiver in applied if waiver.state == "used" for one in waiver.findings}
    on_that_day = {
        finding.id: seen_of(finding, "", waived=finding.id in waived).sighting
        for result in results
        for finding in map(audit.as_set, result.findings)
    }
    judged = {one.rule: judged_of(one) for one in results if one.broken is None}
    for one in changes:
        there = on_that_day.get(one.id)
        if there is None:
            by_rule = judged.get(one.rule)
            there = Sighting(State.NOT_JUDGED if by_rule is None else by_rule.state(both[one.id].subject))
        yield replace(one, by_date=replace(there, place=None) == replace(one.after, place=None))


def _urgency(one: FindingChange) -> tuple[int, int, str, str]:
    worst = one.after if one.after.severity is not None else one.before
    state, severity = _badness(worst)
    return _ORDER[one.kind], -state * 10 - severity, one.rule, one.id
