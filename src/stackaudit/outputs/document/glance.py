"""The charts of the page as tables: findings by part of the score, what tools cost a year, renewals ahead."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import counted, number
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.glance import CostBar, DimensionBar, Glance, RenewalRow, glance
from stackaudit.outputs.html.inventory import anchors
from stackaudit.outputs.html.names import Names
from stackaudit.rules.wording import join

__all__ = ["at_a_glance", "tools_of"]

_NAMED = 8


def at_a_glance(audit: Audit, names: Names) -> Iterator[Block]:
    """The section."""
    found = glance(audit, names, anchors(audit))
    yield Heading(1, "At a glance")
    yield from said(audit.stack.report, "glance")
    yield Heading(2, "Findings and coverage by part")
    head = ("Part", *found.severities, "Suspected", "Points", "Coverage")
    rows = tuple(_dimension(one) for one in found.dimensions)
    yield Table(
        "Proved findings by part of the score and severity",
        head,
        rows,
        (27, *(7 for _ in found.severities), 14, 12, 12),
    )
    if found.costs:
        yield from _costs(found)
    if found.renewals:
        yield from _renewals(found)


def _dimension(one: DimensionBar) -> tuple[Cell, ...]:
    coverage = "-" if one.coverage is None else f"{one.coverage} %"
    counts = (*one.counts, one.suspected)
    return (cell(one.title), *(cell(number(count)) for count in counts), cell(one.points), cell(coverage))


def _costs(found: Glance) -> Iterator[Block]:
    yield Heading(2, "What the tools for one job cost a year")
    about = (
        "A tool with several jobs counts in full for each. Where two tools do one job, both are named: whether that is "
        "wanted is for the company to say."
    )
    yield Paragraph((Span(about),), "leading")
    rows = tuple((cell(one.title), _cost(one), cell(tools_of(one))) for one in found.costs)
    yield Table("Yearly cost by what tools are used for", ("Used for", "A year", "Tools"), rows, (30, 22, 48))
    if found.more_costs:
        yield _more(found.more_costs, "job")


def _cost(one: CostBar) -> Cell:
    is_open = one.unknown and one.unknown < len(one.tools)
    return cell(one.cost, f"not known of {number(one.unknown)}" if is_open else "")


def tools_of(one: CostBar) -> str:
    """The tools that do a job, with their number where they are several."""
    names = join([name for name, _ in one.tools], most=_NAMED)
    return f"{number(len(one.tools))} tools: {names}" if one.overlap else names


def _renewals(found: Glance) -> Iterator[Block]:
    yield Heading(2, "Renewals ahead")
    rows = tuple(_renewal(one) for one in found.renewals)
    head = ("Tool", "Notice by", "Renews", "How", "A year")
    yield Table("Renewals of contracts, by the last day to give notice", head, rows, (28, 20, 20, 16, 16))
    if found.more_renewals:
        yield _more(found.more_renewals, "renewal")


def _renewal(one: RenewalRow) -> tuple[Cell, ...]:
    notice = cell(one.notice, "over" if one.is_over else "")
    return (cell(one.tool), notice, cell(one.renews), cell(one.by_itself), cell(one.cost or "-"))


def _more(count: int, what: str) -> Paragraph:
    return Paragraph((Span(f"And {counted(count, f'more {what}')}.", "said"),), "small")
