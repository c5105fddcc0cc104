"""The stack: everything that one description says, typed and frozen."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias

from stackaudit.finding import Origin
from stackaudit.model import elements as e
from stackaudit.model import report as r
from stackaudit.model.base import BeforeValidator, Field, PrivateAttr
from stackaudit.model.fields import fact, identity, record
from stackaudit.model.provenance import Provenance
from stackaudit.model.values import NONE, UNKNOWN, Answer, Day, Text
from stackaudit.model.words import Collection
from stackaudit.model.writing import counted

__all__ = [
    "COLLECTIONS",
    "KINDS",
    "KIND_OF",
    "LISTS",
    "OWN",
    "PROMISES",
    "SINGLETONS",
    "Stack",
    "elements_of",
    "field_name",
    "parts_of",
    "yaml_name",
]


def _version(value: Any) -> Any:
    """The version as it stands there: without this, ``true`` and ``1.0`` would be equal to 1."""
    if type(value) is int:
        return value
    raise ValueError("not a version")


Version: TypeAlias = Annotated[Literal[1], BeforeValidator(_version)]
Maybe: TypeAlias = Annotated[Answer | e.Process, Field(union_mode="left_to_right")]
Holders: TypeAlias = Annotated[
    e.Ref | Annotated[tuple[e.Ref, ...], Field(min_length=1)], Field(union_mode="left_to_right")
]
Owners: TypeAlias = dict[str, Holders | dict[str, Holders]]


class Stack(e.Part):
    """A company's marketing stack, as described on a day.

    Collections are mappings from id to element, in the order of the file; an absent one is empty. Whether a collection
    is whole is asked by ``is_complete``. Read-only: change the file, not the object.
    """

    stackaudit: Version = identity("Version of the format.", example="1")
    as_of: Day = identity(
        "The day for which the description is true; every rule takes it for today.", example="2026-11-22"
    )
    complete: tuple[Collection, ...] = record("The collections that are whole.", example="[tools, flows]", default=())
    include: tuple[Text, ...] = record(
        "Further files of this stack, by their paths from the folder of this one, inside the folder of the stack.",
        example="[shared/consent.yaml]",
        default=(),
    )
    defaults: dict[str, Any] = record(
        "Values for fields that the elements of this file leave out: `source`, `basis` and `owner` for all, or any "
        "field by collection.",
        example="{source: interviews, flows: {basis: told}}",
        default={},
    )
    company: e.Company | None = fact(
        "The company.", ask="Which company is this?", example="{name: Northwind, regions: [us]}"
    )
    teams: dict[str, e.Team] = record("The teams, by id.", example="{marketing: {}}", default={})
    people: dict[str, e.Person] = record("Roles and people, by id.", example="{analyst: {team: marketing}}", default={})
    goals: dict[str, e.Goal] = record("The goals, by id.", example="{retention: {owner: marketing}}", default={})
    roadmap: Annotated[Answer | e.Roadmap, Field(union_mode="left_to_right")] | None = fact(
        "The roadmap, or none.",
        ask="What is promised for the coming year?",
        example="{items: {welcome: {due: 2027-03-31}}}",
    )
    strategy: Annotated[Answer | e.Strategy, Field(union_mode="left_to_right")] | None = fact(
        "Where the team and the stack are to go, or none.",
        ask="Where is it written what this team and this stack are to be in two years, and who has heard of it?",
        example="{vision: wiki/vision}",
    )
    capacity: Annotated[Answer | e.Capacity, Field(union_mode="left_to_right")] | None = fact(
        "What the team's hours go into; none where nobody records it.",
        ask="Of last month's hours, how much went into the roadmap, into requests and into repairs?",
        example="{planned_share: 60}",
    )
    communications: dict[str, e.Communication] = record(
        "What the team tells others again and again, by id.", example="{weekly: {every: 1w}}", default={}
    )
    capabilities: dict[str, e.OwnCapability] = record(
        "Capabilities of the company's own.", example="{swag: {}}", default={}
    )
    products: dict[str, e.OwnProduct] = record(
        "Products that the catalogue lacks.", example="{contoso: {}}", default={}
    )
    data_classes: dict[str, e.DataClass] = record(
        "Data classes of the company's own.", example="{lead: {personal: true}}", default={}
    )
    tools: dict[str, e.Tool] = record("The tools, by id.", example="{hubspot: {owner: marketing}}", default={})
    capture_points: dict[str, e.CapturePoint] = record(
        "Where people can say stop or yes, by id.", example="{footer: {tool: hubspot, channel: [email]}}", default={}
    )
    flows: dict[str, e.Flow] = record(
        "The data flows; a list in the file, here by id.", example="[{from: hubspot, to: crm}]", default={}
    )
    gaps: dict[str, e.Gap] = record(
        "What is known not to get there; a list in the file.",
        example="[{signal: opt_out, from: crm, to: hubspot}]",
        default={},
    )
    processes: dict[str, Maybe] = record(
        "The processes, by id.", example="{segmentation: {method: in_tool}}", default={}
    )
    automations: dict[str, e.Automation] = record(
        "The automations, by id.", example="{welcome: {trigger: event}}", default={}
    )
    metrics: dict[str, e.Metric] = record("The metrics, by id.", example="{orders: {kind: conversion}}", default={})
    reports: dict[str, e.Report] = record("The reports, by id.", example="{board: {audience: executive}}", default={})
    tracking_plan: Annotated[Answer | e.TrackingPlan, Field(union_mode="left_to_right")] | None = fact(
        "The tracking plan, or none.",
        ask="Is there a tracking plan, and who owns it?",
        example="{url: wiki/tracking, last_reviewed: 2026-09-01}",
    )
    stack_map: Annotated[Answer | e.StackMap, Field(union_mode="left_to_right")] | None = fact(
        "The company's own map of the stack, or none.",
        ask="Is there a current map of the tools and of how data moves between them?",
        example="{url: wiki, last_updated: 2026-09-01}",
    )
    systems_of_record: Annotated[Answer | Owners, Field(union_mode="left_to_right")] | None = fact(
        "Which tool is the source of truth: by object, or by object and field (`'*'` for the rest). A list of several "
        "tools records that more than one is said to be it.",
        ask="Which tool is the source of truth for this object, field by field?",
        example="{contact: {email: hubspot, '*': salesforce}}",
    )
    consent: Annotated[Answer | e.Consent, Field(union_mode="left_to_right")] | None = fact(
        "How the company keeps and honours what people agreed to; none where nothing is kept and nothing honoured.",
        ask="What is kept of each consent, and what do the sites do with the opt-out signal of a browser?",
        example="{record: [time, source, wording], gpc_honoured: true}",
    )
    sending_domains: dict[str, e.SendingDomain] = record(
        "The domains that mail is sent from.", example="{news.example: {daily_volume: 8000}}", default={}
    )
    data_quality: Annotated[Answer | e.DataQuality, Field(union_mode="left_to_right")] | None = fact(
        "How good the contact database is; `none` where nobody measures it.",
        ask="Is it measured how many contacts are duplicate, unreachable or incomplete, and when was that last done?",
        example="{duplicate_rate: 2.5, bounce_rate: 0.8, missing_key_rate: 6, measured_on: 2026-10-01}",
    )
    requests: dict[str, e.Request] = record(
        "The intake log: what teams asked for, by id.",
        example="{banner: {from: sales, kind: new, effort: 6}}",
        default={},
    )
    risks: dict[str, e.Risk] = record(
        "The failures that the team reckons with, by id.",
        example="{sender_down: {mitigation: a second sender}}",
        default={},
    )
    questions: tuple[e.Question, ...] = record("What to ask, and answers.", example="[{ask: Who pays?}]", default=())
    actions: dict[str, e.PlannedAction] = record(
        "What will be done about findings, by id.",
        example="{suppression_by_api: {mends: [tools.hubspot], effort: 24}}",
        default={},
    )
    waivers: tuple[e.Waiver, ...] = record(
        "Findings that the company lives with for a while.",
        example="[{rule: STK-06, element: tools.hubspot, owner: head of it, reason: replaced, until: 2027-05-31}]",
        default=(),
    )
    report: r.ReportSettings | None = record("What the consultant adds to the report.", example="{client: Northwind}")

    _provenance: Provenance | None = PrivateAttr(default=None)
    _filled: Mapping[tuple[str, str], Mapping[str, Origin]] = PrivateAttr(default_factory=dict)

    @property
    def provenance(self) -> Provenance | None:
        """Where each fact comes from; None for a stack that was not read from a file."""
        kept: Provenance | None = self._kept("_provenance")
        return kept

    def origin(self, collection: str, identity: str, field: str) -> Origin:
        """Where a fact that is there comes from, by its Python name: the description, or what loading filled in."""
        filled: Mapping[tuple[str, str], Mapping[str, Origin]] = self._kept("_filled")
        own = filled.get((collection, identity))
        return Origin.STATED if own is None else own.get(field) or Origin.STATED

    def _kept(self, name: str) -> Any:
        """What loading left beside the fields. Pydantic would take ten times as long to find it by its name."""
        private = getattr(self, "__pydantic_private__", None)
        return getattr(self, name) if private is None else private[name]

    def in_order(self) -> "Stack":
        """The same stack with its elements by their ids, so that nothing depends on where they stand in the file."""
        collections: dict[str, Any] = {
            name: dict(sorted(getattr(self, name).items())) for name in (*COLLECTIONS.values(), *OWN)
        }
        if isinstance(self.roadmap, e.Roadmap) and self.roadmap.items is not None:
            items = dict(sorted(self.roadmap.items.items()))
            collections["roadmap"] = self.roadmap.model_copy(update={"items": items})
        if isinstance(self.systems_of_record, dict):
            collections["systems_of_record"] = {
                record: dict(sorted(owner.items())) if isinstance(owner, dict) else owner
                for record, owner in sorted(self.systems_of_record.items())
            }
        return self.model_copy(update=collections)

    def is_complete(self, collection: str) -> bool:
        """Whether everything of this collection is listed."""
        return collection in self.complete

    def __repr__(self) -> str:
        """One line: whose stack it is, on which day, and how large."""
        name = self.company.title if self.company is not None else "stack"
        size = f"{counted(len(self.tools), 'tool')}, {counted(len(self.flows), 'flow')}"
        return f"<Stack of {name!r} on {self.as_of}: {size}>"

    def __str__(self) -> str:
        """The same line, where the stack is printed."""
        return repr(self)


COLLECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "team": "teams",
        "person": "people",
        "goal": "goals",
        "tool": "tools",
        "capture_point": "capture_points",
        "flow": "flows",
        "gap": "gaps",
        "process": "processes",
        "automation": "automations",
        "metric": "metrics",
        "report": "reports",
        "sending_domain": "sending_domains",
        "request": "requests",
        "risk": "risks",
        "communication": "communications",
        "action": "actions",
    }
)
"""Kinds of elements that a rule can look at one by one, and the collection that each stands in."""

KIND_OF: Final[Mapping[str, str]] = MappingProxyType({collection: kind for kind, collection in COLLECTIONS.items()})
"""The same the other way round: the kind of what stands in each collection."""

PROMISES: Final = "roadmap.items"
"""Where the items of the roadmap stand: no collection of the stack itself, and yet elements with ids."""

LISTS: Final = ("flows", "gaps")
"""The collections that are lists in the file."""

OWN: Final[Mapping[str, type[e.Element]]] = MappingProxyType(
    {"capabilities": e.OwnCapability, "products": e.OwnProduct, "data_classes": e.DataClass}
)
"""What a company declares of its own, by id, and the class of each."""

SINGLETONS: Final = (
    "company",
    "roadmap",
    "tracking_plan",
    "stack_map",
    "systems_of_record",
    "data_quality",
    "strategy",
    "capacity",
    "consent",
)
"""Parts of a stack that there is one of."""

KINDS: Final[Mapping[str, type[e.Element]]] = MappingProxyType(
    {
        "team": e.Team,
        "person": e.Person,
        "goal": e.Goal,
        "tool": e.Tool,
        "capture_point": e.CapturePoint,
        "flow": e.Flow,
        "gap": e.Gap,
        "process": e.Process,
        "automation": e.Automation,
        "metric": e.Metric,
        "report": e.Report,
        "sending_domain": e.SendingDomain,
        "request": e.Request,
        "risk": e.Risk,
        "roadmap_item": e.RoadmapItem,
        "company": e.Company,
        "roadmap": e.Roadmap,
        "tracking_plan": e.TrackingPlan,
        "stack_map": e.StackMap,
        "data_quality": e.DataQuality,
        "communication": e.Communication,
        "action": e.PlannedAction,
        "strategy": e.Strategy,
        "capacity": e.Capacity,
        "consent": e.Consent,
    }
)
"""The class of each kind of element."""


def elements_of(stack: Stack, kind: str) -> Iterator[tuple[str, Any]]:
    """Ids and elements of a kind, in the order of the file; words (``triage: none``) are passed over."""
    if kind == "roadmap_item":
        if isinstance(stack.roadmap, e.Roadmap) and stack.roadmap.items is not None:
            yield from stack.roadmap.items.items()
        return
    for key, element in getattr(stack, COLLECTIONS[kind]).items():
        if element is not NONE and element is not UNKNOWN:
            yield key, element


def parts_of(path: str) -> tuple[str, str]:
    """The collection or section of a path, and what stands behind it, such as the id of an element."""
    if path.startswith(f"{PROMISES}."):
        return PROMISES, path[len(PROMISES) + 1 :]
    collection, _, rest = path.partition(".")
    return collection, rest


def yaml_name(field: str) -> str:
    """The name of a field in the file: ``from_`` is ``from`` there."""
    return field.rstrip("_")


def field_name(name: str) -> str:
    """The name of a field in Python: ``from`` is ``from_`` there, ``retention.for`` ``retention.for_``."""
    return f"{name}_" if name.rpartition(".")[2] in _KEYWORDS else name


_KEYWORDS: Final = frozenset({"from", "for"})
"""Names in the file that Python keeps for itself."""
