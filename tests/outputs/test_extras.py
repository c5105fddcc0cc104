"""Formats that need more than a plain installation: what is missing is told before anything is done."""

from __future__ import annotations

import pytest

from stackaudit.errors import OutputError, SettingsError
from stackaudit.outputs import extras
from stackaudit.outputs.extras import EXTRAS, require
from stackaudit.outputs.formats import FORMATS, rendered, rendered_one


@pytest.fixture
def lacking(monkeypatch):
    """Makes modules look as if they were not installed."""

    def hide(*modules):
        monkeypatch.setattr(extras, "find_spec", lambda name: None if name in modules else object())

    return hide


def test_each_extra_of_a_format_is_one_of_the_project():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {form.extra for form in FORMATS.values()} - {""} <= set(EXTRAS)
    for name, packages in EXTRAS.items():
        declared = {one.partition(">")[0] for one in project["optional-dependencies"][name]}
        assert f"{name}" in project["optional-dependencies"]["all"][0]
        assert declared == {one.name for one in packages}


def test_what_is_there_is_not_asked_for(lacking):
    lacking()
    require({"xlsx": "xlsx", "json": ""})


def test_what_is_missing_is_told_with_the_command_that_installs_it(lacking):
    lacking("xlsxwriter")
    with pytest.raises(OutputError) as error:
        require({"xlsx": "xlsx"})
    assert str(error.value) == 'xlsx needs XlsxWriter, which is not installed (pip install "stackaudit[xlsx]")'


def test_all_that_is_missing_is_told_at_once(lacking):
    lacking("xlsxwriter", "typst", "fontpkg_arimo")
    with pytest.raises(OutputError) as error:
        require({"png": "pdf", "pdf": "pdf", "json": "", "xlsx": "xlsx"})
    assert str(error.value) == (
        "png, pdf and xlsx need typst, fontpkg-arimo and XlsxWriter, which are not installed "
        '(pip install "stackaudit[pdf,xlsx]")'
    )


def test_the_library_tells_it_too(lacking, audited):
    lacking("xlsxwriter")
    audit = audited("tools: {a: {}}")
    for make in (lambda: rendered(audit, ["xlsx"]), lambda: rendered_one(audit, "xlsx")):
        with pytest.raises(OutputError, match="XlsxWriter"):
            make()


def test_an_output_that_there_is_not_is_a_mistake(audited):
    with pytest.raises(SettingsError, match="no format is called 'xls'"):
        rendered_one(audited("tools: {a: {}}"), "xls")
