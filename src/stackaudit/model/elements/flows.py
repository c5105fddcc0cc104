"""Where data comes in, how it flows, which kinds there are, and where a flow is missing."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.aspects import Credential
from stackaudit.model.elements.parts import Cadence, Element, Monitoring, More, Ref, SignalText, Weekdays
from stackaudit.model.fields import fact, identity, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, YesNo

__all__ = ["CapturePoint", "DataClass", "Flow", "Gap"]


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
    scope: Fact[words.OptOutScope] = fact(
        "How much people are told that it stops.",
        ask="How much does somebody stop here: everything, one brand, one address, or one topic or list?",
        example="global",
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
        ask="How often does this run; where it runs on request, how often at the least?",
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
    opt_out_scope: Fact[words.OptOutScope] = fact(
        "The most that an opt-out still stops once this has passed it on; `none` where nothing is lost on the way.",
        ask="As what does an opt-out arrive by this: as a stop of everything, of one brand, one address, or one list?",
        example="global",
    )
    key: Fact[Ref] = fact(
        "The identifier by which people are matched where the data arrives; `none` where no people are matched.",
        ask="By which identifier are people matched where this data arrives?",
        example="customer_id",
    )
    events: Items[Text] = fact(
        "The recorded events that it passes on, by their names in the tracking plan.",
        ask="Which recorded events does this pass on?",
        example="[order_placed, basket_left]",
    )
    dedupe_key: Fact[Ref] = fact(
        "The identifier by which the same event is counted once; `none` where it has none.",
        ask="Which identifier do these events carry by which one that comes twice is counted once?",
        example="event_id",
    )
    consent_gated: Fact[YesNo] = fact(
        "Whether data of people who refused is left out.",
        ask="Are people who refused consent left out here?",
        example="true",
    )
    consent_mode: Items[words.ConsentParameter | More] = fact(
        "Of a tag of Google's: which parameters of consent mode it sends. A flow between servers that sends them "
        "passes on `consent`, under its signals.",
        ask="Which parameters of consent mode does this tag send?",
        example="[ad_user_data, ad_personalization]",
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it does not run.", ask="Who is told when this does not run?", example="true"
    )
    last_success: Fact[Day] = record(
        "The day on which it last ran well, where somebody has looked.",
        ask="When did this last run well?",
        example="2026-11-21",
    )
    documented: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written down.", ask="Where is this flow written down?", example="wiki/sync"
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
        "Whose value wins where others write the same; `none` where nobody has decided that, or the last one wins.",
        ask="Whose value wins where others write the same: is that decided, or does the last one win?",
        example="the system of record wins",
    )
    opt_out_wins: Fact[YesNo] = fact(
        "Whether the opt-out of somebody stands, whatever this writes, until that person agrees anew.",
        ask="Where somebody has opted out and this says otherwise: does the opt-out stand until they agree anew?",
        example="true",
    )
    loop_guard: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "What keeps a change from travelling round.", ask="What keeps a change from travelling round?", example="true"
    )

    credential: Annotated[Answer | Credential, Field(union_mode="left_to_right")] | None = fact(
        "The account under which it runs; `none` where it needs none.",
        ask="Under whose account does this run, and with what rights?",
        example="{owner: marketing, scope: limited}",
    )
    repository: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where its code is kept, for what is moved by a script.",
        ask="In which repository is the code of this kept?",
        example="git/loads",
    )
    interface: Fact[Ref] = fact(
        "The vendor's interface that it calls, where that has a version or an end; the catalogue knows some "
        "(`hubspot-api-keys`) and fills in their end.",
        ask="Which interface of the vendor does this call, and in which version?",
        example="salesforce-api-62",
    )
    interface_since: Fact[Day] = fact(
        "Since when the company calls that interface.",
        ask="Since when do you call this interface?",
        example="2024-05-01",
    )
    interface_ends: Fact[Day] = fact(
        "When the vendor ends or ended that interface; `none` where nothing is announced.",
        ask="Has the vendor announced an end of the interface that this calls, and for when?",
        example="2027-06-30",
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


class DataClass(Element):
    """A data class that the built-in tree does not have."""

    personal: Fact[YesNo] = fact("Whether it is about a person.", ask="Is this data about a person?", example="true")
    sensitive: Fact[YesNo] = fact(
        "Whether it tells of health, money, exact place, children or the like. What is not personal is not.",
        ask="Could this data tell of somebody's health, money, exact place, beliefs or children?",
        example="false",
    )
