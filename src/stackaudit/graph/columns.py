"""The facts of all elements of a kind, field by field: read once from elements that lie far apart in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from stackaudit.model.stack import COLLECTIONS, PROMISES, Stack, elements_of
from stackaudit.model.values import Word

__all__ = ["Columns", "by_facts", "by_value"]

E = TypeVar("E")
T = TypeVar("T")
V = TypeVar("V")

_TOGETHER = {
    "flow": (
        "id", "status", "from_", "to", "between", "method", "every", "takes", "object", "fields", "carries", "signals",
        "key", "monitored", "last_success", "credential", "maintainers", "consent_gated", "events", "via", "loop_guard",
        "basis", "disputed", "documented", "interface_ends", "name", "opt_out_wins", "owner", "repository",
    ),
}  # fmt: skip
"""The fields that nearly every audit reads: to look at one costs as much as to look at all of them."""


def by_value(values: Sequence[V], judge: Callable[[V], T]) -> list[T]:
    """What a judge says of each value; it is asked once of those that are equal, as thousands of elements share a few.

    By the table, 1 and true are one value: no field of the model may hold both.
    """
    known = {value: judge(value) for value in set(values)}
    return list(map(known.__getitem__, values))


def by_facts(facts: Sequence[V], elements: Iterable[E], judge: Callable[[E], T]) -> list[T]:
    """What a judge says of each element by these ``facts`` of it; it is asked once of those that have the same."""
    known = {held: judge(element) for held, element in dict(zip(facts, elements, strict=True)).items()}
    return list(map(known.__getitem__, facts))


class Columns:
    """The values of fields by kind of element, each list in the order of the file."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._elements: dict[str, list[Any]] = {}
        self._columns: dict[tuple[str, str], Sequence[Any]] = {}
        self._paths: dict[str, list[str]] = {}

    def elements(self, kind: str) -> list[Any]:
        """The elements themselves."""
        if kind not in self._elements:
            self._elements[kind] = [element for _, element in elements_of(self._stack, kind)]
        return self._elements[kind]

    def paths(self, kind: str) -> list[str]:
        """The paths of the elements, such as ``flows.a->b``: one text each, for all that is said of them."""
        if kind not in self._paths:
            prefix = COLLECTIONS.get(kind, PROMISES)
            self._paths[kind] = [f"{prefix}.{identity}" for identity in self.of(kind, "id")]
        return self._paths[kind]

    def of(self, kind: str, field: str) -> Sequence[Any]:
        """The values of a field, by its Python name; of a fact of an aspect, such as ``contract.renews``, too.

        What is said of the aspect as a whole holds for each of its facts.
        """
        key = (kind, field)
        head, _, inner = field.partition(".")
        if key not in self._columns and inner:
            get = attrgetter(inner)
            self._columns[key] = [
                held if held is None or isinstance(held, Word) else get(held) for held in self.of(kind, head)
            ]
        elif key not in self._columns:
            together = _TOGETHER.get(kind, ())
            fields = together if field in together else (field,)
            elements = self.elements(kind)
            if len(fields) == 1:
                self._columns[key] = list(map(attrgetter(field), elements))
            else:
                # By way of their own dictionaries: attributes are looked up in the class first, which takes as long.
                held = map(itemgetter(*fields), map(vars, elements))
                rows = zip(*held, strict=True) if elements else [()] * len(fields)
                self._columns.update(((kind, name), column) for name, column in zip(fields, rows, strict=True))
        return self._columns[key]
