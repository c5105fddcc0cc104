"""Hostile texts end soon, with a problem; a usual text never meets a bound."""

from __future__ import annotations

import gc

import pytest

from stackaudit.source import Limits, Reading, read, reading

DEEP = "lists and mappings are nested more than 100 levels deep"
LAUGHS = "aliases repeat more than 100,000 keys and values"


def last(found: Reading) -> tuple[str, str]:
    problem = found.problems[-1]
    return problem.message, str(problem.place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 1_000_000, "h.yaml:1:101"),
        ("{" * 1_000_000, "h.yaml:1:101"),
        ("- " * 1_000_000, "h.yaml:1:201"),
        ("? " * 1_000_000, "h.yaml:1:201"),
        ("a: " + "[" * 50_000, "h.yaml:1:103"),
        ("".join(" " * depth + "k:\n" for depth in range(1000)), "h.yaml:101:101"),
    ],
)
def test_a_text_nested_without_end_is_refused_at_level_101(text: str, place: str) -> None:
    found = read(text.encode(), file="h.yaml")
    assert last(found) == (DEEP, place)
    assert found.documents == ()


def test_a_hundred_levels_are_read_and_the_bound_can_be_moved() -> None:
    text = ("[" * 100 + "]" * 100).encode()
    assert read(text, file="h.yaml").problems == ()
    assert last(read(text, file="h.yaml", limits=Limits(depth=99)))[1] == "h.yaml:1:100"
    assert read(b"[" + text + b"]", file="h.yaml", limits=Limits(depth=101)).problems == ()


def test_what_is_deeper_than_a_parser_reads_is_an_error_too() -> None:
    found = read(b"a: " + b"[" * 100_000, file="h.yaml", limits=Limits(depth=1_000_000))
    assert len(found.problems) == 1
    assert found.documents == ()


def test_brackets_far_into_a_file_are_counted_from_its_start() -> None:
    text = "".join(f'k{number}: ["\u2028"]\n' for number in range(200)) + "deep: " + "[" * 5_000
    assert last(read(text.encode(), file="h.yaml")) == (DEEP, "h.yaml:201:106")


def test_each_document_has_its_own_depth() -> None:
    assert read(b"--- [[[x]]]\n--- [[[y]]]\n", file="h.yaml", limits=Limits(depth=3)).problems == ()


def test_depth_counts_through_aliases() -> None:
    text = "a0: &a0 [[[x]]]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 200))
    # The mapping is one level, each of 96 lists another, and the innermost has three.
    assert last(read(text.encode(), file="h.yaml")) == (DEEP, "h.yaml:98:12")


@pytest.mark.parametrize("levels", [3, 4])
def test_depth_of_an_alias_is_that_of_its_deepest_part(levels: int) -> None:
    text = b"- &a [&b [[x]], *b, y]\n- [*a]\n- [[&c [z]]]\n- *c\n"
    found = read(text, file="h.yaml", limits=Limits(depth=levels + 1))
    assert [str(problem.place) for problem in found.problems] == (["h.yaml:2:4"] if levels == 3 else [])


def test_merging_does_not_nest() -> None:
    text = "a0: &a0 {x: 1}\n" + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}}}\n" for i in range(1, 200))
    assert read(text.encode(), file="h.yaml").problems == ()


def test_the_billion_laughs_are_refused() -> None:
    text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    text += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
    found = read(text.encode(), file="h.yaml")
    assert last(found)[0] == LAUGHS
    assert found.documents == ()


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("- &a x\n- *a\n- *a\n", 2),
        ("- &a [x, y]\n- *a\n", 3),
        ("- &a {x: y}\n- *a\n", 3),
        ("- &a {x: [y, z]}\n- *a\n- *a\n", 10),
        ("- &a [x]\n- &b [*a, *a]\n- *b\n", 2 + 2 + 5),
        ("- &a {<<: &b {c: 1}}\n- *a\n- *b\n", 5 + 3),
        ("- &a [&b [x], *b]\n- *a\n", 2 + 5),
    ],
)
def test_what_aliases_repeat_is_counted_node_by_node(text: str, nodes: int) -> None:
    assert read(text.encode(), file="h.yaml", limits=Limits(alias_nodes=nodes)).problems == ()
    found = read(text.encode(), file="h.yaml", limits=Limits(alias_nodes=nodes - 1))
    assert last(found)[0] == f"aliases repeat more than {nodes - 1} keys and values"


def test_each_document_may_repeat_as_much() -> None:
    text = b"---\n- &a x\n- *a\n---\n- &a x\n- *a\n"
    assert read(text, file="h.yaml", limits=Limits(alias_nodes=1)).problems == ()


