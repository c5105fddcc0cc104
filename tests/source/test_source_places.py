"""Where keys and values stand: aliases, merges, missing keys, odd line breaks, long lines."""

from __future__ import annotations

import pickle

import pytest

from stackaudit.errors import Place
from stackaudit.source import Document, Limits, read


def document_of(text: str) -> Document:
    reading = read(text.encode(), file="d.yaml", limits=Limits(alias_nodes=10**9))
    assert reading.problems == ()
    return reading.documents[0]


def spot(place: Place) -> tuple[int, int, int, int]:
    assert place.file == "d.yaml"
    return place.line, place.column, place.end_line, place.end_column


TEXT = """\
base: &base
  owner: ops
  tags: [x, y]
mark: &mark one
tools:
  - id: crm
    again: *base
    word: *mark
  - {id: cdp, "quoted key": 'it''s', empty: }
  - <<: *base
    owner: me
  - <<: [{a: 1, owner: you}, *base]
  - <<: &inner {deep: {x: 1}, <<: *base}
"""


@pytest.mark.parametrize(
    ("route", "value", "key"),
    [
        ((), (1, 1, 14, 1), (1, 1, 14, 1)),
        (("base",), (1, 7, 4, 1), (1, 1, 1, 5)),
        (("base", "owner"), (2, 10, 2, 13), (2, 3, 2, 8)),
        (("base", "tags"), (3, 9, 3, 15), (3, 3, 3, 7)),
        (("base", "tags", 1), (3, 13, 3, 14), (3, 13, 3, 14)),
        (("mark",), (4, 7, 4, 16), (4, 1, 4, 5)),
        (("tools", 0), (6, 5, 9, 3), (6, 5, 9, 3)),
        (("tools", 0, "id"), (6, 9, 6, 12), (6, 5, 6, 7)),
        # An alias stands where it is written; what is inside stands at the anchor.
        (("tools", 0, "again"), (7, 12, 7, 17), (7, 5, 7, 10)),
        (("tools", 0, "again", "owner"), (2, 10, 2, 13), (2, 3, 2, 8)),
        (("tools", 0, "again", "tags", 0), (3, 10, 3, 11), (3, 10, 3, 11)),
        (("tools", 0, "word"), (8, 11, 8, 16), (8, 5, 8, 9)),
        (("tools", 1), (9, 5, 9, 46), (9, 5, 9, 46)),
        (("tools", 1, "quoted key"), (9, 29, 9, 36), (9, 15, 9, 27)),
        (("tools", 1, "empty"), (9, 45, 9, 45), (9, 38, 9, 43)),
        # What is merged stands where it is written; a key of its own wins.
        (("tools", 2, "tags", 0), (3, 10, 3, 11), (3, 10, 3, 11)),
        (("tools", 2, "owner"), (11, 12, 11, 14), (11, 5, 11, 10)),
        (("tools", 3, "a"), (12, 14, 12, 15), (12, 11, 12, 12)),
        (("tools", 3, "owner"), (12, 24, 12, 27), (12, 17, 12, 22)),
        (("tools", 3, "tags"), (3, 9, 3, 15), (3, 3, 3, 7)),
        (("tools", 4, "deep", "x"), (13, 27, 13, 28), (13, 24, 13, 25)),
        (("tools", 4, "owner"), (2, 10, 2, 13), (2, 3, 2, 8)),
        # A route that leads nowhere ends at the nearest parent.
        (("nothing",), (1, 1, 14, 1), (1, 1, 14, 1)),
        (("base", "nothing", "more"), (1, 7, 4, 1), (1, 1, 1, 5)),
        (("base", "owner", "deeper"), (2, 10, 2, 13), (2, 3, 2, 8)),
        (("base", "tags", 2), (3, 9, 3, 15), (3, 3, 3, 7)),
        (("base", "tags", -1), (3, 9, 3, 15), (3, 3, 3, 7)),
        (("base", "tags", "0"), (3, 9, 3, 15), (3, 3, 3, 7)),
        (("base", 0), (1, 7, 4, 1), (1, 1, 1, 5)),
        (("tools", 0, "again", "nothing"), (7, 12, 7, 17), (7, 5, 7, 10)),
        (("tools", 2, "<<"), (10, 5, 12, 3), (10, 5, 12, 3)),
    ],
)
def test_a_route_leads_to_the_place_of_its_value_and_of_its_key(
    route: tuple[str | int, ...], value: tuple[int, int, int, int], key: tuple[int, int, int, int]
) -> None:
    document = document_of(TEXT)
    assert spot(document.place(route)) == value
    assert spot(document.place(route, key=True)) == key


