"""Opt-outs: whether they arrive, in time, and by themselves."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.consent import opt_out_by_hand, opt_out_never_arrives, opt_out_too_late
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = (
    HEAD + "complete: [tools, flows, capture_points, sending_domains]\ncompany: {regions: [us], contacts: 1200000}\n"
)
TWO = "tools: {a: {sends: [email], captures_opt_out: [email]}, b: {sends: [email], captures_opt_out: [email]}}\n"
US = HEAD + "complete: [tools, flows, capture_points, sending_domains]\ncompany: {regions: [us]}\n"


def judge(check, text, head=WHOLE):
    """The verdicts on a stack by tool and channel; each gives the values that the check declares."""
    stack = load_text(head + text)
    verdicts = {}
    for verdict in check(View(stack, StackGraph(stack))):
        key = verdict.elements[0].removeprefix("tools.")
        assert (key, verdict.topic) not in verdicts
        verdicts[key, verdict.topic] = verdict
        if verdict.outcome in {FLAGGED, SUSPECTED}:
            assert set(verdict.values) == set(values_of(check) or ())
        if verdict.outcome in {UNKNOWN, SUSPECTED}:
            assert verdict.missing
    return verdicts


def asked(verdict):
    return [one.path for one in verdict.missing]


# -- opt_out_never_arrives -------------------------------------------------------------------------------------------


def test_an_opt_out_that_gets_to_the_other_sender_one_way_only_is_flagged_for_the_first():
    found = judge(opt_out_never_arrives, TWO + "flows: [{from: a, to: b, signals: [opt_out]}]")
    flagged = found["a", "email"]
    assert flagged.outcome is FLAGGED
    assert flagged.facts == (
        FactRef("tools", "b", "captures_opt_out"),
        FactRef("tools", "a", "sends"),
        FactRef("flows"),
    )
    assert dict(flagged.values) == {
        "sender": "a",
        "captures": "b",
        "channel": "email",
        "count": "1",
        "contacts": "1,200,000",
    }
    assert flagged.related == ("tools.b",)
    assert found["b", "email"].outcome is CLEAR


def test_over_partial_lists_a_path_that_is_not_listed_is_suspected_to_be_none():
    verdict = judge(opt_out_never_arrives, TWO, HEAD)["a", "email"]
    assert verdict.outcome is SUSPECTED
    assert asked(verdict) == ["complete.flows", "complete.tools"]
    assert verdict.values["contacts"] == ""


def test_a_stated_gap_proves_it_over_partial_lists():
    verdict = judge(opt_out_never_arrives, TWO + "gaps: [{signal: opt_out, from: b, to: a}]", HEAD)["a", "email"]
    assert verdict.outcome is FLAGGED
    assert verdict.facts[-1] == FactRef("gaps", "opt_out:b->a")
    assert verdict.missing == ()


def test_a_tool_whose_flows_are_all_listed_proves_it_over_partial_lists():
    text = TWO.replace("tools: {a: {", "tools: {a: {flows_complete: in, ")
    found = judge(opt_out_never_arrives, text, HEAD)
    assert found["a", "email"].outcome is FLAGGED
    assert found["a", "email"].facts[-1] == FactRef("tools", "a", "flows_complete")
    assert found["b", "email"].outcome is SUSPECTED


def test_a_flow_of_which_nobody_knows_the_signals_is_asked_about():
    verdict = judge(opt_out_never_arrives, TWO + "flows: [{from: b, to: a}, {from: a, to: b, signals: [opt_out]}]")[
        "a", "email"
    ]
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == ["flows.b->a.signals"]


def test_only_flows_on_ways_from_a_capture_to_the_sender_are_asked_about():
    text = (
        "tools: {a: {sends: [email]}, b: {captures_opt_out: [email], sends: none}, c: {sends: none, "
        "captures_opt_out: none}, d: {sends: none, captures_opt_out: none, status: unknown}}\n"
        "flows: [{from: b, to: d}, {from: d, to: a, signals: [opt_out], status: unknown}, {from: c, "
        "to: a}, {from: a, to: c}]"
    )
    verdict = judge(opt_out_never_arrives, text)["a", "email"]
    assert asked(verdict) == ["flows.d->a.status", "tools.d.status", "flows.b->d.signals"]


def test_so_many_flows_are_asked_about_and_no_more():
    keys = [f"s{number}" for number in range(30)]
    tools = ", ".join(f"{key}: {{sends: none, captures_opt_out: [email]}}" for key in keys)
    flows = ", ".join(f"{{from: {key}, to: a}}" for key in keys)
    verdict = judge(opt_out_never_arrives, f"tools: {{a: {{sends: [email]}}, {tools}}}\nflows: [{flows}]")["a", "email"]
    assert len(verdict.missing) == 20


def test_at_most_three_captures_are_named():
    keys = [f"s{number}" for number in range(5)]
    tools = ", ".join(f"{key}: {{sends: none, captures_opt_out: [email]}}" for key in keys)
    verdict = judge(opt_out_never_arrives, f"tools: {{a: {{sends: [email]}}, {tools}}}")["a", "email"]
    assert verdict.values["captures"] == "s0, s1, s2 and 2 more"
    assert verdict.values["count"] == "5"


def test_a_sender_that_looks_up_a_suppression_list_as_it_sends_is_reached():
    text = (
        "tools: {a: {sends: [email], send_gate: [m]}, b: {sends: none, captures_opt_out: [email]}, "
        "m: {sends: none, captures_opt_out: none}}\nflows: [{from: b, to: m, signals: [opt_out]}]"
    )
    assert judge(opt_out_never_arrives, text)["a", "email"].outcome is CLEAR


def test_a_send_gate_that_nobody_knows_is_asked_about():
    verdict = judge(opt_out_never_arrives, TWO.replace("a: {", "a: {send_gate: unknown, "))["a", "email"]
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == ["tools.a.send_gate"]


def test_a_capture_point_gets_to_the_tool_in_which_it_is_recorded():
    text = (
        "tools: {a: {sends: [email]}, b: {sends: [email], captures_opt_out: none}}\n"
        "capture_points: {p: {tool: a, channel: [email]}}"
    )
    found = judge(opt_out_never_arrives, text)
    assert found["a", "email"].outcome is CLEAR
    assert found["b", "email"].outcome is FLAGGED
    assert found["b", "email"].facts[0] == FactRef("capture_points", "p", "channel")


def test_a_capture_point_without_a_known_tool_is_asked_about():
    text = "tools: {a: {sends: [email], captures_opt_out: none}}\ncapture_points: {p: {channel: [email]}}"
    assert asked(judge(opt_out_never_arrives, text)["a", "email"]) == ["capture_points.p.tool"]


def test_what_is_said_at_a_capture_point_is_asked_about_where_nobody_knows():
    text = "tools: {a: {sends: [email], captures_opt_out: none}}\ncapture_points: {p: {tool: none, captures: unknown}}"
    assert asked(judge(opt_out_never_arrives, text)["a", "email"]) == [
        "capture_points.p.captures",
        "capture_points.p.channel",
    ]


def test_whether_a_tool_captures_opt_outs_is_asked_only_where_they_would_not_arrive():
    text = (
        "tools: {a: {sends: [email]}, b: {capabilities: [map], sends: none}, "
        "c: {capabilities: [map], sends: none, status: unknown}}\nflows: [{from: b, to: a, "
        "signals: [opt_out]}]"
    )
    assert asked(judge(opt_out_never_arrives, text)["a", "email"]) == ["tools.c.status", "tools.c.captures_opt_out"]


def test_brands_that_are_stated_to_differ_are_not_compared():
    text = "tools: {a: {sends: [email], brand: [x]}, b: {captures_opt_out: [email], sends: none, brand: [%s]}}"
    assert judge(opt_out_never_arrives, text % "x")["a", "email"].outcome is FLAGGED
    assert judge(opt_out_never_arrives, text % "y")["a", "email"].outcome is NOT_APPLICABLE
    assert asked(judge(opt_out_never_arrives, text % "y, more")["a", "email"]) == ["tools.b.brand"]


def test_where_no_place_to_say_stop_is_known_the_list_of_them_is_asked_for():
    text = "tools: {a: {sends: [email], captures_opt_out: none}}"
    assert judge(opt_out_never_arrives, text)["a", "email"].outcome is NOT_APPLICABLE
    assert asked(judge(opt_out_never_arrives, text, HEAD)["a", "email"]) == [
        "complete.capture_points",
        "complete.tools",
    ]


def test_what_people_say_to_the_sender_itself_the_sender_knows():
    assert (
        judge(opt_out_never_arrives, "tools: {a: {sends: [email], captures_opt_out: [email]}}", HEAD)[
            "a", "email"
        ].outcome
        is CLEAR
    )


def test_a_tool_that_sends_nothing_or_only_service_mail_is_not_applicable():
    text = "tools: {a: {sends: none}, b: {sends: {email: [service]}}, c: {sends: [email], status: planned}}"
    assert {key: verdict.outcome for key, verdict in judge(opt_out_never_arrives, text).items()} == {
        ("a", ""): NOT_APPLICABLE,
        ("b", ""): NOT_APPLICABLE,
        ("c", ""): NOT_APPLICABLE,
    }


@pytest.mark.parametrize(
    ("sends", "topic", "missing"),
    [
        ("{email: unknown}", "email", ["tools.a.sends"]),
        ("unknown", "", ["tools.a.sends"]),
        ("[sms, more]", "", ["tools.a.sends"]),
        ("[email], status: unknown", "email", ["tools.a.status"]),
    ],
)
def test_a_tool_that_may_send_is_asked_about_where_it_would_be_flagged(sends, topic, missing):
    text = f"tools: {{a: {{sends: {sends}, captures_opt_out: none}}, b: {{sends: none, captures_opt_out: [email]}}}}"
    verdict = judge(opt_out_never_arrives, text)["a", topic]
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == missing


def test_a_tool_that_may_send_is_clear_where_every_opt_out_arrives():
    text = (
        "tools: {a: {capabilities: [map], captures_opt_out: none}, b: {sends: none, "
        "captures_opt_out: [email]}}\nflows: [{from: b, to: a, signals: [opt_out]}]"
    )
    assert judge(opt_out_never_arrives, text)["a", ""].outcome is CLEAR


def test_a_tool_that_may_send_is_not_applicable_where_nobody_can_say_stop():
    assert (
        judge(opt_out_never_arrives, "tools: {a: {capabilities: [map], captures_opt_out: none}}")["a", ""].outcome
        is NOT_APPLICABLE
    )


def test_a_gap_that_a_path_contradicts_is_asked_about_with_that_path():
    text = TWO + (
        "flows: [{from: b, to: a, signals: [opt_out]}, {from: a, to: b, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: b, to: a}]"
    )
    verdict = judge(opt_out_never_arrives, text)["a", "email"]
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == ["gaps.opt_out:b->a.signal", "flows.b->a.signals", "flows.a->b.signals"]


def test_each_channel_is_a_subject_of_its_own():
    text = (
        "tools: {a: {sends: [email, sms]}, b: {sends: none, captures_opt_out: [email, sms]}}\n"
        "flows: [{from: b, to: a, signals: ['opt_out:sms']}]"
    )
    found = judge(opt_out_never_arrives, text)
    assert (found["a", "email"].outcome, found["a", "sms"].outcome) == (FLAGGED, CLEAR)


def test_what_a_capture_point_captures_and_on_which_channel_is_asked_for():
    text = (
        "tools: {a: {sends: [email], captures_opt_out: none}}\n"
        "capture_points: {p: {tool: none, channel: [email], captures: unknown}, q: {tool: none}}\n"
    )
    verdict = judge(opt_out_never_arrives, text)["a", "email"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["capture_points.p.captures", "capture_points.q.channel"])


def test_a_gap_that_a_path_contradicts_elsewhere_is_not_asked_about_and_of_flows_those_on_that_path():
    text = (
        "tools: {a: {sends: [email], captures_opt_out: none}, b: {sends: none, captures_opt_out: [email]}, "
        "c: {sends: [email], captures_opt_out: none}, d: {sends: none, captures_opt_out: none}}\n"
        "flows: [{from: b, to: a, signals: [opt_out]}, {from: b, to: c, signals: [opt_out]}, "
        "{from: a, to: d, signals: [opt_out]}]\n"
        "gaps: [{signal: opt_out, from: b, to: a}]"
    )
    found = judge(opt_out_never_arrives, text)
    assert asked(found["a", "email"]) == ["gaps.opt_out:b->a.signal", "flows.b->a.signals"]
    assert found["c", "email"].outcome is CLEAR


def test_a_gate_that_nobody_knows_looks_up_no_retired_tool_and_perhaps_one_that_nobody_listed():
    gated = (
        "tools: {a: {sends: [email], captures_opt_out: none, send_gate: unknown}, "
        "b: {sends: none, captures_opt_out: [email]%s}}\nflows: []"
    )
    verdict = judge(opt_out_never_arrives, gated % "")["a", "email"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.send_gate"])
    retired = judge(opt_out_never_arrives, gated % ", status: retired")["a", "email"]
    assert retired.outcome is NOT_APPLICABLE
    partial = judge(opt_out_never_arrives, gated % "", HEAD)["a", "email"]
    assert partial.outcome is UNKNOWN
    assert "tools.a.send_gate" in asked(partial)


# -- opt_out_too_late ------------------------------------------------------------------------------------------------


def late(flow, head=US, more=""):
    text = "tools: {a: {sends: none, captures_opt_out: [email]}, b: {sends: [email], captures_opt_out: none}}\n"
    return judge(opt_out_too_late, text + f"flows: [{{from: a, to: b, signals: [opt_out], {flow}}}]\n" + more, head)[
        "b", "email"
    ]


def test_a_path_that_takes_longer_than_ten_business_days_can_be_is_flagged_at_p1():
    verdict = late("every: 1w, takes: 8d, method: csv_manual")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P1)
    assert {name: verdict.values[name] for name in ("delay", "limit", "kind", "capture")} == {
        "delay": "15 days",
        "limit": "10 business days, which are 12 to 14 days",
        "kind": "law",
        "capture": "a",
    }
    assert "CAN-SPAM" in verdict.values["clock"]
    assert verdict.facts[:2] == (FactRef("flows", "a->b", "takes"), FactRef("flows", "a->b", "every"))
    assert verdict.facts[-2:] == (FactRef("company", "", "regions"), FactRef("flows"))
    assert [hop.element for hop in verdict.path] == ["flows.a->b"]
    assert verdict.missing == ()


def test_a_path_that_takes_longer_on_some_days_of_the_week_is_flagged_at_p2():
    verdict = late("every: 6d, takes: 7d")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P2)


def test_a_path_within_the_limit_is_clear():
    assert late("every: 6d, takes: 6d").outcome is CLEAR


def test_a_lower_bound_alone_can_prove_a_breach():
    verdict = late("every: 1mo")
    assert (verdict.outcome, verdict.severity, verdict.values["delay"]) == (FLAGGED, Severity.P1, "31 days or more")
    assert verdict.missing == ()


def test_what_could_make_a_breach_worse_is_asked_for():
    verdict = late("every: 13d")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, Severity.P2)
    assert asked(verdict) == ["flows.a->b.takes"]


def test_a_manual_hop_for_which_nothing_is_promised_has_no_limit():
    verdict = late("every: 1d, takes: none, method: csv_manual")
    assert (verdict.outcome, verdict.values["delay"]) == (FLAGGED, "no upper limit")
    assert verdict.facts[:3] == (
        FactRef("flows", "a->b", "takes"),
        FactRef("flows", "a->b", "every"),
        FactRef("flows", "a->b", "method"),
    )


@pytest.mark.parametrize(
    ("flow", "missing"),
    [
        ("every: 1w", ["flows.a->b.takes"]),
        ("takes: 1h", ["flows.a->b.every"]),
        ("every: 1d, takes: none", ["flows.a->b.method"]),
        ("every: on_request, takes: 1h", ["flows.a->b.every"]),
    ],
)
def test_an_unknown_delay_is_asked_for(flow, missing):
    assert late(flow).outcome is UNKNOWN
    assert asked(late(flow)) == missing


def test_regions_that_nobody_knows_are_asked_for_only_where_the_path_is_slow():
    partial = US.replace("company: {regions: [us]}\n", "")
    assert late("every: 1d, takes: 1h", partial).outcome is CLEAR
    verdict = late("every: 1w, takes: 8d", partial)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["company.regions"])


def test_a_region_without_a_clock_is_not_applicable():
    assert late("every: 1mo, takes: 8d", US.replace("us", "jp")).outcome is NOT_APPLICABLE


def test_a_list_of_regions_that_goes_on_may_hold_one_with_a_clock():
    assert asked(late("every: 1mo, takes: 8d", US.replace("us", "jp, more"))) == ["company.regions"]


BULK = "sending_domains: {news.example: {%s}}\n"


def test_a_bulk_sender_is_bound_by_the_mailbox_providers_limit_at_p2():
    verdict = late("every: 2d, takes: 1h", more=BULK % "tools: [b], daily_volume: 8000")
    assert (verdict.outcome, verdict.severity, verdict.values["kind"]) == (FLAGGED, Severity.P2, "platform rule")
    assert verdict.facts[-2:] == (FactRef("sending_domains", "news.example", "daily_volume"), FactRef("flows"))
    assert asked(verdict) == []


def test_of_the_domains_of_a_bulk_sender_those_that_make_it_one_are_shown():
    domains = "sending_domains: {small.example: {tools: [b], daily_volume: 100}, news.test: {tools: [b], daily_volume: 8000}}\n"
    verdict = late("every: 2d, takes: 1h", more=domains)
    shown = [fact.id for fact in verdict.facts if fact.collection == "sending_domains"]
    assert (verdict.outcome, shown) == (FLAGGED, ["news.test"])


def test_of_two_breaches_the_worse_one_is_named_first():
    verdict = late("every: 1w, takes: 8d", more=BULK % "tools: [b], daily_volume: 8000")
    assert (verdict.severity, verdict.values["kind"]) == (Severity.P1, "law")


@pytest.mark.parametrize(
    ("domain", "missing"),
    [
        ("tools: [b]", ["sending_domains.news.example.daily_volume"]),
        ("daily_volume: 8000", ["sending_domains.news.example.tools"]),
        ("tools: [b, more], daily_volume: 100", []),
        ("tools: [a], daily_volume: 8000", []),
        ("tools: [b], daily_volume: none", []),
    ],
)
def test_whether_a_tool_is_a_bulk_sender_is_asked_where_it_matters(domain, missing):
    verdict = late("every: 2d, takes: 1h", more=BULK % domain)
    assert verdict.outcome is (UNKNOWN if missing else CLEAR)
    assert asked(verdict) == missing


def test_an_unlisted_domain_could_make_a_bulk_sender():
    verdict = late("every: 2d, takes: 1h", US.replace(", sending_domains", ""))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.sending_domains"])


def test_over_partial_lists_a_slow_path_is_suspected():
    verdict = late("every: 1w, takes: 8d", US.replace("flows, ", ""))
    assert (verdict.outcome, verdict.severity) == (SUSPECTED, Severity.P1)
    assert asked(verdict) == ["complete.flows"]


def test_what_never_arrives_is_no_matter_of_time():
    assert late("every: 1w, takes: 8d", more="gaps: []").outcome is FLAGGED
    text = TWO + "flows: []"
    assert judge(opt_out_too_late, text)["a", "email"].outcome is NOT_APPLICABLE


def test_a_path_that_may_not_be_one_is_asked_about():
    text = (
        "tools: {a: {sends: none, captures_opt_out: [email]}, b: {sends: [email], "
        "captures_opt_out: none}}\nflows: [{from: a, to: b, every: 1w, takes: 8d}]"
    )
    verdict = judge(opt_out_too_late, text, US)["b", "email"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["flows.a->b.signals"])


def test_the_slowest_capture_decides():
    text = (
        "tools: {a: {sends: none, captures_opt_out: [email]}, c: {sends: none, "
        "captures_opt_out: [email]}, b: {sends: [email], captures_opt_out: none}}\n"
        "flows: [{from: a, to: b, signals: [opt_out], every: 1d, takes: 1h}, {from: c, to: a, "
        "signals: [opt_out], every: 1w, takes: 8d}]"
    )
    verdict = judge(opt_out_too_late, text, US)["b", "email"]
    assert verdict.values["capture"] == "c"
    assert [hop.element for hop in verdict.path] == ["flows.c->a", "flows.a->b"]
    assert verdict.related == ("tools.c", "flows.c->a", "flows.a->b")


def test_a_capture_that_may_not_be_in_use_is_asked_about():
    text = (
        "tools: {a: {sends: none, captures_opt_out: [email], status: unknown}, b: {sends: [email], "
        "captures_opt_out: none}}\n"
        "flows: [{from: a, to: b, signals: [opt_out], every: 1w, takes: 8d}]"
    )
    assert asked(judge(opt_out_too_late, text, US)["b", "email"]) == ["tools.a.status"]


def test_steps_that_lead_nobody_knows_where_are_asked_about():
    tools = (
        "tools: {a: {sends: none, captures_opt_out: none}, b: {sends: [email], "
        "captures_opt_out: none, send_gate: unknown}, c: {sends: none, captures_opt_out: none, "
        "status: unknown}}\n"
    )
    flows = (
        "capture_points: {p: {tool: none, channel: [email]}}\nflows: [{from: p, to: c, every: 1mo, "
        "takes: 1h, signals: [opt_out]}]"
    )
    verdict = judge(opt_out_too_late, tools + flows, US)["b", "email"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.send_gate"])


def test_a_gap_elsewhere_leaves_a_slow_path_suspected_where_flows_may_be_missing():
    gap = "gaps: [{signal: opt_out, from: b, to: a}]"
    verdict = late("every: 1w, takes: 8d", US.replace("flows, ", ""), gap)
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows"])
    assert late("every: 1w, takes: 8d", US, gap).outcome is FLAGGED


def test_how_long_a_way_takes_is_asked_from_the_capture_point_on():
    tools = "tools: {c: {sends: none, captures_opt_out: none}, b: {sends: [email], captures_opt_out: none}}\n"
    flow = "flows: [{from: c, to: b, signals: [opt_out], every: 1w, %s}]\n"
    point = "capture_points: {p: {channel: [email], captures: [opt_out], %s}}\n"
    stated = judge(opt_out_too_late, tools + flow % "method: api" + point % "tool: c", US)["b", "email"]
    assert (stated.outcome, asked(stated)) == (UNKNOWN, ["flows.c->b.takes"])
    unstated = judge(opt_out_too_late, tools + flow % "takes: 8d" + point % "", US)["b", "email"]
    assert (unstated.outcome, asked(unstated)) == (UNKNOWN, ["capture_points.p.tool"])


# -- opt_out_by_hand -------------------------------------------------------------------------------------------------


def by_hand(flows, head=WHOLE):
    text = (
        "tools: {a: {sends: none, captures_opt_out: [email]}, b: {sends: [email], "
        "captures_opt_out: none}, c: {sends: none, captures_opt_out: none}}\n"
    )
    return judge(opt_out_by_hand, text + f"flows: [{flows}]", head)["b", "email"]


def test_an_opt_out_that_needs_a_person_is_flagged():
    verdict = by_hand("{from: a, to: b, signals: [opt_out], method: csv_manual, monitored: true}")
    assert verdict.outcome is FLAGGED
    assert verdict.facts[0] == FactRef("flows", "a->b", "method")
    assert [verdict.values[name] for name in ("by_hand", "unwatched", "captures")] == ["a->b", "", "a"]
    assert [hop.element for hop in verdict.path] == ["flows.a->b"]


@pytest.mark.parametrize("monitored", ["false", "none"])
def test_an_opt_out_on_a_flow_that_nobody_watches_is_flagged(monitored):
    verdict = by_hand(f"{{from: a, to: b, signals: [opt_out], method: api, monitored: {monitored}}}")
    assert verdict.outcome is FLAGGED
    assert verdict.facts[0] == FactRef("flows", "a->b", "monitored")
    assert [verdict.values[name] for name in ("by_hand", "unwatched")] == ["", "a->b"]


def test_another_way_that_runs_by_itself_clears_it():
    others = (
        "{from: a, to: c, signals: [opt_out], method: api, monitored: true}, {from: c, to: b, "
        "signals: [opt_out], method: api, monitored: {every: 1h}}"
    )
    assert by_hand("{from: a, to: b, signals: [opt_out], method: csv_manual}, " + others).outcome is CLEAR


def test_the_opt_outs_of_one_place_may_need_a_person_on_the_way_to_two_senders():
    text = (
        "tools: {a: {sends: none, captures_opt_out: [email]}, b: {sends: [email], captures_opt_out: none}, "
        "c: {sends: [email], captures_opt_out: none}}\n"
        "flows: [{from: a, to: b, signals: [opt_out], method: csv_manual, monitored: true}, "
        "{from: a, to: c, signals: [opt_out], method: spreadsheet, monitored: true}]"
    )
    found = judge(opt_out_by_hand, text)
    assert [found[key, "email"].values["by_hand"] for key in "bc"] == ["a->b", "a->c"]


def test_the_weak_hop_may_lie_anywhere_on_the_path():
    others = (
        "{from: a, to: c, signals: [opt_out], method: api, monitored: true, every: 1d, takes: 1h}, "
        "{from: c, to: b, signals: [opt_out], method: spreadsheet, every: 1d, takes: 1h}"
    )
    verdict = by_hand(others)
    assert "c->b" in {verdict.values["by_hand"], verdict.values["unwatched"]}
    assert [hop.element for hop in verdict.path] == ["flows.a->c", "flows.c->b"]


def test_how_a_flow_runs_is_asked_where_nobody_knows():
    assert asked(by_hand("{from: a, to: b, signals: [opt_out]}")) == ["flows.a->b.method", "flows.a->b.monitored"]
    assert asked(by_hand("{from: a, to: b, signals: [opt_out], method: api}")) == ["flows.a->b.monitored"]
    assert asked(by_hand("{from: a, to: b, signals: [opt_out], monitored: true}")) == ["flows.a->b.method"]
    assert asked(by_hand("{from: a, to: b, method: csv_manual}")) == ["flows.a->b.signals"]


def test_over_partial_lists_a_way_by_hand_is_suspected():
    verdict = by_hand("{from: a, to: b, signals: [opt_out], method: csv_manual}", HEAD)
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])


def test_over_partial_lists_a_way_that_nobody_listed_may_be_by_hand():
    assert asked(by_hand("", HEAD)) == ["complete.flows", "complete.tools"]


def test_what_never_arrives_does_not_go_by_hand():
    assert by_hand("").outcome is NOT_APPLICABLE


def test_a_flow_that_would_be_automated_if_it_passed_opt_outs_is_no_question():
    assert by_hand("{from: a, to: b, method: api, monitored: true}").outcome is CLEAR


def test_a_way_that_comes_back_to_where_it_began_is_no_way():
    flows = (
        "{from: c, to: a, signals: [opt_out], method: csv_manual}, {from: a, to: c, "
        "signals: [opt_out], method: api, monitored: true}, {from: a, to: b, method: api, "
        "monitored: true}"
    )
    assert by_hand(flows).outcome is CLEAR
