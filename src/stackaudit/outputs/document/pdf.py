"""A document as PDF: pages with numbers, contents, bookmarks; tagged, so that it can be searched and read aloud."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from stackaudit.outputs.brand.emblem import Emblem
from stackaudit.outputs.diagram.flat import Flat
from stackaudit.outputs.document.blocks import Block, Document, Heading, Paragraph, Remark, Span, Table
from stackaudit.outputs.plain import visible
from stackaudit.outputs.typeset import typeset

__all__ = ["pdf_of"]

_TEMPLATE: Final = Path(__file__).with_name("report.typ")


def pdf_of(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    values = {
        "title": visible(document.title),
        "author": visible(document.author),
        "year": document.day.year,
        "month": document.day.month,
        "day": document.day.day,
        "paper": {"a4": "a4", "letter": "us-letter"}[document.paper],
        "accent": document.accent,
        "logo": _logo(document.logo),
        "cover": _shown(asdict(document.cover)),
        "blocks": [_block(block) for block in document.blocks],
    }
    return typeset(_TEMPLATE.read_text(encoding="utf-8"), values, "pdf")


def _logo(logo: Emblem | None) -> dict[str, Any] | None:
    """A picture as plain data: its format, and its text, or its bytes as numbers."""
    if logo is None:
        return None
    return {"format": "svg", "held": logo.svg} if logo.svg else {"format": "png", "held": list(logo.png)}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "level": block.level, "text": visible(block.text)}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "kind": block.kind, "spans": _spans(block.spans)}
    if isinstance(block, Table):
        rows = [[_spans(cell) for cell in row] for row in block.rows]
        return {
            "is": "table",
            "title": visible(block.title),
            "head": list(block.head),
            "rows": rows,
            "widths": block.widths,
        }
    if isinstance(block, Remark):
        return {"is": "remark", "by": block.by, "blocks": [_block(one) for one in block.blocks]}
    if isinstance(block, Flat):
        return {"is": "figure", **_shown(asdict(block)), "svg": block.svg}
    return {"is": "turn", "wide": block.wide}


def _spans(spans: tuple[Span, ...]) -> list[dict[str, str]]:
    return [{"text": visible(span.text), "style": span.style} for span in spans]


def _shown(value: Any) -> Any:
    """Plain data with its hidden characters shown."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _shown(held) for key, held in value.items()}
    return [_shown(held) for held in value] if isinstance(value, (list, tuple)) else value
