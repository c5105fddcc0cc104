"""A table: columns with their widths, and rows of text, numbers and dates, made harmless for whatever shows them."""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

from stackaudit.frozen import dataclass
from stackaudit.model.writing import number
from stackaudit.outputs.plain import plain, shortened

__all__ = ["Cell", "Column", "Table", "lines", "text"]

Cell: TypeAlias = str | int | float | date | tuple[str, ...] | None
"""A value: text, a number, a day, several lines of text, or nothing."""

_LONGEST: Final = 2_000  # nobody reads more in a cell
_MOST: Final = 30_000  # a cell of a workbook holds 32,767 characters
_MOST_LINES: Final = 250


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and its width in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Each row has one cell for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def text(value: str) -> str:
    """Text for a cell: on one line, hidden characters shown, cut where it is long."""
    return plain(value, _LONGEST)


def lines(values: tuple[str, ...], between: str) -> str:
    """Lines of text as one text, no longer than a cell may be."""
    shown = [text(value) for value in values[:_MOST_LINES]]
    more = len(values) - len(shown)
    joined = between.join([*shown, f"and {number(more)} more"] if more else shown)
    return shortened(joined, _MOST)
