"""The declared rules: generators and a plain reading made from each rule's own conditions, so that a new rule is held, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from stackaudit.model.shapes import Shape, aspect_of, shape_of
from stackaudit.model.stack import COLLECTIONS, KINDS, SINGLETONS, field_name
from stackaudit.model.words import REGION_GROUPS, Capability
from stackaudit.rules.pack import builtin
from stackaudit.rules.rule import Rule
from stackaudit.source import Limits, read_file

from .comparing import Case
from .drawing import ABSENT, Draw, complete, forget, one_of, pairs
from .plain import ends, items, no_part_of_itself, running, tools
from .worlds import HEAD, Addition, Domain, OneOf, Slot, Some, World, field_of, is_record, put

AS_OF: date = HEAD["as_of"]  # type: ignore[assignment]  # a mapping of any values
STATUSES = {"tool": ("active", "retired"), "flow": ("active", "paused")}
COMPARING = {
    "at_least": lambda one, other: one >= other,
    "at_most": lambda one, other: one <= other,
    "more_than": lambda one, other: one > other,
    "less_than": lambda one, other: one < other,
}
OPERATORS = {
    *COMPARING,
    "any",
    "all",
    "within",
    "under",
    "count",
    "older_than",
    "on_or_before",
    "after",
    "within_next",
    "same",
    "not",
    "of",
}
REFUSED_BY_REFERENCES = OPERATORS - {"not"}
"""A field that refers to elements takes a condition on them, or one of these tests of the names themselves."""
EVENTS = ("sign_up", "purchase")
COMBINATORS = ("all_of", "any_of", "not", "some", "no", "count", "share")
MOST_ADDED = 400
MONEY = {"amount": 900, "currency": "eur", "per": "once"}
FEW_ADDED = 60
MANY = 30


@cache
def documents() -> Mapping[str, dict[str, Any]]:
    """The declared rules of the built-in pack as their files state them, by id."""
    found = {}
    for file in sorted(builtin().path.rglob("*-*.yaml")):
        document = read_file(file, file=file.name, limits=Limits()).documents[0].data
        if "flag" in document:
            found[document["id"]] = document
    return found


def clauses_of(rule: dict[str, Any]) -> list[dict[str, Any]]:
    return rule["flag"] if isinstance(rule["flag"], list) else [rule["flag"]]


def conditions_of(rule: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every condition of a rule, with the kind of element that it looks at."""
    for clause in clauses_of(rule):
        yield from ((clause["each"], clause[name]) for name in ("given", "where", "unless") if name in clause)
        yield from ((clause["each"], step["where"]) for step in rule.get("raise", []))


# -- what a rule reads --------------------------------------------------------------------------------------------------


