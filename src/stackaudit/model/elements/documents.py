"""What is written down of tracking and of the stack."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model.elements.parts import Element, Number, Ref
from stackaudit.model.fields import fact
from stackaudit.model.values import Day, Fact, Items, Text

__all__ = ["StackMap", "TrackingPlan"]


class TrackingPlan(Element):
    """Where it is written which events are recorded. `none` in its place states that there is none."""

    url: Fact[Text] = fact("Where it is.", ask="Where is the tracking plan?", example="https://wiki.example/tracking")
    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who owns the tracking plan?", example="analyst", refers_to=("people", "teams")
    )
    events: Items[Text] = fact(
        "The events in it.", ask="Which events does the tracking plan name?", example="[sign_up, purchase]"
    )
    last_reviewed: Fact[Day] = fact(
        "When it was last gone through.", ask="When was the tracking plan last reviewed?", example="2026-09-01"
    )
    seen: Items[Text] = fact(
        "The events that really come in, by the tool that collects them.",
        ask="Which events have really come in over the last weeks?",
        example="[sign_up, purchase]",
    )
    last_validated: Fact[Day] = fact(
        "When tracking was last compared with the shop, the CRM or another system of record; `none` if never.",
        ask="When was tracking last compared with the shop, the CRM or another system of record?",
        example="2026-09-01",
    )
    discrepancy: Fact[Number] = fact(
        "By how many per cent tracking and the system of record differed then.",
        ask="By how many per cent did tracking and the system of record differ?",
        example="3.5",
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
