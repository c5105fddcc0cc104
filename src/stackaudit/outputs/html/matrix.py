"""The opt-out matrix as the page shows it: a table of each channel, and a key to the clocks that are broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.opt_out_matrix import Cell, ChannelMatrix, State
from stackaudit.frozen import dataclass
from stackaudit.model.words import Channel
from stackaudit.outputs.html.findings import anchor_of
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.html.wording import delay

__all__ = ["Matrix", "matrices"]

_TOGETHER: Final = 3
"""So many places of which nothing can be judged stand in one row."""
_CHECKS: Final = {State.NEVER: "opt_out_never_arrives", State.LATE: "opt_out_too_late"}
_WORDS: Final = {State.ITSELF: "the same tool", State.APART: "other brand", State.NEVER: "never"}


@dataclass(frozen=True, slots=True)
class Square:
    """A cell: ``text`` is the time or the state, ``breaks`` the numbers of clocks in the key, ``link`` the finding."""

    state: str
    text: str
    as_listed: bool
    by_hand: bool
    breaks: tuple[int, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table of a channel: names of senders, a name and squares for each place, and the clocks by number.

    ``unjudged`` names the places of which nothing can be judged for any sender, where they are told in one row.
    """

    channel: str
    senders: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Square, ...]], ...]
    unjudged: tuple[str, ...]
    clocks: tuple[str, ...]
    more_places: int
    more_senders: int


def matrices(audit: Audit, names: Names) -> tuple[Matrix, ...]:
    """The matrix of each channel on which marketing is sent."""
    links = {
        (audit.rules[one.rule].check_name.rpartition(":")[2], one.elements[0], one.topic): anchor_of(one)
        for one in audit.findings
        if one.elements
    }
    words = {one.value: one.doc for one in Channel}
    return tuple(_matrix(one, names, words[one.channel], links) for one in audit.opt_out_matrix)


def _matrix(one: ChannelMatrix, names: Names, channel: str, links: Mapping[tuple[str, str, str], str]) -> Matrix:
    broken = {breach.clock: breach for cell in one.cells for breach in cell.breaks}
    numbers = {clock: number for number, clock in enumerate(broken, 1)}
    width = len(one.senders)

    def square(cell: Cell) -> Square:
        check = _CHECKS.get(cell.state, "")
        return Square(
            cell.state.value,
            _text(cell),
            cell.as_listed,
            cell.by_hand,
            tuple(sorted(numbers[breach.clock] for breach in cell.breaks)),
            links.get((check, cell.sender, one.channel), ""),
        )

    rows = [
        (names.title(place), tuple(map(square, one.cells[width * number : width * (number + 1)])))
        for number, place in enumerate(one.places)
    ]
    open_rows = [row for row in rows if all(each.state == State.UNKNOWN for each in row[1])]
    folded = open_rows if len(open_rows) >= _TOGETHER else []
    return Matrix(
        channel,
        tuple(names.title(path) for path in one.senders),
        tuple(row for row in rows if row not in folded),
        tuple(name for name, _ in folded),
        tuple(f"{breach.name}: {breach.limit} ({breach.kind})" for breach in broken.values()),
        one.more_places,
        one.more_senders,
    )


def _text(cell: Cell) -> str:
    if cell.at_least is None or cell.at_most is None:
        return _WORDS.get(cell.state, "not known")
    return _WORDS.get(cell.state) or delay(cell.at_least, cell.at_most)
