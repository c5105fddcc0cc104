"""Whether one figure comes from different sources in different reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from typing import NamedTuple

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import holds, in_use, named
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import MOST_QUESTIONS, nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.lineage import lineage
from stackaudit.model.elements import Metric, Report
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.model.words import MetricUse
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    negate,
    of,
)

__all__ = ["two_lineages"]


@check("metric", "report", "sources", "other", "others")
def two_lineages(view: View) -> Iterator[Verdict]:
    """For each KPI: do two reports show it from different sources?

    Values: the metric, and of two such reports the name and the tools from which it comes there.
    """
    sources = _Sources(view)
    for key, metric in view.stack.metrics.items():
        used_as = metric.used_as
        kpi = of(used_as == MetricUse.KPI) if is_stated(used_as) else UNKNOWN_TRUTH
        given = Clause(kpi, (), (Missing(("metrics", key, "used_as")),))
        shown = tuple(sources.shown(metric)) if kpi != FALSE else ()
        apart = sources.apart(metric, shown)
        outcome, missing = judged([given], [apart.clause])
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED} or apart.pair is None:
            yield Verdict((f"metrics.{key}",), outcome, missing=missing)
            continue
        one, other = apart.pair
        yield Verdict(
            (f"metrics.{key}",),
            outcome,
            facts=(
                FactRef("metrics", key, "measured_in"),
                FactRef("reports", one.report.id, "built_in"),
                FactRef("reports", other.report.id, "built_in"),
                FactRef("metrics", key, "used_as"),
                FactRef("flows"),
            ),
            missing=sources.lists() if outcome is Outcome.SUSPECTED else (),
            values={
                "metric": metric.title,
                "report": one.report.title,
                "sources": sources.names(metric, one),
                "other": other.report.title,
                "others": sources.names(metric, other),
            },
            related=(f"reports.{one.report.id}", f"reports.{other.report.id}"),
        )


class _Shown(NamedTuple):
    """A report that shows a metric, or may; and for each source of the metric, whether it comes from there."""

    report: Report
    shows: Truth
    comes: tuple[Truth, ...]
    built_in: tuple[str, ...] | None

    @property
    def has_source(self) -> Truth:
        """Whether the metric comes from any of its sources here."""
        return any_of(self.comes)


class _Apart(NamedTuple):
    clause: Clause
    pair: tuple[_Shown, _Shown] | None = None


class _Sources:
    """Which tools feed those in which reports are made. One search for each tool in which some report is made."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._lineages: dict[str, list[Truth]] = {}

    def _feeds(self, source: str, end: str) -> Truth:
        graph, tools = self.view.graph, self.view.stack.tools
        if end not in self._lineages:
            self._lineages[end] = lineage(graph, graph.index[end])
        return all_of((in_use(tools[source]), in_use(tools[end]), self._lineages[end][graph.index[source]]))

    def shown(self, metric: Metric) -> Iterator[_Shown]:
        """The reports that show a metric, or may show it."""
        for report in self.view.stack.reports.values():
            shows = holds(report.metrics, (metric.id,))
            if shows == FALSE:
                continue
            made = [one for one in listed(report.built_in) if in_use(self.view.stack.tools[one]) != FALSE]
            if not made and not is_open(report.built_in):
                continue  # nothing leads to it that could be compared
            perhaps = UNKNOWN_TRUTH if is_open(report.built_in) else FALSE
            comes = tuple(
                any_of((*(self._feeds(source, end) for end in made), perhaps)) for source in listed(metric.measured_in)
            )
            yield _Shown(report, shows, comes, None if is_open(report.built_in) else tuple(sorted(made)))

    def apart(self, metric: Metric, shown: tuple[_Shown, ...]) -> _Apart:
        """Whether two reports show a metric from different sources, and which two."""
        used = [one for one in listed(metric.measured_in) if in_use(self.view.stack.tools[one]) != FALSE]
        if not is_open(metric.measured_in) and all(
            self._feeds(one, used[0]) == TRUE and self._feeds(used[0], one) == TRUE for one in used[1:]
        ):
            return _Apart(Clause(FALSE))  # there is one source, or what comes from one of them comes from each
        best: tuple[Truth, tuple[_Shown, _Shown] | None] = (FALSE, None)
        truths = []
        # Reports that are made alike show it alike.
        different = {(one.shows, one.comes, one.built_in or one.report.id): one for one in shown}.values()
        for one, other in combinations(different, 2):
            if one.built_in is not None and one.built_in == other.built_in:
                continue
            differ = any_of(
                any_of((all_of((a, negate(b))), all_of((negate(a), b))))
                for a, b in zip(one.comes, other.comes, strict=True)
            )
            truth = all_of((one.shows, other.shows, one.has_source, other.has_source, differ))
            truths.append(truth)
            if best[1] is None or _ORDER.index(truth) < _ORDER.index(best[0]):
                best = truth, (one, other)
        if is_open(metric.measured_in) and len({one.built_in or one.report.id for one in shown}) > 1:
            truths.append(UNKNOWN_TRUTH)
        if not self.view.stack.is_complete("reports"):
            truths.append(FALSE_AS_LISTED)
        truth = any_of(truths)
        if truth == TRUE or best[0] == truth:
            return _Apart(Clause(truth, (), self._missing(metric, shown, truth)), best[1])
        return _Apart(Clause(truth, (), self._missing(metric, shown, truth)))

    def _missing(self, metric: Metric, shown: tuple[_Shown, ...], truth: Truth) -> tuple[Missing, ...]:
        if truth in {TRUE, FALSE}:
            return ()
        asked: dict[Missing, None] = {}
        if truth == UNKNOWN_TRUTH:
            if is_open(metric.measured_in):
                asked[Missing(("metrics", metric.id, "measured_in"))] = None
            for one in shown:
                if one.shows != TRUE:
                    asked[Missing(("reports", one.report.id, "metrics"))] = None
                if one.built_in is None:
                    asked[Missing(("reports", one.report.id, "built_in"))] = None
            for one in shown:
                if UNKNOWN_TRUTH in one.comes:
                    asked.update(dict.fromkeys(nearest_first(self._ways(listed(one.report.built_in)))))
        return tuple(islice(asked, MOST_QUESTIONS)) or self.lists()

    def _ways(self, ends: tuple[str, ...]) -> Iterator[Missing]:
        """The facts that would say which flows and tools lead to some tools."""
        graph = self.view.graph
        queue = [graph.index[end] for end in ends if graph.used[graph.index[end]]]
        seen = set(queue)
        while queue:
            node = queue.pop(0)
            if not graph.sure[node]:
                yield Missing(("tools", graph.nodes[node], "status"))
            for number in graph.into[node]:
                if graph.edges[number].flow is None:
                    continue
                if not graph.steady[number]:
                    yield Missing(("flows", graph.edges[number].ref.partition(".")[2], "status"))
                if graph.tails[number] not in seen:
                    seen.add(graph.tails[number])
                    queue.append(graph.tails[number])

    def lists(self) -> tuple[Missing, ...]:
        """What to ask where a flow, tool or report that nobody listed could turn a verdict round."""
        stack = self.view.stack
        wanted = ("reports", "flows", "tools")
        return tuple(Missing(("complete", name)) for name in wanted if not stack.is_complete(name))

    def names(self, metric: Metric, shown: _Shown) -> str:
        """The sources from which a metric comes in a report, by name."""
        tools = self.view.stack.tools
        pairs = zip(listed(metric.measured_in), shown.comes, strict=True)
        return named(tools[source].title for source, truth in pairs if truth == TRUE)


_ORDER = (TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, FALSE_AS_LISTED, FALSE)
