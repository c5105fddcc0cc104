"""The JSON Schema: what loads fits it, and what an editor can see is wrong does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from stackaudit.load import load_text
from stackaudit.model.schema import stack_schema
from stackaudit.source import read

ROOT = Path(__file__).parents[2]
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
SCHEMA = stack_schema()
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def plain(value: Any) -> Any:
    """A value as an editor sees it: dates are text to it."""
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def wrong(text: str) -> list[str]:
    """Where the schema finds a mistake."""
    document = read(text.encode(), file="stack.yaml").documents[0]
    return [".".join(map(str, error.instance_path)) for error in VALIDATOR.iter_errors(plain(document.data))]


def test_the_schema_is_a_schema() -> None:
    assert jsonschema_rs.meta.validate(SCHEMA) is None
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "A marketing stack, as stackaudit reads it"


def test_it_is_made_anew_each_time() -> None:
    assert stack_schema() == SCHEMA
    assert stack_schema() is not SCHEMA


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "sample_stacks").glob("*.yaml")), ROOT / "src/stackaudit/cli/starter.yaml"],
    ids=lambda path: path.stem,
)
def test_every_sample_fits(path) -> None:
    assert wrong(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "tools: none\n",
        "tools: []\n",
        "tools:\n",
        "flows: none\n",
        "flows: []\n",
        "flows:\n",
        "gaps: none\n",
        "complete:\ndefaults:\nquestions:\ncompany:\nreport:\n",
        "capabilities:\nproducts:\ndata_classes:\n",
        "tools: {a: }\nteams: {b: }\nprocesses: {intake: , triage: none, segmentation: unknown}\n",
        "capabilities: {swag: }\nroadmap: {items: {x: }}\n",
        "roadmap: none\ntracking_plan: unknown\nstack_map: none\nsystems_of_record: none\n",
        "tools: {a: {}}\nsystems_of_record: {contact: {email: a, '*': unknown}, account: a}\n",
        "tools: {a: {monitored: no, runbook: Yes, sends: {email: [service], sms: none}}}\n",
        "tools: {a: {cost: {amount: 0.5, currency: EUR}, captures_opt_out: [email, more]}}\n",
        "tools: {a: {end_of_life: 2026-06-30, disputed: {owner: [{value: none}]}}}\n",
        "company: {regions: [US, eu, APAC, more], contacts: unknown}\n",
        "tools: {a: {}, b: {}}\nflows: [{id: x, from: a, to: b, every: [mon]}, {between: [a, b], every: 0 6 * * 1}]\n",
        "defaults: {source: x, tools: {built: vendor}, flows: {from: a}}\n",
        "capture_points: {p: {captures: [opt_out, more], channel: [email, more]}}\n",
    ],
)
def test_what_loads_fits(text) -> None:
    load_text(HEAD + text)
    assert wrong(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("tolls: {}\n", ""),
        ("tools: {a: {ownr: x}}\n", "tools"),
        ("tools: {none: {}}\n", "tools"),
        ("tools: {a b: {}}\n", "tools"),
        ("roadmap: {items: {more: {}}}\n", "roadmap"),
        ("tools: {a: {status: retird}}\n", "tools"),
        ("tools: {a: {cost: {amount: -1, currency: eur}}}\n", "tools"),
        ("tools: {a: {cost: {amount: 1, currency: euro}}}\n", "tools"),
        ("tools: {a: {end_of_life: soon}}\n", "tools"),
        ("tools: {a: {monitored: 1}}\n", "tools"),
        ("tools: {a: {disputed: {name: [{value: x}]}}}\n", "tools"),
        ("tools: {a: {id: b}}\n", "tools"),
        ("flows: [{from: a}]\n", "flows"),
        ("flows: [{from: a, to: b, between: [a, b]}]\n", "flows"),
        ("flows: [{id: none, from: a, to: b}]\n", "flows"),
        ("flows: {a: {from: a, to: b}}\n", "flows"),
        ("gaps: [{from: a, to: b}]\n", "gaps"),
        ("questions: [{ask: Who?, id: x}]\n", "questions"),
        ("company: {regions: [ue]}\n", "company"),
        ("defaults: {sorce: x}\n", "defaults"),
        ("defaults: {flows: {disputed: {}}}\n", "defaults"),
        ("complete: [tols]\n", "complete"),
    ],
)
def test_what_an_editor_can_see_is_wrong_does_not_fit(text, where) -> None:
    assert wrong(HEAD + text) == [where]


def test_another_version_does_not_fit() -> None:
    assert wrong("stackaudit: 2\nas_of: 2026-11-22\n") == ["stackaudit"]
    assert wrong("stackaudit: 1\n") == [""]


def test_a_field_shows_its_meaning_its_question_and_an_example() -> None:
    assert SCHEMA["$defs"]["Tool"]["properties"]["terms"] == {
        "anyOf": [
            {"enum": ["unknown", "none"], "type": "string"},
            {"$ref": "#/$defs/Terms"},
            {"type": "null"},
        ],
        "description": "On what terms the vendor holds personal data.\n\n"
        "On what terms does this vendor hold personal data: is an agreement signed?\n\n"
        "Example: `dpa`",
    }
    assert SCHEMA["$defs"]["Money"]["properties"]["per"] == {
        "default": "year",
        "description": "For which time.\n\nExample: `year`",
        "enum": ["year", "month", "once"],
        "type": "string",
    }


def test_built_in_words_are_offered_where_the_company_may_add_its_own() -> None:
    items = SCHEMA["$defs"]["Flow"]["properties"]["carries"]["anyOf"][0]["items"]["anyOf"]
    assert items[0]["enum"][:2] == ["user", "user.name"]
    assert items[0]["enum"][-1] == "more"
    assert items[1] == {"maxLength": 300, "minLength": 1, "type": "string"}


def test_nothing_of_the_projects_own_keywords_is_left() -> None:
    assert "x-ask" not in str(SCHEMA)
    assert "x-record" not in str(SCHEMA)
    assert "x-refers-to" not in str(SCHEMA)
