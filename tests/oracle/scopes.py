"""GRA-04: opt-outs that arrive as less than people asked for."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, forget, one_of
from .opt_outs import ARRIVAL, FAST, additions_of, descriptions, heeds_gaps, judged, purposes
from .plain import items, reached, running, side_links
from .worlds import Fills, OneOf, World

SCOPES = ("global", "brand", "address", "topic")
WIDTH: Fills = {
    ("tools", "opt_out_scope"): OneOf(SCOPES, vague={"none": SCOPES}),
    ("capture_points", "scope"): OneOf(SCOPES, vague={"none": SCOPES}),
    ("flows", "opt_out_scope"): OneOf(("none", *SCOPES)),
}
COVERED = {
    "none": set(SCOPES),
    "global": set(SCOPES),
    "brand": {"brand", "topic"},
    "address": {"address", "topic"},
    "topic": {"topic"},
}


def narrowed(world: World, listed: World) -> dict[str, int]:
    flags = {}
    for key, channel, places, links in judged(world, listed):
        for place in places:
            if key not in reached(place, links):
                continue
            element = world["tools"].get(place) or world["capture_points"][place]
            asked = element["opt_out_scope" if place in world["tools"] else "scope"]
            kept = [
                (tail, head)
                for _, flow, tail, head in running(world)
                if {"opt_out", f"opt_out:{channel}"} & set(items(flow.get("signals")))
                and asked in COVERED[flow["opt_out_scope"]]
            ]
            tool = world["tools"][key]
            wide = asked in COVERED[tool["opt_out_scope"]] or (
                (asked, tool["opt_out_scope"], len(items(tool.get("brand")))) == ("global", "brand", 1)
            )
            if not wide or key not in reached(place, [*kept, *side_links(world)]):
                flags[f"tools.{key}:{channel}"] = 2
    return flags


@st.composite
def widths(draw: Draw) -> dict[str, Any]:
    stack = draw(descriptions(ARRIVAL, {"opt_out_scope": ["none", "none", "none", "global", "topic", "address"]}, 1, 2))
    for tool in stack["tools"].values():
        tool["opt_out_scope"] = one_of(draw, ("global", "global", "brand", "address", "topic"))
    for point in stack["capture_points"].values():
        point["scope"] = one_of(draw, ("global", "brand", "address", "topic"))
    return forget(draw, stack, WIDTH, 2)


def _wide(world: World) -> list[Any]:
    """What may be added, with a scope for whatever can have one."""
    found = []
    for addition in additions_of([{**FAST, "opt_out_scope": "none"}, {**FAST, "opt_out_scope": "topic"}])(world):
        widened = {}
        for route, value in addition.items():
            if isinstance(value, dict) and len(route) == 2:
                name = {"tools": "opt_out_scope", "capture_points": "scope"}.get(route[0])
                value = {name: "global", **value} if name else {"opt_out_scope": "none", **value}  # noqa: PLW2901 - the same one, wider
            widened[route] = value
        found.append(widened)
    return found


NARROWED = Case(
    rule="GRA-04",
    stacks=widths(),
    fills={**ARRIVAL, **WIDTH},
    flags=narrowed,
    additions=_wide,
    holds=heeds_gaps,
    slots=purposes,
    vague={"opt_out_scope": ("none",), "scope": ("none",)},
)
