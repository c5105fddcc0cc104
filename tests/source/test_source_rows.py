"""A large text is read by rows: that must give what the parser alone gives, data and places, or be given up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.errors import Place
from stackaudit.source import Limits, Reading, read, reader
from stackaudit.source.rows import rows_of

WORDS = st.sampled_from(
    ["a", "two words", "1", "-1", "1.50", "0o17", "2026-11-22", "2026-13-40", "true", "no", "null", "~", "a.b/c-d_e",
     "none", "x+y", "1e400", ".inf", "'in quotes'", "a#b", "a #b", "a:b", "*a", "&a b", "é", "", "[", "{}", "a, b"]
)  # fmt: skip
KEYS = st.sampled_from(["from", "to", "user.email", "a-b", "true", "null", "2026-11-22", "x" * 101, "<<", "'q'"])


SHAPES = st.sampled_from(
    ["k{0}:\n  - {1}\n  - {1}", "k{0}: {1}", "k{0}:\n  in: {1}\n  on: x", "k{0}: |\n  - {1}",
     "k{0}: 'text\n  - {1}\n  '", "k{0}: [\n  - {1}\n]", "k{0}: {{\n  in: {1}\n}}", "k{0}: {1}: x",
     "# {1}", "k{0}: {1} # why", "k{0}:\r\n  - {1}\r", "---\n- {1}"]
)  # fmt: skip


@st.composite
def row_texts(draw: st.DrawFn) -> str:
    """A mapping on one line: mostly a row, at times nearly one."""
    values = st.one_of(WORDS, st.lists(WORDS, max_size=3).map(lambda items: f"[{', '.join(items)}]"))
    pairs = draw(st.lists(st.tuples(KEYS, values), min_size=1, max_size=4))
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A document with rows in lists, under keys, in blocks of text, and in brackets of several lines."""
    rows = draw(st.lists(st.tuples(SHAPES, row_texts()), min_size=1, max_size=4))
    return "".join(shape.format(number, row) + "\n" for number, (shape, row) in enumerate(rows))


def places(reading: Reading) -> list[tuple[tuple[str | int, ...], Place, Place, bool]]:
    """Each route that leads somewhere, and one further that does not, with its two places."""
    return [
        (one, document.place(one), document.place(one, key=True), document.has(one))
        for document in reading.documents
        for route in routes(document.data)
        for one in (route, (*route, "absent"), (*route, 0), (*route, 7))
    ]


def routes(value: Any, route: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The routes to everything in some data."""
    yield route
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in inner:
        yield from routes(held, (*route, step))


def both(text: str, limits: Limits) -> tuple[Reading, Reading]:
    """A text as it is read by rows, and as the parser alone reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_LARGE", 0)
        by_rows = read(text.encode(), file="f", limits=limits)
        patch.setattr(reader, "_LARGE", len(text) + 1)
        return by_rows, read(text.encode(), file="f", limits=limits)


@given(texts(), st.sampled_from([2, 3, 4, 100]))
def test_rows_give_the_data_the_places_and_the_problems_that_the_parser_gives(text: str, depth: int) -> None:
    by_rows, plain = both(text, Limits(depth=depth))
    assert by_rows.problems == plain.problems
    assert [repr(one.data) for one in by_rows.documents] == [repr(one.data) for one in plain.documents]
    assert places(by_rows) == places(plain)


def test_signs_that_name_nothing_do_not_keep_a_text_from_being_read_by_rows() -> None:
    assert rows_of("a: R&D, 2*3, x& y, 1 < 2\nb: {c: d}\n") is not None


def test_a_row_is_taken_out_of_what_the_parser_reads() -> None:
    rows = rows_of("flows:\n  - {from: a, to: [b, 2]}\n")
    assert rows is not None
    assert rows.text == "flows:\n  - {                   }\n"
    assert rows.made == {11: {"from": "a", "to": ["b", 2]}}


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: &c d}\ne: *c\n",
        "a: &x {b: c}\nd: {e: f}\ng: *x\n",
        "x: {a: b}\n<<: {c: d}\n",
        "*x : {a: b}\n",
        "x: a<< {b: c}\ny: {a: b}\n",
        "a: b\n",
        "- {a: 1, a: 2}\n",
        "- {true: b}\n- {a: 2026-13-40}\n",
        "- {a: 'b'}\n- {a: }\n- {a}\n- {: a}\n",
        "a: {b: {c: d}\n}\n",
        "- {a: b}: c}\n",
    ],
)
def test_what_repeats_something_or_holds_no_row_is_left_to_the_parser(text: str) -> None:
    assert rows_of(text) is None


@pytest.mark.parametrize("route", [("to",), ("to", 1), ("to", 2), ("to", "b"), ("from",), ("from", 0), ("of",), (0,)])
def test_the_places_in_a_row_are_those_of_its_words_or_of_the_nearest_around(route: tuple[str | int, ...]) -> None:
    by_rows, plain = both("- {a: 1, to: [b, c]}\n- {from: x, to: [bc, d]}\n", Limits())
    place = by_rows.documents[0].place((1, *route))
    assert place == plain.documents[0].place((1, *route))
    assert (place.line, place.column < place.end_column) == (2, True)


def test_a_field_is_not_taken_for_one_whose_name_ends_the_same() -> None:
    by_rows, _ = both("- {reply_to: a, to: b}\n", Limits())
    assert by_rows.documents[0].place((0, "to")) == Place("f", 1, 21, 1, 22)


@pytest.mark.parametrize("depth", [2, 3])
def test_a_row_counts_as_deep_as_it_is(depth: int) -> None:
    by_rows, plain = both("- {a: [b]}\n", Limits(depth=depth))
    assert by_rows.problems == plain.problems
    assert bool(plain.problems) is (depth < 3)


def test_a_large_text_is_read_by_rows_and_a_small_one_is_not() -> None:
    row = "- {from: a, to: b}\n"
    large = read((row * 5000).encode(), file="f")
    assert large.documents[0].data == [{"from": "a", "to": "b"}] * 5000
    assert large.documents[0].place((4999, "to")) == Place("f", 5000, 17, 5000, 18)
    assert large.documents[0]._positions.rows
    assert not read(row.encode(), file="f").documents[0]._positions.rows
