"""Whether opt-outs get to every sender: at all, in time, and without a person's help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import inf
from types import MappingProxyType
from typing import Final

from stackaudit.checks.deadlines import Deadlines
from stackaudit.checks.delays import Delays
from stackaudit.checks.opt_outs import Candidates, OptOuts, Sender, bits_of, senders, unattended, unlisted_links
from stackaudit.checks.reading import by_hand
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Hop, Missing, Outcome, Severity
from stackaudit.graph.reach import Tree, hops
from stackaudit.model.elements import Company
from stackaudit.model.values import NONE, duration_in_words, is_stated, longest_gap, seconds
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_false,
    is_true,
    is_true_as_listed,
)

_MOST_LOOKED_AT: Final = 50
"""So many places are looked at one by one where the ways from all of them at once say too little."""

__all__ = ["opt_out_by_hand", "opt_out_never_arrives", "opt_out_too_late"]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What holds of a sender and a channel if marketing goes out there: the red flag's truth, and the rest.

    ``nowhere`` marks a channel on which no place is known where people could say stop.
    """

    truth: Truth
    missing: Callable[[], tuple[Missing, ...]]
    verdict: Callable[[], Verdict] | None = None
    applies: Truth = TRUE
    nowhere: bool = False


_Judge = Callable[[OptOuts, Sender, Candidates], _Judged]


def _each_sender(view: View, judge: _Judge) -> Iterator[Verdict]:
    """One verdict for each channel of each sender; one for all the channels on which nobody knows whether it sends."""
    graph = view.graph

    def judged(sender: Sender, channel: str) -> _Judged:
        return _judge_where_known(view, OptOuts.of(graph, channel), sender, judge)

    @cache
    def distinct(channels: tuple[str, ...]) -> tuple[str, ...]:
        """Channels of which no two have the same opt-outs in the same places."""
        return tuple({OptOuts.of(graph, channel).signature: channel for channel in reversed(channels)}.values())

    for sender in senders(view.stack):
        element = (f"tools.{sender.key}",)
        if not sender.on and not sender.perhaps:
            yield Verdict(element, Outcome.NOT_APPLICABLE)
        for channel, sends in sender.on:
            yield _verdict(sender, channel, sends, judged(sender, channel))
        if sender.perhaps:
            of_channels = [judged(sender, channel) for channel in distinct(sender.perhaps)]
            # That no place to say stop is known matters for channels that are used; here it does where it is so for all
            # of them.
            judged_ones = [one for one in of_channels if not one.nowhere] or of_channels
            truth = all_of((UNKNOWN_TRUTH, any_of(one.truth for one in judged_ones)))
            outcome = outcome_of(truth, any_of(one.applies for one in judged_ones))
            yield Verdict(
                element, outcome, missing=sender.missing(sender.perhaps[0]) if outcome is Outcome.UNKNOWN else ()
            )


def _judge_where_known(view: View, opt_outs: OptOuts, sender: Sender, judge: _Judge) -> _Judged:
    """The judgement, unless no place is known where people could say stop on this channel: is there really none?"""
    candidates = opt_outs.candidates(sender)
    if candidates.may:
        return judge(opt_outs, sender, candidates)
    if sender.node in opt_outs.bit and (opt_outs.sure & opt_outs.bit[sender.node]):
        return _Judged(FALSE, tuple)
    partial = tuple(
        Missing(("complete", name)) for name in ("capture_points", "tools") if not view.stack.is_complete(name)
    )
    truth = FALSE_AS_LISTED if partial else FALSE
    return _Judged(truth, lambda: partial, applies=truth, nowhere=True)


def _verdict(sender: Sender, channel: str, sends: Truth, judged: _Judged) -> Verdict:
    truth = all_of((sends, judged.truth))
    outcome = outcome_of(truth, all_of((sends, judged.applies)))
    element = (f"tools.{sender.key}",)
    if outcome is Outcome.UNKNOWN:
        asked = dict.fromkeys((*sender.missing(channel), *judged.missing()))
        return Verdict(element, outcome, channel, missing=tuple(asked))
    if is_true_as_listed(truth) and judged.verdict is not None:
        return judged.verdict()._replace(elements=element, outcome=outcome, topic=channel)
    return Verdict(element, outcome, channel)


def _contacts(view: View) -> str:
    company = view.stack.company
    known = isinstance(company, Company) and isinstance(company.contacts, int)
    return f"{company.contacts:,}" if known and company else ""


