"""Finds the stacks below a folder: each folder with a ``stackaudit.toml`` is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stackaudit.errors import Problem, SettingsError
from stackaudit.load.parts import SETTINGS
from stackaudit.settings.files import SettingsFile, settings_in

__all__ = ["find_stacks"]

_NOT_OURS: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
_ENVIRONMENT: Final = "pyvenv.cfg"


def find_stacks(root: Path) -> tuple[tuple[str, SettingsFile], ...]:
    """The files of settings in a folder and below, in the order of their folders, each with its folder's path in it.

    Hidden folders, installed packages and virtual environments are passed over, and links are not followed.

    Raises:
        SettingsError: it is no folder, there is none, or one is a link that leads out of the repository.
    """
    if not root.is_dir():
        raise SettingsError(Problem(f"{root} is no folder", hint="--all looks for stacks below a folder"))
    found = []
    problems: list[Problem] = []
    for folder in _folders(root):
        try:
            found.append((folder.relative_to(root).as_posix(), settings_in(folder)))
        except SettingsError as error:
            problems += error.problems
    if not found and not problems:
        hint = f"a folder with a {SETTINGS}, empty or not, is a stack"
        problems.append(Problem(f"there is no stack in {root} or below", hint=hint))
    if problems:
        raise SettingsError(problems)
    return tuple(found)


def _folders(root: Path) -> Iterator[Path]:
    """The folders that hold settings, each before those below it."""
    for here, below, _ in os.walk(root):
        below[:] = sorted(
            one
            for one in below
            if not one.startswith(".") and one not in _NOT_OURS and not (Path(here) / one / _ENVIRONMENT).is_file()
        )
        if (Path(here) / SETTINGS).is_file():
            yield Path(here)
