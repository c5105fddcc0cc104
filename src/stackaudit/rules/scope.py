"""What a condition looks at while it judges: the stack, the element outside, lookups, and a trace of what decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Missing
from stackaudit.model.elements import Element, Flow
from stackaudit.model.stack import COLLECTIONS, Stack, elements_of
from stackaudit.model.values import UNKNOWN, Word
from stackaudit.model.words import FlowStatus, ToolStatus
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of

__all__ = ["COMPUTED", "Scope", "Trace", "in_use", "read"]

COMPUTED: Final = frozenset({"from_", "to", "sends"})
"""The fields whose value is worked out from more than one field, or from a shape that a condition does not know."""

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

    __slots__ = ("_elements", "_indexes", "_subjects", "outer", "parameters", "stack")

    def __init__(self, stack: Stack, parameters: Mapping[str, Any] | None = None) -> None:
        self.stack = stack
        self.parameters: Mapping[str, Any] = parameters or {}
        self.outer: Any = None
        self._elements: dict[str, list[tuple[Any, Truth]]] = {}
        self._subjects: dict[str, list[tuple[str, Any, Truth]]] = {}
        self._indexes: dict[tuple[str, str], tuple[dict[Any, list[tuple[Any, Truth]]], list[tuple[Any, Truth]]]] = {}

    def with_parameters(self, parameters: Mapping[str, Any]) -> Scope:
        """The same stack and lookups, under another rule's parameters."""
        scope = Scope(self.stack, parameters)
        scope._elements, scope._indexes, scope._subjects = self._elements, self._indexes, self._subjects
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
            self._elements[kind] = [(element, used) for _, element, used in self.subjects(kind) if used != FALSE]
        return self._elements[kind]

    def subjects(self, kind: str) -> list[tuple[str, Any, Truth]]:
        """Path, element and whether it is in use, of every element of a kind, in the order of the file."""
        if kind not in self._subjects:
            prefix = COLLECTIONS.get(kind, "roadmap.items")
            self._subjects[kind] = [
                (f"{prefix}.{identity}", element, self._used(element)) for identity, element in elements_of(self.stack, kind)
            ]
        return self._subjects[kind]

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

    def unlisted(self, kind: str) -> tuple[str, ...]:
        """The partial lists that may hide an element of a kind: its own; for flows that of tools, too, as a tool brings its flows."""
        needed = ("flows", "tools") if kind == "flow" else (COLLECTIONS.get(kind, ""),)
        return tuple(name for name in needed if name and not self.stack.is_complete(name))

    def missing_status(self, element: Any) -> tuple[Missing, ...]:
        """What to ask where it is not known whether an element is in use: its status, or that of the tools at a flow's ends."""
        if type(element) is not Flow:
            return (Missing(("tools", element.id, "status")),)
        own = (Missing(("flows", element.id, "status")),) if element.status is UNKNOWN else ()
        ends = (self.stack.tools.get(end) for end in dict.fromkeys(end for pair in element.ends for end in pair))
        return (*own, *(Missing(("tools", tool.id, "status")) for tool in ends if tool is not None and tool.status is UNKNOWN))

    def _used(self, element: Any) -> Truth:
        """Whether an element is in use; a flow runs where both its ends do."""
        used = in_use(element)
        if type(element) is not Flow or used == FALSE:
            return used
        for end in element.ends[0]:
            tool = self.stack.tools.get(end)
            if tool is not None and tool.status is not ToolStatus.ACTIVE:
                used = all_of((used, in_use(tool)))
        return used


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
