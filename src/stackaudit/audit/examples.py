"""Example values for facts that are missing: a field that holds ids gets ids of the stack itself, so that it loads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from stackaudit.model.elements import Element, Person, Team, Tool
from stackaudit.model.fields import FieldFacts
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.model.values import listed
from stackaudit.model.words import PersonStatus, ToolStatus

__all__ = ["declared", "ids_for", "source_of_truth"]

_COLLECTIONS: Final = frozenset(COLLECTIONS.values())
_NEW: Final = ("teams", "goals")
"""Where an id is declared that may be in several collections, when the stack has nothing that it could name."""
_CHOICES: Final = frozenset({"consent", "suppression"})
"""Records of what people chose; what takes their opt-outs can have the last word on it."""
_OUT_OF_USE: Final = frozenset({ToolStatus.PLANNED, ToolStatus.RETIRED})


def ids_for(stack: Stack, known: FieldFacts, own: str = "") -> str | None:
    """The example of a field with ids that are there: those of the example, else such as they stand for, else any.

    None for a field that holds no ids of elements, or where there is nothing that they could name; ``own`` is the
    element itself, which is none of them.
    """
    collections = [one for one in known.refers_to if one in _COLLECTIONS]
    there = {
        identity: element
        for collection in collections
        for identity, element in getattr(stack, collection).items()
        if _can_stand(element) and identity != own
    }
    if not there:
        return None
    wanted = _ids_in(known.example)
    found: list[str] = []
    for word in wanted:
        rest = [identity for identity in there if identity not in found]
        fitting = [identity for identity in rest if word in (identity, *_words(there[identity]))]
        found += (fitting or rest)[:1]
    return f"[{', '.join(found)}]" if known.example.startswith("[") else found[0]


def declared(stack: Stack, known: FieldFacts) -> dict[str, Iterable[str]]:
    """By collection, the ids of an example that have to be declared first, as the stack has none to take."""
    collections = [one for one in known.refers_to if one in _COLLECTIONS]
    if not collections or ids_for(stack, known) is not None:
        return {}
    return {next((one for one in _NEW if one in collections), collections[0]): _ids_in(known.example)}


def source_of_truth(stack: Stack, record: str) -> str:
    """A tool that could be the one that has the last word on a kind of record: one that takes opt-outs, or a CRM."""
    tools = {key: tool for key, tool in stack.tools.items() if _can_stand(tool)}
    fitting = [
        key
        for key, tool in tools.items()
        if (listed(tool.captures_opt_out) if record in _CHOICES else "crm" in listed(tool.capabilities))
    ]
    return next(iter((*fitting, *tools)), "hubspot")


def _ids_in(example: str) -> list[str]:
    return example.strip("[]").split(", ")


def _can_stand(element: Element) -> bool:
    """Whether an element is there to be named: nobody who has left, and no tool that is out of use."""
    if isinstance(element, Person):
        return element.status is not PersonStatus.LEFT
    return not (isinstance(element, Tool) and element.status in _OUT_OF_USE)


def _words(element: Element) -> tuple[Any, ...]:
    """What an element is called, or there for, by which the example of a field may mean it."""
    if isinstance(element, Tool):
        return (element.product, *listed(element.capabilities))
    return (element.function,) if isinstance(element, Team) else ()
