"""PRO-07: whether anything on the roadmap is of lasting use to sales."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .plain import items
from .worlds import Addition, Fills, OneOf, Slot, World, subsets

TEAMS: Fills = {("teams", "function"): OneOf(("sales", "marketing", "none"))}


def _of_items(world: World) -> Iterator[Slot]:
    """What nobody said of the items of the roadmap, which stand in a section; or of the roadmap as a whole."""
    for_whom = [list(one) for one in subsets([*world["teams"]], most=2)]
    roadmap = world.get("roadmap")
    if roadmap in (None, "unknown") or (isinstance(roadmap, dict) and "items" not in roadmap):
        lasting = ({"z": {"beneficiaries": one, "horizon": "long"}} for one in for_whom)
        yield Slot(("roadmap", "items"), ({}, *lasting))
    elif isinstance(roadmap, dict):
        for key, item in roadmap["items"].items():
            if item.get("horizon") in (None, "unknown"):
                yield Slot(("roadmap", "items", key, "horizon"), ("long", "short", "none"))
            held = item.get("beneficiaries")
            if held in (None, "unknown"):
                yield Slot(("roadmap", "items", key, "beneficiaries"), tuple(for_whom))
            elif "more" in held:
                named = [one for one in held if one != "more"]
                more = [named, *([*named, team] for team in world["teams"] if team not in named)]
                yield Slot(("roadmap", "items", key, "beneficiaries"), tuple(more))


def nothing_lasting(world: World, _listed: World) -> dict[str, int]:
    sales = {key for key, team in world["teams"].items() if team.get("function") in ("sales", "sales_operations")}
    roadmap = world.get("roadmap")
    lasting = [
        key
        for key, item in (roadmap["items"] if isinstance(roadmap, dict) else {}).items()
        if item["horizon"] == "long" and sales & set(items(item["beneficiaries"]))
    ]
    return {"stack": 4} if sales and not lasting else {}


def _more(world: World) -> list[Addition]:
    if "teams" in world["complete"]:
        return [{}]
    return [{}, {("teams", "new"): {"function": "sales"}}]


@st.composite
def plans(draw: Draw) -> dict[str, Any]:
    teams = {
        key: element(draw, function=["sales", "sales", "sales_operations", "marketing", "none"])
        for key in ("s", "m")[: draw(st.integers(0, 2))]
    }
    for_whom = [[*one] for one in subsets([*teams], most=2)]
    held = {
        key: element(
            draw,
            horizon=["long", "long", "short", "none", one_of(draw, ("unknown", ABSENT))],
            beneficiaries=[*for_whom, *for_whom, "none", one_of(draw, ("unknown", ABSENT, ["more"]))],
        )
        for key in ("x", "y")[: draw(st.integers(0, 2))]
    }
    stack = {"complete": complete(draw, "teams"), "teams": teams, "roadmap": {"items": held}}
    if one_of(draw, range(6)) == 0:
        stack["roadmap"] = one_of(draw, ("none", "unknown", {"covers_until": "none"}))
    return forget(draw, stack, TEAMS, 2)


NOTHING_LASTING = Case(
    rule="PRO-07", stacks=plans(), fills=TEAMS, flags=nothing_lasting, additions=_more, slots=_of_items
)

__all__ = ["NOTHING_LASTING"]
