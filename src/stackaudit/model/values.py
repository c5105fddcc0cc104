"""The small values that facts are made of: the reserved words, durations, cadences, money."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import ceil, inf
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias, TypeVar, cast

from stackaudit.model.base import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from stackaudit.model.writing import trimmed

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

__all__ = [
    "BUSINESS_DAY",
    "DAY",
    "HOUR",
    "ID",
    "LONGEST_ID",
    "MINUTE",
    "MORE",
    "NONE",
    "RESERVED",
    "UNKNOWN",
    "Answer",
    "Day",
    "Duration",
    "Fact",
    "Items",
    "Text",
    "Word",
    "YesNo",
    "business_days_in_calendar",
    "day_before",
    "duration_in_words",
    "interval_in_words",
    "is_below",
    "is_open",
    "is_settled",
    "is_stated",
    "listed",
    "longest_gap",
    "months_in_calendar",
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

ID: Final = r"[A-Za-z0-9_][A-Za-z0-9_.\-]*"
"""What an id looks like, as a pattern."""
LONGEST_ID: Final = 100
"""How many characters an id has at most."""

T = TypeVar("T")

Answer: TypeAlias = Literal[Word.UNKNOWN, Word.NONE]
"""A reserved word as a type: pydantic refuses what is neither ten times as quickly as it does for the enum."""


class _BuiltOnce:
    """Has the validation of a type built once, however many fields are of it: building is most of a short run."""

    def __init__(self) -> None:
        self._built: dict[Any, CoreSchema] = {}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        built = self._built.get(source)
        if built is None:
            built = handler(source)
            if _refers(built):  # what it refers to belongs to the model that is being built
                return built
            self._built[source] = built
        return cast("CoreSchema", dict(built))


def _refers(schema: Any) -> bool:
    if isinstance(schema, dict):
        return schema.get("type") == "definition-ref" or any(map(_refers, schema.values()))
    return isinstance(schema, list) and any(map(_refers, schema))


_ONCE: Final = _BuiltOnce()

Fact: TypeAlias = Annotated[Annotated[Answer | T, Field(union_mode="left_to_right")] | None, _ONCE]
"""A fact about an element: a value, ``unknown``, ``none``, or None where nobody has asked."""

Items: TypeAlias = Annotated[Annotated[tuple[T, ...] | Answer, Field(union_mode="left_to_right")] | None, _ONCE]
"""A list of values: whole where it is stated, unless its last item is ``more``."""

Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Duration: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(m|h|d|w|mo|bh|bd)$")]


def _day(value: Any) -> Any:
    """A day, or ISO 8601 text for one. Without this, numbers would be taken for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return value
    raise ValueError("not a day")


def _yes_or_no(value: Any) -> Any:
    return _YES_OR_NO.get(value, value) if isinstance(value, str) else value


_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES_OR_NO: Final = {
    **{word: True for yes in ("yes", "on") for word in (yes, yes.title(), yes.upper())},
    **{word: False for no in ("no", "off") for word in (no, no.title(), no.upper())},
}

Day: TypeAlias = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_ISO_DAY.pattern}$"}),
]
YesNo: TypeAlias = Annotated[
    bool, Strict(), BeforeValidator(_yes_or_no), WithJsonSchema({"enum": [True, False, *_YES_OR_NO]})
]
"""true or false; also yes, no, on and off: text in YAML 1.2, but people mean what they meant in YAML 1.1."""

_DURATION: Final = re.compile(r"([0-9]{1,6})(m|h|d|w|mo|bh|bd)")
_UNITS: Final = {"m": MINUTE, "h": HOUR, "d": DAY, "w": WEEK, "mo": MONTH}
_BUSINESS_HOURS_A_DAY: Final = 8
_MONTHS_TO_COUNT: Final = 800
"""So many months are looked up in the calendar, the same every four years until 2100; more count 31 days each."""
# From one leap day to the next, and once more.
_EIGHT_YEARS: Final = 2922 * DAY


def is_stated(value: Any) -> bool:
    """Whether the value is an answer: neither absent nor ``unknown``."""
    return value is not None and value is not UNKNOWN


def listed(value: Any) -> tuple[Any, ...]:
    """The items that a list names, without ``more``; empty where the list is absent, ``unknown`` or ``none``."""
    if type(value) is tuple:  # as they are read: no copy
        return value[:-1] if value and value[-1] == MORE else value
    if value is None or isinstance(value, Word):
        return ()
    if value and value[-1] == MORE:
        return tuple(value[:-1])
    return tuple(value)


def is_open(value: Any) -> bool:
    """Whether a list may hold more than it names: not stated, ``unknown``, or ending in ``more``."""
    if value is None or value is UNKNOWN:
        return True
    return isinstance(value, (tuple, list)) and bool(value) and value[-1] == MORE