@check("sender", "captures", "channel", "count", "contacts")
def opt_out_never_arrives(view: View) -> Iterator[Verdict]:
    """For each sender and channel: is there a place where people can say stop, and the sender never learns of it?"""
    contacts = _contacts(view)

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> _Judged:
        node = sender.node
        proved = candidates.sure & ~opt_outs.at_large(node)
        listed = candidates.sure & ~opt_outs.possible(node)
        doubtful = candidates.may & ~opt_outs.certain(node)
        truth = TRUE if proved else TRUE_AS_LISTED if listed else UNKNOWN_TRUTH if doubtful else FALSE

        def missing() -> tuple[Missing, ...]:
            return (
                *opt_outs.whether_points(sender, doubtful & ~candidates.sure),
                *opt_outs.disputes(node, doubtful & opt_outs.possible(node)),
                *opt_outs.along(node, doubtful & opt_outs.possible(node)),
            )

        def verdict() -> Verdict:
            lost = proved or listed
            first = opt_outs.points[next(bits_of(lost))]
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    opt_outs.fact(first),
                    FactRef("tools", sender.key, "sends"),
                    *opt_outs.denial(first, node),
                ),
                missing=() if proved else unlisted_links(view.stack),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title or sender.key,
                        "captures": opt_outs.names(lost),
                        "channel": opt_outs.channel,
                        "count": str(lost.bit_count()),
                        "contacts": contacts,
                    }
                ),
                related=opt_outs.paths(lost),
            )

        return _Judged(truth, missing, verdict)

    yield from _each_sender(view, judge)


@check("sender", "capture", "channel", "delay", "clock", "limit", "kind", "contacts")
def opt_out_too_late(view: View) -> Iterator[Verdict]:
    """For each sender and channel: can an opt-out take longer to get there than a law or a mailbox provider allows?

    What never gets there at all is `opt_out_never_arrives`.
    """
    contacts = _contacts(view)
    deadlines = Deadlines(view)
    delays: dict[OptOuts, Delays] = {}

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> _Judged:
        limits = deadlines.of(sender.key, opt_outs.channel)
        if not limits or not candidates.may & opt_outs.at_large(sender.node):
            return _Judged(FALSE, tuple, applies=FALSE)
        if opt_outs not in delays:
            delays[opt_outs] = Delays(opt_outs)
        worst = delays[opt_outs].worst(sender, candidates)
        breaches = [(limit, all_of((limit.applies, worst.longer_than(limit.seconds)))) for limit in limits]
        truth = any_of(breach for _, breach in breaches)

        def missing(severer_than: Severity | None = None) -> tuple[Missing, ...]:
            open_limits = [
                limit
                for limit, breach in breaches
                if not is_true(breach)
                and not is_false(breach)
                and (severer_than is None or limit.severity < severer_than)
            ]
            if not open_limits:
                return ()
            shortest = open_limits[0].seconds
            doubtful = sum(1 << place for place, most in worst.most_from.items() if most > shortest) & ~candidates.sure
            return (
                *opt_outs.whether_points(sender, doubtful),
                *(one for limit in open_limits for one in deadlines.missing(sender.key, limit)),
                *delays[opt_outs].missing(sender, worst, [limit.seconds for limit in open_limits]),
                *opt_outs.disputes(sender.node, candidates.may & ~opt_outs.certain(sender.node)),
                *(unlisted_links(view.stack) if worst.unlisted else ()),
            )

        def verdict() -> Verdict:
            holds = [limit for limit, breach in breaches if breach == truth]
            severity = min(limit.severity for limit in holds)
            limit = next(limit for limit in holds if limit.severity == severity)
            place = worst.slowest or 0
            path = delays[opt_outs].path(sender, worst, place)
            start = opt_outs.points[place]
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    *_slow(view, path),
                    opt_outs.fact(start),
                    FactRef("tools", sender.key, "sends"),
                    *deadlines.facts(sender.key, limit),
                ),
                missing=tuple(
                    dict.fromkeys(
                        missing(severity) if truth == TRUE else (*unlisted_links(view.stack), *missing(severity))
                    )
                ),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title or sender.key,
                        "capture": opt_outs.names(1 << place),
                        "channel": opt_outs.channel,
                        "delay": _time(worst.least_from[place], worst.most_from[place]),
                        "clock": limit.clock.name,
                        "limit": limit.words,
                        "kind": limit.kind,
                        "contacts": contacts,
                    }
                ),
                severity=severity,
                path=path,
                related=(*opt_outs.paths(1 << place), *_flows(path)),
            )

        return _Judged(truth, missing, verdict)

    yield from _each_sender(view, judge)


def _time(least: float, most: float) -> str:
    if least == most:
        return duration_in_words(least)
    return (
        f"{duration_in_words(least)} or more"
        if most == inf
        else f"{duration_in_words(least)} to {duration_in_words(most)}"
    )


def _flows(path: tuple[Hop, ...]) -> tuple[str, ...]:
    return tuple(hop.element for hop in path if hop.element.startswith("flows."))


