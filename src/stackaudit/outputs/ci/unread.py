"""A stack that could not be read, in the formats of which a pipeline wants one file of all stacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from stackaudit._version import __version__
from stackaudit.errors import Problem
from stackaudit.outputs.ci.github import mistakes_to_github
from stackaudit.outputs.ci.sarif import artifact, region
from stackaudit.outputs.plain import plain

__all__ = ["UNREAD"]

_SUITE: Final = "the stack cannot be read"


def _sarif(problems: Sequence[Problem]) -> str:
    """A run that did not succeed, with a notification for each mistake, and without results."""
    driver = {"name": "stackaudit", "version": __version__, "semanticVersion": __version__}
    invocation = {
        "executionSuccessful": False,
        "toolExecutionNotifications": [_notification(problem) for problem in problems],
    }
    run = {"tool": {"driver": driver}, "invocations": [invocation], "results": []}
    return json.dumps({"runs": [run]})


def _notification(problem: Problem) -> dict[str, Any]:
    held: dict[str, Any] = {"level": "error", "message": {"text": _words(problem)}}
    if problem.place is not None:
        place = {"artifactLocation": artifact(problem.place.file), "region": region(problem.place)}
        held["locations"] = [{"physicalLocation": place}]
    return held


def _junit(problems: Sequence[Problem]) -> str:
    """A suite with an error for each mistake."""
    root = Element("testsuites", tests=str(len(problems)), failures="0", errors=str(len(problems)))
    suite = SubElement(root, "testsuite", name=_SUITE, package="stackaudit", hostname="localhost")
    SubElement(suite, "properties")
    for problem in problems:
        place = plain(str(problem.place)) if problem.place is not None else _SUITE
        case = SubElement(suite, "testcase", classname="stack", name=place, time="0")
        SubElement(case, "error", type="mistake", message=_words(problem)).text = f"{place}: {_words(problem)}"
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")
    # Nothing is known of its day, and an audit of the same files has to be the same file.
    suite.set("timestamp", "1970-01-01T00:00:00")
    for name, number in (("tests", len(problems)), ("failures", 0), ("errors", len(problems)), ("skipped", 0)):
        suite.set(name, str(number))
    suite.set("time", "0")
    return tostring(root, encoding="unicode")


def _gitlab(problems: Sequence[Problem]) -> str:
    """An issue for each mistake."""
    return json.dumps([_issue(problem) for problem in problems])


def _issue(problem: Problem) -> dict[str, Any]:
    place = problem.place
    file = place.file if place is not None else "stack"
    print_of = f"{file}\n{problem.message}".encode("utf-8", "backslashreplace")
    return {
        "type": "issue",
        "check_name": "cannot-be-read",
        "description": f"stackaudit cannot read the stack: {_words(problem)}",
        "fingerprint": hashlib.sha256(print_of).hexdigest(),
        "severity": "blocker",
        "location": {"path": file, "lines": {"begin": place.line if place is not None else 1}},
    }


def _nothing(_problems: Sequence[Problem]) -> str:
    """JSON Lines hold findings alone, and there are none."""
    return ""


def _words(problem: Problem) -> str:
    return plain(problem.message + (f" ({problem.hint})" if problem.hint else ""))


UNREAD: Final[Mapping[str, Callable[[Sequence[Problem]], str]]] = MappingProxyType(
    {"sarif": _sarif, "junit": _junit, "github": mistakes_to_github, "gitlab": _gitlab, "jsonl": _nothing}
)
"""What stands in each merged format for a stack with mistakes; to be merged like what was written of an audit."""
