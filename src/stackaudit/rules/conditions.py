"""The condition language: data that is checked against the model once and compiled to plain functions.

A condition is a mapping, all of whose entries must hold. An entry is a field with a test, or one of ``all_of``, ``any_of``,
``not``, ``some``, ``no``. Every condition gives a truth (see ``stackaudit.truth``) and, where asked to, traces the facts.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Element
from stackaudit.model.shapes import Shape, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, Stack, field_name, yaml_name
from stackaudit.model.values import MORE, NONE, UNKNOWN, Word, is_open, listed
from stackaudit.model.words import DATA_CLASSES, Capability
from stackaudit.rules.operators import OPERATORS, Operand, Test, equals, is_none, one_of
from stackaudit.rules.scope import COMPUTED, Scope, Trace, read
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

__all__ = ["Compiler", "Condition", "Mistake", "suggestion"]

Condition: TypeAlias = Callable[[Any, Scope, Trace | None], Truth]
"""A compiled condition: of an element, in a scope, traced or not."""

Route: TypeAlias = tuple[str | int, ...]

STACK: Final = "stack"
_DURATION: Final = re.compile(r"[0-9]{1,6}(m|h|d|w|mo|bh|bd)")
_COMBINATORS: Final = ("all_of", "any_of", "not", "some", "no")


class Mistake(NamedTuple):
    """Something in a rule that does not fit: where, what, and a suggestion."""

    route: Route
    message: str
    hint: str | None = None


def suggestion(word: str, choices: Iterable[str]) -> str | None:
    """``did you mean 'owner'?`` where a choice is near enough."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else None


