"""Names of a stack as a picture can show them: harmless, short, on a few lines; and harmless ids made of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import accumulate
from typing import Final

from stackaudit.outputs.plain import plain, shortened

__all__ = ["NAMELESS", "address", "between", "cells", "cut", "identifier", "one_line", "wrapped"]

NAMELESS: Final = "(no name)"

# What XML cannot hold, but `plain` lets through: half of them are no characters at all.
_IMPOSSIBLE: Final = re.compile("[\ufffe\uffff]")
_STACKED_MARKS: Final = 2
_NOT_IN_ID: Final = re.compile("[^A-Za-z0-9_-]+")
_ID_LENGTH: Final = 60
# A line may end after these, and at a space.
_BREAKS: Final = re.compile(r"(?<=[\s/_.:-])")


def one_line(text: str, most: int = 200) -> str:
    """A text on one line of at most ``most`` characters, without hidden characters and towers of accents."""
    if text.isascii() and text.isprintable():  # as nearly all are
        return shortened(" ".join(text[: 4 * most].split()), most)
    shown = _IMPOSSIBLE.sub("\ufffd", plain(text[: 4 * most], 8 * most))
    if not shown.isascii():
        shown = _without_towers(unicodedata.normalize("NFC", shown))
    return shortened(" ".join(shown.split()), most)


def _without_towers(text: str) -> str:
    """The text with at most two accents on a letter: a hundred of them would cover what stands above and below."""
    kept: list[str] = []
    stacked = 0
    for letter in text:
        stacked = stacked + 1 if unicodedata.combining(letter) else 0
        if stacked <= _STACKED_MARKS:
            kept.append(letter)
    return "".join(kept)


def cells(text: str) -> int:
    """How wide a text is, in letters: Chinese, Japanese, Korean and emoji count twice, accents not at all."""
    if text.isascii():
        return len(text)
    return sum(_cell(letter) for letter in text)


def _cell(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` cells."""
    return text if cells(text) <= width else f"{_fitting(text, width - 1).rstrip()}…"


def _fitting(text: str, width: int) -> str:
    """As much of the start of a text as fits, at least one letter."""
    ends = accumulate(_cell(letter) for letter in text)
    return text[: max(sum(end <= width for end in ends), 1)]


def wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    """The text on at most so many lines of at most ``width`` cells, with an ellipsis where something had to go.

    Lines end after spaces, slashes, hyphens, dots and underscores, or inside of a word that is longer than a line.
    """
    text = cut(text, width * lines)
    made = [""]
    for word in _BREAKS.split(text):
        rest = word
        while cells(made[-1] + rest.rstrip()) > width:
            if made[-1]:
                made.append("")
                continue
            head = _fitting(rest, width)
            made[-1], rest = head, rest[len(head) :]
            made.append("")
        made[-1] += rest
    shown = [line.strip() for line in made if line.strip()]
    if len(shown) > lines:
        shown = [*shown[: lines - 1], cut(f"{shown[lines - 1]} {shown[lines]}…", width)]
    return tuple(shown) or (NAMELESS,)


def identifier(prefix: str, text: str) -> str:
    """An id for HTML and SVG: ``node-hubspot``. Letters, digits, ``-`` and ``_``; different texts get different ids.

    What cannot stand in an id as it is gets ``--`` and a few hexadecimal digits of its hash at the end.
    """
    slug = _NOT_IN_ID.sub("-", text)[:_ID_LENGTH]
    if slug != text or "--" in text:
        slug = f"{slug.strip('-')}--{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"{prefix}-{slug}"


def between(kind: str, source: str, target: str) -> str:
    """The id in a picture of what leads from one node to another and is no element itself: a ``choice`` or ``gate``."""
    return identifier(kind, f"{source} {target}")


def address(path: str) -> str:
    """The id that an element has in a picture: ``node-hubspot`` for ``tools.hubspot``, ``flow-...`` for a flow."""
    collection, _, name = path.partition(".")
    return identifier({"flows": "flow", "gaps": "gap"}.get(collection, "node"), name)
