"""Which data is about people: of the classes of the taxonomy, and of those that a company declares itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stackaudit.graph.facts import covers
from stackaudit.model.elements import DataClass
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.model.words import DATA_CLASSES
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, any_of, of

__all__ = ["beside", "declared_as", "is_personal", "names_people", "names_personal", "personal_classes"]


def declared_as(stack: Stack, data_class: str) -> str:
    """The nearest data class of the company's own at or above a data class; the class itself where there is none."""
    name = data_class
    while name not in stack.data_classes:
        if "." not in name:
            return data_class
        name = name.rpartition(".")[0]
    return name


def is_personal(stack: Stack, data_class: str) -> Truth:
    """Whether a data class is personal: ``user`` and all below it, and the company's own classes as they say.

    A class below one of the company's own is what that one is, unless it says otherwise.
    """
    if covers("user", data_class):
        return TRUE
    own: DataClass | None = stack.data_classes.get(declared_as(stack, data_class))
    if own is not None:
        return of(own.personal is True) if is_stated(own.personal) else UNKNOWN_TRUTH
    return FALSE if data_class.partition(".")[0] in DATA_CLASSES else UNKNOWN_TRUTH


def names_personal(stack: Stack, classes: Any) -> Truth:
    """Whether a list of data classes holds personal data; open lists and lists that nobody stated may."""
    return names_people(stack, classes, ())


def personal_classes(stack: Stack, classes: Any) -> tuple[str, ...]:
    """Those of a list of data classes that are personal for certain."""
    return tuple(name for name in listed(classes) if is_personal(stack, name) == TRUE)


def names_people(stack: Stack, classes: Any, may_stay: Iterable[str]) -> Truth:
    """Whether a list holds personal data beside what has to stay, such as the record of who wants no mail."""
    truth = any_of(is_personal(stack, name) for name in beside(classes, may_stay))
    return any_of((truth, UNKNOWN_TRUTH)) if is_open(classes) else truth


def beside(classes: Any, may_stay: Iterable[str]) -> list[str]:
    """The classes that a list names, without those that have to stay and what is below them in the tree."""
    kept = tuple(may_stay)
    return [name for name in listed(classes) if not any(covers(above, name) for above in kept)]
