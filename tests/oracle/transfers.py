"""GRA-14: personal data outside Europe without a basis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import Draw, complete, element, forget, one_of, pairs
from .integration import RUNNING, is_personal
from .opt_outs import new_flows
from .plain import items, running, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, Some, World

HELD = Some(("user.name",))
TRANSFERS: Fills = {
    ("company", "regions"): Some(("de", "gb", "us"), most=2),
    ("tools", "status"): IN_USE,
    ("tools", "stores"): HELD,
    ("tools", "hosting_region"): Some(("fr", "us", "br", "in"), most=2),
    ("tools", "transfer_basis"): Some(("scc", "dpf", "adequacy", "privacy_shield"), most=2),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): HELD,
}
EUROPE = {"de", "fr", "eu", "eea"}
NO_BASIS_NEEDED = {"de": {*EUROPE, "gb", "jp", "br"}, "gb": {*EUROPE, "gb", "jp"}}


def is_settled(region: str, bases: list[str], people: str) -> bool:
    """Whether data of some people may be in a region, on the first of August 2026."""
    if region in NO_BASIS_NEEDED[people] or {"scc", "bcr", "dpf", "not_needed"} & {*bases}:
        return True
    return "adequacy" in bases and region == "us"


def without_basis(world: World, _listed: World) -> dict[str, int]:
    lives = {*items((world.get("company") or {}).get("regions"))}
    people = {"de"} & {"de" if region in EUROPE else "" for region in lives} | {"gb"} & lives
    brought = {head for _, flow, _, head in running(world) if is_personal(world, flow.get("carries"))}
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if (is_personal(world, tool.get("stores")) or key in brought)
        and any(
            not is_settled(region, items(tool.get("transfer_basis")), one)
            for one in people
            for region in items(tool.get("hosting_region"))
        )
    }


def _personal_flows(world: World) -> list[Addition]:
    return new_flows(world, [{"carries": ["user.name"], "method": "api"}])


@st.composite
def transfers(draw: Draw) -> dict[str, Any]:
    keys = ("a", "b")[: one_of(draw, (2, 1))]
    stack: dict[str, Any] = {
        "as_of": "2026-08-01",
        "complete": complete(draw, "tools", "flows", "capture_points"),
        "company": element(draw, regions=[["de"], ["gb"], ["eu", "gb"], ["us", "de"], ["us"], "none"]),
        "tools": {
            key: element(
                draw,
                status=STATUS,
                stores=[["user.name"], ["user.name", "cost"], ["cost"], "none"],
                hosting_region=[["us"], ["in"], ["br"], ["us", "in"], ["fr", "us"], ["eu"], ["gb", "jp"], "none"],
                transfer_basis=[
                    *("none", "none", [], ["privacy_shield"], ["adequacy"], ["privacy_shield", "adequacy"]),
                    *(["dpf"], ["scc", "privacy_shield"], ["bcr"], ["not_needed"]),
                ],
            )
            for key in keys
        },
        "flows": [
            {"from": one, "to": other} | element(draw, carries=[["user.contact"], ["page_view"], "none"])
            for one, other in pairs(draw, keys, keys, 1, 0)
        ],
    }
    return forget(draw, stack, TRANSFERS, 3)


WITHOUT_BASIS = Case(rule="GRA-14", stacks=transfers(), fills=TRANSFERS, flags=without_basis, additions=_personal_flows)
