"""`stackaudit plan`: as text for a person, as Markdown, as data, and as YAML that can be pasted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import stackaudit
from stackaudit.load import load_text
from stackaudit.outputs.plan.markdown import to_markdown
from stackaudit.outputs.plan.skeleton import to_yaml

STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Fern & Hill}
people: {analyst: {name: The analyst}}
capacity: {available_hours: 100, mending_hours: 40}
tools:
  crm: {capabilities: [crm], owner: none, built: vendor, end_of_life: 2026-12-15}
  splitter: {name: Splitter, built: in_house, capabilities: [experimentation], owner: analyst}
tracking_plan: none
actions:
  move: {mends: [tools.crm], effort: 50}
  split: {mends: [tools.splitter], effort: 90}
  gone: {mends: [capacity]}
"""
RULES = ("--select", "STR-13,MEA-01,STK-13,STK-06,STR-14")


@pytest.fixture
def described(folder):
    (folder / "s.yaml").write_text(STACK, encoding="utf-8")
    return "s.yaml"


def test_actions_are_printed_by_when_to_take_them(program, described):
    ran = program("plan", described, *RULES)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Now: within a month",
        "  move  P2, 50 h, nobody named, its findings cost 16.7 points; with 1 of 2 mended in the facts, 8.3 come back",
        "      end of life 2026-12-15",
        "      now: Name who answers for the move, and ask the vendor what ends on that day and how data gets out.",
        "      ask: Who is accountable for this tool's use, cost and data?",
        "      actions.move: 2 findings of STK-13, STK-06",
        "",
        "Next: within the quarter",
        "  Tracking plan  P3, size not stated, nobody named, brings 33.3 points",
        "      now: Write down the ten events by which success is judged, each with its properties, its owner and the question that it answers.",
        "      ask: Who takes this on?",
        "      tracking_plan: 1 finding of MEA-01",
        "",
        "Later",
        "  split  P3, 90 h, The analyst, brings 8.3 points",
        "      Put off: it takes 90 h, and 70 h were left.",
        "      now: Add no features to it. Write down who maintains it, what that costs a year, and which decisions rest on its results.",
        "      actions.split: 1 finding of STR-13",
        "",
        "A month has 40 h for mending (capacity.mending_hours: 40 (s.yaml:6)).",
        "Now: 50 h of 40 h.",
        "That is 10 h more than there are: what is P1, has to be done by a day or is planned for this time is not put off.",
        "Next: 0 h of 70 h, and 1 action of no stated size.",
        "1 action is put off for want of hours.",
        "Of 3 actions, 1 has no stated size: what has none is not weighed against the hours.",
        "  ask whoever would do the work: How many hours of work does this take? (actions)",
        "  actions.gone: nothing is proved at capacity",
        "",
        "Tools",
        "  Replace: crm, Splitter",
        "",
        "3 actions: 1 now, 1 next, 1 later",
    ]  # fmt: skip


def test_as_data_it_is_the_same(program, described):
    ran = program("plan", described, *RULES, "--format", "json")
    data = json.loads(ran.out)
    assert [one["element"] for one in data["actions"]] == ["actions.move", "tracking_plan", "actions.split"]
    assert data["actions"][0]["gain"]["mended"] == 1
    assert data["hours"][0] == {"horizon": "now", "room": 40.0, "taken": 50.0, "unsized": 0, "lacking": 10.0}
    assert data["idle"] == [{"action": "gone", "mends": "capacity"}]
    assert [one["path"] for one in data["questions"]] == ["actions"]


def test_as_markdown_it_can_be_worked_off(program, described):
    text = program("plan", described, *RULES, "--format", "markdown").out
    assert "# Plan for the marketing stack of Fern \\& Hill\n" in text
    assert "- [ ] **move** (`actions.move`): P2, 50 h, owner\\: nobody named, its findings cost 16.7 points" in text
    assert "  - [ ] Who is accountable for this tool's use, cost and data?\n" in text
    assert "- [ ] How many hours of work does this take? Ask: whoever would do the work (`actions`)\n" in text
    assert "Planned, and nothing is proved there:\n\n- `actions.gone`: `capacity`\n" in text


def test_as_yaml_it_is_a_section_that_loads_and_plans_all_that_was_not(program, described, folder):
    ran = program("plan", described, *RULES, "--format", "yaml")
    assert ran.out.splitlines()[1:] == [
        "actions:",
        "  tracking_plan:  # P3",
        '    name: "Tracking plan"',
        "    mends: [tracking_plan]",
        "    # effort: 16",
        "    # owner: analyst",
    ]
    (folder / "t.yaml").write_text(STACK + ran.out.partition("actions:\n")[2], encoding="utf-8")
    again = program("plan", "t.yaml", *RULES, "--format", "yaml")
    assert (again.code, again.out) == (0, "# every action is planned\n")


