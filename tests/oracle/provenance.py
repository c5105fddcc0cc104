"""GRA-36: what runs again and again with a tool that is retired; GRA-37: one source of truth, or several."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .worlds import Fills, OneOf, Slot, World

STATUSES = ("active", "planned", "retired")


def _any_tool(world: World, _key: str) -> OneOf:
    new = () if "tools" in world["complete"] else ("gone",)
    return OneOf((*world["tools"], *new))


RETIRED: Fills = {
    ("tools", "status"): OneOf(STATUSES),
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "every"): OneOf(("1d", "once")),
    ("flows", "via"): lambda world, key: OneOf(("none", *_any_tool(world, key).values)),
    ("automations", "tool"): _any_tool,
}


def on_the_retired(world: World, _listed: World) -> dict[str, int]:
    # "gone" is the retired tool that nobody listed.
    gone = {"gone", *(key for key, tool in world["tools"].items() if tool.get("status") == "retired")}
    flags = {
        f"flows.{key}": 3
        for key, flow in world["flows"].items()
        if flow.get("status") not in {"planned", "paused", "retired"}
        and flow["every"] not in {"once", "on_request", "none"}
        and gone & {*flow.get("between", ()), flow.get("from"), flow.get("to"), flow.get("via")}
    }
    return flags | {f"automations.{key}": 3 for key, one in world["automations"].items() if one.get("tool") in gone}


def _gone(world: World) -> World:
    """The world with the retired tool that nobody listed, where a fact names it."""
    named = [
        *(flow.get("via") for flow in world["flows"].values()),
        *(one.get("tool") for one in world["automations"].values()),
    ]
    return {**world, "tools": {**world["tools"], "gone": {"status": "retired"}}} if "gone" in named else world


@st.composite
def schedules(draw: Draw) -> dict[str, Any]:
    keys = ("a", "b", "c")[: one_of(draw, (2, 3, 3))]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "automations"),
        "tools": {
            key: element(draw, status=[ABSENT, ABSENT, "active", "retired", "retired", "planned"]) for key in keys
        },
        "automations": {"x": element(draw, tool=[*keys, "none"])} if draw(st.booleans()) else {},
    }
    stack["flows"] = [
        {"from": one, "to": other}
        | element(
            draw, every=["1d", "1d", "on_event", "once"], status=[ABSENT, ABSENT, "paused"], via=[ABSENT, *keys, "none"]
        )
        for one, other in pairs(draw, keys, keys, 2)
    ]
    return forget(draw, stack, RETIRED, 3)


ON_THE_RETIRED = Case(rule="GRA-36", stacks=schedules(), fills=RETIRED, flags=on_the_retired, finish=_gone)


# -- GRA-37 -------------------------------------------------------------------------------------------------------------

TRUTHS: Fills = {("tools", "status"): OneOf(STATUSES)}


NEW = ("new", "newer")
"""Tools that nobody listed."""


def several(world: World, _listed: World) -> dict[str, int]:
    owners = world["systems_of_record"]
    flags = {}
    for name, owner in {} if owners == "none" else owners.items():
        for field, held in (owner if isinstance(owner, dict) else {"": owner}).items():
            there = {one for one in (held if isinstance(held, list) else [held]) if _is_used(world, one)}
            if len(there) > 1:
                flags[f"systems_of_record:{name}.{field}".rstrip(".")] = 3
    return flags


def _is_used(world: World, name: str) -> bool:
    return name in NEW or (name in world["tools"] and world["tools"][name].get("status") not in {"retired", "planned"})


def _with_new(world: World) -> World:
    named = str(world["systems_of_record"])
    return {**world, "tools": {**world["tools"], **{new: {"status": "active"} for new in NEW if f"'{new}'" in named}}}


def _records(world: World) -> Iterator[Slot]:
    held = world.get("systems_of_record")
    everybody = [*world["tools"], *([] if "tools" in world["complete"] else NEW)]
    both = [list(two) for two in combinations(everybody, 2)]
    if held in (None, "unknown"):
        yield Slot(("systems_of_record",), ("none", {"contact": "a"}, *({"contact": two} for two in both)))
        return
    for name, owner in {} if held == "none" else held.items():
        for field, one in (owner if isinstance(owner, dict) else {"": owner}).items():
            if one == "unknown":
                yield Slot(("systems_of_record", name, *([field] if field else [])), ("none", "a", *both))


@st.composite
def records(draw: Draw) -> dict[str, Any]:
    holders = ["a", "b", ["a", "b"], ["a", "b"], ["b", "c"], ["a", "a"], "none", "unknown"]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools"),
        "tools": {
            key: element(draw, status=[ABSENT, ABSENT, "active", "retired", "unknown"]) for key in ("a", "b", "c")
        },
    }
    held = one_of(draw, ("some", "some", "some", "none", "unknown", ABSENT))
    if held == "some":
        fields = {"email": one_of(draw, holders), "*": one_of(draw, holders)}
        stack["systems_of_record"] = {"contact": fields, "order": one_of(draw, holders)}
    elif held != ABSENT:
        stack["systems_of_record"] = held
    return forget(draw, stack, TRUTHS, 2)


SEVERAL_TRUTHS = Case(rule="GRA-37", stacks=records(), fills=TRUTHS, flags=several, slots=_records, finish=_with_new)
