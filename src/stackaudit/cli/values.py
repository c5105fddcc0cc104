"""What the values of options are: whole numbers, paths, and words with commas, at once or one by one; none is empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

__all__ = ["PathName", "WholeNumber", "filled", "joined", "words"]

_EMPTY = "it is empty: perhaps a variable that is not set"


class WholeNumber(click.IntRange):
    """A whole number within bounds, called so where a value is none."""

    name = "whole number"


class PathName(click.Path):
    """The path of a file or folder. An empty one is none, and not the working folder."""

    def __init__(self, *, allow_dash: bool = False) -> None:
        super().__init__(path_type=Path, allow_dash=allow_dash)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of a text."""
        if value == "":
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


def filled(_context: click.Context, _option: click.Parameter, value: Any) -> Any:
    """The value of an option, or values of one that may be given several times; one that names nothing is refused."""
    for one in value if isinstance(value, tuple) else (value,):
        if not one.strip(" ,"):
            raise click.BadParameter(_EMPTY)
    return value


def joined(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> str:
    """What is given with commas and over several times, as if it were given once."""
    return ",".join(values)


def words(values: tuple[str, ...]) -> tuple[str, ...]:
    """The words of what is given with commas and over several times."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())
