"""What flows hand to advertising and analytics: tags before consent, sensitive data, data that terms forbid."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.sharing import forbidden_by_terms, sensitive_data_to_ads, tags_before_consent
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
PARAMETERS = {
    "capabilities": ["ads", "web_analytics"],
    "methods": ["tag", "sdk"],
    "regions": ["eea", "gb", "ch"],
    "may_hold_in": ["emea", "worldwide"],
}


def judge(check, text):
    stack = load_text(HEAD + text)
    return {verdict.elements[0]: verdict for verdict in check(View(stack, StackGraph(stack), PARAMETERS))}


def tagged(flow, regions="[de]", more=""):
    tools = "tools: {site: {capabilities: [website], name: The shop}, ads: {product: google-ads}}\n"
    text = f"company: {{regions: {regions}}}\n{tools}flows: [{{from: site, to: ads, {flow}}}]\n{more}"
    return judge(tags_before_consent, text)["flows.site->ads"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_tag_without_consent_names_both_ends_and_all_that_decided():
    verdict = tagged("method: tag, consent_gated: false, carries: [page_view]")
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {
        "flow": "site->ads",
        "source": "The shop",
        "target": "Google Ads",
        "method": "tag",
        "sensitive": "",
    }
    assert verdict.facts == (
        FactRef("flows", "site->ads", "consent_gated"),
        FactRef("flows", "site->ads", "method"),
        FactRef("tools", "ads", "capabilities"),
        FactRef("company", "", "regions"),
    )
    assert verdict.related == ("tools.ads",)
    assert (verdict.severity, verdict.missing) == (None, ())


@pytest.mark.parametrize(
    ("carries", "severity", "missing"),
    [
        ("[user.financial]", Severity.P1, []),
        ("[page_view, more]", None, ["flows.site->ads.carries"]),
        ("[quiz]", None, ["data_classes.quiz.sensitive", "data_classes.quiz.personal"]),
    ],
)
def test_a_tag_weighs_more_with_sensitive_data_and_asks_where_it_may(carries, severity, missing):
    verdict = tagged(f"method: sdk, consent_gated: none, carries: {carries}", more="data_classes: {quiz: {}}")
    assert (verdict.outcome, verdict.severity, asked(verdict)) == (FLAGGED, severity, missing)


@pytest.mark.parametrize(
    ("flow", "regions", "outcome", "missing"),
    [
        ("method: none, consent_gated: false", "[de]", UNKNOWN, ["flows.site->ads.method"]),
        ("method: api, consent_gated: false", "[de]", NOT_APPLICABLE, []),
        ("method: tag, consent_gated: false", "[apac]", NOT_APPLICABLE, []),
        ("method: tag, consent_gated: false", "[us, more]", UNKNOWN, ["company.regions"]),
        ("method: tag, consent_gated: false", "[emea]", UNKNOWN, ["company.regions"]),
        ("method: tag, consent_gated: true", "unknown", CLEAR, []),
    ],
)
def test_method_and_regions_decide_whether_the_rule_applies(flow, regions, outcome, missing):
    verdict = tagged(flow, regions)
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_a_company_of_which_nothing_is_stated_is_asked_for_its_regions():
    text = "tools: {a: {}, b: {product: google-ads}}\nflows: [{from: a, to: b, method: tag, consent_gated: false}]"
    assert asked(judge(tags_before_consent, text)["flows.a->b"]) == ["company.regions"]


@pytest.mark.parametrize("check", [tags_before_consent, sensitive_data_to_ads, forbidden_by_terms])
def test_a_flow_that_cannot_run_is_not_looked_at(check):
    text = (
        "tools: {a: {}, b: {product: ga4}, c: {product: ga4, status: retired}}\n"
        "flows: [{from: a, to: b, status: paused}, {from: a, to: c}]"
    )
    assert judge(check, text) == {}


def test_a_flow_both_ways_is_told_in_the_direction_that_counts():
    text = (
        "tools: {ads: {product: google-ads}, crm: {capabilities: [crm]}}\n"
        "flows: [{between: [ads, crm], carries: [user.financial], consent_gated: false}]"
    )
    verdict = judge(sensitive_data_to_ads, text)["flows.ads<->crm"]
    assert (verdict.values["source"], verdict.values["target"]) == ("crm", "Google Ads")


def test_a_capture_point_is_named_as_a_source():
    text = (
        "tools: {ads: {product: google-ads}}\ncapture_points: {desk: {name: Front desk, tool: none}}\n"
        "flows: [{from: desk, to: ads, carries: [user.financial], consent_gated: false}]"
    )
    assert judge(sensitive_data_to_ads, text)["flows.desk->ads"].values["source"] == "Front desk"


@pytest.mark.parametrize(
    ("gate", "allows", "outcome", "missing"),
    [
        ("consent_gated: false", "unknown", FLAGGED, []),
        ("consent_gated: unknown", "false", FLAGGED, []),
        ("consent_gated: true", "true", CLEAR, []),
        ("consent_gated: unknown", "true", UNKNOWN, ["flows.a->ads.consent_gated"]),
        ("consent_gated: true", "unknown", UNKNOWN, ["tools.ads.terms_allow_sensitive"]),
        (
            "consent_gated: unknown",
            "unknown",
            UNKNOWN,
            ["flows.a->ads.consent_gated", "tools.ads.terms_allow_sensitive"],
        ),
    ],
)
def test_sensitive_data_needs_both_consent_and_terms(gate, allows, outcome, missing):
    text = (
        f"tools: {{a: {{}}, ads: {{product: google-ads, terms_allow_sensitive: {allows}}}}}\n"
        f"flows: [{{from: a, to: ads, carries: [user.financial], {gate}}}]"
    )
    verdict = judge(sensitive_data_to_ads, text)["flows.a->ads"]
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


@pytest.mark.parametrize(
    ("forbids", "carries", "outcome", "missing"),
    [
        ("[user.contact, more]", "[user.contact.email, cost]", FLAGGED, []),
        ("[user.contact, more]", "[cost]", UNKNOWN, ["tools.b.forbids"]),
        ("[user.contact, more]", "[]", CLEAR, []),
        ("[user.contact]", "[cost, more]", UNKNOWN, ["flows.a->b.carries"]),
        ("unknown", "[cost, more]", UNKNOWN, ["tools.b.forbids", "flows.a->b.carries"]),
        ("none", "[user]", NOT_APPLICABLE, []),
        ("[]", "[user]", NOT_APPLICABLE, []),
    ],
)
def test_what_terms_forbid_is_held_against_what_a_flow_carries(forbids, carries, outcome, missing):
    text = f"tools: {{a: {{}}, b: {{forbids: {forbids}}}}}\nflows: [{{from: a, to: b, carries: {carries}}}]"
    verdict = judge(forbidden_by_terms, text)["flows.a->b"]
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)
    if outcome is FLAGGED:
        assert verdict.values["data"] == "user.contact.email"
        assert [fact.collection for fact in verdict.facts] == ["flows", "tools"]


def test_data_that_is_not_sensitive_may_go_where_it_goes():
    text = (
        "tools: {a: {}, ads: {product: google-ads}, crm: {capabilities: [crm]}}\n"
        "flows: [{from: a, to: ads, carries: [user.name]}, {id: two, from: a, to: ads, carries: [user.name]},"
        " {from: a, to: crm, carries: [user.financial]}]"
    )
    assert {verdict.outcome for verdict in judge(sensitive_data_to_ads, text).values()} == {NOT_APPLICABLE}
