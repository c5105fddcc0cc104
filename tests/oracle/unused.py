"""GRA-33: data that is kept and not used, there or further on."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, KEYS, STATUS
from .worlds import Addition, Domain, Fills, OneOf, Slot, Some, World

KEEP, MOVE = (
    {"database", "warehouse", "file_storage"},
    {"etl", "ipaas", "reverse_etl", "orchestration", "transformation"},
)
HELD = Some(("user.name", "cost"))
NAMING = {"reports": "built_in", "metrics": "measured_in", "processes": "tools", "automations": "tool"}


def _tools(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


def _tool(world: World, _key: str) -> Domain:
    return OneOf(("none", *world["tools"]))


UNUSED: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("database", "bi")),
    ("tools", "sends"): Some(("email",)),
    ("tools", "stores"): HELD,
    ("tools", "send_gate"): _tools,
    ("flows", "status"): RUNNING,
    ("flows", "carries"): HELD,
    ("reports", "built_in"): _tools,
    ("processes", "tools"): _tools,
    ("automations", "tool"): _tool,
}


def _processes(world: World) -> Any:
    for key, process in world["processes"].items():
        if process == "unknown":
            yield Slot(("processes", key), ("none", *({"tools": [one]} for one in world["tools"])))


def unused(world: World, _listed: World) -> dict[str, int]:
    there = tools(world)
    used = {
        key for key, tool in there.items() if items(tool["sends"]) or set(items(tool["capabilities"])) - KEEP - MOVE
    }
    for tool in there.values():
        used |= set(items(tool.get("send_gate")))
    for collection, name in NAMING.items():
        for one in world[collection].values():
            if isinstance(one, dict):
                named = one.get(name)
                used |= {named} if isinstance(named, str) else set(items(named))
    flags = {}
    for key, tool in there.items():
        jobs = set(items(tool["capabilities"]))
        idle = [one for one in items(tool["stores"]) if one != "user.consent" and not _gets_on(world, key, one, used)]
        if jobs and jobs <= KEEP and key not in used and idle:
            flags[f"tools.{key}"] = 4 if any(one.startswith("user") for one in idle) else 5
    return flags


def _gets_on(world: World, key: str, data: str, used: set[str]) -> bool:
    links = [
        (tail, head)
        for _, flow, tail, head in running(world)
        if any(
            f"{data}.".startswith(f"{one}.") or f"{one}.".startswith(f"{data}.") for one in items(flow.get("carries"))
        )
    ]
    return bool(reached(key, links) & used & set(tools(world)))


def _more(world: World) -> list[Addition]:
    found = new_flows(world, [{"carries": ["user", "cost"]}])
    for collection, name in NAMING.items():
        if collection not in world["complete"]:
            one = {name: next(iter(world["tools"]), "none")} if name == "tool" else {name: list(world["tools"])}
            found.append({(collection, "new"): one})
    if "tools" not in world["complete"]:
        outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
        user = {**STRANGER, "capabilities": ["bi"]}
        into = {("flows", f"{key}_on"): {"from": key, "to": "new", "carries": ["user", "cost"]} for key in outs}
        found.append({("tools", "new"): user, **into})
    return found


@st.composite
def kept(draw: Draw) -> dict[str, Any]:
    keys = KEYS[: one_of(draw, (3, 2, 3, 4, 1))]
    held = [["user.name"], ["cost"], ["user.name", "cost"], ["user"], ["user.consent"], [], "none"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", *NAMING),
        "tools": {
            key: element(
                draw,
                capabilities=[["database"]] * 6 + [["warehouse"], ["etl"], ["bi"], ["database", "bi"], "none"],
                sends=["none"] * 8 + [["email"]],
                status=[ABSENT] * 8 + STATUS,
                stores=held,
                send_gate=[ABSENT] * 12 + [["a"], ["b"] if len(keys) > 1 else ["a"]],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
        "reports": {"r": {"built_in": one_of(draw, [[], "none", [keys[-1]]])}} if draw(st.booleans()) else {},
        "metrics": {},
        "processes": {},
        "automations": {"m": {"tool": one_of(draw, ("none", keys[-1]))}} if draw(st.integers(0, 3)) == 3 else {},
    }
    for key, tool in stack["tools"].items():
        if tool.get("send_gate") == [key]:
            del tool["send_gate"]
    if draw(st.integers(0, 3)) == 3:
        stack["processes"]["p"] = one_of(draw, ("unknown", "none", {"tools": [keys[-1]]}, {"tools": []}))
    ways = one_of(draw, [("ab",), ("ab", "bc"), ("ab", "ba"), ()])
    flows_between(
        draw, stack, 2, [tuple(way) for way in ways], carries=[one for one in held if one != ["user.consent"]]
    )
    return forget(draw, stack, UNUSED, 3)


KEPT_UNUSED = Case(
    rule="GRA-33",
    stacks=kept(),
    fills=UNUSED,
    flags=unused,
    slots=_processes,
    additions=_more,
)
