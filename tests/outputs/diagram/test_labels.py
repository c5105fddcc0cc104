"""Names made harmless and short, and ids made of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stackaudit.outputs.diagram.labels import NAMELESS, address, cells, cut, identifier, one_line, wrapped

ANYTHING = st.text(max_size=80)


def test_a_short_plain_name_stays_as_it_is() -> None:
    assert one_line("Marketing Hub") == "Marketing Hub"
    assert wrapped("Marketing Hub", 18, 3) == ("Marketing Hub",)


def test_direction_marks_are_shown_instead_of_obeyed() -> None:
    assert one_line("\u202egnp.exe") == "\\u202egnp.exe"


def test_line_breaks_and_runs_of_spaces_are_one_space() -> None:
    assert one_line("a\n\tb   c") == "a b c"


def test_a_tower_of_accents_is_cut_down_to_two() -> None:
    assert one_line("x" + "\u0301" * 300) == "x" + "\u0301" * 2


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert one_line("a\ufffeb\uffff") == "a\ufffdb\ufffd"


def test_a_name_of_ten_thousand_characters_is_cut_with_an_ellipsis() -> None:
    assert one_line("x" * 10_000) == "x" * 199 + "…"


@given(ANYTHING)
@example("\ud800")
def test_one_line_is_one_line_without_hidden_characters(text: str) -> None:
    shown = one_line(text, 30)
    assert len(shown) <= 30
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", shown
    )
    assert shown == " ".join(shown.split())


def test_wide_letters_count_twice_and_accents_not_at_all() -> None:
    assert cells("日本") == 4
    assert cells("é") == cells("e\u0301") == 1


def test_a_long_name_breaks_at_its_spaces_and_signs() -> None:
    assert wrapped("Salesforce Marketing Cloud Account-Engagement", 18, 3) == (
        "Salesforce",
        "Marketing Cloud",
        "Account-Engagement",
    )


def test_a_word_longer_than_a_line_is_broken_inside() -> None:
    assert wrapped("x" * 10, 4, 3) == ("xxxx", "xxxx", "xx")


def test_what_does_not_fit_on_the_lines_ends_in_an_ellipsis() -> None:
    assert wrapped("one two three four five", 5, 2) == ("one", "two…")
    assert wrapped("aaaa bbbb cccc dd", 5, 3) == ("aaaa", "bbbb", "cccc…")


def test_a_name_of_nothing_is_called_so() -> None:
    assert wrapped("", 18, 3) == (NAMELESS,)


def test_letters_wider_than_the_line_stand_alone() -> None:
    assert wrapped("日本", 1, 9) == ("日", "本")


@given(ANYTHING, st.integers(3, 20), st.integers(1, 4))
def test_wrapped_lines_keep_within_their_width_and_number(text: str, width: int, lines: int) -> None:
    shown = wrapped(one_line(text), width, lines)
    assert 1 <= len(shown) <= lines
    assert shown == (NAMELESS,) or all(0 < cells(line) <= width for line in shown)


@given(ANYTHING, st.integers(3, 20))
def test_a_cut_text_is_the_start_of_the_text(text: str, width: int) -> None:
    shown = cut(text, width)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]) and cells(shown) <= width)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tools.hubspot", "node-hubspot"),
        ("capture_points.footer", "node-footer"),
        ("flows.nightly", "flow-nightly"),
        ("flows.a->b", "flow-a--b--140ac37d"),
        ("gaps.x", "gap-x"),
    ],
)
def test_an_element_has_an_address_in_the_picture(path: str, expected: str) -> None:
    assert address(path) == expected


@given(ANYTHING)
def test_an_id_holds_nothing_but_letters_digits_and_dashes(text: str) -> None:
    assert re.fullmatch(r"node-[A-Za-z0-9_-]{0,80}", identifier("node", text))


@given(st.lists(st.text(st.sampled_from("ab-. <"), max_size=6), unique=True))
def test_different_texts_have_different_ids(texts: list[str]) -> None:
    assert len({identifier("node", text) for text in texts}) == len(texts)


def test_an_id_that_looks_like_a_hash_of_another_is_another() -> None:
    assert identifier("node", identifier("", "x!").removeprefix("-")) != identifier("node", "x!")
