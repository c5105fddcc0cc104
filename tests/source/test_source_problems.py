"""Every kind of mistake, with its exact words, line and column."""

from __future__ import annotations

import pytest

from stackaudit.source import Limits, Reading, read

QUOTES = "if it is text, write it in quotes"
TAB = "use spaces instead of the tab"
INDENTATION = "check the indentation of this line and of the lines above"
BACKSLASH = "write \\\\ for a backslash, or use single quotes"
CLOSING_QUOTE = "inside '...' write '' for a quote, inside \"...\" write \\\""
CHARACTER = "write the character itself, or \\U and its eight digits"
NUL = "the file holds a NUL character: it is not UTF-8, or not text"
MERGES = "'<<' takes in a mapping or a list of mappings"
TAG = "if it is text that starts with '!', write it in quotes"
FIRST_COLUMN = "keys of one mapping start in one column; this mapping starts in line 1, column 1"


def said(reading: Reading) -> list[tuple[int, int, str, str | None]]:
    rows = []
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.place.file == "p.yaml"
        rows.append((problem.place.line, problem.place.column, problem.message, problem.hint))
    return rows


def problems_of(text: str | bytes, **limits: int) -> list[tuple[int, int, str, str | None]]:
    raw = text.encode() if isinstance(text, str) else text
    return said(read(raw, file="p.yaml", limits=Limits(**limits)))


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        # Colons and indentation
        ("a: b: c", 1, 5, "a second ': ' stands in this line", "a value that holds ': ' needs quotes"),
        ("a: 1\n b: 2", 2, 2, "a key stands where none is expected", INDENTATION),
        ("a\nb: 1", 2, 1, "a key stands where none is expected", INDENTATION),
        ('"two\n lines": 1', 2, 2, "a key stands where none is expected", INDENTATION),
        ("--- a: 1", 1, 1, "a key stands where none is expected", "write it on the line after '---'"),
        ("a" * 1100 + ": 1", 1, 1101, "a key is longer than 1024 characters", "shorten it"),
        ("a: 1\nno colon\nb: 2", 2, 1, "expected 'key: value', found no ': '", INDENTATION),
        ("a: 1\nb:2\nc: 3", 2, 1, "expected 'key: value', found no ': '", "put a space after ':'"),
        ("- a\n-b\n", 2, 1, "expected '- ' before the item of a list", "put a space after '-'"),
        ("a:\n  - 1\n - 2", 3, 2, "found an item of a list, expected a key", FIRST_COLUMN),
        ("a: x # note\n  y", 2, 3, "expected a key here", FIRST_COLUMN),
        ("- c\na: b", 2, 1, "expected '- ' here", "the list starts in line 1, column 1"),
        ("a: - b", 1, 4, "a list cannot start here", "put each item on a line of its own, or write [a, b]"),
        # Brackets
        ("a: {b:[1, 2]}", 1, 6, "expected a space after ':'", "put a space after ':'"),
        ("a: [1, 2\nb: 3", 2, 2, "expected ',' or ']'", "the bracket '[' is in line 1, column 4"),
        ("a: {b: 1\nc: 2", 2, 2, "expected ',' or '}'", "the bracket '{' is in line 1, column 4"),
        ("\na: [b, c", 2, 4, "the bracket '[' is never closed", "write ']' at its end"),
        ("{a: b\n", 1, 1, "the bracket '{' is never closed", "write '}' at its end"),
        ("a: }", 1, 4, "expected a value, found '}'", QUOTES),
        ("[,]", 1, 2, "expected a value, found ','", QUOTES),
        ("[a, b]]", 1, 7, "no bracket is open that this ']' could close", QUOTES),
        ("a: [a]b", 1, 7, "text stands after the closing ']'", QUOTES),
        # Quotes and escapes
        ("a: 'x\nb: 1", 1, 4, "this quote is never closed", "close it with '"),
        ('a: "x\nb: 1\n', 1, 4, "this quote is never closed", 'close it with "'),
        ("a: 'x\n---\nb'", 1, 4, "this quote is still open where a document ends", "the document ends in line 2"),
        ("a: 'it's'", 1, 8, "text stands after the closing quote", CLOSING_QUOTE),
        ('a: "x" y', 1, 8, "text stands after the closing quote", CLOSING_QUOTE),
        (r'a: "C:\dir"', 1, 7, "a backslash before 'd' is no escape", BACKSLASH),
        (r'a: "\xzz"', 1, 7, "an escape needs hexadecimal digits here", BACKSLASH),
        (
            r'a: "\ud800"',
            1,
            7,
            "this escape is not a character",
            "write the character itself, or \\U and its eight digits",
        ),
        (
            r'a: "\UFFFFFFFF"',
            1,
            7,
            "this escape is not a character",
            "write the character itself, or \\U and its eight digits",
        ),
        # Signs that mean something
        ("a: @x", 1, 4, "a value cannot start with '@'", QUOTES),
        ("a: `x`", 1, 4, "a value cannot start with '`'", QUOTES),
        ("a: 50\nb: %x", 2, 4, "a value cannot start with '%'", QUOTES),
        ("a: *.js", 1, 4, "a value that starts with '*' needs a name after it", QUOTES),
        ("a: & b", 1, 4, "a value that starts with '&' needs a name after it", QUOTES),
        ("a: ? b", 1, 4, "a value cannot start with '? '", QUOTES),
        ("a: >x\n y", 1, 5, "text stands behind '>'", f"start the text on the next line; {QUOTES}"),
        ("a: |0\n x", 1, 5, "text stands behind '|'", f"start the text on the next line; {QUOTES}"),
        ("a: !<x", 1, 4, "this tag cannot be read", TAG),
        ("a: !x!y z", 1, 4, "this tag cannot be read", TAG),
        ("a: !%zz x", 1, 4, "this tag cannot be read", TAG),
        ("a: !%99 x", 1, 4, "this tag cannot be read", TAG),
        # Tabs
        ("a:\n\tb: 1", 2, 1, "a tab indents this line, YAML wants spaces", TAB),
        ("\ta: 1", 1, 1, "a tab indents this line, YAML wants spaces", TAB),
        ("a:\n  b: 1\n  \tc: 2", 3, 3, "a tab indents this line, YAML wants spaces", TAB),
        ("a: |\n\tx", 2, 1, "a tab indents this line, YAML wants spaces", TAB),
        ("a: [\n\tb, c\n\t]", 3, 1, "a tab indents this line, YAML wants spaces", TAB),
        ("-\ta: 1", 1, 2, "a tab stands here, YAML wants spaces", TAB),
        # Directives and documents
        ("%x", 1, 1, "a line that starts with '%' is not understood", QUOTES),
        ("%TAG-x\n---\na", 1, 1, "a line that starts with '%' is not understood", QUOTES),
        ("%TAG !<x\n---\na", 1, 1, "a line that starts with '%' is not understood", QUOTES),
        ("%FOO bar\n---\na", 1, 1, "a line that starts with '%' is not understood", QUOTES),
        ("%YAML 1.2\n%YAML 1.2\n---\na", 2, 1, "a line that starts with '%' is not understood", QUOTES),
        ("%YAML 2.0\n---\na", 1, 1, "the version of YAML is neither 1.1 nor 1.2", "remove the line"),
        ("a\n...\nb: 1", 3, 1, "text stands after the end of the document", "start another document with '---'"),
        # Characters
        ("a: x\n\x01b: 1", 2, 1, "the invisible character U+0001 is not allowed", "remove it"),
        ("a: \x7f", 1, 4, "the invisible character U+007F is not allowed", "remove it"),
        ("a: \ufeffb", 1, 4, "the invisible character U+FEFF is not allowed", "remove it"),
        (
            "a: b\x00\x01",
            1,
            5,
            "the file holds a NUL character: it is not UTF-8, or not text",
            "save the file as UTF-8",
        ),
        # Keys
        ("a:\n  1: x", 2, 3, "a key must be text, found the number 1", "write it in quotes: '1'"),
        ("1.5: x", 1, 1, "a key must be text, found the number 1.5", "write it in quotes: '1.5'"),
        ("true: x", 1, 1, "a key must be text, found the truth value true", "write it in quotes: 'true'"),
        ("2026-01-01: x", 1, 1, "a key must be text, found the date 2026-01-01", "write it in quotes: '2026-01-01'"),
        ("2026-02-31: x", 1, 1, "a key must be text, found '2026-02-31'", "write it in quotes: '2026-02-31'"),
        (".nan: x", 1, 1, "a key must be text, found '.nan'", "write it in quotes: '.nan'"),
        ("null: x", 1, 1, "a key must be text, found 'null'", "write it in quotes: 'null'"),
        ("~: x", 1, 1, "a key must be text, found '~'", "write it in quotes: '~'"),
        ("? \n: x", 1, 2, "a key must be text, found nothing", "write the key before the ':'"),
        ("!!int '1': x", 1, 1, "a key must be text, found the number 1", "write it in quotes: '1'"),
        ("!t a: x", 1, 1, "the tag '!t' is not supported, only plain data is", QUOTES),
        ('"\\0": x', 1, 1, "the text holds the control character U+0000", "remove the escape"),
        ("[a]: x", 1, 1, "a key must be text, found a list", QUOTES),
        ("? {a: b}\n: x", 1, 3, "a key must be text, found a mapping", QUOTES),
        ("a: {{ x }}", 1, 5, "a key must be text, found a mapping", QUOTES),
        ("a: 1\nb: 2\na: 3", 3, 1, "the key 'a' stands twice in one mapping", "the first is in line 1"),
        ("{a: 1, 'a': 2}", 1, 8, "the key 'a' stands twice in one mapping", "the first is in line 1"),
        ("b: {a: 1}\na: 2\nc: [a]\na: 3", 4, 1, "the key 'a' stands twice in one mapping", "the first is in line 2"),
        # Tags of lists and mappings
        ("a: !!set {b, c}", 1, 4, "the tag '!!set' is not supported, only plain data is", "remove the tag"),
        ("a: !x [b]", 1, 4, "the tag '!x' is not supported, only plain data is", "remove the tag"),
        ("a: !!map [b]", 1, 4, "the tag '!!map' does not fit a list", "remove the tag"),
        ("a: !!seq {b: c}", 1, 4, "the tag '!!seq' does not fit a mapping", "remove the tag"),
        ("a: !!str [b]", 1, 4, "the tag '!!str' is not supported, only plain data is", "remove the tag"),
        # Anchors, aliases, merges
        ("a: &base 1\nb: *bse", 2, 4, "no anchor '&bse' stands before this alias", "did you mean 'base'?"),
        ("b: *x\na: &x 1", 1, 4, "no anchor '&x' stands before this alias", None),
        ("--- &a 1\n--- *a", 2, 5, "no anchor '&a' stands before this alias", None),
        ("a: &x [1, *x]", 1, 11, "the alias '*x' stands inside the value that it repeats", None),
        ("&x a: &y {b: *y}", 1, 14, "the alias '*y' stands inside the value that it repeats", None),
        ("a: &x {<<: *x}", 1, 12, "the alias '*x' stands inside the value that it repeats", None),
        ("*x : b", 1, 1, "no anchor '&x' stands before this alias", None),
        ("a: &x 1\n*x : b", 2, 1, "a key must be text, found a number", "write the key itself"),
        ("a: &x b\nb: 1\n*x : c", 3, 1, "the key 'b' stands twice in one mapping", "the first is in line 2"),
        ("<<: 3", 1, 5, f"{MERGES}, found a number", None),
        ("<<:", 1, 4, f"{MERGES}, found nothing", None),
        ("<<: [{a: 1}, b]", 1, 14, f"{MERGES}, found text", None),
        (
            "a: &x [{b: 1}, [c]]\nd:\n  <<: *x",
            1,
            16,
            f"{MERGES}, found a list",
            None,
        ),
        ("<<: *x", 1, 5, "no anchor '&x' stands before this alias", None),
        ("<<: [*x, {a: 1}]", 1, 6, "no anchor '&x' stands before this alias", None),
        ("<<: .nan", 1, 5, "'.nan' is not a number we can use", QUOTES),
        (
            "<<: {a: 1}\n<<: {b: 2}",
            2,
            1,
            "the key '<<' stands twice in one mapping",
            "the first is in line 1; write one '<<' with a list: <<: [*a, *b]",
        ),
        (
            "<<: [{a: 1}]\n<<: {b: 2}",
            2,
            1,
            "the key '<<' stands twice in one mapping",
            "the first is in line 1; write one '<<' with a list: <<: [*a, *b]",
        ),
    ],
)
def test_a_mistake_is_said_in_plain_words_at_its_place(
    text: str, line: int, column: int, message: str, hint: str | None
) -> None:
    assert problems_of(text)[:1] == [(line, column, message, hint)]
    if "{{" not in text:
        assert len(problems_of(text)) == 1


