"""One file of many stacks, in the formats of which a pipeline wants one: what names a stack keeps them apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, fromstring, indent, tostring

from stackaudit.outputs.ci.sarif import SCHEMA
from stackaudit.outputs.plain import plain

__all__ = ["MERGED"]

Written: TypeAlias = Sequence[tuple[str, str]]
"""The name of each stack, and what a format has made of its audit."""


def _sarif(written: Written) -> str:
    """A run for each stack; its category, by which code scanning tells them apart, ends in the stack's name."""
    whole: dict[str, object] = {"$schema": SCHEMA, "version": "2.1.0"}
    runs = []
    for name, text in written:
        held = json.loads(text)
        runs += [{"automationDetails": {"id": f"stackaudit/{plain(name)}/"}, **run} for run in held["runs"]]
    return json.dumps({**whole, "runs": runs}, ensure_ascii=False, allow_nan=False) + "\n"


def _junit(written: Written) -> str:
    """All suites, each named after its stack, too."""
    root = Element("testsuites", name="stackaudit", tests="0", failures="0", errors="0", time="0")
    for name, text in written:
        one = fromstring(text)  # noqa: S314 - written by us a moment ago
        for suite in one:
            suite.set("name", f"{plain(name)}: {suite.get('name')}")
            suite.set("id", str(len(root)))
            root.append(suite)
        for count in ("tests", "failures", "errors"):
            root.set(count, str(int(root.get(count, "0")) + int(one.get(count, "0"))))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _github(written: Written) -> str:
    return "".join(text for _, text in written)


def _gitlab(written: Written) -> str:
    """All issues; two stacks can have the same finding, and its fingerprint has to tell them apart."""
    issues = []
    for name, text in written:
        for issue in json.loads(text):
            print_of = f"{name}\n{issue['fingerprint']}".encode("utf-8", "backslashreplace")
            issues.append({**issue, "fingerprint": hashlib.sha256(print_of).hexdigest()})
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _json_lines(written: Written) -> str:
    return "".join(
        f"{json.dumps({'stack': name, **json.loads(line)}, allow_nan=False)}\n"
        for name, text in written
        for line in text.splitlines()
    )


MERGED: Final[Mapping[str, Callable[[Written], str]]] = MappingProxyType(
    {"sarif": _sarif, "junit": _junit, "github": _github, "gitlab": _gitlab, "jsonl": _json_lines}
)
"""The formats of which many stacks make one file, and how."""
