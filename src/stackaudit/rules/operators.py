"""The tests that a condition can put to a field's value: one small function an operator, all in one table.

A test gets a value that is stated (never None or ``unknown``) and gives a truth. Lists may be open: what they name is
certain, what they do not name is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Element, Money
from stackaudit.model.regions import lies_under
from stackaudit.model.shapes import Shape
from stackaudit.model.stack import SINGLETONS
from stackaudit.model.values import NONE, UNKNOWN, Word, day_before, is_open, listed, seconds
from stackaudit.rules.scope import FieldOf, Scope, Trace, missing_fact, read
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["OPERATORS", "Operand", "Operator", "Test", "equals", "is_none", "matches", "one_of"]

Test: TypeAlias = Callable[[Any, Scope, Trace | None], Truth]
"""A test of a stated value."""

_NO_FACT: Final = FieldOf("", "", record=True)


@dataclass(frozen=True, slots=True)
class Operand:
    """What a test compares with: a value in the rule, one of the rule's parameters, ``as_of``, or a fact.

    ``fact`` is the field of a section of the stack; for ``same`` it is a field of the element outside.
    """

    value: Any = None
    parameter: str = ""
    as_of: bool = False
    fact: FieldOf = _NO_FACT

    def get(self, scope: Scope) -> Any:
        """The value to compare with; UNKNOWN where it is a fact that nobody stated."""
        if self.parameter:
            return scope.parameters[self.parameter]
        if self.as_of:
            return scope.as_of
        if self.fact is _NO_FACT:
            return self.value
        return _stated(self.fact, getattr(scope.stack, self.fact.kind))

    def outside(self, scope: Scope) -> Any:
        """The fact of the element outside; UNKNOWN where nobody stated it."""
        return _stated(self.fact, scope.outer)

    def note(self, other: Any, truth: Truth, scope: Scope, trace: Trace | None) -> None:
        """Trace the fact that was compared with: as one that decided, or as the one to ask for."""
        if trace is None or self.fact is _NO_FACT:
            return
        reference, kind = self.fact.reference(scope.outer), self.fact.kind
        section = getattr(scope.stack, kind) if kind in SINGLETONS else None
        if truth == UNKNOWN_TRUTH and is_open(other):
            described = kind not in SINGLETONS or isinstance(section, Element)
            trace.missing[missing_fact(reference) if described else Missing((kind,))] = None
        elif self.fact.name != "id":
            trace.facts[FactRef(kind) if section is NONE else reference] = None


def _stated(fact: FieldOf, element: Any) -> Any:
    held = element if element is None or isinstance(element, Word) else read(element, fact.name)
    return (NONE if fact.record else UNKNOWN) if held is None else held


@dataclass(frozen=True, slots=True)
class Operator:
    """A test by name: what it takes, what fields it suits, what it means, and how it is made."""

    takes: str
    suits: Callable[[Shape], bool]
    meaning: str
    make: Callable[[Operand, Shape], Test]


def is_none(value: Any, _scope: Scope, _trace: Trace | None) -> Truth:
    """Stated absence: ``none``, ``[]`` or ``false``."""
    return of(value is NONE or value is False or value in ((), {}))


def equals(expected: Any) -> Test:
    """The value is this one. A text or a schedule where yes or no is asked counts as yes."""
    if expected is True:
        return lambda value, _scope, _trace: of(value is not False and value is not NONE)
    if expected is False:
        return is_none
    return lambda value, _scope, _trace: of(value == expected)


def one_of(expected: frozenset[Any]) -> Test:
    """The value is one of these; yes and no among them are what they are alone."""
    answers = [equals(one) for one in expected if isinstance(one, bool)]
    if not answers:
        return lambda value, _scope, _trace: of(value in expected)
    words = tuple(expected)  # a mapping cannot be looked up in a set

    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        return any_of((of(value in words), *(answer(value, scope, trace) for answer in answers)))

    return test


def matches(operand: Operand) -> Test:
    """The value is that of a parameter, or one of its list."""

    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        wanted = operand.get(scope)
        return (one_of(frozenset(wanted)) if isinstance(wanted, tuple) else equals(wanted))(value, scope, trace)

    return test


def _listing(compare: Callable[[Any, Any], Truth]) -> Callable[[Operand, Shape], Test]:
    """A test that compares two lists; the one to compare with may be a fact."""

    def make(operand: Operand, _shape: Shape) -> Test:
        def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
            other = operand.get(scope)
            truth = compare(value, other)
            operand.note(other, truth, scope, trace)
            return truth

        return test

    return make


def _shared(one: Any, other: Any) -> Truth:
    """Whether two lists have an item in common."""
    items, named = listed(one), listed(other)
    for item in items:
        if item in named:
            return TRUE
    one_open, other_open = is_open(one), is_open(other)
    # Where one of them can name nothing, there is nothing that they could have in common.
    can_share = (one_open or bool(items)) and (other_open or bool(named))
    return UNKNOWN_TRUTH if can_share and (one_open or other_open) else FALSE


def _every_one(items: Any, wanted: Any) -> Truth:
    """Whether a list names every one of the wanted items."""
    named = listed(items)
    if all(item in named for item in listed(wanted)):
        return UNKNOWN_TRUTH if is_open(wanted) else TRUE
    return UNKNOWN_TRUTH if is_open(items) else FALSE


def _nothing_but(items: Any, allowed: Any) -> Truth:
    """Whether a list names nothing but the allowed items."""
    named = listed(allowed)
    if all(item in named for item in listed(items)):
        return UNKNOWN_TRUTH if is_open(items) else TRUE
    return UNKNOWN_TRUTH if is_open(allowed) else FALSE


@lru_cache(maxsize=4096)
def _by_name(item: str, classes: tuple[str, ...]) -> Truth:
    """Whether a data class is one of these or below one; a class above may hold what is below it."""
    if any(item == one or item.startswith(f"{one}.") for one in classes):
        return TRUE
    return UNKNOWN_TRUTH if any(one.startswith(f"{item}.") for one in classes) else FALSE


def _own(item: str, classes: Sequence[str], truth: Truth, scope: Scope, trace: Trace | None) -> Truth:
    """What the company says of a data class of its own, where classes of data about people are asked for."""
    own = scope.stack.data_classes[item]
    if truth == TRUE or not any(one.partition(".")[0] == "user" for one in classes):
        return truth
    if own.personal is None or own.personal is UNKNOWN:
        if trace is not None:
            trace.missing[Missing(("data_classes", item, "personal"))] = None
        return UNKNOWN_TRUTH
    if own.personal is True:
        return TRUE if "user" in classes else UNKNOWN_TRUTH
    return truth


def _under(operand: Operand, shape: Shape) -> Test:
    def lies(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
        wanted = tuple(operand.get(scope))
        unnamed = UNKNOWN_TRUTH if is_open(value) else FALSE
        return any_of((unnamed, *(lies_under(item, wanted) for item in listed(value))))

    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        classes = tuple(operand.get(scope))
        own = scope.stack.data_classes
        result = UNKNOWN_TRUTH if is_open(value) else FALSE
        for item in listed(value):
            truth = _by_name(item, classes)
            if item in own:
                truth = _own(item, classes, truth, scope, trace)
            if truth == TRUE:
                return TRUE
            if truth != FALSE:
                result = any_of((result, truth))
        return result

    return lies if shape.regions else test


def _count(operand: Operand, _shape: Shape) -> Test:
    bounds = operand.value

    def test(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
        least = len(listed(value))
        truths = []
        for name, bound in bounds.items():
            limit = bound.get(scope) if isinstance(bound, Operand) else bound
            reached = UNKNOWN_TRUTH if least < limit and is_open(value) else of(least >= limit)
            truths.append(reached if name == "at_least" else negate(reached))
        return all_of(truths)

    return test


def _magnitude(value: Any) -> Any:
    """What can be compared: seconds of a duration, the amount of money a year, else the value itself."""
    if isinstance(value, Money):
        return value.yearly
    return seconds(value) if isinstance(value, str) else value


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Operand, Shape], Test]:
    def make(operand: Operand, _shape: Shape) -> Test:
        def test(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
            return of(value is not NONE and compare(_magnitude(value), _magnitude(operand.get(scope))))

        return test

    return make


def _comparing_days(compare: Callable[[Any, Any], bool]) -> Callable[[Operand, Shape], Test]:
    def make(operand: Operand, _shape: Shape) -> Test:
        def test(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
            other = operand.get(scope)  # settings give a day as text
            day = date.fromisoformat(other) if isinstance(other, str) else other
            return of(value is not NONE and compare(value, day))

        return test

    return make


def _older_than(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
        return of(value is not NONE and value < day_before(scope.as_of, operand.get(scope)))

    return test


def _within_next(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, _trace: Trace | None) -> Truth:
        return of(value is not NONE and scope.as_of < value and day_before(value, operand.get(scope)) <= scope.as_of)

    return test


def _same(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        other = _as_list(operand.outside(scope))
        truth = _shared(_as_list(value), other)
        operand.note(other, truth, scope, trace)
        return truth

    return test


def _as_list(value: Any) -> Any:
    return value if isinstance(value, (tuple, Word)) else (value,)


def _is_list(shape: Shape) -> bool:
    return shape.many


def _is_number(shape: Shape) -> bool:
    return not shape.holds.isdisjoint({"number", "money", "duration"})


def _is_date(shape: Shape) -> bool:
    return "date" in shape.holds


def _is_comparable(shape: Shape) -> bool:
    return not shape.parts_alone


OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {
        "any": Operator("list", _is_list, "the list names at least one of these", _listing(_shared)),
        "all": Operator("list", _is_list, "the list names every one of these", _listing(_every_one)),
        "within": Operator("list", _is_list, "the list names nothing but these", _listing(_nothing_but)),
        "under": Operator(
            "list", _is_list, "the list names one of these data classes or regions, or one in it", _under
        ),
        "count": Operator("bounds", _is_list, "how many the list names: `at_least`, `fewer_than`", _count),
        "at_least": Operator(
            "number", _is_number, "a number, sum or duration of at least this", _comparing(lambda a, b: a >= b)
        ),
        "at_most": Operator(
            "number", _is_number, "a number, sum or duration of at most this", _comparing(lambda a, b: a <= b)
        ),
        "more_than": Operator(
            "number", _is_number, "a number, sum or duration above this", _comparing(lambda a, b: a > b)
        ),
        "less_than": Operator(
            "number", _is_number, "a number, sum or duration below this", _comparing(lambda a, b: a < b)
        ),
        "older_than": Operator("duration", _is_date, "a date that lies longer than this before `as_of`", _older_than),
        "within_next": Operator(
            "duration", _is_date, "a date after `as_of`, and no later than this after it", _within_next
        ),
        "on_or_before": Operator(
            "date", _is_date, "a date no later than this, or than `as_of`", _comparing_days(lambda a, b: a <= b)
        ),
        "after": Operator(
            "date", _is_date, "a date later than this, or than `as_of`", _comparing_days(lambda a, b: a > b)
        ),
        "same": Operator(
            "field",
            _is_comparable,
            "the same as that field of the element outside; of lists: an item in common",
            _same,
        ),
    }
)
"""Every operator of the condition language by its name."""
