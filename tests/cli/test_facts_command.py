"""`stackaudit facts`: laws, platform rules, market figures and ends of products, each with its source and mark."""

from __future__ import annotations

import json

import pytest

from stackaudit.catalogue.ledger import KINDS


def ids(ran):
    return [entry["id"] for entry in json.loads(ran.out)]


def test_a_clock_is_printed_with_its_limit_source_and_mark(program):
    ran = program("facts", "can-spam", "--kind", "law")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:4] == [
        "F-01  law  CAN-SPAM Act, United States: 10 business days in US",
        "    in force from 2004-01-01",
        "    The address of somebody who opted out may not be passed on either.",
        "    15 USC 7704(a)(4)(A); looked at 2026-11-22; read second-hand",
    ]


def test_a_platform_rule_is_called_one_and_says_from_which_volume(program):
    lines = program("facts", "--kind", "platform rule").out.splitlines()
    assert any("platform rule" in line and "messages a day on" in line for line in lines)
    assert not any("  law  " in line for line in lines)


def test_what_nobody_verified_is_left_out_and_said_so(program):
    shown, every = program("facts", "--kind", "product"), program("facts", "--kind", "product", "--all")
    assert "addthis" not in shown.out
    assert "more that nobody has verified: --all" in shown.out.splitlines()[-1]
    assert "not verified: it decides nothing" in every.out
    assert "addthis" in every.out


def test_as_data_every_fact_has_source_day_and_mark(program):
    entries = json.loads(program("facts", "--format", "json").out)
    assert {entry["kind"] for entry in entries} == {"law", "platform rule", "terms", "market", "interface", "product"}
    assert all(entry["source"] and entry["as_of"] and entry["decides"] for entry in entries)
    marks = {entry["mark"] for entry in json.loads(program("facts", "--format", "json", "--all").out)}
    assert marks == {"verified", "second_hand", "memory"}


@pytest.mark.parametrize("words", [["PINPOINT"], ["amazon", "pinpoint"]])
def test_words_leave_the_facts_that_hold_all_of_them(program, words):
    assert "amazon-pinpoint" in ids(program("facts", *words, "--format", "json"))
    assert ids(program("facts", *words, "nowhere", "--format", "json")) == []


def test_nothing_found_is_no_mistake(program):
    assert program("facts", "xyzzy") == (0, "0 facts\n", "")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for_alone(program, kind):
    entries = json.loads(program("facts", "--kind", kind, "--format", "json").out)
    assert entries
    assert {entry["kind"] for entry in entries} == {kind}
