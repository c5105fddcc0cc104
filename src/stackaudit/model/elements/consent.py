"""What is kept of people's choices, and what the company's sites do with the browser's own signal."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from stackaudit.model import words
from stackaudit.model.elements.parts import Element, More
from stackaudit.model.fields import fact
from stackaudit.model.values import Fact, Items, YesNo

__all__ = ["Consent"]


class Consent(Element):
    """How the company keeps and honours what people chose. `none` in its place: nothing is kept, nothing honoured."""

    record: Items[words.ConsentFact | More] = fact(
        "What is kept of each consent; `none` where nothing is.",
        ask="Take one contact: what is kept of when, where and to which text they agreed?",
        example="[time, source, wording]",
    )
    implied_ends: Fact[YesNo] = fact(
        "Whether consent that nobody gave in words, but that follows from a purchase or an inquiry, ends by itself; "
        "`none` where nobody is mailed because of it.",
        ask="Are people mailed who only bought or inquired, and does that end by itself?",
        example="true",
    )
    gpc_honoured: Fact[YesNo] = fact(
        "Whether the sites act on the opt-out signal of a browser (Global Privacy Control).",
        ask="What do the sites do when a browser sends the opt-out signal Global Privacy Control?",
        example="true",
    )
    gpc_displayed: Fact[YesNo] = fact(
        "Whether they tell the visitor that they did.",
        ask="Do the sites tell the visitor that the opt-out signal of the browser was processed?",
        example="true",
    )
