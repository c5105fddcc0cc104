"""Audits every stack below a folder: each with its own settings, one summary, and one file of all where CI wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from stackaudit.audit.audit import Audit
from stackaudit.cli.auditing import audited, say_broken, say_notices
from stackaudit.cli.in_force import InForce, in_force, own_stack
from stackaudit.cli.printing import say, style
from stackaudit.cli.settings_options import settings_file, settings_named
from stackaudit.cli.writing import check_target, say_written
from stackaudit.errors import OutputError, Problem, SettingsError, StackauditError
from stackaudit.frozen import dataclass
from stackaudit.outputs.ci.merging import MERGED
from stackaudit.outputs.files import write_all
from stackaudit.outputs.formats import FORMATS, check_extras, parse_formats, rendered
from stackaudit.outputs.pieces import Content, whole
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.terminal import audit_lines, problem_lines, summary_line
from stackaudit.settings.files import SettingsFile, nearest
from stackaudit.settings.stacks import find_stacks

__all__ = ["run_all"]

_WORDS: Final = ("below the threshold", "with findings at or above it", "could not be audited")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a stack: its exit code, and a line about it."""

    name: str
    code: int
    line: str


def run_all(folders: Sequence[Path], max_size: int, *, engine: str, quiet: bool) -> int:
    """Audit the stacks below a folder, and give the worst exit code.

    Raises:
        stackaudit.StackauditError: there are none, or the options cannot be met.
    """
    if click.get_current_context().params["prune"]:
        raise click.UsageError("--prune takes one stack, and --all looks for several")
    if click.get_current_context().params["template_dir"] is not None:
        raise click.UsageError("--template-dir takes one stack, and --all looks for several")
    if len(folders) > 1:
        raise click.UsageError("--all takes one folder, and looks for stacks in it and below")
    many = _Many(_target(), max_size, engine, quiet=quiet)
    root = folders[0] if folders else Path()
    for name, file in find_stacks(root):
        many.audit(root.name or "." if name == "." else name, name, file)
    return many.finish()


def _target() -> Path | None:
    """The folder to write into; None where one format is to be printed.

    Raises:
        OutputError: it cannot be printed, or not be written.
    """
    context = click.get_current_context()
    output, chosen = context.params["output"], context.get_parameter_source("output")
    if output == "-":
        names = parse_formats(context.params["formats"])
        if len(names) != 1 or names[0] not in MERGED:
            hint = f"of these, there is one file of all stacks: {', '.join(MERGED)}"
            raise OutputError(Problem("--output - prints one format of all stacks", hint=hint))
        return None
    folder = Path(output)
    check_target(folder, [], chosen=chosen is not click.core.ParameterSource.DEFAULT)
    return folder


class _Many:
    """Audits one stack after the other, and keeps what is to be said and written of all of them."""

    def __init__(self, folder: Path | None, max_size: int, engine: str, *, quiet: bool) -> None:
        self._folder = folder
        self._max_size = max_size
        self._engine = engine
        self._quiet = quiet
        self._outcomes: list[_Outcome] = []
        self._merged: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._unread: dict[str, Sequence[Problem]] = {}

    def audit(self, name: str, below: str, file: SettingsFile) -> None:
        """Audit a stack; whatever is wrong with it is told, and the others go on."""
        try:
            named = settings_named()
            holds = in_force(settings_file([]) if named else file)
            if holds.settings.stack == () and not named:
                return
            if not self._quiet:
                self._say(style(plain(name), bold=True))
            stack = (nearest(file.path.parent),) if named else own_stack(file, holds.settings)
            code, line = self._audited(name, below, holds, stack)
        except StackauditError as error:
            for problem in error.problems:
                for text in problem_lines(problem, style):
                    say(text, err=True)
            self._unread[name] = error.problems
            count = len(error.problems)
            code, line = 2, f"{count} mistake{'s' if count != 1 else ''}, not audited"
        self._outcomes.append(_Outcome(name, code, line))
        if not self._quiet:
            self._say()

    def _audited(self, name: str, below: str, holds: InForce, stack: Sequence[Path]) -> tuple[int, str]:
        settings = holds.settings
        check_extras(settings.formats)
        audit = audited(stack, self._max_size, holds, settings.baseline)
        contents, failures = rendered(audit, settings.formats, self._engine)
        files = {FORMATS[form].file: form for form in settings.formats}
        own = {}
        for file, content in contents.items():
            if files[file] in MERGED:
                self._merged[files[file]][name] = whole(content).decode("utf-8")
            else:
                own[file] = content
        self._write(audit, below, own)
        for failure in failures:
            say(f"{style('not drawn', fg='yellow')}: {plain(failure)}", err=True)
        say_broken(audit)
        say_notices(audit)
        if audit.broken or failures:
            return 2, summary_line(audit, style)
        fails = audit.fails(settings.fail_on, strict=settings.strict)
        return int(fails), summary_line(audit, style)

    def _write(self, audit: Audit, below: str, contents: Mapping[str, Content]) -> None:
        if not self._quiet:
            for line in audit_lines(audit, style):
                self._say(line)
        if self._folder is not None and contents:
            self._say_written(write_all(self._folder / below, contents))

    def finish(self) -> int:
        """Write what is of all stacks, print the summary, and give the worst exit code.

        Raises:
            SettingsError: there was none.
        """
        if not self._outcomes:
            raise SettingsError(Problem("there is no stack", hint="stack = [] says that a file belongs to none"))
        whole = {FORMATS[form].file: self._whole(form) for form in self._forms()}
        if self._folder is None:
            for text in whole.values():
                say(as_bytes(text), nl=False)
        elif whole:
            self._say_written(write_all(self._folder, whole))
        width = max(len(one.name) for one in self._outcomes)
        for one in self._outcomes:
            self._say(f"{style(f'{plain(one.name):<{width}}', bold=True)}  {one.line}")
        counts = [sum(one.code == code for one in self._outcomes) for code in range(len(_WORDS))]
        told = [f"{count} {words}" for count, words in zip(counts, _WORDS, strict=True) if count]
        total = len(self._outcomes)
        self._say(f"{total} stack{'s' if total != 1 else ''}: {', '.join(told)}")
        return max(one.code for one in self._outcomes)

    def _forms(self) -> list[str]:
        """The formats of which there is one file: those that a stack was written in, or the command line names."""
        context = click.get_current_context()
        default = context.get_parameter_source("formats") is click.core.ParameterSource.DEFAULT
        wanted = () if default else parse_formats(context.params["formats"])
        return [form for form in MERGED if form in self._merged or (form in wanted and self._unread)]

    def _whole(self, form: str) -> str:
        """The file of all stacks; one that could not be read stands in it with its mistakes."""
        written = dict(self._merged.get(form, {}))
        if self._unread:
            from stackaudit.outputs.ci.unread import UNREAD  # noqa: PLC0415 - most stacks can be read

            written |= {name: UNREAD[form](problems) for name, problems in self._unread.items()}
        return MERGED[form]([(one.name, written[one.name]) for one in self._outcomes if one.name in written])

    def _say_written(self, paths: Sequence[Path]) -> None:
        if not self._quiet:
            say_written(paths)

    def _say(self, line: str = "") -> None:
        """Print a line, but where standard output holds a format."""
        if self._folder is not None:
            say(line)
