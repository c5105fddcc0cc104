"""The audit as JSON: a shape of its own with a version, apart from the internal types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from math import isinf
from typing import TYPE_CHECKING, Any, Final

from stackaudit._version import __version__
from stackaudit.audit.audit import Audit
from stackaudit.audit.dimensions import dimension_of
from stackaudit.audit.interview import Topic
from stackaudit.audit.mending import Mending
from stackaudit.audit.questions import OpenQuestion
from stackaudit.audit.score import DimensionScore, RuleScore
from stackaudit.audit.waivers import AppliedWaiver
from stackaudit.catalogue import catalogue
from stackaudit.collector import no_collector
from stackaudit.finding import Finding, Hop, RuleResult, Severity
from stackaudit.outputs.compact import Lists, Quoted, compact, compact_fields, lines
from stackaudit.outputs.facts import evidence_data, evidence_text, place_data
from stackaudit.outputs.figures_data import costs_data, opt_outs_data, renewals_data
from stackaudit.outputs.plan.case_data import judged_data
from stackaudit.outputs.plan.data import action_data, rest_data
from stackaudit.outputs.standing import counts
from stackaudit.rules.rule import Rule

if TYPE_CHECKING:
    from stackaudit.audit.baseline import Standing

__all__ = ["FORMAT", "as_data", "finding_data", "json_pieces", "question_data", "score_data", "to_json", "topic_data"]

FORMAT: Final = 1
"""The version of this shape. A change that breaks a reader needs a new one."""
_TEXTS: Final = {
    "verdicts": ("findings", "clear", "missing", "unjudged", "waived"),
    "rules": ("flagged", "suspected", "clear", "not_applicable"),
}
"""The lists of ids and paths in the two lists that are most of a large audit: nearly all of them stand there often."""


def to_json(audit: Audit) -> str:
    """The audit as JSON text: one line for each finding, question and rule, ending in a line break."""
    with no_collector():
        return "".join(json_pieces(audit))


def json_pieces(audit: Audit) -> Iterator[str]:
    """The same text bit by bit: for a large stack it is several times the size of its description."""
    start = "{\n"
    listed = {"verdicts": Quoted().listed, "rules": Lists().listed}
    for key, value in _fields(audit):
        yield f'{start}  "{key}": '
        if key in _TEXTS:
            yield from lines(value, "  ", partial(compact_fields, texts=_TEXTS[key], listed=listed[key]))
        elif key == "findings":
            yield from lines(_told(audit), "  ", lambda told: _finding_text(*told))
        elif isinstance(value, (list, Iterator)):
            yield from lines(value, "  ")
        else:
            yield compact(value)
        start = ",\n"
    yield "\n}\n"


def as_data(audit: Audit) -> dict[str, Any]:
    """The audit as plain data. Durations are in seconds; ``null`` where nothing bounds them."""
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in _fields(audit)}


def _fields(audit: Audit) -> Iterator[tuple[str, Any]]:
    """What the audit is made of; long lists item by item."""
    coverage = audit.coverage
    company = audit.stack.company
    fields = {
        "format": FORMAT,
        "stackaudit": __version__,
        "as_of": audit.stack.as_of.isoformat(),
        "company": company.title if company is not None else None,
        "packs": [{"name": name, "version": version} for name, version in audit.packs],
        "summary": {
            "flagged": {severity.value: audit.count(severity) for severity in Severity},
            "suspected": len(audit.suspected),
            "waived": len(audit.waived),
            "questions": len(audit.questions),
            "coverage": round(coverage.share, 4),
            "rules": {
                "run": len(audit.results),
                "applicable": coverage.applicable_rules,
                "not_judged": coverage.unjudged_rules,
                "broken": coverage.broken_rules,
            },
            "tools": len(audit.stack.tools),
            "flows": len(audit.stack.flows),
            "contacts": _contacts(audit),
        },
        "score": score_data(audit),
        "causes": [
            {"element": one.element, "title": one.title, "findings": [finding.id for finding in one.findings]}
            for one in audit.causes
        ],
        "actions": (action_data(one) for one in audit.actions),
        "plan": rest_data(audit.plan),
        **judged_data(audit),
        "findings": (finding_data(*told) for told in _told(audit)),
        "waivers": [_waiver(applied) for applied in audit.waivers],
        "baseline": _baseline(audit),
        "settings": _settings(audit),
        "questions": [question_data(question) for question in audit.questions],
        "triage": _triage(audit),
        "opt_outs": opt_outs_data(audit),
        "costs": costs_data(audit),
        "renewals": renewals_data(audit),
        "commentary": _commentary(audit),
        "rules": (
            _result(result, audit.rules[result.rule], audit.parameters.get(result.rule, {})) for result in audit.results
        ),
    }
    yield from fields.items()


def _triage(audit: Audit) -> dict[str, Any] | None:
    """The requests of the intake log, judged; None where none is listed."""
    if not audit.stack.requests:
        return None
    from stackaudit.outputs.triage_data import triage_data  # noqa: PLC0415 - most stacks list no requests

    return triage_data(audit.triage)


def _contacts(audit: Audit) -> int | None:
    """How many people the company can write to; None where nobody has said."""
    contacts = getattr(audit.stack.company, "contacts", None)
    return contacts if isinstance(contacts, int) else None


def _commentary(audit: Audit) -> list[dict[str, str]]:
    """What the consultant says of sections and findings, in Markdown, in the order of the file."""
    said = audit.stack.report.commentary if audit.stack.report is not None else {}
    return [{"on": name, "markdown": text} for name, text in said.items()]


def _baseline(audit: Audit) -> dict[str, Any] | None:
    """How many findings that count are new, worse and known, and what of the baseline is absent; None without one."""
    if audit.comparison is None:
        return None
    held = counts(audit)
    absent = [
        {
            "id": one.known.id,
            "rule": one.known.rule,
            "element": one.known.element,
            "severity": one.known.severity.value,
            "outcome": one.known.outcome.value,
            "state": one.state.value,
        }
        for one in audit.comparison.absent
    ]
    return {"new": held["new"], "worse": held["worse"], "known": held["known"], "absent": absent}


def _settings(audit: Audit) -> dict[str, Any]:
    """What settings and options have changed of the rules, and the file that they come from."""
    return {
        "file": audit.settings_file or None,
        "left_out": list(audit.left_out),
        "severities": [{"rule": rule, "severity": severity.value} for rule, severity in audit.severities.items()],
        "parameters": [
            {"rule": rule, "name": name, "value": _as_text(value)}
            for rule, values in audit.parameters.items()
            for name, value in values.items()
        ],
    }


def _as_text(value: Any) -> str:
    """A threshold as text."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _waiver(applied: AppliedWaiver) -> dict[str, Any]:
    waiver = applied.waiver
    return {
        "rule": waiver.rule,
        "element": waiver.element,
        "owner": waiver.owner,
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "state": applied.state.value,
        "findings": list(applied.findings),
        "origin": "comment" if applied.commented else "waivers",
        "place": place_data(applied.place),
    }


