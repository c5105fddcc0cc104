"""JSON on one line, put together from what is quoted already: the same text as written at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stackaudit.outputs.compact import Lists, Quoted, compact, compact_fields, lines

TEXTS = st.lists(st.text(), max_size=4)


@given(st.fixed_dictionaries({"id": st.text(), "found": TEXTS, "left": st.booleans() | st.none(), "clear": TEXTS}))
def test_fields_that_are_put_together_read_as_written_at_once(held):
    quoted, lists = Quoted(), Lists()
    for listed in (quoted.listed, lists.listed, quoted.listed, lists.listed):
        assert compact_fields(held, ("found", "clear"), listed) == compact(held)


def test_a_list_is_written_by_whoever_is_asked():
    assert "".join(lines([1, 2], "", lambda one: f"<{one}>")) == "[\n  <1>,\n  <2>\n]"
    assert "".join(lines([], "")) == "[]"
