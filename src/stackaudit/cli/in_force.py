"""What holds for a run: the settings of the stack's file, with the options of the command line in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import click
from click.core import ParameterSource

from stackaudit.cli.values import words
from stackaudit.finding import Severity
from stackaudit.rules.pack import Pack, loaded
from stackaudit.settings.files import SettingsFile, nearest
from stackaudit.settings.settings import Settings

__all__ = ["InForce", "in_force", "own_stack"]

_PARAMETERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "select": "select",
        "ignore": "ignore",
        "fail-on": "fail_on",
        "strict": "strict",
        "waivers": "no_waivers",
        "baseline": "baseline",
        "formats": "formats",
        "output": "output",
        "rules": "folders",
    }
)
"""The keys of settings that options replace, and how commands call those options."""


class InForce(NamedTuple):
    """What holds: the settings, the packs of rules, and the keys whose values come from the command line."""

    settings: Settings
    packs: tuple[Pack, ...]
    given: frozenset[str]


def in_force(file: SettingsFile | None) -> InForce:
    """What holds for a run with a file of settings, or with none.

    An option replaces the key of its name. ``--select`` begins anew: what the file ignores is not ignored then.

    Raises:
        stackaudit.StackauditError: the file has mistakes, or a rule cannot be loaded.
    """
    context = click.get_current_context()
    given = frozenset(
        key
        for key, name in _PARAMETERS.items()
        if context.get_parameter_source(name) not in {None, ParameterSource.DEFAULT}
    )
    folders = tuple(context.params["folders"]) if "rules" in given else None
    if file is None:
        settings, packs = Settings(), loaded(folders or ())
    else:
        from stackaudit.settings.checking import read_settings  # noqa: PLC0415 - most stacks have no such file

        settings, packs = read_settings(file, folders)
    return InForce(_with_options(settings, given, context.params), packs, given)


def own_stack(file: SettingsFile | None, settings: Settings) -> tuple[Path, ...]:
    """The stack of a file of settings: what it names, else the folder that it lies in.

    Raises:
        click.UsageError: there is no file, or it belongs to no stack.
    """
    context = click.get_current_context()
    if file is None:
        raise click.MissingParameter(ctx=context, param_hint="'STACK...'", param_type="argument")
    if settings.stack is None:
        return (nearest(file.path.parent),)
    if not settings.stack:
        raise click.UsageError(f"{file.name} belongs to no stack (stack = []): name a stack", ctx=context)
    return settings.stack


def _with_options(settings: Settings, given: frozenset[str], options: Mapping[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    if "select" in given:
        values |= {"select": words(options["select"]), "ignore": ()}
    if "ignore" in given:
        values["ignore"] = words(options["ignore"])
    if "fail-on" in given:
        values["fail_on"] = Severity(options["fail_on"])
    if "strict" in given:
        values["strict"] = options["strict"]
    if "waivers" in given:
        values["waivers"] = not options["no_waivers"]
    if "formats" in given:
        from stackaudit.outputs.formats import parse_formats  # noqa: PLC0415 - not every command writes files

        values["formats"] = parse_formats(options["formats"])
    if "output" in given:
        values["output"] = Path(options["output"])
    if "baseline" in given:
        values["baseline"] = options["baseline"]
    if "rules" in given:
        values["rules"] = tuple(options["folders"])
    return replace(settings, **values)
