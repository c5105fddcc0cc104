"""A stack as a git repository holds it at a revision: its files are read from memory, as those of folders on disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from typing import Final

from stackaudit.collector import no_collector
from stackaudit.errors import Problem
from stackaudit.load.loader import stack_of
from stackaudit.load.parts import read_parts
from stackaudit.model.stack import Stack
from stackaudit.source import Limits
from stackaudit.source.git import Entry, Revision
from stackaudit.source.reading import too_big
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["load_revision"]

_LINKS: Final = 40
"""So many links in a row lead nowhere, as on Linux."""


def load_revision(revision: Revision, paths: Sequence[str], limits: Limits | None = None) -> Stack:
    """Load one stack from files and folders of a revision, as ``load_files`` does from those on disk.

    A link is followed within the revision alone, and a submodule is not. Messages name a file as git does:
    ``main:stack/tools.yaml``.

    Args:
        revision: the revision.
        paths: files and folders, from the top of the repository, with slashes; ``""`` for all of it.
        limits: bounds on each file, and on the size of all together.

    Raises:
        ReadError: there is no such path, or a file cannot be read as YAML.
        StackError: they do not fit the model, or say something twice; every mistake with its place.
    """
    with no_collector():
        files = _Files(revision)
        trees = [_Committed(files, path) for path in paths]
        documents, problems = read_parts(trees, limits)
        return stack_of(documents, trees[0].name(trees[0].start) if len(trees) == 1 else "", problems)


class _Files:
    """What a revision lists, asked of git once for each folder; paths begin at the top of the repository."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._folders: dict[str, dict[str, Entry]] = {}

    def entry(self, path: str) -> Entry | None:
        """What a path names, itself and no link followed."""
        return self.inside(path.rpartition("/")[0]).get(path) if path else self.revision.entry("")

    def inside(self, folder: str) -> dict[str, Entry]:
        """What is in a folder, by path."""
        if folder not in self._folders:
            self._folders[folder] = {one.path: one for one in self.revision.listed(folder)}
        return self._folders[folder]

    def ask_for_all(self, root: str) -> None:
        """Ask for what is in a folder and in those in it, at once."""
        self._folders[root] = {}
        for one in self.revision.listed(root, deep=True):
            self._folders.setdefault(one.path.rpartition("/")[0], {})[one.path] = one

    def followed(self, path: str, known: str = "") -> str | None:
        """The path with all links followed; None where they lead out of the repository.

        Where a link leads round in a circle, the path ends with it. ``known`` is what it begins with, and holds none.
        """
        done = known.split("/") if known else []
        todo = path[len(known) :].split("/")[::-1]
        links = 0
        while todo:
            part = todo.pop()
            if part == ".." and not done:
                return None
            if part == "..":
                done.pop()
            elif part not in {"", "."}:
                entry = self.entry("/".join([*done, part]))
                if entry is None or entry.kind != "link" or links == _LINKS:
                    done.append(part)
                    continue
                links += 1
                target = os.fsdecode(self.revision.texts([entry])[entry.path])
                if target.startswith("/"):
                    return None
                todo += target.split("/")[::-1]
        return "/".join(done)


class _Committed:
    """A folder at a revision, as a ``Tree`` of ``parts``: that which the user named, or that of the file they named."""

    def __init__(self, files: _Files, path: str) -> None:
        self._files = files
        self._named = path
        actual = files.followed(path)
        entry = None if actual is None else files.entry(actual)
        whole = entry is not None and entry.kind == "folder"
        self._base, _, name = (path, "", "") if whole else path.rpartition("/")
        self.start = name
        self._root = (actual if whole else files.followed(self._base)) or ""
        if whole:
            files.ask_for_all(self._root)

    @property
    def called(self) -> str:
        """The name of the folder, without those above it; the revision at the top."""
        return posixpath.basename(self._root) or self._files.revision.name

    def name(self, path: str) -> str:
        """As git names it: ``main:stack/tools.yaml``."""
        whole = posixpath.normpath(posixpath.join(self._base, path)) if path else self._base
        return f"{self._files.revision.name}:{whole}".encode("utf-8", "backslashreplace").decode("utf-8")

    def actual(self, path: str) -> str | None:
        """The path from the top of the repository, without links."""
        actual = self._files.followed(posixpath.join(self._root, path), self._root)
        inside = actual is not None and (not self._root or f"{actual}/".startswith(f"{self._root}/"))
        return actual if inside or path == self.start else None

    def kind(self, path: str) -> str | None:
        """A file, a folder, a submodule, or None."""
        entry = self._entry(path)
        return None if entry is None else entry.kind

    def listed(self, folder: str) -> list[tuple[str, str]]:
        """What is in a folder."""
        here = posixpath.join(self._root, folder) if folder else self._root
        inside = self._files.inside(here).values()
        return [(posixpath.basename(one.path), self._listed_as(one)) for one in inside]

    def texts(self, paths: Sequence[str], limits: Limits, left: int) -> Iterator[bytes | Problem]:
        """What files hold, all asked of git at once."""
        found: list[Entry | Problem] = []
        for path in paths:
            one = self._entry(path)
            if one is None:
                found.append(self._missing(path))
            elif one.kind != "file":
                found.append(Problem(f"{shown(self.name(path))} is a {one.kind}, and is not followed"))
            elif one.size > left:
                found.append(too_big(self.name(path), one.size, limits, left))
            else:
                left -= one.size
                found.append(one)
        texts = self._files.revision.texts([one for one in found if isinstance(one, Entry)])
        yield from (one if isinstance(one, Problem) else texts[one.path] for one in found)

    def _entry(self, path: str) -> Entry | None:
        """What a path leads to."""
        actual = self.actual(path)
        return None if actual is None else self._files.entry(actual)

    def _listed_as(self, entry: Entry) -> str:
        if entry.kind != "link":
            return entry.kind
        actual = self._files.followed(entry.path, posixpath.dirname(entry.path))
        there = None if actual is None else self._files.entry(actual)
        return "link" if there is not None and there.kind == "folder" else "file" if there is not None else "other"

    def _missing(self, path: str) -> Problem:
        whole = posixpath.normpath(posixpath.join(self._base, path))
        hint = did_you_mean(whole, self._files.inside(self._base))
        return Problem(f"there is no {shown(whole)} in {shown(self._files.revision.name)}", hint=hint)
