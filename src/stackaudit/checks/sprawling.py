"""Whether tools are wired to each other one by one, past the places where data comes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from math import inf
from typing import Final

from stackaudit.checks.reading import unlisted_links, whether_runs
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.sprawl import hubs, links
from stackaudit.model.values import UNKNOWN, is_open, is_stated
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    is_true_as_listed,
)

__all__ = ["point_to_point"]

_STACK: Final = ("stack",)
_MOST_FLOWS: Final = 12
_PAIR: Final = 2


@check("count", "total", "percent")
def point_to_point(view: View) -> Iterator[Verdict]:
    """Is more than a ``share`` of the flows between tools direct, where there are at least so many ``flows``?

    Where some flows are not known to run, or not known to be direct, two bounds decide. Values: the ``count`` of direct
    flows of all ``total``, and that in ``percent``.
    """
    graph = view.graph
    found = links(graph)
    counts = Counter(zip(found.runs, found.direct, strict=True))
    truth = _sprawls(graph, counts, float(view.parameters["share"]), int(view.parameters["flows"]))
    outcome = outcome_of(truth)
    lists = unlisted_links(graph.stack)
    if outcome is Outcome.UNKNOWN:
        asked = lists if truth == FALSE_AS_LISTED else nearest_first(_missing(graph))
        yield Verdict(_STACK, outcome, missing=asked)
    elif is_true_as_listed(truth):
        count = counts[TRUE, TRUE]
        total = count + sum(many for (_, direct), many in counts.items() if direct != TRUE)
        direct_ones = (flow for flow, *truths in zip(*found, strict=True) if truths == [TRUE, TRUE])
        first = tuple(islice(direct_ones, _MOST_FLOWS))
        yield Verdict(
            _STACK,
            outcome,
            facts=tuple(FactRef("flows", flow) for flow in first),
            missing=lists if outcome is Outcome.SUSPECTED else (),
            values={"count": str(count), "total": str(total), "percent": str(100 * count // total)},
            related=tuple(f"flows.{flow}" for flow in first),
        )
    else:
        yield Verdict(_STACK, outcome)


def _sprawls(graph: StackGraph, counts: Mapping[tuple[Truth, Truth], int], share: float, least: int) -> Truth:
    """Whether too many flows are direct; ``counts`` holds how many flows run, and are direct, in each way."""
    direct, through = counts.get((TRUE, TRUE), 0), counts.get((TRUE, FALSE), 0)
    perhaps_through = sum(
        many for (runs_now, is_direct), many in counts.items() if runs_now != TRUE and is_direct == FALSE
    )
    all_direct = sum(many for (_, is_direct), many in counts.items() if is_direct != FALSE)
    certain = sum(many for (runs_now, _), many in counts.items() if runs_now == TRUE)
    not_direct = sum(many for (_, is_direct), many in counts.items() if is_direct != TRUE)
    more_direct, more_through = _addable(graph)
    if certain >= least and direct > share * (direct + not_direct):
        return TRUE_AS_LISTED if more_through else TRUE

    def can_be(others: float) -> bool:
        """Whether enough of the flows can be direct, where so many that pass a hub may run or not."""
        needed = max(0, least - all_direct - through)
        return needed <= others and all_direct > share * (all_direct + through + needed)

    if can_be(perhaps_through):
        return UNKNOWN_TRUTH
    return FALSE_AS_LISTED if more_direct or can_be(inf if more_through else perhaps_through) else FALSE


def _addable(graph: StackGraph) -> tuple[bool, bool]:
    """Whether flows that nobody listed can be direct, and whether they can pass a hub, be it by their method."""
    if graph.is_whole:
        return False, False
    if not graph.stack.is_complete("tools"):
        return True, True
    hub = list(hubs(graph).values())
    places = range(len(hub))
    outs = {node for node in places if graph.open_out[node]}
    ins = {node for node in places if graph.open_in[node]}
    surely = {node for node in places if hub[node] == TRUE}
    return _a_pair(outs - surely, ins - surely), _a_pair(outs, ins)


def _a_pair(outs: set[int], ins: set[int]) -> bool:
    return bool(outs and ins) and len(outs | ins) >= _PAIR


def _missing(graph: StackGraph) -> Iterator[Missing]:
    """What would say which flows run, and which of them are direct."""
    stack = graph.stack
    for link in graph.sprawl():
        flow = stack.flows[link.flow]
        yield from whether_runs(stack, flow)
        if link.direct != UNKNOWN_TRUTH:
            continue
        for field, is_open_here in (("via", flow.via is UNKNOWN), ("method", not is_stated(flow.method))):
            if is_open_here:
                yield Missing(("flows", link.flow, field))
        for name in (*flow.ends[0], flow.via or ""):
            if name in stack.tools and is_open(stack.tools[name].capabilities):
                yield Missing(("tools", name, "capabilities"))
