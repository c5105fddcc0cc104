"""The file of a baseline: the same for the same findings, and every mistake in it with its place."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stackaudit
from stackaudit.audit.baseline import Baseline, KnownFinding
from stackaudit.audit.baseline_file import is_baseline, read_baseline, to_json
from stackaudit.errors import BaselineError
from stackaudit.finding import Outcome, Severity
from stackaudit.source import Limits

KNOWN = st.builds(
    lambda rule, subject, severity, outcome: KnownFinding(f"{rule}:{subject}", rule, "tools.a", severity, outcome),
    st.from_regex(r"[A-Z]{3}-[0-9]{2}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.sampled_from(Severity),
    st.sampled_from([Outcome.FLAGGED, Outcome.SUSPECTED]),
)
GOOD = '{"id": "X-1:tools.a", "rule": "X-1", "element": "tools.a", "severity": "P2", "outcome": "flagged"}'


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """What is said of a file that is no baseline."""
    monkeypatch.chdir(tmp_path)

    def read(text, **limits):
        (tmp_path / "b.json").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        with pytest.raises(BaselineError) as caught:
            read_baseline("b.json", limits=Limits(**limits))
        return [
            f"{problem.place}: {problem.message} ({problem.hint})".removeprefix("None: ")
            for problem in caught.value.problems
        ]

    return read


def held(*findings, version="1"):
    listed = ",\n    ".join(findings)
    return f'{{\n  "stackaudit_baseline": {version},\n  "findings": [\n    {listed}\n  ]\n}}\n'


@given(st.lists(KNOWN, max_size=6))
def test_it_is_read_as_it_was_written_and_its_order_is_that_of_the_ids(tmp_path_factory, known):
    made = Baseline.holding(known)
    path = tmp_path_factory.getbasetemp() / "round.json"
    path.write_text(to_json(made), encoding="utf-8")
    assert read_baseline(path) == made
    assert to_json(Baseline.holding(reversed(list(made.findings.values())))) == to_json(made)
    assert list(made.findings) == sorted(made.findings)
    assert to_json(made).isascii()
    assert len(to_json(made).splitlines()) == (len(made.findings) + 5 if made.findings else 4)


def test_one_finding_more_is_one_line_more():
    one, two = (
        KnownFinding(f"X-1:tools.{name}", "X-1", f"tools.{name}", Severity.P2, Outcome.FLAGGED) for name in "ab"
    )
    before, after = to_json(Baseline.holding([two])).splitlines(), to_json(Baseline.holding([one, two])).splitlines()
    assert [line for line in after if line not in before] == [f"    {GOOD},"]
    assert set(before) <= set(after)


def test_the_library_reads_it_by_its_path(tmp_path):
    text = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools]\ntools: {a: {owner: none}}\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    bare = stackaudit.run(tmp_path / "s.yaml", select=["STK-06"])
    (tmp_path / "b.json").write_text(to_json(Baseline.of(bare.findings)), encoding="utf-8")
    assert stackaudit.run(tmp_path / "s.yaml", select=["STK-06"], baseline=tmp_path / "b.json").known_findings
    assert stackaudit.load_baseline(tmp_path / "b.json").findings.keys() == {"STK-06:tools.a"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "b.json:1:1: this is not JSON: expecting value"),
        ('{"stackaudit_baseline": 1,\n "findings": [}', "b.json:2:15: this is not JSON: expecting value"),
        ("[]", "b.json:1:1: expected a baseline, that is an object with stackaudit_baseline and findings, found a list"),
        ('"x"', "b.json:1:1: expected a baseline, that is an object with stackaudit_baseline and findings, found 'x'"),
        ("{}", "b.json:1:1: stackaudit_baseline is missing"),
        (held(version="2"), "b.json:2:26: expected version 1 of a baseline, found 2 (a later stackaudit wrote it)"),
        (held(version="true"), "b.json:2:26: expected version 1 of a baseline, found true"),
        (held(version='"1"'), "b.json:2:26: expected version 1 of a baseline, found '1'"),
        ('{"stackaudit_baseline": 1, "findings": {}}', "b.json:1:40: expected a list of findings, found an object"),
        (held("null"), "b.json:4:5: expected a finding, that is an object, found null"),
        (held(GOOD.replace('"P2"', '"P9"')), "b.json:4:76: 'P9' is no severity of a finding (it is one of"),
        (held(GOOD.replace('"flagged"', '"clear"')), "b.json:4:93: 'clear' is no outcome of a finding (it is one of"),
        (held(GOOD.replace('"tools.a",', '"",')), "b.json:4:53: expected text for element, found empty text"),
        (held(GOOD.replace('"X-1",', "7,")), "b.json:4:35: expected text for rule, found 7"),
        (held(GOOD.replace('"rule": "X-1"', '"rule": "X-2"')), "b.json:4:12: the id 'X-1:tools.a' is none of the rule"),
        (held(GOOD.replace('"outcome"', '"outcom"')), "b.json:4:5: outcome is missing"),
        (held(GOOD.replace("}", ', "note": "x"}')), "b.json:4:104: there is no key 'note' here"),
        (held(GOOD, GOOD), "b.json:5:12: 'X-1:tools.a' is there twice: it is finding 1 too (leave one of them out)"),
        (held(GOOD.replace("}", ', "id": "X-1:b"}')), "the key 'id' is there twice (leave one of them out)"),
        (held("<<<<<<< ours", GOOD, "======="), "b.json:4:5: this is not JSON"),
        ("[" * 100_000, "'b.json' is no baseline: lists and objects are too deep in one another"),
        ('{"stackaudit_baseline": ' + "9" * 5_000 + "}", "'b.json' is no baseline: a number is too long"),
        (b'{"stackaudit_baseline": \xff}', "b.json:1:25: "),
        ('{\t"stackaudit_baseline":\t1,\n\t"findings":\t[\n\t7\n\t]\n}', "expected a finding, that is an object, found 7"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place(refused, text, told):
    found = refused(text)
    assert any(told in line for line in found), found


def test_all_mistakes_are_told_at_once(refused):
    bad = [GOOD.replace("X-1:tools.a", f"X-1:tools.{name}").replace('"P2"', '"P0"') for name in "abc"]
    assert len(refused(held(*bad, GOOD.replace('"rule"', '"rle"')))) == 6
    assert len(refused(held(*bad), problems=2)) == 2


def test_marks_of_a_merge_are_named(refused):
    (told,) = refused("<<<<<<< ours\n" + held(GOOD) + "=======\n")
    assert "a merge left its marks here; `stackaudit baseline` writes one anew" in told


def test_what_is_no_file_or_too_large_or_leads_out_is_refused(refused, tmp_path):
    assert "more than the limit of 10" in refused(held(GOOD), size=10)[0]
    outside = tmp_path / "outside.json"
    outside.write_text(held(GOOD), encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.json").symlink_to(outside)
    (tmp_path / "inside.json").symlink_to(outside)
    (tmp_path / "round.json").symlink_to("round.json")
    os.mkfifo(tmp_path / "pipe.json")
    told = {}
    for name in ("in/b.json", "in", "pipe.json", "none.json", "round.json"):
        with pytest.raises(BaselineError) as caught:
            read_baseline(tmp_path / name)
        told[name] = caught.value.problems[0].message
    assert told["in/b.json"].endswith("is a link that leads out of its folder")
    assert "is a folder, expected a file" in told["in"]
    assert "is a pipe, expected a file" in told["pipe.json"]
    assert "there is no baseline" in told["none.json"]
    assert "there is no baseline" in told["round.json"]
    assert len(read_baseline(tmp_path / "inside.json").findings) == 1
    assert is_baseline(tmp_path / "inside.json")
    assert not is_baseline(tmp_path / "pipe.json")
    assert not is_baseline(tmp_path / "none.json")


def test_it_is_data_that_any_program_reads():
    known = KnownFinding("X-1:tools.a", "X-1", "tools.a", Severity.P2, Outcome.FLAGGED)
    assert json.loads(to_json(Baseline.holding([known]))) == {"stackaudit_baseline": 1, "findings": [json.loads(GOOD)]}
