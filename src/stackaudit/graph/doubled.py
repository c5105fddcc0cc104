"""Whether something can get to a node by two ways that it does not tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Arrival", "doubled"]

_WORLD: Final = -1
"""Stands for whatever nobody listed."""


class Arrival(NamedTuple):
    """A last step: an edge into the node, and the key by which what comes by it is counted once.

    ``key`` is empty where there is none; ``is_known`` is false where nobody can say what it is.
    """

    edge: int
    key: str
    is_known: bool = True

    def differs(self, other: Arrival) -> bool:
        """Whether the same thing counts twice that comes by both, whatever a key that is not known may be."""
        if self.edge == other.edge:
            return False
        if not self.is_known or not other.is_known:
            return (self.is_known and not self.key) or (other.is_known and not other.key)
        return not self.key or self.key != other.key


def doubled(
    graph: StackGraph,
    node: int,
    arrivals: Iterable[Arrival],
    passes: Callable[[int], bool],
    *,
    at_large: bool = False,
) -> tuple[Arrival, Arrival] | None:
    """Two arrivals at a node that one and the same thing can come by, and that do not tell; None where there are none.

    ``passes`` says of an edge whether the thing goes by it; with ``at_large``, it may also go by flows that nobody
    listed. The two ways begin in one place and do not go through the node itself. Where two such ways share their
    beginning, they part somewhere: from there on they have no edge in common (K. Menger, "Zur allgemeinen
    Kurventheorie", Fundamenta Mathematicae 10, 1927), so a place from which both are reached is all that there is to
    look for. A search against the edges; no place is entered by more than three arrivals, as of four two differ.
    O(E log E).
    """
    held: dict[int, list[Arrival]] = {}
    waiting: list[tuple[int, int, int, Arrival]] = []
    order = 0
    entering: Iterable[tuple[int, Arrival]] = [(graph.tails[one.edge], one) for one in arrivals]
    while True:
        for place, arrival in entering:
            there = held.setdefault(place, [])
            for other in there:
                if arrival.differs(other):
                    return other, arrival
            if not any(_alike(arrival, other) for other in there):
                there.append(arrival)
                order += 1
                # Where many ways come together is looked behind last: mostly, two have met by then.
                heappush(
                    waiting, (len(graph.into[place]) if place != _WORLD else len(graph.nodes), order, place, arrival)
                )
        if not waiting:
            return None
        _, _, place, arrival = heappop(waiting)
        entering = ((before, arrival) for before in _before(graph, place, passes, at_large=at_large) if before != node)


def _alike(one: Arrival, other: Arrival) -> bool:
    """Whether whatever differs from the one differs from the other."""
    return one == other or (
        one.key == other.key and one.is_known == other.is_known and bool(one.key or not one.is_known)
    )


def _before(graph: StackGraph, place: int, passes: Callable[[int], bool], *, at_large: bool) -> Iterator[int]:
    """The places from which a thing can come to a place in one step."""
    if place == _WORLD:
        yield from (node for node, is_open in enumerate(graph.open_out) if is_open)
        return
    for number in graph.into[place]:
        if passes(number):
            yield graph.tails[number]
    if at_large and graph.open_in[place]:
        yield _WORLD
