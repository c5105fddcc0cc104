"""Checks of regions: where a product may be used, and where data may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stackaudit.checks.alike import gist, if_plain, plain_tools
from stackaudit.checks.clauses import Clause
from stackaudit.checks.reading import (
    aspect_fact,
    classes_missing,
    has_capability,
    in_use,
    named,
    names_personal,
    sending,
    sends_anything,
    sends_texts,
    stores_personal,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Company, Tool
from stackaudit.model.regions import countries_of, lies_in, region_name
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, negate

__all__ = ["kept_elsewhere", "speaks_to"]


def speaks_to(stack: Stack, wanted: Iterable[str], groups: Iterable[str]) -> Clause:
    """Whether the company speaks to people in some regions; ``groups`` are those that may include one of them."""
    company = stack.company
    regions = company.regions if isinstance(company, Company) else None
    if countries_of(wanted) & countries_of(listed(regions)):
        truth = TRUE
    else:
        truth = UNKNOWN_TRUTH if is_open(regions) or set(groups) & set(listed(regions)) else FALSE
    return Clause(truth, (FactRef("company", "", "regions"),), (Missing(("company", "regions")),))


@check("tool", "hosted", "promised")
def kept_elsewhere(view: View) -> Iterator[Verdict]:
    """Tools that keep personal data outside the regions in which the company has promised to keep it.

    Values: the ``tool``, where it is ``hosted``, and the regions that were ``promised``.
    """
    stack, columns = view.stack, view.graph.columns
    residency = None if stack.company is None else stack.company.residency

    def plain(used: Truth, stores: Any, region: Any) -> Outcome | None:
        personal = names_personal(stack, stores)
        if FALSE in (used, personal) or residency is NONE or residency == ():
            return Outcome.NOT_APPLICABLE
        red_flag = all_of((used, personal, _abroad(region, residency)))
        return Outcome.CLEAR if outcome_of(red_flag) is Outcome.CLEAR else None

    facts = (columns.of("tool", "stores"), columns.of("tool", "hosting_region"))
    for plain_ones, _, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is not None:
            yield _kept(stack, tool.id, tool, residency)


def _kept(stack: Stack, key: str, tool: Tool, residency: Any) -> Verdict:
    elements, personal, used = (f"tools.{key}",), stores_personal(stack, tool), in_use(tool)
    abroad = _abroad(tool.hosting_region, residency)
    outcome = outcome_of(all_of((used, personal, abroad)))
    if outcome is Outcome.UNKNOWN:
        missing = [Missing(("tools", key, "status"))] if used != TRUE else []
        missing += classes_missing(stack, ("tools", key, "stores"), tool.stores) if personal != TRUE else ()
        if abroad != TRUE:
            missing += _regions_missing(key, tool.hosting_region, residency)
        return Verdict(elements, outcome, missing=tuple(missing))
    return Verdict(
        elements,
        outcome,
        facts=(
            FactRef("tools", key, "hosting_region"),
            FactRef("company", "", "residency"),
            FactRef("tools", key, "stores"),
        ),
        values={
            "tool": tool.title,
            "hosted": named(
                region_name(one) for one in listed(tool.hosting_region) if lies_in(one, listed(residency)) == FALSE
            ),
            "promised": named(map(region_name, listed(residency))),
        },
    )


def _abroad(hosted: Any, promised: Any) -> Truth:
    """Whether data is kept outside of what was promised."""
    if not is_stated(hosted) or not is_stated(promised):
        return FALSE if hosted is NONE or hosted == () else UNKNOWN_TRUTH
    truth = any_of(negate(lies_in(region, listed(promised))) for region in listed(hosted))
    if is_open(promised) and truth == TRUE:
        truth = UNKNOWN_TRUTH
    return any_of((truth, UNKNOWN_TRUTH)) if is_open(hosted) else truth


def _regions_missing(key: str, hosted: Any, promised: Any) -> Iterator[Missing]:
    if is_open(hosted) or (is_stated(promised) and not is_open(promised)):
        yield Missing(("tools", key, "hosting_region"))
    if is_open(promised):
        yield Missing(("company", "residency"))


@check("tool", "licensed", "regions")
def outside_licence(view: View) -> Iterator[Verdict]:
    """Tools that message people or keep their data under a contract for fewer regions than those people live in.

    P2 where text messages go out from it, or it is there for one of the rule's ``capabilities``.
    Values: the ``tool``, the ``licensed`` regions, and those of the company that lie outside.
    """
    stack, columns = view.stack, view.graph.columns
    regions = None if stack.company is None else stack.company.regions

    def plain(used: Truth, contract: Any, sends: Truth, stores: Any, licensed: Any) -> Outcome | None:
        touches = any_of((names_personal(stack, stores), sends))
        if FALSE in (used, touches) or contract is NONE:
            return Outcome.NOT_APPLICABLE
        return if_plain(outcome_of(all_of((used, touches, _outside(regions, licensed)))))

    facts = (
        gist(columns.of("tool", "contract")),
        sending(view.graph),
        columns.of("tool", "stores"),
        columns.of("tool", "contract.licensed_regions"),
    )
    for plain_ones, _, tool in plain_tools(view, facts, plain):
        yield from plain_ones
        if tool is not None:
            yield _licensed(view, tool.id, tool, regions)


def _outside(regions: Any, licensed: Any) -> Truth:
    """Whether a contract leaves out regions of the company."""
    return FALSE if licensed is NONE else _abroad(regions, licensed)


def _licensed(view: View, key: str, tool: Tool, regions: Any) -> Verdict:
    elements, stack, used = (f"tools.{key}",), view.stack, in_use(tool)
    licensed = aspect_fact(tool, "contract.licensed_regions")
    personal, sends = stores_personal(stack, tool), sends_anything(tool)
    touches = any_of((personal, sends))
    outside = _outside(regions, licensed)
    outcome = outcome_of(all_of((used, touches, outside)))
    if outcome is Outcome.UNKNOWN:
        missing = [Missing(("tools", key, "status"))] if used != TRUE else []
        if touches != TRUE:
            missing += classes_missing(stack, ("tools", key, "stores"), tool.stores) if personal != FALSE else ()
            missing += [Missing(("tools", key, "sends"))] if sends != FALSE else []
        if outside != TRUE:
            missing += [Missing(("tools", key, "contract", "licensed_regions"))] if is_open(licensed) else []
            missing += [Missing(("company", "regions"))] if is_open(regions) or not is_open(licensed) else []
        return Verdict(elements, outcome, missing=tuple(missing))
    texts, job = sends_texts(tool), has_capability(tool, view.parameters["capabilities"])
    worse = any_of((texts, job))
    doubts = [name for name, truth in (("sends", texts), ("capabilities", job)) if truth == UNKNOWN_TRUTH]
    return Verdict(
        elements,
        outcome,
        facts=(
            FactRef("tools", key, "contract.licensed_regions"),
            FactRef("company", "", "regions"),
            *([FactRef("tools", key, "stores")] if personal == TRUE else []),
            *([FactRef("tools", key, "sends")] if texts == TRUE or personal != TRUE else []),
            *([FactRef("tools", key, "capabilities")] if job == TRUE else []),
        ),
        missing=tuple(Missing(("tools", key, name)) for name in doubts) if worse == UNKNOWN_TRUTH else (),
        values={
            "tool": tool.title,
            "licensed": named(map(region_name, listed(licensed))) or "no region",
            "regions": named(region_name(one) for one in listed(regions) if lies_in(one, listed(licensed)) == FALSE),
        },
        severity=Severity.P2 if worse == TRUE else None,
    )
