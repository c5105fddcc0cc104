"""Columns: data runs from left to right, and no column gets too tall."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stackaudit.outputs.diagram.columns import columns_of

PLACES = st.lists(st.integers(0, 5), min_size=1, max_size=40)


def linked(places: list[int]) -> st.SearchStrategy[tuple[list[int], list[tuple[int, int]]]]:
    node = st.integers(0, len(places) - 1)
    return st.tuples(st.just(places), st.lists(st.tuples(node, node), max_size=60))


def test_no_nodes_have_no_columns() -> None:
    assert columns_of([], []) == []


def test_a_chain_within_a_layer_runs_from_left_to_right() -> None:
    assert columns_of([0, 0, 0], [(2, 1), (1, 0)]) == [2, 1, 0]


def test_layers_stand_beside_one_another_in_their_order() -> None:
    assert columns_of([4, 0, 2], []) == [2, 0, 1]


def test_a_circle_is_cut_where_it_closes() -> None:
    assert columns_of([0, 0, 0], [(0, 1), (1, 2), (2, 0)]) == [0, 1, 2]


def test_many_tools_of_one_layer_share_several_columns() -> None:
    columns = columns_of([0] * 60, [])
    assert max(columns.count(column) for column in set(columns)) <= 20


def test_where_a_layer_is_split_what_leads_on_to_the_right_stands_on_the_right() -> None:
    places = [0] * 30 + [1]
    columns = columns_of(places, [(node, 30) for node in range(10)])
    leading = [columns[node] for node in range(10)]
    assert min(leading) >= max(columns[node] for node in range(10, 30))


@given(PLACES.flatmap(linked))
def test_columns_are_counted_without_a_break_and_belong_to_one_place(
    drawn: tuple[list[int], list[tuple[int, int]]],
) -> None:
    places, links = drawn
    columns = columns_of(places, links)
    assert set(columns) == set(range(max(columns) + 1))
    by_column = {column: {places[node] for node, its in enumerate(columns) if its == column} for column in columns}
    assert all(len(held) == 1 for held in by_column.values())
    assert [place for column in sorted(by_column) for place in by_column[column]] == sorted(
        place for held in by_column.values() for place in held
    )


@given(PLACES.flatmap(linked))
def test_the_same_nodes_and_links_get_the_same_columns(drawn: tuple[list[int], list[tuple[int, int]]]) -> None:
    assert columns_of(*drawn) == columns_of(*drawn)
