"""Checks of the people who keep the stack running."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from stackaudit.checks.reading import at_least_two_maintainers, named, runs, some, standing
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.model.elements import Automation, Flow
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, negate

__all__ = ["one_maintainer"]

_OPT_OUT: Final = "opt_out"


class _Crew(NamedTuple):
    """Whether fewer than two people who are there are among some maintainers; how many are for certain; what people's facts decide."""

    few: Truth
    least: int
    missing: tuple[Missing, ...]


class _Subject(NamedTuple):
    """Something that must be kept running.

    ``stands`` says whether it is there to run again and again, ``asked`` what would tell. ``matters`` says whether people outside
    feel it when it stops, by the field ``felt``.
    """

    collection: str
    key: str
    element: Automation | Flow
    stands: Truth
    asked: tuple[Missing, ...]
    matters: Truth
    felt: str


@check("element", "maintainers", "count")
def one_maintainer(view: View) -> Iterator[Verdict]:
    """Automations and standing flows that fewer than two people who are there can repair.

    A flow stands if it runs between tools in use, again and again: not once, and not on request. A team counts as two people unless
    its headcount is one or none. P2 if the automation messages people, or the flow passes on opt-outs.

    Values: the ``element``, its ``maintainers`` (also those who are not there; ``nobody``) and the ``count`` of those who are there.
    """
    stack = view.stack
    crews: dict[Any, _Crew] = {}
    for subject in _subjects(view):
        maintainers = subject.element.maintainers
        crew = crews.get(maintainers)
        if crew is None:
            several, least, missing = at_least_two_maintainers(stack, maintainers)
            crew = crews[maintainers] = _Crew(negate(several), least, missing)
        elements = (f"{subject.collection}.{subject.key}",)
        outcome = outcome_of(all_of((subject.stands, crew.few)), subject.stands)
        if outcome is Outcome.UNKNOWN:
            yield Verdict(elements, outcome, missing=tuple(_missing(subject, crew)))
        elif outcome is Outcome.FLAGGED:
            yield _flagged(stack, elements, subject, crew)
        else:
            yield Verdict(elements, outcome)


def _subjects(view: View) -> Iterator[_Subject]:
    for key, automation in view.stack.automations.items():
        yield _Subject("automations", key, automation, TRUE, (), some(automation.sends), "sends")
    for key, flow in view.stack.flows.items():
        stands, asked = _stands(view.graph, key, flow)
        yield _Subject("flows", key, flow, stands, asked, _passes_opt_outs(flow), "signals")


def _stands(graph: StackGraph, key: str, flow: Flow) -> tuple[Truth, tuple[Missing, ...]]:
    """Whether a flow is there to run again and again, and the facts that would tell."""
    cadence, running = standing(flow), runs(flow)
    ends = [graph.index[end] for end in flow.ends[0]]
    if FALSE in {cadence, running} or not all(graph.used[end] for end in ends):
        return FALSE, ()
    missing = [Missing(("flows", key, name)) for name, truth in (("every", cadence), ("status", running)) if truth != TRUE]
    missing += [Missing(("tools", graph.nodes[end], "status")) for end in ends if not graph.sure[end]]
    return (UNKNOWN_TRUTH, tuple(missing)) if missing else (TRUE, ())


def _passes_opt_outs(flow: Flow) -> Truth:
    """Whether a flow passes on opt-outs, on whichever channel."""
    if any(signal.partition(":")[0] == _OPT_OUT for signal in listed(flow.signals)):
        return TRUE
    return UNKNOWN_TRUTH if is_open(flow.signals) else FALSE


def _missing(subject: _Subject, crew: _Crew) -> Iterator[Missing]:
    yield from subject.asked
    if crew.few != TRUE:
        if is_open(subject.element.maintainers):
            yield Missing((subject.collection, subject.key, "maintainers"))
        yield from crew.missing


def _flagged(stack: Stack, elements: tuple[str, ...], subject: _Subject, crew: _Crew) -> Verdict:
    names = dict.fromkeys(listed(subject.element.maintainers))
    facts = [FactRef(subject.collection, subject.key, "maintainers")]
    facts += [
        FactRef("teams", name, "headcount") if name in stack.teams else FactRef("people", name, "status") for name in names
    ]
    if is_open(subject.element.maintainers):
        facts += [FactRef("people"), FactRef("teams")]
    if subject.collection == "flows":
        facts.append(FactRef("flows", subject.key, "every"))
    titles = [(stack.teams.get(name) or stack.people[name]).title for name in names]
    is_felt = subject.matters == TRUE
    return Verdict(
        elements,
        Outcome.FLAGGED,
        facts=tuple(facts),
        missing=(Missing((subject.collection, subject.key, subject.felt)),) if subject.matters == UNKNOWN_TRUTH else (),
        values={"element": subject.element.title, "maintainers": named(titles) or "nobody", "count": str(crew.least)},
        severity=Severity.P2 if is_felt else None,
    )
