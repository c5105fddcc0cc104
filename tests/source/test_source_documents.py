"""Values equal those of PyYAML's own loader, and places equal the marks of its composer, on generated documents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackaudit.source import Document, read


class CoreLoader(yaml.CSafeLoader):
    """PyYAML's loader with the core schema of YAML 1.2 and dates: an independent second opinion."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the name and type are PyYAML's

    def a_number(self, node: yaml.ScalarNode) -> int:
        return int(node.value, 0) if re.match("0[ox]", node.value) else int(node.value)

    def a_float(self, node: yaml.ScalarNode) -> float:
        return float(node.value)

    def a_date(self, node: yaml.ScalarNode) -> date:
        return date.fromisoformat(node.value)


for _name, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "timestamp": r"\d\d\d\d-\d\d-\d\d",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
    "merge": r"<<",
}.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"(?:{_pattern})\Z", re.ASCII), None)
CoreLoader.add_constructor("tag:yaml.org,2002:int", CoreLoader.a_number)
CoreLoader.add_constructor("tag:yaml.org,2002:float", CoreLoader.a_float)
CoreLoader.add_constructor("tag:yaml.org,2002:timestamp", CoreLoader.a_date)
# As a value, "<<" is text.
CoreLoader.add_constructor("tag:yaml.org,2002:merge", lambda _, node: node.value)

# Characters that YAML takes as they are or escapes; the odd line breaks have tests of their own.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029")
    | st.sampled_from(" \n\t:#-?,[]{}&*!|>'\"%@`<=~"),
    max_size=20,
)
WORDS = st.sampled_from(
    [
        *("yes", "no", "on", "true", "null", "~", "12", "0o17", "0x1f", "1e3", ".5", "1_000", "12:30", "2026-11-22"),
        *("2026-11-22T10:00:00", "<", "=", "<<", "-", "?", ":", "#", "é", "😀", "a", "b"),
    ]
)
# The dumper writes YAML 1.1, where 0o17 and 1e3 are text without quotes; as keys they would be refused.
KEYS = (TEXT | WORDS).filter(lambda text: not re.match("[-+.0-9]", text))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**29), 10**29),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    TEXT,
    WORDS,
)
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(KEYS, inner, max_size=5)
        # The same object twice is written as an anchor and an alias.
        | inner.map(lambda value: [value, {"again": value}, value])
    ),
    max_leaves=25,
)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, None, None, "'", '"', "|", ">"]),
        "indent": st.integers(2, 6),
        "width": st.sampled_from([10, 40, 200]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)
THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def marks(node: yaml.Node) -> tuple[int, int, int, int]:
    start, end = node.start_mark, node.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def place(document: Document, route: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int, int, int]:
    found = document.place(route, key=key)
    return found.line, found.column, found.end_line, found.end_column


def compare_places(
    document: Document, node: yaml.Node | None, value: Any, route: tuple[str | int, ...], seen: set[int]
) -> None:
    """Every key and value under a node stands where the composer says; an alias has no node of its own to compare."""
    assert node is not None
    if id(node) not in seen:
        assert place(document, route) == marks(node)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for (name, node_of_value), text in zip(node.value, value, strict=True):
            if id(name) not in seen:
                assert place(document, (*route, text), key=True) == marks(name)
            seen.add(id(name))
            compare_places(document, node_of_value, value[text], (*route, text), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            compare_places(document, item, value[index], (*route, index), seen)


@THOROUGH
@given(DATA, STYLES)
def test_generated_documents_read_as_the_loader_reads_them(data: object, style: dict[str, Any]) -> None:
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, **style)
    reading = read(text.encode(), file="g.yaml")
    assert reading.problems == ()
    expected = yaml.load(text, Loader=CoreLoader)  # noqa: S506 - a safe loader with another schema
    assert repr(reading.documents[0].data) == repr(expected)


@THOROUGH
@given(DATA, STYLES)
def test_generated_documents_have_places_where_the_composer_has_marks(data: object, style: dict[str, Any]) -> None:
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, **style)
    (document,) = read(text.encode(), file="g.yaml").documents
    compare_places(document, yaml.compose(text, Loader=yaml.CSafeLoader), document.data, (), set())


@THOROUGH
@given(st.lists(DATA, max_size=4), st.sampled_from(["\n", "\r\n", "\r"]))
def test_several_documents_are_all_read_with_places_of_the_whole_file(data: list[object], line_break: str) -> None:
    text = yaml.dump_all(data, Dumper=yaml.CSafeDumper, explicit_start=True, line_break=line_break)
    reading = read(text.encode(), file="g.yaml")
    assert reading.problems == ()
    expected = list(yaml.load_all(text, Loader=CoreLoader)) or [None]
    assert repr([document.data for document in reading.documents]) == repr(expected)
    for document, node in zip(reading.documents, yaml.compose_all(text, Loader=yaml.CSafeLoader), strict=False):
        compare_places(document, node, document.data, (), set())