def is_settled(value: Any) -> bool:
    """Whether a field says all that it holds: it is stated, and no list that may hold more than it names."""
    return value is not None and value is not UNKNOWN and not (isinstance(value, tuple) and is_open(value))


def is_below(domain: str, other: str) -> bool:
    """Whether an internet domain is another one, or below it."""
    domain, other = domain.lower(), other.lower()
    return domain == other or domain.endswith(f".{other}")


def business_days_in_calendar(days: int) -> tuple[int, int]:
    """The least and the greatest number of calendar days that so many business days take, without holidays.

    Ten business days end 12 days after a Sunday and 14 days after a request made from Monday to Friday.
    """
    weeks = ceil(days / 5)
    return days + 2 * max(weeks - 1, 0), days + 2 * weeks


def months_in_calendar(months: int) -> tuple[int, int]:
    """The least and the greatest number of days that so many months take: 28 to 31 days for one."""
    starts = [date(2023 + year, month, 1) for year in range(5) for month in range(1, 13)]
    lengths = [
        (date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1) - day).days
        for day in starts
    ]
    return min(lengths), max(lengths)


@lru_cache(maxsize=4096)
def seconds(duration: str) -> int:
    """The longest time in seconds that a duration can mean: ``15m``, ``6h``, ``1d``, ``2w``, ``1mo``, ``8bh``, ``2bd``.

    Months are the longest ones in a row that there are: 31 days for one, 92 for three. Business days and hours (eight a
    day) are turned into calendar days without holidays.

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
    if unit == "mo" and count <= _MONTHS_TO_COUNT:
        return months_in_calendar(count)[1] * DAY
    return count * _UNITS[unit]


def day_before(day: date, duration: str) -> date:
    """The day that lies a duration such as ``6mo`` or ``90d`` before another; months keep the day of the month.

    Never before the first day that there is.
    """
    if duration.endswith("mo"):
        year, month = divmod(day.year * 12 + day.month - 1 - int(duration[:-2]), 12)
        if year < date.min.year:
            return date.min
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return date.fromordinal(max(day.toordinal() - seconds(duration) // DAY, 1))


def duration_in_words(length: float) -> str:
    """A length of time in seconds as a person would say it: ``8 days``, ``36 hours``, ``at once``."""
    if length == inf:
        return "no upper limit"
    if length == 0:
        return "at once"
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        if length >= 2 * unit or (length >= unit and length % unit == 0):
            count = length / unit
            text = trimmed(count, grouped=False)
            return f"{text} {name}" if text == "1" else f"{text} {name}s"
    return "under a second"


def interval_in_words(least: float, most: float) -> str:
    """A time that is known by its least and its greatest: ``8 days``, ``8 days or more``, ``8 days to 9 days``."""
    first, last = duration_in_words(least), duration_in_words(most)
    if first == last:
        return first
    return f"{first} or more" if most == inf else f"{first} to {last}"


_WEEKDAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def longest_gap(cadence: Any) -> tuple[float, float]:
    """The longest time in seconds between two runs of a cadence, as the least and the greatest that it can be.

    A duration is itself; weekdays and cron lines count their longest gap; ``on_event`` is 0; ``on_request`` and what
    nobody stated may be any time; after ``once`` there is no next run: both are infinite.
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
    """The longest time in seconds between two runs of a five-field cron line, over the eight years from 2024 on.

    Raises:
        ValueError: the text is not a cron line, or it never runs.
    """
    minute, hour, day, month, weekday = line.split()
    # The times of a day are the same on each day on which it runs: a day and the days are looked at apart.
    times, days = _runs(f"{minute} {hour} * * *", DAY), _runs(f"0 0 {day} {month} {weekday}", _EIGHT_YEARS)
    if not times or not days:
        msg = f"not a cron line that ever runs: {line!r}"
        raise ValueError(msg)
    over_night = max(after - before for before, after in pairwise(days)) - times[-2]
    return max([over_night, *(after - before for before, after in pairwise(times[:-1]))])


@lru_cache(maxsize=256)
def _runs(schedule: str, span: int) -> tuple[int, ...]:
    """When a schedule runs, in seconds after its first run, until ``span`` is over; the run that ends it is the last.

    Empty where it never runs, or is no schedule.
    """
    from datetime import datetime  # noqa: PLC0415 - only stacks with cron lines pay for it

    from cronsim import CronSim, CronSimError  # noqa: PLC0415 - only stacks with cron lines pay for it

    found = [0]
    try:
        # What runs at midnight runs first on the day after.
        runs = CronSim(schedule, datetime(2023, 12, 31, 23, 59))  # noqa: DTZ001 - gaps, not moments, are asked for
        first = next(runs)
        while found[-1] < span:
            found.append(int((next(runs) - first).total_seconds()))
    except (CronSimError, StopIteration):
        return ()
    return tuple(found)
