"""Ways of opt-outs on which every step is of a kind: needs nobody and is watched, narrows nothing."""

from __future__ import annotations

from itertools import islice
from math import inf
from typing import Final

from stackaudit.checks.opt_outs import OptOuts, bits_of
from stackaudit.finding import Hop
from stackaudit.graph.reach import Tree, hops
from stackaudit.truth import WHERE_NOT_FALSE, WHERE_NOT_TRUE, WHERE_TRUE

__all__ = ["Unbroken"]

_MOST_LOOKED_AT: Final = 50
"""So many places are looked at one by one where the ways from all of them at once say too little."""


class Unbroken:
    """Which opt-outs of a channel get where over flows that are all of a kind, and which over others.

    ``truths`` says of each edge, as one byte, whether it is of that kind.
    """

    def __init__(self, opt_outs: OptOuts, truths: bytes) -> None:
        part, sources = opt_outs.part, opt_outs.sources
        surely, perhaps = truths.translate(WHERE_TRUE), truths.translate(WHERE_NOT_FALSE)
        self._others = truths.translate(WHERE_NOT_TRUE)
        self.part, self._points = part, opt_outs.points
        self.certain = part.certain.only(surely).spread(sources)
        self.possible = part.possible.only(perhaps).spread(sources)
        self._through = part.possible.spread_through(sources, self._others)
        if part.at_large is part.possible:
            self.at_large, self._through_at_large = self.possible, self._through
        else:
            self.at_large = part.at_large.only(perhaps).spread(sources)
            self._through_at_large = part.at_large.spread_through(sources, self._others)
        self._lows, self._highs = part.graph.least_delays, part.graph.greatest_delays
        self._trees: dict[int, tuple[Tree, Tree]] = {}

    def perhaps_not(self, points: int, end: int, *, at_large: bool = False) -> int:
        """The bits of points whose opt-outs may get to a node, yet not over flows of that kind alone.

        Over the bits, a way that visits a tool twice counts as one. So the first of them are looked at one by one until
        one has a way that is a path.
        """
        graph, layer = self.part.graph, self.part.at_large if at_large else self.part.possible
        doubtful = points & (self._through_at_large if at_large else self._through)[end] & ~self.certain[end]
        for position in islice(bits_of(doubtful), _MOST_LOOKED_AT):
            start = self._points[position]
            straight = at_large and graph.open_out[start] and graph.open_in[end]
            if straight or layer.leads_through(start, end, self._others):
                break
            doubtful ^= 1 << position
        return doubtful

    def path(self, start: int, end: int) -> tuple[Hop, ...]:
        """The quickest certain path: by the most that it can take, or by the least where nothing bounds it."""
        layer = self.part.certain
        if start not in self._trees:
            self._trees[start] = (Tree(layer, self._highs, start), Tree(layer, self._lows, start))
        slowest, quickest = self._trees[start]
        tree = quickest if slowest.times[end] == inf else slowest
        return hops(self.part, layer, tree.steps(end))
