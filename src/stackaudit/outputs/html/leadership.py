"""The page for leadership: the verdict in three sentences, what to do first, what is at stake, and what to keep."""

from __future__ import annotations

from math import fsum
from types import MappingProxyType
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.coverage import nearest
from stackaudit.audit.strengths import strengths
from stackaudit.finding import Finding, RuleResult, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Company
from stackaudit.model.writing import counted, number
from stackaudit.outputs.html.findings import anchor_of, is_proved
from stackaudit.outputs.html.inventory import Spending
from stackaudit.outputs.html.names import TEXT
from stackaudit.outputs.html.wording import ACT
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.scoring import becomes, level_words, notes
from stackaudit.outputs.standing import marks
from stackaudit.rules.rule import Rule
from stackaudit.rules.wording import join

__all__ = ["Gauge", "Headline", "Leadership", "Strength", "headlines", "leadership"]

_HEADLINES: Final = 3
_STRENGTHS: Final = 5
_LARGEST: Final = 3
_NAMED: Final = 60
_WHEN: Final = MappingProxyType(
    {severity: f"{{}} for action {act.removeprefix('act ')}" for severity, act in ACT.items()}
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A red flag in leadership's words. ``more`` is how many others there are of its rule, ``points`` what it costs."""

    severity: str
    act: str
    proved: bool
    title: str
    impact: str
    message: str
    anchor: str
    more: int
    now: str
    points: str


@dataclass(frozen=True, slots=True)
class Strength:
    """A red flag that the facts rule out: the rule, and of how many subjects."""

    rule: str
    title: str
    severity: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """The score on a scale from 0 to 100; ``low`` and ``high`` are the same where the number is known."""

    head: str
    level: str
    low: int
    high: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leadership:
    """What leadership reads. ``best`` is the strongest part of the score; empty where nothing is known."""

    verdict: tuple[str, ...]
    gauge: Gauge
    first: tuple[Headline, ...]
    stakes: tuple[tuple[str, str], ...]
    strengths: tuple[Strength, ...]
    more_strengths: int
    best: str


def leadership(audit: Audit, spent: Spending) -> Leadership:
    """The first page; ``spent`` is what the tools cost a year."""
    score = audit.score
    low, high = score.bounds if score.points is None else (score.points, score.points)
    clear = strengths(audit.results, audit.rules)
    return Leadership(
        verdict=(_what(audit), _where(audit), _how_sure(audit)),
        gauge=Gauge(becomes(score) if score.levels else "", level_words(score), low, high, tuple(notes(audit))),
        first=headlines(audit),
        stakes=_stakes(audit, spent),
        strengths=tuple(_strength(result, audit.rules[result.rule]) for result in clear[:_STRENGTHS]),
        more_strengths=max(0, len(clear) - _STRENGTHS),
        best=_best(audit),
    )


def headlines(audit: Audit) -> tuple[Headline, ...]:
    """The three rules whose findings matter most, each by its worst finding: proved before suspected, worst first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(_headline(found, audit) for found in list(by_rule.values())[:_HEADLINES])


def _headline(found: list[Finding], audit: Audit) -> Headline:
    first = found[0]
    rule = audit.rules[first.rule]
    lost = fsum(audit.score.losses.get(one.id, 0.0) for one in found)
    return Headline(
        severity=first.severity.value,
        act=ACT[first.severity],
        proved=is_proved(first),
        title=rule.title,
        impact=shortened(first.impact, TEXT),
        message=shortened(first.message, TEXT) + marks(audit, first),
        anchor=anchor_of(first),
        more=len(found) - 1,
        now=rule.fix.now,
        points=number(lost, 1) if lost >= 0.05 else "",  # noqa: PLR2004 - less is printed as 0.0
    )


# -- the verdict ------------------------------------------------------------------------------------------------------


def _what(audit: Audit) -> str:
    """What the facts prove."""
    stack = audit.stack
    of = f"Of {counted(len(stack.tools), 'tool')} and {counted(len(stack.flows), 'data flow')}, the facts"
    if not stack.tools and not stack.flows:
        of = "No tool and no data flow is described, and the facts"
    flagged, suspected = len(audit.flagged), len(audit.suspected)
    verb = "is suspected" if suspected == 1 else "are suspected"
    if not flagged:
        return f"{of} prove no red flag{f'; {number(suspected)} {verb}' if suspected else ''}."
    beside = f", and {number(suspected)} more {verb}" if suspected else ""
    by_severity = join([f"{number(audit.count(one))} at {one.value}" for one in Severity if audit.count(one)])
    return f"{of} prove {counted(flagged, 'red flag')}: {by_severity}{beside}."


def _where(audit: Audit) -> str:
    """By when the worst is to be mended, and where the findings come from."""
    if not audit.findings:
        return "Nothing has to be mended for what is known today."
    pressing = audit.flagged or audit.suspected
    worst = min(finding.severity for finding in pressing)
    urgent = sum(finding.severity is worst for finding in pressing)
    when = _WHEN[worst].format(
        "It calls" if len(pressing) == 1 else f"{number(urgent)} of them call{'s' if urgent == 1 else ''}"
    )
    if not audit.flagged:
        when = f"Unless refuted, {when[0].lower()}{when[1:]}"
    largest = sorted(audit.causes, key=lambda cause: -len(cause.findings))[:_LARGEST]
    names = join([shortened(cause.title, _NAMED) for cause in largest])
    if len(audit.causes) <= _LARGEST:
        return f"{when}; what {'has to be mended' if audit.flagged else 'is suspected'} is at {names}."
    held = sum(len(cause.findings) for cause in largest)
    findings = f"{number(len(audit.findings))} findings, which have {number(len(audit.causes))} causes"
    return f"{when}; {number(held)} of all {findings}, stem from {names}."


def _how_sure(audit: Audit) -> str:
    """How much is known."""
    questions = len(audit.questions)
    known = f"Of what the rules ask, {audit.coverage.percent} % is known"
    if not questions:
        return f"{known}, and no rule has a question left."
    return f"{known}; {counted(questions, 'open question')} would tell more."


# -- what is at stake, and what is good --------------------------------------------------------------------------------


def _stakes(audit: Audit, spent: Spending) -> tuple[tuple[str, str], ...]:
    """The client's own numbers: as far as they were stated."""
    company = audit.stack.company
    stakes = []
    if isinstance(company, Company) and isinstance(company.contacts, int):
        stakes.append(("Contacts", f"{number(company.contacts)} people whom the company can write to"))
    if spent.sums:
        stakes.append(("Spend", f"{join(list(spent.sums))} a year for {spent.known} of {spent.tools} tools in use"))
    urgent = sum(one.severity in {Severity.P1, Severity.P2} for one in audit.flagged)
    if urgent:
        what = "a channel, a customer or a regulator feels them"
        stakes.append(("Exposure", f"{counted(urgent, 'proved finding')} at P1 or P2: {what}"))
    return tuple(stakes)


def _strength(result: RuleResult, rule: Rule) -> Strength:
    return Strength(rule.id, rule.title, rule.severity.value, len(result.clear))


def _best(audit: Audit) -> str:
    if audit.score.points is None or audit.score.levels is None:
        return ""
    known = [one for one in audit.score.dimensions if one.points is not None]
    best = max(known, key=lambda one: one.points or 0)
    return f"{best.dimension.heading}, with {nearest(best.points or 0)} of 100 points"
