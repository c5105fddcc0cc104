"""Round trips of one kind of record: which fields of it travel in a circle, and whether somebody keeps them from doing so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import holds
from stackaudit.finding import Missing
from stackaudit.graph import StackGraph
from stackaudit.graph.components import strongly_connected
from stackaudit.model.elements import Flow
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["Loop", "loops", "ownerless", "unguarded"]

ANY_FIELD: Final = "*"
"""In place of a field: whatever a flow writes that is not named anywhere."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Whether the records of one kind can travel in a circle that nobody breaks.

    Attributes:
        object: the kind of record; empty for flows of which nobody said what they move.
        truth: of the loop and of there being no system of record for what goes round.
        edges: numbers of the edges that are, or may be, part of a circle.
        listed: numbers of all edges of that kind of record.
        fields: the fields that go round for certain, or that may; empty where none is named.
    """

    object: str
    truth: Truth
    edges: tuple[int, ...]
    listed: tuple[int, ...]
    fields: tuple[str, ...]


class _Part(NamedTuple):
    """An edge that may move records of the kind: its number, whether it does for certain, and whether the kind is stated."""

    number: int
    truth: Truth
    named: bool
    fields: Any


def loops(graph: StackGraph) -> Iterator[Loop]:
    """Each kind of record in the order of the file, then the flows without one. O(V + E) for each set of fields that go together."""
    by_object: dict[str, list[_Part]] = {}
    without: list[_Part] = []
    for number, edge in enumerate(graph.edges):
        flow = edge.flow
        if flow is None or flow.object is NONE or edge.source == edge.target:
            continue
        truth = all_of((TRUE if edge.certain else UNKNOWN_TRUTH, unguarded(flow)))
        if is_stated(flow.object):
            by_object.setdefault(str(flow.object), []).append(_Part(number, truth, True, flow.fields))
        else:
            without.append(_Part(number, all_of((truth, UNKNOWN_TRUTH)), False, flow.fields))
    for name, parts in by_object.items():
        yield _loop(graph, name, parts, without)
    if without:
        circle = _circles(graph, [part for part in without if part.truth != FALSE])
        if circle:
            yield Loop("", UNKNOWN_TRUTH, tuple(circle), tuple(part.number for part in without), ())


def unguarded(flow: Flow) -> Truth:
    """Whether nothing keeps a change that a flow brings from travelling on."""
    guard = flow.loop_guard
    return UNKNOWN_TRUTH if not is_stated(guard) else of(guard is NONE or guard is False)


def _loop(graph: StackGraph, name: str, parts: list[_Part], without: list[_Part]) -> Loop:
    listed_edges = tuple(part.number for part in parts)
    everything = [part for part in (*parts, *without) if part.truth != FALSE]
    around = set(_circles(graph, everything))
    moving = [part for part in everything if part.number in around]
    truths: list[Truth] = [FALSE]
    found: dict[int, None] = {}
    fields: dict[Truth, list[str]] = {}
    groups: dict[frozenset[int], list[str]] = {}
    names = dict.fromkeys((*(field for part in moving for field in listed(part.fields)), ANY_FIELD))
    for field in names:
        if field != ANY_FIELD or any(is_open(part.fields) for part in moving):
            writes = frozenset(
                place
                for place, part in enumerate(moving)
                if (is_open(part.fields) if field == ANY_FIELD else holds(part.fields, (field,)) != FALSE)
            )
            groups.setdefault(writes, []).append(field)
    for writes, together in groups.items():
        free_fields = [(field, ownerless(graph, name, field)) for field in together]
        free = any_of(truth for _, truth in free_fields)
        if free == FALSE:
            continue
        perhaps = [moving[place] for place in sorted(writes)]
        circle = _circles(graph, perhaps)
        if not circle:
            continue
        found.update(dict.fromkeys(circle))
        for field, truth in free_fields:
            certain = [part for part in perhaps if part.truth == TRUE and part.named and field in listed(part.fields)]
            both = all_of((truth, TRUE if _circles(graph, certain) else UNKNOWN_TRUTH))
            if both != FALSE:
                truths.append(both)
                fields.setdefault(both, []).append(field)
    if not found and not graph.is_whole:
        fields_of = dict.fromkeys(field for part in everything for field in (*listed(part.fields), ANY_FIELD))
        unowned = {field for field in fields_of if ownerless(graph, name, field) != FALSE}
        open_ended = [part for part in everything if _writes_one_of(part, unowned)]
        truths.append(FALSE_AS_LISTED if _closed_by_others(graph, open_ended) else FALSE)
    truth = any_of(truths)
    going = tuple(field for field in fields.get(truth, ()) if field != ANY_FIELD)
    return Loop(name, truth, tuple(sorted(found)), listed_edges, going)


def _writes_one_of(part: _Part, fields: set[str]) -> bool:
    return (ANY_FIELD in fields and is_open(part.fields)) or any(field in fields for field in listed(part.fields))


def ownerless(graph: StackGraph, name: str, field: str) -> Truth:
    """Whether no tool is recorded as the source of truth for a field."""
    owners = graph.stack.systems_of_record
    if owners is None or owners is UNKNOWN:
        return UNKNOWN_TRUTH
    owner = None if owners is NONE or isinstance(owners, str) else owners.get(name)
    if isinstance(owner, dict):
        owner = owner.get(field, owner.get(ANY_FIELD))
    if owner == UNKNOWN:
        return UNKNOWN_TRUTH
    return of(owner is None or owner == NONE)


def _circles(graph: StackGraph, parts: Sequence[_Part]) -> list[int]:
    """The edges on circles among some, as far as one on the circle is of a kind that is stated; all where none is."""
    numbers: dict[int, int] = {}
    successors: list[list[int]] = []
    ends = []
    for part in parts:
        tail, head = graph.tails[part.number], graph.heads[part.number]
        for node in (tail, head):
            if node not in numbers:
                numbers[node] = len(successors)
                successors.append([])
        successors[numbers[tail]].append(numbers[head])
        ends.append((numbers[tail], numbers[head]))
    component, _ = strongly_connected(successors)
    within = [
        (part, component[tail]) for part, (tail, head) in zip(parts, ends, strict=True) if component[tail] == component[head]
    ]
    named = {place for part, place in within if part.named}
    if any(part.named for part in parts):
        within = [(part, place) for part, place in within if place in named]
    return [part.number for part, _ in within]


def _closed_by_others(graph: StackGraph, parts: Sequence[_Part]) -> bool:
    """Whether flows that nobody listed could close a circle over one of some edges."""
    outside = len(graph.nodes)
    successors: list[list[int]] = [[] for _ in range(outside + 1)]
    for part in parts:
        successors[graph.tails[part.number]].append(graph.heads[part.number])
    for node, (is_out, is_in) in enumerate(zip(graph.open_out, graph.open_in, strict=True)):
        if is_out:
            successors[node].append(outside)
        if is_in:
            successors[outside].append(node)
    component, _ = strongly_connected(successors)
    return any(
        part.named and component[graph.tails[part.number]] == component[graph.heads[part.number]] for part in parts
    )
