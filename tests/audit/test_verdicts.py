"""What to do with each tool: the strongest verdict that the facts prove, and what would tell where they prove none."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit.verdicts import DECIDING, Verdict
from stackaudit.load import load_text

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows, teams]\nteams: {one: {}, two: {}}\n"
GOOD = "product: none, built: vendor, capabilities: [{job}], usage: {{last_used: 2026-11-20}}, end_of_life: none, teams: [one]"
RULES = [*DECIDING, "STK-06", "EVD-01"]


def judged(tools, more="", **how):
    text = f"{HEAD}tools:\n" + "".join(f"  {key}: {{{fields}}}\n" for key, fields in tools.items()) + more
    audit = stackaudit.run(load_text(text), select=how.pop("select", RULES), **how)
    return {one.tool: one for one in audit.verdicts}


def good(job, *changes):
    fields = GOOD.format(job=job)
    for old, new in changes:
        assert old in fields
        fields = fields.replace(old, new)
    return fields


@pytest.mark.parametrize(
    ("changes", "verdict", "rules"),
    [
        ([], "keep", []),
        ([("2026-11-20", "2026-01-20")], "retire", ["STK-03"]),
        ([("end_of_life: none", "end_of_life: 2026-06-30")], "replace", ["STK-12"]),
        ([("end_of_life: none", "end_of_life: 2027-06-30")], "replace", ["STK-13"]),
        ([("end_of_life: none", "end_of_life: 2026-06-30"), ("2026-11-20", "2026-01-20")], "retire", ["STK-03"]),
        ([("built: vendor", "built: in_house"), ("[crm]", "[experimentation]")], "replace", ["STR-13"]),
        ([("teams: [one]", "teams: [one], owner: none")], "fix", ["STK-06"]),
        ([("teams: [one]", "teams: [one], status: retiring")], "retire", []),
        ([("usage: {last_used: 2026-11-20}", "usage: {last_used: unknown}")], "open", []),
        ([("usage: {last_used: 2026-11-20}", "owner: none")], "fix", ["STK-06"]),
    ],
)
def test_the_strongest_verdict_that_the_facts_prove(changes, verdict, rules):
    one = judged({"a": good("crm", *changes)})["a"]
    assert one.verdict == verdict
    assert [finding.rule for finding in one.findings][: len(rules) or None] == rules
    assert one.leaving is (verdict == "retire" and not rules)


def test_where_a_fact_is_missing_it_is_named_whatever_the_verdict():
    found = judged({"a": "capabilities: [crm], built: vendor, owner: none"})["a"]
    assert found.verdict is Verdict.FIX
    assert {one.path for one in found.missing} >= {"tools.a.usage.last_used", "tools.a.end_of_life"}


def test_two_tools_of_one_job_are_consolidated_but_for_the_one_with_a_reason():
    tools = {key: good("web_analytics") for key in "ab"} | {
        "c": good("web_analytics", ("teams: [one]", "teams: [one], overlap_reason: the shop needs it"))
    }
    found = judged(tools)
    assert {key: one.verdict.value for key, one in found.items()} == {
        "a": "consolidate",
        "b": "consolidate",
        "c": "keep",
    }


def test_a_waived_finding_is_lived_with():
    waiver = "waivers: [{rule: STK-12, element: tools.a, owner: o, reason: r, until: 2027-01-31}]\n"
    ended = {"a": good("crm", ("end_of_life: none", "end_of_life: 2026-06-30"))}
    one = judged(ended, waiver)["a"]
    assert (one.verdict, one.waived) == (Verdict.KEEP, ("STK-12:tools.a",))
    assert judged(ended)["a"].waived == ()


def test_a_dispute_is_about_what_is_said_and_not_about_the_tool():
    disputed = "disputed: {technical_owner: [{value: one, source: x}, {value: two, source: y}]}"
    assert judged({"a": good("crm", ("teams: [one]", f"teams: [one], {disputed}"))})["a"].verdict is Verdict.KEEP


def test_what_is_not_in_use_is_not_judged_and_what_may_be_is():
    tools = {"a": "status: retired", "b": "status: planned", "c": "status: unknown"}
    assert list(judged(tools)) == ["c"]


def test_rules_that_were_not_run_leave_it_open():
    one = judged({"a": good("crm")}, select=["STK-03"])["a"]
    assert one.verdict is Verdict.OPEN
    assert one.unjudged == tuple(rule for rule in DECIDING if rule != "STK-03")


def test_the_samples_give_each_verdict_and_the_healthy_one_keeps_all():
    healthy = stackaudit.run(SAMPLES / "healthy.yaml")
    assert {one.verdict for one in healthy.verdicts} == {Verdict.KEEP}
    found = {
        one.verdict
        for name in ("red_flags", "sourcegraph")
        for one in stackaudit.run(SAMPLES / f"{name}.yaml").verdicts
    }
    assert found == set(Verdict) - {Verdict.KEEP}
