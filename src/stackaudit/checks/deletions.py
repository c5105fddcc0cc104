"""How checks read deletions: what counts as data of people, and the facts that say where a deletion gets to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Any

from stackaudit.checks.clauses import Clause
from stackaudit.checks.reading import classes_missing, passes, says, whether_whole
from stackaudit.checks.verdict import FactRef, View
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing
from stackaudit.graph.erasure import ERASURE, erasures, may_have_another
from stackaudit.graph.personal import beside, is_personal, names_people
from stackaudit.model.values import UNKNOWN, is_open
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["data_of_people", "ways_of_deletion", "what_deletes", "whether_all_listed"]


def data_of_people(view: View, route: tuple[str, str, str], classes: Any) -> Clause:
    """Whether a list names data of people beside what has to stay, such as the record of who wants no mail."""
    stack, minimum = view.stack, tuple(view.parameters["may_stay"])

    def judged() -> tuple[Truth, tuple[str, ...]]:
        """Whether it does, and the classes and the word that leave it open."""
        doubtful = [name for name in beside(classes, minimum) if is_personal(stack, name) == UNKNOWN_TRUTH]
        return names_people(stack, classes, minimum), (*doubtful, *(["more"] if is_open(classes) else []))

    truth, asked = view.graph.once((data_of_people, classes, minimum), judged)
    return Clause(truth, (FactRef(*route),), tuple(classes_missing(stack, route, asked)) if asked else ())


def what_deletes(view: View) -> tuple[FactRef, ...]:
    """What says that nothing deletes there: what the processes cover, or that there is none; and the flows."""
    return view.graph.once((what_deletes,), lambda: tuple(_what_deletes(view)))


def _what_deletes(view: View) -> Iterator[FactRef]:
    found = [FactRef("processes", key, "covers") for key, process, _ in erasures(view.graph) if process is not None]
    if found:
        yield from found
    else:
        yield FactRef("processes", ERASURE if ERASURE in view.stack.processes else "")
    yield FactRef("flows")


def ways_of_deletion(view: View, node: int, *, may_be_unlisted: bool) -> Iterator[Missing]:
    """The facts that would say whether a deletion gets to a tool, the nearest ones first."""
    asked = nearest_first(chain(_where_it_begins(view), _along(view, node)))
    yield from asked if asked and not may_be_unlisted else nearest_first((*asked, *whether_all_listed(view)))


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
    while queue:
        for number in graph.into[queue.popleft()]:
            edge, tail = graph.edges[number], graph.tails[number]
            if part.truth[number] == FALSE:
                continue
            if edge.flow is not None:
                key = edge.flow.id
                if passes(edge.flow.signals, "deletion") != TRUE:
                    yield Missing(("flows", key, "signals"))
                if not graph.steady[number]:
                    yield Missing(("flows", key, "status"))
            if not graph.sure[tail]:
                yield Missing(("tools", edge.source, "status"))
            if tail not in seen:
                seen.add(tail)
                queue.append(tail)


def whether_all_listed(view: View) -> Iterator[Missing]:
    """Whether the lists are whole from which a deletion could begin or be passed on."""
    processes = ("processes",) if may_have_another(view.graph) else ()
    yield from whether_whole(view.stack, *processes, "capture_points", "flows", "tools")
