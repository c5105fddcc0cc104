"""Checks of the people who keep the stack running."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import product
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stackaudit.checks.alike import plain_flows
from stackaudit.checks.reading import (
    at_least_two_maintainers,
    crew,
    is_standing,
    named,
    some,
    standing,
    whether_runs,
    who,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.columns import by_value
from stackaudit.model.elements import Automation, Flow
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, negate

__all__ = ["one_maintainer"]

_TRUTHS: Final = (TRUE, FALSE, UNKNOWN_TRUTH)
_OUTCOMES: Final = MappingProxyType(
    {(stands, few): outcome_of(all_of((stands, few)), stands) for stands, few in product(_TRUTHS, _TRUTHS)}
)
"""The outcome by whether something stands and whether too few can repair it."""
_TOLD: Final = frozenset({Outcome.FLAGGED, Outcome.UNKNOWN})
"""The outcomes with more to say."""


class _Crew(NamedTuple):
    """Some maintainers: whether fewer than two are there, how many surely are, the facts that decide it, and names.

    ``alone`` is the one of them who is there, or may be, if all others surely are not; ``gone`` whether nobody is.
    """

    few: Truth
    least: int
    facts: tuple[FactRef, ...]
    missing: tuple[Missing, ...]
    names: str
    alone: str
    gone: bool


@check("element", "maintainers", "count", "alone", "gone")
def one_maintainer(view: View) -> Iterator[Verdict]:
    """Automations and standing flows that fewer than two people who are there can repair.

    A flow stands if it runs between tools in use, again and again: not once, and not on request. A team counts as two
    people unless its headcount is one or none. P2 if the automation messages people, or the flow passes on opt-outs.

    Values: the ``element``, its ``maintainers`` (also those who are not there; ``nobody``), the ``count`` of those who
    are; the one who is there ``alone``, where it is one of those; and those who are ``gone``, where nobody is there.
    """
    running, columns = view.graph.running, view.graph.columns
    crew_of = cache(partial(_crew, view.stack))
    for key, automation in view.stack.automations.items():
        yield _judged(view.stack, "automations", key, automation, crew_of(automation.maintainers), TRUE)

    def plain(runs_now: Truth, every: Any, few: Truth) -> Outcome | None:
        outcome = _OUTCOMES[_stands(runs_now, every), few]
        return None if outcome in _TOLD else outcome

    few_can = by_value(
        columns.of("flow", "maintainers"), lambda one: negate(at_least_two_maintainers(view.stack, one)[0])
    )
    for plain_ones, flow in plain_flows(view, (columns.of("flow", "every"), few_can), plain):
        yield from plain_ones
        if flow is None:
            continue
        stands = _stands(running[flow.id], flow.every)
        yield _judged(view.stack, "flows", flow.id, flow, crew_of(flow.maintainers), stands)


def _stands(runs_now: Truth, every: Any) -> Truth:
    """Whether a flow runs again and again."""
    cadence = is_standing(every)
    if FALSE in (runs_now, cadence):
        return FALSE
    return TRUE if runs_now == TRUE and cadence == TRUE else UNKNOWN_TRUTH


def _judged(stack: Stack, collection: str, key: str, element: Automation | Flow, held: _Crew, stands: Truth) -> Verdict:
    """What is to be said of an automation or flow by who can repair it, and whether it runs again and again."""
    outcome = _OUTCOMES[stands, held.few]
    if outcome is Outcome.FLAGGED:
        return _flagged(collection, key, element, held)
    missing: tuple[Missing, ...] = ()
    if outcome is Outcome.UNKNOWN:
        asked = [] if isinstance(element, Automation) else _whether_standing(stack, key, element)
        missing = (*asked, *_whether_few(collection, key, element, held))
    return Verdict((f"{collection}.{key}",), outcome, missing=missing)


def _crew(stack: Stack, maintainers: Any) -> _Crew:
    several, least, missing = at_least_two_maintainers(stack, maintainers)
    names = dict.fromkeys(listed(maintainers))
    facts = [
        FactRef("teams", one, "headcount") if one in stack.teams else FactRef("people", one, "status") for one in names
    ]
    if is_open(maintainers):
        facts += [FactRef("people"), FactRef("teams")]
    titles = {one: who(stack, one).title for one in names}
    most = crew(stack, maintainers)[1]
    there = [title for one, title in titles.items() if crew(stack, (one,))[1]]
    alone = there[0] if len(there) == most == 1 else ""
    return _Crew(negate(several), least, tuple(facts), missing, named(titles.values()) or "nobody", alone, not most)


def _whether_standing(stack: Stack, key: str, flow: Flow) -> Iterator[Missing]:
    """The facts that would say whether a flow is there to run again and again."""
    if standing(flow) != TRUE:
        yield Missing(("flows", key, "every"))
    yield from whether_runs(stack, flow)


def _whether_few(collection: str, key: str, element: Automation | Flow, held: _Crew) -> Iterator[Missing]:
    """The facts that would say whether too few people can repair something."""
    if held.few != TRUE:
        if is_open(element.maintainers):
            yield Missing((collection, key, "maintainers"))
        yield from held.missing


def _flagged(collection: str, key: str, element: Automation | Flow, held: _Crew) -> Verdict:
    facts = [FactRef(collection, key, "maintainers"), *held.facts]
    if isinstance(element, Automation):
        felt, field = some(element.sends), "sends"
    else:
        facts.append(FactRef(collection, key, "every"))
        felt, field = _passes_opt_outs(element), "signals"
    if felt == TRUE:  # why it weighs more
        facts.append(FactRef(collection, key, field))
    return Verdict(
        (f"{collection}.{key}",),
        Outcome.FLAGGED,
        facts=tuple(facts),
        missing=(Missing((collection, key, field)),) if felt == UNKNOWN_TRUTH else (),
        values={
            "element": element.title,
            "maintainers": held.names,
            "count": str(held.least),
            "alone": held.alone,
            "gone": held.names if held.gone else "",
        },
        severity=Severity.P2 if felt == TRUE else None,
    )


def _passes_opt_outs(flow: Flow) -> Truth:
    """Whether a flow passes on opt-outs, on whichever channel."""
    if any(signal.partition(":")[0] == "opt_out" for signal in listed(flow.signals)):
        return TRUE
    return UNKNOWN_TRUTH if is_open(flow.signals) else FALSE
