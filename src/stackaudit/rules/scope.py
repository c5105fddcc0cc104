"""What a condition looks at while it judges: the stack, the element outside, lookups, and a trace of what decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Element, Flow
from stackaudit.model.stack import COLLECTIONS, Stack, elements_of
from stackaudit.model.values import UNKNOWN, Word
from stackaudit.model.words import FlowStatus, ToolStatus
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["Scope", "Trace", "in_use", "read"]

_RUNNING = frozenset({ToolStatus.ACTIVE, ToolStatus.TRIAL, ToolStatus.RETIRING, FlowStatus.ACTIVE})


class Trace:
    """The facts that decided a condition, and those that are missing to decide it, each in the order in which they were read."""

    __slots__ = ("facts", "missing")

    def __init__(self) -> None:
        self.facts: dict[FactRef, None] = {}
        self.missing: dict[Missing, None] = {}

    def add(self, other: Trace) -> None:
        """Take over what another trace holds."""
        self.facts.update(other.facts)
        self.missing.update(other.missing)


class Scope:
    """One run of the rules over one stack. Lookups are built when first needed and shared by all rules."""

    __slots__ = ("_elements", "_indexes", "outer", "parameters", "stack")

    def __init__(self, stack: Stack, parameters: Mapping[str, Any] | None = None) -> None:
        self.stack = stack
        self.parameters: Mapping[str, Any] = parameters or {}
        self.outer: Any = None
        self._elements: dict[str, list[tuple[Any, Truth]]] = {}
        self._indexes: dict[tuple[str, str], tuple[dict[Any, list[tuple[Any, Truth]]], list[tuple[Any, Truth]]]] = {}

    def with_parameters(self, parameters: Mapping[str, Any]) -> Scope:
        """The same stack and lookups, under another rule's parameters."""
        scope = Scope(self.stack, parameters)
        scope._elements, scope._indexes = self._elements, self._indexes
        return scope

    def within(self, element: Any) -> Scope:
        """The scope of a condition on other elements, seen from this one."""
        scope = self.with_parameters(self.parameters)
        scope.outer = element
        return scope

    @property
    def as_of(self) -> date:
        """Today, as far as rules are concerned."""
        return self.stack.as_of

    def elements(self, kind: str) -> list[tuple[Any, Truth]]:
        """The elements of a kind that are, or may be, in use, each with whether it is."""
        if kind not in self._elements:
            found = []
            for _, element in elements_of(self.stack, kind):
                used = in_use(element)
                if used != FALSE:
                    found.append((element, used))
            self._elements[kind] = found
        return self._elements[kind]

    def matching(self, kind: str, field: str, value: Any) -> list[tuple[Any, Truth]]:
        """The elements of a kind whose field is this value or may be it, by an index."""
        key = (kind, field)
        if key not in self._indexes:
            known: dict[Any, list[tuple[Any, Truth]]] = {}
            unsure: list[tuple[Any, Truth]] = []
            for pair in self.elements(kind):
                held = read(pair[0], field)
                if held is None or held is UNKNOWN:
                    unsure.append(pair)
                    continue
                for one in held if isinstance(held, tuple) else (held,):
                    known.setdefault(one, []).append(pair)
            self._indexes[key] = (known, unsure)
        known, unsure = self._indexes[key]
        return [*known.get(value, ()), *unsure]

    def is_whole(self, kind: str) -> bool:
        """Whether every element of a kind is listed; a part of the stack that there is one of always is."""
        collection = COLLECTIONS.get(kind)
        return collection is None or self.stack.is_complete(collection)


def read(element: Any, field: str) -> Any:
    """The value of a field. Flows that go both ways have both ends at ``from`` and at ``to``; what a tool sends is channels."""
    if type(element) is Flow and field in {"from_", "to"} and element.between is not None:
        return element.between
    value = getattr(element, field)
    if type(value) is dict and field == "sends":
        return tuple(value)
    return value


def in_use(element: Element) -> Truth:
    """Whether a tool is in use or a flow runs; what has no status is there."""
    status = getattr(element, "status", None)
    if status is None or status in _RUNNING or not isinstance(status, (ToolStatus, FlowStatus, Word)):
        return TRUE
    return UNKNOWN_TRUTH if status is UNKNOWN else FALSE
