"""GRA-26: whether the event that an automation answers gets to its tool in time."""

from __future__ import annotations

from math import inf
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .leads import STEPS, TIMING, takes_its_time
from .opt_outs import new_flows
from .plain import Link, delay, items, quickest, reached, running, time, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

USUAL = {"security": 300, "service": 300, "left_behind": 4 * 3600, "first_steps": 86_400}


def _tool_or_none(world: World, _key: str) -> OneOf:
    return OneOf(("none", *world["tools"]))


MOMENTS: Fills = {
    ("tools", "status"): IN_USE,
    ("automations", "tool"): _tool_or_none,
    ("automations", "event"): OneOf(("left", "bought", "none")),
    ("automations", "answers"): OneOf(("left_behind", "service", "first_steps", "none")),
    ("automations", "max_delay"): OneOf(("none", "0m", "5m", "999999d")),
    ("automations", "happens_in"): lambda world, _key: Some(tuple(world["tools"])),
    ("flows", "status"): RUNNING,
    ("flows", "events"): Some(("left", "bought")),
    **TIMING,
}


def too_late(world: World, _listed: World) -> dict[str, int]:
    there = tools(world)
    found = {}
    for key, automation in world["automations"].items():
        own = automation.get("max_delay", "none")
        limit = time(own) if own != "none" else USUAL.get(automation["answers"])
        tool, event = automation["tool"], automation["event"]
        if tool not in there or event == "none" or limit is None:
            continue
        links = [
            Link(tail, head, delay(flow), alone=True)
            for _, flow, tail, head in running(world)
            if event in items(flow.get("events"))
        ]
        times = [
            quickest(place, tool, links) if tool in reached(place, links) else inf
            for place in items(automation["happens_in"])
            if place in there
        ]
        late = [place for place in times if place > limit]
        if late:
            found[f"automations.{key}"] = 3
    return found


def _more(world: World) -> list[Addition]:
    quick = {"every": "on_event", "takes": "0m", "method": "api", "events": ["left", "bought"]}
    return new_flows(world, [quick, {**quick, "every": "once"}])


@st.composite
def moments(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["cms"]],
                status=STATUS,
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
        "automations": {
            "one": element(
                draw,
                tool=[keys[0], keys[0], keys[0], "none"],
                trigger=["event", "event", "segment", "schedule"],
                sends=[["email"], ["email"], "none"],
                event=["left"] * 4 + ["none"],
                answers=["left_behind", "service", "first_steps", "security", "none"],
                max_delay=[ABSENT] * 4 + ["5m", "1h", "2d", "none"],
                happens_in=[[keys[-1]], [keys[-1]], [*keys[-2:]], [keys[0]], []],
            )
        },
    }
    way = [(keys[-1], keys[0])] if len(keys) > 1 and draw(st.booleans()) else []
    flows_between(
        draw, stack, 3, ways=way, events=[["left"], ["left"], ["left", "bought"], ["bought"], "none"], **STEPS
    )
    return forget(draw, stack, MOMENTS, 3)


TOO_LATE_TO_ACT = Case(
    rule="GRA-26",
    stacks=moments(),
    fills=MOMENTS,
    flags=too_late,
    additions=_more,
    holds=takes_its_time,
    vague={"takes": ("none",), "every": ("on_request",)},
)
