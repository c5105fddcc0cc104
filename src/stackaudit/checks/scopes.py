"""Opt-outs that arrive as less than people asked for: of everything, and it ends one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any, Final

from stackaudit.checks.by_sender import Judged, each_sender
from stackaudit.checks.opt_outs import Candidates, OptOuts, Sender, bits_of
from stackaudit.checks.reading import unlisted_links
from stackaudit.checks.unbroken import Unbroken
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Hop, Missing, Outcome
from stackaudit.graph.scopes import heeds, keeps, kept
from stackaudit.model.elements import CapturePoint, Flow, Tool
from stackaudit.model.values import NONE, is_stated
from stackaudit.model.words import OptOutScope
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH

__all__ = ["narrowed"]

_CAN_BE_NARROWED: Final = (OptOutScope.GLOBAL, OptOutScope.BRAND, OptOutScope.ADDRESS)


@check("sender", "captures", "channel", "asked", "left", "count")
def narrowed(view: View) -> Iterator[Verdict]:
    """For each sender and channel: do opt-outs of some place arrive, but by every way as less than was asked for?

    Values: the sender and the places, the scope that was asked for and what is left of it, and how many places.
    """
    known: dict[OptOuts, _Scopes] = {}

    def judge(opt_outs: OptOuts, sender: Sender, candidates: Candidates) -> Judged:
        if not candidates.may & opt_outs.at_large(sender.node):
            return Judged(FALSE, tuple, applies=FALSE)
        if opt_outs not in known:
            known[opt_outs] = _Scopes(opt_outs)
        return known[opt_outs].judged(view, sender, candidates)

    yield from each_sender(view, judge)


def _scope_of(element: Tool | CapturePoint) -> Any:
    return element.opt_out_scope if isinstance(element, Tool) else element.scope


class _Scopes:
    """The opt-outs of one channel by how much they are to stop, and the ways on which nothing of that is lost."""

    def __init__(self, opt_outs: OptOuts) -> None:
        self.opt_outs = opt_outs
        self.of: dict[OptOutScope, Candidates] = {}
        scopes = [_scope_of(opt_outs.graph.element(node)) for node in opt_outs.points]
        for asked in _CAN_BE_NARROWED:
            sure = sum(1 << position for position, scope in enumerate(scopes) if scope is asked)
            open_ones = sum(
                1 << position for position, scope in enumerate(scopes) if not is_stated(scope) or scope is NONE
            )
            self.of[asked] = Candidates(sure, sure | open_ones)
        self._by_scope: dict[OptOutScope, Unbroken] = {}
        self._by_truths: dict[bytes, Unbroken] = {}

    def unbroken(self, asked: OptOutScope) -> Unbroken:
        """The ways on which nothing of a scope is lost; shared by scopes for which the same flows are such."""
        if asked not in self._by_scope:
            truths = kept(self.opt_outs.part, asked)
            if truths not in self._by_truths:
                self._by_truths[truths] = Unbroken(self.opt_outs, truths)
            self._by_scope[asked] = self._by_truths[truths]
        return self._by_scope[asked]

    def judged(self, view: View, sender: Sender, candidates: Candidates) -> Judged:
        """Whether something is lost of what people said at some places, before it gets to a sender."""
        opt_outs, node = self.opt_outs, sender.node
        arriving = candidates.sure & opt_outs.certain(node)
        lost: dict[OptOutScope, tuple[int, int]] = {}
        for asked, places in self.of.items():
            here = arriving & places.sure
            if not here:
                continue
            if heeds(sender.tool, asked) == FALSE:
                lost[asked] = (here, here)
            else:
                ways = self.unbroken(asked)
                lost[asked] = (here & ~ways.at_large[node], here & ~ways.possible[node])
        proved, listed = (any(bits[kind] for bits in lost.values()) for kind in (0, 1))
        doubtful = 0 if listed else self._perhaps(sender, candidates)
        if proved or listed:
            truth = TRUE if proved else TRUE_AS_LISTED
        elif doubtful:
            truth = UNKNOWN_TRUTH
        else:
            truth = FALSE_AS_LISTED if self._perhaps(sender, candidates, at_large=True) else FALSE

        def missing() -> tuple[Missing, ...]:
            return (
                *self._missing(sender, candidates, doubtful),
                *(() if doubtful else unlisted_links(view.stack)),
            )

        def verdict() -> Verdict:
            asked, bits = next(
                (asked, sure if proved else listed)
                for asked, (sure, listed) in lost.items()
                if (sure if proved else listed)
            )
            return self._finding(view, sender, asked, bits)._replace(
                missing=() if proved else unlisted_links(view.stack)
            )

        return Judged(truth, missing, verdict)

    def _perhaps(self, sender: Sender, candidates: Candidates, *, at_large: bool = False) -> int:
        """The bits of places from which something may arrive of which something may be lost."""
        opt_outs, node = self.opt_outs, sender.node
        arriving = opt_outs.at_large(node) if at_large else opt_outs.possible(node)
        found = 0
        for asked, places in self.of.items():
            may = candidates.may & places.may & arriving & ~found
            if may and heeds(sender.tool, asked) == TRUE:
                may = self.unbroken(asked).perhaps_not(may, node, at_large=at_large)
            found |= may
        return found

    def _missing(self, sender: Sender, candidates: Candidates, doubtful: int) -> Iterator[Missing]:
        opt_outs = self.opt_outs
        wanted = [asked for asked, places in self.of.items() if places.may & doubtful]
        held = {heeds(sender.tool, asked) for asked in wanted}
        if UNKNOWN_TRUTH in held:
            stops_a_brand = sender.tool.opt_out_scope is OptOutScope.BRAND
            yield Missing(("tools", sender.key, "brand" if stops_a_brand else "opt_out_scope"))
        for position in bits_of(doubtful):
            element = opt_outs.graph.element(opt_outs.points[position])
            if not is_stated(_scope_of(element)) or _scope_of(element) is NONE:
                route = opt_outs.graph.path_of(opt_outs.points[position]).split(".", 1)
                yield Missing((*route, "opt_out_scope" if isinstance(element, Tool) else "scope"))
        yield from opt_outs.whether_points(sender, doubtful & ~candidates.sure)
        yield from opt_outs.disputes(sender.node, doubtful)

        def whether_kept(key: str, flow: Flow) -> Iterator[Missing]:
            if any(keeps(flow, asked) == UNKNOWN_TRUTH for asked in wanted):
                yield Missing(("flows", key, "opt_out_scope"))

        yield from opt_outs.along(sender.node, doubtful, also=None if held == {FALSE} else whether_kept)

    def _finding(self, view: View, sender: Sender, asked: OptOutScope, bits: int) -> Verdict:
        opt_outs, node = self.opt_outs, sender.node
        first = opt_outs.points[next(bits_of(bits))]
        path = self.unbroken(asked).path(first, node)
        if heeds(sender.tool, asked) == FALSE:
            loss, left = FactRef("tools", sender.key, "opt_out_scope"), sender.tool.opt_out_scope
        else:
            flow = next(one for one in _flows(view, path) if keeps(one, asked) == FALSE)
            loss, left = FactRef("flows", flow.id, "opt_out_scope"), flow.opt_out_scope
        return Verdict(
            (),
            Outcome.FLAGGED,
            facts=(
                loss,
                *_asked(opt_outs, bits),
                FactRef("tools", sender.key, "sends"),
                *(() if loss.collection == "tools" else opt_outs.denial(first, node)),
            ),
            values=MappingProxyType(
                {
                    "sender": sender.tool.title,
                    "captures": opt_outs.names(bits),
                    "channel": opt_outs.channel,
                    "asked": _STOPS[asked],
                    "left": _STOPS[left] if isinstance(left, OptOutScope) else str(left),
                    "count": str(bits.bit_count()),
                }
            ),
            path=path,
            related=(*opt_outs.paths(bits), *(f"flows.{flow.id}" for flow in _flows(view, path))),
        )


_STOPS: Final = {
    OptOutScope.GLOBAL: "everything",
    OptOutScope.BRAND: "one brand",
    OptOutScope.ADDRESS: "one address",
    OptOutScope.TOPIC: "one topic or list",
}
"""What an opt-out stops, for the reader."""


def _asked(opt_outs: OptOuts, bits: int) -> Iterator[FactRef]:
    """What people ask for at those places that are named."""
    for fact in opt_outs.facts(bits):
        if fact.field != "tool":
            yield fact._replace(field="opt_out_scope" if fact.collection == "tools" else "scope")


def _flows(view: View, path: Sequence[Hop]) -> Iterator[Flow]:
    for hop in path:
        if hop.element.startswith("flows."):
            yield view.stack.flows[hop.element.removeprefix("flows.")]
