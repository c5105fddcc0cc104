"""Changes of facts: where each stands, and the stack with other ones in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from stackaudit.frozen import dataclass
from stackaudit.model.base import BaseModel
from stackaudit.model.stack import Stack

__all__ = ["Edit", "Remedy", "mended", "with_value"]

M = TypeVar("M", bound=BaseModel)


class Edit(NamedTuple):
    """One change, by its route from the stack on: ``(tools, crm, contract, renews)``.

    A route that ends at an element, section or entry of a section replaces or adds it whole.
    """

    route: tuple[str, ...]
    value: Any

    @property
    def element(self) -> tuple[str, ...]:
        """The element or section that it changes: the first two steps of the route, of a section's own fact one."""
        return self.route[:2] if len(self.route) > 2 else self.route[:1]  # noqa: PLR2004 - collection, id and more


@dataclass(frozen=True, slots=True)
class Remedy:
    """Facts that differ: ``changes`` says them as they would stand in the file, ``edits`` makes them."""

    changes: tuple[str, ...]
    edits: tuple[Edit, ...]


def mended(stack: Stack, edits: Iterable[Edit]) -> Stack:
    """The stack with other facts. It stands in no file any more, so its facts have no place."""
    parts: dict[str, Any] = {}
    for edit in edits:
        name, *rest = edit.route
        parts[name] = _put(parts.get(name, getattr(stack, name)), rest, edit.value)
    made: Stack = stack.model_copy(update=parts)
    made._provenance = None  # noqa: SLF001 - the places are those of the stack that was read
    return made


def _put(held: Any, route: list[str], value: Any) -> Any:
    if not route:
        return value
    name, *rest = route
    if isinstance(held, BaseModel):
        return with_value(held, name, _put(getattr(held, name), rest, value))
    entries = held if isinstance(held, Mapping) else {}
    return {**entries, name: _put(entries.get(name), rest, value)}


def with_value(element: M, field: str, value: Any) -> M:
    """The element with another value of a field, by its Python name.

    Raises:
        ValidationError: the model does not allow that value.
    """
    held = {
        info.alias or name: value if name == field else getattr(element, name)
        for name, info in type(element).model_fields.items()
        if name == field or name in element.model_fields_set
    }
    return type(element).model_validate(held)
