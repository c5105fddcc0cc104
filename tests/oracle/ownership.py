"""PRO-19: one person owns more than half of a list of five or more."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .worlds import Addition, Fills, OneOf, World


def _anybody(world: World, _key: str) -> OneOf:
    new = () if "people" in world["complete"] else ("stranger",)
    return OneOf(("none", "t", *world["people"], *new))


OWNED: Fills = {
    ("reports", "owner"): _anybody,
    ("tools", "owner"): _anybody,
    ("tools", "status"): OneOf(("active", "retired")),
}


def most_owned(world: World, _listed: World) -> dict[str, int]:
    flags = {}
    for collection in ("tools", "reports"):
        held = [one for one in world[collection].values() if one.get("status") not in {"retired", "planned"}]
        owners = [one.get("owner") for one in held if one.get("owner") in world["people"]]
        if len(held) >= 5 and any(owners.count(person) > len(held) / 2 for person in world["people"]):
            flags[f"stack:{collection}"] = 3
    return flags


def _with_people(world: World) -> World:
    named = {one.get("owner") for name in ("tools", "reports") for one in world[name].values()}
    return {**world, "people": {**world["people"], "stranger": {}}} if "stranger" in named else world


def _more(world: World) -> list[Addition]:
    found: list[Addition] = [{}]
    for collection in ("tools", "reports"):
        if collection not in world["complete"]:
            for owner in ("none", *world["people"]):
                many = {(collection, f"new{number}"): {"owner": owner} for number in range(9)}
                found += [dict(list(many.items())[:size]) for size in (1, 4, 9)]
    return found


@st.composite
def owned(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "complete": [*complete(draw, "tools", "reports", "people"), "flows"],
        "people": {"p": {}, "q": {}},
        "teams": {"t": {}},
        "reports": {},
        "tools": {},
    }
    likes = ["p", "p", "p", one_of(draw, ("p", "q")), "q", "t", "none"]
    for collection, size in (("reports", one_of(draw, (5, 6, 4))), ("tools", one_of(draw, (0, 5)))):
        status = [ABSENT] * 9 + ["retired"] if collection == "tools" else [ABSENT]
        for number in range(size):
            stack[collection][f"{collection[0]}{number}"] = element(draw, owner=likes, status=status)
    return forget(draw, stack, OWNED, 3)


OWNED_BY_ONE = Case(rule="PRO-19", stacks=owned(), fills=OWNED, flags=most_owned, finish=_with_people, additions=_more)
