"""Checks of what excludes itself or another: schedules that never run, ids that mean two things, circles of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackaudit.load.fill import FOR_ALL
from stackaudit.load.prepared import Note, Prepared, Route
from stackaudit.load.wording import did_you_mean, nearest
from stackaudit.model import words
from stackaudit.model.stack import COLLECTIONS, KIND_OF, KINDS, yaml_name
from stackaudit.model.values import MORE, RESERVED, is_below, longest_gap
from stackaudit.source.wording import found, shown

__all__ = ["check_consistency"]

_CRON: Final = re.compile(r"\S+( +\S+){4}")
_LONGEST_CRON: Final = 200
_BUILT_IN: Final = {
    "capabilities": ("capability", words.CAPABILITIES),
    "data_classes": ("data class", words.DATA_CLASSES),
}
_REGIONS: Final = f"a country code of two letters, such as us, or one of {', '.join(words.REGION_GROUPS)}"
_SAID: Final = {
    "uk": "gb", "united kingdom": "gb", "great britain": "gb", "england": "gb", "scotland": "gb", "wales": "gb",
    "usa": "us", "united states": "us", "el": "gr", "europe": "eu", "european union": "eu", "world": "worldwide",
    "australia": "au", "austria": "at", "belgium": "be", "brazil": "br", "bulgaria": "bg", "canada": "ca",
    "china": "cn", "croatia": "hr", "cyprus": "cy", "czechia": "cz", "denmark": "dk", "estonia": "ee",
    "finland": "fi", "france": "fr", "germany": "de", "greece": "gr", "hungary": "hu", "iceland": "is",
    "india": "in", "ireland": "ie", "israel": "il", "italy": "it", "japan": "jp", "latvia": "lv",
    "liechtenstein": "li", "lithuania": "lt", "luxembourg": "lu", "malta": "mt", "mexico": "mx",
    "netherlands": "nl", "new zealand": "nz", "norway": "no", "poland": "pl", "portugal": "pt", "romania": "ro",
    "singapore": "sg", "slovakia": "sk", "slovenia": "si", "south africa": "za", "spain": "es", "sweden": "se",
    "switzerland": "ch", "turkey": "tr", "ukraine": "ua",
}  # fmt: skip
"""What is written where a code should stand: the names of many countries, and codes of other lists."""


def check_consistency(prepared: Prepared) -> Iterator[Note]:
    """Everything in a stack that cannot be meant, though each field by itself is good."""
    data = {name: held for name, held in prepared.data.items() if isinstance(held, (dict, list))}
    yield from _own_words(data)
    for route, defaults in prepared.defaults.values():
        yield from _defaults(route, defaults)
    yield from _regions(data)
    yield from _schedules(data)
    yield from _shared_ids(data)
    yield from _primary_domains(data)
    yield from _parts(data)


def _mapping(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = data.get(name)
    return held if isinstance(held, dict) else {}


def _own_words(data: Mapping[str, Any]) -> Iterator[Note]:
    """What the company declares must not be built in; a product may, as the catalogue grows, and its own one wins."""
    for name, (singular, built_in) in _BUILT_IN.items():
        for key in _mapping(data, name):
            if key in built_in:
                yield Note((name, key), f"{shown(key)} is a built-in {singular}", "choose another id", key=True)


def _defaults(route: Route, defaults: Any) -> Iterator[Note]:
    """Keys of ``defaults``: fields for all elements, or collections with fields of theirs."""
    choices = (*FOR_ALL, *COLLECTIONS.values())
    for key, value in defaults.items() if isinstance(defaults, dict) else ():
        if key in FOR_ALL:
            continue
        if key not in choices:
            hint = did_you_mean(nearest(key, choices))
            yield Note((*route, key), f"defaults has no {shown(key)}", hint, key=True)
            continue
        if not isinstance(value, dict):
            message = f"expected a mapping of fields for {key}, found {found(value)}"
            yield Note((*route, key), message, "such as {source: interviews}")
            continue
        kind = KIND_OF[key]
        fields = tuple(yaml_name(name) for name in KINDS[kind].model_fields if name not in {"id", "disputed"})
        for name in value:
            if name not in fields:
                message = f"a {kind.replace('_', ' ')} has no field {shown(name)}"
                yield Note((*route, key, name), message, did_you_mean(nearest(name, fields)), key=True)


def _regions(data: Mapping[str, Any]) -> Iterator[Note]:
    known = words.COUNTRIES | words.REGION_GROUPS.keys() | {MORE}
    company = _mapping(data, "company")
    stated = [*_answers(("company",), company, "regions"), *_answers(("company",), company, "residency")]
    for key, tool in _mapping(data, "tools").items():
        if isinstance(tool, dict) and not known.issuperset(_region_words(tool)):
            contract = ("tools", key, "contract"), _mapping(tool, "contract")
            stated += [*_answers(("tools", key), tool, "hosting_region"), *_answers(*contract, "licensed_regions")]
    for route, regions in stated:
        for number, region in enumerate(regions if isinstance(regions, list) else ()):
            if not isinstance(region, str) or region in known or (region.isupper() and region.lower() in known):
                continue
            lower = region.lower()
            said = lower if lower in known else _SAID.get(lower)
            near = (said,) if said else nearest(region, tuple(words.REGION_GROUPS))
            message = f"expected {_REGIONS}, found {found(region)}"
            yield Note((*route, number), message, did_you_mean(near))


def _region_words(tool: Mapping[str, Any]) -> Iterator[Any]:
    """What a tool states where regions stand, as quick as can be; and that it is no region if sources disagree."""
    contract = _mapping(tool, "contract")
    for held in (tool.get("hosting_region"), contract.get("licensed_regions")):
        if isinstance(held, list):
            yield from map(str, held)
    if "disputed" in tool or "disputed" in contract:
        yield "disputed"


def _schedules(data: Mapping[str, Any]) -> Iterator[Note]:
    for key, flow in _mapping(data, "flows").items():
        if isinstance(flow, dict) and " " not in str(flow.get("every")) and "disputed" not in flow:
            continue  # as of most flows
        for route, every in _answers(("flows", key), flow, "every") if isinstance(flow, dict) else ():
            if isinstance(every, str) and len(every) <= _LONGEST_CRON and _CRON.fullmatch(every):
                try:
                    longest_gap(every)
                except ValueError:
                    hint = "minute, hour, day of the month, month, day of the week: 0 6 * * 1"
                    yield Note(route, f"{shown(every)} is not a cron line that ever runs", hint)


def _answers(route: Route, element: Mapping[str, Any], name: str) -> Iterator[tuple[Route, Any]]:
    """The value of a field, and those that are disputed, each with its route."""
    yield (*route, name), element.get(name)
    disputed = _mapping(element, "disputed").get(name)
    for number, answer in enumerate(disputed if isinstance(disputed, list) else ()):
        if isinstance(answer, dict):
            yield (*route, "disputed", name, number, "value"), answer.get("value")


def _shared_ids(data: Mapping[str, Any]) -> Iterator[Note]:
    tools = _mapping(data, "tools")
    for key in _mapping(data, "capture_points"):
        if key in tools:
            message = f"a tool is called {shown(key)} too, and flows could not tell them apart"
            yield Note(("capture_points", key), message, "choose another id", key=True)


def _primary_domains(data: Mapping[str, Any]) -> Iterator[Note]:
    for key, domain in _mapping(data, "sending_domains").items():
        for route, primary in (
            _answers(("sending_domains", key), domain, "primary_domain") if isinstance(domain, dict) else ()
        ):
            if isinstance(primary, str) and primary not in RESERVED and not is_below(key, primary):
                hint = f"such as {'.'.join(key.split('.')[-2:])}"
                yield Note(route, f"{shown(key)} does not belong to {shown(primary)}", hint)


def _parts(data: Mapping[str, Any]) -> Iterator[Note]:
    """Tools that are part of themselves, by way of others."""
    parent = {
        key: tool["part_of"]
        for key, tool in _mapping(data, "tools").items()
        if isinstance(tool, dict) and isinstance(tool.get("part_of"), str)
    }
    settled: set[str] = set()
    for start in parent:
        seen: dict[str, None] = {}
        here = start
        while here in parent and here not in seen and here not in settled:
            seen[here] = None
            here = parent[here]
        if here in seen:
            yield Note(("tools", here, "part_of"), f"{shown(here)} is part of itself")
        settled.update(seen)
