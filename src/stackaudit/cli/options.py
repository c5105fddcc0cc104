"""Options that several commands share, and how a stack is read from a path or from standard input."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from stackaudit.load import load, load_text
from stackaudit.model.stack import Stack
from stackaudit.source import Limits

__all__ = ["colours", "read_stack", "rule_options", "stack_argument", "style", "words"]

F = TypeVar("F", bound=Callable[..., Any])

_MIB = 1024 * 1024


def stack_argument(function: F) -> F:
    """The stack's path, and the bounds on reading it."""
    function = click.option(
        "--max-size",
        type=click.IntRange(min=1),
        default=64,
        show_default=True,
        metavar="MIB",
        help="Largest file to read, in MiB.",
    )(function)
    return click.argument("stack", type=click.Path(path_type=Path, allow_dash=True))(function)


def rule_options(function: F) -> F:
    """Which rules to run."""
    function = click.option(
        "--ignore", multiple=True, metavar="RULES", help="Leave out these rules or families, by commas."
    )(function)
    function = click.option(
        "--select", multiple=True, metavar="RULES", help="Run only these rules or families, by commas."
    )(function)
    return click.option(
        "--rules",
        "folders",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder with further rules in YAML. May be given several times.",
    )(function)


def read_stack(path: Path, max_size: int) -> Stack:
    """The stack at a path, or from standard input where the path is ``-``. Files are named relative to the working folder."""
    limits = Limits(size=max_size * _MIB)
    if str(path) == "-":
        return load_text(click.get_binary_stream("stdin").read(limits.size + 1), file="<stdin>", limits=limits)
    return load(path, file=os.path.normpath(path), limits=limits)


def words(values: tuple[str, ...]) -> tuple[str, ...]:
    """Words of an option that may be given several times, each with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def colours() -> bool | None:
    """Whether to colour: as the environment says (``NO_COLOR``, ``FORCE_COLOR``), else None, which lets the terminal decide."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def style(text: str, **how: Any) -> str:
    """Coloured text; ``click.echo`` takes the colours out again where the output is no terminal."""
    return click.style(text, **how)
