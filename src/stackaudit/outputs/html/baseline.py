"""The baseline in the report: how many findings are new, worse and known, and what of the baseline is there no more."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.frozen import dataclass
from stackaudit.model.writing import number
from stackaudit.outputs.html.names import TEXT
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.standing import counts

__all__ = ["AbsentRow", "BaselineSection", "baseline_section", "since_words", "standing_words"]

_STATES: Final = {
    "mended": "Mended",
    "not judged": "Cannot be judged now: a fact is missing, or the rule failed",
    "not run": "Its rule was not run",
    "no rule": "There is no such rule any more",
}
_WORDS: Final = {"new": "New", "worse": "Worse", "known": "Known"}


@dataclass(frozen=True, slots=True)
class AbsentRow:
    """A finding of the baseline that is there no more, as what it was known, and why it is gone."""

    id: str
    severity: str
    proved: bool
    state: str


@dataclass(frozen=True, slots=True)
class BaselineSection:
    """The findings that count by how they stand to the baseline, and what of it is absent."""

    new: int
    worse: int
    known: int
    mended: int
    absent: tuple[AbsentRow, ...]


def baseline_section(audit: Audit) -> BaselineSection | None:
    """What there is to say of the baseline; None without one."""
    if audit.comparison is None:
        return None
    held = counts(audit)
    rows = tuple(
        AbsentRow(
            shortened(one.known.id, TEXT),
            one.known.severity.value,
            one.known.outcome == "flagged",
            _STATES[one.state.value],
        )
        for one in audit.comparison.absent
    )
    return BaselineSection(held["new"], held["worse"], held["known"], held["mended"], rows)


def since_words(section: BaselineSection) -> str:
    """How the findings stand to the baseline, in two sentences, for what knows no markup."""
    new, worse, known, mended = section.new, section.worse, section.known, section.mended
    counted = f"{_are(new)} new, {number(worse)} got worse, and {_were(known)} known"
    return f"Of the findings that count, {counted}. {_were(mended)} known and {'is' if mended == 1 else 'are'} mended."


def _are(count: int) -> str:
    return f"{number(count)} {'is' if count == 1 else 'are'}"


def _were(count: int) -> str:
    return f"{number(count)} {'was' if count == 1 else 'were'}"


def standing_words(standing: str | None) -> str:
    """How a finding stands to the baseline, for its badge; empty without one."""
    return _WORDS[standing] if standing is not None else ""
