"""What is to be said of a finding beside itself: that it is waived, that a baseline knows it, or that it got worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from stackaudit.model.writing import number
from stackaudit.outputs.adjusting import rated_words
from stackaudit.outputs.waiving import waived_words

if TYPE_CHECKING:
    from stackaudit.audit.audit import Audit
    from stackaudit.audit.baseline import KnownFinding
    from stackaudit.finding import Finding

__all__ = ["baseline_notes", "counts", "excuse", "known_as", "marks", "remark"]

_NAMED: Final = 20


def excuse(audit: Audit, finding: Finding) -> str:
    """Why a finding fails nothing: it is waived, or the baseline knows it; nothing of one that counts in full."""
    applied = audit.waived.get(finding.id)
    if applied is not None:
        return waived_words(applied)
    return "Known: it is in the baseline" if audit.standing(finding) == "known" else ""


def remark(audit: Audit, finding: Finding) -> str:
    """The excuse of a finding, or in what it got worse."""
    worse = audit.standing(finding) == "worse"
    return excuse(audit, finding) or (f"Worse than in the baseline: {known_as(audit, finding)} there" if worse else "")


def marks(audit: Audit, finding: Finding) -> str:
    """What stands in brackets after a finding: whose severity it has, and its remark; nothing of most."""
    return "".join(f" ({note})" for note in (rated_words(finding), remark(audit, finding)) if note)


def known_as(audit: Audit, finding: Finding) -> str:
    """As what the baseline knows a finding: ``P3, suspected``; nothing where it does not."""
    known = audit.baseline.findings.get(finding.id) if audit.baseline is not None else None
    return "" if known is None else f"{known.severity.value}, {known.outcome.value}"


def counts(audit: Audit) -> dict[str, int]:
    """How many findings that count are new, worse and known, and how many of the baseline are absent, by the reason."""
    from stackaudit.audit.baseline import AbsentState, Standing  # noqa: PLC0415 - most runs have no baseline

    standings = Counter(audit.standing(finding) for finding in audit.findings)
    absent = Counter(one.state for one in (audit.comparison.absent if audit.comparison is not None else ()))
    return {**{one.value: standings[one] for one in Standing}, **{one.value: absent[one] for one in AbsentState}}


def baseline_notes(audit: Audit) -> Iterator[str]:
    """What became of the baseline: how much of it is left, what is mended, what cannot be told."""
    comparison = audit.comparison
    if comparison is None:
        return
    from stackaudit.audit.baseline import AbsentState  # noqa: PLC0415 - most runs have no baseline

    known = len(audit.known_findings)
    mended = comparison.of_state(AbsentState.MENDED)
    left = f"{known or 'no'} known finding{' is' if known == 1 else 's are'} left"
    yield f"Baseline: {left}, {len(mended) or 'none'} {'is' if len(mended) == 1 else 'are'} mended"
    yield from _named("mended; --prune takes it out of the baseline", mended)
    yield from _named("not mended: it cannot be judged now", comparison.of_state(AbsentState.NOT_JUDGED))
    yield from _named("there is no such rule; write the baseline anew", comparison.of_state(AbsentState.NO_RULE))
    unrun = len(comparison.of_state(AbsentState.NOT_RUN))
    if unrun:
        yield f"  {unrun} of rules that were not run"


def _named(what: str, found: tuple[KnownFinding, ...]) -> Iterator[str]:
    yield from (f"  {one.id}  {what}" for one in found[:_NAMED])
    if len(found) > _NAMED:
        yield f"  and {number(len(found) - _NAMED)} more: {what}"
