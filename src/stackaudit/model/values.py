"""The small values that facts are made of: the reserved words, durations, cadences, money."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from math import ceil, inf
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

from pydantic import Field, StringConstraints

__all__ = [
    "BUSINESS_DAY",
    "DAY",
    "HOUR",
    "MINUTE",
    "MORE",
    "NONE",
    "RESERVED",
    "UNKNOWN",
    "Answer",
    "Duration",
    "Fact",
    "Identifier",
    "Items",
    "Text",
    "Word",
    "business_days_in_calendar",
    "duration_in_words",
    "is_open",
    "is_stated",
    "listed",
    "longest_gap",
    "seconds",
]

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
MONTH: Final = 31 * DAY
BUSINESS_DAY: Final = "bd"


class Word(StrEnum):
    """The reserved words that may stand in place of any fact."""

    UNKNOWN = "unknown"
    NONE = "none"


UNKNOWN: Final = Word.UNKNOWN
"""Asked, and the company cannot say. No rule takes it for an answer."""
NONE: Final = Word.NONE
"""Stated absence: asked, and there is none."""
MORE: Final = "more"
"""At the end of a list: there are others that are not named here."""

RESERVED: Final = frozenset({UNKNOWN.value, NONE.value, MORE})

T = TypeVar("T")

Answer: TypeAlias = Literal[Word.UNKNOWN, Word.NONE]
"""A reserved word as a type: pydantic refuses what is neither ten times as quickly as it does for the enum."""

Fact: TypeAlias = Annotated[Answer | T, Field(union_mode="left_to_right")] | None
"""A fact about an element: a value, ``unknown``, ``none``, or None where nobody has asked."""

Items: TypeAlias = Annotated[tuple[T, ...] | Answer, Field(union_mode="left_to_right")] | None
"""A list of values: whole where it is stated, unless its last item is ``more``."""

Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.\-]*$", max_length=100)]
Duration: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(m|h|d|w|mo|bh|bd)$")]

_DURATION: Final = re.compile(r"([0-9]{1,6})(m|h|d|w|mo|bh|bd)")
_UNITS: Final = {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK, "mo": MONTH}
_BUSINESS_HOURS_A_DAY: Final = 8


def is_stated(value: Any) -> bool:
    """Whether the value is an answer: neither absent nor ``unknown``."""
    return value is not None and value is not UNKNOWN


def listed(value: Any) -> tuple[Any, ...]:
    """The items that a list names, without ``more``; empty where the list is absent, ``unknown`` or ``none``."""
    if value is None or isinstance(value, Word):
        return ()
    if value and value[-1] == MORE:
        return tuple(value[:-1])
    return tuple(value)


def is_open(value: Any) -> bool:
    """Whether a list may hold more than it names: not stated, ``unknown``, or ending in ``more``."""
    if value is None or value is UNKNOWN:
        return True
    return value is not NONE and bool(value) and value[-1] == MORE


def business_days_in_calendar(days: int) -> tuple[int, int]:
    """The least and the greatest number of calendar days that so many business days take when no holiday falls in between.

    Ten business days end 12 days after a Sunday and 14 days after a request made from Monday to Friday.
    """
    weeks = ceil(days / 5)
    return days + 2 * max(weeks - 1, 0), days + 2 * weeks


@lru_cache(maxsize=4096)
def seconds(duration: str) -> int:
    """The longest time in seconds that a duration such as ``15m``, ``6h``, ``1d``, ``2w``, ``1mo``, ``8bh``, ``2bd`` can mean.

    A month counts 31 days. Business days and hours (eight a day) are turned into calendar days without holidays.

    Raises:
        ValueError: the text is not a duration.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        msg = f"not a duration: {duration!r}"
        raise ValueError(msg)
    count, unit = int(match[1]), match[2]
    if unit == "bd":
        return business_days_in_calendar(count)[1] * DAY
    if unit == "bh":
        return business_days_in_calendar(ceil(count / _BUSINESS_HOURS_A_DAY))[1] * DAY
    return count * _UNITS[unit]


def duration_in_words(length: float) -> str:
    """A length of time in seconds as a person would say it: ``8 days``, ``36 hours``, ``at once``."""
    if length == inf:
        return "no upper limit"
    if length == 0:
        return "at once"
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        if length >= 2 * unit or (length >= unit and length % unit == 0):
            count = length / unit
            text = f"{count:.1f}".rstrip("0").rstrip(".")
            return f"{text} {name}" if text == "1" else f"{text} {name}s"
    return "under a second"


_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def longest_gap(cadence: Any) -> tuple[float, float]:
    """The longest time in seconds between two runs of a cadence, as the least and the greatest that it can be.

    A duration is itself; weekdays and cron lines count their longest gap; ``on_event`` is 0; ``on_request`` and what nobody
    stated may be any time; after ``once`` there is no next run: both are infinite.
    """
    if not is_stated(cadence) or cadence is NONE or cadence == "on_request":
        return (0, inf)
    if isinstance(cadence, tuple):
        days = sorted(_WEEKDAYS[str(day)] for day in cadence)
        gap = max((after - before) % 7 or 7 for before, after in zip(days, [*days[1:], days[0]], strict=True))
        return (gap * DAY, gap * DAY)
    text = str(cadence)
    if text == "on_event":
        return (0, 0)
    if text == "once":
        return (inf, inf)
    gap_seconds = seconds(text) if _DURATION.fullmatch(text) else cron_gap(text)
    return (gap_seconds, gap_seconds)


@lru_cache(maxsize=256)
def cron_gap(line: str) -> int:
    """The longest time in seconds between two runs of a five-field cron line, over at most 50,000 runs or eight years.

    Raises:
        ValueError: the text is not a cron line, or it never runs.
    """
    from datetime import datetime, timedelta  # noqa: PLC0415 - only stacks with cron lines pay for it

    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - only stacks with cron lines pay for it

    start = datetime(2024, 1, 1)  # noqa: DTZ001 - a wall clock without zone: gaps, not moments, are asked for
    end = start + timedelta(days=8 * 366)
    longest = timedelta()
    try:
        runs = CronSim(line, start)
        previous = next(runs)
        for _ in range(50_000):
            run = next(runs)
            longest = max(longest, run - previous)
            previous = run
            if run > end:
                break
    except (CronSimError, StopIteration) as error:
        msg = f"not a cron line that ever runs: {line!r}"
        raise ValueError(msg) from error
    return int(longest.total_seconds())
