"""What a field can be: which values a rule may compare it with, which other fields, and what to try instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import Shape, aspect_of, shape_of
from stackaudit.model.stack import KINDS, field_name, yaml_name
from stackaudit.model.values import RESERVED, UNKNOWN
from stackaudit.model.words import COUNTRIES, DATA_CLASSES, REGION_GROUPS, Capability, Channel, Signal
from stackaudit.rules.operators import OPERATORS
from stackaudit.source.wording import did_you_mean

__all__ = ["Tested", "can_be", "fields_of", "instead", "never_same", "test_meant", "what_fits"]

_A_LINE: Final = 12
_PLAIN: Final = {"bool": "true or false", "text": "text", "number": "a number", "date": "a date"}
_SORTS: Final = ("bool", "text", "number", "date", "money", "duration")
_REGIONS: Final = f"a country code such as us, or one of {', '.join(REGION_GROUPS)}"
_SIGNAL_FIELDS: Final = frozenset({"signals", "signal"})
_SIGNALS: Final = [*map(str, Signal), *(f"{signal}:{channel}" for signal in Signal for channel in Channel)]
_PATTERNED: Final = {
    "every": "a duration such as 6h or 2d, on_event, on_request, once, or a cron line",
    **dict.fromkeys(_SIGNAL_FIELDS, f"one of {', '.join(Signal)}; a channel may follow after a colon"),
}


class Tested(NamedTuple):
    """What a test is put to: a field, by its name in the file, of a kind of element; and the kind of those outside."""

    kind: str
    key: str
    shape: Shape
    outer: str | None


def fields_of(kind: str) -> list[str]:
    """The fields of a kind of element that a condition may test, by their names in the file."""
    return [yaml_name(name) for name in KINDS[kind].model_fields if name != "disputed"]


def can_be(field: Tested, value: Any) -> bool:
    """Whether a field can ever be this value."""
    words = _words(field)
    if words:
        return value in words
    pattern = field.shape.pattern
    fits = _sort_of(value) in field.shape.holds and value not in RESERVED
    return fits and (not pattern or not isinstance(value, str) or re.fullmatch(pattern, value) is not None)


def instead(value: Any, field: Tested) -> str | None:
    """What to try in place of a value that a field is never."""
    words = _SIGNALS if field.key in _SIGNAL_FIELDS else _words(field)
    return did_you_mean(str(value), words) or _what_it_holds(value, field)


def what_fits(field: Tested) -> str | None:
    """The tests that suit a field, as a hint."""
    if field.shape.parts_alone:
        return instead({}, field)
    fitting = ", ".join(_fitting(field))
    return f"tests that do: {fitting}" if fitting else "compare it with a value, or with a list of those that it may be"


def test_meant(name: str, field: Tested) -> str | None:
    """The test that was meant, else those that suit a field, as a hint."""
    return did_you_mean(name, [*_fitting(field), "same", "of", "not"]) or what_fits(field)


def never_same(field: Tested, other: str) -> tuple[str, str] | None:
    """Why a field can never be the same as that field of the element outside, and a hint; None where it can."""
    outer = str(field.outer)
    shape = shape_of(KINDS[outer], field_name(other))
    message = f"{field.key} of a {field.kind} is never the same as {other} of a {outer}"
    one, another = _named(field.kind, field.key, field.shape), _named(outer, other, shape)
    if one and another and not {*one} & {*another}:
        hint = f"one names a {' or '.join(one)}, the other a {' or '.join(another)}"
        return message, hint.replace("_", " ")
    one, another = _sorts(field.shape), _sorts(shape)
    if not {*one} & {*another}:
        return message, f"one is {' or '.join(one)}, the other {' or '.join(another)}"
    return None


def _words(field: Tested) -> Sequence[str]:
    """The words that a field can hold, where they are a closed list."""
    refers_to = _refers_to(field)
    if "capabilities" in refers_to:
        return [word.value for word in Capability]
    if "data_classes" in refers_to:
        return list(DATA_CLASSES)
    return [*REGION_GROUPS, *COUNTRIES] if field.shape.regions else field.shape.words


def _fitting(field: Tested) -> list[str]:
    """The tests that suit a field, apart from ``same``, which suits most."""
    return [name for name, operator in OPERATORS.items() if operator.suits(field.shape) and name != "same"]


def _named(kind: str, key: str, shape: Shape) -> Sequence[str]:
    """The kinds of elements that a field names."""
    return (kind,) if key == "id" else shape.kinds


def _sorts(shape: Shape) -> Sequence[str]:
    """The sorts of values that a field holds, in words."""
    if shape.parts_alone:
        return ("a mapping",)
    return [_PLAIN.get(name, name) for name in _SORTS if name in shape.holds]


def _refers_to(field: Tested) -> tuple[str, ...]:
    head, _, inner = field_name(field.key).partition(".")
    model = KINDS[field.kind]
    aspect = aspect_of(model, head) if inner else None
    return facts_of(aspect, inner).refers_to if aspect is not None else facts_of(model, head).refers_to


def _what_it_holds(value: Any, field: Tested) -> str | None:
    """What a field can be instead, as a hint."""
    if value == UNKNOWN:
        return "what is not known is asked: a rule never tests for it"
    if isinstance(value, str) and value.startswith("$"):
        return "among others a parameter is not looked up: it stands alone"
    words = _words(field)
    if words and not field.shape.regions:
        return f"it is one of {', '.join(words)}" if len(words) <= _A_LINE else None
    if field.shape.holds & {"duration", "money"}:
        return "compare it by at_least, at_most, more_than or less_than"
    aspect = aspect_of(KINDS[field.kind], field_name(field.key)) if "." not in field.key else None
    if aspect is not None:
        return f"test its fields, such as {yaml_name(next(iter(aspect.model_fields)))}, or compare it with none"
    return f"it is {_in_words(field)}"


def _in_words(field: Tested) -> str:
    """What a field without a short list of words holds."""
    if field.shape.regions:
        return _REGIONS
    if field.shape.pattern:
        return _PATTERNED[field.key]
    return " or ".join(_PLAIN[name] for name in _PLAIN if name in field.shape.holds) or "none, or it is there"


def _sort_of(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, date):
        return "date"
    return "text" if isinstance(value, str) else "number"
