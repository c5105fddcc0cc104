"""From a rule's data to a rule: every field checked, every mistake collected with its route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from stackaudit.checks.verdict import Verdict, View, values_of
from stackaudit.errors import Place
from stackaudit.finding import Severity
from stackaudit.model.shapes import aspect_of, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, yaml_name
from stackaudit.rules.conditions import STACK, Compiler
from stackaudit.rules.functions import check_function
from stackaudit.rules.operands import Mistake, Route, suggestion
from stackaudit.rules.rule import Clause, Conditions, Dimension, Fix, Parameter, Phrase, Rule, Step
from stackaudit.rules.wording import AMONG, SHARE, names_in

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
    "credit",
    "dimension",
)
_DIMENSIONS: Final = tuple(dimension.value for dimension in Dimension)
_CREDITS: Final = ("share", "all_or_nothing")
_BOUNDS: Final = frozenset({"unit", "at_most"})
_SAID: Final = frozenset({"say", "where"})
_CLAUSE_KEYS: Final = ("each", "given", "where", "unless", "phrases", "message")
_KINDS: Final = (STACK, *COLLECTIONS, "roadmap_item")
_COMMON: Final = (
    "as_of",
    "company",
    *(f"{kind}.{yaml_name(name)}" for kind in SINGLETONS if kind in KINDS for name in KINDS[kind].model_fields),
)
"""The names that every message may use."""

Function = Callable[[View], Iterator[Verdict]]


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
        alias_of = self._texts(data, "alias_of")
        parameters = self._parameters(data.get("parameters", {}))
        compiler = Compiler({name: parameter.value for name, parameter in parameters.items()})
        clauses = self._clauses(data, compiler)
        function = self._function(data)
        steps = self._steps(data.get("raise", []), clauses, compiler)
        *better, message = self._texts(data, "message") or ("",)
        self.mistakes += compiler.mistakes
        self._names(data, clauses, function, compiler.parameters)
        rule = Rule(
            id=identity,
            name=self._text(data, "name"),
            severity=self._severity(data.get("severity"), ("severity",)),
            family=self.family or identity.partition("-")[0].lower(),
            message=message,
            better=tuple(better),
            impact=self._texts(data, "impact"),
            fix=self._fix(data.get("fix"), needed=not alias_of),
            sources=self._texts(data, "sources"),
            notes=self._text(data, "notes"),
            parameters=MappingProxyType(parameters),
            steps=steps,
            clauses=clauses,
            check=function,
            check_name=str(data.get("check", "")),
            alias_of=alias_of,
            all_or_nothing=self._word(data, "credit", _CREDITS) == "all_or_nothing",
            dimension=Dimension(word) if (word := self._word(data, "dimension", _DIMENSIONS)) else None,
            pack=self.pack,
            place=self.place,
            **{key: self._text(data, key) for key in _WORDS},
        )
        return None if self.mistakes else rule

    def _mistake(self, route: Route, message: str, hint: str | None = None) -> None:
        if Mistake(route, message, hint) not in self.mistakes:
            self.mistakes.append(Mistake(route, message, hint))

    def _keys(self, data: dict[Any, Any]) -> None:
        for key in data:
            if key not in _KEYS:
                self._mistake((key,), f"a rule has no field {key!r}", suggestion(str(key), _KEYS))
        needed = [*_REQUIRED]
        if sum(key in data for key in ("flag", "check", "alias_of")) != 1:
            self._mistake((), "expected exactly one of flag, check and alias_of")
        elif "alias_of" not in data:
            needed += ["fix", "impact", "found"]
            flag = data.get("flag")
            if not isinstance(flag, list) or not all(isinstance(part, dict) and "message" in part for part in flag):
                needed.append("message")
        for key in needed:
            if key not in data:
                self._mistake((), f"the rule has no {key}")

    # -- plain values -----------------------------------------------------------------------------------------------

    def _text(self, data: Mapping[Any, Any], key: str, route: Route = ()) -> str:
        value = data.get(key, "")
        if not isinstance(value, str) or (key in data and not value.strip()):
            self._mistake((*route, key), f"expected text for {key}")
            return ""
        return " ".join(value.split())

    def _texts(self, data: Mapping[Any, Any], key: str, route: Route = ()) -> tuple[str, ...]:
        """A text, or several wordings of it, best first."""
        value = data.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self._mistake((*route, key), f"expected text, or a list of texts, for {key}")
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def _word(self, data: Mapping[Any, Any], key: str, known: tuple[str, ...]) -> str:
        value = data.get(key)
        if key in data and (not isinstance(value, str) or value not in known):
            self._mistake((key,), f"expected one of {', '.join(known)} for {key}", suggestion(str(value), known))
            return ""
        return str(value) if key in data else ""

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
            if not isinstance(held, dict) or set(held) - _BOUNDS != {"value", "about", "source"}:
                self._mistake(("parameters", name), "expected value, about and source for a parameter")
                continue
            number = isinstance(held["value"], (int, float)) and not isinstance(held["value"], bool)
            if not number and _BOUNDS & set(held):
                self._mistake(("parameters", name), "only a number has a unit or an upper bound")
            top = held.get("at_most")
            if top is not None and (isinstance(top, bool) or not isinstance(top, (int, float))):
                self._mistake(("parameters", name, "at_most"), "expected a number for at_most")
                top = None
            texts = {key: self._text(held, key, ("parameters", name)) for key in ("about", "source", "unit")}
            frozen = tuple(held["value"]) if isinstance(held["value"], list) else held["value"]
            found[str(name)] = Parameter(frozen, **texts, at_most=top)
        return found

    # -- logic ------------------------------------------------------------------------------------------------------

    def _clauses(self, data: Mapping[Any, Any], compiler: Compiler) -> tuple[Clause, ...]:
        flag = data.get("flag", [])
        if "flag" in data and not flag:
            self._mistake(("flag",), "expected each and where under flag")
            return ()
        if not isinstance(flag, list):
            clause = self._clause(flag, ("flag",), compiler, data)
            return () if clause is None else (clause,)
        clauses: list[Clause] = []
        for number, part in enumerate(flag):
            clause = self._clause(part, ("flag", number), compiler, data)
            if clause is None:
                continue
            if clause.kind in {other.kind for other in clauses}:
                hint = "join them in one part, by any_of"
                self._mistake(("flag", number), f"another part of flag looks at each {clause.kind} already", hint)
            clauses.append(clause)
        return tuple(clauses)

    def _clause(self, data: Any, route: Route, compiler: Compiler, rule: Mapping[Any, Any]) -> Clause | None:
        if not isinstance(data, dict) or "each" not in data or "where" not in data:
            self._mistake(route, "expected each and where under flag")
            return None
        for key in data:
            if key not in _CLAUSE_KEYS:
                self._mistake((*route, key), f"flag has no {key!r}", suggestion(str(key), _CLAUSE_KEYS))
        kind = data["each"]
        if kind not in _KINDS:
            self._mistake((*route, "each"), f"no kind of element is called {kind!r}", suggestion(str(kind), _KINDS))
            return None
        given, unless = (
            compiler.condition(kind, data[key], (*route, key)) if key in data else None for key in ("given", "unless")
        )
        where = compiler.condition(kind, data["where"], (*route, "where"))
        phrases = self._phrases(data.get("phrases", {}), kind, (*route, "phrases"), compiler)
        own = self._texts(data, "message", route)
        for text in own:
            self._known(text, {*_names_of(kind, compiler.parameters), *phrases}, (*route, "message"))
        conditions = Conditions(given, where, unless, phrases)
        return Clause(kind, lambda: conditions, own or self._texts(rule, "message"))

    def _phrases(self, data: Any, kind: str, route: Route, compiler: Compiler) -> dict[str, tuple[Phrase, ...]]:
        """Words by name, each with the condition under which they are said."""
        if not isinstance(data, dict):
            self._mistake(route, "expected phrases by name, each a list of say and where")
            return {}
        names, found = _names_of(kind, compiler.parameters), {}
        for name, held in data.items():
            inner: Route = (*route, name)
            if name in names:
                self._mistake(inner, f"{name!r} is the name of another value here")
            if not isinstance(held, list) or not all(isinstance(one, dict) and {*one} == _SAID for one in held):
                self._mistake(inner, "expected a list of say and where")
                continue
            phrases = []
            for number, one in enumerate(held):
                say = self._text(one, "say", (*inner, number))
                counts = isinstance(one["where"], dict) and "share" in one["where"]
                self._known(say, {*names, *(SHARE if counts else ())}, (*inner, number, "say"))
                phrases.append(Phrase(say, compiler.condition(kind, one["where"], (*inner, number, "where"))))
            found[str(name)] = tuple(phrases)
        return found

    def _function(self, data: Mapping[Any, Any]) -> Function | None:
        if "check" not in data:
            return None
        if not self.allow_code:
            hint = "ship checks in an installed package: see 'packs' in the documentation"
            self._mistake(("check",), "a folder of rules may not name code", hint)
            return None
        function = check_function(data["check"])
        if isinstance(function, str):
            self._mistake(("check",), function)
            return None
        return function

    def _steps(self, value: Any, clauses: tuple[Clause, ...], compiler: Compiler) -> tuple[Step, ...]:
        if not isinstance(value, list):
            self._mistake(("raise",), "expected a list of steps, each with to, because and where")
            return ()
        steps = []
        for number, held in enumerate(value):
            route: Route = ("raise", number)
            if not isinstance(held, dict) or set(held) != {"to", "because", "where"} or len(clauses) != 1:
                message = "expected to, because and where for a step, in a rule that looks at one kind of element"
                self._mistake(route, message)
                continue
            condition = compiler.condition(clauses[0].kind, held["where"], (*route, "where"))
            because = self._text(held, "because", route)
            steps.append(Step(self._severity(held["to"], (*route, "to")), because, condition))
        return tuple(steps)

    # -- names in messages ------------------------------------------------------------------------------------------

    def _names(
        self,
        data: Mapping[Any, Any],
        clauses: tuple[Clause, ...],
        function: Function | None,
        parameters: Mapping[str, Any],
    ) -> None:
        """Check the names in what is worded once for the whole rule: it may use what each kind of element has."""
        known = [{*_names_of(clause.kind, parameters), *clause.conditions().phrases} for clause in clauses]
        if function is not None:
            known = [{*_COMMON, *parameters, *(values_of(function) or ())}]
        if not known:
            return
        shared = set.intersection(*known)
        for text in self._texts(data, "message"):
            self._known(text, shared, ("message",))
        for text in self._texts(data, "impact"):
            self._known(text, shared, ("impact",))

    def _known(self, text: str, known: set[str], route: Route) -> None:
        for name in names_in(text):
            if name not in known:
                self._mistake(route, f"no value is called {name!r} here", suggestion(name, sorted(known)))


def _names_of(kind: str, parameters: Mapping[str, Any]) -> set[str]:
    """The names that a message about a kind of element may use."""
    lists = [name for name, value in parameters.items() if isinstance(value, (tuple, list))]
    among = (f"{field}{AMONG}{name}" for field in (_lists_of(kind) if lists else ()) for name in lists)
    return {*_COMMON, *parameters, *_facts_of(kind), *among}


def _lists_of(kind: str) -> list[str]:
    """The fields of a kind of element that hold lists."""
    fields = () if kind == STACK else KINDS[kind].model_fields
    return [yaml_name(name) for name in fields if shape_of(KINDS[kind], name).many]


@lru_cache(maxsize=64)
def _facts_of(kind: str) -> frozenset[str]:
    if kind == STACK:
        return frozenset()
    names = {yaml_name(name) for name in KINDS[kind].model_fields}
    aspects = {name: aspect_of(KINDS[kind], name) for name in KINDS[kind].model_fields}
    names |= {
        f"{name}.{yaml_name(inner)}" for name, aspect in aspects.items() if aspect for inner in aspect.model_fields
    }
    route = {"route"} if kind == "flow" else set()
    return frozenset({kind, *names, *(f"{kind}.{name}" for name in names), *route})
