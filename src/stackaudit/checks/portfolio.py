"""Checks of the tools as a portfolio: jobs done twice, platforms of several teams, and jobs that no tool can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import combinations_with_replacement
from typing import Any, Final

from stackaudit.checks.abilities import Abilities
from stackaudit.checks.costs import in_a_year
from stackaudit.checks.jobs import Jobs, is_used_for, jobs_of
from stackaudit.checks.overlaps import (
    Rivals,
    Tools,
    groups,
    linked,
    linked_for_certain,
    may_link,
    unsure_links,
)
from stackaudit.checks.reading import (
    capable,
    in_use,
    kept_for_a_reason,
    named,
    overlapping,
    sends_anything,
    some,
    whether_whole,
)
from stackaudit.checks.verdict import FactRef, Verdict, View, check
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.model.elements import Roadmap, Tool
from stackaudit.model.stack import Stack, elements_of
from stackaudit.model.values import UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import CAPABILITIES
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, TRUE_AS_LISTED, UNKNOWN_TRUTH, Truth, negate

__all__ = ["SEVERAL_ARE_NORMAL", "beyond_the_stack", "overlap", "several_platforms"]

SEVERAL_ARE_NORMAL: Final = (
    "access",
    "ads",
    "collaboration",
    "database",
    "other",
    "product",
    "project_management",
    "social",
    "spreadsheet",
    "website",
)
"""Jobs for which a company has several tools as a matter of course; the rule's parameter ``ignore`` replaces them."""

_COSTLY_TWICE: Final = frozenset({"cdp", "consent", "crm", "product_analytics", "web_analytics"})
_PLATFORMS: Final = ("map", "esp")
_TWO: Final = 2


# -- two tools, one job ----------------------------------------------------------------------------------------------


@check("tools", "capabilities", "cost")
def overlap(view: View) -> Iterator[Verdict]:
    """Tools that share a primary capability, two or more of them without a recorded reason.

    One verdict for each group of tools that do the same job for the same brand, directly or by way of others; a tool
    and its own part are no pair. Jobs that the same tools share are one verdict. Tools are judged against those that
    are listed. A tool whose jobs are not all known has a verdict of its own, unknown where such a job could be another
    tool's too, and leaves the others' as they are. A product of the catalogue is known to do its main job; what else it
    is there for, the company may not use. A tool in no group is clear.

    Values: ``tools``, the ``capabilities`` that they share, and the ``cost`` of all of them a year if it is known and
    in one currency.
    """
    tools = view.stack.tools
    ignored = frozenset(view.parameters.get("ignore", SEVERAL_ARE_NORMAL))
    that_count = cache(partial(_that_count, ignored=ignored))  # most tools have one of a few jobs
    jobs = {key: that_count(jobs_of(view.stack, key, tool)) for key, tool in tools.items()}
    status = dict(zip(tools, view.graph.tools_in_use, strict=True))
    loose = {key for key, tool in tools.items() if status[key] != FALSE and kept_for_a_reason(tool) != TRUE}
    shared = _by_group(tools, {key: own for key, own in jobs.items() if status[key] != FALSE})
    together: dict[str, frozenset[int]] = {}
    for number, (group, names) in enumerate(shared.items()):
        verdict = _shared(tools, group, [key for key in group if key in loose], names)
        yield verdict
        if verdict.outcome is Outcome.FLAGGED:
            together |= {key: together.get(key, frozenset()) | {number} for key in group}
    grouped = {key for group in shared for key in group}
    rivals = Rivals(tools, {key: own for key, own in jobs.items() if key in loose}, together)
    for key, tool in tools.items():
        if status[key] == TRUE and key in grouped and jobs[key].is_known:  # as of most tools
            continue
        elements = (f"tools.{key}",)
        if status[key] == FALSE:
            yield Verdict(elements, Outcome.NOT_APPLICABLE)
        elif not jobs[key].is_known and key in loose and rivals.are_there_for(key):
            missing = (
                Missing(("tools", key, "capabilities")),
                *_unknown_records(key, tool),
                *_unknown_brand(key, tool),
            )
            yield Verdict(elements, Outcome.UNKNOWN, missing=missing)
        elif key not in grouped:
            yield Verdict(elements, Outcome.CLEAR if any(jobs[key]) else Outcome.NOT_APPLICABLE)


