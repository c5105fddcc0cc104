"""What leadership sees, slide by slide: the verdict, what to do first, what it stems from, and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.causes import Cause
from stackaudit.finding import Finding, Outcome
from stackaudit.frozen import dataclass
from stackaudit.model.words import ReportSection
from stackaudit.model.writing import number
from stackaudit.outputs.adjusting import adjusted_words
from stackaudit.outputs.brand.emblem import emblem_of
from stackaudit.outputs.brand.sections import TITLES, left_out, wanted
from stackaudit.outputs.brand.style import accent_of
from stackaudit.outputs.deck.figures import (
    RENEWALS,
    REQUESTS,
    VERDICTS,
    costs_and_renewals,
    next_notice,
    requests,
    since,
    verdicts,
)
from stackaudit.outputs.deck.fitting import is_readable
from stackaudit.outputs.deck.slides import Deck, Drawn, First, Rows, Slide, Words
from stackaudit.outputs.diagram.flat import flat
from stackaudit.outputs.document.described import described
from stackaudit.outputs.html.inventory import spending
from stackaudit.outputs.html.leadership import Leadership, leadership
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.questions import asked
from stackaudit.outputs.html.scoring import score_section
from stackaudit.outputs.html.summary import Cover, cover, summary
from stackaudit.outputs.method import AS_KNOWN, DESCRIBED, DISCLAIMER, PROVED_AND_SUSPECTED
from stackaudit.outputs.plan.case_words import swot_lines
from stackaudit.outputs.plan.words import first_fix, size
from stackaudit.outputs.rewording import reworded_words
from stackaudit.outputs.standing import marks
from stackaudit.outputs.tables.findings import points, worst
from stackaudit.outputs.typeset import FONT

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Pictures

__all__ = ["FURTHER", "ORDER", "deck"]

_CAUSES: Final = 10
_FINDINGS: Final = 10
_STEPS: Final = 10
_QUESTIONS: Final = 8
_MORE: Final = "And {} more: see the report."
_OVERVIEW: Final = "An overview by layer. The pictures of the report show each tool and data flow."
_SEVERITIES: Final = "How bad, and how soon"
_SWOT: Final = "Strengths, weaknesses, opportunities, threats"
_FURTHER: Final = frozenset({_SEVERITIES, RENEWALS, REQUESTS, VERDICTS, _SWOT})
"""Slides of a deck whose sections are asked for by name: a first talk goes without them."""
FURTHER: Final = frozenset({ReportSection.REQUESTS, ReportSection.VERDICTS, ReportSection.BUSINESS_CASE})
"""The sections that have no other slides."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What slides are made of."""

    audit: Audit
    names: Names
    pictures: Pictures


_SECTIONS: Final[Mapping[ReportSection, Callable[[_Told], Iterator[Slide]]]] = MappingProxyType(
    {
        ReportSection.SUMMARY: lambda told: _summary(told.audit, told.names),
        ReportSection.SCORE: lambda told: _score(told.audit),
        ReportSection.FINDINGS: lambda told: chain(_causes(told.audit), _findings(told.audit)),
        ReportSection.DIAGRAM: lambda told: _drawn(told.audit, told.pictures),
        ReportSection.GLANCE: lambda told: costs_and_renewals(told.audit, told.names),
        ReportSection.ROADMAP: lambda told: _steps(told.audit),
        ReportSection.REQUESTS: lambda told: requests(told.audit, told.names),
        ReportSection.VERDICTS: lambda told: verdicts(told.audit),
        ReportSection.BUSINESS_CASE: lambda told: _swot(told.audit),
        ReportSection.BASELINE: lambda told: since(told.audit),
        ReportSection.QUESTIONS: lambda told: _questions(told.audit, told.names),
        # What they say is on the last slide.
        ReportSection.METHOD: lambda _: iter(()),
        ReportSection.DISCLAIMER: lambda _: iter(()),
    }
)
ORDER: Final = tuple(_SECTIONS)
"""The sections that slides have, in their order where nothing else is wanted."""


