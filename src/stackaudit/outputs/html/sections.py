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


def _counting(name: str, title: str) -> Section:
    """A section of the value of that name, if there is one, which says how many it has of what it shows."""
    return Section(name, title, name, lambda values: int(values[name].count), lambda values: bool(values[name]))


_SECTIONS: Final[tuple[tuple[str, str, tuple[Section, ...]], ...]] = (
    (
        "leadership",
        "For leadership",
        (
            Section("before-summary", "", "before_summary", there=lambda _: False),
            Section("summary", "On one page", "summary"),
        ),
    ),
    (
        "story",
        "The findings",
        (
            Section("glance", "At a glance", "glance"),
            Section("findings", "By root cause", "findings", _found),
            Section("opt-outs", "Opt-out matrix", "opt_outs", there=lambda values: bool(values["matrices"])),
            _counting("requests", "Requests"),
            _counting("roadmap", "Roadmap"),
            _counting("verdicts", "What to do with each tool"),
            Section("business-case", "Business case", "business_case", there=lambda values: bool(values["case"])),
            Section("diagram", "Data flow diagram", "diagram"),
        ),
    ),
    (
        "appendix",
        "Appendix",
        (
            Section("score", "Score", "score"),
            Section("tools", "Tools", "tools", lambda values: values["summary"].tools),
            Section("flows", "Data flows", "flows", lambda values: values["summary"].flows),
            Section("questions", "Open questions", "questions", lambda values: values["summary"].questions),
            Section("baseline", "Since the baseline", "baseline", there=lambda values: values["baseline"] is not None),
            Section(
                "waivers",
                "Waivers",
                "waivers",
                lambda values: len(values["waivers"]),
                lambda values: bool(values["waivers"]),
            ),
            Section("rules", "Rules and outcomes", "rules", lambda values: values["summary"].rules),
            Section("facts", "Facts used", "facts"),
            Section("method", "Method", "method"),
            Section("disclaimer", "Disclaimer", "disclaimer"),
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
