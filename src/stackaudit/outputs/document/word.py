"""The parts of a Word file that python-docx does not write: quick tables, fields, a table of contents."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from stackaudit.outputs.document.blocks import Cell, Span, Table
from stackaudit.outputs.plain import visible

__all__ = ["bookmark", "contents", "framed", "page_number", "recoloured", "table"]

_TWIPS: Final = 635  # English metric units
_LISTED: Final = 80  # headings in the contents: about two pages of them
_SMALL: Final = "17"  # half points
_LINE: Final = "D5DCE4"
_HEAD: Final = "EDF1F5"
_GROUND: Final = "F5F6F8"
_AFTER_BORDERS: Final = frozenset(map(qn, ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")))


def table(document: Any, block: Table, room: int) -> None:
    """Add a table that is as wide as ``room`` (English metric units). Its headings stand on each page.

    The elements are made at once: cell by cell, python-docx takes minutes for some thousand rows.
    """
    widths = [room // _TWIPS * share // sum(block.widths) for share in block.widths]
    made = _element("w:tbl")
    properties = _element("w:tblPr", made)
    _element("w:tblStyle", properties, val="TableGrid")
    _element("w:tblW", properties, w=str(sum(widths)), type="dxa")
    borders = _element("w:tblBorders", properties)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _element(f"w:{side}", borders, val="single", sz="4", space="0", color=_LINE)
    _element("w:tblLayout", properties, type="fixed")
    margins = _element("w:tblCellMar", properties)
    for side in ("top", "left", "bottom", "right"):
        _element(f"w:{side}", margins, w="60", type="dxa")
    _element("w:tblCaption", properties, val=visible(block.title))
    grid = _element("w:tblGrid", made)
    for width in widths:
        _element("w:gridCol", grid, w=str(width))
    _row(made, tuple(_bold(title) for title in block.head), widths, head=True)
    for left, row in enumerate(block.rows, 1 - len(block.rows)):
        _row(made, row, widths, kept=left == -1)  # no last row stands alone
    body = document.element.body
    body.insert(len(body) - 1, made)  # the last element holds the section's settings
    after = document.add_paragraph()
    after.paragraph_format.space_after = 0


def _bold(title: str) -> Cell:
    return (Span(title, "strong"),)


def _row(parent: Any, cells: tuple[Cell, ...], widths: list[int], *, head: bool = False, kept: bool = False) -> None:
    """Add a row; the head, and one that is ``kept``, stands on a page with the next."""
    row = _element("w:tr", parent)
    properties = _element("w:trPr", row)
    _element("w:cantSplit", properties)
    if head:
        _element("w:tblHeader", properties)
    for spans, width in zip(cells, widths, strict=True):
        held = _element("w:tc", row)
        settings = _element("w:tcPr", held)
        _element("w:tcW", settings, w=str(width), type="dxa")
        if head:
            _element("w:shd", settings, val="clear", color="auto", fill=_HEAD)
        paragraph = _element("w:p", held)
        form = _element("w:pPr", paragraph)
        if head or kept:
            _element("w:keepNext", form)
        _element("w:spacing", form, before="0", after="0")
        for span in spans:
            _run(paragraph, span.text, span.style)


def _run(paragraph: Any, text: str, style: str) -> None:
    run = _element("w:r", paragraph)
    form = _element("w:rPr", run)
    if style == "code":
        _element("w:rFonts", form, ascii="Courier New", hAnsi="Courier New", cs="Courier New")
    if style == "strong":
        _element("w:b", form)
    if style == "said":
        _element("w:color", form, val="52606D")
    _element("w:sz", form, val="15" if style == "code" else _SMALL)
    _text(run, text)


def _text(run: Any, text: str) -> None:
    held = _element("w:t", run)
    held.text = visible(text)
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def framed(style: Any, colour: str) -> None:
    """Give the paragraphs of a style a line at their left, in a colour such as ``#0f5c8c``, and a ground."""
    form = style.element.get_or_add_pPr()
    borders = _element("w:pBdr")
    _element("w:left", borders, val="single", sz="24", space="8", color=colour.removeprefix("#").upper())
    shade = _element("w:shd", val="clear", color="auto", fill=_GROUND)
    # Where they stand among the others is fixed: before the tabs, spacing and indents.
    place = next((number for number, one in enumerate(form) if one.tag in _AFTER_BORDERS), len(form))
    form.insert(place, borders)
    form.insert(place + 1, shade)


def recoloured(style: Any, colour: str) -> None:
    """Give the lines around the paragraphs of a style a colour such as ``#0f5c8c`` instead of the template's."""
    for line in style.element.xpath(".//w:pBdr/*"):
        line.set(qn("w:color"), colour.removeprefix("#").upper())
        line.attrib.pop(qn("w:themeColor"), None)


def page_number(paragraph: Any) -> None:
    """Add ``Page 3 of 12``, which Word counts."""
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        simple = _element("w:fldSimple", paragraph._p, instr=field)  # noqa: SLF001 - python-docx writes no fields
        _text(_element("w:r", simple), "1")


def bookmark(paragraph: Any, number: int) -> str:
    """Mark a heading, so that the contents can lead to it; the mark's name."""
    name = f"_Toc{number:06}"
    start = _element("w:bookmarkStart", id=str(number), name=name)
    element = paragraph._p  # noqa: SLF001 - python-docx writes no bookmarks
    element.insert(1 if element.pPr is not None else 0, start)
    _element("w:bookmarkEnd", element, id=str(number))
    return name


def contents(paragraph: Any, headings: list[tuple[int, str, str]]) -> None:
    """Turn an empty paragraph into a table of contents: a field that Word fills with page numbers, links until then.

    Of more headings than two pages hold, it names the first level alone.

    Args:
        paragraph: where it stands.
        headings: level, text and bookmark of each.
    """
    depth = 1 if len(headings) > _LISTED else 2
    start = paragraph._p  # noqa: SLF001 - python-docx writes no fields
    last = start
    listed = [one for one in headings if one[0] <= depth]
    for number, (level, text, name) in enumerate(listed):
        line = _element("w:p")
        form = _element("w:pPr", line)
        _element("w:spacing", form, before="60" if level == 1 else "0", after="0")
        _element("w:ind", form, left=str(360 * (level - 1)))
        if not number:
            _field(line, "begin", dirty="true")
            instruction = _element("w:instrText", _element("w:r", line))
            instruction.text = f' TOC \\o "1-{depth}" \\h \\z \\u '
            _field(line, "separate")
        link = _element("w:hyperlink", line, anchor=name, history="1")
        run = _element("w:r", link)
        if level == 1:
            _element("w:b", _element("w:rPr", run))
        _text(run, text)
        if number == len(listed) - 1:
            _field(line, "end")
        last.addnext(line)
        last = line
    title = _element("w:r", start)
    _element("w:b", _element("w:rPr", title))
    _text(title, "Contents")


def _field(line: Any, kind: str, **more: str) -> None:
    _element("w:fldChar", _element("w:r", line), fldCharType=kind, **more)


def _element(tag: str, parent: Any = None, /, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    if parent is not None:
        parent.append(made)
    return made
