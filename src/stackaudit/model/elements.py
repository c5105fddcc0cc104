"""The elements of a stack: tools, flows, processes, metrics and what belongs to them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints

from stackaudit.model import words
from stackaudit.model.fields import fact, identity, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, YesNo

__all__ = [
    "Automation",
    "CapturePoint",
    "Company",
    "DataClass",
    "Element",
    "Flow",
    "Gap",
    "Goal",
    "Metric",
    "Money",
    "Monitoring",
    "OwnCapability",
    "OwnProduct",
    "Person",
    "Process",
    "Question",
    "Report",
    "ReportSettings",
    "Roadmap",
    "RoadmapItem",
    "SendingDomain",
    "StackMap",
    "Team",
    "Tool",
    "TrackingPlan",
    "Versions",
]

Ref: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Count: TypeAlias = Annotated[StrictInt, Field(ge=0)]
Number: TypeAlias = Annotated[StrictInt | StrictFloat, Field(ge=0)]
SignalText: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^(opt_out|consent|deletion|conversion|click_id|utm|spend)"
        r"(:(email|sms|push|in_app|whatsapp|phone|post|ads))?$|^more$"
    ),
]
Cadence: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9]{1,6}(m|h|d|w|mo|bh|bd)|on_event|on_request|once|\S+( +\S+){4})$", max_length=200
    ),
]
Currency: TypeAlias = Annotated[str, StringConstraints(pattern="^[A-Za-z]{3}$")]
Weekdays: TypeAlias = Annotated[tuple[words.Weekday, ...], Field(min_length=1, max_length=7)]
More: TypeAlias = Literal["more"]


class Part(BaseModel):
    """A value with fields of its own inside an element. Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Versions(Part):
    """One of several answers on which sources disagree."""

    value: Any = identity("The answer.", example="1d")
    source: Text | None = record("Who or what gives this answer.", example="handbook, page on lead routing")


class Element(Part):
    """What every element may say of itself."""

    id: str = Field("", description="The key under which the element stands; for a flow `id`, else `from->to`.")
    name: Text | None = record("The name that people use; the id where it is left out.", example="Splitter")
    note: Text | None = record("A remark for the reader; no rule reads it.", example="replaced next year")
    source: Text | None = record(
        "Where the facts of this element come from: page, document, role and date.",
        example="interview, head of CRM, 2026-11-03",
    )
    basis: words.Basis | None = record("How it is known: observed, told or policy.", example="told")
    disputed: dict[str, tuple[Versions, ...]] | None = record(
        "Fields on which sources disagree, each with the answers and who gives them. The field itself is then unknown.",
        example="{every: [{value: 1d, source: handbook}, {value: 1w, source: analyst}]}",
    )

    @property
    def title(self) -> str:
        """The name, else the id."""
        return self.name or self.id


class Money(Part):
    """An amount of money."""

    amount: Number = identity("How much.", example="12000")
    currency: Currency = identity("ISO 4217 code.", example="eur")
    per: Literal["year", "month", "once"] = record("For which time.", example="year", default="year")


class Monitoring(Part):
    """How something is watched."""

    every: Duration | None = record("How often it is looked at.", example="1h")
    window: Text | None = record("When it is looked at.", example="office hours")
    alert_after: Duration | None = record("After how long somebody is told.", example="2h")


class Company(Element):
    """The company that is audited."""

    industry: Fact[Text] = fact("What it does.", ask="What does the company do?", example="outdoor clothing")
    regions: Items[Ref] = fact(
        "Where the people live whom it writes to: ISO 3166-1 alpha-2 codes, or eu, eea, emea, apac, latam, worldwide.",
        ask="In which countries do the people live whom the company writes to?",
        example="[us, de]",
    )
    brands: Items[Ref] = fact(
        "Its brands, where there are several.", ask="Under which brands does the company write?", example="[northwind]"
    )
    core_competencies: Items[Ref] = record(
        "Capabilities that the company makes a living of, or plans to.",
        example="[experimentation]",
        refers_to="capabilities",
    )
    contacts: Fact[Count] = fact(
        "How many people it can write to.", ask="How many contacts does the company have?", example="1200000"
    )


