"""How long something takes from each node to the nearest of some places, at worst: as an interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from stackaudit.finding import Hop
from stackaudit.frozen import dataclass
from stackaudit.graph.quickest import Steps, Toward, begin, quickest, steps_from
from stackaudit.graph.reach import hops
from stackaudit.truth import FALSE, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.layers import Layer
    from stackaudit.graph.signals import SignalGraph

__all__ = ["Nearest", "Time", "Times"]


class Time(NamedTuple):
    """How long the quickest way takes at worst, in seconds.

    ``at_large`` is the least that it can be where flows may be unlisted, ``least`` the least as listed; each is None
    where there is no such way. ``most`` is the greatest of a way that is there in every completion, None where none is.
    """

    at_large: float | None
    least: float | None
    most: float | None

    def longer_than(self, limit: float) -> Truth:
        """Whether it takes longer than a limit, or never gets there."""
        if self.most is not None and self.most <= limit:
            return FALSE
        if self.at_large is None or self.at_large > limit:
            return TRUE
        if self.least is None or self.least > limit:
            return TRUE_AS_LISTED
        return UNKNOWN_TRUTH


@dataclass(frozen=True, slots=True)
class Times:
    """The times of every node, by its number, and the quickest ways as listed."""

    part: SignalGraph
    layer: Layer
    times: Sequence[Time]
    toward: Toward

    def path(self, node: int) -> tuple[Hop, ...]:
        """The quickest way from a node as listed, hop by hop; empty where there is none, or where it ends."""
        return hops(self.part, self.layer, self._steps(node))

    def edges(self, node: int) -> tuple[int, ...]:
        """The numbers of the edges of that way."""
        return tuple(edge for _, edge, _ in self._steps(node) if edge >= 0)

    def _steps(self, node: int) -> Steps:
        return steps_from(self.toward, self.layer.entry[node])


class Nearest:
    """The ways of one signal, backwards. O(E log V) for each set of places: three runs of Dijkstra's algorithm."""

    def __init__(self, part: SignalGraph) -> None:
        self.part = part
        self._lows, self._highs = part.graph.least_delays, part.graph.greatest_delays

    def times(self, ends: Sequence[Truth], *, elsewhere: bool = False) -> Times:
        """The times to the nearest of some places.

        ``ends`` says of each node whether it is one of them, in use; ``elsewhere`` whether a tool that nobody listed
        may be one. Whether the node from which a way begins is in use itself is left open.
        """
        graph, part = self.part.graph, self.part
        may_end = [node for node, truth in enumerate(ends) if truth != FALSE]
        sure = [node for node, truth in enumerate(ends) if truth == TRUE]
        outside = [node for node, is_open in enumerate(graph.open_out) if elsewhere and is_open]
        least, toward = _run(self._possible, may_end, self._lows)
        most, _ = _run(self._certain, sure, self._highs)
        if part.at_large is part.possible and not outside:
            at_large = least
        else:
            at_large, _ = _run(self._at_large, [*may_end, *outside], self._lows)
        times = [
            Time(
                at_large.get(part.at_large.entry[node]),
                least.get(part.possible.entry[node]),
                self._most(node, most),
            )
            for node in range(len(graph.nodes))
        ]
        return Times(part, self._possible[0], times, toward)

    def _most(self, node: int, most: dict[int, float]) -> float | None:
        layer, _ = self._certain
        held = most.get(layer.entry[node])
        for state, edge in layer.leave.get(node, ()):
            if state in most:
                held = min(inf if held is None else held, most[state] + self._highs[edge])
        return held

    @cached_property
    def _possible(self) -> tuple[Layer, list[list[int]]]:
        return _backwards(self.part.possible)

    @cached_property
    def _certain(self) -> tuple[Layer, list[list[int]]]:
        return self._possible if self.part.certain is self.part.possible else _backwards(self.part.certain)

    @cached_property
    def _at_large(self) -> tuple[Layer, list[list[int]]]:
        return _backwards(self.part.at_large)


def _backwards(layer: Layer) -> tuple[Layer, list[list[int]]]:
    """A layer turned round, and the states of each node."""
    return layer.backwards(), layer.states()


def _run(
    backwards: tuple[Layer, list[list[int]]], ends: Iterable[int], weights: Sequence[float]
) -> tuple[dict[int, float], Toward]:
    """The shortest time from each state to some nodes, in whatever state a way gets to them."""
    layer, states = backwards
    begins = [begin(state) for node in ends for state in states[node]]
    return quickest(layer.successors, layer.via, weights, begins)
