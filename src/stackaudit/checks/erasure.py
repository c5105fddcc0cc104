"""Whether a request to be deleted gets to every tool that keeps data of people."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import classes_missing, in_use, is_personal, named, passes, says
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.erasure import ERASURE, erased, erasures, may_have_another
from stackaudit.graph.facts import covers
from stackaudit.model.stack import Stack
from stackaudit.model.values import UNKNOWN, is_open, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, any_of, negate

__all__ = ["erasure_cannot_reach"]

_MOST_QUESTIONS: Final = 20


@check("tool", "data", "contacts")
def erasure_cannot_reach(view: View) -> Iterator[Verdict]:
    """For each tool that keeps data of people: does a request to delete it get there?"""
    stack, graph = view.stack, view.graph
    truths = erased(graph)
    contacts = stack.company.contacts if stack.company is not None else None
    for node, (key, tool) in enumerate(stack.tools.items()):
        element = (f"tools.{key}",)
        used = Clause(in_use(tool), (), (Missing(("tools", key, "status")),))
        if used.truth == FALSE:
            continue
        keeps = _keeps(view, key, tool.stores)
        if keeps.truth == FALSE or truths[node] == TRUE:
            yield Verdict(element, Outcome.NOT_APPLICABLE if keeps.truth == FALSE else Outcome.CLEAR)
            continue
        unreached = Clause(negate(truths[node]), (), tuple(_ways(view, node, FALSE_AS_LISTED in truths)))
        outcome, missing = judged((used, keeps), (unreached,))
        if outcome not in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield Verdict(element, outcome, missing=missing)
            continue
        kept = named(name for name in listed(tool.stores) if is_personal(stack, name) == TRUE)
        count = f"{contacts:,}" if isinstance(contacts, int) else ""
        yield Verdict(
            element,
            outcome,
            facts=(*keeps.facts, *_why(view)),
            missing=unreached.missing if outcome is Outcome.SUSPECTED else (),
            values={"tool": tool.title, "data": kept, "contacts": count},
        )


def _keeps(view: View, key: str, classes: Any) -> Clause:
    """Whether a tool keeps data of people beside what has to stay, such as the record of who wants no mail."""
    stack, minimum = view.stack, view.parameters["may_stay"]
    counted = [name for name in listed(classes) if not any(covers(above, name) for above in minimum)]
    truth = any_of(is_personal(stack, name) for name in counted)
    if is_open(classes):
        truth = any_of((truth, UNKNOWN_TRUTH))
    route = ("tools", key, "stores")
    missing = tuple(classes_missing(stack, route, (*counted, *(["more"] if is_open(classes) else []))))
    return Clause(truth, (FactRef(*route),), missing)


def _why(view: View) -> Iterator[FactRef]:
    """What says that nothing deletes there: what the processes cover, or that there is none; and the flows."""
    found = [FactRef("processes", key, "covers") for key, process, _ in erasures(view.graph) if process is not None]
    if found:
        yield from found
    else:
        yield FactRef("processes", ERASURE if ERASURE in view.stack.processes else "")
    yield FactRef("flows")


def _ways(view: View, node: int, may_be_unlisted: bool) -> Iterator[Missing]:  # noqa: FBT001 - private
    """The facts that would say whether a deletion gets to a tool, the nearest ones first."""
    asked = dict.fromkeys((*_where_it_begins(view), *_along(view, node)))
    if not asked or may_be_unlisted:
        asked.update(dict.fromkeys(_whether_all(view)))
    yield from islice(asked, _MOST_QUESTIONS)


def _where_it_begins(view: View) -> Iterator[Missing]:
    for key, process, truth in erasures(view.graph):
        if process is None:
            yield Missing(("processes", key))
            continue
        if truth != TRUE:
            yield Missing(("processes", key, "kind"))
        if is_open(process.covers):
            yield Missing(("processes", key, "covers"))
    for key, point in view.stack.capture_points.items():
        asks = says(point, "deletion")
        if asks == UNKNOWN_TRUTH:
            yield Missing(("capture_points", key, "captures"))
        if asks != FALSE and (point.tool is None or point.tool is UNKNOWN):
            yield Missing(("capture_points", key, "tool"))


def _along(view: View, target: int) -> Iterator[Missing]:
    """The facts that would say whether flows pass a deletion on, on possible ways to a tool."""
    graph, part = view.graph, view.graph.signal("deletion")
    seen, queue = {target}, deque([target])
    asked = 0
    while queue and asked < _MOST_QUESTIONS:
        for number in graph.into[queue.popleft()]:
            edge, tail = graph.edges[number], graph.tails[number]
            if part.truth[number] == FALSE:
                continue
            if edge.flow is not None:
                key = edge.ref.removeprefix("flows.")
                if passes(edge.flow.signals, "deletion") != TRUE:
                    asked += 1
                    yield Missing(("flows", key, "signals"))
                if not graph.steady[number]:
                    asked += 1
                    yield Missing(("flows", key, "status"))
            if not graph.sure[tail]:
                asked += 1
                yield Missing(("tools", edge.source, "status"))
            if tail not in seen:
                seen.add(tail)
                queue.append(tail)


def _whether_all(view: View) -> Iterator[Missing]:
    stack: Stack = view.stack
    if may_have_another(view.graph):
        yield Missing(("complete", "processes"))
    for name in ("capture_points", "flows", "tools"):
        if not stack.is_complete(name):
            yield Missing(("complete", name))
