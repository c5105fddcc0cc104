"""A seeded generator of stacks in the likeness of real ones: five flows a tool, about 1.6 KB a tool."""

from __future__ import annotations

import random
from collections.abc import Iterator

__all__ = ["stack_text"]

_TEAMS = ("marketing", "sales", "success", "product", "data", "support", "partners", "brand")
_METHODS = ("native", "api", "webhook", "etl", "reverse_etl", "ipaas", "file", "sdk", "script")
_CADENCES = ("15m", "1h", "6h", "1d", "on_event", "1w")
_OBJECTS = ("contact", "account", "order", "event", "campaign", "ticket")
_DATA = (
    "user.contact.email",
    "user.name",
    "user.behavior.browsing_history",
    "user.behavior.purchase_history",
    "order",
    "account",
    "page_view",
    "event",
    "campaign",
    "statistics",
)
_CAPABILITIES = (
    ("bi",),
    ("web_analytics",),
    ("etl",),
    ("cms",),
    ("data_enrichment",),
    ("attribution",),
    ("seo",),
    ("project_management",),
    ("tag_manager",),
    ("product_analytics",),
    ("experimentation",),
    ("form",),
    ("survey",),
    ("support",),
)
_PRODUCTS = ("salesforce-sales-cloud", "hubspot-marketing-hub", "ga4", "bigquery", "zendesk", "looker", "customer-io")
_LISTED = "tools, flows, processes, capture_points, automations, metrics, reports, sending_domains"
_KEYS = ("email", "email", "customer_id", "none")
_FIELDS = ("name", "stage", "score", "phone", "country", "language", "segment", "birthday")
_SENDERS = 8
_CAPTURES = 10
_FLOWS_A_TOOL = 5
_OPEN = 0.02
"""So many tools and flows have something that nobody could say."""
_LEFT_OUT = 0.05
"""So many tools and flows have nobody who is told when they stop."""


# What a team that describes thousands of tools states once for all of them.
_WHAT_ALL_SHARE = """\
defaults:
  source: inventory of the tools
  tools:
    hosting_region: [ie]
    usage: {last_used: 2026-11-09, features: 60, contacts_billed: none}
    seats: none
    security: {sso: true, mfa: true, shared_login: false, access_review: 2026-09-14}
    procured: true
    vendor_reviewed: true
    account_owner: company
    sandbox: true
    export: [contacts, consent, events, assets]
    users: 4
    last_training: 2026-05-12
    terms_allow_sensitive: false
    forbids: []
    contract: {plan: paid, renews: 2027-08-31, notice: 60d, auto_renew: true, licensed_regions: none}
    stores: none
    retention: {for: 24mo, then: delete}
    reimport_block: hashed addresses
    keys: [email, customer_id]
    admins: [marketing, data]
    cost: {amount: 900, currency: eur, per: year}
    ai_features: none
    captures_leads: false
    runbook: wiki/runbooks
    repository: git/tools
    end_of_life: none
    one_click_unsubscribe: true
    opt_out_scope: global
    postal_address: true
    heeds: [reply, feedback_loop]
    opt_out_page: {login: false, steps: 1, asks_more: false, expires: none}
  flows:
    interface_ends: none
    documented: wiki/flows
    credential: {owner: marketing, scope: limited}
    repository: git/flows
    events: none
    consent_mode: none
    opt_out_scope: none
    opt_out_wins: true
    conflict_rule: the newest value wins
"""


def stack_text(tools: int, seed: int = 1) -> str:
    """A stack of so many tools as YAML text; the same for the same seed.

    Made for 10 to 100,000 tools. Hubs take most of the flows, as in real stacks; the numbers of senders and of places
    where people can say stop stay as they are while the stack grows.
    """
    return "".join(_lines(tools, random.Random(seed)))


