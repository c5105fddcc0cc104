"""Which two states of a stack the words on the command line name."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stackaudit.errors import Problem, SettingsError
from stackaudit.load import load_files
from stackaudit.model.stack import Stack
from stackaudit.source import Limits

__all__ = ["Side", "sides"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: how it is named, and how it is loaded."""

    name: str
    load: Callable[[], Stack]


def sides(states: Sequence[str], limits: Limits) -> tuple[Side, Side]:
    """The two states that the words name.

    Raises:
        SettingsError: they do not name two states.
    """
    if len(states) != 2:  # noqa: PLR2004 - two are compared
        hint = "stackaudit diff OLD NEW, each a file or a folder"
        raise SettingsError(Problem(f"expected two states of a stack, found {len(states)}", hint=hint))
    old, new = (_on_disk([path], limits) for path in states)
    return old, new


def _on_disk(paths: Sequence[str], limits: Limits) -> Side:
    # A name that is not UTF-8 holds halves of characters, which no output can write.
    names = [os.path.normpath(path).encode("utf-8", "backslashreplace").decode("utf-8") for path in paths]
    return Side(names[0], lambda: load_files(paths, names=names, limits=limits))
