"""Text from a stack made harmless for a terminal: no control characters, no direction marks, no endless lines."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["as_bytes", "ended", "plain", "shortened", "visible"]

_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_NO_CHARACTERS: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_NO_LIMIT: Final = 1 << 40
_KEPT: Final = frozenset({"\u200d", "\u200c"})  # joiners, which several scripts and emoji need


def plain(text: str, limit: int = 2000) -> str:
    """The text on one line, with each hidden character written as ``\\u202e``, cut after ``limit`` characters."""
    if text.isprintable():
        return shortened(text, limit)
    shown = []
    for letter in text[: limit + 1]:
        if letter.isprintable():
            shown.append(letter)
        elif letter in "\t\n\r":
            shown.append(" ")
        elif unicodedata.category(letter) in _HIDDEN and letter not in _KEPT:
            shown.append(f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}")  # noqa: PLR2004 - end of the basic plane
        else:
            shown.append(letter)
    return shortened("".join(shown), limit)


def visible(text: str) -> str:
    """Text for a page or document, its lines kept; a hidden character, as one that turns text round, is ``\\u202e``.

    What is no character, and no markup may hold, becomes a replacement character.
    """
    if text.isprintable():
        return text
    return "\n".join(_NO_CHARACTERS.sub("\ufffd", plain(line, _NO_LIMIT)) for line in text.split("\n"))


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where it is longer than ``limit`` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def ended(text: str, limit: int) -> str:
    """The text, cut with an ellipsis after a word where it is longer than ``limit`` characters."""
    shown = shortened(text, limit)
    head, _, cut = shown.rpartition(" ")
    return f"{head}…" if shown != text and len(cut) < len(head) else shown


def as_bytes(content: str | bytes) -> bytes:
    """Text as UTF-8. What no text may hold, a half of a character from a file name, is written as ``\\udcff``."""
    return content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
