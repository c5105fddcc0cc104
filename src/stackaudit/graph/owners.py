"""Which tool has the last word for which fields of a record: what the systems of record say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.truth import UNKNOWN_TRUTH, Truth, any_of, of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["ANY_FIELD", "any_ownerless", "ownerless", "told_apart"]

ANY_FIELD: Final = "*"
"""In place of a field: each one that is not named."""


def ownerless(graph: StackGraph, name: str, field: str) -> Truth:
    """Whether no tool is recorded as the source of truth for a field of a kind of record."""
    owners = graph.stack.systems_of_record
    if owners is None or owners is UNKNOWN:
        return UNKNOWN_TRUTH
    owner = None if owners is NONE or isinstance(owners, str) else owners.get(name)
    if isinstance(owner, dict):
        owner = owner.get(field, owner.get(ANY_FIELD))
    if owner == UNKNOWN:
        return UNKNOWN_TRUTH
    # Of several tools that are said to be it, none has the last word.
    return of(owner is None or owner == NONE or (isinstance(owner, tuple) and len(set(owner)) > 1))


def any_ownerless(graph: StackGraph, name: str) -> Truth:
    """Whether a kind of record has any field without a system of record."""
    return graph.once(
        (any_ownerless, name), lambda: any_of(ownerless(graph, name, one) for one in told_apart(graph, name))
    )


def told_apart(graph: StackGraph, name: str) -> tuple[str, ...]:
    """The fields of a kind of record of which it is said apart which tool has the last word, and all others."""
    owners = graph.stack.systems_of_record
    own = owners.get(name) if isinstance(owners, dict) else None
    return tuple(dict.fromkeys((*(own if isinstance(own, dict) else ()), ANY_FIELD)))
