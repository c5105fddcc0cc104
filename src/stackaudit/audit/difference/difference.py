"""The difference between two audits, as typed values, ready for any output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackaudit.audit.audit import Audit
from stackaudit.audit.difference.elements import ElementChange, changed_elements
from stackaudit.audit.difference.findings import FindingChange, Kind, changed_findings
from stackaudit.audit.difference.opt_out_times import TimeChange, changed_times
from stackaudit.audit.difference.questions import QuestionChanges, changed_questions
from stackaudit.audit.difference.reaching import ReachChange, changed_reach
from stackaudit.audit.difference.record import Record, State, record_of
from stackaudit.audit.difference.scoring import ScoreChange, changed_score
from stackaudit.collector import no_collector
from stackaudit.finding import Severity
from stackaudit.frozen import Portable

__all__ = ["Difference", "difference"]


@dataclass(frozen=True)
class Difference(Portable):
    """What differs between two audits. ``stackaudit.Difference`` says what its attributes are, and writes itself."""

    old: Record
    new: Record
    findings: tuple[FindingChange, ...]
    unchanged: int
    elements: tuple[ElementChange, ...] | None
    reach: tuple[ReachChange, ...] | None
    opt_outs: tuple[TimeChange, ...] | None
    questions: QuestionChanges
    score: ScoreChange
    notes: tuple[str, ...]

    def of(self, *kinds: Kind) -> tuple[FindingChange, ...]:
        """The findings of some kinds, worst first."""
        return tuple(one for one in self.findings if one.kind in kinds)

    def failing(self, threshold: Severity, *, strict: bool = False) -> tuple[FindingChange, ...]:
        """The findings that are new or worse, and at or above a threshold; suspected ones only where ``strict``.

        Raises:
            ValueError: the threshold is no severity.
        """
        least = Severity(threshold)  # text would be compared letter by letter
        states = {State.FLAGGED, State.SUSPECTED} if strict else {State.FLAGGED}
        return tuple(
            one
            for one in self.of(Kind.NEW, Kind.WORSE)
            if one.after.state in states and one.after.severity is not None and one.after.severity <= least
        )

    def __repr__(self) -> str:
        """One line: between what, and how many findings of each kind."""
        counts = [f"{number} {kind}" for kind in Kind if (number := len(self.of(kind)))]
        between = " to ".join(f"{one.name or one.company or 'stack'} on {one.as_of}" for one in (self.old, self.new))
        return f"<Difference from {between}: {', '.join(counts) or 'no finding differs'}>"

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs but, perhaps, the day."""
        asked = self.questions
        parts = (self.findings, self.elements, self.reach, self.opt_outs, asked.opened, asked.answered, asked.dropped)
        return not any(parts) and self.score.is_same


def difference(old: Audit | Record, new: Audit | Record) -> Difference:
    """What differs between two audits, or what was kept of them."""
    with no_collector():
        before = old if isinstance(old, Record) else record_of(old)
        after = new if isinstance(new, Record) else record_of(new)
        findings, unchanged = changed_findings(before, after)
        elements = reach = opt_outs = None
        if before.audit is not None and after.audit is not None:
            was, now = before.audit.graph, after.audit.graph
            elements = changed_elements(was.stack, now.stack)
            reach = changed_reach(was, now)
            opt_outs = changed_times(was, now)
        return Difference(
            before,
            after,
            findings,
            unchanged,
            elements,
            reach,
            opt_outs,
            changed_questions(before, after),
            changed_score(before, after),
            tuple(_notes(before, after)),
        )


def _notes(old: Record, new: Record) -> Iterator[str]:
    if old.as_of != new.as_of and old.audit is None:
        yield "Only the data of the old audit were kept: what the later day alone changed cannot be told apart."
    if old.audit is None or new.audit is None:
        yield "Elements, the reach of data and opt-out times are not compared: an audit's data do not hold the stack."
    if old.packs != new.packs:
        packs = [", ".join(f"{name} {version}" for name, version in one.packs) for one in (old, new)]
        yield f"The audits were made with other rules ({packs[0]}, then {packs[1]}): their scores do not compare."
    ran = [{*one.judged, *one.broken} for one in (old, new)]
    if ran[0] != ran[1] and old.packs == new.packs:
        yield "The audits did not run the same rules: their scores do not compare."
    if old.audit is not None and new.audit is not None and _set(old.audit) != _set(new.audit):
        yield "The audits were made with other thresholds or severities: what differs may come from those alone."
    broken = sorted({*old.broken, *new.broken})
    if broken:
        yield f"Not compared, as they failed to run: {', '.join(broken)}."


def _set(audit: Audit) -> tuple[object, object]:
    """What was set of an audit."""
    return dict(audit.parameters), dict(audit.severities)
