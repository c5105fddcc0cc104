"""What holds of the difference between any two stacks."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.audit import Audit, audit_stack
from stackaudit.audit.difference import difference
from stackaudit.audit.difference.elements import ElementKind
from stackaudit.audit.difference.findings import Kind
from stackaudit.audit.difference.opt_out_times import Trend
from stackaudit.load import load_data

GONE = {Kind.MENDED, Kind.REMOVED, Kind.REPLACED, Kind.OPEN}
MIRRORED = {
    Kind.WORSE: {Kind.BETTER},
    Kind.BETTER: {Kind.WORSE},
    Kind.CHANGED: {Kind.CHANGED},
    Kind.NEW: GONE,
    **{kind: {Kind.NEW} for kind in GONE},
}
TURNED = {
    ElementKind.ADDED: ElementKind.REMOVED,
    ElementKind.REMOVED: ElementKind.ADDED,
    ElementKind.CHANGED: ElementKind.CHANGED,
}
BACK = {Trend.GREW: Trend.SHRANK, Trend.SHRANK: Trend.GREW, Trend.CHANGED: Trend.CHANGED}

TOOLS = ("crm", "mailer", "shop")


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


tool = optional(
    owner=st.sampled_from(["marketing", "sales", "none", "unknown"]),
    status=st.sampled_from(["active", "retired", "unknown"]),
    sends=st.sampled_from(["none", ["email"], ["sms", "email"], ["email", "more"]]),
    captures_opt_out=st.sampled_from(["none", ["email"], "unknown"]),
    stores=st.sampled_from(["none", ["user.contact.email"], ["user.name", "user.contact"]]),
    built=st.sampled_from(["vendor", "in_house"]),
)
flow = optional(
    method=st.sampled_from(["api", "csv_manual"]),
    every=st.sampled_from(["1d", "1w", "on_event"]),
    takes=st.sampled_from(["1h", "8d", "unknown"]),
    carries=st.sampled_from(["none", ["user.contact.email"], ["user.name", "more"]]),
    signals=st.sampled_from(["none", ["opt_out"], ["opt_out:email"], "unknown"]),
)
ends = st.sampled_from([(one, other) for one in TOOLS for other in TOOLS if one != other])


@st.composite
def stacks(draw: st.DrawFn) -> dict[str, Any]:
    """A stack of three tools, as plain data."""
    tools = {name: draw(tool) for name in TOOLS}
    flows = draw(st.dictionaries(ends, flow, max_size=4))
    return {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "complete": draw(st.sampled_from([[], ["tools"], ["tools", "flows"], ["flows", "tools"]])),
        "teams": {"marketing": {}, "sales": {}},
        "tools": tools,
        "flows": [{"from": one, "to": other, **said} for (one, other), said in flows.items()],
        **draw(
            optional(tracking_plan=st.just("none"), processes=st.sampled_from([{"triage": "none"}, {"triage": {}}]))
        ),
    }


def audited(data: dict[str, Any]) -> Audit:
    return audit_stack(load_data(data), select=["GRA-01", "GRA-02", "GRA-03", "TEC", "STK-06", "PRO-01", "MEA-03"])


def shuffled(data: Any, chance: Random) -> Any:
    """The same data with keys, and items of lists, in another order."""
    if isinstance(data, dict):
        items = [(key, shuffled(value, chance)) for key, value in data.items()]
        return dict(chance.sample(items, len(items)))
    if isinstance(data, list) and "more" not in data:  # which stands last
        return [shuffled(item, chance) for item in chance.sample(data, len(data))]
    return data


@settings(max_examples=15)
@given(stacks(), st.randoms(use_true_random=False))
def test_a_stack_does_not_differ_from_itself_in_any_order(data, chance):
    made = difference(audited(data), audited(shuffled(data, chance)))
    assert made.is_empty
    assert made.unchanged == len(made.new.found)


@settings(max_examples=25)
@given(stacks(), stacks())
def test_a_difference_mirrors_the_one_the_other_way_round(one, other):
    old, new = audited(one), audited(other)
    there, back = difference(old, new), difference(new, old)
    turned = {change.id: change for change in back.findings}
    assert {change.id for change in there.findings} == set(turned)
    for change in there.findings:
        mirrored = turned[change.id]
        assert (change.before, change.after) == (mirrored.after, mirrored.before)
        assert mirrored.kind in MIRRORED[change.kind]
    assert there.unchanged == back.unchanged
    assert {
        (TURNED[change.kind], change.path, tuple((fact.field, fact.after, fact.before) for fact in change.facts))
        for change in there.elements
    } == {
        (change.kind, change.path, tuple((fact.field, fact.before, fact.after) for fact in change.facts))
        for change in back.elements
    }
    assert {(change.data_class, change.tool, change.after, change.before, change.path) for change in there.reach} == {
        (change.data_class, change.tool, change.before, change.after, change.path) for change in back.reach
    }
    assert {
        (change.place, change.sender, change.after, change.before, BACK[change.trend]) for change in there.opt_outs
    } == {(change.place, change.sender, change.before, change.after, change.trend) for change in back.opt_outs}
    closed = (*there.questions.answered, *there.questions.dropped)
    assert {path for one in closed for path in one.paths} == {
        path for one in back.questions.opened for path in one.paths
    }
    assert {change.rule: round(change.points, 6) for change in there.score.moves} == {
        change.rule: round(-change.points, 6) for change in back.score.moves
    }
    assert there.is_empty == back.is_empty
