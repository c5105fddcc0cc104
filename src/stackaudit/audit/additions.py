"""Elements and sections that there are none of, with a value for each of their fields: what a company would begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from stackaudit.audit.edits import Edit, Remedy, with_value
from stackaudit.audit.evidence import as_yaml
from stackaudit.audit.other_values import SOMEBODY, Near, other_values, somebody
from stackaudit.finding import Finding
from stackaudit.model.base import BaseModel, ValidationError
from stackaudit.model.elements import Element, Flow
from stackaudit.model.shapes import shape_of
from stackaudit.model.stack import KIND_OF, KINDS, Stack
from stackaudit.model.values import NONE
from stackaudit.model.words import Signal

__all__ = [
    "ADDED",
    "LOOKED_FOR",
    "QUICK",
    "added",
    "added_flows",
    "allowed",
    "begun",
    "fewer",
    "filled",
    "named_owner",
]

QUICK: Final = {"method": "api", "every": "on_event", "takes": "1m", "monitored": True}
"""How a flow runs that keeps nobody waiting."""
ADDED: Final = "added"
"""The id of an element that is added."""
LOOKED_FOR: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = MappingProxyType(
    {
        "communications": (
            {},
            {"kind": "leadership_sync"},
            {"kind": "weekly_note"},
            {"kind": "company_update"},
            {"kind": "quarterly_review"},
        ),
        "processes": (
            {"kind": "intake"},
            {"kind": "triage"},
            {"kind": "incident_detection"},
            {"kind": "rights_request"},
            {"kind": "erasure"},
            {"kind": "contact_policy"},
            {"kind": "qa"},
        ),
        "reports": ({}, {"audience": "executive"}),
        "metrics": ({}, {"kind": "conversion"}),
    }
)
"""Words by which rules look for what a team does: of a field that takes any text, or of an outcome."""
_BEGUN: Final = frozenset({"communications", "processes", "reports", "risks", "automations", "metrics"})
"""Lists of what a team does of its own accord. To add a tool, a person or a goal says what the company is."""
_WEEKLY: Final = "1w"
_UNTOLD: Final = frozenset({"id", "name", "source", "basis", "disputed", "note", "status", "kind"})


def begun(stack: Stack, path: str, near: Near) -> Iterator[Remedy]:
    """A section or an element that is stated not to be there, with a value for each field that can have one."""
    collection, _, identity = path.partition(".")
    if collection in KINDS and not identity:
        if getattr(stack, collection) is NONE:
            for element in _whole(stack, KINDS[collection], collection, near, {}):
                yield _named(stack, path, Edit((collection,), element))
    elif collection in KIND_OF and getattr(stack, collection).get(identity) is NONE:
        for element in _whole(stack, KINDS[KIND_OF[collection]], identity, near, {}):
            yield _named(stack, path, Edit((collection, identity), element))


def added(stack: Stack, collection: str, near: Near) -> Iterator[Remedy]:
    """One more element of a list, where it is one of what a team does; once for each kind that rules look for."""
    if collection not in _BEGUN:
        return
    for given in LOOKED_FOR.get(collection, ({},)):
        for element in _whole(stack, KINDS[KIND_OF[collection]], ADDED, near, given):
            yield _named(stack, f"{collection}.{ADDED}", Edit((collection, ADDED), element))


def filled(stack: Stack, path: str, near: Near, left_alone: frozenset[str]) -> Iterator[Remedy]:
    """An element of what a team does, with another value for each fact that says no, or that nobody stated."""
    collection, _, identity = path.partition(".")
    element = getattr(stack, collection).get(identity) if collection in _BEGUN else None
    if not isinstance(element, Element):
        return
    changes, edits = [], []
    for field in type(element).model_fields:
        shape, now = shape_of(type(element), field), getattr(element, field)
        says_no = now is None or now is NONE or now is False or (shape.many and shape.words and now != shape.words)
        if field in _UNTOLD | left_alone or not says_no:
            continue
        values = list(other_values(stack, type(element), field, None, near))
        ordered = values[::-1] if shape.many and shape.words else values
        value = next((one for one in ordered if allowed(element, field, one) is not None), None)
        if value is not None:
            changes.append(f"{path}.{field}: {as_yaml(value)}")
            edits.append(Edit((collection, identity, field), value))
    if changes:
        yield named_owner(stack, Remedy(tuple(changes), tuple(edits)))


def named_owner(stack: Stack, remedy: Remedy) -> Remedy:
    """The remedy, with the team that it names where that is not in the stack yet."""
    if SOMEBODY in stack.teams or not any(SOMEBODY in change for change in remedy.changes):
        return remedy
    return Remedy(remedy.changes, (Edit(("teams", SOMEBODY), somebody()), *remedy.edits))


def _named(stack: Stack, path: str, edit: Edit) -> Remedy:
    return named_owner(stack, Remedy((f"{path}: {as_yaml(edit.value)}",), (edit,)))


def fewer(remedy: Remedy) -> Iterator[Remedy]:
    """The remedy with one change less, or with one fact less of an element that it adds.

    The team that it adds for a change is no change of its own. Where one change is made by several edits, as of a flow
    that runs at once, nothing is left out.
    """
    first = tuple(edit for edit in remedy.edits if edit.route == ("teams", SOMEBODY))
    edits = [edit for edit in remedy.edits if edit not in first]
    if len(edits) != len(remedy.changes):
        return
    pairs = list(zip(remedy.changes, edits, strict=True))
    for place, (_, edit) in enumerate(pairs):
        before, after = pairs[:place], pairs[place + 1 :]
        if before or after:
            yield _of_pairs(first, [*before, *after])
        if isinstance(edit.value, Element) and not isinstance(edit.value, Flow):
            for element in _smaller(edit.value):
                change = f"{'.'.join(edit.route)}: {as_yaml(element)}"
                yield _of_pairs(first, [*before, (change, Edit(edit.route, element)), *after])


def _of_pairs(first: tuple[Edit, ...], pairs: list[tuple[str, Edit]]) -> Remedy:
    return Remedy(tuple(change for change, _ in pairs), (*first, *(edit for _, edit in pairs)))


def _smaller(element: Element) -> Iterator[Element]:
    """The element without each of its facts."""
    held = {info.alias or name: getattr(element, name) for name, info in type(element).model_fields.items()}
    for name, info in type(element).model_fields.items():
        if name in element.model_fields_set and name not in {"id", "kind"}:
            kept = {
                other.alias or key
                for key, other in type(element).model_fields.items()
                if key in element.model_fields_set and other is not info
            }
            yield type(element).model_validate({key: value for key, value in held.items() if key in kept})


def _whole(stack: Stack, kind: type[Element], identity: str, near: Near, given: Mapping[str, str]) -> Iterator[Element]:
    """An element with the first value of each field, and with the last one: of a list of words that is all of them."""
    possible: dict[str, list[Any]] = {}
    for field in kind.model_fields:
        shape = shape_of(kind, field)
        if field in given or (field in _UNTOLD and not (field == "kind" and shape.words)):
            continue
        values = [_WEEKLY] if field in {"every", "cadence"} else list(other_values(stack, kind, field, None, near))
        if values:
            possible[field] = values
    for last in (False, True):
        ordered = {field: _last_first(kind, field, values) if last else values for field, values in possible.items()}
        begun_with = {"id": identity, **given}
        yield _at_once(kind, begun_with, ordered) or _one_by_one(kind, begun_with, ordered)


def _last_first(kind: type[Element], field: str, values: list[Any]) -> list[Any]:
    """The values of a list of words, or of a date, from the last one on."""
    shape = shape_of(kind, field)
    return values[::-1] if (shape.many and shape.words) or "date" in shape.holds else values


def _at_once(kind: type[Element], given: Mapping[str, str], values: Mapping[str, list[Any]]) -> Element | None:
    """The element with the first of each field's values; None where the model does not allow them together."""
    fields = kind.model_fields
    try:
        return kind.model_validate({**given, **{fields[name].alias or name: held[0] for name, held in values.items()}})
    except ValidationError:
        return None


