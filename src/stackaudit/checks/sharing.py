"""What is shared with ad platforms, analytics and the like, flow by flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import (
    declared_as,
    has_capability,
    holds_class,
    in_use,
    named,
    runs,
    stated_yes,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.facts import covers
from stackaudit.model.elements import Company, DataClass, Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import REGION_GROUPS, SENSITIVE
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["forbidden_by_terms", "sensitive_data_to_ads", "tags_before_consent"]

Judge = Callable[[str, Tool], Clause]
"""Whether a tool, by its id, is one that a rule looks at, or one to which something must not get."""


@check("flow", "source", "target", "method")
def tags_before_consent(view: View) -> Iterator[Verdict]:
    """For each flow by tag or library to advertising, analytics, replay or chat: does it run before a visitor agreed?

    Only where the company speaks to people in regions in which consent has to come first.
    """
    stack, wanted = view.stack, view.parameters["capabilities"]
    regions = _regions(stack, view.parameters["regions"], view.parameters["may_hold_in"])

    def is_target(key: str, tool: Tool) -> Clause:
        return _is_for(key, tool, wanted)

    methods = (NONE, *view.parameters["methods"])
    for key, flow, truth in _flows_into(stack, {key: is_target(key, tool).truth for key, tool in stack.tools.items()}):
        element = (f"flows.{key}",)
        if FALSE in (truth, regions.truth) or (is_stated(flow.method) and flow.method not in methods):
            yield Verdict(element, Outcome.NOT_APPLICABLE)
            continue
        if stated_yes(flow.consent_gated) == TRUE:
            yield Verdict(element, Outcome.CLEAR)
            continue
        there = _running(stack, key, flow, is_target)
        method = Clause(
            UNKNOWN_TRUTH if not is_stated(flow.method) or flow.method is NONE else TRUE,
            (FactRef("flows", key, "method"),),
            (Missing(("flows", key, "method")),),
        )
        gate = _gate(key, flow)
        outcome, missing = judged((there.clause, method, regions), (gate._replace(truth=negate(gate.truth)),))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        sensitive = _sensitive(stack, key, flow)
        yield _finding(
            view,
            key,
            there,
            (*gate.facts, *method.facts, *there.clause.facts, *regions.facts),
            {"method": str(flow.method)},
            missing=sensitive.missing if sensitive.truth == UNKNOWN_TRUTH else (),
            severity=Severity.P1 if sensitive.truth == TRUE else None,
        )


@check("flow", "source", "target", "data")
def sensitive_data_to_ads(view: View) -> Iterator[Verdict]:
    """For each flow of sensitive data into advertising, analytics or replay: are consent and terms there for it?"""
    stack, wanted = view.stack, view.parameters["capabilities"]

    def is_target(key: str, tool: Tool) -> Clause:
        return _is_for(key, tool, wanted)

    known: dict[Any, Truth] = {}
    for key, flow, truth in _flows_into(stack, {key: is_target(key, tool).truth for key, tool in stack.tools.items()}):
        if flow.carries not in known:
            known[flow.carries] = _sensitive(stack, key, flow).truth
        if FALSE in (truth, known[flow.carries]):
            yield Verdict((f"flows.{key}",), Outcome.NOT_APPLICABLE)
            continue
        there = _running(stack, key, flow, is_target)
        sensitive, gate = _sensitive(stack, key, flow), _gate(key, flow)

        def is_bad(key: str, tool: Tool, gate: Clause = gate) -> Clause:
            return _all(is_target(key, tool), _not_allowed(key, tool, gate))

        bad = _running(stack, key, flow, is_bad)
        outcome, missing = judged((there.clause, sensitive), (bad.clause,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        data = named(name for name in listed(flow.carries) if _is_sensitive(stack, name) == TRUE)
        yield _finding(view, key, bad, (*sensitive.facts, *bad.clause.facts), {"data": data})


@check("flow", "source", "target", "data")
def forbidden_by_terms(view: View) -> Iterator[Verdict]:
    """For each flow into a tool whose terms forbid some data: does it carry such data?"""
    stack = view.stack

    def forbids(tool_key: str, tool: Tool) -> Clause:
        route = ("tools", tool_key, "forbids")
        held = tool.forbids
        truth = (
            UNKNOWN_TRUTH
            if held is UNKNOWN
            else FALSE
            if held is None
            else any_of((of(bool(listed(held))), _openness(held)))
        )
        return Clause(truth, (FactRef(*route),), (Missing(route),))

    for key, flow, truth in _flows_into(stack, {key: forbids(key, tool).truth for key, tool in stack.tools.items()}):
        if truth == FALSE:
            yield Verdict((f"flows.{key}",), Outcome.NOT_APPLICABLE)
            continue

        def carries(tool_key: str, tool: Tool, key: str = key, flow: Flow = flow) -> Clause:
            held = tool.forbids
            truth = holds_class(flow.carries, listed(held))
            missing = [Missing(("flows", key, "carries"))] if is_open(flow.carries) else []
            if truth == FALSE and held is not None and is_open(held) and listed(flow.carries):
                truth = UNKNOWN_TRUTH
            if held is not None and is_open(held):
                missing.append(Missing(("tools", tool_key, "forbids")))
            return _all(forbids(tool_key, tool), Clause(truth, (FactRef("flows", key, "carries"),), tuple(missing)))

        there = _running(stack, key, flow, forbids)
        bad = _running(stack, key, flow, carries)
        outcome, missing = judged((there.clause,), (bad.clause,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        forbidden = listed(stack.tools[bad.target].forbids)
        data = named(name for name in listed(flow.carries) if any(covers(above, name) for above in forbidden))
        facts = tuple(sorted(bad.clause.facts, key=lambda fact: fact.collection))
        yield _finding(view, key, bad, facts, {"data": data})


# -- clauses ---------------------------------------------------------------------------------------------------------


def _all(*clauses: Clause) -> Clause:
    """One clause for several that must all hold."""
    truth = all_of(clause.truth for clause in clauses)
    return Clause(
        truth,
        tuple(fact for clause in clauses for fact in clause.facts),
        tuple(one for clause in clauses if clause.truth not in {TRUE, FALSE} for one in clause.missing),
    )


class _Way(NamedTuple):
    """A direction of a flow, and whether the flow runs that way into a tool of some kind."""

    clause: Clause
    source: str
    target: str


def _flows_into(stack: Stack, kinds: Mapping[str, Truth]) -> Iterator[tuple[str, Flow, Truth]]:
    """The flows that may run, and whether each runs into a tool of a kind; quick, as most of them do not."""
    used = {key: in_use(tool) for key, tool in stack.tools.items()}
    for key, flow in stack.flows.items():
        run = runs(flow)
        ways = [
            FALSE if kinds[target] == FALSE else all_of((run, used.get(source, TRUE), used[target], kinds[target]))
            for source, target in flow.ends
            if FALSE not in (run, used.get(source, TRUE), used[target])
        ]
        if ways:
            yield key, flow, ways[0] if len(ways) == 1 else any_of(ways)


def _running(stack: Stack, key: str, flow: Flow, of_target: Judge) -> _Way:
    """How a flow that may run gets into a tool of some kind: the direction that does for certain, else what to ask."""
    run = Clause(runs(flow), (), (Missing(("flows", key, "status")),))
    ways = []
    for ends in flow.ends:
        used = [
            Clause(in_use(stack.tools[end]), (), (Missing(("tools", end, "status")),))
            for end in ends
            if end in stack.tools
        ]
        ways.append(_Way(_all(run, *used, of_target(ends[1], stack.tools[ends[1]])), *ends))
    for way in ways:
        if way.clause.truth == TRUE:
            return way
    doubtful = tuple(one for way in ways if way.clause.truth != FALSE for one in way.clause.missing)
    return ways[0]._replace(clause=Clause(any_of(way.clause.truth for way in ways), (), doubtful))


def _is_for(key: str, tool: Tool, wanted: Any) -> Clause:
    route = ("tools", key, "capabilities")
    return Clause(has_capability(tool, wanted), (FactRef(*route),), (Missing(route),))


def _gate(key: str, flow: Flow) -> Clause:
    """Whether people who refused are left out of a flow."""
    route = ("flows", key, "consent_gated")
    return Clause(stated_yes(flow.consent_gated), (FactRef(*route),), (Missing(route),))


def _not_allowed(key: str, tool: Tool, gate: Clause) -> Clause:
    """Whether sensitive data gets to a tool without consent, or against the vendor's terms."""
    route = ("tools", key, "terms_allow_sensitive")
    allowed = Clause(stated_yes(tool.terms_allow_sensitive), (FactRef(*route),), (Missing(route),))
    return Clause(
        negate(all_of((gate.truth, allowed.truth))),
        tuple(fact for clause in (gate, allowed) if clause.truth == FALSE for fact in clause.facts),
        tuple(one for clause in (gate, allowed) if clause.truth == UNKNOWN_TRUTH for one in clause.missing),
    )


