"""Which flows write which fields of which records into each tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stackaudit.graph.owners import ANY_FIELD
from stackaudit.model.values import NONE, is_open, is_stated, listed

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Written", "writers"]


class Written(NamedTuple):
    """A field of a kind of record in a tool, and what writes it: numbers of edges, in the order of the file.

    Attributes:
        object: the kind of record; empty for flows of which nobody said what they move, which may be of any kind.
        field: the field; ``*`` for flows whose lists are open, which may write any field of that kind.
        sure: the edges that write it in every completion of the stack.
        maybe: the edges that may.
    """

    object: str
    field: str
    sure: tuple[int, ...]
    maybe: tuple[int, ...]


def writers(graph: StackGraph) -> dict[str, tuple[Written, ...]]:
    """What flows write into each tool: by its id, for tools that anything is written into, in the order of the file.

    A flow writes a field where it runs, moves that kind of record and names the field; one that moves no records
    (``object: none``) writes nothing. O(V + E + fields named).
    """
    found: dict[str, dict[tuple[str, str], tuple[list[int], list[int]]]] = {}
    facts = zip(graph.edges, graph.of_edges("object"), graph.of_edges("fields"), strict=True)
    for number, (edge, moved, fields) in enumerate(facts):
        if edge.flow is None or moved is NONE:
            continue
        name = str(moved) if is_stated(moved) else ""
        rows = found.setdefault(edge.target, {})
        for field in dict.fromkeys(listed(fields)):
            rows.setdefault((name, field), ([], []))[0 if name and edge.certain else 1].append(number)
        if is_open(fields):
            rows.setdefault((name, ANY_FIELD), ([], []))[1].append(number)
    order = sorted(found, key=graph.index.__getitem__)
    return {
        tool: tuple(Written(*key, tuple(sure), tuple(maybe)) for key, (sure, maybe) in found[tool].items())
        for tool in order
    }
