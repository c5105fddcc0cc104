"""The baseline in a document: what is new, worse and known since, and what became of what is there no more."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.audit.audit import Audit
from stackaudit.outputs.document.blocks import Block, Heading, Paragraph, Span, Table, cell, code
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.baseline import AbsentRow, baseline_section, since_words

__all__ = ["since_the_baseline"]


def since_the_baseline(audit: Audit) -> Iterator[Block]:
    """The section; nothing without a baseline."""
    section = baseline_section(audit)
    if section is None:
        return
    yield Heading(1, "Since the baseline")
    yield from said(audit.stack.report, "baseline")
    yield Paragraph((Span(since_words(section)),), "leading" if section.absent else "text")
    if section.absent:
        rows = tuple((code(one.id), cell(_was(one)), cell(one.state)) for one in section.absent)
        head = ("Finding", "Severity", "What became of it")
        yield Table("Findings that are there no more", head, rows, (52, 10, 38))


def _was(one: AbsentRow) -> str:
    """Its severity; with a question mark where it was suspected only."""
    return f"{one.severity}{'' if one.proved else '?'}"
