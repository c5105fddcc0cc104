"""One finding as the page shows it: its facts, its way through the stack, what is missing, and its address."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from math import fsum
from types import MappingProxyType
from typing import Final

from stackaudit.audit.questions import answers_in_words
from stackaudit.finding import Evidence, Finding, Hop, Missing, Origin, Outcome
from stackaudit.frozen import dataclass
from stackaudit.outputs.adjusting import rated_words
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.diagram.methods import method_words
from stackaudit.outputs.html.baseline import standing_words
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.views import lit_by
from stackaudit.outputs.html.wording import ORIGINS, basis_in_words, delay
from stackaudit.outputs.plain import shortened

__all__ = ["Card", "Cards", "anchor_of", "is_proved"]


_ADDRESS: Final = re.compile(r"(?=.{1,200}\Z)[A-Z][A-Za-z0-9-]*:[A-Za-z0-9_.:+>@/-]+")

# Whose facts somebody told: the source of an element says nothing of what the catalogue or the format filled in.
_SPOKEN: Final = frozenset({Origin.STATED, Origin.DEFAULTS, Origin.DERIVED})


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that decided: its path and value, where it stands, where it comes from and who says so."""

    path: str
    value: str
    where: str
    origin: str
    assumed: bool
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a path, with its worst delay in words."""

    number: int
    source: str
    target: str
    element: str
    method: str
    delay: str
    where: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is missing, and where the page asks for it: an anchor and the question."""

    path: str
    anchor: str
    question: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """An element that a finding is about. ``anchor`` leads to its row in the page; empty where it has none."""

    name: str
    path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding. ``impact`` is empty where its block shares it, ``lit`` are the ids that it has in a diagram.

    ``commentary`` is what the consultant says of it, as markup.
    ``rated`` says whose the severity is, where it is not the rule's own.
    """

    anchor: str
    id: str
    proved: bool
    severity: str
    rated: str
    message: str
    impact: str
    concerns: tuple[Concerned, ...]
    where: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    total: str
    missing: tuple[Gap, ...]
    lit: str
    open: bool
    standing: str
    commentary: str


def anchor_of(finding: Finding) -> str:
    """The address of a finding in the page: its own id, where that can be one and is no longer than a line or two."""
    return finding.id if _ADDRESS.fullmatch(finding.id) else identifier("finding", finding.id)


def is_proved(finding: Finding) -> bool:
    """Whether the facts prove it, rather than suggest it."""
    return finding.outcome is Outcome.FLAGGED


class Cards:
    """Makes the cards of findings; holds what each of them looks up.

    Args:
        names: the names of the stack's elements.
        asked: for the path of each missing fact, the anchor and the text of the question that asks for it.
        known: the anchors of elements that the page lists, by path.
        standings: how findings stand to the baseline, by id; empty without one.
        drawn: the ids that the diagrams hold.
        said: what the consultant says of findings, by id, as markup.
    """

    def __init__(
        self,
        names: Names,
        asked: Mapping[str, tuple[str, str]],
        known: Mapping[str, str],
        standings: Mapping[str, str],
        drawn: Collection[str],
        said: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._said = said
        self._standings = standings
        self._names = names
        self._asked = asked
        self._known = known
        self._drawn = drawn

    def card(self, finding: Finding, *, shared: bool, is_open: bool) -> Card:
        """The card of a finding; ``shared`` is whether its impact is told for several at once."""
        names = self._names
        hops = finding.path
        return Card(
            anchor=anchor_of(finding),
            id=shortened(finding.id, TEXT),
            proved=is_proved(finding),
            severity=finding.severity.value,
            rated=rated_words(finding),
            message=shortened(finding.message, TEXT),
            impact="" if shared else shortened(finding.impact, TEXT),
            concerns=tuple(Concerned(names.title(path), path, self._known.get(path, "")) for path in finding.elements),
            where=names.where(finding.place),
            facts=self._facts(finding),
            steps=tuple(self._step(number, hop) for number, hop in enumerate(hops, 1)),
            total=delay(fsum(hop.at_least for hop in hops), fsum(hop.at_most for hop in hops)),
            missing=tuple(self._gap(one) for one in finding.missing),
            lit=lit_by(finding, self._names.stack, self._drawn) if self._drawn else "",
            open=is_open,
            standing=standing_words(self._standings.get(finding.id)),
            commentary=self._said.get(finding.id, ""),
        )

    def _facts(self, finding: Finding) -> tuple[Fact, ...]:
        """What somebody said first; what the format assumes last: nobody asks who says so."""
        facts = [self._fact(one, finding.topic) for one in finding.evidence]
        return tuple(sorted(facts, key=lambda fact: fact.assumed))

    def _fact(self, one: Evidence, topic: str) -> Fact:
        spoken = one.origin in _SPOKEN
        return Fact(
            path=shortened(one.path, TEXT),
            value=shortened(self._value(one, topic), TEXT),
            where=self._names.where(one.place),
            origin=ORIGINS[one.origin],
            assumed=one.origin is Origin.MODEL,
            source=shortened(one.source or "", TEXT) if spoken else "",
            basis=basis_in_words(one.basis) if spoken else "",
        )

    def _value(self, one: Evidence, topic: str) -> str:
        """The value of a fact; of what a finding is about, where sources disagree on it, each answer in words."""
        path, _, field = one.path.rpartition(".")
        answers = (self._names.element(path).disputed or {}).get(topic) if field == "disputed" else None
        return f"{topic}: {'; '.join(answers_in_words(answers))}" if answers else one.value

    def _step(self, number: int, hop: Hop) -> Step:
        names = self._names
        return Step(
            number=number,
            source=names.node(hop.source),
            target=names.node(hop.target),
            element=shortened(hop.element, TEXT),
            method=method_words(hop.method),
            delay=delay(hop.at_least, hop.at_most),
            where=names.where(hop.place) or names.where_is(hop.element),
        )

    def _gap(self, missing: Missing) -> Gap:
        anchor, question = self._asked.get(missing.path, ("", ""))
        return Gap(shortened(missing.path, TEXT), anchor, question)
