"""The comparison: what a rule says of a description, against what is so in every completion of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from hypothesis.strategies import SearchStrategy

from stackaudit.finding import Missing

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


@dataclass
class Tally:
    """What became of some descriptions: how many there were, with how many completions, and the outcomes."""

    stacks: int = 0
    exhaustive: int = 0
    worlds: int = 0
    checked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    excepted: Counter[str] = field(default_factory=Counter)


@dataclass
class _Truths:
    listed: set[bool] = field(default_factory=set)
    large: set[bool] = field(default_factory=set)
    mildest: int = 0


def examine(case: Case, data: dict[str, Any], tally: Tally | None = None, *, most: int = 3000) -> list[str]:
    """What is wrong with the verdicts of a rule on a description; nothing where all is well."""
    tally = tally or Tally()
    base = prepared(data)
    slots = [*slots_of(base, case.fills), *case.slots(base)]
    additions = case.additions(base)
    completions = Completions(base, slots, max(most // len(additions), 40))
    said = said_of(case.rule, data)
    if said.raised:
        return [f"{case.rule} raised {said.raised}"]
    truths = {subject: _Truths() for subject in said.outcome}
    silent: dict[str, str] = {}
    mistakes: list[str] = []
    seen = 0
    for number, world in enumerate(completions):
        for position, addition in enumerate(additions):
            with added(world, addition):
                if not case.holds(world, base):
                    continue
                flags = case.flags(world, base)
                named = case.named(flags, said.outcome, world, base)
                seen += 1
                for subject, truth in truths.items():
                    flagged = subject in named
                    truth.large.add(flagged)
                    if position == 0:
                        truth.listed.add(flagged)
                    if flagged:
                        truth.mildest = max(truth.mildest, named[subject])
                for subject in named:
                    if subject not in truths and _is_listed(subject, base):
                        silent.setdefault(subject, _short(case, world, base))
                if _is_checked(number, position, completions.count, len(additions)):
                    tally.checked += 1
                    mistakes += _disagreement(case, world)
    if not seen:
        return mistakes
    tally.stacks += 1
    tally.worlds += seen
    tally.exhaustive += completions.is_exhaustive
    tally.outcomes.update(said.outcome.values())

    def departure(subject: str, outcome: str, wanted: set[str]) -> Departure:
        asked = tuple(one.path for one in said.missing.get(subject, ()))
        return Departure(case.rule, data, base, subject, outcome, frozenset(wanted), asked)

    for subject, example in silent.items():
        mistakes += _report(case, tally, departure(subject, "nothing", {FLAGGED}), f"flagged in {example}")
    for subject, outcome in said.outcome.items():
        truth = truths[subject]
        wanted = _expected(truth, outcome, exact=completions.is_exhaustive)
        if outcome not in wanted:
            mistakes += _report(case, tally, departure(subject, outcome, wanted))
        if outcome == FLAGGED and truth.mildest > said.severity[subject]:
            mistakes.append(
                f"{case.rule} {subject}: P{said.severity[subject]}, yet P{truth.mildest} in a completion, of {data}"
            )
        mistakes += _unasked(case, data, base, said, subject)
        if outcome == UNKNOWN:
            mistakes += _undecided(
                case, tally, departure(subject, outcome, {"a question whose answer decides"}), slots, said
            )
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


def _is_checked(number: int, position: int, count: int, additions: int) -> bool:
    """Whether the rule itself judges this completion too: a few of all."""
    return (number in {0, count // 3, count - 1} and position == 0) or (
        number == count // 2 and position in {1, additions - 1}
    )


def _is_listed(subject: str, base: World) -> bool:
    elements = subject.partition(":")[0].split("+") if not subject.startswith("flows") else []
    return all(value_at(base, tuple(element.split(".", 1))) is not None for element in elements if "." in element)


def _short(case: Case, world: World, base: World) -> str:
    facts = {
        ".".join(slot.route): value_at(world, slot.route) for slot in (*slots_of(base, case.fills), *case.slots(base))
    }
    extra = {
        c: {k: e for k, e in world[c].items() if k not in base[c]}
        for c in base
        if isinstance(world.get(c), dict) and c in base and isinstance(base[c], dict)
    }
    return f"{facts} with { ({c: e for c, e in extra.items() if e}) }"


def _disagreement(case: Case, world: World) -> list[str]:
    """What the rule says of a complete world against the plain reading of it."""
    complete = case.finish(world)
    data = as_yaml(complete)
    said = said_of(case.rule, data)
    undecided = {subject: outcome for subject, outcome in said.outcome.items() if outcome in {UNKNOWN, SUSPECTED}}
    flagged = {subject: said.severity[subject] for subject, outcome in said.outcome.items() if outcome == FLAGGED}
    expected = dict(case.flags(complete, complete))
    if said.raised:
        return [f"{case.rule} raised {said.raised} in {data}"]
    if undecided:
        return [f"{case.rule}: {undecided} in a complete stack, asks {said.missing}: {data}"]
    return [] if flagged == expected else [f"{case.rule}: flags {flagged}, the plain reading {expected}, in {data}"]


# -- questions ----------------------------------------------------------------------------------------------------------


def _unasked(case: Case, data: dict[str, Any], base: World, said: Said, subject: str) -> list[str]:
    """What a verdict asks for must be missing."""
    known = [one.path for one in said.missing.get(subject, ()) if not _is_missing(case, base, one.route)]
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
        said = said_of(case.rule, as_yaml(case.finish(world)))
        about = {subject} & set(said.outcome) or {
            one for one in said.outcome if one not in known and one.startswith(f"{subject}:")
        }
        if not any(said.outcome[one] == UNKNOWN for one in about):
            return True
    return False