def _regions(stack: Stack, wanted: Any, groups: Any) -> Clause:
    """Whether the company speaks to people in some regions; ``groups`` are those that may include one of them."""
    company = stack.company
    regions = company.regions if isinstance(company, Company) else None
    countries = {country for name in wanted for country in REGION_GROUPS.get(name, (name,))}
    named_ones = {country for name in listed(regions) for country in REGION_GROUPS.get(name, (name,))}
    if countries & named_ones:
        truth = TRUE
    else:
        truth = UNKNOWN_TRUTH if is_open(regions) or set(groups) & set(listed(regions)) else FALSE
    return Clause(truth, (FactRef("company", "", "regions"),), (Missing(("company", "regions")),))


def _sensitive(stack: Stack, key: str, flow: Flow) -> Clause:
    """Whether a flow carries sensitive data."""
    truth = any_of(_is_sensitive(stack, name) for name in listed(flow.carries))
    missing = [
        Missing(("data_classes", declared, field))
        for name in listed(flow.carries)
        if _is_sensitive(stack, name) == UNKNOWN_TRUTH
        for declared in (declared_as(stack, name),)
        for field in ("sensitive", "personal")
        if not is_stated(getattr(stack.data_classes[declared], field))
    ]
    if is_open(flow.carries):
        truth = any_of((truth, UNKNOWN_TRUTH))
        missing.append(Missing(("flows", key, "carries")))
    return Clause(truth, (FactRef("flows", key, "carries"),), tuple(missing))


