"""Text of the user inside Markdown: on one line, and as it is."""

from __future__ import annotations

import re
from typing import Final

from stackaudit.outputs.plain import plain

__all__ = ["code", "code_in_table", "escaped"]

# Each of these can begin markup somewhere; a backslash before any of them is allowed everywhere.
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$@:-]")
_TICKS: Final = re.compile(r"`+")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: without links, markup, mentions and HTML."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", plain(text))


def code(text: str) -> str:
    """Text in a code span, with a fence longer than any row of backticks in it."""
    line = plain(text)
    fence = "`" * (max((len(row) for row in _TICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def code_in_table(text: str) -> str:
    """Text in a code span in a cell of a table, where a bar would end the cell even inside a span."""
    return code(text).replace("|", "\\|")
