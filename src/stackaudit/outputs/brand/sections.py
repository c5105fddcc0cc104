"""Which sections a report has, and in which order: one answer for the page, documents, slides and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection

__all__ = ["TITLES", "left_out", "wanted"]

TITLES: Final[Mapping[ReportSection, str]] = MappingProxyType(
    {
        ReportSection.SUMMARY: "Summary",
        ReportSection.GLANCE: "At a glance",
        ReportSection.FINDINGS: "Findings",
        ReportSection.OPT_OUTS: "Opt-out matrix",
        ReportSection.REQUESTS: "Requests",
        ReportSection.ROADMAP: "Roadmap",
        ReportSection.VERDICTS: "What to do with each tool",
        ReportSection.BUSINESS_CASE: "Business case",
        ReportSection.DIAGRAM: "Data flow diagram",
        ReportSection.SCORE: "Score",
        ReportSection.TOOLS: "Tools",
        ReportSection.FLOWS: "Data flows",
        ReportSection.QUESTIONS: "Open questions",
        ReportSection.BASELINE: "Since the baseline",
        ReportSection.WAIVERS: "Waivers",
        ReportSection.RULES: "Rules and outcomes",
        ReportSection.FACTS: "Facts used",
        ReportSection.METHOD: "Method",
        ReportSection.DISCLAIMER: "Disclaimer",
    }
)
"""What each section is called where it is spoken of."""


def wanted(settings: ReportSettings | None, order: Sequence[ReportSection]) -> tuple[ReportSection, ...]:
    """The sections that a form has, in their order.

    Args:
        settings: what the description says of the report.
        order: the sections that this form has where nothing else is wanted. Of those that are named and not among
            these it has nothing to show.

    The disclaimer always stays: at the end, unless another place is named for it.
    """
    always = ReportSection.DISCLAIMER
    named = order if settings is None or settings.sections is None else settings.sections
    away = frozenset(settings.leave_out if settings is not None else ()) - {always}
    return tuple(one for one in dict.fromkeys((*named, always)) if one in order and one not in away)


def left_out(what: str, sections: Iterable[ReportSection]) -> str:
    """The sentence that names what is left out, as ``Left out of this page: Score, Tools.``; empty where nothing is."""
    titles = ", ".join(TITLES[one] for one in sections)
    return f"Left out of {what}: {titles}." if titles else ""
