"""Every rule of the built-in pack with the way in which it is held against completions."""

from __future__ import annotations

from collections.abc import Mapping

from . import agreements, demand, integration, opt_outs, ownership, portfolio, provenance, spending, stewardship
from .comparing import Case
from .declared import case_of, documents

CHECKS: tuple[Case, ...] = (
    agreements.NOT_AGREED,
    demand.ASKS_MOST,
    opt_outs.NEVER_ARRIVES,
    opt_outs.TOO_LATE,
    opt_outs.BY_HAND_ONLY,
    integration.WITHOUT_TERMS,
    integration.SYNC_LOOPS,
    integration.APART,
    integration.MUCH_DEPENDS,
    portfolio.TWO_TOOLS_ONE_JOB,
    portfolio.SEVERAL_PLATFORMS,
    portfolio.BEYOND_THE_STACK,
    portfolio.ONE_MAINTAINER,
    spending.SPEND_APART,
    provenance.ON_THE_RETIRED,
    ownership.OWNED_BY_ONE,
    *stewardship.ALL,
)

WITHOUT_COMPLETIONS = {
    "EVD-01": "It judges what is written under `disputed`, and no completion adds to that: the answers are there, or they are not.",
}
"""Rules that look at nothing which could be unknown, each with the reason; their examples and tests alone prove them."""


def cases() -> Mapping[str, Case]:
    """By the rule's id: the graph rules, and the declared ones."""
    found = [*CHECKS, *(case_of(document) for document in documents().values())]
    return {case.rule: case for case in sorted(found, key=lambda case: case.rule)}
