"""Whether data that did not come from a file is what a file could hold: text as keys, plain values, no circles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isfinite
from typing import Any, Final

from stackaudit.load.prepared import Note, Route
from stackaudit.source.characters import control_character
from stackaudit.source.wording import shown

__all__ = ["not_plain"]

_DEEPEST: Final = 100


def not_plain(data: Any, route: Route = ()) -> Iterator[Note]:
    """A note for each key that is not text, and for each value or character that no YAML file gives."""
    if len(route) > _DEEPEST:
        yield Note(route, f"lists and mappings are nested more than {_DEEPEST} deep, or hold themselves")
    elif isinstance(data, dict):
        for key, value in data.items():
            wrong = _wrong_key(key, route)
            yield from not_plain(value, (*route, key)) if wrong is None else (wrong,)
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from not_plain(item, (*route, number))
    elif (wrong := _wrong_value(data, route)) is not None:
        yield wrong


def _wrong_key(key: Any, route: Route) -> Note | None:
    if not isinstance(key, str):
        return Note(route, f"a key must be text, found {key!r}", "write it in quotes")
    character = control_character(key)
    if character is None:
        return None
    return Note(route, f"the key {shown(key)} holds the control character {character}", "take it out")


def _wrong_value(data: Any, route: Route) -> Note | None:
    if isinstance(data, str):
        character = control_character(data)
        message = f"the text holds the control character {character}"
        return None if character is None else Note(route, message, "take it out")
    if not isinstance(data, (int, float, bool, date, type(None))):
        return Note(route, f"expected plain data, found {type(data).__name__}")
    if isinstance(data, float) and not isfinite(data):
        message = f"expected a number that a file can hold, found {data}"
        return Note(route, message, "leave it out where it is not known")
    return None
