"""Checks of what was agreed: by whom, and before which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackaudit.checks.reading import OWN_FUNCTION, named, who
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Metric
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.words import MetricUse
from stackaudit.model.writing import short_day
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["not_agreed_beforehand"]


@check("metric", "from", "agreed", "inside", "outside")
def not_agreed_beforehand(view: View) -> Iterator[Verdict]:
    """KPIs to which nobody outside marketing operations agreed, or not before the period began.

    Whoever is in no team, or in a team of another function, is outside. A KPI for which no period is stated to begin
    (``judged_from: none``) cannot be late.

    Values: the ``metric``. Where somebody outside agreed too late, ``from`` which day it is used and when it was
    ``agreed``; where those outside agreed at no time, who they are, as ``outside``; and those who agreed, where all of
    them are ``inside``.
    """
    only_outside = _only_outside(view.stack)
    strangers = _can_be_outside(view.stack, only_outside=only_outside)
    for key, metric in view.stack.metrics.items():
        applies = of(metric.used_as == MetricUse.KPI) if is_stated(metric.used_as) else UNKNOWN_TRUTH
        outside, asked = _outside(view.stack, metric, strangers, only_outside=only_outside)
        red_flag = all_of((applies, any_of((negate(outside), _late(metric)))))
        outcome = outcome_of(red_flag, applies)
        path = (f"metrics.{key}",)
        if outcome is Outcome.UNKNOWN:
            own = [] if applies == TRUE else [Missing(("metrics", key, "used_as"))]
            yield Verdict(path, outcome, missing=(*own, *_missing(key, metric, outside, asked)))
        elif outcome is Outcome.FLAGGED:
            facts = _facts(view.stack, key, metric, outside)
            yield Verdict(path, outcome, facts=facts, values=_values(view.stack, metric, outside))
        else:
            yield Verdict(path, outcome)


def _only_outside(stack: Stack) -> bool:
    """Whether all teams are listed, and none is marketing operations."""
    functions = [team.function for team in stack.teams.values()]
    return stack.is_complete("teams") and all(is_stated(one) and one != OWN_FUNCTION for one in functions)


def _can_be_outside(stack: Stack, *, only_outside: bool) -> Truth:
    """Whether an open list may name somebody outside marketing operations: FALSE where nobody there can be."""
    if not (stack.is_complete("people") and stack.is_complete("teams")):
        return UNKNOWN_TRUTH
    truths = (_is_outside(stack, name, only_outside=only_outside)[0] for name in (*stack.teams, *stack.people))
    return FALSE if all(truth == FALSE for truth in truths) else UNKNOWN_TRUTH


def _outside(
    stack: Stack, metric: Metric, strangers: Truth, *, only_outside: bool
) -> tuple[Truth, tuple[Missing, ...]]:
    """Whether somebody outside marketing operations agreed, and the facts of teams and people that would tell."""
    asked: dict[Missing, None] = {}
    truths = []
    for name in dict.fromkeys(listed(metric.agreed_with)):
        truth, missing = _is_outside(stack, name, only_outside=only_outside)
        truths.append(truth)
        asked.update(dict.fromkeys(missing))
    truth = any_of(truths)
    return (any_of((truth, strangers)) if is_open(metric.agreed_with) else truth), tuple(asked)


def _is_outside(stack: Stack, name: str, *, only_outside: bool) -> tuple[Truth, tuple[Missing, ...]]:
    """Whether a team or person is outside marketing operations; ``only_outside`` says that every team is."""
    if name not in stack.teams:
        team = stack.people[name].team
        if not is_stated(team):
            return (TRUE, ()) if only_outside else (UNKNOWN_TRUTH, (Missing(("people", name, "team")),))
        if team is NONE:
            return TRUE, ()
        name = str(team)
    function = stack.teams[name].function
    if not is_stated(function):
        return UNKNOWN_TRUTH, (Missing(("teams", name, "function")),)
    return of(function != OWN_FUNCTION), ()


def _late(metric: Metric) -> Truth:
    """Whether it was agreed after the period began, or at no time."""
    agreed, began = metric.agreed_on, metric.judged_from
    if agreed is NONE:
        return TRUE
    if not isinstance(agreed, date):
        return UNKNOWN_TRUTH
    if began is NONE:
        return FALSE
    return of(agreed > began) if isinstance(began, date) else UNKNOWN_TRUTH


def _missing(key: str, metric: Metric, outside: Truth, asked: tuple[Missing, ...]) -> Iterator[Missing]:
    """The facts that would say whether it was agreed outside the team, and in time."""
    if outside != TRUE:
        if is_open(metric.agreed_with):
            yield Missing(("metrics", key, "agreed_with"))
        yield from asked
    if _late(metric) == UNKNOWN_TRUTH:
        for field in ("agreed_on", "judged_from"):
            if not is_stated(getattr(metric, field)):
                yield Missing(("metrics", key, field))


def _values(stack: Stack, metric: Metric, outside: Truth) -> dict[str, str]:
    """What the message may name."""
    names = dict.fromkeys(listed(metric.agreed_with))
    agreed = named(who(stack, name).title for name in names)
    values = {"metric": metric.title, "from": "", "agreed": "", "inside": "", "outside": ""}
    if outside == FALSE:
        return {**values, "inside": agreed}
    if isinstance(metric.agreed_on, date) and isinstance(metric.judged_from, date):
        return {**values, "from": short_day(metric.judged_from), "agreed": short_day(metric.agreed_on)}
    return {**values, "outside": agreed}


def _facts(stack: Stack, key: str, metric: Metric, outside: Truth) -> tuple[FactRef, ...]:
    """The facts that decided: who agreed, unless the day alone decides."""
    facts = []
    if outside == FALSE:
        facts.append(FactRef("metrics", key, "agreed_with"))
        for name in dict.fromkeys(listed(metric.agreed_with)):
            if name not in stack.teams:
                facts.append(FactRef("people", name, "team"))
            team = name if name in stack.teams else str(stack.people[name].team)
            facts.append(FactRef("teams", team, "function"))
    if _late(metric) == TRUE:
        facts.append(FactRef("metrics", key, "agreed_on"))
        if metric.agreed_on is not NONE:
            facts.append(FactRef("metrics", key, "judged_from"))
    return (*facts, FactRef("metrics", key, "used_as"))
