"""The open questions as a table: a row for each place that waits for an answer, with room for it."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import number
from stackaudit.outputs.tables.table import Cell, Column, Table

__all__ = ["questions"]

_COLUMNS: Final = (
    Column("No.", 6),
    Column("Question", 60),
    Column("About", 30),
    Column("Answer", 40),
    Column("Field", 40),
    Column("File", 30),
    Column("Line", 7),
    Column("Sources disagree", 30),
    Column("Rules that wait", 20),
    Column("Number of rules", 9),
)
_MOST: Final = 100_000  # what is beyond nobody asks in one go, and a workbook holds a million rows at most


def questions(audit: Audit) -> Table:
    """The questions, the most useful one first."""
    rows: list[tuple[Cell, ...]] = []
    for row, question in enumerate(audit.questions, 1):
        for one in question.places:
            place = one.place
            cells = (
                row,
                question.text,
                one.title,
                None,
                one.path,
                place.file if place is not None else None,
                place.line if place is not None else None,
                one.answers,
                question.rules,
                len(question.rules),
            )
            rows.append(cells)
    left = len(rows) - _MOST
    if left > 0:
        more: tuple[Cell, ...] = (None, f"and {number(left)} more places: the JSON output has them all")
        rows[_MOST:] = [(*more, *[None] * (len(_COLUMNS) - len(more)))]
    return Table("Questions", _COLUMNS, tuple(rows))
