"""Whether ad platforms learn which of their clicks became customers: at all, and while they still take it in."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.clauses import Clause, judged, there_for, used
from stackaudit.checks.reading import capable, named, unlisted_links
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import Ways
from stackaudit.finding import Outcome
from stackaudit.graph.arrival import arrival
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, Truth, negate

__all__ = ["conversions_never_return"]

_ADS = ("ads",)
_MOST_NAMED = 5


@check("tool", "knowing")
def conversions_never_return(view: View) -> Iterator[Verdict]:
    """For each ad platform: do conversions get there from a tool that knows who became a customer?

    Values: the platform, and the names of the tools that know.
    """
    stack, graph = view.stack, view.graph
    kinds = capable(graph, _ADS)
    if not any(FALSE not in one for one in zip(graph.tools_in_use, kinds, strict=True)):
        yield from view.alike(Outcome.NOT_APPLICABLE, graph.columns.paths("tool"))
        return
    part = graph.signal("conversion", "ads")
    # Whether each node is a tool that knows who became a customer, once it is in use.
    begins = graph.of_nodes(capable(graph, view.parameters["knowing"]), FALSE)
    truths = arrival(part, begins, elsewhere=not stack.is_complete("tools"))
    ways = Ways(part, begins)
    knowing = sorted(
        key for key, truth, sure in zip(graph.nodes, begins, graph.sure, strict=True) if sure and truth == TRUE
    )

    def plain(in_use: Truth, kind: Truth, learns: Truth) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if FALSE in (in_use, kind) else Outcome.CLEAR if learns == TRUE else None

    facts = (kinds, truths[: len(stack.tools)])
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is None:
            continue
        key = tool.id
        given = (used(tool), there_for(tool, _ADS))
        asked = unlisted_links(stack) if truths[node] == FALSE_AS_LISTED else ways.missing(node)
        outcome, missing = judged(given, (Clause(negate(truths[node]), (), asked),))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield Verdict((f"tools.{key}",), outcome, missing=missing)
            continue
        gaps = (FactRef("gaps", gap, "signal") for gap, block in part.gaps if node in block.before)
        yield Verdict(
            (f"tools.{key}",),
            outcome,
            facts=(FactRef("tools", key, "capabilities"), *gaps, FactRef("flows")),
            missing=asked if outcome is Outcome.SUSPECTED else (),
            values={"tool": tool.title, "knowing": named(stack.tools[one].title for one in knowing)},
            related=tuple(f"tools.{one}" for one in knowing[:_MOST_NAMED]),
        )
