"""The audit for a terminal: findings grouped by severity, as the linters that people know print them, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.errors import Problem
from stackaudit.finding import BrokenRule, Finding, Outcome, Severity
from stackaudit.outputs.adjusting import adjusted_words, rated_words
from stackaudit.outputs.plain import plain, shortened
from stackaudit.outputs.scoring import in_figures, mended_words, notes
from stackaudit.outputs.standing import baseline_notes, counts, remark
from stackaudit.outputs.waiving import waiver_note

__all__ = [
    "Style",
    "audit_lines",
    "broken_rules",
    "excerpt_lines",
    "problem_lines",
    "score_lines",
    "summary_line",
    "to_text",
]

Style = Callable[..., str]
"""``style(text, fg=..., bold=..., dim=...)``: text with colours, or as it is."""

_ACT: Final = {
    Severity.P1: "act this week",
    Severity.P2: "act within 30 days",
    Severity.P3: "act this quarter",
    Severity.P4: "act within half a year",
    Severity.P5: "when there is time",
}
_COLOUR: Final = {
    Severity.P1: "red",
    Severity.P2: "red",
    Severity.P3: "yellow",
    Severity.P4: "blue",
    Severity.P5: "cyan",
}
_MESSAGE: Final = 600
_WINDOW: Final = 120


def audit_lines(audit: Audit, style: Style, *, known: bool = False) -> Iterator[str]:
    """The lines of an audit: proved findings by severity, then suspected ones, broken rules, and the summary.

    What a baseline knows is counted; it is listed where ``known``.
    """
    flagged = [finding for finding in audit.new_findings if finding.outcome is Outcome.FLAGGED]
    suspected = [finding for finding in audit.new_findings if finding.outcome is Outcome.SUSPECTED]
    for severity in Severity:
        found = [finding for finding in flagged if finding.severity is severity]
        if found:
            yield style(f"{severity}  {_ACT[severity]}", fg=_COLOUR[severity], bold=True)
            for finding in found:
                yield from _finding(finding, style, remark(audit, finding))
            yield ""
    if suspected:
        yield style("Suspected, as far as the lists go", bold=True)
        for finding in suspected:
            yield from _finding(finding, style, remark(audit, finding))
        yield ""
    if known and audit.known_findings:
        yield style("Known by the baseline", bold=True)
        for finding in audit.known_findings:
            yield from _finding(finding, style, in_full=True)
        yield ""
    yield from _waivers(audit, style)
    if audit.baseline is not None:
        yield from (plain(line, _MESSAGE) for line in baseline_notes(audit))
        yield ""
    for rule, broken in broken_rules(audit):
        yield style(f"broken  {rule}: {plain(broken.exception)}", fg="red", bold=True)
        yield from (f"          at {plain(frame)}" for frame in broken.frames[-3:])
        yield ""
    yield from score_lines(audit, style)
    yield from _settings(audit, style)
    yield summary_line(audit, style)


def to_text(audit: Audit) -> str:
    """The lines of an audit without colours."""
    return "".join(f"{line}\n" for line in audit_lines(audit, lambda text, **_: str(text)))


def _settings(audit: Audit, style: Style) -> Iterator[str]:
    """What the file of settings has changed, where there is one."""
    if audit.settings_file:
        yield style(plain(adjusted_words(audit), _MESSAGE), dim=True)


def _waivers(audit: Audit, style: Style) -> Iterator[str]:
    """What is waived, by whom, until when and why; and the waivers that cover nothing or are over."""
    if audit.waived_findings:
        yield style("Waived", bold=True)
        for finding in audit.waived_findings:
            yield from _finding(finding, style, remark(audit, finding))
        yield ""
    told = [line for line in map(waiver_note, audit.waivers) if line]
    yield from (style(plain(line), fg="yellow") for line in told)
    if told:
        yield ""


def broken_rules(audit: Audit) -> list[tuple[str, BrokenRule]]:
    """The rules that raised, and what they raised."""
    return [(result.rule, result.broken) for result in audit.results if result.broken is not None]


def summary_line(audit: Audit, style: Style) -> str:
    """One line: counts by severity, suspected, open questions, coverage, rules without a verdict."""
    new = "" if audit.baseline is None else "new "
    flagged = Counter(finding.severity for finding in audit.new_findings if finding.outcome is Outcome.FLAGGED)
    total = flagged.total()
    counted = ", ".join(f"{flagged[severity]} {severity}" for severity in Severity if flagged[severity])
    head = f"no {new}red flags" if not total else f"{total} {new}red flag{'s' if total != 1 else ''}: {counted}"
    parts = [style(head, bold=True)]
    suspected = len(audit.new_findings) - total
    if suspected:
        parts.append(f"{suspected} {new}suspected")
    if audit.baseline is not None:
        worse = counts(audit)["worse"]
        parts += [f"{worse} of them worse than known"] if worse else []
        parts.append(f"{len(audit.known_findings)} known")
    if audit.waived:
        parts.append(f"{len(audit.waived)} waived")
    questions = len(audit.questions)
    parts.append(f"{questions} open question{'s' if questions != 1 else ''}")
    coverage = audit.coverage
    parts.append(f"coverage {coverage.percent} %")
    run = len(audit.results)
    parts.append(f"{coverage.unjudged_rules} of {run} rule{'s' if run != 1 else ''} could not be judged")
    broken = [rule for rule, _ in broken_rules(audit)]
    if broken:
        parts.append(style(f"{len(broken)} broken: {', '.join(broken)}", fg="red", bold=True))
    return " · ".join(parts)


def score_lines(audit: Audit, style: Style) -> Iterator[str]:
    """The score: number or range, level, what holds it down, what it rests on, and what to mend first.

    Nothing where there is no score.
    """
    score = audit.score
    if score.levels is None:
        return
    head, *others = in_figures(score)
    yield " · ".join([style(head, bold=True), *others])
    yield from (f"  {note}" for note in notes(audit))
    lead = mended_words(score, audit.mending)
    if lead:
        yield f"  {lead}"
    for one in audit.mending.first:
        changes = "; ".join(plain(change) for change in one.changes)
        yield f"    {style(shortened(plain(one.finding), 80), bold=True)}  {shortened(changes, _MESSAGE)}"
    yield ""


def problem_lines(problem: Problem, style: Style) -> Iterator[str]:
    """The lines of a mistake: place and message, the line with a caret, the hint."""
    where = f"{plain(str(problem.place))}: " if problem.place else ""
    yield f"{where}{style('error', fg='red', bold=True)}: {plain(problem.message)}"
    yield from excerpt_lines(problem, style)
    if problem.hint:
        yield f"  = {plain(problem.hint)}"


def excerpt_lines(problem: Problem, style: Style) -> Iterator[str]:
    """The line of the file, or the part of it around the place, and carets below; what is too far right has none."""
    place, excerpt = problem.place, problem.excerpt
    if place is None or excerpt is None or not excerpt.strip():
        return
    column = place.column - 1
    start = max(0, column - _WINDOW // 2) if _WINDOW <= column <= len(excerpt) else 0
    text = plain(excerpt[start : start + _WINDOW])
    number = str(place.line)
    yield f"  {number} | {text}"
    if column <= len(excerpt):
        # Hidden characters are written out, which moves what follows them.
        before = len(plain(excerpt[start:column]))
        end = place.end_column - 1 if place.end_line == place.line else place.column
        width = len(plain(excerpt[column : min(end, start + _WINDOW)]))
        yield f"  {' ' * len(number)} | {' ' * before}{style('^' * max(1, width), fg='red')}"


def _finding(finding: Finding, style: Style, said: str = "", *, in_full: bool = False) -> Iterator[str]:
    """A finding, and what is to be said of it; ``in_full`` where no heading tells its severity."""
    place = finding.place
    where = plain(f"{place.file}:{place.line}:{place.column}") if place is not None else ""
    severity = f"{finding.severity} " if in_full or finding.outcome is Outcome.SUSPECTED else ""
    elements = shortened(plain(finding.elements[0] if finding.elements else ""), 80)
    more = f" and {len(finding.elements) - 1} more" if len(finding.elements) > 1 else ""
    topic = f" ({plain(finding.topic)})" if finding.topic else ""
    yield f"  {style(severity + finding.rule, bold=True)}  {elements}{more}{topic}  {style(where, dim=True)}"
    yield f"      {plain(finding.message, _MESSAGE)}"
    if said:
        yield style(f"      {plain(said, _MESSAGE)}", dim=True)
    if finding.rated is not None:
        yield style(f"      {rated_words(finding)}", dim=True)
