"""Whether some element shares a value with one outside, judged for all elements outside at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, NamedTuple

from stackaudit.model.values import NONE, is_settled
from stackaudit.rules.scope import Scope, is_record
from stackaudit.rules.screens import ALL_OF, OPEN, Screen, looked_up, paired
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, Truth

__all__ = ["Meeting", "meeting_screen"]


class Meeting(NamedTuple):
    """Elements of a ``kind`` whose field ``inside`` shares a value with the field ``outside`` of others (``outer``)."""

    kind: str
    inside: str
    outer: str
    outside: str


class _Values(NamedTuple):
    """The values that elements share for certain, those that they may share, and whether they may share any other."""

    sure: frozenset[Any]
    possible: frozenset[Any]
    is_open: bool


def meeting_screen(meeting: Meeting, rest: Screen | None, *, may_be_stated_absent: bool) -> Screen:
    """The screen of "there is some such element, of which the rest holds, too".

    It says TRUE where one surely is there, FALSE where none can be, FALSE_AS_LISTED where only one that nobody listed
    can, and leaves all else open.

    Args:
        meeting: what the elements share.
        rest: the screen of what else must hold of the elements inside; None where nothing must.
        may_be_stated_absent: whether it can be stated that there is none, or be unknown: then none is never certain.
    """

    def screen(scope: Scope) -> bytes | None:
        found = _found(meeting, rest, scope)
        if found is None:
            return None
        column = scope.column(meeting.outer, meeting.outside)
        none = OPEN if may_be_stated_absent else FALSE_AS_LISTED if scope.unlisted(meeting.kind) else FALSE
        return looked_up(_known(set(scope.values(meeting.outer, meeting.outside) or ()), found, none), column)

    return screen


def _found(meeting: Meeting, rest: Screen | None, scope: Scope) -> _Values | None:
    """The values of the elements inside; None where what else must hold of them cannot be told at once."""
    truths = scope.subjects(meeting.kind).used
    if rest is not None:
        others = rest(scope)
        if others is None:
            return None
        truths = paired(ALL_OF, truths, others)
    is_none_left_out = is_record(meeting.kind, meeting.inside)  # and has no value in common with anything then
    sure: set[Any] = set()
    possible: set[Any] = set()
    any_other = False
    for held, truth in _values_and_truths(meeting, truths, scope):
        if truth == FALSE or held is NONE or (held is None and is_none_left_out):
            continue
        if not is_settled(held):
            any_other = True
            continue
        (sure if truth == TRUE else possible).update(held if isinstance(held, tuple) else (held,))
    return _Values(frozenset(sure), frozenset(possible), any_other)


def _values_and_truths(meeting: Meeting, truths: bytes, scope: Scope) -> Iterable[tuple[Any, Truth]]:
    """The values of the elements inside, each with each truth that it goes with."""
    values = scope.values(meeting.kind, meeting.inside)
    if values is not None and truths.count(TRUE) == len(truths):  # as of most lists
        return zip(values, repeat(TRUE), strict=False)
    return dict.fromkeys(zip(scope.column(meeting.kind, meeting.inside), truths, strict=True))


def _known(values: set[Any], found: _Values, none: Truth) -> dict[Any, Truth]:
    """What is said of each value; of ids and other single texts, of which there can be as many as elements, at once."""
    texts = {value for value in values if type(value) is str}
    known = dict.fromkeys(texts, OPEN if found.is_open else none)
    known.update(dict.fromkeys(texts & found.possible, OPEN))
    known.update(dict.fromkeys(texts & found.sure, TRUE))
    known.update((value, _judged(value, found, none)) for value in values - texts)
    return known


def _judged(value: Any, found: _Values, none: Truth) -> Truth:
    if value is NONE or value == () or not is_settled(value):
        return OPEN
    values = value if isinstance(value, tuple) else (value,)
    if not found.sure.isdisjoint(values):
        return TRUE
    return OPEN if found.is_open or not found.possible.isdisjoint(values) else none
