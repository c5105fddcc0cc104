"""Waivers in comments: read wherever they are comments, beside their elements, and the same as listed ones from then on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.errors import StackError
from stackaudit.load import load_files, load_text
from stackaudit.load.comments import FORM
from stackaudit.load.waivers import MARKER
from stackaudit.outputs.formats import FORMATS
from stackaudit.outputs.terminal import audit_lines
from stackaudit.source import read

HEAD = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\n"
W = "# stackaudit: waive STK-06 until 2027-03-31 owner head of ops: replaced in May"
SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"


def waived(text):
    return [(one.rule, one.element) for one in load_text(HEAD + text).waivers]


def refused(text):
    with pytest.raises(StackError) as caught:
        load_text(HEAD + text)
    return [f"{problem.place}: {problem.message} ({problem.hint})" for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        (f"tools:\n  a: {{owner: none}}  {W}\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  {W}\n  a: {{owner: none}}\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  # it goes in May\n  {W}\n  # so it is\n  a: {{owner: none}}\n", "tools.a"),
        (f"tools:\n  a:  {W}\n    owner: none\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  a:\n    owner: none  {W}\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  a:\n    {W}\n    owner: none\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  a:\n    owner: none\n  {W}\n  b: {{}}\n", "tools.b"),
        (f"tools:\n  a: {{owner: none,\n      {W}\n      sends: none}}\n  b: {{}}\n", "tools.a"),
        (f"tools:\n  a: {{owner: none,\n      sends: none}}  {W}\n  b: {{}}\n", "tools.a"),
        (f"tools:  {W}\n  a: {{}}\n", "tools"),
        (f"tools: {{a: {{}}}}  {W}\n", "tools.a"),
        (f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{from: a, to: b}}  {W}\n", "flows.a->b"),
        (f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  {W}\n  - from: a\n    to: b\n", "flows.a->b"),
        (f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - from: a\n    to: b  {W}\n  - {{from: b, to: a}}\n", "flows.a->b"),
        (f"tools: {{a: {{}}, b: {{}}}}\ngaps:\n  - {{signal: opt_out, from: a, to: b}}  {W}\n", "gaps.opt_out:a->b"),
        (f"tracking_plan: none  {W}\n", "tracking_plan"),
        (f"consent:\n  {W}\n  note: x\n", "consent"),
        (f"roadmap:\n  items:\n    x: {{}}  {W}\n", "roadmap.items.x"),
        (f"roadmap:\n  items:\n    x: {{}}\n  note: soon  {W}\n", "roadmap"),
        (f"data_classes:\n  {W}\n  user.shoe_size: {{}}\n", "data_classes.user.shoe_size"),
        (f"tools: &t\n  a: &a {{owner: none}}\n  b: *a  {W}\n", "tools.b"),
        (f"tools:\n  a:\n    note: |  {W}\n      # text\n", "tools.a"),
        (f"tools:\n  a:\n    note: |\n      text\n    {W}\n    owner: none\n", "tools.a"),
        (f"tools:\r\n  a: {{owner: none}}  {W}\r\n", "tools.a"),
    ],
)  # fmt: skip
def test_it_belongs_to_the_element_that_it_stands_beside(text, element):
    assert waived(text) == [("STK-06", element)]


def test_beside_the_head_it_is_for_the_stack():
    stack = load_text(f"{W.replace('STK-06', 'PRO-01')}\n{HEAD}")
    assert [(one.rule, one.element) for one in stack.waivers] == [("PRO-01", "stack")]


@pytest.mark.parametrize(
    "text",
    [
        f'tools:\n  a: {{note: "x {W}"}}\n',
        f"tools:\n  a: {{note: 'x\n      {W}'}}\n",
        f"tools:\n  a:\n    note: |\n      x\n      {W}\n",
        f"tools:\n  a:\n    note: >-\n\n      {W}\n      x\n",
        "tools:\n  a: {note: x# stackaudit waive STK-06}\n",
        "tools: {a: {}}  # stackaudit: 1\n",
        "tools: {a: {}}  # stackaudit is our linter\n",
        "tools: {a: {}}  # see stackaudit: waive\n",
    ],
)
def test_what_is_no_comment_to_us_is_none(text):
    assert waived(text) == []


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("# stackaudit: ignore STK-06", "5:20: a comment to stackaudit can only waive, found 'ignore'"),
        ("# stackaudit: wave STK-06 until 2027-01-31 owner x: y", "found 'wave' (did you mean 'waive'? # stackaudit"),
        ("# stackaudit: noqa", f"5:20: a comment to stackaudit can only waive, found 'noqa' ({FORM})"),
        ("# stackaudit:waive: x", "missing: rule, until, owner"),
        ("# stackaudit waive STK-06 until 2027-01-31 owner x: y", "5:6: a colon is missing after 'stackaudit'"),
        ("# stackaudit: waive STK-06", "missing: until, owner, reason, after a colon"),
        ("# stackaudit: waive STK-06 until 2027-01-31 owner: y", "missing: owner ("),
        ("# stackaudit: waive STK-06 until 2027-01-31 owner x:  ", "missing: reason, after a colon"),
        ("# stackaudit: waive STK-06, STK-07 until 2027-01-31 owner x: y", "5:34: expected one word for rule, found 'STK-07' too"),
        ("# stackaudit: waive STK-06 until soon owner x: y", "5:39: expected a day for until, found 'soon' (such as 2027-03-31)"),
        ("# stackaudit: waive STK-06 until 2027-02-30 owner x: y", "expected a day for until, found '2027-02-30'"),
        ("# stackaudit: waive STK-06 until 2027-02-20 owner ,: y", "expected from 1 to 20,000 characters"),
        (f"# stackaudit: waive STK-06 until 2027-02-20 owner x: {'y' * 20_001}", "expected from 1 to 20,000 characters"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_told_with_its_place_and_the_form(comment, told):
    (line,) = refused(f"tools:\n  a: {comment}\n    owner: none\n")
    assert told in line
    assert line.startswith("<text>:5:")


def test_words_may_change_places_and_have_commas():
    text = "tools:\n  a: {}  #stackaudit: waive STK-06, owner head of ops, until 2027-03-31: at 10:30, replaced: yes\n"
    (one,) = load_text(HEAD + text).waivers
    assert (one.owner, one.until.isoformat(), one.reason) == ("head of ops", "2027-03-31", "at 10:30, replaced: yes")


@pytest.mark.parametrize(
    "text",
    [
        f"tools:\n  {W}\n\n  a: {{}}\n",
        f"tools: {{a: {{}}}}\n{W}\n",
        f"questions:\n  - ask: Who?  {W}\n",
        f"tools:\n  a: {{}}\ndefaults: {{source: x}}  {W}\n",
        f"roadmap:\n  items:\n    x: {{}}\nreport:\n  client: x  {W}\n",
    ],
)
def test_beside_no_element_it_is_an_error(text):
    (line,) = refused(text)
    assert "this waiver stands beside no element (put it on a line of the element" in line


def test_beside_several_elements_it_is_an_error():
    (line,) = refused(f"tools: {{a: {{}}, b: {{}}, c: {{}}, d: {{}}}}  {W}\n")
    assert "beside several elements: 'tools.a', 'tools.b', 'tools.c' and more (give each a line of its own)" in line
    assert waived(f"tools: {{a: {{}}, b: {{note: x,\n  {W}\n  sends: none}}}}\n") == [("STK-06", "tools.b")]


def test_the_same_finding_is_waived_once():
    listed = "waivers:\n  - {rule: STK-06, element: tools.a, owner: x, reason: y, until: 2027-01-31}\n"
    (line,) = refused(f"tools:\n  a: {{}}  {W}\n{listed}")
    assert line.startswith("<text>:5:10: 'STK-06' is waived twice for 'tools.a': it is waived at <text>:7:5 too")
    (line,) = refused(f"tools: {{a: {{}}}}\n{listed}{listed.partition(chr(10))[2]}")
    assert line.startswith("<text>:7:5: 'STK-06' is waived twice for 'tools.a'")
    assert len(waived(f"tools:\n  {W}\n  {W.replace('STK-06', 'STK-12')}\n  a: {{}}\n")) == 2


def test_a_rule_that_there_is_not_is_told_at_its_word():
    stack = load_text(f"{HEAD}tools:\n  a: {{}}  {W.replace('STK-06', 'STK06')}\n", file="s.yaml")
    with pytest.raises(StackError) as caught:
        stackaudit.run(stack)
    (problem,) = caught.value.problems
    assert (str(problem.place), problem.hint) == ("s.yaml:5:30", "did you mean 'STK-06'?")
    assert "STK06" in problem.excerpt


def test_in_several_files_each_comment_stands_in_its_own(tmp_path):
    (tmp_path / "a.yaml").write_text(f"{HEAD}tools:\n  a: {{owner: none}}  {W}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"tools:  {W}\n  b:\n    {W}\n    owner: none\n", encoding="utf-8")
    stack = load_files([tmp_path], names=["s"])
    assert {one.element for one in stack.waivers} == {"tools.a", "tools", "tools.b"}
    places = {one.waiver.element: str(one.place) for one in stackaudit.run(stack, select=["STK-06"]).waivers}
    assert places == {"tools.a": "s/a.yaml:5:21", "tools": "s/b.yaml:1:9", "tools.b": "s/b.yaml:3:5"}


def test_every_output_has_it_as_it_has_a_listed_one():
    tools = "tools:\n  a: {owner: none}\n  b: {owner: none}\n"
    listed = "waivers:\n  - {rule: STK-06, element: tools.a, owner: head of ops, reason: replaced in May, until: 2027-03-31}\n"
    one, other = (
        stackaudit.run(load_text(HEAD + text), select=["STK-06"])
        for text in (tools.replace("a: {owner: none}", f"a: {{owner: none}}  {W}"), tools + listed)
    )
    assert [found.id for found in one.waived_findings] == ["STK-06:tools.a"]
    for name in ("junit", "github", "gitlab", "md"):
        assert FORMATS[name].render(one, "pinned") == FORMATS[name].render(other, "pinned"), name
    assert list(audit_lines(one, lambda text, **_: text)) == list(audit_lines(other, lambda text, **_: text))
    made, said = (json.loads(audit.to_json())["waivers"][0] for audit in (one, other))
    assert (made.pop("origin"), said.pop("origin")) == ("comment", "waivers")
    assert (made.pop("place")["line"], said.pop("place")["line"]) == (5, 8)
    assert made == said
    (result,) = [
        found
        for found in json.loads(FORMATS["sarif"].render(one, "pinned"))["runs"][0]["results"]
        if "suppressions" in found
    ]
    assert result["suppressions"][0]["location"]["physicalLocation"]["region"]["startLine"] == 5
    over = stackaudit.run(
        load_text(HEAD + tools.replace("b:", f"b:  {W.replace('2027', '2026')}\n   ")), select=["STK-06"]
    )
    assert "was over on 2026-03-31; what it covered counts again" in "\n".join(
        audit_lines(over, lambda text, **_: text)
    )
    assert stackaudit.run(load_text(HEAD + tools.replace("a:", f"a:  {W}\n   ")), waive=False).waivers == ()


@settings(deadline=None, max_examples=60)
@given(
    st.recursive(
        st.text(st.sampled_from("ab #:\n'\"|>-"), max_size=12) | st.just(W) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b c", "#d"]), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    st.sampled_from([None, False, True]),
    st.sampled_from([20, 80, 1000]),
)
def test_text_of_the_user_is_never_taken_for_a_comment(data, flow, width):
    """Whatever a scalar holds, however it is written; and a comment between the lines is always found."""
    text = yaml.dump({"x": data}, Dumper=yaml.CSafeDumper, default_flow_style=flow, width=width)
    (document,) = read(text.encode(), file="t").documents
    assert document.comments(MARKER) == []
    (document,) = read(f"{W}\n{text}{W}\n".encode(), file="t").documents
    assert [one.text for one in document.comments(MARKER)] == [W, W]


def test_a_comment_at_any_line_of_the_samples_is_found_unless_it_is_text():
    text = (SAMPLES / "red_flags.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    marked = "\n".join(f"{line}\n{W}" if line[:1].isalpha() or not line else line for line in lines)
    (document,) = read(marked.encode(), file="t").documents
    assert len(document.comments(MARKER)) == marked.count(W) > 10


def test_what_is_wrong_elsewhere_is_told_beside_it():
    told = refused(f"tools:\n  a: {{}}  {W}\nwaivers: {{rule: x}}\n")
    assert any("expected waivers" in line or "expected a list" in line for line in told)
    told = refused(f"tools:\n  a: {{}}  {W}\n  b: 7\nwaivers: [7]\n")
    assert len(told) == 2


@pytest.mark.no_cover
def test_ten_thousand_comments_are_read_in_a_moment():
    many = "".join(f"  {W}\n" for _ in range(10_000))
    with pytest.raises(StackError) as caught:
        load_text(f"{HEAD}tools:\n{many}  a: {{}}\n")
    assert len(caught.value.problems) == 9_999
