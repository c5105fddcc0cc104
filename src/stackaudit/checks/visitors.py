"""Checks of what sites and apps do before a visitor has chosen, and of the choice that the browser itself sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any

from stackaudit.catalogue import SignalDemand, SignalLaw, signal_laws
from stackaudit.checks.clauses import Clause, either, judged, some_tool, together
from stackaudit.checks.reading import (
    capable,
    classes_missing,
    moves_by,
    named,
    names_personal,
    section_fact,
    unlisted_links,
)
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.graph.structure import Edge
from stackaudit.model.elements import Company, Flow
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, listed
from stackaudit.model.words import UsState
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    WHERE_NOT_FALSE,
    Truth,
    all_of,
    any_of,
    is_false,
    negate,
    of,
)

__all__ = ["no_consent_tool", "signal_ignored"]

OfFlow = Callable[[str, Flow, str], Clause]
"""Whether a flow, by its id, out of a tool is of a kind."""


@check("source", "target", "method")
def no_consent_tool(view: View) -> Iterator[Verdict]:
    """Whether tags run where consent has to come first, and no tool is there to manage it: one verdict on the stack.

    Values: a tag that shows it, by its ``source``, ``target`` and ``method``.
    """
    stack, parameters = view.stack, view.parameters
    methods = parameters["methods"]
    managing = capable(view.graph, parameters["manages"])
    managers = {key for key, truth in zip(stack.tools, managing, strict=True) if truth == TRUE}

    def by_tag(key: str, flow: Flow, source: str) -> Clause:
        if source in managers:  # when it runs, there is a tool that manages consent
            return Clause(FALSE)
        route = ("flows", key, "method")
        return Clause(moves_by(flow.method, methods), (FactRef(*route),), (Missing(route),))

    regions = speaks_to(stack, parameters["regions"], parameters["may_hold_in"])
    without = _without(view.graph, parameters["manages"])
    if FALSE in (regions.truth, without.truth):
        yield Verdict(("stack",), Outcome.NOT_APPLICABLE if regions.truth == FALSE else Outcome.CLEAR)
        return
    jobs = [
        FALSE if key in managers else job
        for key, job in zip(stack.tools, capable(view.graph, parameters["capabilities"]), strict=True)
    ]
    tag, example = _some_flow(view.graph, jobs, by_tag)
    outcome, missing = judged((regions, tag), (without,))
    if example is None or outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
        yield Verdict(("stack",), outcome, missing=missing)
        return
    yield Verdict(
        ("stack",),
        outcome,
        facts=(*tag.facts, *without.facts, *regions.facts),
        missing=without.missing,
        values={**_ends(view.graph, example), "method": str(example.flow.method) if example.flow else ""},
        related=(example.ref,),
    )


@check("states", "what")
def signal_ignored(view: View) -> Iterator[Verdict]:
    """Whether the browser's opt-out signal is acted on, where a law wants it: one verdict on the stack.

    P3 where it is acted on, and visitors are not told so where they have to be. The laws are those in force on the day
    of the description.

    Values: the ``states`` whose law it is, and ``what`` is not done.
    """
    stack, groups = view.stack, view.parameters["may_hold_in"]
    honour, honouring = _in_states(stack, signal_laws(SignalDemand.HONOUR, view.as_of), groups)
    display, displaying = _in_states(stack, signal_laws(SignalDemand.DISPLAY, view.as_of), groups)
    if honour.truth == FALSE:
        yield Verdict(("stack",), Outcome.NOT_APPLICABLE)
        return
    known: dict[Any, Truth] = {}

    def is_personal(key: str, flow: Flow, _source: str) -> Clause:
        if flow.carries not in known:
            known[flow.carries] = names_personal(stack, flow.carries)
        route = ("flows", key, "carries")
        return Clause(known[flow.carries], (FactRef(*route),), tuple(classes_missing(stack, route, flow.carries)))

    ignored, hidden = _denied(stack, "gpc_honoured"), together(display, _denied(stack, "gpc_displayed"))
    jobs = capable(view.graph, view.parameters["capabilities"])
    shared, example = _some_flow(view.graph, jobs, is_personal)
    outcome, missing = judged((honour, shared), (either(ignored, hidden),))
    if example is None or outcome is not Outcome.FLAGGED:
        yield Verdict(("stack",), outcome, missing=missing)
        return
    is_worse = ignored.truth == TRUE
    yield Verdict(
        ("stack",),
        outcome,
        facts=tuple(dict.fromkeys((*(ignored if is_worse else hidden).facts, *honour.facts, *shared.facts))),
        missing=() if is_false(ignored.truth) or is_worse else ignored.missing,
        values={
            "states": named(honouring if is_worse else displaying),
            "what": "act on it" if is_worse else "show the visitor that it was acted on",
        },
        severity=None if is_worse else Severity.P3,
        related=(example.ref,),
    )


def _denied(stack: Stack, field: str) -> Clause:
    """Whether it is stated that the company does not do what a fact of its consent section says."""
    held = section_fact(stack, "consent", field)
    truth = UNKNOWN_TRUTH if held is None or held is UNKNOWN else of(held is False or held is NONE)
    fact = FactRef("consent", "", "" if stack.consent is NONE else field)
    return Clause(truth, (fact,), (Missing(("consent", field)),) if truth == UNKNOWN_TRUTH else ())


def _in_states(stack: Stack, laws: Iterable[SignalLaw], groups: Iterable[str]) -> tuple[Clause, list[str]]:
    """Whether people live in a state with one of some laws, and those states' names."""
    company = stack.company
    held = company.us_states if isinstance(company, Company) else None
    names = {law.state: law.name for law in laws}
    everywhere = UsState.ALL in listed(held)
    bound = [name for state, name in names.items() if everywhere or state in listed(held)]
    fact = FactRef("company", "", "us_states")
    if bound:
        return Clause(TRUE, (fact,)), bound
    there = speaks_to(stack, ("us",), groups)
    missing = there.missing if there.truth == UNKNOWN_TRUTH else ()
    truth = all_of((there.truth, UNKNOWN_TRUTH if names and is_open(held) else FALSE))
    return Clause(truth, (), (*missing, Missing(("company", "us_states")))), bound


