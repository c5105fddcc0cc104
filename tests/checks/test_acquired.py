"""Whether bought contacts get to where newsletters go out."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.acquired import bought_contacts_to_senders
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
WHOLE = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\n"
PARAMETERS = {"bought": ["data_enrichment"], "senders": ["esp"], "data": ["user.contact"], "stops": ["suppression"]}
CONTACTS = "object: contact, carries: [user.contact.email], consent_gated: false"


def judged(flows, crm="capabilities: [crm], sends: none", esp="capabilities: [esp], sends: [email]"):
    text = (
        f"{WHOLE}tools: {{seller: {{name: Lists Ltd, capabilities: [data_enrichment]}}, crm: {{{crm}}}, esp: {{{esp}}}}}\n"
        f"flows: [{', '.join(f'{{{flow}}}' for flow in flows)}]\n"
    )
    stack = load_text(text)
    verdicts = bought_contacts_to_senders(View(stack, StackGraph(stack), PARAMETERS))
    return {verdict.elements[0]: verdict for verdict in verdicts}


def test_a_list_of_whom_not_to_write_to_brings_nobody_into_a_newsletter():
    stops = f"from: crm, to: esp, signals: [opt_out], {CONTACTS.replace('contact,', 'suppression,')}"
    assert judged([f"from: seller, to: crm, {CONTACTS}", stops])["tools.esp"].outcome is CLEAR
    open_ones = judged(["from: seller, to: crm, carries: [user.contact]", stops, "from: crm, to: esp, id: other"])
    assert asked(open_ones["tools.esp"])[:3] == [f"flows.other.{one}" for one in ("carries", "consent_gated", "object")]


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_a_finding_shows_the_path_and_the_checks_that_are_not_there():
    verdict = judged([f"from: seller, to: crm, {CONTACTS}", f"from: crm, to: esp, {CONTACTS}"])["tools.esp"]
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"sender": "esp", "origin": "Lists Ltd", "flows": "2"}
    assert [hop.element for hop in verdict.path] == ["flows.seller->crm", "flows.crm->esp"]
    assert verdict.facts == (
        FactRef("flows", "seller->crm", "consent_gated"),
        FactRef("flows", "crm->esp", "consent_gated"),
        FactRef("flows", "seller->crm", "carries"),
        FactRef("flows", "crm->esp", "carries"),
        FactRef("tools", "seller", "capabilities"),
        FactRef("tools", "esp", "sends"),
    )
    assert verdict.related == ("tools.seller", "flows.seller->crm", "flows.crm->esp")


@pytest.mark.parametrize(
    ("way", "crm", "missing"),
    [
        (CONTACTS, "capabilities: [crm], sends: none, status: unknown", ["tools.crm.status"]),
        (f"{CONTACTS}, status: unknown", "capabilities: [crm], sends: none", ["flows.crm->esp.status"]),
        (
            "carries: unknown, consent_gated: false",
            "capabilities: [crm], sends: none",
            ["flows.crm->esp.carries", "flows.crm->esp.object"],
        ),
        (
            "carries: [user.contact]",
            "capabilities: [crm], sends: none",
            ["flows.crm->esp.consent_gated", "flows.crm->esp.object"],
        ),
    ],
)
def test_what_is_open_on_the_way_is_asked_for(way, crm, missing):
    verdict = judged([f"from: seller, to: crm, {CONTACTS}", f"from: crm, to: esp, {way}"], crm)["tools.esp"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_tool_whose_jobs_are_not_all_known_may_sell_contacts():
    verdict = judged([f"from: crm, to: esp, {CONTACTS}"], "capabilities: [crm, more], sends: none")["tools.esp"]
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["tools.crm.capabilities"])


def test_round_trips_and_checked_ways_end_the_search():
    flows = [
        f"from: crm, to: esp, {CONTACTS}",
        f"from: esp, to: crm, {CONTACTS}",
        "from: seller, to: crm, carries: [user.contact], consent_gated: true",
    ]
    assert judged(flows)["tools.esp"].outcome is CLEAR
    verdict = judged([*flows, "id: lists, from: seller, to: crm, carries: [user.contact]"])["tools.esp"]
    assert asked(verdict) == ["flows.lists.consent_gated", "flows.lists.object"]


def test_of_many_ways_only_some_are_asked_about():
    flows = [f"id: f{number}, from: crm, to: esp" for number in range(30)]
    verdict = judged([f"from: seller, to: crm, {CONTACTS}", *flows])["tools.esp"]
    assert (verdict.outcome, len(verdict.missing)) == (UNKNOWN, 20)


def test_a_sender_that_is_gone_is_not_looked_at_and_one_for_another_job_does_not_apply():
    found = judged([f"from: seller, to: esp, {CONTACTS}"], esp="capabilities: [esp], status: retired")
    assert list(found) == ["tools.seller", "tools.crm"]
    assert {verdict.outcome for verdict in found.values()} == {NOT_APPLICABLE}


def test_a_capture_point_is_no_seller():
    text = f"{WHOLE}capture_points: {{p: {{tool: esp}}}}\ntools: {{esp: {{capabilities: [esp], sends: [email]}}}}\n"
    stack = load_text(text + f"flows: [{{from: p, to: esp, {CONTACTS}}}]")
    (verdict,) = bought_contacts_to_senders(View(stack, StackGraph(stack), PARAMETERS))
    assert verdict.outcome is CLEAR


def test_over_partial_lists_it_asks_whether_they_are_whole():
    stack = load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {esp: {capabilities: [esp], sends: [email]}}")
    (verdict,) = bought_contacts_to_senders(View(stack, StackGraph(stack), PARAMETERS))
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["complete.flows", "complete.tools"])


def test_a_fact_that_several_flows_share_takes_the_place_of_no_other():
    flows = [f"id: f{number}, from: crm, to: esp, {CONTACTS}, status: unknown" for number in range(18)]
    unsure = "capabilities: [crm], sends: none, status: unknown"
    missing = asked(judged([f"from: seller, to: crm, {CONTACTS}, status: unknown", *flows], crm=unsure)["tools.esp"])
    own = ["flows.f0.status", "tools.crm.status", *(f"flows.f{number}.status" for number in range(1, 18))]
    assert missing == [*own, "flows.seller->crm.status"]
