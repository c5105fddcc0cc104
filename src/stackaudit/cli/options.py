"""Options that several commands share, and how a stack is read from a path or from standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from stackaudit.cli.completing import complete_rules
from stackaudit.cli.values import PathName, WholeNumber, filled
from stackaudit.errors import Problem, ReadError
from stackaudit.load import load_files, load_text
from stackaudit.model.stack import Stack
from stackaudit.source import Limits

__all__ = [
    "baseline_option",
    "baseline_options",
    "limits_of",
    "own_stack_argument",
    "read_stack",
    "rule_options",
    "size_option",
]

F = TypeVar("F", bound=Callable[..., Any])

_MIB = 1024 * 1024


def own_stack_argument(function: F) -> F:
    """The stack's files or folders, where the file of settings of the working folder can say which; and their size."""
    return click.argument("stack", nargs=-1, metavar="[STACK]...", type=PathName(allow_dash=True))(
        size_option(function)
    )


def size_option(function: F) -> F:
    """The bound on the size of a file."""
    return click.option(
        "--max-size",
        type=WholeNumber(min=1),
        default=64,
        show_default=True,
        metavar="MIB",
        help="Largest file to read, in MiB.",
    )(function)


def rule_options(function: F) -> F:
    """Which rules to run."""
    function = click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="Leave out these rules, families or severities, by commas.",
    )(function)
    function = click.option(
        "--select",
        multiple=True,
        callback=filled,
        metavar="RULES",
        shell_complete=complete_rules,
        help="Run only these rules, families or severities, by commas.",
    )(function)
    return click.option(
        "--rules",
        "folders",
        multiple=True,
        metavar="DIR",
        type=PathName(),
        help="A folder with further rules in YAML. May be given several times.",
    )(function)


def baseline_options(function: F) -> F:
    """What is known already, and what to do with it."""
    function = click.option("--show-known", is_flag=True, help="Print what the baseline knows, too.")(function)
    function = click.option("--prune", is_flag=True, help="Take what is mended out of the baseline.")(function)
    return baseline_option(function)


def baseline_option(function: F) -> F:
    """What is known already."""
    return click.option(
        "--baseline",
        metavar="FILE",
        type=PathName(),
        help="Known findings, as `stackaudit baseline` writes them; they fail nothing.",
    )(function)


def read_stack(
    paths: Sequence[Path],
    max_size: int,
    noted: Callable[[Path], None] | None = None,
    what_if: Sequence[Path] = (),
) -> Stack:
    """The stack in files and folders, named as the user did, or from standard input where the path is ``-``.

    ``noted`` is called with each path before it is looked at. The changes of files in ``what_if`` are made to it.
    """
    limits = limits_of(max_size)
    if any(str(path) == "-" for path in paths):
        if len(paths) > 1:
            raise ReadError(Problem("standard input is a whole stack, and cannot be joined with files"))
        if what_if:
            raise ReadError(Problem("a what-if file changes a stack in files, and standard input is none"))
        if sys.stdin is None:  # a program that closed it started this one
            raise ReadError(Problem("standard input is closed", hint="pipe a stack into it, or name a file"))
        return load_text(sys.stdin.buffer.read(limits.size + 1), file="<stdin>", limits=limits)
    # A name that is not UTF-8 holds halves of characters, which no output can write.
    names = [os.path.normpath(path).encode("utf-8", "backslashreplace").decode("utf-8") for path in paths]
    return load_files(paths, names=names, limits=limits, noted=noted, what_if=what_if)


def limits_of(max_size: int) -> Limits:
    """The bounds on reading a file of so many MiB."""
    return Limits(size=max_size * _MIB)
