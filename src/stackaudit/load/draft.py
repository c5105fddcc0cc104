"""A description while a plan changes it: a copy that remembers where each value now stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final

from stackaudit.errors import Place
from stackaudit.load.changed import Changed, Gone, Owner, owner_in, parts_of
from stackaudit.load.merging import Merged, Route
from stackaudit.load.what_if_paths import Paths
from stackaudit.source import Document

__all__ = ["Draft"]

_GONE: Final = object()
"""Stands where an item was taken out of a list, so that the others keep their numbers meanwhile."""


class Draft:
    """The data of a stack, to be changed. What belongs to a document is copied before it is written to.

    ``data`` is what the stack says so far, ``paths`` leads to its elements and facts.
    """

    def __init__(self, before: Document) -> None:
        """Begin with the stack as it is; its data is a mapping."""
        held: Any = before.data
        self.data: dict[str, Any] = dict(held)
        if held.get("defaults") is not None and not isinstance(before, Merged):
            self.data["defaults"] = {0: held["defaults"]}
        self.paths = Paths(self.data)
        self._before = before
        self._own: set[int] = {id(self.data)}
        self._owners: dict[Route, Owner] = {}
        # The routes of the owners by their first two parts: a value that is replaced has none below it.
        self._under: defaultdict[Route, set[Route]] = defaultdict(set)
        self._removed: set[Route] = set()
        self._gone: dict[str, Gone] = {}

    def at(self, route: Route) -> Any:
        """What stands at a route, whose parts above are there; None where nothing does."""
        above: Any = self.data
        for part in route[:-1]:
            above = above[part]
        return above.get(route[-1]) if isinstance(above, dict) else above[route[-1]]

    def where(self, route: Route) -> Owner:
        """The number of the document that says what a route leads to, and the route in it."""
        for length in range(len(route), 0, -1):
            owner = self._owners.get(route[:length])
            if owner is not None:
                return owner[0], (*owner[1], *route[length:])
        return owner_in(self._before, route)

    def changed_by(self, route: Route) -> Owner | None:
        """What in a plan states the very value at a route; None where the stack does."""
        owner = self._owners.get(route)
        return owner if owner is not None and owner[0] >= len(parts_of(self._before)) else None

    def state(self, route: Route, value: Any, owner: Owner) -> None:
        """Have a value at a route, in place of what was there and below."""
        above = self._container(route[:-1])
        above[route[-1]] = value
        under = [self._under[route[:2]]] if len(route) > 1 else list(self._under.values())
        for routes in under:
            for below in [one for one in routes if one[: len(route)] == route]:
                routes.discard(below)
                del self._owners[below]
                self._removed.discard(below)
        self._own_up(route, owner)

    def append(self, name: str, item: Any, owner: Owner) -> None:
        """Put an item at the end of a list; the list is the plan's where it had none."""
        held = self.list_at((name,))
        number, own = owner
        if not held:
            self._own_up((name,), (number, own[:-1]))
        self._own_up((name, len(held)), owner)
        self.paths.put_in(name, len(held), item)
        held.append(item)

    def take_out(self, route: Route, owner: Owner, by: Place) -> None:
        """Take out an element, with the waivers that are about it, or a fact. ``by`` is what in a plan says so."""
        path = self.paths.path(route)
        if path is not None:
            self._gone[path] = Gone(self.where(route), by)
            self._take_out_waivers(path)
        above = self._container(route[:-1])
        if isinstance(above, list):
            self.paths.take_out(str(route[0]), above[int(route[-1])])
            above[int(route[-1])] = _GONE
        else:
            del above[route[-1]]
            self._own_up(route, owner)
            self._removed.add(route)

    def mapping_at(self, route: Route) -> dict[Any, Any]:
        """The mapping at a route, to be written to; a new one where nothing is."""
        made: dict[Any, Any] = self._container(route, dict)
        return made

    def list_at(self, route: Route) -> list[Any]:
        """The list at a route, to be written to; a new one where nothing is."""
        made: list[Any] = self._container(route, list)
        return made

    def made(self, plans: Sequence[Document]) -> Changed:
        """What came out of the stack and the documents of a plan."""
        for name, items in list(self.data.items()):
            if isinstance(items, list) and any(item is _GONE for item in items):
                self._close_up(name, items)
        return Changed(self._before, plans, self.data, self._owners, frozenset(self._removed), self._gone)

    def _close_up(self, name: str, items: list[Any]) -> None:
        """Give the items of a list that are left their numbers."""
        kept = [index for index, item in enumerate(items) if item is not _GONE]
        for index in kept:  # what a plan adds comes last, and so it never owns a list of which something is gone
            self._owners.setdefault((name, index), owner_in(self._before, (name, index)))
        moved: dict[Route, Route] = {(name, index): (name, place) for place, index in enumerate(kept)}

        def now(route: Route) -> Route | None:
            if route[0] != name or len(route) == 1:
                return route
            there = moved.get(route[:2])
            return None if there is None else (*there, *route[2:])

        owners = ((now(route), owner) for route, owner in self._owners.items())
        self._owners = {route: owner for route, owner in owners if route is not None}
        self._removed = {route for route in map(now, self._removed) if route is not None}
        self.data[name] = [items[index] for index in kept]

    def _own_up(self, route: Route, owner: Owner) -> None:
        self._owners[route] = owner
        self._under[route[:2]].add(route)

    def _take_out_waivers(self, path: str) -> None:
        """Waivers go with the element that they are about."""
        waivers = self.data.get("waivers")
        for index, one in enumerate(waivers if isinstance(waivers, list) else ()):
            named = one.get("element") if isinstance(one, dict) else None
            parts = named.split("+") if isinstance(named, str) else ()
            if any(path in {part, part.rpartition(":")[0]} for part in parts):
                self.paths.take_out("waivers", one)
                self.list_at(("waivers",))[index] = _GONE

    def _container(self, route: Route, kind: Callable[[], Any] = dict) -> Any:
        """What stands at a route, copied where it is still that of a document; where nothing is, a new one."""
        here: Any = self.data
        for part in route:
            below = here.get(part) if isinstance(here, dict) else here[part]
            if below is None:
                below = kind()
            elif id(below) not in self._own:
                below = below.copy()
            self._own.add(id(below))
            here[part] = below
            here = below
        return here
