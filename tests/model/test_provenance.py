"""Where a fact stands in its file: what is stated, what a default filled in, and what the catalogue did."""

from __future__ import annotations

import pytest

from stackaudit.finding import Origin
from stackaudit.load import load_data

TEXT = """\
defaults:
  basis: told
  tools:
    source: interviews
tools:
  a:
    owner: me
    name: A
  mail: {product: mailchimp}
  own:
    product: contoso
    basis: observed
people: {me: {source: the handbook}}
products: {contoso: {capabilities: [cms]}}
flows:
  - {from: a, to: mail}
  - id: back
    from: mail
    to: a
    every: 1d
roadmap:
  items:
    welcome: {due: 2027-03-31}
processes:
  triage: {method: manual}
"""


@pytest.fixture
def provenance(load_text):
    return load_text(TEXT).provenance


@pytest.mark.parametrize(
    ("fact", "origin", "line", "column"),
    [
        # Stated: the key of the field.
        (("tools", "a", "owner"), Origin.STATED, 9, 5),
        (("people", "me", "source"), Origin.STATED, 15, 15),
        (("flows", "a->mail", "from_"), Origin.STATED, 18, 6),
        (("flows", "back", "every"), Origin.STATED, 22, 5),
        (("roadmap.items", "welcome", "due"), Origin.STATED, 25, 15),
        # Defaults: of the collection, then of all.
        (("tools", "a", "source"), Origin.DEFAULTS, 6, 5),
        (("tools", "a", "basis"), Origin.DEFAULTS, 4, 3),
        (("tools", "own", "basis"), Origin.STATED, 14, 5),
        (("flows", "back", "basis"), Origin.DEFAULTS, 4, 3),
        (("roadmap.items", "welcome", "basis"), Origin.DEFAULTS, 4, 3),
        # The catalogue, also the file's own: the product of the tool.
        (("tools", "mail", "capabilities"), Origin.CATALOGUE, 11, 10),
        (("tools", "mail", "name"), Origin.CATALOGUE, 11, 10),
        (("tools", "own", "capabilities"), Origin.CATALOGUE, 13, 5),
        (("tools", "own", "built"), Origin.CATALOGUE, 13, 5),
        # Worked out: the element.
        (("tools", "own", "sends"), Origin.DERIVED, 12, 3),
        (("processes", "triage", "kind"), Origin.MODEL, 27, 3),
        # Not there: the element in which it would stand.
        (("tools", "a", "cost"), Origin.STATED, 8, 3),
        (("flows", "back", "owner"), Origin.STATED, 19, 5),
        # Elements, collections and sections.
        (("tools", "own", ""), Origin.STATED, 12, 3),
        (("flows", "back", ""), Origin.STATED, 19, 5),
        (("tools", "", ""), Origin.STATED, 7, 1),
        (("roadmap", "", ""), Origin.STATED, 23, 1),
        (("roadmap", "", "items"), Origin.STATED, 24, 3),
        (("metrics", "", ""), Origin.STATED, 1, 1),
    ],
)
def test_a_fact_has_an_origin_and_a_place(provenance, fact, origin, line, column) -> None:
    place = provenance.place(*fact)
    assert provenance.origin(*fact) is origin
    assert (place.file, place.line, place.column) == ("stack.yaml", line, column)


def test_a_route_leads_by_key_and_by_number(provenance) -> None:
    assert provenance.route("flows", "back", "from_") == ("flows", 1, "from")
    assert provenance.route("roadmap.items", "welcome") == ("roadmap", "items", "welcome")


def test_a_fact_that_a_merge_took_in_stands_at_the_anchor(load_text) -> None:
    stack = load_text("teams: {x: {}}\ntools:\n  a: &base {owner: x}\n  b: {<<: *base, built: vendor}\n")
    assert str(stack.provenance.place("tools", "b", "owner")) == "stack.yaml:5:13"
    assert str(stack.provenance.place("tools", "b", "built")) == "stack.yaml:6:18"


def test_a_stack_of_plain_data_has_no_places() -> None:
    assert load_data({"stackaudit": 1, "as_of": "2026-11-22"}).provenance is None
