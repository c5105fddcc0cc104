"""What to do with the requests of the intake log: which to take in which order, to question, to put off, to decline.

Severity comes first, as in a hospital. What does not reach customers or stop a team has to serve a goal, and to fit
into the hours that the roadmap leaves. A fact that decides and that nobody has stated becomes a question, never a
verdict.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import fsum
from typing import Final

from stackaudit.audit.advice import Advice, Hours, Judged, Reason, Triage
from stackaudit.audit.asking import Asking, RequestQuestion
from stackaudit.audit.evidence import evidence_of
from stackaudit.audit.weighing import Key, Scales, Weight, effort_of, severity_of
from stackaudit.checks.verdict import FactRef
from stackaudit.collector import no_collector
from stackaudit.finding import Severity
from stackaudit.model.elements import Capacity, Request
from stackaudit.model.stack import PROMISES, Stack, elements_of
from stackaudit.model.values import NONE, UNKNOWN, is_stated
from stackaudit.model.words import RequestStatus

__all__ = ["ROADMAP_SHARE", "triage"]

ROADMAP_SHARE: Final = 50
"""Per cent of the hours that are kept for the roadmap: the majority. (Five marketing operations mistakes, article.)"""

_ALWAYS: Final = frozenset({Severity.P1, Severity.P2})
_NEEDS_NO_GOAL: Final = frozenset({Severity.P1, Severity.P2, Severity.P3})
_SETTLED: Final = frozenset({RequestStatus.DONE, RequestStatus.DECLINED})
_WHOLE: Final = 100


def triage(stack: Stack, *, roadmap_share: float = ROADMAP_SHARE) -> Triage:
    """Judge the requests of a stack.

    The order does not depend on that of the file: by severity; of those alike, what is begun, then what is planned;
    what serves a goal that is on the roadmap, another goal, none; then by expected revenue, people affected, the day
    by which it is wanted where a reason is stated, effort (least first), the day on which it was asked, and the id.

    Args:
        stack: a loaded stack.
        roadmap_share: per cent of the hours to keep for the roadmap, from 0 to 100.

    Raises:
        ValueError: ``roadmap_share`` is no per cent.
    """
    if not 0 <= roadmap_share <= _WHOLE:
        msg = f"not a per cent: {roadmap_share}"
        raise ValueError(msg)
    with no_collector():
        return _Desk(stack, roadmap_share).triage()


class _Case:
    """A request while it is judged."""

    def __init__(self, key: str, request: Request, weight: Weight) -> None:
        self.key = key
        self.request = request
        self.weight = weight
        self.severity = severity_of(request)
        self.hours = effort_of(request)
        self.advice = Advice.TAKE
        self.reasons: tuple[Reason, ...] = ()
        self.missing: tuple[str, ...] = ()

    def decide(self, advice: Advice, *reasons: Reason) -> None:
        self.advice, self.reasons = advice, reasons

    @property
    def outright(self) -> Reason:
        """Why it is taken."""
        if self.severity in _ALWAYS:
            return Reason.CUSTOMERS
        return Reason.TEAM if self.severity in _NEEDS_NO_GOAL else Reason.GOAL


class _Desk:
    """Judges the requests of one stack, step by step: each for itself, then all against the hours."""

    def __init__(self, stack: Stack, roadmap_share: float) -> None:
        self._stack = stack
        self._asking = Asking(stack)
        self._items = {key: item.title for key, item in elements_of(stack, "roadmap_item")}
        live = {key: one for key, one in stack.requests.items() if one.status not in _SETTLED}
        self._scales = Scales(stack, live.values())
        self._cases = [_Case(key, one, self._scales.weight(one)) for key, one in live.items()]
        capacity = stack.capacity if isinstance(stack.capacity, Capacity) else None
        self._available = _number(capacity.available_hours) if capacity else None
        self._recorded = _number(capacity.planned_share) if capacity else None
        self._share = roadmap_share
        self._room = None if self._available is None else self._available * (_WHOLE - roadmap_share) / _WHOLE

    def triage(self) -> Triage:
        for case in self._cases:
            self._judge_alone(case)
        ready = sorted((one for one in self._cases if one.advice is Advice.TAKE), key=lambda one: one.weight.stated)
        self._fill_hours(ready)
        taken = [one for one in ready if one.advice is Advice.TAKE]
        others = sorted((one for one in self._cases if one.advice is not Advice.TAKE), key=_turn)
        places = [one.weight.stated for one in taken]
        requests = (
            *(self._judged(one, number, places) for number, one in enumerate(taken, 1)),
            *(self._judged(one) for one in others),
        )
        may, may_refs = self._may_decline()
        refused = any(one.advice in {Advice.DECLINE, Advice.PUT_OFF} for one in requests)
        return Triage(
            requests,
            self._hours(taken),
            self._scales.currency,
            may,
            evidence_of(self._stack, may_refs),
            tuple(self._questions(asks_right=refused and may is None)),
            len(self._stack.requests) - len(self._cases),
        )

    def _judge_alone(self, case: _Case) -> None:
        """What can be said of a request without the others, and what has to be known first."""
        request, severity = case.request, case.severity
        urgent = severity in _ALWAYS
        if request.status is UNKNOWN:
            case.missing = ("status",)
        if severity is None:
            case.missing = (*case.missing, "severity")
        against = []
        if severity is not None and severity not in _NEEDS_NO_GOAL:
            against += [Reason.NO_GOAL] if request.goal is NONE else []
            against += [Reason.NO_OBJECTIVE] if request.objective is NONE else []
        too_large = case.hours is not None and self._room is not None and case.hours > self._room
        if severity is not None and not urgent and too_large:
            against.append(Reason.TOO_LARGE)
        if against and request.status is not UNKNOWN:
            case.decide(Advice.DECLINE, *against)
            return
        if severity not in _NEEDS_NO_GOAL and NONE not in {request.goal, request.objective}:
            case.missing += tuple(name for name in ("objective", "goal") if not is_stated(getattr(request, name)))
        if not urgent and case.hours is None:
            case.missing += ("effort",)
        if case.missing:
            case.decide(Advice.ASK, Reason.OPEN)

    def _fill_hours(self, ready: Sequence[_Case]) -> None:
        """Take the requests in order until the hours are used up; what is smaller may still fit after what is not."""
        used, least = 0.0, None
        for case in ready:
            hours = case.hours or 0
            urgent = case.severity in _ALWAYS
            if urgent or self._room is None or used + hours <= self._room:
                used += hours
                least = least if urgent else case
                case.decide(Advice.TAKE, case.outright)
            elif least is not None and case.weight.at_best < least.weight.stated:
                # Taken before one of those above, it might fit.
                case.missing = case.weight.open
                case.decide(Advice.ASK, Reason.OPEN, Reason.NO_HOURS_LEFT)
            else:
                case.decide(Advice.PUT_OFF, Reason.NO_HOURS_LEFT)

    def _judged(self, case: _Case, place: int | None = None, places: Sequence[Key] = ()) -> Judged:
        could_be, missing = None, case.missing
        if place is not None:
            could_be = bisect_left(places, case.weight.at_best) + 1
            moving = case.weight.open if could_be < place else ()
            missing = (*moving, *(("effort",) if case.hours is None else ()))
        goal = self._stack.goals.get(str(case.request.goal))
        planned = self._scales.planned.get(str(case.request.goal), "")
        return Judged(
            case.key,
            case.request,
            case.advice,
            case.reasons,
            case.severity,
            goal.title if goal is not None else "",
            self._items.get(planned, ""),
            case.hours,
            place,
            could_be,
            evidence_of(self._stack, tuple(self._facts(case, planned))),
            tuple(self._asking.of_request(case.key, name, self._scales.currency) for name in missing),
        )

    def _facts(self, case: _Case, planned: str) -> Iterator[FactRef]:
        """What decided on a request: what speaks against it, then what puts it in its place."""
        first = {Reason.NO_GOAL: "goal", Reason.NO_OBJECTIVE: "objective", Reason.TOO_LARGE: "effort"}
        against = [first[reason] for reason in case.reasons if reason in first]
        for name in dict.fromkeys([*against, *case.weight.used]):
            yield FactRef("requests", case.key, name)
            if name == "goal" and planned:
                yield FactRef(PROMISES, planned, "goal")
        if {Reason.TOO_LARGE, Reason.NO_HOURS_LEFT}.intersection(case.reasons):
            yield FactRef("capacity", "", "available_hours")

    def _hours(self, taken: Sequence[_Case]) -> Hours:
        sizes = [one.hours for one in taken]
        known = [size for size in sizes if size is not None]
        names = [("available_hours", self._available), ("planned_share", self._recorded)]
        references = [FactRef("capacity", "", name) for name, value in names if value is not None]
        return Hours(
            self._available,
            self._share,
            self._room,
            fsum(known),
            len(sizes) - len(known),
            self._recorded,
            evidence_of(self._stack, references),
        )

    def _may_decline(self) -> tuple[bool | None, tuple[FactRef, ...]]:
        """Whether any triage gives the team the right to decline, and the facts that say so."""
        triages = [key for key, one in elements_of(self._stack, "process") if (one.kind or key) == "triage"]
        said = {key: self._stack.processes[key].may_decline for key in triages}  # type: ignore[union-attr]  # no words: those are passed over
        allowed = tuple(FactRef("processes", key, "may_decline") for key, value in said.items() if value is True)
        if allowed:
            return True, allowed
        if said and all(value is False or value is NONE for value in said.values()):
            return False, tuple(FactRef("processes", key, "may_decline") for key in said)
        return None, ()

    def _questions(self, *, asks_right: bool) -> Iterator[RequestQuestion]:
        if not self._cases:
            return
        if self._available is None and self._stack.capacity is not NONE:
            yield self._asking.of_section("capacity", "available_hours")
        if asks_right:
            yield self._asking.of_right()
        if not self._stack.is_complete("requests"):
            yield self._asking.of_whole()


def _turn(case: _Case) -> tuple[object, ...]:
    """The order of those that are not taken: by advice, and of those to question the one that may matter most first."""
    key = case.weight.at_best if case.advice is Advice.ASK else case.weight.stated
    return (list(Advice).index(case.advice), key)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
