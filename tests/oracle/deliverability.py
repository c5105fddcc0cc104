"""DEL-01, DEL-02 and DEL-03: proof of who sends, one-click unsubscribe, complaints; mail is counted by registered domain."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of
from .opt_outs import purposes, sends
from .plain import is_true, tools
from .portfolio import IN_USE, STATUS
from .worlds import Addition, Fills, OneOf, Some, World

YES_NO = OneOf((True, False))
PROOFS = ("spf", "dkim", "dmarc", "aligned")
NAMES = ("news.f.co", "a.shop.f.co", "shop.f.co", "f.co", "news.g.co", "mail.h.org", "office")
BULK = 5000


def _above(name: str) -> list[str]:
    """The domains that could be the registered one of a domain, the shortest first."""
    labels = name.split(".")
    return [".".join(labels[-count:]) for count in range(min(2, len(labels)), len(labels) + 1)]


def _some_tools(world: World, _key: str) -> Some:
    return Some(tuple(world["tools"]))


DOMAINS: Fills = {
    ("tools", "status"): IN_USE,
    ("sending_domains", "tools"): _some_tools,
    ("sending_domains", "daily_volume"): OneOf((10, 3000, 5000)),
    ("sending_domains", "primary_domain"): lambda _world, key: OneOf(tuple(_above(key))),
}
PROVED: Fills = {**DOMAINS, **{("sending_domains", name): YES_NO for name in PROOFS}}
COMPLAINED: Fills = {**DOMAINS, ("sending_domains", "spam_rate"): OneOf(("none", 0.05, 0.1, 0.3))}
ONE_CLICK: Fills = {
    ("tools", "status"): IN_USE,
    ("tools", "sends"): Some(("email", "sms")),
    ("tools", "one_click_unsubscribe"): YES_NO,
}

# -- plain readings -----------------------------------------------------------------------------------------------------


def _sends_mail(world: World, domain: dict[str, Any]) -> bool:
    names = domain.get("tools", "none")
    return names in ("none", []) or any(name in tools(world) for name in names)


def _is_below(name: str, other: str) -> bool:
    return name == other or name.endswith(f".{other}")


def _primary(key: str, domain: dict[str, Any]) -> str:
    return domain.get("primary_domain") or _above(key)[0]


def _volume(world: World, key: str) -> int:
    domains = world["sending_domains"]
    own = _primary(key, domains[key])
    volumes = [one.get("daily_volume", 0) for name, one in domains.items() if _primary(name, one) == own]
    return sum(volume for volume in volumes if volume != "none")


def unauthenticated(world: World, _listed: World) -> dict[str, int]:
    return {
        f"sending_domains.{key}": 1 if _volume(world, key) >= BULK else 3
        for key, domain in world["sending_domains"].items()
        if _sends_mail(world, domain) and not all(is_true(domain.get(name)) for name in PROOFS)
    }


def complaints(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, domain in world["sending_domains"].items():
        rate = domain.get("spam_rate", 0)
        if not _sends_mail(world, domain):
            continue
        if rate == "none":
            if _volume(world, key) >= BULK:
                found[f"sending_domains.{key}"] = 3
        elif rate >= 0.1:
            found[f"sending_domains.{key}"] = 1 if rate >= 0.3 else 2
    return found


def no_one_click(world: World, _listed: World) -> dict[str, int]:
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if sends(tool, "email") and not is_true(tool.get("one_click_unsubscribe"))
    }


def agrees(world: World, listed: World) -> bool:
    """Mail is sent from every domain of which nobody said who sends it; and what lies below a registered domain is its."""
    domains = world["sending_domains"]
    for key, domain in domains.items():
        stated = listed["sending_domains"].get(key, domain).get("tools")
        if (stated in (None, "unknown") or "more" in stated) and not _sends_mail(world, domain):
            return False
    for one, other in permutations(domains, 2):
        own, its = _primary(one, domains[one]), _primary(other, domains[other])
        if own != its and (_is_below(one, other) or _is_below(one, its)):
            return False
    return True


def _new_domains(world: World) -> list[Addition]:
    if "sending_domains" in world["complete"]:
        return [{}]
    own = list(dict.fromkeys(name for key in world["sending_domains"] for name in _above(key)))
    proved = dict.fromkeys(PROOFS, True)
    new = [{"primary_domain": name, "daily_volume": 9000, "spam_rate": 0.01, **proved} for name in own]
    return [{}, *({("sending_domains", f"new.{one['primary_domain']}"): one} for one in new)]


# -- descriptions -------------------------------------------------------------------------------------------------------


@st.composite
def domains(draw: Draw, fills: Fills, **fields: Any) -> dict[str, Any]:
    keys = ("a", "b")[: one_of(draw, (1, 2))]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    stack: dict[str, Any] = {
        "complete": complete(draw, "sending_domains"),
        "tools": {key: element(draw, status=STATUS) for key in keys},
        "sending_domains": {
            name: element(
                draw,
                tools=[ABSENT, [*keys], ["a"], "none"],
                daily_volume=[10, 3000, 3000, 5000, "none"],
                primary_domain=[ABSENT, ABSENT, _above(name)[0], _above(name)[-1]],
                **fields,
            )
            for name in names
        },
    }
    return forget(draw, stack, fills, 4)


@st.composite
def senders(draw: Draw) -> dict[str, Any]:
    sent = [
        ["email"],
        ["email"],
        ["sms"],
        {"email": ["marketing", "service"]},
        {"email": ["service"]},
        "none",
        {"email": "unknown"},
    ]
    stack = {
        "tools": {
            key: element(draw, status=STATUS, sends=sent, one_click_unsubscribe=[True, False, False, "none"])
            for key in ("a", "b", "c")[: one_of(draw, (1, 2, 3))]
        }
    }
    return forget(draw, stack, ONE_CLICK, 3)


def _domain_case(rule: str, fills: Fills, flags: Any, **fields: Any) -> Case:
    return Case(
        rule=rule,
        stacks=domains(fills, **fields),
        fills=fills,
        flags=flags,
        additions=_new_domains,
        holds=agrees,
    )


ALL = (
    _domain_case(
        "DEL-01",
        PROVED,
        unauthenticated,
        spf=[True, True, False],
        dkim=[True],
        dmarc=[True, True, False],
        aligned=[True],
    ),
    Case(rule="DEL-02", stacks=senders(), fills=ONE_CLICK, flags=no_one_click, slots=purposes),
    _domain_case("DEL-03", COMPLAINED, complaints, spam_rate=["none", "none", 0.05, 0.1, 0.3]),
)
