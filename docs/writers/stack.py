"""The tables of the page on the stack file: every element and every field, read from the model."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from stackaudit.model.elements import Element, Flow
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, LISTS, Stack, yaml_name
from writers.markdown import code, prose, table
from writers.types import heading_of, models_in, type_of

__all__ = ["elements", "every_element", "head"]


def head() -> str:
    """The fields at the head of the file."""
    return _rows(Stack, set())


def every_element() -> str:
    """The fields that every element may have."""
    return _rows(Element, {"id"})


def elements() -> str:
    """A section for each element and each part of one."""
    return "\n".join(_section(model) for model in _described())


def _section(model: type[BaseModel]) -> str:
    doc = (model.__doc__ or "").strip().splitlines()[0]
    shared = set(Element.model_fields) if issubclass(model, Element) else set()
    own = _rows(model, shared) or "It has no fields but those of [every element](#every-element).\n"
    return f"## {heading_of(model)}\n\n{_stands(model)}{prose(doc)}\n\n{own}"


def _described() -> tuple[type[BaseModel], ...]:
    """Every model that a stack file can hold, in the order in which the fields lead to them."""
    found: list[type[BaseModel]] = [Stack, Element]
    for owner in found:
        for name in owner.model_fields:
            found += [model for model in models_in(owner, name) if model not in found]
    return tuple(found[2:])


def _stands(model: type[BaseModel]) -> str:
    """Where in the file a model stands."""
    if model in models_in(Element, "disputed"):
        return f"Under {code('disputed')} of an element. "
    owners: tuple[type[BaseModel], ...] = (Stack, *_described())
    owner, name = next((one, name) for one in owners for name in one.model_fields if model in models_in(one, name))
    form = "" if owner is not Stack or name not in COLLECTIONS.values() else ": a mapping from id to element"
    within = "" if owner is Stack else f" of {heading_of(owner).lower()}"
    return f"Under {code(yaml_name(name))}{within}{': a list' if name in LISTS else form}. "


def _rows(model: type[BaseModel], without: set[str]) -> str:
    fields = [name for name in model.model_fields if name not in without]
    head = ("Field", "What it says", "What goes in", "Example", "Left out")
    return table(head, _cells(model, fields)) if fields else ""


def _cells(model: type[BaseModel], fields: list[str]) -> Iterator[tuple[str, ...]]:
    for name in fields:
        facts = facts_of(model, name)
        says = prose(facts.description) + (f" *{prose(facts.ask)}*" if facts.ask else "")
        holds = type_of(model, name)
        if model is Stack and name in LISTS:
            holds = f"list of: {holds.rpartition(' to ')[2]}"
        yield code(yaml_name(name)), says, holds, code(facts.example) if facts.example else "", _left_out(model, name)


def _left_out(model: type[BaseModel], name: str) -> str:
    info, facts = model.model_fields[name], facts_of(model, name)
    if info.is_required():
        return "needed"
    if model is Flow and name in {"from_", "to", "between"}:
        return "needed: `from` and `to`, or `between`"
    if model is Stack and name in COLLECTIONS.values():
        return "none listed"
    if isinstance(info.default, str) and info.default:
        return f"counts as {code(str(info.default))}"
    return "not recorded" if facts.record else "question"
