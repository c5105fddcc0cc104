"""Root causes: each finding in one group, under the flow that most rules name, its subject, or what is missing."""

from __future__ import annotations

from pathlib import Path

import stackaudit
from stackaudit.audit.causes import causes
from stackaudit.finding import Evidence, Finding, Hop, Outcome, Severity
from stackaudit.load import load_text

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
STACK = load_text(
    "stackaudit: 1\nas_of: 2026-11-22\n"
    "tools: {a: {name: Alpha}, b: {}, c: {}}\ncapture_points: {p: {tool: a}}\n"
    "processes: {intake: none}\n"
    "roadmap: {items: {folders: {}, mails: {name: Mails that wait}}}\n"
    "flows: [{from: a, to: b}, {from: p, to: c}, {between: [b, c]}, {id: named, name: The file, from: a, to: c}]\n"
)


def finding(rule, *elements, facts=(), path=(), outcome=Outcome.FLAGGED):
    evidence = tuple(Evidence(one, "x") for one in facts)
    hops = tuple(Hop(element, "a", "b", "", least, most) for element, least, most in path)
    identity = f"{rule}:{'+'.join(elements)}"
    return Finding(rule, identity, outcome, Severity.P3, elements, "", "m", evidence, "", hops)


def grouped(*findings):
    return {cause.element: [one.rule for one in cause.findings] for cause in causes(STACK, findings)}


def test_one_slow_file_behind_four_findings_is_one_cause():
    found = stackaudit.run(SAMPLES / "red_flags.yaml").causes
    file = next(cause for cause in found if cause.element == "flows.suppression_file")
    assert {"GRA-02", "GRA-03", "GRA-31", "PRO-14"} <= set(file.rules)


def test_each_finding_is_in_exactly_one_group():
    for file in SAMPLES.glob("*.yaml"):
        audit = stackaudit.run(file)
        ids = [one.id for cause in audit.causes for one in cause.findings]
        assert sorted(ids) == sorted(one.id for one in audit.findings)


def test_a_flow_that_only_one_rule_names_is_no_cause_of_what_a_tool_lacks():
    assert grouped(finding("A-1", "tools.a", facts=["flows.a->b.carries"])) == {"tools.a": ["A-1"]}


def test_a_finding_goes_to_the_flow_that_most_rules_name():
    found = grouped(
        finding("A-1", "flows.a->b"),
        finding("A-2", "tools.b", facts=["flows.a->b.every", "flows.named"]),
        finding("A-3", "tools.c", facts=["flows.named.method"]),
        finding("A-4", "tools.c", "flows.named"),
    )
    assert found == {"flows.named": ["A-2", "A-3", "A-4"], "flows.a->b": ["A-1"]}


def test_the_slowest_step_of_a_path_comes_first():
    path = [("flows.a->b", 1, 2), ("capture_points.p", 9, 9), ("flows.named", 5, 6)]
    found = grouped(finding("A-1", "tools.b", path=path), finding("A-2", "tools.c", path=path))
    assert found == {"flows.named": ["A-1", "A-2"]}


def test_what_is_about_the_stack_goes_to_the_fact_that_decided():
    assert grouped(
        finding("A-1", "stack", facts=["tracking_plan"]), finding("A-2", "stack", facts=["tracking_plan"])
    ) == {"tracking_plan": ["A-1", "A-2"]}
    assert grouped(finding("A-1", "stack", facts=[""]), finding("A-2")) == {"stack": ["A-1", "A-2"]}


def test_those_that_explain_most_rules_come_first_and_proved_before_suspected():
    found = causes(
        STACK,
        [
            finding("A-1", "tools.c", outcome=Outcome.SUSPECTED),
            finding("A-1", "tools.b"),
            finding("A-1", "tools.a"),
            finding("A-2", "tools.a"),
        ],
    )
    assert [cause.element for cause in found] == ["tools.a", "tools.b", "tools.c"]


def test_a_cause_has_a_name_for_a_reader():
    paths = ["tools.a", "flows.a->b", "flows.p->c", "flows.b<->c", "flows.named", "processes.intake", "processes.intake.kind",
             "tracking_plan", "roadmap.agreed_with", "roadmap.items.folders", "roadmap.items.mails.due_by"]  # fmt: skip
    found = {cause.element: cause.title for cause in causes(STACK, [finding("A-1", path) for path in paths])}
    assert list(map(found.get, paths)) == [
        "Alpha", "Alpha → b", "p → c", "b ↔ c", "The file", "Process: intake", "Process: intake: kind",
            "Tracking plan", "Roadmap: agreed with", "Roadmap item: folders", "Mails that wait: due by",
    ]  # fmt: skip
