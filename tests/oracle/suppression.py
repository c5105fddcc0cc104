"""LEG-06: whether the record of who opted out would outlive the tool that sends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, complete, element, forget, one_of
from .plain import items, tools
from .portfolio import IN_USE, KEYS, STATUS
from .worlds import Addition, Fills, OneOf, Slot, Some, World

LISTS: Fills = {
    ("tools", "sends"): Some(("email", "sms"), most=1),
    ("tools", "opt_outs_copied"): OneOf(("2026-11-01", "none")),
    ("tools", "status"): IN_USE,
}


def _holders(world: World) -> Iterator[Slot]:
    held = world.get("systems_of_record")
    if held in (None, "unknown"):
        options = ({"suppression": key} for key in world["tools"])
        yield Slot(("systems_of_record",), ("none", {"order": "a"}, *options))
    elif isinstance(held, dict) and held.get("suppression") == "unknown":
        yield Slot(("systems_of_record", "suppression"), ("none", *world["tools"]))


def _sends(tool: dict[str, Any]) -> bool:
    sends = tool["sends"]
    return any("marketing" in items(held) for held in sends.values()) if isinstance(sends, dict) else bool(items(sends))


def without_copy(world: World, _listed: World) -> dict[str, int]:
    owners = world["systems_of_record"]
    holder = owners.get("suppression", "none") if isinstance(owners, dict) else "none"
    held = holder if isinstance(holder, list) else [*holder.values()] if isinstance(holder, dict) else [holder]
    inside = [world["tools"][key] for key in held if key != "none"]
    alone = all(_sends(tool) and tool["opt_outs_copied"] == "none" for tool in inside)
    return {"stack": 3} if alone and any(_sends(tool) for tool in tools(world).values()) else {}


def _another_sender(world: World) -> list[Addition]:
    new = {("tools", "new"): {"capabilities": ["esp"], "sends": ["email"]}}
    return [{}] if "tools" in world["complete"] else [{}, new]


@st.composite
def lists(draw: Draw) -> dict[str, Any]:
    keys = KEYS[: one_of(draw, (2, 1, 3))]
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools"),
        "tools": {
            key: element(
                draw,
                capabilities=[["esp"]],
                status=STATUS,
                sends=[["email"], ["email"], "none", {"email": ["service"]}, {"sms": ["marketing"]}],
                opt_outs_copied=["none", "none", "2026-11-01"],
            )
            for key in keys
        },
    }
    owners: list[Any] = [
        "none",
        {"order": "a"},
        {"suppression": "none"},
        {"suppression": {"email": "a", "sms": "none"}},
    ]
    owners += [{"suppression": "a"}] * 3 + [{"suppression": [*keys[:2]]}] * (len(keys) > 1)
    stack["systems_of_record"] = one_of(draw, [*owners, "unknown", {"suppression": "unknown"}])
    return forget(draw, stack, LISTS, 3)


WITHOUT_COPY = Case(
    rule="LEG-06", stacks=lists(), fills=LISTS, flags=without_copy, slots=_holders, additions=_another_sender
)
