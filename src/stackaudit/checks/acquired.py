"""Whether contacts that were bought, and never asked for anything, get to where newsletters go out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from stackaudit.checks.alike import LEFT_OUT, plain_tools
from stackaudit.checks.clauses import Clause, judged, there_for, used
from stackaudit.checks.reading import (
    capable,
    holds_class,
    sends_any_marketing,
    stated_yes,
    unlisted_links,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.facts import runs
from stackaudit.graph.reach import hop
from stackaudit.graph.unchecked import unchecked
from stackaudit.model.values import is_open, is_stated
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, negate, of

__all__ = ["bought_contacts_to_senders"]


@check("sender", "origin", "flows")
def bought_contacts_to_senders(view: View) -> Iterator[Verdict]:
    """For each tool for newsletters: do contacts of a tool that sells data get there with no check of consent?"""
    stack, graph, parameters = view.stack, view.graph, view.parameters
    sources = graph.of_nodes(capable(graph, parameters["bought"]), FALSE)
    data = parameters["data"]

    def passes(carries: Any, gated: Any, moved: Any) -> Truth:
        moves = holds_class(carries, data)
        if moves == FALSE:
            return FALSE
        return all_of((moves, negate(stated_yes(gated)), negate(_is_list_of_stops(view, moved))))

    def plain(in_use: Truth, kind: Truth) -> Outcome | str | None:
        return LEFT_OUT if in_use == FALSE else Outcome.NOT_APPLICABLE if kind == FALSE else None

    arrivals = unchecked(graph, sources, graph.of_flow_edges(passes, "carries", "consent_gated", "object"))
    for plain_ones, node, tool in plain_tools(view, (capable(graph, parameters["senders"]),), plain):
        yield from plain_ones
        if tool is None:
            continue
        key, element = tool.id, (f"tools.{tool.id}",)
        given = (
            used(tool),
            there_for(tool, parameters["senders"]),
            Clause(
                sends_any_marketing(tool),
                (FactRef("tools", key, "sends"),),
                (Missing(("tools", key, "sends")),),
            ),
        )
        applies = all_of(clause.truth for clause in given)
        truth = arrivals.truths[node]
        settled = FALSE in (applies, truth) or truth == TRUE
        arrives = Clause(truth, (), () if settled else tuple(_ways(view, node, sources, truth)))
        outcome, missing = judged(given, (arrives,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict(element, outcome, missing=missing)
            continue
        edges = arrivals.path(graph, node)
        refs = [graph.edges[edge].ref for edge in edges]
        origin = graph.nodes[graph.tails[edges[0]]]
        flows = list(map(graph.flow_id, edges))
        gates = [FactRef("flows", flow, name) for name in ("consent_gated", "carries") for flow in flows]
        yield Verdict(
            element,
            outcome,
            facts=(*gates, FactRef("tools", origin, "capabilities"), *given[2].facts),
            values={"sender": tool.title, "origin": stack.tools[origin].title, "flows": str(len(refs))},
            path=tuple(hop(graph, edge) for edge in edges),
            related=(f"tools.{origin}", *dict.fromkeys(refs)),
        )


def _is_list_of_stops(view: View, moved: Any) -> Truth:
    """Whether what a flow moves says whom not to write to: nobody is mailed for being on such a list."""
    return of(moved in view.parameters["stops"]) if is_stated(moved) else UNKNOWN_TRUTH


def _ways(view: View, target: int, sources: list[Truth], truth: Truth) -> Iterator[Missing]:
    """The facts that would say whether bought contacts get to a tool, the nearest ones first."""
    if truth == FALSE_AS_LISTED:
        yield from unlisted_links(view.stack)
        return
    yield from nearest_first(_along(view, target, sources))


def _along(view: View, target: int, sources: list[Truth]) -> Iterator[Missing]:
    graph, data = view.graph, view.parameters["data"]
    seen, queue = {target}, deque([target])
    while queue:
        for number in graph.into[queue.popleft()]:
            edge, tail = graph.edges[number], graph.tails[number]
            flow = edge.flow
            if (
                flow is None
                or _is_list_of_stops(view, flow.object) == TRUE
                or holds_class(flow.carries, data) == FALSE
                or stated_yes(flow.consent_gated) == TRUE
            ):
                continue
            key, name = flow.id, edge.source
            open_facts = (
                (holds_class(flow.carries, data), ("flows", key, "carries")),
                (negate(stated_yes(flow.consent_gated)), ("flows", key, "consent_gated")),
                (negate(_is_list_of_stops(view, flow.object)), ("flows", key, "object")),
                (runs(flow), ("flows", key, "status")),
                (TRUE if graph.sure[tail] else FALSE, ("tools", name, "status")),
            )
            for truth, route in open_facts:
                if truth != TRUE:
                    yield Missing(route)
            if name in view.stack.tools and sources[tail] != TRUE and is_open(view.stack.tools[name].capabilities):
                yield Missing(("tools", name, "capabilities"))
            if tail not in seen:
                seen.add(tail)
                queue.append(tail)
