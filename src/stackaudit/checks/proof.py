"""Checks of what is kept of consent: whether it could be shown when, where and to what somebody agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from stackaudit.checks.clauses import Clause, either, judged, some_tool
from stackaudit.checks.reading import holds, named, section_fact, sends_marketing
from stackaudit.checks.regions import speaks_to
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.regions import region_name
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.model.words import ConsentFact
from stackaudit.truth import (
    FALSE,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    negate,
    of,
)

__all__ = ["unproven_consent"]

_OWNERS: Final = "systems_of_record"
_LACKS: Final = {
    ConsentFact.TIME: "when it was given",
    ConsentFact.SOURCE: "where it was given",
    ConsentFact.WORDING: "which text it was given to",
}


@check("lacks", "endless")
def unproven_consent(view: View) -> Iterator[Verdict]:
    """Whether consent could be proven, where the company needs it for what it sends: one verdict on the stack.

    The record says when, where and to which text somebody agreed, and one tool's record counts. P3 where that is so,
    and only implied consent, of people in Canada, does not end.

    Values: what the record ``lacks``, and where implied consent is ``endless``; each may be empty.
    """
    stack, parameters = view.stack, view.parameters
    record = section_fact(stack, "consent", "record")
    lacks = {words: _lacks(stack, record, part) for part, words in _LACKS.items()}
    lacks["which tool's record counts"] = _no_master(stack)
    gravest = either(*lacks.values())
    endless = _endless(stack, parameters["ending_in"], parameters["may_hold_in"])
    regions = speaks_to(stack, parameters["regions"], parameters["may_hold_in"])
    market = [any_of(sends_marketing(tool, one) for one in parameters["channels"]) for tool in stack.tools.values()]
    sends = some_tool(view.graph, market, "sends")
    lack = either(gravest, endless)
    outcome, missing = judged((regions, sends), (lack,))
    if outcome is not Outcome.FLAGGED:
        yield Verdict(("stack",), outcome, missing=missing)
        return
    yield Verdict(
        ("stack",),
        outcome,
        facts=tuple(dict.fromkeys((*lack.facts, *regions.facts, *sends.facts))),
        missing=() if gravest.truth == TRUE else gravest.missing,
        values={
            "lacks": named(words for words, clause in lacks.items() if clause.truth == TRUE),
            "endless": named(map(region_name, parameters["ending_in"])) if endless.truth == TRUE else "",
        },
        severity=None if gravest.truth == TRUE else Severity.P3,
    )


def _lacks(stack: Stack, record: Any, part: str) -> Clause:
    truth = negate(holds(record, (part,)))
    return Clause(truth, (_fact(stack, "record"),), (Missing(("consent", "record")),))


def _fact(stack: Stack, field: str) -> FactRef:
    """A fact of the section; the section itself where it is stated that there is none."""
    return FactRef("consent", "", "" if stack.consent is NONE else field)


def _no_master(stack: Stack) -> Clause:
    """Whether no tool has the last word on consent. What is said of a contact as a whole says nothing of it."""
    owners = stack.systems_of_record
    return Clause(_without_master(owners), (FactRef(_OWNERS),), (Missing((_OWNERS, "consent")),))


def _without_master(owners: Any) -> Truth:
    if owners is NONE:
        return TRUE
    if owners is None or owners is UNKNOWN:
        return UNKNOWN_TRUTH
    said = [owner.get("consent") for owner in owners.values() if isinstance(owner, dict)]
    said = [one for one in (*said, owners.get("consent")) if one is not None]
    if any(one not in (NONE, UNKNOWN) for one in said):
        return FALSE
    return UNKNOWN_TRUTH if UNKNOWN in said or not said else TRUE


def _endless(stack: Stack, regions: Iterable[str], groups: Iterable[str]) -> Clause:
    """Whether consent that is only implied does not end, in regions where it has to."""
    there = speaks_to(stack, regions, groups)
    ends = section_fact(stack, "consent", "implied_ends")
    never = UNKNOWN_TRUTH if ends is None or ends is UNKNOWN else of(ends is False)
    return Clause(
        all_of((there.truth, never)),
        (_fact(stack, "implied_ends"), *there.facts),
        (
            *(there.missing if there.truth == UNKNOWN_TRUTH else ()),
            *((Missing(("consent", "implied_ends")),) if never == UNKNOWN_TRUTH else ()),
        ),
    )
