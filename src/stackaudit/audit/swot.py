"""Strengths, weaknesses, opportunities and threats: from the facts that there are, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from math import fsum
from typing import Final

from stackaudit.audit.causes import title_of
from stackaudit.audit.costs import of_tools
from stackaudit.audit.mending import Mending
from stackaudit.audit.renewals import Renewal
from stackaudit.audit.score import Score
from stackaudit.audit.strengths import strengths
from stackaudit.audit.verdicts import ToolVerdict, Verdict
from stackaudit.checks.reading import in_use, named
from stackaudit.finding import Finding, RuleResult, Severity
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE
from stackaudit.model.words import Degree
from stackaudit.rules.rule import Rule
from stackaudit.truth import FALSE

__all__ = ["Point", "Swot", "swot"]

_MOST: Final = 5
_OF_A_KIND: Final = 2
_NAMED: Final = 8
_SOON: Final = timedelta(days=92)
_YEAR: Final = timedelta(days=365)
_UNUSED: Final = ("STK-02", "STK-25")
"""The built-in rules that find what is paid for and not used."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point.

    Attributes:
        kind: what it is. A strength is ``clear``: a red flag that the facts rule out, in ``count`` places. A weakness
            is a ``red_flag``, with ``count`` findings that cost ``points``. An opportunity is ``mending`` (the first
            three findings mended bring ``points``), ``unused`` (what is paid for and not used), ``retire`` or
            ``consolidate`` (``count`` tools, which cost ``yearly``, as far as that is stated). A threat is a ``clock``
            (a law or prohibition that is broken, in ``count`` findings), an ``end`` (of a product or interface), a
            ``notice`` (a contract that renews by itself) or a ``risk`` (one of high impact without a plan).
        title: the title of the rule, or the name of the element.
        rule: the id of the rule; empty where no rule says so.
        element: the path of the element; empty where there is none.
        count: of how many places, findings or tools.
        points: of the score; None where there are none.
        yearly: amounts of a year, by currency.
        on: the day; None where there is none.
    """

    kind: str
    title: str
    rule: str = ""
    element: str = ""
    count: int = 0
    points: float | None = None
    yearly: tuple[tuple[str, float], ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Swot:
    """Five points each at most, those first that weigh most; of threats, two of each kind."""

    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    opportunities: tuple[Point, ...]
    threats: tuple[Point, ...]


def swot(
    graph: StackGraph,
    rules: Mapping[str, Rule],
    results: Iterable[RuleResult],
    flagged: Sequence[Finding],
    score: Score,
    mending: Mending,
    judged: Iterable[ToolVerdict],
    renewing: Iterable[Renewal],
) -> Swot:
    """Sort what an audit knows into strengths, weaknesses, opportunities and threats.

    A proved finding of a law or a prohibition (P1 and P2, all or nothing) is a threat, any other a weakness.
    """
    stack = graph.stack
    by_rule: dict[str, list[Finding]] = {}
    for finding in flagged:
        by_rule.setdefault(finding.rule, []).append(finding)
    found = [
        (min(one.severity for one in held), -fsum(score.losses.get(one.id, 0.0) for one in held), rule, len(held))
        for rule, held in by_rule.items()
    ]
    clocks: list[Point] = []
    weak: list[Point] = []
    for severity, points, rule, count in sorted(found):
        is_clock = rules[rule].all_or_nothing and severity <= Severity.P2
        kind = "clock" if is_clock else "red_flag"
        (clocks if is_clock else weak).append(Point(kind, rules[rule].title, rule, "", count, -points))
    good = (Point("clear", rules[one.rule].title, one.rule, "", len(one.clear)) for one in strengths(results, rules))
    chances = _opportunities(stack, rules, by_rule, score, mending, tuple(judged))
    kinds: tuple[Iterable[Point], ...] = (clocks, _ends(graph), _notices(stack, renewing), _risks(stack))
    threats = tuple(point for kind in kinds for point in islice(kind, _OF_A_KIND))
    return Swot(tuple(islice(good, _MOST)), tuple(weak[:_MOST]), tuple(chances), threats)


def _opportunities(
    stack: Stack,
    rules: Mapping[str, Rule],
    by_rule: Mapping[str, Sequence[Finding]],
    score: Score,
    mending: Mending,
    judged: Sequence[ToolVerdict],
) -> Iterator[Point]:
    after = None if mending.after is None else mending.after.total
    if after is not None and score.total is not None:
        yield Point("mending", "", count=len(mending.first), points=after - score.total)
    for verdict in (Verdict.RETIRE, Verdict.CONSOLIDATE):
        tools = [stack.tools[one.tool] for one in judged if one.verdict is verdict]
        if tools:
            titles = named((tool.title for tool in tools), _NAMED)
            yield Point(verdict.value, titles, count=len(tools), yearly=of_tools(tools))
    for rule in _UNUSED:
        if rule in by_rule:
            yield Point("unused", rules[rule].title, rule, "", len(by_rule[rule]))


def _ends(graph: StackGraph) -> Iterator[Point]:
    """Products and interfaces in use that have ended or will within a year, the next first."""
    stack, columns = graph.stack, graph.columns
    ends = [
        (on, f"tools.{key}", stack.tools[key].title)
        for key, on in zip(stack.tools, columns.of("tool", "end_of_life"), strict=True)
        if isinstance(on, date) and in_use(stack.tools[key]) != FALSE
    ]
    ends += [
        (on, f"flows.{key}", title_of(stack, f"flows.{key}"))
        for key, on in zip(stack.flows, columns.of("flow", "interface_ends"), strict=True)
        if isinstance(on, date)
    ]
    for on, element, title in sorted(ends):
        if on - stack.as_of <= _YEAR:
            yield Point("end", title, "", element, on=on)


def _notices(stack: Stack, renewing: Iterable[Renewal]) -> Iterator[Point]:
    """Contracts that renew by themselves unless notice is given within the quarter, the next first."""
    for one in renewing:
        if one.by_itself and one.notice_by is not None and stack.as_of <= one.notice_by <= stack.as_of + _SOON:
            tool = stack.tools[one.tool]
            yield Point("notice", tool.title, "", f"tools.{one.tool}", yearly=of_tools([tool]), on=one.notice_by)


def _risks(stack: Stack) -> Iterator[Point]:
    """Failures that would be felt by customers, and against which there is no plan."""
    for key, risk in stack.risks.items():
        if risk.impact is Degree.HIGH and risk.mitigation is NONE:
            yield Point("risk", risk.title, "", f"risks.{key}")
