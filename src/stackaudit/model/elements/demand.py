"""What is asked of marketing operations, and what the team reckons may go wrong."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.parts import Count, Element, Money, Number, Ref
from stackaudit.model.fields import fact, record
from stackaudit.model.values import Day, Fact, Text

__all__ = ["Request", "Risk"]


class Request(Element):
    """An entry of the intake log: something that somebody asked for. What the log leaves out, nobody has said."""

    from_: Fact[Ref] = Field(
        None,
        alias="from",
        description="The team that asks.",
        json_schema_extra={
            "x-ask": "Which team asked for this?",
            "x-example": "sales",
            "x-record": False,
            "x-refers-to": ["teams"],
        },
    )
    kind: Fact[words.RequestKind] = fact(
        "What is asked for.", ask="Is this a repair, a change, something new, or data?", example="fix"
    )
    status: Fact[words.RequestStatus] = record(
        "What became of it; open where it is left out.",
        ask="What became of this request?",
        example="open",
        default=words.RequestStatus.OPEN,
    )
    asked_on: Fact[Day] = record("When it was asked.", example="2026-11-16", ask="When was this asked?")
    wanted_by: Fact[Day] = record("By when it is wanted.", example="2026-12-01", ask="By when is this wanted?")
    reason_for_date: Fact[Text] = record(
        "Why it is wanted by then; `none` where there is no reason.",
        ask="Why is this needed by then?",
        example="the fair opens on that day",
    )
    severity: Fact[words.RequestSeverity] = record(
        "How bad the problem is that it is about, as the log rates it.",
        ask="What goes wrong, or is lost, while this is not done?",
        example="P3",
    )
    objective: Fact[Text] = record(
        "What it is to achieve, in the words of whoever asks.",
        ask="What is this to achieve?",
        example="more trial users who come back in week two",
    )
    goal: Fact[Ref] = record(
        "The goal that it serves.", ask="Which goal does this serve?", example="retention", refers_to="goals"
    )
    people_affected: Fact[Count] = record(
        "How many people it is about: customers, prospects or colleagues.",
        ask="How many people is this about?",
        example="4000",
    )
    expected_revenue: Fact[Money] = record(
        "What it is expected to earn or save.",
        ask="What is this expected to earn or save?",
        example="{amount: 30000, currency: eur, per: year}",
    )
    effort: Fact[Number] = fact(
        "Hours of work that it takes, or took.", ask="How many hours of work is this?", example="12"
    )


class Risk(Element):
    """A failure that the team reckons with."""

    likelihood: Fact[words.Degree] = fact(
        "How likely it is within a year.", ask="How likely is this within a year?", example="medium"
    )
    impact: Fact[words.Degree] = fact(
        "How bad it would be.", ask="How bad would this be for the company?", example="high"
    )
    mitigation: Fact[Text] = fact(
        "What is done against it, and what will be done when it happens; `none` where there is no plan.",
        ask="What is done against this, and what will you do when it happens?",
        example="a second sender is set up and tested",
    )
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this?", example="crm_manager", refers_to=("people", "teams")
    )
