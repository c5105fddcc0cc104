"""An audit of which only the data were kept, an ``audit.json``, as far as it can be compared."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stackaudit.audit.coverage import nearest
from stackaudit.audit.difference.record import Asked, Figures, Judged, Record, Seen, Sighting, State
from stackaudit.errors import Place, Problem, ReadError
from stackaudit.finding import Severity
from stackaudit.source.wording import shown

__all__ = ["FORMAT", "data_of", "only_rules", "rated", "recorded"]

FORMAT: Final = 1
"""The version of ``audit.json`` that can be compared."""

_MOST: Final = 20
"""So many mistakes are told; data of another shape have thousands."""
_HINT: Final = "an audit is compared by the file that `stackaudit run --format json` writes"


class _Data(BaseModel):
    """Data of an audit, of which what is not compared is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Place(_Data):
    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class _Finding(_Data):
    id: str
    rule: str
    outcome: Literal["flagged", "suspected"]
    severity: Severity
    rated: Severity | None = None
    title: str
    message: str
    elements: tuple[str, ...]
    place: _Place | None
    waiver: dict[str, Any] | None = None


class _Path(_Data):
    path: str


class _Question(_Data):
    topic: str
    text: str
    rules: tuple[str, ...]
    places: Annotated[tuple[_Path, ...], Field(min_length=1)]


class _Unknown(_Data):
    element: str


class _Rule(_Data):
    id: str
    title: str
    clear: tuple[str, ...]
    unknown: tuple[_Unknown, ...]
    not_applicable: tuple[str, ...]
    broken: dict[str, Any] | None


class _Dimension(_Data):
    title: str
    points: float | None


class _Standing(_Data):
    rule: str
    lost: float


class _Score(_Data):
    points: int | None
    total: float | None
    lowest: float
    highest: float
    levels: tuple[int, int] | None
    dimensions: tuple[_Dimension, ...]
    rules: tuple[_Standing, ...]


class _Summary(_Data):
    coverage: float


class _Pack(_Data):
    name: str
    version: str


class _Audit(_Data):
    as_of: date
    company: str | None
    packs: tuple[_Pack, ...]
    summary: _Summary
    score: _Score
    findings: tuple[_Finding, ...]
    questions: tuple[_Question, ...]
    rules: tuple[_Rule, ...]


def data_of(text: bytes) -> dict[str, Any] | None:
    """The data of an audit in JSON text; None where it is something else, such as a stack in JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and {"format", "findings", "rules"} <= data.keys() else None


def recorded(data: Mapping[str, Any], name: str) -> Record:
    """What the data of an audit say; ``name`` is that of their file. Severities are the rules' own.

    Raises:
        ReadError: they are of another version, or not of the shape of an audit; every mistake by its keys.
    """
    if data["format"] != FORMAT:
        message = f"{shown(name)} is an audit of format {shown(str(data['format']))}, expected {FORMAT}"
        raise ReadError(Problem(message, hint=_HINT))
    try:
        audit = _Audit.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem(
                f"{shown(name)} at {'.'.join(map(str, one['loc']))}: {one['msg'][:1].lower()}{one['msg'][1:]}",
                hint=_HINT,
            )
            for one in error.errors(include_url=False, include_input=False)[:_MOST]
        ]
        raise ReadError(problems) from error
    return Record(
        name=name,
        as_of=audit.as_of,
        company=audit.company,
        packs=tuple((one.name, one.version) for one in audit.packs),
        found=MappingProxyType({one.id: _seen(one) for one in audit.findings}),
        judged=MappingProxyType(
            {
                one.id: Judged(one.clear, one.not_applicable, tuple(unknown.element for unknown in one.unknown))
                for one in audit.rules
                if one.broken is None
            }
        ),
        titles=MappingProxyType({one.id: one.title for one in audit.rules}),
        asked=MappingProxyType(
            {
                one.topic: Asked(one.topic, one.text, tuple(place.path for place in one.places), one.rules)
                for one in audit.questions
            }
        ),
        figures=_figures(audit),
        broken=tuple(one.id for one in audit.rules if one.broken is not None),
    )


def only_rules(record: Record, rules: Collection[str]) -> Record:
    """What a record says by some rules alone; its figures stay those of all."""
    return replace(
        record,
        found=MappingProxyType({identity: one for identity, one in record.found.items() if one.rule in rules}),
        judged=MappingProxyType({rule: one for rule, one in record.judged.items() if rule in rules}),
        asked=MappingProxyType(
            {topic: one for topic, one in record.asked.items() if not frozenset(rules).isdisjoint(one.rules)}
        ),
        broken=tuple(one for one in record.broken if one in rules),
    )


def rated(record: Record, severities: Mapping[str, Severity]) -> Record:
    """What a record says, with other severities for the findings of some rules, by rule id."""
    return replace(
        record,
        found=MappingProxyType(
            {
                identity: replace(one, sighting=replace(one.sighting, severity=severities[one.rule]))
                if one.rule in severities
                else one
                for identity, one in record.found.items()
            }
        ),
    )


def _seen(one: _Finding) -> Seen:
    place = None if one.place is None else Place(**one.place.model_dump())
    state = State.WAIVED if one.waiver is not None else State(one.outcome)
    subject = one.id.removeprefix(f"{one.rule}:")
    return Seen(
        one.rule, subject, one.title, one.elements, Sighting(state, one.rated or one.severity, one.message, place)
    )


def _figures(audit: _Audit) -> Figures:
    score = audit.score
    return Figures(
        points=score.points,
        total=score.total,
        lowest=nearest(score.lowest),
        highest=nearest(score.highest),
        levels=score.levels,
        coverage=audit.summary.coverage,
        dimensions=MappingProxyType({one.title: one.points for one in score.dimensions}),
        lost=MappingProxyType({one.rule: one.lost for one in score.rules}),
    )