def test_a_message_that_nobody_foresaw_keeps_the_words_of_the_parser() -> None:
    from yaml.scanner import ScannerError

    from stackaudit.source.lines import Lines
    from stackaudit.source.syntax import explain

    problem = explain(ScannerError(problem="something new"), Lines("a: b", "p.yaml"))
    assert (problem.message, problem.hint, str(problem.place)) == (
        "this is not YAML",
        "the parser says: something new",
        "p.yaml:1:1",
    )


@pytest.mark.parametrize(
    ("raw", "line", "column", "message", "excerpt"),
    [
        ("a: b\nc: é".encode("latin-1"), 2, 4, "the byte 0xE9 is not UTF-8", "c: \ufffd"),
        ("ä: é\n".encode() + b"\xff", 2, 1, "the byte 0xFF is not UTF-8", "\ufffd"),
        (b"\xef\xbb\xbfa: \xc3", 1, 4, "the byte 0xC3 is not UTF-8", "a: \ufffd"),
        (b"a: \xed\xa0\x80", 1, 4, "the byte 0xED is not UTF-8", "a: \ufffd\ufffd\ufffd"),
        (b"a: \xc0\x80", 1, 4, "the byte 0xC0 is not UTF-8", "a: \ufffd\ufffd"),
        ("a: b".encode("utf-16"), 1, 1, "the file is UTF-16, expected UTF-8", ""),
        ("\ufeffa: b".encode("utf-16-be"), 1, 1, "the file is UTF-16, expected UTF-8", ""),
        ("a: b".encode("utf-32"), 1, 1, "the file is UTF-32, expected UTF-8", ""),
        ("\ufeffa: b".encode("utf-32-be"), 1, 1, "the file is UTF-32, expected UTF-8", ""),
    ],
)
def test_text_that_is_not_utf_8_is_refused_at_its_first_bad_byte(
    raw: bytes, line: int, column: int, message: str, excerpt: str
) -> None:
    reading = read(raw, file="p.yaml")
    assert reading.documents == ()
    assert said(reading) == [(line, column, message, "save the file as UTF-8")]
    assert reading.problems[0].excerpt == excerpt


