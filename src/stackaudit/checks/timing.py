"""How long flows take, as facts to ask for and to show, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Hop
from stackaudit.model.elements import Flow
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, duration_in_words, interval_in_words, is_stated, longest_gap, seconds
from stackaudit.model.words import MANUAL_METHODS

__all__ = ["slow_facts", "time_in_words", "timing"]


def timing(flow: Flow) -> Iterator[str]:
    """The fields of a flow that would say how long it takes at worst."""
    least, most = longest_gap(flow.every)
    if least != most:
        yield "every"
    if flow.takes is NONE:
        if not is_stated(flow.method):
            yield "method"
        elif flow.method not in MANUAL_METHODS:  # nothing is promised, which bounds no run of a machine
            yield "takes"
    elif not is_stated(flow.takes):
        yield "takes"


def time_in_words(least: float, most: float, limit: float = inf) -> str:
    """A time that is known by its least and its greatest: ``8 days``, ``8 days or more``, ``8 days to 9 days``.

    Where it would read as long as a limit that it exceeds, it says by how much: ``7 days and 1 hour``.
    """
    words = duration_in_words(least)
    rest = interval_in_words(least, most).removeprefix(words)
    if least > limit and words == duration_in_words(limit):
        words = f"{words} and {duration_in_words(least - limit)}"
    return f"{words}{rest}"


def slow_facts(stack: Stack, path: tuple[Hop, ...]) -> Iterator[FactRef]:
    """How often each flow of a path runs and how long it takes, the slowest one first."""
    for hop in sorted(path, key=lambda hop: (-hop.at_least, -hop.at_most)):
        if hop.element.startswith("flows."):
            key = hop.element.removeprefix("flows.")
            flow = stack.flows[key]
            waits = FactRef("flows", key, "every")
            takes = FactRef("flows", key, "takes")
            known = [fact for fact, value in ((waits, flow.every), (takes, flow.takes)) if is_stated(value)]
            if len(known) > 1 and (flow.takes is NONE or seconds(str(flow.takes)) > longest_gap(flow.every)[0]):
                known.reverse()
            if flow.takes is NONE:
                known.append(FactRef("flows", key, "method"))
            yield from known
