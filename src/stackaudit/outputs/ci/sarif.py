"""SARIF 2.1.0: results with places and facts, rules with their help, paths as code flows, fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from stackaudit._version import __version__
from stackaudit.audit.audit import Audit
from stackaudit.audit.waivers import AppliedWaiver
from stackaudit.collector import no_collector
from stackaudit.errors import Place
from stackaudit.finding import BrokenRule, Evidence, Finding, Hop, Outcome, Severity
from stackaudit.model.values import interval_in_words
from stackaudit.outputs.ci.wording import fingerprint, headline, uri
from stackaudit.outputs.compact import compact, lines, quoted
from stackaudit.outputs.markdown import escaped
from stackaudit.outputs.plain import plain
from stackaudit.outputs.waiving import waived_words
from stackaudit.rules.rule import Rule

__all__ = ["SCHEMA", "artifact", "region", "sarif_pieces", "to_sarif"]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.P1: "error",
    Severity.P2: "error",
    Severity.P3: "warning",
    Severity.P4: "note",
    Severity.P5: "note",
}
_STATES: Final[Mapping[str, str]] = {"new": "new", "known": "unchanged", "worse": "updated"}
_RANK: Final[Mapping[Severity, float]] = {
    Severity.P1: 100.0,
    Severity.P2: 75.0,
    Severity.P3: 50.0,
    Severity.P4: 25.0,
    Severity.P5: 10.0,
}


def to_sarif(audit: Audit) -> str:
    """The audit as SARIF text, one run, with one line for each rule and result.

    A suspected finding is a note, as it fails no build either.
    """
    with no_collector():
        return "".join(sarif_pieces(audit))


def sarif_pieces(audit: Audit) -> Iterator[str]:
    """The same text bit by bit."""
    rules = [rule for rule in audit.rules.values() if not rule.alias_of]
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    driver = {"name": "stackaudit", "version": __version__, "semanticVersion": __version__}
    results = (_result(finding, audit, numbers[finding.rule]) for finding in audit.findings_and_waived)
    yield f'{{"$schema": {compact(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {{"driver": {{{compact(driver)[1:-1]}, "rules": '
    yield from lines(map(_rule, rules), "")
    yield '}},\n"columnKind": "unicodeCodePoints",\n"invocations": '
    yield from lines([_invocation(audit, numbers)], "")
    yield ',\n"results": '
    yield from lines(results, "", str)
    yield "\n}]}\n"


def _rule(rule: Rule) -> dict[str, Any]:
    sources = "".join(f"\n- {escaped(source)}" for source in rule.sources)
    text = f"{rule.why}\n\nHow it is found: {rule.found}\n\nNow: {rule.fix.now}\n\nLater: {rule.fix.later}"
    markdown = (
        f"{escaped(rule.why)}\n\n**How it is found.** {escaped(rule.found)}\n\n**Now.** {escaped(rule.fix.now)}\n\n"
        f"**Later.** {escaped(rule.fix.later)}\n\n**Sources**\n{sources}\n"
    )
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "rank": _RANK[rule.severity]},
        "properties": {"tags": [rule.family, rule.severity.value], "severity": rule.severity.value, "ask": rule.ask},
    }


def _invocation(audit: Audit, numbers: Mapping[str, int]) -> dict[str, Any]:
    broken = [(result.rule, result.broken) for result in audit.results if result.broken is not None]
    return {
        "executionSuccessful": not broken,
        "toolExecutionNotifications": [_notification(rule, one) for rule, one in broken],
        "properties": {
            "asOf": audit.stack.as_of.isoformat(),
            "coverage": round(audit.coverage.share, 4),
            "openQuestions": len(audit.questions),
            "packs": [{"name": name, "version": version} for name, version in audit.packs],
            **_absent(audit),
            "settings": audit.settings_file,
            "leftOut": list(audit.left_out),
        },
        "ruleConfigurationOverrides": [
            {
                "descriptor": {"id": rule, "index": numbers[rule]},
                "configuration": {"level": _LEVELS[severity], "rank": _RANK[severity]},
            }
            for rule, severity in audit.severities.items()
            if rule in numbers
        ],
    }


def _absent(audit: Audit) -> dict[str, Any]:
    """What of the baseline is not there. Not as results: code scanning takes each result for an alert that is open."""
    if audit.comparison is None:
        return {}
    return {"baselineAbsent": [{"id": one.known.id, "state": one.state.value} for one in audit.comparison.absent]}


def _notification(rule: str, broken: BrokenRule) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": f"The rule {rule} is broken: {plain(broken.exception)}"},
        "associatedRule": {"id": rule},
        "properties": {"frames": [plain(frame) for frame in broken.frames]},
    }


def _result(finding: Finding, audit: Audit, number: int) -> str:
    """A finding as it stands in the file; its places, which are most of it, are put together as text."""
    suspected = finding.outcome is Outcome.SUSPECTED
    waived, standing = audit.waived.get(finding.id), audit.standing(finding)
    said = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": "note" if suspected else _LEVELS[finding.severity],
        "rank": _RANK[finding.severity],
        "message": {"text": headline(finding)},
    }
    facts = [
        f'{{"id": {number}, {_location(one.place, one.path)}, {_message(_fact(one))}}}'
        for number, one in enumerate(finding.evidence)
        if one.path
    ]
    beside: dict[str, Any] = {
        "partialFingerprints": {"stackauditFinding/v1": fingerprint(finding)},
        "properties": {
            "id": finding.id,
            "severity": finding.severity.value,
            "outcome": finding.outcome.value,
            "title": audit.rules[finding.rule].title,
            "impact": finding.impact,
            "elements": list(finding.elements),
            "missing": [missing.path for missing in finding.missing],
        },
    }
    if standing is not None:
        beside["baselineState"] = _STATES[standing.value]
    parts = [
        compact(said)[1:-1],
        f'"locations": [{{{_location(finding.place, finding.elements[0])}}}]',
        f'"relatedLocations": [{", ".join(facts)}]',
        compact(beside)[1:-1],
    ]
    if waived is not None:
        parts.append(f'"suppressions": [{{{_suppression(waived)}}}]')
    if finding.path:
        steps = [
            f'{{"location": {{{_location(hop.place, hop.element)}, {_message(_step(hop))}}}}}' for hop in finding.path
        ]
        parts.append(f'"codeFlows": [{{"threadFlows": [{{"locations": [{", ".join(steps)}]}}]}}]')
    return f"{{{', '.join(parts)}}}"


def _suppression(waived: AppliedWaiver) -> str:
    """The waiver that covers a finding: in the source, as it stands in the description itself."""
    why = f'"kind": "inSource", "status": "accepted", "justification": {quoted(plain(waived_words(waived)))}'
    return why if waived.place is None else f'{why}, "location": {{{_location(waived.place, "waivers")}}}'


def _message(text: str) -> str:
    return f'"message": {{"text": {quoted(text)}}}'


def _location(place: Place | None, element: str) -> str:
    """A place in a file, and the element; a stack that was not read from a file has the element alone."""
    named = f'"logicalLocations": [{{"fullyQualifiedName": {quoted(plain(element))}, "kind": "object"}}]'
    if place is None:
        return named
    return (
        f'{named}, "physicalLocation": '
        f'{{"artifactLocation": {_artifact(place.file)}, "region": {compact(region(place))}}}'
    )


@lru_cache(maxsize=64)
def _artifact(name: str) -> str:
    return compact(artifact(name))


def region(place: Place) -> dict[str, int]:
    """The lines and columns of a place."""
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


@lru_cache(maxsize=64)
def artifact(name: str) -> dict[str, str]:
    """A file, from the root of the repository where its name is relative."""
    return {"uri": uri(name)} if name.startswith("/") else {"uri": uri(name), "uriBaseId": "%SRCROOT%"}


def _fact(one: Evidence) -> str:
    said = f" (source: {plain(one.source)})" if one.source else ""
    return f"{plain(one.path)}: {plain(one.value)}, {one.origin}{said}"


def _step(hop: Hop) -> str:
    length = interval_in_words(hop.at_least, hop.at_most)
    return f"{plain(hop.source)} to {plain(hop.target)}: {plain(hop.method)}, {length}"
