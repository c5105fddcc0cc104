"""Markdown: the audit as a comment on a pull request shows it, or a page of a wiki."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.model.words import ReportSection
from stackaudit.model.writing import number, short_day
from stackaudit.outputs.adjusting import adjusted_words, rated_words
from stackaudit.outputs.brand.sections import left_out, wanted
from stackaudit.outputs.markdown import code, code_in_table, escaped
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.words import about, first_fix
from stackaudit.outputs.rewording import reworded_words
from stackaudit.outputs.scoring import in_figures
from stackaudit.outputs.standing import baseline_notes, remark
from stackaudit.outputs.terminal import summary_line
from stackaudit.outputs.waiving import waiver_note
from stackaudit.rules.rule import Rule

__all__ = ["ORDER", "to_markdown"]

Part: TypeAlias = tuple[str, Sequence[str]]

_URGENT: Final = 5
_NAME: Final = 80
_LONGEST: Final = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_ELSEWHERE: Final = ": `stackaudit run` with `--format html` or `--format json` writes them all"


def to_markdown(audit: Audit) -> str:
    """The audit as Markdown: summary, score, a table of findings, what to do first, and broken rules.

    It has the sections that the report's settings want, as far as it has them at all. What would make it longer than a
    comment can be is left out, and it says how much that is and where it can be read.
    """
    name = audit.stack.company.title if audit.stack.company is not None else "stack"
    kept = wanted(audit.stack.report, ORDER)
    text = f"## Audit of {escaped(name)}, as of {short_day(audit.stack.as_of)}\n\n"
    for result in audit.results:
        if result.broken is not None:
            text += f"**{result.rule} is broken:** {code(result.broken.exception)}\n\n"
    for above, lines in (part for one in kept for part in _SECTIONS[one](audit)):
        text += _as_many_as_fit(above, lines, _LONGEST - len(text)) + "\n"
    notes = [note for note in map(waiver_note, audit.waivers) if note and ReportSection.WAIVERS in kept]
    notes += [note.strip() for note in baseline_notes(audit) if ReportSection.BASELINE in kept]
    text += _as_many_as_fit("", [f"- {escaped(note)}\n" for note in notes], _LONGEST - len(text))
    absent = left_out(
        "this summary", (one for one, parts in _SECTIONS.items() if one not in kept and any(parts(audit)))
    )
    return f"{text.rstrip()}\n\n{escaped(absent)}\n" if absent else text


# -- the sections: each gives texts, and lines below them of which some can be left out --------------------------------


def _in_short(audit: Audit) -> Iterator[Part]:
    yield f"{escaped(summary_line(audit, lambda text, **_: str(text)))}\n", ()


def _scored(audit: Audit) -> Iterator[Part]:
    if audit.score.levels is not None:
        yield f"{escaped(' · '.join(in_figures(audit.score)))}\n", ()


def _method(audit: Audit) -> Iterator[Part]:
    told = (adjusted_words(audit) if audit.settings_file else "", reworded_words(audit))
    yield from ((f"{escaped(one)}\n", ()) for one in told if one)


def _findings(audit: Audit) -> Iterator[Part]:
    new = "" if audit.baseline is None else "New: "
    flagged = [one for one in audit.new_findings if one.outcome is Outcome.FLAGGED]
    suspected = [one for one in audit.new_findings if one.outcome is Outcome.SUSPECTED]
    yield from _table(f"{new}Red flags", flagged, audit)
    yield from _table(f"{new}Suspected, as far as the lists go", suspected, audit)


def _known(audit: Audit) -> Iterator[Part]:
    yield from _table("Known by the baseline", audit.known_findings, audit)


def _waived(audit: Audit) -> Iterator[Part]:
    yield from _table("Waived", audit.waived_findings, audit)


def _urgent(audit: Audit) -> Iterator[Part]:
    if urgent := audit.plan.of(Horizon.NOW):
        yield f"### To do within a month\n\n{_more(len(urgent))}", [_to_do(one) for one in urgent[:_URGENT]]


_SECTIONS: Final[Mapping[ReportSection, Callable[[Audit], Iterator[Part]]]] = MappingProxyType(
    {
        ReportSection.SUMMARY: _in_short,
        ReportSection.SCORE: _scored,
        ReportSection.METHOD: _method,
        ReportSection.FINDINGS: _findings,
        ReportSection.BASELINE: _known,
        ReportSection.WAIVERS: _waived,
        ReportSection.ROADMAP: _urgent,
    }
)
ORDER: Final = tuple(_SECTIONS)
"""The sections that it has, in their order where nothing else is wanted."""


def _table(title: str, findings: Sequence[Finding], audit: Audit) -> Iterator[Part]:
    if findings:
        above = f"### {title}\n\n| | Rule | Finding | Where |\n| --- | --- | --- | --- |\n"
        yield above, [_row(finding, audit) for finding in findings]


def _more(urgent: int) -> str:
    if urgent <= _URGENT:
        return ""
    return f"The first {_URGENT} of {number(urgent)} actions; `stackaudit plan` has them all.\n\n"


def _to_do(one: Action) -> str:
    title, what = escaped(shortened(one.title, _NAME)), escaped(first_fix(one))
    return f"- **{title}** ({escaped(about(one))}): {what}\n"


def _as_many_as_fit(above: str, lines: Sequence[str], room: int) -> str:
    """The lines below a heading, up to so many characters, and how many are left out."""
    text = above
    for count, line in enumerate(lines):
        if len(text) + len(line) > room:
            return f"{text}\n{number(len(lines) - count)} more are left out here{_ELSEWHERE}.\n"
        text += line
    return text


def _row(finding: Finding, audit: Audit) -> str:
    return f"| {' | '.join(_cells(finding, audit.rules[finding.rule], remark(audit, finding)))} |\n"


def _cells(finding: Finding, rule: Rule, more: str) -> Iterator[str]:
    yield f"**{finding.severity}**" if finding.severity <= Severity.P2 else finding.severity.value
    yield escaped(f"{finding.rule} {rule.title}")
    rated = f" ({rated_words(finding)})" if finding.rated is not None else ""
    yield escaped(finding.message) + rated + (f" {escaped(more)}" if more else "")
    place = finding.place
    yield code_in_table(f"{place.file}:{place.line}") if place is not None else escaped(finding.elements[0])
