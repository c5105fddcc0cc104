"""The built-in pack as plain data: proved when a wheel is built, so that a run need not prove it again.

Conditions are compiled when somebody asks for them: most stacks have no subject for half of the rules.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, Final

from stackaudit.errors import Place
from stackaudit.finding import Severity
from stackaudit.rules.compiled import Condition
from stackaudit.rules.conditions import Compiler
from stackaudit.rules.rule import Clause, Conditions, Dimension, Fix, Parameter, Phrase, Rule, Step
from stackaudit.rules.scope import Scope, Trace
from stackaudit.truth import Truth

__all__ = ["as_plain", "as_rule"]

_AS_THEY_ARE: Final = (
    "id", "name", "title", "family", "ask", "red_flag", "why", "found", "message", "notes", "check_name",
    "all_or_nothing",
)  # fmt: skip
_LISTS: Final = ("impact", "sources", "better", "alias_of")


def as_plain(rule: Rule, data: Mapping[str, Any]) -> dict[str, Any]:
    """A rule for JSON, with its conditions as they stand in the data that it was read from."""
    flag = data.get("flag", [])
    parts = flag if isinstance(flag, list) else [flag]
    return {
        "file": rule.place.file if rule.place is not None else "",
        "rule": {name: getattr(rule, name) for name in (*_AS_THEY_ARE, *_LISTS)},
        "severity": rule.severity,
        "dimension": rule.dimension,
        "fix": [rule.fix.now, rule.fix.later],
        "parameters": {
            name: [one.value, one.about, one.source, one.unit, one.at_most] for name, one in rule.parameters.items()
        },
        "clauses": [
            {
                "kind": clause.kind,
                "messages": clause.messages,
                **{key: part[key] for key in Conditions._fields if key in part},
            }
            for clause, part in zip(rule.clauses, parts, strict=True)
        ],
        "steps": [
            [step.to, step.because, held["where"]] for step, held in zip(rule.steps, data.get("raise", []), strict=True)
        ],
    }


def as_rule(plain: Mapping[str, Any], pack: str) -> Rule:
    """The rule that ``as_plain`` made plain."""
    held = plain["rule"]
    parameters = {
        name: Parameter(tuple(value) if isinstance(value, list) else value, *others)
        for name, (value, *others) in plain["parameters"].items()
    }
    values = {name: parameter.value for name, parameter in parameters.items()}
    clauses = tuple(
        Clause(one["kind"], lru_cache(maxsize=1)(partial(_conditions, one, values)), tuple(one["messages"]))
        for one in plain["clauses"]
    )
    words: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in held.items()}
    return Rule(
        **words,
        severity=Severity(plain["severity"]),
        dimension=Dimension(plain["dimension"]) if plain["dimension"] else None,
        fix=Fix(*plain["fix"]),
        parameters=MappingProxyType(parameters),
        clauses=clauses,
        steps=tuple(
            Step(Severity(to), because, _when_asked(partial(_condition, clauses[0].kind, where, values)))
            for to, because, where in plain["steps"]
        ),
        check=_function(held["check_name"]) if held["check_name"] else None,
        pack=pack,
        place=Place(plain["file"], 1, 1, 1, 1),
    )


def _condition(kind: str, data: Any, parameters: Mapping[str, Any]) -> Condition:
    return Compiler(parameters).condition(kind, data, ())


def _conditions(clause: Mapping[str, Any], parameters: Mapping[str, Any]) -> Conditions:
    compiled: dict[str, Any] = {
        key: _condition(clause["kind"], clause[key], parameters) if key in clause else None
        for key in ("given", "where", "unless")
    }
    phrases = {
        name: tuple(Phrase(one["say"], _condition(clause["kind"], one["where"], parameters)) for one in held)
        for name, held in clause.get("phrases", {}).items()
    }
    return Conditions(**compiled, phrases=phrases)


def _when_asked(compiled: Callable[[], Condition]) -> Condition:
    """A condition that is compiled when it is first judged."""
    condition = lru_cache(maxsize=1)(compiled)

    def run(element: Any, scope: Scope, trace: Trace | None) -> Truth:
        return condition()(element, scope, trace)

    return run


def _function(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
