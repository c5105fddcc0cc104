"""Checks of the intake log: who asks for the work, and what is known of what is to be repaired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from stackaudit.checks.reading import OWN_FUNCTION, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Request, Team
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.writing import number
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of, unlisted

__all__ = ["one_team_asks_most"]

_WHOLE: Final = 100


class _Hours(NamedTuple):
    """Hours of some requests: those that are stated, and of how many requests nobody knows them."""

    stated: float = 0
    open: int = 0

    def plus(self, other: _Hours) -> _Hours:
        return _Hours(self.stated + other.stated, self.open + other.open)

    def less(self, other: _Hours) -> _Hours:
        return _Hours(self.stated - other.stated, self.open - other.open)


class _Log:
    """The hours in the intake log, by the team that asks."""

    def __init__(self, stack: Stack) -> None:
        self.by_team: dict[str, _Hours] = {}
        self.of_unknown = _Hours()
        self.total = _Hours()
        for request in stack.requests.values():
            hours = _hours(request)
            self.total = self.total.plus(hours)
            if not is_stated(request.from_):
                self.of_unknown = self.of_unknown.plus(hours)
            elif request.from_ is not NONE:
                team = str(request.from_)
                self.by_team[team] = self.by_team.get(team, _Hours()).plus(hours)

    def in_hours(self, team: str) -> dict[str, str]:
        """The hours that a team asked for, and those of all requests; nothing where some are not known."""
        own = self.by_team.get(team, _Hours())
        if own.open or self.of_unknown != _Hours():
            return {"hours": "", "total": ""}
        return {"hours": number(own.stated), "total": number(self.total.stated)}

    def is_more_than(self, limit: float, team: str) -> Truth:
        """Whether more than ``limit`` per cent of the hours are those of a team, as listed."""
        own = self.by_team.get(team, _Hours())
        others = self.total.less(own)
        known_others = others.less(self.of_unknown)
        if others.open == 0 and _WHOLE * own.stated > limit * (own.stated + others.stated):
            return TRUE
        most = own.plus(self.of_unknown)
        can_be = _WHOLE * most.stated > limit * (most.stated + known_others.stated)
        return UNKNOWN_TRUTH if (most.open and limit < _WHOLE) or can_be else FALSE


def _hours(request: Request) -> _Hours:
    effort = request.effort
    if isinstance(effort, (int, float)):
        return _Hours(effort)
    return _Hours() if effort is NONE else _Hours(open=1)


@check("team", "hours", "total")
def one_team_asks_most(view: View) -> Iterator[Verdict]:
    """Teams that ask for more than the parameter ``share`` per cent of the hours of work in the intake log.

    Not looked at: marketing operations itself, and a team that another one is there to support by its charter.

    Values: the ``team``; where all of them are known, the ``hours`` that it asked for and the ``total``.
    """
    stack = view.stack
    log = _Log(stack)
    limit = view.parameters["share"]
    requests_open, teams_open = (not stack.is_complete(name) for name in ("requests", "teams"))
    at_large = whether_whole(stack, "requests", "teams")
    supporters = _supporters(stack)
    for key, team in stack.teams.items():
        applies, asked = _judged(key, team, supporters)
        share = log.is_more_than(limit, key)
        if requests_open:
            share = unlisted(share)
        if teams_open and applies != FALSE:
            applies = unlisted(applies)
        outcome = outcome_of(all_of((applies, share)), applies)
        path = (f"teams.{key}",)
        if outcome is Outcome.UNKNOWN:
            missing = (*asked, *(() if share in {TRUE, FALSE} else _missing(stack)), *at_large)
            yield Verdict(path, outcome, missing=missing)
        elif outcome in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            facts = (
                FactRef("requests", one, field)
                for one in sorted(stack.requests, key=lambda one: stack.requests[one].from_ != key)
                for field in ("from_", "effort")
            )
            values = {"team": team.title, **log.in_hours(key)}
            yield Verdict(path, outcome, facts=(*facts, FactRef("requests")), missing=at_large, values=values)
        else:
            yield Verdict(path, outcome)


def _supporters(stack: Stack) -> tuple[frozenset[str], tuple[str, ...]]:
    """The teams that another one is there to support, and those of which nobody knows whom they support."""
    named = frozenset(name for team in stack.teams.values() for name in listed(team.supports))
    unsure = tuple(key for key, team in stack.teams.items() if team.supports is not None and is_open(team.supports))
    return named, unsure


def _judged(
    key: str, team: Team, supporters: tuple[frozenset[str], tuple[str, ...]]
) -> tuple[Truth, tuple[Missing, ...]]:
    """Whether a team is one whose share is looked at, and the facts that would tell."""
    named, unsure = supporters
    if key in named:
        return FALSE, ()
    own = of(team.function == OWN_FUNCTION) if is_stated(team.function) else UNKNOWN_TRUTH
    truth = negate(any_of((own, UNKNOWN_TRUTH if unsure else FALSE)))
    asked = (Missing(("teams", key, "function")),) if own == UNKNOWN_TRUTH else ()
    return truth, (*asked, *(Missing(("teams", one, "supports")) for one in unsure))


def _missing(stack: Stack) -> Iterator[Missing]:
    """What is not known of the requests: who asked, and how many hours they are."""
    for key, request in stack.requests.items():
        if not is_stated(request.from_):
            yield Missing(("requests", key, "from"))
        if not is_stated(request.effort):
            yield Missing(("requests", key, "effort"))
