"""Whether what people chose about advertising gets to the platforms that hold audiences of them, and in time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.clauses import Clause
from stackaudit.checks.consent_mode import tags_without_parameters
from stackaudit.checks.delays import Delays, Worst
from stackaudit.checks.opt_outs import Candidates, OptOuts, Sender, bits_of
from stackaudit.checks.reading import (
    capable,
    captures,
    carries_personal,
    classes_missing,
    has_capability,
    holds,
    in_use,
    moves_by,
    runs,
    says,
    unlisted_links,
    whether_whole,
)
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.timing import slow_facts, time_in_words
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.frozen import dataclass
from stackaudit.graph.signals import ChoiceGraph, SignalGraph
from stackaudit.model.elements import CapturePoint, Company, Flow, Tool
from stackaudit.model.values import DAY, business_days_in_calendar, is_open, listed
from stackaudit.model.words import Capability, Channel, UsState
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true,
    is_true_as_listed,
    negate,
)

__all__ = ["choices_reach_audiences"]

_MOST_FLOWS: Final = 10
"""So many flows into a platform are asked about."""


class _Choices(OptOuts):
    """The places where people choose about advertising: opt-outs, banners, and tools that manage consent."""

    telling = ("captures_opt_out", "capabilities")

    def _part(self) -> SignalGraph:
        return ChoiceGraph(self.graph, self.channel)

    def is_place(self, element: Tool | CapturePoint) -> Truth:
        """Whether people can choose about advertising there; a tool's status is not looked at."""
        if isinstance(element, Tool):
            return any_of((captures(element, self.channel), has_capability(element, (Capability.CONSENT,))))
        said = any_of((says(element, "opt_out"), says(element, "consent")))
        return all_of((said, holds(element.channel, (self.channel,))))

    def _whether_place(self, route: tuple[str, str], element: Tool | CapturePoint) -> Iterator[Missing]:
        if isinstance(element, Tool):
            for name, truth in (
                ("captures_opt_out", captures(element, self.channel)),
                ("capabilities", has_capability(element, (Capability.CONSENT,))),
            ):
                if truth == UNKNOWN_TRUTH:
                    yield Missing((*route, name))
            return
        if TRUE not in (says(element, "opt_out"), says(element, "consent")):
            yield Missing((*route, "captures"))
        if holds(element.channel, (self.channel,)) != TRUE:
            yield Missing((*route, "channel"))

    def fact(self, node: int) -> FactRef:
        """The fact by which people can choose at a place."""
        element = self.graph.element(node)
        if isinstance(element, Tool) and captures(element, self.channel) != TRUE:
            return FactRef("tools", self.graph.nodes[node], "capabilities")
        return super().fact(node)


@check("target", "captures", "what", "lacks")
def choices_reach_audiences(view: View) -> Iterator[Verdict]:
    """For each ad platform that gets data about people: does it learn what they chose, and soon enough?

    And for each tag of Google's that runs on devices in Europe: does it say what it has to about the visitor's choice?

    Values: the platform, the places whose choices do not get there (in time), and what becomes of them; of a tag,
    what it does not say.
    """
    yield from tags_without_parameters(view)
    graph = view.graph
    least, most = business_days_in_calendar(view.parameters["business_days"])
    judge = _Judge(view, _Choices.of(graph, Channel.ADS), _in_california(view), float(least * DAY), float(most * DAY))
    kinds = capable(graph, view.parameters["capabilities"])

    def plain(used: Truth, kind: Truth) -> Outcome | None:
        return Outcome.NOT_APPLICABLE if FALSE in (used, kind) else None

    for plain_ones, node, tool in plain_tools(view, (kinds,), plain):
        yield from plain_ones
        if tool is None:
            continue
        key, kind = tool.id, kinds[node]
        flows = [(number, _fills(view, number)) for number in graph.into[node]]
        filled = any_of((*(truth for _, truth in flows), FALSE_AS_LISTED if graph.may_get_more(node) else FALSE))
        applies = all_of((in_use(tool), kind, filled))
        if applies == FALSE:
            yield Verdict((f"tools.{key}",), Outcome.NOT_APPLICABLE)
            continue
        audience = Clause(
            applies,
            tuple(FactRef("flows", graph.flow_id(number), "carries") for number, truth in flows if truth == TRUE),
            tuple(_whether_filled(view, key, tool, kind, flows)),
        )
        yield judge.verdict(Sender(node, key, tool, (), ()), audience)


# -- audiences ---------------------------------------------------------------------------------------------------------


def _fills(view: View, number: int) -> Truth:
    """Whether an edge brings data about people that was not taken on their own device."""
    graph, flow = view.graph, view.graph.edges[number].flow
    if flow is None:
        return FALSE
    steady = graph.steady[number] and graph.sure[graph.tails[number]]
    return all_of((carries_personal(view.stack, flow), _remote(view, flow), TRUE if steady else UNKNOWN_TRUTH))


def _remote(view: View, flow: Flow) -> Truth:
    return negate(moves_by(flow.method, view.parameters["methods"]))


def _whether_filled(view: View, key: str, tool: Tool, kind: Truth, flows: list[tuple[int, Truth]]) -> Iterator[Missing]:
    """What would say whether a tool is a platform that gets audiences."""
    if in_use(tool) != TRUE:
        yield Missing(("tools", key, "status"))
    if kind != TRUE:
        yield Missing(("tools", key, "capabilities"))
    if any(truth == TRUE for _, truth in flows):
        return
    open_ones = [number for number, truth in flows if truth != FALSE]
    for number in islice(open_ones, _MOST_FLOWS):
        name = view.graph.flow_id(number)
        flow = view.stack.flows[name]
        if carries_personal(view.stack, flow) != TRUE:
            yield from classes_missing(view.stack, ("flows", name, "carries"), flow.carries)
        if _remote(view, flow) != TRUE:
            yield Missing(("flows", name, "method"))
        if runs(flow) != TRUE:
            yield Missing(("flows", name, "status"))
        tail = view.graph.tails[number]
        if not view.graph.sure[tail]:
            yield Missing(("tools", view.graph.nodes[tail], "status"))
    if not open_ones:
        yield from unlisted_links(view.stack)


