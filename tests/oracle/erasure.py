"""GRA-10 and GRA-12: whether a request to be deleted gets to every tool that keeps data of people, and who comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between, some_keys
from .opt_outs import STRANGER, new_flows
from .plain import is_true, items, reached, running, tools
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


PASSES = {"signals": ["deletion"], "carries": "none", "every": "1d"}


def _more(world: World) -> list[Addition]:
    found = new_flows(world, [PASSES])
    if "processes" not in world["complete"] and world["processes"].get("erasure") != "none":
        found += [{("processes", "new"): {"kind": "erasure", "covers": list(world["tools"])}}]
        found += [{("processes", "new"): {"kind": "erasure", "covers": [key]}} for key in world["tools"]]
    if "capture_points" not in world["complete"]:
        found += [{("capture_points", "desk"): {"tool": key, "captures": ["deletion"]}} for key in world["tools"]]
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

# -- GRA-12 -------------------------------------------------------------------------------------------------------------

CARRIED = Some(("user.name", "user.consent"))
RETURNS: Fills = {
    **FILLS,
    ("tools", "reimport_block"): OneOf((True, "none")),
    ("flows", "carries"): CARRIED,
    ("flows", "every"): OneOf(("1d", "once")),
}
FEW = 3
AGAIN = {"carries": ["user.name"], "every": "1d", "signals": "none"}


def is_of_people(classes: Any) -> bool:
    return any(one.startswith("user") and one != "user.consent" for one in items(classes))


def come_back(world: World, _listed: World) -> dict[str, int]:
    used, done = tools(world), erased_in(world)
    having = {key for key, tool in used.items() if is_of_people(tool["stores"])}
    blocked = {key for key, tool in used.items() if is_true(tool["reimport_block"])}
    links = [
        (tail, head)
        for _, flow, tail, head in running(world)
        if is_of_people(flow.get("carries")) and flow["every"] != "once" and head not in blocked
    ]
    fed = {end for source in having - done for end in reached(source, links) - {source}}
    return {f"tools.{key}": 2 for key in having & done & fed}


def _more_sources(world: World) -> list[Addition]:
    deleting, bringing = _more(world), new_flows(world, [AGAIN])[1:]
    if "tools" not in world["complete"]:
        new = {("tools", "source"): {**STRANGER, "stores": ["user.name"]}}
        for key, tool in world["tools"].items():
            if tool.get("flows_complete") not in {"in", "both"}:
                bringing.append({**new, ("flows", "from_source"): {"from": "source", "to": key, **AGAIN}})
    both = [{**one, **two} for one in deleting for two in bringing if len(two) <= FEW and one.keys().isdisjoint(two)]
    return [*deleting, *bringing, *both]


@st.composite
def supplies(draw: Draw) -> dict[str, Any]:
    stack = draw(requests())
    for tool in stack["tools"].values():
        tool.update(element(draw, reimport_block=["none", "none", False, True, "a list"]))
    for flow in stack["flows"]:
        carries = [["user.name"], ["user"], ["user.name"], ["user.consent"], ["cost"], "none"]
        flow.update(element(draw, carries=carries, every=["1d", "1d", "on_event", "on_request", "once"]))
    return forget(draw, stack, {name: held for name, held in RETURNS.items() if name not in FILLS}, 2)


COME_BACK = Case(
    rule="GRA-12",
    stacks=supplies(),
    fills=RETURNS,
    flags=come_back,
    slots=_processes,
    additions=_more_sources,
    holds=_heeds_gaps,
)
