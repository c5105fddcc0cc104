"""Where what ads cost meets what they bring."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.measurement import spend_judged_by_web_analytics
from stackaudit.checks.verdict import values_of
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome

TOOLS = """
stackaudit: 1
as_of: 2026-11-22
tools:
  ads: {name: Search Ads, capabilities: [ads]}
  shop: {capabilities: [ecommerce]}
  web: {name: Web Analytics, capabilities: [web_analytics]}
"""
WHOLE = "complete: [tools, flows]\n"
TO_WEB = "flows: [{from: ads, to: web, signals: [spend]}, {from: shop, to: web, carries: [order], signals: none}"


def judged(*parts):
    stack = load_text(TOOLS + "".join(parts))
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert verdict.elements == ("company",)
    return verdict


def asked(verdict):
    return [missing.path for missing in verdict.missing]


def test_spend_that_meets_revenue_in_web_analytics_alone_is_flagged():
    verdict = judged(f"{TO_WEB}]\n", WHOLE)
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"ads": "Search Ads", "where": "Web Analytics"}
    assert verdict.facts == (
        FactRef("tools", "ads", "capabilities"),
        FactRef("tools", "web", "capabilities"),
        FactRef("flows"),
    )
    assert set(verdict.values) == set(values_of(spend_judged_by_web_analytics))


def test_spend_that_meets_revenue_nowhere_is_flagged():
    verdict = judged("flows: []\n", WHOLE)
    assert (verdict.outcome, verdict.values["where"]) == (FLAGGED, "")


@pytest.mark.parametrize(
    ("complete", "missing"),
    [
        ("", ["complete.flows", "complete.tools"]),
        ("complete: [tools]\n", ["complete.flows"]),
        ("complete: [flows]\n", ["complete.tools"]),
    ],
)
def test_what_nobody_listed_could_join_them(complete, missing):
    verdict = judged(f"{TO_WEB}]\n", complete)
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, missing)


def test_no_unlisted_flow_can_join_them_where_spend_cannot_leave():
    closed = TOOLS.replace("[ads]", "[ads], flows_complete: out").replace(
        "[web_analytics]", "[web_analytics], flows_complete: out"
    )
    stack = load_text(f"{closed}{TO_WEB}]\ncomplete: [tools]\n")
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert verdict.outcome is FLAGGED


def test_an_unlisted_flow_may_bring_revenue_to_where_spend_is():
    tools = "ads: {capabilities: [ads], flows_complete: both}, shop: {capabilities: [ecommerce], flows_complete: in}"
    stack = load_text(f"""
stackaudit: 1
as_of: 2026-11-22
complete: [tools]
tools: {{{tools}, bi: {{capabilities: [bi]}}}}
flows: [{{from: ads, to: bi, signals: [spend]}}]
""")
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows"])


@pytest.mark.parametrize(
    "flows",
    [
        "{from: ads, to: shop, signals: [spend]}",
        "{from: ads, to: shop, signals: ['spend:ads']}",
        "{from: ads, to: shop, carries: [cost]}",
        "{from: ads, to: web, signals: [spend]}, {from: web, to: shop, carries: [cost, more]}",
    ],
)
def test_spend_in_the_shop_itself_is_clear(flows):
    assert judged(f"flows: [{flows}]\n").outcome is CLEAR


@pytest.mark.parametrize(
    "data",
    ["order", "revenue", "user.behavior.purchase_history", "user.value"],
)
@pytest.mark.parametrize("source", ["crm", "payments", "product", "database", "warehouse"])
def test_revenue_gets_to_reports_from_where_it_is_known(source, data):
    text = f"""
  source: {{capabilities: [{source}]}}
  reports: {{capabilities: [bi]}}
