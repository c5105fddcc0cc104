"""Which data harms people most when it gets out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackaudit.checks.reading import declared_as
from stackaudit.finding import Missing
from stackaudit.graph.facts import covers
from stackaudit.model.elements import DataClass
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, is_open, is_stated, listed
from stackaudit.model.words import SENSITIVE
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth

__all__ = ["is_sensitive", "sensitive_missing"]


def is_sensitive(stack: Stack, data_class: str) -> Truth:
    """Whether a data class tells of what harms people most; the company's own say so themselves."""
    if any(covers(above, data_class) for above in SENSITIVE):
        return TRUE
    own: DataClass | None = stack.data_classes.get(declared_as(stack, data_class))
    if own is None or own.personal is False or own.personal is NONE:
        return FALSE
    if is_stated(own.sensitive) and own.sensitive is not True:
        return FALSE
    return TRUE if is_stated(own.sensitive) and is_stated(own.personal) else UNKNOWN_TRUTH


def sensitive_missing(stack: Stack, route: tuple[str, ...], classes: Any) -> Iterator[Missing]:
    """The facts that would say whether a list holds sensitive data: of its classes, and the list itself if open."""
    for name in listed(classes):
        if is_sensitive(stack, name) == UNKNOWN_TRUTH:
            declared = declared_as(stack, name)
            for field in ("sensitive", "personal"):
                if not is_stated(getattr(stack.data_classes[declared], field)):
                    yield Missing(("data_classes", declared, field))
    if is_open(classes):
        yield Missing(route)
