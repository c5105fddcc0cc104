"""The roadmap as the page shows it: what to do now, next and later, by whom, and whether the hours suffice."""

from __future__ import annotations

from typing import Final

from stackaudit.audit.actions import Action, Horizon
from stackaudit.audit.audit import Audit
from stackaudit.frozen import dataclass
from stackaudit.model.values import NONE
from stackaudit.outputs.html.findings import anchor_of
from stackaudit.outputs.html.names import NAME, TEXT, Names
from stackaudit.outputs.plain import shortened
from stackaudit.outputs.plan.words import HEADINGS, about, counts, dues, hours_words, when_words
from stackaudit.rules.rule import Fix

__all__ = ["ActionGroup", "ActionRow", "Roadmap", "roadmap_section"]

_OPEN: Final = 10  # so many actions of a horizon are seen at once
_MOST: Final = 200  # a page that lists more can no longer be read; the data has them all
_FIXES: Final = 6


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action. ``stems`` are the names of what its findings stem from, where that is not its own name."""

    title: str
    path: str
    severity: str
    about: str
    stems: tuple[str, ...]
    notes: tuple[str, ...]
    ask: str
    fixes: tuple[Fix, ...]
    more_fixes: int
    findings: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """The actions of one horizon: those that are seen at once, the others, and how many are left out."""

    heading: str
    shown: tuple[ActionRow, ...]
    folded: tuple[ActionRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The section; ``count`` is how many actions it has."""

    count: int
    counts: str
    groups: tuple[ActionGroup, ...]
    hours: tuple[str, ...]
    questions: tuple[tuple[str, str, str], ...]
    idle: tuple[tuple[str, str], ...]


def roadmap_section(audit: Audit, names: Names) -> Roadmap | None:
    """The section about the plan; None where nothing is proved and nothing planned."""
    plan = audit.plan
    if not plan.actions and not plan.idle:
        return None
    return Roadmap(
        count=len(plan.actions),
        counts=counts(plan),
        groups=tuple(_group(names, horizon, plan.of(horizon)) for horizon in Horizon if plan.of(horizon)),
        hours=tuple(
            shortened(line, TEXT)
            for line in hours_words(plan, recorded=audit.stack.capacity is not NONE, folders=False)
        ),
        questions=tuple((shortened(one.text, TEXT), shortened(one.whom, NAME), one.path) for one in plan.questions),
        idle=tuple((f"actions.{one.action}", shortened(one.mends, TEXT)) for one in plan.idle[:_MOST]),
    )


def _group(names: Names, horizon: Horizon, found: tuple[Action, ...]) -> ActionGroup:
    rows = tuple(_row(names, one) for one in found[:_MOST])
    return ActionGroup(HEADINGS[horizon], rows[:_OPEN], rows[_OPEN:], len(found) - len(rows))


def _row(names: Names, one: Action) -> ActionRow:
    rules = {finding.rule: finding for finding in reversed(one.findings)}
    links = tuple((rule, anchor_of(rules[rule])) for rule in dict.fromkeys(finding.rule for finding in one.findings))
    return ActionRow(
        title=shortened(one.title, NAME),
        path=shortened(one.element, TEXT),
        severity=one.severity.value,
        about=shortened(about(one), TEXT),
        stems=tuple(shortened(names.title(path), NAME) for path in one.stems) if one.planned else (),
        notes=tuple(shortened(f"{line[:1].upper()}{line[1:]}", TEXT) for line in (*dues(one), *when_words(one))),
        ask=shortened(one.ask, TEXT),
        fixes=one.fixes[:_FIXES],
        more_fixes=max(0, len(one.fixes) - _FIXES),
        findings=links,
        more=len(one.findings),
    )
