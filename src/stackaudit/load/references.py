"""Checks that need the whole stack: references that lead nowhere, and words that may not stand in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from stackaudit.catalogue import catalogue
from stackaudit.errors import Place
from stackaudit.frozen import replace
from stackaudit.load.alike import Alike
from stackaudit.load.prepared import Note, Prepared, Route
from stackaudit.load.wording import YES_OR_NO, as_open, did_you_mean, nearest, quoted
from stackaudit.model import words
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import COLLECTIONS, KIND_OF, KINDS, PROMISES, SINGLETONS, field_name, yaml_name
from stackaudit.model.values import MORE, NONE, RESERVED, UNKNOWN
from stackaudit.source.wording import shown

__all__ = ["check_references", "not_in_a_list"]

_Fields: TypeAlias = Mapping[str, tuple[str, ...]]
"""Fields that refer to something, by their names in the file, each with the collections that it refers to."""

_BUILT_IN: Final[Mapping[str, Iterable[str]]] = {"capabilities": words.CAPABILITIES, "data_classes": words.DATA_CLASSES}
_SINGULAR: Final = {
    **{collection: kind.replace("_", " ") for kind, collection in COLLECTIONS.items()},
    "capabilities": "capability",
    "data_classes": "data class",
    "products": "product",
}
_HEADS: Final = frozenset({*COLLECTIONS.values(), *SINGLETONS, "data_classes"})
_ANSWERS: Final = frozenset({UNKNOWN.value, NONE.value})
_ENDS: Final = frozenset({"from", "to"})
_A_LINE: Final = 6
_SOME: Final = 3
_A_FAMILY: Final = 12
# How many ids are compared with names that nobody has; beyond it, a name gets no suggestion.
_BUDGET: Final = 50_000


def check_references(prepared: Prepared) -> Iterator[Note]:
    """Every reference that leads nowhere, with the nearest ids; every reserved word in a list."""
    data = prepared.data
    tables = _Tables(data, prepared.gone)
    for collection, fields in _collections():
        aspects = _aspects(KIND_OF[collection]) if collection in KIND_OF else {}
        above: Route = tuple(collection.split("."))
        held: Any = data
        for part in above:
            held = held.get(part) if isinstance(held, dict) else None
        groups = prepared.alike(collection)
        if groups is not None:
            held = _doubtful(held, groups, fields, aspects, tables)
        for key, element in held.items() if isinstance(held, dict) else ():
            if isinstance(element, dict):
                yield from _in_element(element, fields, (*above, key), tables)
                for name, inner in aspects.items():
                    if name in element and isinstance(element[name], dict):
                        yield from _in_element(element[name], inner, (*above, key, name), tables)
    for name in SINGLETONS:
        section = data.get(name)
        if isinstance(section, dict) and name in KINDS:
            yield from _in_element(section, _referring(name), (name,), tables)
    yield from _systems_of_record(data, tables)
    yield from _questions(data, tables)
    yield from _waivers(data, tables)
    yield from _actions(data, tables)


def not_in_a_list(value: str) -> str:
    """Why a reserved word may not stand where it stands in a list."""
    return f"{value!r} may stand only at the end of a list" if value == MORE else f"{value!r} may not stand in a list"


class _Tables:
    """The ids that references may lead to, by collection."""

    def __init__(self, data: Mapping[str, Any], gone: Mapping[str, Place]) -> None:
        self._data = data
        self._gone = gone
        self._ids: dict[tuple[str, ...], frozenset[str]] = {}
        self._known: dict[int, tuple[_Fields, Mapping[str, frozenset[str]]]] = {}
        self._left = _BUDGET

    def known(self, fields: _Fields) -> Mapping[str, frozenset[str]]:
        """The ids that each of some fields may refer to; ``fields`` are those of a kind, one object for all of it."""
        found = self._known.get(id(fields))
        if found is None:
            found = self._known[id(fields)] = (fields, {name: self.ids(targets) for name, targets in fields.items()})
        return found[1]

    def ids(self, targets: tuple[str, ...]) -> frozenset[str]:
        """All ids of these collections."""
        if targets not in self._ids:
            found: set[str] = set()
            for name in targets:
                held = self._data.get(name)
                found.update(held if isinstance(held, dict) else ())
                found.update(_BUILT_IN.get(name, ()))
                if name == "products":
                    found.update(catalogue().products)
            self._ids[targets] = frozenset(found)
        return self._ids[targets]

    def hint(self, value: str, targets: tuple[str, ...]) -> str | None:
        """What may have been meant, or where to declare it."""
        elsewhere = next((name for name in _SINGULAR if name not in targets and self._has(name, value)), None)
        if elsewhere is not None and targets != ("products",):
            return f"{shown(value)} is a {_SINGULAR[elsewhere]}"
        ids = self.ids(targets)
        near = _product_meant(value) if targets == ("products",) else None
        if targets == ("data_classes",):
            # What the last part of a class says is what people call it.
            called = value.lower().rpartition(".")[2]
            near = did_you_mean(sorted(one for one in words.DATA_CLASSES if one.rpartition(".")[2] == called))
        near = near or (self.near(value, ids) if targets != ("products",) else None)
        if near is not None:
            return near
        if value.lower() in YES_OR_NO:
            return "this is no yes-or-no field"
        if targets == ("products",):
            return "`stackaudit products WORD` finds products; others can be declared under 'products'"
        if 0 < len(ids) <= _A_LINE:
            return f"there {'are' if len(ids) > 1 else 'is'} {', '.join(map(shown, sorted(ids)))}"
        there = f"declare it under {quoted(targets)}"
        return f"{there} if it is one of the company's own" if set(targets) & set(_BUILT_IN) else there

    def unreadable(self, targets: tuple[str, ...]) -> bool:
        """Whether one of these collections is no mapping of ids, which is told as a mistake of its own."""
        return any(not isinstance(self._data.get(name) or {}, dict) for name in targets)

    def gone(self, value: str, targets: tuple[str, ...]) -> str | None:
        """Where a what-if file takes it away, as a hint."""
        by = next((self._gone[path] for name in targets if (path := f"{name}.{value}") in self._gone), None)
        return None if by is None else f"{by} takes it away: take this away, too, or change it"

    def near(self, value: str, ids: frozenset[str]) -> str | None:
        """The ids that are written nearly like a value, as a hint; None too where too many were compared already."""
        self._left -= len(ids)
        return did_you_mean(nearest(value, tuple(sorted(ids)), 3)) if self._left >= 0 else None

    def _has(self, name: str, value: str) -> bool:
        held = self._data.get(name)
        return isinstance(held, dict) and value in held


def _product_meant(value: str) -> str | None:
    """The products that a name may stand for: all of a vendor or family where it names that, else the nearest."""
    near = catalogue().nearest(value, _A_FAMILY)
    family = tuple(one for one in near if one.startswith(f"{value.lower()}-"))
    return did_you_mean(family if len(family) > _SOME else near[:_SOME])


@lru_cache(maxsize=1)
def _collections() -> tuple[tuple[str, _Fields], ...]:
    """Each collection of elements with the fields of its elements that refer to something."""
    own = {"capabilities": ("capabilities",)}
    return (
        *((collection, _referring(kind)) for kind, collection in COLLECTIONS.items()),
        (PROMISES, _referring("roadmap_item")),
        ("products", own),
    )


@lru_cache(maxsize=64)
def _referring(kind: str) -> _Fields:
    """The fields of a kind that refer to something, by their name in the file, and the collections referred to."""
    model = KINDS[kind]
    found = {yaml_name(name): facts_of(model, name).refers_to for name in model.model_fields}
    return {name: targets for name, targets in found.items() if targets}


@lru_cache(maxsize=64)
def _aspects(kind: str) -> Mapping[str, _Fields]:
    """The aspects that elements of a kind have, each with its fields that refer to something."""
    model = KINDS[kind]
    found = {name: aspect_of(model, name) for name in model.model_fields}
    return {
        name: {inner: targets for inner in aspect.model_fields if (targets := facts_of(aspect, inner).refers_to)}
        for name, aspect in found.items()
        if aspect is not None
    }


def _doubtful(
    held: Mapping[str, Any], groups: Sequence[Alike], fields: _Fields, aspects: Mapping[str, _Fields], tables: _Tables
) -> dict[str, Any]:
    """The elements of a large collection that have to be looked at one by one: most collections have none."""
    ids = tables.known(fields)
    inner = {name: tables.known(own) for name, own in aspects.items()}
    doubtful = {
        key
        for group in groups
        if not all(
            _are_good(name, group.each_once(name).values(), ids.get(name), inner.get(name))
            for name in (*group.stated, *group.given)
        )
        for key in group.ids
    }
    return {key: element for key, element in held.items() if key in doubtful} if doubtful else {}


def _are_good(
    name: str, values: Iterable[Any], ids: frozenset[str] | None, inner: Mapping[str, frozenset[str]] | None
) -> bool:
    """Whether there is nothing to say of these values of a field, nor of what is inside them, as of most fields."""
    for value in values:
        if isinstance(value, str):
            good = ids is None or value in ids or (value in _ANSWERS and name not in _ENDS)
        elif isinstance(value, list):
            good = _is_good(value, ids)
        elif isinstance(value, dict) and name == "disputed":
            good = False
        else:
            parts = value.items() if isinstance(value, dict) and inner is not None else ()
            good = all(_are_good(one, (part,), (inner or {}).get(one), None) for one, part in parts)
        if not good:
            return False
    return True


def _in_element(element: Mapping[str, Any], fields: _Fields, route: Route, tables: _Tables) -> Iterator[Note]:
    ids = tables.known(fields)
    for name, value in element.items():
        # As quick as can be: a large stack has millions of values, and most of them refer to nothing.
        if isinstance(value, str):
            if name in ids and value not in ids[name]:
                yield from _leading_nowhere(value, fields[name], (*route, name), tables)
        elif isinstance(value, list) and not _is_good(value, ids.get(name)):
            yield from _in_list(value, fields.get(name), (*route, name), tables)
    disputed = element.get("disputed")
    for name, answers in disputed.items() if isinstance(disputed, dict) else ():
        for number, answer in enumerate(answers if isinstance(answers, list) else ()):
            if isinstance(answer, dict) and "value" in answer:
                for note in _in_element({name: answer["value"]}, fields, (), tables):
                    yield replace(note, route=(*route, "disputed", name, number, "value", *note.route[1:]))


def _leading_nowhere(value: str, targets: tuple[str, ...], route: Route, tables: _Tables) -> Iterator[Note]:
    if value not in _ANSWERS:
        yield from _dangling(value, targets, route, tables)
    elif route[-1] in _ENDS and "tools" in targets:
        yield _no_end(value, route)


def _no_end(value: str, route: Route) -> Note:
    """What is said of a reserved word in place of a tool from or to which a flow leads."""
    hint = "leave it out until it is known, and put what you know under 'questions'"
    return Note(route, f"{shown(value)} is no tool: both ends have to be known", hint)


def _is_good(value: list[Any], ids: frozenset[str] | None) -> bool:
    """Whether a list holds neither a reserved word nor a reference that leads nowhere, as most lists do."""
    try:
        return RESERVED.isdisjoint(value) and (ids is None or ids.issuperset(value))
    except TypeError:  # lists and mappings inside
        return False


def _in_list(value: list[Any], targets: tuple[str, ...] | None, route: Route, tables: _Tables) -> Iterator[Note]:
    for number, item in enumerate(value):
        if not isinstance(item, str):
            continue
        if item in RESERVED:
            if route[-1] == "between":
                yield _no_end(item, (*route, number))
            elif item != MORE or number != len(value) - 1:
                yield Note((*route, number), not_in_a_list(item))
        elif targets is not None and item not in tables.ids(targets):
            yield from _dangling(item, targets, (*route, number), tables)


def _dangling(value: str, targets: tuple[str, ...], route: Route, tables: _Tables) -> Iterator[Note]:
    if not tables.unreadable(targets):
        names = " or ".join(_SINGULAR[name] for name in targets)
        # An item of a list and an end of a flow cannot be unknown.
        is_open = None if isinstance(route[-1], int) or route[-1] in _ENDS else as_open(value)
        hint = tables.gone(value, targets) or is_open or tables.hint(value, targets)
        yield Note(route, f"no {names} is called {shown(value)}", hint)


def _systems_of_record(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    held = data.get("systems_of_record")
    ids = tables.ids(("tools",))
    for key, owner in held.items() if isinstance(held, dict) else ():
        owners = owner if isinstance(owner, dict) else {None: owner}
        for field, held_by in owners.items():
            route = ("systems_of_record", key) if field is None else ("systems_of_record", key, field)
            for number, tool in enumerate(held_by) if isinstance(held_by, list) else ((None, held_by),):
                if isinstance(tool, str) and tool not in ids and tool not in _ANSWERS:
                    yield from _dangling(tool, ("tools",), route if number is None else (*route, number), tables)


def _questions(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    """What a question is about must be there: an id of any collection, or a section."""
    questions = data.get("questions")
    ids = tables.ids(tuple(COLLECTIONS.values())) | {*SINGLETONS, *COLLECTIONS.values()}
    for number, question in enumerate(questions if isinstance(questions, list) else ()):
        about = question.get("about") if isinstance(question, dict) else None
        if isinstance(about, str) and about not in ids:
            yield Note(("questions", number, "about"), f"no element is called {shown(about)}", tables.near(about, ids))


def _waivers(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    """The first element that a waiver names must be there."""
    waivers = data.get("waivers")
    paths = _Paths(data, tables)
    for number, waiver in enumerate(waivers if isinstance(waivers, list) else ()):
        named = waiver.get("element") if isinstance(waiver, dict) else None
        if isinstance(named, str):
            yield from paths.check(named, ("waivers", number, "element"))


def _actions(data: Mapping[str, Any], tables: _Tables) -> Iterator[Note]:
    """What an action mends must be there, and no other action may mend it too."""
    actions = data.get("actions")
    paths = _Paths(data, tables)
    seen: dict[str, str] = {}
    for key, action in actions.items() if isinstance(actions, dict) else ():
        mends = action.get("mends") if isinstance(action, dict) else None
        for number, named in enumerate(mends if isinstance(mends, list) else ()):
            if not isinstance(named, str):
                continue
            route = ("actions", key, "mends", number)
            head, colon, rest = named.partition(":")
            is_finding = colon and rest and head.partition(".")[0] not in _HEADS
            if seen.setdefault(named, key) != key:
                hint = "leave it with one of them, or name single findings by their ids"
                yield Note(route, f"{shown(named)} is mended by {shown(seen[named])} too", hint)
            else:  # whether there is such a rule is known where rules are
                yield from paths.check(rest if is_finding else named, route)


class _Paths:
    """The paths of elements that there are."""

    def __init__(self, data: Mapping[str, Any], tables: _Tables) -> None:
        self._data, self._tables = data, tables
        self._here: dict[str, frozenset[str]] = {}

    def check(self, named: str, route: Route) -> Iterator[Note]:
        """What is wrong with a path of an element, or with the elements behind the rule in the id of a finding."""
        if named in {"stack", *SINGLETONS, *COLLECTIONS.values()}:
            return
        first = named.partition("+")[0]
        collection, _, identity = first.partition(".")
        if route[0] == "actions" and collection in SINGLETONS and not identity.startswith("items."):
            # A fact of a section can be a root cause.
            fields = KINDS[collection].model_fields if collection in KINDS else {}
            if fields and field_name(identity.partition(".")[0]) not in fields:
                near = did_you_mean(nearest(identity, tuple(map(yaml_name, fields))))
                yield Note(route, f"no field of {collection} is called {shown(identity)}", near)
            return
        if collection == "roadmap":
            collection, identity = PROMISES, identity.removeprefix("items.")
        if collection not in {*KIND_OF, PROMISES, "data_classes"} or not identity:
            also = ", or the id of a finding" if route[0] == "actions" else ""
            message = f"expected the path of an element, such as tools.hubspot{also}, found {shown(named)}"
            yield Note(route, message, "it stands behind the rule in the finding's id")
            return
        ids = self._ids(collection)
        # A topic may stand behind the elements, and ids of gaps have a colon themselves.
        if identity in ids or identity.rpartition(":")[0] in ids:
            return
        if route[0] != "actions" or identity.rpartition(".")[0] not in ids:  # a fact of one can be a root cause
            near = self._tables.near(identity, ids)
            yield Note(route, f"there is no {shown(identity)} in {collection}", near)

    def _ids(self, collection: str) -> frozenset[str]:
        if collection not in self._here:
            held: Any = self._data
            for part in collection.split("."):
                held = held.get(part) if isinstance(held, dict) else None
            self._here[collection] = frozenset(held if isinstance(held, dict) else ())
        return self._here[collection]
