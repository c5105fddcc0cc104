"""Data that gets to advertising round the check of consent."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.bypass import round_the_check
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"
PARAMETERS = {"capabilities": ["ads", "web_analytics"], "methods": ["tag", "sdk"]}
TOOLS = "tools: {shop: {name: The shop}, server: {capabilities: [cdp]}, crm: {capabilities: [crm]}, ads: {capabilities: [ads], name: The ads}}\n"


def judge(*flows, head=WHOLE, tools=TOOLS):
    text = head + tools + "flows:\n" + "".join(f"  - {{{flow}}}\n" for flow in flows)
    stack = load_text(text)
    return {one.elements[0]: one for one in round_the_check(View(stack, StackGraph(stack), PARAMETERS))}


def flow(key, start, end, gated, more="method: api, carries: [user.name]"):
    return f"id: {key}, from: {start}, to: {end}, consent_gated: {gated}, {more}"


def asked(verdict):
    return [one.path for one in verdict.missing]


TAG = flow("tag", "shop", "ads", "true", "method: tag, carries: [user.device.cookie_id]")
LIST = flow("list", "shop", "ads", "false")


def test_both_ways_are_named_with_the_tool_whose_data_comes_by_both():
    verdict = judge(TAG, LIST)["flows.list"]
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"flow": "list", "source": "The shop", "target": "The ads", "other": "tag"}
    assert verdict.facts == (
        FactRef("flows", "list", "consent_gated"),
        FactRef("flows", "tag", "consent_gated"),
        FactRef("flows", "list", "carries"),
        FactRef("flows", "tag", "carries"),
        FactRef("tools", "ads", "capabilities"),
    )
    assert verdict.related == ("tools.ads", "tools.shop", "flows.tag")
    assert verdict.path == ()


def test_the_source_is_the_nearest_tool_and_a_check_further_up_is_named_where_it_is():
    found = judge(
        flow("up", "shop", "server", "true"),
        flow("on", "server", "ads", "false"),
        flow("feed", "shop", "crm", "false"),
        flow("list", "crm", "ads", "false"),
    )
    verdict = found["flows.list"]
    assert (verdict.values["source"], verdict.values["other"]) == ("The shop", "on")
    assert verdict.facts[1] == FactRef("flows", "up", "consent_gated")
    assert found["flows.on"].outcome is CLEAR


def test_a_check_two_steps_up_is_found():
    tools = TOOLS.replace("crm: {", "hub: {capabilities: [etl]}, crm: {")
    found = judge(
        flow("up", "shop", "hub", "true"),
        flow("mid", "hub", "server", "false"),
        flow("on", "server", "ads", "false"),
        flow("round", "server", "hub", "false"),
        flow("again", "server", "hub", "unknown"),
        flow("feed", "crm", "server", "false"),
        flow("list", "shop", "ads", "false"),
        tools=tools,
    )
    assert found["flows.list"].facts[1] == FactRef("flows", "up", "consent_gated")


def test_over_partial_lists_a_check_further_up_is_suspected_and_a_check_at_the_end_is_proof():
    up, on = flow("up", "shop", "server", "true"), flow("on", "server", "ads", "false")
    verdict = judge(up, on, LIST, head=HEAD)["flows.list"]
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])
    assert judge(TAG, LIST, head=HEAD)["flows.list"].outcome is FLAGGED


def test_over_partial_lists_there_may_be_a_checked_way():
    verdict = judge(LIST, head=HEAD)["flows.list"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.flows", "complete.tools"])


@pytest.mark.parametrize(
    ("tools", "listed", "missing"),
    [
        (TOOLS, flow("list", "shop", "ads", "unknown"), ["flows.list.consent_gated"]),
        (TOOLS, flow("list", "shop", "ads", "false", "carries: [user.name]"), ["flows.list.method"]),
        (TOOLS, flow("list", "shop", "ads", "false", "method: none, carries: [user.name]"), ["flows.list.method"]),
        (TOOLS, flow("list", "shop", "ads", "false", "method: api"), ["flows.list.carries"]),
        (TOOLS, LIST + ", status: unknown", ["flows.list.status"]),
        (TOOLS.replace("[ads]", "unknown"), LIST, ["tools.ads.capabilities"]),
        (TOOLS.replace("[ads]", "[ads], status: unknown"), LIST, ["tools.ads.status"]),
        (TOOLS.replace("shop: {", "shop: {status: unknown, "), LIST, ["tools.shop.status"]),
    ],
)
def test_what_the_flow_itself_is_comes_first_in_questions(tools, listed, missing):
    verdict = judge(TAG, listed, tools=tools)["flows.list"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_open_facts_of_the_other_ways_are_asked_where_the_same_data_can_come_by_them():
    found = judge(
        "id: tag, from: shop, to: ads, method: tag, carries: [user.name], status: unknown",
        flow("feed", "shop", "server", "unknown"),
        flow("on", "server", "ads", "false"),
        flow("apart", "crm", "ads", "unknown"),
        LIST,
    )
    assert asked(found["flows.list"]) == [
        "flows.tag.status",
        "flows.tag.consent_gated",
        "flows.feed.consent_gated",
    ]


def test_the_nearest_of_several_ways_is_taken_once():
    found = judge(
        flow("up", "shop", "server", "false"),
        flow("twice", "shop", "server", "false"),
        flow("asks", "shop", "ads", "true"),
        flow("list", "server", "ads", "false"),
        flow("strange", "crm", "server", "unknown"),
    )
    assert found["flows.list"].values["source"] == "The shop"


def test_from_one_tool_what_is_checked_before_it_is_checked_for_every_flow():
    found = judge(
        flow("up", "shop", "server", "unknown"),
        flow("one", "server", "ads", "false"),
        flow("two", "server", "ads", "false"),
    )
    assert found["flows.one"].outcome is found["flows.two"].outcome is CLEAR


def test_what_a_target_gets_of_its_own_back_is_no_contrast():
    found = judge(
        flow("out", "ads", "server", "false"),
        flow("back", "server", "ads", "false"),
        flow("asks", "ads", "crm", "true"),
        flow("on", "crm", "ads", "false"),
    )
    assert {one.outcome for one in found.values()} <= {CLEAR, NOT_APPLICABLE}


def test_whether_a_tool_on_the_way_is_a_target_itself_is_asked():
    tools = TOOLS.replace("[cdp]", "unknown").replace("crm: {", "hub: {capabilities: [etl]}, crm: {")
    found = judge(
        flow("up", "shop", "server", "true"),
        flow("mid", "server", "hub", "true"),
        flow("on", "hub", "ads", "true"),
        LIST,
        tools=tools,
    )
    assert asked(found["flows.list"]) == ["tools.server.capabilities"]


def test_two_flows_between_the_same_tools_are_one_way():
    tools = TOOLS.replace("crm: {", "hub: {capabilities: [etl]}, crm: {")
    found = judge(
        flow("up", "shop", "hub", "true"),
        flow("mid", "hub", "server", "false"),
        flow("again", "hub", "server", "false"),
        flow("on", "server", "ads", "false"),
        LIST,
        tools=tools,
    )
    assert found["flows.list"].facts[1] == FactRef("flows", "up", "consent_gated")


def test_a_fact_that_two_flows_wait_for_is_asked_once():
    found = judge(
        flow("one", "server", "ads", "true"),
        flow("two", "server", "ads", "true"),
        flow("feed", "shop", "server", "false"),
        LIST,
        tools=TOOLS.replace("[cdp]", "[cdp], status: unknown"),
    )
    assert asked(found["flows.list"]) == ["tools.server.status"]


def test_ways_of_which_nothing_is_open_are_passed_over_in_questions():
    ways = (flow("up", "crm", "server", "unknown"), flow("feed", "crm", "server", "true"))
    verdict = judge(flow("list", "crm", "ads", "false"), *ways, flow("on", "server", "ads", "false"))["flows.list"]
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == ["flows.up.consent_gated"]
