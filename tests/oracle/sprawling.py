"""GRA-25: how many of the flows between tools pass no hub."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .opt_outs import STRANGER
from .plain import items, running
from .portfolio import IN_USE, KEYS, STATUS
from .worlds import Addition, Domain, Fills, OneOf, Some, World

LEAST, SHARE = 10, 0.4
HUBS = {"crm", "cdp", "warehouse", "database", "ipaas", "etl", "reverse_etl"}

BY_HUB = {"ipaas", "etl", "reverse_etl"}


def _runner(world: World, _key: str) -> Domain:
    return OneOf(("none", *world["tools"]))


SPRAWL: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ipaas", "form")),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "via"): _runner,
    ("flows", "method"): OneOf(("api", "ipaas")),
}


def sprawls(world: World, _listed: World) -> dict[str, int]:
    hubs = {key for key, tool in world["tools"].items() if HUBS & set(items(tool["capabilities"]))}
    flows = {key: (flow, tail, head) for key, flow, tail, head in running(world) if tail in world["tools"]}
    direct = [
        key
        for key, (flow, tail, head) in flows.items()
        if not {tail, head, flow.get("via")} & hubs and flow["method"] not in BY_HUB
    ]
    return {"stack": 4} if len(flows) >= LEAST and len(direct) > SHARE * len(flows) else {}


def _more_flows(world: World) -> list[Addition]:
    partial = [name for name in ("tools", "flows") if name not in world["complete"]]
    if not partial:
        return [{}]
    found: list[Addition] = [{}]
    outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
    ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    pairs = [(one, other, {}) for one in outs for other in ins if one != other] if "flows" in partial else []
    if "tools" in partial:
        hub = {**STRANGER, "capabilities": ["crm"]}
        plain = {**STRANGER, "capabilities": ["form"]}
        pairs += [("new", "newer", {("tools", "new"): new, ("tools", "newer"): plain}) for new in (hub, plain)]
    for tail, head, tools in pairs:
        for via in ("none", *world["tools"]):
            for count, method in ((1, "api"), (4, "api"), (8, "api"), (60, "api"), (60, "ipaas")):
                flows = {
                    ("flows", f"new_{number}"): {"from": tail, "to": head, "via": via, "method": method}
                    for number in range(count)
                }
                found.append({**tools, **flows})
    return found


@st.composite
def wired(draw: Draw) -> dict[str, Any]:
    keys = KEYS[: one_of(draw, (3, 2, 3, 4))]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows"),
        "tools": {
            key: element(
                draw,
                capabilities=[["form"]] * 8 + [["crm"], ["database", "form"], "none"],
                status=STATUS,
                flows_complete=[ABSENT] * 3 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"p": {"tool": "a"}} if draw(st.booleans()) else {},
        "flows": [],
    }
    starts = [*keys, *stack["capture_points"]]
    for number in range(draw(st.integers(11, 16))):
        start = one_of(draw, starts)
        end = one_of(draw, [key for key in keys if key != start])
        flow = {"id": f"f{number}"} | element(
            draw,
            status=[ABSENT] * 15 + ["planned"],
            via=[ABSENT] * 9 + ["none", "b"],
            method=["api"] * 8 + ["etl", "ipaas", "csv_manual"],
        )
        both = start in keys and draw(st.integers(0, 5)) == 5
        stack["flows"].append(flow | ({"between": [start, end]} if both else {"from": start, "to": end}))
    return forget(draw, stack, SPRAWL, 3)


SPRAWLING = Case(rule="GRA-25", stacks=wired(), fills=SPRAWL, flags=sprawls, additions=_more_flows)
