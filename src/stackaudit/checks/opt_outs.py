"""Who can say stop where, and who sends: what the rules on opt-outs share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import compress, islice
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import (
    CHANNELS,
    by_hand,
    captures,
    holds,
    in_use,
    overlapping,
    says,
    sends_marketing,
    watched,
)
from stackaudit.checks.verdict import FactRef
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.graph.columns import by_facts
from stackaudit.graph.signals import SignalGraph
from stackaudit.model.elements import CapturePoint, Flow, Tool
from stackaudit.model.values import is_open, is_stated
from stackaudit.truth import FALSE, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, WHERE_NOT_FALSE, Truth, all_of, negate

__all__ = [
    "Candidates",
    "Lost",
    "OptOuts",
    "Sender",
    "bits_of",
    "senders",
    "unattended",
    "whether_unattended",
]

_MOST_NODES: Final = 200
_MOST_NAMES: Final = 3
_MOST_PATHS: Final = 20


@dataclass(frozen=True, slots=True)
class Sender:
    """A tool, and the channels on which marketing goes out from it.

    ``on`` are channels that the file names, each with the truth that marketing goes out there from a tool in use;
    ``perhaps`` are channels that it neither names nor rules out. A tool that is not in use has none.
    """

    node: int
    key: str
    tool: Tool
    on: tuple[tuple[str, Truth], ...]
    perhaps: tuple[str, ...]

    def missing(self, channel: str) -> tuple[Missing, ...]:
        """The facts that would say whether marketing goes out from it on a channel."""
        unknown = ("status", in_use(self.tool)), ("sends", sends_marketing(self.tool, channel))
        return tuple(Missing(("tools", self.key, name)) for name, truth in unknown if truth != TRUE)


def senders(graph: StackGraph) -> tuple[Sender, ...]:
    """Every tool, in the order of the file; worked out once a graph."""
    return graph.once((senders,), lambda: tuple(_senders(graph)))


def _senders(graph: StackGraph) -> Iterator[Sender]:
    known: dict[Any, tuple[tuple[tuple[str, Truth], ...], tuple[str, ...]]] = {}
    columns = graph.columns
    rows = zip(columns.elements("tool"), columns.of("tool", "sends"), graph.tools_in_use, strict=True)
    for node, (tool, sends, used) in enumerate(rows):
        said = (used, *sends.items()) if type(sends) is dict else (used, sends)
        channels = known.get(said)
        if channels is None:
            channels = known[said] = _channels(tool, used) if used != FALSE else ((), ())
        yield Sender(node, tool.id, tool, *channels)


def _channels(tool: Tool, used: Truth) -> tuple[tuple[tuple[str, Truth], ...], tuple[str, ...]]:
    named = tool.sends if isinstance(tool.sends, dict) else ()
    on, perhaps = [], []
    for channel in CHANNELS:
        truth = sends_marketing(tool, channel)
        if truth == TRUE or (truth != FALSE and channel in named):
            on.append((channel, all_of((used, truth))))
        elif truth != FALSE:
            perhaps.append(channel)
    return tuple(on), tuple(perhaps)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places whose opt-outs have to get to a sender, as bits: the ``sure`` ones, and all that ``may`` be ones."""

    sure: int
    may: int

    def only(self, bits: int) -> Candidates:
        """Those of some bits."""
        return Candidates(self.sure & bits, self.may & bits)


class Lost(NamedTuple):
    """Whether opt-outs of some places never get to a tool, and of which, as bits: for certain, else as listed."""

    truth: Truth
    bits: int


