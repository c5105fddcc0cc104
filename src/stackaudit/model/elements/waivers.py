"""What stays open, and what is accepted as it is."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model.elements.parts import Element, Part, Ref
from stackaudit.model.fields import identity, record
from stackaudit.model.values import Day, Text

__all__ = ["Question", "Waiver"]


class Question(Element):
    """Something to ask, of whom, and the answer when it comes. No rule reads it; the report lists it."""

    ask: Text = identity("The question.", example="Do support's opt-outs get to the sender?")
    whom: Text | None = record("Who should know.", example="head of support")
    about: Ref | None = record("The element that it is about.", example="hubspot")
    answer: Text | None = record("What they said.", example="by hand, on Fridays")


class Waiver(Part):
    """A finding that the company has decided to live with for a while. It stays in every output, with its reason."""

    rule: Text = identity("The rule whose finding is waived.", example="STK-06")
    element: Text = identity(
        "What the finding is about: the path of an element, or all that stands behind the rule in the finding's id.",
        example="tools.hubspot",
    )
    owner: Text = identity("Who answers for it.", example="head of marketing operations")
    reason: Text = identity("Why it is no red flag for now.", example="replaced in spring")
    until: Day = identity("The last day on which it holds.", example="2027-03-31")
