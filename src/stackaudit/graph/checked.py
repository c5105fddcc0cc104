"""Which tools' data gets where with and without a check of consent on the way: sets of nodes as bits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from stackaudit.graph.spread import spread
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Checked"]


_CAN_BEGIN: Final = ("tools", "capture_points")
"""The lists of what a flow can begin at."""


class Checked:
    """Where the data of each node gets to, over flows that move it, and over those of them that check nothing.

    The bit of a node is its number; data gets from a node to itself. One bit more stands for whatever nobody listed.

    ``moves`` says of what a flow carries whether it is such data, ``gated`` of what is said of its check whether people
    who refused are left out.

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
    ) -> None:
        self.graph = graph
        self.world = len(graph.nodes)
        self.ends = ends or [FALSE] * self.world
        self._known: dict[tuple[bytes, bytes, bool, bool], list[int]] = {}
        others = [FALSE] * (len(graph.edges) - graph.flow_edges)
        moved = _of_each(graph.of_edges("carries")[: graph.flow_edges], moves)
        self.moves: list[Truth] = [
            truth if steady or truth == FALSE else UNKNOWN_TRUTH
            for truth, steady in zip([*moved, *others], graph.steady, strict=True)
        ]
        self.gated: list[Truth] = [*_of_each(graph.of_edges("consent_gated")[: graph.flow_edges], gated), *others]

    @cached_property
    def surely(self) -> list[bool]:
        """For each edge, whether it moves such data in every completion, as soon as its target is in use."""
        sure = self.graph.sure
        return [moved == TRUE and sure[tail] for moved, tail in zip(self.moves, self.graph.tails, strict=True)]

    @cached_property
    def _may_move(self) -> list[bool]:
        return [moved != FALSE for moved in self.moves]

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
        keep = [kept and gate == FALSE for kept, gate in zip(self.surely, self.gated, strict=True)]
        return self._spread(keep, sure_only=True)

    @cached_property
    def perhaps_unchecked(self) -> list[int]:
        """The same, in some completion as listed."""
        return self._spread(self._may_be_unchecked)

    @cached_property
    def unchecked_at_large(self) -> list[int]:
        """The same, in some completion, with flows that nobody listed."""
        return self._spread(self._may_be_unchecked, with_unlisted=True)

    @cached_property
    def _may_be_unchecked(self) -> list[bool]:
        return [kept and gate != TRUE for kept, gate in zip(self._may_move, self.gated, strict=True)]

    def _spread(self, keep: Sequence[bool], *, sure_only: bool = False, with_unlisted: bool = False) -> list[int]:
        """Whose data gets to each node over the edges that are kept. O(V + E) ORs of integers."""
        unlisted = with_unlisted and not self.graph.is_whole
        passing = tuple(end == FALSE if sure_only else end != TRUE for end in self.ends)
        sure = sure_only and not all(self.graph.sure)
        key = (bytes(keep), bytes(passing), sure, unlisted)
        if key not in self._known:
            self._known[key] = self._bits(keep, passing, sure_only=sure, with_unlisted=unlisted)
        return self._known[key]

    def _bits(
        self, keep: Sequence[bool], passing: Sequence[bool], *, sure_only: bool, with_unlisted: bool
    ) -> list[int]:
        """A first step may be out of any node; further ones are out of those that data is followed through."""
        graph, world = self.graph, self.world
        starts = graph.sure if sure_only else graph.used
        successors: list[list[int]] = [[] for _ in range(world + 1)]
        seeds = [0] * (world + 1)
        for tail, head, kept in zip(graph.tails, graph.heads, keep, strict=True):
            if kept:
                seeds[head] |= 1 << tail
                if passing[tail]:
                    successors[tail].append(head)
        if with_unlisted:
            self._add_unlisted(successors, seeds, passing)
        found = spread(successors, seeds)
        return [bits | (1 << node if node < world and starts[node] else 0) for node, bits in enumerate(found)]

    def _add_unlisted(self, successors: list[list[int]], seeds: list[int], passing: Sequence[bool]) -> None:
        """Steps over flows that nobody listed, and what nobody listed as a place where they begin."""
        graph, world = self.graph, self.world
        for node in range(world):
            if graph.open_out[node]:
                seeds[world] |= 1 << node
                if passing[node]:
                    successors[node].append(world)
            if graph.open_in[node]:
                successors[world].append(node)
        if not all(graph.stack.is_complete(name) for name in _CAN_BEGIN):
            seeds[world] |= 1 << world


def _of_each(values: Sequence[Any], judge: Callable[[Any], Truth]) -> list[Truth]:
    """What is said of each of many values, worked out once for those that are alike."""
    known: dict[Any, Truth] = {}
    return [known[value] if value in known else known.setdefault(value, judge(value)) for value in values]
