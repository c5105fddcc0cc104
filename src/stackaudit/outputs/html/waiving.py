"""The waivers in the report: what the company has decided to live with, who answers for it, until when and why."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.waivers import AppliedWaiver, WaiverState
from stackaudit.frozen import dataclass
from stackaudit.model.writing import day
from stackaudit.outputs.html.names import NAME, TEXT, Names
from stackaudit.outputs.plain import shortened

__all__ = ["WaiverRow", "waiver_rows"]

_STATES: Final = {
    WaiverState.USED: "holds",
    WaiverState.UNUSED: "covers nothing",
    WaiverState.EXPIRED: "is over: what it covered counts again",
    WaiverState.NOT_RUN: "its rule was not run",
}


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver: its rule and element, what it covers, its owner, last day and reason, and whether it holds."""

    rule: str
    element: str
    findings: tuple[str, ...]
    owner: str
    until: str
    reason: str
    state: str
    place: str


def waiver_rows(audit: Audit, names: Names) -> tuple[WaiverRow, ...]:
    """The waivers in the order of the file."""
    messages = {finding.id: finding.message for finding in audit.findings_and_waived}
    return tuple(_row(applied, messages, names) for applied in audit.waivers)


def _row(applied: AppliedWaiver, messages: dict[str, str], names: Names) -> WaiverRow:
    waiver = applied.waiver
    return WaiverRow(
        rule=shortened(waiver.rule, NAME),
        element=shortened(waiver.element, NAME),
        findings=tuple(shortened(messages[one], TEXT) for one in applied.findings),
        owner=shortened(waiver.owner, NAME),
        until=day(waiver.until),
        reason=shortened(waiver.reason, TEXT),
        state=_STATES[applied.state],
        place=names.where(applied.place),
    )
