"""Checks of what the roadmap has in it for those who ask most: PRO-07."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from stackaudit.checks.reading import roadmap_items, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import RoadmapItem
from stackaudit.model.stack import PROMISES, Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.words import Horizon
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, of, unlisted

__all__ = ["nothing_lasting_for_sales"]

_SALES: Final = frozenset({"sales", "sales_operations"})


class _Sales(NamedTuple):
    """The teams that are sales, and those of which nobody knows whether they are, in the order of the file."""

    sure: frozenset[str]
    unsure: tuple[str, ...]

    @classmethod
    def of_stack(cls, stack: Stack) -> _Sales:
        teams = stack.teams.items()
        sure = frozenset(key for key, team in teams if team.function in _SALES)
        return cls(sure, tuple(key for key, team in teams if not is_stated(team.function)))

    def can_be(self, item: RoadmapItem) -> bool:
        """Whether an item can be for sales."""
        return is_open(item.beneficiaries) or not {*self.sure, *self.unsure}.isdisjoint(listed(item.beneficiaries))


@check("roadmap")
def nothing_lasting_for_sales(view: View) -> Iterator[Verdict]:
    """Whether nothing on the roadmap is work of long use to sales, though there is a team for sales.

    A roadmap that does not exist has nothing on it. Its items are whole where they are stated.

    Values: ``roadmap``, where there is none or nothing is on it, which of the two.
    """
    stack = view.stack
    sales, items = _Sales.of_stack(stack), roadmap_items(stack)
    is_there = TRUE if sales.sure else UNKNOWN_TRUTH if sales.unsure else FALSE
    red_flag = _red_flag(sales, items)
    if not sales.sure and not stack.is_complete("teams"):
        is_there, red_flag = unlisted(is_there), unlisted(red_flag)
    outcome = outcome_of(red_flag, is_there)
    if outcome is Outcome.FLAGGED:
        state = "" if items else "There is no roadmap" if stack.roadmap is NONE else "The roadmap is empty"
        facts = tuple(_facts(stack, items or {}, sales))
        yield Verdict(("stack",), outcome, facts=facts, values={"roadmap": state})
    elif outcome is Outcome.UNKNOWN:
        yield Verdict(("stack",), outcome, missing=tuple(dict.fromkeys(_missing(stack, items, sales))))
    else:
        yield Verdict(("stack",), outcome)


def _red_flag(sales: _Sales, items: dict[str, RoadmapItem] | None) -> Truth:
    """Whether there is a team for sales and nothing of long use to it, among the teams that are listed.

    Facts are taken together: who sales is decides both. It can be true where no more teams are sales than must be, one
    at least, and no more items are of long use than surely are.
    """
    held = [] if items is None else list(items.values())
    served = {team for item in held if item.horizon == Horizon.LONG for team in listed(item.beneficiaries)}
    can_be_true = served.isdisjoint(sales.sure) if sales.sure else not served.issuperset(sales.unsure)
    can_last = items is None or any(_is_long(item) != FALSE and sales.can_be(item) for item in held)
    if can_be_true:
        return UNKNOWN_TRUTH if can_last or not sales.sure else TRUE
    return FALSE


def _is_long(item: RoadmapItem) -> Truth:
    return of(item.horizon == Horizon.LONG) if is_stated(item.horizon) else UNKNOWN_TRUTH


def _facts(stack: Stack, items: dict[str, RoadmapItem], sales: _Sales) -> Iterator[FactRef]:
    """What says that each item is for others or of short use, and who sales is."""
    if not items:
        yield FactRef("roadmap") if stack.roadmap is NONE else FactRef("roadmap", "", "items")
    for key, item in items.items():
        yield FactRef(PROMISES, key, "horizon" if _is_long(item) == FALSE else "beneficiaries")
    yield from (FactRef("teams", key, "function") for key in stack.teams if key in sales.sure)


def _missing(stack: Stack, items: dict[str, RoadmapItem] | None, sales: _Sales) -> Iterator[Missing]:
    """The teams that may be sales, and what is not known of items that can be of long use to them."""
    if not sales.sure:
        yield from whether_whole(stack, "teams")
        yield from (Missing(("teams", team, "function")) for team in sales.unsure)
    if items is None:
        yield Missing(("roadmap", "items"))
        return
    for key, item in items.items():
        if _is_long(item) == FALSE or not sales.can_be(item):
            continue
        if _is_long(item) == UNKNOWN_TRUTH:
            yield Missing(("roadmap", "items", key, "horizon"))
        if sales.sure.isdisjoint(listed(item.beneficiaries)):
            if is_open(item.beneficiaries):
                yield Missing(("roadmap", "items", key, "beneficiaries"))
            yield from (
                Missing(("teams", team, "function")) for team in listed(item.beneficiaries) if team in sales.unsure
            )
