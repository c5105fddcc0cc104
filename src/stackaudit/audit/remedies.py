"""Ways to mend a finding: other facts under which its rule is clear. The facts are changed, the rule is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple, TypeVar

from stackaudit.audit.evidence import as_yaml, element_at
from stackaudit.finding import Finding
from stackaudit.frozen import dataclass
from stackaudit.model.base import BaseModel, ValidationError
from stackaudit.model.elements import Element, Flow
from stackaudit.model.shapes import Shape, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, Stack, field_name
from stackaudit.model.values import NONE, listed
from stackaudit.model.words import Signal

__all__ = ["Edit", "Remedy", "changed", "mended", "remedies"]

M = TypeVar("M", bound=BaseModel)

_WHAT_IT_IS: Final = frozenset(
    {
        "id", "name", "status", "product", "part_of", "capabilities", "kind", "carries", "stores", "sends",
        "captures_opt_out", "channel", "regions", "core_competencies", "scope", "teams", "brand", "brands", "from_",
        "to", "between", "object", "fields", "trigger", "audience", "end_of_life", "signals", "tool", "tools", "source",
        "basis", "disputed", "headcount", "contacts", "daily_volume", "requires_capabilities", "steps",
        "overlap_reason", "note", "events", "event", "happens_in", "answers", "captures_leads", "measured_in",
        "built_in", "keys", "forbids", "hosting_region", "interface", "interface_ends", "external", "residency",
        "us_states", "reads", "plan", "renews", "notice", "licensed_regions",
    }
)  # fmt: skip
"""Facts that say what something is, or why it is so: to deny them, or to write down a reason, mends nothing."""
_WHAT_HAPPENED: Final = frozenset({"asked_on", "last_used", "last_success", "seen", "accepts_conversions_within"})
"""Facts that were seen, and that nobody can set."""
_LEFT_ALONE: Final = _WHAT_IT_IS | _WHAT_HAPPENED
_CAN_END: Final = frozenset({"expires"})
"""Facts that can be mended by there being none of them any more. Of others, to say `none` only denies them."""
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
            yield from changed(stack, one.path)
    yield from _all_changed(stack, finding)


def _all_changed(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Every fact that decided takes its first other value, where no single one of them is enough."""
    firsts = [next(changed(stack, one.path), None) for one in finding.evidence[:_MOST_FACTS]]
    held = [one for one in firsts if one is not None]
    if len(held) > 1:
        changes = tuple(change for one in held for change in one.changes)
        yield Remedy(changes, tuple(edit for one in held for edit in one.edits))


def changed(stack: Stack, path: str) -> Iterator[Remedy]:
    """One fact, by its path, with each other value that it may take; nothing where it is one that is left alone."""
    place = _place(stack, path)
    if place is None or place.field in _LEFT_ALONE:
        return
    now = getattr(place.holder, place.field)
    for value in _values(stack, shape_of(type(place.holder), place.field), place.field):
        if value != now and (held := _allowed(place.holder, place.field, value)) is not None:
            yield Remedy((f"{path}: {as_yaml(value)}",), (place.edit(value, held),))


class _Place(NamedTuple):
    """Where a fact stands: the element, section or aspect that holds it, and its field.

    Of an aspect, such as the contract of a tool, ``aspect`` is the field of the element that it stands in.
    """

    collection: str
    id: str
    holder: BaseModel
    field: str
    aspect: str = ""

    def edit(self, value: Any, held: BaseModel) -> Edit:
        """The change to another value; ``held`` is what holds it, with that value."""
        if self.aspect:
            return Edit(self.collection, self.id, self.aspect, held)
        return Edit(self.collection, self.id, self.field, value) if self.id else Edit(self.collection, "", "", held)


def _place(stack: Stack, path: str) -> _Place | None:
    """The place of a fact by its path; None where it is none of an element, of a section or of their aspects."""
    collection, _, rest = path.partition(".")
    if collection in SINGLETONS:
        section, field = getattr(stack, collection), field_name(rest)
        fits = isinstance(section, Element) and field in type(section).model_fields
        return _Place(collection, "", section, field) if fits else None
    if collection not in COLLECTIONS.values():
        return None
    identity, _, name = rest.rpartition(".")
    element, field = element_at(stack, collection, identity), field_name(name)
    if identity and isinstance(element, Element):
        return _Place(collection, identity, element, field) if field in type(element).model_fields else None
    identity, _, head = identity.rpartition(".")
    element = element_at(stack, collection, identity)
    aspect = getattr(element, head, None) if identity and isinstance(element, Element) else None
    fits = isinstance(aspect, BaseModel) and field in type(aspect).model_fields
    return _Place(collection, identity, aspect, field, head) if isinstance(aspect, BaseModel) and fits else None


def _quickened(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Each flow of the path runs by itself, at once, and is watched."""
    flows = [hop.element.removeprefix("flows.") for hop in finding.path]
    flows = [flow for flow in dict.fromkeys(flows) if flow in stack.flows]
    changes = tuple(f"flows.{flow}: {as_yaml(_QUICK)}" for flow in flows)
    edits = (Edit("flows", flow, field, value) for flow in flows for field, value in _QUICK.items())
    if flows:  # a path can lead through links within tools alone
        yield Remedy(changes, tuple(edits))


def _made(stack: Stack, path: str) -> Iterator[Remedy]:
    """A part that there is none of, with a value for each of its fields that can have one."""
    if getattr(stack, path) is not NONE:
        return
    element = KINDS[path].model_validate({"id": path})
    for field in KINDS[path].model_fields:
        values = () if field in _LEFT_ALONE else _values(stack, shape_of(KINDS[path], field), field)
        value = next((one for one in values if _allowed(element, field, one) is not None), None)
        if value is not None:
            element = _with(element, field, value)
    yield Remedy((f"{path}: {as_yaml(element)}",), (Edit(path, "", "", element),))


def _values(stack: Stack, shape: Shape, field: str) -> Iterator[Any]:
    """Values that a field can take, plain ones first; ``unknown`` is no answer, and ``none`` seldom a remedy."""
    if field == "every":
        yield from ("on_event", "1h", "1d")
    if "duration" in shape.holds:
        yield from ("1m", "1d", "1mo")
    if "bool" in shape.holds:
        yield from (True, False)
    for word in shape.words:
        yield (word,) if shape.many else word
    if shape.many and len(shape.words) > 1:
        yield shape.words
    yield from _people(stack, shape)
    if "date" in shape.holds:
        yield from (stack.as_of, stack.as_of + timedelta(days=365))
    if field == "key":
        yield from dict.fromkeys(key for tool in stack.tools.values() for key in listed(tool.keys))
    elif shape.holds == {"text"} and not shape.words and not shape.kinds:
        yield (_TEXT,) if shape.many else _TEXT
    if field in _CAN_END:
        yield NONE


def _people(stack: Stack, shape: Shape) -> Iterator[Any]:
    """A few of those who can answer for something: one of them, or two where the field is a list and there are two."""
    people = [
        identity
        for kind in shape.kinds
        if kind in {"team", "person"}
        for identity in list(getattr(stack, COLLECTIONS[kind]))[:3]
    ]
    yield from (
        (tuple(people[start : start + 2]) for start in range(max(len(people) - 1, min(len(people), 1))))
        if shape.many
        else people
    )


def _allowed(element: BaseModel, field: str, value: Any) -> BaseModel | None:
    """The element with another value; None where the model does not allow that value."""
    try:
        return _with(element, field, value)
    except ValidationError:
        return None


def _with(element: M, field: str, value: Any) -> M:
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
