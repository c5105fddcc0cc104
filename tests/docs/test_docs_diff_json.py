"""The page on diff.json names exactly the keys that a real comparison has, and its schema holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

import stackaudit
from stackaudit.outputs.difference.json import FORMAT

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "reference" / "diff.schema.json").read_text(encoding="utf-8"))
FROZEN = json.loads((ROOT / "tests" / "schemas" / f"diff-{FORMAT}.json").read_text(encoding="utf-8"))


TOOLS = {
    "crm": {"sends": "none", "captures_opt_out": ["email"], "stores": ["user.contact.email"]},
    "mailer": {"sends": ["email"], "captures_opt_out": "none"},
}
FLOW = {"from": "crm", "to": "mailer", "signals": ["opt_out"]}
HEAD = {"stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools", "flows"], "tools": TOOLS}
QUICK = {**HEAD, "flows": [{**FLOW, "method": "api", "every": "1d", "takes": "1h", "carries": "none"}]}
SLOW = {
    **HEAD,
    "flows": [{**FLOW, "method": "csv_manual", "every": "2w", "takes": "8d", "carries": ["user.contact.email"]}],
}


def strict(schema):
    """The same schema, in which no object has a key that is not described."""
    text = json.dumps(schema)
    made = re.sub(r'("type": "object", "properties")', r'"additionalProperties": false, \1', text)
    assert made.count("additionalProperties") > text.count("additionalProperties")
    return json.loads(made)


@pytest.fixture(scope="module")
def samples():
    audits = [stackaudit.run(ROOT / "sample_stacks" / f"{name}.yaml") for name in ("red_flags", "healthy")]
    pairs = [*((old, new) for old in audits for new in audits), (QUICK, SLOW), (SLOW, QUICK)]
    return [json.loads(stackaudit.diff(old, new).to_json()) for old, new in pairs]


@pytest.mark.no_cover
def test_every_comparison_has_the_keys_that_the_page_names_and_no_other(samples):
    validator = jsonschema_rs.validator_for(strict(SCHEMA))
    for data in samples:
        validator.validate(data)
    lists = ("findings", "elements", "reach", "opt_outs")
    assert all(any(data[name] for data in samples) for name in lists), "a kind of object is not looked at"
    assert any(data["questions"]["opened"] for data in samples)


@pytest.mark.parametrize(
    ("key", "wrong"), [("format", 2), ("failing", [1]), ("findings", None), ("fail_on", "P6"), ("notes", "x")]
)
def test_the_schema_refuses_another_shape(samples, key, wrong):
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert validator.is_valid(samples[1])
    assert not validator.is_valid({**samples[1], key: wrong})
    assert not validator.is_valid({name: held for name, held in samples[1].items() if name != key})


def test_nothing_that_a_reader_of_this_format_relies_on_has_gone_or_changed():
    """What is added breaks nobody. Anything else needs a new number of the format, and then a new frozen shape."""
    for kind, keys in FROZEN.items():
        now = (SCHEMA if kind == "difference" else SCHEMA["$defs"][kind])["properties"]
        for key, held in keys.items():
            assert {word: part for word, part in now[key].items() if word != "description"} == held, f"{kind}.{key}"