def _slow(view: View, path: tuple[Hop, ...]) -> Iterator[FactRef]:
    """How often each flow of a path runs and how long it takes, the slowest one first."""
    for hop in sorted(path, key=lambda hop: (-hop.at_least, -hop.at_most)):
        if hop.element.startswith("flows."):
            key = hop.element.removeprefix("flows.")
            flow = view.stack.flows[key]
            waits = FactRef("flows", key, "every")
            takes = FactRef("flows", key, "takes")
            known = [fact for fact, value in ((waits, flow.every), (takes, flow.takes)) if is_stated(value)]
            if len(known) > 1 and (flow.takes is NONE or seconds(str(flow.takes)) > longest_gap(flow.every)[0]):
                known.reverse()
            if flow.takes is NONE:
                known.append(FactRef("flows", key, "method"))
            yield from known


@check("sender", "captures", "channel", "count", "flow", "method")
def opt_out_by_hand(view: View) -> Iterator[Verdict]:
    """For each sender and channel: do some opt-outs get there only by hand, or by a flow that nobody watches?"""
    by_itself: dict[OptOuts, _ByItself] = {}

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> _Judged:
        node = sender.node
        if not candidates.may & opt_outs.at_large(node):
            return _Judged(FALSE, tuple, applies=FALSE)
        if opt_outs not in by_itself:
            by_itself[opt_outs] = _ByItself(opt_outs)
        alone = by_itself[opt_outs]
        arriving = candidates.sure & opt_outs.certain(node)
        proved = arriving & ~alone.at_large[node]
        listed = arriving & ~alone.possible[node]
        doubtful = 0 if listed else alone.perhaps_not(candidates.may, node)
        if proved or listed:
            truth = TRUE if proved else TRUE_AS_LISTED
        elif doubtful:
            truth = UNKNOWN_TRUTH
        else:
            truth = FALSE_AS_LISTED if alone.perhaps_not(candidates.may, node, at_large=True) else FALSE

        def missing() -> tuple[Missing, ...]:
            return (
                *opt_outs.whether_points(sender, doubtful & ~candidates.sure),
                *opt_outs.disputes(node, doubtful),
                *opt_outs.along(node, doubtful, watch=True),
                *(() if doubtful else unlisted_links(view.stack)),
            )

        def verdict() -> Verdict:
            affected = proved or listed
            first = opt_outs.points[next(bits_of(affected))]
            path = alone.path(first, node)
            weak = next(hop for hop in path if _is_weak(view, hop))
            key = weak.element.removeprefix("flows.")
            flow = view.stack.flows[key]
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    FactRef("flows", key, "method" if by_hand(flow) == TRUE else "monitored"),
                    opt_outs.fact(first),
                    FactRef("tools", sender.key, "sends"),
                ),
                missing=() if proved else unlisted_links(view.stack),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title or sender.key,
                        "captures": opt_outs.names(affected),
                        "channel": opt_outs.channel,
                        "count": str(affected.bit_count()),
                        "flow": flow.name or key,
                        "method": str(flow.method) if by_hand(flow) == TRUE else "",
                    }
                ),
                path=path,
                related=(*opt_outs.paths(affected), *_flows(path)),
            )

        return _Judged(truth, missing, verdict)

    yield from _each_sender(view, judge)


def _is_weak(view: View, hop: Hop) -> bool:
    flow = view.stack.flows.get(hop.element.removeprefix("flows."))
    return hop.element.startswith("flows.") and flow is not None and is_false(unattended(flow))


class _ByItself:
    """Which opt-outs of a channel get where over flows that need nobody and are watched, and which over others."""

    def __init__(self, opt_outs: OptOuts) -> None:
        part, sources = opt_outs.part, opt_outs.sources
        truths = [
            TRUE if edge.flow is None or passes == FALSE else unattended(edge.flow)
            for edge, passes in zip(part.graph.edges, part.truth, strict=True)
        ]
        surely = [truth == TRUE for truth in truths]
        perhaps = [truth != FALSE for truth in truths]
        self._others = [truth != TRUE for truth in truths]
        self.part, self._points = part, opt_outs.points
        self.certain = part.certain.only(surely).spread(sources)
        self.possible = part.possible.only(perhaps).spread(sources)
        self._through = part.possible.spread_through(sources, self._others)
        if part.at_large is part.possible:
            self.at_large, self._through_at_large = self.possible, self._through
        else:
            self.at_large = part.at_large.only(perhaps).spread(sources)
            self._through_at_large = part.at_large.spread_through(sources, self._others)
        self._lows = [low for low, _ in part.graph.delays]
        self._highs = [high for _, high in part.graph.delays]
        self._trees: dict[int, tuple[Tree, Tree]] = {}

    def perhaps_not(self, points: int, end: int, *, at_large: bool = False) -> int:
        """The bits of points whose opt-outs may get to a node, yet not over flows that need nobody and are watched.

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
