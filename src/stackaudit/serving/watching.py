"""Whether files have changed since they were read: by looking at them, which works on every disk, mount and share."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from stackaudit.load.parts import SETTINGS, YAML

__all__ = ["Trail", "wait_for_change"]

_Print: TypeAlias = tuple[int, int, int] | None
"""Time of the last change in nanoseconds, size and number of a file; None where there is none."""

_LOOK: Final = 0.3  # seconds between two looks
_SHARE: Final = 20  # a look may take up to one part in so many of the time
_QUIET: Final = 0.1  # seconds without a change after which a save counts as done
_MOST: Final = 50  # looks after which it is not waited any longer for quiet


class Trail:
    """Files and folders, and how they were when they were noted: before they were read.

    Of a folder, the YAML files and settings in it and below count, but for hidden ones.
    """

    def __init__(self) -> None:
        self._noted: dict[Path, dict[Path, _Print]] = {}

    def note(self, path: Path) -> None:
        """Watch a file or folder, also one that is not there yet. How it was at the first time counts."""
        absolute = path.absolute()  # not resolved: a link that leads elsewhere is a change
        if absolute not in self._noted:
            self._noted[absolute] = _prints(absolute)

    @property
    def noted(self) -> dict[Path, dict[Path, _Print]]:
        """How it was."""
        return self._noted

    def now(self) -> dict[Path, dict[Path, _Print]]:
        """How it is."""
        return {path: _prints(path) for path in self._noted}


def wait_for_change(
    trail: Trail, pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.perf_counter
) -> None:
    """Wait until something differs from what was noted, and nothing has changed for a moment: saves come in bursts.

    Args:
        trail: what to watch.
        pause: waits for so many seconds.
        clock: seconds, to know how long a look takes; with many files there are fewer looks.
    """
    while True:
        begun = clock()
        now = trail.now()
        if now != trail.noted:
            break
        pause(max(_LOOK, _SHARE * (clock() - begun)))
    for _ in range(_MOST):
        pause(_QUIET)
        last, now = now, trail.now()
        if now == last:
            return


def _prints(path: Path) -> dict[Path, _Print]:
    if not path.is_dir():
        return {path: _print(path)}
    return {path: None, **{one: _print(one) for one in _files(path)}}


def _files(root: Path) -> Iterator[Path]:
    for name, folders, files in os.walk(root):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for one in files:
            if (one.endswith(YAML) and not one.startswith(".")) or one == SETTINGS:
                yield Path(name, one)


def _print(path: Path) -> _Print:
    try:
        held = path.stat()
    except (OSError, ValueError):  # it is not there, or not to be read: the next audit says so
        return None
    return held.st_mtime_ns, held.st_size, held.st_ino
