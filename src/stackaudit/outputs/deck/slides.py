"""What a slide holds, free of any file format."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from stackaudit.frozen import dataclass
from stackaudit.outputs.brand.emblem import Emblem
from stackaudit.outputs.brand.style import ACCENT
from stackaudit.outputs.diagram.flat import Flat

__all__ = ["Deck", "Drawn", "First", "Rows", "Slide", "Words"]


@dataclass(frozen=True, slots=True)
class First:
    """The title slide."""

    kind: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs; those in ``lead`` are larger. ``figure`` is a number to see from afar, with a line below it."""

    title: str
    lead: tuple[str, ...]
    text: tuple[str, ...]
    figure: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; ``widths`` are the shares of its columns.

    Rows that do not fit go on to the next slide. Where ``more`` is given, as ``"And {} more."``, the rows are the first
    of ``total``: those that do not fit are counted there.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    total: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture; ``note`` says below it what it leaves out."""

    title: str
    picture: Flat
    note: str = ""


Slide: TypeAlias = First | Words | Rows | Drawn


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck. ``title`` and ``author`` are for the file's own description.

    ``accent`` is the colour of figures, lines and heads of tables, ``logo`` stands on each slide.
    """

    title: str
    author: str
    day: date
    slides: tuple[Slide, ...]
    accent: str = ACCENT
    logo: Emblem | None = None
