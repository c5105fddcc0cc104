"""Comments of a text. The parser tells nothing of them, so they are what begins with ``#`` outside of every scalar."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from stackaudit.frozen import dataclass
from stackaudit.source.lines import Lines
from stackaudit.source.positions import Positions

__all__ = ["Comment", "comments"]

_END: Final = re.compile(r"[\r\n]|\Z")
_BEFORE: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    ``start`` and ``end`` are indexes into the text; ``line`` is its line, from 1. ``alone`` says whether nothing else
    stands in that line.
    """

    text: str
    start: int
    end: int
    line: int
    alone: bool


def comments(lines: Lines, positions: Positions, marker: re.Pattern[str]) -> list[Comment]:
    """The comments in which a pattern is found, in the order of the text.

    Args:
        lines: the text.
        positions: where its scalars stand.
        marker: a pattern that begins with ``#``. A text without it costs one search.
    """
    text = lines.text
    found = []
    end = 0
    for match in marker.finditer(text):
        start = match.start()
        # A comment that holds the marker once more is one comment.
        if start < end or (start and text[start - 1] not in _BEFORE) or _in_scalar(start, text, positions):
            continue
        end = _end(text, start)
        line, column = lines.position(start)
        found.append(Comment(text[start:end], start, end, line, not text[start - column + 1 : start].strip(" \t")))
    return found


def _end(text: str, start: int) -> int:
    match = _END.search(text, start)
    return match.start() if match is not None else len(text)


def _in_scalar(index: int, text: str, positions: Positions) -> bool:
    """Whether an index lies inside a scalar. The head of a block scalar may have a comment of its own."""
    number = bisect_right(positions.starts, index) - 1
    if number < 0 or positions.is_collection(number) or positions.ends[number] <= index:
        return False
    start = positions.starts[number]
    return text[start] not in "|>" or _end(text, start) < index
