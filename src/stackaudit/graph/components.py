"""Components: strongly connected ones of a directed graph, and connected ones of an undirected graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["connected", "strongly_connected"]


def strongly_connected(  # noqa: C901 - one loop, unrolled from a recursion
    successors: Sequence[Sequence[int]], roots: Iterable[int] | None = None
) -> tuple[list[int], int]:
    """The strongly connected component of each node, and how many there are. O(V + E).

    With ``roots``, only of the nodes that they get to, themselves among them; -1 for all others.

    Components are numbered so that each edge between two of them leads from the higher number to the lower one. After
    Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972), in the form with one
    index a node by Pearce, "A space-efficient algorithm for finding strongly connected components" (2016), with
    explicit stacks.
    """
    size = len(successors)
    component = [-1] * size
    low = [0] * size  # 0: not seen; else the number of the oldest node on the stack that the node gets to
    waiting: list[int] = []  # nodes whose component is open
    count, clock = 0, 0
    for root in range(size) if roots is None else roots:
        if low[root]:
            continue
        clock += 1
        low[root] = clock
        if not successors[root]:  # most nodes of a sparse graph: no need to walk
            component[root] = count
            count += 1
            continue
        path = [(root, clock, iter(successors[root]))]
        waiting.append(root)
        while path:
            node, number, rest = path[-1]
            for following in rest:
                if not low[following]:
                    clock += 1
                    low[following] = clock
                    path.append((following, clock, iter(successors[following])))
                    waiting.append(following)
                    break
                if component[following] < 0 and low[following] < low[node]:
                    low[node] = low[following]
            else:
                path.pop()
                if low[node] == number:
                    while True:
                        member = waiting.pop()
                        component[member] = count
                        if member == node:
                            break
                    count += 1
                elif low[node] < low[path[-1][0]]:
                    low[path[-1][0]] = low[node]
    return component, count


def connected(size: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """The connected component of each node under undirected links, numbered in the order of their first nodes.

    Union by path halving, near O(V + E): Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms" (1984).
    """
    parent = list(range(size))
    for tail, head in links:
        if parent[tail] == parent[head]:  # as of most links of a dense graph
            continue
        one, other = tail, head
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        while parent[other] != other:
            parent[other] = other = parent[parent[other]]
        if one < other:
            parent[other] = one
        else:
            parent[one] = other
    numbers: dict[int, int] = {}
    for node in range(size):  # a parent is never greater than its node, so that one step leads to the root
        parent[node] = parent[parent[node]]
    return [numbers.setdefault(root, len(numbers)) for root in parent]
