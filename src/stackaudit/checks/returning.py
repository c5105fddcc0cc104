"""Whether people who were deleted can come back from a tool that still has them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from stackaudit.checks.alike import LEFT_OUT, plain_tools
from stackaudit.checks.clauses import Clause, judged, used
from stackaudit.checks.deletions import data_of_people, ways_of_deletion, what_deletes
from stackaudit.checks.reading import named, runs, stated_yes, unlisted_links
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.reach import hop
from stackaudit.graph.returns import Supply, again
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    is_true_as_listed,
    negate,
)

__all__ = ["deleted_come_back"]

_MOST_LOOKED_AT: Final = 30
"""So many tools on the way to one are asked about."""


@check("tool", "source", "way")
def deleted_come_back(view: View) -> Iterator[Verdict]:
    """For each tool that deletes people: does another one that still has them bring them back?

    Values: the ``tool``, the ``source`` that still has them, and the ``way`` from there.
    """
    supply = _Supply(view)
    tools = len(view.stack.tools)
    for plain_ones, node, tool in plain_tools(view, (supply.keeps[:tools], supply.gone[:tools]), _does_not_apply):
        yield from plain_ones
        if tool is None:
            continue
        key, gone, blocks = tool.id, supply.gone[node], stated_yes(tool.reimport_block)
        element = (f"tools.{key}",)
        fed = FALSE if blocks == TRUE else supply.feeds(node)
        if fed == FALSE:
            yield Verdict(element, Outcome.CLEAR)
            continue
        block = Missing(("tools", key, "reimport_block"))
        outcome, missing = judged(
            (
                used(tool),
                data_of_people(view, ("tools", key, "stores"), tool.stores),
                Clause(gone, (), tuple(supply.whether_gone(node)) if gone != TRUE else ()),
            ),
            (
                Clause(negate(blocks), (), (block,)),
                Clause(fed, (), tuple(supply.missing(node)) if not is_true_as_listed(fed) else ()),
            ),
        )
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=nearest_first(missing))
        else:
            yield supply.finding(node, outcome, fed)


def _does_not_apply(in_use: Truth, keeps: Truth, gone: Truth) -> Outcome | str | None:
    """What can be said of a tool by whether it keeps people, and whether those who are deleted are gone there."""
    return LEFT_OUT if in_use == FALSE else Outcome.NOT_APPLICABLE if FALSE in (keeps, gone) else None


class _Supply(Supply):
    """Which tools still have people who are deleted elsewhere, with what to say of them and what to ask."""

    def __init__(self, view: View) -> None:
        super().__init__(view.graph, view.parameters["may_stay"])
        self.view = view
        self._may_be_unlisted = FALSE_AS_LISTED in self.gone

    def finding(self, node: int, outcome: Outcome, fed: Truth) -> Verdict:
        """The finding of a tool to which people come back, with the way from the nearest tool that still has them."""
        graph, tools = self.graph, self.view.stack.tools
        edges = self.way(node, fed)
        source = graph.tails[edges[0]]
        key, origin = graph.nodes[node], graph.nodes[source]
        between = named(tools[graph.nodes[graph.heads[number]]].title for number in edges[:-1])
        flows = [graph.flow_id(number) for number in edges]
        missing = self.whether_gone(source) if outcome is Outcome.SUSPECTED else ()
        return Verdict(
            (f"tools.{key}",),
            outcome,
            facts=(
                FactRef("tools", origin, "stores"),
                *(FactRef("flows", flow, "carries") for flow in flows),
                FactRef("tools", key, "reimport_block"),
                *what_deletes(self.view),
            ),
            missing=tuple(missing),
            values={
                "tool": tools[key].title,
                "source": tools[origin].title,
                "way": f"by way of {between}" if between else "directly",
            },
            path=tuple(hop(graph, number) for number in edges),
            related=(f"tools.{origin}",),
        )

    # -- questions ----------------------------------------------------------------------------------------------------

    def whether_gone(self, node: int) -> Iterator[Missing]:
        """The facts that would say whether a deletion gets to a tool."""
        return ways_of_deletion(self.view, node, may_be_unlisted=self._may_be_unlisted)

    def missing(self, node: int) -> Iterator[Missing]:
        """The facts that would say whether people come back to a tool."""
        yield from nearest_first(self._along(node)) or unlisted_links(self.view.stack)

    def _along(self, target: int) -> Iterator[Missing]:
        """What is open of the flows and tools by which people may come back, the nearest ones first."""
        graph = self.graph
        edges, having = self._leading_to(target)
        fed = self._reached_from(having, edges)
        entered = {graph.heads[number] for number in edges if graph.tails[number] in fed}
        for number in edges:
            tail = graph.tails[number]
            if tail not in fed:
                continue
            yield from self._of_flow(graph.flow_id(number))
            key = graph.nodes[tail]
            if not graph.sure[tail]:
                yield Missing(("tools", key, "status"))
            if tail in having and not is_true_as_listed(self.has[tail]):
                stores = self.view.stack.tools[key].stores
                yield from data_of_people(self.view, ("tools", key, "stores"), stores).missing
                if not is_true_as_listed(negate(self.gone[tail])):
                    yield from self.whether_gone(tail)
            if self.blocks[tail] == UNKNOWN_TRUTH and tail in entered:
                yield Missing(("tools", key, "reimport_block"))

    def _leading_to(self, target: int) -> tuple[list[int], set[int]]:
        """The edges by which people may come back to a tool, from itself on; and the tools that may still have them."""
        graph = self.graph
        edges: list[int] = []
        seen, queue = {target}, deque([target])
        while queue and len(seen) < _MOST_LOOKED_AT:
            node = queue.popleft()
            for number in graph.into[node]:
                tail = graph.tails[number]
                if not self.may_bring[number] or tail == target or (self.stops[tail] and not self.may_have(tail)):
                    continue
                edges.append(number)
                if tail not in seen:
                    seen.add(tail)
                    if not self.stops[tail]:
                        queue.append(tail)
        return edges, {node for node in seen if node != target and self.may_have(node)}

    def _reached_from(self, sources: Iterable[int], edges: list[int]) -> set[int]:
        """The tools to which people get from some sources by some edges alone, those sources among them."""
        following: dict[int, list[int]] = {}
        for number in edges:
            following.setdefault(self.graph.tails[number], []).append(self.graph.heads[number])
        reached = set(sources)
        waiting = list(reached)
        while waiting:
            new = [node for node in following.get(waiting.pop(), ()) if node not in reached]
            reached.update(new)
            waiting.extend(new)
        return reached

    def _of_flow(self, key: str) -> Iterator[Missing]:
        """What would say whether a flow brings data of people again and again."""
        flow = self.view.stack.flows[key]
        yield from data_of_people(self.view, ("flows", key, "carries"), flow.carries).missing
        if again(flow.every) == UNKNOWN_TRUTH:
            yield Missing(("flows", key, "every"))
        if runs(flow) == UNKNOWN_TRUTH:
            yield Missing(("flows", key, "status"))
