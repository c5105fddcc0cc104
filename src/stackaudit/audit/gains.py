"""What actions bring: the points of the score after their findings are mended in the facts, measured one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from stackaudit.audit.actions import Action
from stackaudit.audit.mending import remedied, why_not
from stackaudit.audit.score import Score, score
from stackaudit.frozen import dataclass
from stackaudit.model.stack import Stack
from stackaudit.rules.rule import Rule

__all__ = ["MEASURED", "Gain", "gains"]

MEASURED: Final = 5
"""How many actions are measured: the first. Each takes as long as an audit or more."""
_MOST_FINDINGS: Final = 20
"""With more findings than that, an action is not measured: each of them is a search of its own."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one action brings.

    ``points`` is by how much the total rises, measured: the facts are changed so that its findings are mended, and all
    rules run again. ``changes`` are those facts, ``mended`` is how many of its findings are so: for the others no
    change of facts was found. Where ``why_not`` says why nothing was measured, ``points`` is None.
    """

    points: float | None
    changes: tuple[str, ...] = ()
    mended: int = 0
    why_not: str = ""


def gains(
    stack: Stack,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    now: Score,
    actions: Iterable[Action],
    waived: Collection[str] = (),
) -> dict[str, Gain]:
    """What each action brings by itself, by its element. Several together bring more or less than their sum."""
    return {one.element: _gain(stack, rules, parameters, now, one, waived) for one in actions}


def _gain(
    stack: Stack,
    rules: Mapping[str, Rule],
    parameters: Mapping[str, Mapping[str, Any]],
    now: Score,
    action: Action,
    waived: Collection[str],
) -> Gain:
    skipped = why_not(stack, now)
    if skipped or now.total is None:
        return Gain(None, why_not=skipped)
    if len(action.findings) > _MOST_FINDINGS:
        return Gain(None, why_not=f"with {len(action.findings)} findings, to mend each would take too long")
    changes, results = remedied(stack, rules, parameters, action.findings)
    left = {one.id for result in results for one in result.flagged}
    done = sum(one.id not in left for one in action.findings)
    after = score(rules, results, waived, partial=now.levels is None).total if changes and done else None
    if after is None:
        return Gain(None, why_not="no change of facts was found that mends its findings")
    return Gain(after - now.total, changes, done)
