"""From a rule's data to a rule: every field checked, every mistake collected with its route."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from stackaudit.checks.verdict import Verdict, View, values_of
from stackaudit.errors import Place
from stackaudit.finding import Severity
from stackaudit.model.stack import COLLECTIONS, KINDS, yaml_name
from stackaudit.rules.conditions import STACK, Compiler, Mistake, Route, suggestion
from stackaudit.rules.rule import Clause, Fix, Parameter, Rule, Step
from stackaudit.rules.wording import names_in

__all__ = ["RuleReader"]

_ID: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,4}")
_WORDS: Final = ("title", "ask", "red_flag", "why", "found")
_REQUIRED: Final = ("id", "name", "title", "severity", "ask", "red_flag", "why")
_KEYS: Final = (
    *_REQUIRED,
    "found",
    "flag",
    "check",
    "alias_of",
    "message",
    "impact",
    "fix",
    "sources",
    "notes",
    "parameters",
    "raise",
)
_CLAUSE_KEYS: Final = ("each", "given", "where", "unless", "message")


class RuleReader:
    """Reads one rule. ``mistakes`` holds what does not fit; ``read`` then gives None."""

    def __init__(self, *, family: str, pack: str, place: Place | None, allow_code: bool) -> None:
        self.family = family
        self.pack = pack
        self.place = place
        self.allow_code = allow_code
        self.mistakes: list[Mistake] = []

    def read(self, data: Any) -> Rule | None:
        """The rule, or None where there were mistakes."""
        if not isinstance(data, dict):
            self._mistake((), "expected a rule, that is a mapping with id, title, severity and so on")
            return None
        self._keys(data)
        identity = self._text(data, "id")
        if identity and not _ID.fullmatch(identity):
            self._mistake(("id",), f"expected an id such as STR-13, found {identity!r}")
        severity = self._severity(data.get("severity"), ("severity",))
        parameters = self._parameters(data.get("parameters", {}))
        compiler = Compiler({name: parameter.value for name, parameter in parameters.items()})
        alias_of = self._texts(data, "alias_of")
        message = self._text(data, "message")
        clauses, function = self._logic(data, compiler, message, bool(alias_of))
        steps = self._steps(data.get("raise", []), clauses, compiler)
        self.mistakes += compiler.mistakes
        impact = self._texts(data, "impact")
        self._names(data, impact, clauses, function, parameters)
        fix = self._fix(data.get("fix"), needed=not alias_of)
        words = {key: self._text(data, key) for key in _WORDS}
        sources, notes = self._texts(data, "sources"), self._text(data, "notes")
        if self.mistakes:
            return None
        return Rule(
            id=identity,
            name=self._text(data, "name"),
            severity=severity,
            family=self.family or identity.partition("-")[0].lower(),
            message=message,
            impact=impact,
            fix=fix,
            sources=sources,
            notes=notes,
            parameters=MappingProxyType(parameters),
            steps=steps,
            clauses=clauses,
            check=function,
            check_name=str(data.get("check", "")),
            alias_of=alias_of,
            pack=self.pack,
            place=self.place,
            **words,
        )

    def _mistake(self, route: Route, message: str, hint: str | None = None) -> None:
        self.mistakes.append(Mistake(route, message, hint))

    def _keys(self, data: dict[Any, Any]) -> None:
        for key in data:
            if key not in _KEYS:
                self._mistake((key,), f"a rule has no field {key!r}", suggestion(str(key), _KEYS))
        for key in _REQUIRED:
            if key not in data:
                self._mistake((), f"the rule has no {key}")
        if sum(key in data for key in ("flag", "check", "alias_of")) != 1:
            self._mistake((), "expected exactly one of flag, check and alias_of")
        elif "alias_of" not in data:
            flag = data.get("flag")
            spoken = isinstance(flag, list) and all(isinstance(clause, dict) and "message" in clause for clause in flag)
            for key in ("message", "fix", "impact", "found"):
                if key not in data and not (key == "message" and spoken):
                    self._mistake((), f"the rule has no {key}")

    def _text(self, data: Mapping[Any, Any], key: str, route: Route = ()) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or (key in data and not value.strip()):
            self._mistake((*route, key), f"expected text for {key}")
            return ""
        return " ".join(value.split())

    def _texts(self, data: Mapping[Any, Any], key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self._mistake((key,), f"expected text, or a list of texts, for {key}")
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def _severity(self, value: Any, route: Route) -> Severity:
        if not isinstance(value, str) or value not in list(Severity):
            self._mistake(route, f"expected a severity from P1 to P5, found {value!r}")
            return Severity.P5
        return Severity(value)

    def _fix(self, value: Any, *, needed: bool) -> Fix:
        if value is None and not needed:
            return Fix("", "")
        if not isinstance(value, dict) or set(value) != {"now", "later"}:
            self._mistake(("fix",), "expected now and later under fix")
            return Fix("", "")
        return Fix(self._text(value, "now", ("fix",)), self._text(value, "later", ("fix",)))

    def _parameters(self, value: Any) -> dict[str, Parameter]:
        if not isinstance(value, dict):
            self._mistake(("parameters",), "expected parameters by name")
            return {}
        found = {}
        for name, held in value.items():
            if not isinstance(held, dict) or set(held) != {"value", "about", "source"}:
                self._mistake(("parameters", name), "expected value, about and source for a parameter")
                continue
            texts = {key: self._text(held, key, ("parameters", name)) for key in ("about", "source")}
            found[str(name)] = Parameter(_frozen(held["value"]), texts["about"], texts["source"])
        return found

    def _logic(
        self,
        data: Mapping[Any, Any],
        compiler: Compiler,
        message: str,
        alias: bool,  # noqa: FBT001 - private
    ) -> tuple[tuple[Clause, ...], Callable[[View], Iterator[Verdict]] | None]:
        if "check" in data and not alias:
            return (), self._function(data["check"])
        flag = data.get("flag")
        if flag is None:
            return (), None
        parts = flag if isinstance(flag, list) else [flag]
        routes: list[Route] = [
            ("flag", number) if isinstance(flag, list) else ("flag",) for number in range(len(parts))
        ]
        if not parts:
            self._mistake(("flag",), "expected each and where under flag")
        clauses = [self._clause(part, route, compiler, message) for part, route in zip(parts, routes, strict=True)]
        return tuple(clause for clause in clauses if clause is not None), None

    def _clause(self, data: Any, route: Route, compiler: Compiler, message: str) -> Clause | None:
        if not isinstance(data, dict) or "each" not in data or "where" not in data:
            self._mistake(route, "expected each and where under flag")
            return None
        for key in data:
            if key not in _CLAUSE_KEYS:
                self._mistake((*route, key), f"flag has no {key!r}", suggestion(str(key), _CLAUSE_KEYS))
        kind = data["each"]
        kinds = [STACK, *COLLECTIONS, "roadmap_item"]
        if kind not in kinds:
            self._mistake((*route, "each"), f"no kind of element is called {kind!r}", suggestion(str(kind), kinds))
            return None
        compiled = {
            key: compiler.condition(kind, data[key], (*route, key))
            for key in ("given", "where", "unless")
            if key in data
        }
        own = self._text(data, "message", route) or message
        return Clause(kind, compiled.get("given"), compiled["where"], compiled.get("unless"), own)

    def _function(self, name: Any) -> Callable[[View], Iterator[Verdict]] | None:
        if not self.allow_code:
            self._mistake(
                ("check",),
                "a folder of rules may not name code",
                "ship checks in an installed package: see 'packs' in the documentation",
            )
            return None
        module, _, attribute = str(name).partition(":")
        if not attribute:
            self._mistake(("check",), f"expected module:function, found {name!r}")
            return None
        try:
            function = getattr(importlib.import_module(module), attribute, None)
        except ImportError as error:
            self._mistake(("check",), f"cannot import {module!r}: {error}")
            return None
        if function is None or values_of(function) is None:
            self._mistake(("check",), f"{module} has no check called {attribute!r}")
            return None
        checked: Callable[[View], Iterator[Verdict]] = function
        return checked

    def _steps(self, value: Any, clauses: tuple[Clause, ...], compiler: Compiler) -> tuple[Step, ...]:
        if not isinstance(value, list):
            self._mistake(("raise",), "expected a list of steps, each with to, because and where")
            return ()
        kinds = {clause.kind for clause in clauses}
        steps = []
        for number, held in enumerate(value):
            route: Route = ("raise", number)
            if not isinstance(held, dict) or set(held) != {"to", "because", "where"} or len(kinds) != 1:
                self._mistake(
                    route, "expected to, because and where for a step, in a rule that looks at one kind of element"
                )
                continue
            condition = compiler.condition(next(iter(kinds)), held["where"], (*route, "where"))
            steps.append(
                Step(self._severity(held["to"], (*route, "to")), self._text(held, "because", route), condition)
            )
        return tuple(steps)

    def _names(
        self,
        data: Mapping[Any, Any],
        impact: tuple[str, ...],
        clauses: tuple[Clause, ...],
        function: Callable[[View], Iterator[Verdict]] | None,
        parameters: Mapping[str, Parameter],
    ) -> None:
        """Check that each name in a message is one that the rule gives."""
        common = {
            "as_of",
            *parameters,
            *(f"company.{yaml_name(name)}" for name in KINDS["company"].model_fields),
            "company",
        }
        texts: list[tuple[Route, str, set[str]]] = []
        if function is not None:
            known = {*common, *(values_of(function) or ())}
            texts.append((("message",), self._text(data, "message"), known))
            texts += [(("impact",), text, known) for text in impact]
        for number, clause in enumerate(clauses):
            known = common | _names_of(clause.kind)
            texts.append((("flag", number, "message") if len(clauses) > 1 else ("message",), clause.message, known))
            texts += [(("impact",), text, known) for text in impact if len(clauses) == 1]
        for route, text, known in texts:
            for name in names_in(text):
                if name not in known:
                    self._mistake(route, f"no value is called {name!r} here", suggestion(name, known))


def _names_of(kind: str) -> set[str]:
    if kind == STACK:
        return set()
    names = {yaml_name(name) for name in KINDS[kind].model_fields}
    route = {"route"} if kind == "flow" else set()
    return {kind, *names, *(f"{kind}.{name}" for name in names), *route}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
