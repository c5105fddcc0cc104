"""A document as a Word file that can be edited: real headings and lists, native tables, a table of contents."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from docx import Document as NewDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from stackaudit._version import __version__
from stackaudit.outputs.archive import rezipped
from stackaudit.outputs.brand.emblem import Emblem
from stackaudit.outputs.diagram.flat import Flat
from stackaudit.outputs.diagram.raster import flat_to_png
from stackaudit.outputs.document.blocks import Document, Heading, Paragraph, Remark, Span, Table
from stackaudit.outputs.document.word import bookmark, contents, framed, page_number, recoloured, table
from stackaudit.outputs.plain import visible

__all__ = ["docx_of"]

_PAPERS: Final = {"a4": (Mm(210), Mm(297)), "letter": (Mm(215.9), Mm(279.4))}
_MARGIN: Final = Mm(20)
_INK: Final = RGBColor(0x1C, 0x25, 0x30)
_SOFT: Final = RGBColor(0x52, 0x60, 0x6D)
_FONT: Final = "Arial"
_CODE: Final = "Courier New"
_STYLES: Final = {"bullet": "List Bullet"}
_LEADING: Final = frozenset({"leading", "impact", "claim", "item", "small"})  # on a page with what follows
_REMARK: Final = "Commentary"
_LOGO: Final = (Mm(70), Mm(18))  # the room that it gets
_EMU: Final = 9_525  # a CSS pixel


def docx_of(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    return _Writer(document).file()


class _Writer:
    """Writes blocks one after the other into a file of python-docx."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._file: Any = NewDocument()
        self._headings: list[tuple[int, str, str]] = []
        self._wide = False
        self._accent = RGBColor.from_string(document.accent.removeprefix("#").upper())

    def file(self) -> bytes:
        self._describe()
        self._style()
        self._page(self._file.sections[0])
        self._cover()
        place = self._file.add_paragraph()
        self._file.add_page_break()
        for block in self._document.blocks:
            self._block(block)
        contents(place, self._headings)
        made = BytesIO()
        self._file.save(made)
        return rezipped(made.getvalue())

    def _describe(self) -> None:
        about = self._file.core_properties
        day = datetime.combine(self._document.day, time())
        about.title, about.author = visible(self._document.title)[:250], visible(self._document.author)[:250]
        about.last_modified_by = about.author
        about.created = about.modified = about.last_printed = day
        about.comments, about.language, about.revision = f"Made with stackaudit {__version__}", "en", 1

    def _style(self) -> None:
        styles = self._file.styles
        for name, size in (("Normal", 10), ("Title", 30), ("Heading 1", 18), ("Heading 2", 13), ("Heading 3", 11)):
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for name, before in (("Heading 1", 20), ("Heading 2", 16), ("Heading 3", 10)):
            form = styles[name].paragraph_format
            form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(4), True
        styles["Heading 3"].font.color.rgb, styles["Caption"].font.color.rgb = self._accent, _SOFT
        recoloured(styles["Title"], self._document.accent)
        for name, based_on in ((_REMARK, "Normal"), (f"{_REMARK} Bullet", "List Bullet")):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles[based_on]
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            framed(style, self._document.accent)

    def _page(self, section: Any) -> None:
        """Paper, margins and the number of each page."""
        across, down = _PAPERS[self._document.paper]
        section.orientation = WD_ORIENT.LANDSCAPE if self._wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (down, across) if self._wide else (across, down)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN

    def _cover(self) -> None:
        cover = self._document.cover
        footer = self._file.sections[0].footer.paragraphs[0]
        self._span(footer, Span(f"{self._document.title} · ", "said"))
        page_number(footer)
        self._file.sections[0].different_first_page_header_footer = True
        kind = self._file.add_paragraph()
        kind.paragraph_format.space_before = Pt(150)
        if self._document.logo is not None:
            self._logo(self._document.logo, kind)
            kind = self._file.add_paragraph()
            kind.paragraph_format.space_before = Pt(90)
        run = self._span(kind, Span(cover.kind, "strong"))
        run.font.color.rgb = self._accent
        self._file.add_paragraph(visible(cover.title), style="Title")
        if cover.notice:
            self._span(self._file.add_paragraph(), Span(cover.notice, "strong"))
        for name, value in cover.facts:
            line = self._file.add_paragraph()
            line.paragraph_format.space_after = Pt(2)
            self._span(line, Span(f"{name}: ", "said"))
            self._span(line, Span(value))
        self._file.add_page_break()

    def _logo(self, logo: Emblem, paragraph: Any) -> None:
        paragraph.paragraph_format.space_before = Pt(0)
        width, height = logo.within(*_LOGO)
        shape = paragraph.add_run().add_picture(BytesIO(logo.png), Emu(int(width)), Emu(int(height)))
        shape._inline.docPr.set("descr", "Logo")  # noqa: SLF001 - python-docx has no other way to describe a picture

    def _block(self, block: Any) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            table(self._file, block, self._room)
        elif isinstance(block, Remark):
            self._remark(block)
        elif isinstance(block, Flat):
            self._figure(block)
        else:  # a turn: a document has those alone that turn its pages
            self._wide = block.wide
            self._page(self._file.add_section(WD_SECTION.NEW_PAGE))

    @property
    def _room(self) -> int:
        """The width between the margins, in English metric units."""
        across, down = _PAPERS[self._document.paper]
        return int((down if self._wide else across) - 2 * _MARGIN)

    @property
    def _room_down(self) -> int:
        across, down = _PAPERS[self._document.paper]
        return int((across if self._wide else down) - 2 * _MARGIN)

    def _heading(self, heading: Heading) -> None:
        text = visible(heading.text)
        made = self._file.add_heading(text, heading.level)
        if heading.level < 3:  # noqa: PLR2004 - the contents name sections and what stands right below them
            self._headings.append((heading.level, text, bookmark(made, len(self._headings))))

    def _paragraph(self, paragraph: Paragraph) -> None:
        made = self._file.add_paragraph(style=_STYLES.get(paragraph.kind))
        if paragraph.kind == "impact":
            made.paragraph_format.left_indent = Mm(5)
        made.paragraph_format.keep_with_next = paragraph.kind in _LEADING or None
        for span in paragraph.spans:
            run = self._span(made, span)
            if run is not None and paragraph.kind == "lead":
                run.font.size = Pt(13)
            elif run is not None and paragraph.kind == "small":
                run.font.size = Pt(9)

    def _remark(self, remark: Remark) -> None:
        """What the consultant says, with a line beside it."""
        head = self._file.add_paragraph(style=_REMARK)
        head.paragraph_format.keep_with_next = True
        run = self._span(head, Span(remark.by, "strong"))
        run.font.size, run.font.color.rgb = Pt(9), _SOFT
        last = head
        for block in remark.blocks:
            if isinstance(block, Table):
                table(self._file, block, self._room)
                continue
            last = self._file.add_paragraph(style=f"{_REMARK} Bullet" if block.kind == "bullet" else _REMARK)
            for span in block.spans:
                self._span(last, span)
        last.paragraph_format.space_after, last.paragraph_format.keep_with_next = Pt(10), True

    def _span(self, paragraph: Any, span: Span) -> Any:
        if not span.text:
            return None
        run = paragraph.add_run(visible(span.text))
        run.bold = span.style == "strong" or None
        if span.style == "code":
            run.font.name, run.font.size = _CODE, Pt(9)
        elif span.style == "said":
            run.font.color.rgb = _SOFT
        return run

    def _figure(self, figure: Flat) -> None:
        room_down = self._room_down - Mm(30)
        scale = min(self._room / (figure.width * _EMU), room_down / (figure.height * _EMU), 1.0)
        width, height = Emu(int(figure.width * _EMU * scale)), Emu(int(figure.height * _EMU * scale))
        paragraph = self._file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(flat_to_png(figure)), width, height)
        named = shape._inline.docPr  # noqa: SLF001 - python-docx has no other way to describe a picture
        named.set("descr", visible(figure.description))
        named.set("title", visible(figure.title))
        self._file.add_paragraph(visible(figure.title), style="Caption")
