"""Classes of data that reach tools where they did not, or no longer do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from stackaudit.checks.reading import is_personal
from stackaudit.finding import Hop
from stackaudit.frozen import dataclass
from stackaudit.graph import StackGraph
from stackaudit.graph.exposure import exposure
from stackaudit.graph.facts import covers
from stackaudit.model.stack import Stack
from stackaudit.model.values import listed
from stackaudit.truth import TRUE

__all__ = ["Reach", "ReachChange", "changed_reach"]


class Reach(StrEnum):
    """Whether a class of data reaches a tool: for certain, perhaps, or not as far as the stack is described."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ReachChange:
    """A class of data and a tool that it reaches for certain in one of two stacks, and not in the other.

    ``personal`` is whether the class is personal for certain. ``path`` is the way there in the stack in which it does,
    over the fewest hops; empty where the data begin there.
    """

    data_class: str
    tool: str
    before: Reach
    after: Reach
    personal: bool
    path: tuple[Hop, ...]


def changed_reach(old: StackGraph, new: StackGraph) -> tuple[ReachChange, ...]:
    """Where data reach that they did not, then where they no longer do; personal data first.

    Of a class and one below it that come to the same tool, the one below says it all. O(C (V + E)) for C classes.
    """
    classes = sorted({*_named(old.stack), *_named(new.stack)})
    changes = [change for name in classes for change in _of_class(name, old, new)]
    by_tool: dict[tuple[str, Reach, Reach], list[str]] = {}
    for one in changes:
        by_tool.setdefault((one.tool, one.before, one.after), []).append(one.data_class)
    exact = [one for one in changes if not _said_below(one, by_tool[one.tool, one.before, one.after])]
    return tuple(
        sorted(exact, key=lambda one: (one.after is not Reach.YES, not one.personal, one.data_class, one.tool))
    )


def _said_below(one: ReachChange, others: Iterable[str]) -> bool:
    return any(other != one.data_class and covers(one.data_class, other) for other in others)


def _named(stack: Stack) -> Iterator[str]:
    """The classes of data that tools and flows of a stack name."""
    for tool in stack.tools.values():
        yield from listed(tool.stores)
    for flow in stack.flows.values():
        yield from listed(flow.carries)


def _of_class(name: str, old: StackGraph, new: StackGraph) -> Iterator[ReachChange]:
    before, after = exposure(old, name), exposure(new, name)
    for tool in sorted({*before, *after}):
        was, now = before.get(tool), after.get(tool)
        reaches = [Reach.NO if one is None else Reach.YES if one.truth == TRUE else Reach.MAYBE for one in (was, now)]
        if reaches[0] is not reaches[1] and Reach.YES in reaches:
            there, stack = (now, new.stack) if reaches[1] is Reach.YES else (was, old.stack)
            path = () if there is None else there.path
            yield ReachChange(name, tool, reaches[0], reaches[1], is_personal(stack, name) == TRUE, path)
