"""The plan as Markdown, for those who do the work and those who decide on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.audit.cases import Case
from stackaudit.audit.gains import Gain
from stackaudit.audit.plan import Plan
from stackaudit.model.values import NONE
from stackaudit.outputs.markdown import code, code_in_table, escaped
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.case_words import case_lines, swot_lines
from stackaudit.outputs.plan.verdict_words import VERDICTS, questions, reasons
from stackaudit.outputs.plan.words import (
    HEADINGS,
    counts,
    dues,
    hours_words,
    owner_words,
    points_words,
    size,
    when_words,
)

__all__ = ["to_markdown"]

_NAME: Final = 80
_TEXT: Final = 600
_FIXES: Final = 5
_FINDINGS: Final = 12
_ASKED: Final = 4


def to_markdown(audit: Audit, plan: Plan, gains: Mapping[str, Gain]) -> str:
    """The actions by horizon, each with what to do, who does it, by when, and the findings that it mends."""
    return "\n".join(_lines(audit, plan, gains)) + "\n"


def _lines(audit: Audit, plan: Plan, gains: Mapping[str, Gain]) -> Iterator[str]:
    company = audit.stack.company
    name = f" of {escaped(shortened(company.title, _NAME))}" if company is not None and company.name else ""
    yield f"# Plan for the marketing stack{name}"
    yield ""
    yield f"As of {audit.stack.as_of.isoformat()}: {escaped(counts(plan))}."
    for horizon in Horizon:
        found = plan.of(horizon)
        if found:
            yield ""
            yield f"## {HEADINGS[horizon]}"
            yield ""
        for one in found:
            yield from _action(one, gains.get(one.element))
    lines = list(hours_words(plan, recorded=audit.stack.capacity is not NONE))
    if lines:
        yield ""
        yield "## Hours"
        yield ""
        yield " ".join(map(escaped, lines))
    if plan.questions:
        yield ""
    for question in plan.questions:
        whom = escaped(shortened(question.whom, _NAME))
        yield f"- [ ] {escaped(shortened(question.text, _TEXT))} Ask: {whom} ({code(question.path)})"
    if plan.idle:
        yield ""
        yield "Planned, and nothing is proved there:"
        yield ""
    yield from (f"- {code(f'actions.{one.action}')}: {code(one.mends)}" for one in plan.idle)
    yield from _verdicts(audit)
    yield from _swot(audit)
    for case in audit.cases:
        yield from _case(case)


def _verdicts(audit: Audit) -> Iterator[str]:
    if not audit.verdicts:
        return
    yield ""
    yield "## What to do with each tool"
    yield ""
    yield "| Tool | Verdict | Why | What would tell |"
    yield "| --- | --- | --- | --- |"
    for one in sorted(audit.verdicts, key=lambda one: list(VERDICTS).index(one.verdict)):
        tool = escaped(shortened(audit.stack.tools[one.tool].title, _NAME))
        why = escaped(shortened(" ".join(reasons(one, audit.rules)), _TEXT))
        asked = ", ".join(map(code_in_table, questions(one)[:_ASKED]))
        yield f"| {tool} | {VERDICTS[one.verdict]} | {why} | {asked} |"


def _swot(audit: Audit) -> Iterator[str]:
    parts = swot_lines(audit.swot)
    if any(lines for _, lines in parts):
        yield ""
        yield "## Strengths, weaknesses, opportunities, threats"
    for name, lines in parts:
        if lines:
            yield ""
            yield f"### {name}"
            yield ""
            yield from (f"- {escaped(shortened(line, _TEXT))}" for line in lines)


def _case(case: Case) -> Iterator[str]:
    yield ""
    yield f"## The case for: {escaped(shortened(case.action.title, _NAME))}"
    for name, lines in case_lines(case):
        yield ""
        yield f"**{name}.** {' '.join(escaped(shortened(line, _TEXT)) for line in lines)}"


def _action(one: Action, gain: Gain | None) -> Iterator[str]:
    about = [one.severity.value, size(one), f"owner: {owner_words(one)}", points_words(one, gain)]
    title = escaped(shortened(one.title, _NAME))
    yield f"- [ ] **{title}** ({code(one.element)}): {escaped(', '.join(filter(None, about)))}"
    for line in (*dues(one), *when_words(one)):
        yield f"  - {escaped(shortened(line[:1].upper() + line[1:], _TEXT))}"
    for fix in one.fixes[:_FIXES]:
        yield f"  - Now: {escaped(fix.now)} For good: {escaped(fix.later)}"
    if len(one.fixes) > _FIXES:
        yield f"  - and {len(one.fixes) - _FIXES} more fixes"
    if one.ask:
        yield f"  - [ ] {escaped(one.ask)}"
    named = ", ".join(code(finding.id) for finding in one.findings[:_FINDINGS])
    more = len(one.findings) - _FINDINGS
    yield f"  - Mends {named}{f' and {more} more' if more > 0 else ''}"
