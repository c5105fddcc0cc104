"""Where what advertising costs meets what it brings: tools that both get to, for certain or perhaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from stackaudit.checks.reading import covers, has_capability, holds_class, in_use, passes
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing
from stackaudit.frozen import dataclass, replace
from stackaudit.graph import StackGraph
from stackaudit.graph.layers import Layer
from stackaudit.graph.signals import SignalGraph
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["Meetings"]

_HOLDS_REVENUE: Final = ("crm", "ecommerce", "payments")
_GIVES_REVENUE: Final = (*_HOLDS_REVENUE, "product", "database", "warehouse")
_MORE_THAN_WEB: Final = ("warehouse", "bi", "attribution", "crm", "cdp")
_COST: Final = ("cost",)
_REVENUE_DATA: Final = ("revenue", "order", "user.behavior.purchase_history", "user.value")

_Reading: TypeAlias = Callable[[Flow], Truth]


class _Jobs(NamedTuple):
    """What a tool is there for, and what it is said to keep.

    Attributes:
        ads: it is there for ads.
        web_only: it is there for web analytics and no more.
        earns: revenue is there without any flow.
        gives: it gives revenue to others.
        pays: what ads cost is there without any flow.
        keeps_cost: it is said to keep cost; what an ad platform keeps is its own.
        keeps_revenue: it is said to keep revenue.
    """

    ads: Truth
    web_only: Truth
    earns: Truth
    gives: Truth
    pays: Truth
    keeps_cost: bool
    keeps_revenue: bool


class Meetings:
    """The tools of a stack where spend meets revenue.

    Spend gets to a tool from another one that is there for ads, along flows that pass on spend or carry cost. Revenue
    is in a crm, shop or payments tool, and gets to a tool from another one of these, from the product, a database or a
    warehouse, along flows that carry revenue, orders, purchases or customer value. A tool for web analytics alone is no
    place where they meet.

    Both are also where a tool is said to keep them, and get on from there. A tool for ads alone keeps its own figures,
    which do not count there; and what one for web analytics alone keeps is no revenue for others.

    What a tool keeps got there by a flow or by hand. So where nobody stated what it keeps, that adds no doubt to that
    of the flows: where these are whole, what they do not bring is not there.

    Attributes:
        ads: the tools, by number, that are there for ads and in use; ``perhaps_ads``: those that may be.
    """

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        known: dict[Any, _Jobs] = {}
        self._jobs: list[_Jobs] = []
        for tool in graph.stack.tools.values():
            key = (tool.capabilities, tool.stores)
            if key not in known:
                known[key] = _jobs(tool)
            self._jobs.append(known[key])
        used = [
            all_of((in_use(tool), jobs.ads)) for tool, jobs in zip(graph.stack.tools.values(), self._jobs, strict=True)
        ]
        self.ads = tuple(node for node, truth in enumerate(used) if truth == TRUE)
        self.perhaps_ads = tuple(node for node, truth in enumerate(used) if truth == UNKNOWN_TRUTH)

    @cached_property
    def _spend(self) -> _Passing:
        return _Passing(self.graph, "spend", _PASSES_SPEND)

    @cached_property
    def _revenue(self) -> _Passing:
        return _Passing(self.graph, "revenue", _PASSES_REVENUE)

    def certain(self, ads: int | None = None) -> bool:
        """Whether they meet in every completion; with ``ads``, in every one where that tool alone is there for ads."""
        return any(self._jobs[node].web_only == FALSE for node in self._surely_reached(ads))

    def in_web_analytics(self) -> tuple[int, ...]:
        """The tools for web analytics alone that both get to for certain."""
        return tuple(node for node in self._surely_reached(None) if self._jobs[node].web_only == TRUE)

    def kept(self, nodes: Iterable[int]) -> Iterator[int]:
        """Those of some tools that are said to keep what ads cost or what customers brought."""
        return (node for node in nodes if self._jobs[node].keeps_cost or self._jobs[node].keeps_revenue)

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """The tools where they may meet, in some completion of the stack as listed."""
        return tuple(self._perhaps_reached("possible"))

    @cached_property
    def at_large(self) -> bool:
        """Whether they may meet by something that nobody listed. In a tool that nobody listed they always may."""
        if not self.graph.stack.is_complete("tools"):
            return True
        return any(True for _ in self._perhaps_reached("at_large"))

    def _surely_reached(self, ads: int | None) -> Iterator[int]:
        sure = self.graph.sure
        keeping = (node for node in self._keeping if sure[node])
        spend = _arrivals(self._spend.certain, dict.fromkeys((*(self.ads if ads is None else (ads,)), *keeping)))
        reached = [
            node
            for node, jobs in enumerate(self._jobs)
            if (sure[node] or node == ads) and (jobs.pays == TRUE or spend.at(node))
        ]
        if reached:
            revenue = self._sure_revenue
            if ads is not None and not self.graph.sure[ads]:
                revenue = revenue.by_way_of(ads, gives=self._jobs[ads].gives == TRUE)
            yield from (node for node in reached if self._jobs[node].earns == TRUE or revenue.at(node))

    @cached_property
    def _keeping(self) -> tuple[int, ...]:
        """The tools that are or may be in use and are said to keep cost."""
        return tuple(node for node, jobs in enumerate(self._jobs) if jobs.keeps_cost and self.graph.used[node])

    @cached_property
    def _sure_revenue(self) -> _Arrivals:
        sources = [node for node, jobs in enumerate(self._jobs) if self.graph.sure[node] and jobs.gives == TRUE]
        return _arrivals(self._revenue.certain, sources)

    def _perhaps_reached(self, layer: str) -> Iterator[int]:
        spend = _arrivals(getattr(self._spend, layer), self._perhaps_paying)
        reached = [
            node
            for node, jobs in enumerate(self._jobs)
            if jobs.web_only != TRUE and self.graph.used[node] and (jobs.pays != FALSE or spend.at(node))
        ]
        if reached:
            revenue = _arrivals(getattr(self._revenue, layer), self._perhaps_giving)
            yield from (node for node in reached if self._jobs[node].earns != FALSE or revenue.at(node))

    @cached_property
    def _perhaps_paying(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.ads, *self.perhaps_ads, *self._keeping)))

    @cached_property
    def _perhaps_giving(self) -> list[int]:
        return [node for node, jobs in enumerate(self._jobs) if self.graph.used[node] and jobs.gives != FALSE]

    # -- questions ----------------------------------------------------------------------------------------------------

    def missing_ads(self) -> tuple[Missing, ...]:
        """The facts that would say whether a tool in use is there for ads."""
        return tuple(self._missing_ads(self.perhaps_ads))

    def _missing_ads(self, nodes: Iterable[int]) -> Iterator[Missing]:
        for node in nodes:
            if not self.graph.sure[node]:
                yield self._of(node, "status")
            if self._jobs[node].ads != TRUE:
                yield self._of(node, "capabilities")

    def missing(self) -> tuple[Missing, ...]:
        """The facts that would say whether spend and revenue meet where they may; the nearest to ad platforms first."""
        return nearest_first(self._missing())

    def _missing(self) -> Iterator[Missing]:
        sure = self.graph.sure
        yield from self._disputes()
        towards = self._spend.towards(node for node in self.possible if self._jobs[node].pays != TRUE)
        yield from self._missing_ads(node for node in self.perhaps_ads if node in towards)
        known = [*self.ads, *(node for node in self._keeping if sure[node])]
        yield from self._along(self._spend, self._perhaps_paying, towards, known)
        for node in self.possible:
            jobs = self._jobs[node]
            if not sure[node]:
                yield self._of(node, "status")
            if jobs.web_only != FALSE or UNKNOWN_TRUTH in {jobs.pays, jobs.earns}:
                yield self._of(node, "capabilities")
        towards = self._revenue.towards(node for node in self.possible if self._jobs[node].earns != TRUE)
        for node in self._perhaps_giving:
            if self._jobs[node].gives != TRUE and node in towards:
                yield self._of(node, "capabilities")
        known = [node for node in self._perhaps_giving if sure[node] and self._jobs[node].gives == TRUE]
        yield from self._along(self._revenue, self._perhaps_giving, towards, known)

    def _of(self, node: int, name: str) -> Missing:
        return Missing(("tools", self.graph.nodes[node], name))

    def _along(
        self, part: _Passing, sources: Iterable[int], towards: Container[int], known: Iterable[int]
    ) -> Iterator[Missing]:
        """The unknown facts on ways from some sources to tools where spend and revenue may meet, nearest first.

        A way that leads back to a source that is known to be one tells nothing, unless they may meet there.
        """
        graph = self.graph
        useless = set(known).difference(self.possible)
        seen = {node for node in sources if node in towards}
        queue = deque(sorted(seen))
        while queue:
            node = queue.popleft()
            if not graph.sure[node]:
                yield self._of(node, "status")
            for number in graph.out[node]:
                head = graph.heads[number]
                if part.truth[number] == FALSE or head not in towards or head in useless:
                    continue
                yield from part.unknown(number)
                if head not in seen:
                    seen.add(head)
                    queue.append(head)

    def _disputes(self) -> Iterator[Missing]:
        """What to settle where a stated gap and a certain path contradict each other."""
        part = self._spend
        for key, start, end in part.disputed:
            yield Missing(("gaps", key, "signal"))
            between = part.after(start) & part.before(end)
            for number, (tail, head) in enumerate(zip(self.graph.tails, self.graph.heads, strict=True)):
                if part.truth[number] == TRUE and tail in between and head in between:
                    yield from part.stated(number)


class _Passing(SignalGraph):
    """The part of a graph that passes on something which flows say in one of several fields."""

    def __init__(self, graph: StackGraph, signal: str, readings: Mapping[str, _Reading]) -> None:
        super().__init__(graph, signal, "ads")
        self._readings = readings
        known: dict[Any, Truth] = {}
        for number, edge in enumerate(graph.edges):
            truth = FALSE
            if edge.flow is not None:
                key = (edge.flow.signals, edge.flow.carries)
                if key not in known:
                    known[key] = any_of(reading(edge.flow) for reading in readings.values())
                truth = known[key]
            self.truth[number] = truth if truth == FALSE or graph.steady[number] else UNKNOWN_TRUTH

    def unknown(self, number: int) -> Iterator[Missing]:
        """The fields of an edge's flow that would say whether it runs and passes this on."""
        if not self.graph.steady[number]:
            yield self._field(number, "status")
        says = self._says(number)
        if TRUE not in says.values():
            yield from (self._field(number, name) for name, truth in says.items() if truth == UNKNOWN_TRUTH)

    def stated(self, number: int) -> Iterator[Missing]:
        """The fields of an edge's flow that say that it passes this on."""
        yield from (self._field(number, name) for name, truth in self._says(number).items() if truth == TRUE)

    def _field(self, number: int, name: str) -> Missing:
        return Missing(("flows", self.graph.flow_id(number), name))

    def _says(self, number: int) -> dict[str, Truth]:
        flow = self.graph.edges[number].flow
        return {} if flow is None else {name: reading(flow) for name, reading in self._readings.items()}

    def towards(self, nodes: Iterable[int]) -> set[int]:
        """These nodes, and all from which this may get to one of them."""
        seen = set(nodes)
        waiting = list(seen)
        while waiting:
            for number in self.graph.into[waiting.pop()]:
                tail = self.graph.tails[number]
                if self.truth[number] != FALSE and tail not in seen:
                    seen.add(tail)
                    waiting.append(tail)
        return seen


