"""What is wrong with the description of a stack, with its place where that was read from a file."""

from __future__ import annotations

from stackaudit.errors import Problem
from stackaudit.model.stack import Stack

__all__ = ["problem_at"]


def problem_at(
    stack: Stack, route: tuple[str | int, ...], message: str, hint: str | None = None, *, key: bool = False
) -> Problem:
    """A problem with what stands at a route in the file, or with its key."""
    if stack.provenance is None:
        return Problem(message, hint=hint)
    return stack.provenance.document.problem(route, message, hint, key=key)
