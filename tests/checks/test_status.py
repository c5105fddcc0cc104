"""Who may write that somebody is subscribed."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.status import switched_on_again
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
TOOLS = "tools: {sheet: {name: The sheet, sends: none}, mailer: {sends: [email], name: The mailer}}\n"


def judge(flow, tools=TOOLS, more=""):
    stack = load_text(f"{HEAD}{tools}{more}flows: [{{id: f, {flow}}}]")
    (verdict,) = switched_on_again(View(stack, StackGraph(stack), {"fields": ["consent", "subscribed"]}))
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_flow_that_overrules_an_opt_out_names_its_ends_and_what_decided():
    verdict = judge("from: sheet, to: mailer, fields: [subscribed], signals: [consent], opt_out_wins: false")
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"flow": "f", "source": "The sheet", "target": "The mailer"}
    assert verdict.facts == (
        FactRef("flows", "f", "opt_out_wins"),
        FactRef("flows", "f", "fields"),
        FactRef("flows", "f", "signals"),
        FactRef("tools", "mailer", "sends"),
    )
    assert verdict.related == ("tools.mailer",)


def test_of_a_flow_both_ways_the_way_into_the_sender_counts():
    verdict = judge("between: [mailer, sheet], carries: [user.consent], opt_out_wins: none")
    assert verdict.values["source"] == "The sheet"


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        ("fields: [consent]", UNKNOWN, ["flows.f.opt_out_wins"]),
        ("opt_out_wins: unknown", UNKNOWN, ["flows.f.opt_out_wins"]),
        ("opt_out_wins: true", CLEAR, []),
        ("opt_out_wins: false", UNKNOWN, ["flows.f.fields", "flows.f.carries", "flows.f.signals"]),
        ("opt_out_wins: false, fields: [subscribed], status: unknown", UNKNOWN, ["flows.f.status"]),
        ("fields: [list], carries: [user.name], signals: [opt_out], opt_out_wins: false", NOT_APPLICABLE, []),
    ],
)
def test_what_it_writes_matters_only_where_an_opt_out_does_not_stand(facts, outcome, missing):
    verdict = judge(f"from: sheet, to: mailer, {facts}")
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_whether_the_target_sends_is_asked_where_all_else_is_so():
    tools = "tools: {sheet: {}, mailer: {sends: {email: unknown}}}\n"
    verdict = judge("from: sheet, to: mailer, fields: [consent], opt_out_wins: false", tools)
    assert asked(verdict) == ["tools.mailer.sends"]


def test_what_people_say_at_a_capture_point_is_new():
    more = "capture_points: {form: {tool: sheet}}\n"
    assert judge("from: form, to: mailer, fields: [consent], opt_out_wins: false", more=more).outcome is NOT_APPLICABLE
