"""Where the opt-out signal of a browser binds, and since when."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from stackaudit.catalogue import SignalDemand, signal_laws, signals
from stackaudit.catalogue.ledger import ledger
from stackaudit.catalogue.signals import read_signal_laws
from stackaudit.errors import CatalogueError

LAW = "{{id: F-12-{}, state: {}, name: N, demand: honour, in_force_from: {}, source: s, as_of: 2026-11-22, mark: {}}}"


def test_a_later_law_is_not_in_force_on_an_earlier_day():
    assert [law.state for law in signal_laws(SignalDemand.HONOUR, date(2024, 12, 31))] == ["ca", "co"]
    assert len(signal_laws(SignalDemand.HONOUR, date(2026, 1, 1))) == 11
    assert signal_laws(SignalDemand.DISPLAY, date(2025, 12, 31)) == ()
    assert [law.state for law in signal_laws(SignalDemand.DISPLAY, date(2026, 1, 1))] == ["ca"]


def test_each_state_stands_once_for_each_demand_under_its_own_name():
    assert len({(law.state, law.demand) for law in signals()}) == len(signals())
    assert {law.state for law in signals()} == {law.id[5:7].lower() for law in signals()}


def test_a_law_from_memory_binds_nobody(tmp_path, monkeypatch):
    signals_module = sys.modules["stackaudit.catalogue.signals"]
    path = tmp_path / "signals.yaml"
    path.write_text(
        f"- {LAW.format('CA', 'ca', '2020-01-01', 'memory')}\n- {LAW.format('CO', 'co', '2020-01-01', 'verified')}\n"
    )
    monkeypatch.setattr(signals_module, "signals", lambda: read_signal_laws(path))
    assert [law.state for law in signal_laws(SignalDemand.HONOUR, date(2026, 1, 1))] == ["co"]


@pytest.mark.parametrize("state", ["all", "zz", "us"])
def test_a_law_has_one_state(tmp_path, state):
    path = tmp_path / "signals.yaml"
    path.write_text(f"- {LAW.format('CA', state, '2020-01-01', 'verified')}\n")
    with pytest.raises(CatalogueError, match="a state"):
        read_signal_laws(path)


def test_the_list_of_facts_says_what_each_law_wants():
    said = {entry.id: entry for entry in ledger()}
    assert said["F-12-TX"].statement.startswith("Texas: the opt-out signal of a browser")
    assert said["F-12-CA-display"].valid == "from 2026-01-01"
