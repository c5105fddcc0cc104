"""What tools cost a year: the amount, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from stackaudit.model.elements import Money, Tool
from stackaudit.model.values import NONE
from stackaudit.model.writing import amount

__all__ = ["in_a_year", "part_in_a_year", "recurring"]


def recurring(tool: Tool) -> tuple[str, float] | None:
    """What a tool costs a year, with the currency before it; None where nobody stated it, or it is paid once."""
    cost = tool.cost
    return (cost.currency.upper(), cost.yearly) if isinstance(cost, Money) and cost.per != "once" else None


def in_a_year(tools: Iterable[Tool]) -> str | None:
    """What tools cost a year together; None where one is not known, is paid once, or is in another currency."""
    costs = [recurring(tool) for tool in tools if tool.cost is not NONE]
    known = [cost for cost in costs if cost is not None]
    currencies = {currency for currency, _ in known}
    if len(known) < len(costs) or len(currencies) != 1:
        return None
    total = fsum(held for _, held in known)
    decimals = 0 if f"{total:.2f}".endswith(".00") else 2
    return f"{amount(total, currencies.pop(), decimals)} a year"


def part_in_a_year(tool: Tool, part: float) -> str | None:
    """What a part of a tool, from 0 to 1, costs a year, in round figures; None where its cost a year is not known."""
    cost = recurring(tool)
    return None if cost is None else f"{amount(round(cost[1] * part), cost[0])} a year"
