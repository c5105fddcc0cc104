"""What is not known, as questions: one question for one kind of fact, with every place that waits for its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stackaudit.audit.coverage import WEIGHTS
from stackaudit.errors import Place
from stackaudit.finding import Missing, RuleResult
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name
from stackaudit.model.words import Collection
from stackaudit.rules.rule import Rule

__all__ = ["OpenPlace", "OpenQuestion", "open_questions", "paste"]

_KIND_OF: Final = {collection: kind for kind, collection in COLLECTIONS.items()}
_LISTS: Final = frozenset({"flows", "gaps"})


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place in the file that waits for an answer. ``element`` is its path, ``title`` its name, ``place`` where to write."""

    path: str
    element: str
    title: str
    place: Place | None


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
    sections: dict[str, list[str]] = {}
    whole: list[str] = []
    for one in missing:
        collection, *rest = one.route
        if collection == "complete":
            whole.append(rest[0])
            continue
        lines = sections.setdefault(collection, [])
        if collection in _LISTS:
            flow = stack.flows.get(rest[0])
            ends = (
                f"between: [{', '.join(flow.between)}]"
                if flow and flow.between
                else f"from: {flow.from_}, to: {flow.to}"
                if flow
                else ""
            )
            name = f"id: {rest[0]}, " if flow and "->" not in rest[0] and "<->" not in rest[0] else ""
            lines.append(f"  - {{{name}{ends}, {rest[-1]}: {_example(one)}}}")
        elif len(rest) == 1 and collection in _KIND_OF:
            lines.append(f"  {rest[0]}: none  # or what there is")
        elif rest:
            _nest(lines, rest, _example(one))
    parts = [f"complete: [{', '.join(dict.fromkeys([*stack.complete, *whole]))}]"] if whole else []
    for collection, lines in sections.items():
        if lines:
            parts.append("\n".join([f"{collection}:", *lines]))
        else:
            parts.append(f"{collection}: {facts_of(Stack, collection).example or 'none'}")
    return "\n".join(parts)


def _nest(lines: list[str], route: list[str], example: str) -> None:
    """Add a field below its element, which is written once."""
    for depth, key in enumerate(route[:-1]):
        line = f"{'  ' * (depth + 1)}{key}:"
        if line not in lines:
            lines.append(line)
    position = lines.index(f"{'  ' * (len(route) - 1)}{route[-2]}:") + 1 if len(route) > 1 else len(lines)
    lines.insert(position, f"{'  ' * len(route)}{route[-1]}: {example}")


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
    return OpenPlace(missing.path, f"{collection}.{identity}" if identity else collection, str(title), place)
