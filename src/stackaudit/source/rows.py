"""One-line mappings of plain words, as most flows are written: read from the line, as the parser would read them.

``- {from: a, to: b, signals: [opt_out]}`` is most of a large stack, and the parser makes six objects of each word. So
the inside of such rows is blanked before the parser reads the text, and filled in where it meets the empty mapping.
Only what is plain beyond doubt is a row: words of ASCII letters, digits and a few signs. Where anything turns out to be
otherwise (a row stands in a block of text, or the text has a mistake), the reader reads it all without rows.
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
# What stands between two colons of a row: a value and the next key, but for the first and the last of them.
_PART: Final = re.compile(rf"(?:\{{|({_WORDS}|{_LIST}), )({_KEY})|({_WORDS}|{_LIST})\}}")
_FIELD: Final = re.compile(rf"({_KEY}): ({_WORDS}|\[[^\]]*+\])")
_ITEM: Final = re.compile(_WORDS)
_NAMED: Final = re.compile(r"[&*<](?:(?<=<)<|(?<!<)(?<!\w.)[\w-])")
"""What may be an anchor, an alias or a merge: what these repeat is counted event by event. It begins with one of three
signs, so that a large text is looked through for them alone."""

_NOTHING: Final = ""


class Rows(NamedTuple):
    """The rows of a text, and the text without what is inside them.

    Attributes:
        text: the text, with blanks inside each row, so that each character stands where it stood.
        made: the mapping of each row, by the index of its bracket. Rows share their lists: treat them as frozen.
    """

    text: str
    made: dict[int, dict[str, Any]]


def rows_of(text: str) -> Rows | None:
    """The rows of a text; None where it has none, or where they need more care."""
    if any(sign in text for sign in ("&", "*", "<<")) and _NAMED.search(text):
        return None
    known = _Parts()
    made: dict[int, dict[str, Any]] = {}
    pieces: list[str] = []
    last = 0
    for match in _ROW.finditer(text):
        written = match[1]
        if written.count("{") > 1 or written.count("}") > 1:
            continue
        parts = written.split(": ")
        try:
            values, keys = zip(*map(known.__getitem__, parts), strict=True)
        except RefusedError:
            continue
        row = dict(zip(keys, values[1:], strict=False))
        if len(row) == len(parts) - 1:  # else a key is there twice
            start, end = match.span(1)
            made[start] = row
            pieces += (text[last : start + 1], " " * (end - start - 2))
            last = end - 1
    return Rows("".join((*pieces, text[last:])), made) if made else None


def span_in_row(text: str, key: Span, value: Span, route: tuple[str | int, ...]) -> tuple[Span, Span, bool]:
    """Key and value at a route in a row, from those of the row, as far as it leads; and whether that is all the way."""
    for depth, step in enumerate(route):
        if depth == 0:
            found = _field(text, str(step), *value)
            if found is None:
                return key, value, False
            key = found.span(1)
            value = found.span(2)
        else:
            is_list = text[value[0]] == "["
            items = [one.span() for one in _ITEM.finditer(text, *value)] if is_list else []
            if not isinstance(step, int) or not 0 <= step < len(items):
                return key, value, False
            key = value = items[step]
    return key, value, True


def _field(text: str, name: str, start: int, end: int) -> re.Match[str] | None:
    """The field of a row by its name. No colon is in a row but after a key."""
    at = text.find(f"{name}: ", start, end)
    while at >= 0 and text[at - 1] not in "{ ":  # the end of a longer name
        at = text.find(f"{name}: ", at + 1, end)
    return _FIELD.match(text, at, end) if at >= 0 else None


class _Parts(dict[str, tuple[Any, str | None]]):
    """What stands between two colons, each worked out once: a value and the next key, the same object each time.

    Before the first key there is no value, and after the last value no key. What is neither beyond doubt is refused.
    """

    __slots__ = ("_names", "_values")

    def __init__(self) -> None:
        self._names: dict[str | None, str | None] = {None: None}
        self._values = _Values()
        self._values[_NOTHING] = None

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
