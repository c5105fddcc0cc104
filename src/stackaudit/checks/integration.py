"""How the tools hang together: loops, silos, and tools on which too much depends."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.dependence import cuts, undecided
from stackaudit.checks.reading import at_least_two_maintainers, in_use, named, stated_yes, unlisted_links
from stackaudit.checks.silos import Silos
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.graph.loops import Loop, loops, unguarded
from stackaudit.graph.owners import ANY_FIELD, ownerless
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true_as_listed,
    negate,
)

__all__ = ["silo", "single_point_of_failure", "sync_loop"]

_MOST_NAMES: Final = 5


# -- loops -----------------------------------------------------------------------------------------------------------


@check("object", "fields", "tools")
def sync_loop(view: View) -> Iterator[Verdict]:
    """For each kind of record: can a change travel round and come back, with nobody to say whose value counts?"""
    graph = view.graph
    for loop in loops(graph):
        flows = sorted({graph.flow_id(number) for number in loop.edges})
        elements = tuple(f"flows.{key}" for key in flows or dict.fromkeys(map(graph.flow_id, loop.listed)))
        outcome = outcome_of(loop.truth)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(elements, outcome, loop.object, missing=nearest_first(_about_loop(graph, loop)))
        elif is_true_as_listed(loop.truth):
            tools = dict.fromkeys(graph.edges[number].source for number in loop.edges)
            names = [graph.stack.tools[tool].title for tool in tools]
            yield Verdict(
                elements,
                outcome,
                loop.object,
                facts=(
                    *(
                        FactRef("flows", flow, name)
                        for name in ("loop_guard", "object", "fields")
                        for flow in flows[:_MOST_NAMES]
                    ),
                    FactRef("systems_of_record"),
                ),
                values=MappingProxyType({"object": loop.object, "fields": named(loop.fields), "tools": named(names)}),
                related=tuple(f"tools.{tool}" for tool in tools),
            )
        else:
            yield Verdict(elements, outcome, loop.object)


def _about_loop(graph: StackGraph, loop: Loop) -> Iterator[Missing]:
    """What would say whether records go round: whose value counts, and what the flows on the circle move and guard."""
    if any(ownerless(graph, loop.object, field) == UNKNOWN_TRUTH for field in loop.fields or (ANY_FIELD,)):
        yield Missing(("systems_of_record",))
    if not loop.edges:
        yield from unlisted_links(graph.stack)
    # A flow that goes both ways makes two edges, and is asked about once.
    edges = {graph.flow_id(number): number for number in reversed(loop.edges)}
    for key, number in sorted(edges.items()):
        edge, flow = graph.edges[number], graph.flows_of_edges[number]
        facts = {
            "object": is_stated(flow.object),
            "fields": not is_open(flow.fields),
            "loop_guard": unguarded(flow) != UNKNOWN_TRUTH,
            "status": graph.steady[number],
        }
        yield from (Missing(("flows", key, name)) for name, is_known in facts.items() if not is_known)
        ends = (end for end in (edge.source, edge.target) if not graph.sure[graph.index[end]])
        yield from (Missing(("tools", end, "status")) for end in ends)


# -- silos -----------------------------------------------------------------------------------------------------------


@check("tool", "hubs")
def silo(view: View) -> Iterator[Verdict]:
    """For each tool with data of customers: is it connected, in whatever direction, to a CRM, a CDP or a warehouse?"""
    silos = Silos(view.graph)
    for plain, node, tool in silos.plain(view):
        yield from plain
        if tool is None:
            continue
        key = tool.id
        applies, truth = silos.judge(node, tool)
        outcome = outcome_of(truth, applies)
        element = (f"tools.{key}",)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=nearest_first(silos.missing(node, tool)))
        elif is_true_as_listed(truth):
            yield Verdict(
                element,
                outcome,
                facts=(*silos.facts(node, tool), *silos.hub_facts, FactRef("flows")),
                missing=unlisted_links(view.stack) if outcome is Outcome.SUSPECTED else (),
                values=MappingProxyType({"tool": tool.title, "hubs": named(silos.hub_names)}),
            )
        else:
            yield Verdict(element, outcome)


# -- single points of failure ----------------------------------------------------------------------------------------


@check("tool", "count", "total", "lacking")
def single_point_of_failure(view: View) -> Iterator[Verdict]:
    """For each tool: does much depend on it, without somebody who watches it, two who can repair it, and words on how?

    A departure from counting all pairs of beginnings and ends: what counts is how many of the ends, such as senders,
    are cut off. A tool on which little depends is not applicable; a guarded one is clear.
    """
    graph, stack = view.graph, view.stack
    about_ways: tuple[Missing, ...] | None = None
    found = cuts(graph, float(view.parameters.get("share", 0.3)))

    def plain(_used: Truth, cut: Truth) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if cut == FALSE else None

    for plain_ones, node, tool in plain_tools(view, ([cut.truth for cut in found],), plain):
        yield from plain_ones
        if tool is None:
            continue
        key, cut = tool.id, found[node]
        element = (f"tools.{key}",)
        guards = _guards(stack, tool)
        lacks = any_of(negate(truth) for truth, _ in guards.values())
        truth = all_of((in_use(tool), cut.truth, lacks))
        outcome = outcome_of(truth, all_of((in_use(tool), cut.truth)))
        if outcome is Outcome.UNKNOWN:
            asked: list[Missing] = []
            if lacks != TRUE:
                asked.extend(one for truth, missing in guards.values() if truth == UNKNOWN_TRUTH for one in missing)
            if cut.truth == UNKNOWN_TRUTH:
                about_ways = nearest_first(undecided(graph)) if about_ways is None else about_ways
                asked.extend(about_ways)
            if cut.truth == FALSE_AS_LISTED:
                asked = list(unlisted_links(stack))
            yield Verdict(element, outcome, missing=tuple(dict.fromkeys(asked)))
        elif is_true_as_listed(truth):
            lacking = [name for name, (truth, _) in guards.items() if truth == FALSE]
            opt_outs = tuple(_opt_outs(graph, node))
            yield Verdict(
                element,
                outcome,
                facts=(*(FactRef("tools", key, name) for name in lacking), FactRef("flows"), *opt_outs),
                missing=unlisted_links(stack) if outcome is Outcome.SUSPECTED else (),
                values=MappingProxyType(
                    {
                        "tool": tool.title,
                        "count": str(cut.count),
                        "total": str(cut.total),
                        "lacking": named(_GUARDS[name] for name in lacking),
                    }
                ),
                severity=Severity.P2 if opt_outs else None,
            )
        else:
            yield Verdict(element, outcome)


_GUARDS: Final = {
    "monitored": "monitoring",
    "maintainers": "a second person who can repair it",
    "runbook": "a runbook",
}
"""What a tool on which much depends should have, by field, for the reader."""


def _guards(stack: Stack, tool: Tool) -> dict[str, tuple[Truth, tuple[Missing, ...]]]:
    """What a tool on which much depends should have, by field; and the facts that would say whether it does."""
    repaired, _, about = at_least_two_maintainers(stack, tool.maintainers)
    own = (Missing(("tools", tool.id, "maintainers")),) if is_open(tool.maintainers) else ()
    return {
        "monitored": (stated_yes(tool.monitored), (Missing(("tools", tool.id, "monitored")),)),
        "maintainers": (repaired, (*about, *own)),
        "runbook": (stated_yes(tool.runbook), (Missing(("tools", tool.id, "runbook")),)),
    }


def _opt_outs(graph: StackGraph, node: int) -> Iterator[FactRef]:
    """The first fact by which opt-outs go into a tool or out of it for certain, or along a flow that it runs."""
    key = graph.nodes[node]
    run = (edge for edge in graph.edges if edge.flow is not None and edge.flow.via == key)
    for edge in (*(graph.edges[number] for number in (*graph.into[node], *graph.out[node])), *run):
        passed = ("opt_out",) if edge.flow is None else listed(edge.flow.signals)
        if edge.certain and any(signal.startswith("opt_out") for signal in passed):
            if edge.flow is not None:
                yield FactRef("flows", edge.flow.id, "signals")
            elif edge.ref.startswith("capture_points."):
                yield FactRef("capture_points", edge.source, "tool")
            else:
                yield FactRef("tools", edge.target, "send_gate")
            return
