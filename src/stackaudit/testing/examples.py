"""A rule's own examples, run as tests: each small stack must come out as it says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from types import MappingProxyType
from typing import Final

from stackaudit.audit.audit import audit_stack
from stackaudit.errors import Problem, RuleError
from stackaudit.finding import Finding, Missing, RuleResult
from stackaudit.frozen import dataclass
from stackaudit.load.loader import stack_or_mistakes
from stackaudit.load.prepared import Note
from stackaudit.rules.pack import Pack
from stackaudit.rules.rule import Rule
from stackaudit.source import Document
from stackaudit.testing.example_files import Example, examples_document, examples_of

__all__ = ["Example", "Proof", "examples_of", "judge_example", "prove"]

_AS_OF: Final = date(2026, 11, 22)
_LEAST: Final = MappingProxyType({"flagged": 2, "clear": 2, "unknown": 1})


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
            document = examples_document(rule, pack)
        except RuleError as error:
            problems += error.problems
            continue
        examples, found = examples_of(rule, document)
        problems += found
        count += len(examples)
        problems += _too_few(rule, examples, document) if least else []
        for example in examples:
            name = f"{rule.id}, {example.group} example {example.number + 1}"
            about = f"{name} ({example.about})" if example.about else name
            for note in _differences(rule, example, pack):
                route = (example.group, example.number, *note.route)
                problems.append(document.problem(route, f"{about}: {note.message}", note.hint, key=note.key))
    return Proof(len(pack.rules), count, tuple(problems))


def judge_example(rule: Rule, example: Example, pack: Pack) -> Iterator[str]:
    """What is not as the example says, in words; nothing where all is well."""
    for note in _differences(rule, example, pack):
        where = ".".join(map(str, note.route)) if note.route[:1] == ("stack",) else ""
        yield f"{where}: {note.message}" if where else note.message


def _differences(rule: Rule, example: Example, pack: Pack) -> Iterator[Note]:
    """What is not as the example says, each by its route in the example."""
    stack, notes = stack_or_mistakes({"stackaudit": 1, "as_of": _AS_OF, **example.stack})
    if stack is None:
        yield from (Note(("stack", *note.route), note.message, note.hint, note.key) for note in notes)
        return
    audit = audit_stack(stack, packs=[Pack(pack.name, pack.version, pack.path, (rule,))])
    result = audit.results[0]
    if result.broken is not None:
        yield Note((), f"the rule is broken: {result.broken.exception}", None, key=True)
        return
    judge = {"clear": _clear, "unknown": _unknown}.get(example.group, _found)
    yield from judge(example, result)


def _too_few(rule: Rule, examples: Collection[Example], document: Document) -> list[Problem]:
    counts = {group: sum(example.group == group for example in examples) for group in _LEAST}
    places = {group: document.place((group,), key=True) for group in _LEAST}
    return [
        Problem(
            f"{rule.id} has {counts[group]} {group} examples of at least {least}",
            places[group],
            None,
            document.excerpt(places[group]),
        )
        for group, least in _LEAST.items()
        if counts[group] < least
    ]


def _found(example: Example, result: RuleResult) -> Iterator[Note]:
    """What differs in an example of what the rule flags, or suspects."""
    found = {_subject(one): one for one in (result.flagged if example.group == "flagged" else result.suspected)}
    yield from _compare(example, found, result)
    if example.group == "suspected":
        yield from _not_expected("flagged", result.flagged, example.expect)
    for element, severity in example.expect.items():
        match = _match(element, found)
        if match and severity is not None and found[match].severity != severity:
            yield Note(("expect", element), f"{element} is {found[match].severity}, expected {severity}")
    for element, text in example.says.items():
        match = _match(element, found)
        said = found[match].message if match else "nothing"
        if said != text and (match or element not in example.expect):  # that it is not found is told already
            yield Note(("says", element), f"of {element} it says: {said}")


def _clear(example: Example, result: RuleResult) -> Iterator[Note]:
    """What differs in an example in which the rule has nothing to say."""
    yield from _not_expected("flagged", result.flagged)
    yield from _not_expected("suspected", result.suspected)
    for one in result.unknown:
        yield _at_head(f"{one.element} is unknown, for want of {_paths(one.missing)}")
    said = (*(_subject(finding) for finding in result.findings), *(one.element for one in result.unknown))
    judged = {*result.clear, *result.not_applicable, *said}
    for element in example.expect:
        if not _match(element, judged):
            message = f"{element} is not among the elements judged ({_listing(judged)})"
            yield _expected(example, element, message)
    if not judged:
        yield _at_head("the rule looks at nothing in this stack")


def _unknown(example: Example, result: RuleResult) -> Iterator[Note]:
    """What differs in an example in which the rule has to ask."""
    yield from _not_expected("flagged", result.flagged, example.expect)
    yield from _not_expected("suspected", result.suspected, example.expect)
    unknown = {one.element: one for one in result.unknown}
    yield from _compare(example, unknown, result)
    for element, paths in example.expect.items():
        match = _match(element, unknown)
        if match and paths is not None and {one.path for one in unknown[match].missing} != set(paths):
            message = f"{element} lacks {_paths(unknown[match].missing)}, expected {_listing(paths)}"
            yield Note(("expect", element), message)


def _not_expected(outcome: str, findings: Iterable[Finding], told: Iterable[str] = ()) -> Iterator[Note]:
    """The findings that should not be there, apart from those of elements of which something else is told."""
    for finding in findings:
        subject = _subject(finding)
        if not any(_match(element, [subject]) for element in told):
            yield _at_head(f"{subject} is {outcome}: {finding.message}")


def _compare(example: Example, found: Collection[str], result: RuleResult) -> Iterator[Note]:
    matched = {match for element in example.expect if (match := _match(element, found))}
    for element in example.expect:
        if not _match(element, found):
            other = _other_outcome(element, result) or f"found {_listing(found)}"
            yield _expected(example, element, f"{element} is not {example.group}; {other}")
    for subject in sorted(set(found) - matched):
        yield _at_head(f"{subject} is {example.group}, and was not expected to be")
    if not example.expect:
        yield _at_head(f"expect names no element that is {example.group}")


def _other_outcome(element: str, result: RuleResult) -> str | None:
    """What the rule says of an element instead; None where it does not look at it."""
    for outcome, findings in (("flagged", result.flagged), ("suspected", result.suspected)):
        said = {_subject(one): one.message for one in findings}
        if match := _match(element, said):
            return f"it is {outcome}: {said[match]}"
    unknown = {one.element: one for one in result.unknown}
    if match := _match(element, unknown):
        return f"it is unknown, for want of {_paths(unknown[match].missing)}"
    if _match(element, result.clear):
        return "it is clear"
    return "the rule does not apply to it" if _match(element, result.not_applicable) else None


def _at_head(message: str) -> Note:
    """What is to be said of an example as a whole."""
    return Note((), message, None, key=True)


def _expected(example: Example, element: str, message: str) -> Note:
    """What is to be said of an element of which the example expects something."""
    at = element if example.by_key else list(example.expect).index(element)
    return Note(("expect", at), message, None, key=True)


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
