"""What the catalogue's own files say, and that what a stack file may name stays in them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest

from stackaudit.catalogue import Catalogue, Mark, Product, ProductStatus, catalogue, facts, interfaces
from stackaudit.catalogue.products import read_products
from stackaudit.model.words import CAPABILITIES, Channel

IDS = Path(__file__).with_name("product_ids.txt").read_text(encoding="utf-8").split()

ENDS = {
    "universal-analytics": ("2023-07-01", Mark.VERIFIED),
    "google-optimize": ("2023-09-30", Mark.VERIFIED),
    "optimizely-full-stack": ("2024-07-29", Mark.VERIFIED),
    "oracle-advertising": ("2024-09-30", Mark.VERIFIED),
    "vs-app-center": ("2025-03-31", Mark.VERIFIED),
    "dynamics-outbound": ("2025-06-30", Mark.VERIFIED),
    "firebase-dynamic-links": ("2025-08-25", Mark.VERIFIED),
    "yotpo-email-sms": ("2025-12-31", Mark.SECOND_HAND),
    "microsoft-invest": ("2026-02-28", Mark.VERIFIED),
    "drift": ("2026-03-06", Mark.SECOND_HAND),
    "delighted": ("2026-06-30", Mark.VERIFIED),
    "amazon-pinpoint": ("2026-10-30", Mark.VERIFIED),
    "facebook-analytics": ("2021-06-30", Mark.MEMORY),
    "chartio": ("2022-03-01", Mark.MEMORY),
    "alexa-internet": ("2022-05-01", Mark.MEMORY),
    "bronto": ("2022-06-30", Mark.MEMORY),
    "automate-io": ("2022-10-31", Mark.MEMORY),
    "google-surveys": ("2022-11-01", Mark.MEMORY),
    "revue": ("2023-01-18", Mark.MEMORY),
    "addthis": ("2023-05-31", Mark.MEMORY),
    "tinyletter": ("2024-02-29", Mark.MEMORY),
    "crowdtangle": ("2024-08-14", Mark.MEMORY),
    "social-studio": ("2024-11-18", Mark.MEMORY),
}


def product(product_id: str) -> Product:
    found = catalogue().get(product_id)
    assert found is not None
    return found


def test_no_id_that_a_stack_file_may_name_has_gone() -> None:
    assert len(IDS) == len(set(IDS)) >= 908
    assert set(IDS) <= catalogue().products.keys()


def test_products_stand_in_the_order_of_their_ids_under_their_own_id() -> None:
    products = catalogue().products
    assert list(products) == sorted(products)
    assert all(key == entry.id for key, entry in products.items())
    assert len(read_products()) == len(products)


def test_each_product_has_a_primary_capability_and_knows_no_other_words_than_the_model() -> None:
    for entry in catalogue().products.values():
        assert entry.capabilities, entry.id
        assert {*entry.capabilities, *entry.also} <= CAPABILITIES.keys(), entry.id
        assert set(entry.can_send) <= set(Channel), entry.id


def test_a_category_that_is_a_capability_is_one_of_the_products_own() -> None:
    # Service mail is sold beside bulk mail, the recording of calls beside sales sequences, chat to run campaigns in
    # messengers, and what keeps fraud out of advertising beside advertising: each is another job.
    apart = {entry.id for entry in catalogue().products.values() if entry.category in CAPABILITIES}
    apart -= {entry.id for entry in catalogue().products.values() if entry.category in entry.capabilities}
    assert apart == {"amazon-ses", "gong", "mailgun", "mandrill", "postmark", "resend"}


def test_the_ends_of_life_are_these_and_no_others() -> None:
    found = {entry.id: entry for entry in catalogue().products.values() if entry.end_of_life}
    assert {key: (str(entry.end_of_life), entry.mark) for key, entry in found.items()} == ENDS


def test_whatever_has_ended_has_its_date_and_only_drift_has_one_without_having_ended() -> None:
    ended = {entry.id for entry in catalogue().products.values() if entry.status is ProductStatus.ENDED}
    assert ended == ENDS.keys() - {"drift"}


def test_no_product_has_ended_after_the_day_on_which_the_catalogue_was_gone_through() -> None:
    ends = [entry.end_of_life for entry in catalogue().products.values() if entry.end_of_life]
    assert max(ends) <= catalogue().as_of


def test_a_verdict_may_rest_on_a_date_that_is_evidenced_and_undisputed() -> None:
    certain = {entry.id for entry in catalogue().products.values() if entry.certain_end}
    assert certain == {key for key, (_, mark) in ENDS.items() if mark is not Mark.MEMORY} - {"drift"}
    assert product("amazon-pinpoint").certain_end == date(2026, 10, 30)


def test_what_is_not_from_memory_names_its_evidence() -> None:
    assert all(entry.evidence_source for entry in catalogue().products.values() if entry.mark is not Mark.MEMORY)


def test_no_two_products_go_by_one_name() -> None:
    seen: dict[str, str] = {}
    for entry in catalogue().products.values():
        for name in {text.casefold() for text in (entry.id, entry.name, *entry.aliases)}:
            assert seen.setdefault(name, entry.id) == entry.id, name


def test_a_product_reads_as_its_row_says() -> None:
    assert product("hubspot-marketing-hub") == Product(
        id="hubspot-marketing-hub",
        name="Marketing Hub",
        vendor="HubSpot",
        category="map",
        capabilities=("map", "esp", "form", "landing_page"),
        also=("chat", "social", "seo", "experimentation", "ads", "bi", "attribution", "survey"),
        can_send=("email", "sms"),
        can_capture_opt_out=True,
        can_store_personal_data=True,
        aliases=("HubSpot",),
        status=ProductStatus.ACTIVE,
        end_of_life=None,
        end_disputed=False,
        note=None,
        mark=Mark.MEMORY,
        evidence_source=None,
    )


@pytest.mark.parametrize("product_id", ["airship", "attentive", "bird", "onesignal", "postscript", "twilio-messaging"])
def test_what_only_sends_texts_or_pushes_is_messaging(product_id: str) -> None:
    assert product(product_id).capabilities == ("messaging",)


def test_what_the_catalogue_does_not_know_that_a_product_can_is_left_empty() -> None:
    assert product("looker").can_send == ()
    assert not product("looker").can_capture_opt_out
    assert not product("looker").can_store_personal_data


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    assert catalogue() is catalogue()
    with pytest.raises(TypeError):
        catalogue().products["x"] = product("looker")  # type: ignore[index]  # that this fails is the point
    with pytest.raises(FrozenInstanceError):
        product("looker").name = "x"  # type: ignore[misc]  # that this fails is the point


def test_an_unknown_id_has_no_product() -> None:
    assert catalogue().get("hubspot") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"also": ("bi",)}, "both name bi"),
        ({"mark": Mark.VERIFIED}, "the mark is verified, and there is no evidence_source"),
        ({"end_disputed": True}, "there is no end_of_life"),
    ],
)
def test_a_product_that_contradicts_itself_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(product("looker"), **change)  # type: ignore[arg-type]  # one change each, of its field's type


def test_a_catalogue_can_be_made_of_other_products() -> None:
    own = Catalogue({"looker": product("looker")}, date(2020, 1, 1))
    assert [entry.id for entry in own.find("google")] == ["looker"]


def test_the_facts_stand_under_their_ids_with_source_and_mark() -> None:
    found = {fact.id: fact for fact in facts()}
    assert len(found) == len(facts())
    assert {"F-23", "F-25", "F-26", "F-27", "F-28", "F-29", "F-30", "F-31", "F-32", "F-35"} <= found.keys()
    assert found["F-25"].mark is Mark.VERIFIED
    assert found["F-25-2025"].mark is Mark.SECOND_HAND
    assert all(fact.source and fact.as_of == catalogue().as_of for fact in facts())
    assert facts() is facts()


def test_apples_share_is_told_with_how_not_to_read_it() -> None:
    (fact,) = (fact for fact in facts() if fact.id == "F-23")
    assert "57.4%" in fact.statement
    assert fact.caution is not None
    assert "not the share of opens that cannot be relied on" in fact.caution


def test_only_what_is_not_from_memory_decides() -> None:
    assert [mark for mark in Mark if mark.decides] == [Mark.VERIFIED, Mark.SECOND_HAND]


def test_the_ends_of_interfaces_are_these_and_each_is_verified() -> None:
    assert {key: one.ends and str(one.ends) for key, one in interfaces().items()} == {
        "hubspot-api-keys": "2022-11-30",
        "hubspot-ecommerce-bridge": "2023-02-28",
        "hubspot-cms-performance-api": "2024-04-09",
        "salesforce-api-21-30": "2025-08-31",
        "salesforce-api-31-40": "2028-08-31",
        "google-ads-offline-conversion-import": None,
    }
    assert {one.mark for one in interfaces().values()} == {Mark.VERIFIED}


def test_the_end_of_an_interface_that_is_known_from_memory_alone_decides_nothing() -> None:
    known = interfaces()["hubspot-api-keys"]
    assert known.certain_end == date(2022, 11, 30)
    assert replace(known, mark=Mark.MEMORY).certain_end is None
