"""GRA-06: ways to say stop that lead nowhere."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, forget, one_of
from .opt_outs import (
    ARRIVAL,
    CHANNELS,
    FAST,
    descriptions,
    heeds_gaps,
    new_flows,
    new_gates,
    purposes,
    same_brand,
    sends,
)
from .plain import items, opt_out_links, reached, tools
from .worlds import Addition, Fills, OneOf, Some, World

WAYS = {"email": ("reply", "feedback_loop"), "sms": ("keyword",)}
MEANS = ("reply", "feedback_loop", "keyword")
OWN = (("tools", "heeds"), ("capture_points", "how"))
NOWHERE: Fills = {
    **{key: domain for key, domain in ARRIVAL.items() if key != ("tools", "captures_opt_out")},
    ("tools", "heeds"): Some(MEANS),
    ("capture_points", "how"): OneOf(("reply", "phone")),
}


def leads_nowhere(world: World, listed: World) -> dict[str, int]:
    flags = {}
    for channel in CHANNELS:
        on = {key: tool for key, tool in tools(world).items() if sends(tool, channel)}
        links = opt_out_links(world, channel)
        for key, point in world["capture_points"].items():
            if "opt_out" not in items(point.get("captures", ["opt_out"])) or channel not in items(point.get("channel")):
                continue
            there = reached(key, links)
            known = {name for name, tool in on.items() if name in listed["tools"] and same_brand(point, tool)}
            heard = {name for name, tool in on.items() if same_brand(point, tool)} & there
            if known and not heard:
                flags[f"capture_points.{key}"] = 2
        for key, tool in on.items():
            if any(way not in items(tool.get("heeds")) for way in WAYS.get(channel, ())):
                flags[f"tools.{key}:{channel}"] = 2
    return flags


def _agrees(world: World, listed: World) -> bool:
    """Whether gaps hold, and every sender heeds those ways of its own for which places are recorded in it."""
    for point in world["capture_points"].values():
        tool = world["tools"].get(point.get("tool"))
        if tool is None or "opt_out" not in items(point.get("captures", ["opt_out"])):
            continue
        own = [way for channel in items(point.get("channel")) for way in WAYS.get(channel, ())]
        if point.get("how") in own and point["how"] not in items(tool.get("heeds")):
            return False
    return heeds_gaps(world, listed)


def _additions(world: World) -> list[Addition]:
    mailer = {
        "capabilities": ["esp"],
        "sends": ["email", "sms", "push"],
        "captures_opt_out": "none",
        "heeds": list(MEANS),
    }
    found = [*new_flows(world, [FAST]), *new_gates(world)]
    if "tools" not in world["complete"]:
        found += [{("tools", "mailer"): mailer}]
        for tail in (*world["tools"], *world["capture_points"]):
            found.append({("tools", "mailer"): mailer, ("flows", "new_mail"): {"from": tail, "to": "mailer", **FAST}})
    return found


@st.composite
def wishes(draw: Draw) -> dict[str, Any]:
    stack = draw(descriptions(NOWHERE, {"every": ["1d"]}, 1))
    for tool in stack["tools"].values():
        tool["heeds"] = one_of(draw, [["reply", "feedback_loop"], list(MEANS), ["keyword"], ["reply"], "none"])
        if draw(st.integers(0, 3)) == 3:
            del tool["heeds"]
    for point in stack["capture_points"].values():
        point["how"] = one_of(draw, ["reply", "feedback_loop", "keyword", "phone", "none"])
        for tool in stack["tools"].values():  # no place of a kind that is not heeded there
            if point["how"] in MEANS and "heeds" in tool:
                tool["heeds"] = sorted({point["how"], *items(tool["heeds"])})
    return forget(draw, stack, {field: NOWHERE[field] for field in OWN}, 1)


LEADS_NOWHERE = Case(
    rule="GRA-06",
    stacks=wishes(),
    fills=NOWHERE,
    flags=leads_nowhere,
    additions=_additions,
    holds=_agrees,
    slots=purposes,
)
