"""The audit on a terminal: findings by severity, suspicions, broken rules, the summary; and mistakes with a caret."""

from __future__ import annotations

import pytest

from stackaudit.checks.verdict import FactRef, Verdict
from stackaudit.errors import Place, Problem
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.outputs.terminal import audit_lines, problem_lines, summary_line


def unstyled(text, **_how):
    return text


def marked(text, **how):
    """A style that can be seen."""
    return f"<{' '.join(str(value) if name == 'fg' else name for name, value in how.items())}>{text}</>"


TEXT = "tools:\n  a: {owner: none}\n  b: {}\n  c: {}\n"


@pytest.fixture
def lines(audited, rule_that):
    """The lines of an audit in which a check says these verdicts."""

    def make(*verdicts, broken=(), text=TEXT, style=unstyled):
        rules = [rule_that(lambda _view: iter(verdicts))]
        rules += [rule_that(function, number) for number, function in enumerate(broken, 2)]
        return list(audit_lines(audited(text, *rules), style))

    return make


def flagged(*elements, **more):
    return Verdict(elements or ("tools.a",), Outcome.FLAGGED, **more)


def test_findings_stand_under_their_severity_worst_first(lines):
    fact = (FactRef("tools", "a", "owner"),)
    found = lines(
        flagged(facts=fact),
        flagged("tools.b", severity=Severity.P1, topic="email"),
        flagged("tools.b", "tools.a", severity=Severity.P5),
        flagged("tools.a", "tools.c", severity=Severity.P2),
        flagged("tools.a", topic="x", severity=Severity.P4),
    )
    assert found == [
        "P1  act this week",
        "  MY-01  tools.b (email)  ",
        "      m",
        "",
        "P2  act within 30 days",
        "  MY-01  tools.a and 1 more  ",
        "      m",
        "",
        "P3  act this quarter",
        "  MY-01  tools.a  stack.yaml:4:7",
        "      m",
        "",
        "P4  act within half a year",
        "  MY-01  tools.a (x)  ",
        "      m",
        "",
        "P5  when there is time",
        "  MY-01  tools.b and 1 more  ",
        "      m",
        "",
        "5 red flags: 1 P1, 1 P2, 1 P3, 1 P4, 1 P5 · 0 open questions · coverage 100 % · 0 of 1 rule could not be judged",
    ]


def test_suspicions_come_last_with_their_severity(lines):
    asks = (Missing(("complete", "tools")),)
    found = lines(flagged(), Verdict(("tools.b",), Outcome.SUSPECTED, missing=asks))
    assert found == [
        "P3  act this quarter",
        "  MY-01  tools.a  ",
        "      m",
        "",
        "Suspected, as far as the lists go",
        "  P3 MY-01  tools.b  ",
        "      m",
        "",
        "1 red flag: 1 P3 · 1 suspected · 1 open question · coverage 50 % · 0 of 1 rule could not be judged",
    ]


def test_a_broken_rule_is_named_with_its_last_frames(lines):
    def breaks(_view):
        raise ValueError("no\nsense\x1b[2J")

    found = lines(broken=[breaks, breaks])
    assert found[0] == "broken  MY-02: ValueError: no sense\\u001b[2J"
    assert found[1].startswith("          at stackaudit/audit/engine.py:")
    assert found[2].startswith("          at test_terminal.py:")
    assert found[3:5] == ["", "broken  MY-03: ValueError: no sense\\u001b[2J"]
    assert found[-1] == (
        "no red flags · 0 open questions · coverage 100 % · 0 of 3 rules could not be judged · 2 broken: MY-02, MY-03"
    )


def test_what_could_not_be_judged_is_counted(audited, rule_that):
    def asks(_view):
        yield Verdict(("tools.a",), Outcome.UNKNOWN, missing=(Missing(("tools", "a", "owner")),))

    summary = summary_line(audited(TEXT, rule_that(asks), rule_that(asks, 2)), unstyled)
    assert summary == "no red flags · 1 open question · coverage 0 % · 2 of 2 rules could not be judged"


def test_colours_follow_severity(lines):
    def breaks(_view):
        raise ValueError

    verdicts = [flagged(topic=severity.value, severity=severity) for severity in Severity]
    found = lines(*verdicts, broken=[breaks], style=marked)
    heads = [line for line in found if line.startswith("<")]
    assert heads[:5] == [
        "<red bold>P1  act this week</>",
        "<red bold>P2  act within 30 days</>",
        "<yellow bold>P3  act this quarter</>",
        "<blue bold>P4  act within half a year</>",
        "<cyan bold>P5  when there is time</>",
    ]
    assert "  <bold>MY-01</>  tools.a (P1)  <dim></>" in found
    assert heads[5] == "<red bold>broken  MY-02: ValueError: </>"
    assert found[-1].startswith("<bold>5 red flags: ")
    assert found[-1].endswith(" · <red bold>1 broken: MY-02</>")


