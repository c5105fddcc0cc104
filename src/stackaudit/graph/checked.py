"""Which tools' data gets where with and without a check of consent on the way: sets of nodes as bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, compress
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Final

from stackaudit.graph.spread import spread
from stackaudit.truth import (
    FALSE,
    TRUE,
    UNKNOWN_TRUTH,
    WHERE_FALSE,
    WHERE_NOT_FALSE,
    WHERE_NOT_TRUE,
    WHERE_TRUE,
    WHERE_UNKNOWN,
    Truth,
)

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Checked"]


_CAN_BEGIN: Final = ("tools", "capture_points")
"""The lists of what a flow can begin at."""


class Checked:
    """Where the data of each node gets to, over flows that move it, and over those of them that check nothing.

    Each node has a bit, or those that matter have; data gets from a node to itself. One bit more stands for whatever
    nobody listed.

    ``moves`` says of what a flow carries whether it is such data, ``gated`` of what is said of its check whether people
    who refused are left out. With ``targets``, only those nodes matter whose data may get to one of these with no check
    on the way.

    Attributes:
        moves: for each edge, whether it moves such data when its ends are in use.
        gated: for each edge, whether people who refused are left out.
        ends: for each node, whether what gets there is followed no further; what begins there is.
    """

    def __init__(
        self,
        graph: StackGraph,
        moves: Callable[[Any], Truth],
        gated: Callable[[Any], Truth],
        ends: Sequence[Truth] = (),
        targets: Sequence[int] | None = None,
    ) -> None:
        self.graph = graph
        self.world = len(graph.nodes)
        self.ends = ends or [FALSE] * self.world
        self._targets = targets
        self._known: dict[tuple[bytes, bytes, bool, bool], list[int]] = {}
        self.moves = bytes(graph.while_steady(graph.of_all_edges(moves, "carries", otherwise=FALSE)))
        self.gated = bytes(graph.of_all_edges(gated, "consent_gated", otherwise=FALSE))

    @cached_property
    def bits(self) -> list[int]:
        """The bit of each node; 0 of one that does not matter."""
        matters = [True] * self.world
        if self._targets is not None and self.graph.is_whole:
            coming = self._coming_unchecked(self._targets)
            matters = [node in coming for node in range(self.world)]
        places = accumulate(matters, initial=0)
        return [1 << place if one else 0 for place, one in zip(places, matters, strict=False)]

    def _coming_unchecked(self, targets: Iterable[int]) -> set[int]:
        """The nodes whose data may get to one of some targets over edges that may check nothing. O(V + E)."""
        graph, may_be = self.graph, self._may_be_unchecked
        found = {graph.tails[number] for target in targets for number in graph.into[target] if may_be[number]}
        waiting = list(found)
        while waiting:
            for number in graph.into[waiting.pop()]:
                tail = graph.tails[number]
                if may_be[number] and tail not in found:
                    found.add(tail)
                    if self.ends[tail] != TRUE:
                        waiting.append(tail)
        return found

    @cached_property
    def surely(self) -> bytes:
        """For each edge, whether it moves such data in every completion, as soon as its target is in use."""
        surely = bytearray(self.moves.translate(WHERE_TRUE))
        for node, is_sure in enumerate(self.graph.sure):
            for number in () if is_sure else self.graph.out[node]:
                surely[number] = False
        return bytes(surely)

    @cached_property
    def surely_unchecked(self) -> bytes:
        """For each edge, whether it does so with nothing checked."""
        return bytes(map(and_, self.surely, self.gated.translate(WHERE_FALSE)))

    @cached_property
    def doubtful(self) -> bytes:
        """For each edge, whether it is open what goes by it from its tail, or whether that is checked."""
        graph = self.graph
        doubtful = bytearray(map(or_, self.moves.translate(WHERE_UNKNOWN), self.gated.translate(WHERE_UNKNOWN)))
        for node, (is_sure, end) in enumerate(zip(graph.sure, self.ends, strict=True)):
            for number in graph.out[node] if not is_sure or end == UNKNOWN_TRUTH else ():
                doubtful[number] = True
        return bytes(doubtful)

    @cached_property
    def _may_move(self) -> bytes:
        return self.moves.translate(WHERE_NOT_FALSE)

    @cached_property
    def certain(self) -> list[int]:
        """By node, whose data gets there in every completion."""
        return self._spread(self.surely, sure_only=True)

    @cached_property
    def possible(self) -> list[int]:
        """By node, whose data gets there in some completion as listed."""
        return self._spread(self._may_move)

    @cached_property
    def at_large(self) -> list[int]:
        """By node, whose data gets there in some completion, with flows that nobody listed."""
        return self._spread(self._may_move, with_unlisted=True)

    @cached_property
    def unchecked(self) -> list[int]:
        """By node, whose data gets there in every completion by a way on which nothing is checked."""
        return self._spread(self.surely_unchecked, sure_only=True)

    @cached_property
    def perhaps_unchecked(self) -> list[int]:
        """The same, in some completion as listed."""
        return self._spread(self._may_be_unchecked)

    @cached_property
    def unchecked_at_large(self) -> list[int]:
        """The same, in some completion, with flows that nobody listed."""
        return self._spread(self._may_be_unchecked, with_unlisted=True)

    @cached_property
    def _may_be_unchecked(self) -> bytes:
        return bytes(map(and_, self._may_move, self.gated.translate(WHERE_NOT_TRUE)))

    def _spread(self, keep: bytes, *, sure_only: bool = False, with_unlisted: bool = False) -> list[int]:
        """Whose data gets to each node over the edges that are kept. O(V + E) ORs of integers."""
        unlisted = with_unlisted and not self.graph.is_whole
        passing = bytes(self.ends).translate(WHERE_FALSE if sure_only else WHERE_NOT_TRUE)
        sure = sure_only and not all(self.graph.sure)
        key = (keep, passing, sure, unlisted)
        if key not in self._known:
            self._known[key] = self._bits(keep, passing, sure_only=sure, with_unlisted=unlisted)
        return self._known[key]

    def _bits(self, keep: bytes, passing: bytes, *, sure_only: bool, with_unlisted: bool) -> list[int]:
        """A first step may be out of any node; further ones are out of those that data is followed through."""
        graph, own = self.graph, self.bits
        starts = graph.sure if sure_only else graph.used
        successors: list[list[int]] = [[] for _ in range(self.world + 1)]
        seeds = [bit if starting else 0 for bit, starting in zip(own, starts, strict=True)] + [0]
        for tail, head in compress(zip(graph.tails, graph.heads, strict=True), keep):
            if passing[tail]:
                successors[tail].append(head)
            else:
                seeds[head] |= own[tail]
        if with_unlisted:
            self._add_unlisted(successors, seeds, passing)
        return spread(successors, seeds)

    def _add_unlisted(self, successors: list[list[int]], seeds: list[int], passing: bytes) -> None:
        """Steps over flows that nobody listed, and what nobody listed as a place where they begin."""
        graph, world = self.graph, self.world
        for node in range(world):
            if graph.open_out[node]:
                seeds[world] |= self.bits[node]
                if passing[node]:
                    successors[node].append(world)
            if graph.open_in[node]:
                successors[world].append(node)
        if not all(graph.stack.is_complete(name) for name in _CAN_BEGIN):
            seeds[world] |= 1 << world
