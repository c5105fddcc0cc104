"""Who writes what: fields that several tools write, and records that two tools change in each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import compress, islice
from operator import itemgetter
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import covers, in_use, named, runs, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.graph import StackGraph
from stackaudit.graph.owners import ANY_FIELD, any_ownerless, ownerless, told_apart
from stackaudit.graph.writers import Written
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["two_way_without_truth", "two_writers"]

_ADDED: Final = ("event", "page_view")
"""Kinds of records that are added and never changed: two sources of them do not overwrite each other."""
_NOTHING: Final = Written("", "", (), ())
_SEVERAL: Final = 2
_MOST_FLOWS: Final = 5


# -- several writers -------------------------------------------------------------------------------------------------


@check("tool", "record", "sources", "count")
def two_writers(view: View) -> Iterator[Verdict]:
    """For each tool and kind of record that flows bring: is there a field that several tools write, without precedence?

    Precedence is a system of record for the field, or a conflict rule of the flows: of several writers, one without a
    rule is no contest. Values: the ``tool``, the fields and kind of ``record``, the ``sources`` and their ``count``.
    """
    graph, paths = view.graph, view.graph.columns.paths("tool")
    # The kinds of records that each tool gets, by tool, in the order in which flows bring them.
    brought = dict.fromkeys(zip(graph.heads, _written(graph), strict=True))
    kinds = sorted(((node, name) for node, name in brought if name is not None), key=_node)
    last = 0
    for target in _contested(graph):
        start, stop = (bisect_left(kinds, node, last, key=_node) for node in (target.node, target.node + 1))
        yield from view.alike_by_topic(Outcome.CLEAR, ((paths[node], name) for node, name in kinds[last:start]))
        last = stop
        rows: dict[str, dict[str, Written]] = {}
        for one in graph.writers().get(graph.nodes[target.node], ()):
            rows.setdefault(one.object, {})[one.field] = one
        for name, by_field in rows.items():
            if not _is_added(name):
                yield target.verdict(name, by_field, rows.get("", {}) if name else {})
    yield from view.alike_by_topic(Outcome.CLEAR, ((paths[node], name) for node, name in kinds[last:]))


_node: Final = itemgetter(0)


def _contested(graph: StackGraph) -> Iterator[_Target]:
    """The tools into which more than one place can write without a rule."""
    ways = Counter(compress(graph.heads, map(FALSE.__ne__, _ruleless(graph))))
    for node in range(len(graph.stack.tools)):
        if ways[node] >= _SEVERAL or graph.open_in[node]:
            target = _Target(graph, node)
            if not target.has_one_writer():
                yield target


def _written(graph: StackGraph) -> list[str | None]:
    """For each edge, the kind of records that it changes, empty for one nobody knows; None where it changes none."""

    def changes(moved: Any, fields: Any) -> str | None:
        name = str(moved) if is_stated(moved) else ""
        writes = moved is not NONE and not _is_added(name) and (is_open(fields) or listed(fields))
        return name if writes else None

    return graph.of_all_edges(changes, "object", "fields", otherwise=None)


class _Contest(NamedTuple):
    """A field that several tools write, or may: who owns it, and the flows that name it."""

    field: str
    owner: Truth
    truth: Truth
    sure: tuple[int, ...]
    named: tuple[int, ...]


class _Target:
    """A tool that records are written into, and from where flows that nobody listed could write into it."""

    def __init__(self, graph: StackGraph, node: int) -> None:
        self.graph = graph
        self.node = node
        self.ruleless = _ruleless(graph)

    @cached_property
    def strangers(self) -> frozenset[str]:
        """Two places, or all there are, from which a flow that nobody listed could lead here."""
        graph, stack = self.graph, self.graph.stack
        if not graph.open_in[self.node]:
            return frozenset()
        if not (stack.is_complete("tools") and stack.is_complete("capture_points")):
            return frozenset({"one that nobody listed", "another"})
        free = (graph.nodes[node] for node, is_free in enumerate(graph.open_out) if is_free and node != self.node)
        return frozenset(islice(free, _SEVERAL))

    def has_one_writer(self) -> bool:
        """Whether at most one place can write here without a rule, whatever it writes: then nothing is contested."""
        graph = self.graph
        return len(self._sources(graph.into[self.node]) | self.strangers) < _SEVERAL

    def verdict(self, name: str, rows: dict[str, Written], strays: dict[str, Written]) -> Verdict:
        """What is to be said of a kind of record; ``strays`` are the flows of which nobody knows what they move."""
        graph, tool = self.graph, self.graph.nodes[self.node]
        anywhere = [edge for held in (rows, strays) if ANY_FIELD in held for edge in held[ANY_FIELD].maybe]
        contests = list(self._contests(name, rows, strays, anywhere))
        outcome = outcome_of(any_of(one.truth for one in contests))
        element = (f"tools.{tool}",)
        if outcome is Outcome.UNKNOWN:
            return Verdict(element, outcome, name, missing=nearest_first(self._missing(contests, anywhere)))
        if outcome is not Outcome.FLAGGED:
            return Verdict(element, outcome, name)
        proved = [one for one in contests if one.truth == TRUE]
        edges = {edge: None for one in proved for edge in one.sure if self.ruleless[edge] == TRUE}
        flows = list(dict.fromkeys(graph.edges[edge].ref for edge in edges))
        keys = [flow.partition(".")[2] for flow in flows[:_MOST_FLOWS]]
        sources = list(dict.fromkeys(graph.edges[edge].source for edge in edges))
        return Verdict(
            element,
            outcome,
            name,
            facts=(
                *(FactRef("flows", key, "fields") for key in keys),
                *(FactRef("flows", key, "conflict_rule") for key in keys),
                FactRef("systems_of_record"),
            ),
            values={
                "tool": graph.stack.tools[tool].title,
                "record": _of(name, [one.field for one in proved]),
                "sources": named(graph.element(graph.index[source]).title for source in sources),
                "count": str(len(sources)),
            },
            related=tuple(flows),
        )

    def _contests(
        self, name: str, rows: dict[str, Written], strays: dict[str, Written], anywhere: list[int]
    ) -> Iterator[_Contest]:
        """Each field that several tools write or may write, also such as nobody listed."""
        open_sources = self._sources(anywhere)
        for one in dict.fromkeys((*rows, *strays, ANY_FIELD)):
            owner = any_ownerless(self.graph, name) if one == ANY_FIELD else ownerless(self.graph, name, one)
            if owner == FALSE:
                continue
            row, stray = rows.get(one, _NOTHING), strays.get(one, _NOTHING)
            writing = (*row.sure, *row.maybe, *stray.maybe)
            sure = [edge for edge in row.sure if self.ruleless[edge] == TRUE]
            possible = self._sources(writing) | open_sources
            if len(self._sources(sure)) >= _SEVERAL:
                truth = owner
            elif len(possible) >= _SEVERAL:
                truth = UNKNOWN_TRUTH
            else:
                truth = FALSE_AS_LISTED if len(possible | self.strangers) >= _SEVERAL else FALSE
            yield _Contest(one, owner, truth, row.sure, writing)

    def _sources(self, edges: Iterable[int]) -> set[str]:
        """Two of the places, or all there are, from which flows come that may have no conflict rule."""
        found: set[str] = set()
        for edge in edges:
            if self.ruleless[edge] != FALSE:
                found.add(self.graph.edges[edge].source)
                if len(found) == _SEVERAL:
                    break
        return found

    def _missing(self, contests: list[_Contest], anywhere: list[int]) -> Iterator[Missing]:
        open_ones = [one for one in contests if one.truth == UNKNOWN_TRUTH]
        if not open_ones:
            yield from whether_whole(self.graph.stack, "flows", "tools", "capture_points")
            return
        if any(one.owner == UNKNOWN_TRUTH for one in open_ones):
            yield Missing(("systems_of_record",))
        for edge in dict.fromkeys((*(edge for one in open_ones for edge in one.named), *anywhere)):
            if self.ruleless[edge] != FALSE:
                yield from self._about(edge)

    def _about(self, number: int) -> Iterator[Missing]:
        """What is not known of a flow that may write here."""
        graph, edge = self.graph, self.graph.edges[number]
        flow = graph.flows_of_edges[number]
        key = flow.id
        if not is_stated(flow.object):
            yield Missing(("flows", key, "object"))
        if is_open(flow.fields):
            yield Missing(("flows", key, "fields"))
        if self.ruleless[number] == UNKNOWN_TRUTH:
            yield Missing(("flows", key, "conflict_rule"))
        if edge.certain:
            return
        if not graph.steady[number]:
            yield Missing(("flows", key, "status"))
        for end in (graph.tails[number], graph.heads[number]):
            if not graph.sure[end]:
                yield Missing(("tools", graph.nodes[end], "status"))


def _ruleless(graph: StackGraph) -> list[Truth]:
    """For each edge, whether it is a flow of which nothing says whose value wins."""
    return graph.once((_ruleless,), lambda: graph.of_all_edges(_without_rule, "conflict_rule", otherwise=FALSE))


# -- both ways -------------------------------------------------------------------------------------------------------


@check("record", "tools")
def two_way_without_truth(view: View) -> Iterator[Verdict]:
    """For each flow that goes both ways: is it said for what it moves which side wins?

    Values: the fields and kind of ``record`` that have no owner, and the two ``tools``.
    """
    graph, stack = view.graph, view.stack
    for key, flow in stack.flows.items():
        if flow.between is None:
            continue
        ends = [stack.tools[end] for end in flow.between]
        applies = all_of((runs(flow), in_use(ends[0]), in_use(ends[1]), _changes(flow)))
        rule = ruleless(flow)
        owner = _unowned(graph, flow) if FALSE not in (applies, rule) else FALSE
        outcome = outcome_of(all_of((applies, rule, owner)), applies)
        element = (f"flows.{key}",)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(element, outcome, missing=tuple(_about_both_ways(graph, flow, ends, owner)))
        elif outcome is Outcome.FLAGGED:
            name = str(flow.object)
            unowned = [one for one in listed(flow.fields) if ownerless(graph, name, one) == TRUE]
            yield Verdict(
                element,
                outcome,
                facts=(
                    *(FactRef("flows", key, one) for one in ("conflict_rule", "between", "object")),
                    FactRef("systems_of_record"),
                ),
                values={"record": _of(name, unowned), "tools": named(end.title for end in ends)},
                related=tuple(f"tools.{end.id}" for end in ends),
            )
        else:
            yield Verdict(element, outcome)


def _about_both_ways(graph: StackGraph, flow: Flow, ends: list[Tool], owner: Truth) -> Iterator[Missing]:
    """What is not known of a flow that goes both ways."""
    if _names_unknown(graph, flow):
        yield Missing(("systems_of_record",))
    facts = {
        "status": runs(flow) != UNKNOWN_TRUTH,
        "object": is_stated(flow.object),
        "conflict_rule": ruleless(flow) != UNKNOWN_TRUTH,
        "fields": not is_open(flow.fields) or owner != UNKNOWN_TRUTH,
    }
    yield from (Missing(("flows", flow.id, name)) for name, is_known in facts.items() if not is_known)
    yield from (Missing(("tools", end.id, "status")) for end in ends if in_use(end) == UNKNOWN_TRUTH)


def _changes(flow: Flow) -> Truth:
    """Whether a flow moves records that are changed, and not only added."""
    if not is_stated(flow.object):
        return UNKNOWN_TRUTH
    return of(flow.object is not NONE and not _is_added(str(flow.object)))


def _unowned(graph: StackGraph, flow: Flow) -> Truth:
    """Whether some field that a flow writes has no system of record; the records as a whole where it names none."""
    if not is_stated(flow.object):
        return UNKNOWN_TRUTH
    name, fields = str(flow.object), listed(flow.fields)
    named_ones = any_of(ownerless(graph, name, one) for one in fields)
    if not is_open(flow.fields):
        return named_ones if fields else ownerless(graph, name, ANY_FIELD)
    anything = any_ownerless(graph, name)
    if not fields:  # any field, or none: nothing is left to know where all of them, or none, have an owner
        everything = all_of(ownerless(graph, name, one) for one in told_apart(graph, name))
        return everything if everything == anything else UNKNOWN_TRUTH
    return any_of((named_ones, FALSE if anything == FALSE else UNKNOWN_TRUTH))


def _names_unknown(graph: StackGraph, flow: Flow) -> bool:
    """Whether it is open which tool has the last word for something that a flow may write."""
    owners = graph.stack.systems_of_record
    if owners is None or owners is UNKNOWN or not is_stated(flow.object):
        return owners is None or owners is UNKNOWN
    name = str(flow.object)
    judged = told_apart(graph, name) if is_open(flow.fields) else listed(flow.fields) or (ANY_FIELD,)
    return any(ownerless(graph, name, one) == UNKNOWN_TRUTH for one in judged)


# -- precedence ------------------------------------------------------------------------------------------------------


def ruleless(flow: Flow) -> Truth:
    """Whether nothing is said of a flow as to whose value wins."""
    return _without_rule(flow.conflict_rule)


def _without_rule(rule: Any) -> Truth:
    return UNKNOWN_TRUTH if rule is None or rule is UNKNOWN else of(rule is NONE)


def _is_added(name: str) -> bool:
    return any(covers(one, name) for one in _ADDED)


def _of(name: str, fields: Iterable[str]) -> str:
    """What is written, in words: ``email and stage of contact``, or the kind of record alone."""
    words = named(one for one in fields if one != ANY_FIELD)
    return f"{words} of {name}" if words else name
