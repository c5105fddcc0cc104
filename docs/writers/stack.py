"""The page on the stack file: every element and every field, read from the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel
from writers.markdown import code, heading_note, prose, table
from writers.types import heading_of, models_in, type_of

from stackaudit.load.prepare import LISTS
from stackaudit.model.elements import Element, Flow
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, Stack, yaml_name

__all__ = ["stack_page"]

_INTRODUCTION: Final = """
# The stack file

A stack file is one YAML document. This page lists what may stand in it. Every key is checked: an unknown one is an error, with
file, line, column and a suggestion. So is an id that leads nowhere. The words that a field may hold are in
[vocabularies](vocabularies.md); the same as a [JSON Schema](stack.schema.json) makes an editor complete them.

The smallest file that loads:

```yaml
stackaudit: 1
as_of: 2026-11-22
```

A small one:

```yaml
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind Outfitters, regions: [us, de], contacts: 1200000}
teams:
  marketing: {function: marketing}
tools:
  hubspot: {product: hubspot-marketing-hub, owner: marketing, sends: [email], captures_opt_out: [email]}
  warehouse: {name: Data warehouse, capabilities: [warehouse], built: vendor}
flows:
  - {from: hubspot, to: warehouse, method: etl, every: 1d, takes: 1h, carries: [user.contact.email]}
processes:
  triage: none
```

## What may stand in any field

- **Nothing.** A fact that is left out is one that nobody has asked for. It is neither good nor bad; where a rule needs it, it
  becomes a question.
- **`unknown`.** Somebody has asked, and the company cannot say. No rule takes it for an answer.
- **`none`**, `[]` or `false`. There is none: a stated absence, which is an answer.
- **`more`** at the end of a list. The list names only some of its items: `carries: [page_view, more]`. A list without it is whole.

`unknown`, `none` and `more` are reserved and cannot be ids.

An id is a key of its mapping, with letters, digits, `_`, `-` and `.`, at most 100 of them. The same key twice is an error. The id of
a flow is its `id`, else `from->to`, or `a<->b` for a flow that goes both ways; a gap has none of its own.

## How the tables are read

*Left out* says what it means that a field is not there:

| | |
| --- | --- |
| question | A fact that nobody has asked for. Where it decides, it becomes the question that stands under the description. |
| not recorded | A record field: what its owner wrote down, no more. Left out it counts as none. |
| counts as ... | A record field that counts as this value where it is left out. |
| needed | Without it the element is not one. |

A collection (`tools`, `flows`, ...) is partial unless `complete` names it. Over a partial one, what speaks of all or none can
only be suspected: see [how it works](../how-it-works.md#as-listed-and-at-large).

## What loading fills in

Only what the file leaves out, and each such fact is marked as what it is:

- From `defaults`: `source`, `basis` and `owner` of every element, and any field of one collection.
- From the product catalogue, for a tool with a `product`: `capabilities`, `built: vendor`, `end_of_life` where the date is certain, and
  `name` where no other tool is that product. What a product *can* do beyond that only words a question.
- From the file itself: `sends: none` and `captures_opt_out: none` for a tool whose capabilities are whole and none of which can
  message people or hold their choices; `end_of_life: none` for what was built in house or by an agency; the `kind` of a process
  from its id.

## Values

### Durations

A number and a unit: `15m`, `6h`, `1d`, `2w`, `1mo`, and business hours and days: `8bh`, `2bd`. A month counts 31 days; business days
are turned into the most calendar days that they can take when no holiday falls in between.

### Cadences

A duration; `on_event` (at once); `on_request`; `once`; days of the week (`[mon, thu]`: the longest gap counts); or a cron line with
five fields (`"0 6 * * *"`).

### Data classes and capabilities

The built-in ones are in [vocabularies](vocabularies.md). The company's own are declared at the head of the file, under `data_classes`
and `capabilities`.
"""


def stack_page() -> str:
    """The page."""
    parts = [heading_note("src/stackaudit/model"), _INTRODUCTION, "\n## The head of the file\n\n", _rows(Stack, set())]
    parts += ["\n## Every element\n\nEach element of a collection, and each part that there is one of, may have these fields.\n\n"]
    parts.append(_rows(Element, {"id"}))
    for model in _described():
        doc = (model.__doc__ or "").strip().splitlines()[0]
        parts.append(f"\n## {heading_of(model)}\n\n{_stands(model)}{prose(doc)}\n\n")
        shared = set(Element.model_fields) if issubclass(model, Element) else set()
        own = _rows(model, shared)
        parts.append(own or "It has no fields but those of [every element](#every-element).\n")
    return "".join(parts)


def _described() -> tuple[type[BaseModel], ...]:
    """Every model that a stack file can hold, in the order in which the fields lead to them."""
    found: dict[type[BaseModel], None] = {}
    waiting = [Stack, Element]
    while waiting:
        owner = waiting.pop(0)
        for model in (model for name in owner.model_fields for model in models_in(owner, name)):
            if model not in found:
                found[model] = None
                waiting.append(model)
    return tuple(found)


def _stands(model: type[BaseModel]) -> str:
    """Where in the file a model stands."""
    places = [
        (owner, name)
        for owner in (Stack, *_described(), Element)
        for name in owner.model_fields
        if model in models_in(owner, name) and not (name in Element.model_fields and owner is not Element)
    ]
    owner, name = places[0]
    if owner is not Stack:
        within = "an element" if owner is Element else heading_of(owner).lower()
        return f"Under {code(yaml_name(name))} of {within}. "
    if name in LISTS:
        return f"Under {code(name)}: a list. "
    return f"Under {code(name)}: a mapping from id to element. " if name in COLLECTIONS.values() else f"Under {code(name)}. "


def _rows(model: type[BaseModel], without: set[str]) -> str:
    fields = [name for name in model.model_fields if name not in without]
    return table(("Field", "What it says", "What goes in", "Example", "Left out"), _cells(model, fields)) if fields else ""


def _cells(model: type[BaseModel], fields: list[str]) -> Iterator[tuple[str, ...]]:
    for name in fields:
        facts = facts_of(model, name)
        says = prose(facts.description) + (f" *{prose(facts.ask)}*" if facts.ask else "")
        holds = type_of(model, name)
        if model is Stack and name in LISTS:
            holds = f"list of: {holds.rpartition(' to ')[2]}"
        yield code(yaml_name(name)), says, holds, code(facts.example) if facts.example else "", _left_out(model, name)


def _left_out(model: type[BaseModel], name: str) -> str:
    info, facts = model.model_fields[name], facts_of(model, name)
    if info.is_required():
        return "needed"
    if model is Flow and name in {"from_", "to", "between"}:
        return "needed: `from` and `to`, or `between`"
    if model is Stack and name in COLLECTIONS.values():
        return "none listed"
    if isinstance(info.default, str) and info.default:
        return f"counts as {code(str(info.default))}"
    return "not recorded" if facts.record else "question"

