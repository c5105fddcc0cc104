"""GRA-29: whether conversions get back to an ad platform from a tool that knows who became a customer."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, Some, World

KNOWING = {"crm", "ecommerce", "payments", "product", "database", "warehouse"}
RETURNING: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "crm", "form")),
    ("flows", "status"): RUNNING,
    ("flows", "signals"): Some(("conversion", "spend")),
}
CONVERTING = [["conversion"], ["conversion"], ["conversion:ads"], ["conversion:email"], ["spend"], "none"]


def conversion_links(world: World) -> list[tuple[str, str]]:
    """The flows that pass on conversions to ads."""
    return [
        (tail, head)
        for _, flow, tail, head in running(world)
        if {"conversion", "conversion:ads"} & set(items(flow.get("signals")))
    ]


def knowing(world: World) -> list[str]:
    """The tools in use that know who became a customer."""
    return [key for key, tool in tools(world).items() if KNOWING & set(items(tool["capabilities"]))]


def heeds_gaps(world: World, _listed: World) -> bool:
    links = conversion_links(world)
    return all(gap["to"] not in reached(gap["from"], links) for gap in world["gaps"].values())


def never_return(world: World, _listed: World) -> dict[str, int]:
    told = {end for key in knowing(world) for end in reached(key, conversion_links(world))}
    return {
        f"tools.{key}": 3
        for key, tool in tools(world).items()
        if "ads" in items(tool["capabilities"]) and key not in told
    }


def more_conversions(world: World, kind: dict[str, Any]) -> list[Addition]:
    """Flows with conversions that nobody listed, also from a CRM that nobody listed."""
    found = new_flows(world, [kind])
    if "tools" not in world["complete"]:
        crm = {("tools", "crm"): {**STRANGER, "capabilities": ["crm"]}}
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        new = [{("flows", f"crm_{key}"): {"from": "crm", "to": key, **kind}} for key in ins]
        found += [crm, *({**crm, **one} for one in new)]
        found.append({**crm, **{route: value for one in new for route, value in one.items()}})
    return found


@st.composite
def platforms(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"], ["ads"], ["form"]]
                if key == "a"
                else [["crm"], ["warehouse"], ["form"], ["ads"], ["ads", "crm"], "none"],
                status=STATUS,
                sends=["none"],
                captures_opt_out=["none"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"p": {"tool": keys[0]}} if draw(st.integers(0, 4)) == 4 else {},
    }
    flows_between(draw, stack, 4, signals=CONVERTING)
    if draw(st.integers(0, 3)) == 3:
        stack["gaps"] = [{"signal": "conversion", "from": keys[-1], "to": keys[0]}]
    return forget(draw, stack, RETURNING, 3)


NEVER_RETURN = Case(
    rule="GRA-29",
    stacks=platforms(),
    fills=RETURNING,
    flags=never_return,
    additions=lambda world: more_conversions(world, {"signals": ["conversion"]}),
    holds=heeds_gaps,
)
