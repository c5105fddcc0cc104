"""Plain two-valued readings of what rules share: what is in use, what runs, what gets where. Slow, and written from the rules' words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any, NamedTuple

from .worlds import World

MANUAL = {"csv_manual", "spreadsheet", "email_attachment", "manual_entry"}
DAY = 86_400
TIMES = {"on_event": 0.0, "once": inf, "on_request": inf, "none": inf}
UNITS = {"m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}


def items(value: Any) -> list[Any]:
    """What a list names; ``none`` and what is not recorded name nothing."""
    return [] if value is None or value == "none" else list(value)


def time(text: str) -> float:
    return TIMES[text] if text in TIMES else int(text[:-1]) * UNITS[text[-1]]


def tools(world: World) -> dict[str, dict[str, Any]]:
    """The tools in use."""
    return {key: tool for key, tool in world["tools"].items() if tool.get("status") not in {"retired", "planned"}}


def ends(flow: dict[str, Any]) -> list[tuple[str, str]]:
    if "between" in flow:
        one, other = flow["between"]
        return [(one, other), (other, one)]
    return [(flow["from"], flow["to"])]


def running(world: World) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Id, flow and ends of each flow that runs between tools in use, or from a capture point to one; both ways apart."""
    there = {*tools(world), *world["capture_points"]}
    for key, flow in world["flows"].items():
        if flow.get("status") not in {"planned", "paused", "retired"}:
            for tail, head in ends(flow):
                if tail in there and head in there:
                    yield key, flow, tail, head


class Link(NamedTuple):
    """One step by which an opt-out travels: how long it takes at worst, and whether it needs nobody and is watched."""

    tail: str
    head: str
    delay: float
    alone: bool


def is_true(value: Any) -> bool:
    """Whether a field that holds true or false, or where or how, says yes."""
    return value not in (None, False, "none")


def delay(flow: dict[str, Any]) -> float:
    if flow.get("takes", "none") == "none":
        return inf
    return time(flow["every"]) + time(flow["takes"])


def opt_out_links(world: World, channel: str) -> list[Link]:
    links = [
        Link(
            tail,
            head,
            delay(flow) if "every" in flow else 0,
            flow.get("method") not in MANUAL and is_true(flow.get("monitored")),
        )
        for _, flow, tail, head in running(world)
        if {"opt_out", f"opt_out:{channel}"} & set(items(flow.get("signals")))
    ]
    return [*links, *(Link(tail, head, 0, True) for tail, head in side_links(world))]


def side_links(world: World) -> list[tuple[str, str]]:
    """Capture points with their tools, and what senders check before they send with the senders."""
    used = tools(world)
    links = [(key, point["tool"]) for key, point in world["capture_points"].items() if point.get("tool") in used]
    there = {*used, *world["capture_points"]}
    return links + [
        (master, key) for key, tool in used.items() for master in items(tool.get("send_gate")) if master in there
    ]


def reached(start: str, links: Iterable[Any]) -> set[str]:
    """Where one gets from a place by links, itself included."""
    following: dict[str, list[str]] = {}
    for link in links:
        following.setdefault(link[0], []).append(link[1])
    seen, waiting = {start}, [start]
    while waiting:
        for head in following.get(waiting.pop(), ()):
            if head not in seen:
                seen.add(head)
                waiting.append(head)
    return seen


def quickest(start: str, end: str, links: list[Link]) -> float:
    """The time of the quickest path, by trying each link as often as there are places."""
    times = {start: 0.0}
    for _ in links:
        for link in links:
            if link.tail in times:
                times[link.head] = min(times.get(link.head, inf), times[link.tail] + link.delay)
    return times[end]


def is_contradicted(world: World) -> bool:
    """Whether a gap is denied by what else is stated, unless a tool on the way is not in use."""
    sure = {**world, "flows": {key: flow for key, flow in world["flows"].items() if flow.get("status") != "unknown"}}
    for name in ("signals", "carries"):
        sure["flows"] = {key: {**flow, name: _stated(flow.get(name))} for key, flow in sure["flows"].items()}
    sure["tools"] = {key: {**tool, "send_gate": _stated(tool.get("send_gate"))} for key, tool in sure["tools"].items()}
    for gap in world["gaps"].values():
        signal, _, channel = gap["signal"].partition(":")
        links = spend_links(sure) if signal == "spend" else opt_out_links(sure, channel or "email")
        if gap["to"] in reached(gap["from"], links):
            return True
    return False


def _stated(value: Any) -> Any:
    return "none" if value in (None, "unknown") else value


def spend_links(world: World) -> list[tuple[str, str]]:
    """The flows that pass on what advertising costs."""
    return [
        (tail, head)
        for _, flow, tail, head in running(world)
        if {"spend", "spend:ads"} & set(items(flow.get("signals"))) or under(flow.get("carries"), "cost")
    ]


def under(classes: Any, *wanted: str) -> bool:
    """Whether a list names one of some data classes, or one below them."""
    return any(one == above or one.startswith(f"{above}.") for one in items(classes) for above in wanted)


def no_part_of_itself(world: World) -> bool:
    """Whether no tool is a part of itself, be it by way of others: a description that says so is refused."""
    for key, tool in world.get("tools", {}).items():
        here, seen = tool.get("part_of"), {key}
        while here in world["tools"]:
            if here in seen:
                return False
            seen.add(here)
            here = world["tools"][here].get("part_of")
    return True
