"""Waivers: which findings they cover, which cover none, and which are over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from stackaudit.errors import Place, Problem
from stackaudit.finding import RuleResult
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Waiver
from stackaudit.model.stack import Stack
from stackaudit.rules.choosing import rule_meant
from stackaudit.rules.rule import Rule

__all__ = ["AppliedWaiver", "WaiverState", "applied_waivers", "misspelt_waivers"]


class WaiverState(StrEnum):
    """What became of a waiver."""

    USED = "used"
    UNUSED = "unused"
    EXPIRED = "expired"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """A waiver and the ids of the findings that it covers; of one that is over, those that count again.

    ``commented`` says whether it stands in a comment; else it is in the list of waivers.
    """

    waiver: Waiver
    state: WaiverState
    findings: tuple[str, ...]
    place: Place | None
    commented: bool = False


def applied_waivers(
    stack: Stack, rules: Mapping[str, Rule], results: Iterable[RuleResult]
) -> tuple[AppliedWaiver, ...]:
    """Each waiver of the stack with what it covers, in the order of the file. Linear in findings and waivers.

    A waiver covers the findings of its rule that are first of all about its element, or the one whose id names just
    the elements and the topic that it names. It holds up to its last day.
    """
    results = tuple(results)
    covered: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for result in results:
        for finding in result.findings:
            # As often as not these two are the same.
            for named in dict.fromkeys((finding.elements[0], finding.id.removeprefix(f"{finding.rule}:"))):
                covered[finding.rule, named].append(finding.id)
    run = {result.rule for result in results}
    made = []
    for number, waiver in enumerate(stack.waivers):
        ids = _ids(waiver, rules)
        found = [finding for one in ids for finding in covered.get((one, waiver.element), ())]
        state = WaiverState.USED if found else WaiverState.UNUSED
        if waiver.until < stack.as_of:
            state = WaiverState.EXPIRED
        elif run.isdisjoint(ids):
            state = WaiverState.NOT_RUN
        place = stack.provenance.waiver(number) if stack.provenance is not None else None
        commented = stack.provenance is not None and number in stack.provenance.comments
        made.append(AppliedWaiver(waiver, state, tuple(found), place, commented))
    return tuple(made)


def misspelt_waivers(stack: Stack, rules: Sequence[Rule]) -> list[Problem]:
    """The waivers of rules that there are not."""
    known = {rule.id for rule in rules}
    provenance = stack.provenance
    problems = []
    for number, waiver in enumerate(stack.waivers):
        if waiver.rule not in known:
            place = provenance.waiver(number, "rule") if provenance is not None else None
            excerpt = provenance.document.excerpt(place) if provenance is not None and place is not None else None
            message = f"there is no rule {waiver.rule!r} that could be waived"
            problems.append(Problem(message, place, rule_meant(waiver.rule, sorted(known)), excerpt))
    return problems


def _ids(waiver: Waiver, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The rules that a waiver names: one, or those that an alias leads to."""
    rule = rules.get(waiver.rule)
    return (waiver.rule, *(rule.alias_of if rule is not None else ()))
