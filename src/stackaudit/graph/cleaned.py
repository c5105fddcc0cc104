"""How long it takes at worst until a deletion has got to a tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from stackaudit.frozen import dataclass
from stackaudit.graph.erasure import erasures, may_have_another
from stackaudit.graph.facts import says
from stackaudit.graph.quickest import Steps, begin, quickest, steps_to
from stackaudit.model.elements import Process
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed, seconds
from stackaudit.model.words import MANUAL_PROCESSES
from stackaudit.truth import FALSE, TRUE

if TYPE_CHECKING:
    from stackaudit.graph.layers import Layer
    from stackaudit.graph.structure import StackGraph

__all__ = ["Cleaned", "Way", "cleaned", "handling"]


@dataclass(frozen=True, slots=True)
class Way:
    """How a deletion gets to a tool: the process with which it begins, if any, then steps through a layer."""

    time: float
    process: str | None
    steps: Steps


@dataclass(frozen=True, slots=True)
class Cleaned:
    """When a deletion has got to a tool at worst, in seconds after the request.

    ``proved`` is the least that this takes in every completion. ``quickest`` is the quickest way of the stack as
    listed, by the least that it can take; ``surest`` the quickest certain one, by the most. None
    where there is none.
    """

    proved: float
    quickest: Way | None
    surest: Way | None

    @property
    def least(self) -> float:
        """The least that it can take as listed."""
        return inf if self.quickest is None else self.quickest.time

    @property
    def most(self) -> float:
        """The most that it can take."""
        return inf if self.surest is None else self.surest.time


def handling(process: Process) -> tuple[float, float]:
    """How long an erasure takes from the request until all that the process covers is clean, at least and at most.

    Where nobody said it, it may take any time. Where nothing is promised and people do it, it has no upper bound.
    """
    if is_stated(process.takes) and process.takes is not NONE:
        promised = float(seconds(str(process.takes)))
        return promised, promised
    by_hand = process.takes is NONE and process.method in MANUAL_PROCESSES
    return (inf if by_hand else 0.0), inf


def cleaned(graph: StackGraph) -> list[Cleaned]:
    """For each tool, how long it takes at worst until a deletion has got there; see ``erased`` for where it gets.

    It begins with a process that covers a tool, which takes its time, or at once where people ask for it in a form.
    Then each flow that passes it on adds one full interval and one run. The quickest way counts. O(E log V),
    three runs of Dijkstra's algorithm.
    """
    return graph.once((cleaned,), lambda: list(_cleaned(graph)))


def _cleaned(graph: StackGraph) -> Iterator[Cleaned]:
    stack, part = graph.stack, graph.signal("deletion")
    lows, highs = graph.least_delays, graph.greatest_delays
    tools = range(len(stack.tools))
    possible = list(_possible_starts(graph))
    least = _Run(part.possible, lows, possible)
    at_large = possible
    if not stack.is_complete("capture_points") or may_have_another(graph):
        at_large = [*possible, *((node, 0.0, None) for node in tools)]
    whole = at_large is possible and part.at_large is part.possible
    proved = least if whole else _Run(part.at_large, lows, at_large)
    most = _Run(part.certain, highs, list(_certain_starts(graph)))
    for node in tools:
        soonest = proved.to(node)
        yield Cleaned(inf if soonest is None else soonest.time, least.to(node), most.to(node))


Start = tuple[int, float, str | None]
"""A node, the time at which a deletion is there, and the process that took it."""


def _possible_starts(graph: StackGraph) -> Iterator[Start]:
    """Where deletions can begin, each with the least time."""
    anywhere: list[tuple[float, str | None]] = []
    for key, process, _ in erasures(graph):
        if process is None:
            anywhere.append((0.0, key))
            continue
        yield from ((graph.index[tool], handling(process)[0], key) for tool in listed(process.covers))
        if is_open(process.covers):
            anywhere.append((handling(process)[0], key))
    for key, point in graph.stack.capture_points.items():
        if says(point, "deletion") != FALSE:
            yield graph.index[key], 0.0, None
            if point.tool is None or point.tool is UNKNOWN:
                anywhere.append((0.0, None))
    if anywhere:
        time, process_id = min(anywhere, key=lambda one: one[0])
        yield from ((node, time, process_id) for node in range(len(graph.stack.tools)))


def _certain_starts(graph: StackGraph) -> Iterator[Start]:
    """Where deletions begin for certain, each with the most time."""
    for key, process, truth in erasures(graph):
        if process is not None and truth == TRUE:
            yield from ((graph.index[tool], handling(process)[1], key) for tool in listed(process.covers))
    for key, point in graph.stack.capture_points.items():
        if says(point, "deletion") == TRUE:
            yield graph.index[key], 0.0, None


class _Run:
    """The quickest ways through a layer from where deletions begin."""

    def __init__(self, layer: Layer, weights: Sequence[float], starts: Iterable[Start]) -> None:
        self._layer = layer
        self._by: dict[int, tuple[float, str | None]] = {}
        for node, time, process in starts:
            if node not in self._by or time < self._by[node][0]:
                self._by[node] = time, process
        begins = [begin(layer.entry[node], time) for node, (time, _) in self._by.items()]
        times, self._before = quickest(layer.successors, layer.via, weights, begins)
        self._found: dict[int, tuple[float, int]] = {}
        for state, time in times.items():
            self._found.setdefault(layer.home[state], (time, state))

    def to(self, node: int) -> Way | None:
        """The quickest way to a node."""
        if node not in self._found:
            return None
        time, state = self._found[node]
        steps = steps_to(self._before, state)
        start = self._layer.home[steps[0][0] if steps else state]
        return Way(time, self._by[start][1], steps)
