"""Which flows run between tools in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackaudit.graph.columns import Columns, by_value
from stackaudit.graph.facts import is_running
from stackaudit.truth import TRUE, Truth, all_of

__all__ = ["ENDS", "flows_running"]

ENDS: Final = ("from_", "to", "between")
"""The fields of a flow that say where it begins and ends."""


def flows_running(columns: Columns, tools: Mapping[str, Truth]) -> list[Truth]:
    """Whether each flow runs, in the order of the file: it does itself, and both its ends are in use.

    ``tools`` says of each tool, by its id, whether it is in use; a capture point is.
    """
    running = by_value(columns.of("flow", "status"), is_running)
    doubtful = {name: truth for name, truth in tools.items() if truth != TRUE}
    ends = zip(*(columns.of("flow", name) for name in ENDS), strict=True)
    for number, (source, target, between) in enumerate(ends) if doubtful else ():
        one, other = between or (source, target)
        if one in doubtful or other in doubtful:
            running[number] = all_of((running[number], doubtful.get(one, TRUE), doubtful.get(other, TRUE)))
    return running
