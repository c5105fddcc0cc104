"""What is not known, as questions: one question for one kind of fact, with every place that waits for its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stackaudit.audit.coverage import WEIGHTS
from stackaudit.audit.evidence import as_yaml
from stackaudit.errors import Place
from stackaudit.finding import Missing, RuleResult
from stackaudit.model.elements import Element
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name
from stackaudit.model.words import Collection
from stackaudit.rules.rule import Rule

__all__ = ["OpenPlace", "OpenQuestion", "open_questions", "paste"]

_KIND_OF: Final = {collection: kind for kind, collection in COLLECTIONS.items()}
_LISTS: Final = frozenset({"flows", "gaps"})


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place in the file that waits for an answer.

    ``element`` is its path, ``title`` its name, ``place`` where to write. ``answers`` are those on which sources disagree.
    """

    path: str
    element: str
    title: str
    place: Place | None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, the places that wait for it, and the rules that its answer helps to judge.

    ``topic`` names the kind of fact (``tool.sends``, ``complete.flows``). ``weight`` ranks: it sums, over all subjects that wait,
    the rule's weight divided by the number of facts that the subject lacks. ``yaml`` is what to paste, with example values.
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
    weight: float = 0.0


def open_questions(stack: Stack, rules: Mapping[str, Rule], results: Iterable[RuleResult]) -> tuple[OpenQuestion, ...]:
    """The open questions of an audit, most useful first."""
    groups: dict[str, _Group] = {}
    for result in results:
        weight = WEIGHTS[rules[result.rule].severity]
        for missing in (*(one.missing for one in result.unknown), *(one.missing for one in result.findings)):
            for one in missing:
                group = groups.setdefault(_topic(one), _Group())
                group.places[one] = None
                group.rules[result.rule] = None
                group.weight += weight / len(missing)
    questions = [_question(stack, topic, group) for topic, group in groups.items()]
    return tuple(sorted(questions, key=lambda question: (-round(question.weight, 6), question.topic)))


def paste(stack: Stack, missing: Iterable[Missing]) -> str:
    """YAML with an example value for each fact, ready to be merged into the file by hand."""
    whole: list[str] = []
    sections: dict[str, dict[str, Any]] = {}
    flows: list[str] = []
    for one in missing:
        collection, *rest = one.route
        if collection == "complete":
            whole.append(rest[0])
        elif collection in _LISTS:
            flows.append(f"  - {{{_ends(stack, rest[0])}{rest[-1]}: {_example(one)}}}")
        else:
            held = sections.setdefault(collection, {})
            if len(rest) == 1 and collection in _KIND_OF:
                held[rest[0]] = "none  # or what there is"
            elif rest:
                for key in rest[:-1]:
                    held = held.setdefault(key, {})
                held[rest[-1]] = _example(one)
    parts = ["# the values are examples"]
    parts += [f"complete: [{', '.join(dict.fromkeys([*stack.complete, *whole]))}]"] if whole else []
    if flows:
        parts += ["flows:", *flows]
    for collection, held in sections.items():
        parts += [f"{collection}:", *_block(held, 1)] if held else [f"{collection}: {facts_of(Stack, collection).example or 'none'}"]
    return "\n".join(parts)


def _ends(stack: Stack, identity: str) -> str:
    """What tells a flow from the others: its id where it has one, and its ends."""
    flow = stack.flows.get(identity)
    if flow is None:
        return ""
    if flow.between is not None:
        ends, usual = f"between: [{', '.join(flow.between)}], ", "<->".join(flow.between)
    else:
        ends, usual = f"from: {flow.from_}, to: {flow.to}, ", f"{flow.from_}->{flow.to}"
    return ends if identity == usual else f"id: {identity}, {ends}"


def _block(held: dict[str, Any], depth: int) -> Iterator[str]:
    for key, value in held.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:"
            yield from _block(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {value}"


def _model_of(collection: str, rest: list[str]) -> Any:
    if collection == "roadmap" and rest[:1] == ["items"] and len(rest) > 1:
        return KINDS["roadmap_item"]
    return KINDS.get(_KIND_OF.get(collection, collection))


def _example(missing: Missing) -> str:
    collection, *rest = missing.route
    model = _model_of(collection, rest)
    name = field_name(rest[-1]) if rest else ""
    return facts_of(model, name).example if model is not None and name in model.model_fields else "..."


def _topic(missing: Missing) -> str:
    collection, *rest = missing.route
    if collection == "complete":
        return missing.path
    if collection == "systems_of_record":
        return collection
    if len(rest) > 1 or (rest and collection not in _KIND_OF):
        kind = "roadmap_item" if collection == "roadmap" and len(rest) > 1 else _KIND_OF.get(collection, collection)
        return f"{kind}.{rest[-1]}"
    return missing.path


def _text(topic: str, missing: Missing) -> str:
    collection, *rest = missing.route
    if collection == "complete":
        return f"Is it so that {next(word.doc for word in Collection if word == rest[0])}?"
    model = _model_of(collection, rest)
    name = field_name(rest[-1]) if rest else ""
    if collection == "systems_of_record" or not rest:
        return facts_of(Stack, collection).ask
    if model is not None and name in model.model_fields:
        ask = facts_of(model, name).ask
        return ask or f"What is {topic.partition('.')[2]} here: {facts_of(model, name).description.rstrip('.')}?"
    return f"Is there a process of this kind: {rest[0]}?"


def _question(stack: Stack, topic: str, group: _Group) -> OpenQuestion:
    missing = tuple(group.places)
    places = tuple(_place(stack, one) for one in missing)
    return OpenQuestion(
        topic, _text(topic, missing[0]), places, tuple(group.rules), group.weight, paste(stack, missing)
    )


def _place(stack: Stack, missing: Missing) -> OpenPlace:
    collection, *rest = missing.route
    identity = rest[0] if rest else ""
    name = rest[-1] if len(rest) > 1 or (rest and collection not in _KIND_OF) else ""
    if name == identity:
        identity = ""
    held: Any = getattr(stack, collection, None)
    element = held.get(identity) if isinstance(held, dict) and identity else held
    title = getattr(element, "title", "") or identity or collection
    provenance = stack.provenance
    place = provenance.place(collection, identity, field_name(name)) if provenance is not None else None
    disputed = element.disputed.get(name, ()) if isinstance(element, Element) and element.disputed else ()
    answers = tuple(f"{as_yaml(one.value)} ({one.source or 'no source'})" for one in disputed)
    return OpenPlace(missing.path, f"{collection}.{identity}" if identity else collection, str(title), place, answers)
