"""Opt-outs that arrive as less than people asked for."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.scopes import narrowed
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"


def judge(text, head=WHOLE):
    stack = load_text(head + text)
    return {one.elements[0]: one for one in narrowed(View(stack, StackGraph(stack)))}["tools.mailer"]


def tools(mailer="opt_out_scope: global", crm="opt_out_scope: global"):
    return (
        f"tools: {{mailer: {{name: The mailer, sends: [email], captures_opt_out: none, {mailer}}}, "
        f"crm: {{sends: none, captures_opt_out: [email], {crm}}}}}\n"
    )


def flow(scope, more=""):
    return f"flows: [{{from: crm, to: mailer, signals: [opt_out], opt_out_scope: {scope}{more}}}]\n"


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_what_a_flow_loses_is_named_with_what_was_asked_for():
    verdict = judge(tools() + flow("topic"))
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {
        "sender": "The mailer",
        "captures": "crm",
        "channel": "email",
        "asked": "everything",
        "left": "one topic or list",
        "count": "1",
    }
    assert verdict.facts == (
        FactRef("flows", "crm->mailer", "opt_out_scope"),
        FactRef("tools", "crm", "opt_out_scope"),
        FactRef("tools", "mailer", "sends"),
        FactRef("flows"),
    )
    assert [hop.element for hop in verdict.path] == ["flows.crm->mailer"]
    assert verdict.related == ("tools.crm", "flows.crm->mailer")


def test_what_the_sender_cannot_stop_is_its_own():
    text = tools("opt_out_scope: brand", "captures_opt_out: none").replace("captures_opt_out: [email], ", "")
    text += "capture_points: {page: {tool: mailer, channel: [email], scope: address}}"
    verdict = judge(text)
    assert (verdict.values["asked"], verdict.values["left"]) == ("one address", "one brand")
    assert verdict.facts[:2] == (
        FactRef("tools", "mailer", "opt_out_scope"),
        FactRef("capture_points", "page", "scope"),
    )


@pytest.mark.parametrize(
    ("asked_for", "left", "outcome"),
    [
        ("global", "none", CLEAR),
        ("global", "address", FLAGGED),
        ("brand", "global", CLEAR),
        ("brand", "address", FLAGGED),
        ("address", "brand", FLAGGED),
        ("address", "address", CLEAR),
        ("brand", "topic", FLAGGED),
        ("topic", "topic", CLEAR),
        ("topic", "unknown", CLEAR),
    ],
)
def test_a_brand_and_an_address_do_not_cover_each_other_and_a_topic_has_nothing_to_lose(asked_for, left, outcome):
    assert judge(tools(crm=f"opt_out_scope: {asked_for}") + flow(left)).outcome is outcome


@pytest.mark.parametrize(
    ("mailer", "crm", "scope", "missing"),
    [
        ("opt_out_scope: global", "opt_out_scope: global", "unknown", ["flows.crm->mailer.opt_out_scope"]),
        ("opt_out_scope: none", "opt_out_scope: global", "none", ["tools.mailer.opt_out_scope"]),
        ("opt_out_scope: topic", "opt_out_scope: unknown", "unknown", ["tools.crm.opt_out_scope"]),
        ("opt_out_scope: global", "opt_out_scope: none", "topic", ["tools.crm.opt_out_scope"]),
        ("opt_out_scope: topic", "opt_out_scope: global, status: unknown", "none", ["tools.crm.status"]),
    ],
)
def test_only_scopes_that_can_matter_are_asked_for(mailer, crm, scope, missing):
    verdict = judge(tools(mailer, crm) + flow(scope))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_path_on_which_nothing_is_lost_is_enough():
    text = (
        tools() + flow("topic")[:-2] + ", {id: wide, from: crm, to: mailer, signals: [opt_out], opt_out_scope: none}]"
    )
    assert judge(text).outcome is CLEAR


def test_over_partial_lists_it_is_suspected_unless_the_sender_itself_is_too_narrow():
    verdict = judge(tools() + flow("topic"), HEAD)
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])
    assert judge(tools("opt_out_scope: topic") + flow("none"), HEAD).outcome is FLAGGED


def test_an_opt_out_that_may_arrive_by_flows_that_nobody_listed_is_asked_about():
    verdict = judge(tools("opt_out_scope: topic"), HEAD)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.flows", "complete.tools"])


def test_an_opt_out_that_never_arrives_has_no_scope_to_lose():
    assert judge(tools("opt_out_scope: topic")).outcome is NOT_APPLICABLE


def test_where_nothing_can_be_lost_it_does_not_matter_how_much_was_asked_for():
    text = (
        tools()
        + flow("none")
        + "capture_points: {page: {tool: crm, channel: [email]}, desk: {tool: none, channel: [email]}}"
    )
    assert judge(text).outcome is CLEAR


def test_each_sender_is_judged_by_itself():
    text = tools().replace(
        "tools: {", "tools: {other: {sends: [email], captures_opt_out: none, opt_out_scope: topic, send_gate: [crm]}, "
    )
    stack = load_text(WHOLE + text + flow("none"))
    found = {one.elements[0]: one.outcome for one in narrowed(View(stack, StackGraph(stack)))}
    assert (found["tools.other"], found["tools.mailer"]) == (FLAGGED, CLEAR)
