"""What an audit finds: outcomes, evidence, paths, and what is missing to know more. Plain frozen values."""

from __future__ import annotations

from enum import StrEnum

from stackaudit.errors import Place
from stackaudit.frozen import dataclass, field

__all__ = [
    "BrokenRule",
    "Evidence",
    "Finding",
    "Hop",
    "Missing",
    "Origin",
    "Outcome",
    "RuleResult",
    "Severity",
    "Unknown",
]


class Outcome(StrEnum):
    """What a rule says of an element."""

    FLAGGED = "flagged"
    SUSPECTED = "suspected"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    """How bad a red flag is, from P1 (a channel is unlawful or broken now) to P5 (hygiene). They sort worst first."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"

    def raised(self, steps: int = 1) -> Severity:
        """The severity that many steps worse (or, with a negative number, less bad), within the scale."""
        ladder = list(Severity)
        return ladder[min(max(ladder.index(self) - steps, 0), len(ladder) - 1)]


class Origin(StrEnum):
    """Where a fact comes from."""

    STATED = "stated"
    DEFAULTS = "defaults"
    CATALOGUE = "catalogue"
    MODEL = "model"
    DERIVED = "derived"
    NOT_RECORDED = "not recorded"
    NOT_LISTED = "not listed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that decided.

    ``path`` is its route in the stack file (``tools.hubspot.sends``), ``value`` the value as YAML text. ``place`` is
    where it stands, or, for something that is not there, where it would stand; None for a stack that was not read from
    a file. ``source`` and ``basis`` are what the element says of where the fact comes from.
    """

    path: str
    value: str
    origin: Origin = Origin.STATED
    place: Place | None = None
    source: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path through the graph.

    ``element`` is the flow (``flows.a->b``), capture point or send gate that makes the step. The delay is the worst
    case in seconds, as the least and the greatest that it can be; ``at_most`` is ``inf`` where nothing bounds it.
    """

    element: str
    source: str
    target: str
    method: str
    at_least: float
    at_most: float
    place: Place | None = None


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A fact that nobody has stated: the field of an element, or whether a collection is whole.

    ``route`` leads to it: ``("tools", "hubspot", "sends")`` or ``("complete", "flows")``.
    """

    route: tuple[str, ...]

    @property
    def path(self) -> str:
        """The route as text."""
        return ".".join(self.route)


@dataclass(frozen=True, slots=True)
class Finding:
    """A red flag, proved or suspected.

    ``id`` is stable: the rule, its elements and the topic; no line numbers, no order. ``elements`` are paths such as
    ``tools.hubspot``, the primary one first. ``missing`` is what would prove or refute a suspicion, or make the finding
    worse. ``because`` says why the severity is not the rule's own, where a condition of the rule changed it.
    ``rated`` is the severity that the rule gives, where settings set another one; None where they do not.
    """

    rule: str
    id: str
    outcome: Outcome
    severity: Severity
    elements: tuple[str, ...]
    topic: str
    message: str
    evidence: tuple[Evidence, ...]
    impact: str
    path: tuple[Hop, ...] = ()
    missing: tuple[Missing, ...] = ()
    because: str = ""
    rated: Severity | None = None

    @property
    def place(self) -> Place | None:
        """Where the primary fact stands."""
        return next((one.place for one in self.evidence if one.place is not None), None)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An element that a rule cannot judge, and the facts that it lacks."""

    element: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that raised: the exception, and its frames relative to the pack. Nothing else is known from this rule.

    ``traceback`` is the full one, for the person at the terminal; outputs leave it out, as it holds the machine's
    paths.
    """

    exception: str
    frames: tuple[str, ...]
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule says of a stack. ``clear`` and ``not_applicable`` hold the paths of elements."""

    rule: str
    findings: tuple[Finding, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    clear: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    broken: BrokenRule | None = field(default=None)

    @property
    def flagged(self) -> tuple[Finding, ...]:
        """The findings that are proved."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FLAGGED)

    @property
    def suspected(self) -> tuple[Finding, ...]:
        """The findings that hold unless something was left out of a list."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.SUSPECTED)

    @property
    def outcome(self) -> Outcome:
        """The rule's outcome as a whole: the worst of its elements'."""
        if self.flagged:
            return Outcome.FLAGGED
        if self.findings:
            return Outcome.SUSPECTED
        if self.unknown:
            return Outcome.UNKNOWN
        return Outcome.CLEAR if self.clear else Outcome.NOT_APPLICABLE