class Reads:
    """The fields that a rule reads, by kind, with the values that it compares them with."""

    def __init__(self, rule: dict[str, Any]) -> None:
        self.parameters = {name: one["value"] for name, one in rule.get("parameters", {}).items()}
        self.fields: dict[tuple[str, str], list[Any]] = {}
        self.sections: set[str] = set()
        self.counted: set[str] = set()
        self.measured: set[str] = set()
        self.followed: set[tuple[str, str]] = set()
        for kind, condition in conditions_of(rule):
            self._read(kind, condition)
        self.kinds = list(
            dict.fromkeys(
                [
                    *(clause["each"] for clause in clauses_of(rule)),
                    *(kind for kind, _ in self.fields),
                    *sorted(self.measured),
                ]
            )
        )
        self.kinds = [kind for kind in self.kinds if kind in COLLECTIONS]
        # A tool that nobody listed may bring flows: of a whole list of those alone, nothing follows.
        self.whole = [*self.kinds, *(["tool"] if "flow" in self.measured and "tool" not in self.kinds else [])]

    def _read(self, kind: str, condition: dict[str, Any]) -> None:
        for key, test in condition.items():
            if key in {"all_of", "any_of"}:
                for one in test:
                    self._read(kind, one)
            elif key == "not":
                self._read(kind, test)
            elif key in {"some", "no"}:
                inner, data = next(iter(test.items()))
                self.counted.add(inner)
                self._read(inner, data)
            elif key in {"count", "share"}:
                for inner, data in test["of"].items():
                    self.counted.add(inner)
                    self.measured.add(inner)
                    self._read(inner, data)
                    self._read(inner, test.get("where", {}))
            elif kind == "stack":
                self.sections.add(key)
                if isinstance(test, dict):
                    self._read(key, test)
            else:
                self._test(kind, key, test)

    def _test(self, kind: str, key: str, test: Any) -> None:
        if isinstance(test, dict) and "." not in key and aspect_of(KINDS[kind], field_name(key)) is not None:
            for inner, one in test.items():
                self._test(kind, f"{key}.{inner}", one)
            return
        if key == "id":
            return
        held = self.fields.setdefault((kind, key), [])
        shape = shape_of(KINDS[kind], field_name(key))
        if isinstance(test, dict) and shape.kinds and not set(test) & REFUSED_BY_REFERENCES:
            self.followed.add((kind, key))
            for target in shape.kinds:
                if _suits(target, test):
                    self._read(target, test)
        elif isinstance(test, dict):
            for name, operand in test.items():
                if name == "not":
                    self._test(kind, key, operand)
                elif name == "within" and str(operand).startswith("$"):
                    held.extend(self._limit(operand))
                elif name == "within" and isinstance(operand, str):
                    section, _, field = operand.partition(".")
                    self.sections.add(section)
                    self.fields.setdefault((section, field), held)
                elif name != "same" and isinstance(self._limit(operand), list):
                    held.extend(self._limit(operand))
                elif name == "within_next":
                    held.extend(_ahead(operand if not operand.startswith("$") else self.parameters[operand[1:]]))
                elif name in COMPARING:
                    held.extend(_near(self._limit(operand)))
                elif name == "count":
                    words = [word.value for word in Capability] if key == "capabilities" else shape.words
                    _enough(words, held, max(self._limit(one) for one in operand.values()))
                elif name in {"older_than", "on_or_before", "after"}:
                    held.extend(_around(operand if not str(operand).startswith("$") else self.parameters[operand[1:]]))
        else:
            held.extend(test if isinstance(test, list) else [test])

    def _limit(self, operand: Any) -> Any:
        return self.parameters[operand[1:]] if isinstance(operand, str) and operand.startswith("$") else operand

    def domain(self, kind: str, key: str, world: World) -> Domain:
        """What a field may hold: what the rule compares it with, and something else."""
        shape = shape_of(KINDS[kind], field_name(key))
        values = [value for value in dict.fromkeys(self.fields.get((kind, key), [])) if value != "none"]
        if shape.kinds:
            named = tuple(one for target in shape.kinds for one in world.get(COLLECTIONS[target], {}))
            partial = (
                []
                if (kind, key) in self.followed
                else [COLLECTIONS[target] for target in shape.kinds if COLLECTIONS[target] not in world["complete"]]
            )
            named += tuple(f"new in {collection}" for collection in partial[:1])
            return Some(named) if shape.many else OneOf(("none", *named))
        if (kind, key) == ("roadmap", "items"):
            return OneOf(({}, {"one": {}}))
        if key == "basis":
            return OneOf((*values, _other(key, shape, values)))
        below = [value for value in values if str(value).startswith("user.")]
        if key in {"stores", "carries"} and "user" in values and below:
            return Some(("user.name", below[0]), vague={"user": (["user.name"], [below[0]])})
        if key in {"stores", "carries"}:
            vague = {} if "user" in values else {"user": (["user.value"], ["user.name"])}
            return Some(tuple(values[:2]), vague=vague)
        if shape.many and len(values) > 2 and kind == "process":
            return Nearly((*values, _other(key, shape, values)))
        if shape.many and key in {"events", "seen"}:
            plan = world.get("tracking_plan")
            planned = items(plan.get("events")) if isinstance(plan, dict) else []
            return Some((*EVENTS, "another") if set(EVENTS) <= set(planned) else EVENTS)
        if shape.many:
            found = (*values[:2], _other(key, shape, values))[: 2 if len(values) != 1 else 1]
            return Some(found or (_other(key, shape, values),), can_be_open=key != "sends" or kind == "tool")
        if key == "status" and kind in STATUSES:
            return OneOf((*STATUSES[kind], *values))
        if key == "expected_revenue":
            return OneOf((MONEY, "none"))
        if "bool" in shape.holds:
            return OneOf((True, False))
        if key == "name":  # a text like any other, of which "none" would be one
            return OneOf(("something else", "another"))
        others = (_other(key, shape, values), *(["another"] if key == "definition" else []), "none")
        return OneOf(tuple(dict.fromkeys((*values[:2], *values[-1:], *others))))


