"""From bytes to text: UTF-8, and no character that YAML forbids."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Final

from stackaudit.errors import Problem
from stackaudit.source.lines import Lines

__all__ = ["BYTE_ORDER_MARK", "control_character", "decode", "forbidden", "stand_ins"]

_UTF8_MARK: Final = b"\xef\xbb\xbf"
# The longer marks first: that of UTF-32 starts with that of UTF-16.
_OTHER_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# At the start of a file it is no part of the text. Elsewhere it is invisible, and would become part of a key or value.
BYTE_ORDER_MARK: Final = "\ufeff"
# All that YAML forbids outside of escapes, and XML and HTML forbid anywhere.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_FORBIDDEN: Final = re.compile(f"{_CONTROL.pattern}|{BYTE_ORDER_MARK}")
# What takes the place of a forbidden character: not a space, which would indent a line.
_REPLACEMENT: Final = "\ue000"
# The parser ends lines at these, as YAML 1.1 had it. No editor shows that, and they could hide a key in a comment.
_ODD_BREAKS: Final = "\x85\u2028\u2029"
_PRIVATE: Final = (range(0xE001, 0xF900), range(0xF0000, 0xFFFFE))
_FORBIDDEN_MESSAGE: Final = "the invisible character U+{:04X} is not allowed"
_SAVE: Final = "save the file as UTF-8"


def decode(raw: bytes, file: str) -> Lines | Problem:
    """The text of a file that is UTF-8, without its byte order mark; or what is wrong with it."""
    for mark, encoding in _OTHER_MARKS:
        if raw.startswith(mark):
            return Lines("", file).problem(f"the file is {encoding}, expected UTF-8", 0, 0, _SAVE)
    raw = raw.removeprefix(_UTF8_MARK)
    try:
        return Lines(raw.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        # What stands before is good, and counts; the excerpt shows bad bytes as replacement characters.
        index = len(raw[: error.start].decode("utf-8"))
        lines = Lines(raw.decode("utf-8", "replace"), file)
        return lines.problem(f"the byte 0x{raw[error.start]:02X} is not UTF-8", index, index + 1, _SAVE)


def control_character(text: str) -> str | None:
    """The first control character in a text, as ``U+0007``."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def forbidden(lines: Lines, count: int) -> tuple[str, list[Problem]]:
    """The text with every forbidden character replaced, and the first ``count`` of them as problems.

    A text with a NUL is no text at all: that is the one problem, and nothing is left to read.
    """
    text = lines.text
    if "\0" in text:
        index = text.index("\0")
        message = "the file holds a NUL character: it is not UTF-8, or not text"
        return "", [lines.problem(message, index, index + 1, _SAVE)]
    problems = [
        lines.problem(_FORBIDDEN_MESSAGE.format(ord(found[0])), found.start(), found.end(), "remove it")
        for found in islice(_FORBIDDEN.finditer(text), count)
    ]
    return _FORBIDDEN.sub(_REPLACEMENT, text), problems


def stand_ins(text: str) -> dict[int, int]:
    """For each of U+0085, U+2028 and U+2029 that the text holds: a character that it does not hold."""
    breaks = [ord(character) for character in _ODD_BREAKS if character in text]
    if not breaks:
        return {}
    used = {ord(character) for character in set(text)}
    return dict(zip(breaks, (code for code in chain.from_iterable(_PRIVATE) if code not in used), strict=False))