def test_every_action_of_a_sample_can_be_planned_by_what_is_printed():
    file = Path(__file__).resolve().parents[2] / "sample_stacks" / "sourcegraph.yaml"
    audit = stackaudit.run(file)
    text = to_yaml(audit.stack, audit.plan)
    written = file.read_text(encoding="utf-8")
    planned = stackaudit.run(load_text(written + text)).plan
    assert len(planned.actions) == len(audit.actions)
    assert all(one.planned for one in planned.actions)
    assert {one.title for one in planned.actions} == {one.title for one in audit.actions}
    assert planned.idle == ()


def test_ids_in_the_section_are_no_reserved_words_and_none_twice():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\n"
        "tools: {a.b: {owner: none}, a-b: {owner: none}, c: {owner: none}, none.: {owner: none}}\n"
        "actions: {a_b: {mends: [tools.c]}}\n"
    )
    audit = stackaudit.run(stack, select=["STK-06"])
    lines = to_yaml(audit.stack, audit.plan).splitlines()
    assert [line for line in lines if line.endswith(("# P3", '"'))] == [
        "  a_b_2:  # P3",
        '    name: "a-b"',
        "  a_b_3:  # P3",
        '    name: "a.b"',
        "  none_:  # P3",
        '    name: "none."',
    ]
    assert "    # owner: analyst" in lines


def test_the_section_names_somebody_who_is_there():
    stack = load_text("stackaudit: 1\nas_of: 2026-11-22\nteams: {ops: {}}\ntools: {a: {owner: none}}\n")
    audit = stackaudit.run(stack, select=["STK-06"])
    assert "    # owner: ops" in to_yaml(audit.stack, audit.plan).splitlines()


def test_nothing_in_a_name_becomes_markup_or_leaves_its_line():
    hostile = "<script>alert(1)</script> [x](javascript:1) \u202e **b** `c`"
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {name: '" + hostile + "', owner: none}}\n"
        "actions: {x: {name: '" + hostile + "', mends: [tools.a]}}\n"
    )
    audit = stackaudit.run(stack, select=["STK-06"])
    text = to_markdown(audit, audit.plan, {})
    assert " <script" not in text
    assert "**\\<script\\>alert" in text
    assert "](javascript" not in text
    assert "\u202e" not in text
    assert "\u202e" not in to_yaml(audit.stack, audit.plan)


def test_where_nothing_is_proved_it_says_so(program, folder):
    (folder / "s.yaml").write_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {owner: unknown}}\n", encoding="utf-8")
    ran = program("plan", "s.yaml", "--select", "STR-13")
    assert (ran.code, ran.out.strip()) == (0, "Tools\n  Cannot be said: a\n\nnothing is proved that has to be mended")


def test_of_a_stack_without_tools_it_says_nothing_of_tools(program, folder):
    (folder / "s.yaml").write_text("stackaudit: 1\nas_of: 2026-11-22\ntracking_plan: none\n", encoding="utf-8")
    text = program("plan", "s.yaml", "--select", "MEA-01").out
    assert "Tracking plan" in text
    assert "Tools" not in text
    assert (
        "## What to do with each tool"
        not in program("plan", "s.yaml", "--select", "MEA-01", "--format", "markdown").out
    )


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        ("", "Nobody has said how many hours a month can go into mending, so whether the actions fit is open: they stand by severity and days alone."),
        ("capacity: none\n", "Nobody records the hours, so whether the actions fit is open: they stand by severity and days alone."),
        ("capacity: {available_hours: 90}\n", "A month has at most 45 h for mending: 50 % of all hours, those for planned work (capacity.available_hours: 90 (s.yaml:4))."),
    ],
    ids=["not stated", "not recorded", "all hours"],
)  # fmt: skip
def test_what_is_known_of_the_hours_is_said(program, folder, capacity, said):
    text = f"stackaudit: 1\nas_of: 2026-11-22\ntools: {{a: {{owner: none}}}}\n{capacity}"
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    assert said in program("plan", "s.yaml", "--select", "STK-06").out.splitlines()


def test_a_broken_rule_makes_the_plan_fail(program, described, broken_pack):
    for form in ("text", "json", "markdown", "yaml"):
        ran = program("plan", described, "--format", form)
        assert ran.code == 2
        assert ran.err.startswith("The rule BAD-01 is broken:\nTraceback")


def test_it_reads_in_the_words_that_the_report_has_for_a_rule(program, described, folder):
    words = "report: {wording: {MEA-01: {fix: {now: Begin with ten events.}}}}\n"
    (folder / "w.yaml").write_text(STACK + words, encoding="utf-8")
    assert "      now: Begin with ten events." in program("plan", "w.yaml", *RULES).out.splitlines()
    assert "Begin with ten events" in program("plan", "w.yaml", *RULES, "--format", "markdown").out
