"""Mappings of plain words, as most flows and tools are written: read from their lines, as the parser would read them.

A row is a mapping on one line, ``- {from: a, to: b, signals: [opt_out]}``; a block has a line for each field. They are
most of a large stack, and the parser makes six objects of each word. So the inside of such mappings is blanked before
the parser reads the text, and filled in where it meets the empty mapping. Only what is plain beyond doubt is one: words
of ASCII letters, digits and a few signs. Where anything turns out to be otherwise (a row stands in a block of text, or
the text has a mistake), the reader reads it all without rows.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from stackaudit.source.positions import Span
from stackaudit.source.scalars import LEADS, RefusedError, resolve

__all__ = ["Rows", "rows_of", "span_in_row"]

_WORD: Final = r"[A-Za-z0-9_][A-Za-z0-9_.+/\-]*+"
_WORDS: Final = rf"{_WORD}(?: {_WORD})*+"
_LIST: Final = rf"\[(?:{_WORDS}(?:, {_WORDS})*+)?+\]"
# The parser takes no more than 1,024 characters for a key.
_KEY: Final = r"[A-Za-z_][A-Za-z0-9_.\-]{0,99}+"
_ROW: Final = re.compile(rf"^ *+(?:- |{_KEY}: )(\{{.+\}})$", re.MULTILINE)
# A key, a line for each field below it, and the place where something else begins, no deeper than the key. A field is
# looked for in the whole of it, so that it is no longer than what is read at a glance.
_BLOCK: Final = re.compile(
    rf"\n( *+){_KEY}:\n(\1 ++)({_KEY}: .++(?:\n\2{_KEY}: .++){{0,63}}+)(?=\n((?!\1 ) *+)[A-Za-z0-9_])"
)
# What stands between two colons of a row: a value and the next key, but for the first and the last of them.
_PART: Final = re.compile(rf"(?:\{{|({_WORDS}|{_LIST}), )({_KEY})|({_WORDS}|{_LIST})\}}")
_FIELD: Final = re.compile(rf"({_KEY}): ({_WORDS}|\[[^\]]*+\]|\{{[^}}]*+\}})")
_ITEM: Final = re.compile(_WORDS)
_NAMED: Final = re.compile(r"[&*<](?:(?<=<)<|(?<!<)(?<!\w.)[\w-])")
"""What may be an anchor, an alias or a merge: what these repeat is counted event by event. It begins with one of three
signs, so that a large text is looked through for them alone."""

_NOTHING: Final = ""


class Rows(NamedTuple):
    """The rows and blocks of a text, and the text without what is inside them.

    Attributes:
        text: the text, each row and block a bracket, blanks and a bracket, so that all else stands where it stood.
        made: the mapping of each row, by the index of its bracket. They share what they hold: treat them as frozen.
        ends: where a block ends for the parser, by the index at which it begins: it is where the next thing begins.
    """

    text: str
    made: dict[int, dict[str, Any]]
    ends: dict[int, int]


def rows_of(text: str) -> Rows | None:
    """The rows and blocks of a text; None where it has none, or where they need more care."""
    if any(sign in text for sign in ("&", "*", "<<")) and _NAMED.search(text):
        return None
    parts = _Parts()
    lines = _Lines(parts)
    made: dict[int, dict[str, Any]] = {}
    ends: dict[int, int] = {}
    pieces: list[str] = []
    last = 0
    for match in _BLOCK.finditer(text):
        block = lines.block(match[3], f"\n{match[2]}")
        if block is not None:
            start, end = match.span(3)
            last = _take_rows(text, last, start, parts, made, pieces)
            made[start] = block
            ends[start] = match.end(4)
            pieces += (text[last:start], "{", " " * (end - start - 2), "}")
            last = end
    last = _take_rows(text, last, len(text), parts, made, pieces)
    return Rows("".join((*pieces, text[last:])), made, ends) if made else None


def _take_rows(
    text: str, start: int, stop: int, parts: _Parts, made: dict[int, dict[str, Any]], pieces: list[str]
) -> int:
    """Take the rows out of a part of a text, and add the pieces up to the last of them; gives where the rest begins."""
    last = start
    for match in _ROW.finditer(text, start, stop):
        row = parts.row(match[1])
        if row is not None:
            start, end = match.span(1)
            made[start] = row
            pieces += (text[last : start + 1], " " * (end - start - 2))
            last = end - 1
    return last


def span_in_row(text: str, key: Span, value: Span, route: tuple[str | int, ...]) -> tuple[Span, Span, bool]:
    """Key and value at a route in a row, from those of the row, as far as it leads; and whether that is all the way."""
    for depth, step in enumerate(route):
        sign = text[value[0]]
        if sign == "[":
            items = [one.span() for one in _ITEM.finditer(text, *value)]
            if not isinstance(step, int) or not 0 <= step < len(items):
                return key, value, False
            key = value = items[step]
        else:
            look = _field if sign == "{" else _line
            found = look(text, str(step), *value) if sign == "{" or not depth else None
            if found is None:
                return key, value, False
            key = found.span(1)
            value = found.span(2)
    return key, value, True


def _field(text: str, name: str, start: int, end: int) -> re.Match[str] | None:
    """The field of a row by its name. No colon is in a row but after a key."""
    at = text.find(f"{name}: ", start, end)
    while at >= 0 and text[at - 1] not in "{ ":  # the end of a longer name
        at = text.find(f"{name}: ", at + 1, end)
    return _FIELD.match(text, at, end) if at >= 0 else None


def _line(text: str, name: str, start: int, end: int) -> re.Match[str] | None:
    """The field of a block by its name. All of them are as deep as the first."""
    before = text[text.rfind("\n", 0, start) : start]
    at = text.find(f"{before}{name}: ", start - len(before), end)
    return _FIELD.match(text, at + len(before), end) if at >= 0 else None


class _Parts(dict[str, tuple[Any, str | None]]):
    """What stands between two colons, each worked out once: a value and the next key, the same object each time.

    Before the first key there is no value, and after the last value no key. What is neither beyond doubt is refused.
    """

    __slots__ = ("_names", "_values")

    def __init__(self) -> None:
        self._names: dict[str | None, str | None] = {None: None}
        self._values = _Values()
        self._values[_NOTHING] = None

    def row(self, written: str) -> dict[str, Any] | None:
        """The mapping that a row means; None where that is not beyond doubt."""
        if written.count("{") > 1 or written.count("}") > 1:
            return None
        parts = written.split(": ")
        try:
            values, keys = zip(*map(self.__getitem__, parts), strict=True)
        except RefusedError:
            return None
        row: dict[Any, Any] = dict(zip(keys, values[1:], strict=False))
        return row if len(row) == len(parts) - 1 else None  # else a key is there twice

    def __missing__(self, part: str) -> tuple[Any, str | None]:
        match = _PART.fullmatch(part)
        if match is None:
            raise RefusedError(part)
        before, key, last = match.groups()
        if key is not None and key not in self._names:
            if not isinstance(resolve(key), str):
                raise RefusedError(part)
            self._names[key] = key
        found = self[part] = self._values[before or last or _NOTHING], self._names[key]
        return found


class _Lines(dict[str, tuple[str | None, Any]]):
    """What the lines of blocks mean, each worked out once: key and value."""

    __slots__ = ("_parts",)

    def __init__(self, parts: _Parts) -> None:
        self._parts = parts

    def block(self, written: str, before: str) -> dict[str, Any] | None:
        """The mapping that the lines of a block mean, as ``row``; ``before`` is what stands between two fields."""
        lines = written.split(before)
        try:
            block: dict[Any, Any] = dict(map(self.__getitem__, lines))
        except RefusedError:
            return None
        return block if len(block) == len(lines) else None

    def __missing__(self, line: str) -> tuple[str | None, Any]:
        key, _, written = line.partition(": ")
        name = self._parts[f"{{{key}"][1]
        value = self._parts.row(written) if written[0] == "{" else self._parts[f"{written}}}"][0]
        if value is None and written[0] == "{":
            raise RefusedError(line)
        self[line] = name, value
        return name, value


class _Values(dict[str, Any]):
    """What words and lists of words mean, each worked out once."""

    __slots__ = ()

    def __missing__(self, written: str) -> Any:
        value: Any
        if written[0] == "[":
            value = [self[item] for item in _ITEM.findall(written)]
        else:
            value = resolve(written) if written[0] in LEADS else written
        self[written] = value
        return value
