"""The sections of a document in the order that is wanted, on pages that lie or stand, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from stackaudit.audit.audit import Audit
from stackaudit.frozen import dataclass
from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.sections import left_out, wanted
from stackaudit.outputs.document.blocks import Block, Paragraph, Span, Table, Turn
from stackaudit.outputs.html.names import Names

if TYPE_CHECKING:
    from stackaudit.outputs.diagram import Pictures

__all__ = ["Told", "arranged"]

_LYING: Final = frozenset({ReportSection.OPT_OUTS, ReportSection.TOOLS, ReportSection.FLOWS})
"""Sections with wide tables."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a document is made of."""

    audit: Audit
    names: Names
    pictures: Pictures


def arranged(
    sections: Mapping[ReportSection, Callable[[Told], Iterator[Block]]], told: Told, settings: ReportSettings
) -> Iterator[Block]:
    """The blocks of the sections; ``sections`` has them in the order of a document for which nothing else is wanted."""
    kept = wanted(settings, tuple(sections))
    lies = False
    for block in (block for name in kept for block in _turned(name, sections[name](told))):
        if not isinstance(block, Turn):
            yield block
        elif block.wide is not lies:
            lies = block.wide
            yield block
    absent = left_out("this document", (one for one in sections if one not in kept and any(sections[one](told))))
    if absent:
        yield Paragraph((Span(absent, "said"),))


def _turned(name: ReportSection, section: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a section, after a turn of the page to where it begins; nothing of a section without any."""
    blocks = list(section) if name in _LYING else section
    lies = isinstance(blocks, list) and any(isinstance(block, Table) for block in blocks)
    for number, block in enumerate(blocks):
        if not number and not isinstance(block, Turn):
            yield Turn(lies)
        yield block
