"""Tables as CSV after RFC 4180, in UTF-8; no cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.outputs.tables.findings import actions, findings
from stackaudit.outputs.tables.inventory import flows, inventory
from stackaudit.outputs.tables.questions import questions
from stackaudit.outputs.tables.table import Cell, Table, lines, text

__all__ = ["to_actions", "to_csv", "to_findings", "to_flows", "to_inventory", "to_questions"]

# Tabs and line breaks are spaces by then. The wide forms are read as the plain ones where East Asian text is written.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(table: Table) -> str:
    """A table as CSV: a line of headings, then a line for each row, each ended by CR LF.

    A text that a spreadsheet would take for a formula, as it begins with ``=``, ``+``, ``-`` or ``@``, after
    spaces or not, gets an apostrophe in front.
    """
    made = StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(column.title for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return made.getvalue()


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)):
        return cell
    shown = text(cell) if isinstance(cell, str) else lines(cell, "; ")
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def _of(table: Callable[[Audit], Table]) -> Callable[[Audit], str]:
    return lambda audit: to_csv(table(audit))


to_findings = _of(findings)
to_actions = _of(actions)
to_inventory = _of(inventory)
to_flows = _of(flows)
to_questions = _of(questions)
