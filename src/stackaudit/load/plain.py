"""Whether data that did not come from a file is what a file could hold: text as keys, plain values, no circles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from stackaudit.load.prepared import Note, Route

__all__ = ["not_plain"]

_DEEPEST: Final = 100


def not_plain(data: Any, route: Route = ()) -> Iterator[Note]:
    """A note for each key that is not text, and for each value that no YAML file gives."""
    if len(route) > _DEEPEST:
        yield Note(route, f"lists and mappings are nested more than {_DEEPEST} deep, or hold themselves")
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, str):
                yield from not_plain(value, (*route, key))
            else:
                yield Note(route, f"a key must be text, found {key!r}", "write it in quotes")
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from not_plain(item, (*route, number))
    elif not isinstance(data, (str, int, float, bool, date, type(None))):
        yield Note(route, f"expected plain data, found {type(data).__name__}")
