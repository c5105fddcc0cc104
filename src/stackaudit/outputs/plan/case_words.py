"""What is said of strengths, weaknesses, opportunities and threats, and of the business case of an action."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackaudit.audit.cases import Case
from stackaudit.audit.swot import Point, Swot
from stackaudit.model.writing import amount, counted, number, short_day
from stackaudit.outputs.plan.words import dues, owner_words, points_words, size
from stackaudit.rules.wording import join

__all__ = ["QUADRANTS", "case_lines", "needs", "said", "swot_lines"]

QUADRANTS: Final = ("Strengths", "Weaknesses", "Opportunities", "Threats")
"""The four parts, in their order."""
_LEAST: Final = 0.05  # less is printed as 0.0


def swot_lines(swot: Swot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each part with its points in a sentence each."""
    parts = (swot.strengths, swot.weaknesses, swot.opportunities, swot.threats)
    return tuple((name, tuple(map(said, points))) for name, points in zip(QUADRANTS, parts, strict=True))


def said(point: Point) -> str:
    """One point in a sentence."""
    return _SAID[point.kind](point)


def _clear(point: Point) -> str:
    return f"Not found here: {point.title} ({point.rule}), clear in {counted(point.count, 'place')}."


def _red_flag(point: Point) -> str:
    return f"{point.title} ({point.rule}): {_findings(point)}."


def _mending(point: Point) -> str:
    what = "finding" if point.count == 1 else f"{point.count} findings"
    return f"To mend the first {what} that cost{'s' if point.count == 1 else ''} most brings {_points(point)}."


def _retire(point: Point) -> str:
    return f"To retire: {point.title}{_cost(point)}."


def _consolidate(point: Point) -> str:
    return f"To consolidate: {point.title}{_cost(point)}."


def _unused(point: Point) -> str:
    return f"{point.title} ({point.rule}): {counted(point.count, 'place')}."


def _clock(point: Point) -> str:
    return f"{point.title} ({point.rule}): {_findings(point)}, of a law or a prohibition."


def _end(point: Point) -> str:
    return f"End of {point.title}: {_day(point)}."


def _notice(point: Point) -> str:
    return f"The contract of {point.title} renews by itself, unless notice is given by {_day(point)}{_cost(point)}."


def _risk(point: Point) -> str:
    return f"{point.title}: customers would feel it, and there is no plan against it."


_SAID: Final = {
    "clear": _clear,
    "red_flag": _red_flag,
    "mending": _mending,
    "retire": _retire,
    "consolidate": _consolidate,
    "unused": _unused,
    "clock": _clock,
    "end": _end,
    "notice": _notice,
    "risk": _risk,
}


def _findings(point: Point) -> str:
    costs = f", {_points(point)}" if point.points is not None and point.points >= _LEAST else ""
    return f"{counted(point.count, 'finding')}{costs}"


def _points(point: Point) -> str:
    return f"{number(point.points or 0.0, 1)} points"


def _cost(point: Point) -> str:
    sums = [amount(value, currency) for currency, value in point.yearly]
    return f"; {join(sums)} a year as stated" if sums else ""


def _day(point: Point) -> str:
    return "" if point.on is None else short_day(point.on)


def case_lines(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The parts of a case that there is something to say of: background, risk, opportunity, and what it needs."""
    more = (f"And {counted(case.more, 'more finding')}.",) if case.more else ()
    yield "Background", (*map(_sentence, case.background), *more)
    yield "Risk", (*(case.risks or case.why), *(f"{day[:1].upper()}{day[1:]}." for day in dues(case.action)))
    yield "Opportunity", tuple(_chances(case))
    yield "What it needs", (needs(case),)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _chances(case: Case) -> Iterator[str]:
    yield from case.opportunities
    brings = points_words(case.action)
    if brings:
        yield f"In the score, {brings}."
    if case.yearly:
        sums = join([amount(value, currency) for currency, value in case.yearly])
        of = "" if case.priced == len(case.tools) else f" (stated for {case.priced} of {len(case.tools)})"
        yield f"The tools that it is about{of} cost {sums} a year."
    if case.goals:
        yield f"These tools serve {join(list(case.goals))}."


def needs(case: Case) -> str:
    """Who takes it on, and how long it takes, or that it is not stated."""
    return f"{owner_words(case.action)[:1].upper()}{owner_words(case.action)[1:]}; {size(case.action)}."