NASTY = "\x1b[31m\u202e" + "n" * 10_000


def test_hostile_names_neither_move_the_cursor_nor_flood_the_screen(audited, rule_that):
    def flags(_view):
        yield Verdict((f"company.{NASTY}",), Outcome.FLAGGED, NASTY)

    audit = audited(TEXT, rule_that(flags, message=f"{NASTY} is bad"))
    found = list(audit_lines(audit, unstyled))
    assert all(line.isprintable() for line in found)
    head, message = found[1], found[2]
    assert head.startswith("  MY-01  company.\\u001b[31m\\u202ennn")
    assert len(head) < 2200
    assert message == "      \\u001b[31m\\u202e" + "n" * (599 - 16) + "…"


# -- mistakes -----------------------------------------------------------------------------------------------------------


def said(problem, style=unstyled):
    return list(problem_lines(problem, style))


def at(line, column, end_line, end_column):
    return Place("stack.yaml", line, column, end_line, end_column)


def test_a_mistake_shows_its_line_a_caret_and_a_hint():
    problem = Problem("a tool has no field 'ownr'", at(12, 6, 12, 10), "did you mean 'owner'?", "  a: {ownr: x}")
    assert said(problem) == [
        "stack.yaml:12:6: error: a tool has no field 'ownr'",
        "  12 |   a: {ownr: x}",
        "     |      ^^^^",
        "  = did you mean 'owner'?",
    ]
    assert said(problem, marked)[0] == "stack.yaml:12:6: <red bold>error</>: a tool has no field 'ownr'"
    assert said(problem, marked)[2] == "     |      <red>^^^^</>"


@pytest.mark.parametrize(
    ("place", "excerpt", "lines"),
    [
        (None, None, []),
        (at(3, 1, 3, 2), None, []),
        (at(3, 1, 3, 2), "   ", []),
        # The end is on another line, or before the beginning: one caret.
        (at(3, 3, 5, 9), "ab: [", ["  3 | ab: [", "    |   ^"]),
        (at(3, 3, 3, 3), "ab: [", ["  3 | ab: [", "    |   ^"]),
        # At the end of a line, and beyond what is known of it.
        (at(3, 6, 3, 6), "ab: [", ["  3 | ab: [", "    |      ^"]),
        (at(3, 7, 3, 9), "ab: [", ["  3 | ab: ["]),
        (at(3, 900, 3, 905), "x" * 200, [f"  3 | {'x' * 120}"]),
        # A tab is a space, and what is hidden is written out; the caret moves with it.
        (at(3, 3, 3, 5), "\t\tab", ["  3 |   ab", "    |   ^^"]),
        (at(3, 2, 3, 4), "\u202e\x07b", ["  3 | \\u202e\\u0007b", "    |       ^^^^^^^"]),
        # Of a long line, the part around the place.
        (at(3, 151, 3, 155), "-" * 150 + "here" + "-" * 46, [f"  3 | {'-' * 60}here{'-' * 46}", f"    | {' ' * 60}^^^^"]),
        (at(3, 101, 3, 300), "-" * 100 + "h" * 100, [f"  3 | {'-' * 100}{'h' * 20}", f"    | {' ' * 100}{'^' * 20}"]),
        (at(3, 122, 3, 300), "-" * 121 + "h" * 79, [f"  3 | {'-' * 60}{'h' * 60}", f"    | {' ' * 60}{'^' * 60}"]),
    ],
)  # fmt: skip
def test_the_line_of_a_mistake_is_shown_as_far_as_it_helps(place, excerpt, lines):
    head = f"{place}: error: m" if place else "error: m"
    assert said(Problem("m", place, None, excerpt)) == [head, *lines]


def test_a_hostile_mistake_is_harmless():
    place = Place("\x1b]0;title\x07.yaml", 1, 1, 1, 2)
    found = said(Problem(NASTY, place, NASTY, NASTY))
    assert all(line.isprintable() for line in found)
    assert found[0].startswith("\\u001b]0;title\\u0007.yaml:1:1: error: \\u001b[31m\\u202en")
    assert max(map(len, found)) < 2100
