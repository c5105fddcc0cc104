"""The comparison: what a rule says of a description, against what is so in every completion of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from random import Random
from typing import Any

from hypothesis.strategies import SearchStrategy

from stackaudit.finding import Missing
from stackaudit.rules.rule import Rule

from .exceptions import Departure, reason_for
from .judging import FLAGGED, NEVER, SUSPECTED, UNKNOWN, Said, said_of
from .worlds import (
    Addition,
    Completions,
    Fills,
    Route,
    Slot,
    World,
    added,
    as_yaml,
    is_record,
    prepared,
    put,
    slots_of,
    value_at,
)

Flags = Mapping[str, int]
"""The subjects that are flagged, each with its severity: 1 is the worst."""
MOST_TRIES = 400
MOST_ASKED = 20


# -- one rule's case ----------------------------------------------------------------------------------------------------


def _always(_world: World) -> bool:
    return True


def _nothing(_world: World) -> list[Addition]:
    return [{}]


def _as_it_is(world: World) -> World:
    return world


def covering(subject: str, subjects: Mapping[str, str]) -> str | None:
    """The verdict that speaks of a subject: its own, else that of its element for all topics without one of their own."""
    if subject in subjects:
        return subject
    whole = subject.partition(":")[0]
    return whole if whole in subjects else None


def by_name(flags: Flags, subjects: Mapping[str, str], _world: World, _listed: World) -> dict[str, int]:
    """The flags of a world by the verdict that speaks of each; what no verdict speaks of keeps its name."""
    found: dict[str, int] = {}
    for subject, severity in flags.items():
        name = covering(subject, subjects) or subject
        found[name] = min(severity, found.get(name, 9))
    return found


@dataclass(frozen=True)
class Case:
    """How one rule is held against completions.

    Attributes:
        rule: the rule's id.
        stacks: small descriptions.
        fills: what missing facts may be.
        flags: a plain two-valued reading of the rule: what it flags in a complete world, judging the elements of another one.
        additions: what may be added to the partial lists of a description; the first one adds nothing.
        holds: whether a world is one that the description allows.
        slots: missing facts that are no fields of elements.
        named: the flags of a world by the verdicts of the description.
        finish: a world with what its facts refer to.
        vague: stated values that are no answer to the rule, by the last part of the route.
        compiled: the rule itself, where it is not in the built-in pack. That it asks nothing in vain is then not looked into:
            for any condition whatever, that would take trying all values.
    """

    rule: str
    stacks: SearchStrategy[dict[str, Any]]
    fills: Fills
    flags: Callable[[World, World], Flags]
    additions: Callable[[World], list[Addition]] = _nothing
    holds: Callable[[World, World], bool] = lambda _world, _listed: True
    slots: Callable[[World], Iterator[Slot]] = lambda _world: iter(())
    named: Callable[[Flags, Mapping[str, str], World, World], Mapping[str, int]] = by_name
    finish: Callable[[World], World] = _as_it_is
    vague: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    compiled: Rule | None = None


@dataclass
class Tally:
    """What became of some descriptions: how many there were, for how many all completions were looked at, and the outcomes."""

    stacks: int = 0
    exact: int = 0
    worlds: int = 0
    checked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    excepted: Counter[str] = field(default_factory=Counter)

    def add(self, worlds: int, checked: int, said: Said, *, exact: bool) -> None:
        self.stacks += 1
        self.exact += exact
        self.worlds += worlds
        self.checked += checked
        self.outcomes.update(said.outcome.values())


@dataclass
class _Truths:
    """Whether a subject is flagged in completions as listed, and in those at large; its mildest severity in them."""

    listed: set[bool] = field(default_factory=set)
    large: set[bool] = field(default_factory=set)
    mildest: int = 0


class _Survey:
    """What is so in the completions of a description: all as listed, then at large until every subject has both truths."""

    def __init__(self, case: Case, base: World, said: Said, most: int) -> None:
        self.case, self.base, self.said = case, base, said
        self.slots = [*slots_of(base, case.fills), *case.slots(base)]
        self.truths = {subject: _Truths() for subject in said.outcome}
        self.silent: dict[str, str] = {}
        self.mistakes: list[str] = []
        self.seen = self.checked = 0
        completions = Completions(base, self.slots, most)
        self.is_exhaustive = completions.is_exhaustive
        self._as_listed(completions)
        additions = case.additions(base)[1:]
        self.is_large_exhaustive = self.is_exhaustive and completions.count * len(additions) <= most
        if additions and self.seen:
            self._at_large(completions, additions, most)

    def _as_listed(self, completions: Completions) -> None:
        checked = {0, completions.count // 3, completions.count - 1}
        for number, world in enumerate(completions):
            self._look(world, is_listed=True, check=number in checked)

    def _at_large(self, completions: Completions, additions: list[Addition], most: int) -> None:
        share = len(additions) if self.is_large_exhaustive else max(1, most // min(completions.count, most))
        random = Random(completions.count)
        checked = {completions.count // 2, completions.count - 1}
        for number, world in enumerate(completions):
            some = additions if share >= len(additions) else random.sample(additions, share)
            for addition in some:
                with added(world, addition):
                    self._look(world, is_listed=False, check=number in checked and addition is some[-1])
            if all(len(truth.large) > 1 for truth in self.truths.values()) and number not in checked:
                break

    def _look(self, world: World, *, is_listed: bool, check: bool) -> None:
        case = self.case
        if not case.holds(world, self.base):
            return
        self.seen += 1
        named = case.named(case.flags(world, self.base), self.said.outcome, world, self.base)
        for subject, truth in self.truths.items():
            flagged = subject in named
            truth.large.add(flagged)
            if is_listed:
                truth.listed.add(flagged)
            if flagged:
                truth.mildest = max(truth.mildest, named[subject])
        for subject in named:
            if subject not in self.truths and _is_listed(subject, self.base):
                self.silent.setdefault(subject, _short(self, world))
        if check:
            self.checked += 1
            self.mistakes += _disagreement(case, world)

    def is_exact(self, truth: _Truths) -> bool:
        return self.is_exhaustive and (self.is_large_exhaustive or len(truth.large) > 1)


def examine(case: Case, data: dict[str, Any], tally: Tally | None = None, *, most: int = 3000) -> list[str]:
    """What is wrong with the verdicts of a rule on a description; nothing where all is well."""
    tally = tally or Tally()
    base = prepared(data)
    said = said_of(case.compiled or case.rule, data)
    if said.raised:
        return [f"{case.rule} raised {said.raised}"]
    survey = _Survey(case, base, said, most)
    if not survey.seen:
        return []
    tally.add(survey.seen, survey.checked, said, exact=all(map(survey.is_exact, survey.truths.values())))

    def departure(subject: str, outcome: str, wanted: set[str]) -> Departure:
        asked = tuple(one.path for one in said.missing.get(subject, ()))
        return Departure(case.rule, data, base, subject, outcome, frozenset(wanted), asked)

    mistakes = list(survey.mistakes)
    for subject, example in survey.silent.items():
        mistakes += _report(case, tally, departure(subject, "nothing", {FLAGGED}), f"flagged in {example}")
    for subject, outcome in said.outcome.items():
        truth = survey.truths[subject]
        wanted = _expected(truth, outcome, exact=survey.is_exact(truth) and case.compiled is None)
        if outcome not in wanted:
            mistakes += _report(case, tally, departure(subject, outcome, wanted))
        if outcome == FLAGGED and truth.mildest > said.severity[subject]:
            mistakes.append(
                f"{case.rule} {subject}: P{said.severity[subject]}, yet P{truth.mildest} in a completion, of {data}"
            )
        mistakes += _unasked(case, data, survey, said, subject)
        if outcome == UNKNOWN and not (case.compiled and said.missing[subject]):
            asked = departure(subject, outcome, {"a question whose answer decides"})
            mistakes += _undecided(case, tally, asked, survey.slots, said)
    return mistakes


def _expected(truth: _Truths, outcome: str, *, exact: bool) -> set[str]:
    if not truth.large:
        return {outcome}
    if not exact:
        refuted = (
            (outcome == FLAGGED and False in truth.large)
            or (outcome == SUSPECTED and False in truth.listed)
            or (outcome in NEVER and True in truth.large)
        )
        return {"another"} if refuted else {outcome}
    if truth.large == {True}:
        return {FLAGGED}
    if truth.listed == {True}:
        return {SUSPECTED}
    return set(NEVER) if truth.large == {False} else {UNKNOWN}


def _report(case: Case, tally: Tally, departure: Departure, more: str = "") -> list[str]:
    reason = reason_for(departure)
    if reason:
        tally.excepted[reason] += 1
        return []
    wanted = " or ".join(sorted(departure.wanted))
    said = f"{case.rule} {departure.subject}: {departure.outcome}, expected {wanted}"
    return [f"{said}; asks {list(departure.asked)}; {more} of {departure.data}"]


def _is_listed(subject: str, base: World) -> bool:
    """Whether the elements of a subject are in the description, and not only in a completion."""
    elements = subject.partition(":")[0].split("+")
    return all(value_at(base, tuple(element.split(".", 1))) is not None for element in elements if "." in element)


def _short(survey: _Survey, world: World) -> str:
    """The facts that were filled in, and what was added."""
    base = survey.base
    facts = {".".join(slot.route): value_at(world, slot.route) for slot in survey.slots}
    extra = {
        name: {key: element for key, element in held.items() if key not in base[name]}
        for name, held in world.items()
        if isinstance(held, dict) and isinstance(base.get(name), dict)
    }
    return f"{facts} with { ({name: new for name, new in extra.items() if new}) }"


def _disagreement(case: Case, world: World) -> list[str]:
    """What the rule says of a complete world against the plain reading of it."""
    complete = case.finish(world)
    data = as_yaml(complete)
    said = said_of(case.compiled or case.rule, data)
    undecided = {subject: outcome for subject, outcome in said.outcome.items() if outcome in {UNKNOWN, SUSPECTED}}
    flagged = {subject: said.severity[subject] for subject, outcome in said.outcome.items() if outcome == FLAGGED}
    expected = dict(case.flags(complete, complete))
    if said.raised:
        return [f"{case.rule} raised {said.raised} in {data}"]
    if undecided:
        return [f"{case.rule}: {undecided} in a complete stack, asks {said.missing}: {data}"]
    return [] if flagged == expected else [f"{case.rule}: flags {flagged}, the plain reading {expected}, in {data}"]


# -- questions ----------------------------------------------------------------------------------------------------------


def _unasked(case: Case, data: dict[str, Any], survey: _Survey, said: Said, subject: str) -> list[str]:
    """What a verdict asks for must be missing."""
    slots = {slot.route for slot in survey.slots}
    known = [
        one.path
        for one in said.missing.get(subject, ())
        if one.route not in slots and not _is_missing(case, survey.base, one.route)
    ]
    return (
        [f"{case.rule} {subject}: {said.outcome[subject]}, asks for {known}, which are known, of {data}"]
        if known
        else []
    )


def _undecided(case: Case, tally: Tally, departure: Departure, slots: list[Slot], said: Said) -> list[str]:
    """To know just what a verdict asks for must be able to decide it."""
    missing = said.missing[departure.subject]
    if missing and (len(missing) >= MOST_ASKED or _can_decide(case, departure, slots, missing, said)):
        return []
    return _report(case, tally, departure)


def _is_missing(case: Case, base: World, route: Route) -> bool:
    if route[0] == "complete":
        return route[1] not in base["complete"]
    if route[0] == "gaps":
        return value_at(base, route[:2]) is not None
    value = value_at(base, route)
    if value == "unknown" or (isinstance(value, list) and value[-1:] == ["more"]):
        return True
    if value is None:
        return not is_record(route)
    if isinstance(value, dict):
        return "unknown" in str(value)
    vague = case.vague.get(route[-1], ())
    return any(one in vague for one in (value if isinstance(value, list) else [value]))


def _can_decide(
    case: Case, departure: Departure, slots: list[Slot], missing: tuple[Missing, ...], before: Said
) -> bool:
    base, subject, known = departure.base, departure.subject, before.outcome
    routes = {one.route for one in missing}
    asked = [slot for slot in slots if any(slot.route[: len(route)] == route for route in routes)]
    whole = [route[1] for route in routes if route[0] == "complete"]
    world = prepared(as_yaml(base))
    world["complete"] = [*base["complete"], *whole]
    for values in islice(product(*(slot.options for slot in asked)), MOST_TRIES):
        for slot, value in zip(asked, values, strict=True):
            put(world, slot.route, value)
        said = said_of(case.compiled or case.rule, as_yaml(case.finish(world)))
        about = {subject} & set(said.outcome) or {
            one for one in said.outcome if one not in known and one.startswith(f"{subject}:")
        }
        if not any(said.outcome[one] == UNKNOWN for one in about):
            return True
    return False
