"""GitHub annotations: one workflow command for each finding, escaped as the runner reads them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.errors import Place, Problem
from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.model.writing import number
from stackaudit.outputs.ci.wording import headline
from stackaudit.outputs.plain import plain
from stackaudit.outputs.standing import excuse, remark
from stackaudit.rules.rule import Rule

__all__ = ["mistakes_to_github", "to_github"]

_COMMANDS: Final = {
    Severity.P1: "error",
    Severity.P2: "error",
    Severity.P3: "warning",
    Severity.P4: "notice",
    Severity.P5: "notice",
}


def to_github(audit: Audit) -> str:
    """A line for each finding, worst first, what is waived last; and one that counts what the baseline knows.

    A runner that sees them on standard output shows them in the diff, ten of a kind: what is known would stand in the
    place of what is new, in each pull request.
    """
    known = {finding.id for finding in audit.known_findings}
    lines = [
        _command(finding, audit.rules[finding.rule], remark(audit, finding), harmless=bool(excuse(audit, finding)))
        for finding in audit.findings_and_waived
        if finding.id not in known
    ]
    if known:
        left = f"{number(len(known))} known {'finding is' if len(known) == 1 else 'findings are'} left"
        lines.append(_line("notice", None, "Baseline", f"{left}: they stand in the other formats"))
    lines += [
        _line("error", None, f"{result.rule} is broken", result.broken.exception)
        for result in audit.results
        if result.broken is not None
    ]
    return "".join(f"{line}\n" for line in lines)


def mistakes_to_github(problems: Iterable[Problem]) -> str:
    """A line for each mistake that keeps a stack from being read."""
    return "".join(f"{_mistake(problem)}\n" for problem in problems)


def _command(finding: Finding, rule: Rule, more: str, *, harmless: bool) -> str:
    kind = "notice" if harmless or finding.outcome is Outcome.SUSPECTED else _COMMANDS[finding.severity]
    title = f"{finding.severity} {finding.rule} {rule.title}"
    return _line(kind, finding.place, title, headline(finding, more))


def _mistake(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return _line("error", problem.place, "stackaudit cannot read the stack", problem.message + hint)


def _line(kind: str, place: Place | None, title: str, message: str) -> str:
    properties = {}
    if place is not None:
        properties["file"] = place.file
        properties["line"] = str(place.line)
        properties["endLine"] = str(place.end_line)
        if place.end_line == place.line:
            properties["col"] = str(place.column)
            properties["endColumn"] = str(place.end_column)
    properties["title"] = title
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {listed}::{_message(message)}"


def _message(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
