"""The command that audits: ``run``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from stackaudit.audit.audit import Audit
from stackaudit.cli.auditing import audited, say_broken
from stackaudit.cli.completing import complete_formats
from stackaudit.cli.options import baseline_options, rule_options, stack_argument
from stackaudit.cli.printing import say, style
from stackaudit.errors import OutputError, Problem, SettingsError
from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS, check_extras, parse_formats, rendered
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.terminal import audit_lines, summary_line

__all__ = ["run"]

_DEFAULT_FOLDER: Final = "stackaudit-report"


@click.command(short_help="Audit a stack.")
@stack_argument
@click.option(
    "--output",
    "-o",
    default=_DEFAULT_FOLDER,
    show_default=True,
    metavar="DIR",
    help="Folder for the files; - prints one format.",
)
@click.option(
    "--format",
    "formats",
    default="html,svg,json",
    show_default=True,
    shell_complete=complete_formats,
    help=f"The files to write, with commas: {', '.join(FORMATS)}.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(Severity)),
    default="P2",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option("--strict", is_flag=True, help="Let suspected findings fail, too.")
@click.option(
    "--engine",
    type=click.Choice(["pinned", "dot"]),
    default="pinned",
    show_default=True,
    help="Who draws: the built-in engine, or the system's Graphviz.",
)
@click.option("--no-waivers", is_flag=True, help="Count what is waived, too.")
@click.option("--quiet", "-q", is_flag=True, help="Print only the summary line.")
@baseline_options
@rule_options
def run(
    stack: tuple[Path, ...],
    max_size: int,
    output: str,
    formats: str,
    fail_on: str,
    strict: bool,  # noqa: FBT001 - click hands options in by name
    engine: str,
    no_waivers: bool,  # noqa: FBT001 - click hands options in by name
    quiet: bool,  # noqa: FBT001 - click hands options in by name
    baseline: Path | None,
    prune: bool,  # noqa: FBT001 - click hands options in by name
    show_known: bool,  # noqa: FBT001 - click hands options in by name
    folders: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Audit the stack in the files or folders STACK (- for standard input).

    Prints the findings, and writes report, diagram and data into a folder. Exit code 0: no finding at or above
    --fail-on; 1: there are some; 2: the job could not be done (bad input, broken rule, picture not drawn).

    \b
    Example:
      stackaudit run stack.yaml
      stackaudit run stack.yaml --fail-on P3 --output report
      stackaudit run stack.yaml --format json --output - > audit.json
    """
    names = parse_formats(formats)
    if output == "-" and len(names) != 1:
        raise OutputError(
            Problem("--output - prints one format, and several are asked for", hint="add --format json, for instance")
        )
    check_extras(names)
    folder = Path(output)
    chosen = click.get_current_context().get_parameter_source("output") is not ParameterSource.DEFAULT
    if folder.is_symlink() and not chosen:
        raise OutputError(
            Problem(f"{output} is a link, and may lead out of this folder", hint="name the folder with --output")
        )
    if output != "-":
        from stackaudit.outputs.files import check_folder  # noqa: PLC0415 - printing to standard output writes no files

        check_folder(folder, [FORMATS[name].file for name in names])
    if prune and baseline is None:
        raise SettingsError(Problem("--prune shortens a baseline, and there is none", hint="name it with --baseline"))
    audit = audited(stack, max_size, folders, select, ignore, waive=not no_waivers, baseline=baseline)
    contents, failures = rendered(audit, names, engine)
    if output == "-":
        for content in contents.values():
            say(as_bytes(content), nl=False)
    else:
        _write(audit, folder, contents, quiet=quiet, known=show_known)
    if prune and baseline is not None:
        from stackaudit.cli.baseline import pruned  # noqa: PLC0415 - most runs leave the baseline alone

        say(pruned(audit, baseline), err=True)
    for failure in failures:
        say(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True)
    say_broken(audit)
    if audit.broken or failures:
        sys.exit(2)
    sys.exit(1 if audit.fails(Severity(fail_on), strict=strict) else 0)


def _write(audit: Audit, folder: Path, contents: Mapping[str, str | bytes], *, quiet: bool, known: bool) -> None:
    """Print the findings and write the files."""
    from stackaudit.outputs.files import write_all  # noqa: PLC0415 - printing to standard output writes no files

    for line in [summary_line(audit, style)] if quiet else audit_lines(audit, style, known=known):
        say(line)
    written = write_all(folder, contents)
    if not quiet:
        say(style(f"Written: {', '.join(plain(str(path)) for path in written)}", dim=True))
