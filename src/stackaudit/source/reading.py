"""The way in: bytes or a file become documents and problems, and nothing is raised."""

from __future__ import annotations

import gc
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


def file_bytes(path: Path, *, file: str, limits: Limits = DEFAULT) -> bytes | Problem:
    """What a file holds, or why it cannot be read (missing, a folder, a pipe, not permitted, too big).

    ``file`` is its name in the problem.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(f"{shown(file)} is {_kind(status.st_mode)}, expected a file")
        if status.st_size > limits.size:
            return too_big(file, status.st_size, limits)
        with path.open("rb") as stream:
            # One more byte than allowed: the file may have grown since, or not tell its size.
            text = stream.read(limits.size + 1)
    except FileNotFoundError:
        return Problem(f"there is no file {shown(file)}", hint=_neighbour(path))
    except OSError as error:
        return Problem(f"cannot read {shown(file)}: {error.strerror or error}")
    except ValueError:
        return Problem(f"{shown(file)} is not the name of a file")
    return text


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


def too_big(file: str, size: int, limits: Limits) -> Problem:
    """The problem of a file that has more bytes than it may."""
    message = f"{shown(file)} has {size:,} bytes, more than the limit of {limits.size:,}"
    return Problem(message, hint="split the file, or raise the limit")


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"


def _neighbour(path: Path) -> str | None:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return None
    return did_you_mean(path.name, names)
