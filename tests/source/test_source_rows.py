"""A large text is read by rows: that must give what the parser alone gives, data and places, or be given up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
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
     "k{0}:\n  a: {1}\n  b: x y\n  c: [d, 1]", "k{0}:\n  a: {1}\n  # why\n  b: x", "k{0}:\n  a: {1}\n  a: x",
     "k{0}:\n  in:\n      a: {1}\n      b: 1\n  on: x", "k{0}:\n  a: b\n    c: {1}", "k{0}:\n    a: b\n  c: {1}",
     "k{0}: |\n  in:\n    a: {1}\n  on", "k{0}: 'text\n  in:\n    a: {1}\n  on'", "k{0}: text\n  in:\n    a: {1}",
     "k{0}: {{\n  in:\n    a: {1}\n  on: x }}", "k{0}:\n  - in:\n    a: {1}\n  - on:\n      a: {1}\n    b: c",
     "k{0}:\n- a:\n  b: {1}\n- c", "k{0}:\n  a: {1}\n\n", "k{0}:\n  a: {1}\n...\n---", "? k{0}\n:\n  a: {1}",
     "# {1}", "k{0}: {1} # why", "k{0}:\r\n  - {1}\r", "---\n- {1}"]
)  # fmt: skip


PLAIN_WORDS = st.sampled_from(["a", "two words", "1", "-1", "2026-11-22", "true", "null", "a.b/c-d_e"])
PLAIN_KEYS = st.sampled_from(["from", "to", "user.email", "a-b", "a", "b"])


@st.composite
def pairs(draw: st.DrawFn, words: st.SearchStrategy[str], keys: st.SearchStrategy[str]) -> list[str]:
    """Fields of a mapping on one line: mostly those of a row, at times nearly."""
    values = st.one_of(words, st.lists(words, max_size=3).map(lambda items: f"[{', '.join(items)}]"))
    found = draw(st.lists(st.tuples(keys, values), min_size=1, max_size=4))
    return [f"{key}: {value}" for key, value in found]


@st.composite
def texts(draw: st.DrawFn, words: st.SearchStrategy[str], keys: st.SearchStrategy[str]) -> str:
    """A document with rows in lists, under keys, in blocks of text, in brackets of several lines; and with blocks."""
    rows = pairs(words, keys).map(lambda fields: f"{{{', '.join(fields)}}}")
    fields = st.one_of(pairs(words, keys), st.tuples(keys, rows).map(lambda field: [": ".join(field)]))
    blocks = st.lists(fields, min_size=1, max_size=3).map(lambda each: "\n    ".join(chain.from_iterable(each)))
    nested = st.sampled_from(["k{0}:\n    {1}", "k{0}:\n  in:\n    {1}\n  on: x", "k{0}:\n  - a: b\n    {1}"])
    parts = st.one_of(st.tuples(SHAPES, rows), st.tuples(nested, blocks))
    found = draw(st.lists(parts, min_size=1, max_size=5))
    return "".join(shape.format(number, part) + "\n" for number, (shape, part) in enumerate(found))


def places(reading: Reading) -> list[tuple[tuple[str | int, ...], Place, Place, bool]]:
    """Each route that leads somewhere, and one further that does not, with its two places."""
    return [
        (one, document.place(one), document.place(one, key=True), document.has(one))
        for document in reading.documents
        for route in routes(document.data)
        for one in (route, (*route, "absent"), (*route, 0), (*route, 7), (*route, "a", "b"))
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


@given(st.one_of(texts(WORDS, KEYS), texts(PLAIN_WORDS, PLAIN_KEYS)), st.sampled_from([2, 3, 4, 100]))
def test_rows_give_the_data_the_places_and_the_problems_that_the_parser_gives(text: str, depth: int) -> None:
    by_rows, plain = both(text, Limits(depth=depth))
    assert by_rows.problems == plain.problems
    assert [repr(one.data) for one in by_rows.documents] == [repr(one.data) for one in plain.documents]
    assert places(by_rows) == places(plain)
    marker = re.compile("#")
    assert [one.comments(marker) for one in by_rows.documents] == [one.comments(marker) for one in plain.documents]


def test_signs_that_name_nothing_do_not_keep_a_text_from_being_read_by_rows() -> None:
    assert rows_of("a: R&D, 2*3, x& y, 1 < 2\nb: {c: d}\n") is not None


def test_a_row_is_taken_out_of_what_the_parser_reads() -> None:
    rows = rows_of("flows:\n  - {from: a, to: [b, 2]}\n")
    assert rows is not None
    assert rows.text == "flows:\n  - {                   }\n"
    assert rows.made == {11: {"from": "a", "to": ["b", 2]}}


BLOCK = """\
tools:
  crm:
    name: the CRM
    keys: [email, id]
    cost: {amount: 1, tags: [x, y]}
    other_name: b
  cdp: x
"""


def test_a_block_is_taken_out_of_what_the_parser_reads() -> None:
    rows = rows_of(BLOCK)
    assert rows is not None
    assert rows.text == f"tools:\n  crm:\n    {{{' ' * 87}}}\n  cdp: x\n"
    held = {"name": "the CRM", "keys": ["email", "id"], "cost": {"amount": 1, "tags": ["x", "y"]}, "other_name": "b"}
    assert rows.made == {18: held}
    assert rows.ends == {18: BLOCK.index("cdp")}


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ((), "name: the CRM"),
        (("name",), "the CRM"),
        (("name", 0), "the CRM"),
        (("name", "of"), "the CRM"),
        (("keys", 1), "id"),
        (("keys", 2), "[email, id]"),
        (("cost",), "{amount: 1, tags: [x, y]}"),
        (("cost", "amount"), "1"),
        (("cost", "tags", 1), "y"),
        (("cost", "tax"), "{amount: 1, tags: [x, y]}"),
        (("other_name",), "b"),
        (("owner",), "name: the CRM"),
    ],
)
def test_the_places_in_a_block_are_those_that_the_parser_gives(route: tuple[str | int, ...], found: str) -> None:
    by_rows, plain = both(BLOCK, Limits())
    one, other = by_rows.documents[0], plain.documents[0]
    assert one._positions.rows
    for key in (True, False):
        assert one.place(("tools", "crm", *route), key=key) == other.place(("tools", "crm", *route), key=key)
    place = one.place(("tools", "crm", *route))
    assert BLOCK.splitlines()[place.line - 1][place.column - 1 :].startswith(found)


@pytest.mark.parametrize(
    "lines",
    [
        ["a: b"] * 2,
        [f"a{number}: b" for number in range(65)],
        ["a: {b: c"],
        ["a: {b: {c: d}}"],
        ["a: b", "  c"],
        ["a: b # why"],
        ["a: b", "", "c: d"],
        ["a: b", "c:", "  - d"],
        ["true: b"],
        ["a: 2026-13-40"],
        ["a: 'b'"],
    ],
)
def test_lines_that_are_not_plain_beyond_doubt_are_no_block(lines: list[str]) -> None:
    text = "\n  ".join(("x: {y: z}\nk:", *lines, ""))
    for end in ("", "l: m\n"):
        rows = rows_of(text.rstrip(" ") + end)
        assert rows is not None
        assert not rows.ends
        by_rows, plain = both(text.rstrip(" ") + end, Limits())
        assert by_rows.problems == plain.problems


def test_rows_in_what_is_no_block_are_rows_all_the_same() -> None:
    rows = rows_of("x:\n  a: {b: c}\n  d: 'e'\ny: z\n")
    assert rows is not None
    assert rows.made == {8: {"b": "c"}}


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
