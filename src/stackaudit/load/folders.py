"""Files and folders on disk, as a stack is read from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from stackaudit.errors import Problem
from stackaudit.source import Limits, file_bytes
from stackaudit.source.wording import shown

__all__ = ["Folder"]


class Folder:
    """A folder on disk, as a ``Tree`` of ``parts``: that which the user named, or that of the file that they named."""

    def __init__(self, path: Path, name: str, noted: Callable[[Path], None] | None = None) -> None:
        """Look at a path.

        Args:
            path: a file or a folder.
            name: how messages name it.
            noted: called with each path before it is looked at, also where there is nothing: what to watch for changes.
        """
        self._noted = noted
        self._note(path)
        whole = path.is_dir()
        self.start = "" if whole else path.name
        self._root = path if whole else path.parent
        self._actual_root = os.path.realpath(self._root)
        self._named = name
        self._base = name if whole else os.path.dirname(name)  # noqa: PTH120 - names, not files

    @property
    def called(self) -> str:
        """The name of the folder, without those above it."""
        return Path(self._actual_root).name or str(self._root)

    def name(self, path: str) -> str:
        """The folder's name and the path in it; the user's own for what they named."""
        if path == self.start:
            return self._named
        written = path.encode("utf-8", "backslashreplace").decode("utf-8")
        return os.path.normpath(os.path.join(self._base, written))  # noqa: PTH118 - names, not files

    def actual(self, path: str) -> str | None:
        """The path without links."""
        actual = self._realpath(path)
        return str(actual) if path == self.start or actual.is_relative_to(self._actual_root) else None

    def kind(self, path: str) -> str | None:
        """A file, a folder, or None; a pipe is refused as a file that cannot be read."""
        self._note(self._root / path)
        actual = self._realpath(path)
        return "folder" if actual.is_dir() else "file" if actual.exists() else None

    def listed(self, folder: str) -> list[tuple[str, str]] | Problem:
        """What is in a folder."""
        try:
            with os.scandir(self._root / folder) as entries:
                return [(one.name, _kind(one)) for one in entries]
        except OSError as error:
            return Problem(f"cannot read {shown(self.name(folder))}: {error.strerror}")

    def texts(self, paths: Sequence[str], limits: Limits, left: int) -> Iterator[bytes | Problem]:
        """What files hold, one after the other."""
        for path in paths:
            text = file_bytes(self._realpath(path), file=self.name(path), limits=limits, left=left)
            left -= 0 if isinstance(text, Problem) else len(text)
            yield text

    def _realpath(self, path: str) -> Path:
        # Unlike that of pathlib, it bears links that lead round in a circle.
        return Path(os.path.realpath(self._root / path))

    def _note(self, path: Path) -> None:
        if self._noted is not None:
            self._noted(path)


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir():
            return "link" if entry.is_symlink() else "folder"
        return "file" if entry.is_file() else "other"
    except OSError:  # a link that leads round in a circle
        return "other"
