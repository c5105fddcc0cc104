"""The files that make a stack: of a folder, and those that a file includes; none of them lies outside the root.

The same for folders on disk (``folders``) and for those of a git revision (``revisions``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, Protocol

from stackaudit.errors import Place, Problem
from stackaudit.source import Document, Limits, Reading, read
from stackaudit.source.wording import shown

__all__ = ["MOST", "SETTINGS", "YAML", "Tree", "read_parts", "second_document"]

SETTINGS: Final = "stackaudit.toml"
"""The file of settings: a folder that holds one is a stack of its own, also inside that of another."""

YAML: Final = (".yaml", ".yml")
"""How the names of the files of a folder that are read end."""
MOST: Final = 10_000
"""How many files a stack has at most."""


class Tree(Protocol):
    """A folder and what is below it: names and bytes.

    Paths in it begin at the folder, with slashes; ``""`` is the folder itself.
    """

    @property
    def start(self) -> str:
        """The one file that the user named; ``""`` where that is the folder."""

    @property
    def called(self) -> str:
        """How messages call the folder."""

    def name(self, path: str) -> str:
        """How messages name what lies at a path."""

    def actual(self, path: str) -> Hashable | None:
        """What stands for the place that a path leads to, links and all; None where that is outside of the folder.

        Where the file that the user named leads is never outside.
        """

    def kind(self, path: str) -> str | None:
        """What a path inside leads to: a ``file``, a ``folder`` or something else; None for nothing."""

    def listed(self, folder: str) -> list[tuple[str, str]] | Problem:
        """The names in a folder, each with its kind, in any order; a link to a folder is a ``link``."""

    def texts(self, paths: Sequence[str], limits: Limits, left: int) -> Iterator[bytes | Problem]:
        """What files hold, in turn, or why one is not read; each by itself and all together within a size.

        Args:
            paths: such as lead to something inside the folder, or to nothing.
            limits: the size of each.
            left: how many bytes they have together.
        """


def read_parts(trees: Sequence[Tree], limits: Limits | None = None) -> tuple[list[Document], list[Problem]]:
    """The documents of all files that make a stack, in the order of their names, and what is wrong with them.

    Of a folder every YAML file in it and below is read, but for hidden ones and those in folders with settings of their
    own.

    Args:
        trees: folders, and files in theirs.
        limits: bounds on each file; all of them together have no more than ``limits.size`` bytes either.
    """
    reader = _Reader(limits or Limits())
    for tree in trees:
        reader.add(tree)
    documents = [document for _, document in sorted(reader.documents.items())]
    return documents, reader.problems


class _Reader:
    """Reads files, each once, and what they include."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self._seen: set[Hashable] = set()
        self._left = limits.size

    def add(self, tree: Tree) -> None:
        """Read a file, or the files of a folder."""
        paths = [tree.start] if tree.start else list(self._files(tree))
        if not paths and not self.problems:
            hint = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"
            self.problems.append(Problem(f"{shown(tree.name(''))} holds no YAML file", hint=hint))
        self._read(tree, paths)

    def _files(self, tree: Tree) -> Iterator[str]:
        """The paths of the YAML files in a folder and below."""
        folders = [""]
        while folders:
            folder = folders.pop()
            listed = tree.listed(folder)
            if isinstance(listed, Problem):
                self.problems.append(listed)
                continue
            if folder and (SETTINGS, "file") in listed:
                continue
            for name, kind in sorted(one for one in listed if not one[0].startswith(".")):
                path = posixpath.join(folder, name)
                if kind == "folder":
                    folders.append(path)
                elif kind in {"link", "submodule"}:
                    self.problems.append(Problem(f"{shown(tree.name(path))} is a {kind}, and is not followed"))
                elif name.endswith(YAML):
                    yield path

    def _read(self, tree: Tree, paths: Sequence[str]) -> None:
        """Read files that have not been read yet, and what they include from the same folder."""
        chosen = [path for path in paths if self._is_new(tree, path)]
        for path, text in zip(chosen, tree.texts(chosen, self.limits, self._left), strict=True):
            if isinstance(text, Problem):
                self.problems.append(text)
            else:
                self._left -= len(text)
                self._take(tree, path, read(text, file=tree.name(path), limits=self.limits))

    def _is_new(self, tree: Tree, path: str) -> bool:
        """Whether a file is to be read."""
        actual = tree.actual(path)
        if actual is None:
            self.problems.append(Problem(f"{shown(tree.name(path))} is a link that leads out of its folder"))
        elif len(self._seen) == MOST and actual not in self._seen:
            self.problems.append(Problem(f"a stack has more than {MOST:,} files", hint="split it, or join files"))
        elif actual not in self._seen:
            self._seen.add(actual)
            return True
        return False

    def _take(self, tree: Tree, path: str, reading: Reading) -> None:
        self.problems += reading.problems
        if not reading.documents:
            return
        document = reading.documents[0]
        self.problems += second_document(reading)
        self.documents[tree.name(path)] = document
        included = document.data.get("include") if isinstance(document.data, dict) else None
        for number, named in enumerate(included if isinstance(included, list) else ()):
            if isinstance(named, str):
                self._include(tree, path, named, document, document.place(("include", number)))

    def _include(self, tree: Tree, by: str, named: str, document: Document, place: Place) -> None:
        """Read a file that another one includes, where it lies in the same folder."""
        path = posixpath.join(posixpath.dirname(by), named)

        def refuse(message: str, hint: str | None = None) -> None:
            self.problems.append(Problem(message, place, hint, document.excerpt(place)))

        if named.startswith("/") or tree.actual(path) is None:
            refuse(f"{shown(named)} leads out of {shown(tree.called)}", "name a file inside the folder of the stack")
            return
        kind = tree.kind(path)
        if kind is None:
            hint = "parts of a path are parted by /" if "\\" in named else "a path from the folder of this file"
            refuse(f"there is no file {shown(named)}", hint)
        elif kind != "file":
            refuse(f"{shown(named)} is a {kind}, expected a file")
        elif not path.endswith(YAML):
            refuse(f"{shown(named)} is no YAML file")
        else:
            self._read(tree, [path])


def second_document(reading: Reading) -> list[Problem]:
    """What is wrong where a text holds more than one document."""
    if len(reading.documents) < 2:  # noqa: PLR2004 - one is what there should be
        return []
    message = "expected one document, found a second one"
    return [reading.documents[1].problem((), message, "one file holds one stack")]
