"""DEL-04 and DEL-05: how people stop mail and texts, against the laws of the regions."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, element, forget, one_of
from .opt_outs import purposes, sends
from .plain import DAY, is_true, items, time, tools
from .portfolio import IN_USE, STATUS
from .worlds import Fills, OneOf, Some, World, field_of


class Words(Some):
    """The words for stop: what is named, and besides none, all but one, or all of those that a law names."""

    def options(self, value: Any) -> tuple[Any, ...] | None:
        if value is not None and value != "unknown" and "more" not in value:
            return None
        named = [word for word in (value or []) if word != "more"] if isinstance(value, list) else []
        return named, [*named, *self.items[:-1]], [*named, *self.items]


YES_NO = OneOf((True, False))
COUNTRIES = ("us", "ca", "au", "jp")
WORDS = ["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"]
REGIONS = Some(
    COUNTRIES,
    vague={"worldwide": (["us"], ["ca"], ["au"], ["jp"], ["us", "ca"]), "apac": (["au"], ["jp"])},
    most=2,
)
PAGES: Fills = {
    ("company", "regions"): REGIONS,
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(("email", "sms")),
    ("tools", "opt_out_page.login"): YES_NO,
    ("tools", "opt_out_page.steps"): OneOf((0, 1, 2)),
    ("tools", "opt_out_page.asks_more"): YES_NO,
    ("tools", "opt_out_page.expires"): OneOf(("none", "29d", "59d", "60d")),
    ("tools", "postal_address"): YES_NO,
}
TEXTED: Fills = {
    ("company", "regions"): REGIONS,
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(("email", "sms")),
    ("tools", "texts.stop_words"): Words(tuple(WORDS)),
    ("tools", "texts.free_text"): YES_NO,
    ("tools", "texts.registered"): YES_NO,
}


def _breaches(tool: dict[str, Any], country: str) -> bool:
    """Whether the page, the link or the address of a tool is not as the law of a country demands."""
    page = {name: field_of(tool, f"opt_out_page.{name}") for name in ("login", "steps", "asks_more", "expires")}
    ends = page["expires"]
    lives = 1000 if ends in (None, "none") else time(ends) / DAY
    steps = 0 if page["steps"] in (None, "none") else page["steps"]
    if country == "us":
        by_page = is_true(page["login"]) or steps > 1 or is_true(page["asks_more"])
        return by_page or lives < 30 or not is_true(tool.get("postal_address"))
    return lives < 60 if country == "ca" else country == "au" and (is_true(page["asks_more"]) or lives < 30)


def page_breaks_the_rule(world: World, _listed: World) -> dict[str, int]:
    countries = items(world["company"].get("regions"))
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if sends(tool, "email") and any(_breaches(tool, country) for country in countries)
    }


def texts_hard_to_stop(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, tool in tools(world).items():
        held = tool.get("sends")
        texts = bool(items(held.get("sms"))) if isinstance(held, dict) else "sms" in items(held)
        if not texts or "us" not in items(world["company"].get("regions")):
            continue
        heeded = {word.lower().replace("-", " ") for word in items(field_of(tool, "texts.stop_words"))}
        if set(WORDS) - heeded or not is_true(field_of(tool, "texts.free_text")):
            found[f"tools.{key}"] = 2
        elif not is_true(field_of(tool, "texts.registered")):
            found[f"tools.{key}"] = 3
    return found


SENT = [["email", "sms"]] * 5 + [
    ["email"],
    ["sms"],
    {"email": ["service"], "sms": ["service"]},
    {"email": "unknown"},
    "none",
]


def _stack(draw: Draw, name: str, aspects: Any, **fields: Any) -> dict[str, Any]:
    regions = [["us"], ["us"], ["us", "ca"], ["ca"], ["au", "jp"], ["worldwide"], ["apac"], ["jp"], "none"]
    stack: dict[str, Any] = {"company": element(draw, regions=regions), "tools": {}}
    for key in ("a", "b")[: one_of(draw, (1, 2))]:
        held = element(draw, **aspects)
        whole = one_of(draw, [held] * 8 + ["none", "unknown"])
        stack["tools"][key] = element(draw, status=STATUS, sends=SENT, **fields) | {name: whole}
    return stack


@st.composite
def pages(draw: Draw) -> dict[str, Any]:
    aspects = {
        "login": [False, False, False, True],
        "steps": [1, 1, 0, 2, "none"],
        "asks_more": [False, False, False, True],
        "expires": ["none", "60d", "45d", "29d"],
    }
    return forget(draw, _stack(draw, "opt_out_page", aspects, postal_address=[True, True, False, "none"]), PAGES, 3)


@st.composite
def texters(draw: Draw) -> dict[str, Any]:
    spelled = [word.upper().replace(" ", "-") for word in WORDS]
    aspects = {
        "stop_words": [WORDS, WORDS, WORDS, [*spelled, "halt"], WORDS[:-1], ["stop"], "none", []],
        "free_text": [True, True, True, True, False, "none"],
        "registered": [True, True, True, False, "none", ABSENT],
    }
    return forget(draw, _stack(draw, "texts", aspects), TEXTED, 3)


ALL = (
    Case(
        rule="DEL-04",
        stacks=pages(),
        fills=PAGES,
        flags=page_breaks_the_rule,
        slots=purposes,
        vague={"regions": ("worldwide", "apac")},
    ),
    Case(
        rule="DEL-05",
        stacks=texters(),
        fills=TEXTED,
        flags=texts_hard_to_stop,
        slots=purposes,
        vague={"regions": ("worldwide", "apac")},
    ),
)
