"""A stack as a git repository holds it at a revision: its files are read from memory, as those of folders on disk."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stackaudit.collector import no_collector
from stackaudit.errors import Problem
from stackaudit.load.folders import MOST, SETTINGS, YAML, second_document
from stackaudit.load.loader import stack_of
from stackaudit.model.stack import Stack
from stackaudit.source import Document, Limits, read
from stackaudit.source.git import Entry, Revision
from stackaudit.source.reading import too_big
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["load_revision"]


def load_revision(revision: Revision, paths: Sequence[str], limits: Limits | None = None) -> Stack:
    """Load one stack from files and folders of a revision, as ``load_files`` does from those on disk.

    Links and submodules are not followed. Messages name a file as git does: ``main:stack/tools.yaml``.

    Args:
        revision: the revision.
        paths: files and folders, from the top of the repository, with slashes; ``""`` for all of it.
        limits: bounds on each file, and on the size of all together.

    Raises:
        ReadError: there is no such path, or a file cannot be read as YAML.
        StackError: they do not fit the model, or say something twice; every mistake with its place.
    """
    with no_collector():
        reader = _Reader(revision, limits or Limits())
        for path in paths:
            reader.add(path)
        documents = [document for _, document in sorted(reader.documents.items())]
        return stack_of(documents, reader.named(paths[0]) if len(paths) == 1 else "", reader.problems)


class _Reader:
    """Reads files of a revision, each once, and what they include."""

    def __init__(self, revision: Revision, limits: Limits) -> None:
        self.revision = revision
        self.limits = limits
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self._seen: set[str] = set()
        self._left = limits.size

    def named(self, path: str) -> str:
        """How messages name a path of the revision."""
        return f"{self.revision.name}:{path}".encode("utf-8", "backslashreplace").decode("utf-8")

    def add(self, path: str) -> None:
        """Read a file, or the files of a folder."""
        entry = self.revision.entry(path)
        if entry is None:
            hint = did_you_mean(path, self.revision.siblings(path))
            self.problems.append(Problem(f"there is no {shown(path)} in {shown(self.revision.name)}", hint=hint))
        elif entry.kind == "folder":
            files = list(self._files(path))
            if not files and not self.problems:
                hint = "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from"
                self.problems.append(Problem(f"{shown(self.named(path))} holds no YAML file", hint=hint))
            self._read(files, path)
        elif self._is_file(entry):
            self._read([entry], posixpath.dirname(path))

    def _is_file(self, entry: Entry) -> bool:
        if entry.kind != "file":
            self.problems.append(Problem(f"{shown(self.named(entry.path))} is a {entry.kind}, and is not followed"))
        return entry.kind == "file"

    def _files(self, root: str) -> Iterator[Entry]:
        """The YAML files of a folder and below, but for hidden ones and those in folders with settings of their own."""
        entries = list(self.revision.files(root))
        start = len(root) + 1 if root else 0
        apart = {f"{one.path.removesuffix(SETTINGS)}" for one in entries if posixpath.basename(one.path) == SETTINGS}
        apart.discard(f"{root}/" if root else "")
        for one in entries:
            parts = one.path[start:].split("/")
            hidden = any(part.startswith(".") for part in parts)
            above = (one.path[:at] for at, letter in enumerate(one.path, 1) if letter == "/")
            if hidden or not apart.isdisjoint(above):
                continue
            matters = one.path.endswith(YAML) or one.kind == "submodule" or self._leads_to_folder(one)
            if matters and self._is_file(one):
                yield one

    def _leads_to_folder(self, entry: Entry) -> bool:
        """Whether a link leads to a folder of the revision: what is in it would be read if it were followed."""
        if entry.kind != "link":
            return False
        target = self.revision.texts([entry])[entry.path].decode("utf-8", "replace")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), target))
        there = None if path.startswith(("/", "..")) else self.revision.entry("" if path == "." else path)
        return there is not None and there.kind == "folder"

    def _read(self, entries: Sequence[Entry], root: str) -> None:
        """Read files that may include others from the same root."""
        chosen = []
        left = self._left
        for one in entries:
            if one.path in self._seen:
                continue
            self._seen.add(one.path)
            if len(self._seen) > MOST:
                self.problems.append(Problem(f"a stack has more than {MOST:,} files", hint="split it, or join files"))
                break
            if one.size > left:
                limits = replace(self.limits, size=left)
                self.problems.append(too_big(self.named(one.path), one.size, limits))
                continue
            left -= one.size
            chosen.append(one)
        self._left = left
        for path, text in self.revision.texts(chosen).items():
            self._take(path, text, root)

    def _take(self, path: str, text: bytes, root: str) -> None:
        reading = read(text, file=self.named(path), limits=self.limits)
        self.problems += reading.problems
        if not reading.documents:
            return
        document = reading.documents[0]
        self.problems += second_document(reading)
        self.documents[path] = document
        included = document.data.get("include") if isinstance(document.data, dict) else None
        for number, named in enumerate(included if isinstance(included, list) else ()):
            if isinstance(named, str):
                self._include(named, path, root, document, number)

    def _include(self, named: str, path: str, root: str, document: Document, number: int) -> None:
        """Read a file that another one includes, where it lies in the same root."""
        place = document.place(("include", number))

        def refuse(message: str, hint: str | None = None) -> None:
            self.problems.append(Problem(message, place, hint, document.excerpt(place)))

        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), named))
        inside = target.startswith(f"{root}/") if root else not target.startswith(("/", "../")) and target != ".."
        if named.startswith("/") or not inside:
            where = posixpath.basename(root) or self.revision.name
            refuse(f"{shown(named)} leads out of {shown(where)}", "name a file inside the folder of the stack")
            return
        entry = self.revision.entry(target)
        if entry is None:
            refuse(f"there is no file {shown(named)}", "a path from the folder of this file")
        elif entry.kind != "file":
            refuse(f"{shown(named)} is a {entry.kind}, expected a file")
        elif not target.endswith(YAML):
            refuse(f"{shown(named)} is no YAML file")
        else:
            self._read([entry], root)
