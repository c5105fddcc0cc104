"""What conditions compile to: plain functions from an element to a truth, which trace the facts where asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS
from stackaudit.model.values import MORE, NONE, UNKNOWN, Word, is_open, listed
from stackaudit.rules.operators import Test
from stackaudit.rules.scope import FieldOf, Pair, Scope, Trace, missing_fact, read
from stackaudit.rules.screens import Screen, by_value, every_screen, inverse_screen, some_screen
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_false,
    is_true,
    negate,
)

__all__ = [
    "Condition",
    "Narrowing",
    "each_test",
    "every",
    "exists",
    "in_section",
    "inverse",
    "inverted",
    "referring",
    "remembered",
    "restricted",
    "screen_of",
    "section_absent",
    "some",
    "tested",
]

Condition: TypeAlias = Callable[[Any, Scope, Trace | None], Truth]
"""A compiled condition: of an element, in a scope, traced or not."""


# -- conditions on conditions ------------------------------------------------------------------------------------------


def every(parts: Sequence[Condition]) -> Condition:
    """All parts hold."""
    cheapest_first = sorted(parts, key=_cost)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is None:
            result = TRUE
            for part in cheapest_first:
                truth = part(element, scope, None)
                if truth == FALSE:
                    return FALSE
                if truth != TRUE:
                    result = all_of((result, truth))
            return result
        truths, traces = _traced(parts, element, scope)
        result = all_of(truths)
        _gather(trace, result, FALSE, truths, traces)
        return result

    return _screened(_dear(run, max(map(_cost, parts))), every_screen(map(screen_of, parts)))


def some(parts: Sequence[Condition]) -> Condition:
    """At least one part holds."""
    cheapest_first = sorted(parts, key=_cost)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is None:
            result = FALSE
            for part in cheapest_first:
                truth = part(element, scope, None)
                if truth == TRUE:
                    return TRUE
                if truth != FALSE:
                    result = any_of((result, truth))
            return result
        truths, traces = _traced(parts, element, scope)
        result = any_of(truths)
        _gather(trace, result, TRUE, truths, traces)
        return result

    return _screened(_dear(run, max(map(_cost, parts))), some_screen(map(screen_of, parts)))


def inverse(condition: Condition) -> Condition:
    """The condition does not hold."""

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        return negate(condition(element, scope, trace))

    return _screened(_dear(run, _cost(condition)), inverse_screen(screen_of(condition)))


def remembered(condition: Condition) -> Condition:
    """The condition, judged once an element: for one that does not look at the element outside, and is asked often."""

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is not None:
            return condition(element, scope, trace)
        known = scope.known_by(run)
        truth = known.get(id(element))
        if truth is None:
            truth = known[id(element)] = condition(element, scope, None)
        return truth

    return _dear(run, _cost(condition))


def _traced(parts: Sequence[Condition], element: Any, scope: Scope) -> tuple[list[Truth], list[Trace]]:
    traces = [Trace() for _ in parts]
    return [part(element, scope, own) for part, own in zip(parts, traces, strict=True)], traces


def _gather(trace: Trace, result: Truth, decisive: Truth, truths: Sequence[Truth], traces: Sequence[Trace]) -> None:
    """Keep the facts that decided: of one part that settles the matter alone, else of all that had a say."""
    if result == decisive:
        trace.add(traces[truths.index(decisive)])
        return
    for truth, own in zip(truths, traces, strict=True):
        trace.facts.update(own.facts)
        if not is_true(truth) and not is_false(truth):
            trace.missing.update(own.missing)


def _cost(condition: Condition) -> int:
    """How dear a condition is: 0 for a test of a field, more for what looks at other elements."""
    cost: int = getattr(condition, "cost", 0)
    return cost


def _dear(condition: Condition, cost: int) -> Condition:
    condition.cost = cost  # type: ignore[attr-defined]  # a function can carry what is known of it
    return condition


def screen_of(condition: Condition) -> Screen | None:
    """What judges a condition for all elements at once; None where each has to be judged by itself."""
    screen: Screen | None = getattr(condition, "screen", None)
    return screen


def _screened(condition: Condition, screen: Screen | None) -> Condition:
    if screen is not None:
        condition.screen = screen  # type: ignore[attr-defined]  # a function can carry what is known of it
    return condition


# -- tests of fields ---------------------------------------------------------------------------------------------------


def inverted(test: Test) -> Test:
    """The test does not hold."""
    return lambda value, scope, trace: negate(test(value, scope, trace))


def each_test(tests: Sequence[Test]) -> Test:
    """All tests hold."""
    return lambda value, scope, trace: all_of([test(value, scope, trace) for test in tests])


def restricted(only: frozenset[Any], test: Test) -> Test:
    """The test holds when only these items of a list are looked at."""

    def run(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        kept = tuple(item for item in listed(value) if item in only)
        return test((*kept, MORE) if is_open(value) else kept, scope, trace)

    return run


def tested(field: FieldOf, test: Test) -> Condition:
    """The value of a field passes a test; unknown where it is not stated."""
    get = field.getter()

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        value = get(element)
        if value is None and field.record:
            value = NONE
        if trace is None:
            return UNKNOWN_TRUTH if value is None or value is UNKNOWN else test(value, scope, None)
        reference = field.reference(element)
        trace.facts[reference] = None
        known = len(trace.missing)
        truth = UNKNOWN_TRUTH if value is None or value is UNKNOWN else test(value, scope, trace)
        if truth == UNKNOWN_TRUTH and (is_open(value) or len(trace.missing) == known):
            trace.missing[missing_fact(reference)] = None
        return truth

    def judge(value: Any, scope: Scope) -> Truth:
        if value is None and field.record:
            value = NONE
        return UNKNOWN_TRUTH if value is None or value is UNKNOWN else test(value, scope, None)

    return _screened(run, by_value(field, judge))


def referring(field: FieldOf, inner: Mapping[str, Condition]) -> Condition:
    """Some element that a field refers to meets the condition; ``inner`` holds it for each kind that it may be."""
    collections = [(COLLECTIONS[kind], condition) for kind, condition in inner.items()]
    get = field.getter()

    def judged(target: str, scope: Scope, trace: Trace | None) -> Iterator[Truth]:
        for collection, condition in collections:
            referred = getattr(scope.stack, collection).get(target)
            if isinstance(referred, Element):
                yield condition(referred, scope, trace)

    def quick(value: Any, scope: Scope) -> Truth:
        if value is UNKNOWN or (value is None and not field.record):
            return UNKNOWN_TRUTH
        truth = any_of(truth for target in _targets(value) for truth in judged(target, scope, None))
        return any_of((truth, UNKNOWN_TRUTH)) if isinstance(value, tuple) and is_open(value) else truth

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        value = get(element)
        if value is None and field.record:
            value = NONE
        if trace is None:
            return quick(value, scope)
        reference = field.reference(element)
        trace.facts[reference] = None
        traces = [Trace() for _ in _targets(value)]
        truths = [any_of(judged(one, scope, own)) for one, own in zip(_targets(value), traces, strict=True)]
        if value is None or value is UNKNOWN or (isinstance(value, tuple) and is_open(value)):
            truths.append(UNKNOWN_TRUTH)
            traces.append(Trace())
            traces[-1].missing[missing_fact(reference)] = None
        result = any_of(truths)
        _gather(trace, result, TRUE, truths, traces)
        return result

    return _screened(_dear(run, 1 + max(map(_cost, inner.values()), default=0)), by_value(field, quick))


def _targets(value: Any) -> tuple[str, ...]:
    """The ids that a reference names."""
    return (value,) if isinstance(value, str) and not isinstance(value, Word) else listed(value)


# -- sections of the stack ---------------------------------------------------------------------------------------------


def section_absent(name: str) -> Condition:
    """It is stated that a section of the stack does not exist."""

    def run(element: Any, _scope: Scope, trace: Trace | None) -> Truth:
        held = getattr(element, name)
        known = held is not None and held is not UNKNOWN
        if trace is not None:
            trace.facts[FactRef(name)] = None
            if not known:
                trace.missing[Missing((name,))] = None
        if not known:
            return UNKNOWN_TRUTH
        return TRUE if held is NONE else FALSE

    return run


def in_section(name: str, condition: Condition) -> Condition:
    """A section of the stack is there and meets a condition."""

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        held = getattr(element, name)
        if isinstance(held, Element):
            return condition(held, scope, trace)
        if trace is not None:
            trace.facts[FactRef(name)] = None
            if held is not NONE:
                trace.missing[Missing((name,))] = None
        return FALSE if held is NONE else UNKNOWN_TRUTH

    return _dear(run, _cost(condition))


# -- some and no -------------------------------------------------------------------------------------------------------


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
    alone: bool = False


def exists(
    kind: str, condition: Condition, narrowing: Narrowing | None, absent: str | None, *, looks_outside: bool
) -> Condition:
    """Some element of a kind meets the condition.

    Args:
        kind: the kind of element.
        condition: the condition on it.
        narrowing: an index that narrows the search, where the condition can be split for it.
        absent: a kind of process that may be stated not to exist.
        looks_outside: whether the condition depends on the element outside; if not, one answer holds for all of those.
    """

    def search(scope: Scope) -> _Answer:
        found = _found(kind, condition, narrowing, scope)
        stated = scope.stack.processes.get(absent) if absent is not None else None
        truths = [one.truth for one in found]
        if stated is UNKNOWN:
            truths.append(UNKNOWN_TRUTH)
        unlisted = () if stated is NONE else scope.unlisted(kind)
        return _Answer(any_of([*truths, FALSE_AS_LISTED] if unlisted else truths), found, stated, unlisted)

    answer = _once_for_all(search, narrowing, looks_outside=looks_outside)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        if trace is None and not looks_outside:  # the same for all: no need to see it from here
            return scope.once(search).truth
        inner = scope.within(element)
        result, found, stated, unlisted = answer(inner)
        if trace is not None:
            if result == TRUE:
                found = [one for one in found if one.truth == TRUE]
            _trace_found(trace, kind, condition, inner, found)
            if stated is not None:
                trace.facts[FactRef(COLLECTIONS[kind], str(absent))] = None
            if result != TRUE:
                _trace_absence(trace, kind, str(absent), stated, unlisted)
        return result

    return _dear(run, 10 if looks_outside else 1)


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
    if narrowing is not None:
        outer = read(inner.outer, narrowing.outside)
        if outer is not None and outer is not UNKNOWN and not (isinstance(outer, tuple) and is_open(outer)):
            same, candidates = inner.matching(kind, narrowing.inside, outer)
            if _gathered(same, narrowing.rest, inner, found):
                return found
    _gathered(candidates, condition, inner, found)
    return found


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


def _trace_found(trace: Trace, kind: str, condition: Condition, inner: Scope, found: Sequence[_Candidate]) -> None:
    for one in found:
        own = Trace()
        condition(one.element, inner, own)
        trace.facts[FactRef(COLLECTIONS[kind], one.element.id)] = None
        trace.add(own)
        if one.used == UNKNOWN_TRUTH:
            trace.missing.update(dict.fromkeys(inner.missing_status(one.element)))


def _trace_absence(trace: Trace, kind: str, absent: str, stated: Any, unlisted: Sequence[str]) -> None:
    """What says, or would have to say, that there is no such element."""
    collection = COLLECTIONS[kind]
    if stated is None:
        trace.facts[FactRef(collection)] = None
    elif stated is UNKNOWN:
        trace.missing[Missing((collection, absent))] = None
    trace.missing.update(dict.fromkeys(Missing(("complete", name)) for name in unlisted))
