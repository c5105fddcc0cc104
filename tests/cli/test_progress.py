"""The progress bar: on a terminal alone, after a second, and wiped at the end."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from stackaudit.cli import progress
from stackaudit.cli.progress import progress_bar

RULE = SimpleNamespace(id="MY-01")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """The time that the bar sees."""
    now = SimpleNamespace(seconds=100.0)
    monkeypatch.setattr(progress.time, "monotonic", lambda: now.seconds)
    return now


@pytest.fixture
def terminal(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    return stream


def test_without_a_terminal_there_is_no_bar(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    with progress_bar(3) as step:
        assert step is None
    assert stream.getvalue() == ""


def test_a_short_run_shows_nothing(terminal, clock):
    with progress_bar(3) as step:
        for _ in range(3):
            step(RULE)
            clock.seconds += 0.3
    assert terminal.getvalue() == ""


def test_a_long_run_shows_how_far_it_is_and_wipes_the_bar(terminal, clock):
    with progress_bar(3) as step:
        step(RULE)
        clock.seconds += 1.0
        step(RULE)
        step(SimpleNamespace(id="MY-02"))
    assert terminal.getvalue() == (
        f"\r{'█' * 10}{'░' * 20} 1/3 MY-01       \r{'█' * 20}{'░' * 10} 2/3 MY-02       \r{' ' * 60}\r"
    )


def test_the_bar_is_wiped_after_an_error_too(terminal, clock):
    def fails():
        with progress_bar(0) as step:
            clock.seconds += 5
            step(RULE)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the one that is raised above
        fails()
    assert terminal.getvalue() == f"\r{'░' * 30} 0/1 MY-01       \r{' ' * 60}\r"
