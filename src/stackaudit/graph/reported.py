"""Two lineages of one figure: whether two reports show a metric from different sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from stackaudit.frozen import dataclass
from stackaudit.graph.facts import holds, in_use
from stackaudit.graph.lineage import lineage
from stackaudit.model.elements import Metric, Report
from stackaudit.model.values import is_open, listed
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true_as_listed,
    negate,
)

if TYPE_CHECKING:
    from stackaudit.graph.structure import StackGraph

__all__ = ["Reported", "Shown", "Sources", "reported"]

_ORDER: Final = (TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, FALSE_AS_LISTED, FALSE)


@dataclass(frozen=True, slots=True)
class Reported:
    """A metric that two reports show, or may show, from different sources.

    ``truth`` is TRUE where that is so in every completion, TRUE_AS_LISTED where only something that nobody listed could
    refute it, UNKNOWN_TRUTH where missing facts decide, FALSE_AS_LISTED where only reports, flows or tools that nobody
    listed could make it so. ``reports`` are the two, by id, and ``sources`` the tools from which each has the figure
    for certain; both are empty where it is not at least true as listed.
    """

    metric: str
    truth: Truth
    reports: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]


def reported(graph: StackGraph, metric: str) -> Reported:
    """Whether two reports show one metric from different sources.

    Its sources are the tools in which it is measured (``measured_in``). A report has it from those of them whose data
    gets to a tool in which the report is made (``built_in``), by any chain of flows (`stackaudit.graph.lineage`). Where
    the data of each source gets to all others, they are one. O(V + E) for each tool in which reports are made, and one
    comparison for two reports that are not made alike.

    Raises:
        KeyError: there is no metric with that id.
    """
    found = graph.once((Sources,), lambda: Sources(graph))
    held = graph.stack.metrics[metric]
    truth, pair = found.apart(held, tuple(found.shown(held)))
    if pair is None or not is_true_as_listed(truth):
        return Reported(metric, truth, (), ())
    return Reported(
        metric, truth, tuple(one.report.id for one in pair), tuple(tuple(found.certain(held, one)) for one in pair)
    )


class Shown(NamedTuple):
    """A report that shows a metric, or may; and for each source of the metric, whether it comes from there."""

    report: Report
    shows: Truth
    comes: tuple[Truth, ...]
    built_in: tuple[str, ...] | None

    @property
    def has_source(self) -> Truth:
        """Whether the metric comes from any of its sources here."""
        return any_of(self.comes)


class Sources:
    """Which tools feed those in which reports are made. One search for each tool in which some report is made."""

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        self._lineages: dict[str, list[Truth]] = {}

    def _feeds(self, source: str, end: str) -> Truth:
        graph, tools = self.graph, self.graph.stack.tools
        if end not in self._lineages:
            self._lineages[end] = lineage(graph, graph.index[end])
        return all_of((in_use(tools[source]), in_use(tools[end]), self._lineages[end][graph.index[source]]))

    def shown(self, metric: Metric) -> Iterator[Shown]:
        """The reports that show a metric, or may show it."""
        stack = self.graph.stack
        for report in stack.reports.values():
            shows = holds(report.metrics, (metric.id,))
            if shows == FALSE:
                continue
            made = [one for one in listed(report.built_in) if in_use(stack.tools[one]) != FALSE]
            if not made and not is_open(report.built_in):
                continue  # nothing leads to it that could be compared
            perhaps = UNKNOWN_TRUTH if is_open(report.built_in) else FALSE
            comes = tuple(
                any_of((*(self._feeds(source, end) for end in made), perhaps)) for source in listed(metric.measured_in)
            )
            yield Shown(report, shows, comes, None if is_open(report.built_in) else tuple(sorted(made)))

    def apart(self, metric: Metric, shown: Sequence[Shown]) -> tuple[Truth, tuple[Shown, Shown] | None]:
        """Whether two reports show a metric from different sources, and which two, where two decide it."""
        stack = self.graph.stack
        used = [one for one in listed(metric.measured_in) if in_use(stack.tools[one]) != FALSE]
        if not is_open(metric.measured_in) and all(
            self._feeds(one, used[0]) == TRUE and self._feeds(used[0], one) == TRUE for one in used[1:]
        ):
            return FALSE, None  # there is one source, or what comes from one of them comes from each
        best: tuple[Truth, tuple[Shown, Shown] | None] = (FALSE, None)
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
        if not stack.is_complete("reports"):
            truths.append(FALSE_AS_LISTED)
        truth = any_of(truths)
        return truth, best[1] if truth == TRUE or best[0] == truth else None

    @staticmethod
    def certain(metric: Metric, shown: Shown) -> Iterator[str]:
        """The sources from which a metric comes in a report for certain, by id."""
        pairs = zip(listed(metric.measured_in), shown.comes, strict=True)
        return (source for source, truth in pairs if truth == TRUE)
