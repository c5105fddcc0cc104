"""What tools cost, in words."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from stackaudit.model.elements import Money, Tool
from stackaudit.model.values import NONE
from stackaudit.model.writing import amount

__all__ = ["in_a_year", "part_in_a_year"]


def in_a_year(tools: Iterable[Tool]) -> str | None:
    """What tools cost a year together; None where one is not known, is paid once, or is in another currency."""
    amounts = []
    currencies = set()
    for tool in tools:
        cost = tool.cost
        if cost is NONE:
            continue
        if not isinstance(cost, Money) or cost.per == "once":
            return None
        amounts.append(cost.amount * (12 if cost.per == "month" else 1))
        currencies.add(cost.currency.upper())
    if len(currencies) != 1:
        return None
    total = fsum(amounts)
    decimals = 0 if f"{total:.2f}".endswith(".00") else 2
    return f"{amount(total, currencies.pop(), decimals)} a year"


def part_in_a_year(tool: Tool, part: float) -> str | None:
    """What a part of a tool, from 0 to 1, costs a year, in round figures; None where its cost a year is not known."""
    cost = tool.cost
    if not isinstance(cost, Money) or cost.per == "once":
        return None
    return f"{amount(round(cost.amount * (12 if cost.per == 'month' else 1) * part), cost.currency.upper())} a year"