def _is_sensitive(stack: Stack, data_class: str) -> Truth:
    """Whether a data class tells of what harms people most; the company's own say so themselves."""
    if any(covers(above, data_class) for above in SENSITIVE):
        return TRUE
    own: DataClass | None = stack.data_classes.get(declared_as(stack, data_class))
    if own is None or own.personal is False or own.personal is NONE:
        return FALSE
    if is_stated(own.sensitive) and own.sensitive is not True:
        return FALSE
    return TRUE if is_stated(own.sensitive) and is_stated(own.personal) else UNKNOWN_TRUTH


def _openness(items: Any) -> Truth:
    return UNKNOWN_TRUTH if is_open(items) else FALSE


# -- findings --------------------------------------------------------------------------------------------------------


def _finding(
    view: View,
    key: str,
    way: _Way,
    facts: tuple[FactRef, ...],
    values: dict[str, str],
    missing: tuple[Missing, ...] = (),
    severity: Severity | None = None,
) -> Verdict:
    stack = view.stack
    ends = {
        "flow": stack.flows[key].title,
        "source": _title(stack, way.source),
        "target": _title(stack, way.target),
    }
    return Verdict(
        (f"flows.{key}",),
        Outcome.FLAGGED,
        facts=tuple(dict.fromkeys(facts)),
        missing=missing,
        values=MappingProxyType({**ends, **values}),
        severity=severity,
        related=(f"tools.{way.target}",),
    )


def _title(stack: Stack, key: str) -> str:
    element = stack.tools.get(key) or stack.capture_points.get(key)
    return element.title if element is not None else key
