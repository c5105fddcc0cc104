"""A difference as JSON: a shape of its own with a version, apart from the internal types."""

from __future__ import annotations

import json
from math import isinf
from typing import Any, Final

from stackaudit._version import __version__
from stackaudit.audit.difference import Difference
from stackaudit.audit.difference.elements import ElementChange, FactChange
from stackaudit.audit.difference.findings import FindingChange, Kind
from stackaudit.audit.difference.opt_out_times import Arrival, TimeChange
from stackaudit.audit.difference.reaching import ReachChange
from stackaudit.audit.difference.record import Asked, Figures, Record, Sighting
from stackaudit.finding import Severity
from stackaudit.outputs.facts import place_data

__all__ = ["FORMAT", "as_data", "to_json"]

FORMAT: Final = 1
"""The version of this shape. A change that breaks a reader needs a new one."""


def to_json(difference: Difference, threshold: Severity, *, strict: bool) -> str:
    """The difference as JSON text, ending in a line break."""
    return (
        json.dumps(as_data(difference, threshold, strict=strict), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    )


def as_data(difference: Difference, threshold: Severity, *, strict: bool) -> dict[str, Any]:
    """The difference as plain data. Durations are in seconds; ``null`` where nothing bounds them.

    ``failing`` holds the ids of what is new or worse at or above the threshold; suspected ones only where ``strict``.
    """
    score, questions = difference.score, difference.questions
    return {
        "format": FORMAT,
        "stackaudit": __version__,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "summary": {
            "findings": {**{kind.value: len(difference.of(kind)) for kind in Kind}, "unchanged": difference.unchanged},
            "elements": None if difference.elements is None else len(difference.elements),
        },
        "fail_on": threshold.value,
        "failing": [one.id for one in difference.failing(threshold, strict=strict)],
        "findings": [_finding(one) for one in difference.findings],
        "elements": None if difference.elements is None else [_element(one) for one in difference.elements],
        "reach": None if difference.reach is None else [_reach(one) for one in difference.reach],
        "opt_outs": None if difference.opt_outs is None else [_time(one) for one in difference.opt_outs],
        "questions": {
            "opened": [_asked(one) for one in questions.opened],
            "answered": [_asked(one) for one in questions.answered],
            "dropped": [_asked(one) for one in questions.dropped],
        },
        "score": {
            "before": _figures(score.before),
            "after": _figures(score.after),
            "moves": [{"rule": one.rule, "title": one.title, "points": round(one.points, 4)} for one in score.moves],
        },
        "notes": list(difference.notes),
    }


def _side(record: Record) -> dict[str, Any]:
    return {
        "name": record.name,
        "as_of": record.as_of.isoformat(),
        "company": record.company,
        "packs": [{"name": name, "version": version} for name, version in record.packs],
        "broken": list(record.broken),
    }


def _finding(one: FindingChange) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "id": one.id,
        "rule": one.rule,
        "title": one.title,
        "elements": list(one.elements),
        "before": _sighting(one.before),
        "after": _sighting(one.after),
        "related": list(one.related),
        "by_date": one.by_date,
    }


def _sighting(one: Sighting) -> dict[str, Any]:
    return {
        "state": one.state.value.replace(" ", "_"),
        "severity": None if one.severity is None else one.severity.value,
        "message": one.message,
        "place": place_data(one.place),
    }


def _element(one: ElementChange) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "path": one.path,
        "title": one.title,
        "place": place_data(one.place),
        "facts": [_fact(fact) for fact in one.facts],
    }


def _fact(one: FactChange) -> dict[str, Any]:
    return {
        "field": one.field,
        "before": {"value": one.before, "origin": one.before_origin.value, "place": place_data(one.before_place)},
        "after": {"value": one.after, "origin": one.after_origin.value, "place": place_data(one.after_place)},
        "elements": one.elements,
    }


def _reach(one: ReachChange) -> dict[str, Any]:
    return {
        "data_class": one.data_class,
        "tool": f"tools.{one.tool}",
        "personal": one.personal,
        "before": one.before.value,
        "after": one.after.value,
        "path": [hop.element for hop in one.path],
    }


def _time(one: TimeChange) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "place": one.place,
        "sender": one.sender,
        "trend": one.trend.value,
        "before": _arrival(one.before),
        "after": _arrival(one.after),
    }


def _arrival(one: Arrival) -> dict[str, Any]:
    return {"arrives": one.arrives.value, "at_least": _bound(one.at_least), "at_most": _bound(one.at_most)}


def _bound(seconds: float) -> float | None:
    return None if isinf(seconds) else seconds


def _asked(one: Asked) -> dict[str, Any]:
    return {"topic": one.topic, "text": one.text, "paths": list(one.paths), "rules": list(one.rules)}


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "points": one.points,
        "total": None if one.total is None else round(one.total, 4),
        "lowest": one.lowest,
        "highest": one.highest,
        "levels": None if one.levels is None else list(one.levels),
        "coverage": round(one.coverage, 4),
        "dimensions": {title: None if points is None else round(points, 4) for title, points in one.dimensions.items()},
    }
