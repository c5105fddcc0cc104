"""The library's front door: what a user imports, and what it gives."""

from __future__ import annotations

import copy
import importlib
import json
import os
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit import audit_stack

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
TEXT = f"{HEAD}tools: {{a: {{name: Splitter, built: in_house, capabilities: [experimentation]}}, b: {{}}}}\nflows: [{{from: a, to: b}}]\n"

RULE = """\
id: MY-01
name: mine
title: A title
severity: P3
ask: a
red_flag: r
why: w
found: f
flag: {each: tool, where: {maintainers: {count: {fewer_than: $least}}}}
message: "{tool}"
impact: i
fix: {now: n, later: l}
parameters: {least: {value: 1, unit: people, about: x, source: y}}
"""


@pytest.fixture
def own(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path / "own"


# -- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", stackaudit.__all__)
def test_every_public_name_is_there_and_is_the_one_of_its_module(name):
    value = getattr(stackaudit, name)
    if name == "__version__":
        assert value == stackaudit._version.__version__
        return
    module, attribute = stackaudit._HOME_OF[name]
    assert value is getattr(importlib.import_module(module), attribute)


def test_the_names_are_listed_and_no_others():
    assert dir(stackaudit) == sorted(stackaudit.__all__)
    assert {*stackaudit._HOME_OF, "__version__"} == set(stackaudit.__all__)
    with pytest.raises(AttributeError, match="module 'stackaudit' has no attribute 'Adit'"):
        stackaudit.Adit  # noqa: B018 - what is read is not there


def test_importing_the_package_imports_next_to_nothing():
    code = "import stackaudit, sys; print(*sorted(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(stackaudit.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    ours = [name for name in ran.stdout.split() if name.startswith("stackaudit")]
    assert ours == ["stackaudit", "stackaudit._version"]
    assert {"pydantic", "yaml", "networkx", "click"}.isdisjoint(ran.stdout.split())


# -- run ----------------------------------------------------------------------------------------------------------------


def test_a_stack_is_audited_from_a_path_from_a_stack_and_from_data(tmp_path):
    (tmp_path / "s.yaml").write_text(TEXT, encoding="utf-8")
    data = {
        "stackaudit": 1,
        "as_of": date(2026, 11, 22),
        "tools": {"a": {"name": "Splitter", "built": "in_house", "capabilities": ["experimentation"]}, "b": {}},
        "flows": [{"from": "a", "to": "b"}],
    }
    audits = [
        stackaudit.run(str(tmp_path / "s.yaml")),
        stackaudit.run(tmp_path / "s.yaml"),
        stackaudit.run(stackaudit.load_text(TEXT)),
        stackaudit.run(data),
    ]
    for audit in audits:
        assert isinstance(audit, stackaudit.Audit)
        assert isinstance(audit.graph, stackaudit.StackGraph)
        (finding,) = audit.flagged
        assert finding.id == "STR-13:tools.a"
    places = [audit.flagged[0].place for audit in audits]
    assert [place and place.file for place in places] == [str(tmp_path / "s.yaml")] * 2 + ["<text>", None]
    assert list(data["tools"]["a"]) == ["name", "built", "capabilities"]


def test_ten_lines_of_the_readme_do_what_they_say(tmp_path):
    (tmp_path / "stack.yaml").write_text(TEXT, encoding="utf-8")
    audit = stackaudit.run(tmp_path / "stack.yaml")
    (line,) = [f"{one.severity} {one.id} {one.message} {one.place}" for one in audit.flagged]
    assert line == f"P3 STR-13:tools.a Splitter was built in house for A/B tests {tmp_path / 'stack.yaml'}:3:29"
    assert 0 < audit.coverage.percent < 100
    assert list(audit.graph.nx.nodes) == ["a", "b"]
    assert audit.to_html().lower().startswith("<!doctype html>")


def test_rules_are_added_chosen_and_left_out(own):
    stack = stackaudit.load_text(TEXT)
    assert {"MY-01", "STR-13"} <= set(stackaudit.run(stack, rules=[own]).rules)
    assert list(stackaudit.run(stack, rules=[str(own)], select=["MY-01", "STR-13"]).rules) == ["STR-13", "MY-01"]
    assert "STR-13" not in stackaudit.run(stack, ignore=["STR-13"]).rules
    with pytest.raises(stackaudit.RuleError, match="no rule, no family"):
        stackaudit.run(stack, select=["XYZ-99"])


def test_parameters_are_set_by_rule_and_name(own):
    stack = stackaudit.load_text(f"{HEAD}people: {{ann: {{}}}}\ntools: {{a: {{maintainers: [ann]}}}}\n")
    assert not stackaudit.run(stack, rules=[own], select=["MY-01"]).findings
    assert len(stackaudit.run(stack, rules=[own], select=["MY-01"], parameters={"MY-01": {"least": 2}}).flagged) == 1
    with pytest.raises(stackaudit.SettingsError, match="MY-01 has no parameter 'lest'"):
        stackaudit.run(stack, rules=[own], parameters={"MY-01": {"lest": 2}})


def test_limits_bound_what_is_read(tmp_path):
    (tmp_path / "s.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(stackaudit.ReadError, match="more than the limit of 10"):
        stackaudit.run(tmp_path / "s.yaml", limits=stackaudit.Limits(size=10))


def test_progress_is_told(own):
    begun = []
    stackaudit.run(stackaudit.load_text(TEXT), rules=[own], select=["MY-01", "STR-13"], progress=begun.append)
    assert [rule.id for rule in begun] == ["STR-13", "MY-01"]


def test_every_mistake_of_a_stack_is_in_the_error(tmp_path):
    (tmp_path / "s.yaml").write_text(f"{HEAD}tools: {{a: {{ownr: x, built: inhouse}}}}\n", encoding="utf-8")
    with pytest.raises(stackaudit.StackError) as error:
        stackaudit.run(tmp_path / "s.yaml")
    assert isinstance(error.value, stackaudit.StackauditError)
    assert [(problem.place.line, problem.place.column) for problem in error.value.problems] == [(3, 13), (3, 29)]


# -- outputs ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def audit():
    return stackaudit.run(stackaudit.load_text(TEXT))


def test_an_audit_writes_itself_as_json(audit):
    assert json.loads(audit.to_json())["findings"][0]["id"] == "STR-13:tools.a"


def test_an_audit_writes_itself_as_a_page(audit):
    page = audit.to_html()
    assert "Splitter was built in house" in page
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize(
    ("form", "start"), [("svg", ("<?xml", "<svg")), ("dot", "digraph"), ("mmd", ("flowchart", "---", "%%"))]
)
def test_an_audit_draws_itself(audit, form, start):
    text = audit.diagram(form)
    assert text.startswith(start)
    assert "Splitter" in text


def test_the_frames_of_a_diagram_can_be_teams(audit):
    assert audit.diagram("dot", by="team") != audit.diagram("dot")
    assert audit.diagram() == audit.diagram("svg", by="layer")


def test_a_notebook_shows_an_audit(audit):
    text = audit._repr_html_()
    assert "STR-13" in text
    assert "<script" not in text


def test_an_audit_is_what_the_engine_gives(audit):
    made = audit_stack(audit.stack)
    assert (made.results, made.packs, list(made.rules)) == (audit.results, audit.packs, list(audit.rules))


def test_an_audit_is_its_own_copy_and_says_why_it_cannot_be_pickled(audit):
    assert copy.copy(audit) is audit
    assert copy.deepcopy([audit])[0] is audit
    with pytest.raises(TypeError, match="an audit cannot be pickled: keep its stack, and audit it again"):
        pickle.dumps(audit)
    again = stackaudit.run(pickle.loads(pickle.dumps(audit.stack)))  # noqa: S301 - what this test wrote itself
    assert again.to_json() == audit.to_json()


def test_findings_baselines_and_differences_go_to_other_processes(audit):
    found = stackaudit.diff(stackaudit.run("sample_stacks/healthy.yaml"), audit)
    whole = (audit.findings, stackaudit.Baseline.of(audit.findings), found)
    for findings, known, made in (pickle.loads(pickle.dumps(whole)), copy.deepcopy(whole)):  # noqa: S301 - our own
        assert findings == audit.findings
        assert audit.against(known).new_findings == ()
        assert made.to_json() == found.to_json()
        assert copy.copy(made).to_markdown() == found.to_markdown()
        assert copy.copy(made.new) is made.new
        with pytest.raises(TypeError):
            known.findings["new"] = None


def test_one_rule_and_one_folder_need_no_list(tmp_path):
    (tmp_path / "MY-01.yaml").write_text(RULE, encoding="utf-8")
    stack = stackaudit.load_text(TEXT)
    assert [one.rule for one in stackaudit.run(stack, select="STR-13").results] == ["STR-13"]
    assert "STR-13" not in stackaudit.run(stack, ignore="strategy").rules
    assert "MY-01" in stackaudit.run(stack, rules=tmp_path).rules
    assert "MY-01" in stackaudit.run(stack, rules=str(tmp_path)).rules


@pytest.mark.parametrize("wrong", [5, ["a.yaml"]])
def test_what_is_no_stack_is_refused_by_its_type(wrong):
    with pytest.raises(
        TypeError, match=f"expected the path of a stack, a stack or plain data, found {type(wrong).__name__}"
    ):
        stackaudit.run(wrong)


def test_what_is_no_baseline_and_no_settings_is_refused_by_its_type():
    with pytest.raises(TypeError, match="expected a baseline, or the path of its file, found int"):
        stackaudit.run(stackaudit.load_text(TEXT), baseline=5)
    with pytest.raises(TypeError, match="expected settings, or the path of their file, found dict"):
        stackaudit.run(stackaudit.load_text(TEXT), settings={"select": ["GRA-01"]})


def test_a_threshold_is_a_severity(audit):
    assert audit.fails("P5") is audit.fails(stackaudit.Severity.P5)
    with pytest.raises(ValueError, match="P9"):
        audit.fails("P9")
