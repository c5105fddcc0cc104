"""TOML with positions: the standard library reads the values, and a walk over the same text finds where each stands."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final, TypeAlias

from stackaudit.errors import Place, Problem
from stackaudit.frozen import dataclass, field
from stackaudit.source.lines import Lines

__all__ = ["Route", "TomlDocument", "read_toml"]

Route: TypeAlias = tuple[str | int, ...]
Span: TypeAlias = tuple[int, int]

_MOST_PARTS: Final = 50
"""How many parts a key has at most: reading one takes time in proportion to the square of its parts, or worse."""
_SEPARATORS: Final = re.compile(r"[=,\[\]{}#]")
_BLANKS_AND_QUOTES: Final = str.maketrans("", "", " \t\"'")
_AT: Final = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_BLANK: Final = re.compile(r"[ \t]*")
_GAP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE: Final = re.compile(r"[^\s,\]}#=.]+")
_SCALAR: Final = re.compile(r"[^,\]}#\n]*")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """The values of a TOML text, and the place of each by its route of keys and indexes."""

    data: dict[str, Any]
    lines: Lines
    spans: dict[Route, tuple[Span, Span]] = field(default_factory=dict)

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place of the value at a route, or of its key; where there is none, that of the nearest parent."""
        while route and route not in self.spans:
            route = route[:-1]
        spans = self.spans.get(route, ((0, 0), (0, 0)))
        return self.lines.place(*spans[0 if key else 1])

    def problem(self, route: Route, message: str, hint: str | None = None, *, key: bool = False) -> Problem:
        """A mistake at a route."""
        place = self.place(route, key=key)
        return Problem(message, place, hint, self.lines.excerpt(place.line))


def read_toml(lines: Lines) -> TomlDocument | Problem:
    """The values of a TOML text with their places, or the first mistake in it."""
    long = _long_key(lines)
    if long is not None:
        return long
    try:
        data = tomllib.loads(lines.text)
        walk = _Walk(lines.text)
        walk.document()
    except RecursionError:
        return lines.problem("lists or tables stand too deep in one another", 0, 0)
    except ValueError as error:
        return _mistake(lines, str(error))
    return TomlDocument(data, lines, walk.spans)


def _long_key(lines: Lines) -> Problem | None:
    """The first line that holds a chain of more parts, with dots between, than any key has."""
    start = 0
    for line in lines.text.split("\n"):
        pieces = _SEPARATORS.split(line.translate(_BLANKS_AND_QUOTES))
        if max(piece.count(".") for piece in pieces) >= _MOST_PARTS:
            return lines.problem(f"a key of more than {_MOST_PARTS} parts", start, start + len(line))
        start += len(line) + 1
    return None


def _mistake(lines: Lines, text: str) -> Problem:
    """What the reader says, at the place that it names."""
    found = _AT.fullmatch(text)
    # A table that stands twice is named as Python writes its parts.
    message = re.sub(r"\(('.+?'),?\)", lambda parts: parts[1].replace("', '", "."), found[1] if found else text)
    index = len(lines.text)
    if found and found[2]:
        starts = [0, *(match.end() for match in re.finditer("\n", lines.text))]
        index = starts[int(found[2]) - 1] + int(found[3]) - 1
    return lines.problem(f"{message[:1].lower()}{message[1:]}", index, index + 1, "settings are written in TOML")


class _Walk:
    """Goes over a text that is known to be TOML, and notes where keys and values stand."""

    def __init__(self, text: str) -> None:
        self.spans: dict[Route, tuple[Span, Span]] = {}
        self._text = text
        self._at = 0
        self._base: Route = ()
        self._counts: dict[Route, int] = {}

    def document(self) -> None:
        """All of it."""
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                self._header()
            else:
                self._pair(self._base)
            self._skip(_GAP)

    def _skip(self, pattern: re.Pattern[str]) -> Span:
        found = pattern.match(self._text, self._at)
        start, self._at = self._at, found.end() if found else self._at
        return start, self._at

    def _header(self) -> None:
        """A line such as ``[a.b]`` or ``[[a.b]]``."""
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        base: Route = ()
        parts = self._key()
        for number, (name, span) in enumerate(parts, 1):
            base = (*base, name)
            self.spans.setdefault(base, (span, span))
            if many and number == len(parts):
                self._counts[base] = self._counts.get(base, -1) + 1
            if base in self._counts:
                base = (*base, self._counts[base])
                self.spans.setdefault(base, (span, span))
        self._base = base
        self._at += 2 if many else 1

    def _key(self) -> list[tuple[str, Span]]:
        """The parts of a key, with dots between, each with its place; then whatever ends it."""
        parts = []
        while True:
            self._skip(_BLANK)
            quoted = self._text[self._at] in "\"'"
            span = self._skip(_STRING if quoted else _BARE)
            text = self._text[slice(*span)]
            parts.append((tomllib.loads(f"key = {text}")["key"] if quoted else text, span))
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _pair(self, base: Route) -> None:
        """A key and its value."""
        route = base
        parts = self._key()
        for name, span in parts:
            route = (*route, name)
            self.spans.setdefault(route, (span, span))
        self._at += 1
        self._skip(_BLANK)
        self.spans[route] = (parts[-1][1], self._value(route))

    def _value(self, route: Route) -> Span:
        """Where a value stands; what is inside it is noted."""
        start = self._at
        first = self._text[start]
        if first in "\"'":
            return self._skip(_STRING)
        if first == "[":
            self._items(route)
        elif first == "{":
            self._fields(route)
        else:
            _, end = self._skip(_SCALAR)
            return start, start + len(self._text[start:end].rstrip())
        return start, self._at

    def _items(self, route: Route) -> None:
        self._at += 1
        number = 0
        self._skip(_GAP)
        while self._text[self._at] != "]":
            inner = (*route, number)
            span = self._value(inner)
            self.spans[inner] = (span, span)
            number += 1
            self._separator()
        self._at += 1

    def _fields(self, route: Route) -> None:
        self._at += 1
        self._skip(_GAP)
        while self._text[self._at] != "}":
            self._pair(route)
            self._separator()
        self._at += 1

    def _separator(self) -> None:
        self._skip(_GAP)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_GAP)
