"""Facts and their places as plain data, the same in every output that is data."""

from __future__ import annotations

from typing import Any

from stackaudit.errors import Place
from stackaudit.finding import Evidence
from stackaudit.outputs.compact import quoted

__all__ = ["evidence_data", "evidence_text", "place_data"]


def evidence_data(one: Evidence) -> dict[str, Any]:
    """A fact that decided, as plain data."""
    return {
        "path": one.path,
        "value": one.value,
        "origin": one.origin.value,
        "place": place_data(one.place),
        "source": one.source,
        "basis": one.basis,
    }


def place_data(place: Place | None) -> dict[str, Any] | None:
    """A place in a file as plain data; None where there is none."""
    if place is None:
        return None
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def evidence_text(one: Evidence) -> str:
    """What ``evidence_data`` gives as it stands in JSON, put together at once: of a large audit it is a great part."""
    return (
        f'{{"path": {quoted(one.path)}, "value": {quoted(one.value)}, "origin": "{one.origin}", '
        f'"place": {_place_text(one.place)}, "source": {_text(one.source)}, "basis": {_text(one.basis)}}}'
    )


def _place_text(place: Place | None) -> str:
    if place is None:
        return "null"
    return (
        f'{{"file": {quoted(place.file)}, "line": {place.line}, "column": {place.column}, '
        f'"end_line": {place.end_line}, "end_column": {place.end_column}}}'
    )


def _text(text: str | None) -> str:
    return "null" if text is None else quoted(text)
