"""TOML with positions: every key and value of a text is found where it stands."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.errors import Problem
from stackaudit.settings.toml import TomlDocument, read_toml
from stackaudit.source.lines import Lines

TEXT = '''\
select = ["A", 'b', """x
y"""]  # a comment with = and [
severity.TEC-01 = "P4"

[parameters . "TEC\\u002d03"]
max_age = "6mo"
seats = 40   # as agreed
day = 2024-03-01 10:00:00
[[x.y]]
a = {b.c = [1, {d = 2}, ], e = "}"}
[[x.y]]
[x.y.z]
q = ""
empty = {}
none = [ # nothing
]
'''


def document(text: str) -> TomlDocument:
    read = read_toml(Lines(text, "s.toml"))
    assert isinstance(read, TomlDocument)
    return read


def mistake(text: str) -> str:
    read = read_toml(Lines(text, "s.toml"))
    assert isinstance(read, Problem)
    return f"{read.place}: {read.message}"


@pytest.mark.parametrize(
    ("route", "key", "value"),
    [
        (("select",), "select", '["A", \'b\', """x\ny"""]'),
        (("select", 1), "'b'", "'b'"),
        (("severity",), "severity", "severity"),
        (("severity", "TEC-01"), "TEC-01", '"P4"'),
        (("parameters", "TEC-03"), '"TEC\\u002d03"', '"TEC\\u002d03"'),
        (("parameters", "TEC-03", "seats"), "seats", "40"),
        (("parameters", "TEC-03", "day"), "day", "2024-03-01 10:00:00"),
        (("parameters", "TEC-03", "nothing"), '"TEC\\u002d03"', '"TEC\\u002d03"'),
        (("x", "y", 0, "a", "b", "c", 1, "d"), "d", "2"),
        (("x", "y", 0, "a", "e"), "e", '"}"'),
        (("x", "y", 1, "z", "q"), "q", '""'),
        (("x", "y", 1, "z", "none"), "none", "[ # nothing\n]"),
    ],
)
def test_a_key_and_its_value_are_found_where_they_stand(route, key, value):
    read = document(TEXT)
    lines = Lines(TEXT, "")
    starts = [0, *(number + 1 for number, one in enumerate(TEXT) if one == "\n")]
    for place, expected in ((read.place(route, key=True), key), (read.place(route), value)):
        start = starts[place.line - 1] + place.column - 1
        assert TEXT[start : starts[place.end_line - 1] + place.end_column - 1] == expected
    assert lines.excerpt(read.place(route).line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = ", "s.toml:1:5: invalid value"),
        ("a = 1\nb c = 1\n", "s.toml:2:3: expected '=' after a key in a key/value pair"),
        ("a = 1\na = 2\n", "s.toml:2:6: cannot overwrite a value"),
        ("a = [1,", "s.toml:1:8: unclosed array"),
        ("x = " + "[" * 100_000, "s.toml:1:1: lists or tables stand too deep in one another"),
        ("[" + " . ".join('"a"' for _ in range(60)) + "]", "s.toml:1:1: a key of more than 50 parts"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text, expected):
    assert mistake(text) in {expected, expected.replace("unclosed array", "invalid value")}


def test_a_number_that_is_too_long_to_be_read_is_a_mistake():
    assert "digits" in mistake("x = " + "9" * 5000)


NAMES = st.sampled_from(["a", "b-c", '"d.e"', "'f g'", '"h\\n"'])
SCALARS = st.sampled_from(["1", '"x # y"', "'z'", "true", "1979-05-27", '"""m\nn"""', "'''o'''", '"]"', "[]", "{}"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda held: f"[ {' , '.join(held)},\n]"),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3).map(
            lambda held: f"{{{', '.join(f'{name} = {one}' for name, one in held.items())}}}"
        ),
    ),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=4), st.lists(st.dictionaries(NAMES, VALUES, max_size=3), max_size=3))
def test_each_value_reads_the_same_from_its_own_place(top, tables):
    text = "".join(f"{name} = {value}  # note\n" for name, value in top.items())
    for held in tables:
        text += "".join(["[[t.'u']]\n", *(f"{name}={value}\n" for name, value in held.items())])
    read = document(text)

    def check(route, held):
        if route:
            start, end = read.spans[route][1]
            if not (route[0] == "t" and len(route) < 4):
                assert tomllib.loads(f"x = {text[start:end]}")["x"] == held
        items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
        for step, inner in items:
            check((*route, step), inner)

    check((), tomllib.loads(text))
