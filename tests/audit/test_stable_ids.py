"""Ids of findings: they stay while rule and elements do, wherever these stand, and change when one of them does."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.load import load_data, load_files, load_text
from stackaudit.outputs.formats import FORMATS

STACK = yaml.safe_load("""\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows, metrics]
company: {name: Northwind Outfitters, regions: [us, de], contacts: 1200000}
teams:
  marketing: {function: marketing}
  success: {function: customer_success}
tools:
  hubspot: {product: hubspot-marketing-hub, owner: marketing, teams: [marketing], sends: [email], captures_opt_out: [email]}
  customerio: {product: customer-io, owner: success, teams: [success], sends: [email], captures_opt_out: [email]}
  splitter: {name: Splitter, built: in_house, capabilities: [experimentation, feature_flags], owner: none}
  spare: {name: Spare, owner: none}
flows:
  - {from: hubspot, to: customerio, method: csv_manual, every: 1w, takes: 8d, carries: [user.contact.email], signals: [opt_out]}
  - {from: splitter, to: hubspot, method: csv_manual, every: 1w}
processes:
  segmentation: {method: csv_upload, operators: [analyst]}
  triage: none
communications: {board: {kind: board}}
tracking_plan: none
metrics:
  newsletter_opens: {kind: open_rate, used_as: kpi, scope: lifecycle}
  clicks: {kind: click_rate, used_as: kpi, scope: lifecycle}
""")
PARTS = ("company", "teams", "tools", "flows", "processes", "communications", "metrics")
FEW = settings(max_examples=12, deadline=None)


def ids(stack):
    return {finding.id for finding in stackaudit.run(stack).findings}


BEFORE = ids(load_data(STACK))


def shuffled(draw, value):
    """The same data in another order, where order means nothing."""
    if isinstance(value, dict):
        return {key: shuffled(draw, value[key]) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shuffled(draw, one) for one in draw(st.permutations(value))]
    return value


def test_there_are_enough_of_them_to_tell():
    assert len(BEFORE) > 20
    assert len({one.partition(":")[0] for one in BEFORE}) > 15


@FEW
@given(st.data())
def test_they_survive_another_order_and_another_format(data):
    held = shuffled(data.draw, STACK)
    text = json.dumps(held, default=str, indent=data.draw(st.sampled_from([None, 1, 4])))
    if data.draw(st.booleans()):
        flow = data.draw(st.sampled_from([None, False, True]))
        text = "# a comment\n\n" + yaml.dump(held, Dumper=yaml.CSafeDumper, sort_keys=False, default_flow_style=flow)
    assert ids(load_text(text)) == BEFORE


@FEW
@given(st.data())
def test_they_survive_moving_elements_between_files_and_renaming_these(data):
    parts = [dict[str, object](stackaudit=1, as_of=STACK["as_of"], complete=STACK["complete"]), {}, {}]
    parts[data.draw(st.integers(0, 2))]["tracking_plan"] = STACK["tracking_plan"]
    for name in PARTS:
        held = STACK[name]
        for one in held if isinstance(held, list) else held.items():
            part = parts[data.draw(st.integers(0, 2))]
            if isinstance(held, list):
                part.setdefault(name, []).append(one)
            else:
                part.setdefault(name, {})[one[0]] = one[1]
    names = data.draw(st.permutations(["a.yaml", "b c.yaml", "ü.yaml", "stack.yml"]))
    with TemporaryDirectory() as folder:
        for name, part in zip(names, parts, strict=False):
            (Path(folder) / name).write_text(
                yaml.dump(part, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8"
            )
        assert ids(load_files([folder])) == BEFORE


@FEW
@given(
    st.sampled_from(["tools", "teams", "people", "reports"]),
    st.sets(st.from_regex(r"extra_[a-z0-9_]{1,8}", fullmatch=True), min_size=1, max_size=3),
)
def test_they_survive_elements_that_have_nothing_to_do_with_them(kind, added):
    blank = {"tools": {}, "teams": {"function": "sales"}, "people": {}, "reports": {}}[kind]
    more = {**STACK, kind: {**dict.fromkeys(sorted(added), blank), **STACK.get(kind, {})}}
    assert ids(load_data(more)) >= BEFORE


@pytest.mark.parametrize("old", ["hubspot", "customerio", "splitter", "spare"])
def test_they_change_with_their_elements(old):
    text = yaml.dump(STACK, Dumper=yaml.CSafeDumper).replace("product: hubspot-", "product: HUBSPOT-")
    renamed = load_text(text.replace(old, "zzz").replace("product: HUBSPOT-", "product: hubspot-").replace(
        "product: zzz", f"product: {old}"
    ))  # fmt: skip
    kept = {one for one in BEFORE if old not in one}
    now = ids(renamed)
    assert kept <= now
    assert len(now) == len(BEFORE)
    assert not any(old in one for one in now)


def test_they_change_with_the_rule_and_each_names_its_own():
    for finding in stackaudit.run(load_data(STACK)).findings:
        assert finding.id.startswith(f"{finding.rule}:{'' if len(finding.elements) > 1 else finding.elements[0]}")


def test_the_fingerprints_of_other_tools_go_with_them():
    audit = stackaudit.run(load_data(STACK))
    results = json.loads(FORMATS["sarif"].render(audit, "pinned"))["runs"][0]["results"]
    prints = {one["properties"]["id"]: one["partialFingerprints"]["stackauditFinding/v1"] for one in results}
    assert set(prints) == BEFORE
    assert len(set(prints.values())) == len(BEFORE)
