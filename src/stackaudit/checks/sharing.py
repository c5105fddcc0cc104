"""What is shared with ad platforms, analytics and the like, flow by flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackaudit.checks.alike import plain_flows_into
from stackaudit.checks.arriving import finding_of, running_into
from stackaudit.checks.clauses import Clause, judged, there_for, together
from stackaudit.checks.reading import (
    capable,
    holds_class,
    moves_by,
    named,
    some,
    stated_yes,
)
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.sensitive import is_sensitive, sensitive_missing
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.columns import by_value
from stackaudit.graph.facts import covers
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate

__all__ = ["forbidden_by_terms", "sensitive_data_to_ads", "tags_before_consent"]


@check("flow", "source", "target", "method", "sensitive")
def tags_before_consent(view: View) -> Iterator[Verdict]:
    """For each flow by tag or library to advertising, analytics, replay or chat: does it run before a visitor agreed?

    Only where the company speaks to people in regions in which consent has to come first.
    """
    stack, wanted = view.stack, view.parameters["capabilities"]
    regions = speaks_to(stack, view.parameters["regions"], view.parameters["may_hold_in"])

    def is_target(_key: str, tool: Tool) -> Clause:
        return there_for(tool, wanted)

    methods = view.parameters["methods"]

    def plain(method: Any, gated: Any) -> Outcome | None:
        if FALSE in (regions.truth, moves_by(method, methods)):
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if stated_yes(gated) == TRUE else None

    columns = view.graph.columns
    facts = (columns.of("flow", "method"), columns.of("flow", "consent_gated"))
    for plain_ones, flow in plain_flows_into(view, capable(view.graph, wanted), facts, plain):
        yield from plain_ones
        if flow is None:
            continue
        key = flow.id
        there = running_into(stack, key, flow, is_target)
        method = Clause(
            moves_by(flow.method, methods),
            (FactRef("flows", key, "method"),),
            (Missing(("flows", key, "method")),),
        )
        gate = _gate(key, flow)
        outcome, missing = judged((there.clause, method, regions), (gate._replace(truth=negate(gate.truth)),))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        sensitive = _sensitive(stack, key, flow)
        yield finding_of(
            view,
            key,
            there,
            (
                *gate.facts,
                *method.facts,
                *there.clause.facts,
                *regions.facts,
                *(sensitive.facts if sensitive.truth == TRUE else ()),
            ),
            {"method": str(flow.method), "sensitive": _sensitive_names(stack, flow)},
            missing=sensitive.missing if sensitive.truth == UNKNOWN_TRUTH else (),
            severity=Severity.P1 if sensitive.truth == TRUE else None,
        )


@check("flow", "source", "target", "data", "unasked", "disallowing")
def sensitive_data_to_ads(view: View) -> Iterator[Verdict]:
    """For each flow of sensitive data into advertising, analytics or replay: are consent and terms there for it?

    Values: the ends of the flow, the ``data``, and the target again where people who refused are not left out
    (``unasked``), or where its terms do not allow such data (``disallowing``).
    """
    stack, wanted = view.stack, view.parameters["capabilities"]

    def is_target(_key: str, tool: Tool) -> Clause:
        return there_for(tool, wanted)

    def plain(carries: Any) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if _is_sensitive(stack, carries) == FALSE else None

    facts = (view.graph.columns.of("flow", "carries"),)
    for plain_ones, flow in plain_flows_into(view, capable(view.graph, wanted), facts, plain):
        yield from plain_ones
        if flow is None:
            continue
        key = flow.id
        there = running_into(stack, key, flow, is_target)
        sensitive, gate = _sensitive(stack, key, flow), _gate(key, flow)

        def is_bad(key: str, tool: Tool, gate: Clause = gate) -> Clause:
            return together(is_target(key, tool), _not_allowed(key, tool, gate))

        bad = running_into(stack, key, flow, is_bad)
        outcome, missing = judged((there.clause, sensitive), (bad.clause,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        title = stack.tools[bad.target].title
        allowed = stated_yes(stack.tools[bad.target].terms_allow_sensitive)
        values = {
            "data": _sensitive_names(stack, flow),
            "unasked": title if gate.truth == FALSE else "",
            "disallowing": title if allowed == FALSE else "",
        }
        yield finding_of(view, key, bad, (*sensitive.facts, *bad.clause.facts), values)


@check("flow", "source", "target", "data")
def forbidden_by_terms(view: View) -> Iterator[Verdict]:
    """For each flow into a tool whose terms forbid some data: does it carry such data?"""
    stack = view.stack

    def forbids(tool_key: str, tool: Tool) -> Clause:
        route = ("tools", tool_key, "forbids")
        return Clause(_forbids_any(tool.forbids), (FactRef(*route),), (Missing(route),))

    kinds = by_value(view.graph.columns.of("tool", "forbids"), _forbids_any)
    for plain_ones, flow in plain_flows_into(view, kinds, (), lambda: None):
        yield from plain_ones
        if flow is None:
            continue
        key = flow.id

        def carries(tool_key: str, tool: Tool, key: str = key, flow: Flow = flow) -> Clause:
            held = tool.forbids
            truth = holds_class(flow.carries, listed(held))
            missing = [Missing(("flows", key, "carries"))] if is_open(flow.carries) else []
            if truth == FALSE and held is not None and is_open(held) and listed(flow.carries):
                truth = UNKNOWN_TRUTH
            if held is not None and is_open(held):
                missing.append(Missing(("tools", tool_key, "forbids")))
            return together(forbids(tool_key, tool), Clause(truth, (FactRef("flows", key, "carries"),), tuple(missing)))

        there = running_into(stack, key, flow, forbids)
        bad = running_into(stack, key, flow, carries)
        outcome, missing = judged((there.clause,), (bad.clause,))
        if outcome is not Outcome.FLAGGED:
            yield Verdict((f"flows.{key}",), outcome, missing=missing)
            continue
        forbidden = listed(stack.tools[bad.target].forbids)
        data = named(name for name in listed(flow.carries) if any(covers(above, name) for above in forbidden))
        facts = tuple(sorted(bad.clause.facts, key=lambda fact: fact.collection))
        yield finding_of(view, key, bad, facts, {"data": data})


# -- clauses ---------------------------------------------------------------------------------------------------------


def _forbids_any(held: Any) -> Truth:
    """Whether the terms of a tool forbid any data, by what is said of that."""
    return FALSE if held is None else some(held)


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


def _sensitive(stack: Stack, key: str, flow: Flow) -> Clause:
    """Whether a flow carries sensitive data."""
    route = ("flows", key, "carries")
    missing = tuple(sensitive_missing(stack, route, flow.carries))
    return Clause(_is_sensitive(stack, flow.carries), (FactRef(*route),), missing)


def _is_sensitive(stack: Stack, classes: Any) -> Truth:
    """Whether a list of data classes names sensitive data."""
    truth = any_of(is_sensitive(stack, name) for name in listed(classes))
    return any_of((truth, UNKNOWN_TRUTH)) if is_open(classes) else truth


def _sensitive_names(stack: Stack, flow: Flow) -> str:
    return named(name for name in listed(flow.carries) if is_sensitive(stack, name) == TRUE)
