"""PRO-16: several teams market to people of one source, each from a tool of its own, and no one policy covers them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between
from .opt_outs import STRANGER, new_flows
from .plain import items, reached, running, tools, under
from .portfolio import IN_USE, KEYS, STATUS
from .worlds import Addition, Domain, Fills, OneOf, Slot, Some, World


def _teams(world: World, _key: str) -> Domain:
    return Some((*world["teams"], *(() if "teams" in world["complete"] else ("stranger", "other"))))


def _covered(world: World, _key: str) -> Domain:
    return Some(tuple(world["tools"]))


FILLS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(("email",)),
    ("tools", "teams"): _teams,
    ("flows", "status"): RUNNING,
    ("flows", "carries"): Some(("user.contact.email",)),
    ("processes", "kind"): OneOf(("contact_policy", "intake")),
    ("processes", "covers"): _covered,
}


def _processes(world: World) -> Iterator[Slot]:
    for key, process in world["processes"].items():
        if process == "unknown":
            yield Slot(("processes", key), ("none", *({"covers": [*world["tools"]][:size]} for size in range(5))))


def _markets(tool: dict[str, Any]) -> bool:
    sends = tool.get("sends")
    return (
        any("marketing" in purposes for purposes in sends.values()) if isinstance(sends, dict) else bool(items(sends))
    )


def uncoordinated(world: World, _listed: World) -> dict[str, int]:
    senders = {key: set(items(one.get("teams"))) for key, one in tools(world).items() if _markets(one)}
    senders = {key: teams for key, teams in senders.items() if teams}
    links = [
        (tail, head)
        for _, flow, tail, head in running(world)
        if under(flow.get("carries"), "user.contact") or "user" in items(flow.get("carries"))
    ]
    policies = [
        set(items(process.get("covers")))
        for key, process in world["processes"].items()
        if isinstance(process, dict) and process.get("kind", key) == "contact_policy"
    ]
    for source in (*world["tools"], *world["capture_points"]):
        group = {key for key in reached(source, links) if key in senders}
        teams = {team for key in group for team in senders[key]}
        if len(group) > 1 and len(teams) > 1 and not any(group <= covered for covered in policies):
            return {"stack": 2}
    return {}


def _with_teams(world: World) -> World:
    named = {team for tool in world["tools"].values() for team in items(tool.get("teams"))}
    return {**world, "teams": {**world["teams"], **{team: {} for team in ("stranger", "other") if team in named}}}


def _more(world: World) -> list[Addition]:
    found = new_flows(world, [{"carries": ["user.contact.email"]}])
    if "processes" not in world["complete"] and world["processes"].get("contact_policy") != "none":
        found.append({("processes", "new"): {"kind": "contact_policy", "covers": list(world["tools"])}})
    everyone = _teams(world, "").items
    if "tools" not in world["complete"] and len(everyone) > 1:
        two = {
            ("tools", name): {**STRANGER, "sends": ["email"], "teams": [team]}
            for name, team in zip(("x", "y"), everyone, strict=False)
        }
        found.append({**two, ("flows", "x_to_y"): {"from": "x", "to": "y", "carries": ["user.contact.email"]}})
    if "capture_points" not in world["complete"] and "flows" not in world["complete"]:
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        into = {("flows", f"desk_{key}"): {"from": "desk", "to": key, "carries": ["user.contact.email"]} for key in ins}
        found.append({("capture_points", "desk"): {"tool": "none"}, **into})
    return found


@st.composite
def shared(draw: Draw) -> dict[str, Any]:
    keys = KEYS[: one_of(draw, (3, 3, 3, 2, 4, 1))]
    teams = one_of(draw, [("m", "s")] * 6 + [("m",), ()])
    lists = [[team] for team in teams * 4] + [[*teams], "none"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points", "processes", "teams"),
        "teams": {team: {} for team in teams},
        "tools": {
            key: element(
                draw,
                capabilities=[["map"]],
                status=[ABSENT] * 10 + STATUS,
                sends=[["email"]] * 9 + [{"email": ["service"]}, "none"],
                teams=lists,
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in keys
        },
        "capture_points": {"p": {"tool": "none", "captures": ["consent"]}} if draw(st.booleans()) else {},
        "processes": {},
    }
    ways = one_of(draw, [("ab", "ac"), ("ab", "bc"), ("ab", "ba"), ("ac", "bc"), ()])
    flows_between(
        draw,
        stack,
        2,
        [tuple(way) for way in ways],
        carries=[*[["user.contact.email"]] * 4, ["user.contact"], ["user"], ["cost"], "none"],
    )
    for name in ("contact_policy", "other")[: one_of(draw, (0, 0, 1, 1, 2))]:
        covers = [[*keys], [*keys[:2]], [keys[0]], [*keys[1:]], []]
        kind = ABSENT if name == "contact_policy" else "contact_policy"
        stack["processes"][name] = element(draw, kind=[kind], covers=covers)
    if not stack["processes"] and draw(st.booleans()):
        stack["processes"]["contact_policy"] = one_of(draw, ("none", "none", "unknown"))
    return forget(draw, stack, FILLS, 3)


UNCOORDINATED = Case(
    rule="PRO-16",
    stacks=shared(),
    fills=FILLS,
    flags=uncoordinated,
    slots=_processes,
    additions=_more,
    finish=_with_teams,
)
