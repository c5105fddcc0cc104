"""The table of formats: what can be asked for, and a picture that fails takes nothing else with it."""

from __future__ import annotations

import pytest

from stackaudit.errors import LayoutError, Problem, SettingsError
from stackaudit.outputs import diagram
from stackaudit.outputs.formats import FORMATS, parse_formats, rendered, rendered_one
from stackaudit.outputs.pieces import whole

ALL = f"there are {', '.join(FORMATS)}"


def test_each_format_has_a_file_of_its_own_and_says_what_it_is_for():
    assert {name: form.file for name, form in FORMATS.items()} == {
        "html": "report.html",
        "pdf": "report.pdf",
        "docx": "report.docx",
        "pptx": "deck.pptx",
        "svg": "diagram.svg",
        "png": "diagram.png",
        "json": "audit.json",
        "sarif": "audit.sarif",
        "junit": "junit.xml",
        "github": "github.txt",
        "gitlab": "gl-code-quality-report.json",
        "text": "findings.txt",
        "md": "audit.md",
        "jsonl": "findings.jsonl",
        "csv": "findings.csv",
        "csv-actions": "actions.csv",
        "csv-tools": "tools.csv",
        "csv-flows": "flows.csv",
        "csv-questions": "questions.csv",
        "xlsx": "audit.xlsx",
        "dot": "diagram.dot",
        "mmd": "diagram.mmd",
    }
    assert all(form.about for form in FORMATS.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [("json", ("json",)), (" json, svg ,json,", ("json", "svg")), ("mmd,html,dot", ("mmd", "html", "dot"))],
)
def test_formats_are_named_by_commas_in_the_order_given(text, names):
    assert parse_formats(text) == names


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [f"expected a format ({ALL})"]),
        (" , ", [f"expected a format ({ALL})"]),
        ("json,rtf,JSON", [f"no format is called 'JSON' ({ALL})", f"no format is called 'rtf' ({ALL})"]),
    ],
)
def test_what_is_no_format_is_a_mistake(text, lines):
    with pytest.raises(SettingsError) as error:
        parse_formats(text)
    assert str(error.value).splitlines() == lines


def test_each_format_is_made_from_an_audit(audited):
    audit = audited("tools: {a: {name: Mailer}, b: {}}\nflows: [{from: a, to: b}]")
    contents, failures = rendered(audit, tuple(FORMATS))
    assert failures == ()
    assert list(contents) == [form.file for form in FORMATS.values()]
    assert contents["report.html"].lower().startswith("<!doctype html>")
    assert contents["diagram.svg"].lstrip().startswith(("<?xml", "<svg"))
    assert whole(contents["audit.json"]) == rendered_one(audit, "json").encode()
    assert whole(contents["audit.sarif"]) == rendered_one(audit, "sarif").encode()
    assert contents["diagram.dot"].startswith("digraph")
    assert contents["diagram.mmd"].startswith(("flowchart", "---", "%%"))
    assert all("Mailer" in contents[name] for name in ("report.html", "diagram.svg", "diagram.dot", "diagram.mmd"))


def test_a_picture_that_cannot_be_drawn_takes_nothing_else_with_it(audited, monkeypatch):
    def fails(*_arguments, **_more):
        raise LayoutError(Problem("the engine ran out of time"))

    monkeypatch.setattr(diagram, "diagram", fails)
    contents, failures = rendered(audited("tools: {a: {}}"), ("svg", "json"))
    assert list(contents) == ["audit.json"]
    assert failures == ("diagram.svg: the engine ran out of time",)


def test_the_engine_that_was_asked_for_draws(audited, monkeypatch):
    asked = []
    monkeypatch.setattr(diagram, "diagram", lambda *_arguments, engine, **_more: asked.append(engine) or "<svg/>")
    rendered(audited("tools: {a: {}}"), ("svg",), "dot")
    assert asked == ["dot"]


def test_formats_with_pictures_share_them(audited, monkeypatch):
    asked = []
    draw = diagram.pictures
    monkeypatch.setattr(diagram, "pictures", lambda *arguments, **more: asked.append(more) or draw(*arguments, **more))
    contents, _ = rendered(audited("tools: {a: {}}"), ("html", "docx", "pptx", "json"))
    assert list(contents) == ["report.html", "report.docx", "deck.pptx", "audit.json"]
    assert asked == [{"engine": "pinned"}]
