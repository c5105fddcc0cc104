"""Which two states of a stack the words on the command line name: files and folders, and those of git revisions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from stackaudit.cli.options import read_stack
from stackaudit.errors import Problem, ReadError, SettingsError
from stackaudit.model.stack import Stack
from stackaudit.model.writing import counted
from stackaudit.source import Limits
from stackaudit.source.wording import did_you_mean, shown

if TYPE_CHECKING:
    from stackaudit.audit.difference.record import Record
    from stackaudit.source.git import Repository, Revision

__all__ = ["Side", "Sides", "sides", "sides_of_plan"]

Side = Callable[[], "Stack | Record"]
"""Loads one of the two states: a stack, or what was kept of its audit."""


class Sides(NamedTuple):
    """Two states of a stack, and where the settings lie that hold for both.

    Attributes:
        old, new: the states.
        paths: the paths of the new one in the working tree.
        before: those of the old one, where it has others.
        revisions: the revisions that were named.
    """

    old: Side
    new: Side
    paths: tuple[Path, ...]
    before: tuple[Path, ...]
    revisions: tuple[Revision, ...]


_FORMS: Final = "stackaudit diff OLD NEW for two files or folders, or stackaudit diff REVISION [REVISION] PATH..."
_MIB: Final = 1024 * 1024


def sides(words: Sequence[str], max_size: int) -> Sides:
    """The two states that the words name.

    ``OLD NEW`` are two paths, also of an ``audit.json``.
    ``REV PATH...`` is what stands at the paths at a revision, against the working tree;
    ``REV1 REV2 PATH...`` and ``REV1..REV2 PATH...`` are two revisions; ``REV1...REV2 PATH...`` begins where they went
    apart. ``REV:PATH`` names one side, as git does.

    Args:
        words: as they stand on the command line.
        max_size: of each file, in MiB.

    Raises:
        ReadError: git is needed, and cannot say.
        SettingsError: the words do not name two states, or could be read in two ways.
    """
    found = _Words(words, max_size)
    whole = len(words) == 2 and all(map(found.is_side, words))  # noqa: PLR2004 - two are compared
    if whole:
        old, new = map(found.side, words)
        found.paths = (found.place(words[1]),)
    else:
        old, new = found.revisions()
    before = (found.place(words[0]),) if whole else ()
    return Sides(old, new, found.paths, before, tuple(found.revisions_read))


def sides_of_plan(words: Sequence[str], plans: Sequence[Path], max_size: int) -> Sides:
    """A stack as it is, and as what-if files change it.

    Args:
        words: the files and folders of the stack.
        plans: the what-if files, one after the other.
        max_size: of each file, in MiB.

    Raises:
        SettingsError: a word is no path.
    """
    for word in words:
        if word != "-" and not os.path.lexists(word):
            hint = _neighbour(word) or "--what-if changes the stack as it is now, and needs no second state beside it"
            raise SettingsError(Problem(f"there is no file or folder {shown(word)}", hint=hint))
    paths = tuple(map(Path, words))
    return Sides(lambda: read_stack(paths, max_size), lambda: read_stack(paths, max_size, what_if=plans), paths, (), ())


class _Words:
    """The words of a command line, each a path, a revision, a path at a revision, or a range of revisions."""

    def __init__(self, words: Sequence[str], max_size: int) -> None:
        self.words = words
        self.max_size = max_size
        self.paths: tuple[Path, ...] = ()
        self.revisions_read: list[Revision] = []
        self._repository: Repository | None = None

    def is_side(self, word: str) -> bool:
        """Whether a word names a whole side: a path, or ``REV:PATH``."""
        if self._is_path(word):
            if word == self.words[0]:
                self._check_one_meaning(word)
            return True
        return ":" in word.lstrip(":")

    def side(self, word: str) -> Side:
        """The side that a word names."""
        if self._is_path(word):
            return lambda: self._kept(word) or read_stack([Path(word)], self.max_size)
        return self._at(word.partition(":")[0], [str(self.place(word))])

    def place(self, word: str) -> Path:
        """Where in the working tree a side lies."""
        if self._is_path(word):
            return Path(word)
        path = word.partition(":")[2]
        # Git takes it from the top of the repository, unless it begins with a dot.
        return (self.repository.folder if path.startswith(".") else self.repository.root) / path

    def _kept(self, word: str) -> Record | None:
        """What was kept of an audit, where a file holds that; None for a stack, and for what cannot be read."""
        path = Path(word)
        if path.suffix != ".json" or not path.is_file() or path.stat().st_size > self.max_size * _MIB:
            return None
        from stackaudit.audit.difference.recorded import data_of, recorded  # noqa: PLC0415 - most sides are stacks

        data = data_of(path.read_bytes())
        return (
            None
            if data is None
            else recorded(data, os.path.normpath(word).encode("utf-8", "backslashreplace").decode("utf-8"))
        )

    def revisions(self) -> tuple[Side, Side]:
        """The sides of one or two revisions; the paths that follow are kept."""
        first, *rest = self.words
        if self._is_path(first):
            self._check_one_meaning(first)
            problem = (
                counted(len(self.words), "path")
                if all(map(self._is_path, rest))
                else f"the path {shown(first)} before others"
            )
            raise SettingsError(Problem(f"expected two states of a stack, found {problem}", hint=_FORMS))
        dots = "..." if "..." in first else ".."
        if dots in first:
            old, _, new = first.partition(dots)
            old, new, paths = old or "HEAD", new or "HEAD", rest
            if paths and dots == "...":
                self.paths = tuple(map(Path, paths))
                return self._since_fork(old, new, paths)
        elif len(rest) > 1 and not self._is_path(rest[0]):
            old, new, *paths = self.words
        else:
            old, new, paths = first, "", rest
        self.paths = tuple(map(Path, paths))
        if not paths:
            self._revision(old)  # a misspelt file or revision is told first
            raise SettingsError(Problem(f"{shown(first)} is a revision: name the files of the stack, too", hint=_FORMS))
        if new:
            return self._at(old, paths), self._at(new, paths)
        self._revision(old)
        return self._at(old, paths), lambda: read_stack([Path(path) for path in paths], self.max_size)

    @property
    def repository(self) -> Repository:
        """The repository of the last path, else of the working folder."""
        if self._repository is None:
            from stackaudit.source.git import Repository  # noqa: PLC0415 - only revisions need git

            self._repository = Repository(Path.cwd())
        return self._repository

    @staticmethod
    def _is_path(word: str) -> bool:
        return word == "-" or word.startswith(("./", "../", "/")) or word.endswith("/") or os.path.lexists(word)

    def _check_one_meaning(self, word: str) -> None:
        """A word that is the name of a file and of a revision is neither."""
        if word == "-" or "/" in (word[0], word[-1]) or word.startswith("."):
            return
        if not any((folder / ".git").exists() for folder in (Path.cwd(), *Path.cwd().parents)):
            return
        if self.repository.commit(word) is not None:
            hint = f"write ./{word} for the path, refs/heads/{word} or {word}^0 for the revision"
            raise SettingsError(Problem(f"{shown(word)} is both a path and a revision", hint=hint))

    def _revision(self, name: str) -> str:
        near = _neighbour(name)
        try:
            repository = self.repository
        except ReadError as error:
            hint = near or error.problems[0].message
            raise SettingsError(Problem(f"there is no file or folder {shown(name)}", hint=hint)) from error
        commit = repository.commit(name)
        if commit is None:
            what = "no revision" if ".." in name else "neither a path nor a revision"
            raise SettingsError(Problem(f"{shown(name)} is {what}", hint=near or repository.near(name)))
        return commit

    def _at(self, name: str, paths: Sequence[str], commit: str = "") -> Side:
        """The files and folders at paths, as they are at a revision."""
        commit = commit or self._revision(name)
        from stackaudit.source.git import Revision  # noqa: PLC0415 - only revisions need git

        inside = [self._from_top(path) for path in paths]
        revision = Revision(self.repository, name, commit)
        self.revisions_read.append(revision)

        def load() -> Stack:
            from stackaudit.load.revisions import load_revision  # noqa: PLC0415 - only revisions need git

            return load_revision(revision, inside, Limits(size=self.max_size * _MIB))

        return load

    def _since_fork(self, old: str, new: str, paths: Sequence[str]) -> tuple[Side, Side]:
        fork = self.repository.fork(self._revision(old), self._revision(new))
        if fork is None:
            hint = f"write {old}..{new} to compare them as they are, or fetch more of the history"
            raise SettingsError(Problem(f"{shown(old)} and {shown(new)} have no commit in common", hint=hint))
        return self._at(f"{old}...{new}", paths, fork), self._at(new, paths)

    def _from_top(self, path: str) -> str:
        """A path from the top of the repository, with slashes."""
        whole = Path(os.path.normpath(Path.cwd() / path))
        # The folder may be reached by links; the path itself is looked up in the revision, link or not.
        actual = whole if whole == self.repository.root else whole.parent.resolve() / whole.name
        root = self.repository.root.resolve()
        if actual != root and root not in actual.parents:
            raise SettingsError(
                Problem(f"{shown(path)} lies outside of the repository {shown(str(self.repository.root))}")
            )
        inside = actual.relative_to(root).as_posix()
        return "" if inside == "." else inside


def _neighbour(name: str) -> str | None:
    """A hint for a path that is not there: a file or folder beside it that is spelt alike."""
    path = Path(name)
    try:
        names = sorted(one.name for one in path.parent.iterdir())
    except (OSError, ValueError):
        return None
    return did_you_mean(path.name, names)
