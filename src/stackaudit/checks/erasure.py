"""Whether a request to be deleted gets to every tool that keeps data of people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from stackaudit.checks.alike import LEFT_OUT, plain_tools
from stackaudit.checks.clauses import Clause, judged, used
from stackaudit.checks.deletions import data_of_people, ways_of_deletion, what_deletes
from stackaudit.checks.reading import contacts_of, named, personal_classes
from stackaudit.checks.verdict import Verdict, View, check
from stackaudit.finding import Outcome
from stackaudit.graph.erasure import erased
from stackaudit.graph.personal import names_people
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, Truth, negate

__all__ = ["erasure_cannot_reach"]


@check("tool", "data", "contacts")
def erasure_cannot_reach(view: View) -> Iterator[Verdict]:
    """For each tool that keeps data of people: does a request to delete it get there?"""
    stack, graph = view.stack, view.graph
    truths = erased(graph)
    may_be_unlisted = FALSE_AS_LISTED in truths
    contacts = contacts_of(stack)

    @cache
    def personal_of(stores: Any) -> str:
        return named(personal_classes(stack, stores))

    def plain(in_use: Truth, stores: Any, gets_there: Truth) -> Outcome | str | None:
        if in_use == FALSE:
            return LEFT_OUT
        if names_people(stack, stores, view.parameters["may_stay"]) == FALSE:
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if gets_there == TRUE else None

    facts = (graph.columns.of("tool", "stores"), truths[: len(stack.tools)])
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is None:
            continue
        key, element = tool.id, (f"tools.{tool.id}",)
        keeps = data_of_people(view, ("tools", key, "stores"), tool.stores)
        ways = () if truths[node] == FALSE else ways_of_deletion(view, node, may_be_unlisted=may_be_unlisted)
        unreached = Clause(negate(truths[node]), (), tuple(ways))
        outcome, missing = judged((used(tool), keeps), (unreached,))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield Verdict(element, outcome, missing=missing)
            continue
        yield Verdict(
            element,
            outcome,
            facts=(*keeps.facts, *what_deletes(view)),
            missing=unreached.missing if outcome is Outcome.SUSPECTED else (),
            values={"tool": tool.title, "data": personal_of(tool.stores), "contacts": contacts},
        )
