"""The opt-out matrix: from each place where people can say stop to each sender, how long it takes, and what it breaks.

The same functions judge here as in the rules GRA-01 (never arrives), GRA-02 (too late) and GRA-03 (by hand).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from stackaudit.checks.consent import by_themselves
from stackaudit.checks.deadlines import Deadlines, Limit
from stackaudit.checks.delays import Delays, Worst
from stackaudit.checks.opt_outs import OptOuts, Sender, senders
from stackaudit.checks.reading import CHANNELS
from stackaudit.checks.unbroken import Unbroken
from stackaudit.checks.verdict import View
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.model.stack import Stack
from stackaudit.truth import TRUE, TRUE_AS_LISTED, Truth, all_of, is_false, is_true_as_listed

__all__ = ["Breach", "Cell", "ChannelMatrix", "State", "opt_out_matrix"]

_MOST: Final = 50
"""So many places and so many senders of a channel are shown, as they stand in the file."""


class State(StrEnum):
    """What becomes of an opt-out on its way from a place to a sender."""

    ITSELF = "itself"
    APART = "apart"
    NEVER = "never"
    LATE = "late"
    UNKNOWN = "unknown"
    ARRIVES = "arrives"


@dataclass(frozen=True, slots=True)
class Breach:
    """A clock that an opt-out breaks: its id and name, the limit in words, and whether a law or a platform set it."""

    clock: str
    name: str
    limit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """From one place to one sender.

    Attributes:
        place: the path of the place.
        sender: the path of the sender.
        state: what becomes of the opt-out.
        as_listed: whether only a flow or tool that nobody listed could refute it.
        at_least: the worst-case time in seconds, as the least that it can be; None where nothing arrives.
        at_most: the most that it can be; ``inf`` where nothing bounds it.
        by_hand: whether it gets there only by hand, or by a flow that nobody watches.
        breaks: the clocks that it breaks, the shortest limit first.
    """

    place: str
    sender: str
    state: State
    as_listed: bool = False
    at_least: float | None = None
    at_most: float | None = None
    by_hand: bool = False
    breaks: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelMatrix:
    """The matrix of one channel, with a cell for each pair, by place and then by sender.

    ``more_places`` and ``more_senders`` are how many are left out.
    """

    channel: str
    places: tuple[str, ...]
    senders: tuple[str, ...]
    cells: tuple[Cell, ...]
    more_places: int
    more_senders: int


def opt_out_matrix(stack: Stack, graph: StackGraph) -> tuple[ChannelMatrix, ...]:
    """The matrix of each channel on which a tool sends marketing, or may do so where the file names the channel."""
    view = View(stack, graph)
    deadlines = Deadlines(view)
    known = senders(graph)
    made = []
    for channel in CHANNELS:
        there = [(sender, truth) for sender in known for name, truth in sender.on if name == channel]
        opt_outs = OptOuts.of(graph, channel)
        if there and opt_outs.points:
            made.append(_channel(opt_outs, there, deadlines))
    return tuple(made)


def _channel(opt_outs: OptOuts, there: list[tuple[Sender, Truth]], deadlines: Deadlines) -> ChannelMatrix:
    graph, points = opt_outs.graph, opt_outs.points[:_MOST]
    delays, alone = Delays.of(opt_outs), by_themselves(opt_outs)
    columns = [tuple(_column(opt_outs, one, deadlines, delays, alone)) for one in there[:_MOST]]
    return ChannelMatrix(
        opt_outs.channel,
        tuple(graph.path_of(node) for node in points),
        tuple(f"tools.{sender.key}" for sender, _ in there[:_MOST]),
        tuple(column[row] for row in range(len(points)) for column in columns),
        max(0, len(opt_outs.points) - _MOST),
        max(0, len(there) - _MOST),
    )


def _column(
    opt_outs: OptOuts, one: tuple[Sender, Truth], deadlines: Deadlines, delays: Delays, alone: Unbroken
) -> Iterator[Cell]:
    """The cells of a sender, place by place; ``one`` is it, and whether it sends."""
    sender, sends = one
    candidates = opt_outs.candidates(sender)
    limits = deadlines.of(sender.key, opt_outs.channel)
    worst = delays.worst(sender, candidates)
    by_hand = candidates.sure & opt_outs.certain(sender.node) & ~alone.possible[sender.node]
    for position, node in enumerate(opt_outs.points[:_MOST]):
        bit = 1 << position
        place, tool = opt_outs.graph.path_of(node), f"tools.{sender.key}"
        if node == sender.node:
            yield Cell(place, tool, State.ITSELF, at_least=0.0, at_most=0.0)
        elif not candidates.may & bit:
            yield Cell(place, tool, State.APART)
        elif is_true_as_listed(lost := all_of((sends, opt_outs.lost(sender.node, candidates.only(bit)).truth))):
            yield Cell(place, tool, State.NEVER, lost == TRUE_AS_LISTED)
        elif not opt_outs.possible(sender.node) & bit:
            yield Cell(place, tool, State.UNKNOWN)
        else:
            alone_worst = delays.from_place(sender, worst, position)
            state, as_listed, breaks = _judged(limits, alone_worst, sends)
            if state is State.ARRIVES and not (candidates.sure & opt_outs.certain(sender.node) & bit):
                state = State.UNKNOWN
            yield Cell(
                place,
                tool,
                state,
                as_listed,
                worst.least_from[position],
                worst.most_from[position],
                bool(by_hand & bit),
                breaks,
            )


def _judged(limits: tuple[Limit, ...], worst: Worst, sends: Truth) -> tuple[State, bool, tuple[Breach, ...]]:
    """What the limits make of a time: the state, whether as listed only, and the clocks that it breaks."""
    truths = [(limit, all_of((sends, limit.applies, worst.longer_than(limit.seconds)))) for limit in limits]
    for wanted in (TRUE, TRUE_AS_LISTED):
        broken = [limit for limit, truth in truths if truth == wanted]
        if broken:
            named = {one.clock.id: Breach(one.clock.id, one.clock.name, one.words, one.kind) for one in broken}
            return State.LATE, wanted == TRUE_AS_LISTED, tuple(named.values())
    if any(not is_false(truth) and not is_true_as_listed(truth) for _, truth in truths):
        return State.UNKNOWN, False, ()
    return State.ARRIVES, False, ()
