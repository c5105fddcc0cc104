"""A rule's own examples, run as tests: each small stack must come out as it says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from stackaudit.audit.audit import audit_stack
from stackaudit.errors import Problem, RuleError, StackauditError
from stackaudit.finding import Finding, Missing, RuleResult, Severity
from stackaudit.frozen import dataclass, field
from stackaudit.load import load_data
from stackaudit.rules.pack import Pack
from stackaudit.rules.rule import Rule
from stackaudit.source import Document, read_file

__all__ = ["Example", "Proof", "examples_of", "judge_example", "prove"]

_GROUPS: Final = ("flagged", "suspected", "clear", "unknown")
_FOUND: Final = ("flagged", "suspected")
_AS_OF: Final = date(2026, 11, 22)
_LEAST: Final = MappingProxyType({"flagged": 2, "clear": 2, "unknown": 1})

Expected: TypeAlias = Mapping[str, Any]
"""Elements, each with what more is expected of it: a severity, or the facts that it lacks; None for nothing more."""


@dataclass(frozen=True, slots=True)
class Example:
    """A small stack and what the rule must say of it: ``group`` is the outcome, ``expect`` the elements.

    ``says`` holds the messages of findings, word by word, by element.
    """

    rule: str
    group: str
    number: int
    about: str
    stack: Mapping[str, Any]
    expect: Expected
    says: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


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
        least: whether each rule must have two flagged, two clear and one unknown example, as the built-in ones do.
    """
    problems: list[Problem] = []
    count = 0
    for rule in pack.rules:
        if rule.alias_of:
            continue
        try:
            document = _examples_document(rule, pack)
        except RuleError as error:
            problems += error.problems
            continue
        examples, found = examples_of(rule, document)
        problems += found
        count += len(examples)
        problems += _too_few(rule, examples, document) if least else []
        for example in examples:
            place = document.place((example.group, example.number), key=True)
            for message in judge_example(rule, example, pack):
                text = f"{rule.id}, {example.group} example {example.number + 1} ({example.about}): {message}"
                problems.append(Problem(text, place, None, document.excerpt(place)))
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
            message = _malformed(group, item)
            if message:
                problems.append(Problem(message, document.place((group, number))))
                continue
            expect = item.get("expect") or {}
            expected = expect if isinstance(expect, dict) else dict.fromkeys(expect)
            says = {element: " ".join(text.split()) for element, text in item.get("says", {}).items()}
            examples.append(Example(rule.id, group, number, str(item.get("about", "")), item["stack"], expected, says))
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
    judge = {"clear": _clear, "unknown": _unknown}.get(example.group, _found)
    yield from judge(example, result)


def _malformed(group: str, item: Any) -> str:
    """What is wrong with the form of an example, in words; nothing where it is well formed."""
    keys = {"about", "stack", "expect", *(("says",) if group in _FOUND else ())}
    if not isinstance(item, dict) or not isinstance(item.get("stack"), dict) or set(item) - keys:
        return "expected about, stack and expect in an example"
    return _malformed_expectation(group, item) or _malformed_words(item.get("says", {}))


def _malformed_words(says: Any) -> str:
    is_well_formed = isinstance(says, dict) and _are_texts([*says.values()])
    return "" if is_well_formed else "expected the messages of findings under says, by element"


def _malformed_expectation(group: str, item: dict[str, Any]) -> str:
    expect = item.get("expect") or []
    if _are_texts(expect):
        return ""
    if not isinstance(expect, dict):
        return "expected paths of elements under expect"
    more = [one for one in expect.values() if one is not None]
    if group == "unknown" and not all(map(_are_texts, more)):
        return "expected what each element lacks: a list of paths, such as [tools.crm.owner]"
    if group != "unknown" and not all(one in list(Severity) for one in more):
        return "expected a severity from P1 to P5 for each element"
    return ""


def _are_texts(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(one, str) for one in items)


