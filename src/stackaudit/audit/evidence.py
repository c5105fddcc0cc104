"""From the facts that decided to evidence: path, value, place, origin, source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Evidence, Origin
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Element
from stackaudit.model.provenance import Provenance
from stackaudit.model.stack import SINGLETONS, Stack, yaml_name

__all__ = ["as_yaml", "element_at", "evidence_of"]

MOST: Final = 100
"""How many facts a finding shows at most. One about a thousand tools has thousands, and nobody reads them."""


_MOST_ENTRIES: Final = 12
"""How many entries of a mapping, such as the sources of truth, a fact shows."""


def evidence_of(
    stack: Stack, references: Sequence[FactRef], known: dict[FactRef, Evidence] | None = None
) -> tuple[Evidence, ...]:
    """Evidence for each fact, in order; beyond a hundred, one line says how many more there are.

    ``known`` keeps it for the next who asks: many findings rest on the same facts.
    """
    provenance = stack.provenance
    found = {} if known is None else known
    for reference in references[:MOST]:
        if reference not in found:
            found[reference] = _evidence(stack, provenance, reference)
    shown = tuple([found[reference] for reference in references[:MOST]])
    left = len(references) - len(shown)
    return (*shown, Evidence("", f"{left:,} more facts of the same kinds", Origin.STATED)) if left else shown


def element_at(stack: Stack, collection: str, identity: str) -> Any:
    """The element of an id in a collection; the section itself without an id; None where there is none."""
    held: Any = stack
    for part in collection.split(".") if "." in collection else (collection,):
        held = getattr(held, part, None)
    return held.get(identity) if identity and isinstance(held, dict) else held


def as_yaml(value: Any) -> str:
    """A value as it would stand in the file, on one line."""
    if value is None:
        return "not stated"
    if isinstance(value, (str, bool)):  # before the questions whose answer takes long
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(as_yaml(item) for item in value)}]"
    if isinstance(value, BaseModel):
        # The id is the element's key in the file.
        fields = [name for name in type(value).model_fields if name in value.model_fields_set and name != "id"]
        return as_yaml({name: getattr(value, name) for name in fields})
    if isinstance(value, dict):
        return f"{{{', '.join(f'{yaml_name(str(key))}: {as_yaml(item)}' for key, item in value.items())}}}"
    return str(value)


def _evidence(stack: Stack, provenance: Provenance | None, reference: FactRef) -> Evidence:
    collection, identity, field = reference
    element = element_at(stack, collection, identity)
    source = basis = None
    is_element = issubclass(type(element), Element)  # asked of the class: of an object, pydantic takes long to say it
    if is_element:
        source, basis = element.source, str(element.basis) if element.basis else None
    value, origin = _fact(stack, reference, element, is_element=is_element)
    name = yaml_name(field)
    if identity and field:  # as of most facts
        path = f"{collection}.{identity}.{name}"
    else:
        path = ".".join(filter(None, (collection, identity, name)))
    declared = (
        stack.products.get(str(element.product)) if origin is Origin.CATALOGUE and collection == "tools" else None
    )
    if declared is not None:  # the file's own product, which is no fact of the catalogue
        if field not in declared.model_fields_set:
            origin = Origin.DERIVED
        else:
            collection, identity, origin = "products", str(element.product), Origin.STATED
            source, basis = declared.source, str(declared.basis) if declared.basis else None
    place = None if provenance is None else provenance.place(collection, identity, field)
    return Evidence(path, value, origin, place, source, basis)


def _fact(stack: Stack, reference: FactRef, element: Any, *, is_element: bool) -> tuple[str, Origin]:
    """The value as text, and where it comes from."""
    collection, identity, field = reference
    if field:
        element, name = _holder(element, field) if "." in field else (element, field)
        value = getattr(element, name, None) if is_element else None
        if value is None:
            return as_yaml(value), Origin.NOT_RECORDED
        if isinstance(value, dict):  # in the same words whatever the order of its keys
            value = dict(sorted(value.items()))
        if name not in element.model_fields_set:
            return as_yaml(value), Origin.MODEL
        return as_yaml(value), stack.origin(collection, identity, field.partition(".")[0])
    if isinstance(element, dict) and not identity and collection not in SINGLETONS:
        whole = "complete" if stack.is_complete(collection) else "partial"
        return f"nothing else listed; the list is {whole}", Origin.NOT_LISTED
    if is_element:
        # That there is it is the fact: what else is said of it did not decide, and may be long.
        return element.title if identity else element.name or "described", Origin.STATED
    return _briefly(element), Origin.NOT_RECORDED if element is None else Origin.STATED


def _briefly(value: Any) -> str:
    """A value as it would stand in the file; of a long mapping its first entries, and how many more there are."""
    if not isinstance(value, dict) or len(value) <= _MOST_ENTRIES:
        return as_yaml(value)
    first = dict(list(value.items())[:_MOST_ENTRIES])
    return f"{as_yaml(first)} and {len(value) - _MOST_ENTRIES:,} more"


def _holder(element: Any, field: str) -> tuple[Any, str]:
    """What holds a fact, and its name there: the element, or, for ``contract.renews``, its aspect if there is one."""
    head, _, inner = field.partition(".")
    aspect = getattr(element, head, None)
    return (aspect, inner) if isinstance(aspect, BaseModel) else (element, head)
