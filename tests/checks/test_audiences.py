"""What people chose about advertising, and the platforms that hold audiences of them."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.audiences import choices_reach_audiences
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
WHOLE = HEAD + "complete: [tools, flows, capture_points]\n"
CALIFORNIA = WHOLE + "company: {regions: [us], us_states: [ca]}\n"
PARAMETERS = {
    "products": [],
    "demanded": [],
    "demanded_from": "2024-03-01",
    "europe": ["eea"],
    "may_be_in_europe": [],
    "capabilities": ["ads"],
    "methods": ["tag", "sdk"],
    "may_hold_in": ["worldwide"],
    "business_days": 15,
}
FILL = "{id: fill, from: crm, to: ads, method: api, every: 1d, takes: 1h, carries: [user.name], signals: none}"


def tools(ads="", consent="", crm=""):
    return (
        f"tools: {{ads: {{capabilities: [ads], captures_opt_out: none, name: The ads, {ads}}}, "
        f"consent: {{capabilities: [consent], captures_opt_out: none, name: The banner, {consent}}}, "
        f"crm: {{capabilities: [crm], captures_opt_out: none, {crm}}}}}\n"
    )


def told(every="1d", takes="1h", signals="[consent]", more=""):
    return (
        f"{{id: told, from: consent, to: ads, method: file, every: {every}, takes: {takes}, carries: [], "
        f"signals: {signals}{more}}}"
    )


def judge(*flows, head=WHOLE, text=None, more=""):
    stack = load_text(f"{head}{text or tools()}{more}flows: [{', '.join(flows)}]\n")
    found = {one.elements[0]: one for one in choices_reach_audiences(View(stack, StackGraph(stack), PARAMETERS))}
    return found["tools.ads"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_choice_that_never_gets_there_is_named_with_its_place():
    verdict = judge(FILL)
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert dict(verdict.values) == {"target": "The ads", "captures": "The banner", "what": "never gets to"}
    assert verdict.facts == (
        FactRef("tools", "consent", "capabilities"),
        FactRef("flows"),
        FactRef("flows", "fill", "carries"),
        FactRef("tools", "ads", "capabilities"),
    )
    assert verdict.related == ("tools.consent",)


def test_an_opt_out_for_ads_and_a_capture_point_are_places_too():
    verdict = judge(
        FILL,
        text=tools(consent="capabilities: [form]").replace(
            "capabilities: [consent], captures_opt_out: none", "captures_opt_out: [ads]"
        ),
    )
    assert verdict.facts[0] == FactRef("tools", "consent", "captures_opt_out")
    points = "capture_points: {page: {tool: crm, captures: [consent], channel: [ads]}}\n"
    assert judge(FILL, told(), more=points).facts[0] == FactRef("capture_points", "page", "channel")


@pytest.mark.parametrize(
    ("every", "takes", "head", "outcome", "severity"),
    [
        ("18d", "1d", CALIFORNIA, CLEAR, None),
        ("20d", "1h", CALIFORNIA, FLAGGED, None),
        ("21d", "0m", CALIFORNIA, FLAGGED, None),
        ("21d", "1h", CALIFORNIA, FLAGGED, Severity.P1),
        ("21d", "1h", CALIFORNIA.replace("[ca]", "[all]"), FLAGGED, Severity.P1),
        ("21d", "1h", CALIFORNIA.replace("[ca]", "[tx]"), CLEAR, None),
        ("21d", "1h", WHOLE + "company: {regions: [de]}\n", CLEAR, None),
    ],
)
def test_fifteen_business_days_are_19_to_21_days_by_the_weekday(every, takes, head, outcome, severity):
    verdict = judge(FILL, told(every, takes), head=head)
    assert (verdict.outcome, verdict.severity) == (outcome, severity)


def test_a_late_choice_names_its_way_and_how_long_it_takes():
    verdict = judge(FILL, told("1mo"), head=CALIFORNIA)
    assert verdict.values["what"] == "takes 31 days to get to" or verdict.values["what"].startswith("takes 31")
    assert [hop.element for hop in verdict.path] == ["flows.told"]
    assert verdict.facts[0] == FactRef("flows", "told", "every")
    assert FactRef("company", "", "us_states") in verdict.facts


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        (WHOLE + "company: {regions: [us]}\n", ["company.us_states"]),
        (WHOLE, ["company.regions", "company.us_states"]),
        (WHOLE + "company: {regions: [worldwide]}\n", ["company.regions", "company.us_states"]),
    ],
)
def test_whether_anybody_lives_in_california_is_asked_where_it_would_be_too_late(head, missing):
    verdict = judge(FILL, told("1mo"), head=head)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_how_long_a_way_takes_is_asked_in_california():
    assert asked(judge(FILL, told(takes="unknown"), head=CALIFORNIA)) == ["flows.told.takes"]


def test_of_a_place_that_may_be_none_it_is_asked_whether_it_is_where_it_would_be_too_late():
    text = tools(consent="status: unknown")
    assert asked(judge(FILL, told("1mo"), head=CALIFORNIA, text=text)) == ["tools.consent.status"]


@pytest.mark.parametrize(
    ("text", "fill", "missing"),
    [
        (tools("status: unknown"), FILL, ["tools.ads.status"]),
        (tools().replace("[ads]", "unknown"), FILL, ["tools.ads.capabilities"]),
        (tools(), FILL.replace("[user.name]", "unknown"), ["flows.fill.carries"]),
        (tools(), FILL.replace("method: api", "method: none"), ["flows.fill.method"]),
        (tools(), FILL.replace("id: fill", "id: fill, status: unknown"), ["flows.fill.status"]),
        (tools(crm="status: unknown"), FILL, ["tools.crm.status"]),
        (tools(consent="status: unknown"), FILL, ["tools.consent.status"]),
        (
            tools().replace("capabilities: [consent], captures_opt_out: none", "capabilities: unknown"),
            FILL,
            ["tools.consent.captures_opt_out", "tools.consent.capabilities"],
        ),
    ],
)
def test_what_would_say_whether_it_matters_is_asked(text, fill, missing):
    verdict = judge(fill, text=text)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


@pytest.mark.parametrize(
    ("point", "missing"),
    [
        ("captures: unknown, channel: [ads]", ["capture_points.page.captures"]),
        ("captures: [consent], channel: unknown", ["capture_points.page.channel"]),
    ],
)
def test_whether_a_capture_point_is_about_advertising_is_asked(point, missing):
    verdict = judge(FILL, told(), more=f"capture_points: {{page: {{tool: crm, {point}}}}}\n")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_consent_tool_that_may_take_opt_outs_is_a_place_all_the_same_and_a_send_gate_fills_nothing():
    text = tools("send_gate: [crm]", consent="status: unknown").replace(
        "capabilities: [consent], captures_opt_out: none", "capabilities: [consent, more], captures_opt_out: unknown"
    )
    text = text.replace("capabilities: [consent, more]", "capabilities: [form, more], brand: [x]")
    assert asked(judge(FILL, text=text)) == [
        "tools.consent.status",
        "tools.consent.captures_opt_out",
        "tools.consent.capabilities",
    ]
    sure = text.replace("captures_opt_out: unknown", "captures_opt_out: [email]")
    assert asked(judge(FILL, text=sure)) == ["tools.consent.status", "tools.consent.capabilities"]


def test_over_partial_lists_it_is_suspected_and_a_gap_of_consent_proves_it():
    verdict = judge(FILL, head=HEAD)
    assert (verdict.outcome, asked(verdict)) == (SUSPECTED, ["complete.flows", "complete.tools"])
    gap = "gaps: [{signal: consent, from: consent, to: ads}]\n"
    flagged = judge(FILL, head=HEAD, more=gap)
    assert flagged.outcome is FLAGGED
    assert FactRef("gaps", "consent:consent->ads") in flagged.facts


def test_a_way_that_is_too_slow_is_suspected_where_there_may_be_a_quicker_one():
    verdict = judge(FILL, told("1mo"), head=HEAD + "company: {us_states: [ca]}\n")
    assert (verdict.outcome, verdict.severity) == (SUSPECTED, Severity.P1)


def test_an_audience_that_nobody_listed_is_asked_about():
    verdict = judge(head=HEAD + "company: {regions: [de]}\n")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.flows", "complete.tools"])


def test_a_choice_that_may_come_by_flows_that_nobody_listed_may_be_late():
    text = tools(consent="status: unknown")
    verdict = judge(FILL, head=HEAD + "company: {us_states: [ca]}\n", text=text)
    assert verdict.outcome is UNKNOWN
    assert "complete.flows" in asked(verdict)


def test_where_no_place_is_listed_it_is_asked_whether_there_is_none():
    text = "tools: {ads: {capabilities: [ads], captures_opt_out: none}, crm: {capabilities: [crm], captures_opt_out: none}}\n"
    assert judge(FILL, text=text).outcome is NOT_APPLICABLE
    verdict = judge(FILL, head=HEAD + "complete: [tools, flows]\n", text=text)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.capture_points"])
    assert (
        judge(FILL, text=text.replace("captures_opt_out: none}, crm", "captures_opt_out: [ads]}, crm")).outcome is CLEAR
    )
