"""What is drawn: every chart has its figures beside it, and they are those of the JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

import stackaudit
from stackaudit.finding import Outcome, Severity
from stackaudit.outputs.html import to_html, values_of
from stackaudit.outputs.html.wording import delay
from stackaudit.outputs.json import as_data

SAMPLES = Path(__file__).resolve().parents[3] / "sample_stacks"


@pytest.fixture(scope="module")
def audit():
    return stackaudit.run(SAMPLES / "red_flags.yaml")


@pytest.fixture(scope="module")
def data(audit):
    return as_data(audit)


@pytest.fixture(scope="module")
def values(audit):
    return values_of(audit)


def test_the_findings_of_each_part_are_those_of_the_json(values, data):
    dimension = {rule["id"]: rule["dimension"] for rule in data["rules"]}
    titles = {one["dimension"]: one["title"] for one in data["score"]["dimensions"]}
    for row in values["glance"].dimensions:
        found = [one["severity"] for one in data["findings"] if titles[dimension[one["rule"]]] == row.title]
        assert row.counts == tuple(found.count(severity.value) for severity in Severity)
        assert sum(float(part.width) for part in row.parts) <= 100.1


def test_the_matrix_is_that_of_the_json(values, data):
    for shown, held in zip(values["matrices"], data["opt_outs"], strict=True):
        squares = [square for _, row in shown.rows for square in row]
        assert [(one.state, one.by_hand, one.as_listed) for one in squares] == [
            (cell["state"], cell["by_hand"], cell["as_listed"]) for cell in held["cells"]
        ]
        for square, cell in zip(squares, held["cells"], strict=True):
            assert [shown.clocks[number - 1] for number in square.breaks] == [
                f"{one['name']}: {one['limit']} ({one['kind']})" for one in cell["breaks"]
            ]
            if cell["state"] in {"late", "arrives"}:
                assert square.text == delay(cell["at_least"], cell["at_most"])


def test_costs_and_renewals_are_those_of_the_json(values, data):
    shown = {row.tools: row.cost for row in values["glance"].costs}
    held = [one for one in data["costs"]["capabilities"] if one["yearly"] or len(one["tools"]) > 1]
    assert list(shown.values()) == [
        " and ".join(f"{amount['amount']:,.0f} {amount['currency']}" for amount in one["yearly"]) or "not known"
        for one in held
    ]
    assert [row.anchor for row in values["glance"].renewals] == [f"tool-row-{one['tool']}" for one in data["renewals"]]
    assert values["spending"].tools == data["costs"]["tools"]


def test_the_numbers_for_leadership_are_those_of_the_json(values, data):
    page = values["leadership"]
    assert page.gauge.head == str(data["score"]["points"])
    assert [(one.severity, one.count) for one in values["summary"].counts] == list(data["summary"]["flagged"].items())
    lost = {one["finding"]: one["points"] for one in data["score"]["losses"]}
    rules = {one["id"]: one["rule"] for one in data["findings"]}
    for one in page.first:
        points = sum(points for finding, points in lost.items() if rules[finding] == rules[one.anchor])
        assert one.points == f"{points:.1f}"
    assert f"{len(data['causes'])} causes" in page.verdict[1]
    assert f"{round(100 * data['summary']['coverage'])} %" in page.verdict[2]


def test_every_red_square_leads_to_its_finding(audit, values):
    known = {one.id for one in audit.findings}
    squares = [square for matrix in values["matrices"] for _, row in matrix.rows for square in row]
    assert {square.link in known for square in squares if square.state in {"never", "late"}} == {True}
    assert {square.link for square in squares if square.state not in {"never", "late"}} == {""}


def test_what_is_not_scored_has_a_row_of_its_own(make):
    def find(audit):
        return [
            make.finding(audit, "OWN-01", "tools.a"),
            make.finding(audit, "OWN-02", "tools.a", outcome=Outcome.SUSPECTED),
        ]

    last = values_of(make.found("tools: {a: {}}\n", find))["glance"].dimensions[-1]
    assert (last.title, last.counts, last.suspected, last.coverage) == ("Not scored", (1, 0, 0, 0, 0), 1, None)


def test_days_of_notice_that_are_past_or_not_known_are_told(make, read):
    tools = """\
