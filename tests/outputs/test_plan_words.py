"""What is said of actions: what they bring, the days that bear on them, and why they stand where they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit.actions import Action, Due, Horizon
from stackaudit.audit.gains import Gain
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.load import load_text
from stackaudit.outputs.plan.markdown import to_markdown
from stackaudit.outputs.plan.words import counts, dues, hours_words, points_words, when_words


def action(findings=1, points=2.0, **more):
    found = Finding("STK-06", "STK-06:tools.a", Outcome.FLAGGED, Severity.P3, ("tools.a",), "", "m", (), "")
    stems = more.pop("stems", ("tools.a",))
    values = {"horizon": Horizon.NOW, "brought_forward": False, "due": (), **more}
    return Action(
        element="tools.a", title="A", stems=stems, findings=(found,) * findings, fixes=(), severity=Severity.P3, owner="",
        ask="", points=points, **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made", "gain", "said"),
    [
        (action(), None, "its finding costs 2.0 points"),
        (action(3), None, "its findings cost 2.0 points"),
        (action(3), Gain(None, why_not="too large"), "its findings cost 2.0 points"),
        (action(3), Gain(2.5, (), 3), "brings 2.5 points"),
        (action(3), Gain(0.5, (), 1), "its findings cost 2.0 points; with 1 of 3 mended in the facts, 0.5 come back"),
        (action(points=0.04), None, ""),
        (action(points=None), None, ""),
        (action(points=None), Gain(0.5, (), 1), "brings 0.5 points"),
        (action(points=0.04), Gain(0.01, (), 0), ""),
    ],
)
def test_what_was_measured_and_what_it_costs_are_told_apart(made, gain, said):
    assert points_words(made, gain) == said


def test_days_say_what_they_are_and_of_several_things_of_which():
    due = (Due("notice", date(2026, 12, 2), "tools.a"), Due("stated", date(2027, 1, 1), "", "the fair"))
    assert dues(action(due=due)) == ("last day to give notice 2026-12-02", "to be done by 2027-01-01, the fair")
    assert dues(action(due=due, stems=("tools.a", "tools.b")))[0] == "last day to give notice 2026-12-02 (tools.a)"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, []),
        ({"brought_forward": True}, ["Brought forward, as a day is near."]),
        ({"held": "stated"}, ["Planned for this time."]),
        ({"put_off": True, "hours": 12.5, "left": 3}, ["Put off: it takes 12.5 h, and 3 h were left."]),
    ],
)
def test_why_it_stands_where_it_stands_is_said(more, said):
    assert list(when_words(action(**more))) == said


def test_a_single_action_of_no_size_and_an_empty_plan_are_told_as_such():
    head = "stackaudit: 1\nas_of: 2026-11-22\n"
    audit = stackaudit.run(load_text(f"{head}tools: {{a: {{owner: none}}}}\n"), select=["STK-06"])
    assert list(hours_words(audit.plan, recorded=True))[1:] == [
        "Of 1 action, 1 has no stated size: what has none is not weighed against the hours."
    ]
    assert counts(audit.plan) == "1 action: 0 now, 1 next, 0 later"
    nothing = stackaudit.run(load_text(f"{head}tools: {{a: {{owner: unknown}}}}\n"), select=["STK-06"])
    assert list(hours_words(nothing.plan, recorded=True)) == []
    assert counts(nothing.plan) == "nothing is proved that has to be mended"
    lines = to_markdown(nothing, nothing.plan, {}).split("\n")
    assert lines[:3] == [
        "# Plan for the marketing stack",
        "",
        "As of 2026-11-22: nothing is proved that has to be mended.",
    ]
    assert [line for line in lines if line.startswith("#")][1:] == ["## What to do with each tool"]


def test_of_very_many_fixes_some_are_told():
    audit = stackaudit.run(Path(__file__).resolve().parents[2] / "sample_stacks" / "red_flags.yaml")
    text = to_markdown(audit, audit.plan, {})
    assert "more fixes\n" in text
