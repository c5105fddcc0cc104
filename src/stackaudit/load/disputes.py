"""Answers on which sources disagree: each has to be one that its field can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from stackaudit.frozen import replace
from stackaudit.load.mistakes import refusals
from stackaudit.load.prepared import Note, Prepared, Route
from stackaudit.model.base import BaseModel, TypeAdapter, ValidationError
from stackaudit.model.shapes import may_be_unknown
from stackaudit.model.stack import COLLECTIONS, KINDS, PROMISES, SINGLETONS, field_name
from stackaudit.model.twin import reasons

__all__ = ["check_disputes"]

_MODELS: Final[Mapping[Route, type[BaseModel]]] = {
    **{(collection,): KINDS[kind] for kind, collection in COLLECTIONS.items()},
    tuple(PROMISES.split(".")): KINDS["roadmap_item"],
}


def check_disputes(prepared: Prepared) -> Iterator[Note]:
    """What the model refuses in disputed answers, as it would be said of the field itself."""
    for route, model in _MODELS.items():
        held: Any = prepared.data
        for part in route:
            held = held.get(part) if isinstance(held, dict) else None
        for key, element in held.items() if isinstance(held, dict) else ():
            if isinstance(element, dict) and "disputed" in element:
                yield from _in_element(model, (*route, key), element)
    for name in SINGLETONS:
        if name in KINDS:
            yield from _in_element(KINDS[name], (name,), prepared.data.get(name))


def _in_element(model: type[BaseModel], route: Route, element: Any) -> Iterator[Note]:
    disputed = element.get("disputed") if isinstance(element, dict) else None
    for name, answers in disputed.items() if isinstance(disputed, dict) else ():
        if field_name(name) not in model.model_fields or not may_be_unknown(model, name):
            continue
        for number, answer in enumerate(answers if isinstance(answers, list) else ()):
            if isinstance(answer, dict) and "value" in answer:
                for note in _refused(model, (*route, name), answer["value"]):
                    below = note.route[len(route) + 1 :]
                    yield replace(note, route=(*route, "disputed", name, number, "value", *below))


def _refused(model: type[BaseModel], route: Route, value: Any) -> Iterator[Note]:
    """What is wrong with a value at the route of a field."""
    name = field_name(str(route[-1]))
    try:
        _adapter(model, name).validate_python(value)
    except ValidationError as error:
        told = reasons(error, model, lambda other: _validated_by_pydantic(other, name, value))
        data: Any = value
        for part in reversed(route):
            data = {part: data}
        yield from refusals(told, data, route)


@lru_cache(maxsize=64)
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    annotation: Any = model.model_fields[name].annotation
    return TypeAdapter(annotation)


def _validated_by_pydantic(model: type[BaseModel], name: str, value: Any) -> None:
    import pydantic  # noqa: PLC0415 - a short run imports it only where a quick class refuses something

    annotation: Any = model.model_fields[name].annotation
    pydantic.TypeAdapter(annotation).validate_python(value)
