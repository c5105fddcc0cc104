"""From an index into a text to line and column, and from a line back to its text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from stackaudit.errors import Place, Problem

__all__ = ["Lines"]

_EXCERPT: Final = 200
_BREAK: Final = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of one text.

    Lines end as YAML 1.2 and editors have it: at a line feed, a carriage return, or both together. U+0085, U+2028 and
    U+2029 are characters of a line. Indexes, lines and columns count code points.
    """

    __slots__ = ("_starts", "file", "text")

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._starts: Sequence[int] = ()

    def place(self, start: int, end: int) -> Place:
        """The range from index ``start`` to index ``end``, which is not part of it."""
        line, column = self.position(start)
        # Most ranges end on the line on which they begin.
        is_short = line < len(self._starts) and start <= end < self._starts[line]
        end_line, end_column = (line, column + end - start) if is_short else self.position(end)
        return Place(self.file, line, column, end_line, end_column)

    def position(self, index: int) -> tuple[int, int]:
        """Line and column of an index, each from 1."""
        starts = self._starts or self._find_starts()
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def excerpt(self, line: int) -> str:
        """The first 200 characters of a line without its line break; nothing for a line that does not exist."""
        starts = self._starts or self._find_starts()
        if not 1 <= line <= len(starts):
            return ""
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        # Two more characters, so that a line break after the last one shown is seen and taken off.
        return self.text[start : min(end, start + _EXCERPT + 2)].rstrip("\r\n")[:_EXCERPT]

    def problem(self, message: str, start: int, end: int, hint: str | None = None) -> Problem:
        """A problem with its place and the line that it stands in."""
        place = self.place(start, end)
        return Problem(message, place, hint, self.excerpt(place.line))

    def too_many(self, problems: list[Problem]) -> Problem:
        """The problem that says that no more were looked for; it stands at the end of the last one."""
        ends = ((last.place.end_line, last.place.end_column) for last in problems if last.place)
        line, column = max(ends, default=(1, 1))
        message = f"reading stopped after {len(problems):,} problems"
        return Problem(message, Place(self.file, line, column, line, column), "mend these first", self.excerpt(line))

    def _find_starts(self) -> Sequence[int]:
        # Only made when the first place is asked for: a clean text may never need it.
        starts = array("Q", [0])
        if "\r" in self.text:
            starts.extend(map(re.Match.end, _BREAK.finditer(self.text)))
        else:  # as in nearly every text: to look for one character is many times as quick
            find, start = self.text.find, self.text.find("\n") + 1
            while start:
                starts.append(start)
                start = find("\n", start) + 1
        self._starts = starts
        return starts
