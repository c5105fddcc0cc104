"""Text of a stack on a terminal: no character in it can move the cursor, turn the line round or flood the screen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.outputs.plain import as_bytes, ended, plain, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mailer", "Mailer"),
        ("Bücher 書店 🛒", "Bücher 書店 🛒"),
        ("a\tb\nc\rd", "a b c d"),
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("bell\x07, null\x00, delete\x7f", "bell\\u0007, null\\u0000, delete\\u007f"),
        ("safe\u202eexe.fdp", "safe\\u202eexe.fdp"),
        ("\u2066isolate\u2069", "\\u2066isolate\\u2069"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("line\u2028paragraph\u2029", "line\\u2028paragraph\\u2029"),
        ("private \ue000", "private \\ue000"),
        ("half \udcff", "half \\udcff"),
        ("tag \U000e0041", "tag \\U000e0041"),
        # Joiners belong to scripts and to emoji.
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("", ""),
    ],
)
def test_hidden_characters_are_written_out(text, shown):
    assert plain(text) == shown


def test_a_long_text_is_cut():
    assert plain("x" * 10_000) == "x" * 1999 + "…"
    assert plain("é" * 10_000, 20) == "é" * 19 + "…"
    assert plain("x" * 20, 20) == "x" * 20
    assert plain("é" * 20, 20) == "é" * 20
    assert plain("\x00" * 10, 12) == "\\u0000\\u000…"
    assert shortened("abc", 2) == "a…"


@given(st.text(), st.integers(1, 50))
def test_no_text_keeps_a_hidden_character_or_grows_beyond_its_limit(text, limit):
    shown = plain(text, limit)
    assert len(shown) <= limit
    assert not [
        letter for letter in shown if unicodedata.category(letter)[0] == "C" and letter not in "\u200c\u200d"
        and unicodedata.category(letter) != "Cn"
    ]  # fmt: skip
    assert "\n" not in shown


def test_text_becomes_utf_8_and_halves_of_characters_are_written_out():
    assert as_bytes("Bücher") == b"B\xc3\xbccher"
    assert as_bytes("caf\udce9") == b"caf\\udce9"
    assert as_bytes(b"\xff") == b"\xff"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two", "one two"),
        ("one two three", "one two…"),
        ("a-word-of-many-letters", "a-word-of…"),
        ("a long-word", "a long-wo…"),
    ],
)
def test_what_is_shown_to_leadership_is_cut_after_a_word(text, shown):
    assert ended(text, 10) == shown