def test_utf_16_without_a_mark_is_one_problem() -> None:
    assert problems_of("a: b".encode("utf-16-le")) == [(1, 2, NUL, "save the file as UTF-8")]


def test_all_mistakes_are_found_in_one_reading() -> None:
    text = "a: .nan\na: 2\n1: x\nb: *nope\nc: !t x\nd: 2026-02-30\n[e]: 1\nf: \x02\ng: ok\nh: [1\ni: 2\n"
    assert [(line, column) for line, column, _, _ in problems_of(text)] == [
        (1, 4),
        (2, 1),
        (3, 1),
        (4, 4),
        (5, 4),
        (6, 4),
        (7, 1),
        (8, 4),
        (11, 2),
    ]


def test_what_is_refused_is_left_out_and_the_rest_is_kept() -> None:
    text = "a: .nan\na: 2\n1: x\nb: *nope\n[e]: 1\n{x: y}: 2\ng: ok\n? [a, {b: c}]\n: z\nh: [*nope, 1]\n"
    (document,) = read(text.encode(), file="p.yaml").documents
    assert document.data == {"a": None, "b": None, "g": "ok", "h": [None, 1]}
    assert str(document.place(("g",), key=True)) == "p.yaml:7:1"
    assert str(document.place(("a",), key=True)) == "p.yaml:1:1"
    assert str(document.place(("h", 1))) == "p.yaml:10:12"


