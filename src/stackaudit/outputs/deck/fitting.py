"""How much text fits: an estimate that errs on the safe side, so that nothing runs out of a slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from stackaudit.outputs.diagram.flat import Flat
from stackaudit.outputs.diagram.labels import cells
from stackaudit.outputs.plain import ended, plain

__all__ = ["NOTE", "ROOM", "high", "is_readable", "packed", "scale_of", "trimmed"]

ROOM: Final = (864.0, 386.0)
"""The part of a slide below its title, in points."""
NOTE: Final = 30.0
"""How high a line below a table or picture is, in points."""

_WIDE: Final = 0.56  # a letter's width by its height, on average, of the wider common typefaces
_BOLD: Final = 1.12  # how much wider the letters are where they are bold
_LEADING: Final = 1.25
_INNER: Final = 15.0  # points at the left and right of a cell together
_ROUND: Final = 9.0  # points above and below the text of a cell together
_READABLE: Final = 0.6  # points a CSS pixel: the letters of a picture are 8 points high


def trimmed(text: str, width: float, size: float, most: int) -> str:
    """Text on one paragraph, cut after a word where it would take more than ``most`` lines of a width in points."""
    return ended(plain(text), max(8, most * _letters(width, size)))


def scale_of(picture: Flat) -> float:
    """Points for each CSS pixel of a picture on a slide, with room for a line below it."""
    across, down = ROOM
    return min(across / picture.width, (down - NOTE) / picture.height)


def is_readable(picture: Flat) -> bool:
    """Whether the letters of a picture can be read on a slide."""
    return scale_of(picture) >= _READABLE


def high(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """How high a text gets, in points."""
    return _lines(text, _letters(width / (_BOLD if bold else 1.0), size)) * size * _LEADING


def _letters(width: float, size: float) -> int:
    return max(1, int(width / (size * _WIDE)))


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes: words stay whole unless they are longer than a line."""
    lines, used = 1, 0
    for word in text.split():
        long = cells(word)
        if used and used + 1 + long > letters:
            lines, used = lines + 1, 0
        lines += max(0, long - 1) // letters
        used = long % letters if long > letters else used + long + (1 if used else 0)
    return lines


def packed(
    rows: Iterable[Sequence[str]], widths: Sequence[float], size: float, room: float
) -> Iterator[list[tuple[Sequence[str], float]]]:
    """Rows in groups that fit into a height, each row with its own; widths, size and heights are in points."""
    group: list[tuple[Sequence[str], float]] = []
    left = room
    for row in rows:
        tall = _ROUND + max(high(text, width - _INNER, size) for text, width in zip(row, widths, strict=True))
        if group and tall > left:
            yield group
            group, left = [], room
        group.append((row, tall))
        left -= tall
    yield group
