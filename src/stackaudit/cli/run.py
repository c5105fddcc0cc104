"""The commands that audit: ``run`` and ``questions``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from stackaudit.audit.audit import Audit, audit_stack
from stackaudit.cli.options import colours, read_stack, rule_options, stack_argument, style, words
from stackaudit.cli.progress import progress_bar
from stackaudit.errors import OutputError, Problem
from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS, parse_formats, rendered
from stackaudit.outputs.plain import plain
from stackaudit.outputs.terminal import audit_lines
from stackaudit.rules.pack import loaded

__all__ = ["questions", "run"]

_DEFAULT_FOLDER = "stackaudit-report"


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
    "--format", "formats", default="html,svg,json", show_default=True, help=f"What to write: {', '.join(FORMATS)}."
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
@click.option("--quiet", "-q", is_flag=True, help="Print only the summary line.")
@rule_options
def run(
    stack: Path,
    max_size: int,
    output: str,
    formats: str,
    fail_on: str,
    strict: bool,  # noqa: FBT001 - click hands options in by name
    engine: str,
    quiet: bool,  # noqa: FBT001 - click hands options in by name
    folders: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Audit the stack in the file STACK (- for standard input).

    Prints the findings, and writes report, diagram and data into a folder. Exit code 0: no finding at or above --fail-on;
    1: there are some; 2: the job could not be done (bad input, broken rule).

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
    folder = Path(output)
    if output == _DEFAULT_FOLDER and folder.is_symlink():
        raise OutputError(
            Problem(f"{output} is a link, and may lead out of this folder", hint="name the folder with --output")
        )
    audit = _audited(stack, max_size, folders, select, ignore)
    contents, failures = rendered(audit, names, engine)
    if output == "-":
        click.echo(next(iter(contents.values()), ""), nl=False)
    else:
        lines = list(audit_lines(audit, style))
        for line in lines[-1:] if quiet else lines:
            click.echo(line, color=colours())
        from stackaudit.outputs.files import write_all  # noqa: PLC0415 - printing to standard output writes no files

        written = write_all(folder, contents)
        if not quiet:
            click.echo(style(f"Written: {', '.join(plain(str(path)) for path in written)}", dim=True), color=colours())
    for failure in failures:
        click.echo(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True, color=colours())
    for result in audit.broken:
        if result.broken is not None:
            click.echo(f"The rule {result.rule} is broken:\n{result.broken.traceback}", err=True)
    if audit.broken or (failures and output == "-"):
        sys.exit(2)
    sys.exit(1 if audit.fails(Severity(fail_on), strict=strict) else 0)


@click.command(short_help="List what is not known.")
@stack_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print them.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print only the N most useful.")
@rule_options
def questions(
    stack: Path,
    max_size: int,
    form: str,
    limit: int | None,
    folders: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """List what the rules need to know of the stack in the file STACK and nobody has said, most useful first.

    Each question comes with the rules that wait for it and with YAML to paste; the values in it are examples.

    \b
    Example:
      stackaudit questions stack.yaml --limit 5
    """
    audit = _audited(stack, max_size, folders, select, ignore)
    asked = audit.questions[:limit]
    if form == "json":
        from stackaudit.outputs.json import question_data  # noqa: PLC0415 - only this form needs it

        click.echo(json.dumps([question_data(question) for question in asked], ensure_ascii=False, indent=2))
        return
    for number, question in enumerate(asked, 1):
        count = len(question.places)
        click.echo(style(f"{number}. {plain(question.text)}", bold=True), color=colours())
        named = ", ".join(plain(place.title, 60) for place in question.places[:8])
        more = f" and {count - 8} more" if count > 8 else ""  # noqa: PLR2004 - what fits a line or two
        click.echo(f"   for {named}{more}; waiting: {', '.join(question.rules)}")
        for place in question.places:
            if place.answers:
                click.echo(f"   sources disagree on {plain(place.title, 60)}: {plain('; '.join(place.answers), 200)}")
        lines = question.yaml.splitlines()
        for line in lines[:12]:
            click.echo(style(f"     {plain(line)}", dim=True), color=colours())
        if len(lines) > 12:  # noqa: PLR2004 - what fits a screen
            click.echo(
                style(f"     # and {len(lines) - 12} more lines; --format json has them all", dim=True), color=colours()
            )
        click.echo()
    click.echo(
        f"{len(audit.questions)} open question{'s' if len(audit.questions) != 1 else ''}, coverage {audit.coverage.percent} %"
    )


def _audited(
    stack: Path, max_size: int, folders: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> Audit:
    """Load and audit, with a progress bar where it takes long."""
    packs = loaded(folders)
    description = read_stack(stack, max_size)
    total = sum(not rule.alias_of for pack in packs for rule in pack.rules)
    with progress_bar(total) as progress:
        return audit_stack(description, packs=packs, select=words(select), ignore=words(ignore), progress=progress)
