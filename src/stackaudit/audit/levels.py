"""Levels of maturity from 1 to 5: by the score, and held down by what must not be averaged away."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from stackaudit.finding import Severity
from stackaudit.frozen import dataclass

__all__ = ["LEVELS", "Cap", "caps", "level_of"]

LEVELS: Final = ((1, "ad hoc", 0), (2, "emerging", 40), (3, "defined", 60), (4, "managed", 75), (5, "optimised", 90))
"""Each level with its name and the least score that gives it."""

_FOR_LEVEL_4: Final = 80
_FOR_LEVEL_5: Final = 90
_HIGHEST: Final = 5


@dataclass(frozen=True, slots=True)
class Cap:
    """What holds the level down: the highest level that it allows, and why."""

    level: int
    because: str


def level_of(points: int) -> int:
    """The level that a score of so many points gives, before any cap."""
    return max(number for number, _, least in LEVELS if points >= least)


def caps(severities: Collection[Severity], coverage: int, *, reviewed: bool) -> tuple[Cap, ...]:
    """What holds the level down, strictest first.

    Args:
        severities: those of the proved findings that are open.
        coverage: in whole per cent, as it is printed.
        reviewed: whether the facts show a review of the stack within twelve months.
    """
    found = []
    if Severity.P1 in severities:
        found.append(Cap(2, "a P1 finding is open"))
    if Severity.P2 in severities:
        found.append(Cap(3, "a P2 finding is open"))
    if coverage < _FOR_LEVEL_4:
        found.append(Cap(3, f"coverage is {coverage} %, and level 4 needs {_FOR_LEVEL_4} %"))
    elif coverage < _FOR_LEVEL_5:
        found.append(Cap(4, f"coverage is {coverage} %, and level 5 needs {_FOR_LEVEL_5} %"))
    if not reviewed:
        found.append(Cap(_HIGHEST - 1, "no review of the stack within twelve months is on record"))
    return tuple(found)
