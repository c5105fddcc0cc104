"""Where each fact of a stack comes from: its place in a file, or what filled it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackaudit.errors import Place
from stackaudit.finding import Origin
from stackaudit.frozen import dataclass, field
from stackaudit.source import Document

__all__ = ["Provenance", "Route"]

Route = tuple[str | int, ...]
_STATED: Final = Origin.STATED
"""Looked up once: to read a member from its class takes longer than to say which it is."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document that a stack was read from, and what was filled in beside it.

    ``indexes`` leads from the id of an element to its number in a collection that is a list in the file.
    ``filled`` holds what loading added, by collection and id: field -> origin. ``comments`` holds where the waivers
    stand that come from comments, by number: each field, and under the empty text the whole.
    """

    document: Document
    indexes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    filled: Mapping[tuple[str, str], Mapping[str, Origin]] = field(default_factory=dict)
    comments: Mapping[int, Mapping[str, Place]] = field(default_factory=dict)

    def origin(self, collection: str, identity: str, name: str) -> Origin:
        """Where a stated field comes from, by its Python name."""
        filled = self.filled.get((collection, identity))
        return _STATED if filled is None else filled.get(name, _STATED)

    def route(self, collection: str, identity: str = "", name: str = "") -> Route:
        """The route in the document to a collection, an element or a field of it."""
        above = tuple(collection.split(".")) if "." in collection else (collection,)
        numbers = self.indexes.get(collection)
        here = (numbers.get(identity, identity) if numbers else identity,) if identity else ()
        return (*above, *here, *(name.rstrip("_").split(".") if name else ()))

    def place(self, collection: str, identity: str = "", name: str = "") -> Place:
        """The place of a fact; of one that was filled in: that of the default, or of the field that it follows from."""
        head = name.partition(".")[0].rstrip("_")
        origin = self.origin(collection, identity, head)
        if origin is _STATED:  # as most facts are
            return self.document.place(self.route(collection, identity, name), key=True)
        if origin is Origin.DEFAULTS:
            above: Route = ("defaults", *self.document.part_of(self.route(collection, identity)))
            own = (*above, collection, head)
            return self.document.place(own if self.document.has(own) else (*above, head), key=True)
        route = self.route(collection, identity, name)
        if origin is Origin.CATALOGUE and (said := self._said_of(collection, route[:-1])) is not None:
            route = said
        return self.document.place(route, key=True)  # of what is not there: the place of the element

    def waiver(self, number: int, name: str = "") -> Place:
        """The place of a waiver, or of a field of it."""
        if number in self.comments:
            return self.comments[number].get(name) or self.comments[number][""]
        return self.document.place(("waivers", number, name) if name else ("waivers", number))

    def _said_of(self, collection: str, element: Route) -> Route | None:
        """Where the element says what the catalogue knows it by: the product of a tool, the interface of a flow."""
        route = (*element, "interface" if collection == "flows" else "product")
        return route if self.document.has(route) else None
