"""Files of office programs are zip archives: written anew without a clock, the same parts give the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["rezipped"]

_FIRST: Final = (1980, 1, 1, 0, 0, 0)  # no archive can hold an earlier moment


def rezipped(archive: bytes) -> bytes:
    """The same parts in the same order, each with the earliest time that there is."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = ZipInfo(part.filename, _FIRST)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, old.read(part))
    return made.getvalue()
