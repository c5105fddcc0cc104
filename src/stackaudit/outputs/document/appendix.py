"""The appendix of a document: what is described, what is not known, what each rule came to, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import day, number
from stackaudit.outputs.adjusting import adjusted_words
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell, code
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.inventory import Found, anchors, flow_rows, tool_rows
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.outcomes import ClockRow, clock_rows, demand_rows, figures, outside_the_facts, rule_rows
from stackaudit.outputs.html.questions import asked, written
from stackaudit.outputs.html.waiving import waiver_rows
from stackaudit.outputs.html.wording import Said
from stackaudit.outputs.method import AS_KNOWN, DELAYS, DESCRIBED, DISCLAIMER, FACTS, NO_LAW_OF, OUTCOMES, OUTCOMES_OF
from stackaudit.outputs.rewording import reworded_words

__all__ = ["disclaimer", "facts", "flows", "method", "questions", "rules", "tools", "waivers"]

_MOST: Final = 2_000  # rows of a table; the workbook and the JSON output have them all


def _table(
    title: str, head: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], widths: tuple[int, ...]
) -> Iterator[Block]:
    held = list(rows)
    yield Table(title, head, tuple(held[:_MOST]), widths)
    if len(held) > _MOST:
        more = f"{number(len(held) - _MOST)} more are left out here; the workbook and the JSON output have them all."
        yield Paragraph((Span(more, "said"),), "small")


def _said(fact: Said) -> Cell:
    return (Span(fact.text, "" if fact.kind == "stated" else "said"),)


def _found(found: Found) -> Cell:
    if not found.links:
        return (Span("none", "said"),)
    marks = [f"{link.severity}{'' if link.proved else '?'} {link.rule}" for link in found.links]
    return cell(", ".join(marks), f"and {found.more} more" if found.more else "")


def tools(audit: Audit, names: Names) -> Iterator[Block]:
    """The tools."""
    yield Heading(1, "Tools")
    yield from said(audit.stack.report, "tools")
    rows = [
        (
            cell(row.name, row.product.text if row.product.text != row.name else ""),
            _found(row.found),
            _said(row.capabilities),
            _said(row.owner),
            _said(row.status),
            _said(row.terms),
            _said(row.cost),
            cell(f"{row.flows_in} in, {row.flows_out} out"),
        )
        for row in tool_rows(audit, names, anchors(audit), ())
    ]
    if not rows:
        yield Paragraph((Span("No tool is described."),))
        return
    head = ("Tool", "Findings", "Used for", "Owner", "Status", "Terms", "Cost", "Flows")
    yield from _table("Tools", head, rows, (17, 19, 18, 10, 8, 12, 9, 7))


def flows(audit: Audit, names: Names) -> Iterator[Block]:
    """The data flows."""
    yield Heading(1, "Data flows")
    yield from said(audit.stack.report, "flows")
    rows = [
        (
            cell(
                row.name,
                ", ".join(part for part in (f"by {row.via}" if row.via else "", row.status) if part != "active"),
            ),
            _found(row.found),
            _said(row.method),
            _said(row.every),
            _said(row.takes),
            _said(row.carries),
            _said(row.signals),
            _said(row.monitored),
        )
        for row in flow_rows(audit, names, anchors(audit), ())
    ]
    if not rows:
        yield Paragraph((Span("No data flow is described."),))
        return
    head = ("Flow", "Findings", "How", "How often", "Takes", "Carries", "Passes on", "Watched")
    yield from _table("Data flows", head, rows, (19, 18, 9, 10, 9, 16, 11, 8))


def questions(audit: Audit, names: Names) -> Iterator[Block]:
    """What nobody has said, and what the description notes."""
    yield Heading(1, "Open questions")
    yield from said(audit.stack.report, "questions")
    held = asked(audit, names)
    if held:
        yield Paragraph(
            (Span("What nobody has said and a rule needs to know, the most useful answer first."),), "leading"
        )
        rows = [
            (
                cell(f"{number}"),
                cell(one.text, one.about),
                code(one.places[0].path if one.places else ""),
                cell(", ".join(one.rules)),
            )
            for number, one in enumerate(held, 1)
        ]
        head = ("No.", "Question", "The answer goes to, first", "Helps to judge")
        yield from _table("Open questions", head, rows, (5, 41, 24, 30))
    else:
        yield Paragraph((Span("The rules have none: every fact that they ask for is known."),))
    noted = written(audit, names)
    if noted:
        yield Heading(2, "Noted in the description")
        told = [(cell(one.ask, one.about), cell(one.whom), cell(one.answer or "no answer yet")) for one in noted]
        yield from _table("Noted in the description", ("Question", "Ask", "Answer"), told, (50, 18, 32))


def waivers(audit: Audit, names: Names) -> Iterator[Block]:
    """What the company lives with; nothing where it lives with nothing."""
    rows = waiver_rows(audit, names)
    if not rows:
        return
    yield Heading(1, "Waivers")
    yield from said(audit.stack.report, "waivers")
    yield Paragraph(
        (
            Span(
                "What the company has decided to live with for a while. It counts neither for the score nor against it."
            ),
        )
    )
    told = [
        (
            cell(row.rule),
            cell("; ".join(row.findings), row.element),
            cell(row.reason),
            cell(row.owner),
            cell(row.until),
            cell(row.state),
        )
        for row in rows
    ]
    head = ("Rule", "Finding", "Reason", "Owner", "Until", "State")
    yield from _table("Waivers", head, told, (10, 34, 20, 13, 13, 10))


def rules(audit: Audit, names: Names) -> Iterator[Block]:
    """Every rule with its outcomes."""
    yield Heading(1, "Rules and outcomes")
    yield from said(audit.stack.report, "rules")
    yield Paragraph((Span("Every rule that was run, with the number of elements of each outcome."),), "leading")
    if adjusted := adjusted_words(audit):
        yield Paragraph((Span(adjusted),), "leading")
    rows = []
    for row in rule_rows(audit, names):
        tally = row.tally
        counts = (
            ("",) * 5
            if tally is None
            else (tally.flagged, tally.suspected, tally.clear, tally.unknown, tally.not_applicable)
        )
        rows.append(
            (
                cell(row.rule.id),
                cell(row.rule.title),
                cell(row.rule.severity.value),
                cell(row.outcome_words),
                *(cell(f"{one}") for one in counts),
            )
        )
    head = ("Rule", "Red flag", "Sev.", "Outcome", "Pro-ved", "Sus-pected", "Clear", "Un-known", "Not appl.")
    yield from _table("Rules and outcomes", head, rows, (10, 34, 6, 14, 7, 8, 7, 7, 7))


def facts(audit: Audit) -> Iterator[Block]:
    """Laws, demands and figures that were used."""
    yield Heading(1, "Facts used")
    yield from said(audit.stack.report, "facts")
    if elsewhere := outside_the_facts(audit):
        yield Paragraph((Span(NO_LAW_OF.format(regions=elsewhere)),))
    limits, demands, used = clock_rows(audit), demand_rows(audit), figures(audit)
    if limits:
        yield Heading(2, "How soon an opt-out must be honoured")
        yield from _of_law("Limits for opt-outs", "Time", limits)
    if demands:
        yield Heading(2, "What else is demanded of who sends")
        yield from _of_law("Demands on who sends", "Demand", demands)
    if used:
        yield Heading(2, "Figures that rules judge by")
        rows = [(cell(one.rule), cell(one.name, one.about), cell(one.value), cell(one.source)) for one in used]
        yield from _table("Figures of the rules", ("Rule", "Figure", "Value", "Source"), rows, (11, 37, 16, 36))
    if not limits and not demands and not used:
        yield Paragraph((Span("No rule that was run judges by a figure or a legal limit."),))


def _of_law(title: str, what: str, limits: tuple[ClockRow, ...]) -> Iterator[Block]:
    rows = [
        (
            cell(row.name, row.kind),
            cell(row.limit),
            cell(row.channels),
            cell(row.binds),
            cell(f"{row.source}, looked at on {row.as_of}", row.note),
        )
        for row in limits
    ]
    yield from _table(title, ("Rule", what, "Channels", "Here", "Source"), rows, (22, 20, 14, 12, 32))


def method(audit: Audit) -> Iterator[Block]:
    """How verdicts come about."""
    yield Heading(1, "Method")
    yield from said(audit.stack.report, "method")
    yield Paragraph((Span(DESCRIBED.format(as_of=day(audit.stack.as_of))),))
    yield Paragraph((Span(f"{AS_KNOWN} ", "strong"), Span(OUTCOMES_OF)))
    yield from (Paragraph((Span(f"{word}: ", "strong"), Span(meaning)), "bullet") for word, meaning in OUTCOMES)
    yield Paragraph((Span(DELAYS),))
    yield Paragraph((Span(FACTS),))
    if told := reworded_words(audit):
        yield Paragraph((Span(told),))


def disclaimer(audit: Audit) -> Iterator[Block]:
    """What the report is not."""
    yield Heading(1, "Disclaimer")
    yield from said(audit.stack.report, "disclaimer")
    yield Paragraph((Span(DISCLAIMER),))
