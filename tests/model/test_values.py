"""Durations, business days, cadences, cron lines, and the reserved words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import inf

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import core_schema

from stackaudit.model.values import (
    DAY,
    HOUR,
    MINUTE,
    NONE,
    UNKNOWN,
    Answer,
    Day,
    Fact,
    Items,
    Text,
    YesNo,
    business_days_in_calendar,
    cron_gap,
    day_before,
    duration_in_words,
    interval_in_words,
    is_below,
    is_open,
    is_settled,
    is_stated,
    listed,
    longest_gap,
    months_in_calendar,
    seconds,
)
from stackaudit.model.words import Weekday

# -- reserved words


@pytest.mark.parametrize(
    ("value", "stated", "items", "is_left_open"),
    [
        (None, False, (), True),
        (UNKNOWN, False, (), True),
        (NONE, True, (), False),
        ((), True, (), False),
        (("a",), True, ("a",), False),
        (("a", "more"), True, ("a",), True),
        (("more",), True, (), True),
        (["a", "b"], True, ("a", "b"), False),
        (["a", "more"], True, ("a",), True),
        (["more", "b", "c"], True, ("more", "b", "c"), False),
        (["a", "b", "c", "more"], True, ("a", "b", "c"), True),
        (("a", "b", "c", "more"), True, ("a", "b", "c"), True),
    ],
)
def test_a_list_is_whole_where_it_is_stated_unless_it_ends_in_more(value, stated, items, is_left_open) -> None:
    assert is_stated(value) is stated
    assert listed(value) == items
    assert is_open(value) is is_left_open
    assert is_settled(tuple(value) if isinstance(value, list) else value) is (stated and not is_left_open)


@pytest.mark.parametrize(
    ("domain", "other", "below"),
    [
        ("news.shop.example", "shop.example", True),
        ("Shop.Example", "shop.example", True),
        ("shop.example", "SHOP.example", True),
        ("workshop.example", "shop.example", False),
        ("shop.example", "news.shop.example", False),
    ],
)
def test_a_domain_is_below_another_where_a_dot_is_between(domain, other, below) -> None:
    assert is_below(domain, other) is below


@pytest.mark.parametrize("value", [False, 0, "", NONE])
def test_stated_absence_is_an_answer(value) -> None:
    assert is_stated(value)


def test_reserved_words_are_read_from_text_and_nothing_else_is() -> None:
    answer = TypeAdapter(Answer)
    assert answer.validate_python("unknown") is UNKNOWN
    assert answer.validate_python("none") is NONE
    with pytest.raises(ValidationError):
        answer.validate_python("more")


def test_a_text_is_not_empty_and_no_book() -> None:
    text = TypeAdapter(Text)
    assert text.validate_python("x") == "x"
    assert text.validate_python("x" * 20_000)
    for wrong in ("", "x" * 20_001):
        with pytest.raises(ValidationError):
            text.validate_python(wrong)


class Counted:
    """A type that knows how often its validation was built."""

    built = 0

    @classmethod
    def __get_pydantic_core_schema__(cls, _source, _handler):
        cls.built += 1
        return core_schema.str_schema()


def test_the_validation_of_a_fact_is_built_once_however_many_fields_are_of_it() -> None:
    for _ in range(3):
        assert TypeAdapter(Fact[Counted]).validate_python("x") == "x"
    assert Counted.built == 1


class Branch(BaseModel):
    """A model that holds others of its kind."""

    grows: Fact[Branch] = None


class Hedge(BaseModel):
    """One that has no other way to know what those are that it holds."""

    left: Fact[Branch] = None
    right: Fact[Branch] = None


class Path(BaseModel):
    trees: Items[Branch] = None


def test_models_that_hold_their_own_kind_are_facts_of_any_other_model() -> None:
    nested = {"grows": {"grows": "none"}}
    hedge = Hedge.model_validate({"left": nested, "right": "unknown"})
    assert hedge.model_dump(exclude_none=True) == {"left": nested, "right": UNKNOWN}
    path = Path.model_validate({"trees": [nested, {}]})
    assert path.model_dump(exclude_none=True) == {"trees": (nested, {})}


# -- days, and yes or no


@pytest.mark.parametrize("value", ["2026-11-22", date(2026, 11, 22)])
def test_a_day_is_a_date_or_its_iso_text(value) -> None:
    assert TypeAdapter(Day).validate_python(value) == date(2026, 11, 22)


@pytest.mark.parametrize("value", [0, 1795305600, 1.0, True, "1795305600", "2026-11-22T00:00:00", "2026-02-31", "soon"])
def test_what_is_no_day_is_not_taken_for_seconds_since_1970(value) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [(True, True), (False, False), ("yes", True), ("No", False), ("ON", True), ("off", False)],
)
def test_yes_and_no_are_true_and_false(value, meant) -> None:
    assert TypeAdapter(YesNo).validate_python(value) is meant


def test_the_schema_of_yes_and_no_offers_what_is_taken_for_them() -> None:
    offered = TypeAdapter(YesNo).json_schema()["enum"]
    assert {True, False, "yes", "NO", "On", "off"} <= set(offered)
    assert {TypeAdapter(YesNo).validate_python(one) for one in offered} == {True, False}


@pytest.mark.parametrize("value", [0, 1, 1.0, "1", "t", "true", "y", "yEs", "wiki", None])
def test_nothing_else_is_taken_for_true_or_false(value) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(YesNo).validate_python(value)


# -- durations


@pytest.mark.parametrize(
    ("duration", "longest"),
    [
        ("15m", 15 * MINUTE),
        ("6h", 6 * HOUR),
        ("1d", DAY),
        ("2w", 14 * DAY),
        ("1mo", 31 * DAY),
        ("3mo", 92 * DAY),
        ("12mo", 366 * DAY),
        ("0d", 0),
        ("800mo", 24_352 * DAY),
        ("801mo", 801 * 31 * DAY),
        ("999999mo", 999_999 * 31 * DAY),
        ("1bd", 3 * DAY),
        ("5bd", 7 * DAY),
        ("10bd", 14 * DAY),
        ("0bd", 0),
        ("1bh", 3 * DAY),
        ("8bh", 3 * DAY),
        ("9bh", 4 * DAY),
    ],
)
def test_a_duration_is_the_longest_time_that_it_can_mean(duration, longest) -> None:
    assert seconds(duration) == longest


@pytest.mark.parametrize("text", ["", "1", "d", "1y", "1 d", "-1d", "1.5h", "1d ", "1d\n", "1000000d", "1D", "١d"])
def test_what_is_no_duration_is_refused_by_name(text) -> None:
    with pytest.raises(ValueError, match="not a duration") as caught:
        seconds(text)
    assert str(caught.value) == f"not a duration: {text!r}"


@pytest.mark.parametrize(
    ("day", "duration", "before"),
    [
        (date(2026, 11, 22), "90d", date(2026, 8, 24)),
        (date(2026, 11, 22), "36h", date(2026, 11, 21)),
        (date(2026, 11, 22), "2w", date(2026, 11, 8)),
        (date(2026, 11, 22), "0d", date(2026, 11, 22)),
        (date(2026, 11, 22), "6mo", date(2026, 5, 22)),
        (date(2026, 11, 22), "11mo", date(2025, 12, 22)),
        (date(2026, 11, 22), "12mo", date(2025, 11, 22)),
        (date(2026, 1, 31), "1mo", date(2025, 12, 31)),
        (date(2026, 3, 31), "1mo", date(2026, 2, 28)),
        (date(2024, 3, 31), "1mo", date(2024, 2, 29)),
        (date(2026, 12, 31), "1mo", date(2026, 11, 30)),
        (date(2026, 12, 31), "100mo", date(2018, 8, 31)),
        (date(3, 2, 5), "25mo", date(1, 1, 5)),
        (date(3, 2, 5), "26mo", date.min),
        (date(3, 2, 5), "900mo", date.min),
        (date(1, 1, 3), "2d", date(1, 1, 1)),
        (date(1, 1, 3), "9d", date.min),
    ],
)
def test_a_day_before_another_keeps_the_day_of_the_month_where_there_is_one(day, duration, before) -> None:
    assert day_before(day, duration) == before


@pytest.mark.parametrize("months", [*range(1, 30), 120])
def test_months_in_the_calendar_are_those_of_a_count_from_each_month(months) -> None:
    def days(start: date) -> int:
        end = start
        for _ in range(months):
            end = (end + timedelta(days=31)).replace(day=1)
        return (end - start).days

    counts = [days(date(year, month, 1)) for year in range(2020, 2036) for month in range(1, 13)]
    assert months_in_calendar(months) == (min(counts), max(counts))


def counted(start: date, days: int) -> int:
    """Calendar days until that many days from Monday to Friday have passed."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return (day - start).days


