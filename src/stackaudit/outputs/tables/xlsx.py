"""A workbook: findings, actions, inventory, flows and questions, each a sheet that can be filtered and sorted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from stackaudit._version import __version__
from stackaudit.audit.audit import Audit
from stackaudit.model.report import ReportSettings
from stackaudit.outputs.diagram.labels import cells
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.summary import cover
from stackaudit.outputs.rewording import reworded_words
from stackaudit.outputs.tables.findings import actions, findings
from stackaudit.outputs.tables.inventory import flows, inventory
from stackaudit.outputs.tables.questions import questions
from stackaudit.outputs.tables.table import Cell, Column, Table, lines, text

__all__ = ["to_xlsx"]

_TABLES: Final = (findings, actions, inventory, flows, questions)
_A4: Final = 9
_MOST_LINES: Final = 15  # of a row; the cell itself has the rest
_FILLS: Final = {"P1": "#FEF0EE", "P2": "#FFF4E8", "P3": "#FBF6DF"}
_HEAD: Final = {"bold": True, "bg_color": "#1C2530", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_xlsx(audit: Audit) -> bytes:
    """The audit as an Excel workbook. The same audit gives the same bytes.

    Text stays text: nothing that came from a description can become a formula or a link.
    """
    made = BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    about = cover(audit, Names(audit.stack))
    book.set_properties(
        {
            "title": text(about.title),
            "author": text(about.prepared_by),
            "subject": text(f"As of {about.as_of}"),
            "comments": f"Made with stackaudit {__version__}",
            "created": datetime.combine(audit.stack.as_of, time(), UTC).replace(tzinfo=None),
        }
    )
    writer = _Writer(book, _days(audit.stack.report))
    for make in _TABLES:
        writer.sheet(make(audit))
    if told := reworded_words(audit):
        writer.sheet(Table("About", (Column("About this workbook", 120),), ((told,),)))
    book.close()
    return made.getvalue()


def _days(settings: ReportSettings | None) -> str:
    """The number format of days."""
    if settings is None or settings.locale is None:
        return "yyyy-mm-dd"
    from stackaudit.outputs.brand.manner import date_format  # noqa: PLC0415 - most reports name no locale

    return date_format(settings.locale)


class _Writer:
    """Writes sheets; holds the formats that all of them use."""

    def __init__(self, book: Any, days: str) -> None:
        self._book = book
        top = {"valign": "top"}
        self._head = book.add_format(_HEAD)
        self._text = book.add_format({**top, "text_wrap": True})
        self._whole = book.add_format({**top, "num_format": "#,##0"})
        self._broken = book.add_format({**top, "num_format": "#,##0.0#"})
        self._day = book.add_format({**top, "num_format": days, "align": "left"})
        self._fills = {word: book.add_format({"bg_color": colour}) for word, colour in _FILLS.items()}

    def sheet(self, table: Table) -> None:
        """One table as a sheet: headings that stay in sight and filter, columns as wide as they need to be."""
        sheet = self._book.add_worksheet(table.name)
        last, right = max(len(table.rows), 1), len(table.columns) - 1
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, self._head)
            if column.title in {"Severity", "Worst"}:
                for word, form in self._fills.items():
                    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": form}
                    sheet.conditional_format(1, number, last, number, rule)
        widths = [column.width for column in table.columns]
        for line, row in enumerate(table.rows, 1):
            shown = [_shown(cell) for cell in row]
            for number, cell in enumerate(shown):
                self._cell(sheet, line, number, cell)
            sheet.set_row(line, _height(shown, widths))
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, right)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&RPage &P of &N")

    def _cell(self, sheet: Any, line: int, number: int, cell: str | float | date | None) -> None:
        if cell is None or cell == "":
            sheet.write_blank(line, number, None, self._text)
        elif isinstance(cell, date):
            sheet.write_datetime(line, number, cell, self._day)
        elif isinstance(cell, float) and not cell.is_integer():
            sheet.write_number(line, number, cell, self._broken)
        elif isinstance(cell, (int, float)):
            sheet.write_number(line, number, cell, self._whole)
        else:
            sheet.write_string(line, number, cell, self._text)


def _shown(cell: Cell) -> str | float | date | None:
    """A cell as it is written: text harmless, and several lines one below the other."""
    if isinstance(cell, str):
        return text(cell)
    return lines(cell, "\n") if isinstance(cell, tuple) else cell


def _height(row: list[str | float | date | None], widths: list[int]) -> float:
    """The height of a row in points: as high as its text, within reason. Not every program works it out by itself."""
    most = 1
    for cell, width in zip(row, widths, strict=True):
        if isinstance(cell, str):
            most = max(most, sum(1 + cells(line) // width for line in cell.split("\n")))
    return 15.0 * min(most, _MOST_LINES)
