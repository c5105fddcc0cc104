"""What the model refuses, in words for a person: what was found, what was expected, and what to try."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, Final

from stackaudit.catalogue import catalogue
from stackaudit.load.expected import Expected, Spot, called, example_of, expected_at, fields_of, spot
from stackaudit.load.prepared import Note, Route
from stackaudit.load.references import not_in_a_list
from stackaudit.load.wording import (
    YES_OR_NO,
    as_open,
    date_meant,
    did_you_mean,
    duration_meant,
    length_meant,
    nearest,
    number_meant,
    weekday_meant,
)
from stackaudit.model.base import ValidationError
from stackaudit.model.shapes import takes_answer
from stackaudit.model.values import MORE, NONE, RESERVED, UNKNOWN
from stackaudit.model.words import Channel, Method, Signal
from stackaudit.source.wording import found, shown

__all__ = ["refusals", "unknown_field"]

# Of several reasons at one place, the one that says most.
_TELLING: Final = {"literal_error": 0, "extra_forbidden": 2, "missing": 2}
_KEY: Final = "[key]"
_A_LINE: Final = 12
_TRUTHS: Final = {**dict.fromkeys(("true", "y"), "true"), **dict.fromkeys(("false", "n"), "false")}
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def refusals(error: ValidationError, data: Mapping[str, Any], above: Route = ()) -> Iterator[Note]:
    """One note for each place that the model refuses in prepared data; ``above`` is where what was validated stands.

    A field that may hold several kinds of values is refused once for each kind; only what is most to the point is kept:
    the deepest places, else one sentence about the field.
    """
    by_route: dict[Route, Mapping[str, Any]] = {}
    for one in error.errors(include_url=False):
        refused: Mapping[str, Any] = {**one, "loc": (*above, *one["loc"])}
        route = _route(refused, data)
        kept = by_route.get(route)
        if kept is None or _TELLING.get(kept["type"], 1) < _TELLING.get(one["type"], 1):
            by_route[route] = refused
    shadowed = {route[:length] for route in by_route for length in range(1, len(route))}
    unknown = (route for route, refused in by_route.items() if refused["type"] == "extra_forbidden")
    misspelt = {(*route[:-1], meant) for route in unknown for meant in _fields_like(spot(route))}
    for route, refused in by_route.items():
        if route not in shadowed and (refused["type"] != "missing" or route not in misspelt):
            yield _note(route, refused)


def unknown_field(route: Route, place: Spot) -> Note:
    """What is said of a field that there is not: where it stands, and where that is in the model."""
    fields = fields_of(place.model)
    hint = did_you_mean(_fields_like(place))
    if place.field.partition(":")[0] in fields:
        hint = "put a space after ':'"
    elif hint is None and len(fields) <= _A_LINE:
        hint = f"its fields are {', '.join(fields)}"
    return Note(route, f"{called(place.model)} has no field {shown(place.field)}", hint, key=True)


def _route(refused: Mapping[str, Any], data: Any) -> Route:
    """The route in the data: the location without the names of the branches that pydantic tried."""
    location, value = refused["loc"], refused["input"]
    if location[-1] == _KEY:
        return (*_walk(data, location[:-2], lambda here: isinstance(here, dict) and value in here), value)
    if refused["type"] == "missing":
        return (*_walk(data, location[:-1], lambda here: here is value), location[-1])
    return _walk(data, location, lambda here: here is value)


def _walk(data: Any, location: Route, fits: Callable[[Any], bool]) -> Route:
    """The parts of a location that lead from the data to what fits; a branch may be called like a key of the user's."""
    paths: list[tuple[Any, Route]] = [(data, ())]
    for part in location:
        for here, route in tuple(paths):
            if part in (here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()):
                paths.append((here[part], (*route, part)))
    return max((route for here, route in paths if fits(here)), key=len, default=location[:1])


