"""From prepared data to the typed stack. Of thousands of elements, each value is validated once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from stackaudit.load.alike import Alike
from stackaudit.load.prepared import Prepared
from stackaudit.model import choice
from stackaudit.model.base import ValidationError
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name

__all__ = ["assembled"]

_MODELS: Final = {collection: KINDS[kind] for kind, collection in COLLECTIONS.items() if kind != "process"}
"""The classes of the collections that hold elements alone, and no words."""
_NO_VALUE: Final = object()


def assembled(prepared: Prepared) -> Stack | None:
    """The stack; None where the model refuses something.

    Of collections with thousands of elements, the prepared data is used up.
    """
    data = dict(prepared.data)
    try:
        for name, model in _MODELS.items():
            groups = None if choice.QUICK else prepared.alike(name)
            if groups is not None:
                order = list(data[name])
                data[name].clear()
                data[name] = _Builder(model).built(groups, order)
        return Stack.model_validate(data)
    except ValidationError:
        return None


class _Builder:
    """Builds the elements of a collection. Where they hold the same value, they share what the model makes of it."""

    def __init__(self, model: type[Element]) -> None:
        self._model = model
        self._required = [info.alias or name for name, info in model.model_fields.items() if info.is_required()]
        # By the name of a field in the file: what the model makes of its values, by the identity of each.
        self._made: defaultdict[str, dict[int, Any]] = defaultdict(dict)

    def built(self, groups: Sequence[Alike], order: Sequence[str]) -> dict[str, Element]:
        """The elements by id, in an order.

        Raises:
            ValidationError: the model refuses one of them.
        """
        made = {element.id: element for group in groups for element in self._elements(group)}
        return {key: made[key] for key in order}

    def _elements(self, group: Alike) -> Iterator[Element]:
        values = {name: group.each_once(name) for name in (*group.stated, *group.given)}
        same = dict(self._learnt(values).__dict__)
        differing = [name for name, held in values.items() if len(held) > 1]
        # Column by column: to fetch the values of one element after the other takes twice as long.
        columns = [list(map(self._made[name].__getitem__, map(id, group.stated[name]))) for name in differing]
        same.update((field_name(name), self._made[name][next(iter(held))]) for name, held in values.items())
        fields = ("id", *map(field_name, differing))
        stated = {"id", *map(field_name, values)}
        make, put, model = object.__new__, object.__setattr__, self._model
        for row in zip(group.ids, *columns, strict=True):
            held = same.copy()
            held.update(zip(fields, row, strict=True))
            # As pydantic makes it, of values that it has validated.
            element = make(model)
            put(element, "__dict__", held)
            put(element, "__pydantic_fields_set__", stated)
            put(element, "__pydantic_extra__", None)
            put(element, "__pydantic_private__", None)
            yield element

    def _learnt(self, values: Mapping[str, Mapping[int, Any]]) -> Element:
        """Have the model look at all values of some fields that it has not seen; gives an element with these fields."""
        fields = {name: field_name(name) for name in values}
        new = {
            name: [value for number, value in held.items() if number not in self._made[name]]
            for name, held in values.items()
        }
        new = {name: held for name, held in new.items() if held}
        always = {name: next(iter(values[name].values())) for name in self._required if name in values}
        for row in list(zip_longest(*new.values(), fillvalue=_NO_VALUE)) or [()]:
            data = always | {name: value for name, value in zip(new, row, strict=False) if value is not _NO_VALUE}
            sample = self._model.model_validate(data)
            made = sample.__dict__
            for name, value in data.items():
                self._made[name][id(value)] = made[fields[name]]
        return sample
