"""Actions: what to do about the proved findings, as it is planned, else one action a root cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from math import fsum
from typing import Any, Final

from stackaudit.audit.causes import Cause
from stackaudit.audit.evidence import element_at
from stackaudit.audit.renewals import Renewal
from stackaudit.audit.score import Score
from stackaudit.finding import Finding, Origin, Outcome, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Element, PlannedAction
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import Stack, parts_of
from stackaudit.model.values import NONE, is_stated
from stackaudit.model.words import ActionHorizon as Horizon
from stackaudit.model.words import PersonStatus
from stackaudit.rules.rule import Fix, Rule

__all__ = ["ORDER", "Action", "Due", "Horizon", "actions"]

_NOW: Final = timedelta(days=31)
_NEXT: Final = timedelta(days=92)

_WHEN: Final = {Severity.P1: Horizon.NOW, Severity.P2: Horizon.NOW, Severity.P3: Horizon.NEXT}
ORDER: Final = tuple(Horizon)
"""The horizons, the nearest first."""
_RANKS: Final = {horizon: rank for rank, horizon in enumerate(ORDER)}
_LATER: Final = Horizon.LATER
"""Looked up once: to read a member from its class takes longer than to compare it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A day that bears on an action.

    ``what`` is ``notice`` (the last day of it), ``renewal``, ``end_of_life``, ``interface_end``, or ``stated``;
    ``element`` is the path of what the day is of, empty of a stated one; ``why`` is the reason that the plan states for
    such a day, empty where it states none.
    """

    what: str
    on: date
    element: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What to do about one root cause, or what is planned to be done about several.

    Attributes:
        element: the path of what the findings stem from, as that of the cause; ``actions.<id>`` of a planned one.
        title: its name for a reader.
        stems: the paths of all causes that its findings stem from.
        findings: the proved findings that the action is to mend, worst first.
        fixes: what their rules say to do, at once and for good, each once.
        horizon: when to take it.
        brought_forward: whether a day that bears on it brought it forward.
        severity: that of the worst finding.
        due: the days that bear on it, the next one first.
        owner: who takes it on as planned, else who answers for the element, by name; empty where nobody is stated
            who has not left.
        ask: who is to take it, as a question; empty where an owner is stated.
        points: points of the score that its findings cost now; None where there is no score.
        hours: the hours of work that it takes as stated; None where nobody has said.
        held: why capacity does not move it: ``P1``, ``day`` or ``stated``; empty where it may.
        latest: up to when capacity may put it off; ``horizon`` is never later.
        put_off: whether capacity put it off, from the horizon that it had by severity and days.
        left: the hours that were left there when its turn came; None where nothing was put off.
    """

    element: str
    title: str
    stems: tuple[str, ...]
    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...]
    horizon: Horizon
    brought_forward: bool
    severity: Severity
    due: tuple[Due, ...]
    owner: str
    ask: str
    points: float | None
    hours: float | None = None
    held: str = ""
    latest: Horizon = Horizon.LATER
    put_off: bool = False
    left: float | None = None

    @property
    def planned(self) -> bool:
        """Whether the description plans it."""
        return self.element.startswith("actions.")

    @property
    def turn(self) -> tuple[int, Severity, date, int, str]:
        """Its place in the order: by horizon, severity, the next day, how many findings it mends, and element."""
        soonest = self.due[0].on if self.due else date.max
        return (_RANKS[self.horizon], self.severity, soonest, -len(self.findings), self.element)


def actions(
    stack: Stack, rules: Mapping[str, Rule], causes: Iterable[Cause], score: Score, renewals: Iterable[Renewal]
) -> tuple[Action, ...]:
    """What is planned for the proved findings, and one action for each cause of the others; each finding in one action.

    P1 and P2 come now, P3 next, the rest later; what has to be done by a day within a month now, within a quarter next
    at the latest; a stated ``when`` goes before both. Then by severity, by the next day that bears on it, by how many
    findings it is to mend, and by element. The hours that there are change nothing here. Linear in the findings, but
    for the sorting.
    """
    renewing = {one.tool: one for one in renewals}
    planned = {named: key for key, one in stack.actions.items() for named in one.mends}
    groups: defaultdict[str, list[tuple[Cause, Finding]]] = defaultdict(list)
    flagged = Outcome.FLAGGED
    for cause in causes:
        for finding in cause.findings:
            if finding.outcome is flagged:
                key = planned.get(finding.id) or planned.get(cause.element)
                groups[cause.element if key is None else f"actions.{key}"].append((cause, finding))
    made = [_action(stack, rules, element, held, renewing, score) for element, held in groups.items()]
    return tuple(sorted(made, key=lambda action: action.turn))


