"""The opt-out matrix in a document: from each place to each sender, a table of each channel and of some senders."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import number
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.matrix import Matrix, Square, matrices
from stackaudit.outputs.html.names import Names

__all__ = ["opt_outs"]

_ACROSS: Final = 7  # senders beside each other; further ones get a table of their own
_ABOUT: Final = (
    "From each place where people can say stop (rows) to each sender (columns): how long it takes at worst until the "
    "sender knows."
)


def opt_outs(audit: Audit, names: Names) -> Iterator[Block]:
    """The section; nothing where there is no place and no sender."""
    found = matrices(audit, names)
    if not found:
        return
    yield Heading(1, "Opt-out matrix")
    yield from said(audit.stack.report, "opt_outs")
    yield Paragraph((Span(_ABOUT),), "leading")
    for matrix in found:
        yield from _channel(matrix)


def _channel(matrix: Matrix) -> Iterator[Block]:
    channel = matrix.channel[:1].upper() + matrix.channel[1:]
    yield Heading(2, channel)
    count = len(matrix.senders)
    across = max(1, ceil(count / max(1, ceil(count / _ACROSS))))  # eight are four and four, not seven and one
    for start in range(0, count, across):
        senders = matrix.senders[start : start + across]
        rows = tuple(
            (cell(place), *(_square(one) for one in squares[start : start + across])) for place, squares in matrix.rows
        )
        widths = (20, *(10 for _ in senders))
        yield Table(f"What becomes of an opt-out from {matrix.channel}", ("Said at", *senders), rows, widths)
    if matrix.clocks:
        yield Paragraph((Span("Clocks that are broken:"),), "leading")
    for place, clock in enumerate(matrix.clocks, 1):
        yield Paragraph((Span(f"{place}. ", "said"), Span(clock)), "small")
    if matrix.more_places or matrix.more_senders:
        left = f"Left out: {number(matrix.more_places)} more places and {number(matrix.more_senders)} more senders."
        yield Paragraph((Span(left, "said"),), "small")


def _square(one: Square) -> Cell:
    """The time, and what is to be said of it."""
    verdict = {
        "late": f"breaks {', '.join(map(str, one.breaks))}",
        "unknown": "cannot be judged",
        "arrives": "in time",
    }.get(one.state, "")
    notes = [verdict, "as described" if one.as_listed else "", "by hand or unwatched" if one.by_hand else ""]
    worse = one.state in {"late", "never"}
    note = "; ".join(part for part in notes if part)
    return (Span(one.text, "strong" if worse else ""), Span(f" {note}" if note else "", "said"))