def test_merged_values_are_there_and_own_and_earlier_keys_win() -> None:
    base = {"owner": "ops", "tags": ["x", "y"]}
    assert document_of(TEXT).data == {
        "base": base,
        "mark": "one",
        "tools": [
            {"id": "crm", "again": base, "word": "one"},
            {"id": "cdp", "quoted key": "it's", "empty": None},
            {"owner": "me", "tags": ["x", "y"]},
            {"a": 1, "owner": "you", "tags": ["x", "y"]},
            {"deep": {"x": 1}, "owner": "ops", "tags": ["x", "y"]},
        ],
    }


def test_an_alias_of_a_merging_mapping_brings_its_merged_keys() -> None:
    document = document_of("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\nd: *b\n")
    assert document.data == {
        "a": {"x": 1},
        "b": {"x": 1, "y": 2},
        "c": {"x": 1, "y": 2, "z": 3},
        "d": {"x": 1, "y": 2},
    }
    assert str(document.place(("c", "x"))) == "d.yaml:1:11"
    assert str(document.place(("c", "y"))) == "d.yaml:2:19"
    assert str(document.place(("d", "x"))) == "d.yaml:1:11"


def test_a_merge_of_an_aliased_list_takes_in_each_of_its_mappings() -> None:
    document = document_of("l: &l\n  - {a: 1}\n  - &b {b: 2, a: 3}\nm:\n  <<: *l\nn:\n  <<: [*b]\n")
    assert document.data == {"l": [{"a": 1}, {"b": 2, "a": 3}], "m": {"b": 2, "a": 1}, "n": {"b": 2, "a": 3}}
    assert str(document.place(("m", "a"))) == "d.yaml:2:9"
    assert str(document.place(("m", "b"))) == "d.yaml:3:12"


def test_a_chain_of_thousands_of_merges_has_places() -> None:
    chain = "".join(f"m{i}: &m{i} {{<<: *m{i - 1}}}\n" for i in range(1, 5000))
    document = document_of("m0: &m0 {x: 1}\n" + chain)
    assert str(document.place(("m4999", "x"), key=True)) == "d.yaml:1:10"


def test_a_quoted_or_aliased_merge_key_is_a_key_like_any_other() -> None:
    document = document_of('a: {"<<": {b: 1}}\n')
    assert document.data == {"a": {"<<": {"b": 1}}}
    assert str(document.place(("a", "<<", "b"))) == "d.yaml:1:15"


def test_an_alias_can_be_a_key() -> None:
    document = document_of("- &name owner\n- {*name : ops}\n")
    assert document.data == ["owner", {"owner": "ops"}]
    assert str(document.place((1, "owner"), key=True)) == "d.yaml:2:4"


def test_a_key_can_have_an_anchor() -> None:
    document = document_of("&k key: *k\n'&q quoted': &v v\nagain: *v\n")
    assert document.data == {"key": "key", "&q quoted": "v", "again": "v"}
    assert spot(document.place(("key",), key=True)) == (1, 1, 1, 7)