def deck(audit: Audit, pictures: Pictures) -> Deck:
    """The slides; ``pictures`` are those that ``stackaudit.outputs.diagram.pictures`` draws.

    Where the settings name sections, each has all of its slides. Where they do not, there are about ten for those who
    decide, and the last one says what else the report has.
    """
    names = Names(audit.stack)
    about = cover(audit, names)
    settings = audit.stack.report
    told = _Told(audit, names, pictures)
    kept = wanted(settings, ORDER)
    asked_for = settings is not None and settings.sections is not None
    slides: list[Slide] = [_first(about)]
    elsewhere: list[str] = []
    for section in kept:
        for slide in _SECTIONS[section](told):
            if asked_for or slide.title not in _FURTHER:
                slides.append(slide)
            else:
                elsewhere.append(slide.title)
        if section is kept[0]:
            slides += _commentary(audit)
    absent = left_out("these slides", (one for one in ORDER if one not in kept and any(_SECTIONS[one](told))))
    notes = (*_unsaid(audit, kept), *_method(audit, about, kept), DISCLAIMER, absent, _in_the_report(elsewhere))
    slides.append(Words("How to read this", (), tuple(filter(None, notes))))
    return Deck(
        about.title,
        about.prepared_by,
        audit.stack.as_of,
        tuple(slides),
        accent_of(settings),
        emblem_of(audit.stack),
    )


def _unsaid(audit: Audit, kept: Collection[ReportSection]) -> tuple[str, ...]:
    """That a rule broke is said even where the summary, in which it stands, is not wanted."""
    return () if ReportSection.SUMMARY in kept else _broken(audit)


def _method(audit: Audit, about: Cover, kept: Collection[ReportSection]) -> tuple[str, ...]:
    if ReportSection.METHOD not in kept:
        return ()
    return (
        DESCRIBED.format(as_of=about.as_of),
        AS_KNOWN,
        PROVED_AND_SUSPECTED,
        adjusted_words(audit),
        reworded_words(audit),
    )


def _in_the_report(titles: Sequence[str]) -> str:
    return f"More in the report: {'; '.join(title[:1].lower() + title[1:] for title in titles)}." if titles else ""


def _first(about: Cover) -> Slide:
    author = f"Prepared by {about.prepared_by}" if about.prepared_by else ""
    lines = (about.notice, f"As of {about.as_of}", author)
    return First("Marketing stack audit", about.subject or "Marketing stack", tuple(line for line in lines if line))


def _summary(audit: Audit, names: Names) -> Iterator[Slide]:
    page = leadership(audit, spending(audit))
    yield _short(audit, page, next_notice(audit, names))
    yield from _severities(audit)
    yield from _things_first(page)


def _broken(audit: Audit) -> tuple[str, ...]:
    return tuple(
        f"The rule {one.rule} failed to run: nothing is known of what it looks for." for one in audit.broken[:3]
    )


def _short(audit: Audit, page: Leadership, notice: str) -> Slide:
    """The verdict, and the score with what it rests on."""
    stakes = [f"{name}: {words}." for name, words in page.stakes]
    gauge = page.gauge
    text = (
        *_broken(audit),
        *stakes,
        *filter(None, [notice]),
        *(f"{note}." for note in gauge.notes[:3]),
        f"Described: {dict(described(audit))['Described']}",
    )
    return Words("In short", page.verdict, text, (gauge.head, f"of 100, {gauge.level}") if gauge.head else None)


def _commentary(audit: Audit) -> Iterator[Slide]:
    """What the consultant says of sections, in the order of the report, then of findings, the worst first."""
    settings = audit.stack.report
    said = settings.commentary if settings is not None else {}
    if not said:
        return
    from stackaudit.outputs.brand.markdown import as_text  # noqa: PLC0415 - most reports have no commentary

    kept = wanted(settings, tuple(ReportSection))
    names = {one.value: TITLES[one] for one in kept}
    if ReportSection.FINDINGS in kept:
        names |= {one.id: one.message for one in audit.findings}
    rows = tuple((name, as_text(said[key])) for key, name in names.items() if key in said)
    if rows:
        yield Rows("Commentary", ("On", "What we say"), rows, (26, 74))


def _severities(audit: Audit) -> Iterator[Slide]:
    if audit.findings:
        rows = tuple(
            (one.severity, f"{one.count}", f"{one.suspected}", one.act, one.meaning) for one in summary(audit).counts
        )
        head = ("Severity", "Proved", "Suspected", "By when", "What it means")
        yield Rows(_SEVERITIES, head, rows, (9, 9, 11, 23, 48))


def _things_first(page: Leadership) -> Iterator[Slide]:
    first = page.first
    if first:
        rows = tuple(
            (
                f"{one.severity}{'' if one.proved else '?'}",
                one.impact or one.title,
                f"{one.message}{_beside(one.more)}",
                one.now if one.proved else f"If it is so: {one.now}",
            )
            for one in first
        )
        title = {1: "One thing", 2: "Two things"}.get(len(first), "Three things")
        title = f"{title} {'first' if first[0].proved else 'to find out first'}"
        yield Rows(title, ("Severity", "What it means", "What was found", "Now"), rows, (9, 33, 30, 28))


