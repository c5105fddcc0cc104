"""Whether personal data is where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from stackaudit.checks.reading import classes_missing, in_use, is_personal, names_personal, stores_personal
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Tool
from stackaudit.model.values import NONE, is_stated, listed
from stackaudit.model.words import Built
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true_as_listed,
    of,
)

__all__ = ["personal_data_without_terms"]

_MOST_FLOWS: Final = 10
"""So many flows into a tool are asked about."""


@check("tool", "data", "flows")
def personal_data_without_terms(view: View) -> Iterator[Verdict]:
    """For each tool made outside the company: does personal data get there without terms on which it is held?"""
    stack, graph = view.stack, view.graph
    known: dict[Any, Truth] = {}

    def carries(number: int) -> Truth:
        """Whether an edge brings personal data, when its target is in use."""
        flow = graph.edges[number].flow
        if flow is None:
            return FALSE
        if flow.carries not in known:
            known[flow.carries] = names_personal(stack, flow.carries)
        certain = graph.steady[number] and graph.sure[graph.tails[number]]
        return all_of((known[flow.carries], TRUE if certain else UNKNOWN_TRUTH))

    for node, (key, tool) in enumerate(stack.tools.items()):
        element = (f"tools.{key}",)
        outside = all_of((in_use(tool), _made_outside(tool)))
        without = UNKNOWN_TRUTH if not is_stated(tool.terms) else of(tool.terms is NONE)
        if FALSE in (outside, without):
            yield Verdict(element, outcome_of(FALSE, outside))
            continue
        stores = stores_personal(stack, tool)
        brought = [(number, carries(number)) for number in graph.into[node]]
        personal = any_of(
            (stores, *(truth for _, truth in brought), FALSE_AS_LISTED if graph.may_get_more(node) else FALSE)
        )
        truth = all_of((outside, without, personal))
        outcome = outcome_of(truth, all_of((outside, personal)))
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=tuple(_missing(view, key, tool, brought)))
        elif is_true_as_listed(truth):
            flows = [graph.edges[number].ref for number, truth in brought if truth == TRUE]
            gets = [FactRef("flows", ref.split(".", 1)[1], "carries") for ref in islice(flows, _MOST_FLOWS)]
            if stores == TRUE:
                gets.insert(0, FactRef("tools", key, "stores"))
            classes = [*listed(tool.stores), *(name for ref in flows for name in listed(stack.flows[ref[6:]].carries))]
            yield Verdict(
                element,
                outcome,
                facts=(FactRef("tools", key, "terms"), *gets, FactRef("tools", key, "built")),
                values=MappingProxyType(
                    {
                        "tool": tool.title or key,
                        "data": ", ".join(name for name in dict.fromkeys(classes) if is_personal(stack, name) == TRUE),
                        "flows": str(len(flows)),
                    }
                ),
                related=tuple(flows[:_MOST_FLOWS]),
            )
        else:
            yield Verdict(element, outcome)


def _made_outside(tool: Tool) -> Truth:
    return of(tool.built in {Built.VENDOR, Built.AGENCY}) if is_stated(tool.built) else UNKNOWN_TRUTH


def _missing(view: View, key: str, tool: Tool, brought: list[tuple[int, Truth]]) -> Iterator[Missing]:
    """What would decide it: the terms, who made it; and whether personal data gets there, unless that is certain."""
    facts = {"status": in_use(tool) == TRUE, "terms": is_stated(tool.terms), "built": is_stated(tool.built)}
    yield from (Missing(("tools", key, name)) for name, is_known in facts.items() if not is_known)
    stores = stores_personal(view.stack, tool)
    if TRUE in (stores, *(truth for _, truth in brought)):
        return
    if stores != FALSE:
        yield from classes_missing(view.stack, ("tools", key, "stores"), tool.stores)
    doubtful = [number for number, truth in brought if truth != FALSE]
    for number in doubtful[:_MOST_FLOWS]:
        yield from _of_flow(view, number)
    if stores == FALSE and not doubtful:
        yield from (Missing(("complete", name)) for name in ("flows", "tools") if not view.stack.is_complete(name))


def _of_flow(view: View, number: int) -> Iterator[Missing]:
    """What would say whether a flow brings personal data."""
    graph, edge = view.graph, view.graph.edges[number]
    key = edge.ref.split(".", 1)[1]
    if edge.flow is not None and names_personal(view.stack, edge.flow.carries) != TRUE:
        yield from classes_missing(view.stack, ("flows", key, "carries"), edge.flow.carries)
    if not graph.steady[number]:
        yield Missing(("flows", key, "status"))
    if not graph.sure[graph.tails[number]]:
        yield Missing(("tools", edge.source, "status"))
