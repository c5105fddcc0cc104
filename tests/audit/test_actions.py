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
from stackaudit.audit.renewals import renewals
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.load import load_text

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_stacks").glob("*.yaml"))
AUDIT = stackaudit.run(load_text("stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}}\n"))
RULE, OTHER = sorted(key for key, rule in AUDIT.rules.items() if rule.alias_of == ())[:2]
STACK = load_text(
    "stackaudit: 1\nas_of: 2026-11-22\n"
    "teams: {crm: {name: CRM team}}\npeople: {lead: {name: Lead}, former: {status: left}}\n"
    "tools:\n"
    "  a: {owner: crm}\n  b: {owner: none}\n  c: {owner: unknown}\n  d: {}\n  e: {owner: lead}\n  f: {owner: former}\n"
    "  soon: {contract: {renews: 2027-03-31, notice: 60d}}\n"
    "  late: {contract: {renews: 2026-12-31, notice: 60d}}\n"
    "  ended: {end_of_life: 2026-06-30, contract: {renews: 2028-01-31}}\n"
    "  close: {end_of_life: 2026-12-23}\n  near: {end_of_life: 2026-12-24}\n"
    "  quarter: {end_of_life: 2027-02-22}\n  far: {end_of_life: 2027-02-23}\n"
    "flows: [{from: a, to: b}, {from: b, to: a, interface_ends: 2027-06-30}]\n"
    "roadmap: {items: {club: {owner: lead}, later: {}}}\n"
)


def finding(element, severity=Severity.P4, rule=RULE, outcome=Outcome.FLAGGED):
    return Finding(rule, f"{rule}:{element}", outcome, severity, (element,), "", "m", (), "")


def acted(*causes):
    return actions(STACK, AUDIT.rules, causes, AUDIT.score, renewals(STACK))


def cause(element, *findings):
    return Cause(element, element, findings or (finding(element),))


def only(element, *findings):
    (one,) = acted(cause(element, *findings))
    return one


@pytest.mark.no_cover
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


@pytest.mark.parametrize(
    ("element", "severity", "horizon", "forward"),
    [
        ("soon", "P4", "next", True),  # 69 days
        ("soon", "P3", "next", False),
        ("soon", "P1", "now", False),
        ("close", "P5", "now", True),  # 31 days
        ("near", "P4", "next", True),  # 32 days
        ("quarter", "P4", "next", True),  # 92 days
        ("far", "P4", "later", False),  # 93 days
        ("ended", "P4", "now", True),
    ],
)
def test_a_day_within_a_month_brings_into_now_and_one_within_the_quarter_into_next(element, severity, horizon, forward):
    action = only(f"tools.{element}", finding(f"tools.{element}", Severity(severity)))
    assert (action.horizon, action.brought_forward) == (horizon, forward)


@pytest.mark.parametrize(
    ("element", "severity", "latest", "held"),
    [("d", "P1", "now", "P1"), ("d", "P2", "later", ""), ("soon", "P2", "next", "day"), ("close", "P1", "now", "P1")],
)
def test_how_long_an_action_may_be_put_off(element, severity, latest, held):
    action = only(f"tools.{element}", finding(f"tools.{element}", Severity(severity)))
    assert (action.latest, action.held) == (latest, held)


def test_days_are_the_last_one_of_notice_while_it_lies_ahead_else_the_renewal_and_the_end_of_life():
    def days(element):
        return [(one.what, one.on) for one in only(element).due]

    assert days("tools.soon") == [("notice", date(2027, 1, 30))]
    assert days("tools.late") == [("renewal", date(2026, 12, 31))]
    assert days("tools.ended") == [("end_of_life", date(2026, 6, 30)), ("renewal", date(2028, 1, 31))]
    assert days("flows.b->a") == [("interface_end", date(2027, 6, 30))]
    assert days("tools.d") == days("flows.a->b") == []


def test_the_owner_is_who_is_stated_and_a_question_where_nobody_is_or_who_is_has_left():
    assert (only("tools.a").owner, only("tools.a").ask) == ("CRM team", "")
    assert only("tools.e").owner == "Lead"
    for nobody in "bcdf":
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
    (action,) = actions(STACK, AUDIT.rules, [cause("tools.a")], replace(AUDIT.score, total=None), ())
    assert action.points is None


