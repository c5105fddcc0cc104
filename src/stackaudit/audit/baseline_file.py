"""The file of a baseline: JSON, one finding a line in the order of their ids, so that two branches seldom collide."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from stackaudit.audit.baseline import Baseline, KnownFinding
from stackaudit.errors import BaselineError, Problem
from stackaudit.finding import Outcome, Severity
from stackaudit.source import Limits, file_bytes, read
from stackaudit.source.characters import decode
from stackaudit.source.wording import did_you_mean, shown

__all__ = ["FILE", "is_baseline", "read_baseline", "to_json"]

FILE: Final = ".stackaudit-baseline.json"
"""Its usual name."""
FORMAT: Final = 1
"""The version of its shape."""

_VERSION: Final = "stackaudit_baseline"
_FIELDS: Final = tuple(one.name for one in fields(KnownFinding))
_WORDS: Final = {"severity": tuple(Severity), "outcome": (Outcome.FLAGGED, Outcome.SUSPECTED)}
_AGAIN: Final = "`stackaudit baseline` writes one anew"
_MARKS: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

_Route = tuple[str | int, ...]
_Mistake = tuple[_Route, bool, str, str | None]
"""The route to what is wrong, whether its key is meant, the message and a hint."""


def to_json(baseline: Baseline) -> str:
    """A baseline as text. In ASCII: what hides in an id is to be seen in a review."""
    lines = (
        json.dumps({name: getattr(known, name) for name in _FIELDS}, allow_nan=False)
        for known in baseline.findings.values()
    )
    held = ",\n".join(f"    {line}" for line in lines)
    return f'{{\n  "{_VERSION}": {FORMAT},\n  "findings": [' + (f"\n{held}\n  " if held else "") + "]\n}\n"


def is_baseline(path: Path) -> bool:
    """Whether a file seems to be a baseline, also one that has mistakes or that a merge left in two halves."""
    content = file_bytes(path, file=path.name)
    return isinstance(content, bytes) and f'"{_VERSION}"'.encode() in content


def read_baseline(path: Path | str, *, limits: Limits | None = None) -> Baseline:
    """Read a baseline from its file.

    Args:
        path: the file.
        limits: bounds on its size.

    Raises:
        stackaudit.BaselineError: it cannot be read, or is no baseline; every mistake with its place.
    """
    path, limits = Path(path), limits or Limits()
    name = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    # Unlike that of pathlib, realpath bears links that lead round in a circle.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
        raise BaselineError(Problem(f"{shown(name)} is a link that leads out of its folder"))
    if not path.exists() and path.parent.is_dir():
        message = f"there is no baseline {shown(name)}"
        raise BaselineError(Problem(message, hint="`stackaudit baseline` writes one, of what is known today"))
    content = file_bytes(path, file=name, limits=limits)
    if isinstance(content, Problem):
        raise BaselineError(content)
    data = _parsed(content, name)
    mistakes = list(_mistakes(data))
    if mistakes:
        raise BaselineError(_placed(mistakes, content, name, limits))
    return Baseline.holding(
        KnownFinding(one["id"], one["rule"], one["element"], Severity(one["severity"]), Outcome(one["outcome"]))
        for one in data["findings"]
    )


class _Twice(dict[str, Any]):
    """An object, and the keys that stand in it twice."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Twice:
    made = _Twice(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        made.twice = tuple(name for name in made if names.count(name) > 1)
    return made


def _parsed(content: bytes, name: str) -> Any:
    """The JSON of a file."""
    lines = decode(content, name)
    if isinstance(lines, Problem):
        raise BaselineError(lines)
    try:
        return json.loads(lines.text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        told = lines.problem(f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", error.pos, error.pos + 1)
        merged = (told.excerpt or "").startswith(_MARKS)
        hint = f"a merge left its marks here; {_AGAIN}" if merged else _AGAIN
        raise BaselineError(Problem(told.message, told.place, hint, told.excerpt)) from error
    except (RecursionError, ValueError) as error:
        what = (
            "lists and objects are too deep in one another"
            if isinstance(error, RecursionError)
            else "a number is too long"
        )
        raise BaselineError(Problem(f"{shown(name)} is no baseline: {what}", hint=_AGAIN)) from error


def _mistakes(data: Any) -> Iterator[_Mistake]:
    """All that is wrong with the data of a baseline."""
    if not isinstance(data, _Twice):
        yield (
            (),
            False,
            f"expected a baseline, that is an object with {_VERSION} and findings, found {_kind(data)}",
            _AGAIN,
        )
        return
    yield from _keys((), data, (_VERSION, "findings"))
    version = data.get(_VERSION, FORMAT)
    if version != FORMAT or isinstance(version, bool):
        hint = "a later stackaudit wrote it" if type(version) is int and version > FORMAT else _AGAIN
        yield (_VERSION,), False, f"expected version {FORMAT} of a baseline, found {_kind(version)}", hint
        return
    findings = data.get("findings", [])
    if not isinstance(findings, list):
        yield ("findings",), False, f"expected a list of findings, found {_kind(findings)}", None
        return
    seen: dict[str, int] = {}
    for number, one in enumerate(findings):
        if not isinstance(one, _Twice):
            yield ("findings", number), False, f"expected a finding, that is an object, found {_kind(one)}", None
            continue
        yield from _finding(number, one)
        identity = one.get("id")
        if isinstance(identity, str) and seen.setdefault(identity, number) != number:
            first = seen[identity] + 1
            yield (
                ("findings", number, "id"),
                False,
                f"{shown(identity)} is there twice: it is finding {first} too",
                "leave one of them out",
            )


def _finding(number: int, one: _Twice) -> Iterator[_Mistake]:
    route: _Route = ("findings", number)
    yield from _keys(route, one, _FIELDS)
    for name in _FIELDS:
        if name not in one:
            continue
        value, known = one[name], _WORDS.get(name)
        if not isinstance(value, str) or not value:
            yield (*route, name), False, f"expected text for {name}, found {_kind(value)}", None
        elif known is not None and value not in known:
            hint = did_you_mean(value, known) or f"it is one of {', '.join(known)}"
            yield (*route, name), False, f"{shown(value)} is no {name} of a finding", hint
    identity, rule = one.get("id"), one.get("rule")
    if isinstance(identity, str) and isinstance(rule, str) and identity and rule:
        subject = identity.removeprefix(f"{rule}:")
        if subject in {identity, ""}:
            yield (*route, "id"), False, f"the id {shown(identity)} is none of the rule {shown(rule)}", _AGAIN


def _keys(route: _Route, held: _Twice, expected: tuple[str, ...]) -> Iterator[_Mistake]:
    """Keys that are missing, that nobody knows, or that are there twice."""
    for name in expected:
        if name not in held:
            yield route, False, f"{name} is missing", _AGAIN
    for name in held:
        if name not in expected:
            yield (*route, name), True, f"there is no key {shown(name)} here", did_you_mean(name, expected)
    for name in held.twice:
        yield (*route, name), True, f"the key {shown(name)} is there twice", "leave one of them out"


def _kind(value: Any) -> str:
    """What was found, in words."""
    if isinstance(value, str):
        return shown(value) if value else "empty text"
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value)


def _placed(mistakes: list[_Mistake], content: bytes, name: str, limits: Limits) -> list[Problem]:
    """The mistakes with their places. JSON is YAML as well, and our reader of that knows where everything stands."""
    documents = read(content, file=name, limits=limits).documents
    document = documents[0] if documents else None
    problems = []
    for route, key, message, hint in mistakes[: limits.problems]:
        place = document.place(route, key=key) if document is not None else None
        excerpt = document.excerpt(place) if document is not None and place is not None else None
        where = "" if place is not None else f"{shown(name)}: {'.'.join(map(str, route))}: "
        problems.append(Problem(f"{where}{message}", place, hint, excerpt))
    return problems
