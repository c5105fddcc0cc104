"""Round trips: which fields of a kind of record travel in a circle that nobody breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, Any

from stackaudit.frozen import dataclass
from stackaudit.graph.components import strongly_connected
from stackaudit.graph.owners import ANY_FIELD, ownerless, told_apart
from stackaudit.model.elements import Flow
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, any_of, of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Loop", "loops", "unguarded"]


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


class _Moving:
    """What the edges of a graph move that are flows.

    Attributes:
        kinds: the kind of the records that each edge moves.
        fields: the fields that it writes.
        truths: whether a change travels on by it, as far as it moves any records.
    """

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        self.kinds, self.fields = graph.of_edges("object"), graph.of_edges("fields")
        unguarded_ones = zip(graph.of_flow_edges(_unguarded, "loop_guard"), graph.edges, strict=False)
        self.truths = [UNKNOWN_TRUTH if truth == TRUE and not edge.certain else truth for truth, edge in unguarded_ones]

    def by_kind(self) -> dict[Any, list[int]]:
        """The edges from one tool to another by the kind of what they move."""
        graph, found = self.graph, defaultdict[Any, list[int]](list)
        to_others = map(ne, graph.tails, graph.heads)
        kinds = enumerate(self.kinds[: graph.flow_edges])
        for number, kind in compress(kinds, to_others):
            found[kind].append(number)
        found.pop(NONE, None)
        return found

    def on(self, numbers: Iterable[int]) -> list[int]:
        """Those of some edges by which a change may travel on."""
        return [number for number in numbers if self.truths[number] != FALSE]

    def names_kind(self, number: int) -> bool:
        """Whether the kind of what an edge moves is stated."""
        return is_stated(self.kinds[number])


def loops(graph: StackGraph) -> Iterator[Loop]:
    """Each kind of record in the order of the file, then the flows without one. O(V + E) for each set of flows."""
    moving = _Moving(graph)
    by_kind = moving.by_kind()
    without = sorted(number for kind in (None, UNKNOWN) for number in by_kind.pop(kind, ()))
    for kind, numbers in by_kind.items():
        yield _loop(moving, str(kind), numbers, without)
    if without:
        sets = _by_field(moving, "", moving.on(without))
        found = {number for together, _ in sets for number in _circles(moving, together)}
        if found:
            yield Loop("", UNKNOWN_TRUTH, tuple(sorted(found)), tuple(without), ())


def unguarded(flow: Flow) -> Truth:
    """Whether nothing keeps a change that a flow brings from travelling on."""
    return _unguarded(flow.loop_guard)


def _unguarded(guard: Any) -> Truth:
    return UNKNOWN_TRUTH if not is_stated(guard) else of(guard is NONE or guard is False)


def _loop(moving: _Moving, name: str, numbers: list[int], without: list[int]) -> Loop:
    graph = moving.graph
    everything = moving.on((*numbers, *without))
    truths: list[Truth] = [FALSE]
    found: set[int] = set()
    fields: dict[Truth, list[str]] = {}
    for together, names in _by_field(moving, name, _circles(moving, everything)):
        circle = _circles(moving, together)
        found.update(circle)
        for field in names if circle else ():
            truth = ownerless(graph, name, field)
            if truth == TRUE and not _goes_round(moving, field, circle):
                truth = UNKNOWN_TRUTH
            truths.append(truth)
            fields.setdefault(truth, []).append(field)
    if not found and not graph.is_whole:
        could_close = any(_closed_by_others(moving, together) for together, _ in _by_field(moving, name, everything))
        truths.append(FALSE_AS_LISTED if could_close else FALSE)
    truth = any_of(truths)
    going = tuple(field for field in fields.get(truth, ()) if field != ANY_FIELD)
    return Loop(name, truth, tuple(sorted(found)), tuple(numbers), going)


def _goes_round(moving: _Moving, field: str, circle: Sequence[int]) -> bool:
    """Whether a field travels for certain on a circle, of edges that are on one that may be."""
    certain = [
        number
        for number in circle
        if moving.truths[number] == TRUE and moving.names_kind(number) and field in listed(moving.fields[number])
    ]
    return bool(certain) and bool(_circles(moving, certain))


def _by_field(moving: _Moving, name: str, numbers: Sequence[int]) -> Iterator[tuple[list[int], list[str]]]:
    """Sets of edges that may write a field of which no tool may be the source of truth, with all fields of that set."""
    writing: dict[Any, list[int]] = {}
    for number in numbers:
        writing.setdefault(moving.fields[number], []).append(number)
    # The edges that may write any field at all, and beside those the ones that name a field, by what they write.
    anything = [number for fields, edges in writing.items() if is_open(fields) for number in edges]
    naming: dict[str, list[Any]] = {}
    for fields in writing:
        for field in dict.fromkeys(listed(fields)) if not is_open(fields) else ():
            naming.setdefault(field, []).append(fields)
    groups: dict[tuple[Any, ...], list[str]] = {}
    every = (field for fields in writing for field in listed(fields))
    for field in dict.fromkeys((*every, *told_apart(moving.graph, name))):
        if ownerless(moving.graph, name, field) != FALSE:
            groups.setdefault(tuple(naming.get(field, ())), []).append(field)
    for lists, names in groups.items():
        yield [*anything, *(number for fields in lists for number in writing[fields])], names


def _circles(moving: _Moving, numbers: Sequence[int]) -> list[int]:
    """The edges on circles among some, as far as one on the circle is of a kind that is stated; all where none is."""
    graph = moving.graph
    inner = _between_ends(graph, numbers)
    tails, heads = (list(map(ends.__getitem__, inner)) for ends in (graph.tails, graph.heads))
    places = {node: place for place, node in enumerate(dict.fromkeys((*tails, *heads)))}
    successors: list[list[int]] = [[] for _ in places]
    for tail, head in zip(tails, heads, strict=True):
        successors[places[tail]].append(places[head])
    component, _ = strongly_connected(successors)
    of_node = {node: component[place] for node, place in places.items()}
    within = [
        (number, of_node[tail])
        for number, tail, head in zip(inner, tails, heads, strict=True)
        if of_node[tail] == of_node[head]
    ]
    if any(map(moving.names_kind, numbers)):
        named = {part for number, part in within if moving.names_kind(number)}
        within = [(number, part) for number, part in within if part in named]
    return [number for number, _ in within]


def _between_ends(graph: StackGraph, numbers: Sequence[int]) -> Sequence[int]:
    """The edges without those that come from where none leads to, or lead to where none goes on: they close no circle.

    Again and again, as long as that leaves out a tenth of them: in a graph of few edges it soon leaves nothing.
    """
    tails, heads = graph.tails, graph.heads
    while True:
        inner = set(map(tails.__getitem__, numbers)).intersection(map(heads.__getitem__, numbers))
        kept = [number for number in numbers if tails[number] in inner and heads[number] in inner]
        if len(kept) * 10 > len(numbers) * 9 or not kept:
            return kept
        numbers = kept


def _closed_by_others(moving: _Moving, numbers: Sequence[int]) -> bool:
    """Whether flows that nobody listed could close a circle over one of some edges."""
    graph = moving.graph
    outside = len(graph.nodes)
    successors: list[list[int]] = [[] for _ in range(outside + 1)]
    for number in numbers:
        successors[graph.tails[number]].append(graph.heads[number])
    for node, (is_out, is_in) in enumerate(zip(graph.open_out, graph.open_in, strict=True)):
        if is_out:
            successors[node].append(outside)
        if is_in:
            successors[outside].append(node)
    component, _ = strongly_connected(successors)
    return any(
        moving.names_kind(number) and component[graph.tails[number]] == component[graph.heads[number]]
        for number in numbers
    )
