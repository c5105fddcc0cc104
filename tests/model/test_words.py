"""The vocabularies: every word says what it means, and the lists fit together."""

from __future__ import annotations

import inspect

import pytest

from stackaudit.model import words
from stackaudit.model.values import RESERVED
from stackaudit.model.words import (
    CAPABILITIES,
    COUNTRIES,
    DATA_CLASSES,
    MANUAL_METHODS,
    REGION_GROUPS,
    SENSITIVE,
    Capability,
    Channel,
    Layer,
    Method,
    Vocabulary,
)

VOCABULARIES = [
    held
    for _, held in inspect.getmembers(words, inspect.isclass)
    if issubclass(held, Vocabulary) and held is not Vocabulary
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_word_says_what_it_means_and_none_is_reserved(vocabulary) -> None:
    assert vocabulary.__doc__
    assert all(word.doc for word in vocabulary)
    assert not RESERVED & {word.value for word in vocabulary}


def test_a_word_is_its_text() -> None:
    assert Channel("email") is Channel.EMAIL
    assert Channel.EMAIL == "email"
    assert f"{Channel.EMAIL}" == "email"


def test_a_capability_that_can_message_people_can_hold_their_choices() -> None:
    assert all(word.holds_choices for word in Capability if word.messages)
    assert {word.value for word in Capability if word.holds_choices and not word.messages} == {
        "consent",
        "dsar",
        "form",
        "preferences",
        "website",
    }


def test_every_capability_stands_in_a_layer_and_every_layer_has_some() -> None:
    assert {word.layer for word in Capability} == set(Layer)
    assert CAPABILITIES["map"] is Capability.MAP


def test_a_data_class_stands_below_one_that_is_listed() -> None:
    assert all(name.rpartition(".")[0] in {"", *DATA_CLASSES} for name in DATA_CLASSES)


def test_what_is_sensitive_is_a_data_class_about_people() -> None:
    assert set(DATA_CLASSES) >= SENSITIVE
    assert all(name.startswith("user.") for name in SENSITIVE)


def test_the_countries_are_those_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249
    assert {"us", "gb", "no"} <= COUNTRIES
    assert not {"uk", "eu", "xx"} & COUNTRIES


def test_the_european_union_has_27_countries_and_the_eea_three_more() -> None:
    assert len(REGION_GROUPS["eu"]) == 27
    assert REGION_GROUPS["eea"] - REGION_GROUPS["eu"] == {"is", "li", "no"}
    assert all(countries <= COUNTRIES for countries in REGION_GROUPS.values())


def test_what_a_person_does_each_time_is_by_hand() -> None:
    assert {"csv_manual", "spreadsheet", "email_attachment", "manual_entry"} == MANUAL_METHODS
    assert Method.SCRIPT not in MANUAL_METHODS
