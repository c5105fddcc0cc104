"""The opt-out matrix says of each pair what the rules on opt-outs say of a sender."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

import stackaudit
from stackaudit.audit import audit_stack
from stackaudit.audit.opt_out_matrix import State, opt_out_matrix
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load, load_text
from stackaudit.model.values import DAY

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
LATE = """\
complete: [tools, flows, capture_points]
company: {regions: [us]}
tools:
  hub: {sends: [email], captures_opt_out: [email]}
  mailer: {sends: [email], captures_opt_out: [email]}
flows:
  - {from: hub, to: mailer, method: csv_manual, every: 2w, takes: 1d, signals: [opt_out]}
"""


def cells_of(text):
    stack = load_text(HEAD + text)
    (channel,) = opt_out_matrix(stack, StackGraph(stack))
    return {(cell.place, cell.sender): cell for cell in channel.cells}


@pytest.mark.parametrize("name", ["red_flags", "red_flags_more", "healthy", "sourcegraph", "govuk"])
def test_the_matrix_agrees_with_the_rules(name):
    audit = audit_stack(load(SAMPLES / f"{name}.yaml"), select=["GRA-01", "GRA-02", "GRA-03"])
    _agrees(audit)


@pytest.mark.parametrize("drop", ["", "complete: [tools, flows, capture_points]\n", "every: 2w, ", "takes: 1d, "])
@pytest.mark.parametrize("signals", ["signals: [opt_out]", "signals: none", "monitored: true"])
def test_the_matrix_agrees_with_the_rules_on_partial_stacks(drop, signals):
    text = LATE.replace(drop, "").replace("signals: [opt_out]", signals)
    _agrees(audit_stack(load_text(HEAD + text), select=["GRA-01", "GRA-02", "GRA-03"]))


def _agrees(audit):
    said = {(one.rule, one.elements[0], one.topic): one.outcome for one in audit.findings_and_waived}
    unknown = {(one.rule, tool.element) for one in audit.results for tool in one.unknown}
    shown = {(one.rule, *subject.rsplit(":", 1)) for one in audit.results for subject in one.clear if ":" in subject}
    for matrix in audit.opt_out_matrix:
        for sender in matrix.senders:
            cells = [cell for cell in matrix.cells if cell.sender == sender]
            by_state = {
                "GRA-01": [cell.as_listed for cell in cells if cell.state is State.NEVER],
                "GRA-02": [cell.as_listed for cell in cells if cell.state is State.LATE],
            }
            for rule, found in by_state.items():
                outcome = None if not found else Outcome.SUSPECTED if all(found) else Outcome.FLAGGED
                assert said.get((rule, sender, matrix.channel)) == outcome
                if (rule, sender, matrix.channel) in shown and (rule, f"{sender}:{matrix.channel}") not in unknown:
                    assert not found
            assert ((("GRA-03", sender, matrix.channel)) in said) == any(cell.by_hand for cell in cells)


def test_a_cell_tells_the_time_and_the_clocks_that_it_breaks():
    cells = cells_of(LATE)
    late = cells["tools.hub", "tools.mailer"]
    assert (late.state, late.as_listed, late.at_least, late.at_most, late.by_hand) == (
        State.LATE, False, 15 * DAY, 15 * DAY, True,
    )  # fmt: skip
    assert [(breach.name, breach.limit, breach.kind) for breach in late.breaks][-1] == (
        "CAN-SPAM Act, United States",
        "10 business days",
        "law",
    )
    assert cells["tools.mailer", "tools.hub"].state is State.NEVER
    assert cells["tools.hub", "tools.hub"].state is State.ITSELF


def test_a_list_that_may_be_partial_leaves_what_is_described():
    cells = cells_of(LATE.replace("complete: [tools, flows, capture_points]\n", ""))
    assert (cells["tools.mailer", "tools.hub"].state, cells["tools.mailer", "tools.hub"].as_listed) == (
        State.NEVER,
        True,
    )
    assert (cells["tools.hub", "tools.mailer"].state, cells["tools.hub", "tools.mailer"].as_listed) == (
        State.LATE,
        True,
    )


def test_what_nobody_has_said_cannot_be_judged():
    slow = cells_of(LATE.replace("takes: 1d, ", "").replace("2w", "1w"))["tools.hub", "tools.mailer"]
    assert (slow.state, slow.at_least, slow.at_most, slow.breaks) == (State.UNKNOWN, 7 * DAY, inf, ())
    whether = cells_of(LATE.replace(", signals: [opt_out]", ""))["tools.hub", "tools.mailer"]
    assert whether.state is State.UNKNOWN
    place = cells_of(
        LATE.replace("hub: {sends: [email], captures_opt_out: [email]}", "hub: {captures_opt_out: unknown}")
    )
    assert place["tools.hub", "tools.mailer"].state is State.UNKNOWN
    lost = cells_of(LATE.replace("hub: {sends: [email], captures_opt_out: [email]}", "hub: {}").partition("flows:")[0])
    assert lost["tools.hub", "tools.mailer"].state is State.UNKNOWN


def test_what_is_quick_enough_arrives_and_another_brand_is_apart():
    cells = cells_of(
        LATE.replace("every: 2w, takes: 1d", "every: 1h, takes: 1h")
        .replace("flows:", "  other: {sends: [email], brand: [b]}\nflows:")
        .replace("hub: {sends", "hub: {brand: [a], sends")
        .replace("mailer: {sends", "mailer: {brand: [a], sends")
    )
    assert cells["tools.hub", "tools.mailer"].state is State.ARRIVES
    assert cells["tools.hub", "tools.other"].state is State.APART


def test_fifty_places_and_senders_are_shown_and_the_others_counted():
    tools = "tools:\n" + "".join(
        f"  t{number}: {{sends: [email], captures_opt_out: [email]}}\n" for number in range(53)
    )
    stack = load_text(HEAD + tools)
    (channel,) = opt_out_matrix(stack, StackGraph(stack))
    assert (len(channel.places), len(channel.senders), channel.more_places, channel.more_senders) == (50, 50, 3, 3)
    assert len(channel.cells) == 2_500


def test_where_nobody_sends_there_is_no_matrix():
    assert (
        stackaudit.run({"stackaudit": 1, "as_of": "2026-11-22", "tools": {"a": {}}}, select=["GRA-01"]).opt_out_matrix
        == ()
    )
