"""Ways to say stop that lead nowhere: the listed ones, and those that people use whether or not they are offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from stackaudit.checks.alike import in_turn, outcomes_of
from stackaudit.checks.opt_outs import OptOuts, Sender, bits_of, senders
from stackaudit.checks.reading import CHANNELS, captures, holds, named, overlapping, says, unlisted_links
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import CapturePoint, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, listed
from stackaudit.model.words import CaptureMeans, Channel
from stackaudit.truth import (
    FALSE,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true_as_listed,
    negate,
    of,
)

__all__ = ["leads_nowhere"]

_UNASKED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Channel.EMAIL: (CaptureMeans.REPLY, CaptureMeans.FEEDBACK_LOOP),
        Channel.SMS: (CaptureMeans.KEYWORD,),
    }
)
"""The ways to say stop that whoever gets a message has, by channel, whether or not the sender set them up."""


@check("way", "sender", "channel")
def leads_nowhere(view: View) -> Iterator[Verdict]:
    """For each place to say stop: does a wish get to any sender? For each sender: does a reply end its mail?

    Values: by which way a wish comes (a place by its name, else means), who goes on sending, and on which channels.
    """
    everyone = senders(view.graph)
    # By name, so that the sender that a finding names does not depend on the order of the file.
    sending = (sender for sender in everyone if sender.on or sender.perhaps)
    yield from _places(view, tuple(sorted(sending, key=lambda sender: sender.key)))
    recorded = _recorded(view.stack)
    outcomes = outcomes_of(None if _may_be_unasked(sender) else Outcome.NOT_APPLICABLE for sender in everyone)
    for plain, number in in_turn(view, view.graph.columns.paths("tool"), outcomes):
        yield from plain
        if number is not None:
            yield from _unasked(everyone[number], recorded)


# -- places that are listed --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Heard:
    """For one channel, as bits of places: which are heard by a sender, and which there is a sender for that is deaf.

    ``heard`` and ``deaf`` in every completion, ``deaf_as_listed`` unless an unlisted flow helps, ``maybe_*`` in some
    as listed, ``at_large`` in some at all. ``helper`` and ``silent`` name the first sender of each kind by position,
    ``goes_on`` the first that is known to send and hears nothing as listed.
    """

    heard: int = 0
    maybe_heard: int = 0
    at_large: int = 0
    deaf: int = 0
    deaf_as_listed: int = 0
    maybe_deaf: int = 0
    anybody: int = 0
    helper: dict[int, Sender] = field(default_factory=dict)
    silent: dict[int, Sender] = field(default_factory=dict)
    goes_on: dict[int, Sender] = field(default_factory=dict)

    def truth(self, bit: int) -> Truth:
        """Whether what is said at a place gets to no sender, though there is one."""
        if not self.maybe_deaf & ~self.heard & bit:
            return FALSE
        if self.maybe_heard & bit or not self.deaf_as_listed & bit:
            return UNKNOWN_TRUTH
        return TRUE if self.deaf & ~self.at_large & bit else TRUE_AS_LISTED


def _heard(view: View, opt_outs: OptOuts, everyone: tuple[Sender, ...]) -> _Heard:
    """Who hears whom on a channel; a few operations on bits a sender."""
    found = _Heard()
    for sender in everyone:
        sends = dict(sender.on).get(opt_outs.channel, UNKNOWN_TRUTH if opt_outs.channel in sender.perhaps else FALSE)
        if sends == FALSE:
            continue
        node, brand = sender.node, opt_outs.of_brand(sender.tool.brand)
        certain, possible, at_large = opt_outs.certain(node), opt_outs.possible(node), opt_outs.at_large(node)
        if sends == TRUE:
            for new in bits_of(brand.sure & ~possible & ~found.deaf_as_listed):
                found.goes_on[new] = sender
            found.heard |= brand.sure & certain
            found.deaf |= brand.sure & ~at_large
            found.deaf_as_listed |= brand.sure & ~possible
        for new in bits_of(brand.may & possible & ~found.maybe_heard):
            found.helper[new] = sender
        for new in bits_of(brand.may & ~certain & ~found.maybe_deaf):
            found.silent[new] = sender
        found.maybe_heard |= brand.may & possible
        found.at_large |= brand.may & at_large
        found.maybe_deaf |= brand.may & ~certain
        found.anybody |= brand.may
    if not view.stack.is_complete("tools"):
        found.at_large = -1  # a sender that nobody listed may hear them all
    return found


def _places(view: View, everyone: tuple[Sender, ...]) -> Iterator[Verdict]:
    by_channel: dict[str, _Heard] = {}
    for key, point in view.stack.capture_points.items():
        element = (f"capture_points.{key}",)
        node = view.graph.index[key]
        on: list[tuple[OptOuts, Truth]] = []
        anybody = False
        for channel in CHANNELS:
            said = captures(point, channel)
            if said == FALSE:
                continue
            opt_outs = OptOuts.of(view.graph, channel)
            if channel not in by_channel:
                by_channel[channel] = _heard(view, opt_outs, everyone)
            anybody = anybody or bool(by_channel[channel].anybody & opt_outs.bit[node])
            on.append((opt_outs, all_of((said, by_channel[channel].truth(opt_outs.bit[node])))))
        truth = any_of(one for _, one in on)
        outcome = outcome_of(truth, of(anybody))
        if outcome is Outcome.UNKNOWN:
            asked = dict.fromkeys(
                one
                for opt_outs, flagged in on
                if flagged != FALSE
                for one in _of_place(key, point, opt_outs, by_channel[opt_outs.channel], node)
            )
            yield Verdict(element, outcome, missing=tuple(asked))
        elif is_true_as_listed(truth):
            lost = [opt_outs for opt_outs, flagged in on if is_true_as_listed(flagged)]
            yield _lost(view, key, point, lost, by_channel, outcome)
        else:
            yield Verdict(element, outcome)


def _of_place(key: str, point: CapturePoint, opt_outs: OptOuts, heard: _Heard, node: int) -> Iterator[Missing]:
    """What would say whether a place is one for this channel, and whether some sender hears what is said there."""
    if says(point, "opt_out") != TRUE:
        yield Missing(("capture_points", key, "captures"))
    if holds(point.channel, (opt_outs.channel,)) != TRUE:
        yield Missing(("capture_points", key, "channel"))
    bit = opt_outs.bit[node]
    position = bit.bit_length() - 1
    sender = heard.helper.get(position) or heard.silent[position]
    yield from sender.missing(opt_outs.channel)
    if overlapping(sender.tool.brand, point.brand) != TRUE:
        for owner, brand in ((("tools", sender.key), sender.tool.brand), (("capture_points", key), point.brand)):
            if brand is not None and is_open(brand):
                yield Missing((*owner, "brand"))
    if position in heard.helper:
        yield from opt_outs.disputes(sender.node, bit)
        if not opt_outs.certain(sender.node) & bit:
            yield from opt_outs.along(sender.node, bit)


def _lost(
    view: View,
    key: str,
    point: CapturePoint,
    lost: list[OptOuts],
    by_channel: Mapping[str, _Heard],
    outcome: Outcome,
) -> Verdict:
    node = view.graph.index[key]
    deaf = [by_channel[one.channel].goes_on[one.bit[node].bit_length() - 1] for one in lost]
    first = deaf[0]
    return Verdict(
        (f"capture_points.{key}",),
        outcome,
        facts=(
            FactRef("capture_points", key, "tool"),
            *lost[0].denial(node, first.node),
            FactRef("tools", first.key, "sends"),
        ),
        missing=() if outcome is Outcome.FLAGGED else unlisted_links(view.stack),
        values=MappingProxyType(
            {
                "way": point.title,
                "sender": named(dict.fromkeys(one.tool.title for one in deaf)),
                "channel": named(one.channel for one in lost),
            }
        ),
        related=tuple(dict.fromkeys(f"tools.{one.key}" for one in deaf)),
    )


# -- ways that nobody set up -------------------------------------------------------------------------------------------


def _recorded(stack: Stack) -> frozenset[tuple[str, str, str]]:
    """The tool, the means and the channel of each place of which all that is known for certain."""
    return frozenset(
        (str(point.tool), str(point.how), channel)
        for point in stack.capture_points.values()
        if point.tool in stack.tools and says(point, "opt_out") == TRUE
        for channel in listed(point.channel)
    )


def _may_be_unasked(sender: Sender) -> bool:
    """Whether messages may go out from a sender that people can answer unasked; not from most tools."""
    return any(channel in _UNASKED for channel in (*(channel for channel, _ in sender.on), *sender.perhaps))


def _unasked(sender: Sender, recorded: frozenset[tuple[str, str, str]]) -> Iterator[Verdict]:
    """Of a sender: whether each way that people use unasked ends its messages, by channel."""
    element = (f"tools.{sender.key}",)
    on = [(channel, sends) for channel, sends in sender.on if channel in _UNASKED]
    perhaps = [channel for channel in sender.perhaps if channel in _UNASKED]
    for channel, sends in on:
        ways = {way: _ends_it(sender, way, channel, recorded) for way in _UNASKED[channel]}
        truth = all_of((sends, any_of(negate(one) for one in ways.values())))
        outcome = outcome_of(truth, sends)
        if outcome is Outcome.FLAGGED:
            yield _unheeded(sender, channel, [way for way, ends in ways.items() if ends == FALSE])
        else:
            asked = _of_sender(sender, channel, ways) if outcome is Outcome.UNKNOWN else ()
            yield Verdict(element, outcome, channel, missing=tuple(asked))
    if perhaps:
        ways = {way: _ends_it(sender, way, one, recorded) for one in perhaps for way in _UNASKED[one]}
        outcome = outcome_of(all_of((UNKNOWN_TRUTH, any_of(negate(one) for one in ways.values()))))
        yield Verdict(element, outcome, missing=sender.missing(perhaps[0]) if outcome is Outcome.UNKNOWN else ())


def _ends_it(sender: Sender, way: str, channel: str, recorded: frozenset[tuple[str, str, str]]) -> Truth:
    """Whether a way ends the messages of a sender: by what it heeds, else by a place of that kind recorded in it."""
    heeds = holds(sender.tool.heeds, (way,))
    return TRUE if heeds == UNKNOWN_TRUTH and (sender.key, way, channel) in recorded else heeds


def _of_sender(sender: Sender, channel: str, ways: Mapping[str, Truth]) -> Iterator[Missing]:
    yield from sender.missing(channel)
    if UNKNOWN_TRUTH in ways.values():
        yield Missing(("tools", sender.key, "heeds"))


def _unheeded(sender: Sender, channel: str, ways: list[str]) -> Verdict:
    tool: Tool = sender.tool
    return Verdict(
        (f"tools.{sender.key}",),
        Outcome.FLAGGED,
        channel,
        facts=(FactRef("tools", sender.key, "heeds"), FactRef("tools", sender.key, "sends")),
        values=MappingProxyType(
            {"way": named(way.replace("_", " ") for way in ways), "sender": tool.title, "channel": channel}
        ),
    )
