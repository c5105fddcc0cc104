"""The findings in a document: by what they stem from, each with its evidence, and how they are mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.model.report import ReportSettings
from stackaudit.model.writing import number
from stackaudit.outputs.document.blocks import Block, Cell, Heading, Paragraph, Span, Table, cell, code
from stackaudit.outputs.document.said import said
from stackaudit.outputs.html.findings import Card, Cards, Fact
from stackaudit.outputs.html.inventory import anchors
from stackaudit.outputs.html.names import NAME, Names
from stackaudit.outputs.html.questions import asked
from stackaudit.outputs.html.story import CauseBlock, RuleBlock, levels
from stackaudit.outputs.method import PROVED_AND_SUSPECTED
from stackaudit.outputs.plain import shortened
from stackaudit.rules.rule import Rule
from stackaudit.rules.wording import join

__all__ = ["by_cause"]

_IN_FULL: Final = (
    400  # findings with all their evidence; a document that has more is no longer read, and is slow to open
)
_LISTED: Final = 2_000
_NAMED: Final = 4
_ALL_KNOWN: Final = "All that the rules ask for is known."
_NOWHERE: Final = (Span("no file", "said"),)


def by_cause(audit: Audit, names: Names) -> Iterator[Block]:
    """The findings, those that stem from one thing together; beyond some hundreds they are listed without evidence."""
    yield Heading(1, "Findings by root cause")
    yield from said(audit.stack.report, "findings")
    if not audit.findings:
        is_open = "That says something only of what is known: see the open questions."
        yield Paragraph((Span(f"There is none. {is_open if audit.questions else _ALL_KNOWN}"),))
        return
    yield Paragraph((Span(PROVED_AND_SUSPECTED),), "leading")
    asked_in = {place.path: ("", question.text) for question in asked(audit, names) for place in question.places}
    known = anchors(audit)
    left = _IN_FULL
    rest: list[tuple[Rule, Card]] = []
    standings = audit.comparison.standings if audit.comparison is not None else {}
    for level in levels(audit, Cards(names, asked_in, known, standings, drawn=frozenset()), known, joined=True):
        for cause in level.causes:
            if cause.findings > left and not _is_said_of(cause, audit.stack.report):
                rest.extend((block.rule, card) for block in cause.blocks for card in block.cards)
                continue
            left -= cause.findings
            yield from _cause(cause, audit.stack.report)
    if rest:
        yield from _listed(rest)


def _is_said_of(cause: CauseBlock, settings: ReportSettings | None) -> bool:
    """Whether the consultant says something of a finding that stems from it."""
    return settings is not None and any(card.id in settings.commentary for one in cause.blocks for card in one.cards)


def _listed(found: list[tuple[Rule, Card]]) -> Iterator[Block]:
    yield Heading(2, "Further findings")
    more = len(found) - _LISTED
    note = f" {number(more)} more are left out here; the JSON output has them all." if more > 0 else ""
    yield Paragraph((Span(f"Without their evidence, as they are many.{note}"),), "leading")
    rows = tuple(
        (cell(one.severity), cell(rule.id), cell(_marked(one)), code(one.where)) for rule, one in found[:_LISTED]
    )
    yield Table("Further findings", ("Severity", "Rule", "Finding", "Where"), rows, (9, 11, 58, 22))


def _marked(card: Card) -> str:
    return card.message + "".join(f" ({note})" for note in (card.standing, card.rated) if note)


def _cause(cause: CauseBlock, settings: ReportSettings | None) -> Iterator[Block]:
    yield Heading(2, shortened(cause.title, NAME))
    count = f"{cause.findings} finding{'' if cause.findings == 1 else 's'}"
    cost = f", {cause.points} points" if cause.points else ""
    if cause.stems > 1:
        yield Paragraph((Span(f"{number(cause.stems)} causes of one kind, {count}{cost}", "said"),), "small")
    else:
        yield Paragraph((Span(f"{count}{cost}: ", "said"), Span(cause.element, "code")), "small")
    for block in cause.blocks:
        yield from _rule(block, settings)


def _rule(block: RuleBlock, settings: ReportSettings | None) -> Iterator[Block]:
    """What was found by one rule: why it matters and how it is mended are said once."""
    rule = block.rule
    yield Heading(3, f"{block.severity} · {rule.title} ({rule.id})")
    yield Paragraph((Span(rule.why),), "leading")
    if block.impact:
        yield Paragraph((Span("For leadership: ", "strong"), Span(block.impact)), "impact")
    for card in block.cards:
        yield from _finding(card)
        yield from said(settings, card.id)
    yield Paragraph((Span("Fix now: ", "strong"), Span(rule.fix.now)))
    yield Paragraph((Span("Fix for good: ", "strong"), Span(rule.fix.later)))


def _finding(card: Card) -> Iterator[Block]:
    where = f", {card.where}" if card.where else ""
    yield Paragraph((Span(card.message, "strong"),), "claim")
    outcome = "Proved" if card.proved else "Suspected"
    concerned = join([one.name for one in card.concerns], most=_NAMED)
    beside = "".join(f" {note}." for note in (card.standing, card.rated) if note)
    yield Paragraph((Span(f"{outcome}.{beside} {concerned}{where}", "said"),), "small")
    if card.impact:
        yield Paragraph((Span("For leadership: ", "strong"), Span(card.impact)), "impact")
    yield from _facts(card.facts)
    if card.steps:
        steps: list[tuple[Cell, ...]] = [
            (
                cell(f"{step.number}. {step.source} → {step.target}"),
                cell(step.method or "within the tool"),
                cell(step.delay),
                code(step.where) if step.where else _NOWHERE,
            )
            for step in card.steps
        ]
        steps.append(((Span("In all", "strong"),), (), (Span(card.total, "strong"),), ()))
        head = ("The way through the stack", "How", "Delay at worst", "Where")
        yield Table("The way through the stack, at worst", head, tuple(steps), (42, 18, 22, 18))
    if card.missing:
        yield Paragraph(
            (Span("Could be worse. What would tell:" if card.proved else "What would prove or refute it:"),), "leading"
        )
    for gap in card.missing:
        yield Paragraph((Span(f"{gap.question} " if gap.question else ""), Span(gap.path, "code")), "bullet")


def _facts(facts: Sequence[Fact]) -> Iterator[Block]:
    """The facts that decided; where several come from one source, it is said once, below them."""
    if not facts:
        return
    times = Counter((one.source, one.basis) for one in facts)
    marks = dict(zip((one for one, count in times.items() if one[0] and count > 1), ascii_lowercase, strict=False))
    rows = tuple(
        (
            code(one.path),
            cell(one.value) if _are_answers(one) else code(one.value),
            code(one.where) if one.where else _NOWHERE,
            _known_from(one, marks.get((one.source, one.basis), "")),
        )
        for one in facts
    )
    widths = (36, 27, 21, 16) if len(marks) == len(times) else (32, 22, 21, 25)
    if any(map(_are_answers, facts)):
        widths = (24, 40, 16, 20)
    yield Table("Facts that decided", ("Fact", "Value", "Where", "Known from"), rows, widths)
    for (source, basis), mark in marks.items():
        yield Paragraph((Span(f"({mark}) {source}{f' ({basis})' if basis else ''}", "said"),), "small")


def _are_answers(fact: Fact) -> bool:
    """Whether the value is what sources disagree on: text, and long."""
    return fact.path.endswith(".disputed")


def _known_from(fact: Fact, mark: str) -> Cell:
    if mark:
        return cell(fact.origin, f"({mark})")
    return cell(
        f"{fact.origin}: {fact.source}" if fact.source else fact.origin, f"({fact.basis})" if fact.basis else ""
    )
