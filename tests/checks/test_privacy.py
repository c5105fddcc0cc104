"""Personal data at vendors without terms."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.privacy import personal_data_without_terms
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"


def judge(text, head=WHOLE):
    stack = load_text(head + text)
    return {verdict.elements[0]: verdict for verdict in personal_data_without_terms(View(stack, StackGraph(stack)))}


def judged(tool, flow="", more="", head=WHOLE):
    flows = f"flows: [{{from: b, to: a, {flow}}}]\n" if flow else ""
    return judge(f"tools: {{a: {{{tool}}}, b: {{built: in_house}}}}\n{flows}{more}", head)["tools.a"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_vendor_that_stores_personal_data_without_terms_is_flagged():
    verdict = judged("built: vendor, terms: none, stores: [order, user.contact.email]")
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"tool": "a", "data": "user.contact.email", "flows": "0"}
    assert verdict.facts == (
        FactRef("tools", "a", "terms"),
        FactRef("tools", "a", "stores"),
        FactRef("tools", "a", "built"),
    )


def test_a_class_that_a_tool_both_keeps_and_gets_is_told_once():
    kept = "built: vendor, terms: none, stores: [order, user.contact.email]"
    verdict = judged(kept, "carries: [order, user.contact.email]")
    assert dict(verdict.values) == {"tool": "a", "data": "user.contact.email", "flows": "1"}


def test_a_choice_that_people_state_there_is_no_data_that_a_flow_brings():
    choices = "capture_points: {footer: {tool: a, captures: [opt_out]}}\n"
    verdict = judged("built: agency, terms: none, stores: [user.name]", more=choices)
    assert (verdict.outcome, verdict.values["flows"]) == (FLAGGED, "0")


def test_a_flow_that_brings_personal_data_is_enough():
    verdict = judged("built: agency, terms: none, stores: []", "carries: [user.name]")
    assert verdict.outcome is FLAGGED
    assert verdict.facts[1] == FactRef("flows", "b->a", "carries")
    assert verdict.related == ("flows.b->a",)
    assert verdict.values["flows"] == "1"


@pytest.mark.parametrize(
    ("tool", "outcome"),
    [
        ("built: vendor, terms: dpa, stores: [user]", CLEAR),
        ("built: in_house, terms: none, stores: [user]", NOT_APPLICABLE),
        ("built: vendor, terms: none, stores: [user], status: retired", NOT_APPLICABLE),
        ("built: vendor, terms: none, stores: [order]", NOT_APPLICABLE),
        ("terms: controller", CLEAR),
    ],
)
def test_without_one_of_the_conditions_nothing_is_flagged(tool, outcome):
    assert judged(tool).outcome is outcome


@pytest.mark.parametrize(
    ("tool", "flow", "more", "missing"),
    [
        ("built: vendor, stores: [user]", "", "", ["tools.a.terms"]),
        ("terms: none, stores: [user]", "", "", ["tools.a.built"]),
        ("built: vendor, terms: none, stores: [user], status: unknown", "", "", ["tools.a.status"]),
        ("built: vendor, terms: none", "", "", ["tools.a.stores"]),
        ("built: vendor, terms: none, stores: []", "every: 1d", "", ["flows.b->a.carries"]),
        ("built: vendor, terms: none, stores: []", "carries: [user], status: unknown", "", ["flows.b->a.status"]),
        ("built: vendor, terms: none, stores: [lead]", "", "data_classes: {lead: {}}", ["data_classes.lead.personal"]),
        ("built: vendor, stores: [user]", "every: 1d", "", ["tools.a.terms"]),
    ],
)
def test_what_would_decide_is_asked_for(tool, flow, more, missing):
    verdict = judged(tool, flow, more)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_source_that_may_not_be_in_use_is_asked_about():
    text = (
        "tools: {a: {built: vendor, terms: none, stores: []}, b: {built: in_house, "
        "status: unknown}}\nflows: [{from: b, to: a, carries: [user]}]"
    )
    assert asked(judge(text)["tools.a"]) == ["tools.b.status"]


def test_over_partial_lists_a_flow_that_nobody_listed_may_bring_personal_data():
    assert asked(judged("built: vendor, terms: none, stores: []", head=HEAD)) == ["complete.flows", "complete.tools"]
    assert judged("built: vendor, terms: none, stores: [], flows_complete: in", head=HEAD).outcome is NOT_APPLICABLE
    assert judged("built: vendor, terms: none, stores: [user]", head=HEAD).outcome is FLAGGED


def test_a_send_gate_brings_no_data():
    assert judged("built: vendor, terms: none, stores: [], send_gate: [b]").outcome is NOT_APPLICABLE