def test_an_anchor_that_is_used_again_stands_for_the_last_node() -> None:
    assert document_of("- &a 1\n- *a\n- &a 2\n- *a\n- &b [&b x, *b]\n- *b\n").data == [1, 1, 2, 2, ["x", "x"], "x"]


def test_aliases_share_one_object() -> None:
    data = document_of("- &a [1]\n- *a\n").data
    assert isinstance(data, list)
    assert data[0] is data[1]


def test_core_tags_of_lists_and_mappings_say_what_they_are() -> None:
    assert document_of("!!map {a: !!seq [1], b: ! {}, c: ! []}\n").data == {"a": [1], "b": {}, "c": []}


def test_columns_count_characters_beyond_the_basic_plane_once() -> None:
    document = document_of("\ufeff😀: {ключ: '😀', x: 1}\n")
    assert spot(document.place(("😀",), key=True)) == (1, 1, 1, 2)
    assert spot(document.place(("😀", "ключ"))) == (1, 11, 1, 14)
    assert spot(document.place(("😀", "x"))) == (1, 19, 1, 20)


def test_lines_end_at_all_three_line_breaks() -> None:
    document = document_of("a: 1\r\nb: 2\rc: 3\n\r\nd: 4")
    assert [document.place((name,)).line for name in "abcd"] == [1, 2, 3, 5]
    assert [document.excerpt(Place("", line, 1, line, 1)) for line in range(7)] == [
        "",
        "a: 1",
        "b: 2",
        "c: 3",
        "",
        "d: 4",
        "",
    ]
    assert spot(document.place(("d",))) == (5, 4, 5, 5)


def test_unicode_line_breaks_are_characters_of_a_line() -> None:
    text = "a: x\u2028y # no\u2029b: hidden\nc: 'p\x85q'\nd\u2028: |\n  r\u2029\n  s\ne: \"\\L\"\n"
    document = document_of(text)
    assert document.data == {"a": "x\u2028y", "c": "p\x85q", "d\u2028": "r\u2029\ns\n", "e": "\u2028"}
    assert spot(document.place(("c",))) == (2, 4, 2, 9)
    assert spot(document.place(("e",))) == (6, 4, 6, 8)
    assert document.excerpt(Place("", 1, 1, 1, 1)) == "a: x\u2028y # no\u2029b: hidden"


def test_a_text_that_uses_private_characters_itself_keeps_them() -> None:
    assert document_of("a: \ue000\ue001\u2028\ue002\n").data == {"a": "\ue000\ue001\u2028\ue002"}


def test_an_excerpt_starts_with_the_line_and_is_cut_after_200_characters() -> None:
    document = document_of("a: " + "x" * 500 + "\r\nb: " + "y" * 197 + "\r\nc: " + "z" * 196 + "\r\n")
    assert document.excerpt(Place("", 1, 1, 1, 1)) == "a: " + "x" * 197
    assert document.excerpt(Place("", 2, 1, 2, 1)) == "b: " + "y" * 197
    assert document.excerpt(Place("", 3, 1, 3, 1)) == "c: " + "z" * 196


def test_places_in_the_second_document_count_from_the_start_of_the_file() -> None:
    reading = read(b"a: 1\n---\n# note\na: 2\nb: [3]\n", file="d.yaml")
    first, second = reading.documents
    assert (first.data, second.data) == ({"a": 1}, {"a": 2, "b": [3]})
    assert str(first.place(("a",))) == "d.yaml:1:4"
    assert str(second.place(("a",))) == "d.yaml:4:4"
    assert str(second.place(("b", 0))) == "d.yaml:5:5"
    assert str(second.place(("c",))) == "d.yaml:4:1"


def test_a_document_survives_pickling_with_its_places() -> None:
    document = pickle.loads(pickle.dumps(document_of(TEXT)))  # noqa: S301 - made in this line
    assert document.data == document_of(TEXT).data
    assert document.file == "d.yaml"
    assert str(document.place(("tools", 2, "owner"), key=True)) == "d.yaml:11:5"
