"""Markdown: the audit as a comment on a pull request shows it, or a page of a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.model.writing import number, short_day
from stackaudit.outputs.adjusting import adjusted_words, rated_words
from stackaudit.outputs.markdown import code, code_in_table, escaped
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.words import about, first_fix
from stackaudit.outputs.rewording import reworded_words
from stackaudit.outputs.scoring import in_figures
from stackaudit.outputs.standing import baseline_notes, remark
from stackaudit.outputs.terminal import summary_line
from stackaudit.outputs.waiving import waiver_note
from stackaudit.rules.rule import Rule

__all__ = ["to_markdown"]

_URGENT: Final = 5
_NAME: Final = 80
_LONGEST: Final = 60_000
"""Characters of a comment: GitHub takes 65,536."""


def to_markdown(audit: Audit) -> str:
    """The audit as Markdown: summary, score, a table of findings, the facts of each, and broken rules.

    What would make it longer than a comment can be is left out, and it says how much that is.
    """
    name = audit.stack.company.title if audit.stack.company is not None else "stack"
    head = [f"## Audit of {escaped(name)}, as of {short_day(audit.stack.as_of)}", "", escaped(_summary(audit)), ""]
    if audit.score.levels is not None:
        head += [escaped(" · ".join(in_figures(audit.score))), ""]
    if audit.settings_file:
        head += [escaped(adjusted_words(audit)), ""]
    if told := reworded_words(audit):
        head += [escaped(told), ""]
    for result in audit.results:
        if result.broken is not None:
            head += [f"**{result.rule} is broken:** {code(result.broken.exception)}", ""]
    text = "\n".join(head) + "\n"
    new = "" if audit.baseline is None else "New: "
    for title, findings in (
        (f"{new}Red flags", [one for one in audit.new_findings if one.outcome is Outcome.FLAGGED]),
        (
            f"{new}Suspected, as far as the lists go",
            [one for one in audit.new_findings if one.outcome is Outcome.SUSPECTED],
        ),
        ("Known by the baseline", audit.known_findings),
        ("Waived", audit.waived_findings),
    ):
        if findings:
            above = f"### {title}\n\n| | Rule | Finding | Where |\n| --- | --- | --- | --- |\n"
            text += _as_many_as_fit(above, [_row(finding, audit) for finding in findings], _LONGEST - len(text)) + "\n"
    if urgent := audit.plan.of(Horizon.NOW):
        above = f"### To do within a month\n\n{_more(len(urgent))}"
        text += _as_many_as_fit(above, [_to_do(one) for one in urgent[:_URGENT]], _LONGEST - len(text)) + "\n"
    notes = [f"- {escaped(note)}\n" for note in map(waiver_note, audit.waivers) if note]
    notes += [f"- {escaped(note.strip())}\n" for note in baseline_notes(audit)]
    return text + _as_many_as_fit("", notes, _LONGEST - len(text))


def _more(urgent: int) -> str:
    if urgent <= _URGENT:
        return ""
    return f"The first {_URGENT} of {number(urgent)} actions; `stackaudit plan` has them all.\n\n"


def _to_do(one: Action) -> str:
    title, what = escaped(shortened(one.title, _NAME)), escaped(first_fix(one))
    return f"- **{title}** ({escaped(about(one))}): {what}\n"


def _summary(audit: Audit) -> str:
    return summary_line(audit, lambda text, **_: str(text))


def _as_many_as_fit(above: str, lines: Sequence[str], room: int) -> str:
    """The lines below a heading, up to so many characters, and how many are left out."""
    text = above
    for count, line in enumerate(lines):
        if len(text) + len(line) > room:
            return f"{text}\n{number(len(lines) - count)} more are left out here.\n"
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
