"""The stack: what it says of itself, and its elements by kind."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from stackaudit.model import elements as e
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, Stack, elements_of


def test_a_collection_is_whole_where_complete_names_it(load_text) -> None:
    stack = load_text("complete: [tools]\ntools: {a: {}}\nteams: {x: {}}\n")
    assert stack.is_complete("tools")
    assert not stack.is_complete("teams")


def test_elements_come_in_the_order_of_the_file_and_words_are_passed_over(load_text) -> None:
    stack = load_text("processes: {z: {method: manual}, triage: none, intake: unknown, a: }\n")
    assert [(key, process.method) for key, process in elements_of(stack, "process")] == [("z", "manual"), ("a", None)]


def test_what_is_promised_is_a_kind_of_its_own(load_text) -> None:
    stack = load_text("roadmap: {items: {b: {}, a: {due: 2027-03-31}}}\n")
    assert [key for key, _ in elements_of(stack, "roadmap_item")] == ["b", "a"]


@pytest.mark.parametrize("text", ["", "roadmap: none\n", "roadmap: unknown\n", "roadmap: {}\n"])
def test_without_promises_there_are_none_of_that_kind(load_text, text) -> None:
    assert list(elements_of(load_text(text), "roadmap_item")) == []


def test_an_element_is_called_by_its_name_else_by_its_id(load_text) -> None:
    stack = load_text("tools: {a: {name: Splitter}, b: {}}\nflows: [{from: a, to: b}]\n")
    assert [tool.title for tool in stack.tools.values()] == ["Splitter", "b"]
    assert stack.flows["a->b"].title == "a->b"


def test_a_flow_has_one_pair_of_ends_or_two(load_text) -> None:
    flows = load_text("tools: {a: {}, b: {}}\nflows: [{from: a, to: b}, {between: [b, a]}]\n").flows
    assert flows["a->b"].ends == (("a", "b"),)
    assert flows["b<->a"].ends == (("b", "a"), ("a", "b"))


def test_a_stack_cannot_be_changed(load_text) -> None:
    stack = load_text("tools: {a: {}}\n")
    with pytest.raises(ValidationError):
        stack.tools["a"].owner = "me"


def test_every_kind_stands_in_a_collection_or_is_there_once() -> None:
    once = {"roadmap_item", *SINGLETONS} - {"systems_of_record"}
    assert set(KINDS) == {*COLLECTIONS, *once}
    assert all(collection in Stack.model_fields for collection in COLLECTIONS.values())
    assert all(issubclass(model, e.Element) for model in KINDS.values())
