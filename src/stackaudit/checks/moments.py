"""How long what a customer does takes to get to the tool that answers it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import inf
from sys import float_info
from typing import NamedTuple

from stackaudit.checks.clauses import Clause, judged
from stackaudit.checks.reading import in_use, unlisted_links
from stackaudit.checks.timing import slow_facts, time_in_words
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.checks.ways import along, nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph.facts import holds
from stackaudit.graph.nearest import Nearest, Times
from stackaudit.graph.signals import CarriedGraph
from stackaudit.model.elements import Automation, Flow
from stackaudit.model.values import NONE, is_open, is_stated, listed, seconds
from stackaudit.model.words import Moment
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["event_too_late"]


@check("automation", "tool", "event", "place", "delay", "limit", "whose")
def event_too_late(view: View) -> Iterator[Verdict]:
    """For each automation that answers what a customer did: does the event get to its tool in time?

    Values: the automation, its tool, the event, where it happens, the limit, and the time where it gets there at all.
    """
    events = _Events(view)
    for key, automation in view.stack.automations.items():
        element = (f"automations.{key}",)
        limit = _limit(view, automation)
        given = (*_given(view, automation), Clause(limit.truth, (), limit.missing))
        if any(clause.truth == FALSE for clause in given):
            yield Verdict(element, Outcome.NOT_APPLICABLE)
            continue
        ways = tuple(events.ways(automation, limit))
        late = events.late(automation, limit, ways)
        outcome, missing = judged(given, (late,))
        if outcome in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            yield events.finding(automation, limit, outcome, ways)
        else:
            yield Verdict(element, outcome, missing=missing)


class _Limit(NamedTuple):
    """How late an event may be in seconds: the least and the most that the limit can be, and whether there is one."""

    least: float
    most: float
    truth: Truth
    fact: FactRef
    missing: tuple[Missing, ...] = ()


def _limit(view: View, automation: Automation) -> _Limit:
    """The limit of an automation: its own, else the usual one of what it answers."""
    usual = {str(moment): float(seconds(str(view.parameters[moment]))) for moment in Moment}
    own, answers = automation.max_delay, automation.answers
    route = ("automations", automation.id)
    if isinstance(own, str) and is_stated(own) and own is not NONE:
        length = float(seconds(own))
        return _Limit(length, length, TRUE, FactRef(*route, "max_delay"))
    fact, asked = FactRef(*route, "answers"), Missing((*route, "answers"))
    if own is not None and own is not NONE:
        there = of(answers is not NONE) if is_stated(answers) else UNKNOWN_TRUTH
        both = (Missing((*route, "max_delay")), *(() if is_stated(answers) else (asked,)))
        return _Limit(0, float_info.max, any_of((there, UNKNOWN_TRUTH)), fact, both)
    if not is_stated(answers):
        return _Limit(min(usual.values()), max(usual.values()), UNKNOWN_TRUTH, fact, (asked,))
    if answers is NONE:
        return _Limit(0, inf, FALSE, fact)
    return _Limit(usual[str(answers)], usual[str(answers)], TRUE, fact)


def _given(view: View, automation: Automation) -> Iterator[Clause]:
    """Whether an automation runs in a tool in use, and starts with an event that is recorded."""
    route = ("automations", automation.id)
    held = automation.tool
    if held is NONE or (isinstance(held, str) and is_stated(held)):
        tool = view.stack.tools.get(held)
        yield Clause(FALSE if tool is None else in_use(tool), (), (Missing(("tools", str(held), "status")),))
    else:
        yield Clause(UNKNOWN_TRUTH, (), (Missing((*route, "tool")),))
    event = automation.event
    yield Clause(of(event is not NONE) if is_stated(event) else UNKNOWN_TRUTH, (), (Missing((*route, "event")),))


class _Way(NamedTuple):
    """The way of an event from a place where it happens to the tool that answers it, and whether it is too slow."""

    place: int
    times: Times
    truth: Truth

    @property
    def slowness(self) -> float:
        """How long it takes at least; without end where there is no way."""
        least = self.times.times[self.place].least
        return inf if least is None else least


class _Events:
    """The ways of each event to each tool that answers it, worked out once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._nearest: dict[str | None, Nearest] = {}
        self._times: dict[tuple[str | None, str], Times] = {}

    def ways(self, automation: Automation, limit: _Limit) -> Iterator[_Way]:
        """The ways from each tool in which the event happens, where that may be in use."""
        graph = self.view.graph
        tool = automation.tool
        if not isinstance(tool, str) or tool not in self.view.stack.tools:
            return
        event = automation.event if is_stated(automation.event) else None
        times = self._times_of(None if event is None else str(event), tool)
        for name in listed(automation.happens_in):
            node = graph.index[name]
            if graph.used[node]:
                yield _Way(node, times, _longer(times, node, limit))

    def _times_of(self, event: str | None, tool: str) -> Times:
        if (event, tool) not in self._times:
            graph = self.view.graph
            if event not in self._nearest:
                self._nearest[event] = Nearest(CarriedGraph(graph, "events", partial(_passes, event)))
            ends = [TRUE if name == tool else FALSE for name in graph.nodes]
            self._times[event, tool] = self._nearest[event].times(ends)
        return self._times[event, tool]

    def late(self, automation: Automation, limit: _Limit, ways: tuple[_Way, ...]) -> Clause:
        """Whether the event takes too long from some place where it happens; what to ask where that is open."""
        graph = self.view.graph
        tool_is_known = isinstance(automation.tool, str) and is_stated(automation.tool)
        truths: list[Truth] = []
        asked: list[Missing] = []
        for way in ways:
            used = TRUE if graph.sure[way.place] else UNKNOWN_TRUTH
            truth = all_of((used, way.truth))
            truths.append(truth)
            if truth in {TRUE, FALSE}:
                continue
            if used != TRUE:
                asked.append(Missing(("tools", graph.nodes[way.place], "status")))
            if way.truth == UNKNOWN_TRUTH:
                asked.extend(one for one in along(way.times, way.place) if self._is_open(one))
                asked.extend(limit.missing)
            elif way.truth != TRUE:
                asked.extend(unlisted_links(self.view.stack))
        happens_in = automation.happens_in
        if is_open(happens_in):
            truths.append(UNKNOWN_TRUTH)
            asked.append(Missing(("automations", automation.id, "happens_in")))
        elif not tool_is_known and listed(happens_in):
            truths.append(UNKNOWN_TRUTH)  # of a tool that nobody named, only the name is asked for
        return Clause(any_of(truths), (), nearest_first(asked))

    def _is_open(self, asked: Missing) -> bool:
        """Whether a fact is missing; the events of a flow may be known where that of the automation is not."""
        collection, key, name = asked.route
        return (collection, name) != ("flows", "events") or is_open(self.view.stack.flows[key].events)

    def finding(self, automation: Automation, limit: _Limit, outcome: Outcome, ways: tuple[_Way, ...]) -> Verdict:
        """The verdict of an automation whose event comes too late: of the slowest way that proves it."""
        stack, graph = self.view.stack, self.view.graph
        sure = [
            way for way in ways if way.truth not in {FALSE, FALSE_AS_LISTED, UNKNOWN_TRUTH} and graph.sure[way.place]
        ]
        proving = [way for way in sure if way.truth == TRUE] if outcome is Outcome.FLAGGED else sure
        slowest = max(proving, key=lambda way: way.slowness)
        path = slowest.times.path(slowest.place)
        time = slowest.times.times[slowest.place]
        never = time.at_large is None or (outcome is Outcome.SUSPECTED and time.least is None)
        delay = "" if never else time_in_words(slowest.slowness, inf if time.most is None else time.most, limit.most)
        tool, place = stack.tools[str(automation.tool)], graph.nodes[slowest.place]
        route = ("automations", automation.id)
        return Verdict(
            (f"automations.{automation.id}",),
            outcome,
            facts=(
                *slow_facts(stack, path),
                limit.fact,
                FactRef(*route, "happens_in"),
                FactRef(*route, "event"),
                *(() if path else (FactRef("flows"),)),
            ),
            missing=unlisted_links(stack) if outcome is Outcome.SUSPECTED else (),
            values={
                "automation": automation.title,
                "tool": tool.title,
                "event": str(automation.event),
                "place": stack.tools[place].title,
                "delay": delay,
                "limit": "" if limit.least != limit.most else time_in_words(limit.least, limit.most),
                "whose": "its own" if limit.fact.field == "max_delay" else "the rule's",
            },
            path=path,
            related=tuple(dict.fromkeys((f"tools.{tool.id}", f"tools.{place}", *(hop.element for hop in path)))),
        )


def _longer(times: Times, node: int, limit: _Limit) -> Truth:
    """Whether an event takes longer than a limit, whatever the limit turns out to be."""
    longest = times.times[node].longer_than(limit.most)
    if limit.least == limit.most or longest not in {FALSE, UNKNOWN_TRUTH}:
        return longest
    return FALSE if times.times[node].longer_than(limit.least) == FALSE else UNKNOWN_TRUTH


def _passes(event: str | None, flow: Flow) -> Truth:
    """Whether a flow passes an event on; of one whose name nobody has said, any flow of events may."""
    if event is None:
        return FALSE if flow.events in {NONE, ()} else UNKNOWN_TRUTH
    return holds(flow.events, (event,))
