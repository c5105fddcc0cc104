"""What to do with requests, and what becomes of the hours: plain frozen values, as a triage makes them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from stackaudit.audit.asking import RequestQuestion
from stackaudit.finding import Evidence, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Request

__all__ = ["Advice", "Hours", "Judged", "Reason", "Triage"]

_WHOLE: Final = 100


class Advice(StrEnum):
    """What to do with a request."""

    TAKE = "take"
    ASK = "ask"
    PUT_OFF = "put_off"
    DECLINE = "decline"


class Reason(StrEnum):
    """Why: what decided on a request, beside its severity."""

    CUSTOMERS = "customers"
    TEAM = "team"
    GOAL = "goal"
    OPEN = "open"
    NO_HOURS_LEFT = "no_hours_left"
    NO_GOAL = "no_goal"
    NO_OBJECTIVE = "no_objective"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Judged:
    """A request that waits or is being worked on, and what to do with it.

    Attributes:
        id: its key in the intake log.
        request: what the log says.
        advice: what to do.
        reasons: why, the one that weighs most first.
        severity: as the log rates it; None where nobody has.
        goal: the name of the goal that it serves; empty where it serves none or nobody has said.
        planned: the name of the first item of the roadmap that serves the same goal; empty where none does.
        hours: what it takes; None where nobody has said.
        place: its place among those to take, counted from 1; None for the others.
        could_be: the place that it could have with the answers to its questions, and the other requests as they stand.
        facts: what decided on it and on its place, the most important first.
        questions: what to ask before it is decided; of one to take, what could move it up, and how large it is.
    """

    id: str
    request: Request
    advice: Advice
    reasons: tuple[Reason, ...]
    severity: Severity | None
    goal: str
    planned: str
    hours: float | None
    place: int | None
    could_be: int | None
    facts: tuple[Evidence, ...]
    questions: tuple[RequestQuestion, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """What becomes of a month's hours.

    Attributes:
        available: the hours that there are; None where nobody has said.
        roadmap_share: per cent of them that are to be kept for the roadmap.
        room: the hours that this leaves for requests; None where nobody has said how many there are.
        taken: the hours of the requests to take, as far as they are known.
        unsized: how many of those to take are of unknown size.
        recorded_share: per cent of the hours that went into the roadmap as recorded; None where nobody has said.
        facts: where this is stated.
    """

    available: float | None
    roadmap_share: float
    room: float | None
    taken: float
    unsized: int
    recorded_share: float | None
    facts: tuple[Evidence, ...]

    @property
    def left(self) -> float | None:
        """Hours left for the roadmap, below zero where too few are there; at most, where some requests have no size."""
        return None if self.available is None else self.available - self.taken

    @property
    def left_share(self) -> float | None:
        """The same in per cent of the hours that there are; None where there are none."""
        return None if self.left is None or not self.available else max(0.0, _WHOLE * self.left / self.available)


@dataclass(frozen=True, slots=True)
class Triage:
    """The requests and what to do with them.

    Attributes:
        requests: those to take in order, then those to question, to put off, to decline.
        hours: what becomes of a month's hours.
        currency: the one in which expected revenues are compared; empty where none is stated.
        may_decline: whether the team may decline or put off a request; None where nobody has said.
        may_facts: where that is stated.
        questions: what to ask beside the requests: the hours, the right to decline, whether the log is whole.
        settled: how many requests of the log are done or declined.
    """

    requests: tuple[Judged, ...]
    hours: Hours
    currency: str
    may_decline: bool | None
    may_facts: tuple[Evidence, ...]
    questions: tuple[RequestQuestion, ...]
    settled: int

    def of(self, advice: Advice) -> tuple[Judged, ...]:
        """The requests with this advice, in order."""
        return tuple(one for one in self.requests if one.advice is advice)
