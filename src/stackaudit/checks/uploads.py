"""Whether conversions get back to an ad platform while it still takes them, and by an interface that takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from math import inf

from stackaudit.catalogue import interfaces
from stackaudit.checks.alike import all_but, in_turn
from stackaudit.checks.clauses import Clause, either, judged
from stackaudit.checks.reading import by_hand, capable, unlisted_links
from stackaudit.checks.timing import slow_facts, time_in_words, timing
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import along, nearest_first
from stackaudit.finding import Hop, Missing, Outcome
from stackaudit.frozen import dataclass
from stackaudit.graph.nearest import Nearest, Times
from stackaudit.graph.reach import hop
from stackaudit.graph.signals import SignalGraph
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import NONE, is_stated, seconds
from stackaudit.model.words import Method
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["conversions_too_late"]


@check("tool", "source", "place", "delay", "window", "interface", "closed")
def conversions_too_late(view: View) -> Iterator[Verdict]:
    """For each flow that brings conversions to an ad platform: are they too old then, or its interface closed?

    Values: the platform, and where the flow comes from; for such that come too late where they begin, how old they are
    at worst and how old they may be; else the interface, and since when it takes nobody new.
    """
    uploads = _Uploads(view)
    graph = view.graph
    by_flow: dict[int, list[int]] = {}
    for number in sorted(number for node, ads in enumerate(uploads.ads) if ads != FALSE for number in graph.into[node]):
        if number < graph.flow_edges and uploads.into_ads(number) != FALSE:
            by_flow.setdefault(graph.flow_numbers[number], []).append(number)
    paths = graph.columns.paths("flow")
    for plain, place in in_turn(view, paths, all_but(by_flow, len(paths), Outcome.NOT_APPLICABLE)):
        yield from plain
        if place is None:
            continue
        into_ads = by_flow[place]
        yield min((uploads.verdict(one) for one in into_ads), key=lambda verdict: _ORDER.index(verdict.outcome))


_ORDER = (Outcome.FLAGGED, Outcome.UNKNOWN, Outcome.SUSPECTED, Outcome.CLEAR, Outcome.NOT_APPLICABLE)
"""Of the two ways of a flow that goes both ways, the one that says more stands for it."""


@dataclass(frozen=True, slots=True)
class _Age:
    """How old conversions from a place are when they get to a platform: whether too old, and from the least on."""

    place: int
    truth: Truth
    least: float
    most: float


class _Uploads:
    """The flows that bring conversions to ad platforms: one run of `Nearest` for each tool that they come from."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._times: dict[int, Times] = {}
        self.ads = view.graph.of_nodes(capable(view.graph, ("ads",)), FALSE)
        self.knowing = view.graph.of_nodes(capable(view.graph, view.parameters["knowing"]), FALSE)

    @cached_property
    def part(self) -> SignalGraph:
        """The part of the graph that passes conversions on."""
        return self.view.graph.signal("conversion", "ads")

    @cached_property
    def nearest(self) -> Nearest:
        """How long they take."""
        return Nearest(self.part)

    def into_ads(self, number: int) -> Truth:
        """Whether an edge brings conversions to an ad platform, both ends being in use."""
        passes = self.part.truth[number]
        return passes if passes == FALSE else all_of((passes, self.ads[self.view.graph.heads[number]]))

    def verdict(self, number: int) -> Verdict:
        """The verdict of one edge into an ad platform."""
        graph = self.view.graph
        edge = graph.edges[number]
        flow = graph.flows_of_edges[number]
        key = flow.id
        tool = self.view.stack.tools[edge.target]
        given = tuple(self._given(number, key, flow))
        ages = tuple(self._ages(number, tool))
        late = self._late(number, flow, tool, ages)
        closed, names = _closed(key, flow, tool)
        outcome, missing = judged(given, (either(late, closed),))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            return Verdict((f"flows.{key}",), outcome, missing=missing)
        values = {"tool": tool.title, "source": graph.element(graph.tails[number]).title}
        wanted = TRUE if outcome is Outcome.FLAGGED else TRUE_AS_LISTED
        proving = [age for age in ages if age.truth in {TRUE, wanted}]
        path: tuple[Hop, ...] = ()
        facts: tuple[FactRef, ...] = closed.facts
        if proving:
            oldest = max(proving, key=lambda age: age.least)
            values["place"] = graph.element(oldest.place).title
            window = seconds(str(tool.accepts_conversions_within))
            values["delay"] = time_in_words(oldest.least, oldest.most, window)
            values["window"] = time_in_words(window, window)
            path = (*self._before(number).path(oldest.place), hop(graph, number))
            facts = (
                *slow_facts(self.view.stack, path),
                FactRef("tools", edge.target, "accepts_conversions_within"),
                FactRef("tools", edge.target, "capabilities"),
            )
        else:
            values |= names
        return Verdict(
            (f"flows.{key}",),
            outcome,
            facts=(*facts, FactRef("flows", key, "signals")),
            missing=unlisted_links(self.view.stack) if outcome is Outcome.SUSPECTED else (),
            values={"place": "", "delay": "", "window": "", "interface": "", "closed": "", **values},
            path=path,
            related=(f"tools.{edge.target}", f"tools.{edge.source}", *(one.element for one in path)),
        )

    def _given(self, number: int, key: str, flow: Flow) -> Iterator[Clause]:
        """Whether the flow runs between tools in use, passes conversions on, and ends at an ad platform."""
        graph = self.view.graph
        edge = graph.edges[number]
        yield Clause(TRUE if graph.steady[number] else UNKNOWN_TRUTH, (), (Missing(("flows", key, "status")),))
        for node, name in ((graph.tails[number], edge.source), (graph.heads[number], edge.target)):
            yield Clause(TRUE if graph.sure[node] else UNKNOWN_TRUTH, (), (Missing(("tools", name, "status")),))
        yield Clause(self.part.passes(flow), (), (Missing(("flows", key, "signals")),))
        yield Clause(self.ads[graph.heads[number]], (), (Missing(("tools", edge.target, "capabilities")),))

    def _before(self, number: int) -> Times:
        """How long conversions take to the place that a flow comes from."""
        tail = self.view.graph.tails[number]
        if tail not in self._times:
            ends = [TRUE if node == tail else FALSE for node in range(len(self.view.graph.nodes))]
            self._times[tail] = self.nearest.times(ends)
        return self._times[tail]

    def _ages(self, number: int, tool: Tool) -> Iterator[_Age]:
        """How old conversions are when they get in, from each place from which they may come."""
        graph = self.view.graph
        held = tool.accepts_conversions_within
        if held is NONE:
            return
        window = float(seconds(str(held))) if is_stated(held) else None
        low, high = graph.delays[number]
        tail = graph.tails[number]
        yield _Age(tail, _exceeds(low, high, window), low, high)
        for node, time in enumerate(self._before(number).times):
            if node in {tail, graph.heads[number]} or self.knowing[node] == FALSE or not graph.used[node]:
                continue
            if time.at_large is None:
                continue
            most = inf if time.most is None else time.most + high
            arrives = TRUE if time.most is not None else FALSE_AS_LISTED if time.least is None else UNKNOWN_TRUTH
            least = low + (time.at_large if time.least is None else time.least)
            late = _exceeds(low + time.at_large, most, window)
            if late == UNKNOWN_TRUTH and window is not None and least > window:
                late = TRUE_AS_LISTED
            used = TRUE if graph.sure[node] else UNKNOWN_TRUTH
            yield _Age(node, all_of((used, self.knowing[node], arrives, late)), least, most)

    def _late(self, number: int, flow: Flow, tool: Tool, ages: tuple[_Age, ...]) -> Clause:
        """Whether conversions can be too old; what to ask where that is open."""
        graph = self.view.graph
        truths = [age.truth for age in ages]
        asked: dict[Missing, None] = {}
        if ages and not is_stated(tool.accepts_conversions_within):
            asked[Missing(("tools", tool.id, "accepts_conversions_within"))] = None
        elif ages:
            if truths[0] == UNKNOWN_TRUTH:
                asked.update((Missing(("flows", flow.id, name)), None) for name in timing(flow))
            for age in ages[1:]:
                if age.truth == UNKNOWN_TRUTH:
                    asked.update(dict.fromkeys(self._of_place(number, age.place)))
            if not graph.stack.is_complete("tools") and any(
                graph.open_in[node] and time.at_large is not None
                for node, time in enumerate(self._before(number).times)
            ):
                truths.append(FALSE_AS_LISTED)  # another place that nobody listed may send by this, and take longer
            if not asked:
                asked.update(dict.fromkeys(unlisted_links(self.view.stack)))
        return Clause(any_of(truths), (), nearest_first(asked))

    def _of_place(self, number: int, place: int) -> Iterator[Missing]:
        graph = self.view.graph
        if self.knowing[place] != TRUE:
            yield Missing(("tools", graph.nodes[place], "capabilities"))
        if not graph.sure[place]:
            yield Missing(("tools", graph.nodes[place], "status"))
        yield from along(self._before(number), place)


