"""From an annotation of the model to a quick check of plain data, for what ``quick`` puts in pydantic's place."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin

__all__ = ["REFUSED", "Check", "Constraint", "Strict", "check_of"]

REFUSED: Final = object()
"""What a check gives for a value that does not fit."""

Check: TypeAlias = Callable[[Any], Any]
"""From a value to what the model holds of it, else ``REFUSED``."""


class Constraint:
    """What an annotation adds to a type."""

    def around(self, check: Check) -> Check:
        """The check, narrowed."""
        raise NotImplementedError


class Strict:
    """Marks a number or a truth value that no other type is turned into."""


@lru_cache(maxsize=1024)
def check_of(annotation: Any) -> Check:
    """The check of a type.

    Raises:
        TypeError: the model has had no such type so far, and nothing is known of how it is checked.
    """
    if get_origin(annotation) is not Annotated:
        return _bare(annotation, strict=False)
    base, *held = get_args(annotation)
    check = _bare(base, strict=any(isinstance(one, Strict) for one in held))
    for one in held:
        if isinstance(one, Constraint):
            check = one.around(check)
    return check


def _bare(annotation: Any, *, strict: bool) -> Check:
    """The check of a type without what is added to it."""
    inside = get_args(annotation)
    origin = Union if isinstance(annotation, types.UnionType) else get_origin(annotation)
    if origin in _MADE_OF and (origin is not tuple or inside[1:] == (...,)):
        return _MADE_OF[origin](inside)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type):
        if issubclass(annotation, Enum):
            return _words(annotation)
        if hasattr(annotation, "checked"):
            return cast("Check", annotation.checked)
        if strict:
            return _exactly(annotation)
    raise TypeError(f"no quick check is known for {annotation!r}")


def _text(value: Any) -> Any:
    if type(value) is str:
        return value
    return str.__str__(value) if isinstance(value, str) else REFUSED


def _day(value: Any) -> Any:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else REFUSED
    except ValueError:
        return REFUSED


_PLAIN: Final[Mapping[Any, Check]] = {
    Any: lambda value: value,
    str: _text,
    date: _day,
    type(None): lambda value: None if value is None else REFUSED,
}


def _exactly(kind: type) -> Check:
    return lambda value: value if type(value) is kind else REFUSED


def _words(kind: type[Enum]) -> Check:
    words = {member.value: member for member in kind}

    def check(value: Any) -> Any:
        if type(value) is kind:
            return value
        return words.get(value, REFUSED) if isinstance(value, str) else REFUSED

    return check


def _literal(values: Sequence[Any]) -> Check:
    kinds = {str if isinstance(value, str) else type(value) for value in values}
    known = {value: value for value in values}

    def check(value: Any) -> Any:
        return known.get(value, REFUSED) if type(value) in kinds or isinstance(value, Enum) else REFUSED

    return check


def _union(kinds: Sequence[Any]) -> Check:
    """The first that fits: in all unions of the model either that is what counts, or at most one does."""
    arms = tuple(map(check_of, kinds))

    def check(value: Any) -> Any:
        for arm in arms:
            held = arm(value)
            if held is not REFUSED:
                return held
        return REFUSED

    return check


def _items(kinds: Sequence[Any]) -> Check:
    item = check_of(kinds[0])

    def check(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return REFUSED
        held = tuple(map(item, value))
        return REFUSED if any(one is REFUSED for one in held) else held

    return check


def _mapping(kinds: Sequence[Any]) -> Check:
    key, item = map(check_of, kinds)

    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            return REFUSED
        held = {key(name): item(one) for name, one in value.items()}
        return REFUSED if REFUSED in held or any(one is REFUSED for one in held.values()) else held

    return check


_MADE_OF: Final[Mapping[Any, Callable[[Sequence[Any]], Check]]] = {
    Union: _union,
    Literal: _literal,
    tuple: _items,
    dict: _mapping,
}


def pattern_of(pattern: str) -> re.Pattern[str]:
    """A pattern whose ``$`` is the end of the text, as it is for pydantic, not the end of its last line."""
    return re.compile(pattern.replace("$", r"\Z"))
