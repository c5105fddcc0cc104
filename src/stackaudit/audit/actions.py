"""Actions: what to do about the proved findings, one action a root cause, in the order in which to take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from stackaudit.audit.causes import Cause
from stackaudit.audit.evidence import element_at
from stackaudit.audit.renewals import renewals
from stackaudit.audit.score import Score
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Element
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_stated
from stackaudit.rules.rule import Fix, Rule

__all__ = ["Action", "Due", "Horizon", "actions"]

_SOON: Final = timedelta(days=90)
"""A date so near brings an action forward, by one step at most."""


class Horizon(StrEnum):
    """When to take an action."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"


_WHEN: Final = {Severity.P1: Horizon.NOW, Severity.P2: Horizon.NOW, Severity.P3: Horizon.NEXT}
_ORDER: Final = tuple(Horizon)


@dataclass(frozen=True, slots=True)
class Due:
    """A day that bears on an action: ``what`` is ``notice`` (the last day of it), ``renewal`` or ``end_of_life``."""

    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Action:
    """What to do about one root cause.

    Attributes:
        element: the path of what the findings stem from, as that of the cause.
        title: its name for a reader.
        findings: the proved findings that the action is to mend, worst first.
        fixes: what their rules say to do, at once and for good, each once.
        horizon: when to take it.
        brought_forward: whether a date within 90 days brought it forward by one step.
        severity: that of the worst finding.
        due: the days that bear on it, the next one first.
        owner: who answers for the element, by name; empty where nobody is stated.
        ask: who is to take it, as a question; empty where an owner is stated.
        points: points of the score that its findings cost now; None where there is no score.
    """

    element: str
    title: str
    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...]
    horizon: Horizon
    brought_forward: bool
    severity: Severity
    due: tuple[Due, ...]
    owner: str
    ask: str
    points: float | None


def actions(stack: Stack, rules: Mapping[str, Rule], causes: Iterable[Cause], score: Score) -> tuple[Action, ...]:
    """One action for each cause of proved findings; each of them is in exactly one action.

    P1 and P2 come now, P3 next, the rest later; then by severity, by the next day that bears on it, by how many
    findings it is to mend, and by element. Linear in the findings, but for the sorting.
    """
    days = dict[str, list[Due]]()
    for one in renewals(stack):
        notice = one.notice_by is not None and one.notice_by >= stack.as_of
        due = Due("notice", one.notice_by) if notice and one.notice_by else Due("renewal", one.renews)
        days.setdefault(f"tools.{one.tool}", []).append(due)
    for key, tool in stack.tools.items():
        if isinstance(tool.end_of_life, date):
            days.setdefault(f"tools.{key}", []).append(Due("end_of_life", tool.end_of_life))
    made = []
    for cause in causes:
        proved = tuple(one for one in cause.findings if one.outcome is Outcome.FLAGGED)
        if proved:
            bearing = tuple(sorted(days.get(cause.element, ()), key=lambda day: (day.on, day.what)))
            made.append(_action(stack, rules, cause, proved, bearing, score))
    return tuple(sorted(made, key=_turn))


def _action(
    stack: Stack,
    rules: Mapping[str, Rule],
    cause: Cause,
    proved: tuple[Finding, ...],
    due: tuple[Due, ...],
    score: Score,
) -> Action:
    severity = min(one.severity for one in proved)
    usual = _WHEN.get(severity, Horizon.LATER)
    forward = usual is not Horizon.NOW and any(day.on - stack.as_of <= _SOON for day in due)
    owner, ask = _owner(stack, cause)
    return Action(
        cause.element,
        cause.title,
        proved,
        tuple(dict.fromkeys(rules[one.rule].fix for one in proved)),
        _ORDER[_ORDER.index(usual) - forward],
        forward,
        severity,
        due,
        owner,
        ask,
        None if score.total is None else sum(score.losses.get(one.id, 0.0) for one in proved),
    )


def _owner(stack: Stack, cause: Cause) -> tuple[str, str]:
    """Who answers for what an action is about, by name; else the question who does."""
    collection, _, identity = cause.element.partition(".")
    element = element_at(stack, collection, identity) if identity else None
    if not isinstance(element, Element) or "owner" not in type(element).model_fields:
        return "", "Who takes this on?"
    stated = element.owner  # type: ignore[attr-defined]  # it is among its fields
    if not is_stated(stated) or stated is NONE:
        return "", facts_of(type(element), "owner").ask
    held = stack.teams.get(str(stated)) or stack.people.get(str(stated))
    return (held.title if held is not None else str(stated)), ""


def _turn(action: Action) -> tuple[int, Severity, date, int, str]:
    soonest = action.due[0].on if action.due else date.max
    return (_ORDER.index(action.horizon), action.severity, soonest, -len(action.findings), action.element)
