"""The table of formats: each is one function from an audit to text or bytes, and the name of its file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stackaudit.audit.audit import Audit
from stackaudit.errors import LayoutError, Problem, SettingsError
from stackaudit.frozen import dataclass
from stackaudit.outputs.pieces import Content, Pieces

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Pictures
    from stackaudit.outputs.html.overriding import Templates

__all__ = ["FORMATS", "Format", "check_extras", "parse_formats", "rendered", "rendered_one"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the file it is written to, what it is for, how it is made, and the extra that it needs.

    ``render`` makes it by itself, or ``illustrate`` with the pictures of the stack, which several formats share.
    ``pieces`` names a function that gives a long text bit by bit: a file takes it without a copy.
    ``templated`` makes it with pictures and templates of the user's. ``is_read`` is whether a client reads it, so that
    dates and numbers are written as the report's locale has it; data are the same everywhere.
    """

    file: str
    about: str
    render: Callable[[Audit, str], str | bytes]
    extra: str = ""
    pieces: str = ""
    illustrate: Callable[[Audit, Pictures], str | bytes] | None = None
    templated: Callable[[Audit, Pictures, Templates], str] | None = None
    is_read: bool = False


def _drawn(audit: Audit, engine: str) -> Pictures:
    from stackaudit.outputs.diagram import pictures  # noqa: PLC0415 - an output is imported when it is asked for

    return pictures(audit.stack, audit.graph, audit.findings, engine=engine)


def _illustrated(
    file: str,
    about: str,
    illustrate: Callable[[Audit, Pictures], str | bytes],
    extra: str = "",
    templated: Callable[[Audit, Pictures, Templates], str] | None = None,
) -> Format:
    """A format with pictures in it."""

    def render(audit: Audit, engine: str) -> str | bytes:
        return illustrate(audit, _drawn(audit, engine))

    return Format(file, about, render, extra, illustrate=illustrate, templated=templated, is_read=True)


def _html(audit: Audit, drawn: Pictures, templates: Templates | None = None) -> str:
    from stackaudit.outputs.html import to_html  # noqa: PLC0415 - an output is imported when it is asked for

    return to_html(audit, pictures=drawn, templates=templates)


def _pptx(audit: Audit, drawn: Pictures) -> bytes:
    from stackaudit.outputs.deck.pptx import pptx_of  # noqa: PLC0415 - an output is imported when it is asked for
    from stackaudit.outputs.deck.story import deck  # noqa: PLC0415 - an output is imported when it is asked for

    return pptx_of(deck(audit, drawn))


def _document(by: str) -> Callable[[Audit, Pictures], bytes]:
    """A format that one function of the report as a document writes, as ``module:function``."""
    module, _, function = by.partition(":")

    def illustrate(audit: Audit, drawn: Pictures) -> bytes:
        from stackaudit.outputs.document.story import document  # noqa: PLC0415 - an output is imported when it is asked for

        write = getattr(importlib.import_module(f"stackaudit.outputs.document.{module}"), function)
        made: bytes = write(document(audit, drawn))
        return made

    return illustrate


def _written(by: str) -> Callable[[Audit, str], str | bytes]:
    """A format that one function of the audit writes, as ``module:function``; imported when it is asked for."""
    module, _, function = by.partition(":")

    def render(audit: Audit, _engine: str) -> str | bytes:
        made: str | bytes = getattr(importlib.import_module(f"stackaudit.outputs.{module}"), function)(audit)
        return made

    return render


def _diagram(kind: str) -> Callable[[Audit, str], str]:
    def render(audit: Audit, engine: str) -> str:
        from stackaudit.outputs.diagram import diagram  # noqa: PLC0415 - an output is imported when it is asked for

        return diagram(audit.stack, audit.graph, audit.findings, kind, engine=engine)

    return render


def _png(audit: Audit, engine: str) -> bytes:
    from stackaudit.outputs.diagram import diagram  # noqa: PLC0415 - an output is imported when it is asked for
    from stackaudit.outputs.diagram.raster import to_png  # noqa: PLC0415 - an output is imported when it is asked for

    return to_png(diagram(audit.stack, audit.graph, audit.findings, "svg", engine=engine))


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "html": _illustrated(
            "report.html", "the report for a client, one file that works offline", _html, templated=_html
        ),
        "pdf": _illustrated(
            "report.pdf", "the report on paper, with page numbers and contents", _document("pdf:pdf_of"), "pdf"
        ),
        "docx": _illustrated("report.docx", "the report for Word, to edit", _document("docx:docx_of"), "docx"),
        "pptx": _illustrated("deck.pptx", "slides for those who decide, to edit", _pptx, "pptx"),
        "svg": Format("diagram.svg", "the data-flow diagram, findings marked", _diagram("svg"), is_read=True),
        "png": Format("diagram.png", "the same as a picture for slides and letters", _png, "pdf", is_read=True),
        "json": Format("audit.json", "everything, as data", _written("json:to_json"), pieces="json:json_pieces"),
        "sarif": Format(
            "audit.sarif",
            "SARIF 2.1.0, for code scanning and editors",
            _written("ci.sarif:to_sarif"),
            pieces="ci.sarif:sarif_pieces",
        ),
        "junit": Format("junit.xml", "JUnit XML, for test reporters", _written("ci.junit:to_junit")),
        "github": Format(
            "github.txt", "GitHub annotations: print them with --output -", _written("ci.github:to_github")
        ),
        "gitlab": Format("gl-code-quality-report.json", "GitLab code quality", _written("ci.gitlab:to_gitlab")),
        "text": Format(
            "findings.txt",
            "the findings, as the terminal shows them: --output - writes no file",
            _written("terminal:to_text"),
        ),
        "md": Format(
            "audit.md", "Markdown, for a comment on a pull request", _written("ci.summary:to_markdown"), is_read=True
        ),
        "jsonl": Format("findings.jsonl", "one finding a line, as JSON", _written("ci.lines:to_json_lines")),
        "csv": Format("findings.csv", "the findings as CSV", _written("tables.csv:to_findings")),
        "csv-actions": Format("actions.csv", "what to do, by root cause, as CSV", _written("tables.csv:to_actions")),
        "csv-tools": Format("tools.csv", "the tools as CSV", _written("tables.csv:to_inventory")),
        "csv-flows": Format("flows.csv", "the data flows as CSV", _written("tables.csv:to_flows")),
        "csv-questions": Format(
            "questions.csv", "the open questions as CSV, with room for answers", _written("tables.csv:to_questions")
        ),
        "xlsx": Format(
            "audit.xlsx",
            "an Excel workbook of all of these tables",
            _written("tables.xlsx:to_xlsx"),
            "xlsx",
            is_read=True,
        ),
        "dot": Format("diagram.dot", "the diagram as DOT text for Graphviz", _diagram("dot")),
        "mmd": Format("diagram.mmd", "the diagram as Mermaid text", _diagram("mmd")),
    }
)
"""Every format by its name."""


