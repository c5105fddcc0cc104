"""Whether a path that a file names stays inside a folder, whatever links are on the way."""

from __future__ import annotations

from pathlib import Path

__all__ = ["is_inside"]


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path, also one that is not there yet, leads to a place inside a folder, or to the folder itself.

    A link that leads to itself leads nowhere, and a name with a character that no name holds is no place.
    """
    try:
        return _followed(path).is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links is a RuntimeError up to Python 3.12
        return False


def _followed(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return path.resolve()
