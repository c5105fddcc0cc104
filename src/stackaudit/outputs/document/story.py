"""The report from front to back, as blocks: what was found, by what it stems from, and the appendix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stackaudit.audit.audit import Audit
from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.emblem import emblem_of
from stackaudit.outputs.brand.sections import wanted
from stackaudit.outputs.brand.style import accent_of
from stackaudit.outputs.diagram.flat import flat
from stackaudit.outputs.diagram.paper import lies
from stackaudit.outputs.document import appendix
from stackaudit.outputs.document.arranging import Told, arranged
from stackaudit.outputs.document.blocks import Block, Cover, Document, Heading, Paragraph, Span, Table, Turn, cell
from stackaudit.outputs.document.causes import by_cause
from stackaudit.outputs.document.described import described
from stackaudit.outputs.document.glance import at_a_glance
from stackaudit.outputs.document.matrix import opt_outs
from stackaudit.outputs.document.plan import business_case, roadmap, tool_verdicts
from stackaudit.outputs.document.requests import requests
from stackaudit.outputs.document.said import said
from stackaudit.outputs.document.since import since_the_baseline
from stackaudit.outputs.html.inventory import spending
from stackaudit.outputs.html.leadership import Leadership, leadership
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.scoring import score_section
from stackaudit.outputs.html.summary import cover, summary
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.typeset import FONT

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Pictures

__all__ = ["ORDER", "document"]


def document(audit: Audit, pictures: Pictures) -> Document:
    """The report as blocks; ``pictures`` are those that ``stackaudit.outputs.diagram.pictures`` draws."""
    names = Names(audit.stack)
    about = cover(audit, names)
    facts = [
        ("Company", about.company if about.company != about.subject else ""),
        ("As of", about.as_of),
        ("Prepared by", about.prepared_by),
        ("Description", about.file),
        ("Rules", ", ".join(about.packs)),
        ("Product catalogue", f"of {about.catalogue}"),
        ("Made with", f"stackaudit {about.version}"),
    ]
    settings = audit.stack.report or ReportSettings()
    return Document(
        title=about.title,
        author=about.prepared_by,
        day=audit.stack.as_of,
        paper=settings.paper,
        accent=accent_of(settings),
        logo=emblem_of(audit.stack),
        cover=Cover(
            "Marketing stack audit",
            about.subject or "Marketing stack",
            about.notice,
            tuple((name, value) for name, value in facts if value),
        ),
        blocks=(*_unsaid(audit, settings), *arranged(_SECTIONS, Told(audit, names, pictures), settings)),
    )


def _unsaid(audit: Audit, settings: ReportSettings) -> Iterator[Block]:
    """That a rule broke is said even where the summary, in which it stands, is not wanted."""
    return iter(()) if ReportSection.SUMMARY in wanted(settings, ORDER) else _broken(audit)


_SECTIONS: Final[Mapping[ReportSection, Callable[[Told], Iterator[Block]]]] = MappingProxyType(
    {
        ReportSection.SUMMARY: lambda told: _summary(told.audit),
        ReportSection.SCORE: lambda told: _score(told.audit),
        ReportSection.GLANCE: lambda told: at_a_glance(told.audit, told.names),
        ReportSection.FINDINGS: lambda told: by_cause(told.audit, told.names),
        ReportSection.REQUESTS: lambda told: requests(told.audit, told.names),
        ReportSection.ROADMAP: lambda told: roadmap(told.audit),
        ReportSection.VERDICTS: lambda told: tool_verdicts(told.audit),
        ReportSection.BUSINESS_CASE: lambda told: business_case(told.audit),
        ReportSection.DIAGRAM: lambda told: _diagrams(told.audit, told.pictures),
        ReportSection.OPT_OUTS: lambda told: opt_outs(told.audit, told.names),
        ReportSection.TOOLS: lambda told: appendix.tools(told.audit, told.names),
        ReportSection.FLOWS: lambda told: appendix.flows(told.audit, told.names),
        ReportSection.QUESTIONS: lambda told: appendix.questions(told.audit, told.names),
        ReportSection.BASELINE: lambda told: since_the_baseline(told.audit),
        ReportSection.WAIVERS: lambda told: appendix.waivers(told.audit, told.names),
        ReportSection.RULES: lambda told: appendix.rules(told.audit, told.names),
        ReportSection.FACTS: lambda told: appendix.facts(told.audit),
        ReportSection.METHOD: lambda told: appendix.method(told.audit),
        ReportSection.DISCLAIMER: lambda told: appendix.disclaimer(told.audit),
    }
)
ORDER: Final = tuple(_SECTIONS)
"""The sections of a document, in their order where nothing else is wanted."""


def _summary(audit: Audit) -> Iterator[Block]:
    first = leadership(audit, spending(audit))
    yield Heading(1, "Summary")
    yield from said(audit.stack.report, "summary")
    yield from _broken(audit)
    yield Paragraph((Span(" ".join(first.verdict)),), "lead")
    if first.gauge.head:
        yield Paragraph((Span(f"Score {first.gauge.head} of 100, {first.gauge.level}.", "strong"),))
    found = summary(audit)
    rows = tuple(
        (cell(one.severity), cell(f"{one.count}"), cell(f"{one.suspected}"), cell(one.act), cell(one.meaning))
        for one in found.counts
    )
    head = ("Severity", "Proved", "Suspected", "By when", "What it means")
    yield Table("Findings by severity", head, rows, (10, 10, 12, 22, 46))
    yield from _first(first)
    yield Heading(2, "How much is known")
    yield from (Paragraph((Span(f"{name}: ", "strong"), Span(text))) for name, text in described(audit))


def _broken(audit: Audit) -> Iterator[Block]:
    for row in audit.broken:
        yield Paragraph((Span(f"The rule {row.rule} failed to run: nothing is known of what it looks for.", "strong"),))


def _first(page: Leadership) -> Iterator[Block]:
    """What to do first, what is at stake, and what to keep."""
    if page.first:
        yield Heading(2, "What matters most")
    for number, one in enumerate(page.first, 1):
        badge = f"{number}. {one.severity}, {'proved' if one.proved else 'suspected'}. "
        yield Paragraph((Span(badge, "said"), Span(one.impact or one.title, "strong")), "item")
        more = f" And {one.more} more of this kind." if one.more else ""
        yield Paragraph((Span(one.message), Span(more, "said")), "leading")
        yield Paragraph((Span("Now: " if one.proved else "If it is so: ", "strong"), Span(one.now)))
    if page.stakes:
        yield Heading(2, "What is at stake")
        yield from (Paragraph((Span(f"{name}: ", "strong"), Span(words)), "bullet") for name, words in page.stakes)
    yield Heading(2, "Strengths worth keeping")
    best = f"; strongest part: {page.best}" if page.best else ""
    if not page.strengths:
        yield Paragraph((Span(f"No rule of weight is clear throughout for what is known so far{best}."),))
        return
    yield Paragraph((Span(f"The facts rule out what costs others dear{best}. Not found here:"),), "leading")
    for held in page.strengths:
        places = f"{held.subjects} place{'' if held.subjects == 1 else 's'}"
        yield Paragraph((Span(held.title), Span(f" {held.rule}, clear in {places}", "said")), "bullet")


def _score(audit: Audit) -> Iterator[Block]:
    score = score_section(audit)
    yield Heading(1, "Score")
    yield from said(audit.stack.report, "score")
    if score.head:
        yield Paragraph((Span(f"{score.head} of 100, {score.level}.", "strong"),), "lead")
    yield from (Paragraph((Span(f"{note}."),), "bullet") for note in score.notes)
    if not score.head:
        return
    rows = tuple(
        (
            cell(row.title),
            cell(row.points),
            cell(row.arithmetic),
            cell(row.bounds or "-"),
            cell(row.coverage or "-"),
            cell(f"{row.rules}"),
        )
        for row in score.dimensions
    )
    head = ("Dimension", "Points", "Earned weight", "If unknown is bad, or good", "Coverage", "Rules that apply")
    yield Table("The score by dimension", head, rows, (30, 12, 17, 17, 12, 12))
    if score.mended_words:
        yield Heading(2, "What to mend first")
        yield Paragraph((Span(score.mended_words),), "leading")
    for number, mended in enumerate(score.mended, 1):
        yield Paragraph((Span(f"{number}. {mended.rule} ", "said"), Span(mended.message)), "item")
        yield from (Paragraph((Span(change, "code"),), "bullet") for change in mended.changes)
    if score.losses:
        yield Heading(2, "What costs most")
        lost = tuple((cell(row.message, row.rule), cell(row.points)) for row in score.losses)
        yield Table("The findings that cost most", ("Finding", "Points"), lost, (88, 12))
    if score.sensitivity:
        yield Heading(2, "With other weights")
        yield from (Paragraph((Span(line),), "bullet") for line in score.sensitivity)


def _diagrams(audit: Audit, pictures: Pictures) -> Iterator[Block]:
    if not audit.stack.tools:
        return
    for number, picture in enumerate((pictures.main, *pictures.domains)):
        made = flat(picture.svg, FONT) if picture.svg else None
        yield Turn(made is not None and lies(made.width, made.height))
        if not number:
            yield Heading(1, "Data flow")
            yield from said(audit.stack.report, "diagram")
            if pictures.notice:
                yield Paragraph((Span(pictures.notice),), "leading")
        if made is not None:
            yield made
        else:
            reason = picture.failure or "it could not be drawn"
            yield Paragraph((Span(shortened(f"{picture.title}: {reason}.", TEXT), "said"),))
