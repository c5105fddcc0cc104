"""The page for leadership: each sentence is built from facts, and says no more than they do."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.finding import Missing, Outcome, RuleResult, Severity, Unknown
from stackaudit.outputs.html import to_html, values_of
from stackaudit.outputs.html.sections import depths

SAMPLES = Path(__file__).resolve().parents[3] / "sample_stacks"
TOOLS = "tools: {a: {name: Alpha}, b: {name: Beta}, c: {name: Gamma}, d: {name: Delta}}\n"


def page_of(audit):
    return values_of(audit)["leadership"]


def verdict(make, *findings):
    """The three sentences for findings, each given by its tool, severity and whether it is proved."""

    def find(audit):
        return [
            make.finding(
                audit,
                f"AAA-0{number}",
                f"tools.{tool}",
                severity=Severity(severity),
                outcome=Outcome.FLAGGED if proved else Outcome.SUSPECTED,
            )
            for number, (tool, severity, proved) in enumerate(findings)
        ]

    return page_of(make.found(TOOLS, find)).verdict


def test_the_verdict_says_what_is_proved_where_it_comes_from_and_how_sure_it_is(make):
    many = [("a", "P1", True), ("a", "P1", True), ("b", "P2", True), ("c", "P3", True), ("d", "P3", False)]
    assert verdict(make, *many) == (
        "Of 4 tools and 0 data flows, the facts prove 4 red flags: 2 at P1, 1 at P2 and 1 at P3, and 1 more is suspected.",
        "2 of them call for action this week; 4 of all 5 findings, which have 4 causes, stem from Alpha, Beta and Gamma.",
        "Of what the rules ask, 80 % is known, and no rule has a question left.",
    )


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        ([("a", "P2", True)], "It calls for action within 30 days; what has to be mended is at Alpha."),
        (
            [("a", "P2", True), ("b", "P5", True)],
            "1 of them calls for action within 30 days; what has to be mended is at Alpha and Beta.",
        ),
        (
            [("a", "P5", False)],
            "Unless refuted, it calls for action when there is time; what is suspected is at Alpha.",
        ),
        (
            [("a", "P1", False), ("b", "P3", True)],
            "It calls for action this quarter; what has to be mended is at Beta and Alpha.",
        ),
    ],
)
def test_the_urgency_is_that_of_what_is_proved_and_of_suspicions_only_where_nothing_is(make, findings, sentence):
    assert verdict(make, *findings)[1] == sentence


def test_where_nothing_is_proved_or_nothing_is_described_the_verdict_says_so(make):
    def find(audit):
        return [make.finding(audit, "AAA-01", "company", outcome=Outcome.SUSPECTED)]

    assert page_of(make.found("company: {name: A}\n", find)).verdict[0] == (
        "No tool and no data flow is described, and the facts prove no red flag; 1 is suspected."
    )
    assert page_of(make.found(TOOLS, find)).verdict[0] == (
        "Of 4 tools and 0 data flows, the facts prove no red flag; 1 is suspected."
    )


@pytest.mark.parametrize(
    ("proved", "heading", "said"),
    [
        ((True, False), "Do these two first", ["Now: Mend AAA-00 now.", "If it is so: Mend AAA-01 now."]),
        ((False,), "Find out about this first", ["If it is so: Mend AAA-00 now."]),
    ],
)
def test_what_is_suspected_is_to_be_found_out_before_it_is_mended(make, read, proved, heading, said):
    def find(audit):
        for number, one in enumerate(proved):
            outcome = Outcome.FLAGGED if one else Outcome.SUSPECTED
            yield make.finding(audit, f"AAA-0{number}", "tools.a", outcome=outcome)

    text = read(to_html(make.found(TOOLS, find))).text
    assert heading in text
    assert all(one in text for one in said)


def test_thousands_are_parted_wherever_findings_are_counted(make, read):
    def find(audit):
        return [make.finding(audit, "AAA-01", f"tools.a:{number}", id=f"AAA-01:{number}") for number in range(1_200)]

    audit = make.found(TOOLS, find)
    assert "1,200 at P1" in page_of(audit).verdict[0]
    assert "1200" not in read(to_html(audit)).text


def test_questions_are_in_the_verdict(make):
    unknown = Unknown("tools.a", (Missing(("tools", "a", "owner")),))
    assert page_of(make.audit(TOOLS, [RuleResult("STK-06", unknown=(unknown,))])).verdict[2] == (
        "Of what the rules ask, 0 % is known; 1 open question would tell more."
    )


def test_strengths_are_rules_of_weight_that_are_clear_for_all_that_they_look_at(make, read):
    unknown = Unknown("tools.a", (Missing(("tools", "a", "owner")),))
    results = [
        RuleResult("AAA-01", clear=("tools.a",)),
        RuleResult("AAA-02", clear=("tools.a", "tools.b")),
        RuleResult("AAA-03", clear=("tools.a",), unknown=(unknown,)),
        RuleResult("AAA-04", clear=("tools.a",)),
        RuleResult("AAA-05", not_applicable=("tools.a",)),
        *(RuleResult(f"BBB-0{number}", clear=("tools.a",)) for number in range(4)),
    ]
    severities = {"AAA-01": "P3", "AAA-04": "P4"}
    rules = [make.rule(one.rule, severities.get(one.rule, "P2")) for one in results]
    audit = make.audit(TOOLS, results, rules)
    shown = page_of(audit)
    assert [(one.rule, one.subjects) for one in shown.strengths] == [
        ("AAA-02", 2),
        ("BBB-00", 1),
        ("BBB-01", 1),
        ("BBB-02", 1),
        ("BBB-03", 1),
    ]
    assert shown.more_strengths == 1
    assert "And 1 more rule is clear" in read(to_html(audit)).text


def test_what_is_at_stake_is_in_the_clients_own_numbers(make):
    stack = "company: {contacts: 1200000}\ntools: {a: {cost: {amount: 100, currency: eur, per: month}}, b: {}}\n"
    audit = make.found(stack, lambda audit: [make.finding(audit, "GRA-01", "tools.a")])
    assert page_of(audit).stakes == (
        ("Contacts", "1,200,000 people whom the company can write to"),
        ("Spend", "1,200 EUR a year for 1 of 2 tools in use"),
        ("Exposure", "1 proved finding at P1 or P2: a channel, a customer or a regulator feels them"),
    )
    assert page_of(make.audit("company: {contacts: unknown}\ntools: {a: {}}\n")).stakes == ()


def test_the_strongest_part_is_named_where_there_is_a_score():
    red_flags = SAMPLES / "red_flags.yaml"
    audit = stackaudit.run(red_flags)
    best = max(audit.score.dimensions, key=lambda one: one.points)
    assert page_of(audit).best == f"{best.dimension.heading}, with {best.points:.0f} of 100 points"
    assert page_of(stackaudit.run(red_flags, select=["MEA"])).best == ""
    assert page_of(stackaudit.run(SAMPLES / "govuk.yaml")).best == ""


def test_the_contents_follow_the_order_of_the_sections(make, read):
    audit = make.small()
    shown = [entry for depth in values_of(audit)["depths"] for entry in depth.sections if entry.there]
    found = read(to_html(audit))
    places = [found.source.index(f'<section id="{entry.id}"') for entry in shown]
    assert places == sorted(places)
    assert [link for link in found.links if link in {f"#{entry.id}" for entry in shown}][: len(shown)] == [
        f"#{entry.id}" for entry in shown
    ]
    assert depths(values_of(audit)) == values_of(audit)["depths"]
