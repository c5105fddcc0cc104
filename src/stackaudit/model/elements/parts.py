"""What the elements of a stack are made of: the values, and what each of them may say of itself."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated, Any, Literal, TypeAlias

from stackaudit.model import words
from stackaudit.model.base import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints
from stackaudit.model.fields import identity, record
from stackaudit.model.values import Duration, Text, Word, YesNo

__all__ = [
    "Aspect",
    "Cadence",
    "Count",
    "Currency",
    "Element",
    "Money",
    "Monitoring",
    "More",
    "Number",
    "Part",
    "Percent",
    "Ref",
    "SignalText",
    "Versions",
    "Weekdays",
    "YesOrNo",
]

Ref: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Percent: TypeAlias = Annotated[StrictInt | StrictFloat, Field(ge=0, le=100)]
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
YesOrNo: TypeAlias = Annotated[Literal[Word.UNKNOWN] | YesNo, Field(union_mode="left_to_right")] | None
"""A fact of which ``none`` could mean two things, so that it is refused."""
Weekdays: TypeAlias = Annotated[tuple[words.Weekday, ...], Field(min_length=1, max_length=7)]
More: TypeAlias = Literal["more"]


class Part(BaseModel):
    """A value with fields of its own inside an element. Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Aspect(Part):
    """A side of an element that has facts of its own, such as its contract. ``none`` in its place: there is none."""


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

    @property
    def yearly(self) -> float:
        """What it comes to in a year; the amount itself where it is paid once."""
        return self.amount * (12 if self.per == "month" else 1)


class Monitoring(Part):
    """How something is watched."""

    every: Duration | None = record("How often it is looked at.", example="1h")
    window: Text | None = record("When it is looked at.", example="office hours")
    alert_after: Duration | None = record("After how long somebody is told.", example="2h")
