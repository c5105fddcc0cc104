"""Strengths, weaknesses, opportunities, threats, and the business case: only what facts say, in an order that is fixed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import stackaudit
from stackaudit.load import load_text

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\n"
STACK = f"""\
{HEAD}company: {{contacts: 5000, regions: [us]}}
people: {{lead: {{}}}}
goals: {{keep: {{name: More who stay}}}}
tools:
  crm: {{name: The CRM, capabilities: [crm], owner: none, serves: [keep], cost: {{amount: 1000, currency: eur, per: month}}}}
  polls: {{name: Polls, capabilities: [survey], owner: none, usage: {{last_used: none}}, cost: {{amount: 400, currency: eur}}}}
  soon: {{name: Soon, end_of_life: 2027-03-31, contract: {{renews: 2027-02-28, notice: 30d, auto_renew: true}}}}
  ended: {{name: Ended, end_of_life: 2026-01-31}}
  late: {{name: Late, end_of_life: 2028-01-31, contract: {{renews: 2027-12-31, notice: 30d, auto_renew: true}}}}
flows: [{{from: crm, to: polls, interface_ends: 2027-01-31}}]
risks: {{down: {{name: Sender down, impact: high, mitigation: none}}, slow: {{impact: low, mitigation: none}}, planned: {{impact: high, mitigation: a plan}}}}
actions: {{owners: {{mends: [tools.crm, tools.polls]}}}}
"""


def audit(text=STACK, **how):
    return stackaudit.run(load_text(text), **how)


def test_threats_are_ends_notices_and_risks_two_of_each_kind():
    threats = audit(select=["STK-06"]).swot.threats
    assert [(one.kind, one.title, one.on) for one in threats] == [
        ("end", "Ended", date(2026, 1, 31)),
        ("end", "The CRM → Polls", date(2027, 1, 31)),
        ("notice", "Soon", date(2027, 1, 29)),
        ("risk", "Sender down", None),
    ]


def test_an_end_that_is_more_than_a_year_away_is_no_threat():
    text = HEAD + "tools: {late: {end_of_life: 2028-01-31}, soon: {end_of_life: 2027-11-22}}\n"
    assert [one.title for one in audit(text, select=["STK-06"]).swot.threats] == ["soon"]


def test_a_law_that_is_broken_is_a_threat_and_another_finding_a_weakness():
    found = stackaudit.run(SAMPLES / "red_flags.yaml").swot
    assert [one.rule for one in found.threats if one.kind == "clock"] == ["DEL-01", "GRA-01"]
    assert {one.kind for one in found.weaknesses} == {"red_flag"}
    assert len(found.weaknesses) == 5


def test_opportunities_are_points_and_what_tools_cost_that_may_go():
    held = audit(select=["STK-06", "STK-03"])
    assert [(one.kind, one.title, one.count, one.yearly) for one in held.swot.opportunities] == [
        ("mending", "", 2, ()),
        ("retire", "Polls", 1, (("EUR", 400),)),
    ]
    assert held.mending.after is not None
    assert held.swot.opportunities[0].points == held.mending.after.total - held.score.total


def test_of_many_tools_that_may_go_the_first_are_named():
    tools = "".join(f"  t{number}: {{usage: {{last_used: none}}, owner: none}}\n" for number in range(20))
    (_, retire) = audit(f"{HEAD}tools:\n{tools}", select=["STK-06", "STK-03"]).swot.opportunities
    assert (retire.title, retire.count) == ("t0, t1, t10, t11, t12, t13, t14 and 13 more", 20)


def test_strengths_are_rules_of_weight_that_are_clear_throughout():
    healthy = stackaudit.run(SAMPLES / "healthy.yaml").swot
    assert len(healthy.strengths) == 5
    assert healthy.strengths[0].kind == "clear"
    assert (healthy.weaknesses, healthy.opportunities, healthy.threats) == ((), (), ())


def test_a_case_has_what_findings_rules_and_the_description_say():
    held = audit(select=["STK-06"])
    (case,) = held.cases
    assert case.action == held.actions[0]
    assert case.background == tuple(one.message for one in case.action.findings)
    assert case.opportunities == (held.rules["STK-06"].fix.later,)
    assert case.why == (held.rules["STK-06"].why.strip(),)
    assert (case.tools, case.yearly, case.priced, case.goals, case.more) == (
        ("crm", "polls"), (("EUR", 12400),), 2, ("More who stay",), 0,
    )  # fmt: skip


def test_of_many_findings_three_are_told_and_the_others_counted():
    first = stackaudit.run(SAMPLES / "red_flags.yaml").cases[0]
    assert len(first.background) == 3
    assert first.more == len(first.action.findings) - 3
    assert len(stackaudit.run(SAMPLES / "red_flags.yaml").cases) == 5
