"""Ways to mend a finding: other facts under which its rule is clear. The facts are changed, the rule is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final, NamedTuple

from stackaudit.audit.additions import QUICK, added, added_flows, allowed, begun, filled, named_owner
from stackaudit.audit.edits import Edit, Remedy
from stackaudit.audit.evidence import as_yaml, element_at
from stackaudit.audit.examples import keepers
from stackaudit.audit.other_values import NOTHING, Near, figure, other_values
from stackaudit.checks.reading import sends_anything
from stackaudit.finding import Finding
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import Element
from stackaudit.model.stack import COLLECTIONS, SINGLETONS, Stack, field_name
from stackaudit.truth import TRUE

__all__ = ["changed", "near_of", "remedies"]

_OWNERS: Final = "systems_of_record"
_RECORDS: Final = ("consent", "suppression")
"""What has a tool with the last word beside kinds of records."""
_FIGURE: Final = re.compile(r"\d+(\.\d+)?")

_WHAT_IT_IS: Final = frozenset(
    {
        "id", "name", "status", "product", "part_of", "capabilities", "kind", "carries", "stores", "sends",
        "captures_opt_out", "channel", "regions", "core_competencies", "scope", "teams", "brand", "brands", "from_",
        "to", "between", "object", "fields", "trigger", "audience", "end_of_life", "signals", "tool", "tools", "source",
        "basis", "disputed", "headcount", "contacts", "daily_volume", "requires_capabilities", "steps",
        "overlap_reason", "note", "events", "event", "happens_in", "answers", "captures_leads", "measured_in",
        "built_in", "keys", "forbids", "hosting_region", "interface", "interface_ends", "external", "residency",
        "us_states", "reads", "plan", "renews", "notice", "licensed_regions", "effort", "function",
    }
)  # fmt: skip
"""Facts that say what something is, or why it is so: to deny them, or to write down a reason, mends nothing."""
_WHAT_HAPPENED: Final = frozenset(
    {
        "asked_on", "last_used", "last_success", "seen", "accepts_conversions_within", "used", "features",
        "contacts_mailable",
    }
)  # fmt: skip
"""Facts that were seen, and that nobody can set."""
_LEFT_ALONE: Final = _WHAT_IT_IS | _WHAT_HAPPENED
_MOST_FACTS: Final = 12
_MOST_HOLDERS: Final = 3
"""How many tools are tried as the one that has the last word."""


def remedies(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Stacks that differ from this one in what decided a finding, the facts that decided most first.

    Each changes one fact to another word of its vocabulary or value of its type, lets the flows of the finding's path
    run at once, or adds the flows that are missing between its elements. Whether that mends anything, only the rule can
    say.
    """
    near = near_of(stack, finding)
    if finding.path:
        yield from _quickened(stack, finding)
    for one in finding.evidence[:_MOST_FACTS]:
        if one.path == "flows":
            yield from added_flows(stack, finding)
        else:
            yield from changed(stack, one.path, near)
    yield from _all_changed(stack, finding, near)
    for one in finding.evidence[:_MOST_FACTS]:
        if one.path in COLLECTIONS.values():
            yield from added(stack, one.path, near)
        else:
            yield from filled(stack, one.path, near, _LEFT_ALONE)


def near_of(stack: Stack, finding: Finding) -> Near:
    """What a finding names: its tools, the figures among its facts, and its topic, such as a kind of record."""
    ids = [
        identity
        for collection, _, identity in (one.partition(".") for one in finding.elements)
        if collection == "tools"
    ]
    senders = [key for key, tool in stack.tools.items() if sends_anything(tool) == TRUE]
    figures = [figure(one.value) for one in finding.evidence if _FIGURE.fullmatch(one.value)]
    topic = finding.id.rpartition(":")[2]
    return Near(tuple(dict.fromkeys((*ids, *senders))), tuple(dict.fromkeys(figures)), topic)


def _all_changed(stack: Stack, finding: Finding, near: Near) -> Iterator[Remedy]:
    """Every fact that decided takes its first other value, where no single one of them is enough."""
    firsts = [next(changed(stack, one.path, near), None) for one in finding.evidence[:_MOST_FACTS]]
    held = [one for one in firsts if one is not None]
    if len(held) > 1:
        changes = tuple(change for one in held for change in one.changes)
        yield Remedy(tuple(dict.fromkeys(changes)), tuple(edit for one in held for edit in one.edits))


