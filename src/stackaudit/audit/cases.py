"""The business case of an action: what is so, what it risks, and what mending it brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from stackaudit.audit.actions import Action
from stackaudit.audit.costs import of_tools
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Money
from stackaudit.model.stack import Stack
from stackaudit.rules.rule import Rule

__all__ = ["FIRST", "Case", "cases"]

FIRST: Final = 5
"""Of how many actions a case is made: the first."""
_EACH: Final = 3


@dataclass(frozen=True, slots=True)
class Case:
    """The case for one action.

    Attributes:
        action: the action, with its points, days, hours and owner.
        background: what was found, the worst first; three at most.
        more: how many findings there are besides.
        risks: what it means for the company, in its own numbers where the description has them; three at most.
        why: why it matters, as the rules of the worst findings say; three at most.
        opportunities: what is to be done for good; three at most.
        tools: the ids of the tools that its findings name first, in order.
        yearly: what these tools cost a year, by currency, as far as that is stated.
        priced: of how many of them the cost is stated.
        goals: the names of the goals that these tools serve, as stated.
    """

    action: Action
    background: tuple[str, ...]
    more: int
    risks: tuple[str, ...]
    why: tuple[str, ...]
    opportunities: tuple[str, ...]
    tools: tuple[str, ...]
    yearly: tuple[tuple[str, float], ...]
    priced: int
    goals: tuple[str, ...]


def cases(stack: Stack, rules: Mapping[str, Rule], actions: Iterable[Action]) -> tuple[Case, ...]:
    """A case for each action. Texts are those of findings and rules; nothing is added to them."""
    return tuple(_case(stack, rules, one) for one in actions)


def _case(stack: Stack, rules: Mapping[str, Rule], action: Action) -> Case:
    findings = action.findings
    named = [rules[rule] for rule in dict.fromkeys(one.rule for one in findings)]
    keys = tuple(
        dict.fromkeys(
            element.removeprefix("tools.")
            for element in (*action.stems, *(one.elements[0] for one in findings if one.elements))
            if element.startswith("tools.") and element.removeprefix("tools.") in stack.tools
        )
    )
    tools = [stack.tools[key] for key in keys]
    goals = dict.fromkeys(
        stack.goals[goal].title
        for tool in tools
        for goal in (tool.serves if isinstance(tool.serves, tuple) else ())
        if goal in stack.goals
    )
    return Case(
        action,
        tuple(dict.fromkeys(one.message for one in findings))[:_EACH],
        max(0, len(findings) - _EACH),
        tuple(dict.fromkeys(one.impact for one in findings if one.impact))[:_EACH],
        tuple(dict.fromkeys(rule.why.strip() for rule in named))[:_EACH],
        tuple(dict.fromkeys(fix.later for fix in action.fixes))[:_EACH],
        keys,
        of_tools(tools),
        sum(isinstance(tool.cost, Money) for tool in tools),
        tuple(goals),
    )
