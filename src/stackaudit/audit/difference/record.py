"""What an audit says, as far as it can be compared: one in memory, or one of which only the data were kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from stackaudit.audit.audit import Audit
from stackaudit.audit.evidence import element_at
from stackaudit.errors import Place
from stackaudit.finding import Finding, Outcome, RuleResult, Severity
from stackaudit.frozen import Portable, dataclass
from stackaudit.model.stack import Stack, parts_of

__all__ = ["Asked", "Figures", "Judged", "Record", "Seen", "Sighting", "State", "judged_of", "record_of", "seen_of"]


class State(StrEnum):
    """What an audit says of a finding."""

    FLAGGED = "flagged"
    SUSPECTED = "suspected"
    WAIVED = "waived"
    CLEAR = "clear"
    NOT_APPLICABLE = "not applicable"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one audit says of a finding. Without severity, message and place where it is none of that audit's."""

    state: State
    severity: Severity | None = None
    message: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding of an audit: what identifies it, and what is said of it. ``subject`` is its id without the rule."""

    rule: str
    subject: str
    title: str
    elements: tuple[str, ...]
    sighting: Sighting


@dataclass(frozen=True)
class Judged(Portable):
    """The subjects of a rule without a finding, by what the rule says of them."""

    clear: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def state(self, subject: str) -> State:
        """What the rule says of a subject that it has no finding about."""
        return self._states.get(subject, State.ABSENT)

    @cached_property
    def _states(self) -> Mapping[str, State]:
        # A rule may have several clauses over one subject: a question is more than a clear answer to another clause.
        return {
            **dict.fromkeys(self.not_applicable, State.NOT_APPLICABLE),
            **dict.fromkeys(self.clear, State.CLEAR),
            **dict.fromkeys(self.unknown, State.UNKNOWN),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question: the kind of fact that it asks for, its words, the paths that wait, the rules that want it."""

    topic: str
    text: str
    paths: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Score and coverage, as they are printed.

    ``points`` is None where the range ``lowest`` to ``highest`` stands in its place; ``levels`` is None where there is
    no score. Points are kept to four places, as in ``audit.json``. ``coverage`` is that of all rules, 0 to 1.
    ``dimensions`` holds the points by title; ``lost`` the points that each rule takes off the total.
    """

    points: int | None
    total: float | None
    lowest: int
    highest: int
    levels: tuple[int, int] | None
    coverage: float
    dimensions: Mapping[str, float | None]
    lost: Mapping[str, float]


@dataclass(frozen=True)
class Record(Portable):
    """What an audit says, as far as it can be compared.

    Attributes:
        name: how the description is named: its file, or a revision and its file; may be empty.
        as_of: the day for which the description is true.
        company: its name; None where nobody said.
        packs: names and versions of the packs of rules.
        found: every finding by id, waived ones among them.
        judged: by rule that ran, what it says where it found nothing. A rule that broke or did not run is not there.
        titles: the title of each rule.
        asked: the open questions by topic, most useful first.
        figures: score and coverage.
        broken: ids of rules that raised.
        audit: the audit itself; None where only its data were kept, or where this was pickled.
        stack: the description; None where only the data of its audit were kept.
    """

    name: str
    as_of: date
    company: str | None
    packs: tuple[tuple[str, str], ...]
    found: Mapping[str, Seen]
    judged: Mapping[str, Judged]
    titles: Mapping[str, str]
    asked: Mapping[str, Asked]
    figures: Figures
    broken: tuple[str, ...]
    audit: Audit | None = None
    stack: Stack | None = None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: all but the audit, which cannot be; its stack is kept."""
        return {**super().__getstate__(), "audit": None}

    def sighting(self, identity: str, rule: str, subject: str) -> Sighting:
        """What is said of a finding that this audit or another one has."""
        seen = self.found.get(identity)
        if seen is not None:
            return seen.sighting
        judged = self.judged.get(rule)
        return Sighting(State.NOT_JUDGED if judged is None else judged.state(subject))

    def lacks(self, element: str) -> bool:
        """Whether an element is known not to be there; nobody can say where only the data were kept."""
        if self.stack is None or element == "stack":
            return False
        return element_at(self.stack, *parts_of(element)) is None


def record_of(audit: Audit) -> Record:
    """What an audit in memory says."""
    company = audit.stack.company
    provenance = audit.stack.provenance
    return Record(
        name="" if provenance is None else provenance.document.file,
        as_of=audit.stack.as_of,
        company=None if company is None else company.title,
        packs=audit.packs,
        found=MappingProxyType({one.id: _of(audit, one) for one in audit.findings_and_waived}),
        judged=MappingProxyType({one.rule: judged_of(one) for one in audit.results if one.broken is None}),
        titles=MappingProxyType({identity: rule.title for identity, rule in audit.rules.items()}),
        asked=MappingProxyType(
            {
                one.topic: Asked(one.topic, one.text, tuple(place.path for place in one.places), one.rules)
                for one in audit.questions
            }
        ),
        figures=_figures(audit),
        broken=tuple(one.rule for one in audit.broken),
        audit=audit,
        stack=audit.stack,
    )


def _of(audit: Audit, finding: Finding) -> Seen:
    return seen_of(finding, audit.rules[finding.rule].title, waived=finding.id in audit.waived)


def seen_of(finding: Finding, title: str, *, waived: bool) -> Seen:
    """A finding as it is compared."""
    state = State.WAIVED if waived else State.FLAGGED if finding.outcome is Outcome.FLAGGED else State.SUSPECTED
    subject = finding.id.removeprefix(f"{finding.rule}:")
    sighting = Sighting(state, finding.severity, finding.message, finding.place)
    return Seen(finding.rule, subject, title, finding.elements, sighting)


def judged_of(result: RuleResult) -> Judged:
    """What a rule that ran says of the subjects that it found nothing about."""
    return Judged(result.clear, result.not_applicable, tuple(one.element for one in result.unknown))


def _figures(audit: Audit) -> Figures:
    score = audit.score
    lowest, highest = score.bounds
    return Figures(
        points=score.points,
        total=None if score.total is None else round(score.total, 4),
        lowest=lowest,
        highest=highest,
        levels=score.levels,
        coverage=round(audit.coverage.share, 4),
        dimensions=MappingProxyType(
            {one.dimension.heading: None if one.points is None else round(one.points, 4) for one in score.dimensions}
        ),
        lost=MappingProxyType({one.rule: round(one.lost, 4) for one in score.rules}),
    )
