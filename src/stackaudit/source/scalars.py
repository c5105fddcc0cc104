"""What a scalar means: the core schema of YAML 1.2, and dates.

``yes``, ``no``, ``on``, ``off``, ``12:30`` and ``1_000`` are text. ``2026-11-22`` is a date; a date with a time of day
is text, as no field of a stack needs one.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final

from stackaudit.source.wording import shown

__all__ = ["LEADS", "MAX_DIGITS", "RefusedError", "Scalar", "convert", "kind_of", "resolve", "tag_name"]

Scalar = str | int | float | bool | date | None

# More digits than any count, amount or share has; products of such numbers still fit a float.
MAX_DIGITS: Final = 30
_MAX_FLOAT: Final = 100
# The characters that anything but text can start with, and the empty text.
LEADS: Final = frozenset(["", *"-+.0123456789~nNtTfF"])

_NULLS: Final = frozenset(["", "~", "null", "Null", "NULL"])
_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(_NULLS),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CORE: Final = "tag:yaml.org,2002:"
_IN_QUOTES: Final = "if it is text, write it in quotes"


class RefusedError(ValueError):
    """A scalar that looks like something, and cannot be it. ``message`` and ``hint`` are for the reader."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def resolve(text: str) -> Scalar:
    """The value of a plain scalar.

    Raises:
        RefusedError: Not a number that can be used (infinite, not a number, too many digits), or not a day.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.fullmatch(text):
        return _integer(text, text.lstrip("+-"), 10)
    if _DATE.fullmatch(text):
        return _day(text)
    if _BASED.fullmatch(text):
        return _integer(text, text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _NO_NUMBER.fullmatch(text):
        raise _not_usable(text, _IN_QUOTES)
    return text


def convert(tag: str, text: str) -> Scalar:
    """The value of a scalar with an explicit tag, such as ``!!str`` or ``!!int``.

    Raises:
        RefusedError: The tag is not one of the core schema, or the text does not fit it.
    """
    name = tag.removeprefix(_CORE)
    if name == tag or name not in {"str", "null", "bool", "int", "float", "timestamp"}:
        raise RefusedError(f"the tag {shown(tag_name(tag))} is not supported, only plain data is", _IN_QUOTES)
    if name == "str":
        return text
    value = resolve(text)
    if name == "float" and type(value) is int:
        return float(value)
    fits = {"null": type(None), "bool": bool, "int": int, "float": float, "timestamp": date}[name]
    if type(value) is not fits:
        raise RefusedError(f"the tag '!!{name}' does not fit {shown(text)}")
    return value


def tag_name(tag: str) -> str:
    """The tag as a writer of YAML knows it: ``!!str``, ``!include`` or ``!<uri>``."""
    if tag.startswith(_CORE):
        return "!!" + tag.removeprefix(_CORE)
    return tag if tag.startswith("!") else f"!<{tag}>"


def kind_of(value: object) -> str:
    """What a value is, in words: "a list", "a number", "text", "nothing"."""
    kinds = {dict: "a mapping", list: "a list", str: "text", bool: "a truth value", date: "a date"}
    return kinds.get(type(value), "nothing" if value is None else "a number")


def _integer(text: str, digits: str, base: int) -> int:
    digits = digits.lstrip("0") or "0"
    if len(digits) > MAX_DIGITS:
        raise _not_usable(text, f"it has {len(digits)} digits, at most {MAX_DIGITS} are read; {_IN_QUOTES}")
    value = int(digits, base)
    return -value if text.startswith("-") else value


def _float(text: str) -> float:
    if len(text) > _MAX_FLOAT:
        raise _not_usable(text, f"it has {len(text)} characters, at most {_MAX_FLOAT} are read; {_IN_QUOTES}")
    value = float(text)
    if math.isinf(value):
        raise _not_usable(text, f"it is too large; {_IN_QUOTES}")
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"{shown(text)} is not a day of the calendar", _IN_QUOTES) from None


def _not_usable(text: str, hint: str) -> RefusedError:
    return RefusedError(f"{shown(text)} is not a number we can use", hint)
