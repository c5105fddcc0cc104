"""Elements, fact by fact; where data get to; opt-out times; questions; score."""

from __future__ import annotations

import pytest

from stackaudit.audit.difference.elements import ElementKind
from stackaudit.audit.difference.opt_out_times import Arrival, Arrives, Trend
from stackaudit.audit.difference.reaching import Reach
from stackaudit.finding import Origin
from stackaudit.load import load_data


def changes(made):
    return {
        (one.kind.value, one.path): [(fact.field, fact.before, fact.after) for fact in one.facts]
        for one in made.elements
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "tools: {a: {}}\n", {("added", "tools.a"): []}),
        ("tools: {a: {}}\n", "", {("removed", "tools.a"): []}),
        ("tools: {a: {owner: x}}\npeople: {x: {}}\n", "tools: {a: {}}\npeople: {x: {}}\n",
         {("changed", "tools.a"): [("owner", "x", "not stated")]}),
        ("tools: {a: {contract: {notice: 30d}}}\n", "tools: {a: {contract: {notice: 60d}}}\n",
         {("changed", "tools.a"): [("contract.notice", "30d", "60d")]}),
        ("tools: {a: {contract: {notice: 30d}}}\n", "tools: {a: {contract: none}}\n",
         {("changed", "tools.a"): [("contract", "{notice: 30d}", "none")]}),
        ("processes: {x: none}\n", "processes: {x: {}}\n", {("changed", "processes.x"): [("", "none", "{kind: x}")]}),
        ("company: {name: A}\n", "company: {name: B}\n", {("changed", "company"): [("name", "A", "B")]}),
        ("", "roadmap: none\n", {("added", "roadmap"): []}),
        ("roadmap: {items: {x: {}}}\n", "roadmap: {items: {x: {effort: 3}, y: {}}}\n",
         {("changed", "roadmap.items.x"): [("effort", "not stated", "3")], ("added", "roadmap.items.y"): []}),
        ("tools: {a: {}}\nsystems_of_record: {contact: a}\n", "tools: {a: {}}\nsystems_of_record: {contact: a, order: a}\n",
         {("changed", "systems_of_record"): [("order", "not stated", "a")]}),
        ("complete: [tools]\n", "complete: [tools, flows]\n",
         {("changed", "complete"): [("", "[tools]", "[flows, tools]")]}),
        ("questions: [{ask: q}]\n", "questions: [{ask: q, answer: x}, {ask: q}, {ask: p}]\n",
         {("added", "questions.p"): [], ("changed", "questions.q"): [("answer", "not stated", "x")], ("added", "questions.q"): []}),
        ("questions: [{ask: q}]\n", "", {("removed", "questions.q"): []}),
        ("tools: {a: {}, b: {}}\nflows: [{from: a, to: b, every: 1d}]\n", "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, every: on_event}]\n",
         {("changed", "flows.a->b"): [("every", "1d", "on_event")]}),
        ("data_classes: {lead: {personal: true}}\n", "data_classes: {lead: {personal: false}}\n",
         {("changed", "data_classes.lead"): [("personal", "true", "false")]}),
        # What follows from a fact came and went with it.
        ("tools: {a: {}}\n", "tools: {a: {built: in_house}}\n", {("changed", "tools.a"): [("built", "not stated", "in_house")]}),
        ("tools: {a: {built: in_house}}\n", "tools: {a: {built: vendor}}\n", {("changed", "tools.a"): [("built", "in_house", "vendor")]}),
        ("tools: {a: {built: in_house}}\n", "tools: {a: {built: in_house, seats: {bought: 5}}}\n", {("changed", "tools.a"): [("seats", "none", "{bought: 5}")]}),
        ("tools: {a: {sends: [email, sms]}}\n", "tools: {a: {sends: [sms, email]}}\n", {}),
        ("processes: {x: {scale: [low, high]}}\n", "processes: {x: {scale: [high, low]}}\n",
         {("changed", "processes.x"): [("scale", "[low, high]", "[high, low]")]}),
    ],
)  # fmt: skip
def test_what_differs_between_two_texts_is_told_fact_by_fact(compared, old, new, expected):
    assert changes(compared(old, new)) == expected


def test_each_fact_has_its_place_in_both_texts(compared):
    (one,) = compared("tools:\n  a: {owner: none}\n", "# moved\ntools:\n  a: {name: A, owner: unknown}\n").elements
    owner = next(fact for fact in one.facts if fact.field == "owner")
    assert (str(owner.before_place), str(owner.after_place)) == ("stack.yaml:4:7", "stack.yaml:5:16")
    assert (one.title, str(one.place)) == ("A", "stack.yaml:5:3")