class Nearly(Some):
    """A list of which a rule wants many items: none of them, all but one, or all; the last is one that it does not want."""

    def options(self, value: Any) -> tuple[Any, ...] | None:
        *wanted, other = self.items
        if value is None or value == "unknown":
            return [], [wanted[0]], wanted[:-1], wanted, [other], [*wanted, other]
        if not isinstance(value, list) or "more" not in value:
            return None
        named = [item for item in value if item != "more"]
        rest = [item for item in wanted if item not in named]
        return named, [*named, *rest[:-1]], [*named, *rest]


def _suits(kind: str, condition: dict[str, Any]) -> bool:
    """Whether elements of a kind have all fields that a condition on them names."""
    for key, test in condition.items():
        if key in {"all_of", "any_of"}:
            if not all(_suits(kind, one) for one in test):
                return False
        elif key == "not":
            if not _suits(kind, test):
                return False
        elif key not in {"some", "no", "count", "share"} and field_name(key) not in KINDS[kind].model_fields:
            return False
    return True


def _around(operand: str) -> list[date]:
    """Days that lie before, on and after the one that a rule compares with."""
    if operand == "as_of":
        return [AS_OF - timedelta(days=1), AS_OF, AS_OF + timedelta(days=1)]
    months = {"mo": 30, "d": 1, "w": 7}[operand.lstrip("0123456789")]
    return [AS_OF - timedelta(days=months * int(operand.rstrip("dmow")) + 40), AS_OF]


