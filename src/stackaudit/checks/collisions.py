"""Whether several teams message the same people, from several tools, and no one policy covers them all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import compress
from typing import Final, NamedTuple

from stackaudit.checks.reading import (
    carries_contacts,
    named,
    names_contacts,
    sending,
    sends_any_marketing,
    whether_whole,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.kinds import may_have_another, of_kind
from stackaudit.graph.spread import spread
from stackaudit.model.values import is_open, listed
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    WHERE_NOT_FALSE,
    WHERE_TRUE,
    Truth,
    all_of,
    is_true_as_listed,
)

__all__ = ["uncoordinated"]

_KIND: Final = "contact_policy"
_STACK: Final = ("stack",)
_TWO: Final = 2
_MOST_FACTS: Final = 12


@check("tools", "teams", "count", "source")
def uncoordinated(view: View) -> Iterator[Verdict]:
    """Do several teams market to people from one source, each from a tool of its own, and no one policy covers all?

    The red flag gets worse with each sender, flow and team, and better with each policy. So it is looked at twice: with
    the fewest of the former and most of the latter that the facts allow, and the other way round; both are completions.
    O(V + E), and for each different set of senders one step a team and a policy.

    Values: of the largest such set of senders the ``tools``, the ``teams`` that work with them, the ``count`` of the
    tools, and the ``source`` of the contacts.
    """
    mildest, worst = _Reading(view.graph, sure=True), _Reading(view.graph, sure=False)
    red, may_be = mildest.red(), worst.red()
    truth = _truth(view, worst, red, may_be)
    outcome = outcome_of(truth)
    if outcome is Outcome.CLEAR and len(worst.senders) < _TWO:
        yield Verdict(_STACK, Outcome.NOT_APPLICABLE)
    elif outcome is Outcome.UNKNOWN:
        asked = (
            _missing(view, worst, may_be)
            if may_be is not None and truth == UNKNOWN_TRUTH
            else whether_whole(view.stack, "tools", "flows")
        )
        yield Verdict(_STACK, outcome, missing=asked)
    elif is_true_as_listed(truth) and red is not None:
        yield _finding(view, mildest, red, outcome)
    else:
        yield Verdict(_STACK, outcome)


class _Group(NamedTuple):
    """Senders, as bits, to which the contacts of a source get, and that source."""

    senders: int
    source: int


def _truth(view: View, worst: _Reading, red: _Group | None, may_be: _Group | None) -> Truth:
    stack = view.stack
    if red is not None:
        return TRUE_AS_LISTED if may_have_another(stack, _KIND) else TRUE
    if may_be is not None:
        return UNKNOWN_TRUTH
    if not stack.is_complete("tools"):  # two may have been left out, with all that leads to them
        return FALSE_AS_LISTED if len(worst.everyone) >= _TWO else FALSE
    return FALSE if worst.red(more=True) is None else FALSE_AS_LISTED


class _Reading:
    """Senders, teams, policies and the ways of contacts in one completion: the mildest, or the worst."""

    def __init__(self, graph: StackGraph, *, sure: bool) -> None:
        self.graph, self.sure = graph, sure
        stack = graph.stack
        self.everyone = tuple(stack.teams) if stack.is_complete("teams") else (*stack.teams, "", " ")
        self.senders: list[int] = []
        self.teams: dict[str, int] = dict.fromkeys(self.everyone, 0)
        market = bytes(map(all_of, zip(graph.tools_in_use, sending(graph, sends_any_marketing), strict=True)))
        counting = market.translate(WHERE_TRUE if sure else WHERE_NOT_FALSE)
        for node, tool in compress(enumerate(graph.columns.elements("tool")), counting):
            names = {*listed(tool.teams), *(self.everyone if is_open(tool.teams) and not sure else ())}
            if names:
                bit = 1 << len(self.senders)
                self.senders.append(node)
                for name in names:
                    self.teams[name] |= bit
        bits = {graph.nodes[node]: 1 << number for number, node in enumerate(self.senders)}
        every = (1 << len(self.senders)) - 1
        self.policies: list[int] = []
        for _, process, truth in of_kind(stack, _KIND):
            covers = None if process is None else process.covers
            if truth == TRUE or sure:
                at_most = every if is_open(covers) and sure else 0
                self.policies.append(at_most | sum(bits.get(tool, 0) for tool in set(listed(covers))))
        self._every = every

    @cached_property
    def edges(self) -> list[int]:
        """The edges that move contacts."""
        moves = bytes(self.graph.of_flow_edges(names_contacts, "carries"))
        numbers = compress(range(len(moves)), moves.translate(WHERE_TRUE if self.sure else WHERE_NOT_FALSE))
        return [number for number in numbers if self.graph.edges[number].certain or not self.sure]

    @cached_property
    def leads(self) -> list[int]:
        """For each node, the bits of the senders to which its contacts get."""
        return self._reached(more=False)

    def _reached(self, *, more: bool) -> list[int]:
        """The same; with ``more``, by flows that nobody listed too."""
        graph = self.graph
        size = len(graph.nodes)
        before: list[list[int]] = [[] for _ in range(size + 1)]
        for number in self.edges:
            before[graph.heads[number]].append(graph.tails[number])
        if more:  # every node from which something may leave gets to every one that something may enter
            before[size] = [node for node in range(size) if graph.open_out[node]]
            for node in range(size):
                if graph.open_in[node]:
                    before[node].append(size)
        seeds = [0] * (size + 1)
        for number, node in enumerate(self.senders):
            seeds[node] = 1 << number
        found = spread(before, seeds)
        points_may_be_new = more and not graph.stack.is_complete("capture_points")
        return found if points_may_be_new else found[:size]

    def red(self, *, more: bool = False) -> _Group | None:
        """The largest set of senders that makes the red flag, and the first source from which contacts get to it."""
        if not self._is_red(self._every):  # nor do fewer of them
            return None
        best: _Group | None = None
        known: dict[int, bool] = {}
        for node, senders in enumerate(self._reached(more=True) if more else self.leads):
            if best is not None and senders.bit_count() <= best.senders.bit_count():
                continue
            if senders not in known:
                known[senders] = self._is_red(senders)
            if known[senders]:
                best = _Group(senders, node)
        return best

    def _is_red(self, senders: int) -> bool:
        if senders.bit_count() < _TWO or any(senders & ~policy == 0 for policy in self.policies):
            return False
        return sum(1 for members in self.teams.values() if members & senders) >= _TWO

    def members(self, group: _Group) -> list[int]:
        """The senders of a group, as nodes in the order of the file."""
        return [node for number, node in enumerate(self.senders) if group.senders >> number & 1]

    def ways(self, group: _Group) -> list[int]:
        """The edges by which contacts get from the source of a group to its senders, the nearest first."""
        graph, kept = self.graph, set(self.edges)
        leads = self.leads
        seen, queue, found = {group.source}, [group.source], list[int]()
        for node in queue:
            for number in graph.out[node]:
                head = graph.heads[number]
                if number in kept and leads[head]:
                    found.append(number)
                    if head not in seen:
                        seen.add(head)
                        queue.append(head)
        return found

    def source(self, group: _Group) -> int:
        """Of the nodes from which contacts get to the same senders, the one with the most ways out to them."""
        graph, leads = self.graph, self.leads
        ways: dict[int, set[int]] = {}
        for number in self.edges:
            tail, head = graph.tails[number], graph.heads[number]
            if leads[tail] == group.senders and leads[head]:
                ways.setdefault(tail, set()).add(head)
        return max(ways, key=lambda node: (len(ways[node]), -node))


def _finding(view: View, reading: _Reading, red: _Group, outcome: Outcome) -> Verdict:
    stack, graph = view.stack, view.graph
    group = red._replace(source=reading.source(red))
    keys = [graph.nodes[node] for node in reading.members(group)]
    flows = list(dict.fromkeys(graph.flow_id(number) for number in reading.ways(group)))
    teams = dict.fromkeys(team for key in keys for team in listed(stack.tools[key].teams))
    policies = [key for key, process, _ in of_kind(stack, _KIND) if process is not None]
    facts = (
        *(FactRef("tools", key, name) for key in keys for name in ("teams", "sends")),
        *(FactRef("flows", key, "carries") for key in flows),
        *(FactRef("processes", key, "covers") for key in policies),
    )
    return Verdict(
        _STACK,
        outcome,
        facts=(*facts[:_MOST_FACTS], *(() if policies else (FactRef("processes"),))),
        missing=whether_whole(stack, "processes") if outcome is Outcome.SUSPECTED else (),
        values={
            "tools": named(stack.tools[key].title for key in keys),
            "teams": named(stack.teams[team].title for team in teams),
            "count": str(len(keys)),
            "source": graph.element(group.source).title,
        },
        related=(
            *(f"tools.{key}" for key in keys[:_MOST_FACTS]),
            graph.path_of(group.source),
            *(f"flows.{key}" for key in flows[:_MOST_FACTS]),
        ),
    )


def _missing(view: View, worst: _Reading, may_be: _Group) -> tuple[Missing, ...]:
    return nearest_first(_asked(view, worst, may_be))


def _asked(view: View, worst: _Reading, may_be: _Group) -> Iterator[Missing]:
    """The facts that would say whether the largest set of senders that may make the red flag does."""
    for node in worst.members(may_be):
        key, tool = view.graph.nodes[node], view.stack.tools[view.graph.nodes[node]]
        if sends_any_marketing(tool) != TRUE:
            yield Missing(("tools", key, "sends"))
        if is_open(tool.teams):
            yield Missing(("tools", key, "teams"))
    for key, process, truth in of_kind(view.stack, _KIND):
        if truth != TRUE:
            yield Missing(("processes", key) if process is None else ("processes", key, "kind"))
        if process is not None and is_open(process.covers):
            yield Missing(("processes", key, "covers"))
    yield from _of_ways(view.graph, worst.ways(may_be), may_be.source)


def _of_ways(graph: StackGraph, ways: list[int], source: int) -> Iterator[Missing]:
    """The facts that would say whether contacts get along some edges."""
    ends = (end for number in ways for end in (graph.tails[number], graph.heads[number]))
    for node in dict.fromkeys((source, *ends)):
        if not graph.sure[node]:
            yield Missing(("tools", graph.nodes[node], "status"))
    for number in ways:
        flow = graph.flows_of_edges[number]
        if not graph.steady[number]:
            yield Missing(("flows", flow.id, "status"))
        if carries_contacts(flow) != TRUE:
            yield Missing(("flows", flow.id, "carries"))
