"""Whether somebody would notice that a flow has stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Final

from stackaudit.checks.alike import plain_flows
from stackaudit.checks.reading import covers, is_standing, standing, watched, whether_runs
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Flow
from stackaudit.model.stack import Stack
from stackaudit.model.values import DAY, UNKNOWN, is_stated, listed, longest_gap
from stackaudit.model.writing import short_day
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate, of

__all__ = ["unwatched"]

_OBJECTS: Final = frozenset({"lead", "order"})
_CLASSES: Final = ("order", "user.behavior.purchase_history")


@check("source", "target", "told", "last", "stopped")
def unwatched(view: View) -> Iterator[Verdict]:
    """For each flow: does it run again and again, and nobody is told when it stops, or it has stopped unnoticed?

    It has stopped where its last good run lies more than so many ``intervals`` back, and a day for the hour that nobody
    knows. Values: the titles of ``source`` and ``target``, whether somebody is ``told``, the ``last`` good run, and the
    same again as ``stopped`` where it lies that far back.
    """
    stack, graph, intervals = view.stack, view.graph, float(view.parameters["intervals"])
    as_of, running, weighing_of = view.as_of, graph.running, cache(_weighing)

    def plain(runs_now: Truth, every: Any, last: Any, monitored: Any) -> Outcome | None:
        if FALSE in (runs_now, is_standing(every)):
            return Outcome.NOT_APPLICABLE
        noticed = watched(monitored) == TRUE and _stopped(last, every, as_of, intervals) == FALSE
        return Outcome.CLEAR if noticed else None

    facts = (graph.columns.of("flow", name) for name in ("every", "last_success", "monitored"))
    for plain_ones, flow in plain_flows(view, facts, plain):
        yield from plain_ones
        if flow is None:
            continue
        key, last = flow.id, flow.last_success
        stopped, silent = _stopped(last, flow.every, as_of, intervals), negate(watched(flow.monitored))
        element, applies = (f"flows.{key}",), all_of((running[key], standing(flow)))
        weighing = weighing_of(flow.signals, flow.object, flow.carries)
        outcome = outcome_of(all_of((applies, any_of((silent, stopped)))), applies)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=tuple(_missing(stack, flow, silent, stopped)))
        else:
            tail, head = flow.ends[0]
            yield Verdict(
                element,
                outcome,
                facts=(
                    *((FactRef("flows", key, "monitored"),) if silent == TRUE else ()),
                    *((FactRef("flows", key, "last_success"),) if stopped == TRUE else ()),
                    FactRef("flows", key, "every"),
                    *(FactRef("flows", key, name) for name in weighing),
                ),
                values={
                    "source": graph.element(graph.index[tail]).title,
                    "target": stack.tools[head].title,
                    "told": "no" if silent == TRUE else "yes" if silent == FALSE else "not stated",
                    "last": short_day(last) if isinstance(last, date) else "not recorded",
                    "stopped": short_day(last) if stopped == TRUE and isinstance(last, date) else "",
                },
                severity=Severity.P2 if weighing else None,
            )


def _stopped(last: Any, every: Any, as_of: date, intervals: float) -> Truth:
    """Whether the last good run lies too far back for a flow that still runs; false where none is recorded."""
    if last is None or every == "on_event" or not (last is UNKNOWN or isinstance(last, date)):
        return FALSE
    if last is UNKNOWN:
        return UNKNOWN_TRUTH
    since = ((as_of - last).days - 1) * DAY
    if is_stated(every):
        return of(since > intervals * longest_gap(every)[0])
    return UNKNOWN_TRUTH if since > 0 else FALSE


def _missing(stack: Stack, flow: Flow, silent: Truth, stopped: Truth) -> Iterator[Missing]:
    """What would say whether somebody would notice."""
    key = flow.id
    yield from whether_runs(stack, flow)
    if not is_stated(flow.every):
        yield Missing(("flows", key, "every"))
    if TRUE in (silent, stopped):
        return
    if silent == UNKNOWN_TRUTH:
        yield Missing(("flows", key, "monitored"))
    if flow.last_success is UNKNOWN:
        yield Missing(("flows", key, "last_success"))


def _weighing(signals: Any, moved: Any, carries: Any) -> tuple[str, ...]:
    """The first field of a flow by which opt-outs, leads or orders travel on it, if any does."""
    if any(signal.startswith("opt_out") for signal in listed(signals)):
        return ("signals",)
    if moved in _OBJECTS:
        return ("object",)
    return ("carries",) if any(covers(above, one) for one in listed(carries) for above in _CLASSES) else ()
