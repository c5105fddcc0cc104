"""Packs that installed packages offer: whether there are any, which is quickly seen, and which."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINTS", "entry_points", "may_be_offered"]

ENTRY_POINTS: Final = "stackaudit.packs"
"""The entry-point group by which a package offers a pack: the value names a package with a folder ``rules``."""

_FOLDERS: Final = (".dist-info", ".egg-info", "egg-info")
"""How the folders are called in which packages say what they offer."""


def entry_points(*, group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group; without any, a tenth of the time that asking ``importlib.metadata`` takes."""
    if not may_be_offered(group):
        return ()
    from importlib import metadata  # noqa: PLC0415 - takes as long as reading all rules, and most have no such package

    return tuple(metadata.entry_points(group=group))


def may_be_offered(group: str = ENTRY_POINTS) -> bool:
    """Whether an installed package may have entry points of a group; False only where none has."""
    if any(finder is not PathFinder and hasattr(finder, "find_distributions") for finder in sys.meta_path):
        return True
    return any(_in_folder(folder or ".", group.encode()) for folder in dict.fromkeys(sys.path))


def _in_folder(folder: str, group: bytes) -> bool:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - a quarter of the time, on a path that every start takes
    except OSError:
        return os.path.isfile(folder)  # noqa: PTH113 - an archive: it may hold anything
    return any(
        _names(os.path.join(folder, name, "entry_points.txt"), group)  # noqa: PTH118 - as above
        for name in names
        if name.lower().endswith(_FOLDERS)
    )


def _names(file: str, group: bytes) -> bool:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - as above
            return group in opened.read()
    except OSError:
        return False
