"""Which opt-out clocks bind a company, by channel, region and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.catalogue import Clock, ClockKind, Mark, binding, clocks, clocks_for
from stackaudit.model.words import REGION_GROUPS, Channel

TODAY = date(2026, 11, 22)
CLOCKS = {clock.id: clock for clock in clocks()}
regions = st.sets(st.sampled_from(["us", "ca", "au", "de", "no", *REGION_GROUPS]))
channels = st.sampled_from(list(Channel))
days = st.dates(date(2003, 1, 1), date(2030, 1, 1))


def ids(bound: tuple[Clock, ...]) -> list[str]:
    return [clock.id for clock in bound]


@pytest.mark.parametrize(
    ("clock_id", "said"),
    [
        ("F-01", "law: us, email, 10 business_days since 2004-01-01, second_hand"),
        ("F-04", "law: ca, email sms, 10 business_days since 2014-07-01, second_hand"),
        ("F-05", "law: us, sms phone, 10 business_days since 2025-04-11, verified"),
        ("F-07", "platform: 5000 a day, email, 48 hours since 2024-06-01, second_hand"),
        ("F-08", "platform: 5000 a day, email, 2 days since 2024-06-01, second_hand"),
        ("F-21", "law: au, email sms, 5 business_days since 2004-04-10, second_hand"),
    ],
)
def test_the_clocks_say_what_their_sources_say(clock_id: str, said: str) -> None:
    clock = CLOCKS[clock_id]
    whom = " ".join(clock.regions) or f"{clock.applies_from_daily_volume} a day"
    when = f"{clock.limit} {clock.unit} since {clock.in_force_from}"
    assert f"{clock.kind}: {whom}, {' '.join(clock.channels)}, {when}, {clock.mark}" == said


def test_a_clock_says_where_it_is_from_and_as_of_when() -> None:
    assert all(clock.source and clock.as_of == TODAY and clock.until is None for clock in clocks())


def test_there_are_no_other_clocks_and_they_are_read_once() -> None:
    assert list(CLOCKS) == ["F-01", "F-04", "F-05", "F-07", "F-08", "F-21"]
    assert clocks() is clocks()


def test_a_law_binds_where_one_of_its_regions_is_named() -> None:
    certain, possible = clocks_for("email", ["us", "de"], TODAY)
    assert ids(certain) == ["F-01", "F-07", "F-08"]
    assert possible == ()


def test_texts_have_other_clocks_than_mail() -> None:
    assert ids(clocks_for("sms", ["us", "ca", "au"], TODAY).certain) == ["F-04", "F-05", "F-21"]
    assert clocks_for("push", ["us", "ca", "au"], TODAY) == ((), ())


def test_a_group_that_names_no_country_makes_possible_what_it_may_include() -> None:
    assert ids(clocks_for("sms", ["worldwide"], TODAY).possible) == ["F-04", "F-05", "F-21"]
    assert ids(clocks_for("sms", ["apac"], TODAY).possible) == ["F-21"]
    assert clocks_for("sms", ["emea", "latam"], TODAY) == ((), ())


def test_a_named_country_binds_beside_a_group_that_names_none() -> None:
    assert clocks_for("phone", ["us", "worldwide"], TODAY) == ((CLOCKS["F-05"],), ())


def test_every_law_is_possible_where_nobody_stated_the_regions_and_none_where_there_are_none() -> None:
    assert ids(clocks_for("email", None, TODAY).possible) == ["F-01", "F-04", "F-21"]
    assert ids(clocks_for("email", None, TODAY).certain) == ["F-07", "F-08"]
    assert clocks_for("sms", [], TODAY) == ((), ())


def test_a_clock_does_not_bind_before_its_first_day() -> None:
    assert clocks_for("phone", ["us"], date(2025, 4, 10)) == ((), ())
    assert clocks_for("phone", ["us"], date(2025, 4, 11)).certain == (CLOCKS["F-05"],)


def test_a_clock_binds_to_its_last_day() -> None:
    ending = replace(CLOCKS["F-05"], until=date(2027, 1, 31))
    assert binding([ending], "sms", ["us"], date(2027, 1, 31)).certain == (ending,)
    assert binding([ending], "sms", ["us"], date(2027, 2, 1)) == ((), ())


def test_a_clock_without_a_first_day_may_bind_before_it_was_looked_at() -> None:
    undated = replace(CLOCKS["F-05"], in_force_from=None)
    assert binding([undated], "sms", ["us"], TODAY) == ((undated,), ())
    assert binding([undated], "sms", ["us"], TODAY - timedelta(days=1)) == ((), (undated,))


def test_a_clock_from_memory_binds_nobody_for_certain() -> None:
    recalled = replace(CLOCKS["F-01"], mark=Mark.MEMORY)
    assert binding([recalled], "email", ["us"], TODAY) == ((), (recalled,))
    assert binding([recalled], "email", ["de"], TODAY) == ((), ())


def test_a_group_that_names_countries_stands_for_them_on_both_sides() -> None:
    german = replace(CLOCKS["F-01"], regions=("de",), may_hold_in=("emea", "worldwide"))
    european = replace(german, regions=("eea",))
    assert binding([german], "email", ["eu"], TODAY).certain == (german,)
    assert binding([european], "email", ["no"], TODAY).certain == (european,)
    assert binding([german], "email", ["no"], TODAY) == ((), ())
    assert binding([german], "email", ["emea"], TODAY).possible == (german,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"regions": ()}, "a law has regions"),
        ({"kind": ClockKind.PLATFORM}, "a platform rule has none"),
        ({"until": date(2003, 12, 31)}, "until is before in_force_from"),
    ],
)
def test_a_clock_that_contradicts_itself_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(CLOCKS["F-01"], **change)  # type: ignore[arg-type]  # one change each, of its field's type


@given(channels, regions, days)
def test_a_clock_is_certain_or_possible_or_neither(channel: Channel, named: set[str], day: date) -> None:
    certain, possible = clocks_for(channel, named, day)
    assert not set(certain) & set(possible)
    assert all(channel in clock.channels for clock in (*certain, *possible))


@given(channels, regions, regions, days)
def test_more_regions_take_no_certain_clock_away(channel: Channel, named: set[str], more: set[str], day: date) -> None:
    fewer = set(clocks_for(channel, named, day).certain)
    assert fewer <= set(clocks_for(channel, named | more, day).certain)


@given(channels, st.sets(st.sampled_from(["us", "ca", "au", "de", "no"])), days)
def test_what_binds_in_some_countries_may_bind_worldwide_and_where_nothing_is_stated(
    channel: Channel, named: set[str], day: date
) -> None:
    binds = set(clocks_for(channel, named, day).certain)
    for open_list in (["worldwide"], None):
        certain, possible = clocks_for(channel, open_list, day)
        assert binds <= {*certain, *possible}