flows: [{{from: ads, to: reports, signals: [spend]}}, {{from: source, to: reports, carries: [{data}]}}]
"""
    assert judged(text).outcome is CLEAR


def test_a_warehouse_has_no_revenue_that_nothing_brings():
    text = "  lake: {capabilities: [warehouse]}\nflows: [{from: ads, to: lake, signals: [spend]}"
    assert judged(f"{text}]\n", WHOLE).outcome is FLAGGED
    assert judged(f"{text}, {{from: shop, to: lake, carries: [order]}}]\n", WHOLE).outcome is CLEAR


def test_places_where_people_say_stop_pass_on_neither():
    assert judged("capture_points: {footer: {tool: ads}}\n", WHOLE).outcome is FLAGGED


def test_an_ad_platform_s_own_figures_are_no_place_where_they_meet():
    assert judged("flows: [{from: shop, to: ads, carries: [revenue], signals: none}]\n", WHOLE).outcome is FLAGGED


def test_web_analytics_with_a_warehouse_is_more():
    text = "  both: {capabilities: [web_analytics, attribution]}\n"
    flows = "flows: [{from: ads, to: both, signals: [spend]}, {from: shop, to: both, carries: [order]}]\n"
    assert judged(text, flows).outcome is CLEAR


@pytest.mark.parametrize(
    ("tools", "flows", "outcome", "missing"),
    [
        ("keeper: {capabilities: [warehouse], stores: [cost, user.value, more]}", "", CLEAR, []),
        ("keeper: {capabilities: [crm], stores: [cost]}", "", CLEAR, []),
        ("keeper: {capabilities: [crm, ads], stores: [cost]}", "", CLEAR, []),
        ("keeper: {capabilities: [ads], stores: [cost, revenue]}", "", FLAGGED, []),
        ("keeper: {capabilities: [warehouse], stores: [cost, user]}", "", FLAGGED, []),
        ("keeper: {capabilities: [warehouse], stores: unknown}", "", FLAGGED, []),
        ("keeper: {capabilities: [warehouse], stores: [cost, revenue], status: retired}", "", FLAGGED, []),
        (
            "keeper: {capabilities: [warehouse], stores: [cost, revenue], status: unknown}",
            "",
            UNKNOWN,
            ["tools.keeper.status"],
        ),
        ("keeper: {capabilities: [ads, more], stores: [cost, revenue]}", "", UNKNOWN, ["tools.keeper.capabilities"]),
        ("keeper: {capabilities: [form], stores: [revenue]}", "{from: ads, to: keeper, signals: [spend]}", CLEAR, []),
        (
            "keeper: {capabilities: [form], stores: [cost]}",
            "{from: shop, to: keeper}",
            UNKNOWN,
            ["flows.shop->keeper.carries"],
        ),
        (
            "keeper: {capabilities: [form], stores: [revenue]}",
            "{from: ads, to: keeper, signals: none}",
            UNKNOWN,
            ["flows.ads->keeper.carries"],
        ),
        # What is kept gets on from there: cost from anywhere, revenue not from web analytics, whose figures it is.
        (
            "keeper: {capabilities: [web_analytics], stores: [cost]}, end: {capabilities: [bi], stores: [order]}",
            "{from: keeper, to: end, carries: [cost]}",
            CLEAR,
            [],
        ),
        (
            "keeper: {capabilities: [form], stores: [revenue]}, end: {capabilities: [bi], stores: [cost]}",
            "{from: keeper, to: end, carries: [revenue]}",
            CLEAR,
            [],
        ),
        (
            "keeper: {capabilities: [web_analytics], stores: [revenue]}, end: {capabilities: [bi], stores: [cost]}",
            "{from: keeper, to: end, carries: [revenue]}",
            FLAGGED,
            [],
        ),
    ],
)
def test_what_a_tool_is_said_to_keep_is_there(tools, flows, outcome, missing):
    text = f"tools: {{ads: {{capabilities: [ads]}}, shop: {{capabilities: [ecommerce]}}, {tools}}}\nflows: [{flows}]\n"
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{WHOLE}{text}")
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_what_web_analytics_is_said_to_keep_is_shown():
    text = TOOLS.replace("[web_analytics]", "[web_analytics], stores: [cost, revenue]")
    stack = load_text(f"{text}flows: []\n{WHOLE}")
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert (verdict.outcome, verdict.values["where"]) == (FLAGGED, "Web Analytics")
    assert FactRef("tools", "web", "stores") in verdict.facts


def test_where_both_are_kept_together_an_ad_platform_that_nobody_listed_changes_nothing():
    head = "stackaudit: 1\nas_of: 2026-11-22\ntools: {keeper: {capabilities: [warehouse], stores: [cost, revenue]}"
    for more in ("", ", ads: {capabilities: [ads], status: retired}"):
        stack = load_text(f"{head}{more}}}\n")
        (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
        assert verdict.outcome is CLEAR


def test_an_ad_platform_that_may_be_in_use_can_keep_both_itself():
    text = "perhaps: {capabilities: [ads, crm], stores: [cost], status: unknown}"
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{WHOLE}tools: {{{text}}}\nflows: []\n")
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    assert verdict.outcome is CLEAR


def test_data_above_what_is_looked_for_may_hold_it():
    text = "flows: [{from: ads, to: bi, signals: [spend]}, {from: shop, to: bi, carries: [user.behavior]}]\n"
    verdict = judged("  bi: {capabilities: [bi]}\n", text, WHOLE)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["flows.shop->bi.carries"])


def test_without_ads_there_is_nothing_to_judge_once_all_tools_are_listed():
    stack = "stackaudit: 1\nas_of: 2026-11-22\ntools: {ads: {capabilities: [ads], status: retired}}\n"
    for text, outcome, missing in (
        (stack, UNKNOWN, ["complete.tools"]),
        (f"{stack}complete: [tools]\n", NOT_APPLICABLE, []),
    ):
        loaded = load_text(text)
        (verdict,) = spend_judged_by_web_analytics(View(loaded, StackGraph(loaded)))
        assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def judged_alone(tools, flows=""):
    stack = load_text(
        f"stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\ntools: {{{tools}}}\nflows: [{flows}]\n"
    )
    (verdict,) = spend_judged_by_web_analytics(View(stack, StackGraph(stack)))
    return verdict


def test_whether_a_tool_is_there_for_ads_is_asked():
    verdict = judged_alone("a: {}, b: {capabilities: [ads], status: unknown}, shop: {capabilities: [ecommerce]}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.a.capabilities", "tools.b.status"])


def test_ads_that_may_be_out_of_use_raise_no_question_where_their_spend_meets_revenue():
    ads = "ads: {capabilities: [ads], status: unknown}, shop: {capabilities: [ecommerce]}"
    assert judged_alone(ads, "{from: ads, to: shop, signals: [spend]}").outcome is CLEAR
    # Revenue comes by way of the ad platform: where that is out of use there is no spend, either.
    tools = f"{ads}, lake: {{capabilities: [warehouse]}}"
    back = "{from: shop, to: ads, carries: [order], signals: none}"
    assert judged_alone(tools, f"{back}, {{from: ads, to: lake, signals: [spend], carries: [order]}}").outcome is CLEAR
    # A warehouse that buys ads brings its own revenue.
    tools = "both: {capabilities: [ads, warehouse], status: unknown}, bi: {capabilities: [bi]}"
    assert judged_alone(tools, "{from: both, to: bi, signals: [spend], carries: [revenue]}").outcome is CLEAR


@pytest.mark.parametrize(
    ("flow", "missing"),
    [
        ("", ["flows.ads->shop.signals", "flows.ads->shop.carries"]),
        (", signals: none", ["flows.ads->shop.carries"]),
        (", signals: none, carries: [page_view, more]", ["flows.ads->shop.carries"]),
        (", signals: [spend], status: unknown", ["flows.ads->shop.status"]),
    ],
)
def test_what_flows_pass_on_is_asked(flow, missing):
    verdict = judged(f"flows: [{{from: ads, to: shop{flow}}}, {{from: shop, to: ads}}]\n", WHOLE)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_only_flows_between_ads_and_a_place_where_they_may_meet_are_asked_about():
    text = """
  bi: {capabilities: [bi], status: unknown}
  side: {capabilities: [form]}
  product: {capabilities: [product]}
  twin: {capabilities: [product], status: unknown}
