"""What the texts of rules may name: facts of the subject and of the stack's sections in words, and elements by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackaudit.audit.evidence import element_at
from stackaudit.graph.columns import Columns
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Element, Flow
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import KIND_OF, KINDS, OWN, SINGLETONS, Stack, field_name, parts_of
from stackaudit.model.values import NONE, listed
from stackaudit.model.words import CAPABILITIES
from stackaudit.model.writing import short_day
from stackaudit.rules.rule import Rule
from stackaudit.rules.scope import Scope, read
from stackaudit.rules.wording import AMONG, in_words

__all__ = ["Titles", "flow_title", "value_of"]

_SECTIONS: Final = frozenset(SINGLETONS) & frozenset(KINDS)
"""Whose facts every text may name."""
_CAPABILITY_FIELDS: Final = frozenset({"capabilities", "requires_capabilities", "core_competencies"})
_CAPABILITIES_IN_WORDS: Final[Mapping[str, str]] = {name: word.doc for name, word in CAPABILITIES.items()}


def value_of(name: str, rule: Rule, scope: Scope, subject: str, titles: Titles) -> str | None:
    """A value for a text: of the subject at a path, of the stack's sections, or of the rule's parameters.

    None for what is not known, and for what only a check can give.
    """
    if name == "as_of":
        return short_day(scope.as_of)
    if name in scope.parameters:
        return in_words(scope.parameters[name])
    head, _, field = name.partition(".")
    if head in _SECTIONS and (field or head == "company"):
        return _of_section(scope.stack, head, field, titles)
    element = _element(scope.stack, subject)
    if element is None or rule.check is not None:
        return None
    if name == "route" and isinstance(element, Flow):
        return _route(scope.stack, element)
    return _of_subject(name, rule, scope.parameters, element, titles)


def _of_subject(name: str, rule: Rule, parameters: Mapping[str, Any], element: Element, titles: Titles) -> str | None:
    """A fact of the element that a declared rule looks at."""
    part, among, parameter = name.partition(AMONG)
    if among:
        items = tuple(one for one in listed(read(element, field_name(part))) if one in parameters[parameter])
        return _of_element(element, part, titles, items)
    head, _, field = name.partition(".")
    names_it = head in {clause.kind for clause in rule.clauses}
    return _of_element(element, field if names_it else name, titles)


def _element(stack: Stack, path: str) -> Element | None:
    """The element at a path; None for the stack as a whole."""
    collection, identity = parts_of(path)
    element = element_at(stack, collection, identity) if identity else None
    return element if isinstance(element, Element) else None


def _route(stack: Stack, flow: Flow) -> str:
    start, end = _ends_by_name(stack, flow)
    return f"between {start} and {end}" if flow.between is not None else f"from {start} to {end}"


def _of_section(stack: Stack, section: str, field: str, titles: Titles) -> str | None:
    """A field of the company or of the team's hours in words; None where there is none to name."""
    held = getattr(stack, section)
    if not isinstance(held, Element) or (field and read(held, field_name(field)) is NONE):
        return None
    return _of_element(held, field, titles)


def _of_element(element: Element, field: str, titles: Titles, only: Any = None) -> str | None:
    """A field of an element by its name in the file, in words, or ``only`` these of its items; without one its name."""
    if not field:
        return element.title
    if field == "id":
        return element.id
    value = read(element, field_name(field)) if only is None else only
    known = titles.of(*_refers_to(element, field_name(field)))
    return in_words(value, {**_CAPABILITIES_IN_WORDS, **known} if field in _CAPABILITY_FIELDS else known)


def _refers_to(element: Element, field: str) -> tuple[str, ...]:
    """The collections whose ids a field holds. Words of other fields may be ids, too: a tool may be called `sms`."""
    head, _, inner = field.partition(".")
    model: type[BaseModel] | None = type(element)
    if inner and model is not None:
        model, head = aspect_of(model, head), inner
    return facts_of(model, head).refers_to if model is not None and head in model.model_fields else ()


def flow_title(stack: Stack, flow: Flow) -> str:
    """What a flow is called: its name, else its two ends by theirs."""
    if flow.name is not None:
        return flow.name
    source, target = _ends_by_name(stack, flow)
    return f"{source} {'↔' if flow.between is not None else '→'} {target}"


def _ends_by_name(stack: Stack, flow: Flow) -> tuple[str, str]:
    """The names of the tools or capture points that a flow begins and ends at."""
    ends = [stack.tools.get(end) or stack.capture_points.get(end) for end in flow.ends[0]]
    source, target = (held.title if held is not None else end for held, end in zip(ends, flow.ends[0], strict=True))
    return source, target


class Titles:
    """The names of elements by id, for messages; by collection, as a team and a tool may share an id."""

    def __init__(self, stack: Stack, columns: Columns | None = None) -> None:
        self._stack = stack
        self._columns = Columns(stack) if columns is None else columns
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}

    def of(self, *collections: str) -> Mapping[str, str]:
        """The names of those elements of some collections that have one; of an id in several, that of the last.

        Made when they are first asked for, as a rule that finds nothing names nothing.
        """
        if collections not in self._known:
            self._known[collections] = {key: name for one in collections for key, name in self._names(one)}
        return self._known[collections]

    def _names(self, collection: str) -> Iterator[tuple[str, str]]:
        if collection in OWN:
            yield from ((key, one.name) for key, one in getattr(self._stack, collection).items() if one.name)
        else:
            columns = (self._columns.of(KIND_OF[collection], field) for field in ("id", "name"))
            yield from ((key, str(name)) for key, name in zip(*columns, strict=True) if name)