def _ahead(operand: str) -> list[date]:
    """The last day that a rule looks ahead to, and the one after it."""
    if operand.endswith("mo"):
        months = AS_OF.year * 12 + AS_OF.month - 1 + int(operand[:-2])
        last = AS_OF.replace(year=months // 12, month=months % 12 + 1)
    else:
        last = AS_OF + timedelta(days=int(operand.removesuffix("d")))
    return [last, last + timedelta(days=1)]


def _near(limit: Any) -> list[Any]:
    """Values below, at and above a limit."""
    if isinstance(limit, str):
        count, unit = int(limit.rstrip("bdhmow")), limit.lstrip("0123456789")
        return [f"{count * 4}{unit}", limit, "1m"]
    return [limit + 1, limit, 0]


def _magnitude(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    count, unit = int(value.rstrip("bdhmow")), value.lstrip("0123456789")
    return count * {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60, "mo": 31 * 24 * 60}[unit]


def _other(key: str, shape: Shape, values: list[Any]) -> Any:
    """A value that the rule does not compare with; one of those that it does where there is no other word."""
    if key in {"capabilities", "requires_capabilities"}:
        return next(word.value for word in reversed(Capability) if word.value not in values)
    if key in {"every", "signals", "hosting_region", "regions"}:
        return {"every": "1d", "signals": "deletion"}.get(key, "jp")
    if "date" in shape.holds:
        return AS_OF - timedelta(days=1)
    if not shape.words and shape.holds & {"duration", "number"} and "parts" not in shape.holds:
        return "2h" if "duration" in shape.holds else 7
    others = [word for word in shape.words if word not in values]
    return [*others, *values][0] if shape.words else "something else"


# -- a plain reading ----------------------------------------------------------------------------------------------------


class Plain:
    """A rule's conditions in two-valued logic over a complete world."""

    def __init__(self, rule: dict[str, Any]) -> None:
        self.rule = rule
        self.parameters = {name: one["value"] for name, one in rule.get("parameters", {}).items()}

    def flags(self, world: World, _listed: World) -> dict[str, int]:
        found = {}
        for clause in clauses_of(self.rule):
            kind = clause["each"]
            for path, element in self._subjects(world, kind):
                holds = all(
                    self._holds(world, kind, clause[name], element, None)
                    for name in ("given", "where")
                    if name in clause
                )
                if holds and not ("unless" in clause and self._holds(world, kind, clause["unless"], element, None)):
                    steps = [
                        step
                        for step in self.rule.get("raise", [])
                        if self._holds(world, kind, step["where"], element, None)
                    ]
                    found[path] = int(min((step["to"] for step in steps), default=self.rule["severity"])[1])
        return found

    def _subjects(self, world: World, kind: str) -> Iterator[tuple[str, Any]]:
        if kind == "stack":
            yield "stack", world
            return
        yield from ((f"{COLLECTIONS[kind]}.{key}", element) for key, element in self._elements(world, kind))

    def _elements(self, world: World, kind: str) -> Iterator[tuple[str, Any]]:
        """The elements of a kind that are in use."""
        if kind == "tool":
            yield from tools(world).items()
        elif kind == "flow":
            yield from {key: flow for key, flow, _, _ in running(world)}.items()
        else:
            yield from ((key, one) for key, one in world[COLLECTIONS[kind]].items() if isinstance(one, dict))

    def _holds(self, world: World, kind: str, condition: dict[str, Any], element: Any, outer: Any) -> bool:
        return all(self._entry(world, kind, key, test, element, outer) for key, test in condition.items())

    def _entry(self, world: World, kind: str, key: str, test: Any, element: Any, outer: Any) -> bool:
        if key == "all_of":
            return all(self._holds(world, kind, one, element, outer) for one in test)
        if key == "any_of":
            return any(self._holds(world, kind, one, element, outer) for one in test)
        if key == "not":
            return not self._holds(world, kind, test, element, outer)
        if key in {"some", "no"}:
            inner, data = next(iter(test.items()))
            found = any(self._holds(world, inner, data, one, element) for _, one in self._elements(world, inner))
            return found == (key == "some")
        if key in {"count", "share"}:
            return self._measured(world, test, element, is_share=key == "share")
        if kind == "stack":
            section = world.get(key)
            return (
                section == "none"
                if test == "none"
                else isinstance(section, dict) and self._holds(world, key, test, section, outer)
            )
        return self._field(world, kind, key, test, element, outer)

    def _measured(self, world: World, test: Any, outer: Any, *, is_share: bool) -> bool:
        counted = [
            (kind, one)
            for kind, data in test["of"].items()
            for _, one in self._elements(world, kind)
            if self._holds(world, kind, data, one, outer)
        ]
        name = next(name for name in test if name in COMPARING)
        if not is_share:
            return COMPARING[name](len(counted), self._limit(test[name]))
        met = [one for kind, one in counted if self._holds(world, kind, test["where"], one, outer)]
        return bool(counted) and COMPARING[name](100 * len(met) / len(counted), self._limit(test[name]))

    def _field(self, world: World, kind: str, key: str, test: Any, element: Any, outer: Any) -> bool:
        if isinstance(test, dict) and "." not in key and aspect_of(KINDS[kind], field_name(key)) is not None:
            return all(self._field(world, kind, f"{key}.{inner}", one, element, outer) for inner, one in test.items())
        shape = shape_of(KINDS[kind], field_name(key))
        value = _value(kind, key, element)
        if isinstance(test, dict) and shape.kinds and not set(test) & REFUSED_BY_REFERENCES:
            return any(
                self._holds(world, target, test, world[COLLECTIONS[target]][name], element)
                for name in (items(value) if isinstance(value, list) or value == "none" else [value])
                for target in shape.kinds
                if isinstance(world[COLLECTIONS[target]].get(name), dict) and _suits(target, test)
            )
        return self._test(world, value, test, outer)

    def _test(self, world: World, value: Any, test: Any, outer: Any) -> bool:
        if isinstance(test, dict):
            if "of" in test:
                value = [item for item in items(value) if item in self._limit(test["of"])]
            return all(
                self._operator(world, value, name, operand, outer) for name, operand in test.items() if name != "of"
            )
        if test == "none":
            return value is False or value in ("none", [], {})
        if test is True:
            return value not in ("none", False)
        return value in test if isinstance(test, list) else value == test

    def _limit(self, operand: Any) -> Any:
        return self.parameters[operand[1:]] if isinstance(operand, str) and operand.startswith("$") else operand

    def _operator(self, world: World, value: Any, name: str, operand: Any, outer: Any) -> bool:
        operand = self._limit(operand)
        if name == "not":
            return not self._test(world, value, operand, outer)
        if name == "same":
            other = _value("flow" if {"from", "between"} & set(outer) else "", operand, outer)
            return bool(set(_as_items(value)) & set(_as_items(other)))
        if name == "under":
            return any(_is_under(world, one, above) for one in items(value) for above in operand)
        if name == "count":
            bounds = {"at_least": lambda count, bound: count >= bound, "fewer_than": lambda count, bound: count < bound}
            limits = {bound: self._limit(limit) for bound, limit in operand.items()}
            return all(bounds[bound](len(items(value)), limit) for bound, limit in limits.items())
        if name in {"any", "all", "within"}:
            if isinstance(operand, str):
                section, _, field = operand.partition(".")
                stated = world.get(section)
                operand = items(stated.get(field)) if isinstance(stated, dict) else []
            one, other = set(items(value)), set(operand)
            return {"any": bool(one & other), "all": other <= one, "within": one <= other}[name]
        if value == "none":
            return False
        if name in COMPARING:
            return COMPARING[name](_magnitude(value), _magnitude(operand))
        limit = AS_OF if operand == "as_of" else operand
        if name == "older_than":
            return value < _before(limit)
        if name == "within_next":
            return _before(limit, value) <= AS_OF < value
        return {"on_or_before": value <= limit, "after": value > limit}[name]


def _as_items(value: Any) -> list[Any]:
    return items(value) if isinstance(value, list) or value in ("none", None) else [value]


def _before(duration: str, day: date = AS_OF) -> date:
    if duration.endswith("mo"):
        months = day.year * 12 + day.month - 1 - int(duration[:-2])
        return day.replace(year=months // 12, month=months % 12 + 1)
    return day - timedelta(days=int(duration[:-1]) * {"d": 1, "w": 7}[duration[-1]])


def _enough(words: Sequence[str], held: list[Any], wanted: int) -> None:
    """As many items as a rule counts, where that is more than one."""
    if wanted > 1 and len(held) < wanted:
        held.extend(list(words)[:wanted] or [f"item {number}" for number in range(wanted)])


def _is_under(world: World, one: str, above: str) -> bool:
    own = (world.get("data_classes") or {}).get(one)
    return (
        one == above
        or one in REGION_GROUPS.get(above, ())
        or one.startswith(f"{above}.")
        or (above == "user" and own is not None and own.get("personal") is True)
    )


def _value(kind: str, key: str, element: dict[str, Any]) -> Any:
    if kind == "flow" and key in {"from", "to"}:
        found = [tail if key == "from" else head for tail, head in ends(element)]
        return list(dict.fromkeys(found))
    if kind == "process" and key == "kind":
        return element.get("kind")
    value = field_of(element, key)
    if kind == "request" and key == "status" and value is None:
        return "open"
    return "none" if value is None else value


# -- the case of a rule -------------------------------------------------------------------------------------------------


def case_of(document: dict[str, Any], rule: Rule | None = None) -> Case:
    """How a declared rule is held against completions; one that is in no pack is given compiled, too."""
    reads = Reads(document)
    fills = {}
    for kind, key in [*reads.fields, *((kind, "status") for kind in ("tool", "flow") if kind in reads.kinds)]:
        # On what somebody's word rests is said or not; it is no fact that an interview could bring.
        if key not in {"basis", "name"} and (key not in {"from", "to", "kind"} or kind != "flow"):
            collection = COLLECTIONS.get(kind, kind)
            fills[collection, key] = lambda world, _key, kind=kind, key=key: reads.domain(kind, key, world)
    return Case(
        rule=document["id"],
        compiled=rule,
        stacks=descriptions(reads, fills).filter(no_part_of_itself),
        fills=fills,
        flags=Plain(document).flags,
        holds=lambda world, _listed: no_part_of_itself(world),
        slots=lambda world: _slots(reads, world),
        additions=lambda world: _additions(reads, world),
        finish=lambda world: _with_new_ones(reads, world),
        vague={"carries": ("user", "lead"), "stores": ("lead",)},
    )


def _with_new_ones(reads: Reads, world: World) -> World:
    """The world with the elements that nobody listed and that its facts refer to, of whatever the rule reads."""
    text = str({name: held for name, held in world.items() if name in {*COLLECTIONS.values(), *SINGLETONS}})
    new = {
        name: {**world[name], NEW: {**_elements(reads, kind, world)[0], "id": NEW}}
        for kind, name in COLLECTIONS.items()
        if f"new in {name}" in text
    }
    if not new:
        return world
    return {name: _renamed(new.get(name, held)) for name, held in world.items()}


def _renamed(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: _renamed(one) for key, one in held.items()}
    if isinstance(held, list):
        return [_renamed(one) for one in held]
    return NEW if isinstance(held, str) and held.startswith("new in ") else held


NEW = "new_one"


def _slots(reads: Reads, world: World) -> Iterator[Slot]:
    """Sections that nobody described, data classes of which nobody knows what they are, processes that may not be there."""
    for section in sorted(reads.sections):
        fields = [key for kind, key in reads.fields if kind == section]
        if world.get(section) in (None, "unknown") and not (
            fields and all(is_record((section, key)) for key in fields)
        ):
            yield Slot((section,), (*(("none",) if section != "company" else ()), *_elements(reads, section, world)))
    for key, own in (world.get("data_classes") or {}).items():
        if own.get("personal") in (None, "unknown"):
            yield Slot(("data_classes", key, "personal"), (True, False))
    if "process" in reads.kinds:
        for key, process in world["processes"].items():
            if process == "unknown":
                yield Slot(
                    ("processes", key), ("none", *({**one, "kind": key} for one in _elements(reads, "process", world)))
                )


def _elements(reads: Reads, kind: str, world: World) -> list[dict[str, Any]]:
    """Elements of a kind with every mixture of what a rule compares with; not more than so many."""
    names = [key for one, key in reads.fields if one == kind and key not in {"from", "to", "basis"}]
    domains = [reads.domain(kind, name, world) for name in names]
    options = [domain.options(None) or () for domain in domains]
    mixtures = list(product(*options))
    found = []
    for values in mixtures[:: len(mixtures) // MOST_ADDED + 1]:
        found.append(one := {})
        for name, value in zip(names, values, strict=True):
            put(one, tuple(name.split(".")), value)
    return found


def _additions(reads: Reads, world: World) -> list[Addition]:
    found: list[Addition] = [{}]
    is_partial = {kind: COLLECTIONS[kind] not in world["complete"] for kind in COLLECTIONS}
    new_tools = [
        {"id": "new", "sends": "none", "captures_opt_out": "none", "built": "vendor", **one}
        for one in _elements(reads, "tool", world)
    ]
    for kind in sorted(reads.counted - {"flow", "tool"}):
        if is_partial[kind]:
            ruled_out = {key for key, held in world["processes"].items() if held == "none"} if kind == "process" else ()
            new_ones = [one for one in _elements(reads, kind, world) if one.get("kind") not in ruled_out]
            found += [{(COLLECTIONS[kind], "new"): one} for one in new_ones]
    if reads.counted & {"flow", "tool"} and is_partial["tool"]:
        found += [{("tools", "new"): one} for one in new_tools]
    if "flow" in reads.counted:
        kinds = _elements(reads, "flow", world)
        outs = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"out", "both"}]
        ins = [key for key, tool in world["tools"].items() if tool.get("flows_complete") not in {"in", "both"}]
        if is_partial["flow"]:
            found += [
                {("flows", "new"): {"from": one, "to": other, **kind}}
                for one in outs
                for other in ins
                if one != other
                for kind in kinds
            ]
        if is_partial["tool"]:
            for new in new_tools:
                more = [
                    {("tools", "new"): new, ("flows", "new"): {"from": key, "to": "new", **kind}}
                    for key in outs
                    for kind in kinds
                ]
                more += [
                    {("tools", "new"): new, ("flows", "new"): {"from": "new", "to": key, **kind}}
                    for key in ins
                    for kind in kinds
                ]
                found += more
                for other in new_tools[:4]:
                    two = {("tools", "new"): new, ("tools", "newer"): {**other, "id": "newer"}}
                    found += [{**two, ("flows", "new"): {"from": "newer", "to": "new", **kind}} for kind in kinds]
    if not reads.measured:
        return found
    if "flow" in reads.measured:  # many flows take long to judge
        flows = [one for one in found if ("flows", "new") in one]
        found = [one for one in found if one not in flows] + flows[:: len(flows) // FEW_ADDED + 1]
    return [*found, *(_repeated(one, kind) for kind in sorted(reads.measured) for one in found)]


def _repeated(addition: Addition, kind: str) -> Addition:
    """An addition with its new element of a kind many times over, which outweighs what is listed."""
    collection = COLLECTIONS[kind]
    new = addition.get((collection, "new"))
    return addition if new is None else addition | {(collection, f"new{number}"): new for number in range(MANY)}


@st.composite
def descriptions(draw: Draw, reads: Reads, fills: Any) -> dict[str, Any]:
    """A few elements of each kind that the rule reads, with values that it compares with and others."""
    stack: dict[str, Any] = {"complete": complete(draw, *(COLLECTIONS[kind] for kind in reads.whole if kind != "gap"))}
    targets = {
        target for kind, key in reads.fields if kind in KINDS for target in shape_of(KINDS[kind], field_name(key)).kinds
    }
    kinds = [kind for kind in COLLECTIONS if kind in {*reads.kinds, *targets} and kind != "flow"]
    if "flow" in reads.kinds and "tool" not in kinds:
        kinds.append("tool")
    for kind in kinds:
        stack[COLLECTIONS[kind]] = {}
    for kind in kinds:
        # Between fewer than two tools there is no flow, listed or not, and a rule would have to know.
        few = (2, 3) if kind == "tool" and "flow" in reads.measured else (1, 2)
        names = [f"{kind}{number}" for number in range(one_of(draw, (2, 1, 3) if kind in reads.kinds else few))]
        if kind == "process":
            names = _process_names(reads)[: one_of(draw, (1, 2))]
        stack[COLLECTIONS[kind]].update({name: {} for name in names})
    for kind in kinds:
        for name in stack[COLLECTIONS[kind]]:
            stack[COLLECTIONS[kind]][name] = _element(draw, reads, kind, stack)
    if "flow" in reads.kinds:
        keys = list(stack["tools"])
        drawn = pairs(draw, (*keys, *stack.get("capture_points", ())), keys, 3, 1)
        stack["flows"] = [{"from": one, "to": other} | _element(draw, reads, "flow", stack) for one, other in drawn]
    if "process" in kinds and draw(st.integers(0, 3)) == 3:
        stack["processes"][_process_names(reads)[0]] = one_of(draw, ("none", "unknown"))
    for section in sorted(reads.sections):
        held = one_of(draw, (ABSENT, "none", "some", "some", "some"))
        if held == "some":
            stack[section] = _element(draw, reads, section, stack)
        elif held != ABSENT and section != "company":
            stack[section] = held
    classes = [value for (_, key), values in reads.fields.items() if key in {"stores", "carries"} for value in values]
    # Whether a class of the company's own is below one of those below `user`, nobody could say.
    if classes and not any(str(one).startswith("user.") for one in classes) and draw(st.booleans()):
        stack["data_classes"] = {"lead": {} if draw(st.booleans()) else {"personal": draw(st.booleans())}}
        holders = [
            one for name in ("tools", "flows") for one in (stack.get(name) or {} if name == "tools" else {}).values()
        ]
        for holder in [*holders, *stack.get("flows", [])]:
            for name in ("stores", "carries"):
                if (
                    name in holder
                    and "user" in reads.fields.get(("flow", name), reads.fields.get(("tool", name), []))
                    and draw(st.booleans())
                ):
                    holder[name] = ["lead"]
    return forget(draw, stack, _for_drawing(fills, stack), 4)


def _process_names(reads: Reads) -> list[str]:
    """Processes of the kinds that a rule names, and others."""
    named = [kind for kind in reads.fields.get(("process", "kind"), []) if isinstance(kind, str)]
    return list(dict.fromkeys([*named, "segmentation", "triage"]))


def _for_drawing(fills: Any, _stack: Any) -> Any:
    fills = [key for key in fills if key != ("roadmap", "items")]  # no word can stand in their place
    return {key: Some(()) if key[1] in LISTS else OneOf(()) for key in fills if key not in NEVER_OPEN} | {
        key: Some((), can_be_open=False) for key in fills if key in NEVER_OPEN
    }


LISTS = {
    "export",
    "capabilities",
    "carries",
    "stores",
    "signals",
    "sends",
    "events",
    "core_competencies",
    "maintainers",
    "teams",
    "tools",
    "metrics",
    "channels",
    "scale",
    "required_fields",
    "seen",
}
ASPECTS = {name for model in KINDS.values() for name in model.model_fields if aspect_of(model, name) is not None}
NEVER_OPEN = {("automations", "sends")}


def _element(draw: Draw, reads: Reads, kind: str, stack: dict[str, Any]) -> dict[str, Any]:
    element: dict[str, Any] = {}
    for one, key in reads.fields:
        if one == kind and key not in {"from", "to"} and not (kind == "process" and key == "kind"):
            options = [one for one in reads.domain(kind, key, stack).options(None) or () if "new in" not in str(one)]
            if key == "carries" and "user" not in reads.fields[one, key]:
                options.append(["user"])
            if one == "tool" and key == "sends":
                options += [{"email": ["service"]}, ["email"]]
            put(element, tuple(key.split(".")), one_of(draw, options))
    for key in [key for key in element if isinstance(element[key], dict) and key in ASPECTS]:
        whole = draw(st.integers(0, 11))
        if whole < 3:
            element[key] = ("none", "unknown", ABSENT)[whole]
        if element[key] == ABSENT:
            del element[key]
    if kind in STATUSES and draw(st.integers(0, 3)) == 0:
        element["status"] = one_of(draw, (*STATUSES[kind], "planned"))
    # What tools say of their own flows is no list: a share or count is as open as before.
    if kind == "tool" and "flow" in reads.counted - reads.measured and draw(st.integers(0, 5)) == 0:
        element["flows_complete"] = one_of(draw, ("in", "out", "both"))
    return element


__all__ = ["SINGLETONS", "case_of", "documents"]
