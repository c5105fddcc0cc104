"""Text of the user in Markdown comes out as it is: held against a parser of Markdown as browsers see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.outputs.markdown import code, code_in_table, escaped


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain words, and 12.5 %", "Plain words, and 12.5 %"),
        ("<script>alert(1)</script>", "\\<script\\>alert\\(1\\)\\</script\\>"),
        ("[a](javascript:x)", "\\[a\\]\\(javascript\\:x\\)"),
        ("@everyone #12 *loud*", "\\@everyone \\#12 \\*loud\\*"),
        ("two\nlines", "two lines"),
        ("a|b", "a\\|b"),
    ],
)
def test_markup_is_shown_not_done(text, written):
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("text", "written"), [("a.b", "`a.b`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("``", "``` `` ```")]
)
def test_code_is_fenced_by_more_backticks_than_it_holds(text, written):
    assert code(text) == written


@given(st.text(max_size=80))
def test_nothing_opens_a_line_or_a_tag(text):
    for line in (escaped(text), code(text)):
        assert "\n" not in line
        assert "\r" not in line
    bare = escaped(text).replace("\\\\", "")
    assert all(f"\\{sign}" in bare or sign not in bare for sign in "<[*`")


def test_a_bar_in_a_cell_ends_no_cell():
    assert code_in_table("a|b.yaml:3") == "`a\\|b.yaml:3`"
