"""The plan: the actions in now, next and later as far as the hours go, and what has to be known to plan better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from stackaudit.audit.actions import Action, Horizon, actions
from stackaudit.audit.asking import Asking, RequestQuestion
from stackaudit.audit.causes import Cause
from stackaudit.audit.renewals import Renewal
from stackaudit.audit.room import HorizonHours, Room, room_of, scheduled
from stackaudit.audit.score import Score
from stackaudit.audit.triage import ROADMAP_SHARE
from stackaudit.frozen import dataclass, replace
from stackaudit.model.stack import Stack
from stackaudit.rules.rule import Rule

__all__ = ["Idle", "Plan", "plan"]

_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Idle:
    """What a planned action is to mend, and where nothing is proved: by the id of the action, and what it names."""

    action: str
    mends: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about the proved findings, and when.

    Attributes:
        actions: in the order in which to take them; each proved finding is in one of them.
        room: the hours of a month that can go into them.
        hours: of each horizon what there is and what its actions take.
        questions: what to ask, so that the hours decide.
        idle: what is planned, and where nothing is proved.
    """

    actions: tuple[Action, ...]
    room: Room
    hours: tuple[HorizonHours, ...]
    questions: tuple[RequestQuestion, ...]
    idle: tuple[Idle, ...]

    def of(self, horizon: Horizon) -> tuple[Action, ...]:
        """The actions of a horizon, in order."""
        return tuple(one for one in self.actions if one.horizon is horizon)


def plan(
    stack: Stack,
    rules: Mapping[str, Rule],
    causes: Iterable[Cause],
    score: Score,
    renewals: Iterable[Renewal],
    *,
    roadmap_share: float = ROADMAP_SHARE,
) -> Plan:
    """Plan what to do about the proved findings.

    Args:
        stack: the stack that was audited.
        rules: the rules that were run, by id.
        causes: the findings by what they stem from.
        score: the score.
        renewals: the renewals that lie ahead.
        roadmap_share: per cent of all hours that can go into mending at most, where nobody has said how many hours do:
            those that a triage keeps for planned work.

    Raises:
        ValueError: ``roadmap_share`` is no per cent.
    """
    if not 0 <= roadmap_share <= _WHOLE:
        msg = f"not a per cent: {roadmap_share}"
        raise ValueError(msg)
    room = room_of(stack, roadmap_share)
    made, hours = scheduled(actions(stack, rules, causes, score, renewals), room)
    return Plan(made, room, hours, _questions(stack, made, room), _idle(stack, made))


def _questions(stack: Stack, made: tuple[Action, ...], room: Room) -> tuple[RequestQuestion, ...]:
    if not made:
        return ()
    asking = Asking(stack)
    asked = []
    if room.monthly is None or room.is_most:
        asked.append(asking.of_section("capacity", "mending_hours"))
    unsized = next((one for one in made if one.hours is None), None)
    if unsized is not None:
        asked.append(asking.of_action(unsized.element.removeprefix("actions.") if unsized.planned else "", "effort"))
    return tuple(_placed(stack, one) for one in asked)


def _placed(stack: Stack, question: RequestQuestion) -> RequestQuestion:
    """The question without a place where its part of the file is not there: that of the whole file says nothing."""
    section = question.path.partition(".")[0]
    there = stack.provenance is not None and stack.provenance.document.has((section,))
    return question if there else replace(question, place=None)


def _idle(stack: Stack, made: tuple[Action, ...]) -> tuple[Idle, ...]:
    """What the planned actions name, and no finding of theirs has or stems from."""
    if not stack.actions:
        return ()
    used = {
        action.element: {*action.stems, *(finding.id for finding in action.findings)}
        for action in made
        if action.planned
    }
    return tuple(
        Idle(key, named)
        for key, one in stack.actions.items()
        for named in one.mends
        if named not in used.get(f"actions.{key}", set())
    )
