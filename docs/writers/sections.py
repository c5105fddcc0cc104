"""The table of the sections of a report: which form has them, and at which place."""

from __future__ import annotations

from collections.abc import Sequence

from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.sections import TITLES
from stackaudit.outputs.ci import summary
from stackaudit.outputs.deck import story as deck
from stackaudit.outputs.document import story as document
from writers.markdown import code, table

__all__ = ["sections"]

_HEAD = ("Word", "Section", "Page", "PDF and Word", "Slides", "Markdown")


def sections() -> str:
    """A row for each section."""
    orders: tuple[Sequence[ReportSection], ...] = (tuple(ReportSection), document.ORDER, deck.ORDER, summary.ORDER)
    return table(
        _HEAD, ((code(one.value), TITLES[one], *(_place(one, order) for order in orders)) for one in ReportSection)
    )


def _place(section: ReportSection, order: Sequence[ReportSection]) -> str:
    if section not in order:
        return ""
    further = order is deck.ORDER and section in deck.FURTHER
    return f"{order.index(section) + 1}{' +' if further else ''}"
