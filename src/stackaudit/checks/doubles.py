"""Whether a tool that counts events gets one and the same event twice."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import compress
from typing import Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.clauses import Clause, judged, there_for, used
from stackaudit.checks.costs import in_a_year
from stackaudit.checks.reading import capable, named, unlisted_links
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.doubled import Arrival, doubled
from stackaudit.graph.facts import holds
from stackaudit.model.elements import Flow
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["event_twice"]

_ANY: Final = ""
"""In place of an event's name: one that no flow names."""


@check("tool", "events", "ways", "cost")
def event_twice(view: View) -> Iterator[Verdict]:
    """For each tool that counts events: does one event get there by two flows that do not share its id?

    Values: the tool, the events, the tools from which they come, and what the tool costs in a year if it is known.
    """
    events, counting = _Events(view), view.parameters["counting"]

    def plain(in_use: Truth, counts: Truth, may_be: bool) -> Outcome | None:  # noqa: FBT001 - a row of facts
        return Outcome.NOT_APPLICABLE if FALSE in (in_use, counts) else None if may_be else Outcome.CLEAR

    facts = (capable(view.graph, counting), events.may_come_twice())
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is None:
            continue
        element = (f"tools.{tool.id}",)
        given = (used(tool), there_for(tool, counting))
        twice = events.twice(node)
        outcome, missing = judged(given, (twice,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict(element, outcome, missing=missing)
            continue
        found = events.certain(node)
        pair = next(iter(found.values()))
        flows = [events.flow(one.edge) for one in pair]
        yield Verdict(
            element,
            outcome,
            facts=tuple(FactRef("flows", flow.id, name) for flow in flows for name in ("events", "dedupe_key")),
            values={
                "tool": tool.title,
                "events": named(found),
                "ways": named(dict.fromkeys(events.way(one.edge) for one in pair)),
                "cost": in_a_year([tool]) or "",
            },
            related=tuple(f"flows.{flow.id}" for flow in flows),
        )


class _Events:
    """Which events go by which edges of a graph, for certain or perhaps."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.graph = view.graph
        self._open_outs = sum(view.graph.open_out)
        self._passing: dict[str, list[Truth]] = {}
        self._certain: dict[int, dict[str, tuple[Arrival, Arrival]]] = {}

    def flow(self, number: int) -> Flow:
        """The flow of an edge."""
        return self.graph.flows_of_edges[number]

    def way(self, number: int) -> str:
        """Where a flow comes from, and how, in words."""
        method = self.flow(number).method
        name = self.graph.element(self.graph.tails[number]).title
        return f"{name} ({method})" if is_stated(method) and method is not NONE else name

    def passing(self, event: str) -> list[Truth]:
        """For each edge, whether an event goes by it once its ends are in use."""
        if event not in self._passing:
            graph, wanted = self.graph, (event,) if event else ()
            passing = graph.of_all_edges(lambda events: holds(events, wanted), "events", otherwise=FALSE)
            self._passing[event] = graph.while_steady(passing)
        return self._passing[event]

    def may_come_twice(self) -> list[bool]:
        """Whether more than one flow into each tool may bring events, or one that nobody listed may."""
        graph = self.graph
        brings = graph.of_flow_edges(lambda events: events is not NONE and events != (), "events")
        ways = Counter(compress(graph.heads, brings))
        return [ways[node] > 1 or graph.may_get_more(node) for node in range(len(self.view.stack.tools))]

    def _named(self, node: int) -> list[str]:
        """The events that flows into a node name."""
        into = (self.graph.edges[number].flow for number in self.graph.into[node])
        return list(dict.fromkeys(event for flow in into if flow is not None for event in listed(flow.events)))

    def certain(self, node: int) -> dict[str, tuple[Arrival, Arrival]]:
        """The events that a node gets twice for certain, each with the two last steps."""
        if node not in self._certain:
            graph = self.graph
            found = {}
            for event in self._named(node):

                def passes(number: int, truths: list[Truth] = self.passing(event)) -> bool:  # noqa: B008 - of this round
                    return truths[number] == TRUE and graph.sure[graph.tails[number]]

                arrivals = [_arrival(one, self.flow(one)) for one in graph.into[node] if passes(one)]
                pair = doubled(graph, node, arrivals, passes)
                if pair is not None:
                    found[event] = pair
            self._certain[node] = found
        return self._certain[node]

    def twice(self, node: int) -> Clause:
        """Whether a node gets an event twice, and what would say so."""
        if self.certain(node):
            return Clause(TRUE)
        graph, stack = self.graph, self.view.stack
        events = [*self._named(node), _ANY]
        if any(self._perhaps(node, event, at_large=False) for event in events):
            return Clause(UNKNOWN_TRUTH, (), nearest_first(self._missing(node)))
        may_begin = (
            self._open_outs > graph.open_out[node]
            or not stack.is_complete("tools")
            or not stack.is_complete("capture_points")
        )
        if graph.may_get_more(node) or (
            may_begin and any(self._perhaps(node, event, at_large=True) for event in events)
        ):
            return Clause(FALSE_AS_LISTED, (), unlisted_links(stack))
        return Clause(FALSE)

    def _perhaps(self, node: int, event: str, *, at_large: bool) -> bool:
        truths = self.passing(event)
        into = [one for one in self.graph.into[node] if truths[one] != FALSE]
        if len(into) < 2:  # noqa: PLR2004 - nothing comes twice by one flow
            return False
        arrivals = [_arrival(one, self.flow(one)) for one in into]
        # A key that is not known may be another one than all others, or none.
        arrivals = [one if one.is_known else Arrival(one.edge, "") for one in arrivals]
        found = doubled(self.graph, node, arrivals, lambda number: truths[number] != FALSE, at_large=at_large)
        return found is not None

    def _missing(self, node: int) -> Iterator[Missing]:
        """The facts that would say which events come by which flows, nearest first."""
        graph = self.graph
        seen, queue = {node}, deque([node])
        while queue:
            place = queue.popleft()
            for number in graph.into[place]:
                flow = graph.edges[number].flow
                if flow is None or flow.events in {NONE, ()}:
                    continue
                if not graph.steady[number]:
                    yield Missing(("flows", flow.id, "status"))
                if is_open(flow.events):
                    yield Missing(("flows", flow.id, "events"))
                if place == node and not is_stated(flow.dedupe_key):
                    yield Missing(("flows", flow.id, "dedupe_key"))
                tail = graph.tails[number]
                if tail not in seen:
                    seen.add(tail)
                    queue.append(tail)
                    if not graph.sure[tail]:
                        yield Missing(("tools", graph.nodes[tail], "status"))


def _arrival(number: int, flow: Flow) -> Arrival:
    key = flow.dedupe_key
    if key is NONE:
        return Arrival(number, "")
    return Arrival(number, str(key)) if is_stated(key) else Arrival(number, "", is_known=False)
