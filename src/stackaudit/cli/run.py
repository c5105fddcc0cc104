"""The command that audits: ``run``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackaudit.audit.audit import Audit
from stackaudit.cli.auditing import audited, say_broken, say_notices
from stackaudit.cli.in_force import in_force, own_stack
from stackaudit.cli.options import baseline_options, own_stack_argument, rule_options
from stackaudit.cli.printing import say, style
from stackaudit.cli.run_options import DEFAULT_FOLDER, engine_option, format_option, run_options
from stackaudit.cli.settings_options import settings_file, settings_options
from stackaudit.cli.values import PathName
from stackaudit.cli.writing import check_target, say_written
from stackaudit.errors import OutputError, Problem, SettingsError
from stackaudit.outputs.formats import FORMATS, check_extras, rendered
from stackaudit.outputs.pieces import Content, whole
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import audit_lines, summary_line

if TYPE_CHECKING:
    from stackaudit.outputs.html.overriding import Templates

__all__ = ["run"]


@click.command(short_help="Audit a stack.")
@own_stack_argument
@format_option
@run_options
@engine_option
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Audit every stack in the folder STACK (by default this one) and below: each folder with a stackaudit.toml.",
)
@click.option(
    "--what-if",
    "plans",
    multiple=True,
    metavar="FILE",
    type=PathName(),
    help="Audit what this file makes of the stack. May be given several times.",
)
@click.option(
    "--template-dir",
    type=PathName(),
    metavar="DIR",
    help="Folder with templates that stand in place of the HTML report's own.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only the summary line.")
@baseline_options
@rule_options
@settings_options
def run(
    stack: tuple[Path, ...],
    max_size: int,
    engine: str,
    every: bool,  # noqa: FBT001 - click hands options in by name
    plans: tuple[Path, ...],
    template_dir: Path | None,
    quiet: bool,  # noqa: FBT001 - click hands options in by name
    prune: bool,  # noqa: FBT001 - click hands options in by name
    show_known: bool,  # noqa: FBT001 - click hands options in by name
    **_options: object,
) -> None:
    """Audit the stack in the files or folders STACK (- for standard input).

    Prints the findings, and writes report, diagram and data into a folder. Exit code 0: no finding at or above
    --fail-on; 1: there are some; 2: the job could not be done (bad input, broken rule, picture not drawn). Without
    STACK, the nearest stackaudit.toml says which stack it is.

    \b
    Example:
      stackaudit run stack.yaml
      stackaudit run stack.yaml --fail-on P3 --output report
      stackaudit run stack.yaml --format json --output - > audit.json
      stackaudit run stack.yaml --what-if target.yaml --output target
      # where each stack has a folder with a stackaudit.toml:
      stackaudit run --all stacks --format html,sarif
    """
    _check_plan(plans, every=every, prune=prune)
    if every:
        from stackaudit.cli.several import run_all  # noqa: PLC0415 - most runs audit one stack

        sys.exit(run_all(stack, max_size, engine=engine, quiet=quiet))
    file = settings_file(stack)
    holds = in_force(file)
    settings = holds.settings
    stack = stack or own_stack(file, settings)
    printed = settings.output is not None and "output" in holds.given and str(settings.output) == "-"
    folder = Path(DEFAULT_FOLDER) if settings.output is None else settings.output
    if printed and len(settings.formats) != 1:
        raise OutputError(
            Problem("--output - prints one format, and several are asked for", hint="add --format json, for instance")
        )
    check_extras(settings.formats)
    templates = _templates(template_dir, settings.formats)
    if not printed:
        check_target(folder, [FORMATS[name].file for name in settings.formats], chosen="output" in holds.given)
    baseline = settings.baseline
    if prune and baseline is None:
        raise SettingsError(Problem("--prune shortens a baseline, and there is none", hint="name it with --baseline"))
    audit = audited(stack, max_size, holds, baseline, what_if=plans)
    contents, failures = rendered(audit, settings.formats, engine, templates)
    if printed:
        for content in contents.values():
            say(whole(content), nl=False)
    else:
        _write(audit, folder, contents, quiet=quiet, known=show_known)
    if prune and baseline is not None:
        from stackaudit.cli.baseline import pruned  # noqa: PLC0415 - most runs leave the baseline alone

        say(pruned(audit, baseline), err=True)
    for failure in failures:
        say(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True)
    say_broken(audit)
    say_notices(audit)
    if audit.broken or failures:
        sys.exit(2)
    sys.exit(1 if audit.fails(settings.fail_on, strict=settings.strict) else 0)


def _check_plan(plans: Sequence[Path], *, every: bool, prune: bool) -> None:
    """Refuse what cannot be done with a stack as a plan changes it."""
    if plans and every:
        hint = "name the one stack that it changes"
        raise SettingsError(Problem("--what-if is for one stack, and --all audits several", hint=hint))
    if plans and prune:
        hint = "leave out --prune: a baseline holds what is known of the stack as it is"
        raise SettingsError(Problem("--prune cannot go with --what-if", hint=hint))


def _templates(folder: Path | None, formats: Sequence[str]) -> Templates | None:
    """The templates of a folder, for the formats that are made from templates."""
    if folder is None:
        return None
    if not any(FORMATS[name].templated for name in formats):
        made = ", ".join(name for name, one in FORMATS.items() if one.templated)
        raise OutputError(Problem("--template-dir is for a format that is not asked for", hint=f"add --format {made}"))
    from stackaudit.outputs.html.overriding import read_templates  # noqa: PLC0415 - most runs have no templates

    return read_templates(folder)


def _write(audit: Audit, folder: Path, contents: Mapping[str, Content], *, quiet: bool, known: bool) -> None:
    """Print the findings and write the files."""
    from stackaudit.outputs.files import write_all  # noqa: PLC0415 - printing to standard output writes no files

    for line in [summary_line(audit, style)] if quiet else audit_lines(audit, style, known=known):
        say(line)
    written = write_all(folder, contents)
    if not quiet:
        say_written(written)
