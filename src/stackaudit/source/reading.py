"""The way in: bytes or a file become documents and problems, and nothing is raised."""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yaml.reader import ReaderError

from stackaudit.errors import Problem
from stackaudit.source.characters import BYTE_ORDER_MARK, decode, forbidden
from stackaudit.source.document import Reading
from stackaudit.source.limits import DEFAULT, Limits
from stackaudit.source.reader import read_events
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["file_bytes", "read", "read_file", "too_big"]


def read(text: bytes, *, file: str, limits: Limits = DEFAULT) -> Reading:
    """Read YAML 1.2 text in UTF-8.

    ``file`` is the name that places carry. A text without content is one document that holds None.
    """
    if len(text) > limits.size:
        return _unreadable(too_big(file, len(text), limits))
    lines = decode(text, file)
    if isinstance(lines, Problem):
        return _unreadable(lines)
    with _collector_off():
        try:
            if BYTE_ORDER_MARK not in lines.text:
                documents, problems = read_events(lines.text, lines, limits, [])
                return Reading(tuple(documents), tuple(problems))
        except ReaderError:
            # The parser's buffer does not tell which character is the first, so they are looked for below.
            pass
        mended, found = forbidden(lines, limits.problems + 1)
        if len(found) > limits.problems:
            found = found[: limits.problems]
            return _unreadable(*found, lines.too_many(found))
        if not mended:
            return _unreadable(*found)
        documents, problems = read_events(mended, lines, limits, found)
        return Reading(tuple(documents), tuple(problems))


def read_file(path: Path, *, file: str | None = None, limits: Limits = DEFAULT) -> Reading:
    """Read a YAML file; ``file`` is its name in places, by default the path as given.

    A file that cannot be read (missing, a folder, a pipe, not permitted, too big) is a problem without a place.
    """
    # A path that is not UTF-8 holds surrogates, which no output can write.
    name = file if file is not None else str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    text = file_bytes(path, file=name, limits=limits)
    return _unreadable(text) if isinstance(text, Problem) else read(text, file=name, limits=limits)


def file_bytes(path: Path, *, file: str, limits: Limits = DEFAULT, left: int | None = None) -> bytes | Problem:
    """What a file holds, or why it cannot be read (missing, a folder, a pipe, not permitted, too big).

    Args:
        path: the file.
        file: its name in the problem.
        limits: the size that it may have.
        left: how much of that is left, where several files have one size together.
    """

    def refused(status: os.stat_result) -> Problem | None:
        if not stat.S_ISREG(status.st_mode):
            return Problem(f"{shown(file)} is {_kind(status.st_mode)}, expected a file")
        return too_big(file, status.st_size, limits, left) if status.st_size > room else None

    room = limits.size if left is None else left
    try:
        # A pipe or a device is not even opened. What is opened is looked at again: it may be another file by now.
        problem = refused(path.stat())
        if problem is None:
            with open(path, "rb", opener=_opened) as stream:
                problem = refused(os.fstat(stream.fileno()))
                # One more byte than allowed: the file may grow meanwhile, or not tell its size.
                text = b"" if problem else stream.read(room + 1)
    except FileNotFoundError:
        return Problem(f"there is no file {shown(file)}", hint=_neighbour(path))
    except OSError as error:
        return Problem(f"cannot read {shown(file)}: {error.strerror or error}")
    except ValueError:
        return Problem(f"{shown(file)} is not the name of a file")
    if problem is not None:
        return problem
    return text if len(text) <= room else too_big(file, len(text), limits, left)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Millions of new objects, and no garbage among them: with the collector on, time grows faster than the text."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _unreadable(*problems: Problem) -> Reading:
    return Reading((), problems)


def too_big(file: str, size: int, limits: Limits, left: int | None = None) -> Problem:
    """The problem of a file that has more bytes than it may, or than other files have ``left``."""
    what = f"{shown(file)} has {size:,} bytes"
    if left is not None and size <= limits.size:
        message = f"{what}, and the other files of the stack leave {left:,} of the limit of {limits.size:,} for all"
        return Problem(message, hint="raise the limit")
    return Problem(f"{what}, more than the limit of {limits.size:,}", hint="split the file, or raise the limit")


def _opened(path: str, flags: int) -> int:
    """Open a file; what turned into a pipe meanwhile is not waited for. Not every system has such a flag."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"


def _neighbour(path: Path) -> str | None:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return None
    return did_you_mean(path.name, names)
