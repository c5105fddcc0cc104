"""Whether the work goes where the goals weigh most: what is shown, and what is asked."""

from __future__ import annotations

from stackaudit.checks import View
from stackaudit.checks.priorities import effort_elsewhere
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_text

FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
GOALS = "goals: {keep: {theme: retention, weight: 3}, win: {theme: acquisition, weight: unknown}}\n"


def judge(text, head="complete: [goals]\n"):
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{head}{text}")
    (verdict,) = effort_elsewhere(View(stack, StackGraph(stack), {"share": 20}))
    return verdict


def asked(verdict):
    return [one.path for one in verdict.missing]


def test_it_names_the_theme_and_the_share_with_goals_and_largest_items():
    verdict = judge(
        "goals: {keep: {theme: retention}, cut: {theme: cost}}\n"
        "roadmap: {items: {a: {goal: keep, effort: 3}, b: {goal: none, effort: 50}, c: {goal: cut, effort: 4}}}"
    )
    assert verdict.outcome is FLAGGED
    assert dict(verdict.values) == {"theme": "keeping customers and spending less", "share": "7.1"}
    assert [".".join(fact) for fact in verdict.facts if fact.field == "effort"] == [
        "roadmap.items.b.effort",
        "roadmap.items.c.effort",
        "roadmap.items.a.effort",
    ]


def test_a_weight_that_nobody_knows_is_asked_for():
    verdict = judge(f"{GOALS}roadmap: {{items: {{a: {{goal: win, effort: 9}}}}}}")
    assert (verdict.outcome, asked(verdict)) == (UNKNOWN, ["goals.win.weight"])


def test_a_weight_that_nobody_knows_does_not_matter_where_both_themes_get_little():
    verdict = judge(f"{GOALS}roadmap: {{items: {{a: {{goal: none, effort: 9}}, b: {{goal: win, effort: 1}}}}}}")
    assert verdict.outcome is FLAGGED
    assert verdict.values["share"] == "10"


def test_without_a_roadmap_it_asks_for_one_unless_no_goal_has_a_theme():
    assert asked(judge("goals: {keep: {theme: retention}}")) == ["roadmap.items"]
    assert judge("goals: {tidy: {theme: none}}").outcome is NOT_APPLICABLE
    assert judge("goals: {keep: {theme: retention}}\nroadmap: none").outcome is NOT_APPLICABLE
    assert judge("goals: {keep: {theme: retention}}\nroadmap: {items: {a: {effort: none}}}").outcome is NOT_APPLICABLE


def test_where_no_goal_is_listed_it_asks_for_them():
    assert asked(judge("roadmap: {items: {a: {effort: 9}}}", head="")) == ["complete.goals"]


def test_a_goal_that_nobody_listed_could_weigh_more():
    text = "goals: {keep: {theme: retention}}\nroadmap: {items: {a: {goal: keep, effort: 9}}}"
    assert judge(text).outcome is CLEAR
    assert asked(judge(text, head="")) == ["complete.goals"]


def test_an_item_of_which_nobody_knows_the_goal_may_serve_any():
    verdict = judge(
        "goals: {keep: {theme: retention}, odd: {weight: none}}\n"
        "roadmap: {items: {a: {goal: unknown, effort: 9}, b: {goal: none}, c: {goal: odd, effort: 1}}}"
    )
    assert asked(verdict) == ["goals.odd.theme", "roadmap.items.a.goal", "roadmap.items.b.effort"]


def test_an_item_of_which_nobody_knows_the_goal_serves_none_where_no_goal_has_that_theme():
    verdict = judge("goals: {keep: {theme: retention}}\nroadmap: {items: {a: {goal: keep, effort: 1}, b: {effort: 1}}}")
    assert verdict.outcome is CLEAR
