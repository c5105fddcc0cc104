"""What is said of actions, in the same words on a terminal, in Markdown, in tables and in the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackaudit.audit.actions import Action, Due, Horizon
from stackaudit.audit.gains import Gain
from stackaudit.audit.plan import Plan
from stackaudit.audit.room import HorizonHours
from stackaudit.model.writing import counted, number, short_day, trimmed
from stackaudit.outputs.triage_words import facts

__all__ = [
    "HEADINGS",
    "about",
    "counts",
    "dues",
    "first_fix",
    "hours_words",
    "owner_words",
    "points_words",
    "size",
    "when_words",
]

HEADINGS: Final = {
    Horizon.NOW: "Now: within a month",
    Horizon.NEXT: "Next: within the quarter",
    Horizon.LATER: "Later",
}
"""The heading over the actions of each horizon."""

_DAYS: Final = {
    "notice": "last day to give notice",
    "renewal": "contract renews",
    "end_of_life": "end of life",
    "interface_end": "its interface ends",
    "stated": "to be done by",
}
_LEAST: Final = 0.05  # less is printed as 0.0


def about(action: Action, gain: Gain | None = None) -> str:
    """How large it is, who takes it on, and what it brings."""
    return ", ".join(filter(None, [size(action), owner_words(action), points_words(action, gain)]))


def size(action: Action) -> str:
    """How many hours it takes."""
    return "size not stated" if action.hours is None else f"{trimmed(action.hours)} h"


def owner_words(action: Action) -> str:
    """Who takes it on, or that nobody is named."""
    return action.owner or "nobody named"


def points_words(action: Action, gain: Gain | None = None) -> str:
    """What it brings, where that was measured, else what its findings cost now; empty where that is nothing."""
    of = len(action.findings)
    brings = None if gain is None else gain.points
    if gain is not None and brings is not None and gain.mended == of:
        return f"brings {number(brings, 1)} points"
    if action.points is None or action.points < _LEAST:
        return ""
    costs = f"{'its findings cost' if of > 1 else 'its finding costs'} {number(action.points, 1)} points"
    if gain is None or brings is None:
        return costs
    return f"{costs}; with {gain.mended} of {of} mended in the facts, {number(brings, 1)} come back"


def dues(action: Action) -> tuple[str, ...]:
    """The days that bear on it, each in a few words."""
    return tuple(_due(due, several=len(action.stems) > 1) for due in action.due)


def _due(due: Due, *, several: bool) -> str:
    of = f" ({due.element})" if due.element and several else ""
    return f"{_DAYS[due.what]} {short_day(due.on)}{f', {due.why}' if due.why else ''}{of}"


def first_fix(action: Action) -> str:
    """What to do at once about its worst finding."""
    return action.fixes[0].now


def when_words(action: Action) -> Iterator[str]:
    """Why it stands where it stands, beside its severity, in a sentence each."""
    if action.put_off and action.hours is not None and action.left is not None:
        yield f"Put off: it takes {trimmed(action.hours)} h, and {trimmed(action.left)} h were left."
    if action.held == "stated":
        yield "Planned for this time."
    elif action.brought_forward:
        yield "Brought forward, as a day is near."


def hours_words(plan: Plan, *, recorded: bool, folders: bool = True) -> Iterator[str]:
    """What the hours decide. ``recorded`` is whether somebody records the hours at all, ``folders`` as in ``facts``."""
    room = plan.room
    unsized = sum(one.unsized for one in plan.hours)
    if not plan.actions:
        return
    if room.monthly is None:
        why = "Nobody has said how many hours a month can go into mending" if recorded else "Nobody records the hours"
        yield f"{why}, so whether the actions fit is open: they stand by severity and days alone."
    else:
        most = "at most " if room.is_most else ""
        kept = f": {trimmed(room.share)} % of all hours, those for planned work" if room.share is not None else ""
        yield f"A month has {most}{trimmed(room.monthly)} h for mending{kept} ({facts(room.facts, folders=folders)})."
        for one in plan.hours:
            yield from _horizon(one)
        put_off = sum(one.put_off for one in plan.actions)
        if put_off:
            yield f"{counted(put_off, 'action')} {'is' if put_off == 1 else 'are'} put off for want of hours."
    if unsized:
        of = f"Of {counted(len(plan.actions), 'action')}, {number(unsized)} {'has' if unsized == 1 else 'have'}"
        yield f"{of} no stated size: what has none is not weighed against the hours."


def _horizon(hours: HorizonHours) -> Iterator[str]:
    if hours.room is None or (not hours.taken and not hours.unsized):
        return
    some = f", and {counted(hours.unsized, 'action')} of no stated size" if hours.unsized else ""
    name = hours.horizon.value.capitalize()
    yield f"{name}: {trimmed(hours.taken)} h of {trimmed(hours.room)} h{some}."
    if hours.lacking:
        yield (
            f"That is {trimmed(hours.lacking)} h more than there are: what is P1, has to be done by a day or is "
            "planned for this time is not put off."
        )


def counts(plan: Plan) -> str:
    """How many actions there are in each horizon."""
    found = ", ".join(f"{number(len(plan.of(horizon)))} {horizon.value}" for horizon in Horizon)
    return (
        f"{counted(len(plan.actions), 'action')}: {found}"
        if plan.actions
        else "nothing is proved that has to be mended"
    )