class Team(Element):
    """A team that uses or runs part of the stack."""

    function: Fact[Ref] = fact("What it is there for.", ask="What does this team do?", example="marketing_operations")
    headcount: Fact[Count] = fact("How many people.", ask="How many people are in this team?", example="4")


class Person(Element):
    """A role or person; a role will do, no personal data is needed."""

    team: Fact[Ref] = fact("The team.", ask="In which team is this role?", example="marketing", refers_to="teams")
    status: Fact[words.PersonStatus] = record(
        "Whether somebody is there.",
        ask="Is this person still there?",
        example="active",
        default=words.PersonStatus.ACTIVE,
    )


class Goal(Element):
    """A goal that marketing carries."""

    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this goal?", example="marketing", refers_to=("people", "teams")
    )


class RoadmapItem(Element):
    """Something that was promised."""

    goal: Fact[Ref] = fact(
        "The goal that it serves.", ask="Which goal does this serve?", example="retention", refers_to="goals"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this?", example="marketing", refers_to=("people", "teams")
    )
    due: Fact[Day] = fact("When it is due.", ask="When is this due?", example="2027-03-31")
    requires_capabilities: Items[Ref] = fact(
        "What the stack must be able to do for it.",
        ask="What must the stack be able to do for this?",
        example="[personalization]",
        refers_to="capabilities",
    )
    success_metric: Fact[Text] = fact(
        "By what it will be seen that it worked.",
        ask="By which figure will it be seen that this worked?",
        example="share of baskets that are brought to an end",
    )
    effort: Fact[Number] = fact(
        "How many days of work it takes.", ask="How many days of work does this take?", example="25"
    )
    business_case: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written what it costs, what it brings and what speaks against it.",
        ask="Where is it written what this costs, what it brings and what speaks against it?",
        example="wiki/case-for-welcome",
    )


class Roadmap(Element):
    """What marketing operations will deliver."""

    items: dict[str, RoadmapItem] | None = fact(
        "What was promised, by id.", ask="What is promised for the coming year?", example="{welcome: {goal: retention}}"
    )
    covers_until: Fact[Day] = fact(
        "Up to which day it says what is planned.",
        ask="Up to when does the roadmap say what is planned?",
        example="2027-09-30",
    )
    approved_by: Items[Ref] = fact(
        "Who approved it on the level of the company's leadership.",
        ask="Who of the company's leadership approved the roadmap?",
        example="[cmo]",
        refers_to=("people", "teams"),
    )
    approved_on: Fact[Day] = fact(
        "When it was last approved.", ask="When was the roadmap last approved?", example="2026-10-01"
    )
    agreed_with: Items[Ref] = fact(
        "The teams that agreed to it.",
        ask="Which other teams agreed to the roadmap?",
        example="[sales]",
        refers_to="teams",
    )


