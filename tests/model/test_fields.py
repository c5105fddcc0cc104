"""Every field of the model says what it means, asks for it if it is a fact, and shows how it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from stackaudit.load import load_data
from stackaudit.model import elements as e
from stackaudit.model import report as r
from stackaudit.model.fields import FieldFacts, facts_of
from stackaudit.model.shapes import may_be_unknown
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name, yaml_name
from stackaudit.source import read

# What the examples refer to.
TOOLS = "hubspot salesforce customerio zapier warehouse looker suppression crm impartner marketo"
NAMED: dict[str, Any] = {
    "stackaudit": 1,
    "as_of": "2026-11-22",
    "teams": {"marketing": {}, "sales": {}},
    "people": {"analyst": {}, "engineer": {}, "crm_manager": {}},
    "goals": {"retention": {}},
    "tools": {name: {} for name in TOOLS.split()},
    "metrics": {"pipeline": {}},
}
NEEDED: dict[type[BaseModel], dict[str, Any]] = {
    e.Flow: {"from": "hubspot", "to": "crm"},
    e.Gap: {"signal": "opt_out", "from": "hubspot", "to": "crm"},
    e.Question: {"ask": "Who pays?"},
    e.PlannedAction: {"mends": ["tools.hubspot"]},
    e.Money: {"amount": 1, "currency": "usd"},
    e.Versions: {"value": "1w"},
}
PARTS = {
    e.Company: lambda one: {"company": one},
    e.Roadmap: lambda one: {"roadmap": one},
    e.RoadmapItem: lambda one: {"roadmap": {"items": {"x": one}}},
    e.TrackingPlan: lambda one: {"tracking_plan": one},
    e.StackMap: lambda one: {"stack_map": one},
    e.Strategy: lambda one: {"strategy": one},
    e.Capacity: lambda one: {"capacity": one},
    e.Consent: lambda one: {"consent": one},
    e.DataQuality: lambda one: {"data_quality": one},
    e.OwnCapability: lambda one: {"capabilities": {"x": one}},
    e.OwnProduct: lambda one: {"products": {"x": one}},
    e.DataClass: lambda one: {"data_classes": {"x": one}},
    e.Question: lambda one: {"questions": [one]},
    r.ReportSettings: lambda one: {"report": one},
    r.Colours: lambda one: {"report": {"colours": one}},
    r.Fonts: lambda one: {"report": {"fonts": one}},
    e.Flow: lambda one: {"flows": [one]},
    e.Gap: lambda one: {"gaps": [one]},
    e.Money: lambda one: {"tools": {**NAMED["tools"], "x": {"cost": one}}},
    e.Monitoring: lambda one: {"tools": {**NAMED["tools"], "x": {"monitored": one}}},
    e.Contract: lambda one: {"tools": {**NAMED["tools"], "x": {"contract": one}}},
    e.Credential: lambda one: {"flows": [{"from": "hubspot", "to": "crm", "credential": one}]},
    e.Retention: lambda one: {"tools": {**NAMED["tools"], "x": {"retention": one}}},
    e.AiFeatures: lambda one: {"tools": {**NAMED["tools"], "x": {"ai_features": one}}},
    e.Seats: lambda one: {"tools": {**NAMED["tools"], "x": {"seats": one}}},
    e.Security: lambda one: {"tools": {**NAMED["tools"], "x": {"security": one}}},
    e.OptOutPage: lambda one: {"tools": {**NAMED["tools"], "x": {"opt_out_page": one}}},
    e.Texts: lambda one: {"tools": {**NAMED["tools"], "x": {"texts": one}}},
    e.Usage: lambda one: {"tools": {**NAMED["tools"], "x": {"usage": one}}},
    e.SendingDomain: lambda one: {**NAMED, "sending_domains": {"news.fernhill.example": one}},
    e.Versions: lambda one: {"flows": [{"from": "hubspot", "to": "crm", "disputed": {"every": [one]}}]},
    Stack: lambda one: one,
}
MODELS: list[type[BaseModel]] = [*dict.fromkeys([*KINDS.values(), *PARTS])]
FIELDS = [(model, name) for model in MODELS for name in model.model_fields if name != "id"]


def holding(model: type[BaseModel], part: dict[str, Any]) -> dict[str, Any]:
    """A stack that holds a part of this model."""
    if model in PARTS:
        return {**NAMED, **PARTS[model](part)}
    collection = next(COLLECTIONS[kind] for kind, held in KINDS.items() if held is model)
    return {**NAMED, collection: {**NAMED.get(collection, {}), "x": part}}


def example_of(model: type[BaseModel], name: str) -> Any:
    """The example of a field as a value."""
    document = read(f"value: {facts_of(model, name).example}".encode(), file="example").documents[0]
    assert isinstance(document.data, dict)
    return document.data["value"]


def named(value: Any) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=named)
def test_every_field_has_a_description_and_an_example_and_every_fact_a_question(model, name) -> None:
    facts = facts_of(model, name)
    assert facts.description.endswith(".")
    assert facts.example
    assert facts.record or facts.ask.endswith("?")


@pytest.mark.parametrize(("model", "name"), [one for one in FIELDS if one[1] != "disputed"], ids=named)
def test_the_example_of_a_field_loads(model, name) -> None:
    written = yaml_name(name)
    part = {**NEEDED.get(model, {}), written: example_of(model, name)}
    if written == "between":
        del part["from"], part["to"]
    load_data(holding(model, part))


def test_the_example_of_a_dispute_loads_with_a_flow() -> None:
    stack = load_data(holding(e.Flow, {**NEEDED[e.Flow], "disputed": example_of(e.Flow, "disputed")}))
    assert stack.flows["hubspot->crm"].every == "unknown"


@pytest.mark.parametrize(
    ("model", "name"),
    [one for one in FIELDS if not facts_of(*one).record and one not in {(Stack, "company"), (e.Roadmap, "items")}],
    ids=named,
)
def test_a_fact_can_be_unknown(model, name) -> None:
    assert may_be_unknown(model, yaml_name(name))


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=named)
def test_what_a_field_refers_to_is_a_collection(model, name) -> None:
    own = {"capabilities", "products", "data_classes"}
    assert set(facts_of(model, name).refers_to) <= {*COLLECTIONS.values(), *own}


def test_a_field_without_facts_of_its_own_is_a_record_field() -> None:
    described = "The key under which the element stands; for a flow `id`, else `from->to`."
    assert facts_of(e.Tool, "id") == FieldFacts(described, "", "", record=True, refers_to=())


def test_a_fact_a_record_and_an_identity_are_told_apart() -> None:
    assert facts_of(e.Tool, "owner") == FieldFacts(
        "Who answers for its use, cost and data.",
        "Who is accountable for this tool's use, cost and data?",
        "marketing",
        record=False,
        refers_to=("people", "teams"),
    )
    assert facts_of(e.Tool, "part_of").record
    assert facts_of(e.Tool, "part_of").refers_to == ("tools",)
    assert facts_of(e.Gap, "signal").record
    assert e.Gap.model_fields["signal"].is_required()


@pytest.mark.parametrize(("python", "written"), [("from_", "from"), ("to", "to"), ("as_of", "as_of")])
def test_a_python_name_and_the_name_in_the_file_lead_to_each_other(python, written) -> None:
    assert yaml_name(python) == written
    assert field_name(written) == python
