"""Personal data outside Europe without a basis."""

from __future__ import annotations

import sys

import pytest

from stackaudit.catalogue.adequacy import read_adequacy
from stackaudit.checks import FactRef, View
from stackaudit.checks.transfers import left_without_basis
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HOSTING, BASIS = "tools.a.hosting_region", "tools.a.transfer_basis"


def judged(tool, regions="[de]", more="", as_of="2026-11-28"):
    head = f"stackaudit: 1\nas_of: {as_of}\ncomplete: [tools, flows, capture_points]\ncompany: {{regions: {regions}}}\n"
    stack = load_text(f"{head}tools: {{a: {{{tool}}}, b: {{stores: [], hosting_region: none}}}}\n{more}")
    return {one.elements[0]: one for one in left_without_basis(View(stack, StackGraph(stack)))}["tools.a"]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_says_where_whose_data_and_why():
    verdict = judged(
        "stores: [user], hosting_region: [us, de, in], transfer_basis: [privacy_shield, adequacy]", "[gb, de]"
    )
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {
        "tool": "a",
        "hosted": "IN",
        "people": "the EEA and the United Kingdom",
        "reason": "the Privacy Shield ended in July 2020 and no decision on adequacy covers IN",
    }
    assert verdict.facts == (
        FactRef("tools", "a", "transfer_basis"),
        FactRef("tools", "a", "hosting_region"),
        FactRef("company", "", "regions"),
        FactRef("tools", "a", "stores"),
    )


def test_a_flow_that_brings_personal_data_is_enough():
    flow = "flows: [{from: b, to: a, carries: [user.name]}]\n"
    verdict = judged("stores: [], hosting_region: [us], transfer_basis: none", more=flow)
    assert verdict.outcome is FLAGGED
    assert verdict.related == ("flows.b->a",)
    assert verdict.values["reason"] == "nothing permits it"


@pytest.mark.parametrize(
    ("basis", "as_of", "outcome"),
    [
        ("[privacy_shield]", "2020-07-16", CLEAR),
        ("[privacy_shield]", "2020-07-17", FLAGGED),
        ("[dpf]", "2023-07-09", FLAGGED),
        ("[dpf]", "2023-07-10", CLEAR),
        ("[adequacy]", "2023-07-09", FLAGGED),
        ("[adequacy]", "2026-11-28", CLEAR),
        ("[scc]", "2026-11-28", CLEAR),
        ("[bcr, privacy_shield]", "2026-11-28", CLEAR),
        ("[not_needed]", "2026-11-28", CLEAR),
        ("[]", "2026-11-28", FLAGGED),
        ("none", "2026-11-28", FLAGGED),
        ("[privacy_shield, more]", "2026-11-28", UNKNOWN),
        ("[dpf, more]", "2026-11-28", CLEAR),
    ],
)
def test_a_basis_holds_while_it_is_in_force(basis, as_of, outcome):
    verdict = judged(f"stores: [user], hosting_region: [us], transfer_basis: {basis}", as_of=as_of)
    assert verdict.outcome is outcome
    assert asked(verdict) == ([BASIS] if outcome is UNKNOWN else [])


def test_tools_alike_are_judged_alike():
    rows = "".join(f"  {key}: {{hosting_region: [us], transfer_basis: none}}\n" for key in ("one", "two"))
    flows = "flows:\n" + "".join(f"  - {{from: b, to: {key}, carries: [user.name]}}\n" for key in ("one", "two"))
    text = f"stackaudit: 1\nas_of: 2026-11-28\ncompany: {{regions: [de]}}\ntools:\n  b: {{stores: []}}\n{rows}{flows}"
    stack = load_text(text)
    said = [(one.elements[0], one.outcome) for one in left_without_basis(View(stack, StackGraph(stack)))]
    assert said[1:] == [("tools.one", FLAGGED), ("tools.two", FLAGGED)]


def test_a_framework_that_is_not_there_yet_is_told_as_such():
    verdict = judged("stores: [user], hosting_region: [us], transfer_basis: [dpf]", as_of="2023-07-09")
    assert verdict.values["reason"] == "the Data Privacy Framework is not in force"


