"""Data on its way from the document to the model, and what is wrong with it, by route."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from stackaudit.errors import Place, Problem
from stackaudit.finding import Origin
from stackaudit.frozen import dataclass, field
from stackaudit.load.alike import MANY, Alike
from stackaudit.model.stack import field_name, yaml_name

__all__ = ["Note", "Prepared", "Route"]

Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A mistake, by its route in the prepared data. ``key`` points at the key instead of the value."""

    route: Route
    message: str
    hint: str | None = None
    key: bool = False


@dataclass(slots=True)
class Prepared:
    """Data for the model, and what was filled in on the way.

    In ``data`` every collection is a mapping from id to element. ``indexes`` leads from the id of a flow or gap to its
    number in the file. ``filled`` holds what loading added, by collection and id: field -> origin. ``defaults`` are
    those of each file, with their route, by the number of the file where there are several; ``part_of`` gives the
    number of the file in which an element stands. ``commented`` holds where the waivers stand that come from comments,
    by their numbers: each field, and under the empty text the whole; ``problems`` is what is wrong with such. ``gone``
    holds what takes elements away, by their paths, where a what-if file does.
    """

    data: dict[str, Any]
    defaults: dict[tuple[int, ...], tuple[Route, Any]] = field(default_factory=dict)
    part_of: Callable[[Route], tuple[int, ...]] = lambda _route: ()
    notes: list[Note] = field(default_factory=list)
    indexes: dict[str, dict[str, int]] = field(default_factory=dict)
    filled: dict[tuple[str, str], dict[str, Origin]] = field(default_factory=dict)
    commented: dict[int, dict[str, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    gone: Mapping[str, Place] = field(default_factory=dict)
    _steps: dict[tuple[int, tuple[str, ...], Origin], dict[str, Origin]] = field(default_factory=dict)
    _alike: dict[str, Sequence[Alike] | None] = field(default_factory=dict)

    def fill(self, collection: str, identity: str, element: dict[str, Any], name: str, value: Any, by: Origin) -> None:
        """Give an element a field that it leaves out."""
        if name not in element:
            element[name] = value
            self._note((collection, identity), (name,), by)

    def fill_all(
        self, collection: str, elements: Iterable[dict[str, Any]], values: Mapping[str, Any], by: Origin
    ) -> None:
        """Give elements, which have their ids in them, all fields that they leave out."""
        known: dict[tuple[str, ...], tuple[Mapping[str, Any], tuple[str, ...]]] = {}
        for element in elements:
            stated = tuple(element)
            found = known.get(stated)
            if found is None:
                absent = {name: value for name, value in values.items() if name not in element}
                found = known[stated] = absent, tuple(absent)
            if found[1]:
                element.update(found[0])
                self._note((collection, element["id"]), found[1], by)

    def _note(self, element: tuple[str, str], names: tuple[str, ...], by: Origin) -> None:
        """Keep where fields come from: one mapping for all elements for which it is the same."""
        before = self.filled.get(element)
        step = (id(before), names, by)
        after = self._steps.get(step)
        if after is None:
            after = self._steps[step] = {**(before or {}), **{field_name(name): by for name in names}}
        self.filled[element] = after

    def alike(self, collection: str) -> Sequence[Alike] | None:
        """The elements of a large collection by what they state, once all is filled in; None of any other collection.

        One that holds something else than elements counts as such.
        """
        if collection not in self._alike:
            held = self.data.get(collection)
            is_large = (
                isinstance(held, dict) and len(held) > MANY and all(isinstance(one, dict) for one in held.values())
            )
            self._alike[collection] = self._grouped(collection) if is_large else None
        return self._alike[collection]

    def _grouped(self, collection: str) -> list[Alike]:
        held: dict[str, dict[str, Any]] = self.data[collection]
        # One mapping of origins stands for all elements for which it is the same.
        origins = map(id, map(self.filled.get, zip(repeat(collection), held, strict=False)))
        parts: Iterable[object] = repeat(())
        if len(self.defaults) > 1:
            parts = (self.part_of(self.element(collection, key)) for key in held)
        groups: defaultdict[object, list[dict[str, Any]]] = defaultdict(list)
        for known, element in zip(
            zip(map(tuple, held.values()), origins, parts, strict=False), held.values(), strict=True
        ):
            groups[known].append(element)
        return [Alike(elements, self._given(collection, elements[0]["id"])) for elements in groups.values()]

    def _given(self, collection: str, identity: str) -> frozenset[str]:
        """The fields that an element has from ``defaults``, by their names in the file."""
        filled = self.filled.get((collection, identity), {})
        return frozenset(yaml_name(name) for name, by in filled.items() if by is Origin.DEFAULTS)

    def in_document(self, route: Route) -> Route | None:
        """The route in the document that a route in ``data`` comes from.

        A default leads to ``defaults``, a fact of a product to ``products``. None for what loading worked out itself.
        """
        length = 2 if route[:2] == ("roadmap", "items") else 1
        collection = ".".join(map(str, route[:length]))
        identity, below = (route[length : length + 1] or ("",))[0], route[length + 1 :]
        if not isinstance(identity, str):
            return route
        origin = self.filled.get((collection, identity), {}).get(field_name(str(below[0]))) if below else None
        if origin is Origin.DEFAULTS:
            above, defaults = self.defaults_of(collection, identity)
            own = defaults.get(collection)
            return (*above, *((collection,) if isinstance(own, dict) and below[0] in own else ()), *below)
        if origin is Origin.CATALOGUE:
            return ("products", self.data["tools"][identity]["product"], *below)
        if origin is not None:
            return None
        return (*self.element(collection, identity), *below) if identity else route

    def element(self, collection: str, identity: str) -> Route:
        """The route in the document to an element."""
        return (*collection.split("."), self.indexes.get(collection, {}).get(identity, identity))

    def defaults_of(self, collection: str, identity: str) -> tuple[Route, Any]:
        """The defaults that hold for an element, with the route to them."""
        return self.defaults.get(self.part_of(self.element(collection, identity)), (("defaults",), None))
