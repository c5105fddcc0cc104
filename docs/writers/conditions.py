"""The tables of the page on the condition language of declared rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stackaudit.audit.evidence import as_yaml
from stackaudit.model.elements import Element
from stackaudit.model.shapes import shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, yaml_name
from stackaudit.rules import builtin
from stackaudit.rules.operators import OPERATORS, Operator
from stackaudit.source import read_file
from writers.markdown import code, prose, table
from writers.types import type_of

__all__ = ["kinds", "operators"]

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


def kinds() -> str:
    """The kinds of elements that a rule can look at."""
    kinds = ", ".join(map(code, [*COLLECTIONS, "roadmap_item"]))
    sections = ", ".join(map(code, SINGLETONS))
    return (
        f"Kinds of elements for `each`: {kinds}; or `stack`, which is one subject with the sections {sections}.\n\n"
        f"For `some` and `no`: {', '.join(map(code, COLLECTIONS))}.\n"
    )


def operators() -> str:
    """The operators, each with what it takes and where a built-in rule uses it."""
    head = ("Operator", "It holds where", "It takes", "For fields such as", "Used in")
    return table(head, (_row(name, operator) for name, operator in OPERATORS.items()))


def _row(name: str, operator: Operator) -> tuple[str, ...]:
    used = next((f"[{rule}](rules/{rule}.md): {code(text)}" for rule, text in _uses(name)), "")
    fields = ", ".join(map(code, _fields(name, operator)))
    return code(name), prose(operator.meaning), _TAKES[operator.takes], fields, used


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
        if rule.place is not None and rule.clauses:
            data = read_file(_file(pack.path, rule.place.file)).documents[0].data
            tests = _tests(data.get("flag")) if isinstance(data, dict) else ()
            yield from ((rule.id, f"{field}: {as_yaml(test)}") for field, test in tests if operator in test)


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
