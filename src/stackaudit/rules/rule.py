"""A rule, whole and ready to run: its words, its logic, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from stackaudit.checks.verdict import Verdict, View
from stackaudit.errors import Place
from stackaudit.finding import Severity
from stackaudit.frozen import dataclass, field
from stackaudit.rules.compiled import Condition

__all__ = ["Clause", "Conditions", "Dimension", "Fix", "Parameter", "Phrase", "Rule", "Step"]


class Dimension(StrEnum):
    """A part of the score; the values are the words of a rule's file."""

    STRATEGY = "strategy"
    PROCESS = "process"
    MEASUREMENT = "measurement"
    DATA = "data"
    CONSENT = "consent"
    STACK = "stack"

    @property
    def heading(self) -> str:
        """Its name for a reader."""
        return _TITLES[self.value]


_TITLES = {
    "strategy": "Strategy and communication",
    "process": "Process and people",
    "measurement": "Measurement",
    "data": "Data and integration",
    "consent": "Consent, privacy, delivery",
    "stack": "Stack and cost",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do: at once, and for good."""

    now: str
    later: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold of a rule: its value, what it means, and who says so.

    A number says in which ``unit`` it is and how large it can be ``at_most``; it is never below 0.
    """

    value: Any
    about: str
    source: str
    unit: str = ""
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A condition under which a finding is more, or less, severe."""

    to: Severity
    because: str
    condition: Condition


class Phrase(NamedTuple):
    """Words for a message, and the condition under which they are said."""

    say: str
    condition: Condition


class Conditions(NamedTuple):
    """The conditions of a clause: a precondition, the red flag, its exception, and its phrases by name."""

    given: Condition | None
    where: Condition
    unless: Condition | None
    phrases: Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One way in which a declared rule looks: at each element of a kind.

    ``conditions`` gives what it looks for; it may be compiled only then. ``messages`` are wordings, best first.
    """

    kind: str
    conditions: Callable[[], Conditions]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A red flag: what to ask, which answer is one, why, how it is found, what it means and how it is mended.

    A declared rule has ``clauses``, a graph rule a ``check``; an alias has neither and leads to those in ``alias_of``.
    ``impact`` holds wordings for leadership, best first: the first whose numbers are all known is used. ``better``
    holds such wordings of the message, which are used before ``message`` itself.
    ``all_or_nothing`` rules earn no credit in the score while one subject is flagged; the others earn the share of
    their subjects that is clear. ``dimension`` is the part of the score that the rule's file names.
    """

    id: str
    name: str
    title: str
    severity: Severity
    family: str
    ask: str
    red_flag: str
    why: str
    found: str
    message: str
    impact: tuple[str, ...]
    fix: Fix
    sources: tuple[str, ...]
    better: tuple[str, ...] = ()
    notes: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    steps: tuple[Step, ...] = ()
    clauses: tuple[Clause, ...] = ()
    check: Callable[[View], Iterator[Verdict]] | None = None
    check_name: str = ""
    alias_of: tuple[str, ...] = ()
    all_or_nothing: bool = False
    dimension: Dimension | None = None
    pack: str = ""
    place: Place | None = None

    @property
    def kind(self) -> str:
        """``declared``, ``check`` or ``alias``."""
        if self.alias_of:
            return "alias"
        return "declared" if self.clauses else "check"

    @property
    def values(self) -> Mapping[str, Any]:
        """The parameters' values by name."""
        return MappingProxyType({name: parameter.value for name, parameter in self.parameters.items()})