def _score(audit: Audit) -> Iterator[Slide]:
    score = score_section(audit)
    if score.head:
        rows = tuple(
            (row.title, row.points, row.arithmetic, row.bounds or "-", row.coverage or "-", f"{row.rules}")
            for row in score.dimensions
        )
        head = ("Dimension", "Points", "Earned weight", "If unknown is bad, or good", "Coverage", "Rules that apply")
        yield Rows("The score by dimension", head, rows, (30, 12, 18, 18, 11, 11))


def _by_cost(audit: Audit) -> list[Cause]:
    return sorted(audit.causes, key=lambda one: (-round(points(audit, one), 2), worst(one), one.element))


def _causes(audit: Audit) -> Iterator[Slide]:
    if audit.causes:
        rows = tuple(
            (
                one.title,
                worst(one),
                f"{len(one.findings)}",
                _cost_of(audit, one),
                f"{one.findings[0].message}{f', and {len(one.findings) - 1} more' if len(one.findings) > 1 else ''}",
            )
            for one in _by_cost(audit)[:_CAUSES]
        )
        head = ("Root cause", "Worst", "Findings", "Points", "What was found")
        more = "And {} more, which cost less: see the report."
        yield Rows("What it stems from", head, rows, (25, 8, 10, 9, 48), len(audit.causes), more)


def _cost_of(audit: Audit, cause: Cause) -> str:
    """The points that a cause costs; a dash where nothing of it is proved, and so nothing costs any."""
    is_proved = any(one.outcome is Outcome.FLAGGED for one in cause.findings)
    return number(points(audit, cause), 1) if is_proved else "-"


def _findings(audit: Audit) -> Iterator[Slide]:
    """The worst finding of each rule, the worst first."""
    by_rule: dict[str, list[Finding]] = {}
    for one in audit.findings:
        by_rule.setdefault(one.rule, []).append(one)
    if by_rule:
        rows = tuple(
            (
                f"{found[0].severity.value}{'' if found[0].outcome is Outcome.FLAGGED else '?'} {rule}",
                f"{found[0].message}{marks(audit, found[0])}{_beside(len(found) - 1)}",
                found[0].impact,
            )
            for rule, found in list(by_rule.items())[:_FINDINGS]
        )
        head = ("Finding", "What was found", "What it means")
        more = "And {} more, each of another rule: see the report."
        yield Rows("Top findings", head, rows, (12, 45, 43), len(by_rule), more)


def _beside(more: int) -> str:
    return f", and {more} more of this kind" if more else ""


def _drawn(audit: Audit, pictures: Pictures) -> Iterator[Slide]:
    main = pictures.main
    if not audit.stack.tools:
        return
    if main.svg:
        yield _seen(audit, pictures)
    else:
        yield Words("How data flows", (), (f"The picture is missing: {main.failure or 'it could not be drawn'}.",))


def _seen(audit: Audit, pictures: Pictures) -> Slide:
    """The picture of the stack, or, where that could not be read on a slide, its overview."""
    title = "How data flows"
    made = flat(pictures.main.svg, FONT)
    if pictures.domains:
        return Drawn(title, made, _OVERVIEW)
    if not is_readable(made):
        from stackaudit.outputs.diagram import overview  # noqa: PLC0415 - small stacks have none

        above = overview(audit.stack, audit.graph, audit.findings, engine=pictures.engine)
        if above is not None and above.svg:
            return Drawn(title, flat(above.svg, FONT), _OVERVIEW)
    return Drawn(title, made)


def _steps(audit: Audit) -> Iterator[Slide]:
    """What to do about what is proved, in order, and whether the hours suffice."""
    if audit.actions:
        rows = tuple(
            (one.horizon.value, one.severity.value, one.title, first_fix(one), size(one), one.owner or "not stated")
            for one in audit.actions[:_STEPS]
        )
        head = ("When", "Worst", "For", "Do now", "Hours", "Owner")
        yield Rows("Next steps", head, rows, (8, 8, 24, 36, 11, 13), len(audit.actions), _MORE)


def _swot(audit: Audit) -> Iterator[Slide]:
    """What is good, what is not, what can be won and what comes from outside: three points each."""
    parts = swot_lines(audit.swot)
    if any(lines for _, lines in parts):
        rows = tuple((name, " ".join(lines[:3]) or "None that the facts show.") for name, lines in parts)
        yield Rows(_SWOT, ("Part", "What the facts show"), rows, (18, 82))


def _questions(audit: Audit, names: Names) -> Iterator[Slide]:
    questions = asked(audit, names)
    if questions:
        rows = tuple((one.text, one.about, f"{len(one.rules)}") for one in questions[:_QUESTIONS])
        head = ("What nobody has said yet", "Of what", "Rules that wait")
        yield Rows("Open questions", head, rows, (52, 36, 12), len(questions), _MORE)
