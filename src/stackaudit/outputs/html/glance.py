"""What is seen better than read: findings by part of the score, costs by use, renewals on a line of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.coverage import nearest, percent
from stackaudit.audit.dimensions import dimension_of
from stackaudit.finding import Severity
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Money
from stackaudit.model.writing import amount, day
from stackaudit.outputs.html.findings import is_proved
from stackaudit.outputs.html.names import Names
from stackaudit.rules.rule import Dimension

__all__ = ["Glance", "glance"]

_ROWS: Final = 24
_SEVERAL: Final = 2
_THINNEST: Final = 3.0
"""So many per cent of the width a piece of a bar has at least: one finding is seen beside a thousand."""
_BY_ITSELF: Final = {True: "by itself", False: "only if agreed", None: "not stated"}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins and how wide it is, in per cent of the whole width."""

    severity: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class DimensionBar:
    """A part of the score: its proved findings by severity, as counts and as a bar, and how much of it is known."""

    title: str
    counts: tuple[int, ...]
    suspected: int
    parts: tuple[Part, ...]
    points: str
    coverage: int | None


@dataclass(frozen=True, slots=True)
class CostBar:
    """What the tools for one use cost a year; ``width`` is in per cent of the dearest in that currency."""

    title: str
    cost: str
    width: str
    tools: tuple[tuple[str, str], ...]
    overlap: bool
    unknown: int


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A renewal: its days in words, and where they lie between today (0) and the last of them (100)."""

    tool: str
    anchor: str
    renews: str
    notice: str
    is_over: bool
    by_itself: str
    cost: str
    at: str
    notice_at: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The charts: whether anything is proved (``is_drawn``) or has a price, and how many rows are left out by each."""

    severities: tuple[str, ...]
    dimensions: tuple[DimensionBar, ...]
    is_drawn: bool
    costs: tuple[CostBar, ...]
    is_priced: bool
    more_costs: int
    renewals: tuple[RenewalRow, ...]
    more_renewals: int
    until: str


def glance(audit: Audit, names: Names, known: Mapping[str, str]) -> Glance:
    """The charts of an audit; ``known`` are the anchors of rows, by the paths of their elements."""
    uses = tuple(one for one in audit.costs.capabilities if one.yearly or len(one.tools) >= _SEVERAL)
    largest: dict[str, float] = {}
    for one in uses:
        for currency, sum_ in one.yearly:
            largest[currency] = max(largest.get(currency, 0), sum_)
    bars = tuple(
        CostBar(
            names.capability(one.capability),
            " and ".join(amount(sum_, currency, 0) for currency, sum_ in one.yearly) or "not known",
            _share(one.yearly[0][1], largest[one.yearly[0][0]]) if one.yearly else "0",
            tuple((names.title(f"tools.{key}"), known[f"tools.{key}"]) for key in one.tools),
            len(one.tools) >= _SEVERAL,
            one.unknown,
        )
        for one in uses[:_ROWS]
    )
    last = max((one.renews for one in audit.renewals), default=audit.stack.as_of)
    dimensions = _dimensions(audit)
    return Glance(
        tuple(one.value for one in Severity),
        dimensions,
        any(one.parts for one in dimensions),
        bars,
        any(one.yearly for one in uses[:_ROWS]),
        max(0, len(uses) - _ROWS),
        _renewals(audit, names, known, last),
        max(0, len(audit.renewals) - _ROWS),
        day(last),
    )


def _dimensions(audit: Audit) -> tuple[DimensionBar, ...]:
    counted: dict[Dimension | None, Counter[Severity]] = {}
    suspected: Counter[Dimension | None] = Counter()
    by_rule = {rule.id: dimension_of(rule) for rule in audit.rules.values()}
    for finding in audit.findings:
        dimension = by_rule[finding.rule]
        if is_proved(finding):
            counted.setdefault(dimension, Counter())[finding.severity] += 1
        else:
            suspected[dimension] += 1
    widths = _widths(counted)
    rows: list[DimensionBar] = []
    for one in audit.score.dimensions:
        points = "not judged" if not one.rules else "not known" if one.points is None else str(nearest(one.points))
        coverage = percent(one.known_weight / one.applicable_weight) if one.rules else None
        held = counted.get(one.dimension, Counter())
        rows.append(_bar(one.dimension.heading, held, widths, suspected[one.dimension], points, coverage))
    if None in counted or suspected[None]:
        rows.append(_bar("Not scored", counted.get(None, Counter()), widths, suspected[None], "", None))
    return tuple(rows)


def _widths(counted: Mapping[Dimension | None, Counter[Severity]]) -> dict[int, float]:
    """How wide so many findings are, in per cent: as their share of the most, but never too thin to be seen."""
    most = max((held.total() for held in counted.values()), default=1)
    counts = {count for held in counted.values() for count in held.values()}
    widths = {count: max(_THINNEST, 100 * count / most) for count in counts}
    fullest = max((sum(widths[count] for count in held.values()) for held in counted.values()), default=100)
    return {count: width * 100 / fullest for count, width in widths.items()}


def _bar(
    title: str,
    held: Counter[Severity],
    widths: Mapping[int, float],
    suspected: int,
    points: str,
    coverage: int | None,
) -> DimensionBar:
    parts, start = [], 0.0
    for severity in Severity:
        if held[severity]:
            width = widths[held[severity]]
            parts.append(Part(severity.value, _share(start, 100), _share(width, 100)))
            start += width
    counts = tuple(held[severity] for severity in Severity)
    return DimensionBar(title, counts, suspected, tuple(parts), points, coverage)


def _renewals(audit: Audit, names: Names, known: Mapping[str, str], last: date) -> tuple[RenewalRow, ...]:
    today = audit.stack.as_of
    span = max(1, (last - today).days)
    rows = []
    for one in audit.renewals[:_ROWS]:
        path, notice = f"tools.{one.tool}", one.notice_by
        cost = audit.stack.tools[one.tool].cost
        paid = amount(cost.yearly, cost.currency.upper(), 0) if isinstance(cost, Money) else ""
        row = RenewalRow(
            names.title(path),
            known[path],
            day(one.renews),
            "not known" if notice is None else day(notice),
            notice is not None and notice < today,
            _BY_ITSELF[one.by_itself],
            paid if isinstance(cost, Money) and cost.per != "once" else "",
            _share((one.renews - today).days, span),
            "" if notice is None or notice < today else _share((notice - today).days, span),
        )
        rows.append(row)
    return tuple(rows)


def _share(part: float, whole: float) -> str:
    """A part in per cent of the whole."""
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole else "0"
