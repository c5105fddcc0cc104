"""The actions as YAML to paste into the description, with room for who does them and how long they take."""

from __future__ import annotations

import re
from typing import Final

from stackaudit.audit.examples import Examples
from stackaudit.audit.plan import Plan
from stackaudit.model.elements import PlannedAction
from stackaudit.model.fields import facts_of
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
    owner = Examples(stack).ids_for(facts_of(PlannedAction, "owner")) or "analyst"
    taken = set(stack.actions)
    for one in waiting:
        element = one.element if _PLAIN.fullmatch(one.element) else _quoted(one.element)
        lines += [
            f"  {_id(one.element, taken)}:  # {one.severity.value}",
            f"    name: {_quoted(plain(one.title, _TITLE))}",
            f"    mends: [{element}]",
            "    # effort: 16",
            f"    # owner: {owner}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _id(element: str, taken: set[str]) -> str:
    """An id after what the action is about, that no other has."""
    words = _NOT_IN_AN_ID.sub("_", element.partition(".")[2] or element).strip("_")[: LONGEST_ID - 8] or "action"
    start = f"{words}_" if words in RESERVED else words
    found, number = start, 2
    while found in taken:
        found, number = f"{start}_{number}", number + 1
    taken.add(found)
    return found
