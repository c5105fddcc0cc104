"""Where data of people in Europe may go without more, and since when."""

from __future__ import annotations

from datetime import date

import pytest

from stackaudit.catalogue import adequacy, adequacy_for
from stackaudit.catalogue.adequacy import read_adequacy
from stackaudit.catalogue.ledger import ledger
from stackaudit.errors import CatalogueError
from stackaudit.model.words import TransferBasis

DECISION = (
    "- {{id: F-19-EU-CH, name: N, basis: {}, people_in: [{}], regions: [{}], in_force_from: 2020-01-01, source: s, "
    "as_of: 2026-11-28, mark: verified}}\n"
)


def regions(people, day, basis=TransferBasis.ADEQUACY):
    return {region for one in adequacy_for(people, day) if one.basis is basis for region in one.regions}


def test_a_decision_holds_from_its_first_day_to_its_last():
    assert "br" not in regions("eea", date(2026, 1, 26))
    assert "br" in regions("eea", date(2026, 1, 27))
    assert "gb" in regions("eea", date(2031, 12, 27))
    assert "gb" not in regions("eea", date(2031, 12, 28))


def test_the_united_kingdom_has_a_list_of_its_own():
    today = date(2026, 11, 28)
    assert regions("eea", today) - regions("gb", today) == {"gb", "br"}
    assert regions("gb", today) - regions("eea", today) == {"gi", "eea"}
    assert regions("gb", date(2023, 10, 11), TransferBasis.DPF) == set()
    assert regions("gb", date(2023, 10, 12), TransferBasis.DPF) == {"us"}


def test_one_framework_after_the_other_permits_it_to_companies_in_the_united_states():
    frameworks = [TransferBasis.PRIVACY_SHIELD, TransferBasis.DPF]
    days = [date(2020, 7, 16), date(2020, 7, 17), date(2023, 7, 9), date(2023, 7, 10)]
    held = [[one for one in frameworks if regions("eea", day, one)] for day in days]
    assert held == [[TransferBasis.PRIVACY_SHIELD], [], [], [TransferBasis.DPF]]


def test_each_place_stands_once_for_each_people_and_basis():
    keys = [(people, region, one.basis) for one in adequacy() for people in one.people_in for region in one.regions]
    assert len(set(keys)) == len(keys)
    assert {one.basis for one in adequacy()} == {
        TransferBasis.ADEQUACY,
        TransferBasis.DPF,
        TransferBasis.PRIVACY_SHIELD,
    }


def test_the_list_of_facts_says_whose_data_may_go_where():
    said = {entry.id: entry for entry in ledger()}
    assert said["F-19-EU-JP"].statement == "Japan: personal data of people in the EEA may go there"
    shield = said["F-19-shield-US"]
    assert shield.statement == (
        "Privacy Shield: personal data of people in the EEA and the United Kingdom may go to companies certified under it"
    )
    assert shield.valid == "from 2016-07-12 to 2020-07-16"


@pytest.mark.parametrize(
    ("basis", "people", "region", "said"),
    [
        ("handshake", "eea", "ch", "adequacy"),
        ("adequacy", "us", "ch", "eea or gb"),
        ("adequacy", "eea", "apac", "a country, eu or eea"),
    ],
)
def test_a_decision_that_is_not_well_formed_is_a_mistake(tmp_path, basis, people, region, said):
    path = tmp_path / "adequacy.yaml"
    path.write_text(DECISION.format(basis, people, region))
    with pytest.raises(CatalogueError, match=said):
        read_adequacy(path)