def _that_count(jobs: Jobs, ignored: frozenset[str]) -> Jobs:
    """The jobs without those for which several tools are normal."""
    sure, possible = (tuple(job for job in names if job not in ignored) for names in jobs[:2])
    return Jobs(tuple(dict.fromkeys(sure)), possible, jobs.is_open)


def _by_group(tools: Tools, jobs: Mapping[str, Jobs]) -> dict[tuple[str, ...], list[str]]:
    """The jobs that the tools of each group share, of those tools that have ``jobs``."""
    doing: dict[str, list[str]] = {}
    for key, own in jobs.items():
        for job in own.sure:
            doing.setdefault(job, []).append(key)
    shared: dict[tuple[str, ...], list[str]] = {}
    for job, keys in doing.items():
        for group in groups(tools, keys):
            shared.setdefault(group, []).append(job)
    return shared


def _unknown_records(key: str, tool: Tool) -> Iterator[Missing]:
    """Those of the records that decide on overlap which nobody knows; one that is left out is known to be so."""
    for name in ("status", "overlap_reason", "part_of"):
        if getattr(tool, name) is UNKNOWN:
            yield Missing(("tools", key, name))


def _unknown_brand(key: str, tool: Tool) -> Iterator[Missing]:
    if tool.brand is not None and is_open(tool.brand):
        yield Missing(("tools", key, "brand"))


def _shared(tools: Tools, group: tuple[str, ...], loose: Sequence[str], jobs: Sequence[str]) -> Verdict:
    """The verdict on a group; ``loose`` are those of it that may be in use without a recorded reason."""
    elements = tuple(f"tools.{key}" for key in group)
    sure = [key for key in loose if in_use(tools[key]) == TRUE and kept_for_a_reason(tools[key]) == FALSE]
    if not linked_for_certain(tools, sure):
        if not linked(tools, loose, may_link):
            return Verdict(elements, Outcome.CLEAR)
        return Verdict(elements, Outcome.UNKNOWN, missing=tuple(_missing_links(tools, loose)))
    severity, worse = _severity(tools, sure, jobs)
    values = {"tools": named(tools[key].title for key in group), "capabilities": _jobs_in_words(jobs)}
    cost = in_a_year(tools[key] for key in group)
    facts = [FactRef("tools", key, name) for name in ("capabilities", "overlap_reason") for key in group]
    if severity is Severity.P3 and _COSTLY_TWICE.isdisjoint(jobs):
        facts += [FactRef("tools", key, "sends") for key in sure if sends_anything(tools[key]) == TRUE]
    if cost is not None:
        values["cost"] = cost
        facts += [FactRef("tools", key, "cost") for key in group]
    return Verdict(elements, Outcome.FLAGGED, facts=tuple(facts), missing=worse, values=values, severity=severity)


def _missing_links(tools: Tools, loose: Sequence[str]) -> Iterator[Missing]:
    """The facts that would say whether two of some tools overlap; brands only where these decide."""
    for key, is_certain in unsure_links(tools, loose):
        yield from _unknown_records(key, tools[key])
        if not is_certain:
            yield from _unknown_brand(key, tools[key])


def _jobs_in_words(jobs: Iterable[str]) -> str:
    return named(CAPABILITIES[job].doc if job in CAPABILITIES else job.replace("_", " ") for job in jobs)


def _severity(tools: Tools, sure: Sequence[str], jobs: Sequence[str]) -> tuple[Severity, tuple[Missing, ...]]:
    """P3 for jobs that split what is known of people, and for two senders; else P4, and what could show two senders."""
    if not _COSTLY_TWICE.isdisjoint(jobs):
        return Severity.P3, ()
    if linked_for_certain(tools, [key for key in sure if sends_anything(tools[key]) == TRUE]):
        return Severity.P3, ()
    senders = [key for key in sure if sends_anything(tools[key]) != FALSE]
    if not linked(tools, senders, may_link):
        return Severity.P4, ()
    unsure = (Missing(("tools", key, "sends")) for key in senders if sends_anything(tools[key]) != TRUE)
    return Severity.P4, (*unsure, *_missing_links(tools, senders))


