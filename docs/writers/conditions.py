"""The page on the condition language of declared rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from writers.markdown import code, heading_note, prose, table
from writers.types import type_of

from stackaudit.audit.evidence import as_yaml
from stackaudit.model.elements import Element
from stackaudit.model.shapes import shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, yaml_name
from stackaudit.rules import builtin
from stackaudit.rules.operators import OPERATORS, Operator
from stackaudit.source import read_file

__all__ = ["conditions_page"]

_TAKES: Final[Mapping[str, str]] = {
    "list": "a list, a `$parameter`, or a fact such as `company.core_competencies`",
    "bounds": "`{at_least: n}`, `{fewer_than: n}` or both",
    "number": "a number, a duration, or a `$parameter`",
    "duration": "a duration such as `6mo`, or a `$parameter`",
    "date": "a date, `as_of`, or a `$parameter`",
    "field": "a field of the element outside",
}

_MEANT: Final[Mapping[str, tuple[str, ...]]] = {"under": ("data class",), "number": ("number", "money", "duration")}
"""What a field must hold, in words, for an operator to be of use, where its shape alone does not say so."""

_BEGINNING: Final = """
# The condition language

A declared rule says in YAML which elements it looks at and what must hold for a red flag. A condition is data: it is checked
against [the stack file](stack.md) when the rule is loaded, so that a misspelt field is an error with file and line, not a rule that
never fires. There is no code and no template in it.

```yaml
flag:
  each: flow                # the kind of element to look at, one by one
  given: {status: active}   # the precondition: where it is false, the rule does not apply
  where:                    # the red flag
    method: [csv_manual, spreadsheet]
    carries: {under: [user]}
  unless: {documented: true} # the exception
```

`each` and `where` are needed. A red flag is there where `given` and `where` hold and `unless` does not. Only tools in use and flows
that run are looked at. `flag` may be a list of such parts, each with a `message` of its own.

"""

_ENTRIES: Final = """
## Entries

A condition is a mapping, and all its entries must hold. An entry is a field with a test, or one of these:

| Entry | It holds where |
| --- | --- |
| `all_of: [...]` | every condition of the list holds |
| `any_of: [...]` | at least one condition of the list holds |
| `not: {...}` | the condition does not hold |
| `some: {kind: {...}}` | some element of that kind meets the condition |
| `no: {kind: {...}}` | no element of that kind meets the condition |

A field with a test:

| Test | It holds where |
| --- | --- |
| `field: value` | the field is this value |
| `field: true` | the answer is yes; a text or a schedule counts as yes |
| `field: none` or `false` | it is stated that there is none |
| `field: [a, b]` | the field is one of these; for fields that hold one value |
| `field: {operator: ...}` | the [operator](#operators) holds; of several, all must |
| `field: {of: [...], operator: ...}` | the operator holds when only these items of the list are looked at |
| `field: {not: ...}` | the test does not hold |
| `field: {...}` on a field that refers to elements | one of the elements that it names meets the condition |

"""

_OPERATORS: Final = """
## Operators

"""

_END: Final = """
`none` counts as an empty list, and as neither more nor less than any number or date. `$name` stands for a parameter of the rule.

```yaml
parameters:
  max_age: {value: 12mo, about: how old a map may be, source: our own}
flag:
  each: stack
  where:
    stack_map: {last_updated: {older_than: $max_age}}
```

## The element outside

Within `some` and `no`, `same` compares with the element that the rule looks at. This holds for a tool that nothing flows into:

```yaml
flag:
  each: tool
  where:
    no: {flow: {to: {same: id}}}
```

## More severe

`raise` lists conditions under which a finding weighs more (or less): the severity then, the reason in words, and a condition on the
same element. It counts only where it holds for certain; of several, the worst severity counts.

```yaml
raise:
  - to: P2
    because: personal data travels by hand
    where: {carries: {under: [user]}}
```

## Names in a message

`message` and `impact` may name, in braces: the element (`{tool}`, `{flow}`), its fields (`{capabilities}`, `{tool.owner}`), facts of the
company (`{company.contacts}`), parameters (`{max_age}`), `{as_of}`, and for a flow `{route}`. Any other name is an error. Of several
wordings of `impact`, the first is used whose values are all known.

## Three values

A test of a field that nobody has stated, or that is `unknown`, is unknown, and so is what it decides: the rule asks for the fact. A
record field that is left out counts as `none`. `and`, `or` and `not` work as in
[the truth tables](../how-it-works.md#three-values), so that nothing is asked that cannot matter: `unknown and false` is false.

An open list (`[a, more]`) is certain in what it names, and unknown in what it does not.

`no` and `some` look at lists. Where the list is not `complete`, that there is no such element holds only as listed: the rule can
suspect, not prove, and asks whether the list is whole. For processes, `triage: none` in the file settles it for that one kind.
"""


def conditions_page() -> str:
    """The page."""
    parts = [heading_note("src/stackaudit/rules"), _BEGINNING, _kinds(), _ENTRIES, _OPERATORS]
    head = ("Operator", "It holds where", "It takes", "For fields such as", "Used in")
    parts.append(table(head, (_row(name, operator) for name, operator in OPERATORS.items())))
    return "".join([*parts, _END])


def _kinds() -> str:
    kinds = [*COLLECTIONS, "roadmap_item"]
    sections = ", ".join(map(code, SINGLETONS))
    return (
        f"Kinds of elements for `each`: {', '.join(map(code, kinds))}; or `stack`, which is one subject with the sections {sections}. "
        f"For `some` and `no`: {', '.join(map(code, COLLECTIONS))}.\n"
    )


def _row(name: str, operator: Operator) -> tuple[str, ...]:
    used = next((f"[{rule}](rules/{rule}.md): {code(text)}" for rule, text in _uses(name)), "")
    return code(name), prose(operator.meaning), _TAKES[operator.takes], ", ".join(map(code, _fields(name, operator))), used


def _fields(name: str, operator: Operator, most: int = 3) -> list[str]:
    """A few fields for which the operator is made, each of another kind of element."""
    meant = _MEANT.get("under" if name == "under" else operator.takes, ("",))
    found: dict[str, str] = {}
    for kind, model in KINDS.items():
        for field in model.model_fields:
            suits = field not in Element.model_fields and operator.suits(shape_of(model, field))
            if suits and any(word in type_of(model, field) for word in meant):
                found.setdefault(kind, f"{kind}.{yaml_name(field)}")
    return list(found.values())[:most]


def _uses(operator: str) -> Iterator[tuple[str, str]]:
    """Where the built-in rules use an operator: the rule's id, and the test as YAML."""
    pack = builtin()
    for rule in pack.rules:
        if rule.place is None or not rule.clauses:
            continue
        data = read_file(_file(pack.path, rule.place.file)).documents[0].data
        if isinstance(data, dict):
            yield from ((rule.id, f"{field}: {as_yaml(test)}") for field, test in _tests(data.get("flag")) if operator in test)


def _tests(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each field with a mapping of operators in a condition."""
    items = data.items() if isinstance(data, dict) else [("", one) for one in data] if isinstance(data, list) else ()
    for key, value in items:
        if isinstance(value, dict) and key not in OPERATORS and set(value) & set(OPERATORS):
            yield str(key), value
        yield from _tests(value)


def _file(folder: Path, label: str) -> Path:
    """The file that a rule's place names, from the folder of its pack."""
    return folder / Path(*Path(label).parts[1:])