def parse_formats(text: str) -> tuple[str, ...]:
    """Names of formats, separated by commas.

    Raises:
        SettingsError: a name is no format.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [_no_format(name) for name in names if name not in FORMATS]
    if not names:
        unknown.append(Problem("expected a format", hint=f"there are {', '.join(FORMATS)}"))
    if unknown:
        raise SettingsError(unknown)
    return names


def _no_format(name: str) -> Problem:
    return Problem(f"no format is called {name!r}", hint=f"there are {', '.join(FORMATS)}")


def check_extras(names: Iterable[str]) -> None:
    """Find out before long work whether what some formats need is installed.

    Raises:
        OutputError: it is not; the hint is the command that installs it.
    """
    extras = {name: FORMATS[name].extra for name in names}
    if any(extras.values()):
        from stackaudit.outputs.extras import require  # noqa: PLC0415 - most runs need no extra

        require(extras)


def rendered_one(audit: Audit, name: str) -> str | bytes:
    """One output.

    Raises:
        SettingsError: there is no such format.
        OutputError: a package that it needs is not installed.
        LayoutError: it is a picture, and the diagram engine failed.
    """
    if name not in FORMATS:
        raise SettingsError(_no_format(name))
    check_extras([name])
    with _for_readers(audit, [name]) as local:
        return FORMATS[name].render(local, "pinned")


def rendered(
    audit: Audit, names: Sequence[str], engine: str = "pinned", templates: Templates | None = None
) -> tuple[dict[str, Content], tuple[str, ...]]:
    """The outputs by file name, and what could not be drawn and why, in words.

    A picture that fails takes nothing else with it. Pictures are drawn once for all formats; a long text is made when
    it is written.

    Raises:
        OutputError: a package that one of them needs is not installed, or a template fails.
    """
    check_extras(names)
    contents: dict[str, Content] = {}
    failures: list[str] = []
    with _for_readers(audit, names) as local:
        drawn = cache(lambda: _drawn(local, engine))
        for name in (one for one in names if FORMATS[one].is_read):
            with _told(name, failures):
                contents[FORMATS[name].file] = _read(local, name, engine, drawn, templates)
    for name in (one for one in names if not FORMATS[one].is_read):
        with _told(name, failures):
            one = FORMATS[name]
            contents[one.file] = _in_pieces(audit, one.pieces) if one.pieces else one.render(audit, engine)
    order = [FORMATS[name].file for name in names]
    return {file: contents[file] for file in order if file in contents}, tuple(failures)


@contextmanager
def _for_readers(audit: Audit, names: Sequence[str]) -> Iterator[Audit]:
    """The audit for what a client reads, in the words and in the manner of its report, where it has any."""
    settings = audit.stack.report
    if settings is None or not (settings.locale or settings.wording) or not any(FORMATS[one].is_read for one in names):
        yield audit
        return
    from stackaudit.outputs.brand.reading import as_read  # noqa: PLC0415 - most reports have neither

    with as_read(audit, settings) as local:
        yield local


@contextmanager
def _told(name: str, failures: list[str]) -> Iterator[None]:
    """Tell of a picture that fails instead of giving up what else is made."""
    try:
        yield
    except LayoutError as error:
        failures.append(f"{FORMATS[name].file}: {error.problems[0].message}")


def _read(audit: Audit, name: str, engine: str, drawn: Callable[[], Pictures], templates: Templates | None) -> Content:
    """A format that a client reads."""
    one = FORMATS[name]
    if templates is not None and one.templated is not None:
        return one.templated(audit, drawn(), templates)
    return one.illustrate(audit, drawn()) if one.illustrate is not None else one.render(audit, engine)


def _in_pieces(audit: Audit, pieces: str) -> Pieces:
    """A text that one function gives bit by bit, as ``module:function``."""
    module, _, function = pieces.partition(":")
    return Pieces(partial(getattr(importlib.import_module(f"stackaudit.outputs.{module}"), function), audit))
