"""GRA-28: whether a tool that counts events gets one of them by two ways."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

COUNTING = {"ads", "web_analytics", "product_analytics", "mobile_analytics", "attribution"}
DOUBLES: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "form")),
    ("flows", "status"): RUNNING,
    ("flows", "events"): Some(("left", "bought")),
    ("flows", "dedupe_key"): OneOf(("one", "two", "three", "none")),
}


def twice(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, tool in tools(world).items():
        if not COUNTING & set(items(tool["capabilities"])):
            continue
        for event in ("left", "bought"):
            steps = [
                (name, flow, tail, head)
                for name, flow, tail, head in running(world)
                if event in items(flow.get("events"))
            ]
            elsewhere = [(head, tail) for _, _, tail, head in steps if key not in (tail, head)]
            last = [(flow, tail) for _, flow, tail, head in steps if head == key]
            for (one, begin), (other, start) in combinations(last, 2):
                names = {one.get("dedupe_key", "none"), other.get("dedupe_key", "none")}
                if names - {"none"} and len(names) == 1:
                    continue
                if reached(begin, elsewhere) & reached(start, elsewhere):
                    found[f"tools.{key}"] = 3
    return found


def _more(world: World) -> list[Addition]:
    kind = {"events": ["left", "bought"], "dedupe_key": "none"}
    found = new_flows(world, [kind])
    outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
    outs += world["capture_points"]
    ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
    for head in ins:
        if {"tools", "flows"} <= set(world["complete"]):
            break
        new: Addition = {}
        if "tools" not in world["complete"]:
            new = {("tools", "new"): STRANGER}
        elif "capture_points" not in world["complete"]:
            new = {("capture_points", "new"): {"tool": "none", "captures": ["consent"]}}
        begins = [*([] if "flows" in world["complete"] else outs), *(["new"] if new else [])]
        for tail in begins:
            if tail != head:
                two = {("flows", f"{tail}_{head}_{n}"): {"from": tail, "to": head, **kind} for n in (1, 2)}
                found.append({**(new if tail == "new" else {}), **two})
        if new:
            both = {("flows", f"new_{one}"): {"from": "new", "to": one, **kind} for one in ins}
            found.append({**new, **both})
    return found


@st.composite
def counted(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"], ["ads"], ["form"]] if key == "a" else [["form"], ["form"], ["ads"], "none"],
                captures_leads=[False],
                status=STATUS,
                sends=["none"],
                captures_opt_out=["none"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"p": {"tool": "none"}} if draw(st.integers(0, 4)) == 4 else {},
    }
    ways = [("b", "a"), ("c", "a"), ("b", "c")][: draw(st.integers(0, 3))]
    events = [["left"], ["left"], ["left", "bought"], ["bought"], "none"]
    flows_between(draw, stack, 2, ways=ways, events=events, dedupe_key=["one", "one", "two", "none", ABSENT])
    if len(stack["flows"]) > 1 and draw(st.integers(0, 2)) == 2:
        stack["flows"].append({**stack["flows"][0], "id": "again", "events": ["left"]})
    return forget(draw, stack, DOUBLES, 3)


TWICE = Case(rule="GRA-28", stacks=counted(), fills=DOUBLES, flags=twice, additions=_more)
