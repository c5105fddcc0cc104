"""What tools are used for, where rules compare them by it: what is stated, or what their products mainly are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stackaudit.finding import Origin
from stackaudit.model.elements import Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, listed
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["Jobs", "is_used_for", "jobs_of"]


class Jobs(NamedTuple):
    """The jobs of a tool.

    Attributes:
        sure: those that it is used for.
        possible: those that its product is as good for, where nobody has said what the company uses it for.
        is_open: whether it may be used for anything else besides.
    """

    sure: tuple[str, ...]
    possible: tuple[str, ...]
    is_open: bool

    @property
    def is_known(self) -> bool:
        """Whether nothing is left open."""
        return not self.possible and not self.is_open


def jobs_of(stack: Stack, key: str, tool: Tool) -> Jobs:
    """The jobs of a tool, by its id.

    A product of the catalogue is there for its main job, the first of its primary capabilities. The company may have
    bought it for the others, or never have opened them. What the file says of a product of the company's own is stated.
    """
    names = listed(tool.capabilities)
    if (
        len(names) > 1
        and stack.origin("tools", key, "capabilities") is Origin.CATALOGUE
        and tool.product not in stack.products
    ):
        return Jobs(names[:1], names[1:], is_open=False)
    return Jobs(names, (), is_open(tool.capabilities))


def is_used_for(stack: Stack, key: str, tool: Tool, wanted: Iterable[str]) -> Truth:
    """Whether a tool is used for one of the wanted jobs; whether it is in use is not looked at."""
    jobs, wanted = jobs_of(stack, key, tool), frozenset(wanted)
    if not wanted.isdisjoint(jobs.sure):
        return TRUE
    return UNKNOWN_TRUTH if jobs.is_open or not wanted.isdisjoint(jobs.possible) else FALSE
