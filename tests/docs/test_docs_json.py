"""The page on audit.json names exactly the keys that a real audit has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

import stackaudit
from stackaudit.audit import audit_stack
from stackaudit.audit.baseline import KnownFinding
from stackaudit.audit.interview import interview
from stackaudit.checks import View, check
from stackaudit.outputs.json import FORMAT, as_data, to_json, topic_data
from stackaudit.outputs.plan.data import plan_data
from stackaudit.rules import Pack
from stackaudit.rules.rule import Fix, Rule

ROOT = Path(__file__).resolve().parents[2]
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \|", re.MULTILINE)
LINK = re.compile(r"\(#([\w-]+)\)")
SCHEMA = json.loads((ROOT / "docs" / "reference" / "audit.schema.json").read_text(encoding="utf-8"))
FROZEN = json.loads((ROOT / "tests" / "schemas" / f"audit-{FORMAT}.json").read_text(encoding="utf-8"))


def documented():
    """The keys of each kind of object, and for each key the kind that it leads to, if any."""
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    return {
        title.replace(" ", "-"): {key: (LINK.findall(kind) or [None])[0] for key, kind in ROW.findall(body)}
        for title, body in SECTION.findall(text)
    }


def broken_audit():
    @check()
    def fails(view: View):
        raise ValueError(f"{len(view.stack.tools)} tools")

    words = dict.fromkeys(("name", "title", "family", "ask", "red_flag", "why", "found", "message"), "x")
    fix = Fix("now", "later")
    rule = Rule(id="EX-1", severity=stackaudit.Severity.P3, impact=(), fix=fix, sources=(), check=fails, **words)
    return audit_stack(stackaudit.load_text("stackaudit: 1\nas_of: 2026-11-22\n"), packs=[Pack("x", "", ROOT, (rule,))])


@pytest.fixture(scope="module")
def samples():
    files = sorted((ROOT / "sample_stacks").glob("*.yaml"))
    waived = {"rule": "PRO-01", "element": "stack", "owner": "x", "reason": "y", "until": "2027-01-31"}
    waives = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "waivers": [waived]})
    gone = KnownFinding("PRO-01:stack", "PRO-01", "stack", stackaudit.Severity.P3, stackaudit.Outcome.FLAGGED)
    beside = stackaudit.run(files[0], select=["GRA-01"], baseline=stackaudit.Baseline.holding([gone]))
    settings = stackaudit.Settings(
        severity={"STR-13": stackaudit.Severity.P5}, parameters={"TEC-03": {"max_age": "6mo"}}, ignore=["MEA-01"]
    )
    settled = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22"}, settings=settings)
    idle = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "actions": {"x": {"mends": ["capacity"]}}})
    said = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "report": {"commentary": {"score": "Ours."}}})
    audits = (*map(stackaudit.run, files), broken_audit(), waives, beside, settled, idle, said)
    measured = stackaudit.run(ROOT / "sample_stacks" / "red_flags.yaml")
    return [
        *map(as_data, audits),
        {**as_data(measured), "actions": plan_data(measured.plan, measured.gains)["actions"]},
    ]


def test_the_page_names_the_keys_of_a_question_of_the_interview():
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    (said,) = re.findall(
        r"^`stackaudit questions stack.yaml --format json` prints (.*?)\n\n", text, re.DOTALL | re.MULTILINE
    )
    audit = stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}}})
    for topic in interview(audit.questions, audit.rules):
        assert set(topic_data(topic)) == set(re.findall(r"`(\w+)`", said)) - {"null"}


def seen(data, kind, kinds, found):
    """Collect the sets of keys of each kind of object in a real audit."""
    found.setdefault(kind, []).append(data)
    for key, leads_to in kinds[kind].items():
        held = data.get(key)
        if leads_to is not None:
            for one in held if isinstance(held, list) else [held] if held is not None else []:
                seen(one, leads_to, kinds, found)
    return found


@pytest.mark.no_cover
def test_every_object_has_the_keys_that_the_page_names_and_no_other(samples):
    kinds = documented()
    found = {}
    for data in samples:
        seen(data, "audit", kinds, found)
    assert set(found) == set(kinds), "a kind of object is documented that no audit has, or the other way round"
    for kind, objects in found.items():
        for one in objects:
            assert list(one) == list(kinds[kind]), kind


def test_no_object_is_left_undocumented(samples):
    kinds = documented()
    for data in samples:
        for kind, objects in seen(data, "audit", kinds, {}).items():
            for one in objects:
                for key, held in one.items():
                    nested = held if isinstance(held, list) else [held]
                    if any(isinstance(item, dict) for item in nested) and (kind, key) != ("summary", "flagged"):
                        assert kinds[kind][key] is not None, f"{kind}.{key}"


def test_the_page_names_the_version_of_the_shape():
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    assert f"version of this shape: {FORMAT}" in text


def test_the_text_of_an_audit_is_this_data():
    audit = stackaudit.run(ROOT / "sample_stacks" / "red_flags.yaml")
    assert json.loads(to_json(audit)) == as_data(audit)


def test_every_audit_is_valid_by_the_schema(samples):
    validator = jsonschema_rs.validator_for(SCHEMA)
    for data in samples:
        validator.validate(data)


@pytest.mark.parametrize(
    ("kind", "key", "wrong"),
    [
        ("audit", "format", 2),
        ("audit", "as_of", None),
        ("finding", "severity", "P6"),
        ("finding", "outcome", "clear"),
        ("finding", "message", 1),
        ("summary", "coverage", 1.01),
        ("summary", "flagged", {"P0": 1}),
        ("cause", "title", None),
        ("fact", "value", 3),
    ],
)
def test_the_schema_refuses_another_shape(samples, kind, key, wrong):
    validator = jsonschema_rs.validator_for({**SCHEMA, **SCHEMA["$defs"].get(kind, {})})
    known = seen(samples[2], "audit", documented(), {})[kind][0]
    validator.validate(known)
    assert not validator.is_valid({**known, key: wrong})
    assert not validator.is_valid({name: held for name, held in known.items() if name != key})


def test_nothing_that_a_reader_of_this_format_relies_on_has_gone_or_changed():
    """What is added breaks nobody. Anything else needs a new number of the format, and then a new frozen shape."""
    for kind, keys in FROZEN.items():
        now = (SCHEMA if kind == "audit" else SCHEMA["$defs"][kind])["properties"]
        for key, held in keys.items():
            assert {word: part for word, part in now[key].items() if word != "description"} == held, f"{kind}.{key}"
