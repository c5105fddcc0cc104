"""JUnit XML: a test case for each finding and for each rule that found nothing, as test reporters read it."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding, Outcome, RuleResult
from stackaudit.outputs.ci.wording import headline
from stackaudit.outputs.plain import plain
from stackaudit.outputs.standing import excuse, remark
from stackaudit.rules.rule import Rule

__all__ = ["to_junit"]


def to_junit(audit: Audit) -> str:
    """The audit as JUnit XML, a suite for each family of rules.

    A proved finding is a failure; one that is suspected, waived or known, and a rule that could not be judged, is
    skipped, as none of them fails a build; a broken rule is an error. Times are 0 and the time stamp is the day of the
    description, so that the same audit is the same file.
    """
    families: defaultdict[str, list[RuleResult]] = defaultdict(list)
    for result in audit.results:
        families[audit.rules[result.rule].family].append(result)
    root = Element("testsuites", name="stackaudit")
    for number, family in enumerate(sorted(families)):
        suite = SubElement(root, "testsuite", name=family, id=str(number), package="stackaudit", hostname="localhost")
        SubElement(suite, "properties")
        for result in families[family]:
            _cases(suite, result, audit.rules[result.rule], audit)
        SubElement(suite, "system-out")
        SubElement(suite, "system-err")
        suite.set("timestamp", f"{audit.stack.as_of.isoformat()}T00:00:00")
        _count(suite)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", "0")
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _cases(suite: Element, result: RuleResult, rule: Rule, audit: Audit) -> None:
    if result.broken is not None:
        case = _case(suite, rule, rule.title)
        error = SubElement(case, "error", type="broken rule", message=plain(result.broken.exception))
        error.text = "\n".join(plain(frame) for frame in result.broken.frames)
        return
    for finding in sorted(map(audit.as_set, result.findings), key=lambda one: one.id):
        case = _case(suite, rule, f"{rule.title}: {plain(finding.id.partition(':')[2])}")
        excused = excuse(audit, finding)
        if excused:
            SubElement(case, "skipped").text = f"{plain(excused)}\n{_text(finding)}"
        elif finding.outcome is Outcome.SUSPECTED:
            SubElement(case, "skipped").text = _text(finding)
        else:
            told = headline(finding, remark(audit, finding))
            SubElement(case, "failure", type=finding.severity.value, message=told).text = _text(finding)
    if not result.findings:
        case = _case(suite, rule, rule.title)
        if result.outcome is Outcome.UNKNOWN:
            missing = sorted({one.path for unknown in result.unknown for one in unknown.missing})
            SubElement(case, "skipped").text = plain(f"could not be judged: {', '.join(missing)} not known")
        elif result.outcome is Outcome.NOT_APPLICABLE:
            SubElement(case, "skipped").text = "does not apply"


def _case(suite: Element, rule: Rule, name: str) -> Element:
    return SubElement(suite, "testcase", classname=rule.id, name=name, time="0")


def _text(finding: Finding) -> str:
    """Place, message, and the facts that decided, a line each."""
    where = f"{plain(str(finding.place))}: " if finding.place is not None else ""
    facts = [
        f"  {plain(one.path)}: {plain(one.value)}" + (f" ({plain(str(one.place))})" if one.place is not None else "")
        for one in finding.evidence
    ]
    return "\n".join([f"{where}{headline(finding)}", *facts])


def _count(suite: Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", str(sum(case.find("error") is not None for case in cases)))
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", "0")
