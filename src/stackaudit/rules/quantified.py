"""Conditions on what else is there: that some element of a kind meets a condition, or none, and what came near it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.stack import COLLECTIONS
from stackaudit.model.values import NONE, UNKNOWN, Word, is_settled
from stackaudit.rules.compiled import Condition, dear, screen_of, screened, traced
from stackaudit.rules.meeting import Meeting, meeting_screen
from stackaudit.rules.scope import Pair, Scope, Trace, read
from stackaudit.rules.screens import Screen
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of

__all__ = ["Narrowing", "Sought", "exists"]

_TOO_MANY: Final = frozenset({"tool", "flow"})
_MOST_NEAR: Final = 12
"""How many elements that nearly meet a condition are shown where none meets it."""


class _Candidate(NamedTuple):
    """An element that meets a condition or may meet it: in what completions, and whether it is in use."""

    element: Any
    truth: Truth
    used: Truth


class _Answer(NamedTuple):
    """What a search gives: whether there is such an element, those found, what is stated, and the lists in doubt."""

    truth: Truth
    found: list[_Candidate]
    stated: Any
    unlisted: Sequence[str]


class Narrowing(NamedTuple):
    """How a quantifier finds its elements: their field ``inside`` shares a value with the field ``outside``.

    ``rest`` is what else must hold of them, None where nothing must. ``alone`` is whether nothing but that value
    matters of the element outside, so that one answer holds for all that share it.
    """

    inside: str
    outside: str
    rest: Condition | None
    alone: bool


class Sought(NamedTuple):
    """What a quantifier seeks.

    Attributes:
        kind: the kind of element.
        condition: the condition on it.
        narrowing: an index that narrows the search, where the condition can be split for it.
        absent: a kind of process that may be stated not to exist.
        label: that part of the condition that says of which sort an element is, such as ``kind: triage``.
    """

    kind: str
    condition: Condition
    narrowing: Narrowing | None = None
    absent: str | None = None
    label: Condition | None = None


def exists(sought: Sought, *, looks_outside: bool, outer: str | None = None) -> Condition:
    """Some element of a kind meets the condition.

    Args:
        sought: what is sought.
        looks_outside: whether the condition depends on the element outside; if not, one answer holds for all of those.
        outer: the kind of the elements outside, where all of them can be judged at once.
    """
    kind, condition, narrowing, absent, _ = sought

    def search(scope: Scope) -> _Answer:
        found = _found(kind, condition, narrowing, scope)
        held = scope.stack.processes.get(absent) if absent is not None else None
        stated = held if isinstance(held, Word) else None
        truths = [one.truth for one in found]
        if stated is UNKNOWN:
            truths.append(UNKNOWN_TRUTH)
        unlisted = () if stated is NONE else scope.unlisted(kind)
        return _Answer(any_of([*truths, FALSE_AS_LISTED] if unlisted else truths), found, stated, unlisted)

    answer = _once_for_all(search, narrowing, looks_outside=looks_outside)

    def nearly(scope: Scope) -> list[Trace]:
        return list(islice(_near_misses(sought, scope), _MOST_NEAR))

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is None and not looks_outside:  # the same for all: no need to see it from here
            return scope.once(search).truth
        inner = scope.within(element)
        result, found, stated, unlisted = answer(inner)
        if trace is None:
            return result
        _trace_found(trace, sought, inner, [one for one in found if result != TRUE or one.truth == TRUE])
        if stated is not None:
            trace.facts[FactRef(COLLECTIONS[kind], str(absent))] = None
        if result != TRUE:
            _trace_absence(trace, kind, str(absent), stated, unlisted)
            for near in nearly(inner) if looks_outside else inner.once(nearly):
                trace.facts.update(near.facts)
        return result

    return screened(dear(run, 10 if looks_outside else 1), _meeting(sought, outer))


def _meeting(sought: Sought, outer: str | None) -> Screen | None:
    """What judges for all elements outside at once whether there is what is sought, where a value narrows it."""
    narrowing = sought.narrowing
    if narrowing is None or not narrowing.alone or outer is None:
        return None
    rest = None if narrowing.rest is None else screen_of(narrowing.rest)
    if rest is None and narrowing.rest is not None:
        return None
    meeting = Meeting(sought.kind, narrowing.inside, outer, narrowing.outside)
    return meeting_screen(meeting, rest, may_be_stated_absent=sought.absent is not None)


def _once_for_all(
    search: Callable[[Scope], _Answer], narrowing: Narrowing | None, *, looks_outside: bool
) -> Callable[[Scope], _Answer]:
    """The search, done once for all elements outside for which it gives the same."""
    if not looks_outside:
        return lambda inner: inner.once(search)
    if narrowing is None or not narrowing.alone or narrowing.outside == "id":  # ids are each element's own
        return search
    outside = narrowing.outside

    def none_yet(_scope: Scope) -> dict[Any, _Answer]:
        return {}

    def by_value(inner: Scope) -> _Answer:
        answers, value = inner.once(none_yet), read(inner.outer, outside)
        answer = answers.get(value)
        if answer is None:
            answer = answers[value] = search(inner)
        return answer

    return by_value


def _found(kind: str, condition: Condition, narrowing: Narrowing | None, inner: Scope) -> list[_Candidate]:
    """The elements that meet a condition or may meet it; the first that surely does is the last."""
    found: list[_Candidate] = []
    candidates = inner.elements(kind)
    if narrowing is not None and (sharing := _sharing(kind, narrowing, inner)) is not None:
        same, candidates = sharing
        if _gathered(same, narrowing.rest, inner, found):
            return found
    _gathered(candidates, condition, inner, found)
    return found


def _sharing(kind: str, narrowing: Narrowing, inner: Scope) -> tuple[list[Pair], list[Pair]] | None:
    """The elements that share a value with the one outside, and those that may; None where its value is not settled."""
    outer = read(inner.outer, narrowing.outside)
    return inner.matching(kind, narrowing.inside, outer) if is_settled(outer) else None


def _gathered(candidates: Sequence[Pair], condition: Condition | None, inner: Scope, found: list[_Candidate]) -> bool:
    """Add those that meet a condition or may meet it to ``found``, up to one that surely does; whether there is one."""
    for element, used in candidates:
        truth = used
        if condition is not None:
            truth = condition(element, inner, None)
            if used != TRUE:
                truth = all_of((used, truth))
        if truth != FALSE:
            found.append(_Candidate(element, truth, used))
            if truth == TRUE:
                return True
    return False


def _trace_found(trace: Trace, sought: Sought, inner: Scope, found: Sequence[_Candidate]) -> None:
    for one in found:
        own = Trace()
        sought.condition(one.element, inner, own)
        trace.facts[FactRef(COLLECTIONS[sought.kind], one.element.id)] = None
        trace.add(own)
        if one.used == UNKNOWN_TRUTH:
            trace.missing.update(dict.fromkeys(inner.missing_status(one.element)))


def _near_misses(sought: Sought, inner: Scope) -> Iterator[Trace]:
    """The facts by which those elements miss the condition that miss it by one part, or are of the sort that is sought.

    Of tools and flows none are shown: in a large stack most of them miss a condition by little.
    """
    parts: Sequence[Condition] = getattr(sought.condition, "parts", (sought.condition,))
    if sought.kind in _TOO_MANY or len(parts) == 1:
        return
    for element, _ in _comparable(sought, inner):
        if element is inner.outer:
            continue
        truths, traces = traced(parts, element, inner)
        failing = [own for truth, own in zip(truths, traces, strict=True) if truth == FALSE]
        is_near = truths.count(FALSE) == 1 and truths.count(TRUE) == len(parts) - 1
        if is_near if sought.label is None else failing and sought.label(element, inner, None) == TRUE:
            found = Trace()
            found.facts[FactRef(COLLECTIONS[sought.kind], element.id)] = None
            for own in failing:
                found.add(own)
            yield found


def _comparable(sought: Sought, inner: Scope) -> Sequence[Pair]:
    """The elements among which one was sought: those that share a value with the element outside, if that is asked."""
    if sought.narrowing is None:
        return inner.elements(sought.kind)
    sharing = _sharing(sought.kind, sought.narrowing, inner)
    return () if sharing is None else sharing[0]


def _trace_absence(trace: Trace, kind: str, absent: str, stated: Any, unlisted: Sequence[str]) -> None:
    """What says, or would have to say, that there is no such element."""
    collection = COLLECTIONS[kind]
    if stated is None:
        trace.facts[FactRef(collection)] = None
    elif stated is UNKNOWN:
        trace.missing[Missing((collection, absent))] = None
    trace.missing.update(dict.fromkeys(Missing(("complete", name)) for name in unlisted))
