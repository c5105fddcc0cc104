"""Elements that state the same fields, field by field: of many elements, each value is looked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

__all__ = ["MANY", "Alike"]

MANY: Final = 1000
"""Up to so many elements, it takes no longer to look at each of them."""


class Alike:
    """Elements that state the same fields, and have the same values from the same ``defaults``.

    Attributes:
        ids: their ids.
        given: what all of them have from ``defaults``, by the names of the fields in the file.
        stated: the values of each other field but the id, in the order of ``ids``.
    """

    __slots__ = ("_each_once", "given", "ids", "stated")

    def __init__(self, elements: Sequence[Mapping[str, Any]], given: frozenset[str]) -> None:
        first = elements[0]
        self.ids: list[str] = [element["id"] for element in elements]
        self.given = {name: held for name, held in first.items() if name in given}
        stated = [name for name in first if name not in given and name != "id"]
        columns = zip(*map(itemgetter(*stated, "id"), elements), strict=True) if stated else ()
        self.stated: dict[str, tuple[Any, ...]] = dict(zip(stated, columns, strict=False))
        self._each_once: dict[str, dict[int, Any]] = {}

    def each_once(self, name: str) -> Mapping[int, Any]:
        """The values of a field, each object once, by its identity."""
        if name in self.given:
            return {id(self.given[name]): self.given[name]}
        if name not in self._each_once:
            column = self.stated[name]
            self._each_once[name] = dict(zip(map(id, column), column, strict=True))
        return self._each_once[name]
