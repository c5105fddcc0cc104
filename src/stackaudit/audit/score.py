"""The score: credit by rule, weighed by severity, in six dimensions; with bounds, level and what each finding costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from math import fsum
from types import MappingProxyType
from typing import Final

from stackaudit.audit.coverage import WEIGHTS, Tally, known_share, nearest, percent
from stackaudit.audit.dimensions import dimension_of
from stackaudit.audit.levels import LEVELS, Cap, caps, level_of
from stackaudit.finding import Outcome, RuleResult, Severity
from stackaudit.frozen import dataclass, replace
from stackaudit.rules.rule import Dimension, Rule

__all__ = ["DimensionScore", "RuleScore", "Score", "Sensitivity", "score"]

_LEAST_COVERAGE: Final = 60
_REVIEW: Final = "STK-24"
"""The rule that looks for a review of the stack within a year."""
_FLAT: Final = MappingProxyType(dict.fromkeys(Severity, 1.0))
_STEEP: Final = MappingProxyType(dict(zip(Severity, (16.0, 8.0, 4.0, 2.0, 1.0), strict=True)))


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule in the score.

    ``credit`` is from 0 to 1, and None where nothing of the rule is known. ``known`` is the part of ``weight`` that is.
    ``lowest`` and ``highest`` are the credit if all that is unknown were bad, or good. ``lost`` is what the rule takes
    off the total, in points, and ``findings`` are those that share it.
    """

    rule: str
    dimension: Dimension
    weight: float
    known: float
    credit: float | None
    lowest: float
    highest: float
    findings: tuple[str, ...]
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A dimension: ``points`` from 0 to 100, or None where nothing of it is known; and its bounds.

    ``rules`` counts those that apply. Where none does, the dimension is not judged, and has no bounds either.
    """

    dimension: Dimension
    points: float | None
    lowest: float
    highest: float
    known_weight: float
    earned_weight: float
    applicable_weight: float
    rules: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The score with other weights: whether the level and the order of the dimensions stay."""

    name: str
    weights: tuple[float, ...]
    total: float | None
    level: int | None
    same_level: bool
    same_order: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The score of an audit, with its arithmetic.

    Attributes:
        total: the plain mean of the dimensions that are known, 0 to 100; None where none is.
        lowest: the total if all that is unknown were bad.
        highest: the total if all that is unknown were good.
        coverage: known weight by applicable weight, 0 to 1, of the rules that are scored.
        ranged: why the range is given in place of the number; empty where the number is.
        dimensions: all six, in a fixed order.
        rules: the rules that are scored and apply.
        levels: the lowest and the highest level that the score allows, caps counted; the same twice where the number
            is given; None where nothing applies, or only some of the rules were run.
        caps: what holds the level down, strictest first; those that hold back nothing are left out.
        losses: points that each proved finding costs, by its id, most first.
        sensitivity: the score with flat and with steep weights.
        waived: how many proved findings are left out as waived.
        unscored: ids of rules without a dimension that apply to something.
        broken: ids of rules that raised; they are in no figure.
    """

    total: float | None
    lowest: float
    highest: float
    coverage: float
    ranged: tuple[str, ...]
    dimensions: tuple[DimensionScore, ...]
    rules: tuple[RuleScore, ...]
    levels: tuple[int, int] | None
    caps: tuple[Cap, ...]
    losses: Mapping[str, float]
    sensitivity: tuple[Sensitivity, ...]
    waived: int
    unscored: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def points(self) -> int | None:
        """The total as it is printed; None where the range is printed in its place."""
        return None if self.total is None or self.ranged else nearest(self.total)

    @property
    def bounds(self) -> tuple[int, int]:
        """The range as it is printed."""
        return nearest(self.lowest), nearest(self.highest)

    @property
    def level(self) -> int | None:
        """The level, where there is one."""
        return self.levels[0] if self.levels is not None and self.levels[0] == self.levels[1] else None

    @property
    def level_name(self) -> str:
        """The level in a word, or two words where it is a range; empty where there is none."""
        if self.levels is None:
            return ""
        names = {number: name for number, name, _ in LEVELS}
        return " to ".join(dict.fromkeys(names[number] for number in self.levels))


def score(
    rules: Mapping[str, Rule], results: Iterable[RuleResult], waived: Collection[str] = (), *, partial: bool = False
) -> Score:
    """The score of what rules said.

    Args:
        rules: the rules by id.
        results: one result a rule; aliases have none, so that each red flag counts once.
        waived: ids of findings that leave numerator and denominator.
        partial: whether only some of the rules were run: then there are figures, but neither number nor level.
    """
    results = tuple(results)
    left_out = frozenset(waived)
    counted, unscored, broken = [], [], []
    for result in results:
        if result.broken is not None:
            broken.append(result.rule)
            continue
        rule = rules[result.rule]
        counts = _counts(result, left_out)
        if counts.applicable:
            dimension = dimension_of(rule)
            if dimension is None:
                unscored.append(rule.id)
            else:
                counted.append((rule, dimension, counts, _open_ids(result, left_out)))
    standings = tuple(_rule_score(*one, WEIGHTS) for one in counted)
    dimensions = _dimensions(standings)
    total, lowest, highest = _totals(dimensions)
    coverage = _coverage(standings)
    ranged = _ranged(dimensions, coverage, partial=partial)
    flagged = [one for result in results for one in result.flagged]
    is_open = {one.severity for one in flagged if one.id not in left_out}
    reviewed = any(result.rule == _REVIEW and result.outcome is Outcome.CLEAR for result in results)
    barriers = caps(is_open, percent(coverage), reviewed=reviewed)
    ends = (lowest, highest) if total is None or ranged else (total, total)
    has_level = bool(counted) and not partial
    standings = _with_losses(standings, dimensions)
    others = tuple(
        _sensitivity(name, weights, tuple(_rule_score(*one, weights) for one in counted), dimensions, barriers)
        for name, weights in (("flat", _FLAT), ("steep", _STEEP))
    )
    return Score(
        total=total,
        lowest=lowest,
        highest=highest,
        coverage=coverage,
        ranged=ranged,
        dimensions=dimensions,
        rules=standings,
        levels=_levels(ends, barriers) if has_level else None,
        caps=_holding(barriers, ends[1]) if has_level else (),
        losses=MappingProxyType(_losses(standings)),
        sensitivity=others,
        waived=sum(one.id in left_out for one in flagged),
        unscored=tuple(unscored),
        broken=tuple(broken),
    )


def _counts(result: RuleResult, waived: frozenset[str]) -> Tally:
    found = [one for one in result.findings if one.id not in waived]
    flagged = sum(one.outcome is Outcome.FLAGGED for one in found)
    return Tally(flagged, len(found) - flagged, len(result.clear), len(result.unknown), len(result.not_applicable))


def _open_ids(result: RuleResult, waived: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(one.id for one in result.flagged if one.id not in waived))


def _rule_score(
    rule: Rule, dimension: Dimension, counts: Tally, findings: tuple[str, ...], weights: Mapping[Severity, float]
) -> RuleScore:
    weight = weights[rule.severity]
    known = weight * known_share(rule, counts)
    if rule.all_or_nothing:
        lowest, highest = float(counts.clear == counts.applicable), float(not counts.flagged)
        credit = lowest
    else:
        lowest = counts.clear / counts.applicable
        highest = (counts.applicable - counts.flagged) / counts.applicable
        credit = counts.clear / counts.judged if counts.judged else 0.0
    return RuleScore(rule.id, dimension, weight, known, credit if known else None, lowest, highest, findings)


def _dimensions(standings: tuple[RuleScore, ...]) -> tuple[DimensionScore, ...]:
    return tuple(
        _dimension(dimension, [one for one in standings if one.dimension is dimension]) for dimension in Dimension
    )


def _dimension(dimension: Dimension, standings: list[RuleScore]) -> DimensionScore:
    applicable = fsum(one.weight for one in standings)
    known = fsum(one.known for one in standings)
    earned = fsum(one.known * (one.credit or 0.0) for one in standings)
    lowest = 100 * fsum(one.weight * one.lowest for one in standings) / applicable if applicable else 0.0
    highest = 100 * fsum(one.weight * one.highest for one in standings) / applicable if applicable else 100.0
    points = 100 * earned / known if known else None
    return DimensionScore(dimension, points, lowest, highest, known, earned, applicable, len(standings))


def _totals(dimensions: tuple[DimensionScore, ...]) -> tuple[float | None, float, float]:
    """The total and its bounds. What does not apply is in neither; what is not known is in the bounds alone."""
    known = [one.points for one in dimensions if one.points is not None]
    judged = [one for one in dimensions if one.rules]
    if not judged:
        return None, 0.0, 100.0
    total = fsum(known) / len(known) if known else None
    lowest, highest = (
        fsum(bounds) / len(judged) for bounds in zip(*((d.lowest, d.highest) for d in judged), strict=True)
    )
    return total, lowest, highest


def _coverage(standings: tuple[RuleScore, ...]) -> float:
    applicable = fsum(one.weight for one in standings)
    return fsum(one.known for one in standings) / applicable if applicable else 1.0


def _ranged(dimensions: tuple[DimensionScore, ...], coverage: float, *, partial: bool) -> tuple[str, ...]:
    reasons = ["only some of the rules were run"] if partial else []
    dark = [one.dimension.heading for one in dimensions if one.rules and one.points is None]
    if dark:
        scored = sum(bool(one.rules) for one in dimensions)
        what = dark[0] if len(dark) == 1 else f"{len(dark)} of {scored} dimensions"
        reasons.append(f"nothing is known of {what}")
    if percent(coverage) < _LEAST_COVERAGE:
        reasons.append(f"coverage is under {_LEAST_COVERAGE} %")
    return tuple(reasons) if any(one.rules for one in dimensions) else ("no rule that is scored applies",)


def _levels(ends: tuple[float, float], barriers: tuple[Cap, ...]) -> tuple[int, int]:
    at_most = min((cap.level for cap in barriers), default=LEVELS[-1][0])
    first, last = (min(level_of(nearest(points)), at_most) for points in ends)
    return first, last


def _holding(barriers: tuple[Cap, ...], points: float) -> tuple[Cap, ...]:
    """The caps below the level that the points alone would give, strictest first."""
    reached = level_of(nearest(points))
    return tuple(sorted((cap for cap in barriers if cap.level < reached), key=lambda cap: cap.level))


def _with_losses(standings: tuple[RuleScore, ...], dimensions: tuple[DimensionScore, ...]) -> tuple[RuleScore, ...]:
    known = {one.dimension: one.known_weight for one in dimensions if one.points is not None}
    share = 100 / len(known) if known else 0.0
    return tuple(
        one if one.credit is None else replace(one, lost=one.known * (1 - one.credit) / known[one.dimension] * share)
        for one in standings
    )


def _losses(standings: tuple[RuleScore, ...]) -> dict[str, float]:
    held = {finding: one.lost / len(one.findings) for one in standings for finding in one.findings}
    return dict(sorted(held.items(), key=lambda item: (-round(item[1], 9), item[0])))


def _sensitivity(
    name: str,
    weights: Mapping[Severity, float],
    standings: tuple[RuleScore, ...],
    usual: tuple[DimensionScore, ...],
    barriers: tuple[Cap, ...],
) -> Sensitivity:
    """Other weights change the points; coverage, and so its caps, are those of the usual ones."""
    others = _dimensions(standings)
    total, _, _ = _totals(others)
    at_most = min((cap.level for cap in barriers), default=LEVELS[-1][0])
    level = None if total is None else min(level_of(nearest(total)), at_most)
    before = None if (mean := _totals(usual)[0]) is None else min(level_of(nearest(mean)), at_most)
    return Sensitivity(name, tuple(weights.values()), total, level, level == before, _same_order(usual, others))


def _same_order(usual: tuple[DimensionScore, ...], others: tuple[DimensionScore, ...]) -> bool:
    """Whether no two dimensions change places. Those that are level to a tenth of a point have no order."""
    pairs = [
        (round(one.points, 1), round(other.points, 1))
        for one, other in zip(usual, others, strict=True)
        if one.points is not None and other.points is not None
    ]
    return all((first[0] - second[0]) * (first[1] - second[1]) >= 0 for first, second in combinations(pairs, 2))
