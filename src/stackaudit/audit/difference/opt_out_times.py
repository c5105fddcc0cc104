"""Opt-outs that take longer than they did, or less long: from each place where people say stop to each sender."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from math import inf

from stackaudit.checks.delays import Delays
from stackaudit.checks.opt_outs import OptOuts, bits_of, senders
from stackaudit.checks.reading import CHANNELS
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.truth import TRUE

__all__ = ["Arrival", "Arrives", "TimeChange", "Trend", "changed_times"]


class Arrives(StrEnum):
    """Whether an opt-out gets to a sender: for certain, perhaps, or not as far as the stack is described."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Trend(StrEnum):
    """What became of the worst case. Grown or shrunk is what is so whatever the missing facts are; else it changed."""

    GREW = "grew"
    CHANGED = "changed"
    SHRANK = "shrank"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an opt-out gets to a sender. In the worst case it takes between ``at_least`` and ``at_most`` seconds.

    Both are ``inf`` where it does not get there; ``at_most`` is where nothing bounds it.
    """

    arrives: Arrives
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class TimeChange:
    """An opt-out on a channel, from the place where people say it to a sender, both there in both stacks.

    ``place`` is the path of a tool or capture point, ``sender`` that of a tool.
    """

    channel: str
    place: str
    sender: str
    before: Arrival
    after: Arrival
    trend: Trend


_NEVER = Arrival(Arrives.NO, inf, inf)
_RANK = {Arrives.YES: 0, Arrives.MAYBE: 1, Arrives.NO: 2}
_TRENDS = {trend: number for number, trend in enumerate(Trend)}


def changed_times(old: StackGraph, new: StackGraph) -> tuple[TimeChange, ...]:
    """The opt-outs whose worst case is another one, grown ones first.

    Looked at are the senders on which marketing goes out for certain, and the places of their brands where people can
    say stop for certain, in both stacks. Two or three runs of Dijkstra's algorithm a sender and channel.
    """
    changes = []
    for channel in CHANNELS:
        before, after = dict(_arrivals(old, channel)), dict(_arrivals(new, channel))
        for pair in sorted(before.keys() & after.keys()):
            was, now = before[pair], after[pair]
            if was != now:
                changes.append(TimeChange(channel, *pair, was, now, _trend(was, now)))
    return tuple(sorted(changes, key=lambda one: (_TRENDS[one.trend], one.channel, one.place, one.sender)))


def _trend(was: Arrival, now: Arrival) -> Trend:
    before, after = _RANK[was.arrives], _RANK[now.arrives]
    if before != after:
        return Trend.GREW if after > before else Trend.SHRANK
    if was.at_least <= now.at_least and was.at_most <= now.at_most:
        return Trend.GREW
    if was.at_least >= now.at_least and was.at_most >= now.at_most:
        return Trend.SHRANK
    return Trend.CHANGED


def _arrivals(graph: StackGraph, channel: str) -> Iterator[tuple[tuple[str, str], Arrival]]:
    """Each place and sender of a channel by their paths, with how an opt-out gets from the one to the other."""
    opt_outs = OptOuts.of(graph, channel)
    delays = Delays.of(opt_outs)
    for sender in senders(graph):
        if dict(sender.on).get(channel) != TRUE:
            continue
        candidates = opt_outs.candidates(sender)
        if not candidates.sure:
            continue
        worst = delays.worst(sender, candidates)
        certain = opt_outs.certain(sender.node)
        for position in bits_of(candidates.sure):
            place = graph.path_of(opt_outs.points[position])
            arrival = _NEVER
            if position in worst.least_from:
                arrives = Arrives.YES if certain & (1 << position) else Arrives.MAYBE
                arrival = Arrival(arrives, worst.least_from[position], worst.most_from[position])
            yield (place, f"tools.{sender.key}"), arrival
