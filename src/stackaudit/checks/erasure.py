"""Whether a request to be deleted gets to every tool that keeps data of people."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.deletions import data_of_people, ways_of_deletion, what_deletes
from stackaudit.checks.reading import in_use, is_personal, named
from stackaudit.checks.verdict import Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.erasure import erased
from stackaudit.model.values import NONE, listed
from stackaudit.model.writing import number
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, negate

__all__ = ["erasure_cannot_reach"]


@check("tool", "data", "contacts")
def erasure_cannot_reach(view: View) -> Iterator[Verdict]:
    """For each tool that keeps data of people: does a request to delete it get there?"""
    stack, graph = view.stack, view.graph
    truths = erased(graph)
    may_be_unlisted = FALSE_AS_LISTED in truths
    contacts = stack.company.contacts if stack.company is not None else None
    clear, not_applicable = view.plain("tools", Outcome.CLEAR), view.plain("tools", Outcome.NOT_APPLICABLE)
    for node, (key, tool) in enumerate(stack.tools.items()):
        in_use_now = in_use(tool)
        if in_use_now == FALSE:
            continue
        if tool.stores is NONE:  # as of most tools
            yield not_applicable[key]
            continue
        keeps = data_of_people(view, ("tools", key, "stores"), tool.stores)
        if keeps.truth == FALSE or truths[node] == TRUE:
            yield not_applicable[key] if keeps.truth == FALSE else clear[key]
            continue
        element = (f"tools.{key}",)
        used = Clause(in_use_now, (), (Missing(("tools", key, "status")),))
        ways = () if truths[node] == FALSE else ways_of_deletion(view, node, may_be_unlisted=may_be_unlisted)
        unreached = Clause(negate(truths[node]), (), tuple(ways))
        outcome, missing = judged((used, keeps), (unreached,))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield Verdict(element, outcome, missing=missing)
            continue
        kept = named(name for name in listed(tool.stores) if is_personal(stack, name) == TRUE)
        count = number(contacts) if isinstance(contacts, int) else ""
        yield Verdict(
            element,
            outcome,
            facts=(*keeps.facts, *what_deletes(view)),
            missing=unreached.missing if outcome is Outcome.SUSPECTED else (),
            values={"tool": tool.title, "data": kept, "contacts": count},
        )
