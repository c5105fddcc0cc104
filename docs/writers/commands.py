"""The page on the command line: each command's own help, from click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

import click
from writers.markdown import code, heading_note, prose, table

from stackaudit.cli import stackaudit

__all__ = ["commands_page"]

_INTRODUCTION: Final = """
# Commands

Every command says the same with `--help`. A path of `-` is standard input. Errors go to standard error, results to standard
output or into files. `NO_COLOR` takes the colours away, `FORCE_COLOR` keeps them where the output is no terminal.

| Exit code | Meaning |
| --- | --- |
| 0 | done; for `run`: no finding at or above the threshold |
| 1 | findings at or above the threshold; for `test-rules` and `products`: an example failed, nothing was found |
| 2 | the job could not be done: bad input, a wrong option, a broken rule |
| 130 | stopped from the keyboard |

`STACKAUDIT_CACHE_DIR` names the folder in which the compiled diagram engine is kept; by default it is in the user's cache folder.
"""
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


def commands_page() -> str:
    """The page."""
    context = click.Context(stackaudit, info_name="stackaudit")
    parts = [heading_note("src/stackaudit/cli"), _INTRODUCTION]
    for name in stackaudit.list_commands(context):
        command = stackaudit.get_command(context, name)
        if command is not None:
            parts += _command(name, command)
    return "".join(parts)


def _command(name: str, command: click.Command) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    usage = " ".join(_placeholder(one) for one in arguments)
    yield f"\n## {name}\n\n```text\nstackaudit {name} [OPTIONS]{f' {usage}' if usage else ''}\n```\n"
    for paragraph in _PARAGRAPH.split(cleandoc(command.help or "")):
        lines = paragraph.splitlines()
        if lines[0] == "\b":
            yield _example(lines[1:])
        else:
            yield f"\n{prose(' '.join(lines))}\n"
    rows = [_option(one) for one in command.params if isinstance(one, click.Option)]
    if rows:
        yield f"\n{table(('Option', 'What it does', 'Default'), rows)}"


def _example(lines: list[str]) -> str:
    """The example of a help text, as commands to copy."""
    shown = "\n".join(line.strip() for line in lines if line.strip() != "Example:")
    return f"\n```console\n{shown}\n```\n"


def _placeholder(argument: click.Argument) -> str:
    shown = argument.metavar or (argument.name or "").upper()
    return shown if argument.required and argument.nargs == 1 else f"[{shown}]{'...' if argument.nargs != 1 else ''}"


def _option(option: click.Option) -> tuple[str, str, str]:
    value = option.metavar or ("|".join(option.type.choices) if isinstance(option.type, click.Choice) else "")
    if not value and not option.is_flag:
        value = option.type.name.upper()
    names = ", ".join(code(one) for one in option.opts)
    default = code(str(option.default)) if option.show_default and option.default is not None else ""
    return f"{names} {code(value)}" if value else names, prose(option.help or ""), default
