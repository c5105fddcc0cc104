"""The requests of the intake log as the page shows them: what to do with each, why, and what to ask."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.advice import Advice, Judged, Triage
from stackaudit.audit.asking import RequestQuestion
from stackaudit.audit.audit import Audit
from stackaudit.frozen import dataclass
from stackaudit.model.values import NONE
from stackaudit.outputs.html.names import NAME, TEXT, Names
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.triage_words import HEADINGS, UNRATED, about, counts, hours_words, reasons, right_words

__all__ = ["RequestGroup", "Requests", "requests_section"]

_MOST: Final = 500  # a page that lists more can no longer be read; the data has them all


@dataclass(frozen=True, slots=True)
class DecidingFact:
    """A fact that decided on a request, and where it stands."""

    path: str
    value: str
    where: str
    source: str


@dataclass(frozen=True, slots=True)
class AskedOfRequest:
    """A question to put before a request is decided."""

    text: str
    whom: str
    path: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request. ``severity`` is empty where nobody has rated it."""

    title: str
    path: str
    place: int | None
    severity: str
    about: str
    reasons: tuple[str, ...]
    facts: tuple[DecidingFact, ...]
    questions: tuple[AskedOfRequest, ...]


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """The requests with one advice; ``more`` is how many are left out."""

    heading: str
    ordered: bool
    rows: tuple[RequestRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Requests:
    """The section; ``count`` is how many requests it judges."""

    count: int
    counts: str
    groups: tuple[RequestGroup, ...]
    hours: tuple[str, ...]
    questions: tuple[AskedOfRequest, ...]


def requests_section(audit: Audit, names: Names) -> Requests | None:
    """The section about requests; None where the log lists none that waits."""
    if not audit.stack.requests or not audit.triage.requests:
        return None
    triage, stack = audit.triage, audit.stack
    hours = [*hours_words(triage, recorded=stack.capacity is not NONE), right_words(triage, folders=False)]
    return Requests(
        count=len(triage.requests),
        counts=counts(triage),
        groups=tuple(_group(audit, names, advice) for advice in Advice if triage.of(advice)),
        hours=tuple(shortened(line, TEXT) for line in hours if line),
        questions=tuple(_asked(one) for one in triage.questions),
    )


def _group(audit: Audit, names: Names, advice: Advice) -> RequestGroup:
    found = audit.triage.of(advice)
    rows = tuple(_row(audit, audit.triage, names, one) for one in found[:_MOST])
    return RequestGroup(HEADINGS[advice], advice is Advice.TAKE, rows, len(found) - len(rows))


def _row(audit: Audit, triage: Triage, names: Names, one: Judged) -> RequestRow:
    return RequestRow(
        title=shortened(one.request.title, NAME),
        path=f"requests.{one.id}",
        place=one.place,
        severity=one.severity.value if one.severity is not None else "",
        about=shortened(f"{'' if one.severity else f'{UNRATED}, '}{about(audit.stack, one)}", TEXT),
        reasons=tuple(shortened(reason, TEXT) for reason in reasons(triage, one)),
        facts=tuple(
            DecidingFact(
                fact.path, shortened(fact.value, TEXT), names.where(fact.place), shortened(fact.source or "", TEXT)
            )
            for fact in one.facts
        ),
        questions=tuple(_asked(question) for question in one.questions),
    )


def _asked(question: RequestQuestion) -> AskedOfRequest:
    return AskedOfRequest(shortened(question.text, TEXT), shortened(question.whom, NAME), question.path)
