"""How the tests of the condition language put a condition to an element, and a rule's data to the reader."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from stackaudit.errors import Problem
from stackaudit.load import load_text
from stackaudit.rules.compiled import screen_of
from stackaudit.rules.conditions import STACK, Compiler
from stackaudit.rules.reading import RuleReader
from stackaudit.rules.scope import Scope, Trace
from stackaudit.rules.screens import OPEN
from stackaudit.source import read
from stackaudit.truth import name_of

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


class Judged(NamedTuple):
    """A truth in words, the facts that decided, and the facts that are missing."""

    truth: str
    facts: list[str]
    missing: list[str]


def data_of(text: str) -> Any:
    reading = read(text.encode(), file="rule.yaml")
    assert reading.problems == ()
    return reading.documents[0].data


@pytest.fixture(scope="session")
def yaml():
    """Plain data from YAML text."""
    return data_of


@pytest.fixture(scope="session")
def judged():
    """Puts a condition to an element of a kind in a small stack.

    Untraced, traced and for all at once it must say the same; and of each other element the same as in a run of its own.
    """

    def judge(condition: str, text: str, path: str = "tools.a", parameters: dict[str, Any] | None = None) -> Judged:
        stack = load_text(HEAD + text)
        scope = Scope(stack, parameters)
        collection, _, identity = path.rpartition(".")
        kinds = {"tools": "tool", "flows": "flow", "roadmap.items": "roadmap_item", "people": "person"}
        kind = kinds.get(collection, collection.removesuffix("s").replace("processe", "process") or STACK)
        elements = {"": stack} if kind == STACK else dict(_elements(stack, kind))
        element = elements["" if kind == STACK else identity]
        compiler = Compiler(parameters or {})
        compiled = compiler.condition(kind, data_of(condition), ())
        assert compiler.mistakes == []
        trace = Trace()
        truth = compiled(element, scope, trace)
        assert compiled(element, scope, None) == truth
        screen = None if kind == STACK else screen_of(compiled)
        if screen is not None and (truths := screen(scope)) is not None:
            assert truths[scope.subjects(kind).elements.index(element)] in {OPEN, truth}
        for other in elements.values():
            assert outcome(compiled, other, scope) == outcome(compiled, other, Scope(stack, parameters))
        facts = [".".join(part for part in fact if part) for fact in trace.facts]
        return Judged(name_of(truth), facts, [missing.path for missing in trace.missing])

    return judge


def outcome(compiled, element, scope):
    """What a condition gives of an element in a scope: its truth, quick and traced, and what it rests on."""
    trace = Trace()
    quick, truth = compiled(element, scope, None), compiled(element, scope, trace)
    return quick, truth, list(trace.facts), list(trace.missing), trace.share


def _elements(stack, kind):
    from stackaudit.model.stack import elements_of

    return elements_of(stack, kind)


@pytest.fixture(scope="session")
def mistakes():
    """What is wrong with a condition: route, message and hint of each mistake."""

    def find(condition: str, kind: str = "tool", parameters: dict[str, Any] | None = None, outer: str | None = None):
        compiler = Compiler(parameters or {})
        compiler.condition(kind, data_of(condition), (), outer)
        return [(".".join(map(str, one.route)), one.message, one.hint) for one in compiler.mistakes]

    return find


RULE = """
id: MY-01
name: mine
title: A title
severity: P3
ask: What is it?
red_flag: This.
why: Because.
found: By looking.
flag: {each: tool, where: {built: in_house}}
message: "{tool} was made in house"
impact: It costs.
fix: {now: One, later: Two}
sources: [handbook]
"""


@pytest.fixture(scope="session")
def rule_data():
    """A whole rule's data, with some of its fields changed; None leaves a field out."""

    def make(**changes: Any) -> dict[str, Any]:
        data = {**data_of(RULE), **{key.rstrip("_"): value for key, value in changes.items()}}
        return {key: value for key, value in data.items() if value is not None}

    return make


@pytest.fixture(scope="session")
def made(rule_data):
    """A rule from a whole rule's data with some of its fields changed."""

    def make(**changes: Any):
        reader = RuleReader(family="", pack="mine", place=None, allow_code=True)
        rule = reader.read(rule_data(**changes))
        assert reader.mistakes == []
        return rule

    return make


@pytest.fixture(scope="session")
def under_carets():
    """A mistake as a line: line and column, what the carets are under, what is said, and the suggestion."""

    def write(problem: Problem) -> str:
        place, excerpt = problem.place, problem.excerpt
        assert place is not None
        assert excerpt is not None
        end = place.end_column - 1 if place.end_line == place.line else None
        hint = f" ({problem.hint})" if problem.hint else ""
        return f"{place.line}:{place.column} [{excerpt[place.column - 1 : end]}] {problem.message}{hint}"

    return write
