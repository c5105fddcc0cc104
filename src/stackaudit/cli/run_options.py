"""The options of a run: what makes it fail, and what it writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from stackaudit.cli.completing import complete_formats
from stackaudit.cli.values import filled, joined
from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS

__all__ = ["DEFAULT_FOLDER", "engine_option", "format_option", "run_options", "waivers_option"]

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_FOLDER: Final = "stackaudit-report"
"""Where files are written to, where nobody says otherwise."""


def format_option(function: F) -> F:
    """The files that a run writes."""
    return click.option(
        "--format",
        "formats",
        multiple=True,
        callback=joined,
        default=("html,svg,json",),
        show_default=True,
        shell_complete=complete_formats,
        help=f"The files to write, with commas: {', '.join(FORMATS)}.",
    )(function)


def run_options(function: F) -> F:
    """What makes a run fail, and where it writes."""
    options = (
        click.option(
            "--output",
            "-o",
            default=DEFAULT_FOLDER,
            show_default=True,
            callback=filled,
            metavar="DIR",
            help="Folder for the files; - prints one format.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(list(Severity)),
            default="P2",
            show_default=True,
            help="Exit with 1 from this severity on.",
        ),
        click.option("--strict/--no-strict", help="Let suspected findings fail, too."),
        waivers_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


def waivers_option(function: F) -> F:
    """Whether the stack's waivers hold."""
    return click.option("--no-waivers/--waivers", help="Count what is waived, too.")(function)


def engine_option(function: F) -> F:
    """Who draws."""
    return click.option(
        "--engine",
        type=click.Choice(["pinned", "dot"]),
        default="pinned",
        show_default=True,
        help="Who draws: the built-in engine, or the system's Graphviz.",
    )(function)
