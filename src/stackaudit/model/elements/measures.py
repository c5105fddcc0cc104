"""What is measured, who reads it, and how good the data are."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model import words
from stackaudit.model.elements.parts import Element, Number, Ref
from stackaudit.model.fields import fact
from stackaudit.model.values import Day, Duration, Fact, Items, Text

__all__ = ["DataQuality", "Metric", "Report"]


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
    owner: Fact[Ref] = fact(
        "Whose success it shows.",
        ask="Whose success does this metric show?",
        example="marketing",
        refers_to=("people", "teams"),
    )
    agreed_with: Items[Ref] = fact(
        "Who agreed to be judged by it, or to judge by it.",
        ask="Who agreed to this metric?",
        example="[sales]",
        refers_to=("people", "teams"),
    )
    agreed_on: Fact[Day] = fact(
        "When that was agreed; `none` if at no time.", ask="When was this metric agreed?", example="2025-12-10"
    )
    judged_from: Fact[Day] = fact(
        "The first day of the period for which it is used; `none` where it is used for no period of its own.",
        ask="On which day does the period begin for which this metric is used?",
        example="2026-01-01",
    )
    events: Items[Text] = fact(
        "The recorded events that it is counted from; `none` where it is counted from something else, say invoices.",
        ask="From which recorded events is this metric counted?",
        example="[purchase]",
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
    cadence: Fact[Duration] = fact("How often it appears.", ask="How often does this report appear?", example="1mo")


class DataQuality(Element):
    """How good the contact database is. `none` in its place states that nobody measures it."""

    duplicate_rate: Fact[Number] = fact(
        "Per cent of contacts that are there twice.", ask="What share of contacts is there twice?", example="2.5"
    )
    bounce_rate: Fact[Number] = fact(
        "Per cent of contacts that mail does not reach.",
        ask="What share of contacts does mail not reach?",
        example="0.8",
    )
    missing_key_rate: Fact[Number] = fact(
        "Per cent of contacts without a field that the work depends on.",
        ask="What share of contacts lacks a field that the work depends on?",
        example="6",
    )
    measured_on: Fact[Day] = fact(
        "When this was last measured; `none` if never.",
        ask="When was the state of the contact database last measured?",
        example="2026-10-01",
    )
