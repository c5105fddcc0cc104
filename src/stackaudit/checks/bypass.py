"""Data about people that gets to advertising or analytics round the check of consent that holds for other ways."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from stackaudit.checks.alike import all_but, in_turn
from stackaudit.checks.reading import (
    capable,
    carries_personal,
    classes_missing,
    in_use,
    moves_by,
    names_personal,
    runs,
    stated_yes,
    unlisted_links,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome
from stackaudit.frozen import dataclass
from stackaudit.graph.checked import Checked
from stackaudit.graph.contrast import Others, checked_by_others, nearest_check, nearest_unchecked
from stackaudit.graph.reach import hop
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

__all__ = ["round_the_check"]


@check("flow", "source", "target", "other")
def round_the_check(view: View) -> Iterator[Verdict]:
    """For each flow into advertising or analytics that checks nothing: does the same data get there by a checked way?

    Values: the flow, the tool whose data gets there both ways, the target, and the flow by which it comes checked.
    """
    graph = view.graph
    kinds = capable(graph, view.parameters["capabilities"])
    checked = _checked(view, kinds)
    edges: dict[int, list[_Edge]] = {}
    for node, wanted in enumerate(kinds):
        if wanted != FALSE and graph.used[node]:
            for edge in _into(view, checked, node, wanted):
                edges.setdefault(graph.flow_numbers[edge.number], []).append(edge)
    ids, paths = graph.columns.of("flow", "id"), graph.columns.paths("flow")
    for plain, number in in_turn(view, paths, all_but(edges, len(paths), Outcome.NOT_APPLICABLE)):
        yield from plain
        if number is None:
            continue
        key = ids[number]
        element, ways = (f"flows.{key}",), edges[number]
        outcome = outcome_of(any_of(way.truth for way in ways), any_of(way.applies for way in ways))
        if outcome is Outcome.UNKNOWN:
            asked = (one for way in ways if way.truth != FALSE for one in _missing(view, checked, key, way))
            yield Verdict(element, outcome, missing=tuple(dict.fromkeys(asked)))
        elif outcome in {Outcome.FLAGGED, Outcome.SUSPECTED}:
            way = next(way for way in ways if is_true_as_listed(way.truth))
            yield _finding(view, checked, key, way)._replace(
                outcome=outcome,
                missing=() if outcome is Outcome.FLAGGED else unlisted_links(view.stack),
            )
        else:
            yield Verdict(element, outcome)


def _checked(view: View, kinds: Sequence[Truth]) -> Checked:
    """Data about people, up to the first target on its way: what comes back out of one is not followed."""
    graph, stack = view.graph, view.stack
    targets = [node for node, wanted in enumerate(kinds) if wanted != FALSE and graph.used[node]]
    return Checked(
        graph, lambda classes: names_personal(stack, classes), stated_yes, graph.of_nodes(kinds, FALSE), targets
    )


# -- contrasts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge into a target: the truth of the red flag, of its precondition, and of each of its own conditions.

    ``contrast`` says whether the same data comes by a checked way, if this edge is an unchecked one; ``witnesses`` are
    the nodes whose data certainly does.
    """

    number: int
    wanted: Truth
    remote: Truth
    contrast: Truth
    witnesses: int
    applies: Truth
    truth: Truth


def _into(view: View, checked: Checked, target: int, wanted: Truth) -> Iterator[_Edge]:
    """The edges into a target that may move data about people there."""
    graph = view.graph
    numbers = [
        number for number in graph.into[target] if checked.moves[number] != FALSE and graph.tails[number] != target
    ]
    others: list[Others] = []
    not_its_own = ~checked.bits[target]
    for place, number in enumerate(numbers):
        tail, flow = graph.tails[number], graph.flows_of_edges[number]
        device = moves_by(flow.method, view.parameters["methods"])
        status = all_of(TRUE if graph.sure[node] else UNKNOWN_TRUTH for node in (tail, target))
        applies = all_of((wanted, negate(device), checked.moves[number], status))
        open_way = negate(checked.gated[number])
        if FALSE in (applies, open_way):
            yield _Edge(number, wanted, negate(device), FALSE, 0, applies, FALSE)
            continue
        others = others or checked_by_others(checked, target, numbers)
        other, own = others[place], checked.unchecked[tail] & not_its_own
        witnesses = own & other.listed
        if own & other.proved:
            contrast, witnesses = TRUE, own & other.proved
        elif witnesses:
            contrast = TRUE_AS_LISTED
        elif checked.perhaps_unchecked[tail] & other.possible & not_its_own:
            contrast = UNKNOWN_TRUTH
        else:
            large = checked.unchecked_at_large[tail] & other.at_large & not_its_own
            contrast = FALSE_AS_LISTED if large else FALSE
        yield _Edge(number, wanted, negate(device), contrast, witnesses, applies, all_of((applies, open_way, contrast)))


