"""Flows that run into tools of some kind: which direction does, what would say so, and the finding on one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from stackaudit.checks.clauses import Clause, together, used
from stackaudit.checks.reading import runs
from stackaudit.checks.verdict import FactRef, Verdict, View
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.truth import FALSE, TRUE, Truth, all_of, any_of

__all__ = ["Judge", "Way", "finding_of", "flows_into", "running_into"]

Judge = Callable[[str, Tool], Clause]
"""Whether a tool, by its id, is one that a rule looks at, or one to which something must not get."""


class Way(NamedTuple):
    """A direction of a flow, and whether the flow runs that way into a tool of some kind."""

    clause: Clause
    source: str
    target: str


def flows_into(graph: StackGraph, kinds: Mapping[str, Truth]) -> list[Truth]:
    """Whether each flow runs into a tool of a kind, in their order; ``kinds`` says of each tool whether it is one."""
    columns, get = graph.columns, kinds.get
    found: list[Any] = list(map(get, columns.of("flow", "to")))
    for number, run, ends in graph.once((flows_into,), lambda: _otherwise(graph)):
        found[number] = any_of(all_of((run, kinds[end])) for end in ends)
    return found


def _otherwise(graph: StackGraph) -> list[tuple[int, Truth, tuple[str, ...]]]:
    """The flows that may not run, or that go both ways: their number, whether they run, and the tools they lead to."""
    ends = (graph.columns.of("flow", name) for name in ("to", "between"))
    return [
        (number, run, (target,) if between is None else tuple(between))
        for number, (run, target, between) in enumerate(zip(graph.running.values(), *ends, strict=True))
        if run != TRUE or between is not None
    ]


def running_into(stack: Stack, key: str, flow: Flow, of_target: Judge) -> Way:
    """How a flow that may run gets into a tool of some kind: the direction that does for certain, else what to ask."""
    run = Clause(runs(flow), (), (Missing(("flows", key, "status")),))
    ways = []
    for ends in flow.ends:
        tools = [used(stack.tools[end]) for end in ends if end in stack.tools]
        ways.append(Way(together(run, *tools, of_target(ends[1], stack.tools[ends[1]])), *ends))
    for way in ways:
        if way.clause.truth == TRUE:
            return way
    doubtful = tuple(one for way in ways if way.clause.truth != FALSE for one in way.clause.missing)
    return ways[0]._replace(clause=Clause(any_of(way.clause.truth for way in ways), (), doubtful))


def finding_of(
    view: View,
    key: str,
    way: Way,
    facts: tuple[FactRef, ...],
    values: dict[str, str],
    missing: tuple[Missing, ...] = (),
    severity: Severity | None = None,
) -> Verdict:
    """The finding on a flow that runs a way, with the names of its ends beside other values."""
    graph = view.graph
    source, target = (graph.element(graph.index[end]).title for end in (way.source, way.target))
    ends = {"flow": view.stack.flows[key].title, "source": source, "target": target}
    return Verdict(
        (f"flows.{key}",),
        Outcome.FLAGGED,
        facts=tuple(dict.fromkeys(facts)),
        missing=missing,
        values=MappingProxyType({**ends, **values}),
        severity=severity,
        related=(f"tools.{way.target}",),
    )
