"""Whether a revision of a repository has other settings than the working tree."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stackaudit.settings.files import PYPROJECT, SettingsFile
from stackaudit.settings.keys import TABLE

if TYPE_CHECKING:
    from stackaudit.source.git import Revision

__all__ = ["settings_differ"]

_LARGEST: Final = 128 * 1024


def settings_differ(revision: Revision, file: SettingsFile) -> bool:
    """Whether a file of settings says something else at a revision, or is not there; its comments do not matter.

    Raises:
        ReadError: git cannot say.
    """
    root = revision.repository.root.resolve()
    path = file.path.resolve()
    if not path.is_relative_to(root):
        return False
    entry = revision.entry(path.relative_to(root).as_posix())
    if entry is None or entry.kind != "file" or entry.size > _LARGEST:
        return True
    then, now = revision.texts([entry])[entry.path], path.read_bytes()
    return bool(_said(then, path) != _said(now, path))


def _said(raw: bytes, path: Path) -> Any:
    """The values in a file of settings; its bytes where they cannot be read."""
    try:
        held: Any = tomllib.loads(raw.decode("utf-8").replace("\r\n", "\n"))
    except ValueError:
        return raw
    for key in TABLE if path.name == PYPROJECT else ():
        held = held.get(key) if isinstance(held, dict) else None
    return held