def test_a_stack_from_data_has_no_places(audited):
    from stackaudit.audit import audit_stack
    from stackaudit.audit.difference import difference

    one, other = (audit_stack(load_data({"stackaudit": 1, "as_of": "2026-11-22", **more}), select=["STK"]) for more in (
        {}, {"tools": {"a": {}}, "waivers": [{"rule": "STK-06", "element": "tools.a", "owner": "x", "reason": "y", "until": "2027-01-01"}]}
    ))  # fmt: skip
    made = difference(one, other)
    assert [(change.path, change.place) for change in made.elements] == [
        ("tools.a", None),
        ("waivers.STK-06:tools.a", None),
    ]
    assert made.old.name == ""


def test_a_default_that_changes_is_told_once_with_how_many_elements_take_it(compared):
    text = "defaults: {source: %s}\ntools: {a: {}, b: {}, c: {source: own}}\n"
    (one,) = compared(text % "march", text % "november").elements
    (fact,) = one.facts
    assert (one.kind, one.path) == (ElementKind.CHANGED, "defaults")
    assert (fact.field, fact.before, fact.after, fact.elements) == ("source", "march", "november", 2)
    assert fact.after_origin is Origin.DEFAULTS
    assert str(fact.after_place) == "stack.yaml:3:12"


HUBS = "tools: {a: {stores: [user.contact.email]}, b: {stores: none}, c: {stores: none}}\n"


def reach(made):
    return [(one.data_class, one.tool, one.before, one.after, [hop.target for hop in one.path]) for one in made.reach]


def test_data_that_reach_a_tool_where_they_did_not_are_told_with_their_way(compared):
    flows = "flows: [{from: a, to: b, carries: [user.contact.email]}, {from: b, to: c, carries: [user.contact.email, cost]}]\n"
    made = compared(HUBS, HUBS + flows)
    assert reach(made) == [
        ("user.contact.email", "b", Reach.NO, Reach.YES, ["b"]),
        ("user.contact.email", "c", Reach.NO, Reach.YES, ["b", "c"]),
        ("cost", "b", Reach.NO, Reach.YES, []),
        ("cost", "c", Reach.NO, Reach.YES, ["c"]),
    ]
    assert [one.personal for one in made.reach] == [True, True, False, False]


def test_of_a_class_and_one_below_it_only_the_one_below_is_told(compared):
    flows = "flows: [{from: a, to: b, carries: [user.contact, user.contact.email]}]\n"
    assert [one[:2] for one in reach(compared(HUBS, HUBS + flows))] == [("user.contact.email", "b")]


def test_what_only_may_reach_a_tool_in_both_is_no_difference(compared):
    assert compared(HUBS, HUBS + "flows: [{from: a, to: b}]\n").reach == ()


def test_data_that_no_longer_reach_a_tool_for_certain_come_last(compared):
    sure = HUBS + "flows: [{from: a, to: b, carries: [user.contact.email]}]\n"
    assert reach(compared(sure, HUBS + "flows: [{from: a, to: b}]\n")) == [
        ("user.contact.email", "b", Reach.YES, Reach.MAYBE, ["b"])
    ]
    assert reach(compared(sure, HUBS)) == [("user.contact.email", "b", Reach.YES, Reach.NO, ["b"])]


OPT_OUTS = """\
complete: [tools, flows]
tools: {crm: {captures_opt_out: [email], sends: none}, mailer: {captures_opt_out: none, sends: [email]}}
"""
FLOW = "flows: [{from: crm, to: mailer, every: %s, takes: %s, signals: %s}]\n"
HOUR = 3600.0
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "trend"),
    [
        (FLOW % ("1d", "1h", "[opt_out]"), FLOW % ("1w", "1h", "[opt_out]"),
         Arrival(Arrives.YES, DAY + HOUR, DAY + HOUR), Arrival(Arrives.YES, 7 * DAY + HOUR, 7 * DAY + HOUR), Trend.GREW),
        (FLOW % ("1w", "1h", "[opt_out]"), FLOW % ("1d", "1h", "[opt_out]"),
         Arrival(Arrives.YES, 7 * DAY + HOUR, 7 * DAY + HOUR), Arrival(Arrives.YES, DAY + HOUR, DAY + HOUR), Trend.SHRANK),
        (FLOW % ("1d", "unknown", "[opt_out]"), FLOW % ("1w", "1h", "[opt_out]"),
         Arrival(Arrives.YES, DAY, float("inf")), Arrival(Arrives.YES, 7 * DAY + HOUR, 7 * DAY + HOUR), Trend.CHANGED),
        (FLOW % ("1d", "1h", "[opt_out]"), FLOW % ("1d", "1h", "none"),
         Arrival(Arrives.YES, DAY + HOUR, DAY + HOUR), Arrival(Arrives.NO, float("inf"), float("inf")), Trend.GREW),
        (FLOW % ("1d", "1h", "unknown"), FLOW % ("1d", "1h", "[opt_out]"),
         Arrival(Arrives.MAYBE, DAY + HOUR, DAY + HOUR), Arrival(Arrives.YES, DAY + HOUR, DAY + HOUR), Trend.SHRANK),
    ],
)  # fmt: skip
def test_opt_outs_whose_worst_case_is_another_one_are_told(compared, old, new, before, after, trend):
    (one,) = compared(OPT_OUTS + old, OPT_OUTS + new).opt_outs
    assert (one.channel, one.place, one.sender) == ("email", "tools.crm", "tools.mailer")
    assert (one.before, one.after, one.trend) == (before, after, trend)


