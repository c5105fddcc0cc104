"""From the document's plain data to what the model validates: elements by id, disputes settled, absent facts filled in.

Nothing here fails on a wrong shape: what does not fit is left as it is, for the model to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from stackaudit.finding import Origin
from stackaudit.load.changed import Changed
from stackaudit.load.expected import Spot, called, fields_of
from stackaudit.load.fill import fill
from stackaudit.load.merging import Merged
from stackaudit.load.mistakes import unknown_field
from stackaudit.load.prepared import Note, Prepared, Route
from stackaudit.load.wording import did_you_mean, nearest, quoted
from stackaudit.model import words
from stackaudit.model.elements import Element, Flow, Question
from stackaudit.model.shapes import may_be_unknown
from stackaudit.model.stack import COLLECTIONS, KINDS, LISTS, OWN, PROMISES, SINGLETONS, yaml_name
from stackaudit.model.values import ID, LONGEST_ID, RESERVED
from stackaudit.source import Document
from stackaudit.source.wording import found, shown

__all__ = ["LIST_EXAMPLES", "flow_ids", "gap_ids", "prepare"]

_ID: Final = re.compile(ID)
_ENDS: Final = ("from", "to", "between")
_BOTH_ENDS: Final = 2
_MODELS: Final[dict[str, type[Element]]] = {
    **{collection: KINDS[kind] for kind, collection in COLLECTIONS.items()},
    **{name: KINDS[name] for name in SINGLETONS if name in KINDS},
    PROMISES: KINDS["roadmap_item"],
    **OWN,
}
_PLAIN: Final = ("complete", "include", "defaults", "questions", "waivers")
LIST_EXAMPLES: Final = {
    "flows": "each stands on a line of its own: - {from: hubspot, to: crm}",
    "gaps": "each stands on a line of its own: - {signal: opt_out, from: crm, to: hubspot}",
}


def prepare(raw: dict[str, Any], document: Document | None = None) -> Prepared:
    """Prepare a document's data. The data itself is not changed."""
    prepared = Prepared(dict(raw))
    data = prepared.data
    _take_defaults(prepared, document)
    for name in (*_PLAIN, *LISTS, *(one for one in COLLECTIONS.values() if one not in LISTS), *OWN):
        held = data.get(name)
        if name in COLLECTIONS.values() and (held == "none" or (held == [] and name not in LISTS)):
            _there_are_none(name, data)
        elif held is None:
            data.pop(name, None)
        elif name in LISTS:
            _list(name, held, prepared, document)
        elif isinstance(held, dict) and name not in _PLAIN:
            data[name] = {key: _element(name, (name, key), element, prepared) for key, element in held.items()}
    for name in SINGLETONS:
        _section(name, prepared)
    _regions(data)
    _questions(prepared)
    fill(prepared)
    return prepared


def _take_defaults(prepared: Prepared, document: Document | None) -> None:
    """The defaults of each file; where there are several files, the model sees none, as none holds for all of it."""
    held = prepared.data.get("defaults")
    if not isinstance(document, Merged):
        prepared.defaults = {} if held is None else {(): (("defaults",), held)}
        return
    prepared.part_of = document.part_of
    if isinstance(document, Changed):
        prepared.gone = {path: gone.by for path, gone in document.gone.items()}
    prepared.defaults = {(number,): (("defaults", number), own) for number, own in (held or {}).items()}
    for route, own in prepared.defaults.values():
        if not isinstance(own, dict) and own is not None:
            prepared.notes.append(Note(route, f"expected a mapping of fields for defaults, found {found(own)}"))
    prepared.data.pop("defaults", None)


def _there_are_none(name: str, data: dict[str, Any]) -> None:
    """``none`` in place of a collection: it is empty, and that is all of it."""
    data[name] = {}
    complete = [] if data.get("complete") is None else data["complete"]
    if name in {word.value for word in words.Collection} and isinstance(complete, list) and name not in complete:
        data["complete"] = [*complete, name]


