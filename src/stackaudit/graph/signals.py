"""The part of a graph that passes on one signal: what does so for certain, what may, and what nobody listed may.

Three layers of one graph. The certain one holds the edges that are there in every completion of the stack; the possible
one adds those that missing facts may make; the one at large adds flows that nobody listed. A path through the certain
layer proves that a signal arrives; that there is no path through the layer at large proves that it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from stackaudit.graph.columns import by_facts
from stackaudit.graph.facts import holds, passes, says
from stackaudit.graph.layers import ANYWHERE, UNLISTED, Block, Layer, layer_heeding
from stackaudit.model.elements import CapturePoint, Flow
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, WHERE_NOT_FALSE, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["CarriedGraph", "ChoiceGraph", "SignalGraph"]


class SignalGraph:
    """The layers for one signal on one channel (None: on every channel).

    Beside the graph's nodes there are three that stand for nobody knows what: any list that an open gate may look up,
    any tool that an open capture point may write to, and whatever flows between tools that nobody listed.

    Attributes:
        truth: for each edge of the graph, whether it passes the signal and runs; the status of its ends is not in it.
        field: the field of a flow that says whether it passes the signal on.
        gates, tools, world: the numbers of those three.
        size: the number of nodes, with those three.
    """

    field = "signals"

    def __init__(self, graph: StackGraph, signal: str, channel: str | None) -> None:
        self.graph = graph
        self.signal = signal
        self.channel = channel
        self.gates, self.tools, self.world = range(len(graph.nodes), len(graph.nodes) + 3)
        self.size = len(graph.nodes) + 3
        self._arrivals: dict[tuple[int, tuple[tuple[int, int], ...]], list[int]] = {}
        said = graph.of_edges(self.field)[: graph.flow_edges]
        self.truth = bytearray(by_facts(said, graph.flows_of_edges, self.passes))
        for number in graph.unsteady:
            if self.truth[number] != FALSE:
                self.truth[number] = UNKNOWN_TRUTH
        self.truth.extend(self._link(edge.source) for edge in graph.edges[graph.flow_edges :])

    @property
    def names(self) -> frozenset[str]:
        """The signals that flows and gaps can name for it."""
        return frozenset({self.signal, f"{self.signal}:{self.channel}"})

    @cached_property
    def passing(self) -> list[int]:
        """The numbers of the edges that pass the signal, or may."""
        return list(compress(range(len(self.truth)), self.truth.translate(WHERE_NOT_FALSE)))

    def of_passing(self, judge: Callable[[Flow], Truth]) -> bytes:
        """A truth of each edge, one byte each: what a judge gives for its flow; TRUE for what passes nothing."""
        truths = bytearray([TRUE]) * len(self.truth)
        for number in self.passing:
            flow = self.graph.edges[number].flow
            if flow is not None:
                truths[number] = judge(flow)
        return bytes(truths)

    def passes(self, flow: Flow) -> Truth:
        """Whether a flow passes the signal on; whether it runs is not looked at."""
        return passes(flow.signals, self.signal, self.channel)

    def _link(self, source: str) -> Truth:
        """A capture point's link to its tool, and a gate, which passes on opt-outs alone."""
        if self.signal == "opt_out":
            return TRUE
        point: CapturePoint | None = self.graph.stack.capture_points.get(source)
        return FALSE if point is None else says(point, self.signal)

    def arrivals(self, layer: str, sources: tuple[tuple[int, int], ...]) -> list[int]:
        """`Layer.spread` over ``certain``, ``possible`` or ``at_large``, kept for the next one who asks."""
        through: Layer = getattr(self, layer)
        key = (id(through), sources)
        if key not in self._arrivals:
            self._arrivals[key] = through.spread(sources)
        return self._arrivals[key]

    # -- layers -------------------------------------------------------------------------------------------------------

    @cached_property
    def certain(self) -> Layer:
        """What passes the signal in every completion. Where a stated gap contradicts it, that is no longer certain."""
        return self._blocked(self._certain_links, [Block(frozenset({a}), frozenset({b})) for _, a, b in self.disputed])

    @cached_property
    def possible(self) -> Layer:
        """What passes the signal in some completion of the stack as listed."""
        return self.certain if self._is_settled else self._blocked(self._possible_links, self._blocks)

    @cached_property
    def _is_settled(self) -> bool:
        """Whether all that may pass the signal on as listed surely does, and no gap denies any of it."""
        graph = self.graph
        is_open = self.signal == "opt_out" and bool(graph.open_gates or graph.open_points)
        return not (is_open or UNKNOWN_TRUTH in self.truth or self._stated) and all(graph.sure)

    @cached_property
    def at_large(self) -> Layer:
        """What passes the signal in some completion, with flows that nobody listed."""
        graph, world = self.graph, self.world
        outs = [node for node, is_open in enumerate(graph.open_out) if is_open]
        ins = [node for node, is_open in enumerate(graph.open_in) if is_open]
        if self.signal == "opt_out" and graph.open_gates and not graph.stack.is_complete("tools"):
            ins.append(self.gates)  # what an open gate looks up may be a tool that nobody listed
        if not outs or not ins:
            return self.possible
        successors, via = ([list(row) for row in rows] for rows in self._possible_links)
        for node in outs:
            successors[node].append(world)
            via[node].append(UNLISTED)
        successors[world].extend(ins)
        via[world].extend([UNLISTED] * len(ins))
        return self._blocked((successors, via), self._blocks)

    @cached_property
    def _certain_links(self) -> tuple[list[list[int]], list[list[int]]]:
        return self._links(edge for edge in self.passing if self.truth[edge] == TRUE)

    @cached_property
    def _possible_links(self) -> tuple[list[list[int]], list[list[int]]]:
        graph = self.graph
        successors, via = self._links(self.passing)
        if self.signal == "opt_out":
            gates, tools = self.gates, self.tools
            if graph.open_gates:
                for node in range(len(graph.stack.tools)):  # a gate looks up tools, no capture points
                    if graph.used[node]:
                        successors[node].append(gates)
                        via[node].append(ANYWHERE)
                successors[gates] = list(graph.open_gates)
                via[gates] = [ANYWHERE] * len(graph.open_gates)
            if graph.open_points:
                for node in graph.open_points:
                    successors[node].append(tools)
                    via[node].append(ANYWHERE)
                successors[tools] = [node for node in range(len(graph.stack.tools)) if graph.used[node]]
                via[tools] = [ANYWHERE] * len(successors[tools])
        return successors, via

    def _links(self, edges: Iterable[int]) -> tuple[list[list[int]], list[list[int]]]:
        heads, tails = self.graph.heads, self.graph.tails
        successors: list[list[int]] = [[] for _ in range(self.size)]
        via: list[list[int]] = [[] for _ in range(self.size)]
        for edge in edges:
            successors[tails[edge]].append(heads[edge])
            via[tails[edge]].append(edge)
        return successors, via

    def _blocked(self, links: tuple[list[list[int]], list[list[int]]], blocks: Sequence[Block]) -> Layer:
        """The layer of some links. With blocks, a node is one state for each set that a path may have to heed."""
        successors, via = links
        is_certain = links is self._certain_links
        if not blocks:
            home = list(range(self.size))
            layer = Layer(successors, via, home, home)
        else:
            layer = layer_heeding(successors, via, blocks)
        return self._without_unsure(layer) if is_certain else layer

    def _without_unsure(self, layer: Layer) -> Layer:
        """Nodes that may not be in use end paths; what leaves them is kept apart, for paths that begin there."""
        sure = self.graph.sure
        if all(sure):
            return layer
        successors, via = list(layer.successors), list(layer.via)
        leave: dict[int, list[tuple[int, int]]] = {}
        for state, node in enumerate(layer.home):
            if node < len(sure) and not sure[node]:
                if layer.entry[node] == state:
                    leave[node] = list(zip(successors[state], via[state], strict=True))
                successors[state], via[state] = [], []
        return Layer(successors, via, layer.home, layer.entry, leave)

    # -- gaps ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _stated(self) -> list[tuple[str, int, int, frozenset[int], frozenset[int]]]:
        """The gaps of this signal: id, both ends, what lies after the one and before the other for certain."""
        stated = []
        for key, gap in self.graph.stack.gaps.items():
            if gap.signal in self.names:
                ends = self.graph.index[gap.from_], self.graph.index[gap.to]
                stated.append((key, *ends, self.after(ends[0]), self.before(ends[1])))
        return stated

    @cached_property
    def disputed(self) -> list[tuple[str, int, int]]:
        """Gaps that a certain path contradicts: id and ends. Nothing holds of that pair until somebody settles it."""
        return [(key, start, end) for key, start, end, after, _ in self._stated if end in after]

    @cached_property
    def gaps(self) -> list[tuple[str, Block]]:
        """Gaps that hold, by id: nothing that lies after the one end gets to anything that lies before the other."""
        return [(key, Block(after, before)) for key, _, end, after, before in self._stated if end not in after]

    @cached_property
    def _blocks(self) -> list[Block]:
        """The gaps that hold; those that begin at one place are one block."""
        merged: dict[frozenset[int], frozenset[int]] = {}
        for _, block in self.gaps:
            merged[block.after] = merged.get(block.after, frozenset()) | block.before
        return [Block(after, before) for after, before in merged.items()]

    def denied_by(self, source: int, target: int) -> str | None:
        """The id of the first gap that denies any path from a node to another; None where none does."""
        return next((key for key, block in self.gaps if source in block.after and target in block.before), None)

    def after(self, node: int) -> frozenset[int]:
        """The node, and all that a signal gets to from it for certain. What may not be in use proves nothing."""
        successors, _ = self._certain_links
        return self._closure(node, successors)

    def before(self, node: int) -> frozenset[int]:
        """The node, and all from which a signal gets to it for certain."""
        return self._closure(node, self._certain_predecessors)

    @cached_property
    def _certain_predecessors(self) -> list[list[int]]:
        successors, _ = self._certain_links
        predecessors: list[list[int]] = [[] for _ in successors]
        for node, following in enumerate(successors):
            for other in following:
                predecessors[other].append(node)
        return predecessors

    def _closure(self, node: int, neighbours: list[list[int]]) -> frozenset[int]:
        seen = {node}
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if self.graph.sure[current]:
                new = [other for other in neighbours[current] if other not in seen]
                seen.update(new)
                waiting.extend(new)
        return frozenset(seen)


class ChoiceGraph(SignalGraph):
    """The part of a graph that passes on what people chose for a channel: as an opt-out, or as consent.

    A gap of one of the two is read as one of the choice: who says that consent does not get there means that nothing
    tells the tool what people chose.
    """

    def __init__(self, graph: StackGraph, channel: str) -> None:
        super().__init__(graph, "opt_out", channel)

    @property
    def names(self) -> frozenset[str]:
        """The signals that flows and gaps can name for it."""
        return frozenset({"opt_out", "consent", f"opt_out:{self.channel}", f"consent:{self.channel}"})

    def passes(self, flow: Flow) -> Truth:
        """Whether a flow passes one of them on; whether it runs is not looked at."""
        return holds(flow.signals, self.names)


class CarriedGraph(SignalGraph):
    """The part of a graph that passes on something which flows name in another field than their signals."""

    def __init__(self, graph: StackGraph, field: str, reading: Callable[[Flow], Truth]) -> None:
        self.field = field
        self._reading = reading
        super().__init__(graph, field, None)

    def passes(self, flow: Flow) -> Truth:
        """Whether a flow passes it on; whether it runs is not looked at."""
        return self._reading(flow)
