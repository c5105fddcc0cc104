"""What the facts of one element say for the graph: what is in use, what runs, what passes what."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any, Final

from stackaudit.model.elements import CapturePoint, Flow, Tool
from stackaudit.model.values import MORE, NONE, UNKNOWN, Word, is_open, is_stated, listed, longest_gap, seconds
from stackaudit.model.words import MANUAL_METHODS, FlowStatus, ToolStatus
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, of

__all__ = ["covers", "delay", "holds", "holds_class", "in_use", "is_running", "passes", "runs", "says", "stated_yes"]

_ACTIVE: Final = ToolStatus.ACTIVE
_RUNS: Final = FlowStatus.ACTIVE
"""Looked up once: to read a member from its class takes longer than to compare it."""
_IN_USE: Final = frozenset({ToolStatus.ACTIVE, ToolStatus.TRIAL, ToolStatus.RETIRING})


def in_use(tool: Tool) -> Truth:
    """Whether a tool is in use: active, on trial or retiring. A tool without a status is."""
    status = tool.status
    if status is _ACTIVE or status is None or status is NONE or status in _IN_USE:
        return TRUE
    return UNKNOWN_TRUTH if status is UNKNOWN else FALSE


def runs(flow: Flow) -> Truth:
    """Whether a flow runs. A flow without a status does. The two ends are not looked at."""
    return is_running(flow.status)


def is_running(status: Any) -> Truth:
    """Whether the status of a flow says that it runs."""
    if status is _RUNS or status is None or status is NONE:
        return TRUE
    return UNKNOWN_TRUTH if status is UNKNOWN else FALSE


def holds(items: Any, wanted: Iterable[str]) -> Truth:
    """Whether a list names one of the wanted words; open lists and lists that nobody stated may."""
    if items is None or items is UNKNOWN:
        return UNKNOWN_TRUTH
    if items is NONE:
        return FALSE
    for word in wanted:
        if word in items:
            return TRUE
    return UNKNOWN_TRUTH if items and items[-1] == MORE else FALSE  # as `is_open` has it


def passes(signals: Any, signal: str, channel: str | None = None) -> Truth:
    """Whether signals such as ``(opt_out:email, deletion)`` hold a signal on a channel.

    A signal without a channel is on any channel. Asked without a channel, the signal must be held on every one of them.
    """
    return holds(signals, (signal, f"{signal}:{channel}") if channel else (signal,))


def covers(data_class: str, other: str) -> bool:
    """Whether a data class is another one, or above it in the dotted tree."""
    return other == data_class or (
        len(other) > len(data_class) and other.startswith(data_class) and other[len(data_class)] == "."
    )


def holds_class(classes: Any, wanted: Iterable[str]) -> Truth:
    """Whether a list of data classes holds one of the wanted ones, or one below them in the tree."""
    wanted = tuple(wanted)
    if any(covers(above, name) for name in listed(classes) for above in wanted):
        return TRUE
    return UNKNOWN_TRUTH if is_open(classes) else FALSE


def says(point: CapturePoint, signal: str) -> Truth:
    """Whether people say this at a capture point; opt-outs where the field is left out."""
    captured = point.captures
    if captured is None:
        return TRUE if signal == "opt_out" else FALSE
    return holds(captured, (signal,))


def stated_yes(value: Any) -> Truth:
    """What a field says that holds true, false, or, for true, where or how: ``monitored``, ``runbook``."""
    return of(value is not NONE and value is not False) if is_stated(value) else UNKNOWN_TRUTH


def delay(flow: Flow) -> tuple[float, float]:
    """The worst case of one hop in seconds, the least and the greatest that it can be: one interval and one run.

    Where nobody said how long a run takes, it may take any time. Where nothing is promised, a run by hand has no upper
    bound at all, and an automated one may take any time.
    """
    least, most = longest_gap(flow.every)
    takes = flow.takes
    if isinstance(takes, Word) or takes is None:
        if takes is NONE and flow.method in MANUAL_METHODS:
            return (inf, inf)
        return (least, inf)
    run = seconds(takes)
    return (least + run, most + run)
