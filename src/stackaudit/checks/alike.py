"""Flows of which no more is to say than that they are clear, or that a rule does not apply: judged kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, Final

from stackaudit.checks.verdict import Verdict, View
from stackaudit.finding import Outcome
from stackaudit.model.elements import Flow

__all__ = ["plain_flows"]

_OUTCOMES: Final = (None, Outcome.CLEAR, Outcome.NOT_APPLICABLE)
_IS: Final = {
    outcome: bytes(number == code for number in range(256)) for code, outcome in enumerate(_OUTCOMES) if outcome
}
"""What says of the codes of outcomes, by their numbers in that order, which of them are this outcome's."""


def plain_flows(
    view: View, facts: Iterable[Sequence[Any]], judge: Callable[..., Outcome | None]
) -> Iterator[tuple[Iterable[Verdict], Flow | None]]:
    """Each flow that has to be judged by itself, after the verdicts on those before it that have not; at last no flow.

    A large stack has few different flows, as far as the facts of one rule go, so each kind is judged once.

    Args:
        view: what the rule looks at.
        facts: the values of each fact that decides, in the order of the flows. They are compared, so that 1 is true.
        judge: gets whether a flow runs, and its facts; gives CLEAR or NOT_APPLICABLE, or None for a flow that has to be
            judged by itself.
    """
    columns = view.graph.columns
    rows = list(zip(view.graph.running.values(), *facts, strict=True))
    known = {row: _OUTCOMES.index(judge(*row)) for row in dict.fromkeys(rows)}
    codes = bytes(map(known.__getitem__, rows))
    flows, paths = columns.elements("flow"), columns.paths("flow")
    last, number = 0, codes.find(0)
    while number >= 0:
        yield _plain(view, paths, codes, last, number), flows[number]
        last, number = number + 1, codes.find(0, number + 1)
    yield _plain(view, paths, codes, last, len(codes)), None


def _plain(view: View, paths: Sequence[str], codes: bytes, start: int, stop: int) -> Iterator[Verdict]:
    """The verdicts on the flows of a range, each of which has an outcome."""
    part = codes[start:stop]
    for code, (outcome, is_it) in enumerate(_IS.items(), 1):
        if code in part:
            yield from view.alike(outcome, compress(paths[start:stop], part.translate(is_it)))
