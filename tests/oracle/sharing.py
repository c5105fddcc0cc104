"""GRA-07, GRA-15 and GRA-16: what flows hand to advertising and analytics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, element, forget, one_of
from .integration import RUNNING, flows_between
from .plain import is_true, items, running, under
from .portfolio import IN_USE, STATUS
from .worlds import Fills, OneOf, Slot, Some, World

YES_NO = OneOf((True, False))
HELD = Some(("user.contact.email", "user.financial"))
EUROPE = {"de", "gb", "ch", "eea", "eu"}
FLOWS: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "capabilities"): Some(("ads", "crm")),
    ("flows", "status"): RUNNING,
    ("flows", "consent_gated"): YES_NO,
    ("flows", "carries"): HELD,
}
CLASSES = [["user.financial"], ["user.contact.email"], ["user.location", "own"], ["own"], ["user"], [], "none"]
GATED = [False, False, "none", True]
JOBS = [["ads"], ["ads", "crm"], ["web_analytics"], ["crm"], "none"]


def _ends(draw: Draw, **fields: Any) -> dict[str, Any]:
    return {
        key: element(draw, capabilities=JOBS, status=STATUS, **fields)
        for key in ("a", "b", "c")[: one_of(draw, (2, 3))]
    }


def _own(world: World) -> Iterator[Slot]:
    for key, own in (world.get("data_classes") or {}).items():
        for name in ("personal", "sensitive"):
            if own.get(name) in (None, "unknown"):
                yield Slot(("data_classes", key, name), (True, False))


def _into(world: World, *jobs: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Flows into tools for some jobs: id, flow, tool."""
    for key, flow, _, head in running(world):
        if set(jobs) & set(items(world["tools"][head].get("capabilities"))):
            yield key, flow, world["tools"][head]


def is_sensitive(world: World, classes: Any) -> bool:
    own = [
        key
        for key, one in (world.get("data_classes") or {}).items()
        if one.get("sensitive") is True and one.get("personal") is True
    ]
    return under(classes, "user.financial", "user.location.precise", *own)


@st.composite
def shared(draw: Draw, fills: Fills, most: int = 3) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "company": element(draw, regions=[["us"], ["de", "us"], ["gb"], ["eea"], ["worldwide"], ["latam"], []]),
        "data_classes": {"own": element(draw, personal=[True, True, False, ABSENT], sensitive=[True, False, ABSENT])},
        "tools": _ends(
            draw, terms_allow_sensitive=[True, True, False, "none"], forbids=[ABSENT, [], ["user.contact"], ["user"]]
        ),
        "capture_points": {"p": {"tool": "a"}} if draw(st.booleans()) else {},
    }
    flows_between(
        draw,
        stack,
        2,
        method=["tag", "tag", "sdk", "api"],
        consent_gated=GATED,
        carries=CLASSES,
    )
    return forget(draw, stack, fills, most)


# -- GRA-07 -------------------------------------------------------------------------------------------------------------

TAGS: Fills = {
    **{key: domain for key, domain in FLOWS.items() if key != ("flows", "carries")},
    ("flows", "method"): OneOf(("tag", "api")),
    ("company", "regions"): Some(("us", "de"), vague={"worldwide": (["us"], ["de"])}),
}


def before_consent(world: World, _listed: World) -> dict[str, int]:
    if not EUROPE & set(items(world["company"]["regions"])):
        return {}
    return {
        f"flows.{key}": 1 if is_sensitive(world, flow.get("carries")) else 2
        for key, flow, _ in _into(world, "ads", "web_analytics")
        if flow["method"] in {"tag", "sdk"} and not is_true(flow["consent_gated"])
    }


TAGS_BEFORE_CONSENT = Case(
    rule="GRA-07",
    stacks=shared(TAGS),
    fills={**TAGS, ("flows", "carries"): HELD},
    flags=before_consent,
    slots=_own,
    vague={"regions": ("worldwide",)},
)

# -- GRA-15 -------------------------------------------------------------------------------------------------------------

SENSITIVE: Fills = {**FLOWS, ("tools", "terms_allow_sensitive"): YES_NO}


def sensitive(world: World, _listed: World) -> dict[str, int]:
    return {
        f"flows.{key}": 1
        for key, flow, tool in _into(world, "ads", "web_analytics")
        if is_sensitive(world, flow.get("carries"))
        and not (is_true(flow["consent_gated"]) and is_true(tool["terms_allow_sensitive"]))
    }


SENSITIVE_TO_ADS = Case(rule="GRA-15", stacks=shared(SENSITIVE), fills=SENSITIVE, flags=sensitive, slots=_own)

# -- GRA-16 -------------------------------------------------------------------------------------------------------------

FORBIDDEN: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "forbids"): Some(("user", "own")),
    ("flows", "status"): RUNNING,
    ("flows", "carries"): HELD,
}


def forbidden(world: World, _listed: World) -> dict[str, int]:
    return {
        f"flows.{key}": 2
        for key, flow, _, head in running(world)
        if under(flow.get("carries"), *items(world["tools"][head].get("forbids")))
    }


FORBIDDEN_BY_TERMS = Case(rule="GRA-16", stacks=shared(FORBIDDEN), fills=FORBIDDEN, flags=forbidden)

SHARING = (TAGS_BEFORE_CONSENT, SENSITIVE_TO_ADS, FORBIDDEN_BY_TERMS)