class Tool(Element):
    """A tool: a product that is bought, or something made in house."""

    product: Fact[Ref] = fact(
        "The product in the catalogue (`stackaudit products` finds it); it fills in capabilities and what the product "
        "can do.",
        ask="Which product is this?",
        example="hubspot-marketing-hub",
        refers_to="products",
    )
    part_of: Fact[Ref] = record("The suite that it belongs to.", example="hubspot", refers_to="tools")
    capabilities: Items[Ref] = fact(
        "What it is there to do: what the company uses it for. Left out, it is what its product is there for.",
        ask="What is this tool used for?",
        example="[map, form]",
        refers_to="capabilities",
    )
    status: Fact[words.ToolStatus] = record(
        "Where it is in its life. A tool that is listed is in use unless this says otherwise.",
        ask="Is this tool in use, planned, or retired?",
        example="active",
        default=words.ToolStatus.ACTIVE,
    )
    built: Fact[words.Built] = fact(
        "Who made it. A catalogue product is made by its vendor.",
        ask="Was this bought, or built in house?",
        example="vendor",
    )
    owner: Fact[Ref] = fact(
        "Who answers for its use, cost and data.",
        ask="Who is accountable for this tool's use, cost and data?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    technical_owner: Fact[Ref] = fact(
        "Who keeps it running.", ask="Who keeps this tool running?", example="analyst", refers_to=("people", "teams")
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    teams: Items[Ref] = fact(
        "Which teams work with it.", ask="Which teams work with this tool?", example="[marketing]", refers_to="teams"
    )
    brand: Items[Ref] = record("The brands that it works for; all of them where it is left out.", example="[northwind]")
    cost: Fact[Money] = fact(
        "What it costs.", ask="What does this tool cost?", example="{amount: 12000, currency: eur, per: year}"
    )
    overlap_reason: Fact[Text] = record(
        "Why the company keeps it beside another tool of the same kind.", example="the shop cannot send to the app"
    )
    terms: Fact[words.Terms] = fact(
        "On what terms the vendor holds personal data.",
        ask="On what terms does this vendor hold personal data: is an agreement signed?",
        example="dpa",
    )
    stores: Items[Ref] = fact(
        "Which data it keeps.",
        ask="Which data does this tool keep?",
        example="[user.contact.email]",
        refers_to="data_classes",
    )
    sends: (
        Annotated[
            Answer
            | tuple[words.Channel | More, ...]
            | dict[words.Channel, Annotated[Answer | tuple[words.Purpose, ...], Field(union_mode="left_to_right")]],
            Field(union_mode="left_to_right"),
        ]
        | None
    ) = fact(
        "On which channels the company sends from it. `{email: [service]}` is service mail, which no opt-out binds.",
        ask="On which channels does the company message people from this tool?",
        example="[email]",
    )
    send_gate: Items[Ref] = record(
        "The tools whose opt-outs it checks at the moment it sends. A link like a flow: absent is none where the flows "
        "into the tool are all listed.",
        example="[suppression]",
        refers_to="tools",
        ask="Does this tool check a suppression list elsewhere before it sends?",
    )
    captures_opt_out: Items[words.Channel | More] = fact(
        "On which channels people can say stop in it.",
        ask="For which channels can people opt out in this tool?",
        example="[email]",
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it stops working.", ask="Who is told when this stops working?", example="true"
    )
    runbook: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written how to bring it back.",
        ask="Where is it written how to bring this back?",
        example="wiki/crm-outage",
    )
    end_of_life: Fact[Day] = fact(
        "When the vendor ends or ended the product; the catalogue fills it where the date is verified.",
        ask="Has the vendor announced an end of life, and for when?",
        example="2027-06-30",
    )
    flows_complete: words.Side | None = record(
        "On which side every flow of this tool is listed, where the list of flows as a whole is not complete.",
        example="in",
    )


class CapturePoint(Element):
    """A place where a person can say stop or yes."""

    tool: Fact[Ref] = fact(
        "The tool in which the wish is recorded.",
        ask="In which tool is a wish recorded that comes in here?",
        example="hubspot",
        refers_to="tools",
    )
    captures: Items[words.Signal | More] = record(
        "What people say here; opt-outs where it is left out.", example="[opt_out]"
    )
    channel: Items[words.Channel | More] = fact(
        "The channels that the wish is about.", ask="Which channels does a wish from here cover?", example="[email]"
    )
    how: Fact[words.CaptureMeans] = fact("How people say it.", ask="How do people say it here?", example="link")
    brand: Items[Ref] = record("The brands that it works for; all of them where it is left out.", example="[northwind]")


