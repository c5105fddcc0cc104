"""Several files that describe one stack: merged by element, each fact keeping the place where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from stackaudit.errors import Place, Problem
from stackaudit.model.stack import COLLECTIONS, LISTS, OWN, SINGLETONS
from stackaudit.source import Document
from stackaudit.source.wording import shown

__all__ = ["BY_FIELD", "BY_ID", "ITEMS", "Merged", "Route", "merged"]

Route = tuple[str | int, ...]

_LISTS: Final = (*LISTS, "questions", "complete", "include", "waivers")
BY_ID: Final = (
    *(name for name in COLLECTIONS.values() if name not in _LISTS),
    *OWN,
)
"""The parts of a file that hold elements by id."""
BY_FIELD: Final = (*SINGLETONS, "report")
"""Those that hold facts."""
ITEMS: Final = ("roadmap", "items")
"""The facts among them that are elements by id."""


class Merged(Document):
    """Documents that make one stack.

    ``data`` is what they say together: collections by element, lists one after the other, sections by field; under
    ``defaults`` stand those of each document by its number, as they are for its own elements alone. A route in it leads
    to the document that says so.
    """

    __slots__ = ("_by_file", "_owners", "documents")

    def __init__(
        self, documents: Sequence[Document], file: str, data: dict[str, Any], owners: dict[Route, Route]
    ) -> None:
        # The documents know the lines and positions; here there is no text of its own.
        self.documents = tuple(documents)
        self.data = data
        self.file = file
        self._owners = owners
        self._by_file = {document.file: document for document in documents}

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place of the value at a route, or of its key, in the document that says it."""
        number, own = self.owner(route)
        return self.documents[number].place(own, key=key)

    def let_go(self) -> None:
        """Forget the data, that of each document too."""
        super().let_go()
        for document in self.documents:
            document.let_go()

    def has(self, route: Route) -> bool:
        """Whether a route leads to something in the document that says it."""
        number, own = self.owner(route)
        return self.documents[number].has(own)

    def excerpt(self, place: Place) -> str:
        """The text of the line of a place, in its document."""
        return self._by_file[place.file].excerpt(place)

    def part_of(self, route: Route) -> tuple[int, ...]:
        """The number of the document in which an element stands."""
        return (self.owner(route)[0],)

    def owner(self, route: Route) -> tuple[int, Route]:
        """The number of the document that a route leads to, and the route in it."""
        if route[:1] == ("defaults",) and len(route) > 1 and isinstance(route[1], int):
            return route[1], ("defaults", *route[2:])
        for length in range(min(len(route), 3), 0, -1):
            owner = self._owners.get(route[:length])
            if owner is not None:
                number, *own = owner
                return int(number), (*own, *route[length:])
        return 0, route


def merged(documents: Sequence[Document], file: str) -> tuple[Merged, list[Problem]]:
    """Several documents as one, and what they say twice.

    Args:
        documents: each a mapping, in the order of their files' names.
        file: how the whole is named.
    """
    maker = _Maker(documents)
    for number, document in enumerate(documents):
        maker.add(number, document.data)
    return Merged(documents, file, maker.data, maker.owners), maker.problems


class _Maker:
    """Puts documents together, one by one."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.data: dict[str, Any] = {}
        self.owners: dict[Route, Route] = {}
        self.problems: list[Problem] = []

    def add(self, number: int, data: Any) -> None:
        """Add what one document says."""
        for name, held in data.items():
            if name == "defaults":
                self.data.setdefault(name, {})[number] = held
            elif name in _LISTS and isinstance(held, list) and self._is(name, list):
                self._extend(number, name, held)
            elif (name in BY_ID or name in BY_FIELD) and isinstance(held, dict) and self._is(name, dict):
                self._join(number, (name,), held)
            else:
                self._state(number, (name,), held)

    def _is(self, name: str, kind: type) -> bool:
        return isinstance(self.data.get(name, kind()), kind)

    def _extend(self, number: int, name: str, items: list[Any]) -> None:
        held = self.data.setdefault(name, [])
        self.owners.setdefault((name,), (number, name))
        for index, item in enumerate(items):
            self.owners[name, len(held)] = (number, name, index)
            held.append(item)

    def _join(self, number: int, route: Route, items: dict[str, Any]) -> None:
        """Add the elements of a collection or the fields of a section to what is there."""
        self.owners.setdefault(route, (number, *route))
        held = self._held(route)
        for key, value in items.items():
            below = (*route, key)
            if below == ITEMS and isinstance(value, dict) and isinstance(held.setdefault(key, {}), dict):
                self._join(number, below, value)
            else:
                self._state(number, below, value)

    def _held(self, route: Route) -> dict[str, Any]:
        here: Any = self.data
        for part in route:
            here = here.setdefault(part, {})
        found: dict[str, Any] = here
        return found

    def _state(self, number: int, route: Route, value: Any) -> None:
        """Add what stands at a route; where something else stands there already, both cannot be true."""
        above = self._held(route[:-1])
        key = str(route[-1])
        # An element stands in one file, even where two say the same of it; a fact may be said twice.
        one_place = len(route) > 1 and (route[0] in BY_ID or route[:-1] == ITEMS)
        if key not in above or (above[key] is None and not one_place):
            above[key] = value
            self.owners[route] = (number, *route)
        elif value is not None and (one_place or not _same(above[key], value)):
            self.problems.append(self._twice(number, route, one_place=one_place))

    def _twice(self, number: int, route: Route, *, one_place: bool) -> Problem:
        document = self.documents[number]
        first, *own = self.owners[route]
        other = self.documents[int(first)].place(tuple(own), key=True)
        what = (
            f"{shown(str(route[-1]))} of {'.'.join(map(str, route[:-1]))}" if len(route) > 1 else shown(str(route[0]))
        )
        message = f"{what} is there twice: it stands at {other} too"
        hint = "an element stands in one file" if one_place else "a fact stands in one file, or is the same in all"
        return document.problem(route, message, hint, key=True)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same, as they stand there: 1 is not true."""
    return type(one) is type(other) and one == other