def test_documents_before_a_syntax_error_are_kept_and_the_broken_one_is_not() -> None:
    reading = read(b"a: 1\n---\nb: 2\n---\nc: [\n", file="p.yaml")
    assert [document.data for document in reading.documents] == [{"a": 1}, {"b": 2}]
    assert len(reading.problems) == 1
    assert read(b"c: [\n", file="p.yaml").documents == ()


def test_many_repeated_keys_each_name_their_first() -> None:
    text = "a: 1\nb: 1\na: 2\nc: {a: 1}\nd: 1\nb: 2\nd: 2\na: 3\n"
    assert [(line, hint) for line, _, _, hint in problems_of(text)] == [
        (3, "the first is in line 1"),
        (6, "the first is in line 2"),
        (7, "the first is in line 5"),
        (8, "the first is in line 1"),
    ]


def test_a_long_key_is_cut_in_the_message() -> None:
    key = "k" * 500
    ((_, _, message, _),) = problems_of(f"{key}: 1\n{key}: 2\n")
    assert message == f"the key '{'k' * 59}…' stands twice in one mapping"


def test_bidi_and_line_breaks_are_escaped_in_messages() -> None:
    ((_, _, message, _),) = problems_of('"a\\n\u202eb": 1\n"a\\n\u202eb": 2\n')
    assert message == r"the key 'a\n\u202eb' stands twice in one mapping"


