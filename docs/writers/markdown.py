"""Markdown that comes out as it was meant: text from the code, tables, links, and pieces of YAML files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from stackaudit.source import Document

__all__ = ["anchor", "code", "excerpt", "heading_note", "prose", "table"]

_CODE = re.compile(r"(`[^`]*`)")
_SPECIAL = re.compile(r"[\\*<>\[\]]|\b_|_\b")


def heading_note(source: str) -> str:
    """The comment that stands first in a generated page."""
    return f"<!-- Written by docs/generate.py from {source}. Change it there, not here. -->\n"


def prose(text: str) -> str:
    """Text in which only pieces in backquotes are markup."""
    parts = _CODE.split(text.replace("``", "`"))
    return "".join(part if part.startswith("`") else _SPECIAL.sub(r"\\\g<0>", part) for part in parts)


def code(text: str) -> str:
    """Text as code within a line."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def anchor(heading: str) -> str:
    """The anchor of a heading, as MyST and GitHub make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def excerpt(path: Path, document: Document, route: tuple[str | int, ...]) -> str:
    """The lines of a file that hold the value at a route, without the indentation that they share."""
    place = document.place(route)
    lines = path.read_text(encoding="utf-8").splitlines()[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1] if place.end_line > place.line else lines[-1]
    lines[0] = " " * (place.column - 1) + lines[0][place.column - 1 : None if len(lines) > 1 else place.end_column - 1]
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return textwrap.dedent("\n".join(line.rstrip() for line in lines)) + "\n"
