"""The score: worked by hand, with caps, bounds and what is waived; and what holds for any results."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.audit.coverage import WEIGHTS, nearest, percent
from stackaudit.audit.dimensions import dimension_of
from stackaudit.audit.levels import level_of
from stackaudit.audit.score import score
from stackaudit.finding import BrokenRule, Finding, Outcome, RuleResult, Severity, Unknown
from stackaudit.rules import builtin
from stackaudit.rules.rule import Dimension, Fix, Rule

ALL_OR_NOTHING = {
    "GRA-01", "GRA-02", "GRA-07", "GRA-09", "GRA-11", "GRA-15", "DEL-01", "DEL-04"
}  # fmt: skip


def rule(identity, severity, *, strict=False, pack="stackaudit", dimension=None):
    words = dict.fromkeys(("name", "title", "family", "ask", "red_flag", "why", "found", "message"), "x")
    return Rule(
        id=identity,
        severity=Severity(severity),
        impact=(),
        fix=Fix("n", "l"),
        sources=(),
        pack=pack,
        dimension=dimension,
        all_or_nothing=strict,
        check=lambda _view: iter(()),
        **words,
    )


def finding(identity, number, severity, outcome=Outcome.FLAGGED):
    return Finding(identity, f"{identity}:x{number}", outcome, severity, (f"tools.x{number}",), "", "m", (), "")


def result(one, clear=0, flagged=0, unknown=0, suspected=0, severity=None):
    level = Severity(severity) if severity else one.severity
    found = [finding(one.id, number, level) for number in range(flagged)]
    found += [finding(one.id, number, level, Outcome.SUSPECTED) for number in range(flagged, flagged + suspected)]
    return RuleResult(
        one.id,
        tuple(found),
        tuple(Unknown(f"tools.u{number}", ()) for number in range(unknown)),
        tuple(f"tools.c{number}" for number in range(clear)),
    )


def scored(*pairs, waived=()):
    """The score of rules, each with how many subjects are clear, flagged and so on."""
    rules = {one.id: one for one, _ in pairs}
    return score(rules, [result(one, **counts) for one, counts in pairs], waived)


WORKED = (
    (rule("GRA-01", "P1", strict=True), {"flagged": 1}),
    (rule("GRA-02", "P1", strict=True), {"unknown": 1}),
    (rule("GRA-13", "P2"), {"clear": 8, "flagged": 2}),
    (rule("DEL-01", "P1", strict=True), {"clear": 1}),
    (rule("DEL-02", "P2"), {"clear": 1}),
    (rule("LEG-03", "P2"), {"flagged": 1}),
)


def test_the_worked_example_comes_out_to_the_digit():
    found = scored(*WORKED)
    (consent,) = [one for one in found.dimensions if one.rules]
    assert (consent.earned_weight, consent.known_weight, consent.applicable_weight) == (23.5, 42.5, 52.5)
    assert found.points == 55
    assert found.bounds == (45, 64)
    assert percent(found.coverage) == 81
    assert found.level == 2
    assert found.level_name == "emerging"


def test_an_open_p1_is_named_as_the_cap_where_the_points_would_give_more():
    found = scored((rule("GRA-01", "P1", strict=True), {"flagged": 1}), (rule("STR-01", "P3"), {"clear": 1}),
                   (rule("PRO-01", "P3"), {"clear": 1}), (rule("MEA-01", "P3"), {"clear": 1}))  # fmt: skip
    assert found.points == 75
    assert found.level == 2
    assert [(cap.level, cap.because) for cap in found.caps][:1] == [(2, "a P1 finding is open")]


def test_an_open_p2_holds_the_level_at_three():
    found = scored((rule("STR-01", "P3"), {"clear": 19, "flagged": 1, "severity": "P2"}))
    assert (found.points, found.level) == (95, 3)
    assert found.caps[0].because == "a P2 finding is open"


@pytest.mark.parametrize(
    ("unknown", "level", "because"),
    [
        (0, 4, "no review of the stack within twelve months is on record"),
        (15, 4, "coverage is 85 %, and level 5 needs 90 %"),
        (25, 3, "coverage is 75 %, and level 4 needs 80 %"),
    ],
)
def test_coverage_and_a_review_are_gates_to_the_upper_levels(unknown, level, because):
    found = scored((rule("STR-01", "P3"), {"clear": 100 - unknown, "unknown": unknown}))
    assert found.level == level
    assert found.caps[0].because == because


def test_level_five_needs_the_review_of_the_stack():
    found = scored((rule("STR-01", "P3"), {"clear": 1}), (rule("STK-24", "P4"), {"clear": 1}))
    assert (found.level, found.level_name, found.caps) == (5, "optimised", ())


@pytest.mark.parametrize(
    ("points", "level"), [(0, 1), (39, 1), (40, 2), (59, 2), (60, 3), (74, 3), (75, 4), (89, 4), (90, 5), (100, 5)]
)
def test_levels_begin_at_their_thresholds(points, level):
    assert level_of(points) == level


def test_under_sixty_per_cent_coverage_there_is_a_range_and_no_number():
    found = scored((rule("STR-01", "P3"), {"clear": 5, "unknown": 5}))
    assert found.points is None
    assert found.total == 100
    assert found.bounds == (50, 100)
    assert found.ranged == ("coverage is under 60 %",)
    assert found.levels == (2, 3)
    assert found.level is None
    assert found.level_name == "emerging to defined"


def test_a_dimension_with_nothing_known_leaves_the_mean_and_forces_the_range():
    found = scored((rule("STR-01", "P3"), {"clear": 3, "flagged": 1}), (rule("STK-06", "P5"), {"unknown": 2}))
    assert found.total == 75
    assert found.points is None
    assert found.bounds == (38, 88)
    assert found.ranged == ("nothing is known of Stack and cost",)


def test_where_nothing_is_known_of_several_dimensions_it_is_said_once():
    found = scored(
        (rule("STR-01", "P3"), {"clear": 3}), *((rule(one, "P5"), {"unknown": 1}) for one in ("STK-06", "MEA-01"))
    )
    assert found.ranged[0] == "nothing is known of 2 of 3 dimensions"


def test_where_nothing_at_all_is_known_there_is_a_range_from_nothing_to_all():
    found = scored((rule("STR-01", "P3"), {"suspected": 2}))
    assert (found.total, found.bounds, found.coverage) == (None, (0, 100), 0)
    assert found.levels == (1, 3)
    assert found.losses == {}
    assert [(one.total, one.level, one.same_level) for one in found.sensitivity] == [(None, None, True)] * 2


def test_without_a_rule_that_applies_there_is_no_score():
    found = score({}, [])
    assert (found.total, found.levels, found.level, found.level_name, found.caps) == (None, None, None, "", ())
    assert found.ranged == ("no rule that is scored applies",)


def test_a_run_of_some_of_the_rules_has_neither_number_nor_level():
    one = rule("STR-01", "P3")
    found = score({one.id: one}, [result(one, clear=1)], partial=True)
    assert (found.total, found.points, found.levels, found.caps) == (100, None, None, ())
    assert found.ranged == ("only some of the rules were run",)


def test_what_is_waived_leaves_numerator_and_denominator():
    one = rule("STR-01", "P2"), {"clear": 1, "flagged": 2}
    assert scored(one).points == 33
    part = scored(one, waived={"STR-01:x0"})
    assert (part.points, part.waived, list(part.losses)) == (50, 1, ["STR-01:x1"])
    whole = scored(one, waived={"STR-01:x0", "STR-01:x1"})
    assert (whole.points, whole.waived) == (100, 2)
    assert "a P2 finding is open" not in {cap.because for cap in whole.caps}


def test_a_rule_of_which_all_is_waived_does_not_apply_any_more():
    found = scored((rule("STR-01", "P2"), {"flagged": 1}), (rule("COM-01", "P4"), {"clear": 1}), waived={"STR-01:x0"})
    assert [one.rule for one in found.rules] == ["COM-01"]


def test_what_is_suspected_costs_nothing_and_is_not_known():
    found = scored((rule("STR-01", "P3"), {"clear": 4, "suspected": 1}))
    assert found.points == 100
    assert found.bounds == (80, 100)
    assert found.losses == {}


def test_all_or_nothing_is_known_by_one_finding_and_open_while_one_is_unknown():
    strict = rule("STR-01", "P3", strict=True)
    assert scored((strict, {"clear": 9, "flagged": 1, "unknown": 5})).points == 0
    assert scored((strict, {"clear": 9, "unknown": 1})).coverage == 0
    assert scored((strict, {"clear": 9})).points == 100


def test_a_broken_rule_is_in_no_figure_and_named():
    one = rule("STR-01", "P3")
    found = score({one.id: one}, [RuleResult(one.id, broken=BrokenRule("x", ()))])
    assert (found.broken, found.rules) == (("STR-01",), ())


def test_rules_of_other_packs_count_where_they_name_a_dimension():
    theirs = rule("STR-99", "P3", pack="theirs")
    named = rule("MY-01", "P3", pack="theirs", dimension=Dimension.DATA)
    found = scored((theirs, {"clear": 1}), (named, {"clear": 1}))
    assert found.unscored == ("STR-99",)
    assert [one.dimension for one in found.rules] == [Dimension.DATA]


@pytest.mark.parametrize(
    ("identity", "dimension"),
    [
        ("STR-01", "strategy"), ("COM-03", "strategy"), ("PRO-14", "process"), ("MEA-01", "measurement"),
        ("GRA-17", "consent"), ("GRA-18", "data"), ("TEC-01", "stack"), ("TEC-02", "consent"), ("TEC-03", "data"),
        ("DEL-01", "consent"), ("LEG-07", "consent"), ("STK-25", "stack"),
    ],
)  # fmt: skip
def test_a_built_in_rule_has_its_dimension_by_its_id(identity, dimension):
    assert dimension_of(rule(identity, "P3")) == Dimension(dimension)


def test_each_built_in_rule_is_scored():
    assert [one.id for one in builtin().rules if dimension_of(one) is None] == []


def test_clocks_and_prohibitions_are_all_or_nothing():
    ours = {one.id for one in builtin().rules if not one.alias_of}
    strict = {one.id for one in builtin().rules if one.all_or_nothing}
    assert strict >= ALL_OR_NOTHING & ours, "these rules need 'credit: all_or_nothing' in their files"


def test_a_finding_costs_its_share_of_what_its_rule_takes_off():
    found = scored((rule("STR-01", "P3"), {"clear": 1, "flagged": 2}), (rule("PRO-01", "P3"), {"flagged": 1}))
    assert found.losses == pytest.approx({"PRO-01:x0": 50, "STR-01:x0": 16.667, "STR-01:x1": 16.667}, abs=0.001)


def test_other_weights_show_whether_level_and_order_stay():
    found = scored(
        (rule("STR-01", "P1"), {"clear": 1}),
        (rule("STR-02", "P5"), {"flagged": 1}),
        (rule("PRO-01", "P3"), {"clear": 3, "flagged": 2}),
    )
    flat, steep = found.sensitivity
    assert (flat.name, round(flat.total), flat.level, flat.same_level, flat.same_order) == ("flat", 55, 2, False, False)
    assert (steep.name, round(steep.total), steep.level, steep.same_level, steep.same_order) == (
        "steep", 77, 4, True, True,
    )  # fmt: skip


def test_figures_go_to_the_nearest_and_only_all_reads_as_a_hundred():
    assert [nearest(one) for one in (54.49, 54.5, 0.0, 100.0)] == [54, 55, 0, 100]
    assert [percent(one) for one in (0.8095, 0.999, 1.0)] == [81, 99, 100]


IDS = ("STR-01", "COM-01", "PRO-01", "PRO-02", "MEA-01", "GRA-01", "GRA-20", "STK-01")


@st.composite
def results(draw):
    pairs = []
    for identity in draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1)):
        one = rule(identity, draw(st.sampled_from(list(Severity))), strict=draw(st.booleans()))
        counts = {name: draw(st.integers(0, 3)) for name in ("clear", "flagged", "unknown", "suspected")}
        pairs.append((one, counts))
    return pairs


@given(results())
def test_the_score_lies_within_its_bounds(pairs):
    found = scored(*pairs)
    assert 0 <= found.lowest <= found.highest <= 100 + 1e-9
    if found.total is not None:
        assert found.lowest - 1e-9 <= found.total <= found.highest + 1e-9


@given(results(), st.randoms())
def test_the_order_of_the_results_makes_no_difference(pairs, random):
    before = scored(*pairs)
    random.shuffle(pairs)
    after = scored(*pairs)
    assert after.points == before.points
    assert after.bounds == before.bounds
    assert after.level == before.level
    assert list(after.losses) == list(before.losses)


@given(results())
def test_what_the_findings_cost_is_what_the_total_lacks(pairs):
    found = scored(*pairs)
    if found.total is not None:
        assert sum(found.losses.values()) == pytest.approx(100 - found.total)


@given(results(), st.integers(0, 7))
def test_a_finding_that_becomes_clear_never_lowers_what_is_certain(pairs, number):
    one, counts = pairs[number % len(pairs)]
    better = {**counts, "flagged": max(counts["flagged"] - 1, 0), "clear": counts["clear"] + min(counts["flagged"], 1)}
    before = scored(*pairs)
    after = scored(*[(other, better if other is one else held) for other, held in pairs])
    assert after.lowest >= before.lowest - 1e-9
    assert after.highest >= before.highest - 1e-9


def test_weights_fall_with_the_severity():
    assert all(first > second for first, second in pairwise(WEIGHTS.values()))