class Compiler:
    """Compiles the conditions of one rule. ``mistakes`` collects everything that does not fit; nothing is raised."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters
        self.mistakes: list[Mistake] = []

    def condition(self, kind: str, data: Any, route: Route, outer: str | None = None) -> Condition:
        """Compile a condition on elements of a kind (or on the ``stack``); ``outer`` is the kind of the element outside."""
        if not isinstance(data, dict) or not data:
            self._mistake(route, f"expected a condition, that is a mapping of fields to tests, found {_found(data)}")
            return _never
        parts = [self._entry(kind, str(key), value, (*route, key), outer) for key, value in data.items()]
        return parts[0] if len(parts) == 1 else _every(parts)

    def _mistake(self, route: Route, message: str, hint: str | None = None) -> None:
        self.mistakes.append(Mistake(route, message, hint))

    def _entry(self, kind: str, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        if key in {"all_of", "any_of"}:
            if not isinstance(value, list) or not value:
                self._mistake(route, f"expected a list of conditions, found {_found(value)}")
                return _never
            parts = [self.condition(kind, one, (*route, number), outer) for number, one in enumerate(value)]
            return _every(parts) if key == "all_of" else _some(parts)
        if key == "not":
            return _not(self.condition(kind, value, route, outer))
        if key in {"some", "no"}:
            return self._quantifier(key, kind, value, route)
        return self._field(kind, key, value, route, outer)

    def _quantifier(self, key: str, kind: str, value: Any, route: Route) -> Condition:
        if not isinstance(value, dict) or len(value) != 1:
            self._mistake(route, f"expected one kind of element with a condition, found {_found(value)}")
            return _never
        inner_kind, data = next(iter(value.items()))
        if inner_kind not in COLLECTIONS:
            self._mistake(
                (*route, inner_kind),
                f"no kind of element is called {inner_kind!r}",
                suggestion(str(inner_kind), COLLECTIONS),
            )
            return _never
        inner = self.condition(inner_kind, data, (*route, inner_kind), kind)
        key_field = _key_field(data, KINDS[inner_kind])
        absent = data.get("kind") if inner_kind == "process" and isinstance(data, dict) else None
        quantifier = _exists(inner_kind, inner, key_field, absent if isinstance(absent, str) else None)
        return _not(quantifier) if key == "no" else quantifier

    def _field(self, kind: str, key: str, value: Any, route: Route, outer: str | None) -> Condition:
        model = Stack if kind == STACK else KINDS[kind]
        name = field_name(key)
        allowed = SINGLETONS if kind == STACK else tuple(model.model_fields)
        if name not in allowed or name == "disputed":
            names = [yaml_name(one) for one in allowed if one != "disputed"]
            self._mistake(route, f"a {kind} has no field {key!r}", suggestion(key, [*names, *_COMBINATORS]))
            return _never
        if kind == STACK:
            return self._section(name, value, route, outer)
        shape = shape_of(model, name)
        collection = COLLECTIONS.get(kind, "roadmap.items" if kind == "roadmap_item" else kind)
        singleton = kind in SINGLETONS
        if isinstance(value, dict) and shape.kinds and not set(value) & {*OPERATORS, "of"}:
            inner = self._targets(kind, key, shape, value, route)
            return _referring(collection, singleton, name, shape, inner)
        return _tested(collection, singleton, name, shape.record, self._test(kind, key, shape, value, route, outer))

    def _section(self, name: str, value: Any, route: Route, outer: str | None) -> Condition:
        if value == "none":
            return _section_absent(name)
        if name == "systems_of_record":
            self._mistake(route, "systems_of_record can only be tested with 'none' here")
            return _never
        return _in_section(name, self.condition(name, value, route, outer))

    def _targets(self, kind: str, key: str, shape: Shape, value: dict[Any, Any], route: Route) -> dict[str, Condition]:
        """The condition, compiled for each kind of element that the field may refer to and that has the fields it names."""
        compiled: dict[str, Condition] = {}
        attempts: list[list[Mistake]] = []
        for target in shape.kinds:
            compiler = Compiler(self.parameters)
            condition = compiler.condition(target, value, route, kind)
            if compiler.mistakes:
                attempts.append(compiler.mistakes)
            else:
                compiled[target] = condition
        if not compiled:
            self.mistakes.extend(attempts[0])
        return compiled

    def _test(self, kind: str, key: str, shape: Shape, value: Any, route: Route, outer: str | None) -> Test:
        if isinstance(value, dict):
            return self._operators(kind, key, shape, value, route, outer)
        if value == "none":
            return is_none
        if shape.many:
            self._mistake(
                route, f"{key} of a {kind} is a list: expected a test such as {{any: [...]}}, found {_found(value)}"
            )
            return is_none
        if isinstance(value, list):
            return one_of(
                frozenset(self._value(kind, key, shape, one, (*route, number)) for number, one in enumerate(value))
            )
        return equals(self._value(kind, key, shape, value, route))

    def _operators(
        self, kind: str, key: str, shape: Shape, value: dict[Any, Any], route: Route, outer: str | None
    ) -> Test:
        tests: list[Test] = []
        only: frozenset[Any] | None = None
        for name, operand in value.items():
            here = (*route, name)
            if name == "of":
                only = frozenset(self._list(kind, key, shape, operand, here))
            elif name == "not":
                tests.append(_inverted(self._test(kind, key, shape, operand, here, outer)))
            elif name not in OPERATORS:
                self._mistake(here, f"no test is called {name!r}", suggestion(str(name), [*OPERATORS, "of", "not"]))
            elif not OPERATORS[name].suits(shape):
                self._mistake(here, f"the test {name!r} does not suit {key} of a {kind}")
            else:
                tests.append(OPERATORS[name].make(self._operand(kind, key, shape, name, operand, here, outer), shape))
        if not tests:
            if not self.mistakes:
                self._mistake(route, "expected a test, found none")
            return is_none
        test = tests[0] if len(tests) == 1 else _each_test(tests)
        return test if only is None else _restricted(only, test)

    def _operand(  # noqa: C901 - one branch a kind of operand reads best in one place
        self, kind: str, key: str, shape: Shape, name: str, operand: Any, route: Route, outer: str | None
    ) -> Operand:
        takes = OPERATORS[name].takes
        if isinstance(operand, str) and operand.startswith("$"):
            if operand[1:] not in self.parameters:
                self._mistake(
                    route, f"the rule has no parameter {operand[1:]!r}", suggestion(operand[1:], self.parameters)
                )
            return Operand(parameter=operand[1:])
        if takes == "list":
            if isinstance(operand, str) and "." in operand and name != "under":
                return self._fact(operand, route)
            return Operand(tuple(self._list(kind, key, shape, operand, route)))
        if takes == "field":
            return self._outer_field(operand, route, outer)
        if takes == "bounds":
            if not isinstance(operand, dict) or not operand or not set(operand) <= {"at_least", "fewer_than"}:
                self._mistake(route, f"expected at_least or fewer_than with a number, found {_found(operand)}")
                return Operand({})
            return Operand({bound: self._number(number, (*route, bound)) for bound, number in operand.items()})
        if takes == "duration":
            if not isinstance(operand, str) or not _DURATION.fullmatch(operand):
                self._mistake(route, f"expected a duration such as 6mo or 90d, found {_found(operand)}")
                return Operand("1d")
        elif takes == "date":
            if operand == "as_of":
                return Operand(section="as_of")
            if not isinstance(operand, date):
                self._mistake(route, f"expected a date or as_of, found {_found(operand)}")
        elif not _is_number(operand) and not (isinstance(operand, str) and _DURATION.fullmatch(operand)):
            self._mistake(route, f"expected a number or a duration, found {_found(operand)}")
        return Operand(operand)

    def _number(self, value: Any, route: Route) -> Any:
        if isinstance(value, str) and value.startswith("$") and value[1:] in self.parameters:
            return Operand(parameter=value[1:])
        if not _is_number(value):
            self._mistake(route, f"expected a number, found {_found(value)}")
        return value

    def _fact(self, text: str, route: Route) -> Operand:
        section, _, name = text.partition(".")
        if section not in SINGLETONS or section == "systems_of_record":
            self._mistake(route, f"expected a list or a fact such as company.core_competencies, found {text!r}")
            return Operand(())
        field = field_name(name)
        if field not in KINDS[section].model_fields:
            self._mistake(route, f"a {section} has no field {name!r}", suggestion(name, KINDS[section].model_fields))
            return Operand(())
        return Operand(section=section, field=field, record=shape_of(KINDS[section], field).record)

    def _outer_field(self, operand: Any, route: Route, outer: str | None) -> Operand:
        if outer is None or outer == STACK:
            self._mistake(route, "'same' compares with the element outside, and there is none here")
        elif not isinstance(operand, str) or field_name(operand) not in KINDS[outer].model_fields:
            names = [yaml_name(one) for one in KINDS[outer].model_fields]
            self._mistake(route, f"a {outer} has no field {operand!r}", suggestion(str(operand), names))
        else:
            return Operand(field_name(operand), section=COLLECTIONS.get(outer, outer))
        return Operand("id")

    def _list(self, kind: str, key: str, shape: Shape, value: Any, route: Route) -> list[Any]:
        if not isinstance(value, list) or not value:
            self._mistake(route, f"expected a list, found {_found(value)}")
            return []
        return [self._value(kind, key, shape, one, (*route, number)) for number, one in enumerate(value)]

    def _value(self, kind: str, key: str, shape: Shape, value: Any, route: Route) -> Any:
        """A value to compare with, checked against what the field can hold."""
        words: Sequence[str] = shape.words
        if key in {"capabilities", "requires_capabilities", "core_competencies"}:
            words = [word.value for word in Capability]
        elif key in {"carries", "stores"}:
            words = list(DATA_CLASSES)
        if words and value not in words:
            self._mistake(route, f"{key} of a {kind} is never {_found(value)}", suggestion(str(value), words))
        elif isinstance(value, bool) and "bool" not in shape.holds:
            self._mistake(route, f"{key} of a {kind} is never {_found(value)}")
        elif not isinstance(value, (str, bool, int, float, date)):
            self._mistake(route, f"expected a plain value, found {_found(value)}")
            return ""
        return value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    return {True: "true", False: "false"}.get(value, repr(value)) if isinstance(value, bool) else repr(value)


def _key_field(data: Any, model: type[Element]) -> tuple[str, str] | None:
    """The field by which an index narrows a quantifier down, and the field outside that it equals."""
    if not isinstance(data, dict):
        return None
    for key, test in data.items():
        if isinstance(test, dict) and set(test) == {"same"} and isinstance(test["same"], str):
            name = field_name(str(key))
            if name in model.model_fields:
                return name, field_name(test["same"])
    return None


def _never(_element: Any, _scope: Scope, _trace: Trace | None) -> Truth:
    """Stands in for a condition that does not compile; it never runs, as a rule with mistakes is not loaded."""
    return FALSE


def _cost(condition: Condition) -> int:
    """How dear a condition is: 0 for a test of a field, more for what looks at other elements."""
    cost: int = getattr(condition, "cost", 0)
    return cost


def _dear(condition: Condition, cost: int) -> Condition:
    condition.cost = cost  # type: ignore[attr-defined]  # a function can carry what is known of it
    return condition


def _every(parts: Sequence[Condition]) -> Condition:
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
        traces = [Trace() for _ in parts]
        truths = [part(element, scope, own) for part, own in zip(parts, traces, strict=True)]
        result = all_of(truths)
        _gather(trace, result, FALSE, truths, traces)
        return result

    return _dear(run, max(map(_cost, parts)))


def _some(parts: Sequence[Condition]) -> Condition:
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
        traces = [Trace() for _ in parts]
        truths = [part(element, scope, own) for part, own in zip(parts, traces, strict=True)]
        result = any_of(truths)
        _gather(trace, result, TRUE, truths, traces)
        return result

    return _dear(run, max(map(_cost, parts)))


def _gather(trace: Trace, result: Truth, decisive: Truth, truths: Sequence[Truth], traces: Sequence[Trace]) -> None:
    """Keep the facts that decided: of one part that settles the matter alone, else of all that had a say."""
    if result == decisive:
        trace.add(traces[truths.index(decisive)])
        return
    for truth, own in zip(truths, traces, strict=True):
        trace.facts.update(own.facts)
        if not is_true(truth) and not is_false(truth):
            trace.missing.update(own.missing)


def _not(condition: Condition) -> Condition:
    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        return negate(condition(element, scope, trace))

    return _dear(run, _cost(condition))


def _inverted(test: Test) -> Test:
    return lambda value, scope, trace: negate(test(value, scope, trace))


def _each_test(tests: Sequence[Test]) -> Test:
    return lambda value, scope, trace: all_of([test(value, scope, trace) for test in tests])


def _restricted(only: frozenset[Any], test: Test) -> Test:
    """Look only at these items of a list."""

    def run(value: Any, scope: Scope, trace: Trace | None) -> Truth:
        kept = tuple(item for item in listed(value) if item in only)
        return test((*kept, MORE) if is_open(value) else kept, scope, trace)

    return run


def _ref(collection: str, singleton: bool, element: Any, name: str) -> FactRef:  # noqa: FBT001 - private
    return FactRef(collection, "" if singleton else element.id, name)


def _missing(reference: FactRef) -> Missing:
    return Missing(
        tuple(part for part in (*reference.collection.split("."), reference.id, yaml_name(reference.field)) if part)
    )


def _tested(collection: str, singleton: bool, name: str, record: bool, test: Test) -> Condition:  # noqa: FBT001 - private
    get = attrgetter(name) if name not in COMPUTED else lambda element: read(element, name)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        value = get(element)
        if value is None and record:
            value = NONE
        if trace is None:
            return UNKNOWN_TRUTH if value is None or value is UNKNOWN else test(value, scope, None)
        reference = _ref(collection, singleton, element, name)
        trace.facts[reference] = None
        known = len(trace.missing)
        truth = UNKNOWN_TRUTH if value is None or value is UNKNOWN else test(value, scope, trace)
        if truth == UNKNOWN_TRUTH and len(trace.missing) == known:
            trace.missing[_missing(reference)] = None
        return truth

    return run


def _referring(  # noqa: C901 - the quick way and the traced way stand side by side, so that they stay the same
    collection: str,
    singleton: bool,  # noqa: FBT001 - private
    name: str,
    shape: Shape,
    inner: Mapping[str, Condition],
) -> Condition:
    """Some element that the field refers to meets the condition."""
    collections = [(COLLECTIONS[kind], condition) for kind, condition in inner.items()]
    get = attrgetter(name) if name not in COMPUTED else lambda element: read(element, name)

    def judged(target: str, scope: Scope, trace: Trace | None) -> Iterator[Truth]:
        for target_collection, condition in collections:
            referred = getattr(scope.stack, target_collection).get(target)
            if isinstance(referred, Element):
                yield condition(referred, scope, trace)

    def quick(value: Any, scope: Scope) -> Truth:
        if isinstance(value, tuple):
            truth = any_of(truth for target in listed(value) for truth in judged(target, scope, None))
            return any_of((truth, UNKNOWN_TRUTH)) if is_open(value) else truth
        return any_of(judged(value, scope, None))

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        value = get(element)
        if value is None and shape.record:
            value = NONE
        if trace is None:
            if value is None or value is UNKNOWN:
                return UNKNOWN_TRUTH
            return FALSE if value is NONE else quick(value, scope)
        reference = _ref(collection, singleton, element, name)
        trace.facts[reference] = None
        if value is None or value is UNKNOWN:
            trace.missing[_missing(reference)] = None
            return UNKNOWN_TRUTH
        truths, traces = [], []
        for target in listed(value) if isinstance(value, (tuple, Word)) else (value,):
            own = Trace()
            truths.append(any_of(judged(target, scope, own)))
            traces.append(own)
        if isinstance(value, tuple) and is_open(value):
            truths.append(UNKNOWN_TRUTH)
            traces.append(Trace())
            traces[-1].missing[_missing(reference)] = None
        result = any_of(truths)
        _gather(trace, result, TRUE, truths, traces)
        return result

    return _dear(run, 1 + max(map(_cost, inner.values()), default=0))


def _section_absent(name: str) -> Condition:
    def run(element: Any, _scope: Scope, trace: Trace | None) -> Truth:
        held = getattr(element, name)
        if trace is not None:
            trace.facts[FactRef(name)] = None
        if held is None or held is UNKNOWN:
            if trace is not None:
                trace.missing[Missing((name,))] = None
            return UNKNOWN_TRUTH
        return TRUE if held is NONE else FALSE

    return run


def _in_section(name: str, condition: Condition) -> Condition:
    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        held = getattr(element, name)
        if isinstance(held, Element):
            return condition(held, scope, trace)
        if trace is not None:
            trace.facts[FactRef(name)] = None
        if held is NONE:
            return FALSE
        if trace is not None:
            trace.missing[Missing((name,))] = None
        return UNKNOWN_TRUTH

    return run


def _exists(kind: str, condition: Condition, key_field: tuple[str, str] | None, absent: str | None) -> Condition:
    """Some element of a kind meets the condition. ``absent`` is a kind of process that may be stated not to exist."""
    collection = COLLECTIONS[kind]

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        candidates = scope.elements(kind)
        if key_field is not None:
            outer = read(element, key_field[1])
            if outer is not None and outer is not UNKNOWN:
                candidates = scope.matching(kind, key_field[0], outer)
        inner = scope.within(element)
        truths: list[Truth] = []
        found: list[Any] = []
        for candidate, used in candidates:
            truth = all_of((used, condition(candidate, inner, None)))
            if truth != FALSE:
                truths.append(truth)
                found.append((candidate, used))
                if truth == TRUE:
                    break
        stated = scope.stack.processes.get(absent) if absent is not None else None
        if stated is UNKNOWN:
            truths.append(UNKNOWN_TRUTH)
        whole = not scope.unlisted(kind) or stated is NONE
        result = any_of(truths if whole else [*truths, FALSE_AS_LISTED])
        if trace is not None:
            _trace_exists(trace, result, truths, found, condition, inner)
            if absent is not None and stated is not None:
                trace.facts[FactRef(collection, absent)] = None
                if stated is UNKNOWN and result != TRUE:
                    trace.missing[Missing((collection, absent))] = None
            elif result != TRUE:
                trace.facts[FactRef(collection)] = None
            if result != TRUE and not whole:
                trace.missing.update(dict.fromkeys(Missing(("complete", name)) for name in scope.unlisted(kind)))
        return result

    def _trace_exists(
        trace: Trace, result: Truth, truths: list[Truth], found: list[Any], condition: Condition, inner: Scope
    ) -> None:
        for truth, (candidate, used) in zip(truths, found, strict=False):
            if result == TRUE and truth != TRUE:
                continue
            own = Trace()
            condition(candidate, inner, own)
            trace.facts[FactRef(collection, candidate.id)] = None
            trace.add(own)
            if used == UNKNOWN_TRUTH:
                trace.missing.update(dict.fromkeys(inner.missing_status(candidate)))

    return _dear(run, 10)
