"""Files as a git repository holds them at a revision: read from its objects alone, nothing checked out, nothing run.

The program ``git`` is asked what a name stands for, what a tree lists, and for the bytes of its files. No hook, filter,
text conversion or monitor takes part in that, and objects that a partial clone lacks are not fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from stackaudit.errors import Problem, ReadError
from stackaudit.frozen import dataclass
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["Entry", "Repository", "Revision"]

_SAFELY: Final = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.warnAmbiguousRefs=true"),
    *("-c", f"core.hooksPath={os.devnull}"),
)
_OFFLINE: Final = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SECONDS: Final = 120
_KINDS: Final = {"100644": "file", "100664": "file", "100755": "file", "120000": "link", "160000": "submodule"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tree lists at a path: a ``file``, ``folder``, ``link`` or ``submodule``, its object, a file's bytes."""

    path: str
    kind: str
    id: str
    size: int


class Repository:
    """The git repository in which a folder lies.

    Attributes:
        folder: where git is run.
        root: the top folder of its working tree.
    """

    def __init__(self, folder: Path) -> None:
        """Find the repository.

        Raises:
            ReadError: there is no program ``git``, or the folder lies in no repository that it can read.
        """
        self.folder = folder
        ran = self.git("rev-parse", "--show-toplevel")
        if ran.returncode:
            where = shown(os.path.normpath(folder))
            if b"not a git repository" in ran.stderr:
                raise ReadError(Problem(f"{where} lies in no git repository, and so has no revisions"))
            raise ReadError(Problem(f"git cannot read the repository of {where}: {_said(ran)}"))
        self.root = Path(os.fsdecode(ran.stdout.rstrip(b"\r\n")))

    def commit(self, name: str) -> str | None:
        """The commit that a name stands for; None where it stands for none.

        Raises:
            ReadError: it stands for a branch and for a tag.
        """
        if not name or name.startswith("-") or not name.isprintable():
            return None
        ran = self.git("rev-parse", "--verify", f"{name}^{{commit}}")
        if ran.returncode:
            return None
        if b"is ambiguous" in ran.stderr:
            hint = f"write refs/heads/{name} for the branch, refs/tags/{name} for the tag"
            raise ReadError(Problem(f"{shown(name)} is more than one revision", hint=hint))
        return ran.stdout.decode("ascii").strip()

    def fork(self, one: str, other: str) -> str | None:
        """The commit from which two commits went apart; None where they have none in common."""
        ran = self.git("merge-base", one, other)
        return None if ran.returncode else ran.stdout.decode("ascii").split()[0]

    def near(self, name: str) -> str | None:
        """A hint for a name that stands for no commit: a branch or tag that is spelt alike, or what may be missing."""
        names = self.git("for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").splitlines()
        shallow = self.git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        missing = "this clone holds only a part of the history: fetch that revision first" if shallow else None
        return did_you_mean(name, names) or missing

    def git(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git in the folder, by words of ours and names that were checked."""
        program = shutil.which("git")
        if program is None or not os.path.isabs(program):  # noqa: PTH117 - one in the working folder is not trusted
            raise ReadError(Problem("revisions need the program git, and there is none on this machine"))
        try:
            return subprocess.run(  # noqa: S603 - git itself, without a shell; no argument is an option of the user's
                [program, *_SAFELY, *arguments],
                cwd=self.folder,
                env={**os.environ, **_OFFLINE},
                input=given,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(Problem(f"git {arguments[0]} took longer than {_SECONDS} seconds")) from error


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of a repository, by the name that the user gave it."""

    repository: Repository
    name: str
    commit: str

    def entry(self, path: str) -> Entry | None:
        """What the revision has at a path from the top of the repository; None where that is nothing."""
        if not path:
            return Entry("", "folder", self.commit, 0)
        return next((one for one in self._listed(path) if one.path == path), None)

    def listed(self, folder: str, *, deep: bool = False) -> Iterator[Entry]:
        """What is in a folder; where it is ``deep``, what is in the folders in it, too."""
        return self._listed(f"{folder}/" if folder else "", deep=deep)

    def texts(self, entries: Sequence[Entry]) -> Mapping[str, bytes]:
        """The bytes of files, by path.

        Raises:
            ReadError: the repository does not hold them, as a partial clone may not.
        """
        if not entries:
            return {}
        ran = self.repository.git(
            "cat-file", "--batch", given="".join(f"{one.id}\n" for one in entries).encode("ascii")
        )
        texts = {}
        at = 0
        for one in entries:
            end = ran.stdout.find(b"\n", at)
            header = ran.stdout[at : max(end, at)].split()
            if len(header) != 3 or header[1] != b"blob":  # noqa: PLR2004 - id, kind and size
                message = f"the repository does not hold {shown(f'{self.name}:{one.path}')}"
                raise ReadError(Problem(message, hint="a partial clone has to fetch it first"))
            size = int(header[2])
            texts[one.path] = ran.stdout[end + 1 : end + 1 + size]
            at = end + size + 2
        return texts

    def _listed(self, path: str = "", *, deep: bool = False) -> Iterator[Entry]:
        """What a path names, or, where it ends in a slash, what is in that folder; ``deep`` also in its folders."""
        recursive, paths = ["-r", "-t"] if deep else [], ["--", path] if path else []
        ran = self.repository.git("ls-tree", "-z", "-l", "--full-tree", *recursive, self.commit, *paths)
        if ran.returncode:
            raise ReadError(Problem(f"git cannot list the files of {shown(self.name)}: {_said(ran)}"))
        for line in filter(None, ran.stdout.split(b"\0")):
            facts, _, name = line.partition(b"\t")
            mode, kind, identity, size = facts.decode("ascii").split()
            what = "folder" if kind == "tree" else _KINDS.get(mode, "file")
            yield Entry(os.fsdecode(name), what, identity, int(size) if size.isdigit() else 0)


def _said(ran: subprocess.CompletedProcess[bytes]) -> str:
    return ran.stderr.decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ") or "it failed"