# -- findings and questions --------------------------------------------------------------------------------------------


def _finding(view: View, checked: Checked, key: str, way: _Edge) -> Verdict:
    graph = view.graph
    target = graph.heads[way.number]
    source, before = nearest_unchecked(checked, graph.tails[way.number], way.witnesses)
    hops = [*before, way.number]
    flows = [graph.flow_id(number) for number in reversed(hops)]
    bit = checked.bits[source]
    closed = next(
        number
        for number in graph.into[target]
        if number != way.number
        and checked.surely[number]
        and bit & checked.certain[graph.tails[number]]
        and (checked.gated[number] == TRUE or not bit & checked.perhaps_unchecked[graph.tails[number]])
    )
    other = graph.flows_of_edges[closed]
    gate = closed if checked.gated[closed] == TRUE else nearest_check(checked, source, graph.tails[closed])
    return Verdict(
        (f"flows.{key}",),
        Outcome.FLAGGED,
        facts=(
            FactRef("flows", key, "consent_gated"),
            FactRef("flows", graph.flow_id(gate), "consent_gated"),
            *(FactRef("flows", flow, "consent_gated") for flow in flows[1:]),
            *(FactRef("flows", flow, "carries") for flow in (*flows, other.id)),
            FactRef("tools", graph.nodes[target], "capabilities"),
        ),
        values=MappingProxyType(
            {
                "flow": view.stack.flows[key].title,
                "source": graph.element(source).title,
                "target": graph.element(target).title,
                "other": other.title,
            }
        ),
        path=tuple(hop(graph, number) for number in hops) if before else (),
        related=tuple(
            dict.fromkeys(
                (
                    f"tools.{graph.nodes[target]}",
                    graph.path_of(source),
                    f"flows.{other.id}",
                    *(f"flows.{one}" for one in flows[1:]),
                )
            )
        ),
    )


def _missing(view: View, checked: Checked, key: str, way: _Edge) -> Iterator[Missing]:
    """What would decide it: first whether the flow itself checks, then what it is, then what comes by other ways."""
    graph = view.graph
    target = graph.nodes[graph.heads[way.number]]
    if checked.gated[way.number] != FALSE:
        yield Missing(("flows", key, "consent_gated"))
        return
    own = [*_whether_moves(view, checked, way.number)]
    if in_use(view.stack.tools[target]) != TRUE:
        own.append(Missing(("tools", target, "status")))
    if way.wanted != TRUE:
        own.append(Missing(("tools", target, "capabilities")))
    if way.remote != TRUE:
        own.append(Missing(("flows", key, "method")))
    if own:
        yield from own
    elif way.contrast == UNKNOWN_TRUTH:
        yield from nearest_first(_upstream(view, checked, way))
    else:
        yield from unlisted_links(view.stack)


def _whether_moves(view: View, checked: Checked, number: int) -> Iterator[Missing]:
    """What would say whether an edge moves data about people, of its flow and of the tool that it comes from."""
    graph = checked.graph
    tail = graph.tails[number]
    if checked.moves[number] == TRUE and graph.sure[tail]:
        return
    flow = graph.flows_of_edges[number]
    key = flow.id
    if carries_personal(view.stack, flow) != TRUE:
        yield from classes_missing(view.stack, ("flows", key, "carries"), flow.carries)
    if runs(flow) != TRUE:
        yield Missing(("flows", key, "status"))
    if not graph.sure[tail]:
        yield Missing(("tools", graph.nodes[tail], "status"))


def _upstream(view: View, checked: Checked, way: _Edge) -> Iterator[Missing]:
    """The open facts on ways by which data that may come both ways gets to the target, the nearest ones first."""
    graph = view.graph
    tail, target = graph.tails[way.number], graph.heads[way.number]
    relevant = checked.perhaps_unchecked[tail] & ~checked.bits[target]
    queue, seen = deque([target]), {target}
    while queue:
        for number in graph.into[queue.popleft()]:
            before = graph.tails[number]
            if before in seen and not checked.doubtful[number]:
                continue
            if checked.moves[number] == FALSE or not checked.possible[before] & relevant:
                continue
            yield from _whether_moves(view, checked, number)
            if checked.ends[before] == UNKNOWN_TRUTH and checked.possible[before] & relevant & ~checked.bits[before]:
                yield Missing(("tools", graph.nodes[before], "capabilities"))
            if checked.gated[number] == UNKNOWN_TRUTH:
                yield Missing(("flows", graph.flow_id(number), "consent_gated"))
            if before not in seen:
                seen.add(before)
                queue.append(before)
