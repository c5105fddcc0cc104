"""The commands that audit: ``run`` and ``questions``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from stackaudit.audit.audit import Audit, audit_stack
from stackaudit.audit.questions import OpenQuestion
from stackaudit.cli.options import read_stack, rule_options, stack_argument, words
from stackaudit.cli.printing import say, say_data, style
from stackaudit.cli.progress import progress_bar
from stackaudit.errors import OutputError, Problem
from stackaudit.finding import Severity
from stackaudit.outputs.formats import FORMATS, parse_formats, rendered
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.terminal import audit_lines, broken_rules
from stackaudit.rules.pack import loaded, selected

__all__ = ["questions", "run"]

_DEFAULT_FOLDER: Final = "stackaudit-report"
# What fits a line or two, and a screen.
_PLACES: Final = 8
_LINES: Final = 12


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
    folder = Path(output)
    chosen = click.get_current_context().get_parameter_source("output") is not ParameterSource.DEFAULT
    if folder.is_symlink() and not chosen:
        raise OutputError(
            Problem(f"{output} is a link, and may lead out of this folder", hint="name the folder with --output")
        )
    audit = _audited(stack, max_size, folders, select, ignore)
    contents, failures = rendered(audit, names, engine)
    if output == "-":
        for content in contents.values():
            say(as_bytes(content), nl=False)
    else:
        _write(audit, folder, contents, quiet=quiet)
    for failure in failures:
        say(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True)
    _say_broken(audit)
    if audit.broken or failures:
        sys.exit(2)
    sys.exit(1 if audit.fails(Severity(fail_on), strict=strict) else 0)


def _write(audit: Audit, folder: Path, contents: Mapping[str, str], *, quiet: bool) -> None:
    """Print the findings and write the files."""
    from stackaudit.outputs.files import write_all  # noqa: PLC0415 - printing to standard output writes no files

    lines = list(audit_lines(audit, style))
    for line in lines[-1:] if quiet else lines:
        say(line)
    written = write_all(folder, contents)
    if not quiet:
        say(style(f"Written: {', '.join(plain(str(path)) for path in written)}", dim=True))


def _say_broken(audit: Audit) -> None:
    """Name the rules that raised, with their tracebacks, for whoever can mend them."""
    for rule, broken in broken_rules(audit):
        say(f"The rule {rule} is broken:", err=True)
        for line in broken.traceback.splitlines():
            say(plain(line), err=True)


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
    Exit code 2: a rule is broken, and its questions are missing.

    \b
    Example:
      stackaudit questions stack.yaml --limit 5
    """
    audit = _audited(stack, max_size, folders, select, ignore)
    asked = audit.questions[:limit]
    if form == "json":
        from stackaudit.outputs.json import question_data  # noqa: PLC0415 - only this form needs it

        say_data([question_data(question) for question in asked])
    else:
        for number, question in enumerate(asked, 1):
            _say_question(number, question)
        count = len(audit.questions)
        say(f"{count} open question{'s' if count != 1 else ''}, coverage {audit.coverage.percent} %")
    _say_broken(audit)
    sys.exit(2 if audit.broken else 0)


def _say_question(number: int, question: OpenQuestion) -> None:
    """A question, the first places that wait for it, and the first lines of YAML to paste."""
    say(style(f"{number}. {plain(question.text)}", bold=True))
    named = ", ".join(plain(place.title, 60) for place in question.places[:_PLACES])
    left = len(question.places) - _PLACES
    say(f"   for {named}{f' and {left} more' if left > 0 else ''}; waiting: {', '.join(question.rules)}")
    for place in question.places:
        if place.answers:
            say(f"   sources disagree on {plain(place.title, 60)}: {plain('; '.join(place.answers), 200)}")
    lines = question.yaml.splitlines()
    for line in lines[:_LINES]:
        say(style(f"     {plain(line)}", dim=True))
    if len(lines) > _LINES:
        say(style(f"     # and {len(lines) - _LINES} more lines; --format json has them all", dim=True))
    say()


def _audited(
    stack: Path, max_size: int, folders: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> Audit:
    """Load and audit, with a progress bar where it takes long."""
    packs = loaded(folders)
    chosen = selected((rule for pack in packs for rule in pack.rules), words(select), words(ignore))
    description = read_stack(stack, max_size)
    with progress_bar(sum(not rule.alias_of for rule in chosen)) as progress:
        return audit_stack(description, packs=packs, select=words(select), ignore=words(ignore), progress=progress)