@dataclass(frozen=True, slots=True)
class _Arrivals:
    """Which nodes something gets to, as bits of its sources, and the bit of each source."""

    layer: Layer
    own: Mapping[int, int]
    bits: Sequence[int]

    def at(self, node: int) -> bool:
        """Whether it gets to a node from another one."""
        return bool(self.bits[node] & ~self.own.get(node, 0))

    def by_way_of(self, node: int, *, gives: bool) -> _Arrivals:
        """The same where a node that may not be in use is, and perhaps is one more source."""
        through = self.layer.spread([(node, self.bits[node] | (gives << len(self.own)))])
        return replace(self, bits=[old | new for old, new in zip(self.bits, through, strict=True)])


def _arrivals(layer: Layer, sources: Iterable[int]) -> _Arrivals:
    own = {node: 1 << position for position, node in enumerate(sources)}
    return _Arrivals(layer, own, layer.spread(own.items()))


def _jobs(tool: Tool) -> _Jobs:
    ads, no_more = has_capability(tool, ("ads",)), negate(has_capability(tool, _MORE_THAN_WEB))
    web_only = all_of((has_capability(tool, ("web_analytics",)), no_more))
    keeps_cost, keeps_revenue = (of(holds_class(tool.stores, wanted) == TRUE) for wanted in (_COST, _REVENUE_DATA))
    has_others_figures = negate(all_of((ads, no_more)))
    return _Jobs(
        ads=ads,
        web_only=web_only,
        earns=any_of((has_capability(tool, _HOLDS_REVENUE), all_of((keeps_revenue, has_others_figures)))),
        gives=any_of(
            (has_capability(tool, _GIVES_REVENUE), all_of((keeps_revenue, has_others_figures, negate(web_only))))
        ),
        pays=all_of((keeps_cost, has_others_figures)),
        keeps_cost=keeps_cost == TRUE,
        keeps_revenue=keeps_revenue == TRUE,
    )


def _carries(flow: Flow, wanted: tuple[str, ...]) -> Truth:
    """Whether a flow carries one of some data classes. One that carries a class above them, such as ``user``, may."""
    truth = holds_class(flow.carries, wanted)
    if truth == FALSE and any(covers(name, one) for name in listed(flow.carries) for one in wanted):
        return UNKNOWN_TRUTH
    return truth


_PASSES_SPEND: Final[Mapping[str, _Reading]] = MappingProxyType(
    {"signals": lambda flow: passes(flow.signals, "spend", "ads"), "carries": lambda flow: _carries(flow, _COST)}
)
_PASSES_REVENUE: Final[Mapping[str, _Reading]] = MappingProxyType(
    {"carries": lambda flow: _carries(flow, _REVENUE_DATA)}
)
