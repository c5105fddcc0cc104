"""Rules on opt-outs that look at each channel of each sender: one verdict a pair, whatever the rule asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from stackaudit.checks.alike import in_turn, outcomes_of
from stackaudit.checks.opt_outs import Candidates, OptOuts, Sender, senders
from stackaudit.checks.reading import whether_whole
from stackaudit.checks.verdict import Verdict, View, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.frozen import dataclass
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, is_true_as_listed

__all__ = ["Judge", "Judged", "each_sender"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds of a sender and a channel if marketing goes out there: the red flag's truth, and the rest.

    ``nowhere`` marks a channel on which no place is known where people could say stop.
    """

    truth: Truth
    missing: Callable[[], tuple[Missing, ...]]
    verdict: Callable[[], Verdict] | None = None
    applies: Truth = TRUE
    nowhere: bool = False


Judge = Callable[[OptOuts, Sender, Candidates], Judged]


def each_sender(view: View, judge: Judge) -> Iterator[Verdict]:
    """One verdict for each channel of each sender; one for all the channels on which nobody knows whether it sends."""
    graph = view.graph

    def judged(sender: Sender, channel: str) -> Judged:
        return _judge_where_known(view, OptOuts.of(graph, channel), sender, judge)

    @cache
    def distinct(channels: tuple[str, ...]) -> tuple[str, ...]:
        """Channels of which no two have the same opt-outs in the same places."""
        return tuple({OptOuts.of(graph, channel).signature: channel for channel in reversed(channels)}.values())

    known = senders(graph)
    paths = graph.columns.paths("tool")
    for plain, node in in_turn(view, paths, graph.once((each_sender,), lambda: _outcomes(known))):
        yield from plain
        if node is None:
            continue
        sender = known[node]
        element = (f"tools.{sender.key}",)
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


def _outcomes(known: Sequence[Sender]) -> bytes:
    """Of tools from which no marketing goes out, that the rules do not apply to them: as of most tools."""
    return outcomes_of(None if sender.on or sender.perhaps else Outcome.NOT_APPLICABLE for sender in known)


def _judge_where_known(view: View, opt_outs: OptOuts, sender: Sender, judge: Judge) -> Judged:
    """The judgement, unless no place is known where people could say stop on this channel: is there really none?"""
    candidates = opt_outs.candidates(sender)
    if candidates.may:
        return judge(opt_outs, sender, candidates)
    if sender.node in opt_outs.bit and (opt_outs.sure & opt_outs.bit[sender.node]):
        return Judged(FALSE, tuple)
    partial = whether_whole(view.stack, "capture_points", "tools")
    truth = FALSE_AS_LISTED if partial else FALSE
    return Judged(truth, lambda: partial, applies=truth, nowhere=True)


def _verdict(sender: Sender, channel: str, sends: Truth, judged: Judged) -> Verdict:
    truth = all_of((sends, judged.truth))
    outcome = outcome_of(truth, all_of((sends, judged.applies)))
    element = (f"tools.{sender.key}",)
    if outcome is Outcome.UNKNOWN:
        asked = dict.fromkeys((*sender.missing(channel), *judged.missing()))
        return Verdict(element, outcome, channel, missing=tuple(asked))
    if is_true_as_listed(truth) and judged.verdict is not None:
        return judged.verdict()._replace(elements=element, outcome=outcome, topic=channel)
    return Verdict(element, outcome, channel)
