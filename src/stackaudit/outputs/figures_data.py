"""The figures that the report draws, as plain data: the opt-out matrix, what tools cost, when contracts renew."""

from __future__ import annotations

from math import isinf
from typing import Any

from stackaudit.audit.audit import Audit
from stackaudit.audit.opt_out_matrix import Cell
from stackaudit.checks.costs import recurring
from stackaudit.model.elements import Tool

__all__ = ["costs_data", "opt_outs_data", "renewals_data"]


def opt_outs_data(audit: Audit) -> list[dict[str, Any]]:
    """The opt-out matrix of each channel."""
    return [
        {
            "channel": one.channel,
            "places": list(one.places),
            "senders": list(one.senders),
            "cells": [_cell(cell) for cell in one.cells],
            "more_places": one.more_places,
            "more_senders": one.more_senders,
        }
        for one in audit.opt_out_matrix
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "place": cell.place,
        "sender": cell.sender,
        "state": cell.state.value,
        "as_listed": cell.as_listed,
        "at_least": _seconds(cell.at_least),
        "at_most": _seconds(cell.at_most),
        "by_hand": cell.by_hand,
        "breaks": [{"clock": one.clock, "name": one.name, "limit": one.limit, "kind": one.kind} for one in cell.breaks],
    }


def _seconds(time: float | None) -> float | None:
    return None if time is None or isinf(time) else time


def costs_data(audit: Audit) -> dict[str, Any]:
    """What the tools in use cost a year."""
    found = audit.costs
    return {
        "yearly": _amounts(found.yearly),
        "known": found.known,
        "tools": found.tools,
        "capabilities": [
            {
                "capability": one.capability,
                "yearly": _amounts(one.yearly),
                "tools": list(one.tools),
                "unknown": one.unknown,
            }
            for one in found.capabilities
        ],
    }


def _amounts(sums: tuple[tuple[str, float], ...]) -> list[dict[str, Any]]:
    return [{"currency": currency, "amount": amount} for currency, amount in sums]


def renewals_data(audit: Audit) -> list[dict[str, Any]]:
    """The renewals that lie ahead."""
    return [
        {
            "tool": one.tool,
            "renews": one.renews.isoformat(),
            "notice_by": one.notice_by.isoformat() if one.notice_by is not None else None,
            "by_itself": one.by_itself,
            "yearly": _yearly(audit.stack.tools[one.tool]),
        }
        for one in audit.renewals
    ]


def _yearly(tool: Tool) -> dict[str, Any] | None:
    """What a tool costs a year; None where that is not known, or it is paid once."""
    cost = recurring(tool)
    return None if cost is None else {"currency": cost[0], "amount": cost[1]}
