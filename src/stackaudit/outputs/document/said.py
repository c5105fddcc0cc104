"""The consultant's commentary as blocks of a document: the same Markdown as in the page, in plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from stackaudit.model.report import ReportSettings
from stackaudit.outputs.document.blocks import Block, Cell, Paragraph, Remark, Span, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["said"]


def said(settings: ReportSettings | None, name: str) -> Iterator[Block]:
    """What the consultant says of a section or a finding; nothing where they say nothing."""
    text = settings.commentary.get(name) if settings is not None else None
    if text is None:
        return
    from stackaudit.outputs.brand.markdown import parser  # noqa: PLC0415 - most reports have no commentary

    writer = _Writer()
    blocks = tuple(block for token in parser().parse(text) for block in writer.take(token))
    if blocks:
        yield Remark("Commentary", blocks)


class _Writer:
    """Makes blocks of one token after the other."""

    def __init__(self) -> None:
        self._lists: list[int] = []  # the number of the last item of each open list, -1 where items have none
        self._rows: list[list[Cell]] = []

    def take(self, token: Token) -> Iterator[Paragraph | Table]:
        """The blocks that end with a token."""
        kind = token.type
        if kind in {"ordered_list_open", "bullet_list_open"}:
            self._lists.append(int(token.attrGet("start") or 1) - 1 if kind == "ordered_list_open" else -1)
        elif kind in {"ordered_list_close", "bullet_list_close"}:
            self._lists.pop()
        elif kind == "list_item_open":
            self._lists[-1] += self._lists[-1] >= 0
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "table_close":
            yield _table(self._rows)
            self._rows = []
        elif kind in {"fence", "code_block"}:
            yield Paragraph((Span(token.content.rstrip("\n"), "code"),))
        elif kind == "inline":
            yield from self._words(_spans(token.children or ()))

    def _words(self, spans: Cell) -> Iterator[Paragraph]:
        if self._rows:
            self._rows[-1].append(spans)
        elif self._lists:
            number = self._lists[-1]
            yield Paragraph((Span(f"{number}. "), *spans)) if number >= 0 else Paragraph(spans, "bullet")
        else:
            yield Paragraph(spans)


def _table(rows: Sequence[Sequence[Cell]]) -> Table:
    head, *rest = rows
    names = tuple("".join(span.text for span in one) for one in head)
    return Table("Commentary", names, tuple(tuple(row) for row in rest), (1,) * len(names))


def _spans(tokens: Sequence[Token]) -> tuple[Span, ...]:
    made: list[Span] = []
    strong, target = 0, ""
    for token in tokens:
        strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        if token.type == "link_open":
            target = str(token.attrGet("href"))
        elif token.type == "link_close" and not target.startswith("#"):
            made.append(Span(f" ({target})", "said"))
        elif token.type in {"text", "code_inline", "softbreak", "hardbreak"}:
            style: Literal["code", "strong", ""] = "code" if token.type == "code_inline" else "strong" if strong else ""
            made.append(Span(" " if token.type.endswith("break") else token.content, style))
    return tuple(span for span in made if span.text)
