"""Whether one figure comes from different sources in different reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import named, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.reported import Shown, Sources
from stackaudit.model.elements import Metric
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.model.words import MetricUse
from stackaudit.truth import (
    FALSE,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
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
        apart = sources.clause(metric, shown)
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


class _Apart(NamedTuple):
    clause: Clause
    pair: tuple[Shown, Shown] | None = None


class _Sources(Sources):
    """Which tools feed those in which reports are made, with what to ask of them and how to name them."""

    def __init__(self, view: View) -> None:
        super().__init__(view.graph)
        self.view = view

    def clause(self, metric: Metric, shown: tuple[Shown, ...]) -> _Apart:
        """Whether two reports show a metric from different sources, which two, and what would tell."""
        truth, pair = self.apart(metric, shown)
        return _Apart(Clause(truth, (), self._missing(metric, shown, truth)), pair)

    def _missing(self, metric: Metric, shown: tuple[Shown, ...], truth: Truth) -> tuple[Missing, ...]:
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
        return nearest_first(asked) or self.lists()

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
                    yield Missing(("flows", graph.flow_id(number), "status"))
                if graph.tails[number] not in seen:
                    seen.add(graph.tails[number])
                    queue.append(graph.tails[number])

    def lists(self) -> tuple[Missing, ...]:
        """What to ask where a flow, tool or report that nobody listed could turn a verdict round."""
        return whether_whole(self.view.stack, "reports", "flows", "tools")

    def names(self, metric: Metric, shown: Shown) -> str:
        """The sources from which a metric comes in a report, by name."""
        tools = self.view.stack.tools
        return named(tools[source].title for source in self.certain(metric, shown))
