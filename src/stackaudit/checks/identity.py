"""Whether people are matched by identifiers that are there, wherever something depends on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from stackaudit.checks.alike import plain_flows
from stackaudit.checks.reading import (
    CHANNELS,
    carries_personal,
    has_capability,
    holds,
    in_use,
    named,
    runs,
    sending,
    sends_any_marketing,
    whether_whole,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.keys import matched_by, matches
from stackaudit.graph.spread import found_from
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.words import MetricUse, Signal
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate

__all__ = ["key_breaks_on_the_path"]

_SIGNALS: Final = ("opt_out", *(f"opt_out:{channel}" for channel in CHANNELS))
_JOINS: Final = ("identity_resolution",)
_OF_NOBODY: Final = frozenset({Signal.SPEND, Signal.UTM})
_OF_PEOPLE: Final = tuple(
    f"{signal}{channel}"
    for signal in Signal
    if signal not in _OF_NOBODY
    for channel in ("", *(f":{one}" for one in CHANNELS))
)
"""The signals by which somebody is spoken of, with a channel and without."""


@check("source", "target", "key", "keys")
def key_breaks_on_the_path(view: View) -> Iterator[Verdict]:
    """For each flow out of a tool: does it match people by what the tool does not hold, where that matters?

    It matters where the flow passes on opt-outs, or leads, by however many steps, to a tool that sends marketing or
    from which a KPI is read. Values: titles of ``source`` and ``target``, the ``key`` of the flow, and the ``keys``
    that the source holds.
    """
    graph, stack = view.graph, view.stack
    needs, running, tools = _Needs(graph), graph.running, stack.tools
    columns = graph.columns
    # From a capture point nothing is matched: people say there who they are.
    kinds = list(zip(columns.of("tool", "keys"), columns.of("tool", "capabilities"), strict=True))
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    of_tools = dict(zip(tools, map(numbers.__getitem__, kinds), strict=True))
    different = list(numbers)
    sources = list(map(of_tools.get, columns.of("flow", "from_")))

    def plain(runs_now: Truth, source: Any, between: Any, key: Any) -> Outcome | None:
        if between is not None or source is None:
            return None
        if key is NONE or runs_now == FALSE:
            return Outcome.NOT_APPLICABLE
        keys, capabilities = different[source]
        return Outcome.CLEAR if matched_by(keys, capabilities, key) == TRUE else None

    facts = (sources, columns.of("flow", "between"), columns.of("flow", "key"))
    for plain_ones, flow in plain_flows(view, facts, plain):
        yield from plain_ones
        if flow is None:
            continue
        key, ways = flow.id, flow.ends
        if flow.between is None and flow.from_ not in tools:
            continue
        applies = FALSE if flow.key is NONE or _matches_nobody(stack, flow) else running[key]
        element = (f"flows.{key}",)
        if applies == FALSE or all(matches(tools[tail], flow) == TRUE for tail, _ in ways):
            yield Verdict(element, Outcome.NOT_APPLICABLE if applies == FALSE else Outcome.CLEAR)
            continue
        judged = [_Way(needs, flow, tail, head) for tail, head in ways]
        outcome = outcome_of(all_of((applies, any_of(way.truth for way in judged))), applies)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=nearest_first(_missing(graph, needs, flow, judged)))
        elif outcome is Outcome.FLAGGED:
            way = next(way for way in judged if way.truth == TRUE)
            yield Verdict(
                element,
                outcome,
                facts=(FactRef("flows", key, "key"), FactRef("tools", way.source.id, "keys"), *needs.facts(flow, way)),
                values={
                    "source": way.source.title,
                    "target": stack.tools[way.target].title,
                    "key": str(flow.key),
                    "keys": named(listed(way.source.keys)) or "none",
                },
                related=(f"tools.{way.source.id}",),
            )
        else:
            yield Verdict(element, outcome)


def _matches_nobody(stack: Stack, flow: Flow) -> bool:
    """Whether nothing about people moves, so that whoever states no identifier need not be asked for one."""
    return (
        not is_stated(flow.key) and carries_personal(stack, flow) == FALSE and holds(flow.signals, _OF_PEOPLE) == FALSE
    )


class _Way:
    """One direction of a flow: whether its identifier breaks, whether that matters, and both."""

    def __init__(self, needs: _Needs, flow: Flow, tail: str, head: str) -> None:
        self.source = needs.graph.stack.tools[tail]
        self.target = head
        self.broken = negate(matches(self.source, flow))
        self.needed = any_of((needs.signalled(flow), needs.onward[needs.graph.index[head]]))
        self.truth = all_of((self.broken, self.needed))


class _Needs:
    """Where people have to be known: tools that send marketing, or from which a KPI is read, and what leads there."""

    def __init__(self, graph: StackGraph) -> None:
        self.graph = graph
        self._signalled: dict[Any, Truth] = {}

    def signalled(self, flow: Flow) -> Truth:
        """Whether a flow passes on opt-outs. Many flows name the same signals, so each list is looked at once."""
        truth = self._signalled.get(flow.signals)
        if truth is None:
            truth = self._signalled[flow.signals] = holds(flow.signals, _SIGNALS)
        return truth

    @cached_property
    def places(self) -> list[Truth]:
        """For each tool, whether people have to be known there, it being in use."""
        sure: set[str] = set()
        perhaps: set[str] = set()
        anywhere = FALSE
        for metric in self.graph.stack.metrics.values():
            kpi = holds((metric.used_as,), (MetricUse.KPI,)) if is_stated(metric.used_as) else UNKNOWN_TRUTH
            if kpi != FALSE:
                (sure if kpi == TRUE else perhaps).update(listed(metric.measured_in))
                anywhere = any_of((anywhere, UNKNOWN_TRUTH if is_open(metric.measured_in) else FALSE))
        measured = {**dict.fromkeys(perhaps, UNKNOWN_TRUTH), **dict.fromkeys(sure, TRUE)}
        return [
            any_of((sends, measured.get(key, FALSE), anywhere))
            for key, sends in zip(self.graph.stack.tools, sending(self.graph, sends_any_marketing), strict=True)
        ]

    @cached_property
    def onward(self) -> list[Truth]:
        """For each tool, being in use, whether it is such a place or leads to one. Three searches, O(V + E)."""
        graph, tails, flows = self.graph, self.graph.tails, self.graph.flow_edges
        possible = [[tails[number] for number in numbers if number < flows] for numbers in graph.into]
        certain = possible
        if graph.unsteady or not all(graph.sure):
            certain = [
                [tails[number] for number in numbers if number < flows and graph.steady[number]] if sure else []
                for numbers, sure in zip(graph.into, graph.sure, strict=True)
            ]
        tools = range(len(self.places))
        places = [node for node in tools if self.places[node] == TRUE]
        perhaps = [node for node in tools if self.places[node] != FALSE and graph.used[node]]
        maybe = found_from(possible, perhaps)
        surely = maybe if (certain, places) == (possible, perhaps) else found_from(certain, places)
        large = self._at_large(possible, perhaps, maybe)
        return [
            TRUE if surely[node] else UNKNOWN_TRUTH if maybe[node] else FALSE_AS_LISTED if large[node] else FALSE
            for node in tools
        ]

    def _at_large(self, possible: list[list[int]], perhaps: list[int], maybe: Sequence[int]) -> Sequence[int]:
        """The same with flows that nobody listed."""
        graph, stack, outside = self.graph, self.graph.stack, len(self.graph.nodes)
        if not stack.is_complete("metrics"):
            return [True] * outside
        if graph.is_whole:
            return maybe
        possible.append([])
        for node in range(outside):
            if graph.open_out[node]:
                possible[outside].append(node)
            if graph.open_in[node]:
                possible[node].append(outside)
        return found_from(possible, perhaps if stack.is_complete("tools") else [*perhaps, outside])

    def facts(self, flow: Flow, way: _Way) -> Iterator[FactRef]:
        """Why people have to be known at the end of a way: the opt-outs that it passes on, or a place that it leads to.

        The nearest such place, with the flows that lead there. O(V + E).
        """
        graph, stack = self.graph, self.graph.stack
        if self.signalled(flow) == TRUE:
            yield FactRef("flows", flow.id, "signals")
            return
        queue = deque([graph.index[way.target]])
        before: dict[int, int] = {queue[0]: -1}
        while self.places[queue[0]] != TRUE:
            for number in graph.out[queue.popleft()]:
                head = graph.heads[number]
                if (
                    graph.edges[number].flow is not None
                    and graph.steady[number]
                    and graph.sure[head]
                    and head not in before
                ):
                    before[head] = number
                    queue.append(head)
        node = queue[0]
        tool = stack.tools[graph.nodes[node]]
        if sends_any_marketing(tool) == TRUE:
            yield FactRef("tools", tool.id, "sends")
        else:
            yield from (
                FactRef("metrics", key, "measured_in")
                for key, metric in stack.metrics.items()
                if metric.used_as is MetricUse.KPI and tool.id in listed(metric.measured_in)
            )
        while before[node] >= 0:
            number = before[node]
            yield FactRef("flows", graph.flow_id(number))
            node = graph.tails[number]

    @cached_property
    def doubts(self) -> tuple[Missing, ...]:
        """What would say where people have to be known, and which flows lead there."""
        graph, stack = self.graph, self.graph.stack
        found: list[Missing] = []
        for key, metric in stack.metrics.items():
            if not is_stated(metric.used_as):
                found.append(Missing(("metrics", key, "used_as")))
            if is_open(metric.measured_in):
                found.append(Missing(("metrics", key, "measured_in")))
        for node, (key, sends) in enumerate(zip(stack.tools, sending(graph, sends_any_marketing), strict=True)):
            if sends == UNKNOWN_TRUTH and graph.used[node]:
                found.append(Missing(("tools", key, "sends")))
            if graph.used[node] and not graph.sure[node]:
                found.append(Missing(("tools", key, "status")))
        found.extend(Missing(("flows", graph.flow_id(number), "status")) for number in graph.unsteady)
        return tuple(found)


def _missing(graph: StackGraph, needs: _Needs, flow: Flow, ways: list[_Way]) -> Iterator[Missing]:
    """What would say whether people are lost on a flow."""
    stack, open_ways = graph.stack, [way for way in ways if way.truth != FALSE]
    if runs(flow) == UNKNOWN_TRUTH:
        yield Missing(("flows", flow.id, "status"))
    for way in open_ways:
        for tool in (way.source, stack.tools[way.target]):
            if in_use(tool) == UNKNOWN_TRUTH:
                yield Missing(("tools", tool.id, "status"))
        if way.broken == UNKNOWN_TRUTH:
            yield from _about_key(flow, way.source)
    needed = [way.needed for way in open_ways]
    if UNKNOWN_TRUTH in needed:
        if needs.signalled(flow) == UNKNOWN_TRUTH:
            yield Missing(("flows", flow.id, "signals"))
        yield from needs.doubts
    elif FALSE_AS_LISTED in needed:
        yield from whether_whole(stack, "metrics", "flows", "tools")


def _about_key(flow: Flow, source: Tool) -> Iterator[Missing]:
    if not is_stated(flow.key):
        yield Missing(("flows", flow.id, "key"))
    if is_open(source.keys):
        yield Missing(("tools", source.id, "keys"))
    if has_capability(source, _JOINS) == UNKNOWN_TRUTH:
        yield Missing(("tools", source.id, "capabilities"))
