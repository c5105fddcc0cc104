"""What the model refuses, in words for a person: what was found, what was expected, and what to try."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from stackaudit.load.prepare import Note, Prepared
from stackaudit.model.elements import Element
from stackaudit.model.shapes import shape_of
from stackaudit.model.stack import KINDS, Stack, field_name, yaml_name

__all__ = ["refusals"]

_KIND_BY_MODEL: dict[type[BaseModel], str] = {model: kind.replace("_", " ") for kind, model in KINDS.items()}
_YES = frozenset({"yes", "no", "on", "off"})


def refusals(error: ValidationError, prepared: Prepared) -> Iterator[Note]:
    """One note for each place that the model refuses.

    A field that may hold several kinds of values is refused once for each kind; only what is most to the point is kept: the
    deepest places, else one sentence about the field.
    """
    by_route: dict[tuple[str | int, ...], Mapping[str, Any]] = {}
    for one in error.errors(include_url=False, include_context=False):
        route = _route(one["loc"], prepared.data, one["type"])
        kept = by_route.get(route)
        if kept is None or kept["type"] == "literal_error":
            by_route[route] = one
    shadowed = {route[:length] for route in by_route for length in range(1, len(route))}
    for route, one in by_route.items():
        if route not in shadowed or one["type"] == "extra_forbidden":
            yield _note(route, one, prepared)


def _route(location: tuple[str | int, ...], data: Any, kind: str) -> tuple[str | int, ...]:
    """The route in the data: the location without the names of the branches that pydantic tried."""
    route: list[str | int] = []
    here = data
    for number, part in enumerate(location):
        name = yaml_name(part) if isinstance(part, str) else part
        if isinstance(here, dict) and isinstance(name, str) and name in here:
            here = here[name]
        elif isinstance(here, (list, tuple)) and isinstance(part, int) and part < len(here):
            here = here[part]
        elif kind == "missing" and number == len(location) - 1:
            return (*route, str(name))
        else:
            continue
        route.append(name)
    return tuple(route)


def _note(route: tuple[str | int, ...], one: Mapping[str, Any], prepared: Prepared) -> Note:
    model, name, depth = _target(route)
    place = _in_document(route, prepared)
    found = _found(one["input"])
    if one["type"] == "extra_forbidden":
        fields = [yaml_name(field) for field in model.model_fields if field != "id" or not issubclass(model, Element)]
        key = str(route[-1])
        near = difflib.get_close_matches(key, fields, n=1, cutoff=0.6)
        hint = (
            f"did you mean {near[0]!r}?"
            if near
            else f"its fields are {', '.join(fields)}"
            if len(fields) <= 12
            else None
        )  # noqa: PLR2004 - what fits a line
        return Note(place, f"{_a(model)} has no field {key!r}", hint, key=True)
    if one["type"] == "missing":
        return Note(place[:-1], f"{_a(model)} needs {str(route[-1])!r}", _example(model, str(route[-1])))
    if name is None:
        return Note(place, f"expected {_a(model)}, that is a mapping of fields, found {found}")
    expected, choices = _expected(model, name, depth)
    hint = None
    value = one["input"]
    if isinstance(value, str):
        near = difflib.get_close_matches(value.lower(), choices, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]!r}?" if near else None
        if value == "more":
            hint = "'more' may stand only at the end of a list"
    elif isinstance(value, bool) and choices and {"yes", "no"} & _YES:
        hint = "true and false are for yes-or-no fields"
    return Note(place, f"expected {expected} for {yaml_name(name)}, found {found}", hint)


def _in_document(route: tuple[str | int, ...], prepared: Prepared) -> tuple[str | int, ...]:
    if len(route) > 1 and route[0] in prepared.indexes:
        return (route[0], prepared.indexes[str(route[0])][str(route[1])], *route[2:])
    return route


def _target(route: tuple[str | int, ...]) -> tuple[type[BaseModel], str | None, int]:
    """The model that a route leads into, the field of it that the route ends in or below, and how far below."""
    model: type[BaseModel] = Stack
    name: str | None = None
    depth = 0
    for part in route:
        if name is None:
            field = field_name(str(part))
            if field not in model.model_fields:
                return model, None, 0
            name, depth = field, 0
            continue
        inner = _model_in(model.model_fields[name].annotation)
        is_collection = _is_mapping(model, name)
        if inner is not None and (depth == 1 or not is_collection):
            field = field_name(str(part))
            if isinstance(part, int) and not is_collection:
                depth += 1
                continue
            model, name, depth = inner, field if field in inner.model_fields else None, 0
            if name is None:
                return model, None, 0
            continue
        depth += 1
    if (
        depth == 1
        and _is_mapping(model, name or "")
        and (inner := _model_in(model.model_fields[name or ""].annotation)) is not None
    ):
        return inner, None, 0
    return model, name, depth


def _is_mapping(model: type[BaseModel], name: str) -> bool:
    return "dict" in str(model.model_fields[name].annotation) and name not in {"sends"}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, in a mapping, a list, or as it is."""
    origin = get_origin(annotation)
    if origin in {Annotated, Union, types.UnionType, tuple, dict}:
        for arm in get_args(annotation):
            found = _model_in(arm)
            if found is not None:
                return found
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _a(model: type[BaseModel]) -> str:
    name = "stack" if model is Stack else _KIND_BY_MODEL.get(model, _spaced(model.__name__))
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _spaced(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _example(model: type[BaseModel], name: str) -> str | None:
    extra = model.model_fields[field_name(name)].json_schema_extra
    example = extra.get("x-example") if isinstance(extra, dict) else None
    return f"such as {name}: {example}" if example else None


def _expected(model: type[BaseModel], name: str, depth: int) -> tuple[str, list[str]]:
    """What a field can hold, in words, and the words to choose from."""
    shape = shape_of(model, name)
    text = str(model.model_fields[name].annotation)
    words = list(shape.words)
    if name == "every":
        return "a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line", [
            "on_event",
            "on_request",
            "once",
        ]
    if words:
        several = shape.many and depth == 0
        return (f"a list of {', '.join(words)}" if several else f"one of {', '.join(words)}"), words
    if name == "signals" or (name == "signal"):
        kinds = ["opt_out", "consent", "deletion", "conversion", "click_id", "utm", "spend"]
        return (
            f"{'a list of ' if depth == 0 and name == 'signals' else ''}{', '.join(kinds)}, with a channel where it is for one only (opt_out:email)",
            kinds,
        )
    if "mo|bh|bd" in text:
        return "a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days)", []
    if shape.many and depth == 0:
        return "a list, in brackets", []
    plain = {
        "date": "a date such as 2026-11-22",
        "money": "an amount such as {amount: 12000, currency: eur, per: year}",
        "number": "a whole number that is not negative"
        if "StrictFloat" not in text and "float" not in text
        else "a number that is not negative",
        "bool": "true or false",
    }
    for kind, words_ in plain.items():
        if kind in shape.holds:
            return words_, []
    if "Literal[1]" in text:
        return "1, the version of the format", []
    if "Literal['year'" in text:
        return "one of year, month, once", ["year", "month", "once"]
    if "parts" in shape.holds:
        return "a mapping", []
    return "text", []


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - fits a line of an error
