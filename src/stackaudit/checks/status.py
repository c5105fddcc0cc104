"""Who may write that somebody is subscribed, and whether an opt-out stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackaudit.checks.alike import plain_flows_into
from stackaudit.checks.arriving import finding_of, running_into
from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.opt_outs import senders
from stackaudit.checks.reading import CHANNELS, holds, holds_class, sends_any_marketing, stated_yes
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.words import Signal
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, negate

__all__ = ["switched_on_again"]

_CONSENT: Final = (Signal.CONSENT.value, *(f"{Signal.CONSENT.value}:{channel}" for channel in CHANNELS))


@check("flow", "source", "target")
def switched_on_again(view: View) -> Iterator[Verdict]:
    """For each flow that writes people's status into a tool that sends marketing: does an opt-out stand against it?

    What people say at a capture point is new each time, and not looked at.
    """
    stack, words, columns = view.stack, view.parameters["fields"], view.graph.columns
    kinds = [
        any_of((*dict(sender.on).values(), UNKNOWN_TRUTH if sender.perhaps else FALSE))
        for sender in senders(view.graph)
    ]

    def plain(is_said: Any, opt_out_wins: Any, fields: Any, carries: Any, signals: Any) -> Outcome | None:
        if is_said or any_of(_signs(fields, carries, signals, words).values()) == FALSE:
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if stated_yes(opt_out_wins) == TRUE else None

    told = ("opt_out_wins", "fields", "carries", "signals")
    decisive: tuple[Sequence[Any], ...] = (
        list(map(stack.capture_points.__contains__, columns.of("flow", "from_"))),
        *(columns.of("flow", name) for name in told),
    )
    for plain_ones, flow in plain_flows_into(view, kinds, decisive, plain):
        yield from plain_ones
        if flow is None:
            continue
        key = flow.id
        writes = _writes_status(key, flow, words)
        route = ("flows", key, "opt_out_wins")
        stands = stated_yes(flow.opt_out_wins)
        there = running_into(stack, key, flow, _sends)
        overruled = Clause(negate(stands), (FactRef(*route),), (Missing(route),))
        outcome, missing = judged((there.clause, writes), (overruled,))
        if outcome is Outcome.FLAGGED:
            facts = (*overruled.facts, *writes.facts, *there.clause.facts)
            yield finding_of(view, key, there, facts, {})
        else:
            # Where an opt-out stands, nothing else matters.
            yield Verdict((f"flows.{key}",), outcome, missing=overruled.missing if stands == UNKNOWN_TRUTH else missing)


def _sends(key: str, tool: Tool) -> Clause:
    """Whether marketing goes out from a tool, on whatever channel."""
    truth = sends_any_marketing(tool)
    route = ("tools", key, "sends")
    return Clause(truth, (FactRef(*route),), (Missing(route),))


def _writes_status(key: str, flow: Flow, words: Any) -> Clause:
    """Whether a flow writes who is subscribed or has agreed: as a field, as a data class, or as a signal."""
    signs = _signs(flow.fields, flow.carries, flow.signals, words)
    return Clause(
        any_of(signs.values()),
        tuple(FactRef("flows", key, name) for name, truth in signs.items() if truth == TRUE),
        tuple(Missing(("flows", key, name)) for name, truth in signs.items() if truth == UNKNOWN_TRUTH),
    )


def _signs(fields: Any, carries: Any, signals: Any, words: Any) -> dict[str, Truth]:
    """Which of the facts of a flow say that it does, by their names."""
    return {
        "fields": holds(fields, words),
        "carries": holds_class(carries, ("user.consent",)),
        "signals": holds(signals, _CONSENT),
    }