class OptOuts:
    """The opt-outs of one channel: where people can say stop, and which tools learn of it.

    Attributes:
        part: the part of the graph that passes them on.
        points: the nodes where people can say stop, or may be able to; the position in it is that of a node's bit.
        sure: the bits of those where they can for certain.
        telling: the fields of a tool that say whether it is such a place.
    """

    telling: tuple[str, ...] = ("captures_opt_out",)

    def __init__(self, graph: StackGraph, channel: str) -> None:
        self.graph = graph
        self.channel = channel
        self.part = self._part()
        self.points: list[int] = []
        self.sure = 0
        self._brands: dict[Any, Candidates] = {}
        facts = list(zip(*(graph.columns.of("tool", name) for name in self.telling), strict=True))
        truths = bytes(by_facts(facts, graph.stack.tools.values(), self.is_place))
        for node in compress(range(len(truths)), truths.translate(WHERE_NOT_FALSE)):
            if graph.used[node]:
                self._add(node, truths[node] == TRUE and graph.sure[node])
        for key, point in graph.stack.capture_points.items():
            truth = self.is_place(point)
            if truth != FALSE:
                self._add(graph.index[key], truth == TRUE)

    def _part(self) -> SignalGraph:
        return self.graph.signal("opt_out", self.channel)

    def is_place(self, element: Tool | CapturePoint) -> Truth:
        """Whether people can say it in a tool or at a capture point; the tool's status is not looked at."""
        return captures(element, self.channel)

    def _add(self, node: int, is_sure: bool) -> None:  # noqa: FBT001 - private
        self.sure |= is_sure << len(self.points)
        self.points.append(node)

    @classmethod
    def of(cls, graph: StackGraph, channel: str) -> OptOuts:
        """The opt-outs of a channel; worked out once a graph."""
        return graph.once((cls, channel), lambda: cls(graph, channel))

    @cached_property
    def sources(self) -> tuple[tuple[int, int], ...]:
        """Each point's node and bit, as spreads want them."""
        return tuple((node, 1 << position) for position, node in enumerate(self.points))

    @cached_property
    def signature(self) -> tuple[Any, ...]:
        """What two channels have in common on which the same opt-outs get to the same tools."""
        return (id(self.part), self.sources, self.sure)

    @cached_property
    def bit(self) -> dict[int, int]:
        """The bit of each point by its node."""
        return dict(self.sources)

    @cached_property
    def _arrivals_certain(self) -> list[int]:
        return self.part.arrivals("certain", self.sources)

    @cached_property
    def _arrivals_possible(self) -> list[int]:
        return self.part.arrivals("possible", self.sources)

    @cached_property
    def _arrivals_at_large(self) -> list[int]:
        return self.part.arrivals("at_large", self.sources)

    def certain(self, node: int) -> int:
        """The bits of the points whose opt-outs get to a node in every completion."""
        return self._arrivals_certain[node]

    def possible(self, node: int) -> int:
        """The bits of the points whose opt-outs get to a node in some completion of the stack as listed."""
        return self._arrivals_possible[node]

    def at_large(self, node: int) -> int:
        """The bits of the points whose opt-outs get to a node in some completion, with flows that nobody listed."""
        return self._arrivals_at_large[node]

    def candidates(self, sender: Sender) -> Candidates:
        """The points of the sender's brands, without itself: what somebody says to a tool, that tool knows."""
        found, own = self.of_brand(sender.tool.brand), ~self.bit.get(sender.node, 0)
        return Candidates(found.sure & self.sure & own, found.may & own)

    def of_brand(self, brand: Any) -> Candidates:
        """The points that share a brand with a list of brands; whether people can say stop there is not looked at."""
        found = self._brands.get(brand)
        if found is None:
            sure, may = 0, 0
            for position, node in enumerate(self.points):
                truth = overlapping(brand, self.graph.element(node).brand)
                sure |= (truth == TRUE) << position
                may |= (truth != FALSE) << position
            found = self._brands[brand] = Candidates(sure, may)
        return found

    def lost(self, node: int, candidates: Candidates) -> Lost:
        """Whether opt-outs of some of the candidates never get to a node."""
        proved, listed = candidates.sure & ~self.at_large(node), candidates.sure & ~self.possible(node)
        doubtful = candidates.may & ~self.certain(node)
        truth = TRUE if proved else TRUE_AS_LISTED if listed else UNKNOWN_TRUTH if doubtful else FALSE
        return Lost(truth, proved or listed)

    # -- words --------------------------------------------------------------------------------------------------------

    def names(self, bits: int) -> str:
        """At most three of the points by name, and how many more there are."""
        nodes = [self.points[position] for position in islice(bits_of(bits), _MOST_NAMES)]
        names = [self.graph.element(node).title for node in nodes]
        if bits.bit_count() > len(names):
            names.append(f"{bits.bit_count() - len(names)} more")
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

    def paths(self, bits: int) -> tuple[str, ...]:
        """The points as elements, at most twenty."""
        return tuple(self.graph.path_of(self.points[position]) for position in islice(bits_of(bits), _MOST_PATHS))

    def fact(self, node: int) -> FactRef:
        """The fact by which people can say stop at a point."""
        collection, key = self.graph.path_of(node).split(".", 1)
        return FactRef(collection, key, "captures_opt_out" if collection == "tools" else "channel")

    def facts(self, bits: int) -> Iterator[FactRef]:
        """The facts by which people can say stop at those points that `names` names."""
        for node in (self.points[position] for position in islice(bits_of(bits), _MOST_NAMES)):
            yield self.fact(node)
            if isinstance(point := self.graph.element(node), CapturePoint) and is_stated(point.tool):
                yield FactRef("capture_points", point.id, "tool")

    def denial(self, start: int, end: int) -> Iterator[FactRef]:
        """What says that there is no path: a gap that somebody stated, else that the lists name none."""
        gap = self.part.denied_by(start, end)
        if gap is not None:
            yield FactRef("gaps", gap)
            return
        yield FactRef("flows")
        if not self.graph.is_whole:
            for node in (start, end):
                name = self.graph.nodes[node]
                tool = self.graph.stack.tools.get(name)
                if tool is not None and tool.flows_complete is not None:
                    yield FactRef("tools", name, "flows_complete")

    # -- questions ----------------------------------------------------------------------------------------------------

    def whether_points(self, sender: Sender, bits: int) -> Iterator[Missing]:
        """The facts that would say whether some places are such whose opt-outs have to get to a sender."""
        for position in bits_of(bits):
            node = self.points[position]
            element = self.graph.element(node)
            collection, key = self.graph.path_of(node).split(".", 1)
            if isinstance(element, Tool) and not self.graph.sure[node]:
                yield Missing((collection, key, "status"))
            if self.is_place(element) != TRUE:
                yield from self._whether_place((collection, key), element)
            if overlapping(sender.tool.brand, element.brand) != TRUE:
                for owner, brand in ((("tools", sender.key), sender.tool.brand), ((collection, key), element.brand)):
                    if brand is not None and is_open(brand):
                        yield Missing((*owner, "brand"))

    def whether_lost(self, sender: Sender, candidates: Candidates) -> Iterator[Missing]:
        """The facts that would say whether opt-outs of some of the candidates never get to a sender."""
        node = sender.node
        doubtful = candidates.may & ~self.certain(node)
        yield from self.whether_points(sender, doubtful & ~candidates.sure)
        yield from self.disputes(node, doubtful & self.possible(node))
        yield from self.along(node, doubtful & self.possible(node))

    def _whether_place(self, route: tuple[str, str], element: Tool | CapturePoint) -> Iterator[Missing]:
        if isinstance(element, CapturePoint):
            if says(element, "opt_out") != TRUE:
                yield Missing((*route, "captures"))
            if holds(element.channel, (self.channel,)) != TRUE:
                yield Missing((*route, "channel"))
        else:
            yield Missing((*route, "captures_opt_out"))

    def along(
        self, target: int, bits: int, *, also: Callable[[str, Flow], Iterator[Missing]] | None = None
    ) -> Iterator[Missing]:
        """The facts that would say whether opt-outs of some points get to a node, the nearest ones first.

        Only what lies on possible ways from those points counts. ``also`` says what else to ask of a flow on them.
        """
        yield from nearest_first(self._along(target, bits, also))

    def _along(
        self, target: int, bits: int, also: Callable[[str, Flow], Iterator[Missing]] | None
    ) -> Iterator[Missing]:
        for node, edges in self._ways(target, bits):
            for number in edges:
                yield from self.whether_passes(number)
                flow = self.graph.edges[number].flow
                if also is not None and flow is not None:
                    yield from also(flow.id, flow)
                tail = self.graph.tails[number]
                if not self.graph.sure[tail] and not self.bit.get(tail, 0) & bits:
                    yield Missing(("tools", self.graph.nodes[tail], "status"))
            if node in self.graph.open_gates:
                yield Missing(("tools", self.graph.nodes[node], "send_gate"))
        for point in self.graph.open_points:
            if self.bit.get(point, 0) & bits:
                yield Missing(("capture_points", self.graph.nodes[point], "tool"))

    def _ways(self, target: int, bits: int) -> list[tuple[int, list[int]]]:
        """Nodes on possible ways from points to a target, nearest first, each with the edges into it that are on one.

        Not more than the nearest ones are looked at; what lies beyond counts as a place where ways begin.
        """
        graph, part = self.graph, self.part
        arrivals = part.arrivals("possible", self.sources)
        into: dict[int, list[int]] = {target: []}
        queue = deque([target])
        looked_at: set[int] = set()
        while queue and len(looked_at) < _MOST_NODES:
            node = queue.popleft()
            looked_at.add(node)
            for number in graph.into[node]:
                tail = graph.tails[number]
                if (
                    tail != target
                    and part.truth[number] != FALSE
                    and arrivals[tail] & bits
                    and not self._denied(tail, node)
                ):
                    into[node].append(number)
                    if tail not in into:
                        into[tail] = []
                        queue.append(tail)
        onward: dict[int, list[int]] = {}
        for edges in into.values():
            for number in edges:
                onward.setdefault(graph.tails[number], []).append(graph.heads[number])
        # A capture point of which nobody knows the tool may lead to each of them.
        anywhere = bool(arrivals[part.tools] & bits)
        gated = set(graph.open_gates)
        begins = [
            node
            for node in into
            if node not in looked_at or anywhere or self.bit.get(node, 0) & bits or (node in gated and node != target)
        ]
        reached = set(begins)
        while begins:
            new = [head for head in onward.get(begins.pop(), ()) if head not in reached]
            reached.update(new)
            begins.extend(new)
        return [(node, [number for number in edges if graph.tails[number] in reached]) for node, edges in into.items()]

    def _denied(self, tail: int, head: int) -> bool:
        return any(tail in block.after and head in block.before for _, block in self.part.gaps)

    def whether_passes(self, number: int) -> Iterator[Missing]:
        """The facts that would say whether a flow runs and passes opt-outs."""
        edge = self.graph.edges[number]
        if edge.flow is not None:
            key = edge.flow.id
            if self.part.passes(edge.flow) != TRUE:
                yield Missing(("flows", key, "signals"))
            if not self.graph.steady[number]:
                yield Missing(("flows", key, "status"))

    def disputes(self, target: int, bits: int) -> Iterator[Missing]:
        """What to settle where a gap and a certain path contradict each other: the gap, and what the path passes."""
        part = self.part
        for key, start, end in part.disputed:
            sources = {self.points[position] for position in bits_of(bits)}
            if target not in part.after(end) or not sources & part.before(start):
                continue
            yield Missing(("gaps", key, "signal"))
            between = part.after(start) & part.before(end)
            for edge, truth, tail, head in zip(
                self.graph.edges, part.truth, self.graph.tails, self.graph.heads, strict=True
            ):
                if truth == TRUE and edge.flow is not None and tail in between and head in between:
                    yield Missing(("flows", edge.flow.id, "signals"))


def whether_unattended(key: str, flow: Flow) -> Iterator[Missing]:
    """The facts that would say whether a flow runs without a person, and somebody is told when it stops."""
    if unattended(flow) not in {TRUE, FALSE}:
        if by_hand(flow) != FALSE:
            yield Missing(("flows", key, "method"))
        if watched(flow.monitored) != TRUE:
            yield Missing(("flows", key, "monitored"))


def unattended(flow: Flow) -> Truth:
    """Whether a flow runs without a person, and somebody is told when it stops."""
    return all_of((negate(by_hand(flow)), watched(flow.monitored)))


def bits_of(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