PLANNED = """\
teams: {crm: {name: CRM team}}
people: {lead: {name: Lead}, former: {status: left}}
defaults: {actions: {owner: crm}}
tools: {a: {owner: lead}, b: {}, soon: {end_of_life: 2027-01-31}}
flows: [{from: a, to: b}]
"""


def planned(actions_, *causes):
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{PLANNED}actions: {actions_}\n")
    return actions(stack, AUDIT.rules, causes, AUDIT.score, renewals(stack))


def test_a_planned_action_takes_the_causes_and_the_findings_that_it_names_and_nothing_else():
    own, other, third = finding("tools.a"), finding("tools.a", Severity.P2, OTHER), finding("flows.a->b", Severity.P3)
    causes = [cause("tools.a", own, other), cause("flows.a->b", third)]
    both, rest = planned(f"{{both: {{name: Both, mends: [{OTHER}:tools.a, flows.a->b]}}}}", *causes)
    assert (both.element, both.title, both.planned, both.horizon, both.severity) == (
        "actions.both", "Both", True, "now", "P2",
    )  # fmt: skip
    assert (both.stems, both.findings) == (("tools.a", "flows.a->b"), (other, third))
    assert (rest.element, rest.findings, rest.planned) == ("tools.a", (own,), False)


def test_a_finding_goes_with_its_own_id_before_its_root_cause():
    made = planned(f"{{x: {{mends: [tools.a]}}, y: {{mends: [{RULE}:tools.a]}}}}", cause("tools.a"))
    assert [one.element for one in made] == ["actions.y"]


@pytest.mark.parametrize(("when", "horizon"), [("now", "now"), ("next", "next"), ("later", "later")])
def test_a_stated_time_goes_before_severity_and_days(when, horizon):
    held = cause("tools.soon", finding("tools.soon", Severity.P1))
    (action,) = planned(f"{{x: {{mends: [tools.soon], when: {when}}}}}", held)
    assert (action.horizon, action.latest, action.held, action.brought_forward) == (horizon, horizon, "stated", False)


@pytest.mark.parametrize(
    ("fields", "element", "owner", "ask"),
    [
        ("owner: lead", "b", "Lead", ""),
        ("owner: none", "a", "", "Who takes this on?"),
        ("owner: unknown", "a", "", "Who takes this on?"),
        ("owner: former", "a", "", "Who takes this on?"),
        ("effort: 3", "a", "Lead", ""),  # the default owner of actions is not stated for this one
        ("effort: 3", "b", "", "Who is accountable for this tool's use, cost and data?"),
    ],
)
def test_who_takes_a_planned_action_on(fields, element, owner, ask):
    (action,) = planned(f"{{x: {{mends: [tools.{element}], {fields}}}}}", cause(f"tools.{element}"))
    assert (action.owner, action.ask) == (owner, ask)


def test_an_item_of_the_roadmap_has_an_owner_of_its_own():
    assert (only("roadmap.items.club").owner, only("roadmap.items.club").ask) == ("Lead", "")
    assert (only("roadmap.items.later").owner, only("roadmap.items.later").ask) == ("", "Who answers for this?")
    assert only("roadmap").ask == "Who takes this on?"


def test_several_causes_have_no_owner_of_their_own():
    (action,) = planned("{x: {mends: [tools.a, tools.b]}}", cause("tools.a"), cause("tools.b"))
    assert (action.owner, action.ask) == ("", "Who takes this on?")


@pytest.mark.parametrize(
    ("fields", "hours", "due"),
    [
        ("effort: 7.5", 7.5, []),
        ("effort: unknown", None, []),
        ("effort: none", None, []),
        ("due: 2027-03-01", None, [("stated", "2027-03-01", "")]),
        ("due: 2026-12-01, reason_for_date: the fair", None, [("stated", "2026-12-01", "the fair")]),
        ("due: unknown, reason_for_date: none", None, []),
    ],
)
def test_what_is_stated_of_hours_and_days_is_taken_over(fields, hours, due):
    (action,) = planned(f"{{x: {{mends: [tools.b], {fields}}}}}", cause("tools.b"))
    assert action.hours == hours
    assert [(one.what, str(one.on), one.why) for one in action.due] == due


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
