"""What a request of the intake log weighs: the facts by which two of them are put in order, and which are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from math import inf
from typing import Any, Final, NamedTuple

from stackaudit.finding import Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Money, Request, Roadmap
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_stated
from stackaudit.model.words import RequestStatus

__all__ = ["Key", "Scales", "Weight", "effort_of", "severity_of"]

_A_YEAR: Final = {"year": 1, "month": 12, "once": 1}
_BEGUN: Final[Mapping[str, int]] = {RequestStatus.IN_PROGRESS: 0, RequestStatus.PLANNED: 1}
_WAITING: Final = 2
_PLANNED_GOAL, _OTHER_GOAL, _NO_GOAL = range(3)
_FIELDS: Final = (
    *("severity", "status", "goal", "objective", "expected_revenue", "people_affected"),
    *("wanted_by", "reason_for_date", "effort", "asked_on"),
)
_LAST_DAY: Final = date.max.toordinal()


class Key(NamedTuple):
    """What two requests are compared by, the most important first; the smaller one is taken first."""

    severity: Severity
    begun: int
    goal: int
    earns: float
    people: float
    wanted_by: int
    effort: float
    asked_on: int
    id: str


@dataclass(frozen=True, slots=True)
class Weight:
    """Where a request stands among others.

    Attributes:
        stated: by what is stated; what nobody has said counts for nothing, nor does a date without a reason.
        at_best: the same, as if the answer to each open question were the one that moves it up most.
        open: the fields, by their Python names, whose answers could move it up.
        used: the fields that put it where it is, the most important first.
    """

    stated: Key
    at_best: Key
    open: tuple[str, ...]
    used: tuple[str, ...]


class Scales:
    """Weighs the requests of a stack: against its roadmap, and in one currency.

    Attributes:
        currency: that of most expected revenues; of as many, the first in the alphabet. Empty where there are none.
        planned: for each goal, the first item of the roadmap that serves it.
    """

    def __init__(self, stack: Stack, requests: Iterable[Request]) -> None:
        """Look at all requests once, and at the roadmap."""
        used = Counter(
            one.expected_revenue.currency.upper() for one in requests if isinstance(one.expected_revenue, Money)
        )
        self.currency = min(used, key=lambda name: (-used[name], name), default="")
        self.planned: dict[str, str] = {}
        items = stack.roadmap.items if isinstance(stack.roadmap, Roadmap) else None
        for key, item in (items or {}).items():
            if is_stated(item.goal) and item.goal is not NONE:
                self.planned.setdefault(str(item.goal), key)

    def weight(self, request: Request) -> Weight:
        """What a request weighs. One whose severity is open is weighed as P5, and at best as P1."""
        severity = severity_of(request)
        earns, people = self.earns(request), _count(request.people_affected)
        wanted, reason = _day(request.wanted_by), request.reason_for_date
        open_facts = {"severity": severity is None, "goal": not is_stated(request.goal)}
        open_facts |= {"expected_revenue": earns is None, "people_affected": people is None}
        counts = isinstance(reason, str) and reason not in {NONE, UNKNOWN}
        open_facts["reason_for_date"] = wanted < _LAST_DAY and not is_stated(reason)
        goal, effort = self._goal(request), effort_of(request)
        best_goal = _PLANNED_GOAL if self.planned else _OTHER_GOAL
        stated = Key(
            severity or Severity.P5,
            _BEGUN.get(str(request.status), _WAITING),
            goal,
            -(earns or 0),
            -(people or 0),
            wanted if counts else _LAST_DAY,
            inf if effort is None else effort,
            _day(request.asked_on),
            request.id,
        )
        at_best = stated._replace(
            severity=severity or Severity.P1,
            goal=best_goal if open_facts["goal"] else goal,
            earns=-inf if earns is None else stated.earns,
            people=-inf if people is None else stated.people,
            wanted_by=wanted if open_facts["reason_for_date"] else stated.wanted_by,
            effort=0 if effort is None else effort,
        )
        matters = {"status": stated.begun < _WAITING, "wanted_by": counts}
        used = tuple(
            name
            for name in _FIELDS
            if name in request.model_fields_set and matters.get(name, True) and is_stated(getattr(request, name))
        )
        return Weight(stated, at_best, tuple(name for name, is_open in open_facts.items() if is_open), used)

    def earns(self, request: Request) -> float | None:
        """What a request is expected to earn or save in a year, or once; None where nobody said so in this currency."""
        money = request.expected_revenue
        if isinstance(money, Money):
            return money.amount * _A_YEAR[money.per] if money.currency.upper() == self.currency else None
        return 0 if money is NONE else None

    def _goal(self, request: Request) -> int:
        if not is_stated(request.goal) or request.goal is NONE:
            return _NO_GOAL
        return _PLANNED_GOAL if request.goal in self.planned else _OTHER_GOAL


def severity_of(request: Request) -> Severity | None:
    """How bad the problem is, as the log rates it; P5 where it says that there is none, None where nobody has said."""
    if not is_stated(request.severity):
        return None
    return Severity.P5 if request.severity is NONE else Severity(str(request.severity))


def effort_of(request: Request) -> float | None:
    """Hours of work; None where nobody has said."""
    return _count(request.effort)


def _count(value: Any) -> float | None:
    if not is_stated(value):
        return None
    return 0 if value is NONE else float(value)


def _day(value: Any) -> int:
    """A day as a number, the last of all where none is stated."""
    return value.toordinal() if isinstance(value, date) else _LAST_DAY