@pytest.mark.parametrize("days", range(60))
def test_business_days_in_the_calendar_are_those_of_a_count_from_each_day_of_a_week(days) -> None:
    # A span that ends with Friday starts on a Sunday at best; one that begins on a working day is at worst the longest.
    monday = date(2026, 11, 23)
    counts = [counted(monday + timedelta(days=start), days) for start in range(7)]
    assert business_days_in_calendar(days) == (min(counts), max(counts))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (inf, "no upper limit"),
        (0, "at once"),
        (0.5, "under a second"),
        (1, "1 second"),
        (90, "90 seconds"),
        (MINUTE, "1 minute"),
        (150, "2.5 minutes"),
        (90 * MINUTE, "90 minutes"),
        (HOUR, "1 hour"),
        (36 * HOUR, "36 hours"),
        (DAY, "1 day"),
        (8 * DAY, "8 days"),
        (8.25 * DAY, "8.2 days"),
        (100 * DAY, "100 days"),
        (1200 * DAY, "1200 days"),
    ],
)
def test_a_length_of_time_is_said_as_a_person_would(length, words) -> None:
    assert duration_in_words(length) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (8 * DAY, 8 * DAY, "8 days"),
        (9 * DAY, 9 * DAY + 1, "9 days"),
        (8 * DAY, 9 * DAY, "8 days to 9 days"),
        (0, 2 * DAY, "at once to 2 days"),
        (8 * DAY, inf, "8 days or more"),
    ],
)
def test_a_time_between_two_bounds_is_told_by_what_is_known_of_both(least, most, words):
    assert interval_in_words(least, most) == words


