"""Where each fact of a stack comes from: its place in a file, or what filled it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stackaudit.errors import Place
from stackaudit.finding import Origin
from stackaudit.source import Document

__all__ = ["Provenance", "Route"]

Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document that a stack was read from, and what was filled in beside it.

    ``indexes`` leads from the id of an element to its number in a collection that is a list in the file.
    ``filled`` holds what loading added, by collection and id: field -> origin.
    """

    document: Document
    indexes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    filled: Mapping[tuple[str, str], Mapping[str, Origin]] = field(default_factory=dict)

    def origin(self, collection: str, identity: str, name: str) -> Origin:
        """Where a stated field comes from, by its Python name."""
        return self.filled.get((collection, identity), {}).get(name, Origin.STATED)

    def route(self, collection: str, identity: str = "", name: str = "") -> Route:
        """The route in the document to a collection, an element or a field of it."""
        parts: list[str | int] = [*collection.split(".")]
        if identity:
            parts.append(self.indexes.get(collection, {}).get(identity, identity))
        if name:
            parts.append(name.rstrip("_"))
        return tuple(parts)

    def place(self, collection: str, identity: str = "", name: str = "") -> Place:
        """The place of a fact; of one that was filled in: that of the default, or of the field that it follows from."""
        origin = self.origin(collection, identity, name)
        if origin is Origin.DEFAULTS:
            own = ("defaults", collection, name.rstrip("_"))
            return self.document.place(own if self._has(own) else ("defaults", name.rstrip("_")), key=True)
        route = self.route(collection, identity, name)
        if origin is Origin.CATALOGUE and self._has((*route[:-1], "product")):
            route = (*route[:-1], "product")
        elif name and not self._has(route):
            route = route[:-1]
        return self.document.place(route, key=True)

    def _has(self, route: Route) -> bool:
        """Whether the route leads to something in the document."""
        here: object = self.document.data
        for part in route:
            if (isinstance(here, dict) and part in here) or (
                isinstance(here, list) and isinstance(part, int) and part < len(here)
            ):
                here = here[part]  # type: ignore[index]  # a text key of a mapping, or a number of a list
            else:
                return False
        return True