def _in_california(view: View) -> Clause:
    """Whether people in California are among those whom the company writes to; ``us`` alone leaves it open."""
    company = view.stack.company
    held = company.us_states if isinstance(company, Company) else None
    fact, ask = (FactRef("company", "", "us_states"),), (Missing(("company", "us_states")),)
    if {UsState.ALL, UsState.CA} & set(listed(held)):
        return Clause(TRUE, fact)
    if not is_open(held):
        return Clause(FALSE, fact)
    there = speaks_to(view.stack, ("us",), view.parameters["may_hold_in"])
    if there.truth == FALSE:
        return there
    return Clause(UNKNOWN_TRUTH, (), ask if there.truth == TRUE else (*there.missing, *ask))


# -- judgement ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """What holds of a platform: which choices never get there, proved and as listed, and how late others do."""

    never: Truth
    lost: int
    late: Truth
    too_late: Truth
    worst: Worst | None


class _Judge:
    """Judges platforms by the places whose choices have to get there, and by how soon they do."""

    def __init__(self, view: View, choices: OptOuts, lives: Clause, least: float, most: float) -> None:
        self.view, self.choices, self.lives = view, choices, lives
        self._limits = (least, most)

    @cached_property
    def delays(self) -> Delays:
        """How long choices take, worked out where it matters."""
        return Delays.of(self.choices)

    def verdict(self, platform: Sender, audience: Clause) -> Verdict:
        """The verdict on a platform that gets audiences, or may."""
        candidates = self.choices.candidates(platform)
        element = (f"tools.{platform.key}",)
        if not candidates.may:
            own = self.choices.sure & self.choices.bit.get(platform.node, 0)
            partial = whether_whole(self.view.stack, "capture_points", "tools")
            if own or not partial:
                return Verdict(element, Outcome.CLEAR if own else Outcome.NOT_APPLICABLE)
            return Verdict(element, Outcome.UNKNOWN, missing=partial)
        found = self._found(platform, candidates)
        truth = all_of((audience.truth, any_of((found.never, found.late))))
        outcome = outcome_of(truth, audience.truth)
        if outcome is Outcome.UNKNOWN:
            asked = (*(audience.missing if audience.truth != TRUE else ()), *self._missing(platform, candidates, found))
            return Verdict(element, outcome, missing=tuple(dict.fromkeys(asked)))
        if is_true_as_listed(truth):
            return self._finding(platform, audience, found, outcome)
        return Verdict(element, outcome)

    def _found(self, platform: Sender, candidates: Candidates) -> _Found:
        choices, node = self.choices, platform.node
        never, lost = choices.lost(node, candidates)
        if self.lives.truth == FALSE or not candidates.may & choices.at_large(node):
            return _Found(never, lost, FALSE, FALSE, None)
        worst = self.delays.worst(platform, candidates)
        late, too_late = (all_of((self.lives.truth, worst.longer_than(limit))) for limit in self._limits)
        return _Found(never, lost, late, too_late, worst)

    def _missing(self, platform: Sender, candidates: Candidates, found: _Found) -> Iterator[Missing]:
        choices = self.choices
        yield from choices.whether_lost(platform, candidates)
        if found.worst is None or found.late in {TRUE, FALSE}:
            return
        if self.lives.truth != TRUE:
            yield from self.lives.missing
        least = self._limits[0]
        slow = sum(1 << place for place, most in found.worst.most_from.items() if most > least) & ~candidates.sure
        yield from choices.whether_points(platform, slow)
        yield from self.delays.missing(platform, found.worst, self._limits[:1])
        if found.worst.unlisted:
            yield from unlisted_links(self.view.stack)

    def _finding(self, platform: Sender, audience: Clause, found: _Found, outcome: Outcome) -> Verdict:
        choices, view = self.choices, self.view
        holds_here = is_true if outcome is Outcome.FLAGGED else is_true_as_listed
        is_late = holds_here(found.too_late) or not holds_here(found.never)
        facts: tuple[FactRef, ...]
        if is_late and found.worst is not None:
            place = found.worst.slowest or 0
            bits, path = 1 << place, self.delays.path(platform, found.worst, place)
            took = time_in_words(found.worst.least_from[place], found.worst.most_from[place])
            facts = (*slow_facts(view.stack, path), *choices.facts(bits), *self.lives.facts)
            what = f"takes {took} to get to"
        else:
            bits, path, what = found.lost, (), "never gets to"
            first = choices.points[next(bits_of(bits))]
            facts = (*choices.facts(bits), *choices.denial(first, platform.node))
        return Verdict(
            (f"tools.{platform.key}",),
            outcome,
            facts=tuple(
                dict.fromkeys((*facts, *audience.facts[:_MOST_FLOWS], FactRef("tools", platform.key, "capabilities")))
            ),
            missing=() if outcome is Outcome.FLAGGED else unlisted_links(view.stack),
            values=MappingProxyType({"target": platform.tool.title, "captures": choices.names(bits), "what": what}),
            severity=Severity.P1 if holds_here(found.too_late) else None,
            path=path,
            related=choices.paths(bits),
        )
