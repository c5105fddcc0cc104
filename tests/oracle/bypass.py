"""GRA-08: data that gets to advertising round the check of consent."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .integration import RUNNING, flows_between
from .opt_outs import new_flows
from .plain import is_true, items, reached, running, under
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

BYPASS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "crm")),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): Some(("user.name",)),
    ("flows", "consent_gated"): OneOf((True, False)),
    ("flows", "method"): OneOf(("api", "tag")),
}
TARGETS = {"ads", "web_analytics"}
OPEN = {"carries": ["user.name"], "method": "api", "consent_gated": False}
CLOSED = {**OPEN, "consent_gated": True}


def round_the_check(world: World, _listed: World) -> dict[str, int]:
    moving = [
        (key, flow, tail, head)
        for key, flow, tail, head in running(world)
        if under(flow.get("carries"), "user") and tail != head
    ]
    every = [(tail, head) for _, _, tail, head in moving]
    unchecked = [(tail, head) for _, flow, tail, head in moving if not is_true(flow["consent_gated"])]
    stops = {key for key, tool in world["tools"].items() if TARGETS & set(items(tool["capabilities"]))}

    def arrives(place: str, links: list[tuple[str, str]]) -> set[str]:
        """What begins at a place gets anywhere, but through no target."""
        return reached(place, [(tail, head) for tail, head in links if tail == place or tail not in stops])

    places = [*world["tools"], *world["capture_points"]]
    flags = {}
    for key, flow, tail, head in moving:
        if (
            is_true(flow["consent_gated"])
            or flow["method"] in {"tag", "sdk"}
            or not TARGETS & set(items(world["tools"][head]["capabilities"]))
        ):
            continue
        for other, gate, start, end in moving:
            if end == head and other != key:
                for place in places:
                    if place == head or tail not in arrives(place, unchecked) or start not in arrives(place, every):
                        continue
                    if is_true(gate["consent_gated"]) or start not in arrives(place, unchecked):
                        flags[f"flows.{key}"] = 2
    return flags


def _additions(world: World) -> list[Addition]:
    kinds = {"open": OPEN, "closed": CLOSED}
    single = {
        name: [
            {
                (route[0], f"{name}_{route[1]}" if route[0] == "flows" else route[1]): value
                for route, value in one.items()
            }
            for one in new_flows(world, [kind])[1:]
        ]
        for name, kind in kinds.items()
    }
    both = [{**one, **other} for one, other in product(single["open"][:12], single["closed"][:12])]
    return [{}, *single["open"], *single["closed"], *both]


@st.composite
def ways(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "tools": {
            key: element(
                draw,
                capabilities=[["ads"], ["web_analytics", "crm"]] if key == "a" else [["crm"], ["crm"], ["ads"], "none"],
                status=STATUS,
                flows_complete=[ABSENT] * 4 + ["in", "out", "both"],
            )
            for key in ("a", "b", "c")[: one_of(draw, (2, 3, 3))]
        },
        "capture_points": {"p": {"tool": "b"}} if draw(st.integers(0, 3)) == 0 else {},
    }
    flows_between(
        draw,
        stack,
        4,
        [("b", "a"), ("c", "b"), ("c", "a")],
        carries=[["user.name"]] * 4 + [["user"], ["page_view"]],
        consent_gated=[True, False, False, "none"],
        method=["api", "api", "csv_manual", "api", "tag"],
    )
    if draw(st.integers(0, 3)):  # a second flow between the same two
        stack["flows"] += [
            {**flow, "id": f"second_{number}", "consent_gated": not is_true(flow["consent_gated"])}
            for number, flow in enumerate(stack["flows"][:2])
        ]
    return forget(draw, stack, BYPASS, one_of(draw, (0, 2, 3)))


ROUND_THE_CHECK = Case(rule="GRA-08", stacks=ways(), fills=BYPASS, flags=round_the_check, additions=_additions)
