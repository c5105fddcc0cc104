"""Whose data comes to a tool checked by any other flow than one: what one unchecked way is held against."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from stackaudit.truth import FALSE, TRUE

if TYPE_CHECKING:
    from stackaudit.graph.checked import Checked

__all__ = ["Others", "checked_by_others", "nearest_check", "nearest_unchecked"]

_ALL: Final = -1


class Others(NamedTuple):
    """Whose data gets to a tool checked by other flows than one: in every completion, as listed, in some one.

    Each is a set of nodes as bits, as in `stackaudit.graph.checked.Checked`.
    """

    proved: int = 0
    listed: int = 0
    possible: int = 0
    at_large: int = 0

    def union(self, other: Others) -> Others:
        """What comes by one or the other."""
        return Others(
            self.proved | other.proved,
            self.listed | other.listed,
            self.possible | other.possible,
            self.at_large | other.at_large,
        )


def checked_by_others(checked: Checked, target: int, numbers: Sequence[int]) -> list[Others]:
    """For each of some edges into a target, whose data comes there checked by any other way than that edge.

    Linear in the edges: what comes by all but one is put together from what comes by those before and after it.
    """
    graph, tails = checked.graph, checked.graph.tails
    each = [_by(checked, number) for number in numbers]
    # From one and the same tool, what nothing checks on its last step is checked for both edges or for none.
    closing = [one if checked.gated[number] != FALSE else Others() for number, one in zip(numbers, each, strict=True)]
    by_tail: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        by_tail.setdefault(tails[number], []).append(place)
    groups = [[each[place] for place in places] for places in by_tail.values()]
    of_others = dict(zip(by_tail, _all_but_one([_unions(group)[-1] for group in groups]), strict=True))
    within: dict[int, Others] = {}
    for places in by_tail.values():
        within.update(zip(places, _all_but_one([closing[place] for place in places]), strict=True))
    unlisted = Others()
    if not graph.is_whole and graph.open_in[target]:
        unlisted = Others(at_large=checked.at_large[checked.world])
    return [of_others[tails[number]].union(within[place]).union(unlisted) for place, number in enumerate(numbers)]


def _by(checked: Checked, number: int) -> Others:
    """Whose data comes checked by an edge: all that it brings where it checks, else what is checked before its tail."""
    tail, gate = checked.graph.tails[number], checked.gated[number]
    surely = checked.certain[tail] if checked.surely[number] else 0
    may_close = gate != FALSE
    return Others(
        surely & (_ALL if gate == TRUE else ~checked.unchecked_at_large[tail]),
        surely & (_ALL if gate == TRUE else ~checked.perhaps_unchecked[tail]),
        checked.possible[tail] & (_ALL if may_close else ~checked.unchecked[tail]),
        checked.at_large[tail] & (_ALL if may_close else ~checked.unchecked[tail]),
    )


def _unions(some: Iterable[Others]) -> list[Others]:
    """The union of the first none, one, two and so on of some."""
    return list(accumulate(some, Others.union, initial=Others()))


def _all_but_one(some: Sequence[Others]) -> list[Others]:
    """For each, the union of all the others."""
    after = _unions(reversed(some[1:]))[::-1]
    return [one.union(other) for one, other in zip(_unions(some[:-1]), after, strict=True)]


def nearest_unchecked(checked: Checked, tail: int, witnesses: int) -> tuple[int, list[int]]:
    """Of the nodes whose data gets to a tool unchecked, the nearest one that is among some, and the way from there.

    The way is the numbers of its edges, in order. O(V + E).
    """
    graph = checked.graph
    queue, onward = deque([tail]), {tail: -1}
    while not witnesses & checked.bits[queue[0]]:
        node = queue.popleft()
        for number in graph.into[node] if checked.ends[node] == FALSE or node == tail else ():
            before = graph.tails[number]
            if before not in onward and checked.surely_unchecked[number]:
                onward[before] = number
                queue.append(before)
    way, node = [], queue[0]
    while node != tail:
        way.append(onward[node])
        node = graph.heads[onward[node]]
    return queue[0], way


def nearest_check(checked: Checked, source: int, end: int) -> int:
    """The nearest edge that checks what gets from a node to another, where nothing gets there unchecked. O(V + E)."""
    graph = checked.graph
    queue, seen = deque([end]), {end, source}
    while True:
        for number in graph.into[queue.popleft()]:
            before = graph.tails[number]
            if not checked.surely[number] or not (
                before == source or (checked.ends[before] == FALSE and checked.certain[before] & checked.bits[source])
            ):
                continue
            if checked.gated[number] == TRUE:
                return number
            if before not in seen:
                seen.add(before)
                queue.append(before)
