"""What the tools of a stack can do, by what is stated and by what their products can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stackaudit.catalogue import catalogue
from stackaudit.checks.reading import in_use
from stackaudit.finding import Missing
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import Built, ToolStatus
from stackaudit.truth import FALSE, FALSE_AS_LISTED, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["Abilities"]


class Abilities:
    """Worked out once for a stack, then asked for each job that something needs.

    With ``planned``, tools that are planned count as those in use do: for what is promised, not for what is done today.

    A tool can do what is stated for it, and what its product can by the catalogue. Of a tool whose product nobody
    stated it is not known what it can do, unless the company or an agency wrote it: it may be any product, also one
    that the catalogue lacks.
    """

    def __init__(self, stack: Stack, *, planned: bool = False) -> None:
        self._stack = stack
        self._unsure: list[tuple[str, Tool, frozenset[str]]] = []
        known: dict[Any, tuple[Truth, frozenset[str], bool]] = {}
        for key, tool in stack.tools.items():
            facts = (tool.status, tool.capabilities, tool.product, tool.built)
            if facts not in known:
                used = TRUE if planned and tool.status is ToolStatus.PLANNED else in_use(tool)
                known[facts] = used, frozenset(self._jobs(tool)), _may_do_more(tool)
            used, jobs, more = known[facts]
            if used != FALSE and (used != TRUE or more):
                self._unsure.append((key, tool, jobs))
        self._certain = set().union(*(jobs for used, jobs, _ in known.values() if used == TRUE))
        self._any_job = any(_may_do_more(tool) for _, tool, _ in self._unsure)
        self._perhaps = frozenset(job for _, _, jobs in self._unsure for job in jobs)

    def does(self, job: str) -> Truth:
        """Whether a tool that counts can do a job."""
        if job in self._certain:
            return TRUE
        if self._any_job or job in self._perhaps:
            return UNKNOWN_TRUTH
        return FALSE if self._stack.is_complete("tools") else FALSE_AS_LISTED

    def missing(self, jobs: Sequence[str]) -> Iterator[Missing]:
        """The facts that would say whether a tool can do each of these jobs, none of which one does for certain."""
        for key, tool, stated in self._unsure if jobs else ():
            does_all = stated.issuperset(jobs)
            if tool.status is UNKNOWN and (_may_do_more(tool) or not stated.isdisjoint(jobs)):
                yield Missing(("tools", key, "status"))
            if is_open(tool.capabilities) and not does_all:
                yield Missing(("tools", key, "capabilities"))
            if _may_be_a_product(tool) and not does_all:
                yield Missing(("tools", key, "product"))

    def _jobs(self, tool: Tool) -> Iterator[str]:
        yield from listed(tool.capabilities)
        if tool.product is None or not is_stated(tool.product):
            return
        own = self._stack.products.get(tool.product)
        if own is not None:
            yield from listed(own.capabilities)
            return
        product = catalogue().get(tool.product)
        if product is not None:
            yield from product.capabilities
            yield from product.also


def _may_do_more(tool: Tool) -> bool:
    return is_open(tool.capabilities) or _may_be_a_product(tool)


def _may_be_a_product(tool: Tool) -> bool:
    return not is_stated(tool.product) and tool.built not in {Built.IN_HOUSE, Built.AGENCY, NONE}
