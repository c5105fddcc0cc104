"""What is shown after an audit, after a mistake, and to those who wait."""

from __future__ import annotations

import json
import sys
from threading import Thread

import pytest

from stackaudit.errors import LayoutError, Place, Problem

MISTAKE = Problem("expected a tool", Place("stack.yaml", 3, 8, 3, 11), "did you mean 'web'?", "tools: webb")


def test_an_audit_is_shown_as_page_diagram_and_data(shown, small_audit):
    now = shown.now
    assert not now.busy
    assert b"Northwind" in now.shown.page.body
    assert b"<svg" in now.shown.svg
    assert len(json.loads(now.shown.json)["findings"]) == len(small_audit.findings) > 0


def test_a_mistake_stands_above_the_last_report_which_stays(shown):
    before = shown.now.shown
    shown.refuse([MISTAKE])
    after = shown.now.shown
    assert after.page.body.index(b"expected a tool") < after.page.body.index(b"<h1>Northwind</h1>")
    assert (after.svg, after.json) == (before.svg, before.json)
    assert after.page.version != before.page.version


def test_a_mended_mistake_gives_the_page_of_before_byte_by_byte(shown, small_audit):
    before = shown.now.shown
    shown.refuse([MISTAKE])
    shown.show(small_audit)
    assert shown.now.shown == before


def test_mistakes_from_the_start_are_shown_without_a_report(live):
    live.refuse([MISTAKE])
    now = live.now
    assert b"There is no report yet" in now.shown.page.body
    assert (now.shown.svg, now.shown.json, now.shown.missing) == (None, None, "nothing could be audited yet")


def test_a_picture_that_fails_takes_nothing_else_with_it(live, small_audit, monkeypatch):
    def fails(*_):
        raise LayoutError("out of time")

    monkeypatch.setattr(sys.modules["stackaudit.outputs.diagram.pictures"], "svg_of", fails)
    assert live.show(small_audit) == ("diagram.svg: out of time",)
    now = live.now.shown
    assert now.svg is None
    assert now.missing == "diagram.svg: out of time"
    assert b"out of time" in now.page.body
    assert now.json is not None


def test_whoever_waits_hears_of_each_change(live):
    number = live.now.number
    waited = []
    waiting = Thread(target=lambda: waited.append(live.wait(number, 30)))
    waiting.start()
    live.begin()
    waiting.join(30)
    assert [moment.number for moment in waited] == [number + 1]


def test_whoever_waits_too_long_gets_the_same_again(live):
    assert live.wait(live.now.number, 0) is live.now


def test_whoever_waits_is_let_go_at_the_end(live):
    before = live.now
    live.close()
    assert live.wait(before.number, 30).closed


@pytest.mark.parametrize("busy", [True, False])
def test_an_audit_that_runs_is_told(shown, busy):
    if busy:
        shown.begin()
    assert shown.now.busy is busy