def _list(name: str, held: Any, prepared: Prepared, document: Document | None) -> None:
    """A list of flows or gaps as a mapping by id. What has no good id of its own gets one that no file can hold."""
    if not isinstance(held, list):
        prepared.notes.append(Note((name,), f"expected a list for {name}, found {found(held)}", LIST_EXAMPLES[name]))
        del prepared.data[name]
        return
    by_id: dict[str, Any] = {}
    indexes: dict[str, int] = {}
    for number, item in enumerate(held):
        plain = _plain_id(item) if name == "flows" else None
        if plain is not None and plain not in by_id:
            by_id[plain] = item
            indexes[plain] = number
            continue
        identity = f"#{number}"
        if isinstance(item, dict):
            stated, notes = flow_ids(item, (name, number)) if name == "flows" else gap_ids(item, (name, number))
            twin = next((one for one in stated if one in by_id), None)
            if twin is not None:
                there = _place_of_twin(name, number, indexes[twin], document)
                hint = "give one of them an id" if name == "flows" and "id" not in item else None
                notes.append(Note((name, number), f"{shown(twin)} is there twice: {there}", hint, key=True))
            elif stated:
                identity = stated[0]
            prepared.notes += notes
        by_id[identity] = item
        indexes[identity] = number
    prepared.indexes[name] = indexes
    prepared.data[name] = {
        identity: {**element, "id": identity}
        if isinstance(element, dict) and "disputed" not in element
        else _element(name, (name, indexes[identity]), element, prepared, identity)
        for identity, element in by_id.items()
    }


def _place_of_twin(name: str, number: int, twin: int, document: Document | None) -> str:
    """Where the other one is: by its number, or by its place where that is in another file."""
    if document is not None:
        here, there = document.place((name, number)), document.place((name, twin))
        if here.file != there.file:
            return f"it stands at {there} too"
    return f"the other one is number {twin + 1} of the {name}"


def _plain_id(flow: Any) -> str | None:
    """The id of a flow from one tool to another that states no other id, as most do; None for any other."""
    if not isinstance(flow, dict) or "id" in flow or "between" in flow:
        return None
    source, target = flow.get("from"), flow.get("to")
    return f"{source}->{target}" if isinstance(source, str) and isinstance(target, str) and source != target else None


def flow_ids(flow: dict[str, Any], route: Route) -> tuple[tuple[str, ...], list[Note]]:
    """The id of a flow, then other names of the same pair; and what is wrong with its ends and its id."""
    plain = _plain_id(flow)
    if plain is not None:
        return (plain,), []
    notes = list(_ends(flow, route))
    if "id" in flow:
        own = flow["id"]
        if not isinstance(own, str):
            notes.append(Note((*route, "id"), f"expected text for id, found {found(own)}", "write it in quotes"))
        elif (wrong := _wrong_id(own)) is not None:
            notes.append(Note((*route, "id"), wrong, _full_name(own)))
        else:
            return (own,), notes
    if notes:
        return (), notes
    one, other = flow["between"]
    return (f"{one}<->{other}", f"{other}<->{one}"), notes


def _ends(flow: dict[str, Any], route: Route) -> Iterator[Note]:
    """What is wrong with the two ends of a flow."""
    given: list[str] = [name for name in _ENDS if name in flow]
    if "between" in given and len(given) > 1:
        yield Note((*route, "between"), "a flow has from and to, or between, and this one has both", key=True)
    elif "between" in given:
        ends = flow["between"]
        if not isinstance(ends, list) or len(ends) != _BOTH_ENDS or not all(isinstance(end, str) for end in ends):
            expected = "the ids of two tools for between, such as [hubspot, salesforce]"
            yield Note((*route, "between"), f"expected {expected}, found {found(ends)}")
        elif ends[0] == ends[1]:
            yield Note(
                (*route, "between"), f"a flow is between two tools, and both ends of this one are {shown(ends[0])}"
            )
    elif len(given) < _BOTH_ENDS:
        fields = fields_of(Flow)
        misspelt = [key for key in flow if key not in fields and not {*nearest(key, fields)}.isdisjoint(_ENDS)]
        if misspelt:
            yield from (unknown_field((*route, key), Spot(Flow, key, None)) for key in misspelt)
            return
        missing = {"from": "'to'", "to": "'from'"}.get("".join(given), "from and to, or between")
        hint = "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}"
        yield Note(route, f"a flow needs {missing}", hint, key=True)
    else:
        wrong = [name for name in given if not isinstance(flow[name], str)]
        for name in wrong:
            yield Note((*route, name), f"expected the id of a tool for {name}, found {found(flow[name])}")
        if not wrong and flow["from"] == flow["to"]:
            there = shown(flow["from"])
            yield Note((*route, "to"), f"a flow leads from one tool to another, and this one stays in {there}")


def gap_ids(gap: dict[str, Any], route: Route) -> tuple[tuple[str, ...], list[Note]]:
    """The id of a gap, and what is wrong with it. One that lacks a part has no id: the model refuses it."""
    notes = [_no_id(route, "a gap")] if "id" in gap else []
    parts = (gap.get("signal"), gap.get("from"), gap.get("to"))
    if not all(isinstance(part, str) for part in parts):
        return (), notes
    return (f"{parts[0]}:{parts[1]}->{parts[2]}",), notes


