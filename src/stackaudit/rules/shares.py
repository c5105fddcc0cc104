"""How many elements meet a condition, or which share of them does, against a limit: bounds over what is not known."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import ge, gt, le, lt
from typing import Any, Final, NamedTuple

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.stack import COLLECTIONS
from stackaudit.model.values import UNKNOWN
from stackaudit.rules.compiled import Condition, screen_of
from stackaudit.rules.scope import Scope, Trace
from stackaudit.rules.screens import ALL_OF, OPEN, paired
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, is_false, is_true, is_true_as_listed

__all__ = ["COMPARISONS", "Group", "Limit", "measured"]

COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "more_than": gt,
    "at_least": ge,
    "less_than": lt,
    "at_most": le,
}
"""How a count or share is compared with its limit."""

_WHOLE: Final = 100
_MOST_NAMED: Final = 100
"""So many elements of a kind are named as evidence; a list of thousands convinces nobody more."""


class Group(NamedTuple):
    """Elements of a kind that are counted: those ``within`` a condition, and whether the ``part`` of a share is met."""

    kind: str
    within: Condition | None
    part: Condition | None


class Limit(NamedTuple):
    """What is compared: a count, or a share in per cent of the elements, with a number or a parameter of the rule."""

    comparison: str
    value: float | str
    is_share: bool

    def in_scope(self, scope: Scope) -> float:
        """The number, as it stands or as the parameter has it."""
        value: float = scope.parameters[self.value] if isinstance(self.value, str) else self.value
        return value


class _Count(NamedTuple):
    """What counting said; entries of which nobody knows whether they exist; and the partial lists.

    ``share`` is how many of those that are listed meet the condition, and how many there are; None if that is open.
    """

    truth: Truth
    unsure: Sequence[str]
    unlisted: Sequence[str]
    share: tuple[int, int] | None


def measured(groups: Sequence[Group], limit: Limit, *, looks_outside: bool) -> Condition:
    """The count or the share of the elements of some groups compares with a limit; a share of no elements never does.

    Each element is taken by itself: what is not known of one says nothing of another. The bounds are then exact.
    Linear in the number of elements.
    """

    def search(scope: Scope) -> _Count:
        return _count(groups, limit, scope, at_once=not looks_outside)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is None and not looks_outside:  # the same for all: no need to see it from here
            return scope.once(search).truth
        inner = scope.within(element)
        found = search(inner) if looks_outside else inner.once(search)
        if trace is not None:
            _trace(trace, groups, limit, inner, found)
        return found.truth

    run.cost = 10 if looks_outside else 1  # type: ignore[attr-defined]  # a function can carry what is known of it
    return run


def _count(groups: Sequence[Group], limit: Limit, scope: Scope, *, at_once: bool) -> _Count:
    tally: Counter[tuple[Truth, Truth]] = Counter()
    for group in groups:
        truths = _all_at_once(group, scope) if at_once else None
        tally.update(truths or ((counts, meets) for _, _, counts, meets in _looked_at(group, scope)))
    unsure: list[str] = []
    if any(group.kind == "process" for group in groups):
        unsure = [key for key, held in scope.stack.processes.items() if held is UNKNOWN]
        pair = (UNKNOWN_TRUTH, UNKNOWN_TRUTH if limit.is_share else TRUE)
        tally[pair] += len(unsure)
    unlisted = dict.fromkeys(name for group in groups for name in scope.unlisted(group.kind))
    as_listed = _possible(tally, limit, scope, shift=2, partial=False)
    at_large = _possible(tally, limit, scope, shift=0, partial=bool(unlisted))
    return _Count(as_listed << 2 | at_large, unsure, tuple(unlisted), _as_they_are(tally))


def _as_they_are(tally: Mapping[tuple[Truth, Truth], int]) -> tuple[int, int] | None:
    """How many elements meet the condition, and how many count; None where it is not known of each."""
    if any(number and counts != FALSE and {counts, meets} - {TRUE, FALSE} for (counts, meets), number in tally.items()):
        return None
    return tally.get((TRUE, TRUE), 0), sum(number for (counts, _), number in tally.items() if counts == TRUE)


def _all_at_once(group: Group, scope: Scope) -> Iterator[tuple[Truth, Truth]] | None:
    """Whether each element counts and is of the part; None where elements have to be judged one by one."""
    used = scope.subjects(group.kind).used
    truths = [used, bytes([TRUE]) * len(used)]
    for place, condition in enumerate((group.within, group.part)):
        if condition is not None:
            screen = screen_of(condition)
            found = None if screen is None else screen(scope)
            if found is None or OPEN in found:
                return None
            truths[place] = paired(ALL_OF, truths[place], found)
    return zip(*truths, strict=True)


def _looked_at(group: Group, scope: Scope) -> Iterator[tuple[Any, Truth, Truth, Truth]]:
    """Each element that counts or may count: whether it is in use, whether it counts, and whether it is of the part."""
    within, part = group.within, group.part
    for element, used in scope.elements(group.kind):
        counts = used
        if within is not None:
            counts = within(element, scope, None)
            if used != TRUE:
                counts = all_of((used, counts))
        if counts != FALSE:
            yield element, used, counts, TRUE if part is None else part(element, scope, None)


def _possible(
    tally: Mapping[tuple[Truth, Truth], int], limit: Limit, scope: Scope, *, shift: int, partial: bool
) -> Truth:
    """Whether the comparison can be true and can be false, as the two bits of a truth, as listed or at large."""
    sizes = [[0] * 4 for _ in range(4)]
    for (counts, meets), number in tally.items():
        sizes[counts >> shift & 3][meets >> shift & 3] += number
    bounds = _share(sizes, partial=partial) if limit.is_share else _number(sizes, partial=partial)
    compare, than = COMPARISONS[limit.comparison], limit.in_scope(scope)
    held = [compare(bound, than) for bound in bounds]
    can_be_empty = limit.is_share and not sum(sizes[_YES])
    return (any(held) << 1) | (can_be_empty or not all(held))


_NO, _YES, _OPEN = 1, 2, 3
"""The two bits of a truth in one reading: only false, only true, either."""


def _number(sizes: Sequence[Sequence[int]], *, partial: bool) -> tuple[float, ...]:
    """The least and the greatest count."""
    least = sum(sizes[_YES])
    return least, math.inf if partial else least + sum(sizes[_OPEN])


def _share(sizes: Sequence[Sequence[int]], *, partial: bool) -> tuple[float, ...]:
    """The least and the greatest share in per cent of one element or more; none where there can be no element.

    What may or may not count is left out where it would stand in the way of the extreme. Elements that nobody listed
    come as near to none or all as one likes, and reach it only where nothing listed is against it.
    """
    sure, maybe = sizes[_YES], sizes[_OPEN]
    met, unmet, either = sure[_YES], sure[_NO], sure[_OPEN]
    if partial:
        return math.nextafter(0, 1) if met else 0, math.nextafter(_WHOLE, 0) if unmet else _WHOLE
    against, towards = unmet + either + maybe[_NO] + maybe[_OPEN], met + either + maybe[_YES] + maybe[_OPEN]
    if not against + towards:
        return ()
    least = _WHOLE * met / (met + against) if met + against else _WHOLE
    return least, _WHOLE * towards / (towards + unmet) if towards + unmet else 0


# -- what decided ------------------------------------------------------------------------------------------------------


def _trace(trace: Trace, groups: Sequence[Group], limit: Limit, scope: Scope, found: _Count) -> None:
    """The elements that made the count or share what it is, and what is missing to know more."""
    trace.share = found.share
    decided = is_true(found.truth) or is_false(found.truth)
    upwards = (limit.comparison in {"more_than", "at_least"}) == is_true_as_listed(found.truth)
    # What a count is too low for has no element that shows it; what a share is too low for has.
    wanted = TRUE if upwards or not limit.is_share else FALSE
    for group in groups:
        _trace_elements(trace, group, scope, wanted, decided=decided)
        trace.facts[FactRef(COLLECTIONS[group.kind])] = None
    if not decided:
        trace.missing.update(dict.fromkeys(Missing(("processes", key)) for key in found.unsure))
        trace.missing.update(dict.fromkeys(Missing(("complete", name)) for name in found.unlisted))


def _trace_elements(trace: Trace, group: Group, scope: Scope, wanted: Truth, *, decided: bool) -> None:
    """The elements of a group that surely count on the side that is wanted, and what is not known of the others."""
    named = 0
    for element, used, counts, meets in _looked_at(group, scope):
        if decided and named == _MOST_NAMED:
            break
        speaks = named < _MOST_NAMED and counts == TRUE and meets == wanted
        is_open = not decided and not (counts == TRUE and meets in {TRUE, FALSE})
        if not speaks and not is_open:
            continue
        own = Trace()
        for condition in filter(None, (group.within, group.part)):
            condition(element, scope, own)
        if speaks:
            named += 1
            trace.facts[FactRef(COLLECTIONS[group.kind], element.id)] = None
            trace.facts.update(own.facts)
        else:
            trace.missing.update(own.missing)
            trace.missing.update(dict.fromkeys(scope.missing_status(element) if used == UNKNOWN_TRUTH else ()))