class Flow(Element):
    """A data flow between two tools, or from a capture point to a tool."""

    from_: Ref | None = Field(
        None,
        alias="from",
        description="Where the data comes from.",
        json_schema_extra={"x-example": "hubspot", "x-record": True, "x-refers-to": ["tools", "capture_points"]},
    )
    to: Ref | None = record("Where the data goes.", example="customerio", refers_to="tools")
    between: Annotated[tuple[Ref, ...], Field(min_length=2, max_length=2)] | None = record(
        "The two ends of a flow that goes both ways, in place of from and to.",
        example="[hubspot, salesforce]",
        refers_to="tools",
    )
    status: Fact[words.FlowStatus] = record(
        "Whether it runs. A flow that is listed runs unless this says otherwise.",
        ask="Does this flow run?",
        example="active",
        default=words.FlowStatus.ACTIVE,
    )
    via: Fact[Ref] = record("The tool that runs it.", example="zapier", refers_to="tools")
    method: Fact[words.Method] = fact("How the data moves.", ask="How does this data move?", example="api")
    every: Annotated[Answer | Weekdays | Cadence, Field(union_mode="left_to_right")] | None = fact(
        "How often: a duration, on_event, on_request, once, weekdays ([wed, sat]) or a cron line.",
        ask="How often does this run?",
        example="1d",
    )
    takes: Fact[Duration] = fact(
        "How long one run takes at worst, from its start until the data has arrived; `none` where nothing is promised.",
        ask="How long does one run take at worst, from its start until the data has arrived?",
        example="2h",
    )
    object: Fact[Ref] = fact("What kind of record moves.", ask="What kind of record moves here?", example="contact")
    fields: Items[Ref] = fact(
        "The fields that it writes.", ask="Which fields does this write?", example="[email, stage]"
    )
    carries: Items[Ref] = fact(
        "The data classes that it carries.",
        ask="Which data does this carry?",
        example="[user.contact.email]",
        refers_to="data_classes",
    )
    signals: Items[SignalText] = fact(
        "What it passes on beside data: opt_out, consent, deletion, conversion, click_id, utm, spend; with a channel "
        "where it is for one only (`opt_out:email`).",
        ask="Does this pass on opt-outs, consent, deletions, conversions, click ids or spend?",
        example="[opt_out]",
    )
    dedupe_key: Fact[Ref] = record("The identifier by which the same event is counted once.", example="event_id")
    consent_gated: Fact[YesNo] = fact(
        "Whether data of people who refused is left out.",
        ask="Are people who refused consent left out here?",
        example="true",
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it does not run.", ask="Who is told when this does not run?", example="true"
    )
    documented: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written down.", ask="Where is this flow written down?", example="wiki/hubspot-sync"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this flow?", example="analyst", refers_to=("people", "teams")
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    conflict_rule: Fact[Text] = fact(
        "Which side wins when both have changed.",
        ask="Which side wins when both have changed?",
        example="salesforce wins",
    )
    loop_guard: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "What keeps a change from travelling round.", ask="What keeps a change from travelling round?", example="true"
    )

    @property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """The directed pairs of ends: one, or two for a flow that goes both ways."""
        if self.between is not None:
            return ((self.between[0], self.between[1]), (self.between[1], self.between[0]))
        return ((self.from_ or "", self.to or ""),)


class Gap(Element):
    """Something that is known not to get from one place to another, by any path."""

    signal: SignalText = identity("What does not get there.", example="opt_out")
    from_: Ref = Field(
        ...,
        alias="from",
        description="Where it is known.",
        json_schema_extra={"x-example": "impartner", "x-record": True, "x-refers-to": ["tools", "capture_points"]},
    )
    to: Ref = identity("Where it does not arrive.", example="marketo", refers_to="tools")


class Process(Element):
    """A standing process. `none` in its place states that there is none."""

    kind: Fact[Ref] = record("What kind of process; the id where it is left out.", example="segmentation")
    method: Fact[words.ProcessMethod] = fact(
        "How it is done.", ask="How is this done, step by step?", example="in_tool"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this process?", example="marketing", refers_to=("people", "teams")
    )
    tools: Items[Ref] = fact(
        "The tools that it uses.", ask="Which tools does this use?", example="[hubspot]", refers_to="tools"
    )
    operators: Items[Ref] = fact("The roles that do it.", ask="Who does this?", example="[analyst]")
    documented: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written down.", ask="Where is this process written down?", example="wiki/campaigns"
    )
    requires_capabilities: Items[Ref] = fact(
        "What the stack must be able to do for it.",
        ask="What must the stack be able to do for this?",
        example="[deduplication]",
        refers_to="capabilities",
    )


class Automation(Element):
    """A programme that runs by itself."""

    tool: Fact[Ref] = fact("Where it runs.", ask="In which tool does this run?", example="hubspot", refers_to="tools")
    owner: Fact[Ref] = fact(
        "Who answers for it.",
        ask="Who answers for this automation?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    maintainers: Items[Ref] = fact(
        "Who can repair it. A team counts as two unless its headcount says one.",
        ask="Who can repair this, and who covers for them?",
        example="[analyst, engineer]",
        refers_to=("people", "teams"),
    )
    trigger: Fact[words.AutomationTrigger] = fact(
        "What starts it.", ask="What starts this automation?", example="event"
    )
    sends: Items[words.Channel | More] = fact(
        "On which channels it messages people.", ask="On which channels does this message people?", example="[email]"
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it stops.", ask="Who is told when this stops?", example="true"
    )


