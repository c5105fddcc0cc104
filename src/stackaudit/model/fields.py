"""How a field of the model is declared: what it means, the question that asks for it, and an example to paste."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from stackaudit.model.base import BaseModel, Field, FieldInfo

__all__ = ["FieldFacts", "fact", "facts_of", "identity", "record"]


class FieldFacts(NamedTuple):
    """What the engine, the questions and the documentation know of a field.

    ``ask`` is the question to put to the company; ``example`` is YAML for the value; ``record`` marks a field that is
    what its owner wrote down: absent means not recorded. ``refers_to`` names the collections whose ids it holds.
    """

    description: str
    ask: str
    example: str
    record: bool
    refers_to: tuple[str, ...]


def fact(description: str, *, ask: str, example: str, refers_to: str | tuple[str, ...] = ()) -> Any:
    """A fact: absent means that nobody has asked."""
    return _field(description, ask, example, refers_to, is_record=False)


def record(
    description: str, *, example: str, ask: str = "", refers_to: str | tuple[str, ...] = (), default: Any = None
) -> Any:
    """A record field: absent means not recorded, which for every rule is the same as none (or as ``default``)."""
    return _field(description, ask, example, refers_to, default)


def identity(description: str, *, example: str, refers_to: str | tuple[str, ...] = ()) -> Any:
    """A field without which the element would not be that element."""
    return _field(description, "", example, refers_to, ...)


def _field(
    description: str,
    ask: str,
    example: str,
    refers_to: str | tuple[str, ...],
    default: Any = None,
    *,
    is_record: bool = True,
) -> Any:
    targets = (refers_to,) if isinstance(refers_to, str) else refers_to
    extra: dict[str, Any] = {"x-ask": ask, "x-example": example, "x-record": is_record}
    if targets:
        extra["x-refers-to"] = list(targets)
    return Field(default, description=description, json_schema_extra=extra)


@lru_cache(maxsize=1024)
def facts_of(model: type[BaseModel], name: str) -> FieldFacts:
    """What is known of a field, by its Python name."""
    info: FieldInfo = model.model_fields[name]
    extra = info.json_schema_extra
    held: dict[str, Any] = extra if isinstance(extra, dict) else {}
    return FieldFacts(
        info.description or "",
        held.get("x-ask", ""),
        held.get("x-example", ""),
        held.get("x-record", True),
        tuple(held.get("x-refers-to", ())),
    )
