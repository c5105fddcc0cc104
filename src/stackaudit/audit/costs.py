"""What the tools in use cost a year, as far as it was stated: in all, and by what they are used for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import fsum

from stackaudit.checks.costs import recurring
from stackaudit.checks.jobs import jobs_of
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Money, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE
from stackaudit.model.words import ToolStatus

__all__ = ["CapabilityCost", "Costs", "costs", "of_tools"]


@dataclass(frozen=True, slots=True)
class CapabilityCost:
    """What the tools for one job cost a year.

    ``yearly`` is by currency, dearest first, as far as known. A tool with several jobs counts in full for each, so the
    sums of several jobs cannot be added. ``unknown`` of the ``tools``, given by id, are those whose cost is not known.
    """

    capability: str
    yearly: tuple[tuple[str, float], ...]
    tools: tuple[str, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What the tools in use cost a year, by currency, and by capability: the dearest first.

    One-off amounts are left out: they say nothing of the next year. ``known`` of the ``tools`` have a stated cost.
    """

    yearly: tuple[tuple[str, float], ...]
    known: int
    tools: int
    capabilities: tuple[CapabilityCost, ...]


def costs(stack: Stack) -> Costs:
    """What the tools that are neither planned nor retired cost a year."""
    used = {
        key: tool for key, tool in stack.tools.items() if tool.status not in {ToolStatus.PLANNED, ToolStatus.RETIRED}
    }
    by_job: defaultdict[str, list[str]] = defaultdict(list)
    for key, tool in used.items():
        for job in jobs_of(stack, key, tool).sure:
            by_job[job].append(key)
    amounts = {key: recurring(tool) for key, tool in used.items()}
    known = {key for key, tool in used.items() if _is_known(tool)}
    jobs = [
        CapabilityCost(
            job,
            _summed([amounts[key] for key in keys]),
            tuple(keys),
            len(keys) - len(known.intersection(keys)),
        )
        for job, keys in by_job.items()
    ]
    return Costs(
        tuple(sorted(_summed(amounts.values()))),
        len(known),
        len(used),
        tuple(sorted(jobs, key=_dearest)),
    )


def _dearest(job: CapabilityCost) -> tuple[float, int, str]:
    return (-fsum(amount for _, amount in job.yearly), -len(job.tools), job.capability)


def _is_known(tool: Tool) -> bool:
    return tool.cost is NONE or isinstance(tool.cost, Money)


def of_tools(tools: Iterable[Tool]) -> tuple[tuple[str, float], ...]:
    """What tools cost a year by currency, dearest first, as far as it is stated; one-off amounts are left out."""
    return _summed(map(recurring, tools))


def _summed(amounts: Iterable[tuple[str, float] | None]) -> tuple[tuple[str, float], ...]:
    """The sums by currency, the greatest first."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for currency, amount in filter(None, amounts):
        found[currency].append(amount)
    sums = [(currency, _added(amounts)) for currency, amounts in found.items()]
    return tuple(sorted(sums, key=lambda one: (-one[1], one[0])))


def _added(amounts: Iterable[float]) -> float:
    """The sum, rounded once whatever the order; a whole number where all are."""
    held = list(amounts)
    return sum(held) if all(isinstance(one, int) for one in held) else fsum(held)
