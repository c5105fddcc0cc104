"""Regions: what they are called, and which lie in which others, with groups of which nobody can list the countries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stackaudit.model.words import REGION_GROUPS
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["VAGUE", "countries_of", "lies_in", "lies_under", "region_name"]

VAGUE: Final = tuple(name for name, countries in REGION_GROUPS.items() if not countries)
"""The groups that name no country for certain."""
_NAMES: Final = {
    "ca": "Canada",
    "eea": "the EEA",
    "eu": "the European Union",
    "gb": "the United Kingdom",
    "us": "the United States",
}
"""Those that laws are most often about; by its code alone, Canada could be California."""


def region_name(region: str) -> str:
    """What a region is called in a sentence: by its name where that is a common one, else by its code."""
    return _NAMES.get(region, region.upper())


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