@THOROUGH
@given(DATA, STYLES)
def test_a_byte_order_mark_changes_nothing(data: object, style: dict[str, Any]) -> None:
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, **style).encode()
    plain, marked = read(text, file="g.yaml"), read(b"\xef\xbb\xbf" + text, file="g.yaml")
    assert repr(plain.documents[0].data) == repr(marked.documents[0].data)
    assert plain.documents[0].place(()) == marked.documents[0].place(())


PIECES = st.lists(
    st.sampled_from(
        [
            *("a", "b", "k1", "k2", "1", "true", "~", "-", "?", ":", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">"),
            *("'", '"', "%", "@", "#", "&x", "*x", "&y", "*y", "<<", "<<:", "!!str", "!!int", "!t", "---", "...", "\t"),
            *("\r\n", " ", "  ", "\n", "\n  ", "\n    ", ": ", "- ", "a: ", "b:\n", "\\", "é", "😀", "2026-01-01"),
        ]
    ),
    max_size=30,
).map("".join)


def loaded(text: str) -> list[object] | None:
    """What the loader reads, or None where it refuses."""
    try:
        return list(yaml.load_all(text, Loader=CoreLoader)) or [None]
    except (yaml.YAMLError, ValueError, TypeError) as error:
        # YAML lets a name be used again; PyYAML's composer in C does not.
        return [] if "duplicate anchor" in str(error) else None


@settings(max_examples=800, deadline=None)
@given(PIECES)
def test_text_made_of_yaml_pieces_is_refused_or_reads_as_the_loader_reads_it(text: str) -> None:
    reading = read(text.encode(), file="p.yaml")
    expected = loaded(text)
    assert reading.problems or expected is not None
    if not reading.problems and expected:
        assert repr([document.data for document in reading.documents]) == repr(expected)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=100) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_a_reading_whose_places_lie_in_the_text(raw: bytes) -> None:
    reading = read(raw, file="b.yaml")
    assert reading.documents or reading.problems
    lines = re.split("\r\n?|\n", raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    for problem in reading.problems:
        assert problem.place is not None
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert (problem.place.end_line, problem.place.end_column) >= (problem.place.line, problem.place.column)
        assert problem.message
        assert "\n" not in problem.message
        str(problem).encode()
    assert list(reading.problems) == sorted(reading.problems, key=lambda problem: problem.sort_key)


STACK = b"""\
stackaudit: 1
as_of: 2026-11-22
company: {name: "Northwind \\u2603", regions: [us, de]}
defaults: &defaults {owner: ops, source: 'told by ops'}
tools:
  crm: {<<: *defaults, sends: [email]}
  cdp:
    <<: [*defaults]
    notes: >
      Two lines
      of text.
    # a comment
    cost: 12.5
flows:
  - {from: crm, to: cdp}
  - from: cdp
    to: crm
---
second: document
"""


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_valid_file_with_a_few_bytes_changed_never_raises(data: st.DataObject) -> None:
    raw = bytearray(STACK)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        piece = data.draw(st.sampled_from(b"\t\n\r :-?[]{}&*!|>'\"%@#<\\\x00\x07\xff\xc3a1,".hex(" ").split(" ")))
        raw[start : start + data.draw(st.integers(0, 3))] = bytes.fromhex(piece)
    reading = read(bytes(raw), file="m.yaml")
    assert reading.documents or reading.problems
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.excerpt is not None
        assert problem.place.column <= len(problem.excerpt) + 1
    for document in reading.documents:
        walk(document, document.data, ())


def walk(document: Document, value: object, route: tuple[str | int, ...]) -> None:
    """Every value and key has a place, also where there were problems."""
    document.place(route)
    if isinstance(value, dict):
        for name in value:
            assert isinstance(name, str)
            assert document.place((*route, name), key=True).file == "m.yaml"
            walk(document, value[name], (*route, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            walk(document, item, (*route, index))


def test_the_valid_file_is_valid() -> None:
    reading = read(STACK, file="m.yaml")
    assert reading.problems == ()
    assert [document.data for document in reading.documents] == list(yaml.load_all(STACK, Loader=CoreLoader))


@pytest.mark.parametrize("text", ["", " \n", "# only a comment", "\n\n", "\ufeff", "# é\r\n\r\n"])
def test_a_text_without_content_is_one_document_that_holds_nothing(text: str) -> None:
    reading = read(text.encode(), file="e.yaml")
    assert reading.problems == ()
    (document,) = reading.documents
    assert document.data is None
    assert str(document.place(())) == "e.yaml:1:1"
    assert str(document.place(("a", 1), key=True)) == "e.yaml:1:1"
