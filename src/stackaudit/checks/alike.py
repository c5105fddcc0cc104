"""Elements of which no more is to say than that they are clear, or that a rule does not apply: told many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, Final

from stackaudit.checks.verdict import Verdict, View
from stackaudit.finding import Outcome
from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import Word
from stackaudit.truth import FALSE, Truth

__all__ = [
    "LEFT_OUT",
    "all_but",
    "gist",
    "if_plain",
    "in_turn",
    "outcomes_of",
    "plain_flows",
    "plain_flows_into",
    "plain_tools",
]

LEFT_OUT: Final = "left out"
"""In place of an outcome: nothing is said of this element."""
_STATED: Final = "stated"

_OUTCOMES: Final = (None, Outcome.CLEAR, Outcome.NOT_APPLICABLE, LEFT_OUT)
_CODES: Final = {outcome: code for code, outcome in enumerate(_OUTCOMES)}
_IS: Final = {
    outcome: bytes(number == _CODES[outcome] for number in range(256))
    for outcome in (Outcome.CLEAR, Outcome.NOT_APPLICABLE)
}
"""What says of the codes of outcomes, by their numbers in that order, which of them are this outcome's."""

_BY_RUNNING: Final = bytes(_CODES[LEFT_OUT if truth == FALSE else Outcome.NOT_APPLICABLE] for truth in range(256))


def outcomes_of(outcomes: Iterable[Outcome | str | None]) -> bytes:
    """Outcomes as `in_turn` takes them: CLEAR, NOT_APPLICABLE, LEFT_OUT, or None for what is judged by itself."""
    return bytes(map(_CODES.__getitem__, outcomes))


def all_but(numbers: Iterable[int], count: int, outcome: Outcome) -> bytes:
    """One outcome of so many elements, as `in_turn` takes them, but for some, which are judged by themselves."""
    outcomes = bytearray([_CODES[outcome]]) * count
    for number in numbers:
        outcomes[number] = _CODES[None]
    return bytes(outcomes)


def if_plain(outcome: Outcome) -> Outcome | None:
    """The outcome where no more is to say than that; None for one of which there is."""
    return outcome if outcome in {Outcome.CLEAR, Outcome.NOT_APPLICABLE} else None


def gist(values: Iterable[Any]) -> list[Any]:
    """Of values that may all differ, what many rules want to know: whether one is left out, a word, or stated."""
    return [value if value is None or isinstance(value, Word) else _STATED for value in values]


def in_turn(view: View, paths: Sequence[str], outcomes: bytes) -> Iterator[tuple[Iterable[Verdict], int | None]]:
    """The number of each element that has to be judged by itself, after the verdicts on those before it that have not.

    At last the verdicts on those that are left, and no number.

    Args:
        view: what the rule looks at.
        paths: the paths of the elements, in the order in which they are told.
        outcomes: what `outcomes_of` gives for them.
    """
    last, number = 0, outcomes.find(0)
    while number >= 0:
        yield _plain(view, paths, outcomes, last, number), number
        last, number = number + 1, outcomes.find(0, number + 1)
    yield _plain(view, paths, outcomes, last, len(outcomes)), None


def plain_flows(
    view: View, facts: Iterable[Sequence[Any]], judge: Callable[..., Outcome | str | None]
) -> Iterator[tuple[Iterable[Verdict], Flow | None]]:
    """Each flow that has to be judged by itself, after the verdicts on those before it that have not; at last no flow.

    A large stack has few different flows, as far as the facts of one rule go, so each kind is judged once.

    Args:
        view: what the rule looks at.
        facts: the values of each fact that decides, in the order of the flows. They are compared, so that 1 is true.
        judge: gets whether a flow runs, and its facts; gives CLEAR, NOT_APPLICABLE or LEFT_OUT, or None for a flow that
            has to be judged by itself.
    """
    columns = view.graph.columns
    flows = columns.elements("flow")
    outcomes = _judged((view.graph.flows_running, *facts), judge)
    for plain, number in in_turn(view, columns.paths("flow"), outcomes):
        yield plain, None if number is None else flows[number]


def plain_flows_into(
    view: View, kinds: Sequence[Truth], facts: Iterable[Sequence[Any]], judge: Callable[..., Outcome | None]
) -> Iterator[tuple[Iterable[Verdict], Flow | None]]:
    """As `plain_flows`, for a rule on flows into tools of some kind: it applies to no others that run.

    Of flows that do not run nothing is said.

    Args:
        view: what the rule looks at.
        kinds: whether each tool is of that kind, in the order of the file.
        facts: the values of each fact that decides, in the order of the flows.
        judge: gets the facts of a flow into such a tool; gives CLEAR or NOT_APPLICABLE, or None for a flow that has to
            be judged by itself.
    """
    graph, facts = view.graph, tuple(facts)
    outcomes = bytearray(bytes(graph.flows_running).translate(_BY_RUNNING))
    known: dict[tuple[Any, ...], int] = {}
    edges = (edge for node, kind in enumerate(kinds) if kind != FALSE for edge in graph.into[node])
    for into in {graph.flow_numbers[edge] for edge in edges if edge < graph.flow_edges}:
        row = tuple([column[into] for column in facts])
        if row not in known:
            known[row] = _CODES[judge(*row)]
        outcomes[into] = known[row]
    flows = graph.columns.elements("flow")
    for plain, number in in_turn(view, graph.columns.paths("flow"), bytes(outcomes)):
        yield plain, None if number is None else flows[number]


def plain_tools(
    view: View, facts: Iterable[Sequence[Any]], judge: Callable[..., Outcome | str | None]
) -> Iterator[tuple[Iterable[Verdict], int, Tool | None]]:
    """As `plain_flows`, of tools; with the number of each one's node, which is -1 where there is no tool.

    The judge gets whether a tool is in use, and its facts.
    """
    columns = view.graph.columns
    tools = columns.elements("tool")
    outcomes = _judged((view.graph.tools_in_use, *facts), judge)
    for plain, number in in_turn(view, columns.paths("tool"), outcomes):
        yield (plain, -1, None) if number is None else (plain, number, tools[number])


def _judged(facts: Sequence[Sequence[Any]], judge: Callable[..., Outcome | str | None]) -> bytes:
    """The outcomes of all elements by their facts, as `in_turn` takes them.

    The rows are made twice, as that is quicker than to keep them: one that nobody keeps is used again for the next.
    """
    known = {row: _CODES[judge(*row)] for row in dict.fromkeys(zip(*facts, strict=True))}
    return bytes(map(known.__getitem__, zip(*facts, strict=True)))


def _plain(view: View, paths: Sequence[str], codes: bytes, start: int, stop: int) -> Iterator[Verdict]:
    """The verdicts on the elements of a range, each of which has an outcome."""
    part = codes[start:stop]
    for outcome, is_it in _IS.items():
        if _CODES[outcome] in part:
            yield from view.alike(outcome, compress(paths[start:stop], part.translate(is_it)))
