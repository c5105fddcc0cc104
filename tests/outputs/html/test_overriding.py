"""Templates of the user's: one block at a time, in a sandbox, with every mistake where it is."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from stackaudit.cli import stackaudit
from stackaudit.errors import OutputError, SettingsError, StackError
from stackaudit.outputs.html import page, to_html
from stackaudit.outputs.html.overriding import read_templates

EXTENDS = '{% extends "stackaudit/report.html.j2" %}\n'


def read_of(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.html.j2").write_text(text)
    return read_templates(folder)


def mistakes(folder, **files):
    with pytest.raises(OutputError) as caught:
        read_of(folder, **files)
    return [f"{str(one.place or '').rpartition('/')[2]} {one.message} ({one.hint})" for one in caught.value.problems]


def fails(make, folder, text):
    with pytest.raises(OutputError) as caught:
        to_html(make.small(), templates=read_of(folder, report=EXTENDS + text))
    (problem,) = caught.value.problems
    return str(problem.place).rpartition("/")[2], problem.message, problem.excerpt


def test_blocks_are_overridden_one_at_a_time(make, read, tmp_path):
    templates = read_of(
        tmp_path,
        report=EXTENDS
        + '{% block score %}<p id="score">42 {{ "<b>" }}</p>{% endblock %}\n{% block header %}{{ super() }}<p>Ours</p>{% endblock %}',
        footer="<footer>{{ cover.client }}</footer>",
    )
    found = read(to_html(make.small(), templates=templates))
    assert found.faults == []
    assert "42 <b>" in found.text
    assert "Ours" in found.text
    assert found.text.index("Ours") < found.text.index("42 <b>")
    assert 'id="summary"' in found.source
    assert "The same description and rules" not in found.text


def test_a_style_sheet_follows_the_reports_own_and_is_allowed(make, tmp_path):
    (tmp_path / "report.css").write_text(".cover { color: red }\n")
    text = to_html(make.small(), templates=read_templates(tmp_path))
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    assert style.endswith(".cover { color: red }\n")
    assert page._hashes([style]).replace("'", "&#39;") in text


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (
            "{% block score %}\n\n  {{ nothing }}{% endblock %}",
            "report.html.j2:4:3",
            "the template fails: 'nothing' is undefined",
        ),
        ("{% block score %}\n{{ cover.nothing }}{% endblock %}", "report.html.j2:3:1", "has no attribute 'nothing'"),
        ("{% block score %}{{ 1 / 0 }}{% endblock %}", "report.html.j2:2:1", "ZeroDivisionError: division by zero"),
        ("{% block score %}{% include 'missing.j2' %}{% endblock %}", "report.html.j2:2:1", "missing.j2"),
        ("{% block score %}{% include 'late.txt' %}{% endblock %}", "late.txt:2:1", "unexpected"),
        ("{% block score %}{{ self.score() }}{% endblock %}", "report.html.j2:2:1", "RecursionError"),
    ],
)
def test_what_fails_is_told_with_file_and_line(make, tmp_path, text, place, words):
    (tmp_path / "late.txt").write_text("\n{{ 1 +* }}")
    where, message, excerpt = fails(make, tmp_path, text)
    assert where == place
    assert words in message
    assert excerpt


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cover.__class__.__init__.__globals__ }}",
        "{{ method.__builtins__ }}",
        "{{ depths.__getattribute__('x') }}",
        "{{ self._TemplateReference__context }}",
        "{{ ''.format.__globals__ }}",
        "{{ '{0.__class__}'.format(cover) }}",
    ],
)
def test_a_template_gets_at_nothing_but_the_values(make, tmp_path, text):
    place, message, _ = fails(make, tmp_path, f"{{% block score %}}{text}{{% endblock %}}")
    assert place == "report.html.j2:2:1"
    assert "unsafe" in message or "undefined" in message or "no attribute" in message


def test_a_template_changes_no_value(make, tmp_path):
    _, message, _ = fails(make, tmp_path, "{% block score %}{{ commentary.clear() }}{% endblock %}")
    assert "unsafe" in message or "not safely callable" in message


def test_all_mistakes_are_told_at_once(tmp_path):
    (tmp_path / "report.css").write_text("a {}\n</style>")
    (tmp_path / "bytes.j2").write_bytes(b"\xff")
    told = mistakes(
        tmp_path,
        report=EXTENDS
        + "{% block scores %}{% endblock %}{% block score %}{% block mine %}{% endblock %}{% endblock %}",
        footer="a\n{% if %}",
        part="{{ fine }}",
    )
    assert [one.split(" ", 1)[0] for one in told] == ["", "footer.html.j2:2:1", "report.css:2:1", "report.html.j2:2:1"]
    assert "cannot read" in told[0]
    assert "this is no template: " in told[1]
    assert "a style sheet holds no markup" in told[2]
    assert told[3].endswith("the report has no block 'scores' (did you mean 'score'?)")


def test_what_is_called_like_nothing_of_the_report_is_an_error(tmp_path):
    (told,) = mistakes(tmp_path, summery="x")
    assert "is called like a template of the report" in told
    (told,) = mistakes(tmp_path / "none")
    assert "there is no folder" in told


def test_a_page_that_extends_itself_is_told(tmp_path):
    (told,) = mistakes(tmp_path, report='{% extends "report.html.j2" %}{% block zzzzzzzz %}{% endblock %}')
    assert "the report's own is stackaudit/report.html.j2" in told
    (told,) = mistakes(tmp_path, report=EXTENDS + "{% block zzzzzzzz %}{% endblock %}")
    assert "its blocks are baseline, before_page, before_summary" in told


def test_a_mistake_of_ours_is_not_blamed_on_the_templates(make, tmp_path):
    templates = read_of(tmp_path, footer="x")
    with pytest.raises(Exception, match="undefined"):
        templates.render({})


def test_the_command_line_names_templates(tmp_path):
    stack = tmp_path / "stack.yaml"
    stack.write_text("{stackaudit: 1, as_of: 2026-11-22, tools: {a: {}}}")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "footer.html.j2").write_text("<footer>Ours: {{ cover.as_of }}</footer>")

    def said(*options):
        command = [
            "run",
            str(stack),
            "--select",
            "STR",
            "-o",
            str(tmp_path / "out"),
            "--template-dir",
            str(tmp_path / "ours"),
        ]
        return CliRunner().invoke(stackaudit, [*command, *options])

    said("--format", "html,json")
    assert "<footer>Ours: 22 November 2026</footer>" in (tmp_path / "out" / "report.html").read_text()
    assert "--template-dir is for a format that is not asked for (add --format html)" in str(
        said("--format", "json").exception
    )
    assert "--template-dir takes one stack" in said("--all").output


def test_neither_description_nor_settings_name_templates(tmp_path):
    stack = tmp_path / "stack.yaml"
    stack.write_text("{stackaudit: 1, as_of: 2026-11-22, report: {template_dir: ours}}")
    command = ["run", str(stack), "-o", str(tmp_path / "out")]
    made = CliRunner().invoke(stackaudit, command)
    assert isinstance(made.exception, StackError)
    stack.write_text("{stackaudit: 1, as_of: 2026-11-22}")
    (tmp_path / "stackaudit.toml").write_text('template-dir = "ours"\n')
    made = CliRunner().invoke(stackaudit, command)
    assert isinstance(made.exception, SettingsError)
    assert "there is no setting 'template-dir'" in str(made.exception)


def test_a_style_sheet_that_is_no_text_is_told(tmp_path):
    (tmp_path / "report.css").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OutputError) as caught:
        read_templates(tmp_path)
    (problem,) = caught.value.problems
    assert "cannot read" in problem.message
    assert "report.css" in problem.message
