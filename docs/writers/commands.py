"""The sections of the page on the command line: each command's own help, from click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

import click

from stackaudit.cli import stackaudit
from writers.markdown import code, prose, table

__all__ = ["commands"]

_PARAGRAPH: Final = re.compile(r"\n\s*\n")


def commands() -> str:
    """A section for each command."""
    context = click.Context(stackaudit, info_name="stackaudit")
    found = [(name, stackaudit.get_command(context, name)) for name in stackaudit.list_commands(context)]
    return "\n".join("".join(_command(name, command)) for name, command in found if command is not None)


def _command(name: str, command: click.Command) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    usage = " ".join(one.make_metavar(click.Context(command)) for one in arguments)
    yield f"## {name}\n\n```text\nstackaudit {name} [OPTIONS]{f' {usage}' if usage else ''}\n```\n"
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
    """The example of a help text, to copy; they are run as tests, but ``serve``, and ``init`` needs its own folder."""
    shown = "\n".join(line.strip() for line in lines if line.strip() != "Example:")
    marks = {"stackaudit init": "<!-- new folder -->\n", "stackaudit serve": "<!-- not run: it runs until Ctrl-C -->\n"}
    mark = next((mark for start, mark in marks.items() if start in shown), "")
    return f"\n{mark}```console\n{shown}\n```\n"


def _option(option: click.Option) -> tuple[str, str, str]:
    value = option.metavar or ("|".join(option.type.choices) if isinstance(option.type, click.Choice) else "")
    if not value and not option.is_flag:
        value = "N" if isinstance(option.type, click.IntRange) else option.type.name.upper()
    names = " / ".join(", ".join(map(code, ones)) for ones in (option.opts, option.secondary_opts) if ones)
    held = option.default if isinstance(option.default, tuple) else (option.default,)
    default = code(",".join(map(str, held))) if option.show_default and option.default is not None else ""
    return f"{names} {code(value)}" if value else names, prose(option.help or ""), default
