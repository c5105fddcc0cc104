"""What is said of requests, in the same words on a terminal, in Markdown and in the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import Final

from stackaudit.audit.advice import Advice, Judged, Reason, Triage
from stackaudit.finding import Evidence
from stackaudit.model.elements import Money
from stackaudit.model.stack import Stack
from stackaudit.model.words import RequestSeverity
from stackaudit.model.writing import counted, short_day, trimmed
from stackaudit.outputs.plain import shortened
from stackaudit.rules.wording import in_words

__all__ = ["HEADINGS", "UNRATED", "about", "counts", "facts", "hours_words", "number", "reasons", "right_words"]

HEADINGS: Final = {
    Advice.TAKE: "Take, in this order",
    Advice.ASK: "Ask first",
    Advice.PUT_OFF: "Put off",
    Advice.DECLINE: "Decline",
}
"""The heading over the requests with each advice."""
UNRATED: Final = "not rated"
"""What stands in the place of a severity that nobody has said."""

_VALUE: Final = 80
_TO_DO: Final = {
    Advice.TAKE: "to take",
    Advice.ASK: "to question",
    Advice.PUT_OFF: "to put off",
    Advice.DECLINE: "to decline",
}


def number(value: float) -> str:
    """A number without needless decimals: ``24``, ``7.5``, ``1,200``."""
    return trimmed(value)


def about(stack: Stack, one: Judged) -> str:
    """How large it is, who asked for it and when."""
    request = one.request
    team = stack.teams.get(str(request.from_))
    parts = [f"{number(one.hours)} h" if one.hours is not None else "no size"]
    parts += [f"from {team.title}"] if team is not None else []
    parts += [f"asked {short_day(request.asked_on)}"] if isinstance(request.asked_on, date) else []
    parts += [f"wanted by {short_day(request.wanted_by)}"] if isinstance(request.wanted_by, date) else []
    return ", ".join(parts)


def reasons(triage: Triage, one: Judged) -> Iterator[str]:
    """Why this advice, in a sentence each."""
    for reason in one.reasons:
        yield _reason(triage, one, reason)
    if one.advice is not Advice.DECLINE and (brings := _brings(one)):
        yield brings
    if one.place is not None and one.could_be is not None and one.could_be < one.place:
        yield f"Place {one.place} as far as is known; with answers it could be place {one.could_be}."


def _reason(triage: Triage, one: Judged, reason: Reason) -> str:
    room = number(triage.hours.room or 0)
    level = RequestSeverity[one.severity.value].doc if one.severity is not None else ""
    said = {
        Reason.CUSTOMERS: f"{one.severity}, {level}: it goes before planned work, whatever it takes.",
        Reason.TEAM: f"{one.severity}, {level}: that is reason enough.",
        Reason.GOAL: f"Serves a goal: {one.goal}{f', as does {one.planned} on the roadmap' if one.planned else ''}.",
        Reason.OPEN: "What decides is not known yet.",
        Reason.NO_HOURS_LEFT: f"Does not fit into the {room} h that a month has for requests, after those to take.",
        Reason.NO_GOAL: "Serves no goal; that is stated.",
        Reason.NO_OBJECTIVE: "What it is to achieve was asked, and there is no answer.",
        Reason.TOO_LARGE: f"Takes more than the {room} h that a month has for requests: plan it, or drop it.",
    }
    return said[reason]


def _brings(one: Judged) -> str:
    money, people = one.request.expected_revenue, one.request.people_affected
    parts = [f"{in_words(money)} expected"] if isinstance(money, Money) else []
    parts += [f"about {number(people)} people"] if isinstance(people, int) else []
    return f"Effect as stated: {', '.join(parts)}." if parts else ""


def facts(evidence: tuple[Evidence, ...], own: str = "", *, folders: bool = True) -> str:
    """The facts that decided, each with file and line; those below the route ``own`` are named by their field alone.

    A client reads the files without their ``folders``, as in all of the report.
    """
    said, last = [], None
    for one in evidence:
        where = ""
        if one.place is not None:
            here = (one.place.file if folders else PurePath(one.place.file).name or one.place.file, one.place.line)
            file = "" if last is not None and last[0] == here[0] else here[0]
            where = "" if here == last else f" ({file}:{one.place.line})"
            last = here
        said.append(f"{one.path.removeprefix(own)}: {shortened(one.value, _VALUE)}{where}")
    return "; ".join(said)


def hours_words(triage: Triage, *, recorded: bool) -> Iterator[str]:
    """What becomes of a month's hours. ``recorded`` is whether somebody records the hours at all."""
    hours = triage.hours
    share = number(hours.roadmap_share)
    taken = f"The requests to take need {number(hours.taken)} h"
    some = (
        f", and {hours.unsized} of them {'have' if hours.unsized > 1 else 'has'} no size yet" if hours.unsized else ""
    )
    if hours.available is None or hours.room is None or hours.left is None:
        why = "Nobody has said how many hours of work a month has" if recorded else "Nobody records the hours"
        yield f"{taken}{some}. {why}, so what fits and what is left for the roadmap is open."
        return
    room = f"{share} % are kept for the roadmap, which leaves {number(hours.room)} h for requests"
    yield f"A month has {number(hours.available)} h. {room}. {taken}{some}."
    if hours.left < 0:
        yield f"That is {number(-hours.left)} h more than there are."
    if hours.left_share is not None:
        most = "at most " if hours.unsized else ""
        left = f"{number(max(hours.left, 0))} h, which is {number(hours.left_share)} % of them"
        waiting = len(triage.of(Advice.ASK))
        then = f", while {counted(waiting, 'request')} {'waits' if waiting == 1 else 'wait'} for an answer"
        yield f"Left for the roadmap: {most}{left}{then if waiting else ''}."
        if hours.left_share < hours.roadmap_share:
            yield "What reaches customers takes hours that are meant for the roadmap."
    if hours.recorded_share is not None:
        yield f"On record, {number(hours.recorded_share)} % of the hours go into the roadmap."


def right_words(triage: Triage, *, folders: bool = True) -> str:
    """Whether the team may decline, where it matters; empty where it does not. ``folders`` as in ``facts``."""
    if not (triage.of(Advice.DECLINE) or triage.of(Advice.PUT_OFF)):
        return ""
    if triage.may_decline is None:
        return "Nobody has said whether the team may decline or put off a request."
    if triage.may_decline:
        return f"The team may decline a request or put it off ({facts(triage.may_facts, folders=folders)})."
    may = "The team may not decline or put off a request: take these to somebody who may"
    return f"{may} ({facts(triage.may_facts, folders=folders)})."


def counts(triage: Triage) -> str:
    """How many requests have which advice, and what is left for the roadmap."""
    found = [f"{len(triage.of(advice))} {words}" for advice, words in _TO_DO.items()]
    share = triage.hours.left_share
    most = "at most " if triage.hours.unsized else ""
    left = "share left for the roadmap not known" if share is None else f"{most}{number(share)} % left for the roadmap"
    return f"{', '.join(found)} · {left}"
