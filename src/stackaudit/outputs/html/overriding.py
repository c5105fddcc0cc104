"""Templates of the user's in place of the report's own, in Jinja's sandbox, each mistake with its file and line."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from stackaudit.errors import OutputError, Place, Problem
from stackaudit.outputs.html.page import TEMPLATES, furnished, render

__all__ = ["Templates", "read_templates"]

_PREFIX: Final = "stackaudit"
_REPORT: Final = "report.html.j2"
_STYLE: Final = "report.css"


class Templates:
    """A folder of templates. One that is called like one of the report's stands in its place.

    ``style`` is the folder's style sheet, which follows the report's own; empty without one.
    """

    def __init__(self, folder: Path, environment: ImmutableSandboxedEnvironment, style: str) -> None:
        self.style = style
        self._folder = folder
        self._environment = environment

    def render(self, values: Mapping[str, Any]) -> str:
        """The report.

        Raises:
            OutputError: a template of the folder fails; with its file and line.
        """
        try:
            return render(_REPORT, values, self._environment)
        except Exception as error:
            place = self._place(error)
            if place is None:  # none of theirs: it is ours to mend
                raise
            raise OutputError(_problem(place[0], place[1], f"{_cause(error)}")) from error

    def _place(self, error: Exception) -> tuple[Path, int] | None:
        """The innermost line of the folder's templates that was at work."""
        if isinstance(error, TemplateSyntaxError) and error.filename is not None:
            return Path(error.filename), error.lineno
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if Path(frame.filename).is_relative_to(self._folder) and frame.lineno is not None:
                return Path(frame.filename), frame.lineno
        return None


def read_templates(folder: Path) -> Templates:
    """The templates of a folder, compiled; a style sheet ``report.css`` in it follows the report's own.

    ``report.html.j2`` extends ``stackaudit/report.html.j2`` and overrides its blocks; any other name of a template of
    the report stands in its place as a whole.

    Raises:
        OutputError: there is none of the report's, or some cannot be compiled; every mistake with its file and line.
    """
    if not folder.is_dir():
        raise OutputError(Problem(f"there is no folder {str(folder)!r}", hint="it would hold templates"))
    own = FileSystemLoader(TEMPLATES)
    loader = ChoiceLoader([FileSystemLoader(folder), own, PrefixLoader({_PREFIX: own})])
    environment = furnished(ImmutableSandboxedEnvironment, loader)
    files = sorted(path for path in folder.rglob("*.j2") if path.is_file())
    style = folder / _STYLE
    known = set(own.list_templates())
    problems: list[Problem] = []
    if not style.is_file() and not any(path.relative_to(folder).as_posix() in known for path in files):
        hint = f"such as {_REPORT}, which begins with {{% extends {f'{_PREFIX}/{_REPORT}'!r} %}}"
        problems.append(Problem(f"no file in {str(folder)!r} is called like a template of the report", hint=hint))
    for path in files:
        problems += _mistakes(environment, path, path.relative_to(folder).as_posix())
    added = ""
    if style.is_file():
        text = _text(style)
        if isinstance(text, Problem):
            problems.append(text)
        elif "</" in text:
            line = text[: text.index("</")].count("\n") + 1
            problems.append(_problem(style, line, "a style sheet holds no markup, found '</'"))
        else:
            added = text
    if problems:
        raise OutputError(problems)
    return Templates(folder, environment, added)


def _mistakes(environment: ImmutableSandboxedEnvironment, path: Path, name: str) -> Iterable[Problem]:
    """What is wrong with a template before it is filled."""
    text = _text(path)
    if isinstance(text, Problem):
        return [text]
    try:
        tree = environment.parse(text, name, str(path))
        environment.compile(tree, name, str(path))
    except TemplateSyntaxError as error:
        return [_problem(path, error.lineno, f"this is no template: {error.message}")]
    extended = [one.template.value for one in tree.find_all(nodes.Extends) if isinstance(one.template, nodes.Const)]
    if extended == [_REPORT] and name == _REPORT:
        message = f"{_REPORT} extends itself: the report's own is {_PREFIX}/{_REPORT}"
        return [_problem(path, next(tree.find_all(nodes.Extends)).lineno, message)]
    if extended != [f"{_PREFIX}/{_REPORT}"]:
        return []
    blocks = environment.get_template(extended[0]).blocks
    unknown = [one for one in tree.body if isinstance(one, nodes.Block) and one.name not in blocks]
    return [
        _problem(path, one.lineno, f"the report has no block {one.name!r}", _near(one.name, blocks)) for one in unknown
    ]


def _near(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(names), 1)
    return f"did you mean {near[0]!r}?" if near else f"its blocks are {', '.join(sorted(names))}"


def _text(path: Path) -> str | Problem:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Problem(f"cannot read {str(path)!r}: {error}")


def _cause(error: Exception) -> str:
    words = str(error) or type(error).__name__
    return f"the template fails: {words if isinstance(error, TemplateError) else f'{type(error).__name__}: {words}'}"


def _problem(path: Path, line: int, message: str, hint: str | None = None) -> Problem:
    lines = path.read_text(encoding="utf-8").splitlines()
    excerpt = lines[line - 1] if line <= len(lines) else ""
    begin = len(excerpt) - len(excerpt.lstrip()) + 1
    place = Place(str(path), line, begin, line, max(len(excerpt.rstrip()) + 1, begin))
    return Problem(message, place, hint, excerpt)