def test_reading_stops_after_so_many_problems_and_says_so() -> None:
    rows = problems_of("[.nan, .nan,\n.nan, .nan]", problems=3)
    assert [(line, column) for line, column, _, _ in rows] == [(1, 2), (1, 8), (2, 1), (2, 5)]
    assert rows[-1][2:] == ("reading stopped after 3 problems", "mend these first")


def test_just_as_many_problems_as_allowed_do_not_stop_reading() -> None:
    reading = read(b"[.nan, .nan, .nan]", file="p.yaml", limits=Limits(problems=3))
    assert len(reading.problems) == 3
    assert len(reading.documents) == 1


def test_reading_stops_also_after_so_many_invisible_characters() -> None:
    rows = problems_of("a: '\x01\x02\x03\x04'", problems=3)
    assert [column for _, column, _, _ in rows] == [5, 6, 7, 8]
    assert rows[-1][2] == "reading stopped after 3 problems"
    assert len(problems_of("a: '\x01\x02\x03'", problems=3)) == 3


def test_with_no_problem_allowed_the_first_one_stops_reading() -> None:
    assert problems_of("a: .nan", problems=0) == [(1, 1, "reading stopped after 0 problems", "mend these first")]


def test_only_the_first_unknown_aliases_get_a_guess() -> None:
    rows = problems_of("- &base 1\n" + "- *bse\n" * 30)
    assert [hint is not None for _, _, _, hint in rows] == [True] * 20 + [False] * 10


def test_a_hostile_name_gets_no_guess() -> None:
    rows = problems_of(f"- &{'a' * 100} 1\n- *{'a' * 99}\n- *aaa\n")
    assert [hint for _, _, _, hint in rows] == [None, None]


def test_an_excerpt_is_the_line_and_its_column_is_that_of_the_place() -> None:
    (problem,) = read("one: 1\nzwölf 😀: .nan # x\u2028y\r\nend: 1\n".encode(), file="p.yaml").problems
    assert problem.excerpt == "zwölf 😀: .nan # x\u2028y"
    assert problem.place is not None
    assert problem.excerpt[problem.place.column - 1 : problem.place.end_column - 1] == ".nan"


def test_a_line_with_an_invisible_character_has_no_other_problem() -> None:
    rows = problems_of("a: .nan\x01\n\x01b: 1\n\ufeff---\nc: x\x1f: y\nd: .nan\n")
    assert [(line, column) for line, column, _, _ in rows] == [(1, 8), (2, 1), (3, 1), (4, 5)]
    assert {message[:24] for _, _, message, _ in rows} == {"the invisible character "}


def test_reading_goes_on_after_an_invisible_character() -> None:
    reading = read(b"a: 1\n\x02b: 2\nc: .nan\n", file="p.yaml")
    assert [(line, column) for line, column, _, _ in said(reading)] == [(2, 1), (3, 4)]
    assert len(reading.documents) == 1
