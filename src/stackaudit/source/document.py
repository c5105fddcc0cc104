"""What reading gives: plain values, and the place of each."""

from __future__ import annotations

import re

from stackaudit.errors import Place, Problem
from stackaudit.frozen import dataclass
from stackaudit.source.comments import Comment, comments
from stackaudit.source.lines import Lines
from stackaudit.source.positions import Positions

__all__ = ["Document", "Reading"]


class Document:
    """One YAML document.

    Attributes:
        data: Dictionaries with text as keys, lists, text, whole numbers, floats, truth values, dates and None. Aliases
            share one object: treat the data as frozen.
        file: The file's name as the user gave it.
    """

    __slots__ = ("_lines", "_positions", "_root", "data", "file")

    def __init__(self, data: object, lines: Lines, positions: Positions, root: int) -> None:
        self.data = data
        self.file = lines.file
        self._lines = lines
        self._positions = positions
        self._root = root

    def place(self, route: tuple[str | int, ...], *, key: bool = False) -> Place:
        """The place of the value at a route of keys and indexes, or of its key.

        Where the route leads nowhere (a missing key), the place of the nearest parent. An alias stands where it is
        written; what is inside it, and what ``<<`` takes in, stands where the anchor is. An item of a list has no key,
        so its own place is given.
        """
        name, value = self._positions.find(self._root, route)
        return self._lines.place(*(name if key else value))

    def place_of(self, route: tuple[str | int, ...], word: str) -> Place:
        """The place where a word first stands in the value at a route; of the whole value where it does not."""
        _, (start, end) = self._positions.find(self._root, route)
        at = self._lines.text.find(word, start, end)
        return self._lines.place(start, end) if at < 0 else self._lines.place(at, at + len(word))

    def let_go(self) -> None:
        """Forget the data, once something is made of it: what is left knows the places."""
        self.data = None

    def has(self, route: tuple[str | int, ...]) -> bool:
        """Whether a route leads to something."""
        return self._positions.leads(self._root, route)

    def excerpt(self, place: Place) -> str:
        """The text of the line of a place without its line break, cut after 200 characters."""
        return self._lines.excerpt(place.line)

    def problem(
        self, route: tuple[str | int, ...], message: str, hint: str | None = None, *, key: bool = False
    ) -> Problem:
        """What is wrong with the value at a route, or with its key, with its place and the line that it stands in."""
        place = self.place(route, key=key)
        return Problem(message, place, hint, self.excerpt(place))

    def comments(self, marker: re.Pattern[str]) -> list[Comment]:
        """The comments in which a pattern that begins with ``#`` is found, in the order of the text."""
        return comments(self._lines, self._positions, marker)

    def range(self, start: int, end: int) -> Place:
        """The place of the text from one index to another."""
        return self._lines.place(start, end)

    def part_of(self, _route: tuple[str | int, ...]) -> tuple[int, ...]:
        """Of several documents that make one, the number of the one that a route leads to; nothing for one alone."""
        return ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text holds: its whole documents, and every problem that was found, sorted by place.

    Where there is a problem, a value may be missing: what could not be read is None, and a refused key is left out. A
    document that breaks off is not among the documents.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
