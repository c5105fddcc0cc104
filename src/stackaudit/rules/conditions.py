"""The condition language: data that is checked against the model once and compiled to plain functions.

A condition is a mapping, all of whose entries must hold. An entry is a field with a test, or one of ``all_of``,
``any_of``, ``not``, ``some``, ``no``, ``count``, ``share``. Every condition gives a truth (see ``stackaudit.truth``)
and, where asked to, traces the facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stackaudit.model.elements import Aspect
from stackaudit.model.shapes import aspect_of, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, field_name, yaml_name
from stackaudit.rules.compiled import (
    Condition,
    each_test,
    every,
    in_section,
    inverse,
    inverted,
    referring,
    remembered,
    restricted,
    section_absent,
    some,
    tested,
)
from stackaudit.rules.operands import Mistake, OperandReader, Route
from stackaudit.rules.operators import OPERATORS, Operand, Test, equals, is_none, matches, one_of
from stackaudit.rules.possible import Tested, fields_of, test_meant, what_fits
from stackaudit.rules.quantified import Narrowing, Sought, exists
from stackaudit.rules.scope import FieldOf
from stackaudit.rules.shares import COMPARISONS, Group, Limit, measured
from stackaudit.source.wording import MEANT, did_you_mean, found

__all__ = ["STACK", "Compiler"]

STACK: Final = "stack"
"""What a rule looks at whose one subject is the stack as a whole."""

_NEVER: Final = tested(FieldOf("tool", "id", record=True), is_none)
"""Stands in for a condition that does not compile; a rule with mistakes is not loaded."""
_COMBINATORS: Final = ("all_of", "any_of", "not", "some", "no", "count", "share")
_COUNTING: Final = frozenset({"some", "no", "count", "share"})
_SORTED: Final = frozenset({"process", "communication"})
"""The elements whose kind says what they are there for, so that one of the kind is always worth a look."""
_A_LINE: Final = 15
_COUNTED_KEYS: Final = {"count": ("of",), "share": ("of", "where")}


class Compiler:
    """Compiles the conditions of one rule. ``mistakes`` collects everything that does not fit; nothing is raised."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters
        self.mistakes: list[Mistake] = []
        self._operands: Final = OperandReader(parameters, self.mistakes)

    def condition(self, kind: str, data: Any, route: Route, outer: str | None = None) -> Condition:
        """Compile a condition on elements of a kind, or on the ``stack``; ``outer`` is the kind of those outside."""
        if not isinstance(data, dict) or not data:
            self._mistake(route, f"expected a condition, that is a mapping of fields to tests, found {found(data)}")
            return _NEVER
        parts = [self._entry(kind, str(key), value, (*route, key), outer) for key, value in data.items()]
        return parts[0] if len(parts) == 1 else every(parts)

    def _mistake(self, route: Route, message: str, hint: str | None = None, *, key: bool = False) -> None:
        self.mistakes.append(Mistake(route, message, hint, key))

    def _entry(self, kind: str, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        if key in {"all_of", "any_of"}:
            return self._combined(kind, key, value, route, outer)
        if key == "not":
            return inverse(self.condition(kind, value, route, outer))
        if key in {"some", "no"}:
            quantified = self._quantified(kind, value, route)
            return inverse(quantified) if key == "no" else quantified
        if key in _COUNTED_KEYS:
            return self._counted(kind, key, value, route)
        return self._section(key, value, route, outer) if kind == STACK else self._field(kind, key, value, route, outer)

    def _combined(self, kind: str, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        if not isinstance(value, list) or not value:
            self._mistake(route, f"expected a list of conditions, found {found(value)}")
            return _NEVER
        parts = [self.condition(kind, one, (*route, number), outer) for number, one in enumerate(value)]
        return every(parts) if key == "all_of" else some(parts)

    def _quantified(self, kind: str, value: Any, route: Route) -> Condition:
        """Some element of another kind, for which the element of this kind is the one outside."""
        if not isinstance(value, dict) or len(value) != 1:
            several = f"{len(value)} kinds" if isinstance(value, dict) and value else found(value)
            self._mistake(route, f"expected one kind of element with a condition, found {several}")
            return _NEVER
        inner_kind, data = next(iter(value.items()))
        if inner_kind not in COLLECTIONS:
            self._no_kind(inner_kind, (*route, inner_kind))
            return _NEVER
        inner = self.condition(inner_kind, data, (*route, inner_kind), kind)
        absent = data.get("kind") if inner_kind == "process" and isinstance(data, dict) else None
        sort = data.get("kind") if inner_kind in _SORTED and isinstance(data, dict) else None
        sought = Sought(
            inner_kind,
            inner,
            self._narrowing(inner_kind, data, (*route, inner_kind), kind),
            absent if isinstance(absent, str) else None,
            # A copy of a part that is compiled already: what is wrong with it is told there.
            Compiler(self.parameters).condition(inner_kind, {"kind": sort}, route) if isinstance(sort, str) else None,
        )
        return exists(sought, looks_outside=_looks_outside(data), outer=kind)

    def _counted(self, kind: str, key: str, value: Any, route: Route) -> Condition:
        """How many elements of some kinds there are, or which share of them meets a condition, against a limit."""
        comparison = self._comparison(key, value, route)
        if comparison is None:
            return _NEVER
        kinds = value["of"]
        limit = Limit(comparison, self._operands.limit(value[comparison], (*route, comparison)), key == "share")
        if not isinstance(kinds, dict) or not kinds:
            self._mistake((*route, "of"), f"expected kinds of elements, each with a condition, found {found(kinds)}")
            return _NEVER
        groups = []
        for inner, data in kinds.items():
            if inner not in COLLECTIONS:
                self._no_kind(inner, (*route, "of", inner))
                continue
            # An empty condition is one that every element meets.
            within = None if data == {} else self.condition(inner, data, (*route, "of", inner), kind)
            part = self.condition(inner, value["where"], (*route, "where"), kind) if "where" in value else None
            groups.append(Group(inner, within, part))
        return measured(groups, limit, looks_outside=_looks_outside([*kinds.values(), value.get("where")]))

    def _comparison(self, key: str, value: Any, route: Route) -> str | None:
        """The comparison by which a count or share is measured; None where something is missing or amiss."""
        needed = _COUNTED_KEYS[key]
        if not isinstance(value, dict):
            expected = f"{' and '.join(needed)} and one of {', '.join(COMPARISONS)}"
            self._mistake(route, f"expected {expected}, found {found(value)}")
            return None
        comparisons = [str(name) for name in value if name in COMPARISONS]
        strange = [name for name in value if name not in {*needed, *COMPARISONS}]
        missing = [name for name in needed if name not in value]
        for name in strange:
            hint = did_you_mean(str(name), [one for one in (*needed, *COMPARISONS) if one not in value])
            self._mistake((*route, name), f"{key} has no field {name!r}", hint, key=True)
        # What is missing may be what was misspelt.
        for name in missing if not strange else ():
            self._mistake(route, f"{key} needs {name!r}", key=True)
        if len(comparisons) != 1 and not strange:
            held = " and ".join(comparisons) or "none"
            self._mistake(route, f"{key} needs one of {', '.join(COMPARISONS)}, found {held}", key=True)
        if missing or len(comparisons) != 1:
            return None
        (comparison,) = comparisons
        return comparison

    def _no_kind(self, kind: Any, route: Route) -> None:
        hint = "only 'each' looks at these" if kind == "roadmap_item" else did_you_mean(str(kind), COLLECTIONS)
        self._mistake(route, f"no kind of element is called {kind!r}", hint, key=True)

    def _narrowing(self, kind: str, data: Any, route: Route, outer: str) -> Narrowing | None:
        """The index by which a quantifier finds its elements: its first ``same`` that stands alone."""
        for key, test in data.items() if isinstance(data, dict) else ():
            if isinstance(test, dict) and set(test) == {"same"} and isinstance(test["same"], str):
                rest = {name: value for name, value in data.items() if name != key}
                condition = self.condition(kind, rest, route, outer) if rest else None
                is_alone = not _looks_outside(rest)
                if condition is not None and is_alone:
                    condition = remembered(condition)
                return Narrowing(field_name(str(key)), field_name(test["same"]), condition, is_alone)
        return None

    def _section(self, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        if key not in SINGLETONS:
            self._mistake(
                route, f"a stack has no field {key!r}", did_you_mean(key, [*SINGLETONS, *_COMBINATORS]), key=True
            )
            return _NEVER
        if value == "none":
            return section_absent(key)
        if _is_denied(value) and not isinstance(value["not"], dict):
            return inverse(self._section(key, value["not"], (*route, "not"), outer))
        if key not in KINDS:
            self._mistake(route, f"{key} can only be tested with 'none' here")
            return _NEVER
        return in_section(key, self.condition(key, value, route, outer))

    def _field(self, kind: str, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        if key not in fields_of(kind):
            self._no_field(kind, key, route)
            return _NEVER
        shape = shape_of(KINDS[kind], field_name(key))
        field = FieldOf(kind, field_name(key), shape.record)
        aspect = aspect_of(KINDS[kind], field.name)
        if aspect is not None and isinstance(value, dict) and not _is_test(value):
            if _is_denied(value):
                return inverse(self._aspect(kind, key, aspect, value["not"], (*route, "not"), outer))
            return self._aspect(kind, key, aspect, value, route, outer)
        if shape.kinds and isinstance(value, dict) and not _is_test(value):
            return referring(field, self._targets(shape.kinds, value, route, outer))
        return tested(field, self._test(Tested(kind, key, shape, outer), value, route))

    def _no_field(self, kind: str, key: str, route: Route) -> None:
        fields = fields_of(kind)
        hint = did_you_mean(key, [*fields, *_COMBINATORS])
        if hint is None and len(fields) <= _A_LINE:
            hint = f"its fields are {', '.join(fields)}"
        self._mistake(route, f"a {kind} has no field {key!r}", hint, key=True)

    def _aspect(
        self, kind: str, key: str, aspect: type[Aspect], value: dict[Any, Any], route: Route, outer: str | None
    ) -> Condition:
        """The facts of an aspect: each by its test, and all must hold."""
        parts = []
        for name, test in value.items():
            if field_name(str(name)) not in aspect.model_fields:
                fields = [yaml_name(one) for one in aspect.model_fields]
                hint = did_you_mean(str(name), fields) or f"its fields are {', '.join(fields)}"
                self._mistake((*route, name), f"{key} of a {kind} has no field {name!r}", hint, key=True)
                continue
            inner = field_name(f"{key}.{name}")
            shape = shape_of(KINDS[kind], inner)
            field = Tested(kind, inner, shape, outer)
            parts.append(tested(FieldOf(kind, inner, shape.record), self._test(field, test, (*route, name))))
        if not value:
            self._mistake(route, f"expected tests of fields of {key}, found none")
        return every(parts) if parts else _NEVER

    def _targets(
        self, kinds: tuple[str, ...], value: dict[Any, Any], route: Route, outer: str | None
    ) -> dict[str, Condition]:
        """The condition, compiled for each kind that a field may refer to and that has the fields that it names."""
        compiled: dict[str, Condition] = {}
        attempts: list[list[Mistake]] = []
        for kind in kinds:
            compiler = Compiler(self.parameters)
            condition = compiler.condition(kind, value, route, outer)
            if compiler.mistakes:
                attempts.append(compiler.mistakes)
            else:
                compiled[kind] = condition
        if not compiled:
            nearest = max(attempts, key=_nearness)
            self.mistakes += nearest
        return compiled

    def _test(self, field: Tested, value: Any, route: Route) -> Test:
        if isinstance(value, dict):
            return self._tests(field, value, route)
        if value == "none":
            return is_none
        if field.shape.many:
            name = f"{field.key} of a {field.kind}"
            self._mistake(route, f"{name} is a list: expected a test such as {{any: [...]}}, found {found(value)}")
            return is_none
        if isinstance(value, str) and value.startswith("$"):
            return matches(self._operands.in_place(field, value, route))
        if isinstance(value, list):
            return one_of(self._operands.choices(field, value, route))
        return equals(self._operands.value(field, value, route))

    def _tests(self, field: Tested, data: dict[Any, Any], route: Route) -> Test:
        """Operators with their operands, all of which must hold; ``of`` says which items of the list they look at."""
        only: Operand | None = None
        tests: list[Test] = []
        names = [name for name in data if name != "of"]
        if "of" in data and self._suits(field, "of", field.shape.many, (*route, "of")):
            only = self._operands.some_of(field, data["of"], (*route, "of"))
        for name in names:
            tests += self._one_test(field, name, data[name], (*route, name))
        if not names:
            self._mistake(route, "expected a test, found none")
        test = tests[0] if len(tests) == 1 else each_test(tests)
        return test if only is None else restricted(only, test)

    def _one_test(self, field: Tested, name: str, operand: Any, route: Route) -> list[Test]:
        """The test of one operator; none where it does not fit."""
        if name == "not":
            return [inverted(self._test(field, operand, route))]
        if name not in OPERATORS:
            self._mistake(route, f"no test is called {name!r}", test_meant(str(name), field), key=True)
            return []
        operator = OPERATORS[name]
        if not self._suits(field, name, operator.suits(field.shape), route):
            return []
        return [operator.make(self._operands.operand(field, name, operand, route), field.shape)]

    def _suits(self, field: Tested, name: str, suits: bool, route: Route) -> bool:  # noqa: FBT001 - what it is about
        if not suits:
            message = f"the test {name!r} does not suit {field.key} of a {field.kind}"
            self._mistake(route, message, what_fits(field), key=True)
        return suits


def _is_denied(value: Any) -> bool:
    """Whether something is denied: ``{not: ...}`` and no more."""
    return isinstance(value, dict) and set(value) == {"not"}


def _is_test(value: dict[Any, Any]) -> bool:
    """Whether a mapping is a test of a field's own value, denied or not: no condition on what the field leads to."""
    if _is_denied(value):
        return not isinstance(value["not"], dict) or _is_test(value["not"])
    return not {*OPERATORS, "of"}.isdisjoint(value)


def _nearness(mistakes: list[Mistake]) -> tuple[int, bool]:
    """How near an attempt came: how deep its mistakes are, and whether something else can have been meant."""
    return max(len(one.route) for one in mistakes), any(one.hint and one.hint.startswith(MEANT) for one in mistakes)


def _looks_outside(data: Any) -> bool:
    """Whether a condition compares with the element outside. What is quantified within has another one outside."""
    if isinstance(data, dict):
        return "same" in data or any(_looks_outside(one) for key, one in data.items() if key not in _COUNTING)
    return isinstance(data, list) and any(map(_looks_outside, data))
