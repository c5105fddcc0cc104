"""The words on a picture: what a tooltip says of a tool or flow, and what stands beside a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from stackaudit.model.elements import CapturePoint, Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, Word, is_open, is_stated, listed
from stackaudit.model.words import CAPABILITIES, DATA_CLASSES, Method, ToolStatus
from stackaudit.outputs.diagram.chart import Chart, Link, Member
from stackaudit.outputs.diagram.labels import one_line
from stackaudit.outputs.diagram.methods import METHODS
from stackaudit.outputs.diagram.scene import LineKind

__all__ = ["cadence", "line_label", "line_notes", "line_title", "member_notes"]

_LISTED: Final = 6

_CADENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1h": "hourly",
        "1d": "daily",
        "1w": "weekly",
        "1mo": "monthly",
        "on_event": "on event",
        "on_request": "on request",
        "once": "once",
    }
)
_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "m": "minute",
        "h": "hour",
        "d": "day",
        "w": "week",
        "mo": "month",
        "bh": "business hour",
        "bd": "business day",
    }
)
_HYPHENED: Final[Mapping[str, str]] = MappingProxyType({"opt_out": "opt-out", "in_app": "in-app"})
_STATUSES: Final = frozenset({ToolStatus.TRIAL, ToolStatus.RETIRING, ToolStatus.PLANNED})


def member_notes(chart: Chart, member: Member) -> tuple[str, ...]:
    """What the tooltip of a tool or capture point says, a line each."""
    element = member.element
    said = [member.name]
    if isinstance(element, CapturePoint):
        said.append("Capture point: people can say stop or yes here")
        said += _list("Channels", element.channel)
        if not is_stated(element.tool):
            said.append("Nobody said in which tool a wish is recorded")
        elif element.tool is NONE:
            said.append("A wish is recorded in no tool")
    else:
        said += _of_tool(chart.stack, element)
    mark = chart.marks.get(member.path)
    return (*said, *(mark.notes if mark else ()))


def _of_tool(stack: Stack, tool: Tool) -> Iterable[str]:
    names = [_capability(stack, name) for name in listed(tool.capabilities)]
    if names:
        said = _joined(names)
        yield f"{said[0].upper()}{said[1:]}"
    if tool.status in _STATUSES:
        yield f"Status: {tool.status}"
    elif tool.status is UNKNOWN:
        yield "Nobody could say whether it is in use"
    if is_stated(tool.owner):
        yield f"Owner: {_title(stack, tool.owner)}"
    teams = listed(tool.teams)
    if teams:
        yield f"Teams: {_joined([_title(stack, team) for team in teams])}"
    if isinstance(tool.sends, (tuple, dict)):
        yield from _list("Sends", tool.sends if isinstance(tool.sends, tuple) else tuple(sorted(tool.sends)))


def _capability(stack: Stack, name: str) -> str:
    own = stack.capabilities.get(name)
    return own.title if own is not None else CAPABILITIES[name].doc if name in CAPABILITIES else name


def _title(stack: Stack, name: Any) -> str:
    element = stack.teams.get(name) or stack.people.get(name)
    return one_line(element.title if element is not None else str(name))


@lru_cache(maxsize=1 << 10)  # many flows carry the same
def _list(head: str, items: Any) -> tuple[str, ...]:
    """``Carries: e-mail address, purchases and others``; nothing where the list is not stated."""
    if not is_stated(items):
        return ()
    names = [_spoken(str(item)) for item in listed(items)]
    return (f"{head}: {_joined([*names, 'others'] if is_open(items) else names) or 'nothing'}",)


@lru_cache(maxsize=1 << 10)
def _spoken(word: str) -> str:
    signal, _, channel = word.partition(":")
    spoken = one_line(DATA_CLASSES.get(signal) or _HYPHENED.get(signal) or signal.replace("_", " "))
    return f"{spoken} ({channel})" if channel else spoken


def _joined(names: list[str]) -> str:
    shown = names if len(names) <= _LISTED else [*names[: _LISTED - 1], f"{len(names) - _LISTED + 1} more"]
    return ", ".join(one_line(name) for name in shown)


def line_label(link: Link) -> tuple[str, ...]:
    """What stands beside a line where there is room: how, and how often."""
    if link.gaps:
        return (f"no {_signals(link)}",)
    if link.flow is None:
        return ("checked before sending",) if link.kind is LineKind.GATE else ()
    often = cadence(link.flow.every)
    return (METHODS.get(str(link.flow.method), "how?"), *([often] if often else []))


def line_notes(chart: Chart, link: Link) -> tuple[str, ...]:
    """What the tooltip of a line says, a line each."""
    said = [line_title(chart, link)]
    if link.gaps:
        said.append(f"Known gap: {_signals(link)} does not get there by any way")
    elif link.flow is not None:
        said += _of_flow(chart.stack, link.flow)
    else:
        gate = link.kind is LineKind.GATE
        said.append("Looked up before each send" if gate else "What people choose there is recorded here")
    if not link.certain:
        said.append("It is not known for certain whether this runs")
    mark = chart.mark_of(link)
    return (*said, *(mark.notes if mark else ()))


def line_title(chart: Chart, link: Link) -> str:
    """From where a line leads to where."""
    source, target = chart.members[link.source].name, chart.members[link.target].name
    return f"{source} {'↔' if link.both else '→'} {target}"


def _signals(link: Link) -> str:
    return _joined([_spoken(gap.signal) for gap in link.gaps])


def _of_flow(stack: Stack, flow: Flow) -> Iterable[str]:
    if flow.name:
        yield one_line(flow.name)
    if isinstance(flow.method, Method):
        yield f"{METHODS[flow.method]}: {flow.method.doc}"
    else:
        yield "Nobody said how this moves"
    often = cadence(flow.every)
    takes = flow.takes is not None and not isinstance(flow.takes, Word)
    yield f"Runs: {often or 'nobody said how often'}{f', takes {_length(str(flow.takes))}' if takes else ''}"
    via = stack.tools.get(flow.via or "")
    if via is not None:
        yield f"Run by: {one_line(via.title)}"
    yield from _list("Carries", flow.carries)
    yield from _list("Passes on", flow.signals)


@lru_cache(maxsize=1 << 10)
def cadence(every: Any) -> str:
    """How often something runs: ``weekly``, ``every 15 minutes``, ``Wed, Sat``; empty where nobody said so."""
    if not is_stated(every) or every is NONE:
        return ""
    if isinstance(every, tuple):
        return ", ".join(str(day).capitalize() for day in every)
    text = str(every)
    if " " in text:
        return one_line(f"at {text}", 40)
    return _CADENCES.get(text) or f"every {_length(text).removeprefix('1 ')}"


def _length(duration: str) -> str:
    """``8 days`` for ``8d``."""
    count = int(duration.rstrip("abcdefghijklmnopqrstuvwxyz"))
    unit = _UNITS[duration.lstrip("0123456789")]
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
