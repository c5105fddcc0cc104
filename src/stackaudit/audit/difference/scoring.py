"""The score before and after, and which rules moved it."""

from __future__ import annotations

from collections.abc import Mapping

from stackaudit.audit.difference.record import Figures, Record
from stackaudit.frozen import dataclass

__all__ = ["RuleMove", "ScoreChange", "changed_score"]

_LEAST = 5e-5
"""Points below which a move is only the last bits of a float, or rounding."""


@dataclass(frozen=True, slots=True)
class RuleMove:
    """A rule that takes more or less off the total than before: ``points`` is what that adds to the total."""

    rule: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Score, level and coverage before and after.

    ``moves`` are the rules that moved the total, those that moved it most first; their points add up to the difference
    of the totals, but for rounding. Empty where one of the totals is not known.
    """

    before: Figures
    after: Figures
    moves: tuple[RuleMove, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that is printed of the score differs."""
        return self.before == self.after


def changed_score(old: Record, new: Record) -> ScoreChange:
    """The score of two audits."""
    before, after = old.figures, new.figures
    moves: list[RuleMove] = []
    if before.total is not None and after.total is not None:
        titles: Mapping[str, str] = {**old.titles, **new.titles}
        for rule in {**before.lost, **after.lost}:
            points = before.lost.get(rule, 0.0) - after.lost.get(rule, 0.0)
            if abs(points) > _LEAST:
                moves.append(RuleMove(rule, titles[rule], points))
    return ScoreChange(before, after, tuple(sorted(moves, key=lambda one: (-round(abs(one.points), 9), one.rule))))
