"""Which of many sources get to each node, all at once: bits over the condensed graph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from stackaudit.graph.components import strongly_connected

__all__ = ["found_from", "spread"]


def spread(successors: Sequence[Sequence[int]], seeds: Sequence[int]) -> list[int]:
    """For each node, the bits of all seeds that get there by any path, its own among them.

    The nodes of a strongly connected component share their bits; over the components, which form an acyclic graph, each
    edge costs one OR of Python integers: O(V + E) ORs, each linear in the number of sources over the word length. Only
    what the seeds get to is looked at. After Purdom, "A transitive closure algorithm", BIT 10 (1970). Where all seeds
    are alike, a plain search does.
    """
    seeded = [node for node, seed in enumerate(seeds) if seed]
    first = seeds[seeded[0]] if seeded else 0
    if all(seeds[node] == first for node in seeded):
        return [first if found else 0 for found in found_from(successors, seeded)]
    component, count = strongly_connected(successors, seeded)
    bits = [0] * (count + 1)  # the last one, -1, is of the nodes to which nothing gets
    for node in seeded:
        held = bits[component[node]]
        bits[component[node]] = held | seeds[node] if held else seeds[node]  # a union with nothing would be a copy
    leading_on = [node for node in compress(range(len(successors)), successors) if component[node] >= 0]
    leading_on.sort(key=component.__getitem__, reverse=True)  # edges lead from higher numbers to lower ones
    for node in leading_on:
        own = component[node]
        held = bits[own]
        for target in successors[node]:
            other = component[target]
            if other != own:
                bits[other] = bits[other] | held if bits[other] else held
    return list(map(bits.__getitem__, component))


def found_from(successors: Sequence[Sequence[int]], starts: Sequence[int]) -> bytearray:
    """For each node, 1 where it is one of some or they get there. O(V + E)."""
    found = bytearray(len(successors))
    waiting = list(starts)
    for node in waiting:
        found[node] = True
    while waiting:
        for node in successors[waiting.pop()]:
            if not found[node]:
                found[node] = True
                waiting.append(node)
    return found
