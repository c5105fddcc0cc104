"""The text of a file of settings, and the table in it that is ours; what its keys mean is not asked here."""

from __future__ import annotations

from typing import Any, Final

from stackaudit.errors import Problem, SettingsError
from stackaudit.settings.files import PYPROJECT, SettingsFile
from stackaudit.settings.keys import TABLE
from stackaudit.settings.toml import TomlDocument, read_toml
from stackaudit.source.characters import decode

__all__ = ["table_of", "toml_of"]

_LARGEST: Final = 128 * 1024


def toml_of(file: SettingsFile) -> TomlDocument:
    """The values of a file with their places.

    Raises:
        SettingsError: it cannot be read, or is not TOML.
    """
    try:
        if file.path.is_dir():
            raise SettingsError(Problem(f"{file.name} is a folder, expected a file of settings"))
        if not file.path.is_file():
            raise SettingsError(Problem(f"there is no file {file.name}", hint="it would hold settings"))
        with file.path.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except OSError as error:
        raise SettingsError(Problem(f"cannot read {file.name}: {error.strerror}")) from error
    if len(raw) > _LARGEST:
        raise SettingsError(Problem(f"{file.name} has more than {_LARGEST // 1024} KiB, too many for settings"))
    lines = decode(raw, file.name)
    document = lines if isinstance(lines, Problem) else read_toml(lines)
    if isinstance(document, Problem):
        raise SettingsError(document)
    return document


def table_of(document: TomlDocument, file: SettingsFile) -> Any:
    """The table of settings in a file; None where a ``pyproject.toml`` has none."""
    table: Any = document.data
    for key in TABLE if file.path.name == PYPROJECT else ():
        table = table.get(key) if isinstance(table, dict) else None
    return table
