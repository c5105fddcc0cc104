"""The plan: hours that are never exceeded without saying so, what is put off, and what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.plan import Idle, plan
from stackaudit.audit.room import Room, room_of, scheduled
from stackaudit.finding import Severity
from stackaudit.load import load_text

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
ORDER = tuple(Horizon)


def action(name, hours=None, horizon="now", severity="P2", latest="later"):
    return Action(
        name, name, (name,), (), (), Horizon(horizon), False, Severity(severity), (), "", "", None, hours,
        latest=Horizon(latest),
    )  # fmt: skip


def placed(monthly, *actions):
    made, hours = scheduled(actions, Room(monthly, False, None, ()))
    return {one.element: one.horizon.value for one in made}, hours


def test_what_does_not_fit_is_put_off_from_the_end_and_what_is_smaller_still_fits():
    where, hours = placed(40, action("a", 30), action("b", 20), action("c", 10))
    assert where == {"a": "now", "b": "next", "c": "now"}
    assert [(one.room, one.taken, one.lacking) for one in hours] == [(40, 40, 0), (80, 20, 0), (None, 0, 0)]


def test_how_many_hours_were_left_is_kept_from_the_first_time():
    made, _ = scheduled([action("a", 35), action("b", 100)], Room(40, False, None, ()))
    assert [(one.element, one.horizon, one.put_off, one.left) for one in made] == [
        ("a", "now", False, None),
        ("b", "later", True, 5),
    ]


def test_hours_that_are_left_over_count_for_the_next_horizon():
    where, hours = placed(40, action("a", 10), action("b", 105, "next"), action("c", 10, "next"))
    assert where == {"a": "now", "b": "next", "c": "later"}
    assert hours[1].room == 110


def test_what_cannot_be_put_off_takes_its_hours_first_and_what_is_lacking_is_told():
    where, hours = placed(40, action("a", 5, severity="P1"), action("z", 50, latest="now"), action("n", 60, "next"))
    assert where == {"z": "now", "a": "next", "n": "next"}
    assert [(one.horizon, one.lacking) for one in hours] == [("now", 10), ("next", 0), ("later", 0)]


def test_what_has_a_day_in_the_quarter_is_put_off_no_further_than_that():
    where, hours = placed(10, action("a", 50, latest="next"), action("b", 1, "next"))
    assert where == {"a": "next", "b": "later"}
    assert hours[1].lacking == 20


def test_without_stated_hours_an_action_stays_and_takes_none():
    where, hours = placed(1, action("a"), action("b", 1), action("c", None, "next"))
    assert where == {"a": "now", "b": "now", "c": "next"}
    assert [one.unsized for one in hours] == [1, 1, 0]


def test_without_known_hours_nothing_is_put_off():
    where, hours = placed(None, action("a", 1_000_000), action("b", 5, "next"))
    assert where == {"a": "now", "b": "next"}
    assert [one.room for one in hours] == [None, None, None]


SOME = st.builds(
    action,
    st.uuids().map(str),
    st.none() | st.integers(0, 60),
    st.sampled_from(["now", "next", "later"]),
    st.sampled_from(["P1", "P2", "P3", "P5"]),
).flatmap(lambda one: st.builds(replace, st.just(one), latest=st.sampled_from(ORDER[ORDER.index(one.horizon) :])))


@given(st.lists(SOME, max_size=12), st.none() | st.integers(0, 80), st.randoms(use_true_random=False))
def test_the_hours_are_never_exceeded_unless_by_what_cannot_be_put_off(actions, monthly, chance):
    room = Room(monthly, False, None, ())
    made, hours = scheduled(actions, room)
    shuffled = list(actions)
    chance.shuffle(shuffled)
    assert scheduled(shuffled, room) == (made, hours)
    assert sorted(one.element for one in made) == sorted(one.element for one in actions)
    before = {one.element: one for one in actions}
    for one in made:
        was = before[one.element]
        assert ORDER.index(was.horizon) <= ORDER.index(one.horizon) <= ORDER.index(one.latest)
        assert one.put_off is (one.horizon is not was.horizon) is (one.left is not None)
        assert not one.put_off or (one.hours or 0) > one.left
    for part in hours:
        here = [one for one in made if one.horizon is part.horizon]
        assert part.taken == sum(one.hours or 0 for one in here)
        if part.lacking:
            fixed = sum(one.hours or 0 for one in here if one.latest is part.horizon)
            assert fixed > part.room
            assert all(one.latest is part.horizon or not one.hours for one in here)


@pytest.mark.parametrize(
    ("capacity", "monthly", "is_most", "path"),
    [
        ("{mending_hours: 12.5, available_hours: 100}", 12.5, False, "capacity.mending_hours"),
        ("{available_hours: 100}", 50, True, "capacity.available_hours"),
        ("{available_hours: 100, mending_hours: unknown}", 50, True, "capacity.available_hours"),
        ("{mending_hours: 0}", 0, False, "capacity.mending_hours"),
        ("{planned_share: 30}", None, False, None),
        ("none", None, False, None),
    ],
)
def test_the_hours_are_those_stated_for_it_else_at_most_the_share_for_planned_work(capacity, monthly, is_most, path):
    room = room_of(load_text(f"{HEAD}capacity: {capacity}\n"), 50)
    assert (room.monthly, room.is_most) == (monthly, is_most)
    assert room.share == (50 if is_most else None)
    assert [one.path for one in room.facts] == ([path] if path else [])


STACK = """\
complete: [tools, flows]
tools: {splitter: {built: in_house, capabilities: [experimentation]}}
tracking_plan: none
"""


def made(text, **how):
    audit = stackaudit.run(load_text(f"{HEAD}{STACK}{text}"), select=["STR-13", "MEA-01"])
    return plan(audit.stack, audit.rules, audit.causes, audit.score, audit.renewals, **how)


def test_what_is_not_known_is_asked_where_it_would_decide():
    assert [one.path for one in made("").questions] == ["capacity.mending_hours", "actions"]
    planned = "actions: {x: {mends: [tools.splitter]}, y: {mends: [tracking_plan], effort: 4}}\n"
    assert [one.path for one in made(f"capacity: {{mending_hours: 9}}\n{planned}").questions] == ["actions.x.effort"]
    sized = planned.replace("splitter]", "splitter], effort: 3")
    assert made(f"capacity: {{mending_hours: 9}}\n{sized}").questions == ()
    healthy = load_text(f"{HEAD}complete: [tools]\ntools: {{}}\n")
    audit = stackaudit.run(healthy, select=["STR-13"])
    assert (audit.plan.actions, audit.plan.questions) == ((), ())


def test_what_is_planned_where_nothing_is_proved_is_told():
    held = made(
        "actions: {x: {mends: [tools.splitter, tools]}, y: {mends: ['STR-13:tools.splitter', 'STR-14:tools.splitter']}}\n"
    )
    assert held.idle == (Idle("x", "tools.splitter"), Idle("x", "tools"), Idle("y", "STR-14:tools.splitter"))


def test_the_share_for_planned_work_can_be_another_one():
    assert made("capacity: {available_hours: 80}\n", roadmap_share=25).room.monthly == 20
    for wrong in (-1, 101):
        with pytest.raises(ValueError, match="not a per cent"):
            made("", roadmap_share=wrong)


def test_an_action_that_names_a_finding_of_no_rule_is_a_mistake_with_its_place():
    stack = load_text(f"{HEAD}{STACK}actions:\n  x: {{mends: [tracking_plan, STR-31:tools.splitter]}}\n", file="s.yaml")
    with pytest.raises(stackaudit.StackError) as caught:
        stackaudit.run(stack)
    (problem,) = caught.value.problems
    assert problem.message == "there is no rule 'STR-31' whose findings could be mended"
    assert (str(problem.place), problem.hint) == ("s.yaml:7:30", None)
    assert stack.provenance is not None


def test_without_a_file_the_mistake_has_no_place():
    stack = load_text(f"{HEAD}{STACK}actions: {{x: {{mends: [STR-31:tools.splitter]}}}}\n")
    bare = type(stack).model_validate(stack.model_dump(by_alias=True, exclude_unset=True))
    with pytest.raises(stackaudit.StackError) as caught:
        stackaudit.run(bare)
    assert caught.value.problems[0].place is None
