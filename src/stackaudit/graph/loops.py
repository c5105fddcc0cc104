"""Round trips: which fields of a kind of record travel in a circle that nobody breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stackaudit.frozen import dataclass
from stackaudit.graph.components import strongly_connected
from stackaudit.model.elements import Flow
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

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
    """An edge that may move records of a kind: its number, whether it does, and whether the kind is stated."""

    number: int
    truth: Truth
    named: bool
    fields: Any


def loops(graph: StackGraph) -> Iterator[Loop]:
    """Each kind of record in the order of the file, then the flows without one. O(V + E) for each set of flows."""
    by_object: dict[str, list[_Part]] = {}
    without: list[_Part] = []
    facts = (graph.of_edges(name) for name in ("object", "fields", "loop_guard"))
    for number, (edge, moved, fields, guard) in enumerate(zip(graph.edges, *facts, strict=True)):
        _, source, target, flow, certain = edge
        if flow is None or moved is NONE or source == target:
            continue
        truth = TRUE if guard is NONE or guard is False else UNKNOWN_TRUTH if guard is None else unguarded(flow)
        if not certain and truth == TRUE:
            truth = UNKNOWN_TRUTH
        if is_stated(moved):
            by_object.setdefault(str(moved), []).append(_Part(number, truth, named=True, fields=fields))
        else:
            without.append(_Part(number, all_of((truth, UNKNOWN_TRUTH)), named=False, fields=fields))
    for name, parts in by_object.items():
        yield _loop(graph, name, parts, without)
    if without:
        moving = [part for part in without if part.truth != FALSE]
        found = {number for together, _ in _by_field(graph, "", moving) for number in _circles(graph, together)}
        if found:
            yield Loop("", UNKNOWN_TRUTH, tuple(sorted(found)), tuple(part.number for part in without), ())


def unguarded(flow: Flow) -> Truth:
    """Whether nothing keeps a change that a flow brings from travelling on."""
    guard = flow.loop_guard
    return UNKNOWN_TRUTH if not is_stated(guard) else of(guard is NONE or guard is False)


def _loop(graph: StackGraph, name: str, parts: list[_Part], without: list[_Part]) -> Loop:
    everything = [part for part in (*parts, *without) if part.truth != FALSE]
    around = set(_circles(graph, everything))
    truths: list[Truth] = [FALSE]
    found: set[int] = set()
    fields: dict[Truth, list[str]] = {}
    for together, names in _by_field(graph, name, [part for part in everything if part.number in around]):
        circle = _circles(graph, together)
        found.update(circle)
        for field in names if circle else ():
            truth = ownerless(graph, name, field)
            if truth == TRUE and not _goes_round(graph, field, together, circle):
                truth = UNKNOWN_TRUTH
            truths.append(truth)
            fields.setdefault(truth, []).append(field)
    if not found and not graph.is_whole:
        could_close = any(_closed_by_others(graph, together) for together, _ in _by_field(graph, name, everything))
        truths.append(FALSE_AS_LISTED if could_close else FALSE)
    truth = any_of(truths)
    going = tuple(field for field in fields.get(truth, ()) if field != ANY_FIELD)
    return Loop(name, truth, tuple(sorted(found)), tuple(part.number for part in parts), going)


def _goes_round(graph: StackGraph, field: str, together: Sequence[_Part], circle: Sequence[int]) -> bool:
    """Whether a field travels for certain on a circle, of edges that are on one that may be."""
    around = set(circle)
    certain = [
        part
        for part in together
        if part.truth == TRUE and part.named and part.number in around and field in listed(part.fields)
    ]
    return bool(certain) and bool(_circles(graph, certain))


def _by_field(graph: StackGraph, name: str, parts: Sequence[_Part]) -> Iterator[tuple[list[_Part], list[str]]]:
    """Sets of edges that may write a field of which no tool may be the source of truth, with all fields of that set."""
    owners = graph.stack.systems_of_record
    own = owners.get(name) if isinstance(owners, dict) else None
    judged_apart = own if isinstance(own, dict) else ()
    # The edges that may write any field at all, and beside those the ones that name a field.
    anything = [place for place, part in enumerate(parts) if is_open(part.fields)]
    naming: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        if not is_open(part.fields):
            for field in dict.fromkeys(listed(part.fields)):
                naming.setdefault(field, []).append(place)
    groups: dict[tuple[int, ...], list[str]] = {}
    for field in dict.fromkeys((*(field for part in parts for field in listed(part.fields)), *judged_apart, ANY_FIELD)):
        if ownerless(graph, name, field) != FALSE:
            groups.setdefault(tuple(naming.get(field, ())), []).append(field)
    for writes, fields in groups.items():
        yield [parts[place] for place in (sorted((*anything, *writes)) if writes else anything)], fields


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
    # Of several tools that are said to be it, none has the last word.
    return of(owner is None or owner == NONE or (isinstance(owner, tuple) and len(set(owner)) > 1))


def _circles(graph: StackGraph, parts: Sequence[_Part]) -> list[int]:
    """The edges on circles among some, as far as one on the circle is of a kind that is stated; all where none is."""
    moving = _between_ends(graph, parts)
    tails, heads = ([ends[part.number] for part in moving] for ends in (graph.tails, graph.heads))
    numbers = {node: number for number, node in enumerate(dict.fromkeys((*tails, *heads)))}
    successors: list[list[int]] = [[] for _ in numbers]
    for tail, head in zip(tails, heads, strict=True):
        successors[numbers[tail]].append(numbers[head])
    component, _ = strongly_connected(successors)
    within = [
        (part, component[numbers[tail]])
        for part, tail, head in zip(moving, tails, heads, strict=True)
        if component[numbers[tail]] == component[numbers[head]]
    ]
    named = {place for part, place in within if part.named}
    if any(part.named for part in parts):
        within = [(part, place) for part, place in within if place in named]
    return [part.number for part, _ in within]


def _between_ends(graph: StackGraph, parts: Sequence[_Part]) -> Sequence[_Part]:
    """The edges without those that come from where none leads to, or lead to where none goes on: they close no circle.

    Again and again, as long as that leaves out a tenth of them: in a graph of few edges it soon leaves nothing.
    """
    tails, heads = graph.tails, graph.heads
    while True:
        inner = {tails[part.number] for part in parts}.intersection([heads[part.number] for part in parts])
        kept = [part for part in parts if tails[part.number] in inner and heads[part.number] in inner]
        if len(kept) * 10 > len(parts) * 9 or not kept:
            return kept
        parts = kept


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
