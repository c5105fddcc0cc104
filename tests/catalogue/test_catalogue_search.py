"""Finding products by what people call them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.catalogue import Catalogue, Product, catalogue
from stackaudit.catalogue.search import _forms

PRODUCTS = tuple(catalogue().products.values())


def found(text: str, limit: int = 20) -> list[str]:
    return [product.id for product in catalogue().find(text, limit)]


def test_hubs_finds_everything_of_hubspot_names_first() -> None:
    assert found("hubs") == [
        "hubspot-marketing-hub",
        "hubspot-crm",
        "hubspot-content-hub",
        "hubspot-service-hub",
        "clearbit",
    ]


def test_an_alias_in_full_comes_before_longer_names() -> None:
    assert found("HubSpot")[0] == "hubspot-marketing-hub"
    assert found("google analytics") == ["ga4", "firebase-analytics", "universal-analytics"]


@pytest.mark.parametrize("text", ["Customer.io", "customer io", "CUSTOMERIO", "customer-io", "  customer.  io! "])
def test_case_and_punctuation_do_not_matter(text: str) -> None:
    assert found(text) == ["customer-io"]


def test_no_two_products_are_called_alike_with_or_without_their_vendor() -> None:
    owners: dict[str, str] = {}
    for product in PRODUCTS:
        forms = _forms(product)
        for name in {*forms.solid, forms.full[1]}:
            assert owners.setdefault(name, product.id) == product.id, name


@pytest.mark.no_cover
@pytest.mark.parametrize("product", PRODUCTS[::9], ids=lambda product: product.id)
def test_a_product_is_found_first_by_each_of_its_names(product: Product) -> None:
    for name in (product.id, product.name, *product.aliases):
        assert found(name)[0] == product.id
    assert catalogue().nearest(product.name)[0] == product.id
    assert found(f"{product.vendor} {product.name}")[0] == product.id


def test_products_are_ranked_by_how_well_the_text_fits_them() -> None:
    plain = replace(PRODUCTS[0], vendor="Nobody", category="other", capabilities=("other",), also=(), aliases=())
    fits: list[dict[str, Any]] = [
        {"name": "Web-Analytics"},
        {"name": "Web Analytics Pro"},
        {"name": "My Web Analytics"},
        {"name": "Myweb Analytics"},
        {"name": "Web"},
        {"vendor": "Web Analytics Inc."},
        {"name": "Analytics"},
        {"capabilities": ("web_analytics",)},
        {"also": ("web_analytics",)},
        {"name": "Something else"},
    ]
    products = [replace(plain, **{"id": f"p{10 - place:02}", "name": "-", **fit}) for place, fit in enumerate(fits)]
    own = Catalogue({product.id: product for product in reversed(products)}, date.min)
    assert own.find("web analytics") == tuple(products[:-1])


def test_a_name_in_the_midst_of_a_text_is_found_the_longer_before_the_shorter() -> None:
    assert found("our Salesforce Marketing Cloud")[:2] == ["salesforce-mc-engagement", "salesforce-sales-cloud"]
    assert found("our Box") == []


def test_a_name_with_the_vendor_before_it_is_understood() -> None:
    assert found("Microsoft Clar") == ["clarity"]
    assert found("Google Looker")[0] == "looker"


def test_a_vendor_finds_its_products() -> None:
    assert found("Contentsquare") == ["contentsquare", "heap", "hotjar"]


def test_a_capability_finds_what_has_it_as_primary_first() -> None:
    ids = found("reverse etl", 99)
    primary = [product.id for product in PRODUCTS if "reverse_etl" in product.capabilities]
    also = [product.id for product in PRODUCTS if "reverse_etl" in product.also]
    assert {"census", "hightouch", "polytomic"} <= set(primary)
    assert ids == [*primary, *also]


def test_the_meaning_of_a_capability_finds_it_too() -> None:
    assert "vwo" in found("A/B tests")


def test_a_channel_finds_what_can_send_on_it() -> None:
    named, *ids = found("whatsapp", 99)
    assert named == "whatsapp-business"
    assert ids == [product.id for product in PRODUCTS if "whatsapp" in product.can_send and product.id != named]


def test_what_has_ended_comes_after_what_lives() -> None:
    assert found("optimizely")[-1] == "optimizely-full-stack"


def test_a_misspelling_finds_the_nearest_names_where_nothing_fits() -> None:
    assert found("klavio") == ["klaviyo"]
    assert found("xyzzyxyzzy") == []


@pytest.mark.parametrize("text", ["", "  ", "?!", "___"])
def test_a_text_without_a_letter_finds_nothing(text: str) -> None:
    assert found(text) == []
    assert catalogue().nearest(text) == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("hubspot", ("hubspot-marketing-hub", "hubspot-crm", "hubspot-content-hub")),
        ("Pardot", ("salesforce-mcae",)),
        ("sendgird", ("sendgrid",)),
        ("hubspot-marketing", ("hubspot-marketing-hub",)),
        ("google-tag-manager", ("gtm", "google-data-manager", "google-ad-manager")),
        ("dbt-cloud", ("dbt",)),
        ("HubSpot Marketing Hub Professional", ("hubspot-marketing-hub",)),
        ("Salesforce", ("salesforce-sales-cloud", "salesforce-data-360", "salesforce-revenue-cloud")),
        ("Salesforce Marketing Clodu", ("salesforce-mc-engagement", "salesforce-mc-next", "salesforce-sales-cloud")),
        ("Accoil Analytics", ("accoil",)),
        ("Google AdWords (new)", ("google-ads",)),
        ("hupspot", ("hubspot-marketing-hub",)),
        ("gubspot", ("hubspot-marketing-hub",)),
        ("xotjar", ()),
        ("Hindsight", ()),
        ("Navilytics", ()),
        ("what we have in Marketo", ()),
        ("lou", ()),
        ("reverse-etl", ()),
        # Names of other products, that are not in the catalogue.
        ("Splio", ()),
        ("Kakao", ()),
        ("data.ai", ()),
        ("Viber", ()),
        ("Liveclicker", ()),
        ("asaan", ("asana",)),
        ("brazze", ("braze",)),
        ("asena", ("asana",)),
    ],
)
def test_an_id_that_is_not_there_has_suggestions(text: str, ids: tuple[str, ...]) -> None:
    assert catalogue().nearest(text) == ids


def test_as_many_suggestions_come_as_are_asked_for() -> None:
    assert len(catalogue().nearest("salesforce", limit=5)) == 5


@pytest.mark.no_cover
@pytest.mark.parametrize("product_id", [product.id for product in PRODUCTS if len(product.id) >= 6][::9])
def test_an_id_that_lacks_a_letter_is_still_understood(product_id: str) -> None:
    gap = len(product_id) // 2
    assert product_id in catalogue().nearest(product_id[:gap] + product_id[gap + 1 :])


@pytest.mark.no_cover
@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30), st.integers(1, 30))
def test_any_text_finds_each_product_once_and_no_more_than_the_limit(text: str, limit: int) -> None:
    ids = found(text, limit)
    assert len(ids) == len(set(ids)) <= limit
    assert ids == found(text, len(PRODUCTS))[:limit]
    suggested = catalogue().nearest(text, limit)
    assert len(suggested) == len(set(suggested)) <= limit
    assert all(catalogue().get(product_id) for product_id in suggested)


def test_a_huge_text_is_cut() -> None:
    assert found("klaviyo " * 500_000) == ["klaviyo"]