class Metric(Element):
    """A figure that is reported or judged by."""

    kind: Fact[words.MetricKind] = fact("What it measures.", ask="What does this metric measure?", example="conversion")
    used_as: Fact[words.MetricUse] = fact(
        "What it is used for.", ask="Is success judged by this metric, or is it for diagnosis?", example="kpi"
    )
    scope: Fact[words.MetricScope] = fact("How wide it looks.", ask="What does this metric cover?", example="programme")
    goal: Fact[Ref] = fact(
        "The goal that it proves.", ask="Which goal does this metric prove?", example="retention", refers_to="goals"
    )
    definition: Fact[Text] = fact("How it is worked out.", ask="How is this worked out?", example="orders / visits")
    measured_in: Items[Ref] = fact(
        "The tools from which it is read.",
        ask="From which tool is this read?",
        example="[warehouse]",
        refers_to="tools",
    )


class Report(Element):
    """A standing report or dashboard."""

    audience: Fact[Ref] = fact("Who reads it.", ask="Who reads this report?", example="executive")
    owner: Fact[Ref] = fact(
        "Who answers for it.",
        ask="Who answers when this report is wrong?",
        example="analyst",
        refers_to=("people", "teams"),
    )
    metrics: Items[Ref] = fact(
        "What it shows.", ask="Which metrics does this show?", example="[pipeline]", refers_to="metrics"
    )
    built_in: Items[Ref] = fact(
        "The tools in which it is made.",
        ask="In which tool is this report made?",
        example="[looker]",
        refers_to="tools",
    )


class TrackingPlan(Element):
    """Where it is written which events are recorded. `none` in its place states that there is none."""

    url: Fact[Text] = fact("Where it is.", ask="Where is the tracking plan?", example="https://wiki.example/tracking")
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who owns the tracking plan?", example="analyst", refers_to=("people", "teams")
    )
    events: Items[Text] = fact(
        "The events in it.", ask="Which events does the tracking plan name?", example="[sign_up, purchase, more]"
    )
    last_reviewed: Fact[Day] = fact(
        "When it was last gone through.", ask="When was the tracking plan last reviewed?", example="2026-09-01"
    )


class StackMap(Element):
    """The company's own map of tools and data flows. `none` in its place states that there is none."""

    url: Fact[Text] = fact(
        "Where it is.", ask="Where is the map of tools and data flows?", example="https://wiki.example/stack"
    )
    owner: Fact[Ref] = fact(
        "Who keeps it.", ask="Who keeps the map of the stack?", example="marketing", refers_to=("people", "teams")
    )
    last_updated: Fact[Day] = fact(
        "When it was last brought up to date.", ask="When was the map of the stack last updated?", example="2026-09-01"
    )


class SendingDomain(Element):
    """A domain that mail is sent from."""

    tools: Items[Ref] = fact(
        "The tools that send from it.", ask="Which tools send from this domain?", example="[hubspot]", refers_to="tools"
    )
    daily_volume: Fact[Count] = fact(
        "Mails a day to consumer mailboxes on the busiest days.",
        ask="How many mails go out from this domain on its busiest days?",
        example="8000",
    )


class OwnCapability(Element):
    """A capability that the built-in list does not have."""


class OwnProduct(Element):
    """A product that the catalogue does not have."""

    vendor: Text | None = record("Who makes it.", example="Contoso")
    capabilities: Items[Ref] = record("What it is there to do.", example="[map]", refers_to="capabilities")


class DataClass(Element):
    """A data class that the built-in tree does not have."""

    personal: Fact[YesNo] = fact("Whether it is about a person.", ask="Is this data about a person?", example="true")


class Question(Element):
    """Something to ask, of whom, and the answer when it comes. No rule reads it; the report lists it."""

    ask: Text = identity("The question.", example="Do support's opt-outs get to the sender?")
    whom: Text | None = record("Who should know.", example="head of support")
    about: Ref | None = record("The element that it is about.", example="hubspot")
    answer: Text | None = record("What they said.", example="by hand, on Fridays")


class ReportSettings(Part):
    """What the consultant adds to the report."""

    client: Text | None = record("For whom the report is.", example="Northwind Outfitters")
    prepared_by: Text | None = record("Who made it.", example="Example Consulting")
    notice: Text | None = record("A notice at the head of the report.", example="Draft for discussion.")
