"""Ways to mend a finding: other facts under which its rule is clear. The facts are changed, the rule is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple

from stackaudit.audit.evidence import as_yaml, element_at
from stackaudit.finding import Finding
from stackaudit.model.base import ValidationError
from stackaudit.model.elements import Element, Flow
from stackaudit.model.shapes import Shape, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name
from stackaudit.model.values import NONE
from stackaudit.model.words import Signal

__all__ = ["Edit", "Remedy", "mended", "remedies"]

_WHAT_IT_IS: Final = frozenset(
    {
        "id", "name", "status", "product", "part_of", "capabilities", "kind", "carries", "stores", "sends",
        "captures_opt_out", "channel", "regions", "core_competencies", "scope", "teams", "brand", "brands", "from_",
        "to", "between", "object", "fields", "trigger", "audience", "end_of_life", "signals", "tool", "tools", "source",
        "basis", "disputed", "headcount", "contacts", "daily_volume", "requires_capabilities", "steps",
        "overlap_reason", "note", "events", "event", "happens_in", "answers", "captures_leads",
    }
)  # fmt: skip
"""Facts that say what something is, or why it is so: to deny them, or to write down a reason, mends nothing."""
_QUICK: Final = {"method": "api", "every": "on_event", "takes": "1m", "monitored": True}
"""How a flow runs that keeps nobody waiting."""
_TEXT: Final = "written down"
_MOST_FACTS: Final = 12


class Edit(NamedTuple):
    """One change: a field of an element, or a whole element, flow or section where ``field`` is empty."""

    collection: str
    id: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Remedy:
    """Facts that differ: ``changes`` says them as they would stand in the file, ``edits`` makes them."""

    changes: tuple[str, ...]
    edits: tuple[Edit, ...]


def mended(stack: Stack, edits: Iterable[Edit]) -> Stack:
    """The stack with other facts. It stands in no file any more, so its facts have no place."""
    parts: dict[str, Any] = {}
    for edit in edits:
        if not edit.id:
            parts[edit.collection] = edit.value
            continue
        held = parts.setdefault(edit.collection, dict(getattr(stack, edit.collection)))
        held[edit.id] = _with(held[edit.id], edit.field, edit.value) if edit.field else edit.value
    made: Stack = stack.model_copy(update=parts)
    made._provenance = None  # noqa: SLF001 - the places are those of the stack that was read
    return made


def remedies(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Stacks that differ from this one in what decided a finding, the facts that decided most first.

    Each changes one fact to another word of its vocabulary or value of its type, lets the flows of the finding's path
    run at once, or adds the flows that are missing between its elements. Whether that mends anything, only the rule can
    say.
    """
    if finding.path:
        yield from _quickened(stack, finding)
    for one in finding.evidence[:_MOST_FACTS]:
        if one.path == "flows":
            yield from _added_flows(stack, finding)
        elif one.path in KINDS:
            yield from _made(stack, one.path)
        else:
            yield from _changed(stack, one.path)
    yield from _all_changed(stack, finding)


def _all_changed(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Every fact that decided takes its first other value, where no single one of them is enough."""
    firsts = [next(_changed(stack, one.path), None) for one in finding.evidence[:_MOST_FACTS]]
    held = [one for one in firsts if one is not None]
    if len(held) > 1:
        changes = tuple(change for one in held for change in one.changes)
        yield Remedy(changes, tuple(edit for one in held for edit in one.edits))


def _changed(stack: Stack, path: str) -> Iterator[Remedy]:
    collection, _, rest = path.partition(".")
    identity, _, name = rest.rpartition(".")
    if collection not in COLLECTIONS.values() or not identity:
        return
    element, field = element_at(stack, collection, identity), field_name(name)
    if not isinstance(element, Element) or field not in type(element).model_fields or field in _WHAT_IT_IS:
        return
    now = getattr(element, field)
    for value in _values(stack, shape_of(type(element), field), field):
        if value != now and _allowed(element, field, value):
            yield Remedy((f"{path}: {as_yaml(value)}",), (Edit(collection, identity, field, value),))


def _quickened(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Each flow of the path runs by itself, at once, and is watched."""
    flows = [hop.element.removeprefix("flows.") for hop in finding.path]
    flows = [flow for flow in dict.fromkeys(flows) if flow in stack.flows]
    changes = tuple(f"flows.{flow}: {as_yaml(_QUICK)}" for flow in flows)
    edits = (Edit("flows", flow, field, value) for flow in flows for field, value in _QUICK.items())
    yield Remedy(changes, tuple(edits))


def _made(stack: Stack, path: str) -> Iterator[Remedy]:
    """A part that there is none of, with a value for each of its fields that can have one."""
    if getattr(stack, path) is not NONE:
        return
    element = KINDS[path].model_validate({"id": path})
    for field in KINDS[path].model_fields:
        values = () if field in _WHAT_IT_IS else _values(stack, shape_of(KINDS[path], field), field)
        value = next((one for one in values if one not in ((), NONE) and _allowed(element, field, one)), None)
        if value is not None:
            element = _with(element, field, value)
    yield Remedy((f"{path}: {as_yaml(element)}",), (Edit(path, "", "", element),))


def _values(stack: Stack, shape: Shape, field: str) -> Iterator[Any]:
    """Values that a field can take, plain ones first; ``unknown`` is no answer, and none of them."""
    if field == "every":
        yield from ("on_event", "1h", "1d")
    if "duration" in shape.holds:
        yield from ("1m", "1d", "1mo")
    if "bool" in shape.holds:
        yield from (True, False)
    for word in shape.words:
        yield (word,) if shape.many else word
    people = [
        identity
        for kind in shape.kinds
        if kind in {"team", "person"}
        for identity in list(getattr(stack, COLLECTIONS[kind]))[:3]
    ]
    if shape.many:
        yield from (tuple(people[start : start + 2]) for start in range(len(people) - 1))
    else:
        yield from people
    if "date" in shape.holds:
        yield from (stack.as_of, stack.as_of + timedelta(days=365))
    if shape.holds == {"text"} and not shape.words and not shape.kinds:
        yield (_TEXT,) if shape.many else _TEXT
    yield from ((), NONE)


def _allowed(element: Element, field: str, value: Any) -> bool:
    """Whether the model allows a value."""
    try:
        _with(element, field, value)
    except ValidationError:
        return False
    return True


def _with(element: Element, field: str, value: Any) -> Element:
    """The element with another value.

    Raises:
        ValidationError: the model does not allow that value.
    """
    held = {
        info.alias or name: value if name == field else getattr(element, name)
        for name, info in type(element).model_fields.items()
        if name == field or name in element.model_fields_set
    }
    return type(element).model_validate(held)


def _added_flows(stack: Stack, finding: Finding) -> Iterator[Remedy]:
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
            yield Remedy(changes, tuple(Edit("flows", flow.id, "", flow) for flow in flows))


def _flow(start: str, end: str, signal: str) -> Flow:
    ends = {"id": f"{start}->{end} ({signal}, added)", "from": start, "to": end}
    return Flow.model_validate({**ends, **_QUICK, "signals": [signal], "carries": []})
