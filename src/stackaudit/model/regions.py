"""Regions inside of others: countries, groups of them, and groups of which nobody can list the countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stackaudit.model.words import REGION_GROUPS
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["VAGUE", "countries_of", "lies_in", "lies_under"]

VAGUE: Final = tuple(name for name, countries in REGION_GROUPS.items() if not countries)
"""The groups that name no country for certain."""


def countries_of(regions: Iterable[str]) -> set[str]:
    """The countries of some regions, of those whose countries can be listed."""
    return {country for name in regions for country in REGION_GROUPS.get(name, (name,))}


def lies_in(region: str, allowed: Iterable[str]) -> Truth:
    """Whether all of a region lies in one of the allowed ones.

    A group without a list of countries (``emea``) holds what its name says, and for the rest nobody can tell.
    """
    allowed = set(allowed)
    if region in allowed or "worldwide" in allowed:
        return TRUE
    if region in VAGUE or not allowed.isdisjoint(VAGUE):
        return UNKNOWN_TRUTH
    return TRUE if countries_of((region,)) <= countries_of(allowed) else FALSE


def lies_under(region: str, wanted: Iterable[str]) -> Truth:
    """Whether somebody in a region is in one of the wanted ones; where a part of it alone lies there, who can tell."""
    wanted = tuple(wanted)
    truth = lies_in(region, wanted)
    return UNKNOWN_TRUTH if truth == FALSE and countries_of((region,)) & countries_of(wanted) else truth
