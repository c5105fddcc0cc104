"""Broken data files: every mistake is told, with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stackaudit.catalogue.clocks import read_clocks
from stackaudit.catalogue.facts import read_facts
from stackaudit.catalogue.products import product_shelf, read_products
from stackaudit.catalogue.records import DATA
from stackaudit.errors import CatalogueError

ROW = "act-on,"
CORRUPT_ROWS = [
    ("act-on,Act-On", "Act On,Act-On", "11:1", "id: expected an id as in customer-io, not 'Act On'"),
    ("act-on,Act-On", "ab-tasty,Act-On", "11:1", "id: 'ab-tasty' is there twice"),
    ("Act-On,Act-On,map", ",Act-On,map", "11:8", "name: expected a value, found none"),
    ("Act-On,Act-On,map", '"Act,On ",Act-On,map', "11:8", "name: expected text in one line, with single spaces"),
    ("Act-On,Act-On,map", '"Act, On","Act""On",mAp', "11:28", "category: expected a word in lower case, not 'mAp'"),
    ("map;form;landing_page", "mop;form", "11:26", "capabilities: expected a capability, not 'mop'"),
    ("map;form;landing_page", "", "11:26", "capabilities: expected a value, found none"),
    ("map;form;landing_page", "map;map", "11:26", "capabilities: expected each value once"),
    ("map;form;landing_page", "webinar", "11:1", "capabilities and also both name webinar"),
    ("email;sms", "fax", "11:56", "can_send: expected a channel, not 'fax'"),
    ("yes,yes", "yes,no", "11:70", "can_store_personal_data: expected yes or nothing, not 'no'"),
    ("active", "dead", "11:75", "status: expected one of active, acquired, renamed, sunset_announced, ended, not"),
    ("active,,", "ended,30.6.2025,", "11:81", "end_of_life: expected a date as in 2026-11-22, not '30.6.2025'"),
    ("active,,", "ended,20250630,", "11:81", "end_of_life: expected a date as in 2026-11-22, not '20250630'"),
    ("memory", "hearsay", "11:85", "mark: expected one of verified, second_hand, memory, not 'hearsay'"),
    ("memory", "verified", "11:1", "the mark is verified, and there is no evidence_source"),
    ("memory,", "memory", "11:1", "expected 16 cells, not 15"),
]


def corrupt(tmp_path: Path, name: str, change: Callable[[str], str]) -> Path:
    path = tmp_path / name
    path.write_text(change((DATA / name).read_text(encoding="utf-8")), encoding="utf-8", newline="")
    return path


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "clocks.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(read: Callable[[Path], object], path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return [f"{problem.place}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(("old", "new", "place", "message"), CORRUPT_ROWS)
def test_a_broken_cell_is_told_with_line_and_column(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    def change(text: str) -> str:
        lines = text.split("\n")
        assert lines[10].startswith(ROW)
        assert old in lines[10]
        lines[10] = lines[10].replace(old, new, 1)
        return "\n".join(lines)

    (found,) = mistakes(read_products, corrupt(tmp_path, "products.csv", change))
    assert found.startswith(f"products.csv:{place}: {message}")


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace(",memory,", ",rumour,").replace("\nmake", "\nM"))
    found = mistakes(read_products, path)
    assert len(found) == (DATA / "products.csv").read_text(encoding="utf-8").count(",memory,") + 1


def test_a_cell_that_goes_on_in_the_next_line_is_refused(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace("Act-On,Act-On", '"Act\nOn",Act-On', 1))
    (found,) = mistakes(read_products, path)
    assert found.startswith("products.csv:12:")
    assert "name: expected text in one line" in found


def test_an_open_quote_is_refused(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace("zoominfo,ZoomInfo", 'zoominfo,"ZoomInfo', 1))
    lines = path.read_text(encoding="utf-8").count("\n")
    assert mistakes(read_products, path) == [f"products.csv:{lines}:1: the row cannot be read: unexpected end of data"]


def test_the_columns_are_these_in_this_order(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace("id,name", "name,id", 1))
    (found,) = mistakes(read_products, path)
    assert found.startswith("products.csv:1:1: expected the columns id,name,vendor,")


def test_a_file_without_a_product_is_refused(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.split("\n")[0])
    assert mistakes(read_products, path) == ["products.csv:1:1: expected an entry, found none"]
    path = corrupt(tmp_path, "products.csv", lambda _: "")
    assert "expected the columns" in mistakes(read_products, path)[0]


def test_products_on_a_shelf_are_those_of_the_file(tmp_path: Path) -> None:
    assert tuple(product_shelf().values()) == read_products()
    assert len(product_shelf()) == len(read_products())
    assert product_shelf().get("no-such-product") is None
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace(",memory,", ",rumour,"))
    shelf = product_shelf(path)
    with pytest.raises(CatalogueError) as caught:
        shelf["looker"]
    assert len(caught.value.problems) > 1


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "products.csv", lambda text: text.replace("\n", "\r\n"))
    assert read_products(path) == read_products()


def test_a_file_that_is_not_there_or_is_not_text_is_refused(tmp_path: Path) -> None:
    (absent,) = mistakes(read_products, tmp_path / "products.csv")
    assert absent.startswith("products.csv:1:1: the file cannot be read: ")
    (tmp_path / "clocks.yaml").write_bytes(b"- id: \xff")
    (garbled,) = mistakes(read_clocks, tmp_path / "clocks.yaml")
    assert garbled.startswith("clocks.yaml:1:1: the file cannot be read: ")


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("id: F-01", "id: F1", "5:3", "id: expected an id as in F-01, not 'F1'"),
        ("id: F-04", "id: F-01", "19:3", "id: 'F-01' is there twice"),
        ("  name: CAN-SPAM Act, United States\n", "", "5:3", "name: expected a value, found none"),
        ("kind: law", "kind: custom", "7:3", "kind: expected one of law, platform, not 'custom'"),
        ("regions: [us]", "regions: [US]", "8:3", "regions: expected an ISO code in lower case, eu or eea, not 'US'"),
        ("regions: [us]", "regions: us", "8:3", "regions: expected a list, not 'us'"),
        ("regions: [us]", "regions: []", "5:3", "a law has regions, a platform rule has none"),
        ("regions: [us]", "regions: [[us]]", "8:3", "expected a field with a value or a list of values"),
        ("may_hold_in: [worldwide]", "may_hold_in: [eu]", "9:3", "may_hold_in: expected a group of regions"),
        ("channels: [email]", "channels: [email, email]", "10:3", "channels: expected each value once"),
        ("limit: 10", "limit: 0", "11:3", "limit: expected a whole number above 0, not '0'"),
        ("limit: 10", "limit: ten", "11:3", "limit: expected a whole number above 0, not 'ten'"),
        ("limit: 10", "limit: [10]", "11:3", "limit: expected one value, not a list"),
        ("limit: 10", "limit: 10\n  limit: 11", "12:3", "limit: the field is there twice"),
        ("limit: 10", "limit: 10\n  limits: 10", "12:3", "limits: there is no such field"),
        ("limit: 10", "limit: 10\n  [limits]: 10", "12:3", "expected a field with a value or a list of values"),
        ("from: 2004-01-01", "from: 2004-02-30", "13:3", "in_force_from: expected a date as in 2026-11-22"),
        ("limit: 10", "limit: 10: 11", "11:12", "the file cannot be read: mapping values are not allowed"),
        ("limit: 10", "limit: \x01", "1:1", "the file cannot be read: unacceptable character"),
    ],
)
def test_a_broken_clock_is_told_with_line_and_column(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    (found,) = mistakes(read_clocks, corrupt(tmp_path, "clocks.yaml", lambda text: text.replace(old, new, 1)))
    assert found.startswith(f"clocks.yaml:{place}: {message}")


@pytest.mark.parametrize("text", ["", "clocks: []", "- F-01", "F-01"])
def test_a_file_that_is_no_list_of_entries_is_refused(tmp_path: Path, text: str) -> None:
    assert mistakes(read_clocks, written(tmp_path, text))


def test_a_file_with_an_empty_list_is_refused(tmp_path: Path) -> None:
    assert mistakes(read_clocks, written(tmp_path, "[]")) == ["clocks.yaml:1:1: expected an entry, found none"]


def test_a_file_that_ends_too_soon_is_told_at_its_end(tmp_path: Path) -> None:
    (found,) = mistakes(read_clocks, written(tmp_path, "- {id: F-01\n"))
    assert found.startswith("clocks.yaml:2:1: the file cannot be read: ")


def test_norway_is_no_false(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "clocks.yaml", lambda text: text.replace("regions: [us]", "regions: [no]", 1))
    assert read_clocks(path)[0].regions == ("no",)


def test_a_broken_fact_is_told_too(tmp_path: Path) -> None:
    path = corrupt(tmp_path, "facts.yaml", lambda text: text.replace("mark: verified", "mark: sure", 1))
    (found,) = mistakes(read_facts, path)
    assert found.startswith("facts.yaml:")
    assert "mark: expected one of verified, second_hand, memory, not 'sure'" in found


def test_a_mistake_shows_the_line_that_it_is_in(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_clocks(corrupt(tmp_path, "clocks.yaml", lambda text: text.replace("kind: law", "kind: custom", 1)))
    assert caught.value.problems[0].excerpt == "  kind: custom"
