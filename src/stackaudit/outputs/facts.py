"""Facts and their places as plain data, the same in every output that is data."""

from __future__ import annotations

from typing import Any

from stackaudit.errors import Place
from stackaudit.finding import Evidence

__all__ = ["evidence_data", "place_data"]


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
