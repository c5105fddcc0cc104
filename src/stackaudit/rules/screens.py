"""Conditions judged for all elements of a kind at once, where the values of single fields decide.

A screen holds one byte an element, in the order of the file: the truth of the condition, or ``OPEN`` where the element
has to be judged by itself. It is worked out value by value, as thousands of elements share a few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from stackaudit.rules.scope import FieldOf, Scope
from stackaudit.truth import FALSE, TRUE, Truth, all_of, any_of, negate

__all__ = [
    "ALL_OF",
    "OPEN",
    "Screen",
    "by_value",
    "every_screen",
    "inverse_screen",
    "looked_up",
    "paired",
    "some_screen",
]

OPEN: Final = 0
"""In place of a truth: this element has to be judged by itself."""

Screen: TypeAlias = Callable[[Scope], bytes | None]
"""What gives the truths of all elements of a kind; None where their values do not let it."""

_TRUTHS: Final = range(16)


def by_value(field: FieldOf, judge: Callable[[Any, Scope], Truth]) -> Screen:
    """The screen of a condition on one field, which holds or not by its value alone.

    In a table, 1 and true are one value: no field of the model may hold both.
    """

    def screen(scope: Scope) -> bytes | None:
        values = scope.values(field.kind, field.name)
        if values is None:
            return None
        column = scope.column(field.kind, field.name)
        return looked_up({value: _judged(judge, value, scope) for value in values}, column)

    return screen


def looked_up(truths: Mapping[Any, Truth], column: Sequence[Any]) -> bytes:
    """The truths of a column's values, one by one."""
    if len(set(truths.values())) == 1:  # as of a field that nobody filled in
        return bytes([next(iter(truths.values()))]) * len(column)
    return bytes(map(truths.__getitem__, column))


def _judged(judge: Callable[[Any, Scope], Truth], value: Any, scope: Scope) -> Truth:
    try:
        return judge(value, scope)
    except Exception:  # noqa: BLE001 - another part of the condition may keep this value from being judged at all
        return OPEN


def every_screen(parts: Iterable[Screen | None]) -> Screen | None:
    """The screen of a condition all of whose parts must hold."""
    return _combined(ALL_OF, parts)


def some_screen(parts: Iterable[Screen | None]) -> Screen | None:
    """The screen of a condition of which one part must hold."""
    return _combined(ANY_OF, parts)


def inverse_screen(part: Screen | None) -> Screen | None:
    """The screen of a condition that must not hold."""
    if part is None:
        return None
    known = part

    def screen(scope: Scope) -> bytes | None:
        truths = known(scope)
        return None if truths is None else truths.translate(_NOT)

    return screen


def _combined(table: bytes, parts: Iterable[Screen | None]) -> Screen | None:
    parts = list(parts)
    screens = [part for part in parts if part is not None]
    if not screens:
        return None
    is_whole = len(screens) == len(parts)

    def screen(scope: Scope) -> bytes | None:
        found = [truths for truths in (part(scope) for part in screens) if truths is not None]
        if not found:
            return None
        result = found[0]
        for truths in found[1:]:
            result = paired(table, result, truths)
        return result if is_whole and len(found) == len(screens) else paired(table, result, bytes(len(result)))

    return screen


def paired(table: bytes, one: bytes, other: bytes) -> bytes:
    """A table of pairs of truths, looked up for all elements at once: a truth has four bits, so two are one byte."""
    pairs = int.from_bytes(one, "big") << 4 | int.from_bytes(other, "big")
    return pairs.to_bytes(len(one), "big").translate(table)


def _table(join: Callable[[Sequence[Truth]], Truth], decisive: Truth) -> bytes:
    def joined(one: Truth, other: Truth) -> Truth:
        if OPEN in (one, other):
            return decisive if decisive in (one, other) else OPEN
        return join((one, other))

    return bytes(joined(one, other) for one in _TRUTHS for other in _TRUTHS)


ALL_OF: Final = _table(all_of, FALSE)
ANY_OF: Final = _table(any_of, TRUE)
_NOT: Final = bytes(negate(truth) if truth in _TRUTHS and truth != OPEN else OPEN for truth in range(256))
