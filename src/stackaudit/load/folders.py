"""The files that make a stack: of a folder, and those that a file includes; none of them lies outside the root."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from stackaudit.errors import Problem
from stackaudit.frozen import dataclass, replace
from stackaudit.source import Document, Limits, Reading, read_file
from stackaudit.source.wording import shown

__all__ = ["MOST", "SETTINGS", "YAML", "read_parts", "second_document"]

SETTINGS: Final = "stackaudit.toml"
"""The file of settings: a folder that holds one is a stack of its own, also inside that of another."""

YAML: Final = (".yaml", ".yml")
"""How the names of the files of a folder that are read end."""
MOST: Final = 10_000
"""How many files a stack has at most."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: how messages name it, the folder that it may not lead out of, and whether the user named it."""

    path: Path
    name: str
    root: Path
    named: bool = False


def read_parts(
    paths: Sequence[Path],
    names: Sequence[str] | None = None,
    limits: Limits | None = None,
    noted: Callable[[Path], None] | None = None,
) -> tuple[list[Document], list[Problem]]:
    """The documents of all files that make a stack, in the order of their names, and what is wrong with them.

    Args:
        paths: files and folders. Of a folder every YAML file in it and below is read, but for hidden ones and those in
            folders with settings of their own.
        names: how messages name the paths; by default as they are given.
        limits: bounds on each file; all of them together have no more than ``limits.size`` bytes either.
        noted: called with each path before it is looked at, also where there is nothing: what to watch for changes.
    """
    reader = _Reader(limits or Limits(), noted)
    for number, path in enumerate(paths):
        name = names[number] if names is not None else str(path).encode("utf-8", "backslashreplace").decode("utf-8")
        reader.add(path, name)
    documents = [document for _, document in sorted(reader.documents.items())]
    return documents, reader.problems


class _Reader:
    """Reads files, each once, and what they include."""

    def __init__(self, limits: Limits, noted: Callable[[Path], None] | None) -> None:
        self.limits = limits
        self._noted = noted
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self._seen: set[Path] = set()
        self._left = limits.size

    def add(self, path: Path, name: str) -> None:
        """Read a file, or the files of a folder."""
        self._note(path)
        if not path.is_dir():
            self._read(_File(path, name, path.parent, named=True))
            return
        files = list(self._files(path, name))
        if not files and not self.problems:
            hint = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"
            self.problems.append(Problem(f"{shown(name)} holds no YAML file", hint=hint))
        for file in files:
            self._read(file)

    def _files(self, root: Path, name: str) -> Iterator[_File]:
        for here, folders, files in os.walk(root, onerror=self._unreadable):
            folder = Path(here)
            for one in sorted(folders):
                if (folder / one).is_symlink() and not one.startswith("."):
                    self.problems.append(
                        Problem(f"{shown(_below(root, folder / one, name))} is a link, and is not followed")
                    )
            folders[:] = sorted(
                one for one in folders if not one.startswith(".") and not (folder / one / SETTINGS).is_file()
            )
            for one in sorted(files):
                if one.endswith(YAML) and not one.startswith("."):
                    yield _File(folder / one, _below(root, folder / one, name), root)

    def _note(self, path: Path) -> None:
        if self._noted is not None:
            self._noted(path)

    def _unreadable(self, error: OSError) -> None:
        self.problems.append(Problem(f"cannot read {shown(str(error.filename))}: {error.strerror}"))

    def _read(self, file: _File) -> None:
        actual = file.path.resolve()
        if actual in self._seen:
            return
        self._seen.add(actual)
        if len(self._seen) > MOST:
            if len(self._seen) == MOST + 1:
                self.problems.append(Problem(f"a stack has more than {MOST:,} files", hint="split it, or join files"))
            return
        if not file.named and not _inside(actual, file.root):
            self.problems.append(Problem(f"{shown(file.name)} is a link that leads out of its folder"))
            return
        reading = read_file(file.path, file=file.name, limits=replace(self.limits, size=max(self._left, 0)))
        self._take(reading, file)

    def _take(self, reading: Reading, file: _File) -> None:
        self.problems += reading.problems
        if not reading.documents:
            return
        document = reading.documents[0]
        self._left -= file.path.stat().st_size
        self.problems += second_document(reading)
        self.documents[file.name] = document
        included = document.data.get("include") if isinstance(document.data, dict) else None
        for number, named in enumerate(included if isinstance(included, list) else ()):
            if isinstance(named, str):
                self._include(named, file, document, ("include", number))

    def _include(self, named: str, file: _File, document: Document, route: tuple[str | int, ...]) -> None:
        """Read a file that another one includes, where it lies in the same root."""
        path = file.path.parent / named
        place = document.place(route)

        def refuse(message: str, hint: str | None = None) -> None:
            self.problems.append(Problem(message, place, hint, document.excerpt(place)))

        if Path(named).is_absolute() or not _inside(path.resolve(), file.root):
            refuse(
                f"{shown(named)} leads out of {shown(_name_of(file.root))}",
                "name a file inside the folder of the stack",
            )
            return
        self._note(path)
        if path.is_dir():
            refuse(f"{shown(named)} is a folder, expected a file")
        elif not path.is_file():
            refuse(f"there is no file {shown(named)}", "a path from the folder of this file")
        elif path.suffix not in YAML:
            refuse(f"{shown(named)} is no YAML file")
        else:
            name = os.path.normpath(os.path.join(os.path.dirname(file.name), named))  # noqa: PTH118, PTH120 - names, not files
            self._read(_File(path, name, file.root))


def second_document(reading: Reading) -> list[Problem]:
    """What is wrong where a text holds more than one document."""
    if len(reading.documents) < 2:  # noqa: PLR2004 - one is what there should be
        return []
    place = reading.documents[1].place(())
    message = "expected one document, found a second one"
    return [Problem(message, place, "one file holds one stack", reading.documents[1].excerpt(place))]


def _below(root: Path, path: Path, name: str) -> str:
    """How a file below a folder is named."""
    below = path.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
    return os.path.normpath(os.path.join(name, below))  # noqa: PTH118 - names, not files


def _inside(path: Path, root: Path) -> bool:
    return path.is_relative_to(root.resolve())


def _name_of(root: Path) -> str:
    return root.resolve().name or str(root)
