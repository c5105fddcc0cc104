"""From the facts that decided to evidence: path, value, place, origin, source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Evidence, Origin
from stackaudit.model.elements import Element
from stackaudit.model.stack import Stack, yaml_name
from stackaudit.model.values import NONE, UNKNOWN

__all__ = ["as_yaml", "element_at", "evidence_of"]


MOST: Final = 100
"""How many facts a finding shows at most. One about a thousand tools has thousands, and nobody reads them."""


def evidence_of(stack: Stack, references: Sequence[FactRef]) -> tuple[Evidence, ...]:
    """Evidence for each fact, in order; beyond a hundred, one line says how many more there are."""
    shown = tuple(_evidence(stack, reference) for reference in references[:MOST])
    left = len(references) - len(shown)
    return (*shown, Evidence("", f"{left:,} more facts of the same kinds", Origin.STATED)) if left else shown


def element_at(stack: Stack, collection: str, identity: str) -> Any:
    """The element of an id in a collection; the section itself without an id; None where there is none."""
    held: Any = stack
    for part in collection.split("."):
        held = getattr(held, part, None)
    return held.get(identity) if identity and isinstance(held, dict) else held


def as_yaml(value: Any) -> str:
    """A value as it would stand in the file, on one line."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(as_yaml(item) for item in value)}]"
    if isinstance(value, BaseModel):
        stated = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
        return as_yaml(stated)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{yaml_name(str(key))}: {as_yaml(item)}' for key, item in value.items())}}}"
    return str(value)


def _evidence(stack: Stack, reference: FactRef) -> Evidence:
    collection, identity, field = reference
    element = element_at(stack, collection, identity)
    path = ".".join(part for part in (collection, identity, yaml_name(field)) if part)
    provenance = stack.provenance
    place = provenance.place(collection, identity, field) if provenance is not None else None
    source = basis = None
    if isinstance(element, Element):
        source, basis = element.source, element.basis
    if not identity and not field:
        if element is NONE:
            return Evidence(path, "none", Origin.STATED, place)
        if isinstance(element, dict):
            whole = "complete" if stack.is_complete(collection) else "partial"
            return Evidence(path, f"nothing else listed; the list is {whole}", Origin.NOT_LISTED, place)
        return Evidence(path, as_yaml(element), Origin.STATED, place, source, basis)
    if not field:
        value = element if not isinstance(element, Element) else element.title
        return Evidence(path, as_yaml(value), Origin.STATED, place, source, basis)
    value = getattr(element, field, None) if isinstance(element, BaseModel) else None
    if value is None or (isinstance(element, BaseModel) and field not in element.model_fields_set):
        origin = Origin.NOT_RECORDED if value is None else Origin.MODEL
        return Evidence(path, as_yaml(value), origin, place, source, str(basis) if basis else None)
    origin = provenance.origin(collection, identity, field) if provenance is not None else Origin.STATED
    text = "unknown" if value is UNKNOWN else as_yaml(value)
    return Evidence(path, text, origin, place, source, str(basis) if basis else None)
