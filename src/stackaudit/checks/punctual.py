"""Whether a deletion is done everywhere within the time that the law gives."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

from stackaudit.catalogue import RequestClock, RequestKind, request_clocks
from stackaudit.catalogue.clocks import in_words
from stackaudit.checks.alike import LEFT_OUT, plain_tools
from stackaudit.checks.clauses import Clause, judged, used
from stackaudit.checks.deadlines import in_calendar
from stackaudit.checks.deletions import data_of_people, ways_of_deletion, whether_all_listed
from stackaudit.checks.laws import bound
from stackaudit.checks.reading import passes
from stackaudit.checks.timing import timing
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.cleaned import Cleaned, cleaned, handling
from stackaudit.graph.erasure import erased, erasures
from stackaudit.graph.personal import names_people
from stackaudit.graph.reach import hop
from stackaudit.model.elements import Company, Process, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, duration_in_words, is_open, is_stated
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
)

__all__ = ["erasure_too_slow"]


class _Limit(NamedTuple):
    """A clock on deletions, what it comes to in seconds at most, and whether it binds."""

    clock: RequestClock
    words: str
    seconds: float
    binds: Truth


@check("tool", "takes", "limit", "law")
def erasure_too_slow(view: View) -> Iterator[Verdict]:
    """For each tool that keeps data of people and to which a deletion gets: is it done within the time of the law?

    Values: the ``tool``, how long it ``takes``, and the shortest ``limit`` that it exceeds with its ``law``.
    """
    stack, graph = view.stack, view.graph
    limits, gone = _limits(stack), erased(graph)
    binds = any_of(limit.binds for limit in limits)

    def plain(in_use: Truth, stores: Any, goes: Truth) -> Outcome | str | None:
        keeps = names_people(stack, stores, view.parameters["may_stay"])
        return LEFT_OUT if in_use == FALSE else Outcome.NOT_APPLICABLE if FALSE in (keeps, goes, binds) else None

    facts = (graph.columns.of("tool", "stores"), gone[: len(stack.tools)])
    for plain_ones, node, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is not None:
            yield _verdict(view, tool, node, limits)


def _verdict(view: View, tool: Tool, node: int, limits: list[_Limit]) -> Verdict:
    """What is to be said of a tool, by the number of its node."""
    key, element, gone, time = tool.id, (f"tools.{tool.id}",), erased(view.graph)[node], cleaned(view.graph)[node]
    late = [all_of((limit.binds, _longer(time, limit.seconds))) for limit in limits]
    if all(truth == FALSE for truth in late):
        return Verdict(element, Outcome.CLEAR)
    outcome, missing = judged(
        (
            used(tool),
            data_of_people(view, ("tools", key, "stores"), tool.stores),
            Clause(gone, (), tuple(_whether_gone(view, node)) if gone != TRUE else ()),
        ),
        (Clause(any_of(late), (), tuple(_missing(view, time, limits))),),
    )
    if outcome in {Outcome.FLAGGED, Outcome.SUSPECTED}:
        limit = next(limit for limit, truth in zip(limits, late, strict=True) if is_true_as_listed(truth))
        return _finding(view, key, outcome, time, limit)
    return Verdict(element, outcome, missing=nearest_first(missing))


def _longer(time: Cleaned, limit: float) -> Truth:
    """Whether it takes longer than a limit, if it is done at all."""
    if time.proved > limit:
        return TRUE
    if time.least > limit:
        return TRUE_AS_LISTED
    return FALSE if time.most <= limit else UNKNOWN_TRUTH


# -- which law ---------------------------------------------------------------------------------------------------------


def _limits(stack: Stack) -> list[_Limit]:
    """The clocks on deletions that bind the company or may bind it, the shortest first."""
    company = stack.company
    states = company.us_states if isinstance(company, Company) else None
    asked = [clock for clock in request_clocks() if clock.request is RequestKind.DELETION]
    limits = []
    for clock, binds in bound(stack, asked, None):
        elsewhere = binds != TRUE and _of_a_state(clock) and not is_open(states)
        if clock.limit is not None and clock.unit is not None and not elsewhere:
            words, longest = in_words(clock.limit, clock.unit), in_calendar(clock.limit, clock.unit)[1]
            limits.append(_Limit(clock, words, longest, binds))
    return sorted(limits, key=lambda limit: limit.seconds)


def _of_a_state(clock: RequestClock) -> bool:
    return all(region.startswith("us-") for region in clock.regions)


# -- findings ----------------------------------------------------------------------------------------------------------


def _finding(view: View, key: str, outcome: Outcome, time: Cleaned, limit: _Limit) -> Verdict:
    way = time.surest if time.most == time.least else time.quickest
    facts = [] if way is None or way.process is None else [FactRef("processes", way.process, "takes")]
    path = () if way is None else tuple(hop(view.graph, number) for _, number, _ in way.steps)
    flows = [step.element.removeprefix("flows.") for step in path if step.element.startswith("flows.")]
    facts += [FactRef("flows", flow, name) for flow in flows for name in ("every", "takes")]
    where = "us_states" if _of_a_state(limit.clock) else "regions"
    return Verdict(
        (f"tools.{key}",),
        outcome,
        facts=(
            *facts,
            FactRef("company", "", where),
            FactRef("tools", key, "stores"),
            FactRef("processes"),
            FactRef("flows"),
        ),
        missing=tuple(whether_all_listed(view)) if outcome is Outcome.SUSPECTED else (),
        values={
            "tool": view.stack.tools[key].title,
            "takes": _in_words(time),
            "limit": limit.words,
            "law": limit.clock.name,
        },
        path=path,
    )


def _in_words(time: Cleaned) -> str:
    if time.least == inf:
        return "any time, as nothing is promised"
    return f"{'up to' if time.most == time.least else 'at least'} {duration_in_words(time.least)}"


# -- questions ---------------------------------------------------------------------------------------------------------


def _whether_gone(view: View, node: int) -> Iterator[Missing]:
    return ways_of_deletion(view, node, may_be_unlisted=FALSE_AS_LISTED in erased(view.graph))


def _missing(view: View, time: Cleaned, limits: list[_Limit]) -> Iterator[Missing]:
    """The facts that would say whether it takes too long: which law binds, and how long each step takes."""
    for limit in limits:
        if limit.binds != TRUE and _longer(time, limit.seconds) != FALSE:
            yield Missing(("company", "us_states" if _of_a_state(limit.clock) else "regions"))
    if all(_longer(time, limit.seconds) != UNKNOWN_TRUTH for limit in limits):
        return
    for key, process, truth in erasures(view.graph):
        if process is not None:
            yield from _of_process(key, process, truth)
    for way in (time.quickest, time.surest):
        for number in () if way is None else dict.fromkeys(number for _, number, _ in way.steps):
            yield from _of_edge(view, number)


def _of_edge(view: View, number: int) -> Iterator[Missing]:
    """What would say whether an edge passes a deletion on, and how soon."""
    graph = view.graph
    edge = graph.edges[number]
    if edge.flow is None:
        return
    key = edge.flow.id
    yield from (Missing(("flows", key, name)) for name in timing(edge.flow))
    if passes(edge.flow.signals, "deletion") == UNKNOWN_TRUTH:
        yield Missing(("flows", key, "signals"))
    if not graph.steady[number]:
        yield Missing(("flows", key, "status"))
    if not graph.sure[graph.tails[number]]:
        yield Missing(("tools", edge.source, "status"))


def _of_process(key: str, process: Process, truth: Truth) -> Iterator[Missing]:
    low, high = handling(process)
    if low < high:
        name = "method" if process.takes is NONE and not is_stated(process.method) else "takes"
        yield Missing(("processes", key, name))
    if truth != TRUE:
        yield Missing(("processes", key, "kind"))
    if is_open(process.covers):
        yield Missing(("processes", key, "covers"))
