"""Baselines: findings that were there before, and how those of an audit stand to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from stackaudit.finding import Finding, Outcome, RuleResult, Severity
from stackaudit.frozen import dataclass

__all__ = ["Absent", "AbsentState", "Baseline", "Comparison", "KnownFinding", "Standing", "compared"]


class Standing(StrEnum):
    """How a finding stands to a baseline."""

    NEW = "new"
    KNOWN = "known"
    WORSE = "worse"


class AbsentState(StrEnum):
    """Why a finding of a baseline is in the audit no more."""

    MENDED = "mended"
    NOT_JUDGED = "not judged"
    NOT_RUN = "not run"
    NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A finding as a baseline holds it. ``id`` alone identifies it; severity and outcome tell whether it got worse."""

    id: str
    rule: str
    element: str
    severity: Severity
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that are known, by their stable ids, in the order of these."""

    findings: Mapping[str, KnownFinding]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """The baseline that holds these findings."""
        known = (KnownFinding(one.id, one.rule, one.elements[0], one.severity, one.outcome) for one in findings)
        return cls.holding(known)

    @classmethod
    def holding(cls, known: Iterable[KnownFinding]) -> Baseline:
        """The baseline of findings as baselines hold them."""
        return cls(MappingProxyType({one.id: one for one in sorted(known, key=lambda one: one.id)}))

    def without(self, ids: Iterable[str]) -> Baseline:
        """The same without some findings."""
        gone = frozenset(ids)
        return self.holding(one for one in self.findings.values() if one.id not in gone)


@dataclass(frozen=True, slots=True)
class Absent:
    """A finding of a baseline that the audit does not have, and why."""

    known: KnownFinding
    state: AbsentState


@dataclass(frozen=True, slots=True)
class Comparison:
    """An audit beside a baseline: how each finding stands, waived ones too, and what is there no more."""

    standings: Mapping[str, Standing]
    absent: tuple[Absent, ...]

    def of_state(self, state: AbsentState) -> tuple[KnownFinding, ...]:
        """What is absent for one reason."""
        return tuple(one.known for one in self.absent if one.state is state)


def compared(baseline: Baseline, results: Iterable[RuleResult], *, partial: bool) -> Comparison:
    """The findings of results beside those of a baseline. Linear in both.

    Args:
        baseline: what is known.
        results: those of all rules that were run.
        partial: whether there are other rules, which were not run.
    """
    by_rule = {result.rule: result for result in results}
    found = {finding.id: finding for result in by_rule.values() for finding in result.findings}
    unknown = {rule: frozenset(one.element for one in result.unknown) for rule, result in by_rule.items()}

    def state(known: KnownFinding) -> AbsentState:
        result = by_rule.get(known.rule)
        if result is None:
            return AbsentState.NOT_RUN if partial else AbsentState.NO_RULE
        subject = known.id.removeprefix(f"{known.rule}:")
        # A rule that asks of the element as a whole has not said that one topic of it is mended.
        asked = unknown[known.rule].intersection((subject, subject.rpartition(":")[0], known.element))
        return AbsentState.NOT_JUDGED if asked or result.broken is not None else AbsentState.MENDED

    return Comparison(
        MappingProxyType({one.id: _standing(one, baseline.findings.get(one.id)) for one in found.values()}),
        tuple(Absent(known, state(known)) for known in baseline.findings.values() if known.id not in found),
    )


def _standing(finding: Finding, known: KnownFinding | None) -> Standing:
    if known is None:
        return Standing.NEW
    proved = finding.outcome is Outcome.FLAGGED and known.outcome is Outcome.SUSPECTED
    return Standing.WORSE if proved or finding.severity < known.severity else Standing.KNOWN
