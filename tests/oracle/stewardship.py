"""STK-02, 03, 04, 05, 07, 11, 17 and 25: what is used of what is paid for, contracts, who gets in, and code of the company's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from .comparing import Case
from .drawing import ABSENT, Draw, complete, element, forget, one_of, pairs
from .plain import is_true, items, running, tools, under
from .portfolio import heads
from .worlds import HEAD, Domain, Fills, OneOf, Some, World, field_of, subsets

AS_OF: date = HEAD["as_of"]  # type: ignore[assignment]  # a mapping of any values
KEYS = ("a", "b")
STATUS = [ABSENT] * 4 + ["active", "trial", "retired", "planned"]
IN_USE = OneOf(("active", "retired"))


def number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def drawn_tools(draw: Draw, count: tuple[int, ...] = (2, 1), **fields: Any) -> dict[str, Any]:
    """Tools with fields and facts of aspects: ``seats__bought`` is a fact of ``seats``."""
    found = {}
    for key in KEYS[: one_of(draw, count)]:
        tool = element(draw, status=STATUS, **{name: held for name, held in fields.items() if "__" not in name})
        for name, held in fields.items():
            head, _, inner = name.partition("__")
            if inner and isinstance(tool.get(head, {}), dict):
                tool.setdefault(head, {})[inner] = one_of(draw, held)
        if draw(st.integers(0, 5)) == 0:
            aspects = sorted({name.partition("__")[0] for name in fields if "__" in name})
            tool[one_of(draw, aspects)] = one_of(draw, ("none", "unknown"))
        found[key] = tool
    return found


def fact(one: dict[str, Any], name: str) -> Any:
    value = field_of(one, name)
    return "none" if value is None else value


# -- STK-02, STK-25 -----------------------------------------------------------------------------------------------------

SEATS: Fills = {
    ("tools", "seats.bought"): OneOf((10, 4, 100, "none", 0)),
    ("tools", "seats.used"): OneOf((1, 8, "none")),
    ("tools", "usage.features"): OneOf((20, 50, "none")),
    ("tools", "status"): IN_USE,
}


def barely_used(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, tool in tools(world).items():
        bought, used, features = (fact(tool, name) for name in ("seats.bought", "seats.used", "usage.features"))
        few = number(bought) > 0 and number(used) / number(bought) < 1 / 2
        if few or (features != "none" and features < 33):
            found[f"tools.{key}"] = 4
    return found


@st.composite
def seats(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw,
        seats__bought=[10, 4, "none", 0],
        seats__used=[0, 2, 5, 4, "none"],
        usage__features=[20, 33, 50, "none"],
    )
    return forget(draw, {"tools": drawn}, SEATS, 3)


SHELFWARE = Case(rule="STK-02", stacks=seats(), fills=SEATS, flags=barely_used)

# -- STK-03 -------------------------------------------------------------------------------------------------------------

LONG_AGO, LATELY = AS_OF - timedelta(days=91), AS_OF - timedelta(days=90)
LAST_USED: Fills = {
    ("tools", "usage.last_used"): OneOf(("none", LONG_AGO, LATELY)),
    ("tools", "seats.used"): OneOf((0, 3)),
    ("tools", "status"): IN_USE,
    ("flows", "status"): OneOf(("active", "paused")),
    ("flows", "every"): OneOf(("1d", "3mo", "on_event")),
    ("reports", "built_in"): Some(("a", "c"), most=1),
}
OFTEN = {"1d", "90d", "1w"}


def unused(world: World, _listed: World) -> dict[str, int]:
    return {
        f"tools.{key}": 4
        for key, tool in tools(world).items()
        if (last := fact(tool, "usage.last_used")) == "none" or last < LATELY
    }


def used_as_it_works(world: World, listed: World) -> bool:
    """Whether each tool of which nobody stated when it was last used was so by whatever it does. What is stated stands."""
    working = {
        flow.get("via")
        for flow in world["flows"].values()
        if (flow.get("status", "active") == "active" and flow.get("every") in OFTEN)
        or flow.get("last_success") in {LATELY, AS_OF}
    }
    for report in world["reports"].values():
        working.update(items(report.get("built_in")) if report.get("cadence") in OFTEN else ())
    return not any(
        fact(tool, "usage.last_used") != LATELY
        for key, tool in world["tools"].items()
        if field_of(listed["tools"][key], "usage.last_used") in {None, "unknown"}
        and (key in working or number(fact(tool, "seats.used")) > 0)
    )


@st.composite
def at_work(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw, usage__last_used=["none", LONG_AGO, LATELY, ABSENT, "unknown"], seats__used=[0, "none", "none", 3]
    )
    drawn["c"] = {"usage": {"last_used": LATELY}}
    for tool in drawn.values():
        if isinstance(tool["usage"], dict) and tool["usage"].get("last_used") == ABSENT:
            del tool["usage"]["last_used"]
    flows = [
        {"from": one, "to": other}
        | element(
            draw,
            via=[ABSENT, *drawn],
            every=[ABSENT, "1d", "90d", "3mo", "on_event", "once"],
            status=[ABSENT] * 3 + ["active", "paused"],
            last_success=[ABSENT] * 3 + [LONG_AGO, LATELY, AS_OF],
        )
        for one, other in pairs(draw, drawn, drawn, 2)
    ]
    report = element(draw, built_in=[ABSENT, ["a"], ["c", "a"]], cadence=[ABSENT, "1w", "3mo"])
    return forget(draw, {"tools": drawn, "flows": flows, "reports": {"r": report}}, LAST_USED, 3)


UNUSED = Case(rule="STK-03", stacks=at_work(), fills=LAST_USED, flags=unused, holds=used_as_it_works)

CONTACTS: Fills = {
    ("tools", "usage.contacts_billed"): OneOf((1000, 9000, "none")),
    ("tools", "usage.contacts_mailable"): OneOf((100, 900, "none")),
    ("tools", "capabilities"): Some(("esp", "survey")),
    ("tools", "status"): IN_USE,
}


def out_of_reach(world: World, _listed: World) -> dict[str, int]:
    return {
        f"tools.{key}": 4
        for key, tool in tools(world).items()
        if "esp" in items(tool.get("capabilities"))
        and number(fact(tool, "usage.contacts_billed")) > 0
        and number(fact(tool, "usage.contacts_mailable")) / number(fact(tool, "usage.contacts_billed")) < 6 / 10
    }


@st.composite
def contacts(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw,
        capabilities=[["esp"], ["esp", "survey"], ["survey"], "none"],
        usage__contacts_billed=[1000, 1000, "none", 0],
        usage__contacts_mailable=[100, 599, 600, 900, "none"],
    )
    return forget(draw, {"tools": drawn}, CONTACTS, 3)


IDLE_CONTACTS = Case(rule="STK-25", stacks=contacts(), fills=CONTACTS, flags=out_of_reach)

# -- STK-04, STK-05 -----------------------------------------------------------------------------------------------------

DAYS = tuple(AS_OF + timedelta(days=days) for days in (-1, 0, 30, 60, 61, 90, 300))
TERMS: Fills = {
    ("tools", "contract.renews"): OneOf((*DAYS, "none")),
    ("tools", "contract.notice"): OneOf(("none", "30d", "13mo")),
    ("tools", "contract.auto_renew"): OneOf((True, False)),
    ("tools", "status"): IN_USE,
}
NOTICE = {"none": 0, "30d": 30, "60d": 60, "13mo": 395}


def bound_soon(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, tool in tools(world).items():
        renewed, renews, notice = (fact(tool, f"contract.{name}") for name in ("auto_renew", "renews", "notice"))
        if renewed is True and renews != "none" and renews >= AS_OF:
            left = (renews - AS_OF).days - NOTICE[notice]
            if left <= 60:
                found[f"tools.{key}"] = 3 if left >= 0 else 4
    return found


@st.composite
def terms(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw,
        contract__renews=[*DAYS, "none"],
        contract__notice=["none", "30d", "60d", "13mo"],
        contract__auto_renew=[True, True, False, "none"],
    )
    return forget(draw, {"tools": drawn}, TERMS, 2)


NOTICE_CLOSES = Case(rule="STK-04", stacks=terms(), fills=TERMS, flags=bound_soon)


class Asked(OneOf):
    """A fact of which ``unknown`` is an answer: only where nobody has asked it may be anything, that too."""

    def options(self, value: Any) -> tuple[Any, ...] | None:
        return (*self.values, "unknown") if value is None else None


PRICE = {"amount": 100, "currency": "eur"}
PAPERS: Fills = {
    ("tools", "cost"): Asked((PRICE, "none")),
    ("tools", "contract.renews"): Asked((AS_OF, "none")),
    ("tools", "contract.auto_renew"): Asked((True, False)),
    ("tools", "built"): OneOf(("vendor", "in_house")),
    ("tools", "status"): IN_USE,
}


def nobody_knows(world: World, _listed: World) -> dict[str, int]:
    return {
        f"tools.{key}": 4
        for key, tool in tools(world).items()
        if tool.get("built") == "vendor"
        and "none" not in (tool.get("cost"), tool.get("contract"))
        and "unknown" in [field_of(tool, name) for name in ("cost", "contract.renews", "contract.auto_renew")]
    }


@st.composite
def papers(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw,
        built=["vendor", "vendor", "vendor", "in_house", "agency"],
        cost=[PRICE, PRICE, "none", "unknown"],
        contract__renews=[AS_OF, "none", "unknown"],
        contract__auto_renew=[True, False, "unknown"],
    )
    return forget(draw, {"tools": drawn}, PAPERS, 3)


CONTRACT_UNKNOWN = Case(rule="STK-05", stacks=papers(), fills=PAPERS, flags=nobody_knows)

# -- STK-07 -------------------------------------------------------------------------------------------------------------


def _anybody(world: World, _key: str) -> Some:
    strangers = () if {"people", "teams"} <= set(world["complete"]) else ("stranger", "other")
    return Some((*world["people"], *world["teams"], *strangers))


KEYHOLDERS: Fills = {
    ("people", "status"): OneOf(("active", "left")),
    ("people", "external"): OneOf((True, False)),
    ("teams", "external"): OneOf((True, False)),
    ("tools", "capabilities"): Some(("crm", "survey")),
    ("tools", "status"): IN_USE,
    ("tools", "admins"): _anybody,
}


def locked_out(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, tool in tools(world).items():
        own = [
            name
            for name in items(tool.get("admins"))
            if not is_true((world["teams"].get(name) or world["people"].get(name) or {}).get("external"))
        ]
        count = sum(heads(world, name) for name in own)
        if "crm" in items(tool.get("capabilities")) and count < 2:
            found[f"tools.{key}"] = 3 if count else 2
    return found


def _with_people(world: World) -> World:
    named = {name for tool in world["tools"].values() for name in items(tool.get("admins"))}
    return {**world, "people": {**world["people"], **{name: {} for name in ("stranger", "other") if name in named}}}


@st.composite
def keyholders(draw: Draw) -> dict[str, Any]:
    people = {
        key: element(draw, status=[ABSENT, "active", "left"], external=[ABSENT, ABSENT, True, False])
        for key in ("p", "q")[: draw(st.integers(0, 2))]
    }
    teams = {
        key: element(draw, headcount=[ABSENT, 0, 1, 2, "none"], external=[ABSENT, ABSENT, True, False])
        for key in ("m", "s")[: draw(st.integers(0, 2))]
    }
    lists = [[*one] for one in subsets([*people, *teams], most=3)] + ["none"]
    drawn = {
        key: element(draw, status=STATUS, capabilities=[["crm"], ["crm"], ["survey"], "none"], admins=lists)
        for key in KEYS[: one_of(draw, (1, 2))]
    }
    stack = {"complete": complete(draw, "people", "teams"), "people": people, "teams": teams, "tools": drawn}
    return forget(draw, stack, KEYHOLDERS, 3)


FEW_ADMINISTRATORS = Case(rule="STK-07", stacks=keyholders(), fills=KEYHOLDERS, flags=locked_out, finish=_with_people)

# -- STK-11 -------------------------------------------------------------------------------------------------------------


def _accounts(world: World, _key: str) -> Domain:
    return Asked(("none", *world["people"], *world["teams"]))


ACCOUNTS: Fills = {
    ("flows", "credential.owner"): _accounts,
    ("flows", "credential.scope"): Asked(("limited", "full", "none")),
    ("flows", "carries"): Some(("user.name", "cost")),
    ("flows", "status"): OneOf(("active", "paused")),
    ("tools", "status"): IN_USE,
}


def wrong_account(world: World, _listed: World) -> dict[str, int]:
    found = {}
    for key, flow, _, _ in running(world):
        owner, scope = (field_of(flow, f"credential.{name}") for name in ("owner", "scope"))
        personal = under(flow.get("carries"), "user")
        if owner in world["people"] or scope == "full" or ("unknown" in (owner, scope) and personal):
            found[f"flows.{key}"] = 2 if scope == "full" and personal else 3
    return found


@st.composite
def accounts(draw: Draw) -> dict[str, Any]:
    flows = []
    for one, other in pairs(draw, ("a", "b"), ("a", "b"), 2, 1):
        flow = {"from": one, "to": other} | element(
            draw,
            status=[ABSENT] * 4 + ["active", "paused"],
            carries=[["user.name"], ["user.name", "cost"], ["cost"], "none"],
        )
        flow["credential"] = one_of(
            draw,
            [
                *(
                    {"owner": owner, "scope": scope}
                    for owner in ("p", "m", "none", "unknown")
                    for scope in ("limited", "full")
                ),
                {"owner": "m", "scope": "unknown"},
                "none",
                "unknown",
            ],
        )
        flows.append(flow)
    stack = {
        "people": {"p": {}},
        "teams": {"m": {}},
        "tools": {key: element(draw, status=STATUS) for key in ("a", "b")},
        "flows": flows,
    }
    return forget(draw, stack, ACCOUNTS, 3)


RISKY_CREDENTIAL = Case(rule="STK-11", stacks=accounts(), fills=ACCOUNTS, flags=wrong_account)

# -- STK-17 -------------------------------------------------------------------------------------------------------------


def _repairers(world: World, _key: str) -> Some:
    strangers = () if {"people", "teams"} <= set(world["complete"]) else ("stranger", "other")
    return Some((*world["people"], *world["teams"], *strangers))


CODE: Fills = {
    ("people", "status"): OneOf(("active", "left")),
    ("tools", "built"): OneOf(("vendor", "in_house")),
    ("tools", "capabilities"): Some(("database", "etl")),
    ("tools", "repository"): OneOf((True, False)),
    ("tools", "maintainers"): _repairers,
    ("tools", "status"): IN_USE,
    ("flows", "method"): OneOf(("script", "api")),
    ("flows", "repository"): OneOf((True, False)),
    ("flows", "maintainers"): _repairers,
    ("flows", "status"): OneOf(("active", "paused")),
}


def left_alone(world: World, _listed: World) -> dict[str, int]:
    own = {
        f"tools.{key}": tool
        for key, tool in tools(world).items()
        if tool.get("built") == "in_house"
        and not (tool.get("part_of", "none") != "none" and set(items(tool.get("capabilities"))) == {"database"})
    }
    own |= {f"flows.{key}": flow for key, flow, _, _ in running(world) if flow.get("method") == "script"}
    return {
        path: 3
        for path, one in own.items()
        if not is_true(one.get("repository")) or sum(heads(world, name) for name in items(one.get("maintainers"))) < 2
    }


def _with_repairers(world: World) -> World:
    named = {
        name for group in ("flows", "tools") for one in world[group].values() for name in items(one.get("maintainers"))
    }
    return {**world, "people": {**world["people"], **{name: {} for name in ("stranger", "other") if name in named}}}


@st.composite
def code(draw: Draw) -> dict[str, Any]:
    people = {key: element(draw, status=[ABSENT, "active", "left"]) for key in ("p", "q")[: draw(st.integers(0, 2))]}
    lists = [[*one] for one in subsets([*people, "m"], most=2)] + ["none"]
    kept = {"repository": [True, "git/x", False, "none"], "maintainers": lists}
    stack = {
        "complete": complete(draw, "people", "teams"),
        "people": people,
        "teams": {"m": element(draw, headcount=[ABSENT, 0, 1, 2])},
        "tools": {
            "a": element(
                draw,
                status=STATUS,
                built=["in_house", "in_house", "vendor", "agency"],
                part_of=[ABSENT, ABSENT, "none", "b"],
                capabilities=[["database"], ["database"], ["etl"], ["database", "etl"]],
                **kept,
            ),
            "b": element(draw, status=STATUS, built=["vendor"], **kept),
        },
        "flows": [
            {"from": one, "to": other} | element(draw, method=["script", "script", "api"], **kept)
            for one, other in pairs(draw, ("a", "b"), ("a", "b"), 1, 0)
        ],
    }
    return forget(draw, stack, CODE, 3)


UNKEPT_CODE = Case(rule="STK-17", stacks=code(), fills=CODE, flags=left_alone, finish=_with_repairers)

# -- STK-20 -------------------------------------------------------------------------------------------------------------

EU = {"de", "fr"}
PROMISES: Fills = {
    ("company", "residency"): Some(("eu", "us")),
    ("tools", "hosting_region"): Some(("de", "us", "jp")),
    ("tools", "stores"): Some(("user.name", "cost")),
    ("tools", "status"): IN_USE,
}


def kept_elsewhere(world: World, _listed: World) -> dict[str, int]:
    promised = items((world.get("company") or {}).get("residency"))
    countries = {*promised, *(EU if "eu" in promised else ())}
    return {
        f"tools.{key}": 2
        for key, tool in tools(world).items()
        if promised and under(tool.get("stores"), "user") and not {*items(tool.get("hosting_region"))} <= countries
    }


@st.composite
def promises(draw: Draw) -> dict[str, Any]:
    stack: dict[str, Any] = {
        "company": element(draw, residency=[["eu"], ["eu"], ["us"], ["de"], ["eu", "us"], "none"]),
        "tools": {
            key: element(
                draw,
                status=STATUS,
                stores=[["user.name"], ["user.name", "cost"], ["cost"], "none"],
                hosting_region=[["de"], ["us"], ["de", "us"], ["eu"], "none"],
            )
            for key in KEYS[: one_of(draw, (1, 2))]
        },
    }
    return forget(draw, stack, PROMISES, 3)


KEPT_ELSEWHERE = Case(
    rule="STK-20",
    stacks=promises(),
    fills=PROMISES,
    flags=kept_elsewhere,
)

# -- STK-19 -------------------------------------------------------------------------------------------------------------

LICENCES: Fills = {
    ("company", "regions"): Some(("de", "us", "jp"), most=2),
    ("tools", "contract.licensed_regions"): Some(("eu", "us")),
    ("tools", "stores"): Some(("user.name", "cost")),
    ("tools", "sends"): Some(("email", "sms")),
    ("tools", "capabilities"): Some(("ads", "survey")),
    ("tools", "status"): IN_USE,
}


def outside_licence(world: World, _listed: World) -> dict[str, int]:
    found = {}
    people = {*items((world.get("company") or {}).get("regions"))}
    for key, tool in tools(world).items():
        licensed = fact(tool, "contract.licensed_regions")
        countries = {*items(licensed), *(EU if "eu" in items(licensed) else ())}
        touches = under(tool.get("stores"), "user") or items(tool.get("sends"))
        if touches and tool.get("contract") != "none" and licensed != "none" and not people <= countries:
            found[f"tools.{key}"] = (
                2 if "sms" in items(tool.get("sends")) or "ads" in items(tool["capabilities"]) else 3
            )
    return found


@st.composite
def licences(draw: Draw) -> dict[str, Any]:
    drawn = drawn_tools(
        draw,
        capabilities=[["survey"], ["ads"], "none"],
        sends=[["email"], ["sms"], "none"],
        stores=[["user.name"], ["cost"], "none"],
        contract__licensed_regions=[["eu"], ["us"], ["eu", "us"], "none", []],
    )
    regions = one_of(draw, [["de"], ["us"], ["de", "us"], ["fr", "jp"], "none"])
    return forget(draw, {"company": {"regions": regions}, "tools": drawn}, LICENCES, 3)


OUTSIDE_LICENCE = Case(rule="STK-19", stacks=licences(), fills=LICENCES, flags=outside_licence)

ALL = (
    OUTSIDE_LICENCE,
    KEPT_ELSEWHERE,
    SHELFWARE,
    NOTICE_CLOSES,
    CONTRACT_UNKNOWN,
    FEW_ADMINISTRATORS,
    RISKY_CREDENTIAL,
    UNKEPT_CODE,
    IDLE_CONTACTS,
    UNUSED,
)
