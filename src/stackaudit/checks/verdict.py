"""What a check says of one subject. It names facts and values; the words for the reader stand in the rule's file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from stackaudit.finding import Hop, Missing, Outcome, Severity
from stackaudit.frozen import dataclass, field
from stackaudit.truth import FALSE, Truth, is_false, is_true, is_true_as_listed

if TYPE_CHECKING:
    from stackaudit.graph import StackGraph
    from stackaudit.model.stack import Stack

__all__ = ["Check", "FactRef", "Verdict", "View", "check", "outcome_of", "values_of"]


class FactRef(NamedTuple):
    """A fact by its place in the model: collection (or section), id of the element, Python name of the field.

    ``FactRef("tools", "hubspot", "sends")``. With an empty ``field``: that the element is there; with an empty ``id``
    too: that the collection as a whole lists no such thing.
    """

    collection: str
    id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What a check gets to see: read-only. ``parameters`` are the rule's own, by name.

    ``enter`` takes what is to be said of many subjects at once; None where each has to have a verdict of its own.
    """

    stack: Stack
    graph: StackGraph
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    enter: Callable[[Outcome, Iterable[str]], None] | None = field(default=None, repr=False)

    @property
    def as_of(self) -> date:
        """Today, as far as rules are concerned."""
        return self.stack.as_of

    def alike(self, outcome: Outcome, paths: Iterable[str]) -> Iterable[Verdict]:
        """The verdicts on many elements of which there is no more to say than that they are clear, or not judged.

        In a run of the rules there are none: a large stack has millions, and they are entered without being made.
        """
        if self.enter is None:
            return [Verdict((path,), outcome) for path in paths]
        self.enter(outcome, paths)
        return ()

    def alike_by_topic(self, outcome: Outcome, subjects: Iterable[tuple[str, str]]) -> Iterable[Verdict]:
        """As `alike`, of elements by their paths and topics."""
        if self.enter is None:
            return [Verdict((path,), outcome, topic) for path, topic in subjects]
        self.enter(outcome, [f"{path}:{topic}" if topic else path for path, topic in subjects])
        return ()


class Verdict(NamedTuple):
    """What a check says of one subject. A tuple, as a large stack has half a million of them.

    Attributes:
        elements: paths such as ``tools.hubspot``, the primary one first; with ``topic`` they identify the finding, in
            whatever order.
        outcome: flagged, suspected, clear, unknown or not applicable.
        topic: what else tells this subject from others of the same elements, such as a channel; may be empty.
        facts: the facts that decided, the primary one first (flagged and suspected).
        missing: the facts to ask for (unknown and suspected; for flagged ones: facts that could make it worse).
        values: what the rule's message and impact may name.
        severity: where it differs from the rule's own.
        path: the way through the graph, hop by hop.
        related: elements that the finding touches beside those that identify it.
    """

    elements: tuple[str, ...]
    outcome: Outcome
    topic: str = ""
    facts: tuple[FactRef, ...] = ()
    missing: tuple[Missing, ...] = ()
    values: Mapping[str, str] = MappingProxyType({})
    severity: Severity | None = None
    path: tuple[Hop, ...] = ()
    related: tuple[str, ...] = ()


class Check(Protocol):
    """A graph rule's function: pure, from a view to verdicts, one a subject, in the order of the file."""

    def __call__(self, view: View, /) -> Iterator[Verdict]:
        """Judge each subject."""


C = TypeVar("C", bound=Callable[..., Iterator[Verdict]])
_VALUES: Final = "__stackaudit_values__"


def check(*values: str) -> Callable[[C], C]:
    """Mark a function as a check and name the values that its verdicts give to the rule's message."""

    def mark(function: C) -> C:
        setattr(function, _VALUES, values)
        return function

    return mark


def values_of(function: Callable[..., Iterator[Verdict]]) -> tuple[str, ...] | None:
    """The values that a check declares; None for a function that is not a check."""
    declared: tuple[str, ...] | None = getattr(function, _VALUES, None)
    return declared


def outcome_of(red_flag: Truth, applies: Truth | None = None) -> Outcome:
    """The outcome of a subject from the truth of its red flag, and of its precondition where it has one.

    The red flag's truth must include the precondition: it is false where the precondition is.
    """
    if is_true(red_flag):
        return _FLAGGED
    if is_true_as_listed(red_flag):
        return _SUSPECTED
    if is_false(red_flag):
        return _NOT_APPLICABLE if applies == FALSE else _CLEAR
    return _UNKNOWN


_FLAGGED: Final = Outcome.FLAGGED
_SUSPECTED: Final = Outcome.SUSPECTED
_CLEAR: Final = Outcome.CLEAR
_UNKNOWN: Final = Outcome.UNKNOWN
_NOT_APPLICABLE: Final = Outcome.NOT_APPLICABLE
"""Looked up once: to read a member from its class takes longer than to say which it is."""
