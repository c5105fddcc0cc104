"""Every test put to every field of every kind: it is a mistake when the rule is read, or it can be judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from stackaudit.load import load_text
from stackaudit.model.fields import facts_of
from stackaudit.model.shapes import aspect_of, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, field_name, yaml_name
from stackaudit.model.values import MORE, NONE, UNKNOWN
from stackaudit.rules.compiled import screen_of
from stackaudit.rules.conditions import Compiler
from stackaudit.rules.operators import OPERATORS
from stackaudit.rules.possible import fields_of
from stackaudit.rules.scope import Scope, Trace
from stackaudit.rules.screens import OPEN
from stackaudit.source import read

BARE = load_text("stackaudit: 1\nas_of: 2026-11-22\n")
PARAMETERS = {"list": ("email",), "number": 1, "length": "1d", "day": date(2026, 1, 1)}
OTHERS = (
    UNKNOWN,
    NONE,
    True,
    False,
    1,
    2.5,
    "1d",
    "once",
    "x",
    date(2026, 11, 22),
    [],
    ["x", MORE],
    ["mon", "tue"],
    {"P1": "1h"},
)
PLAIN = (
    NONE,
    True,
    False,
    1,
    "x",
    "1d",
    "email",
    "opt_out",
    date(2026, 1, 1),
    [NONE, True],
    ["x", "1d"],
    "$list",
    "$length",
)
OPERANDS: dict[str, tuple[Any, ...]] = {
    "list": (["x"], ["email"], ["crm"], ["user"], "$list", "company.core_competencies", "company.regions"),
    "bounds": ({"at_least": 1}, {"fewer_than": 2}, {"at_least": "$number"}),
    "number": (1, "1d", "$number", "$length"),
    "duration": ("1d", "$length"),
    "date": (date(2026, 1, 1), "as_of", "$day"),
    "field": ("id",),
}  # fmt: skip


def example(kind: str, name: str) -> Any:
    reading = read(facts_of(KINDS[kind], name).example.encode(), file="example.yaml")
    return reading.documents[0].data


def elements(kind: str) -> dict[str, list[Any]]:
    """Elements of a kind by one field that is stated: its example, and whatever else it takes; and one that states nothing."""
    model = KINDS[kind]
    needed = {yaml_name(name): example(kind, name) for name, info in model.model_fields.items() if info.is_required()}
    needed["id"] = "x"
    made: dict[str, list[Any]] = {"": [model.model_validate(needed)]}
    for key in fields_of(kind):
        for value in (example(kind, field_name(key)), *OTHERS):
            try:
                element = model.model_validate({**needed, key: value})
            except ValueError:
                continue
            made.setdefault(key, []).append(element)
    return made


def named(kind: str, found: list[Any]) -> list[Any]:
    return [element.model_copy(update={"id": f"{kind}{number}"}) for number, element in enumerate(found)]


def stack_of(kind: str, found: list[Any]) -> Any:
    held = {element.id: element for element in found}
    if kind in COLLECTIONS:
        return {COLLECTIONS[kind]: held}
    if kind == "roadmap_item":
        return {"roadmap": KINDS["roadmap"].model_validate({"id": "roadmap"}).model_copy(update={"items": held})}
    return {kind: found[0]}


def each_test(kind: str, key: str) -> Iterator[Any]:
    words = shape_of(KINDS[kind], field_name(key)).words
    for value in (*PLAIN, *([words[0], [words[-1], NONE]] if words else ())):
        yield value
        yield {"not": value}
    for name, operator in OPERATORS.items():
        for operand in OPERANDS[operator.takes]:
            yield {name: operand}
            yield {"not": {name: operand}}
        yield {"of": ["email"], name: OPERANDS[operator.takes][0]}


def conditions(kind: str, key: str) -> Iterator[dict[str, Any]]:
    yield from ({key: test} for test in each_test(kind, key))
    aspect = aspect_of(KINDS[kind], field_name(key))
    for inner in () if aspect is None else map(yaml_name, aspect.model_fields):
        tests = [*PLAIN, *({name: one} for name, operator in OPERATORS.items() for one in OPERANDS[operator.takes][:2])]
        yield from ({key: {inner: test}} for test in tests)
        yield from ({key: {"not": {inner: test}}} for test in tests[:4])


def judged(condition: dict[str, Any], kind: str, found: list[Any], scope: Scope) -> bool:
    """Whether a condition compiles; each element is judged by it quickly, with a trace, and with all others at once."""
    compiler = Compiler(PARAMETERS)
    compiled = compiler.condition(kind, condition, ())
    if compiler.mistakes:
        return False
    screen = screen_of(compiled)
    truths = screen(scope) if screen is not None and kind in {*COLLECTIONS, "roadmap_item"} else None
    for number, element in enumerate(found):
        truth = compiled(element, scope, None)
        assert compiled(element, scope, Trace()) == truth, (condition, element)
        assert truths is None or truths[number] in {OPEN, truth}, (condition, element)
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_compiles_can_be_judged_of_whatever_a_field_holds(kind):
    made = elements(kind)
    for key in fields_of(kind):
        found = named(kind, [*made[""], *made.get(key, ())])
        scope = Scope(BARE.model_copy(update=stack_of(kind, found)), PARAMETERS)
        outcomes = [judged(condition, kind, found, scope) for condition in conditions(kind, key)]
        assert any(outcomes), key


def representatives() -> list[tuple[str, str]]:
    """A field, with its kind of element, for each shape that there is."""
    found: dict[Any, tuple[str, str]] = {}
    for kind in COLLECTIONS:
        for key in fields_of(kind):
            shape = shape_of(KINDS[kind], field_name(key))
            special = key if key in {"id", "from", "to", "sends", "every", "monitored"} else ""
            found.setdefault((shape.many, shape.holds, bool(shape.kinds), special), (kind, key))
    return list(found.values())


def test_two_fields_can_be_compared_or_are_a_mistake():
    made = {kind: elements(kind) for kind in COLLECTIONS}
    by_outcome: dict[bool, int] = defaultdict(int)
    for kind, key in representatives():
        for outer, other in representatives():
            inner = named(kind, [*made[kind][""], *made[kind].get(key, ())])
            if outer == kind:
                found = inner = named(kind, [*inner, *made[kind].get(other, ())])
            else:
                found = named(outer, [*made[outer][""], *made[outer].get(other, ())])
            scope = Scope(BARE.model_copy(update={**stack_of(kind, inner), **stack_of(outer, found)}), PARAMETERS)
            same = {key: {"same": other}}
            for condition in (
                {"some": {kind: same}},
                {"no": {kind: {key: {"not": {"same": other}}, "source": "none"}}},
                {"share": {"of": {kind: {}}, "where": same, "more_than": 1}},
            ):
                by_outcome[judged(condition, outer, found, scope)] += 1
    assert min(by_outcome[True], by_outcome[False]) > 200
