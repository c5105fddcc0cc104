"""The plan as plain data: the shape that ``stackaudit plan --format json`` and audit.json share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackaudit.audit.actions import Action
from stackaudit.audit.gains import Gain
from stackaudit.audit.plan import Plan
from stackaudit.outputs.facts import evidence_data, place_data

__all__ = ["action_data", "plan_data", "rest_data"]


def plan_data(plan: Plan, gains: Mapping[str, Gain]) -> dict[str, Any]:
    """The actions in order, then the hours and what is open; ``gains`` are those that were measured, by element."""
    return {"actions": [action_data(one, gains.get(one.element)) for one in plan.actions], **rest_data(plan)}


def action_data(one: Action, gain: Gain | None = None) -> dict[str, Any]:
    """One action. What it gains is null where that was not measured."""
    return {
        "element": one.element,
        "title": one.title,
        "planned": one.planned,
        "horizon": one.horizon.value,
        "severity": one.severity.value,
        "stems": list(one.stems),
        "rules": list(dict.fromkeys(finding.rule for finding in one.findings)),
        "findings": [finding.id for finding in one.findings],
        "owner": one.owner or None,
        "ask": one.ask or None,
        "hours": one.hours,
        "due": [
            {"what": due.what, "on": due.on.isoformat(), "element": due.element or None, "why": due.why or None}
            for due in one.due
        ],
        "points": None if one.points is None else round(one.points, 4),
        "gain": None if gain is None or gain.points is None else _gain(gain, gain.points),
        "brought_forward": one.brought_forward,
        "put_off": one.put_off,
        "left": one.left,
        "held": one.held or None,
        "latest": one.latest.value,
    }


def _gain(gain: Gain, points: float) -> dict[str, Any]:
    return {"points": round(points, 4), "mended": gain.mended, "changes": list(gain.changes)}


def rest_data(plan: Plan) -> dict[str, Any]:
    """The hours of the plan, its questions, and what is planned where nothing is proved."""
    room = plan.room
    return {
        "room": {
            "monthly": room.monthly,
            "is_most": room.is_most,
            "share": room.share,
            "evidence": [evidence_data(one) for one in room.facts],
        },
        "hours": [
            {
                "horizon": one.horizon.value,
                "room": one.room,
                "taken": one.taken,
                "unsized": one.unsized,
                "lacking": one.lacking,
            }
            for one in plan.hours
        ],
        "questions": [
            {"text": one.text, "whom": one.whom, "path": one.path, "place": place_data(one.place)}
            for one in plan.questions
        ],
        "idle": [{"action": one.action, "mends": one.mends} for one in plan.idle],
    }
