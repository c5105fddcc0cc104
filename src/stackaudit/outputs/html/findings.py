"""The findings as the page shows them: by severity and rule, each with its evidence; and the three that matter most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.finding import Evidence, Finding, Hop, Missing, Origin, Outcome, Severity
from stackaudit.outputs.diagram.labels import identifier
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.wording import ACT, MEANING, ORIGINS, basis_in_words, delay, spaced
from stackaudit.outputs.plain import shortened
from stackaudit.rules.rule import Rule

__all__ = [
    "Card",
    "Headline",
    "Level",
    "RuleBlock",
    "anchor_of",
    "headlines",
    "levels",
]

_OPEN: Final = 15  # so many findings show their evidence at once; in a longer report it is opened where it is wanted
_TOGETHER: Final = 8  # findings of a rule that are listed at once; the others are behind a click
_HEADLINES: Final = 3

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
    """One finding. ``impact`` is empty where the whole block shares it."""

    anchor: str
    id: str
    proved: bool
    severity: str
    message: str
    impact: str
    concerns: tuple[Concerned, ...]
    where: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    total: str
    missing: tuple[Gap, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """The findings of one rule at one severity, and what holds for all of them."""

    rule: Rule
    anchor: str
    impact: str
    shown: tuple[Card, ...]
    folded: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them."""
        return (*self.shown, *self.folded)


@dataclass(frozen=True, slots=True)
class Level:
    """A severity, and what was found at it."""

    severity: str
    act: str
    meaning: str
    proved: int
    suspected: int
    blocks: tuple[RuleBlock, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A red flag in leadership's words. ``more`` is how many others there are of its rule."""

    severity: str
    proved: bool
    title: str
    impact: str
    message: str
    anchor: str
    more: int
    now: str


def anchor_of(finding: Finding) -> str:
    """The id of a finding in the page: as stable as the finding's own."""
    return identifier("finding", finding.id)


def _is_proved(finding: Finding) -> bool:
    return finding.outcome is Outcome.FLAGGED


def headlines(audit: Audit) -> tuple[Headline, ...]:
    """The three rules whose findings matter most, each by its worst finding: proved before suspected, worst first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(_headline(found, audit.rules[found[0].rule]) for found in list(by_rule.values())[:_HEADLINES])


def _headline(found: list[Finding], rule: Rule) -> Headline:
    first = found[0]
    return Headline(
        severity=first.severity.value,
        proved=_is_proved(first),
        title=rule.title,
        impact=shortened(first.impact, TEXT),
        message=shortened(first.message, TEXT),
        anchor=anchor_of(first),
        more=len(found) - 1,
        now=rule.fix.now,
    )


def levels(
    audit: Audit, names: Names, asked: Mapping[str, tuple[str, str]], known: Mapping[str, str]
) -> tuple[Level, ...]:
    """The findings by severity and rule.

    Args:
        audit: the audit.
        names: the names of its elements.
        asked: for the path of each missing fact, the anchor and the text of the question that asks for it.
        known: the anchors of elements that the page lists, by path.
    """
    grouped: dict[Severity, dict[str, list[Finding]]] = {}
    for finding in sorted(audit.findings, key=lambda one: (one.severity, one.rule)):
        grouped.setdefault(finding.severity, {}).setdefault(finding.rule, []).append(finding)
    maker = _Maker(audit.rules, names, asked, known, is_open=len(audit.findings) <= _OPEN)
    return tuple(maker.level(severity, list(by_rule.values())) for severity, by_rule in grouped.items())


class _Maker:
    """Makes levels, blocks and cards; holds what every card looks up."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        names: Names,
        asked: Mapping[str, tuple[str, str]],
        known: Mapping[str, str],
        *,
        is_open: bool,
    ) -> None:
        self._open = is_open
        self._rules = rules
        self._names = names
        self._asked = asked
        self._known = known

    def level(self, severity: Severity, by_rule: list[list[Finding]]) -> Level:
        blocks = tuple(self.block(found) for found in by_rule)
        total = sum(map(len, by_rule))
        proved = sum(_is_proved(one) for found in by_rule for one in found)
        return Level(severity.value, ACT[severity], MEANING[severity], proved, total - proved, blocks)

    def block(self, found: list[Finding]) -> RuleBlock:
        impacts = {one.impact for one in found}
        shared = found[0].impact if len(impacts) == 1 else ""
        cards = tuple(self.card(one, shared=bool(shared)) for one in found)
        rule = self._rules[found[0].rule]
        anchor = identifier("findings", f"{found[0].severity}-{rule.id}")
        return RuleBlock(rule, anchor, shortened(shared, TEXT), cards[:_TOGETHER], cards[_TOGETHER:])

    def card(self, finding: Finding, *, shared: bool) -> Card:
        names = self._names
        hops = finding.path
        return Card(
            anchor=anchor_of(finding),
            id=shortened(finding.id, TEXT),
            proved=_is_proved(finding),
            severity=finding.severity.value,
            message=shortened(finding.message, TEXT),
            impact="" if shared else shortened(finding.impact, TEXT),
            concerns=tuple(Concerned(names.title(path), path, self._known.get(path, "")) for path in finding.elements),
            where=names.where(finding.place),
            facts=self._facts(finding.evidence),
            steps=tuple(self._step(number, hop) for number, hop in enumerate(hops, 1)),
            total=delay(sum(hop.at_least for hop in hops), sum(hop.at_most for hop in hops)),
            missing=tuple(self._gap(one) for one in finding.missing),
            open=self._open,
        )

    def _facts(self, evidence: Iterable[Evidence]) -> tuple[Fact, ...]:
        """What somebody said first; what the format assumes last: nobody asks who says so."""
        facts = [self._fact(one) for one in evidence]
        return tuple(sorted(facts, key=lambda fact: fact.assumed))

    def _fact(self, one: Evidence) -> Fact:
        spoken = one.origin in _SPOKEN
        return Fact(
            path=shortened(one.path, TEXT),
            value=shortened(one.value, TEXT),
            where=self._names.where(one.place),
            origin=ORIGINS[one.origin],
            assumed=one.origin is Origin.MODEL,
            source=shortened(one.source or "", TEXT) if spoken else "",
            basis=basis_in_words(one.basis) if spoken else "",
        )

    def _step(self, number: int, hop: Hop) -> Step:
        names = self._names
        return Step(
            number=number,
            source=names.node(hop.source),
            target=names.node(hop.target),
            element=shortened(hop.element, TEXT),
            method=spaced(hop.method),
            delay=delay(hop.at_least, hop.at_most),
            where=names.where(hop.place) or names.where_is(hop.element),
        )

    def _gap(self, missing: Missing) -> Gap:
        anchor, question = self._asked.get(missing.path, ("", ""))
        return Gap(shortened(missing.path, TEXT), anchor, question)
