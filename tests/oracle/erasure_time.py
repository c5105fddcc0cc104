"""GRA-11: whether deletions are done within the time of the law that binds."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .erasure import FILLS, erased_in, is_of_people
from .integration import flows_between, some_keys
from .opt_outs import new_flows
from .plain import DAY, delay, items, running, time, tools
from .portfolio import STATUS
from .worlds import Addition, Fills, OneOf, Slot, Some, World

SPEED: Fills = {
    ("flows", "every"): OneOf(("on_event", "once")),
    ("flows", "takes"): OneOf(("0m", "60d")),
    ("processes", "takes"): OneOf(("1d", "90d")),
    ("company", "regions"): Some(("us", "de", "jp"), most=2),
    ("company", "us_states"): Some(("ca", "ny"), most=1),
}
FAST = {"signals": ["deletion"], "every": "on_event", "takes": "0m"}
SLOW = {**FAST, "every": "once"}


def _processes(world: World) -> Iterator[Slot]:
    for key, process in world["processes"].items():
        if process == "unknown":
            options = [{"covers": [one], "takes": takes} for one in world["tools"] for takes in ("1d", "90d")]
            yield Slot(("processes", key), ("none", *options))


def _times(world: World) -> dict[str, float]:
    """When a deletion has got to each place at worst, by trying each link as often as there are places."""
    there = tools(world)
    times: dict[str, float] = {}
    for key, process in world["processes"].items():
        if isinstance(process, dict) and process.get("kind", key) == "erasure":
            takes = inf if process["takes"] == "none" else time(process["takes"])
            for tool in items(process.get("covers")):
                times[tool] = min(times.get(tool, inf), takes)
    links = [
        (tail, head, delay(flow)) for _, flow, tail, head in running(world) if "deletion" in items(flow["signals"])
    ]
    for key, point in world["capture_points"].items():
        if "deletion" in items(point.get("captures", [])):
            times[key] = 0
            links += [(key, point["tool"], 0)] if point.get("tool") in there else []
    for _ in links:
        for tail, head, wait in links:
            if tail in times and (tail in there or tail in world["capture_points"]):
                times[head] = min(times.get(head, inf), times[tail] + wait)
    return times


def too_slow(world: World, _listed: World) -> dict[str, int]:
    company, done = world["company"], erased_in(world)
    limit = 31 if "de" in items(company["regions"]) else 45 if "ca" in items(company["us_states"]) else inf
    times = _times(world)
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if key in done and is_of_people(tool["stores"]) and times[key] > limit * DAY
    }


def _lives_somewhere(world: World, _listed: World) -> bool:
    return "us" in items(world["company"]["regions"]) or not items(world["company"]["us_states"])


def _more(world: World) -> list[Addition]:
    found = [*new_flows(world, [FAST]), *new_flows(world, [SLOW])[1:]]
    for takes in ("1d", "90d"):
        if "processes" not in world["complete"] and world["processes"].get("erasure") != "none":
            new = {"kind": "erasure", "takes": takes}
            found += [{("processes", "new"): {**new, "covers": list(world["tools"])}}]
            found += [{("processes", "new"): {**new, "covers": [key]}} for key in world["tools"]]
    if "capture_points" not in world["complete"]:
        found += [{("capture_points", "desk"): {"tool": key, "captures": ["deletion"]}} for key in world["tools"]]
    return found


@st.composite
def slow_requests(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points", "processes"),
        "company": {"regions": one_of(draw, [["de"], ["us"], ["us", "de"], ["jp"]])},
        "tools": {
            key: element(
                draw,
                capabilities=[["cms"]],
                status=STATUS,
                stores=[["user.name"], ["user.name"], ["user"], ["user.consent"]],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
        "processes": {},
    }
    if "us" in stack["company"]["regions"]:
        stack["company"]["us_states"] = one_of(draw, [["ca"], ["ca", "ny"], ["ny"], "unknown"])
    if draw(st.integers(0, 3)) == 3:
        stack["capture_points"]["p"] = element(draw, tool=[*keys, "none"], captures=[["deletion"], ["consent"]])
    for name in draw(st.sampled_from([["erasure"], ["erasure"], ["erasure", "one"], []])):
        stack["processes"][name] = element(
            draw,
            kind=["erasure"],
            covers=[[keys[0]], [*keys[:2]], [keys[-1]]],
            takes=["1d", "35d", "35d", "90d", "none"],
            method=["manual"],
        )
    signals = [["deletion"], ["deletion"], ["opt_out"], "none"]
    flows_between(draw, stack, 3, signals=signals, every=["on_event", "1d", "20d", "once"], takes=["0m", "1d", "60d"])
    return forget(draw, stack, {**FILLS, **SPEED}, 3)


TOO_SLOW = Case(
    rule="GRA-11",
    stacks=slow_requests(),
    fills={**FILLS, **SPEED},
    flags=too_slow,
    slots=_processes,
    additions=_more,
    holds=_lives_somewhere,
)