def _exceeds(least: float, most: float, window: float | None) -> Truth:
    if window is None:
        return UNKNOWN_TRUTH
    return TRUE if least > window else FALSE if most <= window else UNKNOWN_TRUTH


def _closed(key: str, flow: Flow, tool: Tool) -> tuple[Clause, dict[str, str]]:
    """Whether a flow calls an interface that took nobody new any more when the company began to use it; its values."""
    product = tool.product if is_stated(tool.product) else None
    closing = {
        one.id: one
        for one in interfaces().values()
        if one.closed_to_new_from is not None and (product is None or product in one.products)
    }
    if not closing or any_of((by_hand(flow), of(flow.method == Method.TAG))) == TRUE:
        return Clause(FALSE), {}
    found = closing.get(str(flow.interface)) if is_stated(flow.interface) else None
    if is_stated(flow.interface) and found is None:
        return Clause(FALSE), {}
    since = flow.interface_since
    asked: list[Missing] = []
    truths: list[Truth] = []
    if found is None:
        truths.append(UNKNOWN_TRUTH)
        asked.append(Missing(("flows", key, "interface")))
    if not is_stated(flow.method) or flow.method is NONE:
        truths.append(UNKNOWN_TRUTH)
        asked.append(Missing(("flows", key, "method")))
    first = min(one.closed_to_new_from for one in closing.values() if one.closed_to_new_from is not None)
    if isinstance(since, date):
        truths.append(of(since >= ((found.closed_to_new_from if found else None) or first)))
    else:
        truths.append(FALSE if since is NONE else UNKNOWN_TRUTH)
        asked.append(Missing(("flows", key, "interface_since")))
    facts = (FactRef("flows", key, "interface"), FactRef("flows", key, "interface_since"))
    names = {} if found is None else {"interface": found.name, "closed": str(found.closed_to_new_from)}
    return Clause(all_of(truths), facts, tuple(asked)), names