def _days(stack: Stack, path: str, renewing: Mapping[str, Renewal]) -> list[Due]:
    """The days that bear on an element, by its path."""
    found: list[Due] = []
    collection, _, key = path.partition(".")
    if collection == "tools" and (tool := stack.tools.get(key)) is not None:
        if (one := renewing.get(key)) is not None:
            if one.notice_by is not None and one.notice_by >= stack.as_of:
                found.append(Due("notice", one.notice_by, path))
            else:
                found.append(Due("renewal", one.renews, path))
        if isinstance(tool.end_of_life, date):
            found.append(Due("end_of_life", tool.end_of_life, path))
    flow = stack.flows.get(key) if collection == "flows" else None
    if flow is not None and isinstance(flow.interface_ends, date):
        found.append(Due("interface_end", flow.interface_ends, path))
    return found


def _action(
    stack: Stack,
    rules: Mapping[str, Rule],
    element: str,
    held: list[tuple[Cause, Finding]],
    renewing: Mapping[str, Renewal],
    score: Score,
) -> Action:
    plan = stack.actions.get(element.removeprefix("actions.")) if element.startswith("actions.") else None
    stems = tuple(dict.fromkeys([cause.element for cause, _ in held]))
    findings = tuple([finding for _, finding in held])
    if len(stems) > 1:
        findings = tuple(sorted(findings, key=lambda one: (one.severity, one.rule, one.id)))
    severity = min([one.severity for one in findings])
    days = _stated(plan)
    for stem in stems:
        days += _days(stack, stem, renewing)
    due = tuple(sorted(days, key=_sooner) if len(days) > 1 else days)
    usual = _WHEN.get(severity, _LATER)
    latest = _latest(stack, due)
    horizon = min(usual, latest, key=_RANKS.__getitem__)
    forward = horizon is not usual
    why = "day" if latest is not _LATER else ""
    if severity is Severity.P1:
        latest, why = Horizon.NOW, "P1"
    if plan is not None and plan.when is not None:
        horizon, latest, forward, why = plan.when, plan.when, False, "stated"
    owner, ask = _owner(stack, plan, element, stems)
    return Action(
        element,
        held[0][0].title if plan is None else plan.title,
        stems,
        findings,
        tuple(dict.fromkeys([rules[one.rule].fix for one in findings])),
        horizon,
        forward,
        severity,
        due,
        owner,
        ask,
        None if score.total is None else fsum([score.losses.get(one.id, 0.0) for one in findings]),
        _hours(plan),
        why,
        latest,
    )


def _stated(plan: PlannedAction | None) -> list[Due]:
    if plan is None or not isinstance(plan.due, date):
        return []
    reason = plan.reason_for_date
    return [Due("stated", plan.due, "", str(reason) if is_stated(reason) and reason is not NONE else "")]


def _sooner(due: Due) -> tuple[date, str, str]:
    return (due.on, due.what, due.element)


def _latest(stack: Stack, due: tuple[Due, ...]) -> Horizon:
    """The horizon in which the next day lies."""
    until = due[0].on - stack.as_of if due else timedelta.max
    if until > _NEXT:
        return _LATER
    return Horizon.NOW if until <= _NOW else Horizon.NEXT


def _hours(plan: PlannedAction | None) -> float | None:
    effort = None if plan is None else plan.effort
    return float(effort) if isinstance(effort, (int, float)) and not isinstance(effort, bool) else None


def _owner(stack: Stack, plan: PlannedAction | None, path: str, stems: tuple[str, ...]) -> tuple[str, str]:
    """Who takes it on, by name; else the question who does.

    Who is stated for the planned action, else for the one element that it is about. An owner by default is not
    stated for the action: it holds for elements that say nothing. Who has left takes nothing on.
    """
    if plan is not None and stack.origin("actions", plan.id, "owner") is not Origin.DEFAULTS:
        if _is_there(stack, plan.owner):
            return _name(stack, str(plan.owner)), ""
        if plan.owner is not None or len(stems) > 1:
            return "", facts_of(PlannedAction, "owner").ask
    collection, identity = parts_of(path if plan is None else stems[0])
    element = element_at(stack, collection, identity) if identity else None
    kind: Any = type(element)
    if len(stems) > 1 or not _has_owner(kind):
        return "", facts_of(PlannedAction, "owner").ask
    stated = getattr(element, "owner", None)
    if not _is_there(stack, stated):
        return "", facts_of(kind, "owner").ask
    return _name(stack, str(stated)), ""


@lru_cache(maxsize=64)
def _has_owner(kind: type[Element]) -> bool:
    """Whether this is a kind of element, and one that has an owner."""
    return issubclass(kind, Element) and "owner" in kind.model_fields


def _is_there(stack: Stack, owner: object) -> bool:
    """Whether an owner is stated, and has not left."""
    if not is_stated(owner) or owner is NONE:
        return False
    person = stack.people.get(str(owner))
    return person is None or person.status is not PersonStatus.LEFT


def _name(stack: Stack, identity: str) -> str:
    held = stack.teams.get(identity) or stack.people.get(identity)
    return held.title if held is not None else identity
