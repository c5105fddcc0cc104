"""The plan in a document: what to do now, next and later, and whether the hours suffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.model.values import NONE
from stackaudit.model.writing import number
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.names import NAME, TEXT
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.case_words import case_lines, swot_lines
from stackaudit.outputs.plan.verdict_words import VERDICTS, VERDICTS_RULE, questions, reasons, tally
from stackaudit.outputs.plan.words import HEADINGS, about, counts, dues, first_fix, hours_words, when_words

__all__ = ["business_case", "roadmap", "tool_verdicts"]

_LISTED: Final = 200
_HEAD: Final = ("Action", "Worst", "Do first", "Size, owner, points")


def roadmap(audit: Audit) -> Iterator[Block]:
    """The actions by horizon; nothing where nothing is proved."""
    plan = audit.plan
    if not plan.actions:
        return
    yield Heading(1, "Roadmap")
    yield from said(audit.stack.report, "roadmap")
    yield Paragraph((Span(f"{counts(plan)[:1].upper()}{counts(plan)[1:]}."),), "leading")
    for horizon in Horizon:
        found = plan.of(horizon)
        if found:
            yield Heading(2, HEADINGS[horizon])
            rows = tuple(_row(one) for one in found[:_LISTED])
            yield Table(HEADINGS[horizon], _HEAD, rows, (27, 8, 40, 25))
        if len(found) > _LISTED:
            yield Paragraph((Span(f"{number(len(found) - _LISTED)} more are left out here.", "said"),))
    yield Heading(2, "Hours")
    lines = list(hours_words(plan, recorded=audit.stack.capacity is not NONE, folders=False))
    yield from (Paragraph((Span(shortened(line, TEXT)),)) for line in lines)
    for asked in plan.questions:
        yield Paragraph((Span(f"{asked.text} ", "strong"), Span(f"Ask {asked.whom}.", "said")), "bullet")


def _row(one: Action) -> tuple[Cell, ...]:
    days = "; ".join((*dues(one), *when_words(one)))
    return (
        cell(shortened(one.title, NAME), shortened(days, TEXT)),
        cell(one.severity.value),
        cell(first_fix(one)),
        cell(shortened(about(one), TEXT), shortened(one.ask, TEXT)),
    )


def tool_verdicts(audit: Audit) -> Iterator[Block]:
    """What to do with each tool, those first that change most; nothing where there is none."""
    if not audit.verdicts:
        return
    yield Heading(1, "What to do with each tool")
    yield from said(audit.stack.report, "verdicts")
    yield Paragraph(
        (Span(f"{tally(audit.verdicts)[:1].upper()}{tally(audit.verdicts)[1:]}. {VERDICTS_RULE}"),), "leading"
    )
    found = sorted(audit.verdicts, key=lambda one: list(VERDICTS).index(one.verdict))
    # Tools that are kept are mostly kept for the same reasons: they share a row.
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in found[:_LISTED]:
        why, asked = (
            shortened(text, TEXT) for text in (" ".join(reasons(one, audit.rules)), ", ".join(questions(one)))
        )
        alike.setdefault((VERDICTS[one.verdict], why, asked), []).append(audit.stack.tools[one.tool].title)
    head: tuple[str, ...] = ("Tool", "Verdict", "Why", "What would tell")
    widths: tuple[int, ...] = (20, 14, 34, 32)
    if not any(asked for _, _, asked in alike):
        head, widths = head[:-1], (24, 14, 62)
    rows = tuple(
        (cell(", ".join(shortened(title, NAME) for title in titles)), *map(cell, texts[: len(head) - 1]))
        for texts, titles in alike.items()
    )
    yield Table("What to do with each tool", head, rows, widths)
    if len(found) > _LISTED:
        yield Paragraph((Span(f"{number(len(found) - _LISTED)} more are left out here.", "said"),))


def business_case(audit: Audit) -> Iterator[Block]:
    """Strengths, weaknesses, opportunities and threats, then the case for each of the first actions."""
    parts = swot_lines(audit.swot)
    if not any(lines for _, lines in parts):
        return
    yield Heading(1, "Business case")
    yield from said(audit.stack.report, "business_case")
    for name, lines in parts:
        yield Heading(2, name)
        if not lines:
            yield Paragraph((Span("None that the facts show.", "said"),))
        yield from (Paragraph((Span(shortened(line, TEXT)),), "bullet") for line in lines)
    for case in audit.cases:
        yield Heading(2, shortened(case.action.title, NAME))
        *above, last = ((name, " ".join(shortened(line, TEXT) for line in lines)) for name, lines in case_lines(case))
        yield from (Paragraph((Span(f"{name}. ", "strong"), Span(text)), "leading") for name, text in above)
        yield Paragraph((Span(f"{last[0]}. ", "strong"), Span(last[1])))