tools:
  a: {contract: {renews: 2026-12-01, notice: 90d}, cost: {amount: 5, currency: eur, per: once}}
  b: {contract: {renews: 2026-11-22}, cost: {amount: 5, currency: eur}}
"""
    audit = make.audit(tools)
    rows = values_of(audit)["glance"].renewals
    assert [(row.tool, row.notice, row.is_over, row.notice_at, row.at, row.cost) for row in rows] == [
        ("a", "2 September 2026", True, "", "100", ""),
        ("b", "not known", False, "", "0", "5 EUR"),
    ]
    assert read(to_html(audit)).faults == []


def test_a_matrix_that_is_cut_says_so(make, read):
    tools = "tools:\n" + "".join(
        f"  t{number}: {{sends: [email], captures_opt_out: [email]}}\n" for number in range(51)
    )
    assert "Left out: 1 more place and 1 more sender." in read(to_html(make.audit(tools))).text
    alone = tools.replace("sends: [email]", "sends: []").replace("sends: []", "sends: [email]", 1)
    assert "Left out: 1 more place." in " ".join(read(to_html(make.audit(alone))).text.split())


def test_places_of_which_nothing_can_be_judged_stand_in_one_row(make, read):
    """From three of them on; a place of which anything is known keeps its own."""
    sender = "tools:\n  a: {sends: [email], captures_opt_out: [email]}\n  b: {captures_opt_out: [email]}\n"
    rows = {}
    for count in (2, 3):
        text = sender + "".join(f"  t{number}: {{sends: [], captures_opt_out: unknown}}\n" for number in range(count))
        audit = make.audit(text)
        (shown,) = values_of(audit)["matrices"]
        rows[count] = [name for name, _ in shown.rows], shown.unjudged
        assert read(to_html(audit)).faults == []
    assert rows[2] == (["a", "b", "t0", "t1"], ())
    assert rows[3] == (["a", "b"], ("t0", "t1", "t2"))
    assert "3 more places not known cannot be judged: t0, t1, t2" in " ".join(read(to_html(audit)).text.split())


def test_one_finding_is_seen_beside_a_thousand(make):
    def find(audit):
        return [make.finding(audit, "GRA-01", "tools.a", severity=Severity.P2) for _ in range(999)] + [
            make.finding(audit, "GRA-01", "tools.a", severity=Severity.P1)
        ]

    (bar,) = [row for row in values_of(make.found("tools: {a: {}}\n", find))["glance"].dimensions if row.parts]
    assert [(part.severity, part.start, part.width) for part in bar.parts] == [
        ("P1", "0", "2.9"),
        ("P2", "2.9", "97.1"),
    ]


def test_where_nothing_is_proved_no_column_is_left_for_a_chart(make, read):
    found = to_html(make.audit("tools: {a: {}}\n"))
    assert "not known" in read(found).text
    assert 'class="drawn"' not in found


def test_where_no_price_is_known_none_is_drawn(make, read):
    tools = "tools: {a: {capabilities: [form]}, b: {capabilities: [form]}}\n"
    audit = make.audit(tools)
    assert not values_of(audit)["glance"].is_priced
    text = " ".join(read(to_html(audit)).text.split())
    assert "web forms not known 2 tools:" in text
    assert "not known of 2" not in text


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([Outcome.SUSPECTED], "1 finding, suspected"),
        ([Outcome.SUSPECTED] * 2, "2 findings, all suspected"),
        ([Outcome.FLAGGED, Outcome.SUSPECTED], "2 findings, 1 of them suspected"),
    ],
)
def test_how_many_of_a_level_are_suspected_is_said_plainly(make, read, outcomes, words):
    tools = "tools: {a: {}, b: {}}\n"
    audit = make.found(
        tools,
        lambda held: [
            make.finding(held, "AAA-01", f"tools.{'ab'[number]}", outcome=one) for number, one in enumerate(outcomes)
        ],
    )
    assert words in " ".join(read(to_html(audit)).text.split())