def _without(graph: StackGraph, capabilities: Iterable[str]) -> Clause:
    """Whether no tool in use is there for one of some jobs."""
    there = some_tool(graph, capable(graph, capabilities), "capabilities")
    return Clause(negate(there.truth), (FactRef("tools"),), there.missing)


def _some_flow(graph: StackGraph, jobs: Sequence[Truth], of_kind: OfFlow) -> tuple[Clause, Edge | None]:
    """Whether a flow of a kind runs into a tool for some job, and the first that does for certain.

    ``jobs`` says of each tool, by number, whether it is there for that.
    """
    truths: list[Truth] = []
    missing: list[Missing] = []
    count = graph.flow_edges
    into = [jobs[head] for head in graph.heads[:count]]
    for number in compress(range(count), bytes(into).translate(WHERE_NOT_FALSE)):
        edge, job = graph.edges[number], into[number]
        kind = of_kind(graph.flow_id(number), graph.flows_of_edges[number], edge.source)
        truth = all_of((job, kind.truth, TRUE if edge.certain else UNKNOWN_TRUTH))
        if truth == TRUE:
            return Clause(TRUE, (*kind.facts, FactRef("tools", edge.target, "capabilities"))), edge
        if truth != FALSE:
            truths.append(truth)
            missing += _of_edge(graph, number, job)
            missing += kind.missing if kind.truth != TRUE else ()
    if not graph.stack.is_complete("tools") or any(
        graph.may_get_more(node) for node, job in enumerate(jobs) if job != FALSE
    ):
        truths.append(FALSE_AS_LISTED)
        missing += unlisted_links(graph.stack)
    return Clause(any_of(truths), (), tuple(missing)), None


def _of_edge(graph: StackGraph, number: int, job: Truth) -> Iterator[Missing]:
    """What would say whether a flow runs into a tool for the job."""
    edge = graph.edges[number]
    if job != TRUE:
        yield Missing(("tools", edge.target, "capabilities"))
    if not graph.steady[number]:
        yield Missing(("flows", graph.flow_id(number), "status"))
    for node in (graph.tails[number], graph.heads[number]):
        if not graph.sure[node]:
            yield Missing(("tools", graph.nodes[node], "status"))


def _ends(graph: StackGraph, edge: Edge) -> dict[str, str]:
    return {
        "source": graph.element(graph.index[edge.source]).title,
        "target": graph.element(graph.index[edge.target]).title,
    }