def _told(audit: Audit) -> Iterator[tuple[Finding, Rule, AppliedWaiver | None, Standing | None]]:
    """Each finding with its rule, the waiver that covers it, and how it stands to the baseline."""
    for finding in audit.findings_and_waived:
        yield finding, audit.rules[finding.rule], audit.waived.get(finding.id), audit.standing(finding)


def finding_data(
    finding: Finding, rule: Rule, applied: AppliedWaiver | None = None, standing: Standing | None = None
) -> dict[str, Any]:
    """A finding as plain data, with the waiver that covers it, if there is one, and how it stands to the baseline."""
    return {
        **_said(finding, rule),
        "evidence": [evidence_data(one) for one in finding.evidence],
        **_beside(finding, applied, standing),
    }


def _finding_text(finding: Finding, rule: Rule, applied: AppliedWaiver | None, standing: Standing | None) -> str:
    """The same as it stands in JSON."""
    evidence = ", ".join(map(evidence_text, finding.evidence))
    said, beside = compact(_said(finding, rule)), compact(_beside(finding, applied, standing))
    return f'{said[:-1]}, "evidence": [{evidence}], {beside[1:]}'


def _said(finding: Finding, rule: Rule) -> dict[str, Any]:
    """What a finding says."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "because": finding.because,
        "rated": None if finding.rated is None else finding.rated.value,
        "title": rule.title,
        "message": finding.message,
        "elements": list(finding.elements),
        "topic": finding.topic,
        "place": place_data(finding.place),
    }


def _beside(finding: Finding, applied: AppliedWaiver | None, standing: Standing | None) -> dict[str, Any]:
    """What belongs to a finding beside its facts."""
    return {
        "path": [_hop(hop) for hop in finding.path],
        "missing": [missing.path for missing in finding.missing],
        "impact": finding.impact,
        "waiver": None if applied is None else _waiver(applied),
        "baseline": None if standing is None else standing.value,
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "element": hop.element,
        "from": hop.source,
        "to": hop.target,
        "method": hop.method,
        "at_least": None if isinf(hop.at_least) else hop.at_least,
        "at_most": None if isinf(hop.at_most) else hop.at_most,
        "place": place_data(hop.place),
    }


def score_data(audit: Audit) -> dict[str, Any]:
    """The score as plain data. Points are from 0 to 100, shares from 0 to 1."""
    score = audit.score
    return {
        "points": score.points,
        "total": _rounded(score.total),
        "lowest": _rounded(score.lowest),
        "highest": _rounded(score.highest),
        "coverage": round(score.coverage, 4),
        "ranged": list(score.ranged),
        "levels": None if score.levels is None else list(score.levels),
        "level_name": score.level_name,
        "caps": [{"level": cap.level, "because": cap.because} for cap in score.caps],
        "dimensions": [_dimension(one) for one in score.dimensions],
        "rules": [_standing(one) for one in score.rules],
        "losses": [{"finding": finding, "points": _rounded(lost)} for finding, lost in score.losses.items()],
        "mending": _mending(audit.mending),
        "sensitivity": [
            {
                "weights": one.name,
                "total": _rounded(one.total),
                "level": one.level,
                "same_level": one.same_level,
                "same_order": one.same_order,
            }
            for one in score.sensitivity
        ],
        "waived": score.waived,
        "unscored": list(score.unscored),
        "broken": list(score.broken),
        "catalogue": catalogue().as_of.isoformat(),
    }


def _dimension(one: DimensionScore) -> dict[str, Any]:
    return {
        "dimension": one.dimension.value,
        "title": one.dimension.heading,
        "points": _rounded(one.points),
        "lowest": _rounded(one.lowest),
        "highest": _rounded(one.highest),
        "earned_weight": _rounded(one.earned_weight),
        "known_weight": _rounded(one.known_weight),
        "applicable_weight": _rounded(one.applicable_weight),
        "rules": one.rules,
    }


def _standing(one: RuleScore) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "dimension": one.dimension.value,
        "weight": one.weight,
        "known_weight": _rounded(one.known),
        "credit": _rounded(one.credit),
        "lost": _rounded(one.lost),
    }


def _mending(mending: Mending) -> dict[str, Any]:
    after = mending.after
    return {
        "first": [{"finding": one.finding, "changes": list(one.changes)} for one in mending.first],
        "points": None if after is None else after.points,
        "total": None if after is None else _rounded(after.total),
        "lowest": None if after is None else _rounded(after.lowest),
        "highest": None if after is None else _rounded(after.highest),
        "unmended": list(mending.unmended),
        "skipped": mending.skipped,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def topic_data(topic: Topic) -> dict[str, Any]:
    """A topic of the interview as plain data; its own fields are None for what belongs to no question of it."""
    question = topic.question
    return {
        "id": question.id if question is not None else None,
        "ask": question.ask if question is not None else None,
        "whom": question.whom if question is not None else None,
        "show": question.show if question is not None else None,
        "rules": list(topic.rules),
        "weight": round(topic.weight, 4),
        "questions": [question_data(one) for one in topic.asked],
    }


def question_data(question: OpenQuestion) -> dict[str, Any]:
    """An open question as plain data."""
    return {
        "topic": question.topic,
        "text": question.text,
        "rules": list(question.rules),
        "weight": round(question.weight, 4),
        "places": [
            {
                "path": place.path,
                "element": place.element,
                "title": place.title,
                "answers": list(place.answers),
                "place": place_data(place.place),
            }
            for place in question.places
        ],
        "yaml": question.yaml,
    }


def _result(result: RuleResult, rule: Rule, given: Mapping[str, Any]) -> dict[str, Any]:
    broken, dimension = result.broken, dimension_of(rule)
    return {
        "id": rule.id,
        "name": rule.name,
        "title": rule.title,
        "severity": rule.severity.value,
        "family": rule.family,
        "dimension": dimension.value if dimension is not None else None,
        "kind": rule.kind,
        "pack": rule.pack,
        "why": rule.why,
        "fix": {"now": rule.fix.now, "later": rule.fix.later},
        "parameters": [
            {"name": name, "value": _as_text(given.get(name, one.value)), "source": one.source}
            for name, one in rule.parameters.items()
        ],
        "outcome": "broken" if broken is not None else result.outcome.value,
        "flagged": [finding.id for finding in result.flagged],
        "suspected": [finding.id for finding in result.suspected],
        "clear": list(result.clear),
        "unknown": [
            {"element": one.element, "missing": [missing.path for missing in one.missing]} for one in result.unknown
        ],
        "not_applicable": list(result.not_applicable),
        "broken": None if broken is None else {"exception": broken.exception, "frames": list(broken.frames)},
    }
