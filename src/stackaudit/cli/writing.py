"""What the commands that write files share: whether they can, and saying what they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from stackaudit.cli.printing import say, style
from stackaudit.errors import OutputError, Problem
from stackaudit.outputs.plain import plain

__all__ = ["check_target", "say_written"]


def check_target(folder: Path, files: Iterable[str], *, chosen: bool) -> None:
    """Whether files can be written into a folder; a link counts only where the user has chosen the folder.

    Raises:
        OutputError: they cannot.
    """
    from stackaudit.outputs.files import check_folder  # noqa: PLC0415 - printing to standard output writes no files

    if folder.is_symlink() and not chosen:
        raise OutputError(
            Problem(f"{folder} is a link, and may lead out of this folder", hint="name the folder with --output")
        )
    check_folder(folder, files)


def say_written(paths: Iterable[Path]) -> None:
    """Name the files that were written."""
    say(style(f"Written: {', '.join(plain(str(path)) for path in paths)}", dim=True))