# -- several platforms -----------------------------------------------------------------------------------------------


@check("tools", "teams", "count")
def several_platforms(view: View) -> Iterator[Verdict]:
    """Two or more platforms for marketing or bulk mail that two or more teams use, for no recorded reason.

    One verdict for the stack, named after its platforms. Two platforms make a red flag if two teams work with them, one
    with the one and another with the other, for one brand, and neither has a recorded reason. A platform and its own
    part are one. Who owns a platform does not say who works with it.

    Values: the ``tools`` and ``teams`` that make the red flag, and the ``count`` of those tools.
    """
    stack = view.stack
    named_so = capable(view.graph, _PLATFORMS)
    platforms = {
        key: tool
        for (key, tool), job in zip(stack.tools.items(), named_so, strict=True)
        if job != FALSE and in_use(tool) != FALSE and is_used_for(stack, key, tool, _PLATFORMS) != FALSE
    }
    known = [key for key, tool in platforms.items() if is_used_for(stack, key, tool, _PLATFORMS) == TRUE]
    elements = tuple(f"tools.{key}" for key in known) or ("company",)
    proving = {
        key: platforms[key]
        for key in known
        if _is_certain(platforms[key]) and platforms[key].part_of not in {*platforms, UNKNOWN}
    }
    proving = dict(_of_one_brand(proving, (), _do_share))
    if proving:
        teams = dict.fromkeys(team for tool in proving.values() for team in listed(tool.teams))
        values = {
            "tools": named(tool.title for tool in proving.values()),
            "teams": named(stack.teams[team].title for team in teams),
            "count": str(len(proving)),
        }
        facts = [FactRef("tools", key, name) for name in ("teams", "capabilities", "overlap_reason") for key in proving]
        yield Verdict(elements, Outcome.FLAGGED, facts=tuple(facts), values=values)
        return
    wholes = {key for key in known if in_use(platforms[key]) == TRUE}
    truth, missing = _may_be_split(stack, {key: tool for key, tool in platforms.items() if tool.part_of not in wholes})
    if truth != FALSE:
        yield Verdict(elements, Outcome.UNKNOWN, missing=missing)
    elif len(platforms) < _TWO and stack.is_complete("tools"):
        yield Verdict(elements, Outcome.NOT_APPLICABLE)
    else:
        yield Verdict(elements, Outcome.CLEAR)


def _is_certain(platform: Tool) -> bool:
    """Whether a platform is in use by a stated team for no recorded reason, in every completion."""
    return in_use(platform) == TRUE and kept_for_a_reason(platform) == FALSE and some(platform.teams) == TRUE


def _do_share(one: Any, other: Any) -> bool:
    """Whether two lists of brands have one in common, in every completion."""
    return overlapping(one, other) == TRUE


def _may_share(one: Any, other: Any) -> bool:
    """Whether two lists of brands have one in common, in some completion."""
    return overlapping(one, other) != FALSE


def _of_one_brand(tools: Tools, others: Sequence[str], shares: Callable[[Any, Any], bool]) -> Tools:
    """The tools that work for one brand with others that further teams work with, in their order.

    Looked at by lists of brands, of which there are few: where two of them share a brand, so do their tools.
    """
    of: dict[Any, list[str]] = {}
    for key, tool in tools.items():
        of.setdefault(tool.brand, []).append(key)
    found: set[str] = set()
    for one, other in combinations_with_replacement(of, 2):
        keys = dict.fromkeys((*of[one], *of[other]))
        if shares(one, other) and _are_several((tools[key] for key in keys), others):
            found |= set(keys)
    return {key: tool for key, tool in tools.items() if key in found}


def _are_several(tools: Iterable[Tool], others: Iterable[str]) -> bool:
    """Whether there are two tools and two teams that work with them; an open list may hold ``others``."""
    count = 0
    teams: set[str] = set()
    for tool in tools:
        count += 1
        teams.update(listed(tool.teams), others if is_open(tool.teams) else ())
    return count >= _TWO and len(teams) >= _TWO


