"""The graph of a stack: tools and capture points, and what runs between them. Read-only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from stackaudit.graph.asked import data_class_named
from stackaudit.graph.columns import Columns, by_facts, by_value
from stackaudit.graph.components import connected, strongly_connected
from stackaudit.graph.dominators import dominator_tree
from stackaudit.graph.erasure import erased
from stackaudit.graph.exposure import Exposed, exposure
from stackaudit.graph.facts import delay, in_use, is_running
from stackaudit.graph.gating import Gated, gating
from stackaudit.graph.keys import KeyBreak, key_breaks
from stackaudit.graph.lineage import lineage
from stackaudit.graph.loops import Loop, loops
from stackaudit.graph.onward import onward
from stackaudit.graph.reach import Reached, reach
from stackaudit.graph.reported import Reported, reported
from stackaudit.graph.returns import Return, returns
from stackaudit.graph.running import ENDS, flows_running
from stackaudit.graph.signals import SignalGraph
from stackaudit.graph.sprawl import Link, sprawl
from stackaudit.graph.writers import Written, writers
from stackaudit.model.elements import CapturePoint, Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, listed
from stackaudit.model.words import Side
from stackaudit.model.writing import counted
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of

if TYPE_CHECKING:
    import networkx  # noqa: ICN001 - nx is a name of the graph's own

__all__ = ["Edge", "StackGraph"]

T = TypeVar("T")


class Edge(NamedTuple):
    """One directed link.

    ``ref`` is the element that makes it: ``flows.a->b``, ``capture_points.footer`` (what people say there gets to its
    tool) or ``tools.sender.send_gate`` (the sender looks it up before it sends). ``flow`` is None for the latter two,
    which pass on choices alone, at once. ``certain`` is False where the status of the flow or of an end is unknown.
    """

    source: str
    target: str
    ref: str
    flow: Flow | None
    certain: bool


class StackGraph:
    """The data-flow graph of a stack.

    Nodes are the ids of all tools and capture points, in the order of the file, tools first. Edges are the flows that
    run, or may run, between tools in use (two for a flow that goes both ways), then capture points, then send gates.
    Links that are stated but lead nobody knows where are no edges: ``open_gates`` are the tools that check nobody knows
    which list before they send, ``open_points`` the capture points of which nobody knows the tool.

    Attributes:
        stack: the stack.
        nodes: ids of the nodes.
        index: the number of each node.
        edges: the edges.
        tails, heads: numbers of the source and of the target of each edge.
        steady: for each edge, whether it runs for certain when its ends are in use.
        flow_numbers: for each edge that is a flow, the number of that flow; these edges come first.
        out, into: numbers of the edges out of and into each node.
        tools_in_use: for each tool, whether it is in use.
        sure: for each node, whether it is in use for certain; ``used``: whether it can be.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.columns = Columns(stack)
        self.nodes: tuple[str, ...] = (
            *stack.tools,
            *(point for point in stack.capture_points if point not in stack.tools),
        )
        self.index: Mapping[str, int] = {name: number for number, name in enumerate(self.nodes)}
        statuses = [in_use(tool) for tool in stack.tools.values()]
        self.tools_in_use: Sequence[Truth] = statuses
        self.sure: list[bool] = self.of_nodes([status == TRUE for status in statuses], of_points=True)
        self.used: list[bool] = self.of_nodes([status != FALSE for status in statuses], of_points=True)
        self._edges: list[Edge]
        self.flow_numbers: list[int]
        self.tails: list[int]
        self.heads: list[int]
        self.steady: list[bool]
        self.open_gates: list[int] = []
        self.open_points: list[int] = []
        self._add_flows()
        self._add_capture_points()
        self._add_gates()
        self.edges: tuple[Edge, ...] = tuple(self._edges)
        self.out: list[list[int]] = [[] for _ in self.nodes]
        self.into: list[list[int]] = [[] for _ in self.nodes]
        for number, (tail, head) in enumerate(zip(self.tails, self.heads, strict=True)):
            self.out[tail].append(number)
            self.into[head].append(number)
        self._made: dict[tuple[object, ...], Any] = {}

    def _add(self, tail: int, head: int, ref: str) -> None:
        """A link that is no flow, if both its ends may be in use."""
        if self.used[tail] and self.used[head]:
            certain = self.sure[tail] and self.sure[head]
            self._edges.append(Edge(self.nodes[tail], self.nodes[head], ref, None, certain))
            self.tails.append(tail)
            self.heads.append(head)
            self.steady.append(True)

    def _add_flows(self) -> None:
        """All of them at once: a large stack has tens of thousands."""
        numbers, sources, targets = self._ways()
        self.flow_numbers = list(numbers)
        self.tails = list(map(self.index.__getitem__, sources))
        self.heads = list(map(self.index.__getitem__, targets))
        self.steady = [truth == TRUE for truth in map(self._states.__getitem__, numbers)]
        sure = self.sure
        ends = zip(self.steady, self.tails, self.heads, strict=True)
        certain = self.steady if all(sure) else [steady and sure[tail] and sure[head] for steady, tail, head in ends]
        refs = map(self.columns.paths("flow").__getitem__, numbers)
        flows = map(self.columns.elements("flow").__getitem__, numbers)
        self._edges = list(map(Edge._make, zip(sources, targets, refs, flows, certain, strict=True)))

    def _ways(self) -> tuple[Sequence[int], Sequence[str], Sequence[str]]:
        """Each direction of each flow that may run between tools in use: number, source and target."""
        sources, targets, between = (self.columns.of("flow", name) for name in ENDS)
        numbers = range(len(sources))
        idle = {name for name, used in zip(self.nodes, self.used, strict=True) if not used}
        if not idle and FALSE not in self._states and not any(between):  # as in most stacks
            return numbers, sources, targets
        ways = [
            (number, *ends)
            for number, source, target, both in zip(numbers, sources, targets, between, strict=True)
            if self._states[number] != FALSE
            for ends in (((source, target),) if both is None else (both, both[::-1]))
            if idle.isdisjoint(ends)
        ]
        return ([way[0] for way in ways], [way[1] for way in ways], [way[2] for way in ways])

    @cached_property
    def _states(self) -> list[Truth]:
        """Whether each flow runs, as far as itself goes, in the order of the file."""
        return by_value(self.columns.of("flow", "status"), is_running)

    def _add_capture_points(self) -> None:
        for key, point in self.stack.capture_points.items():
            if point.tool is None or point.tool is UNKNOWN:
                self.open_points.append(self.index[key])
            elif point.tool is not NONE:
                self._add(self.index[key], self.index[point.tool], f"capture_points.{key}")

    def _add_gates(self) -> None:
        for key, tool in self.stack.tools.items():
            gate = tool.send_gate
            if gate is None or not self.used[self.index[key]]:
                continue
            if is_open(gate):
                self.open_gates.append(self.index[key])
            for master in listed(gate):
                self._add(self.index[master], self.index[key], f"tools.{key}.send_gate")

    def __repr__(self) -> str:
        """One line: of which stack, and how large."""
        size = f"{counted(len(self.nodes), 'node')}, {counted(len(self.tails), 'edge')}"
        return f"<StackGraph of {self.stack!r}: {size}>"

    def of_nodes(self, of_tools: Sequence[T], of_points: T) -> list[T]:
        """What is said of each tool, then the same of every capture point: in the order of the nodes."""
        return [*of_tools, *[of_points] * (len(self.nodes) - len(of_tools))]

    def element(self, node: int) -> Tool | CapturePoint:
        """The tool or capture point of a node, by its number."""
        name = self.nodes[node]
        return self.stack.tools[name] if name in self.stack.tools else self.stack.capture_points[name]

    def path_of(self, node: int) -> str:
        """The route of a node in the file: ``tools.hubspot`` or ``capture_points.footer``."""
        name = self.nodes[node]
        return f"tools.{name}" if name in self.stack.tools else f"capture_points.{name}"

    # -- what nobody listed -------------------------------------------------------------------------------------------

    @cached_property
    def is_whole(self) -> bool:
        """Whether tools and flows are all listed."""
        return self.stack.is_complete("tools") and self.stack.is_complete("flows")

    @cached_property
    def open_out(self) -> list[bool]:
        """For each node, whether flows out of it may be unlisted."""
        return self._open(Side.OUT)

    @cached_property
    def open_in(self) -> list[bool]:
        """For each node, whether flows into it may be unlisted. Nothing flows into a capture point."""
        return self._open(Side.IN)

    def _open(self, side: Side) -> list[bool]:
        if self.is_whole:
            return [False] * len(self.nodes)
        closed = {side, Side.BOTH}
        tools = [
            used and tool.flows_complete not in closed
            for used, tool in zip(
                self.used, self.stack.tools.values(), strict=False
            )  # capture points come after the tools
        ]
        return self.of_nodes(tools, of_points=side == Side.OUT)

    def may_get_more(self, node: int) -> bool:
        """Whether a flow that nobody listed can lead to a node: from one that is listed, or one that is not."""
        stack = self.stack
        others = self._open_outs - self.open_out[node]
        return self.open_in[node] and (
            others > 0 or not stack.is_complete("tools") or not stack.is_complete("capture_points")
        )

    def may_give_more(self, node: int) -> bool:
        """Whether a flow that nobody listed can lead from a node to a tool that is listed, or to one that is not."""
        others = self._open_ins - self.open_in[node]
        return self.open_out[node] and (others > 0 or not self.stack.is_complete("tools"))

    @cached_property
    def _open_ins(self) -> int:
        return sum(self.open_in)

    @cached_property
    def _open_outs(self) -> int:
        return sum(self.open_out)

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, made when somebody first asks for it by this key."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    @cached_property
    def running(self) -> Mapping[str, Truth]:
        """Whether each flow runs between tools in use, by its id, in the order of the file."""
        return dict(zip(self.stack.flows, self.flows_running, strict=True))

    @cached_property
    def flows_running(self) -> Sequence[Truth]:
        """Whether each flow runs between tools in use, in the order of the file."""
        return flows_running(self.columns, dict(zip(self.stack.tools, self.tools_in_use, strict=True)))

    def of_edges(self, field: str) -> list[Any]:
        """The values of a field of the flows that make the edges, by its Python name; None for edges without a flow."""
        return self.once(("edges", field), lambda: self._of_edges(field))

    def _of_edges(self, field: str) -> list[Any]:
        held = list(map(self.columns.of("flow", field).__getitem__, self.flow_numbers))
        return held + [None] * (len(self.edges) - len(held))

    def of_flow_edges(self, judge: Callable[..., T], *fields: str) -> list[T]:
        """What a judge says of some facts of the flow of each edge that is one; these are the first edges.

        Thousands of flows share a few facts, so that each combination is judged once; they are compared, so that 1 is
        true.
        """
        columns = [self.of_edges(field)[: self.flow_edges] for field in fields]
        known = {facts: judge(*facts) for facts in dict.fromkeys(zip(*columns, strict=True))}
        return list(map(known.__getitem__, zip(*columns, strict=True)))

    def of_all_edges(self, judge: Callable[..., T], *fields: str, otherwise: T) -> list[T]:
        """As `of_flow_edges`, for every edge: what ``otherwise`` says for one that is no flow."""
        return self.of_flow_edges(judge, *fields) + [otherwise] * (len(self.edges) - self.flow_edges)

    def while_steady(self, truths: list[Truth]) -> list[Truth]:
        """The truths of edges, with those of edges that may not run set to unknown, unless they are false."""
        for number in self.unsteady:
            truths[number] = all_of((truths[number], UNKNOWN_TRUTH))
        return truths

    @cached_property
    def flow_edges(self) -> int:
        """How many of the edges are flows: they come first."""
        return len(self.flow_numbers)

    @cached_property
    def flows_of_edges(self) -> list[Flow]:
        """The flows that make the edges."""
        flows = self.columns.elements("flow")
        return list(map(flows.__getitem__, self.flow_numbers))

    def flow_id(self, number: int) -> str:
        """The id of the flow that makes an edge, by the edge's number; only of edges that are flows."""
        return self.flows_of_edges[number].id

    @cached_property
    def unsteady(self) -> list[int]:
        """The numbers of the edges of which it is not certain that they run when their ends are in use."""
        return [number for number, is_steady in enumerate(self.steady) if not is_steady]

    # -- delays -------------------------------------------------------------------------------------------------------

    @cached_property
    def delays(self) -> list[tuple[float, float]]:
        """The worst case of each edge in seconds, as the least and the greatest that it can be."""
        facts = (self.of_edges(name)[: self.flow_edges] for name in ("every", "takes", "method"))
        times = by_facts(list(zip(*facts, strict=True)), self.flows_of_edges, delay)
        return times + [(0.0, 0.0)] * (len(self.edges) - self.flow_edges)

    @cached_property
    def least_delays(self) -> list[float]:
        """The least that each edge can take at worst, in seconds."""
        return [least for least, _ in self.delays]

    @cached_property
    def greatest_delays(self) -> list[float]:
        """The greatest that each edge can take at worst, in seconds; infinite where nothing bounds it."""
        return [greatest for _, greatest in self.delays]

    # -- questions ----------------------------------------------------------------------------------------------------

    def signal(self, signal: str, channel: str | None = None) -> SignalGraph:
        """The part of the graph that passes on a signal on a channel; without a channel, on every one of them."""
        apart = channel if f"{signal}:{channel}" in self.named_signals else None
        return self.once(("signal", signal, apart), lambda: SignalGraph(self, signal, apart))

    @cached_property
    def named_signals(self) -> frozenset[str]:
        """The signals that flows and gaps name. Channels that none of them names apart share one signal graph."""
        lists = set(self.of_edges("signals"))
        return frozenset(signal for signals in lists for signal in listed(signals)) | {
            gap.signal for gap in self.stack.gaps.values()
        }

    def reach(
        self, signal: str, source: str, channel: str | None = None, scope: str | None = None
    ) -> dict[str, Reached]:
        """Where a signal that is known at a node gets to: see `stackaudit.graph.reach.reach`."""
        return reach(self, signal, source, channel, scope)

    def exposure(self, data_class: str) -> dict[str, Exposed]:
        """Every tool that a class of data reaches: see `stackaudit.graph.exposure.exposure`.

        Raises:
            ValueError: there is no such class of data.
        """
        data_class_named(self.stack, data_class)
        return exposure(self, data_class)

    def gating(self, tool: str, data_class: str = "user") -> dict[str, Gated]:
        """From where data gets to a tool, and whether past a check of consent: see `stackaudit.graph.gating.gating`."""
        return gating(self, tool, data_class)

    def writers(self) -> dict[str, tuple[Written, ...]]:
        """Which flows write which fields into each tool, by its id: see `stackaudit.graph.writers.writers`."""
        return self.once(("writers",), lambda: writers(self))

    def sprawl(self) -> tuple[Link, ...]:
        """Each flow between two tools, with whether it passes no hub: see `stackaudit.graph.sprawl.sprawl`."""
        return self.once(("sprawl",), lambda: sprawl(self))

    def key_breaks(self) -> tuple[KeyBreak, ...]:
        """Where an identifier that people are matched by breaks: see `stackaudit.graph.keys.key_breaks`."""
        return key_breaks(self)

    def erased(self) -> dict[str, Truth]:
        """Whether a request to delete somebody's data gets to a node, by id: see `stackaudit.graph.erasure.erased`."""
        return dict(zip(self.nodes, erased(self), strict=True))

    def returns(self, *may_stay: str) -> dict[str, Return]:
        """Each tool to which deleted people come back, or may: see `stackaudit.graph.returns.returns`.

        Raises:
            ValueError: there is no such class of data.
        """
        for data_class in may_stay:
            data_class_named(self.stack, data_class)
        return returns(self, may_stay)

    def loops(self) -> tuple[Loop, ...]:
        """Which kinds of record may travel in a circle that nobody breaks: see `stackaudit.graph.loops.loops`."""
        return self.once(("loops",), lambda: tuple(loops(self)))

    def reported(self, metric: str) -> Reported:
        """Whether two reports show a metric from different sources: see `stackaudit.graph.reported.reported`."""
        return reported(self, metric)

    def lineage(self, tool: str) -> dict[str, Truth]:
        """From where data gets to a tool, by id: see `stackaudit.graph.lineage.lineage`.

        Raises:
            KeyError: no node has that id.
        """
        truths = zip(self.nodes, lineage(self, self.index[tool]), strict=True)
        return {name: truth for name, truth in truths if truth != FALSE}

    def carried_to(self, data_class: str, *tools: str) -> dict[str, Truth]:
        """From where a class of data gets to one of some tools, by id: see `stackaudit.graph.onward.onward`.

        Whether it does once both are in use. A tool gets to itself only by a way round.

        Raises:
            KeyError: no node has one of the ids.
            ValueError: there is no such class of data.
        """
        data_class_named(self.stack, data_class)
        ends = {self.index[tool] for tool in tools}
        found = onward(self, [TRUE if node in ends else FALSE for node in range(len(self.nodes))], (data_class,))
        truths = ((name, found.truth(node, data_class)) for node, name in enumerate(self.nodes))
        return {name: truth for name, truth in truths if truth != FALSE}

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of nodes each of which gets to each other along edges that may run: ids in the order of the file."""
        successors = [[self.heads[edge] for edge in edges] for edges in self.out]
        return tuple(group for group in self._groups(strongly_connected(successors)[0]) if len(group) > 1)

    def cut_off(self, source: str) -> dict[str, tuple[str, ...]]:
        """What is cut off from a node where another fails: the nodes to which every way leads through that one.

        Along edges that may run, by id in the order of the file; what cuts off nothing is left out. Near O(V + E), by
        dominators (`stackaudit.graph.dominators.dominator_tree`), and as long as the answer is.

        Raises:
            KeyError: no node has that id.
        """
        start = self.index[source]
        nearest = dominator_tree([[self.heads[edge] for edge in edges] for edges in self.out], [start])
        found: dict[int, list[int]] = {}
        for node in sorted(nearest):
            above = nearest[node]
            while above not in {start, len(self.nodes)}:
                found.setdefault(above, []).append(node)
                above = nearest[above]
        return {self.nodes[one]: tuple(self.nodes[node] for node in found[one]) for one in sorted(found)}

    def components(self) -> tuple[tuple[str, ...], ...]:
        """Groups of nodes that hang together by edges that may run, in whatever direction: ids as in the file."""
        return self._groups(connected(len(self.nodes), zip(self.tails, self.heads, strict=True)))

    def _groups(self, numbers: list[int]) -> tuple[tuple[str, ...], ...]:
        groups: dict[int, list[str]] = {}
        for name, number in zip(self.nodes, numbers, strict=True):
            groups.setdefault(number, []).append(name)
        return tuple(tuple(group) for group in groups.values())

    @cached_property
    def nx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a frozen `networkx.MultiDiGraph`; networkx is imported now."""
        from stackaudit.graph.nx import frozen  # noqa: PLC0415 - networkx costs 150 ms, only who asks for it pays

        return frozen(self)

    @cached_property
    def nx_plain(self) -> networkx.MultiDiGraph[str]:
        """As ``nx``, with texts, numbers, true and false alone, as GraphML, GML, GEXF and JSON hold them."""
        from stackaudit.graph.nx import plain  # noqa: PLC0415 - as above

        return plain(self.nx)
