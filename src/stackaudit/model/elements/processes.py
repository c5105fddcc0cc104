"""What people do again and again, and what a tool does by itself."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.parts import Count, Element, Monitoring, More, Ref
from stackaudit.model.fields import fact, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, YesNo

__all__ = ["Automation", "Process"]


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
    covers: Items[Ref] = fact(
        "The tools that it takes care of: of an erasure, those in which it deletes; of a contact_policy, those whose "
        "messages it counts, spaces out or ranks.",
        ask="Which tools does this cover: where is something deleted, or whose messages does it count?",
        example="[hubspot, warehouse]",
        refers_to="tools",
    )
    takes: Fact[Duration] = fact(
        "Of an erasure: how long it is at worst from the request until all that it covers is clean; `none` where "
        "nothing is promised.",
        ask="How long is it at worst from a request to be deleted until the last tool that this covers is clean?",
        example="2w",
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
    last_reviewed: Fact[Day] = fact(
        "When its description was last gone through; `none` if never.",
        ask="When was the description of this process last reviewed?",
        example="2026-03-01",
    )
    channels: Items[Text] = fact(
        "Of an intake, or of rights_request: the ways by which requests come in.",
        ask="By which ways do requests come in: a form, mail, chat, word of mouth?",
        example="[form]",
    )
    answers_within: Fact[Duration] = fact(
        "Of rights_request: the time within which people are answered; `none` where none is agreed.",
        ask="Within what time is somebody answered who asks about their data?",
        example="3w",
    )
    queue: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Of an intake: the one list in which every request ends up, whichever way it came.",
        ask="Is there one list in which every request ends up, whichever way it came?",
        example="the board of marketing operations",
    )
    required_fields: Items[words.RequestFact | More] = fact(
        "Of an intake: what somebody must say who asks for something.",
        ask="What must somebody say who asks for something?",
        example="[objective, reason_for_date, audience_size, expected_effect]",
    )
    scale: Items[Text] = fact(
        "Of a triage: the levels by which it is rated how bad or urgent something is.",
        ask="By which levels is it rated how bad a problem is?",
        example="[P1, P2, P3, P4, P5]",
    )
    response_targets: (
        Annotated[
            Answer | YesNo | Annotated[dict[Text, Duration], Field(min_length=1)], Field(union_mode="left_to_right")
        ]
        | None
    ) = fact(
        "Of a triage: how soon somebody acts, for each level; or whether that is agreed.",
        ask="How soon does somebody act, for each level?",
        example="{P1: 1h, P2: 1d}",
    )
    decides: Fact[Ref] = fact(
        "Of a triage: who decides what is done next.",
        ask="Who decides whether a new request displaces planned work?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    compares_with_roadmap: Fact[YesNo] = fact(
        "Of a triage: whether a request is weighed against what is planned.",
        ask="Is a new request weighed against the roadmap?",
        example="true",
    )
    uses_capacity: Fact[YesNo] = fact(
        "Of a triage: whether a request is weighed against the hours that there are.",
        ask="Is a new request weighed against the hours that there are?",
        example="true",
    )
    may_decline: Fact[YesNo] = fact(
        "Of a triage: whether the team may decline or put off a request.",
        ask="May the team decline a request or put it off, and who backs it?",
        example="true",
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
    event: Fact[Text] = fact(
        "The recorded event that it answers, by its name in the tracking plan; `none` where it answers no such event.",
        ask="Which recorded event does this automation answer?",
        example="basket_left",
    )
    happens_in: Items[Ref] = fact(
        "The tools in which that event happens.",
        ask="In which tools does the event happen that this automation answers?",
        example="[hubspot]",
        refers_to="tools",
    )
    answers: Fact[words.Moment] = fact(
        "What kind of moment it answers; `none` where nothing is lost if it comes later. Left out, an automation that "
        "goes by the calendar or by hand, or that messages nobody, answers none.",
        ask="What does this message answer: a security matter, a service, something left behind, first steps, or "
        "nothing that grows cold?",
        example="left_behind",
    )
    max_delay: Fact[Duration] = record(
        "How late the event may get to its tool, where that was agreed; the usual limit of what it answers where it is "
        "left out.",
        ask="How late may the event be that this automation answers?",
        example="1h",
    )
    sends: Items[words.Channel | More] = fact(
        "On which channels it messages people.", ask="On which channels does this message people?", example="[email]"
    )
    monitored: Annotated[Answer | YesNo | Monitoring, Field(union_mode="left_to_right")] | None = fact(
        "Whether somebody is told when it stops.", ask="Who is told when this stops?", example="true"
    )
    steps: Fact[Count] = fact("How many steps it has.", ask="How many steps does this automation have?", example="9")
    branches: Fact[Count] = fact(
        "In how many places its way divides.", ask="In how many places does the way divide?", example="2"
    )
    qa: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "How it is tested before a change goes live.",
        ask="How is a change to this automation tested before customers see it?",
        example="seed list",
    )
    kill_switch: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "How it is stopped at once.", ask="How can this automation be stopped at once?", example="true"
    )
    last_reviewed: Fact[Day] = fact(
        "When it was last gone through from end to end; `none` if never.",
        ask="When was this automation last gone through from end to end?",
        example="2026-05-01",
    )
