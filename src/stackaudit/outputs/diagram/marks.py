"""What is marked on a picture: for each element, its worst severity and its findings in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram.labels import one_line

__all__ = ["Mark", "marks_of", "worst"]

_TOLD: Final = 4  # findings that a tooltip tells; the others are counted
_LENGTH: Final = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """The findings of one element, or of several that are drawn as one.

    ``severity`` is that of the worst proved finding, or, where ``proved`` is False, of the worst suspected one.
    """

    severity: Severity
    proved: bool
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """How it stands in a picture: ``P1``, or ``P1?`` for a suspicion."""
        return self.severity.value if self.proved else f"{self.severity.value}?"

    @property
    def label(self) -> str:
        """The text with the number of findings where there are several: ``P1 · 3 findings``."""
        return self.text if len(self.findings) == 1 else f"{self.text} · {len(self.findings)} findings"

    @property
    def notes(self) -> tuple[str, ...]:
        """The findings in a line each, for a tooltip."""
        told = [one_line(f"{_mark((one,)).text} {one.rule}: {one.message}", _LENGTH) for one in self.findings[:_TOLD]]
        more = len(self.findings) - _TOLD
        return (*told, f"and {more} more findings" if more > 1 else "and 1 more finding") if more > 0 else tuple(told)


def marks_of(findings: Iterable[Finding]) -> Mapping[str, Mark]:
    """The mark of each element that a finding names, by its path such as ``tools.hubspot``."""
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        for element in dict.fromkeys(finding.elements):
            named.setdefault(element, []).append(finding)
    return MappingProxyType({element: _mark(found) for element, found in named.items()})


def worst(marks: Iterable[Mark | None]) -> Mark | None:
    """The mark of several elements that are drawn as one; a finding that names several of them counts once."""
    findings = {finding.id: finding for mark in marks if mark is not None for finding in mark.findings}
    return _mark(findings.values()) if findings else None


def _mark(findings: Iterable[Finding]) -> Mark:
    ranked = tuple(sorted(findings, key=lambda one: (one.outcome is not Outcome.FLAGGED, one.severity, one.id)))
    return Mark(ranked[0].severity, ranked[0].outcome is Outcome.FLAGGED, ranked)
