"""The score as the page shows it: the arithmetic by dimension, what findings cost, and what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.coverage import percent
from stackaudit.audit.score import DimensionScore
from stackaudit.finding import Finding
from stackaudit.frozen import dataclass
from stackaudit.model.writing import number, trimmed
from stackaudit.outputs.html.findings import anchor_of
from stackaudit.outputs.html.names import TEXT
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.scoring import becomes, level_words, mended_words, notes, sensitivity_words

__all__ = ["DimensionRow", "LossRow", "MendedRow", "ScoreSection", "score_section"]

_LARGEST: Final = 10


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension with its arithmetic."""

    title: str
    points: str
    bounds: str
    arithmetic: str
    coverage: str
    rules: int


@dataclass(frozen=True, slots=True)
class LossRow:
    """A finding and the points that it costs."""

    rule: str
    anchor: str
    message: str
    points: str


@dataclass(frozen=True, slots=True)
class MendedRow:
    """A finding to mend first, and the facts that differ then."""

    rule: str
    anchor: str
    message: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreSection:
    """The section on the score; ``head`` is the number or the range."""

    head: str
    level: str
    notes: tuple[str, ...]
    dimensions: tuple[DimensionRow, ...]
    losses: tuple[LossRow, ...]
    mended: tuple[MendedRow, ...]
    mended_words: str
    sensitivity: tuple[str, ...]


def score_section(audit: Audit) -> ScoreSection:
    """What the page says of the score."""
    score = audit.score
    by_id = {finding.id: finding for finding in audit.findings}
    largest = [(one, lost) for one, lost in score.losses.items() if lost > 0][:_LARGEST]
    return ScoreSection(
        head=becomes(score) if score.levels is not None else "",
        level=level_words(score),
        notes=tuple(notes(audit)),
        dimensions=tuple(_dimension(one) for one in score.dimensions),
        losses=tuple(_row(by_id[one], score.losses) for one, _ in largest),
        mended=tuple(_mended(by_id[one.finding], one.changes) for one in audit.mending.first),
        mended_words=mended_words(score, audit.mending) if score.levels is not None else "",
        sensitivity=tuple(sensitivity_words(score)),
    )


def _row(finding: Finding, losses: Mapping[str, float]) -> LossRow:
    lost = losses.get(finding.id)
    points = "" if lost is None else number(lost, 1)
    return LossRow(finding.rule, anchor_of(finding), shortened(finding.message, TEXT), points)


def _mended(finding: Finding, changes: tuple[str, ...]) -> MendedRow:
    shown = tuple(shortened(change, TEXT) for change in changes)
    return MendedRow(finding.rule, anchor_of(finding), shortened(finding.message, TEXT), shown)


def _dimension(one: DimensionScore) -> DimensionRow:
    if not one.rules:
        return DimensionRow(one.dimension.heading, "not judged", "", "no rule applies", "", 0)
    points = "not known" if one.points is None else f"{one.points:.0f}"
    arithmetic = "nothing is known"
    if one.points is not None:
        arithmetic = f"{_plain(one.earned_weight)} of {_plain(one.known_weight)}"
    known = f"{percent(one.known_weight / one.applicable_weight)} %"
    return DimensionRow(
        one.dimension.heading, points, f"{one.lowest:.0f} to {one.highest:.0f}", arithmetic, known, one.rules
    )


def _plain(weight: float) -> str:
    return trimmed(weight, grouped=False)
