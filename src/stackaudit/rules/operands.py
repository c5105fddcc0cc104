"""What a test compares with, read from a rule: values, lists, bounds, parameters, facts; checked against the field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from stackaudit.model.shapes import shape_of
from stackaudit.model.stack import KINDS, SINGLETONS, field_name
from stackaudit.model.values import NONE
from stackaudit.rules.operators import OPERATORS, Operand
from stackaudit.rules.possible import Tested, can_be, fields_of, instead, never_same
from stackaudit.rules.scope import FieldOf
from stackaudit.source.wording import did_you_mean, found

__all__ = ["Mistake", "OperandReader", "Route"]

Route: TypeAlias = tuple[str | int, ...]

_DURATION: Final = re.compile(r"[0-9]{1,6}(m|h|d|w|mo|bh|bd)")
_BOUNDS: Final = ("at_least", "fewer_than")
_MEANT: Final = {"more_than": "at_least", "at_most": "fewer_than", "less_than": "fewer_than"}


class Mistake(NamedTuple):
    """Something in a rule that does not fit: where, what, and a suggestion.

    ``key`` points at the key instead of the value, ``word`` at that word in the text there.
    """

    route: Route
    message: str
    hint: str | None
    key: bool
    word: str | None = None


class OperandReader:
    """Reads the operands of one rule. What does not fit goes into ``mistakes``; nothing is raised."""

    def __init__(self, parameters: Mapping[str, Any], mistakes: list[Mistake]) -> None:
        self.parameters = parameters
        self.mistakes = mistakes
        self._readers: Final = {
            "list": self._list_or_fact,
            "bounds": self._bounds,
            "number": self._number,
            "duration": self._duration,
            "date": self._date,
            "field": self._outer_field,
        }

    def operand(self, field: Tested, operator: str, value: Any, route: Route) -> Operand:
        """What an operator compares with."""
        takes = OPERATORS[operator].takes
        if takes in {"bounds", "field"}:
            return self._readers[takes](field, value, route)
        return self._parameter(takes, field, value, route) or self._readers[takes](field, value, route)

    def some_of(self, field: Tested, value: Any, route: Route) -> Operand:
        """The items of a list that are looked at: they stand in the rule, or in one of its parameters."""
        named = self._parameter("list", field, value, route)
        return named or Operand(frozenset(self.items(field, value, route)))

    def in_place(self, field: Tested, name: str, route: Route) -> Operand:
        """The parameter that stands in place of a value, or of a list of those that a field may be."""
        held = self.parameters.get(name[1:])
        if held is None:
            self._no_parameter(name[1:], route)
        elif isinstance(held, tuple):
            for one in [one for one in held if not can_be(field, one)][:1]:
                self.value(field, one, route)
        else:
            self.value(field, held, route)
        return Operand(parameter=name[1:])

    def _no_parameter(self, name: str, route: Route) -> None:
        self._mistake(route, f"the rule has no parameter {name!r}", did_you_mean(name, self.parameters))

    def _parameter(self, takes: str, field: Tested, value: Any, route: Route) -> Operand | None:
        """The parameter of the rule that a value names, such as ``$max_age``; None where it names none."""
        if not isinstance(value, str) or not value.startswith("$"):
            return None
        name = value[1:]
        if name in self.parameters:
            # The default must fit where it is used; what it is read to is not needed.
            self._readers[takes](field, self.parameters[name], route)
        else:
            self._no_parameter(name, route)
        return Operand(parameter=name)

    def items(self, field: Tested, value: Any, route: Route) -> tuple[Any, ...]:
        """A list of values to compare with."""
        if not isinstance(value, (list, tuple)) or not value:
            self._mistake(route, f"expected a list, found {found(value)}")
            return ()
        return tuple(self.value(field, one, (*route, number)) for number, one in enumerate(value))

    def choices(self, field: Tested, value: Sequence[Any], route: Route) -> frozenset[Any]:
        """The values of which a field that holds one value is one; ``none`` may be among them."""
        pairs = enumerate(value)
        return frozenset(one if one == NONE else self.value(field, one, (*route, number)) for number, one in pairs)

    def value(self, field: Tested, value: Any, route: Route) -> Any:
        """A value to compare with, checked against what the field can hold."""
        if not isinstance(value, (str, bool, int, float, date)):
            self._mistake(route, f"expected a plain value, found {found(value)}")
            return ""
        if not can_be(field, value):
            self._mistake(route, f"{field.key} of a {field.kind} is never {found(value)}", instead(value, field))
        return value

    def limit(self, value: Any, route: Route) -> float | str:
        """A number that a count or share is compared with, or the name of the parameter that holds it."""
        bound = self._bound(value, route)
        return str(bound.parameter) if bound.parameter else value

    def _mistake(self, route: Route, message: str, hint: str | None = None, *, key: bool = False) -> None:
        self.mistakes.append(Mistake(route, message, hint, key))

    def _list_or_fact(self, field: Tested, value: Any, route: Route) -> Operand:
        if not isinstance(value, str) or "." not in value:
            return Operand(self.items(field, value, route))
        section, _, key = value.partition(".")
        if section not in SINGLETONS or section not in KINDS:
            self._mistake(route, f"expected a list or a fact such as company.core_competencies, found {value!r}")
            return Operand(())
        if key not in fields_of(section):
            self._mistake(route, f"a {section} has no field {key!r}", did_you_mean(key, fields_of(section)))
            return Operand(())
        shape = shape_of(KINDS[section], field_name(key))
        if not shape.many:
            self._mistake(route, f"expected a list, and {value} is none")
        return Operand(fact=FieldOf(section, field_name(key), shape.record))

    def _bounds(self, _field: Tested, value: Any, route: Route) -> Operand:
        if not isinstance(value, dict) or not value:
            self._mistake(route, f"expected at_least or fewer_than with a number, found {found(value)}")
            return Operand({})
        for bound in value:
            if bound not in _BOUNDS:
                hint = did_you_mean(_MEANT.get(bound, str(bound)), _BOUNDS)
                self._mistake((*route, bound), f"expected at_least or fewer_than, found {found(bound)}", hint, key=True)
        return Operand({bound: self._bound(number, (*route, bound)) for bound, number in value.items()})

    def _bound(self, value: Any, route: Route) -> Any:
        held = value
        if isinstance(value, str) and value.startswith("$") and value[1:] in self.parameters:
            held = self.parameters[value[1:]]
        elif isinstance(value, str) and value.startswith("$"):
            self._no_parameter(value[1:], route)
            return Operand(0)
        if not _is_number(held):
            self._mistake(route, f"expected a number, found {found(held)}")
        return Operand(held) if held is value else Operand(parameter=value[1:])

    def _number(self, field: Tested, value: Any, route: Route) -> Operand:
        duration = "duration" in field.shape.holds
        if duration and not _is_duration(value):
            self._mistake(route, f"expected a duration such as 6h or 2d, found {found(value)}")
        elif not duration and not _is_number(value):
            self._mistake(route, f"expected a number, found {found(value)}")
        return Operand(value)

    def _duration(self, _field: Tested, value: Any, route: Route) -> Operand:
        if not _is_duration(value):
            self._mistake(route, f"expected a duration such as 6mo or 90d, found {found(value)}")
        return Operand(value)

    def _date(self, _field: Tested, value: Any, route: Route) -> Operand:
        if value == "as_of":
            return Operand(as_of=True)
        if not isinstance(value, date):
            self._mistake(route, f"expected a date or as_of, found {found(value)}")
        return Operand(value)

    def _outer_field(self, field: Tested, value: Any, route: Route) -> Operand:
        outer = field.outer
        if outer is None or outer not in KINDS:
            self._mistake(route, "'same' compares with the element outside, and there is none here")
        elif value not in fields_of(outer):
            self._mistake(route, f"a {outer} has no field {value!r}", did_you_mean(str(value), fields_of(outer)))
        else:
            never = never_same(field, value)
            if never is not None:
                self._mistake(route, *never)
            name = field_name(value)
            return Operand(fact=FieldOf(outer, name, shape_of(KINDS[outer], name).record))
        return Operand()


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_duration(value: Any) -> bool:
    return isinstance(value, str) and _DURATION.fullmatch(value) is not None
