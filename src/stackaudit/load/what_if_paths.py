"""The paths by which a what-if file names elements and facts: ``tools.hubspot``, ``tools.crm.contract.renews``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from stackaudit.load.merging import BY_ID, ITEMS, Route
from stackaudit.load.prepare import flow_ids, gap_ids
from stackaudit.load.wording import did_you_mean, nearest
from stackaudit.model.stack import LISTS

__all__ = ["HEAD", "Paths", "item_ids"]

HEAD: Final = ("stackaudit", "as_of", "defaults", "include")
"""What stands at the head of a file, and is neither element nor fact."""

_LONGEST: Final = 500


class Paths:
    """The elements and facts in the data of a stack, by their paths.

    Ids may have dots in them: what is there decides where one ends. The longest id wins.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        # By list: the number of each item by its names; what is there when a list is first asked for.
        self._lists: dict[str, dict[str, int]] = {}

    def below(self, route: Route) -> Iterable[str]:
        """The names that can stand behind a path."""
        here = self._at(route)
        if isinstance(here, list):
            return self._numbers(str(route[0])) if len(route) == 1 else ()
        return [key for key in here if route or key not in HEAD] if isinstance(here, dict) else ()

    def part(self, route: Route, name: str) -> str | int | None:
        """The part of a route that a name stands for behind it; None where nothing is there."""
        here = self._at(route)
        if isinstance(here, list):
            return self._numbers(str(route[0])).get(name) if len(route) == 1 else None
        return name if isinstance(here, dict) and name in here and (route or name not in HEAD) else None

    def matching(self, path: str) -> list[Route]:
        """The routes to what a path names, or to all elements that it fits, where it has a ``*``."""
        if len(path) > _LONGEST:
            return []
        if "*" not in path:
            route = self._follow((), path)
            return [] if route is None else [route]
        return [
            route
            for collection in self._collections()
            for name in list(self.below(collection))
            if fnmatchcase(".".join((*map(str, collection), name)), path)
            and (route := self._follow(collection, name)) is not None
        ]

    def path(self, route: Route) -> str | None:
        """The path of the element at a route; None where that is no element."""
        if route[:-1] not in self._collections():
            return None
        above = self._at(route[:-1])
        name = _names(str(route[0]), above[int(route[-1])])[:1] if isinstance(above, list) else (str(route[-1]),)
        return ".".join((*map(str, route[:-1]), *name))

    def put_in(self, name: str, number: int, item: Any) -> None:
        """An item of a list has come."""
        for one in _names(name, item):
            self._numbers(name).setdefault(one, number)

    def take_out(self, name: str, item: Any) -> None:
        """An item of a list is to go."""
        for one in _names(name, item):
            self._numbers(name).pop(one, None)

    def meant(self, path: str) -> str | None:
        """A hint that names a path which is written nearly like one."""
        head, _, rest = path.partition(".")
        if self.part((), head) is None:
            return did_you_mean(nearest(head, tuple(self.below(()))))
        above = path.rpartition(".")[0]
        element = self.matching(above) if "." in above else []
        route, name = (element[0], path.rpartition(".")[2]) if len(element) == 1 else ((head,), rest)
        if route == (head,) and path.startswith("roadmap.items."):
            route, name = ITEMS, path.removeprefix("roadmap.items.")
        near = nearest(name, tuple(self.below(route)))
        return did_you_mean([f"{path[: len(path) - len(name)]}{one}" for one in near])

    def _collections(self) -> list[Route]:
        """The routes to what holds elements."""
        routes = [(name,) for name in (*LISTS, *BY_ID) if isinstance(self._data.get(name), (dict, list))]
        roadmap = self._data.get("roadmap")
        return [*routes, ITEMS] if isinstance(roadmap, dict) and isinstance(roadmap.get("items"), dict) else [*routes]

    def _at(self, route: Route) -> Any:
        here: Any = self._data
        for part in route:
            here = here.get(part) if isinstance(here, dict) else here[part]
        return here

    def _numbers(self, name: str) -> dict[str, int]:
        if name not in self._lists:
            numbers = self._lists[name] = {}
            for index, item in enumerate(self._data[name]):
                for one in _names(name, item):
                    numbers.setdefault(one, index)
        return self._lists[name]

    def _follow(self, route: Route, path: str) -> Route | None:
        end = len(path)
        while end > 0:
            part = self.part(route, path[:end])
            if part is not None and end == len(path):
                return (*route, part)
            there = None if part is None else self._follow((*route, part), path[end + 1 :])
            if there is not None:
                return there
            end = path.rfind(".", 0, end)
        return None


def _names(collection: str, item: Any) -> tuple[str, ...]:
    """The names of an item of a list."""
    if isinstance(item, str):
        return (item,)
    if not isinstance(item, dict):
        return ()
    if collection == "waivers":
        return (f"{item.get('rule')}:{item.get('element')}",)
    return item_ids(collection, item) if collection in LISTS else ()


def item_ids(collection: str, item: dict[str, Any]) -> tuple[str, ...]:
    """The ids that a flow or gap is known by."""
    ids, _ = flow_ids(item, ()) if collection == "flows" else gap_ids(item, ())
    return ids
