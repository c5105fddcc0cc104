"""A deck as a PowerPoint file that can be edited: real titles, native tables, text, and the diagram as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from stackaudit._version import __version__
from stackaudit.model.writing import number as figure
from stackaudit.outputs.archive import rezipped
from stackaudit.outputs.deck.fitting import NOTE, ROOM, high, packed, scale_of, trimmed
from stackaudit.outputs.deck.slides import Deck, Drawn, First, Rows, Words
from stackaudit.outputs.diagram.raster import flat_to_png
from stackaudit.outputs.plain import plain, visible

__all__ = ["pptx_of"]

_ACROSS: Final = 960.0  # the slide in points, 16 to 9
_DOWN: Final = 540.0
_TOP: Final = 104.0  # where the part below the title begins
_INNER, _ROOM = ROOM
_SIDE: Final = (_ACROSS - _INNER) / 2
_SIZE: Final = 12.0
_LINES: Final = 7  # of a cell
_colour: Any = RGBColor.from_string  # it has no types
_INK: Final = _colour("1C2530")
_SOFT: Final = _colour("52606D")
_WHITE: Final = _colour("FFFFFF")
_BAND: Final = _colour("F3F5F7")
_LOGO: Final = (150.0, 48.0)  # the room that it gets on the first slide, and on all others
_MARK: Final = (80.0, 20.0)
_FONT: Final = "Arial"
_TITLE_ONLY: Final = 5
_NUMBER: Final = (
    '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'id="{{00000000-0000-4000-8000-{number:012}}}" type="slidenum">'
    '<a:rPr lang="en-GB" sz="1000"/><a:t>{number}</a:t></a:fld>'
)


def pptx_of(deck: Deck) -> bytes:
    """The file. The same deck gives the same bytes."""
    return _Writer(deck).file()


class _Writer:
    """Writes slides one after the other into a file of python-pptx."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._file: Any = Presentation()
        self._accent = _colour(deck.accent.removeprefix("#").upper())

    def file(self) -> bytes:
        self._describe()
        self._widen()
        for slide in self._deck.slides:
            if isinstance(slide, First):
                self._first(slide)
            elif isinstance(slide, Words):
                self._words(slide)
            elif isinstance(slide, Rows):
                self._rows(slide)
            else:
                self._drawn(slide)
        made = BytesIO()
        self._file.save(made)
        return rezipped(made.getvalue())

    def _describe(self) -> None:
        about = self._file.core_properties
        about.title, about.author = visible(self._deck.title)[:250], visible(self._deck.author)[:250]
        about.last_modified_by = about.author
        about.created = about.modified = about.last_printed = datetime.combine(self._deck.day, time())
        about.comments, about.language, about.revision = f"Made with stackaudit {__version__}", "en", 1

    def _widen(self) -> None:
        """Slides of 16 to 9; the title of each in the same place."""
        self._file.slide_width, self._file.slide_height = Pt(_ACROSS), Pt(_DOWN)
        layout = self._file.slide_layouts[_TITLE_ONLY]
        for held in (self._file.slide_master, layout):
            for shape in held.placeholders:
                scale = _ACROSS / 720  # the template's slides are 10 inches wide
                shape.left, shape.width = Emu(int(shape.left * scale)), Emu(int(shape.width * scale))

    def _slide(self, title: str, size: float = 28.0, top: float = 34.0, height: float = 54.0) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        held = slide.shapes.title
        held.left, held.top, held.width, held.height = Pt(_SIDE), Pt(top), Pt(_INNER), Pt(height)
        held.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        held.text_frame.word_wrap = True
        self._paragraph(held.text_frame, trimmed(title, _INNER, size, 2), size, bold=True, first=True)
        number = len(self._file.slides)
        if number > 1:
            foot = self._box(slide, 505.0, 22.0)
            self._paragraph(foot, trimmed(self._deck.title, _INNER - 60, 10, 1), 10, colour=_SOFT, first=True)
            line = foot.paragraphs[0]
            self._run(line, " · ", 10, _SOFT)
            line._p.append(parse_xml(_NUMBER.format(number=number)))  # noqa: SLF001 - python-pptx writes no fields
            self._logo(slide, 507.0, _MARK, right=True)
        return slide

    def _logo(self, slide: Any, top: float, room: tuple[float, float], *, right: bool = False) -> None:
        """The logo, where there is one, at the left or right side."""
        logo = self._deck.logo
        if logo is None:
            return
        width, height = logo.within(*room)
        left = _ACROSS - _SIDE - width if right else _SIDE + 7.0  # as far in as the words of a text frame
        picture = slide.shapes.add_picture(BytesIO(logo.png), Pt(left), Pt(top), Pt(width), Pt(height))
        picture._element.nvPicPr.cNvPr.set("descr", "Logo")  # noqa: SLF001 - python-pptx has no other way

    def _box(self, slide: Any, top: float, height: float, left: float = _SIDE, width: float = _INNER) -> Any:
        frame = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height)).text_frame
        frame.word_wrap = True
        return frame

    def _paragraph(
        self, frame: Any, text: str, size: float, *, bold: bool = False, colour: Any = _INK, first: bool = False
    ) -> None:
        paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
        paragraph.alignment = 1  # left: titles of the template are centred
        self._run(paragraph, text, size, colour, bold=bold)

    def _run(self, paragraph: Any, text: str, size: float, colour: Any, *, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = plain(text)
        run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(size), bold, _FONT, colour

    def _first(self, slide: First) -> None:
        made = self._slide(slide.title, size=40.0, top=150.0, height=110.0)
        kind = self._box(made, 120.0, 30.0)
        self._paragraph(kind, slide.kind, 16, bold=True, colour=self._accent, first=True)
        self._logo(made, 40.0, _LOGO)
        frame = self._box(made, 280.0, 180.0)
        for number, line in enumerate(slide.lines):
            self._paragraph(frame, trimmed(line, _INNER, 16, 3), 16, first=not number)

    def _words(self, slide: Words) -> None:
        made = self._slide(slide.title)
        left, room = _SIDE, _ROOM
        if slide.figure is not None:
            number = self._box(made, _TOP, 90.0, width=250.0)
            self._paragraph(
                number,
                slide.figure[0],
                54 if slide.figure[0].isdigit() else 36,
                bold=True,
                colour=self._accent,
                first=True,
            )
            self._paragraph(number, slide.figure[1], 14, colour=_SOFT)
            left += 270.0
        width = _ACROSS - _SIDE - left
        frame = self._box(made, _TOP, room, left=left, width=width)
        first = True
        for texts, size in ((slide.lead, 18.0), (slide.text, 14.0)):
            for text in texts:
                shown = trimmed(text, width, size, 6)
                room -= high(shown, width, size) + size / 2
                if room < 0:
                    break
                self._paragraph(frame, shown, size, bold=size > 14.0, first=first)  # noqa: PLR2004 - the lead
                frame.paragraphs[-1].space_after = Pt(size / 2)
                first = False

    def _rows(self, slide: Rows) -> None:
        widths = [_INNER * share / sum(slide.widths) for share in slide.widths]
        rows = [
            [trimmed(text, width - 15, _SIZE, _LINES) for text, width in zip(row, widths, strict=True)]
            for row in slide.rows
        ]
        titles = zip(slide.head, widths, strict=True)
        head = 14.0 + max(high(text, width - 15, _SIZE, bold=True) for text, width in titles)
        room = _ROOM - head - (NOTE if slide.more else 0.0)
        groups = list(packed(rows, widths, _SIZE, room))
        for number, group in enumerate(groups[:1] if slide.more else groups):
            made = self._slide(slide.title if not number else f"{slide.title} (continued)")
            used = self._table(made, slide.head, group, widths, head)
            left = slide.total - len(group)
            if slide.more and left > 0:
                self._note(made, _TOP + used, slide.more.format(figure(left)))

    def _note(self, slide: Any, top: float, text: str) -> None:
        frame = self._box(slide, top + 4.0, NOTE - 4.0)
        self._paragraph(frame, trimmed(text, _INNER, _SIZE, 1), _SIZE, colour=_SOFT, first=True)

    def _table(
        self,
        slide: Any,
        head: tuple[str, ...],
        rows: list[tuple[Sequence[str], float]],
        widths: list[float],
        top: float,
    ) -> float:
        """A table; how high it is, in points."""
        used = top + sum(tall for _, tall in rows)
        shape = slide.shapes.add_table(len(rows) + 1, len(head), Pt(_SIDE), Pt(_TOP), Pt(_INNER), Pt(used))
        table = shape.table
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        table.rows[0].height = Pt(top)
        for cell, title in zip(table.rows[0].cells, head, strict=True):
            self._cell(cell, title, self._accent, _WHITE, bold=True)
        for number, (texts, tall) in enumerate(rows, 1):
            table.rows[number].height = Pt(tall)
            for cell, text in zip(table.rows[number].cells, texts, strict=True):
                self._cell(cell, text, _WHITE if number % 2 else _BAND, _INK)
        return used

    def _cell(self, cell: Any, text: str, ground: Any, ink: Any, *, bold: bool = False) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = ground
        line = cell.text_frame.paragraphs[0]
        self._run(line, text, _SIZE, ink, bold=bold)
        # Without it a row with an empty cell is as high as the template's larger type.
        line._p.get_or_add_endParaRPr().set("sz", f"{_SIZE * 100:.0f}")  # noqa: SLF001 - python-pptx has no other way

    def _drawn(self, slide: Drawn) -> None:
        made = self._slide(slide.title)
        picture = slide.picture
        scale = scale_of(picture)
        width, height = picture.width * scale, picture.height * scale
        image = BytesIO(flat_to_png(picture))
        shape = made.shapes.add_picture(image, Pt((_ACROSS - width) / 2), Pt(_TOP), Pt(width), Pt(height))
        if slide.note:
            self._note(made, _TOP + height, slide.note)
        shape._element.nvPicPr.cNvPr.set("descr", visible(picture.description))  # noqa: SLF001 - python-pptx has no other way