# -- cadences


@pytest.mark.parametrize(
    ("cadence", "gap"),
    [
        (None, (0, inf)),
        (UNKNOWN, (0, inf)),
        (NONE, (0, inf)),
        ("on_request", (0, inf)),
        ("on_event", (0, 0)),
        ("once", (inf, inf)),
        ("1d", (DAY, DAY)),
        ((Weekday.WED, Weekday.SAT), (4 * DAY, 4 * DAY)),
        ((Weekday.SAT, Weekday.WED), (4 * DAY, 4 * DAY)),
        ((Weekday.MON,), (7 * DAY, 7 * DAY)),
        ((Weekday.MON, Weekday.MON), (7 * DAY, 7 * DAY)),
        (tuple(Weekday), (DAY, DAY)),
        (("mon", "fri"), (4 * DAY, 4 * DAY)),
        ("0 6 * * *", (DAY, DAY)),
    ],
)
def test_a_cadence_counts_its_longest_gap(cadence, gap) -> None:
    assert longest_gap(cadence) == gap


@pytest.mark.parametrize(
    ("line", "gap"),
    [
        ("*/5 * * * *", 5 * MINUTE),
        ("0 9 * * 1-5", 3 * DAY),
        ("0 9 * * MON-FRI", 3 * DAY),
        ("30 2,14 * * 1", 7 * DAY - 12 * HOUR),
        ("* * * 1,2 *", 307 * DAY - 24 * HOUR + MINUTE),
        ("0 0 29 2 *", 1461 * DAY),
        ("0 0 1 * *", 31 * DAY),
        ("0 */7 * * *", 7 * HOUR),
        ("0 0,1,20 * * *", 19 * HOUR),
        ("0,59 0,23 * * 1", 7 * DAY - 23 * HOUR - 59 * MINUTE),
        ("59 0,23 * * 1", 7 * DAY - 23 * HOUR),
        # The fifth of a weekday in a month is rare, so that the longest gap depends on the years that are looked at.
        ("0 0 * 1 2#5", 1827 * DAY),
        ("0 0 * 8,12 0#5", 854 * DAY),
        ("0 0 * */5 5#5", 882 * DAY),
        ("0 */7 * * 1", 7 * DAY - 21 * HOUR),
        ("59 23 * 1-3 *", 276 * DAY),
    ],
)
def test_the_longest_gap_of_a_cron_line_counts_nights_weekends_and_months(line, gap) -> None:
    assert cron_gap(line) == gap


fields = st.tuples(
    st.sampled_from(["0", "59", "5,35"]),
    st.sampled_from(["0", "*/12", "3,22"]),
    st.sampled_from(["*", "1", "31", "L", "*/10", "1,15"]),
    st.sampled_from(["*", "1", "2,3", "*/5"]),
    st.sampled_from(["*", "1", "1-5", "sun"]),
)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(fields)
def test_the_gap_of_a_cron_line_is_the_one_that_its_runs_show(parts) -> None:
    line = " ".join(parts)
    runs = iter(CronSim(line, datetime(2023, 12, 31, 23, 59)))  # noqa: DTZ001 - wall clock, as in what is tested
    first = before = next(runs)
    longest = timedelta()
    while before - first < timedelta(days=2922):
        run = next(runs)
        longest, before = max(longest, run - before), run
    assert cron_gap(line) == longest.total_seconds()


@pytest.mark.parametrize("line", ["0 0 30 2 *", "61 0 * * *", "a b c d e", "*/0 * * * *", "0 0 * * 8", "² * * * *"])
def test_a_cron_line_that_never_runs_is_refused_by_name(line) -> None:
    with pytest.raises(ValueError, match="not a cron line that ever runs") as caught:
        longest_gap(line)
    assert str(caught.value) == f"not a cron line that ever runs: {line!r}"
