"""What plain, quoted and tagged scalars mean."""

from __future__ import annotations

import math
from datetime import date

import pytest

from stackaudit.source import Reading, read


def value_of(written: str) -> object:
    reading = read(f"x: {written}\n".encode(), file="s.yaml")
    assert reading.problems == ()
    data = reading.documents[0].data
    assert isinstance(data, dict)
    return data["x"]


def mistake_in(written: str) -> tuple[str, str | None]:
    reading = read(f"x: {written}\n".encode(), file="s.yaml")
    (problem,) = reading.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 4)
    assert reading.documents[0].data == {"x": None}
    return problem.message, problem.hint


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("0", 0),
        ("-0", 0),
        ("12", 12),
        ("+12", 12),
        ("-12", -12),
        ("0123", 123),
        ("000", 0),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("-0x1F", "-0x1F"),
        ("0o8", "0o8"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("1.5", 1.5),
        ("-1.5", -1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("+.5e+1", 5.0),
        (".", "."),
        ("1e", "1e"),
        ("e1", "e1"),
        ("1.2.3", "1.2.3"),
        ("٣", "٣"),
        ("9" * 30, int("9" * 30)),
        ("0" * 5000 + "7", 7),
        ("2026-11-22", date(2026, 11, 22)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-1-2", "2026-1-2"),
        ("2026-11-22 10:00", "2026-11-22 10:00"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("20261122", 20261122),
        ("=", "="),
        ("<<", "<<"),
        ("inf", "inf"),
        ("nan", "nan"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("''", ""),
        ('"2026-11-22"', "2026-11-22"),
        ("'it''s'", "it's"),
        (r'"\u00e9\t\U0001F600"', "é\t\U0001f600"),
        ("!!str 12", "12"),
        ("!!str", ""),
        ("!!str 2026-02-30", "2026-02-30"),
        ("!<tag:yaml.org,2002:str> 12", "12"),
        ("!!int '12'", 12),
        ("!!int 0x10", 16),
        ("!!float 1", 1.0),
        ("!!float '1.5'", 1.5),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!timestamp '2026-11-22'", date(2026, 11, 22)),
        ("|\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"),
        ("|-\n  a\n", "a"),
        ("|+\n  a\n", "a\n\n"),
        ("|2\n   a\n", " a\n"),
        (">\n  a\n  b\n\n  c\n", "a b\nc\n"),
        ("a\n  b\n\n  c\n", "a b\nc"),
        ('"a\n  b\\\n  c"', "a bc"),
        ("'bidi \u202e is kept'", "bidi \u202e is kept"),
        ('"next line \\N, line \\L, paragraph \\P"', "next line \x85, line \u2028, paragraph \u2029"),
    ],
)
def test_a_scalar_has_the_value_of_the_core_schema(written: str, expected: object) -> None:
    value = value_of(written)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize("written", [".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN"])
def test_infinity_and_nan_are_not_numbers_we_can_use(written: str) -> None:
    assert mistake_in(written) == (f"'{written}' is not a number we can use", "if it is text, write it in quotes")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1" * 31, "it has 31 digits, at most 30 are read; if it is text, write it in quotes"),
        ("-" + "1" * 5000, "it has 5000 digits, at most 30 are read; if it is text, write it in quotes"),
        ("0x" + "f" * 31, "it has 31 digits, at most 30 are read; if it is text, write it in quotes"),
        ("0o" + "7" * 31, "it has 31 digits, at most 30 are read; if it is text, write it in quotes"),
        ("0." + "1" * 99, "it has 101 characters, at most 100 are read; if it is text, write it in quotes"),
        ("1e999", "it is too large; if it is text, write it in quotes"),
        ("-1e999", "it is too large; if it is text, write it in quotes"),
        ("!!int " + "1" * 31, "it has 31 digits, at most 30 are read; if it is text, write it in quotes"),
    ],
)
def test_a_number_beyond_bounds_is_not_one_we_can_use(written: str, hint: str) -> None:
    number = written.removeprefix("!!int ")
    start = number if len(number) <= 60 else number[:59] + "…"
    assert mistake_in(written) == (f"'{start}' is not a number we can use", hint)


@pytest.mark.parametrize("written", ["2026-02-30", "2026-13-01", "0000-01-01", "9999-99-99"])
def test_a_date_must_be_in_the_calendar(written: str) -> None:
    assert mistake_in(written) == (f"'{written}' is not a day of the calendar", "if it is text, write it in quotes")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("!include x.yaml", "!include"),
        ("!!python/object:os.system x", "!!python/object:os.system"),
        ("!!binary aGk=", "!!binary"),
        ("!!set x", "!!set"),
        ("!<urn:x> y", "!<urn:x>"),
        ("!a", "!a"),
    ],
)
def test_a_tag_outside_the_core_schema_is_refused(written: str, name: str) -> None:
    message = f"the tag '{name}' is not supported, only plain data is"
    assert mistake_in(written) == (message, "if it is text, write it in quotes")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("!!int abc", "the tag '!!int' does not fit 'abc'"),
        ("!!int 1.5", "the tag '!!int' does not fit '1.5'"),
        ("!!int true", "the tag '!!int' does not fit 'true'"),
        ("!!bool yes", "the tag '!!bool' does not fit 'yes'"),
        ("!!bool 1", "the tag '!!bool' does not fit '1'"),
        ("!!float x", "the tag '!!float' does not fit 'x'"),
        ("!!null x", "the tag '!!null' does not fit 'x'"),
        ("!!timestamp 2026-11-22T10:00:00", "the tag '!!timestamp' does not fit '2026-11-22T10:00:00'"),
    ],
)
def test_a_core_tag_must_fit_its_text(written: str, message: str) -> None:
    assert mistake_in(written) == (message, None)


@pytest.mark.parametrize(
    ("written", "character"),
    [
        (r'"\0"', "U+0000"),
        (r'"\e[31m"', "U+001B"),
        (r'"a\x7f"', "U+007F"),
        (r'"\u0090"', "U+0090"),
        (r'"\uffff"', "U+FFFF"),
        (r'!!str "\a"', "U+0007"),
    ],
)
def test_an_escape_must_not_bring_in_a_control_character(written: str, character: str) -> None:
    assert mistake_in(written) == (f"the text holds the control character {character}", "remove the escape")


def test_equal_texts_share_one_object_and_refused_ones_are_reported_each_time() -> None:
    reading: Reading = read(b"- some text\n- some text\n- .nan\n- .nan\n", file="s.yaml")
    data = reading.documents[0].data
    assert isinstance(data, list)
    assert data[0] is data[1]
    assert [problem.place.line for problem in reading.problems if problem.place] == [3, 4]


def test_minus_zero_keeps_its_sign_as_a_float() -> None:
    value = value_of("-0.0")
    assert isinstance(value, float)
    assert math.copysign(1, value) == -1
