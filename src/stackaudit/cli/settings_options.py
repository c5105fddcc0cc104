"""Which file of settings a command goes by: the options that say so, and where it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from stackaudit.cli.values import PathName
from stackaudit.settings.files import SettingsFile, file_at, find_file, looked_for

__all__ = ["settings_file", "settings_named", "settings_options", "settings_places", "stack_in_force"]

F = TypeVar("F", bound=Callable[..., Any])

_META: Final = "stackaudit.settings"


def settings_options(function: F) -> F:
    """Which file of settings to use, if any."""
    function = click.option(
        "--isolated",
        is_flag=True,
        expose_value=False,
        callback=_noted,
        help="Use no file of settings.",
    )(function)
    return click.option(
        "--config",
        metavar="FILE",
        type=PathName(),
        expose_value=False,
        callback=_noted,
        help="Use this file of settings, in place of the nearest stackaudit.toml or pyproject.toml.",
    )(function)


def settings_file(stack: Sequence[Path]) -> SettingsFile | None:
    """The file of settings that holds for a stack: the one that the command line names, else the nearest."""
    noted = click.get_current_context().meta.get(_META, {})
    if noted.get("config") is not None:
        return file_at(noted["config"])
    return None if noted.get("isolated") else find_file(stack)


def settings_places(stack: Sequence[Path]) -> list[Path]:
    """Where the file of settings for a stack is looked for, whether there is one or not."""
    noted = click.get_current_context().meta.get(_META, {})
    if noted.get("config") is not None:
        return [noted["config"]]
    return [] if noted.get("isolated") else looked_for(stack)


def settings_named() -> bool:
    """Whether the command line says which file of settings to use, or none."""
    noted = click.get_current_context().meta.get(_META, {})
    return noted.get("config") is not None or bool(noted.get("isolated"))


def stack_in_force(stack: Sequence[Path]) -> Sequence[Path]:
    """The stack of a command that runs no rules: what the command line names, else that of the file of settings.

    That file is checked whole, as it is for a run.

    Raises:
        stackaudit.StackauditError: the file has mistakes, or a rule that it names cannot be loaded.
        click.UsageError: no stack is named.
    """
    file = settings_file(stack)
    if file is None and stack:
        return stack
    from stackaudit.cli.in_force import in_force, own_stack  # noqa: PLC0415 - settings need the rules, a stack does not
    from stackaudit.settings.settings import Settings  # noqa: PLC0415 - as above

    settings = Settings() if file is None else in_force(file).settings
    return stack or own_stack(file, settings)


def _noted(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep the value for whoever asks for settings, so that commands need not hand it on."""
    noted = context.meta.setdefault(_META, {})
    noted[parameter.name] = value
    if noted.get("config") is not None and noted.get("isolated"):
        raise click.UsageError("--config names a file of settings, and --isolated wants none")
