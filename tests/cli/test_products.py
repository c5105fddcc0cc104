"""`stackaudit products`: the catalogue, searched."""

from __future__ import annotations

import json

from stackaudit.catalogue import catalogue


def test_a_product_is_found_by_a_part_of_its_name(program):
    ran = program("products", "hubs")
    assert (ran.code, ran.err) == (0, "")
    assert any(line.startswith("hubspot-marketing-hub  ") for line in ran.out.splitlines())
    assert ran.out.splitlines()[-1].endswith(
        f" of {len(catalogue().products)} products, catalogue of {catalogue().as_of}"
    )


def test_several_words_are_one_search_and_the_list_has_a_limit(program):
    assert program("products", "customer.io", "--limit", "1").out.splitlines()[-1].startswith("1 of ")
    assert len(json.loads(program("products", "--limit", "3", "--format", "json").out)) == 3
    assert len(program("products", "--limit", "3").out.splitlines()) == 7


def test_a_product_as_data_has_its_facts(program):
    (found, *_) = json.loads(program("products", "hubspot-marketing-hub", "--format", "json").out)
    known = catalogue().products["hubspot-marketing-hub"]
    assert found["id"] == "hubspot-marketing-hub"
    assert found["capabilities"] == list(known.capabilities)
    assert set(found) == {
        "id", "name", "vendor", "category", "capabilities", "also", "aliases", "status", "end_of_life", "mark"
    }  # fmt: skip


def test_a_product_that_has_ended_says_so(program):
    ended = next(one for one in catalogue().products.values() if one.status == "ended" and one.end_of_life)
    ran = program("products", ended.id, "--limit", "1")
    assert f" · ended {ended.end_of_life}" in ran.out
    (data,) = json.loads(program("products", ended.id, "--limit", "1", "--format", "json").out)
    assert data["end_of_life"] == ended.end_of_life.isoformat()


def test_former_names_are_shown(program):
    renamed = next(one for one in catalogue().products.values() if one.aliases)
    assert f" · also known as {', '.join(renamed.aliases)}" in program("products", renamed.id, "--limit", "1").out


def test_where_nothing_is_found_the_exit_code_is_1(program):
    ran = program("products", "zzzz\x1b[31m", "qqqq")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "no product is like 'zzzz\\\\u001b[31m qqqq'; one of your own can be declared under 'products'\n"
    )
    ran = program("products", "zzzzqqqq", "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (1, [])
