"""Requests: which to take and in which order, which to question, put off and decline, and what the roadmap keeps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit.advice import Advice, Reason
from stackaudit.audit.triage import ROADMAP_SHARE, triage

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
AROUND = """\
complete: [requests]
teams: {sales: {name: Sales}}
goals: {keep: {name: More who stay}, win: {name: More who come}}
roadmap: {items: {tidy: {goal: none}, welcome: {name: Welcome series, goal: keep}}}
capacity: {available_hours: 100}
processes: {triage: {may_decline: true}}
"""
GOOD = "severity: P4, objective: more, goal: win, expected_revenue: none, people_affected: none, effort: 10"


def judged(requests, around=AROUND, **how):
    """The triage of requests in YAML, in the order in which they are written."""
    lines = "".join(f"  {key}: {{{fields}}}\n" for key, fields in requests.items())
    return triage(stackaudit.load_text(f"{HEAD}{around}requests:\n{lines}", file="log.yaml"), **how)


def advice(made):
    return {one.id: one.advice.value for one in made.requests}


def only(fields, around=AROUND, **how):
    (one,) = judged({"one": fields}, around, **how).requests
    return one


def asked(one):
    return [question.path.removeprefix("requests.one.") for question in one.questions]


# -- one request ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("severity", ["P1", "P2"])
def test_what_customers_feel_is_taken_whatever_it_takes(severity):
    one = only(f"severity: {severity}, goal: none, objective: none, effort: 1000")
    assert (one.advice, one.reasons, one.questions) == (Advice.TAKE, (Reason.CUSTOMERS,), ())


def test_what_customers_feel_waits_for_no_answer_but_its_size_is_asked():
    one = only("severity: P1")
    assert (one.advice, asked(one)) == (Advice.TAKE, ["effort"])


def test_what_stops_a_team_needs_no_goal_but_hours():
    assert only("severity: P3, goal: none, objective: none, effort: 50").reasons == (Reason.TEAM,)
    assert only("severity: P3, effort: 51").reasons == (Reason.TOO_LARGE,)
    assert asked(only("severity: P3")) == ["effort"]


def test_what_serves_a_goal_and_fits_is_taken():
    one = only(GOOD)
    assert (one.advice, one.reasons, one.goal, one.planned, one.place) == (
        Advice.TAKE,
        (Reason.GOAL,),
        "More who come",
        "",
        1,
    )
    assert only(GOOD.replace("win", "keep")).planned == "Welcome series"


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("", ["severity", "objective", "goal", "effort"]),
        ("severity: unknown, objective: x, goal: win, effort: 1", ["severity"]),
        ("severity: P5, goal: win, effort: 1", ["objective"]),
        ("severity: P5, objective: x, effort: 1", ["goal"]),
        ("severity: P5, objective: x, goal: win", ["effort"]),
        ("severity: none, objective: x, goal: win", ["effort"]),
        ("status: unknown, severity: P5, objective: x, goal: win, effort: 1", ["status"]),
        ("disputed: {severity: [{value: P1}, {value: P5}]}, objective: x, goal: win, effort: 1", ["severity"]),
    ],
)
def test_a_fact_that_decides_and_is_missing_is_asked_for(fields, missing):
    one = only(fields)
    assert (one.advice, asked(one)) == (Advice.ASK, missing)


@pytest.mark.parametrize("severity", ["P4", "P5", "none"])
@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ("goal: none", (Reason.NO_GOAL,)),
        ("objective: none", (Reason.NO_OBJECTIVE,)),
        ("objective: none, goal: win, effort: 1", (Reason.NO_OBJECTIVE,)),
        ("objective: none, goal: none", (Reason.NO_GOAL, Reason.NO_OBJECTIVE)),
        ("effort: 50.5", (Reason.TOO_LARGE,)),
    ],
)
def test_what_is_declined_is_declined_for_what_is_stated_and_asks_nothing(severity, fields, reasons):
    one = only(f"severity: {severity}, {fields}")
    assert (one.advice, one.reasons, one.questions) == (Advice.DECLINE, reasons, ())


def test_without_a_severity_nothing_is_declined():
    assert asked(only("goal: none, objective: none, effort: 1")) == ["severity"]
    assert asked(only("goal: win, objective: x, effort: 500")) == ["severity"]


def test_nothing_is_declined_of_which_nobody_knows_whether_it_still_waits():
    assert only("status: unknown, severity: P5, goal: none").advice is Advice.ASK


def test_what_is_done_or_declined_is_counted_and_no_more():
    made = judged({"a": "status: done", "b": "status: declined", "c": f"status: deferred, {GOOD}"})
    assert (advice(made), made.settled) == ({"c": "take"}, 2)


def test_each_question_goes_to_whoever_can_answer_it_and_into_its_field():
    one = only("from: sales, severity: P5")
    assert [(question.whom, question.path, question.place.line) for question in one.questions] == [
        ("Sales", "requests.one.objective", 10),
        ("Sales", "requests.one.goal", 10),
        ("whoever would do the work", "requests.one.effort", 10),
    ]
    assert {question.whom for question in only("severity: P5, effort: 1").questions} == {"whoever asked"}
    assert only("status: unknown").questions[0].whom == "whoever keeps the log"


def test_the_facts_that_decided_are_named_with_their_places_what_speaks_against_it_first():
    one = only("severity: P5, from: sales, effort: 3, goal: none, source: the mailbox")
    assert [(fact.path, fact.value, fact.place.line, fact.source) for fact in one.facts] == [
        ("requests.one.goal", "none", 10, "the mailbox"),
        ("requests.one.severity", "P5", 10, "the mailbox"),
        ("requests.one.effort", "3", 10, "the mailbox"),
    ]
    large = only("severity: P4, goal: keep, effort: 99")
    assert [fact.path for fact in large.facts] == [
        "requests.one.effort",
        "requests.one.severity",
        "requests.one.goal",
        "roadmap.items.welcome.goal",
        "capacity.available_hours",
    ]


# -- the order -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("severity: P3", "severity: P4"),
        ("severity: P3", "status: in_progress"),
        ("status: in_progress", "status: planned"),
        ("status: planned", "goal: keep"),
        ("goal: keep", "expected_revenue: {amount: 900, currency: eur}"),
        ("expected_revenue: {amount: 10, currency: eur}", "people_affected: 5000"),
        ("expected_revenue: {amount: 10, currency: eur, per: month}", "expected_revenue: {amount: 99, currency: eur}"),
        ("expected_revenue: {amount: 100, currency: eur, per: once}", "expected_revenue: {amount: 99, currency: EUR}"),
        ("people_affected: 2", "wanted_by: 2026-11-23, reason_for_date: x"),
        ("wanted_by: 2026-11-24, reason_for_date: x", "wanted_by: 2026-11-25, reason_for_date: x"),
        ("wanted_by: 2026-11-24, reason_for_date: x", "effort: 1"),
        ("effort: 9", "wanted_by: 2026-11-24, reason_for_date: none"),
        ("effort: 9", "asked_on: 2026-01-01"),
        ("asked_on: 2026-01-01", "asked_on: 2026-01-02"),
        ("asked_on: 2026-01-02", "note: nothing else"),
    ],
)
def test_the_first_fact_that_differs_decides_the_order(first, second):
    def fields(own):
        base = dict(part.split(": ") for part in GOOD.split(", "))
        own = own if own.count("{") else dict(part.split(": ") for part in own.split(", "))
        if isinstance(own, str):
            name, _, value = own.partition(": ")
            own = {name: value}
        return ", ".join(f"{key}: {held}" for key, held in {**base, **own}.items())

    # The names alone would put them the other way round.
    made = judged({"b": fields(first), "a": fields(second)})
    assert [one.id for one in made.of(Advice.TAKE)] == ["b", "a"]
    assert [one.place for one in made.requests] == [1, 2]


def test_at_last_the_id_decides_and_not_the_place_in_the_file():
    assert [one.id for one in judged({"b": GOOD, "a": GOOD}).requests] == ["a", "b"]


def test_a_place_that_an_answer_could_change_is_told_with_the_question():
    made = judged({"a": GOOD, "b": "severity: P4, objective: more, goal: win, effort: 11"})
    one = made.requests[1]
    assert (one.id, one.advice, one.place, one.could_be) == ("b", Advice.TAKE, 2, 1)
    assert [question.path for question in one.questions] == [
        "requests.b.expected_revenue",
        "requests.b.people_affected",
    ]


def test_a_date_without_a_reason_moves_nothing_until_the_reason_is_known():
    made = judged({"a": GOOD, "b": f"{GOOD}, wanted_by: 2026-11-30"})
    one = made.requests[1]
    assert (one.id, one.place, one.could_be) == ("b", 2, 1)
    assert [question.path for question in one.questions] == ["requests.b.reason_for_date"]
    assert one.questions[0].text == "Why is this needed by then?"
    assert [one.id for one in judged({"a": GOOD, "b": f"{GOOD}, wanted_by: none"}).requests if one.questions] == []


def test_what_no_answer_moves_is_not_asked():
    made = judged({"a": "severity: P2, effort: 1", "b": "severity: P4, objective: x, goal: win, effort: 1"})
    assert [(one.place, one.could_be, one.questions) for one in made.requests] == [(1, 1, ()), (2, 2, ())]


def test_a_goal_could_move_what_stops_a_team():
    made = judged({"a": "severity: P3, effort: 1, goal: win", "b": "severity: P3, effort: 1, expected_revenue: none"})
    assert "requests.b.goal" in [question.path for question in made.requests[1].questions]
    bare = AROUND.replace("roadmap: {items: {tidy: {goal: none}, welcome: {name: Welcome series, goal: keep}}}\n", "")
    made = judged({"a": "severity: P3, effort: 1, goal: win", "b": "severity: P3, effort: 1"}, bare)
    assert [one.could_be for one in made.requests] == [1, 1]


def test_revenue_in_another_currency_is_a_question_and_not_a_figure():
    euros = GOOD.replace("expected_revenue: none", "expected_revenue: {amount: 10, currency: eur}")
    made = judged(
        {"a": euros, "b": euros, "c": euros.replace("amount: 10, currency: eur", "amount: 9000, currency: usd")}
    )
    last = made.requests[2]
    assert (made.currency, last.id, last.could_be) == ("EUR", "c", 1)
    assert last.questions[0].text == "How much is that in EUR, in which the others are stated?"


# -- the hours -----------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_after_the_others_is_put_off_and_what_is_smaller_may_still_fit():
    made = judged(
        {
            "a": GOOD.replace("effort: 10", "effort: 30").replace("P4", "P3"),
            "b": GOOD.replace("effort: 10", "effort: 21"),
            "c": GOOD.replace("effort: 10", "effort: 20").replace("P4", "P5"),
        }
    )
    assert advice(made) == {"a": "take", "c": "take", "b": "put_off"}
    assert made.of(Advice.PUT_OFF)[0].reasons == (Reason.NO_HOURS_LEFT,)
    assert made.of(Advice.PUT_OFF)[0].facts[-1].path == "capacity.available_hours"
    assert (made.hours.room, made.hours.taken, made.hours.left, made.hours.left_share) == (50, 50, 50, 50)


def test_what_does_not_fit_but_could_come_first_is_asked_about():
    open_revenue = GOOD.replace("expected_revenue: none, ", "").replace("effort: 10", "effort: 30")
    made = judged(
        {"a": GOOD.replace("people_affected: none, effort: 10", "people_affected: 9, effort: 30"), "b": open_revenue}
    )
    one = made.of(Advice.ASK)[0]
    assert (one.id, one.reasons) == ("b", (Reason.OPEN, Reason.NO_HOURS_LEFT))
    assert [question.path for question in one.questions] == ["requests.b.expected_revenue"]


def test_what_customers_feel_displaces_the_roadmap():
    made = judged({"a": "severity: P1, effort: 80", "b": GOOD})
    assert advice(made) == {"a": "take", "b": "put_off"}
    assert (made.hours.left, made.hours.left_share) == (20, 20)
    assert judged({"a": "severity: P1, effort: 130"}).hours.left_share == 0


def test_what_is_left_is_an_upper_bound_where_a_size_is_missing():
    made = judged({"a": "severity: P1", "b": GOOD})
    assert (made.hours.taken, made.hours.unsized, made.hours.left) == (10, 1, 90)


def test_another_share_can_be_kept_for_the_roadmap():
    assert only(GOOD, roadmap_share=90).advice is Advice.TAKE
    assert only(GOOD, roadmap_share=90.5).reasons == (Reason.TOO_LARGE,)
    assert only(GOOD, roadmap_share=100).advice is Advice.DECLINE
    with pytest.raises(ValueError, match="not a per cent: 101"):
        only(GOOD, roadmap_share=101)


def test_half_of_the_hours_is_the_share_by_which_the_rule_on_planned_work_judges():
    rule = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22"}, select=["STR-11"]).rules["STR-11"]
    assert rule.parameters["least"].value == ROADMAP_SHARE


@pytest.mark.parametrize(
    ("capacity", "asks"),
    [("", True), ("capacity: {planned_share: 30}\n", True), ("capacity: unknown\n", True), ("capacity: none\n", False)],
)
def test_without_the_hours_there_is_an_order_but_nothing_is_put_off(capacity, asks):
    around = AROUND.replace("capacity: {available_hours: 100}\n", capacity)
    made = judged({"a": GOOD.replace("effort: 10", "effort: 5000"), "b": GOOD.replace("P4", "P3")}, around)
    assert advice(made) == {"b": "take", "a": "take"}
    assert (made.hours.room, made.hours.left, made.hours.left_share) == (None, None, None)
    assert [question.path for question in made.questions] == (["capacity.available_hours"] if asks else [])


def test_of_no_hours_there_is_no_share():
    around = AROUND.replace("available_hours: 100", "available_hours: 0")
    made = judged({"a": "severity: P1, effort: none"}, around)
    assert (made.hours.left, made.hours.left_share) == (0, None)


# -- the right to decline, and what else is asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("processes", "may", "asked_at"),
    [
        ("{triage: {may_decline: true}}", True, None),
        ("{weekly: {kind: triage, may_decline: true}, triage: {may_decline: false}}", True, None),
        ("{triage: {may_decline: false}}", False, None),
        ("{triage: {may_decline: none}}", False, None),
        ("{weekly: {kind: triage}, triage: {may_decline: false}}", None, "processes.weekly.may_decline"),
        ("{triage: {may_decline: unknown}}", None, "processes.triage.may_decline"),
        ("{triage: none}", None, "processes.triage.may_decline"),
        ("{intake: {may_decline: true}}", None, "processes.triage.may_decline"),
    ],
)
def test_whether_the_team_may_decline_is_a_fact_or_a_question(processes, may, asked_at):
    around = AROUND.replace("{triage: {may_decline: true}}", processes)
    made = judged({"a": "severity: P5, goal: none"}, around)
    assert (made.may_decline, bool(made.may_facts)) == (may, may is not None)
    assert [question.path for question in made.questions] == ([asked_at] if asked_at else [])
    assert [question.path for question in judged({"a": GOOD}, around).questions] == []


def test_whether_the_log_is_whole_is_asked_where_something_waits():
    around = AROUND.replace("complete: [requests]\n", "")
    assert [question.path for question in judged({"a": GOOD}, around).questions] == ["complete.requests"]
    assert judged({"a": "status: done"}, around).questions == ()


def test_a_stack_without_a_file_has_no_places():
    stack = stackaudit.load_data(
        {"stackaudit": 1, "as_of": "2026-11-22", "requests": {"a": {"severity": "P5", "effort": 1}}}
    )
    made = stackaudit.triage(stack)
    assert all(question.place is None for question in (*made.questions, *made.requests[0].questions))
    assert all(fact.place is None for fact in made.requests[0].facts)


def test_an_audit_and_the_library_give_the_same(tmp_path):
    (tmp_path / "s.yaml").write_text(f"{HEAD}{AROUND}requests: {{a: {{{GOOD}}}}}\n", encoding="utf-8")
    made = stackaudit.triage(tmp_path / "s.yaml")
    assert made == stackaudit.run(tmp_path / "s.yaml", select=["STR-11"]).triage
    assert stackaudit.triage(tmp_path / "s.yaml", roadmap_share=95).hours.room == 5
    assert stackaudit.triage({"stackaudit": 1, "as_of": "2026-11-22"}).requests == ()


# -- what holds for any log ----------------------------------------------------------------------------------------------

FIELDS = {
    "status": ["open", "planned", "in_progress", "deferred", "unknown"],
    "severity": ["P1", "P2", "P3", "P4", "P5", "unknown", "none"],
    "objective": ["x", "none", "unknown"],
    "goal": ["keep", "win", "none", "unknown"],
    "people_affected": [0, 5, 500, "none"],
    "expected_revenue": [{"amount": 5, "currency": "eur"}, {"amount": 50, "currency": "eur", "per": "month"}, "none"],
    "effort": [0, 4, 30, 70, "none"],
    "wanted_by": ["2026-12-01", "2026-12-24"],
    "reason_for_date": ["the fair", "none"],
    "asked_on": ["2026-11-01", "2026-10-01"],
}
REQUEST = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()})
LOG = st.lists(REQUEST, min_size=1, max_size=8)


def of(log, available=100, order=None):
    requests = {f"r{number}": fields for number, fields in enumerate(log)}
    keys = list(requests)
    if order is not None:
        random.Random(order).shuffle(keys)
    data = {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "goals": {"keep": {}, "win": {}},
        "roadmap": {"items": {"welcome": {"goal": "keep"}}},
        "requests": {key: requests[key] for key in keys},
    }
    if available is not None:
        data["capacity"] = {"available_hours": available}
    return triage(stackaudit.load_data(data))


@settings(max_examples=100, deadline=None)
@given(LOG, st.integers(0, 5))
def test_the_order_is_whole_and_does_not_depend_on_the_file(log, order):
    made = of(log)
    assert sorted(one.id for one in made.requests) == sorted(f"r{number}" for number in range(len(log)))
    assert [one.place for one in made.of(Advice.TAKE)] == [*range(1, len(made.of(Advice.TAKE)) + 1)]
    assert made.requests == of(log, order=order).requests


@settings(max_examples=100, deadline=None)
@given(LOG)
def test_what_is_taken_never_exceeds_the_hours_but_for_what_customers_feel(log):
    made = of(log)
    others = [one for one in made.of(Advice.TAKE) if one.severity not in {"P1", "P2"}]
    urgent = sum(one.hours or 0 for one in made.of(Advice.TAKE) if one.severity in {"P1", "P2"})
    assert sum(one.hours for one in others) <= max(50 - urgent, 0)
    assert made.hours.taken == urgent + sum(one.hours for one in others)


@settings(max_examples=100, deadline=None)
@given(LOG)
def test_whoever_is_questioned_is_asked_something_and_whoever_is_declined_is_not(log):
    made = of(log)
    assert all(one.questions for one in made.of(Advice.ASK))
    assert not any(one.questions for one in (*made.of(Advice.DECLINE), *made.of(Advice.PUT_OFF)))


def answered(log, data):
    """The log with one open fact of the first request answered, and the field's name; None where all is stated."""
    open_fields = [name for name in FIELDS if log[0].get(name, "unknown") == "unknown"]
    if not open_fields:
        return None
    name = data.draw(st.sampled_from(open_fields))
    value = data.draw(st.sampled_from([value for value in FIELDS[name] if value != "unknown"]))
    return name, [{**log[0], name: value}, *log[1:]]


