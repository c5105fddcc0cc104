"""Whether contracts cover the regions in which the company's contacts live."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.regions import outside_licence
from stackaudit.errors import StackError
from stackaudit.finding import Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def judged(tool, company="{regions: [us, de]}"):
    stack = load_text(f"{HEAD}company: {company}\ntools: {{a: {{{tool}}}}}\n")
    view = View(stack, StackGraph(stack), {"capabilities": ["ads"]})
    (verdict,) = outside_licence(view)
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_names_what_is_licensed_and_what_lies_outside():
    verdict = judged("contract: {licensed_regions: [US]}, sends: [email], capabilities: [esp], stores: [user]")
    assert (verdict.outcome, verdict.severity) == (FLAGGED, None)
    assert dict(verdict.values) == {"tool": "a", "licensed": "the United States", "regions": "DE"}
    assert verdict.facts == (
        FactRef("tools", "a", "contract.licensed_regions"),
        FactRef("company", "", "regions"),
        FactRef("tools", "a", "stores"),
    )
    assert asked(verdict) == []


@pytest.mark.parametrize(
    ("tool", "severity", "missing"),
    [
        ("sends: [sms], capabilities: [esp]", Severity.P2, []),
        ("sends: {sms: [service]}, capabilities: [esp]", Severity.P2, []),
        ("sends: {email: [service], sms: none}, capabilities: [esp]", None, []),
        ("sends: none, stores: [user], capabilities: [ads]", Severity.P2, []),
        ("sends: [email, more], capabilities: [esp]", None, ["tools.a.sends"]),
        ("sends: [email]", None, ["tools.a.capabilities"]),
    ],
)
def test_text_messages_and_advertising_weigh_more(tool, severity, missing):
    verdict = judged(f"contract: {{licensed_regions: [us]}}, {tool}")
    assert (verdict.outcome, verdict.severity, asked(verdict)) == (FLAGGED, severity, missing)


def test_a_contract_for_no_region_covers_none():
    assert judged("contract: {licensed_regions: []}, stores: [user], sends: none").values["licensed"] == "no region"


@pytest.mark.parametrize(
    ("tool", "company", "outcome", "missing"),
    [
        (
            "contract: {licensed_regions: [us]}, stores: [user], status: unknown",
            "{regions: [de]}",
            UNKNOWN,
            ["tools.a.status"],
        ),
        ("contract: {licensed_regions: [us]}, sends: none", "{regions: [de]}", UNKNOWN, ["tools.a.stores"]),
        ("contract: {licensed_regions: [us]}, stores: none", "{regions: [de]}", UNKNOWN, ["tools.a.sends"]),
        ("stores: [user]", "{regions: [de]}", UNKNOWN, ["tools.a.contract.licensed_regions"]),
        ("contract: {licensed_regions: [us]}, stores: [user]", "{name: x}", UNKNOWN, ["company.regions"]),
        ("contract: {licensed_regions: [us, more]}, stores: [user]", "{regions: [us]}", CLEAR, []),
        ("contract: {licensed_regions: [us]}, stores: [user]", "{regions: none}", CLEAR, []),
        ("contract: {licensed_regions: none}, stores: [user]", "{name: x}", CLEAR, []),
        ("contract: none, stores: [user]", "{regions: [de]}", NOT_APPLICABLE, []),
    ],
)
def test_what_decides_is_asked_for(tool, company, outcome, missing):
    verdict = judged(tool, company)
    assert (verdict.outcome, asked(verdict)) == (outcome, missing)


def test_without_a_company_it_is_asked_where_people_live():
    stack = load_text(f"{HEAD}tools: {{a: {{contract: {{licensed_regions: [us]}}, stores: [user]}}}}\n")
    (verdict,) = outside_licence(View(stack, StackGraph(stack), {"capabilities": ["ads"]}))
    assert asked(verdict) == ["company.regions"]


def test_a_region_that_there_is_not_is_a_mistake():
    with pytest.raises(StackError, match="found 'USA'"):
        load_text(f"{HEAD}tools: {{a: {{contract: {{licensed_regions: [USA]}}}}, b: none}}\n")
