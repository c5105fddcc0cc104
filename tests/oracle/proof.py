"""LEG-03: whether consent could be proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .plain import items, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Slot, Some, World, subsets

PARTS = ("time", "source", "wording")
STRICT = {"de", "gb", "ca"}
FILLS: Fills = {
    ("company", "regions"): Some(("de", "ca", "us"), vague={"worldwide": (["us"], ["de"], ["ca"])}),
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(("email",)),
    ("consent", "record"): Some(PARTS),
    ("consent", "implied_ends"): OneOf((True, False, "none")),
}


def _left_out(world: World) -> Iterator[Slot]:
    """The section, and who has the last word, where nothing is said of them."""
    if world.get("consent") in (None, "unknown"):
        yield Slot(("consent", "record"), tuple(subsets(PARTS)))
        yield Slot(("consent", "implied_ends"), (True, False, "none"))
    owners = world.get("systems_of_record")
    known = owners if isinstance(owners, dict) else {"consent": owners}
    if known.get("consent") in (None, "unknown") and not isinstance(known.get("contact"), dict):
        yield Slot(("systems_of_record", "consent"), ("a", "none"))


def unproven(world: World, _listed: World) -> dict[str, int]:
    regions = set(items(world["company"].get("regions")))
    if not STRICT & regions or not any("email" in _marketing(tool) for tool in tools(world).values()):
        return {}
    consent, owners = world.get("consent"), world.get("systems_of_record")
    kept = consent if isinstance(consent, dict) else {}
    masters = (
        [owners.get("consent"), *(owner.get("consent") for owner in owners.values() if isinstance(owner, dict))]
        if isinstance(owners, dict)
        else []
    )
    if set(PARTS) - set(items(kept.get("record"))) or not any(one not in (None, "none") for one in masters):
        return {"stack": 2}
    return {"stack": 3} if "ca" in regions and kept.get("implied_ends") is False else {}


def _marketing(tool: dict[str, Any]) -> list[str]:
    sends = tool.get("sends")
    return (
        [key for key, purposes in sends.items() if "marketing" in purposes] if isinstance(sends, dict) else items(sends)
    )


def _more(world: World) -> list[Addition]:
    return [{}] if "tools" in world["complete"] else [{}, {("tools", "sender"): {"sends": ["email"]}}]


@st.composite
def mailings(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": complete(draw, "tools"),
        "company": element(draw, regions=[["us"], ["de"], ["us", "ca"], ["gb"], ["ca"], ["worldwide"], []]),
        "tools": {
            key: element(
                draw,
                sends=[["email"], ["email"], {"email": ["service"]}, {"email": ["marketing"]}, "none"],
                status=STATUS,
            )
            for key in ("a", "b")[: one_of(draw, (1, 2))]
        },
        "consent": one_of(draw, ["none", "unknown", ABSENT])
        if one_of(draw, range(5)) == 0
        else element(
            draw,
            record=[[*PARTS], [*PARTS], [*PARTS], ["time", "wording"], [], "none"],
            implied_ends=[True, False, False, "none", ABSENT],
        ),
        "systems_of_record": one_of(
            draw,
            [{"consent": "a"}] * 4
            + [
                {"contact": {"consent": "a", "email": "a"}},
                {"consent": "none"},
                {"consent": "unknown"},
                {"contact": "a"},
            ]
            + ["none", "unknown", ABSENT],
        ),
    }
    return forget(draw, {name: held for name, held in stack.items() if held != ABSENT}, FILLS, 3)


UNPROVEN = Case(
    rule="LEG-03",
    stacks=mailings(),
    fills=FILLS,
    flags=unproven,
    additions=_more,
    slots=_left_out,
    vague={"regions": ("worldwide",)},
)