def _lines(tools: int, dice: random.Random) -> Iterator[str]:
    yield f"stackaudit: 1\nas_of: 2026-11-22\ncomplete: [{_LISTED}]\n"
    yield _WHAT_ALL_SHARE
    yield "company: {name: Generated, regions: [us, de, ca], us_states: [co], residency: none, contacts: 1200000}\n"
    yield "teams:\n"
    for team in _TEAMS:
        yield f"  {team}: {{function: {team}, headcount: {dice.randint(1, 12)}}}\n"
    yield "people:\n"
    for number in range(max(4, tools // 20)):
        yield f"  role_{number}: {{team: {dice.choice(_TEAMS)}}}\n"
    people = max(4, tools // 20)
    hubs = max(2, tools // 50)
    yield "tools:\n"
    for number in range(tools):
        yield from _tool(number, tools, hubs, people, dice)
    yield "flows:\n"
    taken: set[tuple[int, int]] = set()
    for number in range(tools * _FLOWS_A_TOOL):
        yield from _flow(number, tools, hubs, people, taken, dice)
    yield "processes:\n  segmentation: {method: in_tool, owner: marketing}\n"
    yield "  intake: {method: in_tool}\n  triage: none\n"
    yield "tracking_plan: {url: wiki, owner: data, events: [sign_up], last_reviewed: 2026-09-01}\n"


def _tool(number: int, tools: int, hubs: int, people: int, dice: random.Random) -> Iterator[str]:
    yield f"  tool_{number}:\n    name: Tool number {number}\n"
    if number < hubs:
        yield "    capabilities: [warehouse]\n    built: vendor\n"
    elif number < hubs + min(_SENDERS, tools // 4):
        yield "    capabilities: [map]\n    built: vendor\n    sends: [email]\n    captures_opt_out: [email]\n"
    elif dice.random() < 0.1:
        yield f"    product: {dice.choice(_PRODUCTS)}\n"
    else:
        names = dice.choice(_CAPABILITIES)
        built = dice.choice(("vendor", "vendor", "vendor", "in_house"))
        yield f"    capabilities: [{', '.join(names)}]\n    built: {built}\n"
        if dice.random() >= _OPEN:
            yield "    product: none\n"
        yield "    sends: none\n"
        captures = "[email]" if number < hubs + _SENDERS + _CAPTURES else "none"
        yield f"    captures_opt_out: {captures}\n"
    yield f"    owner: {dice.choice(_TEAMS)}\n    teams: [{dice.choice(_TEAMS)}]\n"
    yield f"    maintainers: [role_{dice.randrange(people)}, {dice.choice(_TEAMS)}]\n"
    yield f"    terms: {dice.choice(('dpa', 'dpa', 'dpa', 'controller', 'none'))}\n"
    yield f"    monitored: {_mostly_true(dice)}\n"
    if dice.random() < 0.5:
        stored = "unknown" if dice.random() < _OPEN else f"[{dice.choice(_DATA)}]"
        yield f"    stores: {stored}\n"
        yield f"    cost: {{amount: {dice.randint(1, 80) * 1000}, currency: eur, per: year}}\n"
    for fact in ("keys", "retention", "reimport_block", "admins", "end_of_life"):
        if dice.random() < _OPEN:
            yield f"    {fact}: unknown\n"


def _flow(
    number: int, tools: int, hubs: int, people: int, taken: set[tuple[int, int]], dice: random.Random
) -> Iterator[str]:
    source, target = dice.randrange(tools), dice.randrange(tools)
    if dice.random() < 0.6:
        source, target = (source, dice.randrange(hubs)) if dice.random() < 0.5 else (dice.randrange(hubs), target)
    if source == target:
        target = (target + 1) % tools
    name = f"id: flow_{number}, " if (source, target) in taken else ""
    taken.add((source, target))
    method = "csv_manual" if dice.random() < 0.02 else dice.choice(_METHODS)
    senders = range(hubs, hubs + min(_SENDERS, tools // 4) + _CAPTURES)
    passes_on = target in senders or source in senders or (source < hubs and target < hubs)
    signals = "[opt_out]" if passes_on and dice.random() < 0.7 else "none"
    carried = dice.choice(_DATA)
    key = dice.choice(_KEYS) if carried.startswith("user") else "none"
    fields = ", ".join(dice.sample(_FIELDS, 2))
    gated = "" if dice.random() < _OPEN else f"consent_gated: {dice.choice(('true', 'true', 'false'))}, "
    events = "events: unknown, " if dice.random() < _OPEN else ""
    said = "" if dice.random() < _OPEN else f"key: {key}, fields: [{fields}], "
    looked = f"last_success: 2026-11-{dice.choice((21, 22))}, " if dice.random() < 0.5 else ""
    yield (
        f"  - {{{name}from: tool_{source}, to: tool_{target}, method: {method}, every: {dice.choice(_CADENCES)}, "
        f"takes: {dice.choice(('15m', '1h', '4h'))}, object: {dice.choice(_OBJECTS)}, "
        f"carries: [{carried}], {said}{gated}{looked}{events}signals: {signals}, owner: {dice.choice(_TEAMS)}, "
        f"maintainers: [role_{dice.randrange(people)}, {dice.choice(_TEAMS)}], "
        f"monitored: {_mostly_true(dice)}}}\n"
    )


def _mostly_true(dice: random.Random) -> str:
    return "false" if dice.random() < _LEFT_OUT else "true"
