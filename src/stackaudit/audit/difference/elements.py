"""Elements that were added, removed or changed, fact by fact, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from stackaudit.audit.evidence import as_yaml
from stackaudit.errors import Place
from stackaudit.finding import Origin
from stackaudit.frozen import dataclass, replace
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Aspect, Element, Roadmap
from stackaudit.model.stack import COLLECTIONS, OWN, PROMISES, SINGLETONS, Stack, yaml_name

__all__ = ["ElementChange", "ElementKind", "FactChange", "changed_elements"]


class ElementKind(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of an element that is another one now: its field, and value, origin and place before and after.

    Values are YAML on one line, ``not stated`` where nobody has said; ``field`` is empty for the element as a whole. A
    place is where the fact stands, or, for one that is not there, the element. ``elements`` is how many elements take a
    default that is another one now.
    """

    field: str
    before: str
    after: str
    before_origin: Origin
    after_origin: Origin
    before_place: Place | None
    after_place: Place | None
    elements: int = 1


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element that came, went, or of which facts changed.

    ``path`` is its route in the file, such as ``tools.hubspot``; ``title`` its name. ``place`` is where it stands in
    the new stack, of one that went in the old one.
    """

    kind: ElementKind
    path: str
    title: str
    place: Place | None
    facts: tuple[FactChange, ...] = ()


_IN_ORDER: Final = frozenset({"scale"})
"""Lists whose order means something: of all others a fact is what they hold."""


def changed_elements(old: Stack, new: Stack) -> tuple[ElementChange, ...]:
    """The elements that differ, by collection and id; order in the file and formatting make no difference."""
    changes = list(_changes(old, new))
    shared = Counter(fact for one in changes for fact in one.facts if _by_default(fact))
    kept = [replace(one, facts=tuple(fact for fact in one.facts if fact not in shared)) for one in changes]
    return (
        *(one for one, before in zip(kept, changes, strict=True) if one.facts or not before.facts),
        *_defaults(shared),
    )


def _by_default(fact: FactChange) -> bool:
    return fact.before_origin is fact.after_origin is Origin.DEFAULTS


def _defaults(shared: Counter[FactChange]) -> Iterator[ElementChange]:
    """The defaults that are other ones now: each once, however many elements take it."""
    facts = tuple(replace(fact, elements=count) for fact, count in shared.items())
    if facts:
        facts = tuple(sorted(facts, key=lambda fact: (fact.field, fact.before, fact.after)))
        yield ElementChange(ElementKind.CHANGED, "defaults", "defaults", facts[0].after_place, facts)


def _changes(old: Stack, new: Stack) -> Iterator[ElementChange]:
    for collection in (*COLLECTIONS.values(), *OWN, PROMISES):
        before, after = _held(old, collection), _held(new, collection)
        for identity in sorted({*before, *after}):
            path = f"{collection}.{identity}"
            yield from _of_one(path, (old, new), (collection, identity), (before.get(identity), after.get(identity)))
    for section in (*SINGLETONS, "report"):
        yield from _of_one(section, (old, new), (section, ""), (getattr(old, section), getattr(new, section)))
    yield from _completeness(old, new)
    for name in ("waivers", "questions"):
        yield from _in_lists(name, old, new)


def _held(stack: Stack, collection: str) -> Mapping[str, Any]:
    if collection == PROMISES:
        return (stack.roadmap.items or {}) if isinstance(stack.roadmap, Roadmap) else {}
    held: Mapping[str, Any] = getattr(stack, collection)
    return held


def _of_one(
    path: str, stacks: tuple[Stack, Stack], at: tuple[str, str], values: tuple[Any, Any]
) -> Iterator[ElementChange]:
    (old, new), (before, after) = stacks, values
    if before is None and after is None:
        return
    if before is None or after is None:
        kind, stack, value = (ElementKind.ADDED, new, after) if before is None else (ElementKind.REMOVED, old, before)
        yield ElementChange(kind, path, _title(value, at), _place(stack, *at))
        return
    facts = tuple(_facts(stacks, at, before, after))
    if facts:
        yield ElementChange(ElementKind.CHANGED, path, _title(after, at), _place(new, *at), facts)


def _facts(stacks: tuple[Stack, Stack], at: tuple[str, str], before: Any, after: Any) -> Iterator[FactChange]:
    old, new = stacks
    was, now = _by_field(before, after)
    for name in dict.fromkeys((*was, *now)):
        one, other = was.get(name), now.get(name)
        origins = _origin(old, at, name), _origin(new, at, name)
        if not _same(name, one, other) and not _follows((one, other), origins):
            yield FactChange(
                ".".join(yaml_name(part) for part in name.split(".")),
                as_yaml(one),
                as_yaml(other),
                *origins,
                _place(old, *at, name),
                _place(new, *at, name),
            )


def _by_field(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts of two states of an element by their Python names; those of an aspect singly, where both have it."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before, after
    if not isinstance(before, BaseModel) or not isinstance(after, BaseModel):
        return {"": before}, {"": after}
    was: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for name in type(after).model_fields:
        one, other = getattr(before, name), getattr(after, name)
        if name == "id" or (name == "items" and isinstance(after, Roadmap)):
            continue
        if isinstance(one, Aspect) and isinstance(other, Aspect):
            for inner in type(other).model_fields:
                was[f"{name}.{inner}"], now[f"{name}.{inner}"] = getattr(one, inner), getattr(other, inner)
        else:
            was[name], now[name] = one, other
    return was, now


def _same(name: str, one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple) and name not in _IN_ORDER:
        return sorted(map(as_yaml, one)) == sorted(map(as_yaml, other))
    # 1 and true are equal in Python, and not in a file.
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _follows(values: tuple[Any, Any], origins: tuple[Origin, Origin]) -> bool:
    """Whether a fact came or went because it follows from another, whose change is told."""
    one, other = values
    before, after = origins
    return (one is None and after is Origin.DERIVED) or (other is None and before is Origin.DERIVED)


def _completeness(old: Stack, new: Stack) -> Iterator[ElementChange]:
    """Lists that became whole, or are no longer."""
    before, after = sorted(old.complete), sorted(new.complete)
    if before != after:
        places = _place(old, "complete"), _place(new, "complete")
        fact = FactChange("", as_yaml(before), as_yaml(after), Origin.STATED, Origin.STATED, *places)
        yield ElementChange(ElementKind.CHANGED, "complete", "complete", places[1], (fact,))


def _in_lists(name: str, old: Stack, new: Stack) -> Iterator[ElementChange]:
    """What came into and went from a list whose items have no id, by what identifies them; nothing is said of order."""
    before, after = _numbered(name, old), _numbered(name, new)
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        path = f"{name}.{key[0]}"
        if was is None or now is None:
            kind, stack, held = (ElementKind.ADDED, new, now) if was is None else (ElementKind.REMOVED, old, was)
            yield ElementChange(kind, path, key[0], None if held is None else _place(stack, name, "", str(held[0])))
            continue
        places = _place(old, name, "", str(was[0])), _place(new, name, "", str(now[0]))
        facts = tuple(
            FactChange(
                yaml_name(field),
                as_yaml(getattr(was[1], field)),
                as_yaml(getattr(now[1], field)),
                Origin.STATED,
                Origin.STATED,
                *places,
            )
            for field in type(now[1]).model_fields
            if getattr(was[1], field) != getattr(now[1], field)
        )
        if facts:
            yield ElementChange(ElementKind.CHANGED, path, key[0], places[1], facts)


def _numbered(name: str, stack: Stack) -> dict[tuple[str, int], tuple[int, Any]]:
    """The items of a list by what identifies them, and, of several that are alike in that, by their number."""
    held: dict[tuple[str, int], tuple[int, Any]] = {}
    counts: dict[str, int] = {}
    for number, item in enumerate(getattr(stack, name)):
        key = f"{item.rule}:{item.element}" if name == "waivers" else item.ask
        counts[key] = counts.get(key, 0) + 1
        held[key, counts[key]] = (number, item)
    return held


def _title(value: Any, at: tuple[str, str]) -> str:
    return value.title if isinstance(value, Element) and value.title else at[1] or at[0]


def _origin(stack: Stack, at: tuple[str, str], name: str) -> Origin:
    return stack.origin(*at, name.partition(".")[0])


def _place(stack: Stack, collection: str, identity: str = "", name: str = "") -> Place | None:
    provenance = stack.provenance
    if provenance is None:
        return None
    if collection == "waivers":
        return provenance.waiver(int(name))
    if collection == "questions":
        return provenance.document.place((collection, int(name)))
    return provenance.place(collection, identity, name)
