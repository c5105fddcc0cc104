"""The sections of the page, in their order and in three depths: for leadership, the story, the appendix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from stackaudit.frozen import dataclass

__all__ = ["Depth", "Entry", "Section", "depths"]

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id in the page, the block of the template that writes it, and its name in the contents.

    ``count`` is what stands beside the name. A section of which ``there`` says no has no entry in the contents.
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


def _found(values: Values) -> int:
    return int(values["summary"].flagged + values["summary"].suspected)


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
            Section(
                "requests",
                "Requests",
                "requests",
                lambda values: values["requests"].count,
                lambda values: bool(values["requests"]),
            ),
            Section("roadmap", "", "roadmap", there=lambda _: False),
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


def depths(values: Values) -> tuple[Depth, ...]:
    """The sections of a report, by what it is filled with."""
    return tuple(
        Depth(identity, title, tuple(_entry(section, values) for section in sections))
        for identity, title, sections in _SECTIONS
    )


def _entry(section: Section, values: Values) -> Entry:
    there = section.there(values)
    count = section.count(values) if there and section.count is not None else None
    return Entry(section.id, section.title, section.block, count, there)