def _element(name: str, route: Route, element: Any, prepared: Prepared, identity: str | None = None) -> Any:
    """An element with its id in it, its disputed fields unknown, and its kind filled in."""
    key = str(route[-1]) if identity is None else identity
    if identity is None and (wrong := _wrong_id(key)) is not None:
        prepared.notes.append(Note(route, wrong, _full_name(key), key=True))
    if element is None and identity is None:
        element = {}
    if not isinstance(element, dict):
        return element
    if identity is None and "id" in element:
        hint = "leave 'id' out, or use 'name'"
        prepared.notes.append(Note((*route, "id"), "the id of this element is its key", hint, key=True))
    settled = _settled(_MODELS[name], route, element, prepared)
    settled["id"] = key
    if name == "processes":
        prepared.fill(name, key, settled, "kind", key, Origin.MODEL)
    return settled


def _section(name: str, prepared: Prepared) -> None:
    """A part of the stack that there is one of: its name is its id."""
    held = prepared.data.get(name)
    if not isinstance(held, dict) or name not in _MODELS:
        return
    if "id" in held:
        prepared.notes.append(_no_id((name,), called(_MODELS[name])))
    settled = {**_settled(_MODELS[name], (name,), held, prepared), "id": name}
    items = settled.get("items")
    if name == "roadmap" and isinstance(items, dict):
        route = ("roadmap", "items")
        settled["items"] = {key: _element(PROMISES, (*route, key), item, prepared) for key, item in items.items()}
    prepared.data[name] = settled


def _questions(prepared: Prepared) -> None:
    """Questions have no id, and nothing that could be disputed."""
    questions = prepared.data.get("questions")
    for number, question in enumerate(questions if isinstance(questions, list) else ()):
        if isinstance(question, dict):
            _settled(Question, ("questions", number), question, prepared)
            if "id" in question:
                prepared.notes.append(_no_id(("questions", number), called(Question)))


def _wrong_id(identity: str) -> str | None:
    """What is wrong with an id, if anything is."""
    if identity in RESERVED:
        return f"{shown(identity)} is a reserved word and cannot be an id"
    if len(identity) > LONGEST_ID:
        return f"the id {shown(identity)} has {len(identity):,} characters, at most {LONGEST_ID} are allowed"
    if _ID.fullmatch(identity):
        return None
    allowed = "the letters A to Z, digits, '_', '-' and '.', and starts with a letter, a digit or '_'"
    return f"the id {shown(identity)} is not allowed: an id has only {allowed}"


def _full_name(identity: str) -> str | None:
    return None if identity in RESERVED else "put the full name into 'name'"


def _no_id(route: Route, what: str) -> Note:
    return Note((*route, "id"), f"{what} has no field 'id'", key=True)


def _settled(model: type[Element], route: Route, element: dict[str, Any], prepared: Prepared) -> dict[str, Any]:
    """The element with each disputed field unknown."""
    settled = dict(element)
    disputed = element.get("disputed")
    for name in disputed if isinstance(disputed, dict) else ():
        fields = tuple(yaml_name(one) for one in model.model_fields)
        place = (*route, "disputed", name)
        if name not in fields:
            hint = did_you_mean(nearest(name, fields))
            prepared.notes.append(Note(place, f"no field is called {shown(name)} here", hint, key=True))
        elif name in element:
            hint = "leave it out: the sources' answers stand under disputed"
            prepared.notes.append(Note(place, f"{quoted([name])} is both stated and disputed", hint, key=True))
        elif not may_be_unknown(model, name):
            prepared.notes.append(Note(place, f"{quoted([name])} is not a fact that could be disputed", key=True))
        else:
            settled[name] = "unknown"
    return settled


def _regions(data: dict[str, Any]) -> None:
    """Regions in lower case, as all that reads them has it: ``US`` is ``us``."""
    company, tools = data.get("company"), data.get("tools")
    if isinstance(company, dict):
        data["company"] = _with_small_regions(company, ("regions", "residency"))
    if not isinstance(tools, dict):
        return
    for key, tool in tools.items():
        if isinstance(tool, dict) and "hosting_region" in tool:
            tools[key] = tool = _with_small_regions(tool, ("hosting_region",))  # noqa: PLW2901 - read on, with it
        contract = tool.get("contract") if isinstance(tool, dict) else None
        if isinstance(contract, dict) and "licensed_regions" in contract:
            tools[key] = {**tool, "contract": _with_small_regions(contract, ("licensed_regions",))}


def _with_small_regions(element: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    known = words.COUNTRIES | words.REGION_GROUPS.keys()
    small = {
        field: [
            one.lower() if isinstance(one, str) and one.isupper() and one.lower() in known else one
            for one in element[field]
        ]
        for field in fields
        if isinstance(element.get(field), list)
    }
    return {**element, **small}
