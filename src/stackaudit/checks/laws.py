"""Which laws and platform rules bind the company, by the regions that it writes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from stackaudit.catalogue import ClockKind, OutsideRule, binding
from stackaudit.model.elements import Company
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.model.words import UsState
from stackaudit.truth import TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["bound"]

R = TypeVar("R", bound=OutsideRule)


def bound(stack: Stack, known: Sequence[R], channel: str | None) -> tuple[tuple[R, Truth], ...]:
    """The rules that bind on a channel; with unknown truth those that would if the regions were known to be theirs.

    Rules that are about no channel are asked for with None. What else makes a rule uncertain, such as a figure that
    nobody has verified, is nothing that the company could answer: such a rule decides nothing.
    """
    found = binding(known, channel, _regions(stack), stack.as_of)
    possible = (
        rule
        for rule in found.possible
        if rule.kind is ClockKind.LAW and binding((rule,), channel, rule.regions, stack.as_of).certain
    )
    return (*((rule, TRUE) for rule in found.certain), *((rule, UNKNOWN_TRUTH) for rule in possible))


def _regions(stack: Stack) -> tuple[str, ...] | None:
    """Where people live, with the states of the United States that are named (``us-ca``)."""
    company = stack.company
    if not isinstance(company, Company) or not (is_stated(company.regions) or listed(company.us_states)):
        return None
    states = UsState if UsState.ALL in listed(company.us_states) else listed(company.us_states)
    more = ["worldwide"] if is_open(company.regions) else []
    return (*listed(company.regions), *(f"us-{state}" for state in states), *more)
