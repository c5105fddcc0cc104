"""Writes outputs into one folder: whole or not at all, and never outside it."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from stackaudit.errors import OutputError, Problem
from stackaudit.outputs.pieces import Content, Pieces
from stackaudit.outputs.plain import as_bytes

__all__ = ["check_folder", "write_all"]

_AT_ONCE: Final = 1 << 20
"""So many bytes are handed over at once: with the usual few thousand, a large audit is handed over 20,000 times."""


def check_folder(folder: Path, names: Iterable[str]) -> None:
    """Find out before long work whether files can be written into a folder. Nothing is made.

    Args:
        folder: where they are to be written; it may be missing.
        names: the plain file names.

    Raises:
        OutputError: they cannot, as far as can be seen.
    """
    here = folder
    while not here.exists() and here.parent != here:
        here = here.parent
    reason = None
    if not here.is_dir():
        reason = errno.EEXIST if here == folder else errno.ENOTDIR
    elif not os.access(here, os.W_OK | os.X_OK):
        reason = errno.EACCES
    if reason is not None:
        raise _unwritable(folder, OSError(reason, os.strerror(reason)))
    for name in names:
        _target(folder, name)


def write_all(folder: Path, contents: Mapping[str, Content]) -> tuple[Path, ...]:
    """Write files into a folder, which is made where it is missing.

    Every file is written beside its place first; only when all of them are there do they take their places, so that an
    error leaves what was there before. A link in a file's place is replaced, not followed.

    Args:
        folder: where to write.
        contents: text (as UTF-8), bytes, or what is made piece by piece, by plain file name.

    Raises:
        OutputError: a file cannot be written, or a name leads out of the folder.
    """
    drafts: list[str] = []
    try:
        targets = [_target(folder, name) for name in contents]
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            handle, draft = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            drafts.append(draft)
            with os.fdopen(handle, "wb", _AT_ONCE) as stream:
                stream.writelines(content if isinstance(content, Pieces) else [as_bytes(content)])
            os.chmod(draft, 0o644)  # noqa: PTH101 - a report is for others to read; mkstemp makes it private
        for draft, target in zip(drafts, targets, strict=True):
            os.replace(draft, target)  # noqa: PTH105 - the pair of plain calls that is atomic on every system
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        for draft in drafts:
            with contextlib.suppress(OSError):
                os.unlink(draft)  # noqa: PTH108 - a draft that took its place is gone
    return tuple(targets)


def _unwritable(folder: Path, error: OSError) -> OutputError:
    if isinstance(error, FileExistsError):
        return OutputError(Problem(f"{folder} is a file, and a folder is needed", hint="choose another with --output"))
    what = error.strerror or type(error).__name__
    return OutputError(Problem(f"cannot write into {folder}: {what}", hint="choose another folder with --output"))


def _target(folder: Path, name: str) -> Path:
    """Where a file goes. What stands in its way is found before anything is written."""
    if Path(name).name != name or name in {"", ".", ".."}:
        raise OutputError(Problem(f"the file name {name!r} leads out of the folder {folder}"))
    target = folder / name
    if target.is_dir() and not target.is_symlink():
        raise OutputError(Problem(f"{target} is a folder, and a file is to be written there"))
    return target
