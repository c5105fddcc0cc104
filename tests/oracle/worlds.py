"""Completions of a description: what is missing from it filled in, in every way that the model allows."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations, product
from random import Random
from typing import Any

from stackaudit.load.prepare import prepare
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import COLLECTIONS, KIND_OF, KINDS, SINGLETONS, field_name
from stackaudit.model.words import Collection

HEAD = {"stackaudit": 1, "as_of": date(2026, 11, 22)}
LISTS = ("flows", "gaps")
EVERYTHING = [word.value for word in Collection]
MORE = "more"

World = dict[str, Any]
"""A description as loading prepares it: elements by collection and id, flows and gaps too."""
Route = tuple[str, ...]
Addition = Mapping[Route, Any]
"""Elements, or values of fields, by route, that a completion has beside what is listed."""


def subsets(items: Any, least: int = 0, most: int | None = None) -> list[list[Any]]:
    items = list(items)
    top = len(items) if most is None else min(most, len(items))
    return [list(one) for one in chain.from_iterable(combinations(items, size) for size in range(least, top + 1))]


def prepared(data: Mapping[str, Any]) -> World:
    """A description with what loading fills in, for a completion may not contradict that."""
    world = copy.deepcopy(prepare({**HEAD, **data}).data)
    for collection in COLLECTIONS.values():
        for element in world.setdefault(collection, {}).values():
            if isinstance(element, dict):
                element.pop("disputed", None)
    for name in SINGLETONS:
        if isinstance(world.get(name), dict):
            world[name].pop("disputed", None)
    world.setdefault("complete", [])
    return world


def as_yaml(world: World) -> dict[str, Any]:
    """A world as a file would state it."""
    data = {name: value for name, value in world.items() if value != {} or name not in COLLECTIONS.values()}
    for collection in (*COLLECTIONS.values(), "products", "data_classes"):
        if collection in data:
            data[collection] = {
                key: {name: value for name, value in element.items() if name != "id"}
                if isinstance(element, dict)
                else element
                for key, element in data[collection].items()
            }
    for name in ("company", "roadmap", "tracking_plan", "stack_map", "data_quality", "strategy", "capacity", "consent"):
        if isinstance(data.get(name), dict):
            data[name] = {key: value for key, value in data[name].items() if key != "id"}
    if isinstance(data.get("roadmap"), dict) and isinstance(data["roadmap"].get("items"), dict):
        items = {key: {n: v for n, v in item.items() if n != "id"} for key, item in data["roadmap"]["items"].items()}
        data["roadmap"] = {**data["roadmap"], "items": items}
    if "flows" in data:
        data["flows"] = [flow if ">" in key else {"id": key, **flow} for key, flow in data["flows"].items()]
    if "gaps" in data:
        data["gaps"] = list(data["gaps"].values())
    return data


def is_record(route: Route) -> bool:
    """Whether the field at the end of a route is what its owner wrote down: left out is then an answer."""
    kind = KIND_OF.get(route[0], "roadmap_item" if route[:2] == ("roadmap", "items") else route[0])
    model = KINDS.get(kind)
    name = field_name(route[-1])
    head = name.partition(".")[0] if "." in name else "".join(route[-2:-1])
    if model is not None and head in model.model_fields:  # a fact of an aspect of the element
        model, name = aspect_of(model, head), name.rpartition(".")[2]
    return model is not None and name in model.model_fields and facts_of(model, name).record


def field_of(element: Mapping[str, Any], name: str) -> Any:
    """The value of a field, or of a fact of an aspect (``contract.renews``); what is said of an aspect holds for its facts."""
    head, _, inner = name.partition(".")
    held = element.get(head)
    return held.get(inner) if inner and isinstance(held, dict) else held


def value_at(world: World, route: Route) -> Any:
    held: Any = world
    for part in route:
        if held in ("none", "unknown"):
            return held  # an aspect of which that is said: it holds for all its facts
        held = held.get(part) if isinstance(held, dict) else None
    return held


# -- what a missing fact may be -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OneOf:
    """A fact with one value. ``vague`` are stated values that say too little, each with what it may turn out to be."""

    values: tuple[Any, ...]
    vague: Mapping[Any, tuple[Any, ...]] = field(default_factory=dict)

    def options(self, value: Any) -> tuple[Any, ...] | None:
        """The ways to fill in a value; None for one that is an answer."""
        if value is None or value == "unknown":
            return self.values
        if isinstance(value, (list, dict)):
            return None
        return self.vague.get(value)


@dataclass(frozen=True)
class Some:
    """A fact that is a list of items; an open one may hold any of them beside those that it names.

    At most ``most`` items are added. ``can_be_open`` says whether the model lets the list end in ``more``.
    """

    items: tuple[Any, ...]
    vague: Mapping[Any, tuple[Any, ...]] = field(default_factory=dict)
    most: int | None = None
    can_be_open: bool = True

    def options(self, value: Any) -> tuple[Any, ...] | None:
        if value is None or value == "unknown":
            return tuple(subsets(self.items, most=self.most))
        if not isinstance(value, list) or not (MORE in value or set(value) & set(self.vague)):
            return None
        named = [
            [list(one) for one in self.vague[item]] if item in self.vague else [[item]]
            for item in value
            if item != MORE
        ]
        others = [item for item in self.items if item not in value]
        more = subsets(others, most=self.most) if MORE in value else [[]]
        return tuple(list(dict.fromkeys([*chain.from_iterable(one), *two])) for one in product(*named) for two in more)


@dataclass(frozen=True)
class FromProducts:
    """A list that a product of the catalogue filled in: its first item is so, the others may be, and nothing else is.

    ``product`` is that of the element, ``catalogue`` what the products fill in. What is missing otherwise is ``other``'s.
    """

    product: Any
    catalogue: Mapping[str, list[Any]]
    other: Some

    def options(self, value: Any) -> tuple[Any, ...] | None:
        if value is not None and value == self.catalogue.get(self.product):
            return tuple([value[0], *rest] for rest in subsets(value[1:]))
        return self.other.options(value)


Domain = OneOf | Some | FromProducts
Fills = Mapping[tuple[str, str], Domain | Callable[[World, str], Domain]]
"""For a field of the elements of a collection (or of a section of the stack): what it may be, also by the world and the id."""


@dataclass(frozen=True)
class Slot:
    """A fact that is missing, and every value that it may have."""

    route: Route
    options: tuple[Any, ...]


def slots_of(world: World, fills: Fills) -> Iterator[Slot]:
    """The missing facts of a description that matter, and the ways to fill them in."""
    for (collection, name), held in fills.items():
        elements = world.get(collection)
        if not isinstance(elements, dict):
            continue
        keys = list(elements) if collection in KIND_OF else [""]
        for key in keys:
            element = elements[key] if key else elements
            if not isinstance(element, dict):
                continue
            route = (collection, key, *name.split(".")) if key else (collection, *name.split("."))
            value = field_of(element, name)
            if value is None and is_record(route):
                continue
            domain = held(world, key) if callable(held) else held
            options = domain.options(value)
            if options is not None:
                yield Slot(route, options)


def put(world: World, route: Route, value: Any) -> None:
    held = world
    for part in route[:-1]:
        if not isinstance(held.get(part), dict):
            held[part] = {}
        held = held[part]
    held[route[-1]] = value


class Completions:
    """Every completion of a description as listed, one after the other, in one and the same world.

    Where there are more than ``most``, so many are sampled: ``is_exhaustive`` says whether all are there.
    """

    def __init__(self, data: World, slots: list[Slot], most: int, seed: int = 0) -> None:
        self.world = copy.deepcopy(data)
        self.world["complete"] = list(EVERYTHING)
        self.slots = slots
        self.count = math.prod(len(slot.options) for slot in slots)
        self.is_exhaustive = self.count <= most
        self._most = most
        self._random = Random(seed)

    def __iter__(self) -> Iterator[World]:
        for values in self._choices():
            for slot, value in zip(self.slots, values, strict=True):
                put(self.world, slot.route, value)
            yield self.world

    def _choices(self) -> Iterator[tuple[Any, ...]]:
        if self.is_exhaustive:
            yield from product(*(slot.options for slot in self.slots))
            return
        yield tuple(slot.options[0] for slot in self.slots)
        yield tuple(slot.options[-1] for slot in self.slots)
        for _ in range(self._most - 2):
            yield tuple(self._random.choice(slot.options) for slot in self.slots)


_GONE = object()
ELEMENT = 2
"""So long is the route of an element."""


class added:  # noqa: N801 - reads as a statement: with added(world, more)
    """A world with something added, for as long as the block lasts."""

    def __init__(self, world: World, addition: Addition) -> None:
        self.world = world
        self.addition = addition
        self._before: list[tuple[Route, Any]] = []

    def __enter__(self) -> World:
        for route, value in self.addition.items():
            holder = self.world
            for part in route[:-1]:
                holder = holder.setdefault(part, {})
            self._before.append((route, holder.get(route[-1], _GONE)))
            holder[route[-1]] = (
                {"id": route[1], **value} if len(route) == ELEMENT and isinstance(value, dict) else value
            )
        return self.world

    def __exit__(self, *_: object) -> None:
        for route, value in reversed(self._before):
            holder = self.world
            for part in route[:-1]:
                holder = holder[part]
            if value is _GONE:
                del holder[route[-1]]
            else:
                holder[route[-1]] = value
        self._before.clear()
