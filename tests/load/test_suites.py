"""What a part of a suite has in common with it, where the file leaves it out."""

from __future__ import annotations

import pytest

from stackaudit.finding import Origin
from stackaudit.load import load_text
from stackaudit.model.values import NONE

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
SUITE = (
    "  suite: {product: hubspot-marketing-hub, terms: dpa, hosting_region: [de], cost: {amount: 1, currency: eur}}\n"
)


def tools(text):
    return load_text(f"{HEAD}tools:\n{text}", file="stack.yaml").tools


@pytest.mark.parametrize("product", ["", ", product: none", ", product: hubspot-marketing-hub"])
def test_a_part_shares_terms_and_regions_and_has_no_contract_of_its_own(product):
    part = tools(f"{SUITE}  forms: {{part_of: suite{product}}}\n")["forms"]
    assert (part.terms, part.hosting_region, part.transfer_basis) == ("dpa", ("de",), None)
    assert (part.contract, part.cost, part.seats) == (NONE, NONE, NONE)


def test_what_a_part_says_stands():
    part = tools(f"{SUITE}  forms: {{part_of: suite, terms: none, hosting_region: unknown, seats: {{bought: 2}}}}\n")[
        "forms"
    ]
    assert (part.terms, str(part.hosting_region), part.seats.bought) == (NONE, "unknown", 2)


@pytest.mark.parametrize(
    "part", ["{part_of: suite, product: typeform}", "{part_of: unknown}", "{part_of: none}", "{}"]
)  # fmt: skip
def test_another_product_or_no_part_shares_nothing(part):
    other = tools(f"{SUITE}  other: {part}\n")["other"]
    assert (other.terms, other.contract, other.cost) == (None, None, None)


def test_a_part_of_a_part_belongs_to_the_outermost_suite():
    found = tools(f"{SUITE}  forms: {{part_of: suite}}\n  fields: {{part_of: forms}}\n")
    assert found["fields"].terms == "dpa"


def test_what_nobody_knows_of_the_suite_is_not_known_of_its_part():
    assert tools("  suite: {terms: unknown}\n  forms: {part_of: suite}\n")["forms"].terms is None


def test_what_a_part_shares_is_marked_as_worked_out():
    stack = load_text(f"{HEAD}tools:\n{SUITE}  forms: {{part_of: suite}}\n", file="stack.yaml")
    assert {stack.origin("tools", "forms", name) for name in ("terms", "contract")} == {Origin.DERIVED}
    assert stack.origin("tools", "suite", "terms") is Origin.STATED


def test_a_name_of_its_own_leaves_the_products_name_to_the_suite():
    found = tools(f"{SUITE}  forms: {{name: Forms, part_of: suite, product: hubspot-marketing-hub}}\n")
    assert (found["suite"].title, found["forms"].title) == ("Marketing Hub", "Forms")
    found = tools(f"{SUITE}  other: {{product: hubspot-marketing-hub}}\n")
    assert (found["suite"].title, found["other"].title) == ("suite", "other")
