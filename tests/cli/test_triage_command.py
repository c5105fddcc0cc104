"""`stackaudit triage`: as text for a person, as Markdown for those who asked, as data for a program."""

from __future__ import annotations

import json
import re

import pytest

import stackaudit
from stackaudit.outputs.triage_markdown import to_markdown

LOG = """\
stackaudit: 1
as_of: 2026-11-22
complete: [requests]
company: {name: Fern & Hill}
teams: {sales: {name: Sales}}
goals: {keep: {name: More who stay}}
roadmap: {items: {welcome: {name: Welcome series, goal: keep}}}
capacity: {available_hours: 60, planned_share: 40}
processes: {triage: {may_decline: false}}
requests:
  down: {name: Form is down, severity: P1, from: sales, asked_on: 2026-11-21}
  series: {severity: P4, objective: more orders, goal: keep, people_affected: 4000, effort: 12.5}
  later: {severity: P4, objective: more, goal: keep, expected_revenue: {amount: 900, currency: eur}, people_affected: none, wanted_by: 2026-12-01, effort: 30}
  logo: {from: sales, effort: 4}
  fair: {severity: P5, objective: leads, goal: keep, effort: 31}
  banner: {severity: P5, goal: none, objective: none}
"""
HOSTILE = "<script>alert(1)</script> [x](javascript:1) \u202e **b** `c`"


@pytest.fixture
def log(folder):
    (folder / "log.yaml").write_text(LOG, encoding="utf-8")
    return "log.yaml"


def test_requests_are_printed_by_what_to_do_with_them(program, log):
    ran = program("triage", log)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Take, in this order",
        "   1. down  Form is down  P1, no size, from Sales, asked 2026-11-21",
        "      P1, something that customers use is down: it goes before planned work, whatever it takes.",
        "      ask whoever would do the work: How many hours of work is this?",
        "      by severity: P1 (log.yaml:11); asked_on: 2026-11-21",
        "   2. later  P4, 30 h, wanted by 2026-12-01",
        "      Serves a goal: More who stay, as does Welcome series on the roadmap.",
        "      Effect as stated: 900 EUR a year expected.",
        (
            "      by severity: P4 (log.yaml:13); goal: keep; roadmap.items.welcome.goal: keep (:7); objective: more (:13); "
            "expected_revenue: {amount: 900, currency: eur}; people_affected: none; effort: 30"
        ),
        "",
        "Ask first",
        "    - logo  not rated, 4 h, from Sales",
        "      What decides is not known yet.",
        "      ask Sales: What goes wrong, or is lost, while this is not done?",
        "      ask Sales: What is this to achieve?",
        "      ask Sales: Which goal does this serve?",
        "      by effort: 4 (log.yaml:14)",
        "    - series  P4, 12.5 h",
        "      What decides is not known yet.",
        "      Does not fit into the 30 h that a month has for requests, after those to take.",
        "      Effect as stated: about 4,000 people.",
        "      ask whoever asked: What is this expected to earn or save?",
        (
            "      by severity: P4 (log.yaml:12); goal: keep; roadmap.items.welcome.goal: keep (:7); objective: more orders (:12); "
            "people_affected: 4000; effort: 12.5; capacity.available_hours: 60 (:8)"
        ),
        "",
        "Decline",
        "    - fair  P5, 31 h",
        "      Takes more than the 30 h that a month has for requests: plan it, or drop it.",
        (
            "      by effort: 31 (log.yaml:15); severity: P5; goal: keep; roadmap.items.welcome.goal: keep (:7); "
            "objective: leads (:15); capacity.available_hours: 60 (:8)"
        ),
        "    - banner  P5, no size",
        "      Serves no goal; that is stated.",
        "      What it is to achieve was asked, and there is no answer.",
        "      by goal: none (log.yaml:16); objective: none; severity: P5",
        "",
        (
            "A month has 60 h. 50 % are kept for the roadmap, which leaves 30 h for requests. The requests to take need 30 h, "
            "and 1 of them has no size yet."
        ),
        "Left for the roadmap: at most 30 h, which is 50 % of them, while 2 requests wait for an answer.",
        "On record, 40 % of the hours go into the roadmap.",
        (
            "The team may not decline or put off a request: take these to somebody who may "
            "(processes.triage.may_decline: false (log.yaml:9))."
        ),
        "",
        "2 to take, 2 to question, 0 to put off, 2 to decline · at most 50 % left for the roadmap",
    ]


def test_markdown_has_boxes_to_tick_and_the_places_in_the_file(program, log):
    lines = program("triage", log, "--format", "markdown").out.splitlines()
    assert lines[0] == "# Requests to marketing operations of Fern \\& Hill"
    assert "1. **Form is down** (`requests.down`): P1, no size, from Sales, asked 2026\\-11\\-21" in lines
    assert "   - [ ] How many hours of work is this? Ask: whoever would do the work (`requests.down.effort`)" in lines
    assert "- **banner** (`requests.banner`): P5, no size" in lines
    assert "  - Decided by `goal: none (log.yaml:16); objective: none; severity: P5`" in lines
    assert [line for line in lines if line.startswith("## ")] == [
        "## Take, in this order",
        "## Ask first",
        "## Decline",
        "## Hours",
    ]


