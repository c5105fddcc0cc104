"""Ways to say stop that lead nowhere."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.unheard import leads_nowhere
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"
DESK = "desk: {sends: none, captures_opt_out: none}"
CALL = "capture_points: {call: {tool: desk, channel: [email], name: A call}}\n"


def judge(text, head=WHOLE):
    stack = load_text(head + text)
    found = {}
    for verdict in leads_nowhere(View(stack, StackGraph(stack))):
        key = ":".join(filter(None, (verdict.elements[0], verdict.topic)))
        assert key not in found
        found[key] = verdict
    return found


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_place_that_leads_nowhere_names_who_goes_on_sending_and_what_says_so():
    text = f"tools: {{mailer: {{sends: [email], name: The mailer}}, {DESK}}}\n{CALL}"
    verdict = judge(text)["capture_points.call"]
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"way": "A call", "sender": "The mailer", "channel": "email"}
    assert verdict.facts == (
        FactRef("capture_points", "call", "tool"),
        FactRef("flows"),
        FactRef("tools", "mailer", "sends"),
    )
    assert (verdict.related, verdict.missing) == (("tools.mailer",), ())


def test_a_place_for_two_channels_names_those_that_lead_nowhere():
    text = (
        f"tools: {{mailer: {{sends: [email]}}, texts: {{sends: [sms]}}, {DESK}}}\n"
        "capture_points: {call: {tool: desk, channel: [email, sms, push]}}\n"
        "flows: [{from: desk, to: texts, signals: [opt_out]}]"
    )
    verdict = judge(text)["capture_points.call"]
    assert verdict.values["channel"] == "email"
    both = judge(text.replace("[opt_out]", "none"))["capture_points.call"]
    assert (both.values["channel"], both.values["sender"]) == ("email and sms", "mailer and texts")


def test_a_gap_proves_it_over_partial_lists_and_without_one_it_is_suspected():
    text = f"tools: {{mailer: {{sends: [email]}}, {DESK}}}\n{CALL}"
    head = HEAD + "complete: [tools]\n"
    suspected = judge(text, head)["capture_points.call"]
    assert (suspected.outcome, asked(suspected)) == (SUSPECTED, ["complete.flows"])
    flagged = judge(text + "gaps: [{signal: opt_out, from: call, to: mailer}]", head)["capture_points.call"]
    assert flagged.outcome is FLAGGED
    assert FactRef("gaps", "opt_out:call->mailer") in flagged.facts


@pytest.mark.parametrize(
    ("mailer", "call", "missing"),
    [
        ("sends: [email]", "channel: [email], captures: unknown", ["capture_points.call.captures"]),
        ("sends: [email]", "channel: unknown", ["capture_points.call.channel"]),
        ("sends: {email: unknown}", "channel: [email]", ["tools.mailer.sends"]),
        ("sends: [email], status: unknown", "channel: [email]", ["tools.mailer.status"]),
        ("sends: [email], brand: [x]", "channel: [email], brand: unknown", ["capture_points.call.brand"]),
        ("sends: [email], brand: unknown", "channel: [email], brand: [x]", ["tools.mailer.brand"]),
    ],
)
def test_what_would_say_whether_a_place_leads_nowhere_is_asked(mailer, call, missing):
    text = f"tools: {{mailer: {{{mailer}}}, {DESK}}}\ncapture_points: {{call: {{tool: desk, {call}}}}}"
    verdict = judge(text)["capture_points.call"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_of_a_sender_that_is_reached_only_whether_it_sends_is_asked():
    text = f"tools: {{mailer: {{sends: [email]}}, other: {{sends: unknown}}, {DESK}}}\n{CALL}flows: [{{from: desk, to: other, signals: [opt_out]}}]"
    verdict = judge(text)["capture_points.call"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.other.sends"])


def test_each_place_is_judged_by_itself_and_a_flow_of_which_nobody_knows_the_signals_is_asked_about():
    text = (
        f"tools: {{mailer: {{sends: [email]}}, form: {{sends: none}}, {DESK}}}\n"
        "capture_points: {call: {tool: desk, channel: [email]}, page: {tool: form, channel: [email]}}\n"
        "flows: [{from: form, to: mailer}]"
    )
    found = judge(text)
    assert found["capture_points.call"].outcome is FLAGGED
    assert asked(found["capture_points.page"]) == ["flows.form->mailer.signals"]


def test_a_sender_that_nobody_listed_may_hear_it():
    text = f"tools: {{mailer: {{sends: [email]}}, {DESK}}}\n{CALL}"
    verdict = judge(text, HEAD + "complete: [flows]\n")["capture_points.call"]
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.tools"])


def test_a_place_without_any_sender_on_its_channel_is_no_subject():
    text = f"tools: {{mailer: {{sends: [sms]}}, {DESK}}}\n{CALL}"
    assert judge(text)["capture_points.call"].outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("mailer", "outcome", "missing"),
    [
        ("sends: [email], heeds: [reply, feedback_loop]", CLEAR, []),
        ("sends: [email], heeds: [reply, more]", UNKNOWN, ["tools.mailer.heeds"]),
        ("sends: [email], heeds: [reply]", FLAGGED, []),
        ("sends: [email], heeds: none, status: unknown", UNKNOWN, ["tools.mailer.status"]),
        ("sends: [sms], heeds: [keyword]", CLEAR, []),
    ],
)
def test_a_sender_heeds_every_way_that_people_use_unasked(mailer, outcome, missing):
    found = judge(f"tools: {{mailer: {{{mailer}}}}}")
    verdict = found["tools.mailer:sms" if "sms" in mailer else "tools.mailer:email"]
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_the_ways_that_are_not_heeded_are_named():
    verdict = judge("tools: {mailer: {sends: [email], heeds: none}}")["tools.mailer:email"]
    assert dict(verdict.values) == {"way": "reply and feedback loop", "sender": "mailer", "channel": "email"}
    assert verdict.facts == (FactRef("tools", "mailer", "heeds"), FactRef("tools", "mailer", "sends"))


def test_of_a_tool_that_may_send_it_is_asked_whether_it_does_unless_it_heeds_all():
    verdict = judge("tools: {mailer: {}}")["tools.mailer"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.mailer.sends"])
    assert judge("tools: {mailer: {heeds: [reply, feedback_loop, keyword]}}")["tools.mailer"].outcome is CLEAR


@pytest.mark.parametrize(
    ("place", "outcome"),
    [("how: reply", CLEAR), ("how: reply, captures: unknown", UNKNOWN), ("how: phone", UNKNOWN), ("", UNKNOWN)],
)
def test_a_place_in_the_sender_itself_counts_until_somebody_has_said_what_it_heeds(place, outcome):
    text = (
        "tools: {mailer: {sends: [email], heeds: [feedback_loop, more]}}\n"
        f"capture_points: {{answer: {{tool: mailer, channel: [email], {place}}}}}"
    )
    assert judge(text)["tools.mailer:email"].outcome is outcome
