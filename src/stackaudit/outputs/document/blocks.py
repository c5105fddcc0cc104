"""What a document is made of: headings, paragraphs, tables and pictures (``Flat``), free of any file format."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from stackaudit.frozen import dataclass
from stackaudit.outputs.brand.emblem import Emblem
from stackaudit.outputs.diagram.flat import Flat

__all__ = [
    "Block",
    "Cell",
    "Cover",
    "Document",
    "Heading",
    "Paragraph",
    "Remark",
    "Span",
    "Table",
    "Turn",
    "cell",
    "code",
]

Kind: TypeAlias = Literal["text", "lead", "leading", "bullet", "item", "impact", "claim", "small"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; ``style`` is ``strong``, ``code``, ``said`` (less important) or empty."""

    text: str
    style: Literal["", "strong", "code", "said"] = ""


Cell: TypeAlias = tuple[Span, ...]
"""What stands in a cell of a table."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a section."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; those that are ``leading`` lead to what follows, and stand on a page with it."""

    spans: tuple[Span, ...]
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``widths`` are the shares of its columns."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on, pages lie (``wide``) or stand."""

    wide: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What the consultant says, set apart from what the audit says; ``by`` is the line above it."""

    by: str
    blocks: tuple[Paragraph | Table, ...]


Block: TypeAlias = Heading | Paragraph | Table | Remark | Flat | Turn


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page; ``facts`` are pairs such as ``("As of", "22 November 2026")``."""

    kind: str
    title: str
    notice: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document. ``title`` and ``author`` are for the file's own description, ``paper`` is ``a4`` or ``letter``.

    ``accent`` is the colour of small headings and lines, ``logo`` a picture for the title page.
    """

    title: str
    author: str
    day: date
    paper: str
    cover: Cover
    blocks: tuple[Block, ...]
    accent: str
    logo: Emblem | None


def cell(text: str, note: str = "") -> Cell:
    """A cell with a text, and a less important note after it."""
    return (Span(text), Span(f" {note}", "said")) if note else (Span(text),)


def code(text: str) -> Cell:
    """A cell with a path or value as it stands in the file."""
    return (Span(text, "code"),)