def test_data_hold_everything(program, log):
    held = json.loads(program("triage", log, "--format", "json").out)
    assert [(one["id"], one["advice"], one["place"], one["reasons"]) for one in held["requests"]] == [
        ("down", "take", 1, ["customers"]),
        ("later", "take", 2, ["goal"]),
        ("logo", "ask", None, ["open"]),
        ("series", "ask", None, ["open", "no_hours_left"]),
        ("fair", "decline", None, ["too_large"]),
        ("banner", "decline", None, ["no_goal", "no_objective"]),
    ]
    assert held["hours"] == {
        "available": 60.0,
        "roadmap_share": 50,
        "room": 30.0,
        "taken": 30.0,
        "unsized": 1,
        "left": 30.0,
        "left_share": 50.0,
        "recorded_share": 40.0,
        "evidence": held["hours"]["evidence"],
    }
    assert [one["path"] for one in held["hours"]["evidence"]] == ["capacity.available_hours", "capacity.planned_share"]
    assert (held["currency"], held["may_decline"], held["settled"]) == ("EUR", False, 0)
    assert held["may_decline_evidence"][0]["place"]["line"] == 9


def test_another_share_can_be_kept_for_the_roadmap(program, log):
    assert (
        program("triage", log, "--roadmap-share", "20")
        .out.splitlines()[-1]
        .startswith("3 to take, 1 to question, 1 to put off")
    )
    assert "no per cent" not in program("triage", log, "--roadmap-share", "101").err
    assert program("triage", log, "--roadmap-share", "101").code == 2


def test_standard_input_will_do(program, log):
    assert "(<stdin>:11)" in program("triage", "-", stdin=LOG.encode()).out


def test_a_log_without_requests_says_so_in_counts(program, folder):
    (folder / "s.yaml").write_text("stackaudit: 1\nas_of: 2026-11-22\ncapacity: none\n", encoding="utf-8")
    ran = program("triage", "s.yaml")
    assert ran.out.splitlines() == [
        "The requests to take need 0 h. Nobody records the hours, so what fits and what is left for the roadmap is open.",
        "",
        "0 to take, 0 to question, 0 to put off, 0 to decline · share left for the roadmap not known",
    ]


def test_of_no_hours_nothing_is_left_and_no_share_is_told(program, folder):
    (folder / "s.yaml").write_text(
        "stackaudit: 1\nas_of: 2026-11-22\ncapacity: {available_hours: 0}\nrequests: {a: {severity: P4}}\n",
        encoding="utf-8",
    )
    assert program("triage", "s.yaml").out.splitlines()[-4:] == [
        "A month has 0 h. 50 % are kept for the roadmap, which leaves 0 h for requests. The requests to take need 0 h.",
        "  ask whoever keeps the log: Is it so that every request of the last quarter, and every one that is still open, is listed? (complete.requests)",
        "",
        "0 to take, 1 to question, 0 to put off, 0 to decline · share left for the roadmap not known",
    ]


def test_what_reaches_customers_may_need_more_hours_than_there_are(program, folder):
    text = LOG.replace("severity: P1", "effort: 61, severity: P1").replace("may_decline: false", "may_decline: true")
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    out = program("triage", "s.yaml").out
    assert (
        "That is 1 h more than there are.\nLeft for the roadmap: 0 h, which is 0 % of them, while 1 request waits for an answer.\n"
        in out
    )
    assert "What reaches customers takes hours that are meant for the roadmap.\n" in out
    assert "The team may decline a request or put it off (processes.triage.may_decline: true (s.yaml:9)).\n" in out


def test_nobody_has_said_how_many_hours_there_are_or_whether_the_team_may_decline(program, folder):
    text = "".join(line for line in LOG.splitlines(keepends=True) if not line.startswith(("capacity", "processes")))
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    out = program("triage", "s.yaml").out
    assert "Nobody has said how many hours of work a month has, so what fits" in out
    assert "Nobody has said whether the team may decline or put off a request.\n" in out
    assert "  ask the leader of marketing operations: How many hours of work does the team have in a month?" in out
    assert "Place 3 as far as is known; with answers it could be place 2.\n" in out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_hostile_text_is_harmless_in_every_form(program, folder, form):
    quoted = json.dumps(HOSTILE)
    text = f"""\
stackaudit: 1
as_of: 2026-11-22
company: {{name: {quoted}}}
teams: {{sales: {{name: {quoted}}}}}
goals: {{g: {{name: {quoted}}}}}
roadmap: {{items: {{i: {{name: {quoted}, goal: g}}}}}}
requests:
  a: {{name: {quoted}, from: sales, severity: P4, objective: {quoted}, goal: g, effort: 1, source: {quoted}}}
  b: {{name: {quoted}, from: sales}}
"""
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    out = program("triage", "s.yaml", "--format", form).out
    if form == "json":
        assert json.loads(out)["requests"][0]["title"] == HOSTILE
        return
    assert "\u202e" not in out
    if form == "markdown":
        outside = re.sub(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", "", out)
        assert "<script" not in outside.replace("\\<script", "")
        assert "](" not in outside


def test_a_stack_that_no_file_holds_is_written_without_places():
    data = {"stackaudit": 1, "as_of": "2026-11-22", "requests": {"a": {"severity": "P1", "effort": 1}}}
    stack = stackaudit.load_data(data)
    assert "   - Decided by `severity: P1; effort: 1`\n" in to_markdown(stack, stackaudit.triage(stack))
