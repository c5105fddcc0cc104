"""The examples of a rule as they stand in its file, each mistake in their form with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from stackaudit.errors import Problem, RuleError
from stackaudit.finding import Severity
from stackaudit.frozen import dataclass, field
from stackaudit.load.prepared import Note, Route
from stackaudit.rules.pack import Pack
from stackaudit.rules.rule import Rule
from stackaudit.source import Document, read_file
from stackaudit.source.wording import did_you_mean, found, shown

__all__ = ["Example", "Expected", "examples_document", "examples_of"]

_GROUPS: Final = ("flagged", "suspected", "clear", "unknown")
_FOUND: Final = ("flagged", "suspected")
_KEYS: Final = ("about", "stack", "expect")

Expected: TypeAlias = Mapping[str, Any]
"""Elements, each with what more is expected of it: a severity, or the facts that it lacks; None for nothing more."""


@dataclass(frozen=True, slots=True)
class Example:
    """A small stack and what the rule must say of it: ``group`` is the outcome, ``expect`` the elements.

    ``says`` holds the messages of findings, word by word, by element; ``by_key`` says that elements stand in the file
    with what more is expected of each.
    """

    rule: str
    group: str
    number: int
    about: str
    stack: Mapping[str, Any]
    expect: Expected
    says: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    by_key: bool = False


def examples_of(rule: Rule, document: Document) -> tuple[tuple[Example, ...], list[Problem]]:
    """The examples in the second document of a rule's file, and what is wrong with their form."""
    problems: list[Problem] = []

    def mistake(route: Route, message: str, hint: str | None = None, *, key: bool = False) -> None:
        problems.append(document.problem(route, message, hint, key=key))

    data = document.data
    if not isinstance(data, dict):
        mistake((), f"expected examples of {rule.id} under {', '.join(_GROUPS)}, found {found(data)}")
        return (), problems
    examples: list[Example] = []
    for group, held in data.items():
        if group not in _GROUPS:
            hint = did_you_mean(group, _GROUPS)
            mistake((group,), f"expected {', '.join(_GROUPS)}, found {shown(group)}", hint, key=True)
        elif not isinstance(held, list):
            mistake((group,), f"expected a list of examples under {group}, found {found(held)}")
        else:
            for number, item in enumerate(held):
                malformed = list(_malformed(group, item))
                for note in malformed:
                    mistake((group, number, *note.route), note.message, note.hint, key=note.key)
                if not malformed:
                    expect = item.get("expect") or {}
                    by_key = isinstance(expect, dict)
                    expected = expect if by_key else dict.fromkeys(expect)
                    says = {element: " ".join(text.split()) for element, text in item.get("says", {}).items()}
                    about = str(item.get("about", ""))
                    stack = item["stack"]
                    examples.append(Example(rule.id, group, number, about, stack, expected, says, by_key))
    return tuple(examples), problems


def examples_document(rule: Rule, pack: Pack) -> Document:
    """The second document of a rule's file.

    Raises:
        RuleError: there is none, or it cannot be read.
    """
    reading = read_file(pack.file_of(rule), file=rule.place.file if rule.place is not None else None)
    if reading.problems:
        raise RuleError(reading.problems)
    if len(reading.documents) < 2:  # noqa: PLR2004 - the rule, and its examples
        what = "expected a second document with flagged, clear and unknown ones"
        hint = "it begins with a line of three dashes"
        raise RuleError(reading.documents[0].problem(("id",), f"{rule.id} has no examples: {what}", hint))
    return reading.documents[1]


def _malformed(group: str, item: Any) -> Iterator[Note]:
    """What is wrong with the form of an example; nothing where it is well formed."""
    if not isinstance(item, dict):
        yield Note((), f"expected about, stack and expect in an example, found {found(item)}")
        return
    known = (*_KEYS, "says") if group in _FOUND else _KEYS
    for key in item:
        if key not in known:
            hint = did_you_mean(str(key), [one for one in known if one not in item])
            yield Note((key,), f"an example has no field {shown(str(key))}", hint, key=True)
    if "stack" not in item:
        yield Note((), "an example needs 'stack'", None, key=True)
    elif not isinstance(item["stack"], dict):
        yield Note(("stack",), f"expected a small stack, that is a mapping, found {found(item['stack'])}")
    yield from _malformed_expectations(group, item.get("expect") or [])
    yield from _malformed_words(item.get("says", {}))


def _malformed_words(says: Any) -> Iterator[Note]:
    if not isinstance(says, dict):
        yield Note(("says",), f"expected the messages of findings under says, by element, found {found(says)}")
        return
    for element, one in says.items():
        if not isinstance(one, str):
            hint = "write a text that holds a comma in quotes" if one is None else None
            yield Note(("says", element), f"expected the message of a finding, found {found(one)}", hint)


def _malformed_expectations(group: str, expect: Any) -> Iterator[Note]:
    if isinstance(expect, list):
        for number, one in enumerate(expect):
            if not isinstance(one, str):
                yield Note(("expect", number), f"expected the path of an element, found {found(one)}")
        return
    if not isinstance(expect, dict):
        hint = "write it in brackets" if isinstance(expect, str) else None
        yield Note(("expect",), f"expected a list of paths of elements, found {found(expect)}", hint)
        return
    for element, one in expect.items():
        if one is not None and group == "unknown" and not _are_texts(one):
            hint = "such as [tools.crm.owner]"
            yield Note(("expect", element), f"expected a list of paths that it lacks, found {found(one)}", hint)
        elif one is not None and group != "unknown" and one not in list(Severity):
            yield Note(("expect", element), f"expected a severity from P1 to P5, found {found(one)}")


def _are_texts(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(one, str) for one in items)
