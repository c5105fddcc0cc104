"""What a team intends and whom it tells: strategy, capacity, planned actions, communications."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.parts import Element, Number, Percent, Ref
from stackaudit.model.fields import fact, identity, record
from stackaudit.model.values import Answer, Day, Duration, Fact, Items, Text, YesNo

__all__ = ["Capacity", "Communication", "PlannedAction", "Strategy"]


class Strategy(Element):
    """Where the team and the stack are to go. `none` in its place states that there is no such thing."""

    vision: Annotated[Answer | YesNo | Text, Field(union_mode="left_to_right")] | None = fact(
        "Where it is written what the team and the stack are to be in two or three years.",
        ask="Where is it written what this team and this stack are to be in two years?",
        example="wiki/vision",
    )
    shared_with: Items[Ref] = fact(
        "The teams that have been told of it.",
        ask="Which teams have heard the vision, and what it means for them?",
        example="[sales]",
        refers_to="teams",
    )


class Capacity(Element):
    """What the team's hours go into. `none` in its place states that nobody records it."""

    available_hours: Fact[Number] = fact(
        "Hours of work that the team has in a month, all together.",
        ask="How many hours of work does the team have in a month?",
        example="320",
    )
    mending_hours: Fact[Number] = fact(
        "Hours of work a month that can go into what an audit finds.",
        ask="How many hours of work a month can go into what the audit finds?",
        example="60",
    )
    requested_share: Fact[Number] = fact(
        "Hours asked for in a quarter, in per cent of those that the team has in it; `none` where nobody counts them.",
        ask="How many hours were asked for last quarter, in per cent of those that the team had?",
        example="110",
    )
    planned_share: Fact[Percent] = fact(
        "Per cent of the team's hours that go into what is on the roadmap; `none` where nobody records it.",
        ask="Of last month's hours, how many per cent went into the roadmap?",
        example="60",
    )


class PlannedAction(Element):
    """Something that will be done about findings. What nobody has planned, the plan makes of their root causes."""

    mends: Annotated[tuple[Ref, ...], Field(min_length=1)] = identity(
        "What it mends: root causes, by the paths of their elements (`flows.a->b`, `tracking_plan`), or findings, by "
        "their ids. A finding goes with its own id before its root cause.",
        example="[tools.hubspot]",
    )
    effort: Fact[Number] = fact(
        "Hours of work that it takes.", ask="How many hours of work does this take?", example="16"
    )
    owner: Fact[Ref] = fact(
        "Who does it. Where it is left out, who answers for the element that it mends.",
        ask="Who takes this on?",
        example="analyst",
        refers_to=("people", "teams"),
    )
    when: words.ActionHorizon | None = record("When it is to be taken, whatever severity and days say.", example="now")
    due: Fact[Day] = record("The day by which it has to be done.", example="2026-12-15")
    reason_for_date: Fact[Text] = record("Why by then.", example="the contract with the agency ends")


class Communication(Element):
    """A meeting, letter or report that comes again and again."""

    kind: Fact[Ref] = fact(
        "What it is: leadership_sync, weekly_note, company_update, quarterly_review, or a word of your own.",
        ask="What is this: a talk with the leader of marketing, a weekly note, an update for the company, a review?",
        example="leadership_sync",
    )
    every: Fact[Duration] = fact("How often it is planned.", ask="How often is this planned?", example="1w")
    audience: Items[Ref] = fact(
        "The teams that it is for.", ask="Which teams is this for?", example="[sales]", refers_to="teams"
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this?", example="marketing", refers_to=("people", "teams")
    )
    last_held: Fact[Day] = fact(
        "When it last took place; `none` if never.", ask="When did this last take place?", example="2026-11-16"
    )
    kept_share: Fact[Percent] = fact(
        "Per cent of the last six planned ones that took place.",
        ask="Of the last six that were planned, how many per cent took place?",
        example="100",
    )
