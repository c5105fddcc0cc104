"""Checks of what tools bring in: whether anything would show that a dear one is worth its price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from math import fsum
from typing import Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.costs import recurring
from stackaudit.checks.reading import in_use, some, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack, elements_of
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.writing import amount
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    negate,
)

__all__ = ["return_not_shown"]

_MOST_ASKED: Final = 10
_MOST_COSTS: Final = 10
_NAMING: Final = (
    ("metric", "metrics", "measured_in"),
    ("process", "processes", "tools"),
    ("automation", "automations", "tool"),
    ("report", "reports", "built_in"),
)
"""What can hang on a tool: kind, collection, and the field that names the tool."""


@check("tool", "share", "cost", "total")
def return_not_shown(view: View) -> Iterator[Verdict]:
    """Dear tools on which no goal, metric, process, automation or report hangs.

    Dear is a tool whose cost in a year is at least the rule's ``share`` per cent of what all tools in use cost that are
    paid in the same currency. What is paid once does not count.

    Values: the ``tool``, its ``cost`` in a year, the ``total`` of all tools that are paid in the same currency, and the
    tool's ``share`` of that in per cent.
    """
    stack = view.stack
    bill, uses = _Bill(view.graph), _Uses(stack)
    percent, in_use_now = view.parameters["share"], view.graph.tools_in_use
    dear = [bill.is_dear(key, used, percent) for key, used in zip(stack.tools, in_use_now, strict=True)]

    def plain(used: Truth, is_dear: Truth) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if FALSE in (used, is_dear) else None

    for plain_ones, node, tool in plain_tools(view, (dear,), plain):
        yield from plain_ones
        if tool is not None:
            yield _judged(tool.id, tool, bill, uses, dear[node])


def _judged(key: str, tool: Tool, bill: _Bill, uses: _Uses, dear: Truth) -> Verdict:
    elements, used = (f"tools.{key}",), in_use(tool)
    applies = all_of((used, dear))
    serves = some(tool.serves)
    red_flag = all_of((applies, negate(any_of((serves, uses.hangs_on(key))))))
    outcome = outcome_of(red_flag)
    if outcome is Outcome.CLEAR:
        return Verdict(elements, outcome)
    missing = [Missing(("tools", key, "status"))] if used != TRUE else []
    missing += bill.missing(key) if dear != TRUE else ()
    missing += [Missing(("tools", key, "serves"))] if serves == UNKNOWN_TRUTH else []
    missing += uses.missing
    if outcome is Outcome.UNKNOWN:
        return Verdict(elements, outcome, missing=tuple(dict.fromkeys(missing)))
    currency, own = bill.own[key]
    return Verdict(
        elements,
        outcome,
        facts=(
            *(FactRef("tools", key, name) for name in ("serves", "cost")),
            *map(FactRef, uses.looked_at),
            *(FactRef("tools", other, "cost") for other in bill.largest(currency) if other != key),
        ),
        missing=tuple(missing),
        values={
            "tool": tool.title,
            "share": f"{own * 100 / bill.least[currency]:.0f}",
            "cost": amount(own, currency, 0),
            "total": amount(bill.least[currency], currency, 0),
        },
    )


class _Bill:
    """What the tools of a stack cost in a year, by currency: at least, and at most as far as it is known."""

    def __init__(self, graph: StackGraph) -> None:
        self.stack = graph.stack
        self.own: dict[str, tuple[str, float]] = {}
        least: dict[str, list[float]] = defaultdict(list)
        most: dict[str, list[float]] = defaultdict(list)
        self.open: list[str] = []
        self.doubtful: list[str] = []
        for (key, tool), used in zip(graph.stack.tools.items(), graph.tools_in_use, strict=True):
            if used == FALSE:
                continue
            if not is_stated(tool.cost):
                self.open.append(key)
                continue
            currency, amount = self.own[key] = recurring(tool) or ("", 0)  # what is paid once is no cost of each year
            most[currency].append(amount)
            if used == TRUE:
                least[currency].append(amount)
            elif amount:
                self.doubtful.append(key)
        self.least = {currency: fsum(least[currency]) for currency in most}
        self.most = {currency: fsum(amounts) for currency, amounts in most.items()}

    def largest(self, currency: str) -> list[str]:
        """The tools that cost most in a currency."""
        held = [key for key, (paid_in, cost) in self.own.items() if paid_in == currency and cost]
        return sorted(held, key=lambda key: (-self.own[key][1], key))[:_MOST_COSTS]

    def is_dear(self, key: str, used: Truth, percent: float) -> Truth:
        """Whether a tool's cost is at least so many per cent of all that are in use; ``used`` is whether it is."""
        if key not in self.own:
            return UNKNOWN_TRUTH if used != FALSE else FALSE
        currency, own = self.own[key]
        mine = 0 if used == TRUE else own
        if own == 0 or own * 100 < percent * (self.least[currency] + mine):
            return FALSE
        if self.open or own * 100 < percent * self.most[currency]:
            return UNKNOWN_TRUTH
        return TRUE if self.stack.is_complete("tools") else TRUE_AS_LISTED

    def missing(self, key: str) -> tuple[Missing, ...]:
        """What would say whether a tool is dear: its own cost, else what the others cost."""
        return self._of_others if key in self.own else (Missing(("tools", key, "cost")),)

    @cached_property
    def _of_others(self) -> tuple[Missing, ...]:
        return (
            *(Missing(("tools", key, "cost")) for key in self.open[:_MOST_ASKED]),
            *(Missing(("tools", key, "status")) for key in self.doubtful[:_MOST_ASKED]),
            *whether_whole(self.stack, "tools"),
        )


class _Uses:
    """What hangs on the tools of a stack: the metrics, processes, automations and reports that name them."""

    def __init__(self, stack: Stack) -> None:
        self._named: set[str] = set()
        asked: list[Missing] = []
        for kind, collection, field in _NAMING:
            for key, element in elements_of(stack, kind):
                held = getattr(element, field)
                held = (held,) if is_stated(held) and isinstance(held, str) and held is not NONE else held
                self._named.update(listed(held))
                if is_open(held):
                    asked.append(Missing((collection, key, field)))
        self.looked_at = tuple(collection for _, collection, _ in _NAMING)
        partial = whether_whole(stack, *self.looked_at)
        self._otherwise = any_of((UNKNOWN_TRUTH if asked else FALSE, FALSE_AS_LISTED if partial else FALSE))
        self.missing = (*asked[:_MOST_ASKED], *partial)

    def hangs_on(self, key: str) -> Truth:
        """Whether something hangs on a tool."""
        return TRUE if key in self._named else self._otherwise
