"""The score in words: number or range, caps, what is left out, what to mend first, other weights."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit.levels import Cap
from stackaudit.audit.mending import Mended, Mending
from stackaudit.audit.score import DimensionScore, Score, Sensitivity
from stackaudit.outputs.html import to_html
from stackaudit.outputs.scoring import in_figures, level_words, mended_words, notes, sensitivity_words
from stackaudit.outputs.terminal import audit_lines, summary_line
from stackaudit.rules.rule import Dimension

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"


def unstyled(text, **_how):
    return text


class Held:
    """An audit as far as the notes look at it."""

    def __init__(self, score, suspected=()):
        self.score = score
        self.suspected = suspected


def made(**more):
    dimension = DimensionScore(Dimension.DATA, 50.0, 40.0, 60.0, 10.0, 5.0, 12.0, 1)
    held = {
        "total": 50.0, "lowest": 40.0, "highest": 60.0, "coverage": 0.83, "ranged": (), "dimensions": (dimension,),
        "rules": ("one",), "levels": (2, 2), "caps": (), "losses": {}, "sensitivity": (), "waived": 0, "unscored": (),
        "broken": (),
    }  # fmt: skip
    return Score(**{**held, **more})


def test_a_number_stands_with_its_level_and_coverage():
    assert in_figures(made()) == ["Score 50 of 100", "level 2 of 5, emerging", "coverage 83 %"]


def test_a_range_stands_with_the_range_of_levels():
    found = made(ranged=("coverage is under 60 %",), levels=(2, 3), coverage=0.5)
    assert in_figures(found) == ["Score 40 to 60 of 100", "level 2 to 3 (emerging to defined)", "coverage 50 %"]
    assert list(notes(Held(found))) == ["A range, not a number: coverage is under 60 %"]


def test_the_bounds_stand_beside_a_number_that_not_all_is_known_for():
    assert list(notes(Held(made()))) == ["40 if all that is unknown were bad, 60 if it were good"]
    assert list(notes(Held(made(coverage=1.0)))) == []


def test_caps_of_the_same_level_are_named_together():
    caps = (Cap(3, "a P2 finding is open"), Cap(3, "coverage is low"), Cap(4, "no review"))
    assert list(notes(Held(made(coverage=1.0, caps=caps)))) == [
        "Level at most 3: a P2 finding is open; coverage is low"
    ]


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "1 suspected finding costs nothing until proved"), (2, "2 suspected findings cost nothing until proved")],
)
def test_what_is_suspected_costs_nothing(count, text):
    assert list(notes(Held(made(coverage=1.0), range(count)))) == [text]


def test_what_is_in_no_figure_is_said():
    found = made(rules=(), levels=None, ranged=("no rule applies",), waived=2, unscored=("MY-1",), broken=("MY-2",))
    assert list(notes(Held(found, [1]))) == [
        "No score: no rule applies",
        "2 waived, counted neither for nor against",
        "Not scored, as they name no dimension: MY-1",
        "Not in the score, as they failed to run: MY-2",
    ]
    assert level_words(found) == ""


def test_what_to_mend_first_says_what_the_score_becomes_or_why_nobody_knows():
    one = Mended("X-1:a", ("a: b",))
    assert mended_words(made(), Mending((one,), made(total=71.0), ())) == (
        "Fix this and the score becomes 71. The facts then say, for instance:"
    )
    assert mended_words(made(), Mending((one, one, one), made(), ())) == (
        "Fix these three and the score stays 50. The facts then say, for instance:"
    )
    assert mended_words(made(), Mending((), None, ())) == ""
    assert mended_words(made(), Mending((), None, (), "too big")) == "What to mend first was not worked out: too big."


def test_other_weights_are_told_in_a_line():
    same = Sensitivity("flat", (1.0, 1.0), 51.2, 2, same_level=True, same_order=True)
    other = Sensitivity("steep", (16.0, 8.0), 39.0, 1, same_level=False, same_order=False)
    nothing = Sensitivity("flat", (1.0,), None, None, same_level=True, same_order=True)
    assert list(sensitivity_words(made(sensitivity=(same, other, nothing)))) == [
        "With flat weights (1/1) the score is 51; the level stays, and the order of the dimensions stays.",
        "With steep weights (16/8) the score is 39; the level is 1, and dimensions change places.",
    ]
    assert list(sensitivity_words(made(sensitivity=(same,), ranged=("x",)))) == []


def test_the_terminal_shows_the_score_above_the_summary():
    audit = stackaudit.run(SAMPLES / "red_flags.yaml")
    lines = list(audit_lines(audit, unstyled))
    start = next(number for number, line in enumerate(lines) if line.startswith("Score "))
    assert lines[start] == " · ".join(in_figures(audit.score))
    assert lines[-1] == summary_line(audit, unstyled)
    named = [line.split()[0] for line in lines[start:] if line.startswith("    ")]
    assert named == [one.finding for one in audit.mending.first]


def test_where_nothing_is_to_mend_the_terminal_names_nothing():
    lines = list(audit_lines(stackaudit.run(SAMPLES / "healthy.yaml"), unstyled))
    assert lines[0].startswith("Score 100 of 100")
    assert not any(line.startswith(("  Fix ", "    ")) for line in lines)


def test_the_report_shows_the_arithmetic_of_each_dimension():
    audit = stackaudit.run(SAMPLES / "red_flags.yaml")
    page = to_html(audit)
    for one in audit.score.dimensions:
        assert f'<th scope="row">{one.dimension.heading}</th>' in page
    assert "What to mend first" in page
    assert "What costs most" in page
    assert "With other weights" in page
    assert " data-cause" in page


def test_the_report_says_of_each_dimension_what_is_not_known_or_not_judged():
    partial = to_html(stackaudit.run(stackaudit.load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {crm: {}}\n")))
    assert "nothing is known" in partial
    assert "With other weights" not in partial


def test_the_report_of_some_of_the_rules_has_no_score():
    page = to_html(stackaudit.run(SAMPLES / "red_flags.yaml", select=["STR"]))
    assert "No score: only some of the rules were run." in page
    assert "Table of the six dimensions" not in page


def test_a_dimension_to_which_no_rule_applies_is_not_judged():
    nowhere = {"complete": ["tools", "flows"], "company": {"regions": ["br"]}, "tracking_plan": "none"}
    assert "not judged" in to_html(stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", **nowhere}))


def test_a_healthy_stack_has_nothing_that_costs():
    page = to_html(stackaudit.run(SAMPLES / "healthy.yaml"))
    assert "What costs most" not in page
    assert "What to mend first" not in page
    assert " data-cause" not in page
