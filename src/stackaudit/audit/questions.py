"""What is not known, as questions: one question for one kind of fact, with every place that waits for its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import fsum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stackaudit.audit.coverage import WEIGHTS
from stackaudit.audit.evidence import as_yaml, element_at
from stackaudit.audit.examples import Examples
from stackaudit.audit.naming import flow_title
from stackaudit.errors import Place
from stackaudit.finding import Missing, RuleResult
from stackaudit.frozen import dataclass, field
from stackaudit.load.suites import COMMON, whole_of
from stackaudit.model.base import BaseModel
from stackaudit.model.elements import DataClass, Element, Flow, Gap, Versions
from stackaudit.model.fields import FieldFacts, facts_of
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import KIND_OF, KINDS, LISTS, PROMISES, Stack, field_name
from stackaudit.model.values import listed
from stackaudit.model.words import Collection
from stackaudit.rules.rule import Rule

__all__ = ["OpenPlace", "OpenQuestion", "answers_in_words", "open_questions", "paste"]

_KIND_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        **KIND_OF,
        PROMISES: "roadmap_item",
        "data_classes": "data_class",
    }
)
_MODELS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {**{collection: KINDS.get(kind, DataClass) for collection, kind in _KIND_OF.items()}, **KINDS}
)
"""The class of what stands in each collection and section."""
_WHOLE: Final[Mapping[str, str]] = MappingProxyType({word.value: word.doc for word in Collection})


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place in the file that waits for an answer.

    ``element`` is its path, ``title`` its name, ``place`` where to write. ``answers`` are those on which sources
    disagree.
    """

    path: str
    element: str
    title: str
    place: Place | None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, the places that wait for it, and the rules that its answer helps to judge.

    ``topic`` names the kind of fact (``tool.sends``, ``complete.flows``). ``weight`` ranks: it sums, over all subjects
    that wait, the rule's weight divided by the number of facts that the subject lacks. ``yaml`` is what to paste, with
    example values.
    """

    topic: str
    text: str
    places: tuple[OpenPlace, ...]
    rules: tuple[str, ...]
    weight: float
    yaml: str


@dataclass(slots=True)
class _Group:
    places: dict[Missing, None] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)


def open_questions(stack: Stack, rules: Mapping[str, Rule], results: Iterable[RuleResult]) -> tuple[OpenQuestion, ...]:
    """The open questions of an audit, most useful first."""
    groups: dict[str, _Group] = {}
    # The group of each fact: what many rules ask has its topic looked up once.
    known: dict[Missing, _Group] = {}
    for result in results:
        weight = WEIGHTS[rules[result.rule].severity]
        for missing in (*(one.missing for one in result.unknown), *(one.missing for one in result.findings)):
            for one in missing:
                group = known.get(one)
                if group is None:
                    asked = _asked(stack, one)
                    topic = _topic(asked)
                    group = known[one] = groups.get(topic) or groups.setdefault(topic, _Group())
                    group.places[asked] = None
                group.rules[result.rule] = None
                group.weights.append(weight / len(missing))
    examples = Examples(stack)
    questions = [_question(stack, topic, group, examples) for topic, group in groups.items()]
    return tuple(sorted(questions, key=lambda question: (-round(question.weight, 6), question.topic)))


def paste(stack: Stack, missing: Iterable[Missing], examples: Examples | None = None) -> str:
    """YAML with an example value for each fact, ready to be merged into the file by hand.

    Where an example names elements, they are those of the stack; where it has none, they are declared beside it.
    ``examples`` are those of the stack, for whoever asks often.
    """
    examples = examples or Examples(stack)
    whole: list[str] = []
    lists: dict[str, list[str]] = {}
    sections: dict[str, dict[str, Any]] = {}
    known: dict[tuple[str, str, bool], str] = {}
    new: dict[str, dict[str, None]] = {}
    for one in missing:
        fact = _fact(one)
        for collection, ids in examples.declared(fact.known).items() if fact.known is not None else ():
            new.setdefault(collection, {}).update(dict.fromkeys(ids))
        if fact.collection == "complete":
            whole.append(fact.field)
        elif fact.collection in LISTS:
            head, _, inner = fact.field.partition(".")
            example = _known_example(stack, fact, examples, known)
            example = f"{{{inner}: {example}}}" if inner else example
            line = f"  - {{{_ends(stack, fact)}{head}: {example}}}"
            lists.setdefault(fact.collection, []).append(line)
        else:
            held = sections.setdefault(one.route[0], {})
            for key in one.route[1:-1]:
                held = held.setdefault(key, {})
            if one.route[1:]:
                held[one.route[-1]] = _known_example(stack, fact, examples, known)
    parts = ["# the values are examples"]
    parts += [f"complete: [{', '.join(dict.fromkeys([*stack.complete, *whole]))}]"] if whole else []
    for collection, names in new.items():
        held = sections.setdefault(collection, {})
        held |= dict.fromkeys((name for name in names if name not in held), "{}")
    for name, lines in lists.items():
        parts += [f"{name}:", *lines]
    for name, held in sections.items():
        parts += [f"{name}:", *_block(held, 1)] if held else [f"{name}: {_example(_Fact(name, '', ''), examples)}"]
    return "\n".join(parts)


_FIELD: Final = 2
"""Where the field stands in the route of a fact of an element."""
_OWNERS: Final = "systems_of_record"
_RECORDS: Final = MappingProxyType({"consent": "what people agreed to", "suppression": "who opted out"})
"""What a tool has the last word on beside kinds of records, in words."""


class _Fact(NamedTuple):
    """A missing fact by its parts: collection or section, id of the element, and field by its name in the file."""

    collection: str
    identity: str
    field: str

    @property
    def known(self) -> FieldFacts | None:
        """What the model says of the field, or of the section; None for one that it does not have."""
        return _known(self.collection, self.field)


@lru_cache(maxsize=1024)
def _known(collection: str, field: str) -> FieldFacts | None:
    """What the model says of a field of a collection or section; where none is named, of the section itself."""
    model: type[BaseModel] | None = _MODELS.get(collection) if field else Stack
    head, _, inner = field_name(field or collection).partition(".")
    if model is None or head not in model.model_fields:
        return None
    if not inner:
        return facts_of(model, head)
    aspect = aspect_of(model, head)
    return facts_of(aspect, inner) if aspect is not None and inner in aspect.model_fields else None


def _fact(missing: Missing) -> _Fact:
    collection, *rest = missing.route
    if collection == "roadmap" and len(rest) > 1:
        collection, rest = PROMISES, rest[1:]
    in_collection = collection in _KIND_OF
    identity = rest.pop(0) if rest and in_collection else ""
    return _Fact(collection, identity, ".".join(rest))


def _asked(stack: Stack, missing: Missing) -> Missing:
    """The fact to ask for in place of one that is missing: what a part leaves to its suite is asked of that.

    Of a section of which nothing is stated, the section is, where one question asks for both.
    """
    route = missing.route
    if route[0] == "tools" and len(route) > _FIELD and route[_FIELD] in COMMON:
        whole = whole_of(route[1], lambda key, field: _of_tool(stack, key, field))
        if whole is not None and _of_tool(stack, route[1], route[_FIELD]) in (
            None,
            _of_tool(stack, whole, route[_FIELD]),
        ):
            return Missing((route[0], whole, *route[_FIELD:]))
        return missing
    section = Missing(route[:1])
    if len(route) == 1 or getattr(stack, route[0], missing) is not None:
        return missing
    return section if _text(section) == _text(missing) else missing


def _of_tool(stack: Stack, key: str, field: str) -> Any:
    """A field of a tool, or the tool itself; None where it is not there."""
    tool = stack.tools.get(key)
    return tool if tool is None or not field else getattr(tool, field)


def _ends(stack: Stack, fact: _Fact) -> str:
    """What tells a flow or gap from the others: its id where it has one, and its ends."""
    element = stack.flows.get(fact.identity) or stack.gaps.get(fact.identity)
    if element is None:
        return ""
    if isinstance(element, Flow) and element.between is not None:
        ends, usual = f"between: [{', '.join(element.between)}], ", "<->".join(element.between)
    else:
        ends, usual = f"from: {element.from_}, to: {element.to}, ", f"{element.from_}->{element.to}"
    return ends if fact.identity == usual or isinstance(element, Gap) else f"id: {fact.identity}, {ends}"


def _block(held: dict[str, Any], depth: int) -> Iterator[str]:
    for key, value in held.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:"
            yield from _block(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {value}"


def _known_example(stack: Stack, fact: _Fact, examples: Examples, known: dict[tuple[str, str, bool], str]) -> str:
    """The example of a kind of fact, looked up once; what a tool is used for is an example of its own."""
    tool = stack.tools.get(fact.identity) if (fact.collection, fact.field) == ("tools", "capabilities") else None
    if tool is not None and listed(tool.capabilities):
        return f"[{', '.join(map(str, listed(tool.capabilities)))}]"
    kind = (fact.collection, fact.field, bool(fact.identity))
    if kind not in known:
        known[kind] = _example(fact, examples)
    facts = fact.known
    names_itself = (
        facts is not None and "tools" in facts.refers_to and fact.identity in re.findall(r"[\w.-]+", known[kind])
    )
    return _example(fact, examples) if names_itself else known[kind]


def _example(fact: _Fact, examples: Examples) -> str:
    if fact.identity and not fact.field:
        return "none  # or what there is"
    known = fact.known
    if known is None:
        return examples.source_of_truth(fact.field) if fact.collection == _OWNERS else "..."
    if (fact.collection, fact.field) == (_OWNERS, ""):
        named = ", ".join(f"{record}: {examples.source_of_truth(record)}" for record in ("contact", *_RECORDS))
        return f"{{{named}}}"
    return examples.ids_for(known, fact.identity) or known.example


def _topic(missing: Missing) -> str:
    fact = _fact(missing)
    return f"{_KIND_OF[fact.collection]}.{fact.field}" if fact.identity and fact.field else missing.path


def _text(missing: Missing) -> str:
    fact = _fact(missing)
    if fact.collection == "complete" and fact.field in _WHOLE:
        return f"Is it so that {_WHOLE[fact.field]}?"
    if fact.identity and not fact.field:
        return f"Is there a process of this kind: {fact.identity}?"
    known = fact.known
    if known is None and fact.collection == _OWNERS:
        return f"Which tool is the source of truth for {_RECORDS.get(fact.field, fact.field)}?"
    if known is None:
        return f"What is {missing.path}?"
    return known.ask or f"What is {fact.field} here: {known.description.rstrip('.')}?"


def _question(stack: Stack, topic: str, group: _Group, examples: Examples) -> OpenQuestion:
    missing = tuple(group.places)
    places = tuple(_place(stack, one) for one in missing)
    text = _text(missing[0])
    return OpenQuestion(topic, text, places, tuple(group.rules), fsum(group.weights), paste(stack, missing, examples))


def _place(stack: Stack, missing: Missing) -> OpenPlace:
    collection, identity, name = _fact(missing)
    element = element_at(stack, collection, identity)
    title = element.title if isinstance(element, Element) else identity or collection
    if isinstance(element, Flow):
        title = flow_title(stack, element)
    provenance = stack.provenance
    place = provenance.place(collection, identity, field_name(name)) if provenance is not None else None
    disputed = (
        element.disputed.get(name.partition(".")[0], ()) if isinstance(element, Element) and element.disputed else ()
    )
    path = f"{collection}.{identity}" if identity else collection
    return OpenPlace(missing.path, path, title, place, answers_in_words(disputed))


def answers_in_words(answers: Iterable[Versions]) -> tuple[str, ...]:
    """Answers on which sources disagree, each as YAML with who gives it."""
    return tuple(f"{as_yaml(one.value)} ({one.source or 'no source'})" for one in answers)