def _note(route: Route, refused: Mapping[str, Any]) -> Note:
    location, kind, value = refused["loc"], refused["type"], refused["input"]
    is_key = location[-1] == _KEY
    place = spot(route, key=is_key)
    if kind == "missing":
        hint = example_of(place.model, place.field)
        return Note(route, f"{called(place.model)} needs {shown(place.field)}", hint)
    if kind == "extra_forbidden":
        return unknown_field(route, place)
    if isinstance(route[-1], int) and isinstance(value, str) and value in RESERVED:
        return Note(route, "'more' may not stand in this list" if value == MORE else not_in_a_list(value))
    most = refused.get("ctx", {}).get("max_length")
    if kind in {"string_too_long", "too_long"}:
        what = "characters" if isinstance(value, str) else "items"
        return Note(route, f"expected at most {most:,} {what} for {place.field}, found {len(value):,}")
    expected = expected_at(place)
    field = "" if "mapping of fields" in expected.text else f" for {place.field}"
    message = f"expected {expected.text}{field}, found {found(value)}"
    is_open = as_open(value) if isinstance(value, str) and not isinstance(route[-1], int) else None
    if is_open is not None and not takes_answer(place.annotation, NONE if value.strip().lower() == NONE else UNKNOWN):
        is_open = None
    return Note(route, message, is_open or _hint(value, expected, place), key=is_key)


def _fields_like(place: Spot) -> tuple[str, ...]:
    """The field that was meant by one that there is not; none where it is like no other."""
    return nearest(place.field, fields_of(place.model))


def _hint(value: Any, expected: Expected, place: Spot) -> str | None:
    """What to try."""
    if isinstance(value, str):
        hint = _hint_for_text(value, expected)
    elif isinstance(value, dict) and (signal := _signal_meant(":".join(map(str, chain(*value.items()))), expected)):
        hint = f"write {signal}, without a space"
    elif isinstance(value, list) and len(value) == 1 and not expected.many and (expected.free or not expected.parts):
        hint = "one value, without brackets"
    elif isinstance(value, float) and value.is_integer() and "whole number" in expected.text and value >= 0:
        hint = f"write {int(value)}"
    elif isinstance(value, (bool, int, float, date)) and expected.free:
        hint = "if it is text, write it in quotes"
    elif isinstance(value, bool):
        hint = "this is no yes-or-no field" if expected.words else None
    else:
        hint = f"with a unit, such as {value}d" if isinstance(value, int) and "duration" in expected.text else None
    if hint is None and (expected.parts or expected.many):
        return example_of(place.model, place.field)
    return "this is the version of the format" if place.field == "stackaudit" else hint


def _hint_for_text(text: str, expected: Expected) -> str | None:
    """What to try in place of a text."""
    if expected.many and text not in RESERVED and (text in expected.words or not expected.words):
        return f"put it in brackets: [{text}]" if _PLAIN.fullmatch(text) else None
    product = catalogue().get(text.lower()) if Method.IPAAS in expected.words else None
    methods = [one for one in product.capabilities if one in expected.words] if product is not None else []
    if methods:
        return f"that is a product: list it under tools, and write method: {methods[0]}, and its id under via"
    if text.lower() in YES_OR_NO and expected.words:
        return "this is no yes-or-no field"
    meant = _value_meant(text, expected)
    if meant is None and (written := _written(text, expected)) is not None:
        return written
    return did_you_mean((meant,) if meant else nearest(text, expected.words))


def _value_meant(text: str, expected: Expected) -> str | None:
    """The length of time, the day or the signal that a text says in other words."""
    if "duration" in expected.text and (weekday_meant(text) is None or not expected.words):
        meant = duration_meant(text)
        return meant if meant in expected.words else length_meant(text)
    return date_meant(text) if "a date" in expected.text else _signal_meant(text, expected)


def _written(text: str, expected: Expected) -> str | None:
    """How a number, a truth value or a day of the week is written in YAML, as a hint."""
    if "number" in expected.text:
        number = number_meant(text, whole="whole" in expected.text)
        return f"write {number}" if number is not None else None
    day = weekday_meant(text) if "weekdays" in expected.text else None
    if day is not None:
        return f"put it in brackets: [{day}]"
    truth = _TRUTHS.get(text.lower()) if "true" in expected.text else None
    return f"write {truth}, without quotes" if truth is not None else None


def _signal_meant(text: str, expected: Expected) -> str | None:
    """The signal with its channel that a text names, both perhaps misspelt; None where it names none."""
    if Signal.OPT_OUT not in expected.words or text.count(":") != 1:
        return None
    signal, channel = text.split(":")
    meant = (*nearest(signal, expected.words), *nearest(channel, tuple(Channel)))
    return ":".join(meant) if len(meant) == len((signal, channel)) else None
