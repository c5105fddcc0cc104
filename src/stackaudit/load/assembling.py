"""From prepared data to the typed stack. Thousands of elements are built piece by piece, as they are large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stackaudit.finding import Origin
from stackaudit.load.prepared import Prepared
from stackaudit.model import choice
from stackaudit.model.base import ValidationError
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS, Stack, yaml_name

__all__ = ["assembled"]

_PIECE: Final = 1000
"""So many elements are built at once."""
_HEAD: Final = ("stackaudit", "as_of")
_Alike = tuple[int, tuple[int, ...]]
_COLLECTIONS: Final = tuple(name for name in COLLECTIONS.values() if name != "processes")
"""Those that hold elements alone, and no words."""


def assembled(prepared: Prepared) -> Stack | None:
    """The stack; None where the model refuses something.

    Of collections with thousands of elements, the prepared data is used up.
    """
    data = dict(prepared.data)
    try:
        for name in _COLLECTIONS:
            held = data.get(name)
            if isinstance(held, dict) and len(held) > _PIECE and not choice.QUICK:
                data[name] = _Builder(name, prepared).built(held)
        return Stack.model_validate(data)
    except ValidationError:
        return None


class _Builder:
    """Builds the elements of one collection.

    What ``defaults`` gives to many elements is validated for the first of them, and then shared; so are the sets of
    the fields that are stated.
    """

    def __init__(self, collection: str, prepared: Prepared) -> None:
        self._collection = collection
        self._prepared = prepared
        self._head = {name: prepared.data.get(name) for name in _HEAD}
        # By what is filled in, and the file whose defaults hold: the values as the model has them.
        self._shared: dict[_Alike, Mapping[str, Any]] = {}
        self._names: dict[_Alike, tuple[str, ...]] = {}
        self._fields: dict[tuple[tuple[str, ...], _Alike], set[str]] = {}

    def built(self, held: dict[str, Any]) -> dict[str, Element]:
        """The elements by id; they are taken out of ``held``."""
        made: dict[str, Element] = {}
        keys = list(held)
        for start in range(0, len(keys), _PIECE):
            made.update(self._piece({key: held.pop(key) for key in keys[start : start + _PIECE]}))
        return made

    def _piece(self, piece: dict[str, Any]) -> dict[str, Element]:
        alike = {key: self._alike(key) for key in piece}
        stated = {key: self._stated(element, alike[key]) for key, element in piece.items() if isinstance(element, dict)}
        stack = Stack.model_validate({**self._head, self._collection: piece})
        elements: dict[str, Element] = getattr(stack, self._collection)
        for key, element in elements.items():
            shared = self._shared.get(alike[key])
            known = (stated[key], alike[key])
            fields = self._fields.get(known)
            if fields is None:
                fields = self._fields[known] = {*element.model_fields_set, *(shared or ())}
            element.__dict__.update(shared or ())
            object.__setattr__(element, "__pydantic_fields_set__", fields)
        for key, element in elements.items():
            if alike[key] not in self._shared:
                origins = self._origins(key).items()
                shared = {one: getattr(element, one) for one, by in origins if by is Origin.DEFAULTS}
                self._shared[alike[key]], self._names[alike[key]] = shared, tuple(map(yaml_name, shared))
        return elements

    def _stated(self, element: dict[str, Any], alike: _Alike) -> tuple[str, ...]:
        """Take out of an element what is known as the model has it; gives the fields that are left."""
        for name in self._names.get(alike, ()):
            del element[name]
        return tuple(element)

    def _alike(self, key: str) -> _Alike:
        """What elements have in common that get the same values from ``defaults``."""
        prepared = self._prepared
        several = len(prepared.defaults) > 1
        part = prepared.part_of(prepared.element(self._collection, key)) if several else ()
        return id(self._origins(key)), part

    def _origins(self, key: str) -> Mapping[str, Origin]:
        return self._prepared.filled.get((self._collection, key), _NOTHING)


_NOTHING: Final[Mapping[str, Origin]] = {}
