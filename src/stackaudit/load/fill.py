"""What a file leaves out and something else says: its defaults, the product catalogue, what a tool is there to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackaudit.catalogue import Product, catalogue, interfaces
from stackaudit.catalogue.windows import window_of
from stackaudit.finding import Origin
from stackaudit.load.prepared import Prepared
from stackaudit.load.purposes import purposes
from stackaudit.load.suites import fill_parts
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS, KINDS, PROMISES, yaml_name
from stackaudit.model.values import RESERVED
from stackaudit.model.words import CAPABILITIES, MANUAL_METHODS

__all__ = ["FOR_ALL", "fill"]

FOR_ALL: Final = ("source", "basis", "owner")
"""The fields that ``defaults`` may give to all elements at once."""

_TAKES_IN_LEADS: Final = frozenset(
    {
        "ads", "call_tracking", "chat", "events", "form", "landing_page", "map", "partner_portal", "scheduling",
        "telephony", "webinar", "website",
    }
)  # fmt: skip
"""What a tool is there for by which people who want to talk to sales can come in."""
_NOTHING_OF_OUTSIDERS: Final = (
    *("product", "contract", "seats", "end_of_life", "security", "ai_features", "stores", "hosting_region"),
    *("sends", "captures_opt_out"),
)
"""What somebody outside who hands over data has nothing of that a rule looks at, unless the file says otherwise."""
_BY_HAND: Final = tuple(method.value for method in MANUAL_METHODS)
_MODELS: Final = {collection: KINDS[kind] for kind, collection in COLLECTIONS.items()}


def fill(prepared: Prepared) -> None:
    """Fill what is absent: from ``defaults``, then from the catalogue, then by what a tool is there to do."""
    _fill_defaults(prepared)
    _fill_from_interfaces(prepared)
    _fill_automations(prepared)
    tools = prepared.data.get("tools")
    if isinstance(tools, dict):
        readable = {key: tool for key, tool in tools.items() if isinstance(tool, dict)}
        _fill_from_products(readable, prepared)
        fill_parts(readable, prepared)
        for key, domain, found in purposes(prepared.data):
            prepared.fill("sending_domains", key, domain, "purposes", found, Origin.DERIVED)


def _fill_defaults(prepared: Prepared) -> None:
    roadmap = prepared.data.get("roadmap")
    places = [(name, prepared.data.get(name), model) for name, model in _MODELS.items()]
    if isinstance(roadmap, dict):
        places.append((PROMISES, roadmap.get("items"), KINDS["roadmap_item"]))
    is_one_file = () in prepared.defaults
    for name, held, model in places:
        fields = {
            part: _defaults(defaults, name, model)
            for part, (_, defaults) in prepared.defaults.items()
            if isinstance(defaults, dict)
        }
        parts: defaultdict[tuple[int, ...], list[dict[str, Any]]] = defaultdict(list)
        for key, element in held.items() if isinstance(held, dict) and any(fields.values()) else ():
            if isinstance(element, dict):
                parts[() if is_one_file else prepared.part_of(prepared.element(name, key))].append(element)
        for part, elements in parts.items():
            prepared.fill_all(name, elements, fields.get(part, {}), Origin.DEFAULTS)


def _defaults(defaults: Mapping[str, Any], collection: str, model: type[Element]) -> dict[str, Any]:
    """What the defaults of a file say of an element of a collection."""
    names = {yaml_name(one) for one in model.model_fields} - {"id", "disputed"}
    own = defaults.get(collection) if collection != PROMISES else None
    for_all = {one: value for one, value in defaults.items() if one in FOR_ALL and one in names}
    return for_all | {one: value for one, value in (own.items() if isinstance(own, dict) else ()) if one in names}


def _fill_from_interfaces(prepared: Prepared) -> None:
    """Fill when the interface ends that a flow calls, where that is certain."""
    flows = prepared.data.get("flows")
    for key, flow in flows.items() if isinstance(flows, dict) else ():
        if not isinstance(flow, dict):
            continue
        if flow.get("method") in _BY_HAND:  # a person reads and writes what an interface would, logged in as themselves
            prepared.fill("flows", key, flow, "interface", "none", Origin.DERIVED)
            prepared.fill("flows", key, flow, "credential", "none", Origin.DERIVED)
        name = flow.get("interface")
        if not isinstance(name, str):
            continue
        if name == "none":
            prepared.fill("flows", key, flow, "interface_ends", "none", Origin.DERIVED)
        elif name in interfaces() and (end := interfaces()[name].certain_end) is not None:
            prepared.fill("flows", key, flow, "interface_ends", end, Origin.CATALOGUE)


def _fill_automations(prepared: Prepared) -> None:
    """What goes by the calendar or by hand, or messages nobody, answers no moment."""
    automations = prepared.data.get("automations")
    for key, automation in automations.items() if isinstance(automations, dict) else ():
        if isinstance(automation, dict) and (
            automation.get("trigger") in ("schedule", "manual") or automation.get("sends") in ("none", [])
        ):
            prepared.fill("automations", key, automation, "answers", "none", Origin.DERIVED)


def _fill_from_products(tools: Mapping[str, dict[str, Any]], prepared: Prepared) -> None:
    """Fill what a product is; derive what follows from what a tool is there to do."""
    own, capabilities = (
        held if isinstance(held := prepared.data.get(name), dict) else {} for name in ("products", "capabilities")
    )
    uses = Counter(
        product
        for tool in tools.values()
        if isinstance(product := tool.get("product"), str) and tool.get("name") is None
    )
    for key, tool in tools.items():
        product = tool.get("product")
        if isinstance(product, str) and product not in RESERVED:
            for one, value in _facts(product, own, alone=uses[product] == 1):
                prepared.fill("tools", key, tool, one, value, Origin.CATALOGUE)
        for one, value in _derived(tool, capabilities, own):
            prepared.fill("tools", key, tool, one, value, Origin.DERIVED)


def _facts(identity: str, own: Mapping[str, Any], *, alone: bool) -> Iterator[tuple[str, Any]]:
    """What the product of a tool says; its name too where the tool is alone in being this product."""
    declared = own.get(identity)
    if isinstance(declared, dict):
        if alone and declared.get("name") is not None:
            yield "name", declared["name"]
        if declared.get("capabilities") is not None:
            yield "capabilities", declared["capabilities"]
        yield "built", "vendor"
        return
    product = catalogue().get(identity)
    if product is None:
        return
    yield "capabilities", list(product.capabilities)
    yield "built", "vendor"
    if identity in window_of():
        yield "accepts_conversions_within", window_of()[identity]
    if product.forbids:
        yield "forbids", list(product.forbids)
    if alone:
        yield "name", product.name
    end = _end_of_life(product)
    if end is not None:
        yield "end_of_life", end


def _end_of_life(product: Product) -> Any:
    """The date where it is certain; ``none`` where the vendor sells the product on; None where nobody can be sure."""
    if product.end_of_life is not None:
        return product.certain_end
    return "none" if product.status in {"active", "renamed", "acquired"} else None


def _derived(tool: Mapping[str, Any], own: Mapping[str, Any], products: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What follows from how a tool came about, and what one does not do whose capabilities are whole.

    That is to message people, to hold their choices, to take in leads.
    """
    if tool.get("built") in ("in_house", "agency") or tool.get("product") == "none":
        yield "end_of_life", "none"
    if tool.get("built") == "none":  # others use it, and answer for it
        yield from ((name, "none") for name in _NOTHING_OF_OUTSIDERS)
    if tool.get("built") == "in_house":  # nobody sold it: no contract renews, no seat is paid for, no vendor holds it
        yield from (("product", "none"), ("contract", "none"), ("seats", "none"), ("account_owner", "company"))
    names = tool.get("capabilities")
    # What a capability of the company's own can do, nobody knows.
    if not isinstance(names, list) or not names or not all(_is_known(name, own) for name in names):
        return
    identity = tool.get("product")
    product = catalogue().get(identity) if isinstance(identity, str) and identity not in products else None
    capabilities = [CAPABILITIES[name] for name in names]
    if not any(one.messages for one in capabilities) and (product is None or not product.can_send):
        yield "sends", "none"
    if not any(one.holds_choices for one in capabilities) and (product is None or not product.can_capture_opt_out):
        yield "captures_opt_out", "none"
    if not any(name in _TAKES_IN_LEADS for name in names):
        yield "captures_leads", False


def _is_known(name: Any, own: Mapping[str, Any]) -> bool:
    return isinstance(name, str) and name in CAPABILITIES and name not in own
