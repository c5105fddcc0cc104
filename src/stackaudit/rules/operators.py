"""The tests that a condition can put to a field's value: one small function an operator, all in one table.

A test gets a value that is stated (never None or ``unknown``) and gives a truth. Lists may be open: what they name is certain,
what they do not name is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Money
from stackaudit.model.shapes import Shape
from stackaudit.model.stack import yaml_name
from stackaudit.model.values import NONE, UNKNOWN, Word, is_open, listed, seconds
from stackaudit.model.words import DATA_CLASSES
from stackaudit.rules.scope import Scope, Trace, read
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, of

__all__ = ["OPERATORS", "Operand", "Operator", "Test", "equals", "is_none", "one_of"]

Test: TypeAlias = Callable[[Any, Scope, Trace | None], Truth]
"""A test of a stated value."""


@dataclass(frozen=True, slots=True)
class Operand:
    """What a test compares with: a value in the rule, one of the rule's parameters, a fact of the stack, or ``as_of``."""

    value: Any = None
    parameter: str = ""
    section: str = ""
    field: str = ""
    record: bool = False

    def get(self, scope: Scope, trace: Trace | None) -> Any:
        """The value to compare with; UNKNOWN where it is a fact that nobody stated."""
        if self.parameter:
            return scope.parameters[self.parameter]
        if self.section == "as_of":
            return scope.as_of
        if not self.section:
            return self.value
        element = getattr(scope.stack, self.section)
        held = element if element is None or isinstance(element, Word) else read(element, self.field)
        if held is None:
            held = NONE if self.record else UNKNOWN
        if trace is not None:
            if held is UNKNOWN:
                trace.missing[Missing((self.section, self.field))] = None
            else:
                trace.facts[FactRef(self.section, "", self.field)] = None
        return held


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
    """The value is one of these."""
    return lambda value, _scope, _trace: of(value in expected)


def _any(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        wanted = operand.get(scope, trace)
        if wanted is UNKNOWN:
            return FALSE if value in (NONE, ()) else UNKNOWN_TRUTH
        wanted_items = listed(wanted)
        if any(item in wanted_items for item in listed(value)):
            return TRUE
        return UNKNOWN_TRUTH if is_open(value) or (is_open(wanted) and listed(value)) else FALSE

    return test


def _all(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        wanted = operand.get(scope, trace)
        named = listed(value)
        if wanted is UNKNOWN:
            return UNKNOWN_TRUTH
        if all(item in named for item in listed(wanted)):
            return UNKNOWN_TRUTH if is_open(wanted) else TRUE
        return UNKNOWN_TRUTH if is_open(value) else FALSE

    return test


def _within(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        allowed = operand.get(scope, trace)
        named = listed(value)
        if any(item not in listed(allowed) for item in named):
            return UNKNOWN_TRUTH if is_open(allowed) else FALSE
        return UNKNOWN_TRUTH if is_open(value) else TRUE

    return test


def _covered(item: str, classes: tuple[str, ...], scope: Scope, trace: Trace | None) -> Truth:
    """Whether a data class is one of these or below one; a class above may hold what is below it."""
    truths = []
    for one in classes:
        if item == one or item.startswith(f"{one}."):
            return TRUE
        if one.startswith(f"{item}."):
            truths.append(UNKNOWN_TRUTH)
    own = scope.stack.data_classes.get(item)
    if own is not None and item not in DATA_CLASSES:
        if own.personal is None or own.personal is UNKNOWN:
            truths.append(UNKNOWN_TRUTH)
            if trace is not None:
                trace.missing[Missing(("data_classes", item, "personal"))] = None
        elif own.personal is True:
            truths.append(TRUE if "user" in classes else UNKNOWN_TRUTH)
    return any_of(truths)


def _under(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        classes = tuple(operand.get(scope, trace))
        truth = any_of(_covered(item, classes, scope, trace) for item in listed(value))
        return any_of((truth, UNKNOWN_TRUTH)) if is_open(value) else truth

    return test


def _count(operand: Operand, _shape: Shape) -> Test:
    bounds = operand.value

    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        least = len(listed(value))
        truths = []
        for name, bound in bounds.items():
            limit = bound.get(scope, trace) if isinstance(bound, Operand) else bound
            if name == "at_least":
                truths.append(TRUE if least >= limit else (UNKNOWN_TRUTH if is_open(value) else FALSE))
            else:
                truths.append(FALSE if least >= limit else (UNKNOWN_TRUTH if is_open(value) else TRUE))
        return min(truths, key=lambda truth: (truth != FALSE, truth == TRUE))

    return test


def _magnitude(value: Any) -> Any:
    """What can be compared: seconds of a duration, the amount of money a year, else the value itself."""
    if isinstance(value, Money):
        return value.amount * (12 if value.per == "month" else 1)
    return seconds(value) if isinstance(value, str) else value


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Operand, Shape], Test]:
    def make(operand: Operand, _shape: Shape) -> Test:
        def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
            bound = operand.get(scope, trace)
            if bound is UNKNOWN:
                return UNKNOWN_TRUTH
            return of(value is not NONE and bound is not NONE and compare(_magnitude(value), _magnitude(bound)))

        return test

    return make


def before(day: date, text: str) -> date:
    """The day that lies a duration such as ``6mo`` or ``90d`` before another; months and years keep the day of the month."""
    if text.endswith("mo"):
        year, month = divmod(day.year * 12 + day.month - 1 - int(text[:-2]), 12)
        if year < date.min.year:
            return date.min
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day - timedelta(seconds=seconds(text))


def _older_than(operand: Operand, _shape: Shape) -> Test:
    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        return of(value is not NONE and value < before(scope.as_of, operand.get(scope, trace)))

    return test


def _same(operand: Operand, _shape: Shape) -> Test:
    other = operand.value

    def test(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        outer = read(scope.outer, other)
        if outer is None or outer is UNKNOWN:
            if trace is not None and value is not NONE:
                trace.missing[Missing((operand.section, scope.outer.id, yaml_name(other)))] = None
            return FALSE if value is NONE else UNKNOWN_TRUTH
        if isinstance(value, tuple):
            return of(outer in value)
        return of(value == outer and value is not NONE)

    return test


def _is_list(shape: Shape) -> bool:
    return shape.many


def _is_scalar(shape: Shape) -> bool:
    return not shape.many


def _is_number(shape: Shape) -> bool:
    return not shape.many and bool(shape.holds & {"number", "money", "text"}) and not shape.words and not shape.kinds


def _is_date(shape: Shape) -> bool:
    return "date" in shape.holds


def _is_anything(_shape: Shape) -> bool:
    return True


OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {
        "any": Operator("list", _is_list, "the list names at least one of these", _any),
        "all": Operator("list", _is_list, "the list names every one of these", _all),
        "within": Operator("list", _is_list, "the list names nothing but these", _within),
        "under": Operator("list", _is_list, "the list names one of these data classes, or one below it", _under),
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
        "on_or_before": Operator(
            "date", _is_date, "a date no later than this, or than `as_of`", _comparing(lambda a, b: a <= b)
        ),
        "after": Operator("date", _is_date, "a date later than this, or than `as_of`", _comparing(lambda a, b: a > b)),
        "same": Operator("field", _is_anything, "the same as that field of the element outside", _same),
    }
)
"""Every operator of the condition language by its name."""
