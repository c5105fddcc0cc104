"""The head of the report: what was audited and when, how much was found, and how much is known."""

from __future__ import annotations

from collections import Counter
from typing import Final

from stackaudit._version import __version__
from stackaudit.audit.audit import Audit
from stackaudit.catalogue import catalogue
from stackaudit.finding import Severity
from stackaudit.frozen import dataclass
from stackaudit.model.words import Collection
from stackaudit.model.writing import day, number
from stackaudit.outputs.html.names import NAME, Names
from stackaudit.outputs.html.wording import ACT, MEANING, spaced
from stackaudit.outputs.plain import ended, shortened
from stackaudit.rules.wording import join

__all__ = ["Count", "Cover", "Summary", "cover", "summary"]

_NOTICE: Final = 2_000
_TITLE: Final = 45  # a title of more than 70 letters is cut by whatever shows it


@dataclass(frozen=True, slots=True)
class Cover:
    """Who was audited, when, by whom, and with what. ``title`` is the page's own."""

    title: str
    subject: str
    client: str
    company: str
    as_of: str
    as_of_iso: str
    prepared_by: str
    notice: str
    file: str
    packs: tuple[str, ...]
    catalogue: str
    version: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings are of a severity: ``count`` are proved, ``suspected`` are suspected."""

    severity: str
    act: str
    meaning: str
    count: int
    suspected: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found, in numbers."""

    counts: tuple[Count, ...]
    flagged: int
    breakdown: str
    suspected: int
    questions: int
    coverage: int
    rules: int
    applicable: int
    unjudged: int
    broken: int
    tools: int
    flows: int
    complete: str
    partial: str


def cover(audit: Audit, names: Names) -> Cover:
    """The head of the report."""
    stack = audit.stack
    settings = stack.report
    company = stack.company.title if stack.company is not None else ""
    client = (settings.client if settings else None) or ""
    subject = client or company
    return Cover(
        title=f"Marketing stack audit: {ended(subject, _TITLE)}" if subject else "Marketing stack audit",
        subject=shortened(subject, NAME),
        client=shortened(client, NAME),
        company=shortened(company, NAME),
        as_of=day(stack.as_of),
        as_of_iso=stack.as_of.isoformat(),
        prepared_by=shortened((settings.prepared_by if settings else None) or "", NAME),
        notice=shortened((settings.notice if settings else None) or "", _NOTICE),
        file=names.file,
        packs=tuple(f"{name} {version}".strip() for name, version in audit.packs),
        catalogue=day(catalogue().as_of),
        version=__version__,
    )


def summary(audit: Audit) -> Summary:
    """The numbers of the report."""
    suspected = Counter(finding.severity for finding in audit.suspected)
    counts = tuple(Count(one.value, ACT[one], MEANING[one], audit.count(one), suspected[one]) for one in Severity)
    coverage = audit.coverage
    stack = audit.stack
    return Summary(
        counts=counts,
        flagged=len(audit.flagged),
        breakdown=join([f"{number(one.count)} at {one.severity}" for one in counts if one.count]),
        suspected=len(audit.suspected),
        questions=len(audit.questions),
        coverage=coverage.percent,
        rules=len(audit.results),
        applicable=coverage.applicable_rules,
        unjudged=coverage.unjudged_rules,
        broken=coverage.broken_rules,
        tools=len(stack.tools),
        flows=len(stack.flows),
        complete=join([spaced(one) for one in Collection if stack.is_complete(one)], most=len(Collection)),
        partial=join([spaced(one) for one in Collection if not stack.is_complete(one)], most=len(Collection)),
    )
