"""How long an opt-out takes to get to a sender at worst, from the place from which it takes longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from sys import float_info

from stackaudit.checks.opt_outs import Candidates, OptOuts, Sender, bits_of
from stackaudit.checks.timing import timing
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Hop, Missing
from stackaudit.frozen import dataclass, replace
from stackaudit.graph.components import strongly_connected
from stackaudit.graph.layers import Layer
from stackaudit.graph.quickest import Toward, begin, quickest, steps_from
from stackaudit.graph.reach import hops
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, Truth

__all__ = ["Delays", "Worst"]


@dataclass(frozen=True, slots=True)
class Worst:
    """The slowest of the quickest paths to a sender, in seconds; less than nothing where there is none of the kind.

    Attributes:
        proved: the least that it takes in every completion, from places from which opt-outs arrive for certain.
        listed: the same of the stack as listed: flows that nobody listed could be quicker.
        most: the most that it can take as listed, from any place from which opt-outs may arrive.
        slowest: the place (a bit's position) from which it takes that long; None where none is certain to arrive.
        unlisted: whether opt-outs of some place could arrive by flows that nobody listed, and do not arrive by others
            for certain.
        least_from: by place, the least that it can take as listed; with ``most_from``, the most.
        proved_from: by place from which opt-outs arrive for certain, the least that it takes in every completion.
        toward: by state of the possible layer, the step that leads on to the sender; ``toward_surely`` the same of the
            certain one.
    """

    proved: float
    listed: float
    most: float
    slowest: int | None
    unlisted: bool
    least_from: dict[int, float]
    most_from: dict[int, float]
    proved_from: dict[int, float]
    toward: Toward
    toward_surely: Toward

    def longer_than(self, limit: float) -> Truth:
        """Whether it takes longer than a limit."""
        if self.proved > limit:
            return TRUE
        if self.listed > limit:
            return TRUE_AS_LISTED
        if self.most > limit:
            return UNKNOWN_TRUTH
        return FALSE_AS_LISTED if self.unlisted else FALSE


class Delays:
    """The delays of one channel's opt-outs: two backwards runs of Dijkstra's algorithm a sender, not one a pair."""

    def __init__(self, opt_outs: OptOuts) -> None:
        self.opt_outs = opt_outs
        self.part = opt_outs.part
        self._lows, self._highs = opt_outs.graph.least_delays, opt_outs.graph.greatest_delays

    @classmethod
    def of(cls, opt_outs: OptOuts) -> Delays:
        """The delays of a channel; worked out once a graph, for the rule and for whoever shows them."""
        return opt_outs.graph.once((cls, opt_outs), lambda: cls(opt_outs))

    @cached_property
    def _possible(self) -> Layer:
        return self.part.possible.backwards()

    @cached_property
    def _certain(self) -> Layer:
        return self.part.certain.backwards()

    def worst(self, sender: Sender, candidates: Candidates) -> Worst:
        """The slowest of the quickest paths from some places to a sender."""
        opt_outs, node = self.opt_outs, sender.node
        possible, certain, at_large = opt_outs.possible(node), opt_outs.certain(node), opt_outs.at_large(node)
        least, toward = self._run(self._possible, [node], self._lows)
        # Where nothing bounds a hop from above, no path over it does: leaving such hops out costs no bound.
        most, toward_surely = self._run(self._certain, [node], self._highs, float_info.max)
        unlisted_here = self._from_unlisted.get(node, inf)
        heeding = self._at_large_times(node)
        least_from: dict[int, float] = {}
        most_from: dict[int, float] = {}
        proved_from: dict[int, float] = {}
        worst: tuple[float, ...] = ()
        slowest = None
        longest: dict[int, float] = {}
        for position in bits_of(candidates.may & possible):
            start = opt_outs.points[position]
            least_from[position] = low = least[self._possible.entry[start]]
            if certain & (1 << position):
                first = (
                    (most.get(state, inf) + self._highs[edge]) for state, edge in self._certain.leave.get(start, ())
                )
                most_from[position] = min(most.get(self._certain.entry[start], inf), *first, inf)
            else:
                # It may not arrive at all. If it does, it takes no longer than the longest way that there may be.
                longest = longest or self._longest(node)
                most_from[position] = longest[self._possible.entry[start]]
            if candidates.sure & certain & (1 << position):
                if heeding:
                    beside = heeding[self.part.at_large.entry[start]]
                else:
                    beside = min(low, self._to_unlisted.get(start, inf) + unlisted_here)
                proved_from[position] = beside
                if (beside, low) > worst:
                    worst, slowest = (beside, low), position
        return Worst(
            max(proved_from.values(), default=-1.0),
            max((least_from[one] for one in proved_from), default=-1.0),
            max(most_from.values(), default=-1.0),
            slowest,
            self._perhaps_by_unlisted(node, candidates.may & at_large & ~certain),
            least_from,
            most_from,
            proved_from,
            toward,
            toward_surely,
        )

    def from_place(self, sender: Sender, worst: Worst, position: int) -> Worst:
        """The worst of one place alone, of those in the ``least_from`` of ``worst``."""
        node, bit = sender.node, 1 << position
        is_sure = position in worst.proved_from
        return replace(
            worst,
            proved=worst.proved_from.get(position, -1.0),
            listed=worst.least_from[position] if is_sure else -1.0,
            most=worst.most_from[position],
            slowest=position if is_sure else None,
            unlisted=self._perhaps_by_unlisted(node, bit & self.opt_outs.at_large(node) & ~self.opt_outs.certain(node)),
        )

    def _perhaps_by_unlisted(self, node: int, bits: int) -> bool:
        """Whether opt-outs of some of the places could arrive at a node by flows that nobody listed."""
        return node in self._from_unlisted and any(
            self.opt_outs.points[position] in self._to_unlisted for position in bits_of(bits)
        )

    def _at_large_times(self, end: int) -> dict[int, float]:
        """The least time to a node with flows that nobody listed; only where gaps say that some of those cannot be."""
        if not self.part.gaps or self.part.at_large is self.part.possible:
            return {}
        layer = self._at_large
        starts = [begin(state) for state, node in enumerate(layer.home) if node == end]
        return quickest(layer.successors, layer.via, self._lows, starts)[0]

    @cached_property
    def _at_large(self) -> Layer:
        return self.part.at_large.backwards()

    def _longest(self, end: int) -> dict[int, float]:
        """A bound on the time of any path from each state to a node: the longest way over the condensed graph.

        Within a strongly connected component, a path takes at most as many times the slowest hop as it can have hops.
        """
        layer, (component, inner) = self._possible, self._condensed
        lengths = {component[state]: inner[component[state]] for state in self._possible_states[end]}
        queue = [-number for number in lengths]
        heapify(queue)
        while queue:
            number = -heappop(queue)  # steps lead from higher numbers to lower ones
            for state in self._members[number]:
                for following, edge in zip(layer.successors[state], layer.via[state], strict=True):
                    other = component[following]
                    if other != number:
                        length = lengths[number] + (0.0 if edge < 0 else self._highs[edge]) + inner[other]
                        known = lengths.get(other)
                        if known is None:
                            heappush(queue, -other)
                            lengths[other] = length
                        else:
                            lengths[other] = max(known, length)
        return {state: length for number, length in lengths.items() for state in self._members[number]}

    @cached_property
    def _condensed(self) -> tuple[list[int], list[float]]:
        """The strongly connected component of each state of the possible layer, and a bound on paths within it."""
        layer = self._possible
        component, count = strongly_connected(layer.successors)
        slowest, sizes = [0.0] * count, [0] * count
        for state, number in enumerate(component):
            sizes[number] += 1
            for following, edge in zip(layer.successors[state], layer.via[state], strict=True):
                if component[following] == number and edge >= 0:
                    slowest[number] = max(slowest[number], self._highs[edge])
        return component, [time * (size - 1) for time, size in zip(slowest, sizes, strict=True)]

    @cached_property
    def _members(self) -> list[list[int]]:
        component, inner = self._condensed
        members: list[list[int]] = [[] for _ in inner]
        for state, number in enumerate(component):
            members[number].append(state)
        return members

    @cached_property
    def _to_unlisted(self) -> dict[int, float]:
        """The least time from each node to one that flows that nobody listed may leave."""
        if self.part.at_large is self.part.possible:
            return {}
        ends = [node for node, is_open in enumerate(self.opt_outs.graph.open_out) if is_open]
        times, _ = self._run(self._possible, ends, self._lows)
        return {node: times[state] for node, state in enumerate(self._possible.entry) if state in times}

    @cached_property
    def _from_unlisted(self) -> dict[int, float]:
        """The least time to each node from one that flows that nobody listed may enter."""
        if self.part.at_large is self.part.possible:
            return {}
        layer = self.part.possible
        begins = [node for node, is_open in enumerate(self.opt_outs.graph.open_in) if is_open]
        if not self.opt_outs.graph.stack.is_complete("tools"):
            begins.append(self.part.gates)  # an open gate may look up a tool that nobody listed
        times, _ = quickest(layer.successors, layer.via, self._lows, [begin(layer.entry[node]) for node in begins])
        by_node: dict[int, float] = {}
        for state, time in times.items():
            by_node.setdefault(layer.home[state], time)
        return by_node

    def _run(
        self, backwards: Layer, ends: Iterable[int], weights: Sequence[float], within: float = inf
    ) -> tuple[dict[int, float], Toward]:
        """The shortest time from each state to some nodes, in whatever state a path gets to them."""
        states = self._possible_states if backwards is self._possible else self._certain_states
        begins = [begin(state) for node in ends for state in states[node]]
        return quickest(backwards.successors, backwards.via, weights, begins, within)

    @cached_property
    def _possible_states(self) -> list[list[int]]:
        return self._possible.states()

    @cached_property
    def _certain_states(self) -> list[list[int]]:
        return self._certain.states()

    # -- paths and questions ------------------------------------------------------------------------------------------

    def path(self, sender: Sender, worst: Worst, position: int) -> tuple[Hop, ...]:
        """The quickest certain path from a place: by the most that it can take, else by the least."""
        start = self.opt_outs.points[position]
        toward, weights = worst.toward_surely, self._highs
        if worst.most_from[position] == inf:
            weights = self._lows
            _, toward = self._run(self._certain, [sender.node], weights)
        entry = self._certain.entry[start]
        return hops(self.part, self.part.certain, steps_from(toward, entry))

    def missing(self, sender: Sender, worst: Worst, limits: Sequence[float]) -> tuple[Missing, ...]:
        """The facts that would say whether opt-outs exceed some limits, along the ways that could be quickest."""
        return nearest_first(self._questions(sender, worst, limits))

    def _questions(self, sender: Sender, worst: Worst, limits: Sequence[float]) -> Iterator[Missing]:
        certain = self.opt_outs.certain(sender.node)
        for position, low in worst.least_from.items():
            most = worst.most_from[position]
            if any(low <= limit < most for limit in limits) or (
                any(limit < low for limit in limits) and not certain & (1 << position)
            ):
                entry = self._possible.entry[self.opt_outs.points[position]]
                for step in steps_from(worst.toward, entry):
                    yield from self._step(*step)

    def _step(self, state: int, number: int, following: int) -> Iterator[Missing]:
        graph, home = self.opt_outs.graph, self._possible.home
        if home[state] == self.part.gates:
            yield Missing(("tools", graph.nodes[home[following]], "send_gate"))
        if home[following] == self.part.tools:
            yield Missing(("capture_points", graph.nodes[home[state]], "tool"))
        if number < 0:
            return
        edge = graph.edges[number]
        if not graph.sure[graph.tails[number]]:
            yield Missing(("tools", edge.source, "status"))
        if edge.flow is not None:
            yield from self.opt_outs.whether_passes(number)
            yield from (Missing(("flows", edge.flow.id, name)) for name in timing(edge.flow))
