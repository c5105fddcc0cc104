"""The words of a question: a signal, channel, scope or class of data that does not exist is a mistake."""

from __future__ import annotations

from collections.abc import Iterable

from stackaudit.graph.facts import covers
from stackaudit.model.stack import Stack
from stackaudit.model.words import DATA_CLASSES, Channel, OptOutScope, Signal

__all__ = ["data_class_named", "scope_named", "signal_named"]


def signal_named(signal: str, channel: str | None) -> None:
    """Refuse a signal or channel that does not exist."""
    _refuse_unless_in("signal", signal, Signal)
    if channel is not None:
        _refuse_unless_in("channel", channel, Channel)


def scope_named(signal: str, scope: str) -> OptOutScope:
    """The scope of an opt-out by its name."""
    _refuse_unless_in("scope", scope, OptOutScope)
    if signal != Signal.OPT_OUT:
        message = f"only an opt-out has a scope, not {signal!r}"
        raise ValueError(message)
    return next(one for one in OptOutScope if one == scope)


def data_class_named(stack: Stack, data_class: str) -> None:
    """Refuse a class of data that is neither in the taxonomy nor one of the company's own, nor above one of these."""
    known = (*DATA_CLASSES, *stack.data_classes)
    if not any(covers(data_class, name) for name in known):
        _refuse_unless_in("data class", data_class, known)


def _refuse_unless_in(what: str, word: str, words: Iterable[str]) -> None:
    known = sorted({str(one) for one in words})
    if word not in known:
        message = f"there is no {what} {word!r}; there are {', '.join(known)}"
        raise ValueError(message)