def changed(stack: Stack, path: str, near: Near = NOTHING) -> Iterator[Remedy]:
    """One fact, by its path, with each other value that it may take; nothing where it is one that is left alone.

    Of an element or a section that is stated not to be there: that element, with values for its fields.
    """
    if path.partition(".")[0] == _OWNERS:
        yield from _with_the_last_word(stack, near)
        return
    place = _place(stack, path)
    if place is None:
        yield from begun(stack, path, near)
        return
    if place.field in _LEFT_ALONE:
        return
    now = getattr(place.holder, place.field)
    if place.route[0] == "tools":  # no tool is another's master, or fed, by being so itself
        near = Near(tuple(one for one in near.tools if one != place.route[1]), near.figures, near.topic)
    for value in other_values(stack, type(place.holder), place.field, now, near):
        if value != now and allowed(place.holder, place.field, value) is not None:
            yield named_owner(stack, Remedy((f"{path}: {as_yaml(value)}",), (Edit(place.route, value),)))


def _with_the_last_word(stack: Stack, near: Near) -> Iterator[Remedy]:
    """One tool has the last word on what the finding is about: the kind of record, what people chose, who opted out.

    First those that are there to keep it; of choices, those in which people can opt out, as others would have to be
    told of each.
    """
    now = stack.systems_of_record
    held = now if isinstance(now, dict) else {}
    tools = {key: stack.tools[key] for key in near.tools if key in stack.tools}
    for record in dict.fromkeys((near.topic.partition(".")[0], *_RECORDS)):
        for tool in islice(dict.fromkeys(chain(keepers(tools, record), near.tools)), _MOST_HOLDERS):
            if record and held.get(record) != tool:
                yield Remedy((f"{_OWNERS}.{record}: {tool}",), (Edit((_OWNERS, record), tool),))


class _Place(NamedTuple):
    """Where a fact stands: its route in the stack, the element, section or aspect that holds it, and its field."""

    route: tuple[str, ...]
    holder: BaseModel
    field: str


def _place(stack: Stack, path: str) -> _Place | None:
    """The place of a fact by its path; None where it is none of an element, of a section or of their parts."""
    collection, _, rest = path.partition(".")
    section = getattr(stack, collection, None) if collection in SINGLETONS else None
    if isinstance(section, Element):
        return _fact_of((collection,), section, rest) or _fact_of_entry(collection, section, rest)
    if collection not in COLLECTIONS.values():
        return None
    identity, _, name = rest.rpartition(".")
    element = element_at(stack, collection, identity)
    if identity and isinstance(element, Element):
        return _fact_of((collection, identity), element, name)
    identity, _, head = identity.rpartition(".")
    element = element_at(stack, collection, identity)
    aspect = getattr(element, head, None) if identity and isinstance(element, Element) else None
    return _fact_of((collection, identity, head), aspect, name) if isinstance(aspect, BaseModel) else None


def _fact_of(route: tuple[str, ...], holder: BaseModel, name: str) -> _Place | None:
    field = field_name(name)
    return _Place((*route, field), holder, field) if field in type(holder).model_fields else None


def _fact_of_entry(collection: str, section: Element, rest: str) -> _Place | None:
    """The place of a fact of an entry of a section: ``items.welcome.due``."""
    entries, _, rest = rest.partition(".")
    identity, _, name = rest.rpartition(".")
    held = getattr(section, entries, None)
    entry = held.get(identity) if isinstance(held, dict) else None
    return _fact_of((collection, entries, identity), entry, name) if isinstance(entry, BaseModel) else None


def _quickened(stack: Stack, finding: Finding) -> Iterator[Remedy]:
    """Each flow of the path runs by itself, at once, and is watched."""
    flows = [hop.element.removeprefix("flows.") for hop in finding.path]
    flows = [flow for flow in dict.fromkeys(flows) if flow in stack.flows]
    changes = tuple(f"flows.{flow}: {as_yaml(QUICK)}" for flow in flows)
    edits = (Edit(("flows", flow, field), value) for flow in flows for field, value in QUICK.items())
    if flows:  # a path can lead through links within tools alone
        yield Remedy(changes, tuple(edits))