def test_a_sender_that_is_new_has_no_time_to_compare(compared):
    silent = OPT_OUTS.replace("sends: [email]", "sends: none")
    assert compared(silent + FLOW % ("1d", "1h", "none"), OPT_OUTS + FLOW % ("1w", "1h", "none")).opt_outs == ()
    mute = OPT_OUTS.replace("captures_opt_out: [email]", "captures_opt_out: none")
    assert compared(mute + FLOW % ("1d", "1h", "none"), OPT_OUTS + FLOW % ("1w", "1h", "none")).opt_outs == ()


def asked(held):
    return {path for one in held for path in one.paths}


def test_a_question_is_answered_where_the_fact_is_stated_and_else_no_longer_asked(compared):
    old = "tools: {a: {}, b: {}}\ncomplete: [metrics]\nmetrics: {x: {kind: conversion}}\n"
    new = "tools: {a: {owner: m}, c: {}}\nteams: {m: {}}\ncomplete: [metrics]\nmetrics: {x: {kind: conversion}}\n"
    questions = compared(old, new).questions
    assert "tools.a.owner" in asked(questions.answered)
    assert "tools.b.owner" in asked(questions.dropped)
    assert "tools.c.owner" in asked(questions.opened)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("complete: [tools]\n", "complete: [tools, metrics]\nmetrics: {x: {kind: conversion}}\n", "complete.metrics"),
        ("", "tracking_plan: none\n", "tracking_plan"),
        ("tracking_plan: {}\n", "tracking_plan: {last_validated: 2026-11-01}\n", "tracking_plan.last_validated"),
        ("tools: {a.b: {}}\n", "tools: {a.b: {owner: none}}\n", "tools.a.b.owner"),
    ],
)
def test_whole_lists_sections_and_their_fields_can_be_answers(compared, old, new, path):
    assert path in asked(compared(old, new).questions.answered)


def test_what_a_fact_is_answered_with_is_looked_up_wherever_it_stands():
    from stackaudit.audit.difference.questions import _is_stated

    stack = load_data({
        "stackaudit": 1, "as_of": "2026-11-22",
        "tools": {"a": {"contract": "none", "sends": ["email", "more"]}},
        "systems_of_record": {"contact": "a"}, "roadmap": {"items": {"x": {"effort": 3}}},
    })  # fmt: skip
    assert _is_stated(stack, "tools.a.contract.renews")
    assert _is_stated(stack, "systems_of_record.contact")
    assert _is_stated(stack, "roadmap.items.x.effort")
    assert not _is_stated(stack, "tools.a.sends")
    assert not _is_stated(stack, "tools.a.owner")
    assert not _is_stated(stack, "systems_of_record.order")


def test_the_rules_that_moved_the_score_add_up_to_its_difference(compared):
    old = "tools: {a: {owner: none}, b: {owner: m}}\nteams: {m: {}}\ntracking_plan: {last_validated: 2026-11-01}\n"
    new = "tools: {a: {owner: none}, b: {owner: none}}\nteams: {m: {}}\ntracking_plan: {last_validated: 2026-01-01}\n"
    score = compared(old, new).score
    assert {one.rule for one in score.moves} == {"DIF-01", "DIF-03"}
    assert sum(one.points for one in score.moves) == pytest.approx(score.after.total - score.before.total, abs=0.001)
    assert not score.is_same


def test_no_score_on_one_side_leaves_nothing_to_move(compared):
    score = compared("", "tools: {a: {owner: none}}\n").score
    assert (score.before.total, score.moves) == (None, ())


def test_a_waiver_in_a_comment_has_the_place_of_the_comment(compared):
    old = "tools:\n  a: {owner: none}\n"
    new = "tools:\n  # stackaudit: waive DIF-01 until 2027-03-31 owner head: replaced in spring\n  a: {owner: none}\n"
    (one,) = compared(old, new).elements
    assert (one.kind, one.path) == (ElementKind.ADDED, "waivers.DIF-01:tools.a")
    assert one.place.line == 4
