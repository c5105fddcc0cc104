"""Settings in ``stackaudit.toml`` or ``pyproject.toml``: found, read, and checked against the rules that there are."""

from __future__ import annotations

from pathlib import Path

from stackaudit.settings.files import file_at, find_file
from stackaudit.settings.settings import Settings

__all__ = ["Settings", "find_settings", "load_settings"]


def load_settings(path: Path | str) -> Settings:
    """The settings in a file that is named.

    Raises:
        stackaudit.SettingsError: every mistake in it, each with its place.
    """
    from stackaudit.settings.checking import read_settings  # noqa: PLC0415 - most stacks have no such file

    return read_settings(file_at(Path(path)))[0]


def find_settings(*stack: Path | str) -> Settings | None:
    """The settings that hold for a stack, as the program finds them; None where there are none.

    Args:
        stack: its files and folders.

    Raises:
        stackaudit.SettingsError: every mistake in them, each with its place.
    """
    found = find_file([Path(path) for path in stack])
    if found is None:
        return None
    from stackaudit.settings.checking import read_settings  # noqa: PLC0415 - most stacks have no such file

    return read_settings(found)[0]
