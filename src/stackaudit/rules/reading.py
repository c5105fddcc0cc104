"""From a rule's data to a rule: every field checked, every mistake collected with its route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from stackaudit.rules.operands import Route
from stackaudit.rules.plain_fields import PlainFields
from stackaudit.rules.rule import Clause, Conditions, Dimension, Fix, Phrase, Rule, Step
from stackaudit.rules.wording import AMONG, SHARE, names_in, stray_brace
from stackaudit.source.wording import did_you_mean, found, shown

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
_EXAMPLES: Final = ("flagged", "suspected", "clear", "unknown")
_LOGIC: Final = ("flag", "check", "alias_of")
_DIMENSIONS: Final = tuple(dimension.value for dimension in Dimension)
_OTHER_BRACE: Final = {"{": "}", "}": "{"}
_CREDITS: Final = ("share", "all_or_nothing")
_SAID: Final = ("say", "where")
_CLAUSE_KEYS: Final = ("each", "given", "where", "unless", "phrases", "message")
_CLAUSE_NEEDS: Final = ("each", "where")
_STEP: Final = ("to", "because", "where")
_KINDS: Final = (STACK, *COLLECTIONS, "roadmap_item")
_COMMON: Final = (
    "as_of",
    "company",
    *(f"{kind}.{yaml_name(name)}" for kind in SINGLETONS if kind in KINDS for name in KINDS[kind].model_fields),
)
"""The names that every message may use."""

Function = Callable[[View], Iterator[Verdict]]


class RuleReader(PlainFields):
    """Reads one rule. ``mistakes`` holds what does not fit; ``read`` then gives None."""

    def __init__(self, *, family: str, pack: str, place: Place | None, allow_code: bool) -> None:
        super().__init__()
        self.family = family
        self.pack = pack
        self.place = place
        self.allow_code = allow_code

    def read(self, data: Any) -> Rule | None:
        """The rule, or None where there were mistakes."""
        if not isinstance(data, dict):
            message = "expected a rule, that is a mapping with id, title, severity and so on"
            self.mistake((), f"{message}, found {found(data)}")
            return None
        self._keys(data)
        identity = self.text(data, "id")
        if identity and not _ID.fullmatch(identity):
            self.mistake(("id",), f"expected an id such as STR-13, found {found(identity)}")
        alias_of = self.texts(data, "alias_of")
        parameters = self.parameters(data.get("parameters", {}))
        compiler = Compiler({name: parameter.value for name, parameter in parameters.items()})
        clauses = self._clauses(data, compiler)
        function = self._function(data)
        steps = self._steps(data, clauses, compiler)
        *better, message = self.texts(data, "message") or ("",)
        self.mistakes += compiler.mistakes
        self._names(data, clauses, function, compiler.parameters)
        rule = Rule(
            id=identity,
            name=self.text(data, "name"),
            severity=self.severity(data["severity"], ("severity",)) if "severity" in data else Severity.P5,
            family=self.family or identity.partition("-")[0].lower(),
            message=message,
            better=tuple(better),
            impact=self.texts(data, "impact"),
            fix=Fix("", "") if "fix" not in data else self.fix(data["fix"]),
            sources=self.texts(data, "sources"),
            notes=self.text(data, "notes"),
            parameters=MappingProxyType(parameters),
            steps=steps,
            clauses=clauses,
            check=function,
            check_name=str(data.get("check", "")),
            alias_of=alias_of,
            all_or_nothing=self.word(data, "credit", _CREDITS) == "all_or_nothing",
            dimension=Dimension(word) if (word := self.word(data, "dimension", _DIMENSIONS)) else None,
            pack=self.pack,
            place=self.place,
            **{key: self.text(data, key) for key in _WORDS},
        )
        return None if self.mistakes else rule

    def _keys(self, data: dict[Any, Any]) -> None:
        logic = [key for key in _LOGIC if key in data]
        needed = [*_REQUIRED]
        if not logic and self._misspells_logic(data):
            pass  # told as a field that there is not
        elif len(logic) != 1:
            held = " and ".join(logic) or "none"
            self.mistake((), f"expected exactly one of flag, check and alias_of, found {held}", key=True)
        elif logic != ["alias_of"]:
            needed += ["fix", "impact", "found"]
            flag = data.get("flag")
            if not isinstance(flag, list) or not all(isinstance(part, dict) and "message" in part for part in flag):
                needed.append("message")
        examples = next((key for key in _EXAMPLES if key in data), None)
        if examples is not None:
            hint = "put a line of three dashes before them: examples are a document of their own"
            self.mistake((examples,), "examples stand in the rule itself", hint, key=True)
        rule = {key: value for key, value in data.items() if key not in _EXAMPLES}
        self.keys(rule, _KEYS, needed, (), "the rule")

    def _misspells_logic(self, data: Mapping[Any, Any]) -> bool:
        return any(key not in _KEYS and did_you_mean(str(key), _LOGIC) for key in data)

    # -- logic ------------------------------------------------------------------------------------------------------

    def _clauses(self, data: Mapping[Any, Any], compiler: Compiler) -> tuple[Clause, ...]:
        flag = data.get("flag", [])
        if "flag" in data and not flag:
            self.mistake(("flag",), f"expected each and where under flag, found {found(flag)}")
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
                self.mistake(("flag", number), f"another part of flag looks at each {clause.kind} already", hint)
            clauses.append(clause)
        return tuple(clauses)

    def _clause(self, data: Any, route: Route, compiler: Compiler, rule: Mapping[Any, Any]) -> Clause | None:
        if not isinstance(data, dict):
            self.mistake(route, f"expected each and where under flag, found {found(data)}")
            return None
        self.keys(data, _CLAUSE_KEYS, _CLAUSE_NEEDS, route, "flag")
        if not all(key in data for key in _CLAUSE_NEEDS):
            return None
        kind = data["each"]
        if kind not in _KINDS:
            section = f"a section of the stack: each: stack, where: {{{kind}: ...}}" if kind in SINGLETONS else None
            hint = section or did_you_mean(str(kind), _KINDS)
            self.mistake((*route, "each"), f"no kind of element is called {found(kind)}", hint)
            return None
        given, unless = (
            compiler.condition(kind, data[key], (*route, key)) if key in data else None for key in ("given", "unless")
        )
        where = compiler.condition(kind, data["where"], (*route, "where"))
        phrases = self._phrases(data.get("phrases", {}), kind, (*route, "phrases"), compiler)
        for key, held in data.items():  # `phrases` may be misspelt, which is told: what it holds is not missing as well
            phrases |= {str(name): () for name in held} if key not in _CLAUSE_KEYS and isinstance(held, dict) else {}
        own = self.texts(data, "message", route)
        for text in own:
            self._known(text, {*_names_of(kind, compiler.parameters), *phrases}, (*route, "message"))
        conditions = Conditions(given, where, unless, phrases)
        return Clause(kind, lambda: conditions, own or self.texts(rule, "message"))

    def _phrases(self, data: Any, kind: str, route: Route, compiler: Compiler) -> dict[str, tuple[Phrase, ...]]:
        """Words by name, each with the condition under which they are said."""
        if not isinstance(data, dict):
            self.mistake(route, f"expected phrases by name, each a list of say and where, found {found(data)}")
            return {}
        names, read = _names_of(kind, compiler.parameters), {}
        for name, held in data.items():
            inner: Route = (*route, name)
            if name in names:
                self.mistake(inner, f"{shown(str(name))} is the name of another value here", key=True)
            if not isinstance(held, list):
                self.mistake(inner, f"expected a list of say and where, found {found(held)}")
                continue
            read[str(name)] = tuple(self._said(held, kind, inner, compiler, names))
        return read

    def _said(
        self, held: list[Any], kind: str, route: Route, compiler: Compiler, names: Iterable[str]
    ) -> Iterator[Phrase]:
        for number, one in enumerate(held):
            inner = (*route, number)
            if not isinstance(one, dict):
                self.mistake(inner, f"expected say and where, found {found(one)}")
            elif self.keys(one, _SAID, _SAID, inner, "the phrase"):
                say = self.text(one, "say", inner)
                counts = isinstance(one["where"], dict) and "share" in one["where"]
                self._known(say, {*names, *(SHARE if counts else ())}, (*inner, "say"))
                yield Phrase(say, compiler.condition(kind, one["where"], (*inner, "where")))

    def _function(self, data: Mapping[Any, Any]) -> Function | None:
        if "check" not in data:
            return None
        if not self.allow_code:
            hint = "ship checks in an installed package: see 'packs' in the documentation"
            self.mistake(("check",), "a folder of rules may not name code", hint)
            return None
        function = check_function(data["check"])
        if isinstance(function, str):
            self.mistake(("check",), function)
            return None
        return function

    def _steps(self, data: Mapping[Any, Any], clauses: tuple[Clause, ...], compiler: Compiler) -> tuple[Step, ...]:
        value, flag = data.get("raise", []), data.get("flag")
        if not isinstance(value, list):
            message = "expected a list of steps, each with to, because and where"
            self.mistake(("raise",), f"{message}, found {found(value)}")
            return ()
        steps = []
        for number, held in enumerate(value):
            route: Route = ("raise", number)
            if not isinstance(held, dict):
                self.mistake(route, f"expected to, because and where for a step, found {found(held)}")
                continue
            if not self.keys(held, _STEP, _STEP, route, "the step"):
                continue
            if not clauses and (flag or self._misspells_logic(data)):
                continue  # what is wrong with it is told already
            if len(clauses) != 1:
                self.mistake(route, "only a rule that looks at one kind of element has steps")
                continue
            condition = compiler.condition(clauses[0].kind, held["where"], (*route, "where"))
            because = self.text(held, "because", route)
            steps.append(Step(self.severity(held["to"], (*route, "to")), because, condition))
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
        for text in self.texts(data, "message"):
            self._known(text, shared, ("message",))
        for text in self.texts(data, "impact"):
            self._known(text, shared, ("impact",))

    def _known(self, text: str, known: set[str], route: Route) -> None:
        for name in names_in(text):
            if name not in known:
                hint = did_you_mean(name, sorted(known))
                self.mistake(route, f"no value is called {shown(name)} here", hint, word=f"{{{name}}}")
        stray = stray_brace(text)
        if stray is not None:
            hint = "a value is called by its name between { and }"
            self.mistake(route, f"{stray[0]!r} stands without {_OTHER_BRACE[stray[0]]!r}", hint, word=stray)


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