def _examples_document(rule: Rule, pack: Pack) -> Document:
    reading = read_file(pack.file_of(rule), file=rule.place.file if rule.place is not None else None)
    if reading.problems:
        raise RuleError(reading.problems)
    if len(reading.documents) < 2:  # noqa: PLR2004 - the rule, and its examples
        what = "expected a second document with flagged, clear and unknown ones"
        raise RuleError(Problem(f"{rule.id} has no examples: {what}", rule.place))
    return reading.documents[1]


def _too_few(rule: Rule, examples: Collection[Example], document: Document) -> list[Problem]:
    counts = {group: sum(example.group == group for example in examples) for group in _LEAST}
    return [
        Problem(f"{rule.id} has {counts[group]} {group} examples of at least {least}", document.place(()))
        for group, least in _LEAST.items()
        if counts[group] < least
    ]


def _found(example: Example, result: RuleResult) -> Iterator[str]:
    """What differs in an example of what the rule flags, or suspects."""
    found = {_subject(one): one for one in (result.flagged if example.group == "flagged" else result.suspected)}
    yield from _compare(example, found)
    if example.group == "suspected":
        yield from _not_expected("flagged", result.flagged)
    for element, severity in example.expect.items():
        match = _match(element, found)
        if match and severity is not None and found[match].severity != severity:
            yield f"{element} is {found[match].severity}, expected {severity}"
    for element, text in example.says.items():
        match = _match(element, found)
        said = found[match].message if match else "nothing"
        if said != text:
            yield f"of {element} it says: {said}"


def _clear(example: Example, result: RuleResult) -> Iterator[str]:
    """What differs in an example in which the rule has nothing to say."""
    yield from _not_expected("flagged", result.flagged)
    yield from _not_expected("suspected", result.suspected)
    for one in result.unknown:
        yield f"{one.element} is unknown, for want of {_paths(one.missing)}"
    said = (*(_subject(finding) for finding in result.findings), *(one.element for one in result.unknown))
    judged = {*result.clear, *result.not_applicable, *said}
    for element in example.expect:
        if not _match(element, judged):
            yield f"{element} is not among the elements judged ({_listing(judged)})"
    if not judged:
        yield "the rule looks at nothing in this stack"


def _unknown(example: Example, result: RuleResult) -> Iterator[str]:
    """What differs in an example in which the rule has to ask."""
    yield from _not_expected("flagged", result.flagged)
    yield from _not_expected("suspected", result.suspected)
    unknown = {one.element: one for one in result.unknown}
    yield from _compare(example, unknown)
    for element, paths in example.expect.items():
        match = _match(element, unknown)
        if match and paths is not None and {one.path for one in unknown[match].missing} != set(paths):
            yield f"{element} lacks {_paths(unknown[match].missing)}, expected {_listing(paths)}"


def _not_expected(outcome: str, findings: Iterable[Finding]) -> Iterator[str]:
    yield from (f"{_subject(finding)} is {outcome}: {finding.message}" for finding in findings)


def _compare(example: Example, found: Collection[str]) -> Iterator[str]:
    matched = {match for element in example.expect if (match := _match(element, found))}
    for element in example.expect:
        if not _match(element, found):
            yield f"{element} is not {example.group}; found {_listing(found)}"
    for subject in sorted(set(found) - matched):
        yield f"{subject} is {example.group}, and was not expected to be"
    if not example.expect:
        yield f"expect names no element that is {example.group}"


def _match(element: str, subjects: Collection[str]) -> str | None:
    """The subject that an expectation means: itself, or else the first that this element is part of."""
    if element in subjects:
        return element
    near = (one for one in sorted(subjects) if element in one.partition(":")[0].split("+"))
    return next(near, None)


def _subject(finding: Finding) -> str:
    return finding.id.partition(":")[2]


def _paths(missing: Iterable[Missing]) -> str:
    return _listing(one.path for one in missing)


def _listing(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)) or "nothing"
