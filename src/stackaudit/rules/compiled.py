"""What conditions compile to: plain functions from an element to a truth, which trace the facts where asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any, Final, TypeAlias

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS
from stackaudit.model.values import MORE, NONE, UNKNOWN, Word, is_open, is_settled, listed
from stackaudit.rules.operators import Operand, Test
from stackaudit.rules.scope import FieldOf, Scope, Trace, missing_fact
from stackaudit.rules.screens import OPEN, Screen, by_value, every_screen, inverse_screen, some_screen
from stackaudit.truth import (
    FALSE,
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
    "dear",
    "each_test",
    "every",
    "in_section",
    "inverse",
    "inverted",
    "referring",
    "remembered",
    "restricted",
    "screen_of",
    "screened",
    "section_absent",
    "some",
    "tested",
    "traced",
]

Condition: TypeAlias = Callable[[Any, Scope, Trace | None], Truth]
"""A compiled condition: of an element, in a scope, traced or not."""

_MOST_IN_VAIN: Final = 12
"""Of so many elements it is shown that they do not meet a condition, where it is all one which of them is meant."""


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
        truths, traces = traced(parts, element, scope)
        result = all_of(truths)
        _gather(trace, result, FALSE, truths, traces)
        return result

    run.parts = parts  # type: ignore[attr-defined]  # a function can carry what is known of it
    return screened(dear(run, max(map(_cost, parts))), every_screen(map(screen_of, parts)))


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
        truths, traces = traced(parts, element, scope)
        result = any_of(truths)
        if result != TRUE:
            _gather(trace, result, TRUE, truths, traces)
            return result
        # Each that holds is a reason of its own: a reader wants to see all of them, not the first alone.
        for truth, own in zip(truths, traces, strict=True):
            if truth == TRUE:
                trace.add(own)
        return result

    return screened(dear(run, max(map(_cost, parts))), some_screen(map(screen_of, parts)))


def inverse(condition: Condition) -> Condition:
    """The condition does not hold."""

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        return negate(condition(element, scope, trace))

    return screened(dear(run, _cost(condition)), inverse_screen(screen_of(condition)))


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

    return screened(dear(run, _cost(condition)), screen_of(condition))


def traced(parts: Sequence[Condition], element: Any, scope: Scope) -> tuple[list[Truth], list[Trace]]:
    """The truths of some conditions on an element, and what each of them rests on."""
    traces = [Trace() for _ in parts]
    return [part(element, scope, own) for part, own in zip(parts, traces, strict=True)], traces


def _gather(trace: Trace, result: Truth, decisive: Truth, truths: Sequence[Truth], traces: Sequence[Trace]) -> None:
    """Keep the facts that decided: of one part that settles the matter alone, else of all that had a say."""
    if result == decisive:
        trace.add(traces[truths.index(decisive)])
        return
    for truth, own in zip(truths, traces, strict=True):
        trace.facts.update(own.facts)
        trace.share = trace.share or own.share
        if not is_true(truth) and not is_false(truth):
            trace.missing.update(own.missing)


def _cost(condition: Condition) -> int:
    """How dear a condition is: 0 for a test of a field, more for what looks at other elements."""
    cost: int = getattr(condition, "cost", 0)
    return cost


def dear(condition: Condition, cost: int) -> Condition:
    """The condition, marked with how dear it is to judge."""
    condition.cost = cost  # type: ignore[attr-defined]  # a function can carry what is known of it
    return condition


def screen_of(condition: Condition) -> Screen | None:
    """What judges a condition for all elements at once; None where each has to be judged by itself."""
    screen: Screen | None = getattr(condition, "screen", None)
    return screen


def screened(condition: Condition, screen: Screen | None) -> Condition:
    """The condition, with what judges it for all elements at once, if anything does."""
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


def restricted(only: Operand, test: Test) -> Test:
    """The test holds when only these items of a list are looked at."""

    def run(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        looked_at = only.get(scope)
        kept = tuple(item for item in listed(value) if item in looked_at)
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
        if field.name != "id":  # that an element is called as it is proves nothing
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

    return screened(run, by_value(field, judge))


def referring(field: FieldOf, inner: Mapping[str, Condition]) -> Condition:
    """Some element that a field refers to meets the condition; ``inner`` holds it for each kind that it may be."""
    collections = [(COLLECTIONS[kind], condition) for kind, condition in inner.items()]
    get = field.getter()
    told = _told(inner)
    is_in_vain = _in_vain(inner, told)

    def judged(target: str, scope: Scope, trace: Trace | None) -> Iterator[Truth]:
        for collection, condition in collections:
            referred = getattr(scope.stack, collection).get(target)
            if isinstance(referred, Element):
                yield condition(referred, scope, trace)

    def quick(value: Any, scope: Scope) -> Truth:
        truth = any_of(truth for target in _targets(value) for truth in judged(target, scope, None))
        if is_settled(value) or (value is None and field.record) or scope.once(is_in_vain):
            return truth
        return any_of((truth, UNKNOWN_TRUTH))

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
        if not is_settled(value):
            truths.append(FALSE if scope.once(is_in_vain) else UNKNOWN_TRUTH)
            traces.append(_facts_in_vain(inner, scope) if truths[-1] == FALSE else Trace())
            traces[-1].missing[missing_fact(reference)] = None
        result = any_of(truths)
        _gather(trace, result, TRUE, truths, traces)
        return result

    return screened(dear(run, 1 + max(map(_cost, inner.values()), default=0)), by_value(field, _at_once(told, quick)))


def _told(inner: Mapping[str, Condition]) -> Callable[[Scope], dict[str, Truth]]:
    """What tells the truths of all elements of the one kind that is meant, by their ids; else they are open."""

    def told(scope: Scope) -> dict[str, Truth]:
        known: dict[str, Truth] = {}
        for kind, condition in inner.items():
            ids, screen = scope.column(kind, "id"), screen_of(condition)
            truths = None if screen is None or len(inner) > 1 else screen(scope)
            known.update(zip(ids, repeat(OPEN) if truths is None else truths, strict=False))
        return known

    return told


def _in_vain(inner: Mapping[str, Condition], told: Callable[[Scope], dict[str, Truth]]) -> Callable[[Scope], bool]:
    """What tells whether no element that there can be meets the condition, so that it is all one which is meant."""

    def is_in_vain(scope: Scope) -> bool:
        return not any(map(scope.unlisted, inner)) and set(scope.once(told).values()) <= {FALSE}

    return is_in_vain


def _facts_in_vain(inner: Mapping[str, Condition], scope: Scope) -> Trace:
    """The facts by which no element meets the condition: those of the first ones, and that there are no others."""
    trace = Trace()
    for kind, condition in inner.items():
        trace.facts[FactRef(COLLECTIONS[kind])] = None
        for element in islice(scope.subjects(kind).elements, _MOST_IN_VAIN):
            condition(element, scope, trace)
    return trace


def _at_once(
    told: Callable[[Scope], dict[str, Truth]], one_by_one: Callable[[Any, Scope], Truth]
) -> Callable[[Any, Scope], Truth]:
    """What judges references by the truths of all elements of the one kind that is meant, told at once.

    Those that refer to several elements, or of several kinds, or to one that has to be judged by itself, are judged one
    by one.
    """

    def judge(value: Any, scope: Scope) -> Truth:
        truth = scope.once(told).get(value, OPEN) if type(value) is str else OPEN
        return one_by_one(value, scope) if truth == OPEN else truth

    return judge


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

    return dear(run, _cost(condition))
