"""The command that shows the settings in force: ``config``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from stackaudit.cli.in_force import InForce, in_force
from stackaudit.cli.options import rule_options
from stackaudit.cli.printing import form_option, say, say_data, style
from stackaudit.cli.run_options import DEFAULT_FOLDER, run_options
from stackaudit.cli.settings_options import settings_file, settings_options
from stackaudit.cli.values import PathName
from stackaudit.errors import Problem, ReadError
from stackaudit.outputs.facts import place_data
from stackaudit.outputs.plain import plain
from stackaudit.rules.rule import Rule
from stackaudit.settings.keys import KEYS
from stackaudit.source.wording import shown

__all__ = ["config"]

_TEXT = 300


class _Row(NamedTuple):
    """A setting: its key, its value, what would hold without it, and where it comes from."""

    key: str
    value: Any
    default: Any
    source: str


@click.command(short_help="Show the settings in force.")
@click.argument("stack", nargs=-1, metavar="[STACK]...", type=PathName(allow_dash=True))
@form_option
@run_options
@click.option("--baseline", metavar="FILE", type=PathName(), help="Known findings.")
@rule_options
@settings_options
def config(stack: tuple[Path, ...], form: str, **_options: object) -> None:
    """Show the settings that hold for STACK, by default for the working folder, and where each comes from.

    Takes options of run, and shows what they would change.

    \b
    Example:
      stackaudit config stack.yaml
      stackaudit config stack.yaml --fail-on P3
    """
    missing = [path for path in stack if str(path) != "-" and not os.path.lexists(path)]
    if missing:
        raise ReadError([Problem(f"there is no file or folder {shown(str(path))}") for path in missing])
    holds = in_force(settings_file(stack))
    rows = list(_rows(holds))
    if form == "json":
        say_data({"file": holds.settings.file or None, "settings": [_data(row, holds) for row in rows]})
        return
    file = holds.settings.file
    say(f"Settings of {plain(file)}" if file else "No file of settings: all is as by default, or as the options say")
    width = max(len(row.key) for row in rows)
    for row in rows:
        value = plain(_shown(row.value, nothing="none" if row.key == "baseline" else "all"), _TEXT)
        beside = f" (the rule says {plain(_shown(row.default), _TEXT)})" if "." in row.key else ""
        say(
            f"  {row.key:<{width}}  {style(value, bold=row.source != 'default')}{beside}  {style(row.source, dim=True)}"
        )


def _rows(holds: InForce) -> Iterator[_Row]:
    settings = holds.settings
    rules = {rule.id: rule for pack in holds.packs for rule in pack.rules}
    values: dict[str, Any] = {
        **{key: getattr(settings, key.replace("-", "_")) for key in KEYS},
        "output": settings.output if settings.output is not None else Path(DEFAULT_FOLDER),
        "select": settings.select or None,
    }
    for key in KEYS:
        if key == "severity":
            yield from _severities(holds, rules)
        elif key == "parameters":
            yield from _parameters(holds, rules)
        elif key != "stack" or settings.stack is not None:
            yield _Row(key, values[key], KEYS[key].default, _source(key, holds))


def _severities(holds: InForce, rules: Mapping[str, Rule]) -> Iterator[_Row]:
    for rule, severity in holds.settings.severity.items():
        key = f"severity.{rule}"
        yield _Row(key, severity, rules[rule].severity, _source(key, holds))


def _parameters(holds: InForce, rules: Mapping[str, Rule]) -> Iterator[_Row]:
    for rule, values in holds.settings.parameters.items():
        for name, value in values.items():
            key = f"parameters.{rule}.{name}"
            yield _Row(key, value, rules[rule].parameters[name].value, _source(key, holds))


def _source(key: str, holds: InForce) -> str:
    if key in holds.given or (key == "ignore" and "select" in holds.given):
        return "command line"
    place = holds.settings.places.get(key)
    return "default" if place is None else plain(str(place))


def _data(row: _Row, holds: InForce) -> dict[str, Any]:
    source = "file" if row.source not in {"command line", "default"} else row.source
    place = holds.settings.places[row.key] if source == "file" else None
    return {"key": row.key, "value": _plain(row.value), "from": source, "place": place_data(place)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


def _shown(value: Any, *, nothing: str = "") -> str:
    if value is None:
        return nothing
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