def _one_by_one(kind: type[Element], given: Mapping[str, str], values: Mapping[str, list[Any]]) -> Element:
    """The element with the first value of each field that the model allows beside those before it, if there is one."""
    element: Element = kind.model_validate(dict(given))
    for field, held in values.items():
        element = next((made for value in held if (made := allowed(element, field, value)) is not None), element)
    return element


def allowed(element: Any, field: str, value: Any) -> Any:
    """The element with another value; None where the model does not allow that value."""
    assert isinstance(element, BaseModel)  # noqa: S101 - for the type checker
    try:
        return with_value(element, field, value)
    except ValidationError:
        return None


def added_flows(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """A direct, watched flow from each other tool or capture point of the finding to the one that it is about, or back.

    One signal at a time: whatever else might travel is not needed to mend this.
    """
    primary, *others = [
        identity
        for collection, _, identity in (element.partition(".") for element in finding.elements)
        if collection in {"tools", "capture_points"}
    ] or [""]
    if not primary or not others:
        return
    for signal in Signal:
        for pairs in ([(one, primary) for one in others], [(primary, one) for one in others]):
            if any(end not in stack.tools for _, end in pairs):
                continue
            changes = tuple(f"a flow from {start} to {end} with {signal}" for start, end in pairs)
            flows = [_flow(start, end, str(signal)) for start, end in pairs]
            yield Remedy(changes, tuple(Edit(("flows", flow.id), flow) for flow in flows))


def _flow(start: str, end: str, signal: str) -> Flow:
    ends = {"id": f"{start}->{end} ({signal}, {ADDED})", "from": start, "to": end}
    return Flow.model_validate({**ends, **QUICK, "signals": [signal], "carries": []})
