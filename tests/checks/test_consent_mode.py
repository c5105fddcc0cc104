"""Tags of Google's, and what they say of a visitor's choice."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.consent_mode import tags_without_parameters
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
PARAMETERS = {
    "products": ["google-ads", "ga4"],
    "methods": ["tag", "sdk"],
    "demanded": ["ad_user_data", "ad_personalization"],
    "demanded_from": "2024-03-01",
    "europe": ["eea", "gb", "ch"],
    "may_be_in_europe": ["emea", "worldwide"],
}


def judge(flow, regions="[de]", product="google-ads", as_of="2026-11-22"):
    stack = load_text(
        f"stackaudit: 1\nas_of: {as_of}\ncompany: {{regions: {regions}}}\n"
        f"tools: {{shop: {{}}, ads: {{product: {product}, name: The ads}}}}\nflows: [{{id: f, from: shop, to: ads, {flow}}}]\n"
    )
    return list(tags_without_parameters(View(stack, StackGraph(stack), PARAMETERS)))


def test_a_tag_names_the_parameters_that_it_does_not_send():
    (verdict,) = judge("method: tag, consent_mode: [ad_storage, ad_user_data]")
    assert (verdict.outcome, verdict.severity, verdict.topic) == (FLAGGED, Severity.P3, "consent_mode")
    assert dict(verdict.values) == {"target": "The ads", "lacks": "ad_personalization"}
    assert verdict.facts == (
        FactRef("flows", "f", "consent_mode"),
        FactRef("flows", "f", "method"),
        FactRef("tools", "ads", "product"),
        FactRef("company", "", "regions"),
    )


@pytest.mark.parametrize(
    ("flow", "regions", "product", "missing"),
    [
        ("method: sdk", "[fr]", "ga4", ["flows.f.consent_mode"]),
        ("method: tag, consent_mode: [ad_user_data, more]", "[ch]", "ga4", ["flows.f.consent_mode"]),
        ("method: none, consent_mode: none", "[gb]", "ga4", ["flows.f.method"]),
        ("consent_mode: none", "[gb]", "ga4", ["flows.f.method"]),
        ("method: tag, consent_mode: none", "[worldwide]", "ga4", ["company.regions"]),
        ("method: tag, consent_mode: none", "[gb]", "unknown", ["tools.ads.product"]),
    ],
)
def test_what_would_decide_is_asked(flow, regions, product, missing):
    (verdict,) = judge(flow, regions, product)
    assert (verdict.outcome, [one.path for one in verdict.missing]) == (UNKNOWN, missing)


def test_a_tag_that_sends_both_is_clear():
    (verdict,) = judge("method: tag, consent_mode: [ad_user_data, ad_personalization]")
    assert verdict.outcome is CLEAR


@pytest.mark.parametrize(
    ("flow", "regions", "product", "as_of"),
    [
        ("method: api, consent_mode: none", "[de]", "ga4", "2026-11-22"),
        ("method: tag, consent_mode: none", "[us]", "ga4", "2026-11-22"),
        ("method: tag, consent_mode: none", "[de]", "meta-ads", "2026-11-22"),
        ("method: tag, consent_mode: none", "[de]", "ga4", "2024-02-29"),
    ],
)
def test_other_flows_places_makers_and_days_are_no_subject(flow, regions, product, as_of):
    assert judge(flow, regions, product, as_of) == []
