"""The sections of the page, in three depths: for leadership, the story, the appendix; all, or those that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, Final

from stackaudit.frozen import dataclass
from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.sections import TITLES, wanted

__all__ = ["Depth", "Entry", "Section", "absent", "depths"]

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in the page, the block of the template that writes it, and its name in the contents.

    The block is called like the section in settings; a place that templates may fill has no name. ``count`` is what
    stands beside the name. A section of which ``there`` says no has no entry in the contents.
    """

    id: str
    title: str
    block: str
    count: Callable[[Values], int] | None = None
    there: Callable[[Values], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Entry:
    """A section of one report."""

    id: str
    title: str
    block: str
    count: int | None
    there: bool


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep a reader goes: a name, and what stands there."""

    id: str
    title: str
    sections: tuple[Entry, ...]


_NAMED: Final = {one.value: one for one in ReportSection}


def _found(values: Values) -> int:
    return int(values["summary"].flagged + values["summary"].suspected)


def _section(
    named: ReportSection,
    count: Callable[[Values], int] | None = None,
    there: Callable[[Values], bool] = lambda _: True,
    *,
    title: str = "",
) -> Section:
    """A section that settings can name; in the contents it is called as everywhere else, unless by a shorter title."""
    return Section(named.value.replace("_", "-"), title or TITLES[named], named.value, count, there)


def _counting(named: ReportSection) -> Section:
    """A section of the value of that name, if there is one, which says how many it has of what it shows."""
    name = named.value
    return _section(named, lambda values: int(values[name].count), lambda values: bool(values[name]))


_SECTIONS: Final[tuple[tuple[str, str, tuple[Section, ...]], ...]] = (
    (
        "leadership",
        "For leadership",
        (
            Section("before-summary", "", "before_summary", there=lambda _: False),
            _section(ReportSection.SUMMARY, title="On one page"),
        ),
    ),
    (
        "story",
        "The findings",
        (
            _section(ReportSection.GLANCE),
            _section(ReportSection.FINDINGS, _found, title="By root cause"),
            _section(ReportSection.OPT_OUTS, there=lambda values: bool(values["matrices"])),
            _counting(ReportSection.REQUESTS),
            _counting(ReportSection.ROADMAP),
            _counting(ReportSection.VERDICTS),
            _section(ReportSection.BUSINESS_CASE, there=lambda values: bool(values["case"])),
            _section(ReportSection.DIAGRAM),
        ),
    ),
    (
        "appendix",
        "Appendix",
        (
            _section(ReportSection.SCORE),
            _section(ReportSection.TOOLS, lambda values: values["summary"].tools),
            _section(ReportSection.FLOWS, lambda values: values["summary"].flows),
            _section(ReportSection.QUESTIONS, lambda values: values["summary"].questions),
            _section(ReportSection.BASELINE, there=lambda values: values["baseline"] is not None),
            _section(
                ReportSection.WAIVERS, lambda values: len(values["waivers"]), lambda values: bool(values["waivers"])
            ),
            _section(ReportSection.RULES, lambda values: values["summary"].rules),
            _section(ReportSection.FACTS),
            _section(ReportSection.METHOD),
            _section(ReportSection.DISCLAIMER),
        ),
    ),
)


def depths(values: Values, settings: ReportSettings | None = None) -> tuple[Depth, ...]:
    """The sections of a report, by what it is filled with and what its settings want.

    A depth that the wanted order comes back to is there again, under an id of its own.
    """
    made: list[Depth] = []
    for (identity, title), held in groupby(_wanted(settings), lambda one: one[:2]):
        times = sum(depth.id.rpartition("-")[0] == identity or depth.id == identity for depth in made)
        entries = tuple(_entry(section, values) for _, _, section in held)
        if any(entry.there for entry in entries):
            made.append(Depth(f"{identity}-{times + 1}" if times else identity, title, entries))
    return tuple(made)


def absent(values: Values, settings: ReportSettings | None) -> tuple[str, ...]:
    """The names of the sections that there would be, and that the settings leave out."""
    kept = {section.id for _, _, section in _wanted(settings)}
    return tuple(
        TITLES[_NAMED[section.block]]
        for _, _, sections in _SECTIONS
        for section in sections
        if section.title and section.id not in kept and section.there(values)
    )


def _wanted(settings: ReportSettings | None) -> list[tuple[str, str, Section]]:
    """The sections in their order, each with the id and the name of its depth."""
    # What has no name is a place for templates: it stays in front of the section that it stands in front of.
    places: dict[str, list[tuple[str, str, Section]]] = {}
    waiting: list[tuple[str, str, Section]] = []
    for identity, title, sections in _SECTIONS:
        for section in sections:
            waiting.append((identity, title, section))
            if section.title:
                places[section.block] = waiting
                waiting = []
    return [one for name in wanted(settings, tuple(_NAMED[name] for name in places)) for one in places[name]]


def _entry(section: Section, values: Values) -> Entry:
    there = section.there(values)
    count = section.count(values) if there and section.count is not None else None
    return Entry(section.id, section.title, section.block, count, there)
