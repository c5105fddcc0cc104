"""The requests of the intake log in a document: what to do with each and why, and what becomes of the hours."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import number
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.requests import AskedOfRequest, RequestGroup, RequestRow, requests_section

__all__ = ["requests"]

_ABOUT = (
    "What waits in the intake log, weighed by how bad the problem is, by what it is for and brings, and by the hours "
    "that the roadmap leaves."
)


def requests(audit: Audit, names: Names) -> Iterator[Block]:
    """The section; nothing where the log lists no request that waits."""
    section = requests_section(audit, names)
    if section is None:
        return
    yield Heading(1, "Requests")
    yield from said(audit.stack.report, "requests")
    yield Paragraph((Span(f"{_ABOUT} {section.counts}."),), "leading")
    for group in section.groups:
        yield from _group(group)
    yield Heading(2, "Hours for requests and for the roadmap")
    yield from (Paragraph((Span(line),)) for line in section.hours)
    yield from (_asked(one) for one in section.questions)


def _group(group: RequestGroup) -> Iterator[Block]:
    yield Heading(2, group.heading)
    rows = tuple(_row(one) for one in group.rows)
    yield Table(
        group.heading, ("Request", "Severity", "Size, from, when", "Why, and what to ask"), rows, (26, 10, 20, 44)
    )
    if group.more:
        more = f"{number(group.more)} more are left out here; the JSON output has them all."
        yield Paragraph((Span(more, "said"),), "small")


def _row(one: RequestRow) -> tuple[Cell, ...]:
    place = f"{one.place}. " if one.place is not None else ""
    asked = " ".join(f"Ask {question.whom}: {question.text}" for question in one.questions)
    return (
        cell(f"{place}{one.title}"),
        cell(one.severity or "-"),
        cell(one.about),
        cell(" ".join(one.reasons), asked),
    )


def _asked(question: AskedOfRequest) -> Paragraph:
    return Paragraph((Span(f"{question.text} ", "strong"), Span(f"Ask: {question.whom}.", "said")), "bullet")
