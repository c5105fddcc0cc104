"""Verdicts on tools and the business case, in the report and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit.swot import Point
from stackaudit.load import load_text
from stackaudit.outputs.html import to_html
from stackaudit.outputs.plan.case_words import case_lines, said
from stackaudit.outputs.plan.markdown import to_markdown
from stackaudit.outputs.plan.verdict_words import reasons

SAMPLES = Path(__file__).resolve().parents[3] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\n"
USED = "built: vendor, usage: {last_used: 2026-11-20}, end_of_life: none"
RULES = ["STK-01", "STK-03", "STK-06", "STK-12", "STK-13", "STR-13", "STR-14", "TEC-01"]


def audit(tools, more="", select=RULES):
    return stackaudit.run(load_text(f"{HEAD}tools: {{{tools}}}\n{more}"), select=select)


def test_each_tool_stands_under_its_verdict_with_why_and_what_would_tell(read):
    tools = f"a: {{name: Alpha <b>, capabilities: [crm], {USED}}}, b: {{name: Beta, capabilities: [survey], owner: none}}, c: {{name: Gamma}}"
    held = audit(tools)
    found = read(to_html(held))
    text = found.text[found.text.index("Of 3 tools in use: 1 fix, 1 keep, 1 cannot be said.") :]
    assert (
        text.index("Fix 1") < text.index("Beta") < text.index("Keep 1") < text.index("Alpha <b>") < text.index("Gamma")
    )
    assert "Not the case here: Two tools do the same job (STK-01);" in text
    assert "What would tell: tools.c.capabilities" in text
    assert found.faults == []
    assert {link[1:] for link in found.links if link.startswith("#STK-06")} <= set(found.ids)
    shown = to_markdown(held, held.plan, {})
    assert "| Beta | Fix | " in shown
    assert "## Strengths, weaknesses, opportunities, threats" in shown
    assert "**Background.** " in shown


def test_of_many_tools_some_are_seen_at_once(read):
    tools = ", ".join(f"t{number:02}: {{owner: none}}" for number in range(33))
    found = read(to_html(audit(tools)))
    assert "3 more tools" in found.text
    assert found.faults == []


def test_tools_with_one_verdict_for_the_same_reasons_stand_together(read):
    used = enumerate(("crm", "survey", "seo"))
    tools = ", ".join(
        f"t{number}: {{name: Tool {number}, owner: m, capabilities: [{what}], {USED}}}" for number, what in used
    )
    found = read(to_html(audit(tools, "teams: {m: {}}\n")))
    text = found.text[found.text.index("Keep 3") :]
    assert text.index("Tool 0 tools.t0 , Tool 1") < text.index("Tool 2") < text.index("Not the case here: ")
    assert text.count("Not the case here: ") == 1
    assert found.faults == []


def test_without_tools_and_without_facts_there_is_neither(read):
    found = read(to_html(stackaudit.run(load_text("stackaudit: 1\nas_of: 2026-11-22\n"), select=["STK-06"])))
    assert "verdicts" not in found.ids
    assert "business-case" not in found.ids


@pytest.mark.parametrize(
    ("tools", "more", "select", "expected"),
    [
        ("a: {status: retiring}", "", RULES, "It is said to be on its way out."),
        ("a: {name: A}", "", ["STK-03"], "Not judged: STK-12, STK-13, STR-13, STR-14, STK-01, TEC-01."),
        (
            "a: {capabilities: [crm], owner: none, " + USED + "}",
            "waivers: [{rule: STK-06, element: tools.a, owner: o, reason: r, until: 2027-01-31}]\n",
            RULES,
            "Not the case here: ",
        ),
        (
            "a: {capabilities: [crm], built: vendor, usage: {last_used: none}, end_of_life: none}",
            "waivers: [{rule: STK-03, element: tools.a, owner: o, reason: r, until: 2027-01-31}]\n",
            RULES,
            "Lived with, as waived: STK-03:tools.a.",
        ),
    ],
)
def test_why_a_verdict_is_what_it_is(tools, more, select, expected):
    held = audit(tools, more, select)
    assert expected in " ".join(reasons(held.verdicts[0], held.rules))


def test_of_many_findings_three_are_told():
    held = stackaudit.run(SAMPLES / "red_flags.yaml")
    many = next(one for one in held.verdicts if len(one.findings) > 3)
    assert f"And {len(many.findings) - 3} more." in list(reasons(many, held.rules))


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (Point("clear", "T", "R-1", count=1), "Not found here: T (R-1), clear in 1 place."),
        (Point("red_flag", "T", "R-1", count=2, points=1.25), "T (R-1): 2 findings, 1.2 points."),
        (Point("red_flag", "T", "R-1", count=1, points=0.01), "T (R-1): 1 finding."),
        (Point("mending", "", count=3, points=4.0), "To mend the first 3 findings that cost most brings 4.0 points."),
        (Point("mending", "", count=1, points=4.0), "To mend the first finding that costs most brings 4.0 points."),
        (Point("retire", "A", count=1, yearly=(("EUR", 1200),)), "To retire: A; 1,200 EUR a year as stated."),
        (Point("consolidate", "A, B", count=2), "To consolidate: A, B."),
        (Point("unused", "T", "R-1", count=2), "T (R-1): 2 places."),
        (Point("clock", "T", "R-1", count=1, points=2.0), "T (R-1): 1 finding, 2.0 points, of a law or a prohibition."),
        (Point("risk", "T"), "T: customers would feel it, and there is no plan against it."),
    ],
)
def test_a_point_is_a_sentence(point, words):
    assert said(point) == words


def test_a_case_says_of_how_many_tools_the_cost_is_known_and_which_goals_they_serve():
    tools = "a: {owner: none, serves: [keep], cost: {amount: 5, currency: eur}}, b: {owner: none}"
    more = "goals: {keep: {name: More who stay}}\nactions: {x: {mends: [tools.a, tools.b]}}\n"
    (case,) = audit(tools, more, ["STK-06"]).cases
    parts = dict(case_lines(case))
    assert list(parts) == ["Background", "Risk", "Opportunity", "What it needs"]
    assert parts["Opportunity"][-2:] == (
        "The tools that it is about (stated for 1 of 2) cost 5 EUR a year.",
        "These tools serve More who stay.",
    )
    assert parts["What it needs"] == ("Nobody named; size not stated.",)
