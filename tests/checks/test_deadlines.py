"""The arithmetic of limits: what they come to in the calendar, for a request on each day of the week and of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stackaudit.catalogue import ClockUnit, Mark, RequestKind, request_clocks, request_clocks_for
from stackaudit.catalogue.ledger import ledger
from stackaudit.catalogue.requests import read_request_clocks
from stackaudit.checks import View
from stackaudit.checks.deadlines import Deadlines, in_calendar
from stackaudit.errors import CatalogueError
from stackaudit.finding import Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_text
from stackaudit.model.values import seconds

DAY = 86_400
MONDAY = date(2026, 11, 16)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TODAY = date(2026, 11, 22)


def days_until(start: date, business_days: int) -> int:
    """The calendar days from a day to the end of so many business days after it, counted one by one, without holidays."""
    day, left = start, business_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return (day - start).days


@pytest.mark.parametrize(
    ("limit", "in_the_week", "on_saturday", "on_sunday"), [(10, 14, 13, 12), (15, 21, 20, 19), (5, 7, 6, 5)]
)
def test_a_limit_in_business_days_ends_on_the_day_that_the_calendar_says(limit, in_the_week, on_saturday, on_sunday):
    counted = {name: days_until(MONDAY + timedelta(days=number), limit) for number, name in enumerate(WEEK)}
    assert counted == dict(zip(WEEK, [*[in_the_week] * 5, on_saturday, on_sunday], strict=True))
    least, greatest = in_calendar(limit, ClockUnit.BUSINESS_DAYS)
    assert (least, greatest) == (on_sunday * DAY, in_the_week * DAY)
    assert (min(counted.values()) * DAY, max(counted.values()) * DAY) == (least, greatest)
    assert seconds(f"{limit}bd") == greatest


@pytest.mark.parametrize(
    ("day", "days"), [(date(2026, 11, 20), 14), (date(2026, 11, 21), 13), (date(2026, 11, 22), 12)]
)
def test_over_a_weekend_the_end_is_a_friday(day, days):
    assert days_until(day, 10) == days
    assert (day + timedelta(days=days)).weekday() == 4


@pytest.mark.parametrize("number", range(7))
def test_a_path_within_the_least_is_in_time_and_one_beyond_the_greatest_is_late_on_every_weekday(number):
    for limit in range(1, 30):
        least, greatest = in_calendar(limit, ClockUnit.BUSINESS_DAYS)
        assert least <= days_until(MONDAY + timedelta(days=number), limit) * DAY <= greatest


def test_a_month_is_28_to_31_days():
    lengths = {
        (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        for year in (2023, 2024)
        for month in range(1, 13)
    }
    assert in_calendar(1, ClockUnit.MONTHS) == (min(lengths) * DAY, max(lengths) * DAY) == (28 * DAY, 31 * DAY)
    assert in_calendar(2, ClockUnit.MONTHS) == (59 * DAY, 62 * DAY)
    assert in_calendar(12, ClockUnit.MONTHS) == (365 * DAY, 366 * DAY)


def test_days_and_hours_are_what_they_are():
    assert in_calendar(45, ClockUnit.DAYS) == (45 * DAY, 45 * DAY)
    assert in_calendar(48, ClockUnit.HOURS) == (2 * DAY, 2 * DAY)


def test_the_limits_of_a_sender_are_the_calendars():
    stack = load_text(
        "stackaudit: 1\nas_of: 2026-11-22\ncompany: {regions: [us, au]}\ncomplete: [sending_domains]\n"
        "tools: {a: {}}\nsending_domains: {n: {tools: [a], daily_volume: 9000}}\n"
    )
    limits = Deadlines(View(stack, StackGraph(stack))).of("a", "email")
    assert [(limit.clock.id, limit.seconds / DAY, limit.severity, limit.words) for limit in limits] == [
        ("F-07", 2, Severity.P2, "48 hours"),
        ("F-08", 2, Severity.P2, "2 days"),
        ("F-21", 5, Severity.P2, "5 business days"),
        ("F-21", 7, Severity.P1, "5 business days"),
        ("F-01", 12, Severity.P2, "10 business days"),
        ("F-01", 14, Severity.P1, "10 business days"),
    ]


# -- clocks on other requests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock_id", "said"),
    [
        ("F-10", "law on opt_out_of_sale in us-ca: 15 business_days"),
        ("F-11", "law on deletion in us-ca: 45 days"),
        ("F-13", "platform on consent in : None None"),
        ("F-14", "law on consent in eea gb: None None"),
        ("F-15", "law on deletion in eea gb: 1 months"),
        ("F-16", "law on deletion in eea gb: None None"),
    ],
)
def test_the_clocks_on_requests_say_what_their_sources_say(clock_id, said):
    clock = {one.id: one for one in request_clocks()}[clock_id]
    where = " ".join(clock.regions)
    assert f"{clock.kind} on {clock.request} in {where}: {clock.limit} {clock.unit}" == said
    assert clock.in_force_from is not None
    assert clock.mark in {Mark.VERIFIED, Mark.SECOND_HAND}


@pytest.mark.parametrize(
    ("regions", "certain", "possible"),
    [
        (["de"], ["F-15", "F-16"], []),
        (["gb", "us-ca"], ["F-11", "F-15", "F-16"], []),
        (["us"], [], ["F-11"]),
        (["us-ny"], [], []),
        (["worldwide"], [], ["F-11", "F-15", "F-16"]),
        (None, [], ["F-11", "F-15", "F-16"]),
        (["jp"], [], []),
    ],
)
def test_the_region_decides_which_clock_binds(regions, certain, possible):
    found = request_clocks_for(RequestKind.DELETION, regions, TODAY)
    assert [[one.id for one in held] for held in found] == [certain, possible]


def test_a_law_does_not_bind_before_it_is_in_force():
    assert request_clocks_for(RequestKind.DELETION, ["de"], date(2018, 5, 24)) == ((), ())


def test_each_clock_is_listed_among_the_facts():
    listed = {entry.id: entry.statement for entry in ledger()}
    assert listed["F-10"] == "CCPA, opt-out of sale and sharing, California: 15 business days in US-CA"
    assert listed["F-15"] == "GDPR, answer to a request: 1 month in EEA, GB"
    assert listed["F-16"].endswith(": no figure in EEA, GB")
    assert {"F-10", "F-11", "F-13", "F-14", "F-15", "F-16", "F-12-CA"} <= listed.keys()


def test_a_limit_without_a_unit_is_refused(tmp_path):
    file = tmp_path / "requests.yaml"
    file.write_text(
        "- {id: F-1, name: n, kind: law, request: deletion, regions: [de], limit: 3, source: s, as_of: 2026-11-22,"
        " mark: verified}\n"
    )
    with pytest.raises(CatalogueError, match="a limit has a unit"):
        read_request_clocks(file)
    for clock in request_clocks():
        assert clock.channels == ()


def test_that_domains_may_be_missing_is_asked_once_and_after_what_is_missing_of_those_listed():
    text = "company: {regions: [us]}\ntools: {b: {sends: [email]}}\nsending_domains: {news.example: {tools: [b]}}\n"
    stack = load_text(f"stackaudit: 1\nas_of: 2026-11-22\n{text}")
    deadlines = Deadlines(View(stack, StackGraph(stack)))
    bulk = [limit for limit in deadlines.of("b", "email") if limit.clock.applies_from_daily_volume is not None]
    assert bulk
    for limit in bulk:
        assert [one.path for one in deadlines.missing("b", limit)] == [
            "sending_domains.news.example.daily_volume",
            "complete.sending_domains",
        ]
