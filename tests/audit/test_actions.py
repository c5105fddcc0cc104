"""Actions: each proved finding in one of them, in an order that severity, dates and what is shared give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit.actions import actions
from stackaudit.audit.causes import Cause
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.load import load_text

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_stacks").glob("*.yaml"))
AUDIT = stackaudit.run(load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}}\n"))
RULE, OTHER = sorted(key for key, rule in AUDIT.rules.items() if rule.alias_of == ())[:2]
STACK = load_text(
    "stackaudit: 1\nas_of: 2026-11-22\n"
    "teams: {crm: {name: CRM team}}\npeople: {lead: {name: Lead}}\n"
    "tools:\n"
    "  a: {owner: crm}\n  b: {owner: none}\n  c: {owner: unknown}\n  d: {}\n  e: {owner: lead}\n"
    "  soon: {contract: {renews: 2027-03-31, notice: 60d}}\n"
    "  late: {contract: {renews: 2026-12-31, notice: 60d}}\n"
    "  ended: {end_of_life: 2026-06-30, contract: {renews: 2028-01-31}}\n"
    "flows: [{from: a, to: b}]\n"
)


def finding(element, severity=Severity.P4, rule=RULE, outcome=Outcome.FLAGGED):
    return Finding(rule, f"{rule}:{element}", outcome, severity, (element,), "", "m", (), "")


def acted(*causes):
    return actions(STACK, AUDIT.rules, causes, AUDIT.score)


def cause(element, *findings):
    return Cause(element, element, findings or (finding(element),))


def only(element, *findings):
    (one,) = acted(cause(element, *findings))
    return one


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_each_proved_finding_is_in_exactly_one_action_and_their_points_are_what_is_lost(file):
    audit = stackaudit.run(file)
    held = [one.id for action in audit.actions for one in action.findings]
    assert sorted(held) == sorted(one.id for one in audit.flagged)
    assert sum(action.points for action in audit.actions) == pytest.approx(sum(audit.score.losses.values()))
    assert audit.actions == stackaudit.run(file).actions


@pytest.mark.parametrize(
    ("severity", "horizon"),
    [("P1", "now"), ("P2", "now"), ("P3", "next"), ("P4", "later"), ("P5", "later")],
)
def test_the_worst_finding_says_when(severity, horizon):
    action = only("tools.d", finding("tools.d", Severity(severity)), finding("tools.d", Severity.P5, OTHER))
    assert (action.horizon, action.severity, action.brought_forward) == (horizon, severity, False)


def test_a_day_within_90_days_brings_forward_by_one_step_and_never_before_now():
    assert (only("tools.soon").horizon, only("tools.soon").brought_forward) == ("next", True)
    urgent = only("tools.soon", finding("tools.soon", Severity.P1))
    assert (urgent.horizon, urgent.brought_forward) == ("now", False)


def test_days_are_the_last_one_of_notice_while_it_lies_ahead_else_the_renewal_and_the_end_of_life():
    def days(element):
        return [(one.what, one.on) for one in only(element).due]

    assert days("tools.soon") == [("notice", date(2027, 1, 30))]
    assert days("tools.late") == [("renewal", date(2026, 12, 31))]
    assert days("tools.ended") == [("end_of_life", date(2026, 6, 30)), ("renewal", date(2028, 1, 31))]
    assert days("tools.d") == days("flows.a->b") == []


def test_the_owner_is_who_is_stated_and_a_question_where_nobody_is():
    assert (only("tools.a").owner, only("tools.a").ask) == ("CRM team", "")
    assert only("tools.e").owner == "Lead"
    for nobody in "bcd":
        action = only(f"tools.{nobody}")
        assert (action.owner, action.ask) == ("", "Who is accountable for this tool's use, cost and data?")
    assert only("flows.a->b").ask == "Who answers for this flow?"
    assert only("tracking_plan").ask == only("tools.a.sends").ask == "Who takes this on?"


def test_a_suspicion_is_no_action_and_is_left_out_of_one():
    suspected = finding("tools.a", rule=OTHER, outcome=Outcome.SUSPECTED)
    assert acted(cause("tools.a", suspected)) == ()
    action = only("tools.a", finding("tools.a"), suspected)
    assert [one.rule for one in action.findings] == [RULE]
    assert action.fixes == (AUDIT.rules[RULE].fix,)


def test_without_a_score_no_points_are_told():
    (action,) = actions(STACK, AUDIT.rules, [cause("tools.a")], replace(AUDIT.score, total=None))
    assert action.points is None


ELEMENTS = ["tools.a", "tools.soon", "tools.late", "tools.ended", "flows.a->b", "tracking_plan"]
FOUND = st.builds(
    finding, st.just("tools.d"), st.sampled_from(Severity), st.sampled_from([RULE, OTHER]), st.sampled_from(Outcome)
)
GROUPS = st.dictionaries(st.sampled_from(ELEMENTS), st.lists(FOUND, min_size=1, max_size=4))


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_is_that_of_urgency_whatever_the_order_of_the_causes(groups, chance):
    causes = [cause(element, *held) for element, held in groups.items()]
    made = acted(*causes)
    chance.shuffle(causes)
    assert acted(*causes) == made
    assert [("now", "next", "later").index(one.horizon) for one in made] == sorted(
        ("now", "next", "later").index(one.horizon) for one in made
    )
    proved = Counter(id(one) for held in groups.values() for one in held if one.outcome is Outcome.FLAGGED)
    assert Counter(id(one) for action in made for one in action.findings) == proved
    assert all(action.horizon == "now" for action in made if action.severity <= Severity.P2)
