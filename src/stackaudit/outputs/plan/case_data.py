"""Verdicts on tools, strengths and weaknesses, and business cases as plain data, as audit.json has them."""

from __future__ import annotations

from typing import Any

from stackaudit.audit.audit import Audit
from stackaudit.audit.cases import Case
from stackaudit.audit.swot import Point, Swot
from stackaudit.audit.verdicts import ToolVerdict

__all__ = ["judged_data"]


def judged_data(audit: Audit) -> dict[str, Any]:
    """All three, by their keys in audit.json."""
    return {
        "verdicts": [_verdict(one) for one in audit.verdicts],
        "swot": _swot(audit.swot),
        "cases": [_case(one) for one in audit.cases],
    }


def _verdict(one: ToolVerdict) -> dict[str, Any]:
    """The verdict on one tool."""
    return {
        "tool": one.tool,
        "verdict": one.verdict.value,
        "leaving": one.leaving,
        "findings": [finding.id for finding in one.findings],
        "clear": list(one.clear),
        "missing": [missing.path for missing in one.missing],
        "unjudged": list(one.unjudged),
        "waived": list(one.waived),
    }


def _swot(swot: Swot) -> dict[str, Any]:
    """The four parts, each with its points."""
    return {
        "strengths": [_point(one) for one in swot.strengths],
        "weaknesses": [_point(one) for one in swot.weaknesses],
        "opportunities": [_point(one) for one in swot.opportunities],
        "threats": [_point(one) for one in swot.threats],
    }


def _point(one: Point) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "title": one.title,
        "rule": one.rule or None,
        "element": one.element or None,
        "count": one.count,
        "points": None if one.points is None else round(one.points, 4),
        "yearly": _amounts(one.yearly),
        "on": None if one.on is None else one.on.isoformat(),
    }


def _case(one: Case) -> dict[str, Any]:
    """The business case of one action."""
    return {
        "action": one.action.element,
        "background": list(one.background),
        "more": one.more,
        "risks": list(one.risks),
        "why": list(one.why),
        "opportunities": list(one.opportunities),
        "tools": list(one.tools),
        "yearly": _amounts(one.yearly),
        "priced": one.priced,
        "goals": list(one.goals),
    }


def _amounts(sums: tuple[tuple[str, float], ...]) -> list[dict[str, Any]]:
    return [{"currency": currency, "amount": amount} for currency, amount in sums]
