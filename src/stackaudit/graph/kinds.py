"""The processes of one kind, as far as the file says of what kind they are."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.model.elements import Process
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN
from stackaudit.truth import FALSE, UNKNOWN_TRUTH, Truth, of

__all__ = ["may_have_another", "of_kind"]


def of_kind(stack: Stack, kind: str) -> Iterator[tuple[str, Process | None, Truth]]:
    """The processes that are of a kind, or may be: id, process (None where only its id is known), truth."""
    for key, process in stack.processes.items():
        if not isinstance(process, Process):
            if process is UNKNOWN and key == kind:
                yield key, None, UNKNOWN_TRUTH
            continue
        own = process.kind
        truth = UNKNOWN_TRUTH if own is UNKNOWN else of((key if own is None or own is NONE else own) == kind)
        if truth != FALSE:
            yield key, process, truth


def may_have_another(stack: Stack, kind: str) -> bool:
    """Whether there may be a process of a kind that nobody listed: the list is partial, and none is stated."""
    return not stack.is_complete("processes") and stack.processes.get(kind) is not NONE
