"""Whether a run can do with the quick model: where the program is alone, and the stack is small."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from stackaudit.model import choice
from stackaudit.offered import may_be_offered

__all__ = ["choose_model"]

_LARGEST: Final = 1_500_000
"""Bytes of YAML from which on pydantic, which checks a value more quickly, has made up for its start."""
_ENDINGS: Final = (".yaml", ".yml")
_NEEDS_PYDANTIC: Final = "schema"
_MODEL: Final = "stackaudit.model.base"


def choose_model(command: str, arguments: Sequence[str]) -> None:
    """Choose the quick model for a command, unless somebody else may see its objects, or would wait for it longer.

    The checks of installed packs see the model's objects, and so does whoever has imported the model already.
    """
    if command != _NEEDS_PYDANTIC and _MODEL not in sys.modules and _small(arguments) and not may_be_offered():
        choice.QUICK = True


def _small(arguments: Sequence[str]) -> bool:
    """Whether the files and folders among the arguments hold little; of options that name some, too much may count."""
    left = _LARGEST
    for argument in arguments:
        for size in _sizes(argument):
            left -= size
            if left < 0:
                return False
    return True


def _sizes(argument: str) -> Iterator[int]:
    try:
        if not os.path.isdir(argument):  # noqa: PTH112 - on a path that every start takes
            yield Path(argument).stat().st_size
        for folder, _, names in os.walk(argument):
            for name in names:
                if name.endswith(_ENDINGS):
                    yield Path(folder, name).stat().st_size
    except (OSError, ValueError):  # no path, but an option, or a value of one
        return
