"""What the texts of rules may name: facts of the subject and of the stack's sections in words, and elements by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from stackaudit.audit.evidence import element_at
from stackaudit.graph.columns import Columns
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Element, Flow
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, Stack, field_name
from stackaudit.model.values import NONE, listed
from stackaudit.model.words import CAPABILITIES
from stackaudit.model.writing import short_day
from stackaudit.rules.rule import Rule
from stackaudit.rules.scope import Scope, read
from stackaudit.rules.wording import AMONG, in_words

__all__ = ["Titles", "value_of"]

_SECTIONS: Final = frozenset(SINGLETONS) & frozenset(KINDS)
"""Whose facts every text may name."""
_CAPABILITY_FIELDS: Final = frozenset({"capabilities", "requires_capabilities", "core_competencies"})
_CAPABILITIES_IN_WORDS: Final[Mapping[str, str]] = {name: word.doc for name, word in CAPABILITIES.items()}


def value_of(name: str, rule: Rule, scope: Scope, subject: str, titles: Mapping[str, str]) -> str | None:
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
    return _of_subject(name, rule, scope.parameters, element, titles)


def _of_subject(
    name: str, rule: Rule, parameters: Mapping[str, Any], element: Element, titles: Mapping[str, str]
) -> str | None:
    """A fact of the element that a declared rule looks at."""
    if name == "route" and isinstance(element, Flow):
        return _route(element, titles)
    part, among, parameter = name.partition(AMONG)
    if among:
        items = tuple(one for one in listed(read(element, field_name(part))) if one in parameters[parameter])
        return _of_element(element, part, titles, items)
    head, _, field = name.partition(".")
    names_it = head in {clause.kind for clause in rule.clauses}
    return _of_element(element, field if names_it else name, titles)


def _element(stack: Stack, path: str) -> Element | None:
    """The element at a path; None for the stack as a whole."""
    collection, _, identity = path.partition(".")
    if collection == "roadmap":
        collection, identity = "roadmap.items", identity.removeprefix("items.")
    element = element_at(stack, collection, identity) if identity else None
    return element if isinstance(element, Element) else None


def _route(flow: Flow, titles: Mapping[str, str]) -> str:
    start, end = (titles.get(end, end) for end in flow.ends[0])
    return f"between {start} and {end}" if flow.between is not None else f"from {start} to {end}"


def _of_section(stack: Stack, section: str, field: str, titles: Mapping[str, str]) -> str | None:
    """A field of the company or of the team's hours in words; None where there is none to name."""
    held = getattr(stack, section)
    if not isinstance(held, Element) or (field and read(held, field_name(field)) is NONE):
        return None
    return _of_element(held, field, titles)


def _of_element(element: Element, field: str, titles: Mapping[str, str], only: Any = None) -> str | None:
    """A field of an element by its name in the file, in words, or ``only`` these of its items; without one its name."""
    if not field:
        return element.title
    if field == "id":
        return element.id
    value = read(element, field_name(field)) if only is None else only
    if field in _CAPABILITY_FIELDS and isinstance(value, tuple):
        known = {one: _CAPABILITIES_IN_WORDS.get(one) or titles.get(one) for one in value}
        return in_words(value, {one: words for one, words in known.items() if words})
    return in_words(value, titles if _holds_ids(element, field_name(field)) else None)


def _holds_ids(element: Element, field: str) -> bool:
    """Whether a field holds ids of elements, which may be words of other fields, too: a tool may be called `sms`."""
    head, _, inner = field.partition(".")
    model: type[BaseModel] | None = type(element)
    if inner and model is not None:
        model, head = aspect_of(model, head), inner
    return model is not None and head in model.model_fields and bool(facts_of(model, head).refers_to)


class Titles(Mapping[str, str]):
    """The names of elements by id, for messages. A flow without a name is called by its two ends."""

    def __init__(self, stack: Stack, columns: Columns | None = None) -> None:
        self._columns = Columns(stack) if columns is None else columns
        self._flows = stack.flows

    @cached_property
    def _names(self) -> dict[str, str]:
        """Of elements that have one; made when the first is asked for, as a rule that finds nothing names nothing."""
        found: dict[str, str] = {}
        for kind in reversed(list(COLLECTIONS)):
            ids, names = self._columns.of(kind, "id"), self._columns.of(kind, "name")
            found.update((identity, str(name)) for identity, name in zip(ids, names, strict=True) if name)
        return found

    def get(self, identity: str, otherwise: Any = None) -> Any:
        """The name, or something else where nothing has that id; most words of messages are no ids."""
        return self[identity] if identity in self._names or identity in self._flows else otherwise

    def __getitem__(self, identity: str) -> str:
        flow = self._flows.get(identity)
        if flow is None or flow.name is not None:
            return self._names[identity]
        source, target = (self._names.get(end, end) for end in flow.ends[0])
        return f"{source} {'↔' if flow.between is not None else '→'} {target}"

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._names, *(key for key, flow in self._flows.items() if flow.name is None))))

    def __len__(self) -> int:
        return sum(1 for _ in self)
