"""Checks of who can get in: administrators of core tools, and the accounts under which flows run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackaudit.checks.alike import plain_flows, plain_tools
from stackaudit.checks.reading import (
    aspect_fact,
    capable,
    carries_personal,
    classes_missing,
    crew,
    in_use,
    named,
    whether_runs,
    who,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Credential, Flow, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import CredentialScope
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, of

__all__ = ["few_administrators", "risky_credential"]

_TWO: Final = 2
_FULL: Final = CredentialScope.FULL


@check("tool", "admins", "count")
def few_administrators(view: View) -> Iterator[Verdict]:
    """Core tools that fewer than two people of the company can administer. P2 where nobody can.

    A core tool has a capability that the rule's ``core`` names. People who are away, have left or work for another firm
    do not count; a team counts as two, unless its headcount is one or none.

    Values: the ``tool``, its ``admins`` as they are listed (``nobody``), and the ``count`` of those who count.
    """
    stack, core = view.stack, capable(view.graph, view.parameters["core"])

    def plain(used: Truth, job: Truth, admins: Any) -> Outcome | None:
        if FALSE in (used, job):
            return Outcome.NOT_APPLICABLE
        return Outcome.CLEAR if crew(stack, admins, own_only=True)[0] >= _TWO else None

    for plain_ones, node, tool in plain_tools(view, (core, view.graph.columns.of("tool", "admins")), plain):
        yield from plain_ones
        if tool is not None:
            yield _administered(stack, tool.id, tool, core[node])


def _administered(stack: Stack, key: str, tool: Tool, jobs: Truth) -> Verdict:
    elements, applies = (f"tools.{key}",), all_of((in_use(tool), jobs))
    least, most, asked = crew(stack, tool.admins, own_only=True)
    if applies != TRUE or most >= _TWO:
        missing = [Missing(("tools", key, "capabilities"))] if jobs == UNKNOWN_TRUTH else []
        missing += [Missing(("tools", key, "status"))] if in_use(tool) == UNKNOWN_TRUTH else []
        if most >= _TWO:
            missing += [Missing(("tools", key, "admins"))] if is_open(tool.admins) else []
            missing += asked
        return Verdict(elements, Outcome.UNKNOWN, missing=tuple(missing))
    names = dict.fromkeys(listed(tool.admins))
    people = [name for name in names if name in stack.people]
    facts = [FactRef("tools", key, "admins"), *(FactRef("people", name, "status") for name in people)]
    facts += [FactRef("people", name, "external") for name in people if stack.people[name].external is not None]
    titles = [who(stack, name).title for name in names]
    return Verdict(
        elements,
        Outcome.FLAGGED,
        facts=tuple(facts),
        missing=asked,
        values={"tool": tool.title, "admins": named(titles) or "nobody", "count": str(least)},
        severity=Severity.P2 if most == 0 else None,
    )


@check("flow", "what")
def risky_credential(view: View) -> Iterator[Verdict]:
    """Flows that run under somebody's own account, with every right, or with personal data under one nobody knows.

    Here ``unknown`` is an answer: it was asked, and nobody knows. It is held against flows with personal data alone. P2
    where every right and personal data come together.

    Values: the ``flow``, and ``what`` is wrong with its account.
    """
    stack, running = view.stack, view.graph.running
    accounts = view.graph.columns.of("flow", "credential")
    # By identity: to compare objects takes long, and what a team states once for all its flows is one object.
    distinct = {id(one): one for one in accounts}
    known = {
        number: one is NONE or (isinstance(one, Credential) and _is_good(stack, one))
        for number, one in distinct.items()
    }

    def plain(runs_now: Truth, is_good: bool) -> Outcome | None:  # noqa: FBT001 - a fact like others
        return Outcome.NOT_APPLICABLE if runs_now == FALSE else Outcome.CLEAR if is_good else None

    good = [known[id(one)] for one in accounts]
    for plain_ones, flow in plain_flows(view, (good,), plain):
        yield from plain_ones
        if flow is None:
            continue
        yield _credential(stack, flow.id, flow, running[flow.id])


def _is_good(stack: Stack, held: Credential) -> bool:
    """Whether an account is known to be nobody's own, and not to have every right."""
    owner, scope = held.owner, held.scope
    return is_stated(owner) and is_stated(scope) and owner not in stack.people and scope != _FULL


def _credential(stack: Stack, key: str, flow: Flow, applies: Truth) -> Verdict:
    owner, scope = aspect_fact(flow, "credential.owner"), aspect_fact(flow, "credential.scope")
    own, full = _holds(owner, owner in stack.people), _holds(scope, scope == _FULL)
    elements = (f"flows.{key}",)
    lost = TRUE if UNKNOWN in (owner, scope) else UNKNOWN_TRUTH if None in (owner, scope) else FALSE
    personal = carries_personal(stack, flow)
    outcome = outcome_of(all_of((applies, any_of((own, full, all_of((lost, personal)))))))
    if outcome is Outcome.CLEAR:
        return Verdict(elements, outcome)
    if outcome is Outcome.UNKNOWN:
        missing = [
            Missing(("flows", key, "credential", name))
            for name, value in (("owner", owner), ("scope", scope))
            if value is None
        ]
        missing += classes_missing(stack, ("flows", key, "carries"), flow.carries) if lost != FALSE else ()
        return Verdict(elements, outcome, missing=(*missing, *whether_runs(stack, flow)))
    wrong = {
        "under somebody's own account": own,
        "with every right": full,
        "under an account of which not all is known": all_of((lost, personal)),
    }
    is_worse = all_of((full, personal))
    return Verdict(
        elements,
        outcome,
        facts=tuple(
            FactRef("flows", key, name)
            for name, decided in (
                ("credential.owner", own == TRUE or owner is UNKNOWN),
                ("credential.scope", full == TRUE or scope is UNKNOWN),
                ("carries", all_of((personal, any_of((full, lost)))) == TRUE),
            )
            if decided
        ),
        missing=tuple(classes_missing(stack, ("flows", key, "carries"), flow.carries))
        if is_worse == UNKNOWN_TRUTH
        else (),
        values={"flow": key, "what": named(name for name, truth in wrong.items() if truth == TRUE)},
        severity=Severity.P2 if is_worse == TRUE else None,
    )


def _holds(value: Any, it_does: bool) -> Truth:  # noqa: FBT001 - what is asked of the value
    """Whether something holds of an answer; that nobody knows it is one, and nothing holds of that."""
    return UNKNOWN_TRUTH if value is None else of(is_stated(value) and it_does)
