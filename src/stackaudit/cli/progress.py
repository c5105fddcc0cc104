"""A progress bar on a terminal, for runs that take longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress_bar"]

_PATIENCE = 1.0
_WIDTH = 30


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[Any], None] | None]:
    """A function to call before each of ``total`` steps; None where standard error is no terminal.

    The bar shows from the first step after one second, on standard error, and is wiped at the end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(total)
    try:
        yield bar.step
    finally:
        bar.wipe()


class _Bar:
    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._done = 0
        self._begun = time.monotonic()
        self._shown = False

    def step(self, rule: Any) -> None:
        """Another step begins."""
        if time.monotonic() - self._begun >= _PATIENCE:
            filled = _WIDTH * self._done // self._total
            sys.stderr.write(f"\r{'█' * filled}{'░' * (_WIDTH - filled)} {self._done}/{self._total} {rule.id:<12}")
            sys.stderr.flush()
            self._shown = True
        self._done += 1

    def wipe(self) -> None:
        """Take the bar away."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * (_WIDTH + 30)}\r")
            sys.stderr.flush()
