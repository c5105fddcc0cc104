"""How long a lead takes from the place where it comes in to sales."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import inf
from typing import Any, Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.clauses import Clause, judged, used
from stackaudit.checks.reading import (
    capable,
    carries_contacts,
    named,
    stated_yes,
    unlisted_links,
    whether_whole,
)
from stackaudit.checks.timing import slow_facts, time_in_words
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import along
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.nearest import Nearest, Time, Times
from stackaudit.graph.signals import CarriedGraph
from stackaudit.model.elements import Tool
from stackaudit.model.values import seconds
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of

__all__ = ["leads_late"]

_MOST_ASKED: Final = 10
_MOST_DOUBTFUL: Final = 3
"""So many tools that may be a CRM are looked at one by one where none is known."""


@check("tool", "crm", "delay", "limit")
def leads_late(view: View) -> Iterator[Verdict]:
    """For each tool in which leads come in: do they get to a CRM, and within the limit?

    Values: the tool, the CRMs, and for those that get there late the time and the limit.
    """
    sales = _Sales(view)

    def plain(in_use: Truth, captures: Any) -> Outcome | None:
        does_not_apply = FALSE in (in_use, stated_yes(captures), sales.there.truth)
        return Outcome.NOT_APPLICABLE if does_not_apply else None

    facts = (view.graph.columns.of("tool", "captures_leads"),)
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is None:
            continue
        key, element = tool.id, (f"tools.{tool.id}",)
        given = (used(tool), _captures(key, tool), sales.there)
        late = sales.late(node)
        outcome, missing = judged(given, (late,))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield Verdict(element, outcome, missing=missing)
            continue
        yield sales.finding(node, key, tool, outcome, late)


class _Sales:
    """The CRMs of a stack, and how long leads take from each tool to the nearest of them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.limit = view.parameters["within"]
        graph = view.graph
        self.kinds = capable(graph, ("crm",))
        self.ends = graph.of_nodes(list(map(all_of, zip(graph.tools_in_use, self.kinds, strict=True))), FALSE)
        self._doubtful = [node for node, truth in enumerate(self.ends) if truth != FALSE]
        self._is_whole = view.stack.is_complete("tools")
        asked = [one for node in self._doubtful[:_MOST_ASKED] for one in self._what_it_is(node)]
        self.there = Clause(
            any_of((*self.ends, FALSE if self._is_whole else FALSE_AS_LISTED)),
            (),
            tuple(asked) or whether_whole(view.stack, "tools"),
        )

    @cached_property
    def part(self) -> CarriedGraph:
        """The part of the graph that passes on ways to reach people."""
        return CarriedGraph(self.view.graph, "carries", carries_contacts)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.part)

    @cached_property
    def times(self) -> Times:
        """How long leads take from each node."""
        return self._nearest.times(self.ends, elsewhere=not self._is_whole)

    @cached_property
    def _each(self) -> list[Sequence[Time]]:
        """The times to each tool of which one is a CRM, or the rule does not apply; else to the nearest of all."""
        if TRUE in self.ends or not self._is_whole or len(self._doubtful) > _MOST_DOUBTFUL:
            return [self.times.times]
        return [self._nearest.times(_only(one, len(self.ends))).times for one in self._doubtful]

    def late(self, node: int) -> Clause:
        """Whether leads from a tool get to no CRM, or too late; what to ask where that is open."""
        limit = seconds(str(self.limit))
        if self.kinds[node] == TRUE:
            return Clause(FALSE)  # it is a CRM itself
        truth = self.times.times[node].longer_than(limit)
        if all(times[node].longer_than(limit) == FALSE for times in self._each):
            truth = FALSE  # leads that get to each of them in time are in time
        if truth == UNKNOWN_TRUTH:
            path = self.times.path(node)
            end = self.view.graph.index[path[-1].target] if path else node
            return Clause(truth, (), (*along(self.times, node), *self._what_it_is(end)))
        return Clause(truth, (), () if truth in {TRUE, FALSE} else unlisted_links(self.view.stack))

    def _what_it_is(self, node: int) -> Iterator[Missing]:
        """The facts that would say whether a tool is a CRM in use."""
        graph = self.view.graph
        if self.kinds[node] != TRUE:
            yield Missing(("tools", graph.nodes[node], "capabilities"))
        if not graph.sure[node]:
            yield Missing(("tools", graph.nodes[node], "status"))

    def finding(self, node: int, key: str, tool: Tool, outcome: Outcome, late: Clause) -> Verdict:
        """The verdict of a tool from which leads get to sales late, or not at all."""
        time: Time = self.times.times[node]
        path = self.times.path(node)
        never = time.least is None if outcome is Outcome.SUSPECTED else time.at_large is None
        crms = [
            name
            for name, truth in zip(self.view.graph.nodes, self.ends, strict=True)
            if truth == TRUE and (never or not path or name == path[-1].target)
        ]
        limit = seconds(str(self.limit))
        most = inf if time.most is None else time.most
        delay = "" if time.least is None else time_in_words(time.least, most, limit)
        return Verdict(
            (f"tools.{key}",),
            outcome,
            facts=(
                *slow_facts(self.view.stack, path),
                FactRef("tools", key, "captures_leads"),
                *(FactRef("tools", crm, "capabilities") for crm in crms[:1]),
                *(() if path else (FactRef("flows"),)),
            ),
            missing=late.missing,
            values={
                "tool": tool.title,
                "crm": named(self.view.stack.tools[crm].title for crm in crms),
                "delay": delay,
                "limit": time_in_words(limit, limit),
            },
            severity=Severity.P2 if never else Severity.P3,
            path=path,
            related=tuple(dict.fromkeys((*(f"tools.{crm}" for crm in crms), *(hop.element for hop in path)))),
        )


def _captures(key: str, tool: Tool) -> Clause:
    return Clause(stated_yes(tool.captures_leads), (), (Missing(("tools", key, "captures_leads")),))


def _only(node: int, size: int) -> list[Truth]:
    ends = [FALSE] * size
    ends[node] = TRUE
    return ends
