"""Whether opt-outs get to every sender: at all, in time, and without a person's help."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from stackaudit.checks.by_sender import Judged, each_sender
from stackaudit.checks.deadlines import Deadlines
from stackaudit.checks.delays import Delays
from stackaudit.checks.opt_outs import (
    Candidates,
    OptOuts,
    Sender,
    bits_of,
    unattended,
    whether_unattended,
)
from stackaudit.checks.reading import by_hand, contacts_of, unlisted_links
from stackaudit.checks.timing import slow_facts, time_in_words
from stackaudit.checks.unbroken import Unbroken
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Hop, Missing, Outcome, Severity
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    all_of,
    any_of,
    is_false,
    is_true,
)

__all__ = ["by_themselves", "opt_out_by_hand", "opt_out_never_arrives", "opt_out_too_late"]


@check("sender", "captures", "channel", "count", "contacts")
def opt_out_never_arrives(view: View) -> Iterator[Verdict]:
    """For each sender and channel: is there a place where people can say stop, and the sender never learns of it?"""
    contacts = contacts_of(view.stack)

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> Judged:
        truth, lost = opt_outs.lost(sender.node, candidates)

        def missing() -> tuple[Missing, ...]:
            return tuple(opt_outs.whether_lost(sender, candidates))

        def verdict() -> Verdict:
            first = opt_outs.points[next(bits_of(lost))]
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    *opt_outs.facts(lost),
                    FactRef("tools", sender.key, "sends"),
                    *opt_outs.denial(first, sender.node),
                ),
                missing=() if truth == TRUE else unlisted_links(view.stack),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title,
                        "captures": opt_outs.names(lost),
                        "channel": opt_outs.channel,
                        "count": str(lost.bit_count()),
                        "contacts": contacts,
                    }
                ),
                related=opt_outs.paths(lost),
            )

        return Judged(truth, missing, verdict)

    yield from each_sender(view, judge)


@check("sender", "capture", "channel", "delay", "clock", "limit", "kind", "contacts")
def opt_out_too_late(view: View) -> Iterator[Verdict]:
    """For each sender and channel: can an opt-out take longer to get there than a law or a mailbox provider allows?

    What never gets there at all is `opt_out_never_arrives`.
    """
    contacts = contacts_of(view.stack)
    deadlines = Deadlines(view)

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> Judged:
        limits = deadlines.of(sender.key, opt_outs.channel)
        if not limits or not candidates.may & opt_outs.at_large(sender.node):
            return Judged(FALSE, tuple, applies=FALSE)
        delays = Delays.of(opt_outs)
        worst = delays.worst(sender, candidates)
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
                *delays.missing(sender, worst, [limit.seconds for limit in open_limits]),
                *opt_outs.disputes(sender.node, candidates.may & ~opt_outs.certain(sender.node)),
                *(unlisted_links(view.stack) if worst.unlisted else ()),
            )

        def verdict() -> Verdict:
            holds = [limit for limit, breach in breaches if breach == truth]
            severity = min(limit.severity for limit in holds)
            limit = next(limit for limit in holds if limit.severity == severity)
            place = worst.slowest or 0
            path = delays.path(sender, worst, place)
            start = opt_outs.points[place]
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    *slow_facts(view.stack, path),
                    *opt_outs.facts(1 << place),
                    FactRef("tools", sender.key, "sends"),
                    *deadlines.facts(sender.key, limit),
                    *opt_outs.denial(start, sender.node),
                ),
                missing=tuple(
                    dict.fromkeys(
                        missing(severity) if truth == TRUE else (*unlisted_links(view.stack), *missing(severity))
                    )
                ),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title,
                        "capture": opt_outs.names(1 << place),
                        "channel": opt_outs.channel,
                        "delay": time_in_words(worst.least_from[place], worst.most_from[place]),
                        "clock": limit.clock.name,
                        "limit": limit.in_full,
                        "kind": limit.kind,
                        "contacts": contacts,
                    }
                ),
                severity=severity,
                path=path,
                related=(*opt_outs.paths(1 << place), *_flows(path)),
            )

        return Judged(truth, missing, verdict)

    yield from each_sender(view, judge)


def _flows(path: tuple[Hop, ...]) -> tuple[str, ...]:
    return tuple(hop.element for hop in path if hop.element.startswith("flows."))


@check("sender", "captures", "channel", "count", "by_hand", "unwatched")
def opt_out_by_hand(view: View) -> Iterator[Verdict]:
    """For each sender and channel: do some opt-outs get there only by hand, or by a flow that nobody watches?"""

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> Judged:
        node = sender.node
        if not candidates.may & opt_outs.at_large(node):
            return Judged(FALSE, tuple, applies=FALSE)
        alone = by_themselves(opt_outs)
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
                *opt_outs.along(node, doubtful, also=whether_unattended),
                *(() if doubtful else unlisted_links(view.stack)),
            )

        def verdict() -> Verdict:
            affected = proved or listed
            first = opt_outs.points[next(bits_of(affected))]
            path = alone.path(first, node)
            weak = next(hop for hop in path if _is_weak(view, hop))
            key = weak.element.removeprefix("flows.")
            is_by_hand = by_hand(view.stack.flows[key]) == TRUE
            return Verdict(
                (),
                Outcome.FLAGGED,
                facts=(
                    FactRef("flows", key, "method" if is_by_hand else "monitored"),
                    *opt_outs.facts(affected),
                    FactRef("tools", sender.key, "sends"),
                    *opt_outs.denial(first, node),
                ),
                missing=() if proved else unlisted_links(view.stack),
                values=MappingProxyType(
                    {
                        "sender": sender.tool.title,
                        "captures": opt_outs.names(affected),
                        "channel": opt_outs.channel,
                        "count": str(affected.bit_count()),
                        "by_hand": key if is_by_hand else "",
                        "unwatched": "" if is_by_hand else key,
                    }
                ),
                path=path,
                related=(*opt_outs.paths(affected), *_flows(path)),
            )

        return Judged(truth, missing, verdict)

    yield from each_sender(view, judge)


def by_themselves(opt_outs: OptOuts) -> Unbroken:
    """The ways of a channel's opt-outs over flows that need nobody and are watched; worked out once a graph."""
    return opt_outs.graph.once((by_themselves, opt_outs), lambda: Unbroken(opt_outs, _by_themselves(opt_outs)))


def _by_themselves(opt_outs: OptOuts) -> bytes:
    """Of each edge, whether it needs nobody and is watched; for what passes no opt-outs that does not matter."""
    return opt_outs.part.of_passing(unattended)


def _is_weak(view: View, hop: Hop) -> bool:
    flow = view.stack.flows.get(hop.element.removeprefix("flows."))
    return hop.element.startswith("flows.") and flow is not None and is_false(unattended(flow))