def test_a_text_that_is_too_big_is_refused_unread() -> None:
    found = read(b"\xff" * 11, file="h.yaml", limits=Limits(size=10))
    (problem,) = found.problems
    assert problem.message == "'h.yaml' has 11 bytes, more than the limit of 10"
    assert problem.hint == "split the file, or raise the limit"
    assert found.documents == ()
    assert read(b"a: bcdefgh", file="h.yaml", limits=Limits(size=10)).problems == ()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "x" * 1_000_000,
        "a: '" + "x " * 500_000 + "'",
        'a: "' + "\\u00e9" * 200_000 + '"',
        "a: |\n" + "  x\n" * 200_000,
        "a: " + "x\n  " * 200_000,
        "a: b\n" + "#" * 1_000_000 + "\n" * 100_000,
        "[" + "a, " * 200_000 + "]",
        "{" + ", ".join(f"k{i}: [v, {{w: x}}]" for i in range(20_000)) + "}",
    ],
)
def test_big_and_long_texts_are_read(text: str) -> None:
    found = read(text.encode(), file="h.yaml")
    assert found.problems == ()
    assert found.documents[0].place(()).line == 1


@pytest.mark.parametrize(
    "text",
    [
        "{" + "".join(f"k{i}: .nan, " for i in range(1_100)) + "}",
        "".join(f"k{i}: 1\n" for i in range(1_100)) * 2,
        "- *missing\n" * 1_100,
        "{" + "[a]: b, " * 1_100 + "}",
        "a: '" + "\x01" * 1_100 + "'",
    ],
)
def test_reading_stops_after_a_thousand_problems(text: str) -> None:
    found = read(text.encode(), file="h.yaml")
    assert [problem.message for problem in found.problems[1000:]] == ["reading stopped after 1,000 problems"]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "{" + "".join(f"k{i}: .nan, " for i in range(100_000)) + "}",
        "".join(f"k{i}: 1\n" for i in range(100_000)) + "".join(f"k{i}: 1\n" for i in range(2000)),
        "".join(f"- &{'ab' * 19}{i} x\n" for i in range(5000)) + f"- *{'ba' * 20}\n" * 2000,
        "{" + "[a]: b, " * 50_000 + "}",
        "a: '" + "\x01" * 1_000_000 + "'",
        "\ufeff" * 1_000_000,
    ],
)
def test_a_text_full_of_mistakes_is_given_up_in_time(text: str) -> None:
    found = read(text.encode(), file="h.yaml")
    assert len(found.problems) == 1001
    assert found.problems[-1].message == "reading stopped after 1,000 problems"
    assert found.problems[-1].place == max(problem.place for problem in found.problems if problem.place)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_off_while_reading_and_as_before_after_it(
    was_on: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states = []

    def fail(*_: object) -> None:
        states.append(gc.isenabled())
        raise MemoryError

    monkeypatch.setattr(reading, "read_events", fail)
    if not was_on:
        gc.disable()
    try:
        with pytest.raises(MemoryError):
            read(b"a: 1", file="h.yaml")
        states.append(gc.isenabled())
    finally:
        gc.enable()
    assert states == [False, was_on]


@pytest.mark.no_cover
def test_the_characters_that_the_parser_refuses_are_those_that_we_report() -> None:
    # Surrogates are not UTF-8; line breaks and what has a meaning are left out of a plain text.
    codes = [*range(0x20), *range(0x7F, 0xD800), *range(0xE000, 0x11000), *range(0x1FFFE, 0x20010), 0x10FFFF]
    found = read("".join(f"- '{chr(code)}'\n" for code in codes).encode(), file="h.yaml", limits=Limits(problems=100))
    refused = [*range(9), 0xB, 0xC, *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF]
    # A NUL would hide all others.
    assert found.problems[0].message.startswith("the file holds a NUL")
    text = "".join(f"- '{chr(code)}'\n" for code in codes if code)
    found = read(text.encode(), file="h.yaml", limits=Limits(problems=100))
    assert [problem.message.split()[3] for problem in found.problems] == [f"U+{code:04X}" for code in refused if code]
    allowed = [code for code in codes if code not in refused]
    found = read("".join(f"- '{chr(code)}'\n" for code in allowed).encode(), file="h.yaml")
    assert found.problems == ()
    data = found.documents[0].data
    # In quotes, a line break becomes a space.
    assert data == [chr(code) if code not in {0xA, 0xD} else " " for code in allowed]
