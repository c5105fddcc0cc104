"""Waivers in words: of a finding that is waived, and of a waiver that covers nothing or is over."""

from __future__ import annotations

from stackaudit.audit.waivers import AppliedWaiver, WaiverState
from stackaudit.model.writing import short_day

__all__ = ["waived_words", "waiver_note"]


def waived_words(applied: AppliedWaiver | None) -> str:
    """Until when, by whom and why a finding is waived; nothing of one that is not."""
    if applied is None:
        return ""
    waiver = applied.waiver
    return f"Waived until {short_day(waiver.until)} by {waiver.owner}: {waiver.reason}"


def waiver_note(applied: AppliedWaiver) -> str:
    """What is to be said of a waiver that covers nothing, or is over; nothing of one that is used."""
    waiver = applied.waiver
    where = f"{applied.place}: " if applied.place is not None else ""
    what = f"{where}the waiver of {waiver.rule} for {waiver.element}"
    if applied.state is WaiverState.EXPIRED:
        again = "; what it covered counts again" if applied.findings else ", and it covers nothing"
        return f"{what} was over on {short_day(waiver.until)}{again}"
    return f"{what} covers nothing: take it out" if applied.state is WaiverState.UNUSED else ""
