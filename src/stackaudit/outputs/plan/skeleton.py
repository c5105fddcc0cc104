"""The actions as YAML to paste into the description, with room for who does them and how long they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from stackaudit.audit.plan import Plan
from stackaudit.model.stack import Stack
from stackaudit.model.values import LONGEST_ID, RESERVED
from stackaudit.outputs.plain import plain

__all__ = ["to_yaml"]

_NOT_IN_AN_ID: Final = re.compile(r"[^A-Za-z0-9_]+")
_TITLE: Final = 80
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.>-]+")


def to_yaml(stack: Stack, plan: Plan) -> str:
    """An ``actions`` section with those actions that nobody has planned; it loads as it stands."""
    waiting = [one for one in plan.actions if not one.planned]
    if not waiting:
        return "# every action is planned\n"
    lines = ["# hours of work in effort; who does it in owner: an id of people or teams", "actions:"]
    taken = set(stack.actions)
    for one in waiting:
        lines += _action(_id(one.element, taken), one.element, f"{one.severity.value}, {plain(one.title, _TITLE)}")
    return "\n".join(lines) + "\n"


def _action(identity: str, element: str, about: str) -> Iterator[str]:
    named = element if _PLAIN.fullmatch(element) else '"' + element.replace("\\", "\\\\").replace('"', '\\"') + '"'
    yield f"  {identity}:  # {about}"
    yield f"    mends: [{named}]"
    yield "    # effort: 16"
    yield "    # owner: analyst"


def _id(element: str, taken: set[str]) -> str:
    """An id after what the action is about, that no other has."""
    words = _NOT_IN_AN_ID.sub("_", element.partition(".")[2] or element).strip("_")[: LONGEST_ID - 8] or "action"
    start = f"{words}_" if words in RESERVED else words
    found, number = start, 2
    while found in taken:
        found, number = f"{start}_{number}", number + 1
    taken.add(found)
    return found