@settings(max_examples=100, deadline=None)
@given(LOG, st.data())
def test_an_answer_never_takes_back_what_was_declined_nor_what_customers_feel(log, data):
    given_answer = answered(log, data)
    if given_answer is None:
        return
    before, after = ({one.id: one for one in of(each).requests}["r0"] for each in (log, given_answer[1]))
    if before.advice is Advice.DECLINE:
        assert after.advice is Advice.DECLINE
        assert set(before.reasons) <= set(after.reasons)
    if before.reasons == (Reason.CUSTOMERS,):
        assert after.reasons == before.reasons


@settings(max_examples=100, deadline=None)
@given(LOG, st.data())
def test_an_answer_never_moves_a_request_down(log, data):
    # Without the hours: with them, what comes to be taken may leave no room for others.
    given_answer = answered(log, data)
    if given_answer is None:
        return
    name, known = given_answer
    before, after = ({one.id: one for one in of(each, None).requests}["r0"] for each in (log, known))
    if before.place is None or after.place is None:
        assert after.advice is not Advice.ASK or before.advice is Advice.ASK or name == "status"
        return
    assert after.place <= before.place
    # The days are asked of nobody: they only tell apart what is alike in all else.
    assert name in {"wanted_by", "asked_on"} or before.could_be <= after.place


@settings(max_examples=100, deadline=None)
@given(LOG, st.data())
def test_what_is_put_off_stays_so_whatever_is_answered_about_it(log, data):
    given_answer = answered(log, data)
    if given_answer is None:
        return
    before, after = ({one.id: one for one in of(each).requests}["r0"] for each in (log, given_answer[1]))
    if before.advice is Advice.PUT_OFF and given_answer[0] not in {"wanted_by", "asked_on", "status"}:
        assert after.advice in {Advice.PUT_OFF, Advice.DECLINE}
