"""Finds the file of settings for a stack: the nearest one, from the stack's folder up to the repository's root."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stackaudit.errors import Problem, SettingsError
from stackaudit.frozen import dataclass
from stackaudit.load.parts import SETTINGS
from stackaudit.source.inside import is_inside

__all__ = ["PYPROJECT", "SettingsFile", "file_at", "find_file", "looked_for", "nearest", "settings_in"]

PYPROJECT: Final = "pyproject.toml"
"""The other file that may hold settings, in its table ``tool.stackaudit``."""

_REPOSITORY: Final = ".git"
_TABLE: Final = b"stackaudit"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file that may hold settings: its path, how messages name it, and the folder that nothing in it may leave."""

    path: Path
    name: str
    root: Path


def find_file(paths: Sequence[Path]) -> SettingsFile | None:
    """The file of settings that holds for a stack; None where there is none.

    The nearest one counts, alone: a file further up is not read. The search begins in the stack's folder, the one that
    all its paths have in common, and ends at the root of the repository. Outside of one, it ends at the working folder
    where that lies above, else where it began. In one folder ``stackaudit.toml`` goes before ``pyproject.toml``; one
    without a table ``tool.stackaudit`` is passed over.

    Args:
        paths: the stack's files and folders; the path ``-`` and no path stand for the working folder.

    Raises:
        SettingsError: the file is a link that leads out of where it was looked for, or is not TOML.
    """
    folders = _folders(_start(paths))
    for folder in folders:
        for name in (SETTINGS, PYPROJECT):
            path = folder / name
            if path.is_file() and (name == SETTINGS or _has_table(path, folders[-1])):
                return _inside(path, folders[-1])
    return None


def looked_for(paths: Sequence[Path]) -> list[Path]:
    """Where ``find_file`` looks for a stack, nearest first, whether there is a file or not."""
    return [folder / name for folder in _folders(_start(paths)) for name in (SETTINGS, PYPROJECT)]


def settings_in(folder: Path) -> SettingsFile:
    """The file of settings of a folder that holds one.

    Raises:
        SettingsError: it is a link that leads out of the repository.
    """
    return _inside(folder / SETTINGS, _folders(folder.resolve())[-1])


def file_at(path: Path) -> SettingsFile:
    """A file of settings that the user has named."""
    return SettingsFile(path, _name_of(path), _folders(path.resolve().parent)[-1])


def nearest(path: Path) -> Path:
    """A path as short as from the working folder, where it lies below that."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute


def _start(paths: Sequence[Path]) -> Path:
    """The folder that all paths of a stack lie in."""
    known = [path for path in paths if str(path) != "-"] or [Path()]
    folders = [(path if path.is_dir() else path.parent).resolve() for path in known]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on two drives
        return folders[0]


def _folders(start: Path) -> list[Path]:
    """The folders to look into, nearest first; the last one is the root."""
    chain = [start, *start.parents]
    for ends in (lambda folder: (folder / _REPOSITORY).exists(), Path.cwd().resolve().__eq__):
        root = next((number for number, folder in enumerate(chain) if ends(folder)), None)
        if root is not None:
            return chain[: root + 1]
    return [start]


def _has_table(path: Path, root: Path) -> bool:
    """Whether a ``pyproject.toml`` holds settings of ours; most are told by a glance at their bytes."""
    from stackaudit.settings.table import table_of, toml_of  # noqa: PLC0415 - most stacks have no such file

    file = _inside(path, root)
    try:
        with path.open("rb") as stream:
            if not any(_TABLE in line for line in stream):
                return False
    except OSError:
        return False
    return table_of(toml_of(file), file) is not None


def _inside(path: Path, root: Path) -> SettingsFile:
    name = _name_of(path)
    if not is_inside(path, root):
        raise SettingsError(
            Problem(f"{name} is a link that leads out of {root.name or root}", hint="put the file itself")
        )
    return SettingsFile(path, name, root)


def _name_of(path: Path) -> str:
    """A path as seen from the working folder, in characters that can be written."""
    try:
        name = os.path.relpath(path)
    except ValueError:  # on two drives
        name = str(path)
    return Path(name).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
