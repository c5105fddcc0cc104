"""A difference as one HTML page that needs nothing else, in the style of the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackaudit._version import __version__
from stackaudit.audit.difference import Difference
from stackaudit.audit.difference.elements import ElementChange
from stackaudit.audit.difference.findings import FindingChange, Kind
from stackaudit.finding import Severity
from stackaudit.outputs.difference.words import (
    HEADINGS,
    arrival_words,
    change_words,
    failing_words,
    reach_words,
    score_words,
    side_words,
    summary_parts,
)
from stackaudit.outputs.html.page import asset, policy, render
from stackaudit.outputs.plain import shortened

__all__ = ["to_html"]

_MOST: Final = 500
"""So many rows of elements, ways of data and times are shown; the data hold all."""
_TEXT: Final = 1_000
_LEAST: Final = 0.05
"""Points that are printed as nothing."""


def to_html(difference: Difference, threshold: Severity, *, strict: bool) -> str:
    """The difference as one HTML page; whatever comes from the descriptions is escaped."""
    style = asset("report.css")
    elements = [row for one in difference.elements or () for row in _rows(one)]
    reach, times = difference.reach or (), difference.opt_outs or ()
    values = {
        "style": style,
        "policy": policy(styles=(style,), scripts=()),
        "version": __version__,
        "subject": shortened(difference.new.company or difference.old.company or "Marketing stack", _TEXT),
        "old": shortened(side_words(difference.old), _TEXT),
        "new": shortened(side_words(difference.new), _TEXT),
        "packs": [" ".join(filter(None, pack)) for pack in difference.new.packs],
        "failing": failing_words(difference, threshold, strict=strict),
        "counts": list(summary_parts(difference)),
        "score": list(score_words(difference)),
        "notes": difference.notes,
        "findings": [group for kind in Kind if (group := _group(kind, difference))],
        "reach": [
            {"data_class": one.data_class, "personal": one.personal, "words": reach_words(one)} for one in reach[:_MOST]
        ],
        "reach_left": max(0, len(reach) - _MOST),
        "times": [
            {
                "place": one.place,
                "sender": one.sender,
                "channel": one.channel,
                "before": arrival_words(one.before),
                "after": arrival_words(one.after),
                "trend": one.trend.value,
            }
            for one in times[:_MOST]
        ],
        "times_left": max(0, len(times) - _MOST),
        "moves": [
            {"points": f"{one.points:+.1f}", "rule": one.rule, "title": one.title}
            for one in difference.score.moves
            if abs(one.points) >= _LEAST
        ],
        "elements": elements[:_MOST],
        "elements_left": max(0, len(elements) - _MOST),
        "questions": list(_questions(difference)),
    }
    return render("difference.html.j2", values)


def _group(kind: Kind, difference: Difference) -> dict[str, Any] | None:
    rows = [_finding(one, difference) for one in difference.of(kind)]
    return {"title": HEADINGS[kind], "rows": rows} if rows else None


def _finding(one: FindingChange, difference: Difference) -> dict[str, Any]:
    said = one.after if one.after.severity is not None else one.before
    return {
        "said": {
            "severity": f"{said.severity}",
            "state": said.state.value,
            "message": shortened(said.message, _TEXT),
            "place": said.place,
        },
        "rule": one.rule,
        "title": one.title,
        "became": shortened(change_words(one, difference), _TEXT),
    }


def _rows(one: ElementChange) -> Iterator[dict[str, Any]]:
    """A row for an element that came or went, or one for each fact that changed."""
    row = {"kind": one.kind.value, "path": shortened(one.path, _TEXT)}
    if not one.facts:
        yield {**row, "place": one.place}
    for fact in one.facts:
        values = {
            "field": fact.field,
            "before": shortened(fact.before, _TEXT),
            "after": shortened(fact.after, _TEXT),
            "elements": fact.elements,
        }
        yield {**row, "fact": values, "place": fact.after_place}


def _questions(difference: Difference) -> Iterator[dict[str, Any]]:
    asked = difference.questions
    for title, rows in (("Opened", asked.opened), ("Answered", asked.answered), ("No longer asked", asked.dropped)):
        if rows:
            yield {"title": title, "rows": rows}
