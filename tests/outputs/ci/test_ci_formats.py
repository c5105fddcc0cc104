"""Formats for other tools: valid by their schemas, with every finding and its place, and harmless whatever it is named."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from stackaudit.audit import audit_stack
from stackaudit.audit.baseline import Baseline
from stackaudit.audit.edits import mended
from stackaudit.load import load, load_data
from stackaudit.outputs.ci.wording import uri
from stackaudit.outputs.formats import FORMATS

from .sarif_reader import read

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "tests" / "schemas"
NAMES = ("sarif", "junit", "github", "gitlab", "md", "jsonl")
HOSTILE = "100% <b>::error title=x::%0Ay</b> | `a` ]]> \u202e @all\n::error::no"


def made(name, audit):
    return FORMATS[name].render(audit, "pinned")


@pytest.fixture(scope="module", params=["red_flags", "healthy", "sourcegraph"])
def sample(request):
    return audit_stack(load(ROOT / "sample_stacks" / f"{request.param}.yaml", file=f"stacks/{request.param}.yaml"))


@pytest.fixture(scope="module")
def hostile():
    return audit_stack(load_data({
        "stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools", "flows"],
        "company": {"name": HOSTILE},
        "tools": {key: {"name": HOSTILE, "sends": ["email"], "captures_opt_out": ["email"]} for key in "ab"},
        "flows": [{"from": "a", "to": "b", "method": "csv_manual", "every": "1w", "takes": "9d", "signals": ["opt_out"],
                   "source": HOSTILE}],
    }))  # fmt: skip


def places(audit):
    return Counter((finding.place.file, finding.place.line) for finding in audit.findings)


def test_sarif_is_valid_by_its_schema_and_keeps_every_finding(sample):
    held = json.loads(made("sarif", sample))
    jsonschema_rs.validator_for(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))).validate(held)
    (run,) = held["runs"]
    assert [result["properties"]["id"] for result in run["results"]] == [finding.id for finding in sample.findings]
    regions = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert Counter((one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in regions) == places(sample)
    assert all(
        run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"]
    )
    fingerprints = [result["partialFingerprints"]["stackauditFinding/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(sample.findings)
    paths = [result for result in run["results"] if "codeFlows" in result]
    assert len(paths) == sum(bool(finding.path) for finding in sample.findings)


def test_a_strict_reader_of_sarif_finds_every_finding_at_its_place(sample):
    beside = sample.against(Baseline.of(sample.findings[1:]))
    for audit in (sample, beside):
        told = list(read(json.loads(made("sarif", audit))))
        found = [(one.rule, one.place.file, one.place.line) for one in audit.findings_and_waived]
        assert told == found


def test_a_strict_reader_of_sarif_is_content_with_hostile_names_and_waivers(hostile, delivered):
    assert [rule for rule, *_ in list(read(json.loads(made("sarif", hostile))))] == [
        one.rule for one in hostile.findings
    ]
    told = list(read(json.loads(made("sarif", delivered))))
    assert len(told) == len(delivered.findings) + len(delivered.waived_findings) > len(delivered.findings) > 0


def test_a_strict_reader_of_sarif_refuses_what_leads_nowhere(delivered):
    log = json.loads(made("sarif", delivered))
    log["runs"][0]["results"][0]["ruleIndex"] += 1
    with pytest.raises(AssertionError):
        list(read(log))


def test_what_is_only_suspected_is_a_note(sample):
    results = json.loads(made("sarif", sample))["runs"][0]["results"]
    levels = {(one["properties"]["outcome"], one["level"]) for one in results}
    assert {level for outcome, level in levels if outcome == "suspected"} <= {"note"}


def test_gitlab_is_valid_by_its_schema_and_keeps_every_finding(sample):
    held = json.loads(made("gitlab", sample))
    jsonschema_rs.validator_for(json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8"))).validate(held)
    assert Counter((one["location"]["path"], one["location"]["lines"]["begin"]) for one in held) == places(sample)
    assert len({one["fingerprint"] for one in held}) == len(sample.findings)


def test_junit_counts_what_it_holds_and_keeps_every_finding(sample):
    root = ET.fromstring(made("junit", sample))  # noqa: S314 - it was made here
    assert root.tag == "testsuites"
    cases = list(root.iter("testcase"))
    assert int(root.get("tests")) == len(cases)
    assert int(root.get("failures")) == len(list(root.iter("failure"))) == len(sample.flagged)
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("skipped")) == sum(case.find("skipped") is not None for case in suite.iter("testcase"))
    told = Counter(re.match(r"(.*?):(\d+):", failure.text).group(1, 2) for failure in root.iter("failure"))
    assert told == Counter((one.place.file, str(one.place.line)) for one in sample.flagged)
    assert {case.get("classname") for case in cases} == {result.rule for result in sample.results}


def unescaped(text):
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_github_annotations_come_back_as_they_were(sample):
    lines = made("github", sample).splitlines()
    assert len(lines) == len(sample.findings)
    for line, finding in zip(lines, sample.findings, strict=True):
        kind, rest = re.fullmatch(r"::(error|warning|notice) ([^\n]*)", line).groups()
        listed, _, message = rest.partition("::")
        properties = dict(one.split("=", 1) for one in listed.split(","))
        assert properties["file"] == finding.place.file
        assert properties["line"] == str(finding.place.line)
        assert unescaped(message).endswith(finding.message)
        assert (kind == "error") == (finding.severity <= "P2" and finding.outcome == "flagged")


def test_markdown_and_lines_have_each_finding(sample):
    text = made("md", sample)
    assert text.count("\n| ") - 2 * ("### Red flags" in text) - 2 * ("### Suspected" in text) == len(sample.findings)
    lines = [json.loads(line) for line in made("jsonl", sample).splitlines()]
    assert [one["id"] for one in lines] == [finding.id for finding in sample.findings]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_stay_text(hostile, name):
    text = made(name, hostile)
    assert "\u202e" not in text
    if name == "github":
        assert all(re.match(r"::(error|warning|notice) ", line) for line in text.splitlines())
        assert not re.search(r"^::error::", text, re.MULTILINE)
        assert "%25" in text
    elif name == "junit":
        assert len(list(ET.fromstring(text).iter("failure"))) == len(hostile.flagged)  # noqa: S314 - it was made here
        assert "<b>" not in text
    elif name == "md":
        assert not re.search(r"(?<!\\)<b>", text)
        assert not re.search(r"(?<!\\)@all", text)
    else:
        assert [json.loads(one) for one in (text.splitlines() if name == "jsonl" else [text])]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_audit_is_the_same_file(sample, name):
    assert made(name, sample) == made(name, sample)


def test_findings_without_a_file_have_their_element(hostile):
    results = json.loads(made("sarif", hostile))["runs"][0]["results"]
    assert all("physicalLocation" not in result["locations"][0] for result in results)
    assert {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for result in results}
    assert all(
        issue["location"] == {"path": "stack", "lines": {"begin": 1}} for issue in json.loads(made("gitlab", hostile))
    )


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("stack.yaml", "stack.yaml"),
        ("my stack/ä#1.yaml", "my%20stack/%C3%A4%231.yaml"),
        ("c:x/y.yaml", "c%3Ax/y.yaml"),
        ("a/b:c?.yaml", "a/b:c%3F.yaml"),
        ("/srv/stack.yaml", "file:///srv/stack.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_files_are_addresses(file, address):
    assert uri(file) == address


def test_a_broken_rule_is_told_in_each_format_that_can_say_so(audited, rule_that):
    def raises(_view):
        raise RuntimeError("nothing, at: all")
        yield

    audit = audited("tools: {a: {}}", rule_that(raises))
    run = json.loads(made("sarif", audit))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "nothing, at: all" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert made("github", audit) == "::error title=MY-01 is broken::RuntimeError: nothing, at: all\n"
    assert "MY-01 is broken" in made("md", audit)
    (error,) = ET.fromstring(made("junit", audit)).iter("error")  # noqa: S314 - it was made here
    assert error.get("message") == "RuntimeError: nothing, at: all"


def test_a_comment_with_many_notes_on_waivers_is_no_longer_either(audited, rule_that):
    waivers = ", ".join(
        f"{{rule: MY-01, element: 'tools.a:{one}', owner: head of ops, reason: r, until: 2026-01-31}}"
        for one in range(1500)
    )
    text = made("md", audited(f"tools: {{a: {{}}}}\nwaivers: [{waivers}]", rule_that(lambda _view: ())))
    assert len(text) < 65_536
    assert re.search(r"\n[\d,]+ more are left out here: `stackaudit run`", text)


def test_a_comment_is_no_longer_than_it_can_be(audited, rule_that):
    from stackaudit.checks.verdict import Verdict
    from stackaudit.finding import Outcome

    def flags(view):
        for key in view.stack.tools:
            yield Verdict((f"tools.{key}",), Outcome.FLAGGED)

    tools = ", ".join(f"t{number}: {{}}" for number in range(3000))
    text = made("md", audited(f"tools: {{{tools}}}", rule_that(flags)))
    assert len(text) < 65_536
    assert re.search(r"\n[\d,]+ more are left out here: `stackaudit run`", text)


def test_a_waiver_that_stands_in_no_file_has_no_place():
    tools = {"a": {"capabilities": ["crm"], "admins": "none"}}
    waivers = [{"rule": "STK-07", "element": "tools.a", "owner": "ops", "reason": "known", "until": "2027-01-01"}]
    described = {"stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools"], "tools": tools, "waivers": waivers}
    audit = audit_stack(mended(load_data(described), ()))
    (held,) = [one for one in json.loads(made("sarif", audit))["runs"][0]["results"] if one.get("suppressions")]
    assert held["suppressions"][0].keys() == {"kind", "status", "justification"}
