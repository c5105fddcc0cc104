"""How commands print: in colours where wanted, as exact bytes where a program reads, and to readers that leave."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from stackaudit.errors import OutputError, Problem
from stackaudit.outputs.plain import as_bytes

__all__ = ["form_option", "say", "say_data", "style"]

F = TypeVar("F", bound=Callable[..., Any])


def say(text: str | bytes = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line, on standard error where ``err``. Colours are as the environment says, else as the terminal can."""
    try:
        click.echo(text, err=err, nl=nl, color=_colours())
    except OSError as error:
        if not err and not isinstance(error, BrokenPipeError):  # a disk that is full, say
            what = error.strerror or type(error).__name__
            raise OutputError(Problem(f"cannot write to standard output: {what}")) from error
        # The reader went away, as `head` does, or errors cannot be told. What is left to say goes nowhere, and the job
        # is done all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())


def say_data(data: Any) -> None:
    """Print data as JSON. In UTF-8 whatever the terminal speaks, so that it is the same everywhere."""
    say(as_bytes(json.dumps(data, ensure_ascii=False, indent=2)))


def form_option(function: F) -> F:
    """Whether a command prints what it lists as text or as data."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Print them as text or as data.",
    )(function)


def style(text: str, **how: Any) -> str:
    """Coloured text; printing takes the colours out again where they are not wanted."""
    return click.style(text, **how)


def _colours() -> bool | None:
    """Whether to colour: as ``NO_COLOR`` and ``FORCE_COLOR`` say, else None, which lets the terminal decide."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
