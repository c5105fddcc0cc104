"""Quickest paths: Dijkstra's algorithm over a layer of a signal's graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import inf
from typing import Final, TypeAlias

__all__ = ["NOWHERE", "Start", "Steps", "Toward", "begin", "quickest", "steps_from", "steps_to"]

Start: TypeAlias = tuple[int, float, int, int]
"""A state, the time at which it is reached, and the state and the edge before it."""

Steps: TypeAlias = list[tuple[int, int, int]]
"""A path: of each step the state before, the edge and the state after, the first one first."""
Toward: TypeAlias = dict[int, tuple[int, int]]
"""By state, the state and the edge of the step that a run took to it: the one before, or backwards the next one."""

_NONE: Final = -1
NOWHERE: Final = (_NONE, _NONE)
"""In place of a state and an edge where there is none."""


def begin(state: int, time: float = 0.0) -> Start:
    """A state in which ways begin, at a time."""
    return state, time, *NOWHERE


def quickest(
    successors: Sequence[Sequence[int]],
    via: Sequence[Sequence[int]],
    weights: Sequence[float],
    starts: Iterable[Start],
    within: float = inf,
) -> tuple[dict[int, float], Toward]:
    """The shortest time to each state that can be reached within a time, and the step that leads there.

    A start is a state, the time at which it is reached, and the state and edge before it (both negative where there is
    none). ``weights`` holds the time of each edge, by number, and may be infinite; links without an edge (negative
    numbers) take no time. Among equally quick ways the one with fewer steps wins, then the one that was listed first.
    O(E log V). E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959).

    Returns:
        By state, in the order of time: seconds; and the state and edge before it.
    """
    best: dict[int, float] = {}
    before: Toward = {}
    queue: list[tuple[float, int, int, int, int, int]] = []
    order = 0
    for state, time, previous, edge in starts:
        if time <= within:
            heappush(queue, (time, 0 if previous < 0 else 1, order, state, previous, edge))
            order += 1
    while queue:
        time, steps, _, state, previous, edge = heappop(queue)
        if state in best:
            continue
        best[state] = time
        before[state] = (previous, edge)
        for following, number in zip(successors[state], via[state], strict=True):
            if following not in best:
                later = time if number < 0 else time + weights[number]
                if later <= within:
                    heappush(queue, (later, steps + 1, order, following, state, number))
                    order += 1
    return best, before


def steps_to(before: Toward, state: int) -> Steps:
    """The steps of the path to a state that a run got to."""
    steps: Steps = []
    while True:
        previous, edge = before[state]
        if previous < 0:
            return steps[::-1]
        steps.append((previous, edge, state))
        state = previous


def steps_from(toward: Toward, state: int) -> Steps:
    """The steps from a state to the end of a run backwards; none where the run did not get to it."""
    steps: Steps = []
    while True:
        following, edge = toward.get(state, NOWHERE)
        if following < 0:
            return steps
        steps.append((state, edge, following))
        state = following
