"""The company, its teams and people, what they want to reach, and the roadmap."""

# Annotations are values here, not text: pydantic would evaluate the text of each once more, at every start.

from typing import Annotated

from stackaudit.model import words
from stackaudit.model.base import Field
from stackaudit.model.elements.parts import Count, Element, More, Number, Ref
from stackaudit.model.fields import fact, record
from stackaudit.model.values import Answer, Day, Fact, Items, Text, YesNo

__all__ = ["Company", "Goal", "Person", "Roadmap", "RoadmapItem", "Team"]


class Company(Element):
    """The company that is audited."""

    industry: Fact[Text] = fact("What it does.", ask="What does the company do?", example="outdoor clothing")
    regions: Items[Ref] = fact(
        "Where the people live whom it writes to: ISO 3166-1 alpha-2 codes, or eu, eea, emea, apac, latam, worldwide.",
        ask="In which countries do the people live whom the company writes to?",
        example="[us, de]",
    )
    us_states: Items[words.UsState | More] = fact(
        "In which of the United States they live, by two letters; `[all]` for all of them.",
        ask="In which of the United States do the people live whom the company writes to?",
        example="[ca, tx]",
    )
    residency: Items[Ref] = fact(
        "The regions in which it has promised to keep personal data, in contracts or in public; `none` for no promise.",
        ask="In which regions has the company promised to keep personal data?",
        example="[eu]",
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
    stack_reviewed: Fact[Day] = fact(
        "When the stack as a whole was last gone through before this audit; `none` if never.",
        ask="When was the stack as a whole last reviewed, before this audit?",
        example="2026-03-01",
    )


class Team(Element):
    """A team that uses or runs part of the stack."""

    function: Fact[Ref] = fact("What it is there for.", ask="What does this team do?", example="marketing_operations")
    headcount: Fact[Count] = fact("How many people.", ask="How many people are in this team?", example="4")
    external: Fact[YesNo] = record(
        "Whether it belongs to another firm, such as an agency.",
        ask="Does this team belong to another firm?",
        example="true",
        default=False,
    )
    supports: Items[Ref] = record(
        "The teams that it exists to support, by its charter.", example="[sales]", refers_to="teams"
    )


class Person(Element):
    """A role or person; a role will do, no personal data is needed."""

    team: Fact[Ref] = fact("The team.", ask="In which team is this role?", example="marketing", refers_to="teams")
    status: Fact[words.PersonStatus] = record(
        "Whether somebody is there.",
        ask="Is this person still there?",
        example="active",
        default=words.PersonStatus.ACTIVE,
    )
    external: Fact[YesNo] = record(
        "Whether somebody works for another firm, such as an agency.",
        ask="Does this person work for another firm?",
        example="true",
        default=False,
    )


class Goal(Element):
    """A goal that marketing carries."""

    owner: Fact[Ref] = fact(
        "Who answers for it.", ask="Who answers for this goal?", example="marketing", refers_to=("people", "teams")
    )
    theme: Fact[words.GoalTheme] = fact(
        "What it is about; `none` where it is about none of these.",
        ask="Is this goal about new customers, about keeping or growing those there are, about cost, or about duties?",
        example="retention",
    )
    weight: Fact[Number] = record(
        "How much it weighs beside the other goals; they weigh alike where it is left out.",
        ask="How much does this goal weigh beside the others?",
        example="60",
        default=1,
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
    beneficiaries: Items[Ref] = fact(
        "The teams that it is for.", ask="Which teams is this for?", example="[sales]", refers_to="teams"
    )
    horizon: Fact[words.Horizon] = fact(
        "For how long it is of use.",
        ask="Does this help for the moment, or in the years to come, too?",
        example="long",
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
        "What was promised, by id.", ask="What is promised for the coming year?", example="{welcome: {due: 2027-03-31}}"
    )
    covers_until: Fact[Day] = fact(
        "Up to which day it says what is planned.",
        ask="Up to when does the roadmap say what is planned?",
        example="2027-09-30",
    )
    approved_by: Items[Ref] = fact(
        "Who approved it on the level of the company's leadership.",
        ask="Who of the company's leadership approved the roadmap?",
        example="[marketing]",
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
