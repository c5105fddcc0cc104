"""Whether the record of who opted out would outlive the tool that sends."""

from __future__ import annotations

import pytest

from stackaudit.checks import FactRef, View
from stackaudit.checks.suppression import suppression_without_copy
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
TOOLS = "tools: {a: {name: A, sends: [email], opt_outs_copied: none}, b: {name: B, sends: [sms], opt_outs_copied: none}, c: {sends: none}}\n"


def judged(records, tools=TOOLS, head=HEAD):
    stack = load_text(f"{head}{tools}{records}\n")
    (verdict,) = suppression_without_copy(View(stack, StackGraph(stack)))
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


@pytest.mark.parametrize(
    ("records", "inside"),
    [
        ("systems_of_record: none", ""),
        ("systems_of_record: {suppression: none}", ""),
        ("systems_of_record: {suppression: a}", "A"),
        (
            "systems_of_record: {suppression: [a, b]}",
            "A and B",
        ),
        (
            "systems_of_record: {suppression: {email: a, sms: none}}",
            "A",
        ),
    ],
)
def test_a_finding_says_where_the_record_is(records, inside):
    verdict = judged(records)
    assert (verdict.outcome, verdict.values["inside"]) == (FLAGGED, inside)
    assert verdict.facts[0] == FactRef("systems_of_record")
    assert FactRef("tools", "a", "sends") in verdict.facts


def test_one_master_outside_the_senders_is_enough():
    assert judged("systems_of_record: {suppression: [a, c]}").outcome is CLEAR


@pytest.mark.parametrize(
    ("records", "tools", "missing"),
    [
        ("systems_of_record: unknown", TOOLS, ["systems_of_record"]),
        ("systems_of_record: {suppression: unknown}", TOOLS, ["systems_of_record.suppression"]),
        ("systems_of_record: {suppression: a}", "tools: {a: {opt_outs_copied: none}}\n", ["tools.a.sends"]),
        ("systems_of_record: none", "tools: {a: {sends: [email], status: unknown}}\n", ["tools.a.status"]),
        ("systems_of_record: none", "tools: {a: {sends: none}}\n", ["complete.tools"]),
        ("", "", ["complete.tools", "systems_of_record"]),
    ],
)
def test_what_decides_is_asked_for(records, tools, missing):
    verdict = judged(records, tools)
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, missing)


def test_a_company_that_sends_nothing_needs_no_such_record():
    assert judged("", "tools: {a: {sends: none}}\n", HEAD + "complete: [tools]\n").outcome is NOT_APPLICABLE