def _may_be_split(stack: Stack, platforms: Tools) -> tuple[Truth, tuple[Missing, ...]]:
    """Whether platforms without a reason could be split among teams, where that is not certain, and what would tell.

    Of a tool that may be no platform, only its capabilities are asked for; its teams matter once it is one.
    """
    # Where teams may be unlisted, an open list may hold two of which nothing is known: ids are never empty or blank.
    everyone = tuple(stack.teams) if stack.is_complete("teams") else ("", " ")
    possible = {
        key: tool for key, tool in platforms.items() if kept_for_a_reason(tool) != TRUE and some(tool.teams) != FALSE
    }
    possible = dict(_of_one_brand(possible, everyone, _may_share))
    if possible:
        missing: list[Missing] = []
        for key, tool in possible.items():
            if is_used_for(stack, key, tool, _PLATFORMS) != TRUE:
                missing.append(Missing(("tools", key, "capabilities")))
                continue
            missing += _unknown_records(key, tool)
            missing += _unknown_brand(key, tool) if len(possible) > 1 else ()
            if is_open(tool.teams):
                missing.append(Missing(("tools", key, "teams")))
        return UNKNOWN_TRUTH, tuple(missing)
    if stack.is_complete("tools") or len(everyone) < _TWO:
        return FALSE, ()
    return FALSE_AS_LISTED, whether_whole(stack, "tools")


# -- beyond the stack ------------------------------------------------------------------------------------------------


@check("item", "capabilities")
def beyond_the_stack(view: View) -> Iterator[Verdict]:
    """What was promised, or is done, and needs a capability that no tool in use has.

    For what was promised, tools that are planned count, too: they may be there when it is due.

    Subjects are the items of the roadmap, and the processes that say what they need. Where there are none, and nobody
    has said what is on the roadmap, that is asked for.

    Values: the ``item``, and the ``capabilities`` that are not there.
    """
    stack = view.stack
    today, then = Abilities(stack), Abilities(stack, planned=True)
    subjects: list[tuple[Abilities, tuple[str, ...], str, Any]] = [
        (then, ("roadmap", "items", key), item.title, item.requires_capabilities)
        for key, item in elements_of(stack, "roadmap_item")
    ]
    subjects += [
        (today, ("processes", key), process.title, process.requires_capabilities)
        for key, process in elements_of(stack, "process")
        if process.requires_capabilities is not None
    ]
    for abilities, route, title, required in subjects:
        yield _beyond(abilities, route, title, required)
    if not subjects:
        roadmap = stack.roadmap
        if not is_stated(roadmap):
            yield Verdict(("roadmap",), Outcome.UNKNOWN, missing=(Missing(("roadmap",)),))
        elif isinstance(roadmap, Roadmap) and roadmap.items is None:
            yield Verdict(("roadmap",), Outcome.UNKNOWN, missing=(Missing(("roadmap", "items")),))


def _beyond(abilities: Abilities, route: tuple[str, ...], title: str, required: Any) -> Verdict:
    elements = (".".join(route),)
    absent = {job: negate(abilities.does(job)) for job in dict.fromkeys(listed(required))}
    lacking = [job for job, truth in absent.items() if truth in {TRUE, TRUE_AS_LISTED}]
    if lacking:
        is_proved = absent[lacking[0]] == TRUE
        return Verdict(
            elements,
            Outcome.FLAGGED if is_proved else Outcome.SUSPECTED,
            facts=(FactRef(".".join(route[:-1]), route[-1], "requires_capabilities"), FactRef("tools")),
            missing=() if is_proved else (Missing(("complete", "tools")),),
            values={"item": title, "capabilities": _jobs_in_words(lacking)},
        )
    missing = [Missing((*route, "requires_capabilities"))] if is_open(required) else []
    missing += abilities.missing([job for job, truth in absent.items() if truth != FALSE])
    return Verdict(elements, Outcome.UNKNOWN if missing else Outcome.CLEAR, missing=tuple(missing))
