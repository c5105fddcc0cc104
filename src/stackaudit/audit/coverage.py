"""How much of what the rules ask is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.finding import Outcome, RuleResult, Severity
from stackaudit.frozen import dataclass
from stackaudit.rules.rule import Rule

__all__ = ["WEIGHTS", "Coverage", "Tally", "coverage", "known_share", "nearest", "percent", "tally"]

WEIGHTS: Final[Mapping[Severity, float]] = MappingProxyType(
    {Severity.P1: 10.0, Severity.P2: 7.5, Severity.P3: 5.0, Severity.P4: 2.5, Severity.P5: 1.0}
)
"""What a rule weighs by its base severity; the ladder of OpenSSF Scorecard with a fifth rung."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many subjects a rule found flagged, suspected, clear, unknown and not applicable."""

    flagged: int
    suspected: int
    clear: int
    unknown: int
    not_applicable: int

    @property
    def judged(self) -> int:
        """Subjects with a verdict."""
        return self.flagged + self.clear

    @property
    def applicable(self) -> int:
        """Subjects to which the rule applies."""
        return self.flagged + self.suspected + self.clear + self.unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """The known share of what applies: weight of the rules times the share of their subjects with a verdict.

    ``share`` is from 0 to 1, and 1 where nothing applies. ``applicable_rules`` counts rules that apply to something;
    ``unjudged_rules`` those of them that could not judge a single subject; ``broken_rules`` are in neither.
    """

    share: float
    known_weight: float
    applicable_weight: float
    applicable_rules: int
    unjudged_rules: int
    broken_rules: int

    @property
    def percent(self) -> int:
        """The share in whole per cent; only full coverage reads as 100."""
        return percent(self.share)


def nearest(points: float) -> int:
    """To the nearest whole number, halves up; what only the last bit of a float tells from a half is one."""
    return int(points + 0.5 + 1e-9)


def percent(share: float) -> int:
    """A share in whole per cent, to the nearest; only all of it reads as 100."""
    return 100 if share >= 1 - 1e-12 else min(99, nearest(share * 100))


def tally(result: RuleResult) -> Tally:
    """Count a rule's outcomes."""
    flagged = sum(finding.outcome is Outcome.FLAGGED for finding in result.findings)
    return Tally(
        flagged, len(result.findings) - flagged, len(result.clear), len(result.unknown), len(result.not_applicable)
    )


def known_share(rule: Rule, counts: Tally) -> float:
    """The share of a rule that is known, from 0 to 1; the rule must apply to something.

    Of a rule that is all or nothing, one flagged subject says all; else any that is not judged leaves it open.
    """
    if not rule.all_or_nothing:
        return counts.judged / counts.applicable
    return float(counts.flagged > 0 or counts.clear == counts.applicable)


def coverage(rules: Mapping[str, Rule], results: Iterable[RuleResult]) -> Coverage:
    """The coverage of an audit. Suspected subjects do not count as known: an unlisted element could refute them."""
    known = applicable = 0.0
    applicable_rules = unjudged = broken = 0
    for result in results:
        if result.broken is not None:
            broken += 1
            continue
        counts = tally(result)
        if counts.applicable == 0:
            continue
        rule = rules[result.rule]
        weight = WEIGHTS[rule.severity]
        applicable_rules += 1
        unjudged += counts.judged == 0
        applicable += weight
        known += weight * known_share(rule, counts)
    share = known / applicable if applicable else 1.0
    return Coverage(share, known, applicable, applicable_rules, unjudged, broken)
