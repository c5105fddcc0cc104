"""What the terms of products forbid."""

from __future__ import annotations

from stackaudit.catalogue import catalogue
from stackaudit.catalogue import terms as terms_module
from stackaudit.catalogue.terms import forbidden_data, forbidden_to
from stackaudit.load import load_text

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def test_every_product_of_an_entry_is_in_the_catalogue():
    assert all(catalogue().get(product) is not None for entry in forbidden_data() for product in entry.products)


def test_a_tool_gets_what_the_terms_of_its_product_forbid():
    tools = load_text(HEAD + "tools: {a: {product: ga4}, b: {product: ga4, forbids: none}, c: {product: looker}}").tools
    assert tools["a"].forbids == ("user.name", "user.contact")
    assert str(tools["b"].forbids) == "none"
    assert tools["c"].forbids is None


def test_an_entry_from_memory_forbids_nothing(tmp_path, monkeypatch):
    path = tmp_path / "terms.yaml"
    entry = "{{id: F-{}, products: [ga4], forbids: [{}], statement: s, source: s, as_of: 2026-11-22, mark: {}}}"
    path.write_text(
        "\n".join(
            f"- {entry.format(*one)}"
            for one in [(1, "user.job", "memory"), (2, "user.name", "verified"), (3, "user.name, order", "second_hand")]
        )
    )
    monkeypatch.setattr(terms_module, "forbidden_data", lambda: terms_module.read_forbidden_data(path))
    assert dict(forbidden_to.__wrapped__()) == {"ga4": ("user.name", "order")}
