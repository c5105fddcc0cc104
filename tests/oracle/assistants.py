"""LEG-07: AI features that read data of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, element, forget
from .plain import tools, under
from .portfolio import IN_USE
from .sharing import is_sensitive
from .stewardship import Asked, drawn_tools, fact
from .worlds import Domain, Fills, OneOf, Slot, Some, World, field_of


def _answers(world: World, key: str) -> Domain:
    """Where nobody knows of any features, nothing was asked about them."""
    whole = world["tools"][key].get("ai_features") == "unknown"
    return OneOf((True, False, "unknown")) if whole else Asked((True, False))


AI: Fills = {
    ("tools", "ai_features.reads"): Some(("user.content", "user.financial")),
    ("tools", "ai_features.terms"): _answers,
    ("tools", "ai_features.may_train"): _answers,
    ("tools", "status"): IN_USE,
}


def _own(world: World) -> Iterator[Slot]:
    for key, own in (world.get("data_classes") or {}).items():
        for name in ("personal", "sensitive"):
            if own.get(name) in (None, "unknown"):
                yield Slot(("data_classes", key, name), (True, False))


def without_terms(world: World, _listed: World) -> dict[str, int]:
    own = [key for key, one in (world.get("data_classes") or {}).items() if one.get("personal") is True]
    return {
        f"tools.{key}": 2 if is_sensitive(world, fact(tool, "ai_features.reads")) else 3
        for key, tool in tools(world).items()
        if under(fact(tool, "ai_features.reads"), "user", *own)
        and (
            fact(tool, "ai_features.terms") in (False, "none", "unknown")
            or field_of(tool, "ai_features.may_train") == "unknown"
        )
    }


@st.composite
def assisted(draw: Draw) -> dict[str, Any]:
    stack = {
        "data_classes": {"own": element(draw, personal=[True, True, False, ABSENT], sensitive=[True, False, ABSENT])},
        "tools": drawn_tools(
            draw,
            ai_features__reads=[["user.content"], ["user.financial", "cost"], ["own"], ["cost"], "none"],
            ai_features__terms=[True, True, False, "none", "unknown"],
            ai_features__may_train=[True, False, "none", "unknown"],
        ),
    }
    return forget(draw, stack, AI, 3)


WITHOUT_TERMS = Case(rule="LEG-07", stacks=assisted(), fills=AI, flags=without_terms, slots=_own)
