"""The hours that there are for what an audit finds, and what they do to the order of actions."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import Final

from stackaudit.audit.actions import ORDER, Action, Horizon
from stackaudit.audit.evidence import evidence_of
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Evidence
from stackaudit.frozen import dataclass, replace
from stackaudit.model.elements import Capacity
from stackaudit.model.stack import Stack

__all__ = ["HorizonHours", "Room", "room_of", "scheduled"]

_MONTHS: Final = {Horizon.NOW: 1, Horizon.NEXT: 3}
"""How many months there are until the end of a horizon."""
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Room:
    """The hours of a month that can go into mending.

    Attributes:
        monthly: the hours; None where nothing is stated from which they follow.
        is_most: whether they are the most that it can be: the share of all hours that is kept for planned work.
        share: that share, in per cent; None where the hours themselves are stated, or nothing is.
        facts: where this is stated.
    """

    monthly: float | None
    is_most: bool
    share: float | None
    facts: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class HorizonHours:
    """The hours of one horizon.

    Attributes:
        horizon: which one.
        room: the hours that there are in it, with those that an earlier one leaves over; None where that is not known,
            and of ``later``, which has no end.
        taken: the hours of its actions, as far as they are stated.
        unsized: how many of its actions have no stated hours.
    """

    horizon: Horizon
    room: float | None
    taken: float
    unsized: int

    @property
    def lacking(self) -> float:
        """How many hours its actions take more than there are, those that cannot be put off included."""
        return 0.0 if self.room is None else max(0.0, self.taken - self.room)


def room_of(stack: Stack, roadmap_share: float) -> Room:
    """The hours of a month for mending: as stated, else the share of all hours that is kept for planned work."""
    capacity = stack.capacity if isinstance(stack.capacity, Capacity) else None
    stated, available = (
        _number(getattr(capacity, name, None)) if capacity is not None else None
        for name in ("mending_hours", "available_hours")
    )
    if stated is not None:
        facts = evidence_of(stack, [FactRef("capacity", "", "mending_hours")])
        return Room(stated, is_most=False, share=None, facts=facts)
    if available is not None:
        facts = evidence_of(stack, [FactRef("capacity", "", "available_hours")])
        return Room(available * roadmap_share / _WHOLE, is_most=True, share=roadmap_share, facts=facts)
    return Room(None, is_most=False, share=None, facts=())


def scheduled(actions: Iterable[Action], room: Room) -> tuple[tuple[Action, ...], tuple[HorizonHours, ...]]:
    """The actions with those put off for which there are no hours, in their order, and the hours of each horizon.

    Those that cannot be put off take their hours first: P1, what has to be done by a day, and what is planned for a
    time. Then the others in their order, as long as they fit; what is smaller may still fit after what does not. An
    action whose hours nobody has stated stays where it is, and takes none. Linear, but for the sorting.
    """
    held = list(actions)
    if room.monthly is not None:
        held = _filled(held, room.monthly)
    made = tuple(sorted(held, key=lambda action: action.turn))
    return made, _counted(made, room.monthly)


def _filled(actions: list[Action], monthly: float) -> list[Action]:
    """Fill now, then next with what was put off; what an action may not be put off beyond takes its hours first."""
    kept: list[Action] = []
    waiting = actions
    used = 0.0
    for horizon in (Horizon.NOW, Horizon.NEXT):
        here = [one for one in waiting if one.horizon is horizon]
        waiting = [one for one in waiting if one.horizon is not horizon]
        fixed = [one for one in here if one.latest is horizon or one.hours is None]
        used += fsum(one.hours or 0.0 for one in fixed)
        kept += fixed
        movable = [one for one in here if one.latest is not horizon and one.hours is not None]
        for one in sorted(movable, key=lambda one: one.turn[1:]):
            left = monthly * _MONTHS[horizon] - used
            if (one.hours or 0.0) <= left:
                used += one.hours or 0.0
                kept.append(one)
            else:
                after = ORDER[ORDER.index(horizon) + 1]
                first = left if one.left is None else one.left
                waiting.append(replace(one, horizon=after, put_off=True, left=max(0.0, first)))
    return [*kept, *waiting]


def _counted(actions: tuple[Action, ...], monthly: float | None) -> tuple[HorizonHours, ...]:
    made = []
    before = 0.0
    for horizon in ORDER:
        here = [one for one in actions if one.horizon is horizon]
        taken = fsum(one.hours or 0.0 for one in here)
        room = None if monthly is None or horizon not in _MONTHS else max(0.0, monthly * _MONTHS[horizon] - before)
        made.append(HorizonHours(horizon, room, taken, sum(one.hours is None for one in here)))
        before += taken
    return tuple(made)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
