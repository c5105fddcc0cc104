"""The findings as a story: by what they stem from, the worst first, and under it by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.causes import Cause
from stackaudit.finding import Finding, Severity
from stackaudit.frozen import dataclass
from stackaudit.model.writing import number
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.html.findings import Card, Cards, is_proved
from stackaudit.outputs.html.names import TEXT
from stackaudit.outputs.html.wording import ACT, MEANING
from stackaudit.outputs.plain import shortened
from stackaudit.rules.rule import Rule

__all__ = ["CauseBlock", "Level", "RuleBlock", "cause_anchor", "levels"]

_SHORT: Final = 15  # so many findings are all open; in a longer report they are opened where they are wanted
_ALIKE: Final = 10  # so many causes of which nothing but findings of one rule stem are told as one


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """The findings of one rule that stem from one cause, and what holds for all of them."""

    rule: Rule
    severity: str
    impact: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """How many findings of a severity stem from a cause."""

    severity: str
    count: int
    proved: bool


@dataclass(frozen=True, slots=True)
class CauseBlock:
    """What findings stem from. ``row`` leads to its row in an inventory; ``points`` is what they cost the score.

    ``stems`` is for how many causes it stands. Of more than one it has the title of their rule, and no element.
    """

    anchor: str
    title: str
    element: str
    row: str
    severity: str
    counts: tuple[Marked, ...]
    findings: int
    points: str
    blocks: tuple[RuleBlock, ...]
    open: bool
    stems: int = 1


@dataclass(frozen=True, slots=True)
class Level:
    """The causes whose worst finding is of a severity, how many they are, and how many findings stem from them."""

    severity: str
    act: str
    meaning: str
    proved: int
    suspected: int
    stems: int
    causes: tuple[CauseBlock, ...]


def cause_anchor(cause: Cause) -> str:
    """The id of a cause in the page."""
    return identifier("cause", cause.element)


def levels(audit: Audit, cards: Cards, known: Mapping[str, str], *, joined: bool = False) -> tuple[Level, ...]:
    """The causes by the severity of the worst that stems from them; of equal ones, those that explain most come first.

    Args:
        audit: the audit.
        cards: makes the cards of findings.
        known: the anchors of elements that the page lists, by path.
        joined: whether many causes of which findings of one rule alone stem are told as one: three hundred flows that
            nobody watches are one piece of news, and mended in one way.
    """
    grouped: dict[Severity, list[Cause]] = {}
    for cause in sorted(audit.causes, key=_worst):
        grouped.setdefault(_worst(cause), []).append(cause)
    first = next(iter(grouped.values()))[0] if grouped else None
    is_short = len(audit.findings) <= _SHORT
    made = []
    for severity, causes in grouped.items():
        told = _joined(causes) if joined and not is_short else [[cause] for cause in causes]
        blocks = tuple(
            _cause(audit, alike, cards, known.get(alike[0].element, ""), is_short=is_short, is_first=alike[0] is first)
            for alike in told
        )
        total = sum(len(cause.findings) for cause in causes)
        proved = sum(is_proved(one) for cause in causes for one in cause.findings)
        made.append(
            Level(severity.value, ACT[severity], MEANING[severity], proved, total - proved, len(causes), blocks)
        )
    return tuple(made)


def _worst(cause: Cause) -> Severity:
    return min(finding.severity for finding in cause.findings)


def _joined(causes: Iterable[Cause]) -> list[list[Cause]]:
    """Causes of which findings of the same rule alone stem, together where they are many, at the place of the first."""
    alike: dict[tuple[str, ...], list[Cause]] = {}
    for cause in causes:
        alike.setdefault(cause.rules if len(cause.rules) == 1 else (cause.element, ""), []).append(cause)
    return [part for held in alike.values() for part in ([held] if len(held) >= _ALIKE else [[one] for one in held])]


def _cause(audit: Audit, alike: list[Cause], cards: Cards, row: str, *, is_short: bool, is_first: bool) -> CauseBlock:
    cause, is_one = alike[0], len(alike) == 1
    findings = [finding for one in alike for finding in one.findings]
    rule = audit.rules[findings[0].rule]
    by_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (one.severity, not is_proved(one), one.rule)):
        by_rule.setdefault((finding.severity, finding.rule), []).append(finding)
    worst = _worst(cause)
    blocks = tuple(
        _block(audit.rules[rule], found, cards, is_open=is_short or (is_first and severity == worst))
        for (severity, rule), found in by_rule.items()
    )
    lost = fsum(audit.score.losses.get(finding.id, 0.0) for finding in findings)
    return CauseBlock(
        anchor=cause_anchor(cause) if is_one else identifier("cause", f"{worst.value} {rule.id}"),
        title=shortened(cause.title, TEXT) if is_one else rule.title,
        element=shortened(cause.element, TEXT) if is_one else "",
        row=row if is_one else "",
        severity=worst.value,
        counts=_counts(findings),
        findings=len(findings),
        points=number(lost, 1) if lost >= 0.05 else "",  # noqa: PLR2004 - less is printed as 0.0
        blocks=blocks,
        open=is_short or is_first,
        stems=len(alike),
    )


def _counts(findings: Iterable[Finding]) -> tuple[Marked, ...]:
    counted = Counter((one.severity, is_proved(one)) for one in findings)
    ordered = sorted(counted.items(), key=lambda one: (one[0][0], not one[0][1]))
    return tuple(Marked(severity.value, count, proved) for (severity, proved), count in ordered)


def _block(rule: Rule, found: list[Finding], cards: Cards, *, is_open: bool) -> RuleBlock:
    impacts = {one.impact for one in found}
    shared = found[0].impact if len(impacts) == 1 else ""
    opened = _SHORT if is_open and len(found) <= _SHORT else int(is_open)  # of very many, one shows what is in them
    made = tuple(cards.card(one, shared=bool(shared), is_open=number < opened) for number, one in enumerate(found))
    return RuleBlock(rule, found[0].severity.value, shortened(shared, TEXT), made)