flows:
  - {from: ads, to: bi, signals: [spend]}
  - {from: ads, to: side, carries: none, signals: none}
  - {from: shop, to: side}
  - {from: product, to: bi, signals: none}
  - {from: twin, to: bi, status: unknown, carries: [order]}
"""
    verdict = judged(text, WHOLE)
    assert verdict.outcome is UNKNOWN
    assert asked(verdict) == [
        "tools.bi.status",
        "flows.product->bi.carries",
        "tools.twin.status",
        "flows.twin->bi.status",
    ]


def test_a_tool_that_may_be_out_of_use_is_no_sure_place_where_they_meet():
    tools = "ads: {capabilities: [ads]}, shop: {capabilities: [ecommerce], status: unknown}"
    verdict = judged_alone(tools, "{from: ads, to: shop, signals: [spend]}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.shop.status"])


def test_flows_of_tools_that_may_be_there_for_ads_are_asked_about():
    tools = (
        "ads: {capabilities: [ads]}, second: {capabilities: [ads], status: unknown}, shop: {capabilities: [ecommerce]}"
    )
    verdict = judged_alone(tools, "{from: second, to: shop, carries: none}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.second.status", "flows.second->shop.signals"])


def test_what_a_tool_is_there_for_is_asked_where_it_decides():
    flows = "flows: [{from: ads, to: some, signals: [spend]}, {from: bought, to: shop, signals: [spend]}]\n"
    verdict = judged("  some: {}\n  bought: {}\n", flows, WHOLE)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.some.capabilities", "tools.bought.capabilities"])


def test_at_most_twenty_facts_are_asked_for():
    tools = "".join(f"  t{number}: {{}}\n" for number in range(30))
    flows = ", ".join(f"{{from: ads, to: t{number}}}" for number in range(30))
    assert len(judged(tools, f"flows: [{flows}]\n", WHOLE).missing) == 20


def test_a_gap_answers_for_a_flow_that_says_nothing():
    flows = "flows: [{from: ads, to: lake}, {from: lake, to: shop, signals: [spend]}]\n"
    gap = "gaps: [{signal: spend, from: ads, to: lake}, {signal: opt_out, from: ads, to: lake}]\n"
    tools = "  lake: {capabilities: [warehouse]}\n"
    assert judged(tools, flows, WHOLE).outcome is UNKNOWN
    verdict = judged(tools, flows, gap, WHOLE)
    assert verdict.outcome is FLAGGED
    assert [fact for fact in verdict.facts if fact.collection == "gaps"] == [FactRef("gaps", "spend:ads->lake")]


def test_a_gap_and_a_flow_that_contradict_each_other_are_both_asked_about():
    flows = "flows: [{id: up, from: ads, to: shop, carries: [cost]}, {from: web, to: shop, carries: [cost]}]\n"
    verdict = judged(flows, "gaps: [{signal: spend, from: ads, to: shop}]\n", WHOLE)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["gaps.spend:ads->shop.signal", "flows.up.carries"])
