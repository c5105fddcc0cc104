"""Example values for facts that are missing: a field that holds ids gets ids of the stack itself, so that it loads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from stackaudit.model.elements import Element, Person, Team, Tool
from stackaudit.model.fields import FieldFacts
from stackaudit.model.stack import COLLECTIONS, Stack
from stackaudit.model.values import listed
from stackaudit.model.words import PersonStatus, ToolStatus

__all__ = ["Examples", "keepers"]

_COLLECTIONS: Final = frozenset(COLLECTIONS.values())
_NEW: Final = ("teams", "goals")
"""Where an id is declared that may be in several collections, when the stack has nothing that it could name."""
_CHOICES: Final = frozenset({"consent", "suppression"})
"""Records of what people chose; what takes their opt-outs can have the last word on it."""
_KEEPS_CHOICES: Final = ("preferences", "map", "esp", "messaging")
_KEEPS_RECORDS: Final = ("crm", "cdp", "ecommerce", "map", "esp", "warehouse")
"""What a tool is there for that can have the last word, the likeliest first."""
_OUT_OF_USE: Final = frozenset({ToolStatus.PLANNED, ToolStatus.RETIRED})


class Examples:
    """Examples from one stack; what can be named in its collections is looked through once."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._known: dict[tuple[str, ...], _Named] = {}

    def ids_for(self, known: FieldFacts, own: str = "") -> str | None:
        """The example of a field with ids that are there: those of the example, else such as they stand for, else any.

        None for a field that holds no ids of elements, or where there is nothing that they could name; ``own`` is the
        element itself, which is none of them.
        """
        named = self._named(known)
        found: list[str] = []
        for word in _ids_in(known.example):
            fitting = chain(named.meant.get(word, ()), named.ids)
            found += islice((identity for identity in fitting if identity != own and identity not in found), 1)
        if not found:
            return None
        return f"[{', '.join(found)}]" if known.example.startswith("[") else found[0]

    def declared(self, known: FieldFacts) -> dict[str, Iterable[str]]:
        """By collection, the ids of an example that have to be declared first, as the stack has none to take."""
        collections = _collections(known)
        if not collections or self._named(known).ids:
            return {}
        return {next((one for one in _NEW if one in collections), collections[0]): _ids_in(known.example)}

    def source_of_truth(self, record: str) -> str:
        """A tool that could be the one that has the last word on a kind of record."""
        return next(chain(keepers(self._tools, record), self._tools), "hubspot")

    @cached_property
    def _tools(self) -> Mapping[str, Tool]:
        """The tools that can be named."""
        return {key: tool for key, tool in self._stack.tools.items() if _can_stand(tool)}

    def _named(self, known: FieldFacts) -> _Named:
        """What a field can name."""
        collections = _collections(known)
        if collections not in self._known:
            self._known[collections] = _named(self._stack, collections)
        return self._known[collections]


def keepers(tools: Mapping[str, Tool], record: str) -> Iterator[str]:
    """Those of some tools that could have the last word on a kind of record, the likeliest first.

    They are told by what they are there for; on what people chose, only those that take opt-outs can.
    """
    of_choices = record in _CHOICES
    held = {key: tool for key, tool in tools.items() if not of_choices or listed(tool.captures_opt_out)}
    by_job = (
        key
        for job in (_KEEPS_CHOICES if of_choices else _KEEPS_RECORDS)
        for key, tool in held.items()
        if job in listed(tool.capabilities)
    )
    yield from dict.fromkeys(chain(by_job, held))


class _Named(NamedTuple):
    """Elements that can be named, in order: their ids, and those that a word of an example may mean."""

    ids: Iterable[str]
    meant: Mapping[Any, list[str]]


def _named(stack: Stack, collections: tuple[str, ...]) -> _Named:
    there = {
        identity: element
        for collection in collections
        for identity, element in getattr(stack, collection).items()
        if _can_stand(element)
    }
    meant: defaultdict[Any, list[str]] = defaultdict(list)
    for identity, element in there.items():
        for word in (identity, *_words(element)):
            meant[word].append(identity)
    return _Named(there, meant)


def _collections(known: FieldFacts) -> tuple[str, ...]:
    """The collections whose ids a field holds."""
    return tuple(one for one in known.refers_to if one in _COLLECTIONS)


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
