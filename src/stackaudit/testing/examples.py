"""A rule's own examples, run as tests: each small stack must come out as it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from stackaudit.audit.audit import Audit, audit_stack
from stackaudit.errors import Problem, StackauditError
from stackaudit.finding import RuleResult
from stackaudit.load import load_data
from stackaudit.rules.pack import Pack
from stackaudit.rules.rule import Rule
from stackaudit.source import Document, read_file

__all__ = ["Example", "Proof", "examples_of", "judge_example", "prove"]

_GROUPS: Final = ("flagged", "suspected", "clear", "unknown")
_AS_OF: Final = date(2026, 11, 22)
_LEAST: Final = MappingProxyType({"flagged": 2, "clear": 2, "unknown": 1})


@dataclass(frozen=True, slots=True)
class Example:
    """A small stack and what the rule must say of it: ``group`` is the outcome, ``expect`` the elements."""

    rule: str
    group: str
    number: int
    about: str
    stack: Mapping[str, Any]
    expect: Any


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a pack's examples: how many were run, and what is wrong."""

    rules: int
    examples: int
    problems: tuple[Problem, ...]


def prove(pack: Pack, *, least: bool = False) -> Proof:
    """Run the examples of every rule in a pack.

    Args:
        pack: the pack, loaded from a folder.
        least: whether each rule must have two flagged, two clear and one unknown example of its own, as the built-in ones do.
    """
    problems: list[Problem] = []
    count = 0
    for rule in pack.rules:
        if rule.alias_of:
            continue
        document, found = _examples_document(rule, pack)
        problems += found
        if document is None:
            continue
        examples, found = examples_of(rule, document)
        problems += found
        count += len(examples)
        for group, number in _LEAST.items() if least else ():
            there = sum(example.group == group for example in examples)
            if there < number:
                problems.append(
                    Problem(f"{rule.id} has {there} {group} examples of at least {number}", document.place(()))
                )
        for example in examples:
            place = document.place((example.group, example.number), key=True)
            for message in judge_example(rule, example, pack):
                text = f"{rule.id}, {example.group} example {example.number + 1} ({example.about}): {message}"
                problems.append(Problem(text, place, None, document.excerpt(place.line)))
    return Proof(len(pack.rules), count, tuple(problems))


def examples_of(rule: Rule, document: Document) -> tuple[tuple[Example, ...], list[Problem]]:
    """The examples in the second document of a rule's file, and what is wrong with their form."""
    data = document.data
    if not isinstance(data, dict):
        return (), [Problem(f"expected examples of {rule.id}: {', '.join(_GROUPS)}", document.place(()))]
    examples: list[Example] = []
    problems: list[Problem] = []
    for group, held in data.items():
        if group not in _GROUPS or not isinstance(held, list):
            message = f"expected lists of examples under {', '.join(_GROUPS)}, found {group!r}"
            problems.append(Problem(message, document.place((group,), key=True)))
            continue
        for number, item in enumerate(held):
            if (
                not isinstance(item, dict)
                or set(item) - {"about", "stack", "expect"}
                or not isinstance(item.get("stack"), dict)
            ):
                message = "expected about, stack and expect in an example"
                problems.append(Problem(message, document.place((group, number))))
                continue
            examples.append(
                Example(rule.id, group, number, str(item.get("about", "")), item["stack"], item.get("expect"))
            )
    return tuple(examples), problems


def judge_example(rule: Rule, example: Example, pack: Pack) -> Iterator[str]:
    """What is not as the example says, in words; nothing where all is well."""
    try:
        stack = load_data({"stackaudit": 1, "as_of": _AS_OF, **example.stack})
    except StackauditError as error:
        yield f"its stack does not load: {'; '.join(problem.message for problem in error.problems)}"
        return
    audit = audit_stack(stack, packs=[Pack(pack.name, pack.version, pack.path, (rule,))])
    result = audit.results[0]
    if result.broken is not None:
        yield f"the rule is broken: {result.broken.exception}"
        return
    expected = example.expect if isinstance(example.expect, (list, dict)) else []
    yield from _differences(example.group, expected, audit, result)


def _examples_document(rule: Rule, pack: Pack) -> tuple[Document | None, list[Problem]]:
    if rule.place is None:
        return None, [Problem(f"{rule.id} was not read from a file")]
    path = (
        pack.path.parent / rule.place.file if (pack.path.parent / rule.place.file).is_file() else Path(rule.place.file)
    )
    reading = read_file(path, file=rule.place.file)
    if reading.problems or len(reading.documents) < 2:  # noqa: PLR2004 - the rule, and its examples
        missing = Problem(
            f"{rule.id} has no examples: expected a second document with flagged, clear and unknown ones", rule.place
        )
        return None, list(reading.problems) or [missing]
    return reading.documents[1], []


def _differences(group: str, expected: Any, audit: Audit, result: RuleResult) -> Iterator[str]:
    there = {
        "flagged": {_subject(finding.id): finding for finding in audit.flagged},
        "suspected": {_subject(finding.id): finding for finding in audit.suspected},
    }
    unknown = {one.element: one for one in result.unknown}
    if group == "clear":
        for name, found in there.items():
            yield from (f"{subject} is {name}: {finding.message}" for subject, finding in found.items())
        yield from (f"{element} is unknown, for want of {_paths(one.missing)}" for element, one in unknown.items())
        judged = {*result.clear, *result.not_applicable}
        yield from (
            f"{element} is not among the elements judged ({_listing(judged)})"
            for element in expected
            if not _match(element, judged)
        )
        if not judged:
            yield "the rule looks at nothing in this stack"
        return
    if group == "unknown":
        for name, found in there.items():
            yield from (f"{subject} is {name}: {finding.message}" for subject, finding in found.items())
        yield from _compare(group, expected, set(unknown))
        for element, paths in expected.items() if isinstance(expected, dict) else ():
            match = _match(element, set(unknown))
            if match and paths is not None and {one.path for one in unknown[match].missing} != set(paths):
                yield f"{element} lacks {_paths(unknown[match].missing)}, expected {_listing(paths)}"
        return
    yield from _compare(group, expected, set(there[group]))
    if group == "suspected":
        yield from (f"{subject} is flagged: {finding.message}" for subject, finding in there["flagged"].items())
    for element, severity in expected.items() if isinstance(expected, dict) else ():
        match = _match(element, set(there[group]))
        if match and severity is not None and there[group][match].severity != severity:
            yield f"{element} is {there[group][match].severity}, expected {severity}"


def _compare(group: str, expected: Any, found: set[str]) -> Iterator[str]:
    matched = {match for element in expected if (match := _match(element, found))}
    for element in expected:
        if not _match(element, found):
            yield f"{element} is not {group}; found {_listing(found)}"
    for subject in sorted(found - matched):
        yield f"{subject} is {group}, and was not expected to be"
    if not expected:
        yield f"expect names no element that is {group}"


def _match(element: str, subjects: set[str]) -> str | None:
    """The subject that an expectation means: itself, or the only one of this element."""
    if element in subjects:
        return element
    near = sorted(
        subject for subject in subjects if subject.split(":")[0] == element or subject.split("+")[0] == element
    )
    return near[0] if near else None


def _subject(identity: str) -> str:
    return identity.partition(":")[2]


def _paths(missing: Any) -> str:
    return _listing(one.path for one in missing)


def _listing(items: Any) -> str:
    return ", ".join(sorted(items)) or "nothing"
