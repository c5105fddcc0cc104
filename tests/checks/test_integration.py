"""Loops, silos and single points of failure."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View, silos
from stackaudit.checks.integration import silo, single_point_of_failure, sync_loop
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.graph.components import connected
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"


def judge(check, text, head=WHOLE, **parameters):
    stack = load_text(head + text)
    verdicts = list(check(View(stack, StackGraph(stack), parameters)))
    for verdict in verdicts:
        if verdict.outcome in {FLAGGED, SUSPECTED}:
            assert set(verdict.values) == set(values_of(check) or ())
    return verdicts


def by_tool(check, text, head=WHOLE, **parameters):
    return {verdict.elements[0].removeprefix("tools."): verdict for verdict in judge(check, text, head, **parameters)}


def asked(verdict):
    return [one.path for one in verdict.missing]


# -- loops -----------------------------------------------------------------------------------------------------------

PAIR = (
    "tools: {crm: {}, map: {}, c: {}}\nflows: [{between: [crm, map], object: contact, "
    "fields: [email, stage], loop_guard: %s}]\n"
)


def test_a_pair_that_syncs_both_ways_without_guard_and_owner_is_flagged():
    (verdict,) = judge(sync_loop, PAIR % "false" + "systems_of_record: none")
    assert (verdict.outcome, verdict.topic, verdict.elements) == (FLAGGED, "contact", ("flows.crm<->map",))
    assert dict(verdict.values) == {"object": "contact", "fields": "email and stage", "tools": "crm and map"}
    assert verdict.facts[0] == FactRef("flows", "crm<->map", "loop_guard")


def test_a_pair_with_an_owner_for_each_field_is_clear():
    owners = "systems_of_record: {contact: {email: map, '*': crm}}"
    (verdict,) = judge(sync_loop, PAIR % "false" + owners)
    assert verdict.outcome is CLEAR


def test_only_the_fields_without_an_owner_are_named():
    (verdict,) = judge(sync_loop, PAIR % "none" + "systems_of_record: {contact: {email: map}}")
    assert (verdict.outcome, verdict.values["fields"]) == (FLAGGED, "stage")


@pytest.mark.parametrize("guard", ["true", "the sync user is left out"])
def test_a_guard_breaks_the_loop(guard):
    (verdict,) = judge(sync_loop, PAIR % guard)
    assert verdict.outcome is CLEAR


def test_a_circle_of_three_is_a_loop_and_a_chain_is_none():
    flow = "{from: %s, to: %s, object: contact, fields: [email], loop_guard: false}"
    ring = ", ".join(flow % pair for pair in (("a", "b"), ("b", "c"), ("c", "a")))
    chain = ", ".join(flow % pair for pair in (("a", "b"), ("b", "c"), ("a", "c")))
    tools = "tools: {a: {}, b: {}, c: {}}\nsystems_of_record: {account: a}\n"
    (verdict,) = judge(sync_loop, f"{tools}flows: [{ring}]")
    assert (verdict.outcome, verdict.elements) == (FLAGGED, ("flows.a->b", "flows.b->c", "flows.c->a"))
    (verdict,) = judge(sync_loop, f"{tools}flows: [{chain}]")
    assert (verdict.outcome, verdict.elements) == (CLEAR, ("flows.a->b", "flows.b->c", "flows.a->c"))


def test_different_fields_each_way_are_no_loop():
    flows = "[{from: a, to: b, object: contact, fields: [email]}, {from: b, to: a, object: contact, fields: [score]}]"
    (verdict,) = judge(sync_loop, f"tools: {{a: {{}}, b: {{}}}}\nflows: {flows}")
    assert verdict.outcome is CLEAR


def test_what_would_tell_a_loop_is_asked_for():
    flows = (
        "[{from: a, to: b, object: contact, status: unknown}, {from: b, to: a, object: contact, "
        "fields: [email], loop_guard: false}]"
    )
    (verdict,) = judge(sync_loop, f"tools: {{a: {{}}, b: {{status: unknown}}}}\nflows: {flows}")
    assert verdict.outcome is UNKNOWN
    assert set(asked(verdict)) == {
        "systems_of_record",
        "flows.a->b.fields",
        "flows.a->b.loop_guard",
        "flows.a->b.status",
        "tools.b.status",
    }


def test_an_owner_that_nobody_knows_is_asked_for_alone():
    (verdict,) = judge(sync_loop, PAIR % "false" + "systems_of_record: unknown")
    assert asked(verdict) == ["systems_of_record"]


def test_flows_without_an_object_are_asked_about_where_they_could_go_round():
    flows = "[{between: [a, b]}, {from: a, to: c}, {from: b, to: c, object: none}]"
    (verdict,) = judge(sync_loop, f"tools: {{a: {{}}, b: {{}}, c: {{}}}}\nflows: {flows}")
    assert (verdict.outcome, verdict.topic, verdict.elements) == (UNKNOWN, "", ("flows.a<->b",))
    assert asked(verdict) == ["systems_of_record", "flows.a<->b.object", "flows.a<->b.fields", "flows.a<->b.loop_guard"]
    assert judge(sync_loop, "tools: {a: {}, b: {}}\nflows: [{from: a, to: b}]") == []


def test_a_flow_without_an_object_may_close_a_loop_of_another():
    flows = (
        "[{from: a, to: b, object: contact, fields: [email], loop_guard: false}, {from: b, to: a, "
        "fields: [email], loop_guard: false}]"
    )
    (verdict,) = judge(sync_loop, f"tools: {{a: {{}}, b: {{}}}}\nsystems_of_record: none\nflows: {flows}")
    assert (verdict.topic, verdict.outcome, asked(verdict)) == ("contact", UNKNOWN, ["flows.b->a.object"])


def test_over_partial_lists_an_unlisted_flow_could_close_a_loop():
    flows = "[{from: a, to: b, object: contact, fields: [email], loop_guard: false}]"
    text = f"tools: {{a: {{%s}}, b: {{}}}}\nsystems_of_record: {{account: a}}\nflows: {flows}"
    assert asked(judge(sync_loop, text % "", HEAD)[0]) == ["complete.flows", "complete.tools"]
    assert judge(sync_loop, text % "flows_complete: in", HEAD)[0].outcome is CLEAR


def test_fields_beyond_five_are_counted():
    fields = ", ".join(f"f{number}" for number in range(7))
    (verdict,) = judge(sync_loop, PAIR.replace("email, stage", fields) % "false" + "systems_of_record: none")
    assert verdict.values["fields"] == "f0, f1, f2, f3 and 3 more"


# -- silos -----------------------------------------------------------------------------------------------------------

HUB = "crm: {capabilities: [crm], stores: [user.contact.email]}, "


def test_a_tool_with_customer_data_and_no_link_to_a_hub_is_a_silo():
    found = by_tool(silo, f"tools: {{{HUB} events: {{capabilities: [events], stores: [user.name]}}}}")
    assert found["events"].outcome is FLAGGED
    assert dict(found["events"].values) == {"tool": "events", "hubs": "crm"}
    hub = FactRef("tools", "crm", "capabilities")
    assert found["events"].facts == (FactRef("tools", "events", "stores"), hub, FactRef("flows"))
    assert found["crm"].outcome is NOT_APPLICABLE


def test_a_link_through_others_in_any_direction_is_enough():
    text = (
        f"tools: {{{HUB} a: {{capabilities: [form], stores: [page_view]}}, b: {{capabilities: [etl], "
        f"stores: none}}}}\nflows: [{{from: crm, to: b, carries: [order]}}, {{from: a, to: b, "
        f"carries: [event]}}]"
    )
    found = by_tool(silo, text)
    assert (found["a"].outcome, found["b"].outcome) == (CLEAR, CLEAR)


def test_data_that_a_flow_brings_makes_a_silo_of_two():
    text = (
        f"tools: {{{HUB} a: {{capabilities: [form], stores: none}}, b: {{capabilities: [etl], "
        f"stores: none}}, c: {{capabilities: [etl], stores: none}}}}\nflows: [{{from: a, to: b, "
        f"carries: [event]}}]"
    )
    found = by_tool(silo, text)
    assert [found[key].outcome for key in "abc"] == [FLAGGED, FLAGGED, NOT_APPLICABLE]
    assert found["a"].facts[0] == FactRef("flows", "a->b", "carries")


def test_without_any_hub_nothing_is_a_silo():
    assert by_tool(silo, "tools: {a: {capabilities: [form], stores: [user]}}")["a"].outcome is NOT_APPLICABLE


def test_over_partial_lists_a_silo_is_suspected():
    text = f"tools: {{{HUB} a: {{capabilities: [form], stores: [user]}}}}"
    verdict = by_tool(silo, text, HEAD)["a"]
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])
    closed = text.replace("stores: [user]", "stores: [user], flows_complete: both")
    assert by_tool(silo, closed, HEAD)["a"].outcome is FLAGGED


@pytest.mark.parametrize(
    ("tools", "more", "missing"),
    [
        ("a: {capabilities: [form]}", "", ["tools.a.stores"]),
        ("a: {stores: [user]}", "", ["tools.a.capabilities"]),
        ("a: {capabilities: [form], stores: [user], status: unknown}", "", ["tools.a.status"]),
        (
            "a: {capabilities: [form], stores: []}, b: {capabilities: [etl], stores: []}",
            "flows: [{from: a, to: b}]",
            ["flows.a->b.carries"],
        ),
        (
            "a: {capabilities: [form], stores: [user]}",
            "flows: [{from: a, to: crm, status: unknown}]",
            ["flows.a->crm.status"],
        ),
        ("a: {capabilities: [form], stores: [user], send_gate: unknown}", "", ["tools.a.send_gate"]),
        (
            "a: {capabilities: [form], stores: [user]}, b: {capabilities: [database], stores: [], part_of: unknown}",
            "flows: [{from: a, to: b}]",
            ["tools.b.part_of"],
        ),
        (
            "a: {capabilities: [form], stores: [user]}",
            "capture_points: {p: {}}\nflows: [{from: p, to: crm}]",
            ["capture_points.p.tool"],
        ),
    ],
)
def test_what_would_tell_a_silo_is_asked_for(tools, more, missing):
    verdict = by_tool(silo, f"tools: {{{HUB} {tools}}}\n{more}")["a"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_capture_points_of_unknown_tools_are_not_paired_with_every_tool(monkeypatch):
    counted = []

    def counting(size, links):
        counted.append(len(links := list(links)))
        return connected(size, links)

    monkeypatch.setattr(silos, "connected", counting)
    tools = ", ".join(f"t{number}: {{capabilities: [form], stores: [user]}}" for number in range(40))
    points = ", ".join(f"p{number}: {{}}" for number in range(40))
    flows = ", ".join(f"{{from: p{number}, to: crm}}" for number in range(40))
    verdicts = by_tool(silo, f"tools: {{{HUB} {tools}}}\ncapture_points: {{{points}}}\nflows: [{flows}]")
    assert verdicts["t7"].outcome is UNKNOWN
    assert max(counted) <= 3 * (40 + 41)


def test_a_capture_point_of_an_unknown_tool_that_leads_nowhere_else_connects_nothing():
    text = f"tools: {{{HUB} a: {{capabilities: [form], stores: [user]}}}}\ncapture_points: {{p: {{}}}}"
    assert by_tool(silo, text)["a"].outcome is FLAGGED
    assert by_tool(silo, text, HEAD)["a"].outcome is SUSPECTED


def test_a_tool_that_may_be_the_hub_is_asked_about():
    verdict = by_tool(silo, "tools: {a: {capabilities: [form], stores: [user]}, b: {stores: [user]}}")["a"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.capabilities"])


def test_a_hub_that_may_not_be_in_use_is_asked_about_with_what_leads_there():
    text = (
        "tools: {a: {capabilities: [form], stores: [user]}, b: {capabilities: [crm], "
        "status: unknown, stores: []}, c: {capabilities: [crm], stores: []}}\nflows: [{from: a, "
        "to: b, carries: []}]"
    )
    assert asked(by_tool(silo, text)["a"]) == ["tools.b.status"]


def test_a_tool_of_unknown_status_that_is_linked_to_a_hub_is_clear():
    text = (
        f"tools: {{{HUB} a: {{capabilities: [form], stores: [user], status: unknown}}}}\nflows: [{{from: a, to: crm}}]"
    )
    assert by_tool(silo, text)["a"].outcome is CLEAR


# -- single points of failure ----------------------------------------------------------------------------------------

STAR = (
    "teams: {ops: {}}\n"
    "tools:\n"
    "  web: {capabilities: [form], sends: none}\n"
    "  hub: {capabilities: [etl], sends: none, %s}\n"
    "  m1: {capabilities: [esp], sends: [email]}\n"
    "  m2: {capabilities: [esp], sends: [sms]}\n"
    "flows: [{from: web, to: hub}, {from: hub, to: m1, signals: %s}, {from: hub, to: m2}]\n"
)
GUARDED = "monitored: true, maintainers: [ops], runbook: wiki"


def test_a_hub_without_guard_is_a_single_point_of_failure():
    found = by_tool(single_point_of_failure, STAR % ("monitored: false, maintainers: [ops], runbook: none", "[]"))
    verdict = found["hub"]
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert dict(verdict.values) == {"tool": "hub", "count": "2", "total": "2", "lacking": "monitoring and a runbook"}
    assert verdict.facts == (FactRef("tools", "hub", "monitored"), FactRef("tools", "hub", "runbook"), FactRef("flows"))
    assert found["web"].outcome is NOT_APPLICABLE


def test_a_guarded_hub_is_clear():
    assert by_tool(single_point_of_failure, STAR % (GUARDED, "[]"))["hub"].outcome is CLEAR


def test_a_hub_that_opt_outs_pass_is_worse():
    assert by_tool(single_point_of_failure, STAR % ("monitored: false", "[opt_out]"))["hub"].severity is Severity.P2
    gated = STAR.replace("sends: [sms]", "sends: [sms], send_gate: [hub]") % ("monitored: false", "[]")
    assert by_tool(single_point_of_failure, gated)["hub"].severity is Severity.P2


def test_a_way_round_the_hub_makes_it_none():
    text = (STAR % ("monitored: false", "[]")).replace("flows: [", "flows: [{from: web, to: m1}, ")
    assert by_tool(single_point_of_failure, text)["hub"].outcome is NOT_APPLICABLE


def test_guards_that_nobody_knows_are_asked_for():
    text = STAR.replace("ops: {}}", "ops: {}}\npeople: {p: {}, q: {status: unknown}}")
    verdict = by_tool(single_point_of_failure, text % ("monitored: true, maintainers: [p, q]", "[]"))["hub"]
    assert asked(verdict) == ["people.q.status", "tools.hub.runbook"]
    verdict = by_tool(single_point_of_failure, text % ("runbook: true", "[]"))["hub"]
    assert asked(verdict) == ["tools.hub.monitored", "tools.hub.maintainers"]


def test_over_partial_lists_a_single_point_of_failure_is_suspected():
    verdict = by_tool(single_point_of_failure, STAR % ("monitored: false", "[]"), HEAD)["hub"]
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])


def test_over_partial_lists_flows_that_nobody_listed_could_make_one():
    text = STAR.split("flows", maxsplit=1)[0].replace("hub: {", "hub: {flows_complete: in, ") % "monitored: false"
    verdict = by_tool(single_point_of_failure, text, HEAD)["web"]
    assert verdict.outcome in {UNKNOWN, NOT_APPLICABLE}


def test_what_may_begin_and_end_is_asked_for():
    text = (
        "tools:\n  web: {capabilities: [form], sends: none}\n  hub: {capabilities: [etl], "
        "sends: none, monitored: false}\n"
        "  m1: {capabilities: [esp]}\n  m2: {}\n  m3: {status: unknown, capabilities: [etl]}\n"
        "reports: {r: {built_in: unknown}}\n"
        "flows: [{from: web, to: hub}, {from: hub, to: m1}, {from: hub, to: m2, status: unknown}, "
        "{from: hub, to: m3}]\n"
    )
    verdict = by_tool(single_point_of_failure, text)["hub"]
    assert verdict.outcome is UNKNOWN
    assert set(asked(verdict)) == {
        "reports.r.built_in",
        "tools.m1.sends",
        "tools.m2.sends",
        "tools.m2.capabilities",
        "tools.m3.status",
        "flows.hub->m2.status",
    }


def test_a_share_that_the_rule_sets_counts():
    text = (
        (STAR % ("monitored: false", "[]"))
        .replace("flows: [", "flows: [{from: web, to: m3}, ")
        .replace("flows:", "  m3: {capabilities: [esp], sends: [email]}\nflows:")
    )
    assert by_tool(single_point_of_failure, text, share=0.5)["hub"].outcome is FLAGGED
    assert by_tool(single_point_of_failure, text, share=0.9)["hub"].outcome is NOT_APPLICABLE


def test_tools_in_which_reports_are_made_are_ends_and_the_only_beginning_is_no_failure():
    text = (
        "tools:\n  shop: {capabilities: [ecommerce], sends: none, monitored: false}\n"
        "  b1: {capabilities: [bi]}\n  b2: {capabilities: [bi]}\n"
        "reports: {r: {built_in: [b1, b2]}}\nflows: [{from: shop, to: b1}, {from: shop, to: b2}]\n"
    )
    assert by_tool(single_point_of_failure, text)["shop"].outcome is NOT_APPLICABLE
    fed = text.replace("tools:\n", "tools:\n  web: {capabilities: [form], sends: none}\n").replace(
        "flows: [", "flows: [{from: web, to: shop}, "
    )
    assert by_tool(single_point_of_failure, fed)["shop"].outcome is FLAGGED


def test_a_flow_of_which_nobody_knows_what_runs_it_may_go_through_any_tool():
    text = STAR % ("monitored: false, maintainers: [ops], runbook: none", "[]")
    unknown = text.replace("{from: hub, to: m2}", "{from: hub, to: m2, via: unknown}")
    assert by_tool(single_point_of_failure, unknown)["hub"].outcome is FLAGGED  # it cuts off m1 in any case
    through = "tools:\n" + "".join(
        f"  {key}: {{capabilities: [{job}], sends: {sends}, monitored: false}}\n"
        for key, job, sends in (
            ("web", "form", "none"),
            ("m1", "esp", "[email]"),
            ("m2", "esp", "[sms]"),
            ("runner", "etl", "none"),
        )
    )
    flows = "flows: [{from: web, to: m1, via: unknown}, {from: web, to: m2, via: unknown}]\n"
    verdict = by_tool(single_point_of_failure, through + flows)["runner"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["flows.web->m1.via", "flows.web->m2.via"])
    stated = flows.replace("unknown", "runner")
    assert by_tool(single_point_of_failure, through + stated)["runner"].outcome is FLAGGED


def test_a_flow_that_may_not_run_is_not_counted_for_the_tool_that_would_run_it():
    text = (
        "tools:\n  web: {capabilities: [form], sends: none}\n  m1: {capabilities: [esp], sends: [email]}\n"
        "  m2: {capabilities: [esp], sends: [sms]}\n  crm: {capabilities: [crm], sends: none}\n"
        "  runner: {capabilities: [etl], sends: none, monitored: false}\n"
        "flows: [{from: web, to: m1, via: runner}, {from: web, to: m2, via: runner, status: unknown}, "
        "{between: [m2, crm]}]\n"
    )
    verdict = by_tool(single_point_of_failure, text)["runner"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["flows.web->m2.status"])


def test_whether_a_flow_with_data_of_customers_runs_is_asked_where_that_decides():
    text = (
        f"tools: {{{HUB} a: {{capabilities: [form], stores: none}}, b: {{capabilities: [etl], stores: none, "
        "status: unknown}, c: {capabilities: [etl], stores: none}}\n"
        "flows: [{from: a, to: b, carries: [event]}, {from: a, to: c, carries: [event], status: unknown}]"
    )
    verdict = by_tool(silo, text)["a"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.b.status", "flows.a->c.status"])


def test_flows_without_data_of_customers_and_capture_points_say_nothing_of_a_silo():
    others = "b: {capabilities: [etl], stores: none}"
    flows = "flows: [{from: a, to: b, carries: [cost]}, {id: open, from: a, to: b}]\n"
    point = "capture_points: {p: {tool: a}}\n"
    stored = f"tools: {{{HUB} a: {{capabilities: [form], stores: [user]}}, {others}}}\n"
    verdict = by_tool(silo, stored + flows + point)["a"]
    hub = FactRef("tools", "crm", "capabilities")
    assert (verdict.outcome, verdict.facts) == (FLAGGED, (FactRef("tools", "a", "stores"), hub, FactRef("flows")))
    unstated = f"tools: {{{HUB} a: {{capabilities: [form], stores: none}}, {others}}}\n"
    assert asked(by_tool(silo, unstated + flows + point)["a"]) == ["flows.open.carries"]


def test_a_tool_that_may_be_gone_is_linked_by_what_is_certain_alone():
    text = (
        f"tools: {{{HUB} a: {{capabilities: [form], stores: [user], status: unknown}}, "
        "b: {capabilities: [etl], stores: none, status: unknown}}\n"
        "flows: [{from: a, to: b, carries: [cost]}, {from: b, to: crm, carries: [cost]}, "
        "{id: off, from: a, to: crm, status: unknown}]"
    )
    verdict = by_tool(silo, text)["a"]
    assert verdict.outcome is UNKNOWN
    assert {"tools.a.status", "tools.b.status", "flows.off.status"} <= set(asked(verdict))