@pytest.mark.parametrize(
    ("tool", "regions", "outcome"),
    [
        ("hosting_region: [br], transfer_basis: none", "[de]", CLEAR),
        ("hosting_region: [br], transfer_basis: none", "[gb]", FLAGGED),
        ("hosting_region: [eea], transfer_basis: none", "[gb]", CLEAR),
        ("hosting_region: [gb], transfer_basis: none", "[eu, gb]", CLEAR),
        ("hosting_region: none, transfer_basis: none", "[de]", CLEAR),
        ("hosting_region: [us], transfer_basis: none", "[us, ca]", NOT_APPLICABLE),
        ("hosting_region: [us], transfer_basis: none", "none", NOT_APPLICABLE),
        ("hosting_region: [us], transfer_basis: none, status: retired", "[de]", NOT_APPLICABLE),
    ],
)
def test_where_a_basis_is_needed(tool, regions, outcome):
    assert judged(f"stores: [user], {tool}", regions).outcome is outcome


def test_a_tool_without_personal_data_needs_none():
    assert judged("stores: [order], hosting_region: [us], transfer_basis: none").outcome is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("tool", "regions", "missing"),
    [
        ("stores: [user], hosting_region: [us]", "[de]", [BASIS]),
        ("stores: [user], hosting_region: [de, us]", "[de]", [BASIS]),
        ("stores: [user], transfer_basis: none", "[de]", [HOSTING]),
        ("stores: [user], transfer_basis: [adequacy]", "[de]", [HOSTING]),
        ("stores: [user], hosting_region: [de, more], transfer_basis: none", "[de]", [HOSTING]),
        ("stores: [user], hosting_region: [apac], transfer_basis: none", "[de]", [HOSTING]),
        ("stores: [user], hosting_region: [apac]", "[de]", [HOSTING, BASIS]),
        ("stores: [user]", "[gb, de]", [HOSTING, BASIS]),
        ("stores: [user], hosting_region: [us], transfer_basis: none", "[us, more]", ["company.regions"]),
        ("stores: [user], hosting_region: [us], transfer_basis: none", "[worldwide]", ["company.regions"]),
        ("stores: [user], hosting_region: [us], transfer_basis: none, status: unknown", "[de]", ["tools.a.status"]),
        ("stores: unknown, hosting_region: [us], transfer_basis: none", "[de]", ["tools.a.stores"]),
    ],
)
def test_what_is_not_known_is_asked_where_it_decides(tool, regions, missing):
    verdict = judged(tool, regions)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_region_that_settles_it_leaves_nothing_to_ask():
    assert judged("stores: [user], hosting_region: [us, more], transfer_basis: none").outcome is FLAGGED
    assert judged("stores: [user], transfer_basis: [scc]").outcome is CLEAR


@pytest.mark.parametrize(
    ("tool", "outcome"),
    [
        ("hosting_region: [ch], transfer_basis: none", UNKNOWN),
        ("hosting_region: [ch], transfer_basis: [adequacy]", UNKNOWN),
        ("hosting_region: [us], transfer_basis: [dpf]", UNKNOWN),
        ("hosting_region: [us], transfer_basis: [adequacy]", UNKNOWN),
        ("hosting_region: [jp], transfer_basis: none", CLEAR),
        ("hosting_region: [in], transfer_basis: none", FLAGGED),
    ],
)
def test_a_decision_from_memory_decides_nothing(tmp_path, monkeypatch, tool, outcome):
    path = tmp_path / "adequacy.yaml"
    path.write_text(
        "".join(
            f"- {{id: F-19-EU-{region.upper()}, name: N, basis: {basis}, people_in: [eea], regions: [{region}], "
            f"in_force_from: 2020-01-01, source: s, as_of: 2026-11-28, mark: {mark}}}\n"
            for region, basis, mark in (
                ("ch", "adequacy", "memory"),
                ("us", "dpf", "memory"),
                ("jp", "adequacy", "verified"),
            )
        )
    )
    monkeypatch.setattr(sys.modules["stackaudit.catalogue.adequacy"], "adequacy", lambda: read_adequacy(path))
    assert judged(f"stores: [user], {tool}").outcome is outcome
