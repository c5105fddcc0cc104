"""The judged requests as plain data: the shape that ``stackaudit triage --format json`` and audit.json share."""

from __future__ import annotations

from typing import Any

from stackaudit.audit.advice import Judged, Triage
from stackaudit.audit.asking import RequestQuestion
from stackaudit.outputs.facts import evidence_data, place_data

__all__ = ["triage_data"]


def triage_data(triage: Triage) -> dict[str, Any]:
    """The requests and what to do with them; hours are of one month."""
    hours = triage.hours
    return {
        "requests": [_judged(one) for one in triage.requests],
        "hours": {
            "available": hours.available,
            "roadmap_share": hours.roadmap_share,
            "room": hours.room,
            "taken": hours.taken,
            "unsized": hours.unsized,
            "left": hours.left,
            "left_share": None if hours.left_share is None else round(hours.left_share, 2),
            "recorded_share": hours.recorded_share,
            "evidence": [evidence_data(one) for one in hours.facts],
        },
        "currency": triage.currency,
        "may_decline": triage.may_decline,
        "may_decline_evidence": [evidence_data(one) for one in triage.may_facts],
        "questions": [_question(one) for one in triage.questions],
        "settled": triage.settled,
    }


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.request.title,
        "advice": one.advice.value,
        "reasons": [reason.value for reason in one.reasons],
        "place": one.place,
        "could_be": one.could_be,
        "severity": one.severity.value if one.severity is not None else None,
        "hours": one.hours,
        "goal": one.goal,
        "roadmap_item": one.planned,
        "evidence": [evidence_data(fact) for fact in one.facts],
        "questions": [_question(question) for question in one.questions],
    }


def _question(one: RequestQuestion) -> dict[str, Any]:
    return {"text": one.text, "whom": one.whom, "path": one.path, "place": place_data(one.place)}
