"""GRA-10: whether a request to be deleted gets to every tool that keeps data of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import new_flows
from .plain import items, reached, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Slot, Some, World

STORES = Some(("user.name", "user.consent"))


def _covered(world: World, _key: str) -> Some:
    return Some(tuple(world["tools"]))


def _tool_or_none(world: World, _key: str) -> OneOf:
    return OneOf(("none", *world["tools"]))


FILLS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "stores"): STORES,
    ("flows", "status"): RUNNING,
    ("flows", "signals"): Some(("deletion", "opt_out")),
    ("capture_points", "tool"): _tool_or_none,
    ("capture_points", "captures"): Some(("deletion", "consent"), can_be_open=False),
    ("processes", "kind"): OneOf(("erasure", "intake")),
    ("processes", "covers"): _covered,
}


def _processes(world: World) -> Iterator[Slot]:
    for key, process in world["processes"].items():
        if process == "unknown":
            options = [{"covers": [one]} for one in world["tools"]]
            yield Slot(("processes", key), ("none", *options))


def erased_in(world: World) -> set[str]:
    """The tools and capture points to which a request to be deleted gets."""
    found: set[str] = set()
    for key, process in world["processes"].items():
        if isinstance(process, dict) and process.get("kind", key) == "erasure":
            found |= set(items(process.get("covers")))
    there = tools(world)
    links = [(tail, head) for _, flow, tail, head in running(world) if "deletion" in items(flow.get("signals"))]
    begins = found & set(there)
    for key, point in world["capture_points"].items():
        if "deletion" in items(point.get("captures", [])):
            begins.add(key)
            if point.get("tool") in there:
                links.append((key, point["tool"]))
    return {end for begin in begins for end in reached(begin, links)}


def unreached(world: World, _listed: World) -> dict[str, int]:
    done = erased_in(world)
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if key not in done and any(one.startswith("user") and one != "user.consent" for one in items(tool["stores"]))
    }


def _heeds_gaps(world: World, _listed: World) -> bool:
    links = [(tail, head) for _, flow, tail, head in running(world) if "deletion" in items(flow.get("signals"))]
    links += [
        (key, point["tool"])
        for key, point in world["capture_points"].items()
        if "deletion" in items(point.get("captures", [])) and point.get("tool") in tools(world)
    ]
    return all(gap["to"] not in reached(gap["from"], links) for gap in world["gaps"].values())


def _more(world: World) -> list[Addition]:
    found = new_flows(world, [{"signals": ["deletion"]}])
    if "processes" not in world["complete"] and world["processes"].get("erasure") != "none":
        found += [{("processes", "new"): {"kind": "erasure", "covers": list(world["tools"])}}]
        found += [{("processes", "new"): {"kind": "erasure", "covers": [key]}} for key in world["tools"]]
    if "capture_points" not in world["complete"]:
        found += [{("capture_points", "new"): {"tool": key, "captures": ["deletion"]}} for key in world["tools"]]
    return found


@st.composite
def requests(draw: Draw) -> dict[str, Any]:
    keys = some_keys(draw)
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points", "processes"),
        "tools": {
            key: element(
                draw,
                capabilities=[["cms"]],
                status=STATUS,
                stores=[["user.name"], ["user.contact"], ["user.consent"], ["cost"], [], "none"],
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {},
        "processes": {},
    }
    if draw(st.integers(0, 2)) == 2:
        stack["capture_points"]["p"] = element(
            draw, tool=[*keys, "none"], captures=[["deletion"], ["deletion", "consent"], ["consent"], ABSENT]
        )
    flows_between(draw, stack, 3, signals=[["deletion"], ["deletion"], ["deletion:ads"], ["opt_out"], "none"])
    manner = draw(st.integers(0, 5))
    if manner:
        stack["processes"]["erasure" if manner > 2 else "one"] = element(
            draw, kind=["erasure", ABSENT if manner > 2 else "erasure"], covers=[[keys[0]], [*keys[:2]], [], [keys[-1]]]
        )
    elif draw(st.booleans()):
        stack["processes"]["erasure"] = one_of(draw, ("none", "unknown"))
    if draw(st.integers(0, 3)) == 3:
        stack["gaps"] = [{"signal": "deletion", "from": keys[0], "to": keys[-1]}]
    return forget(draw, stack, FILLS, 3)


CANNOT_REACH = Case(
    rule="GRA-10",
    stacks=requests(),
    fills=FILLS,
    flags=unreached,
    slots=_processes,
    additions=_more,
    holds=_heeds_gaps,
)
