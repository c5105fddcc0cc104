"""What the values of options are: whole numbers, and words with commas, which may be given at once or one by one."""

from __future__ import annotations

import click

__all__ = ["WholeNumber", "joined", "words"]


class WholeNumber(click.IntRange):
    """A whole number within bounds, called so where a value is none."""

    name = "whole number"


def joined(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> str:
    """What is given with commas and over several times, as if it were given once."""
    return ",".join(values)


def words(values: tuple[str, ...]) -> tuple[str, ...]:
    """The words of what is given with commas and over several times."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())
