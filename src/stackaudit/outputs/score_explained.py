"""How the score is computed, in words and from the figures that compute it."""

from __future__ import annotations

from stackaudit.audit.coverage import WEIGHTS
from stackaudit.audit.levels import LEVELS
from stackaudit.rules.rule import Dimension

__all__ = ["explained"]


def explained() -> list[tuple[str, str]]:
    """Heading and text of each step, one paragraph a line."""
    weights = ", ".join(f"{severity} {weight:g}" for severity, weight in WEIGHTS.items())
    levels = "\n".join(f"{number} {name}: from {least}" for number, name, least in LEVELS)
    return [
        (
            "Credit",
            (
                "A rule earns from 0 to 1: the share of its subjects with a verdict that are clear. For legal "
                "clocks and prohibitions it is all or nothing: one proved finding, and the rule earns "
                "nothing.\nWhat is suspected costs nothing, and earns nothing: like what is unknown, it counts as"
                " not known."
            ),
        ),
        (
            "Weight",
            (
                f"By the severity of the rule's plain case: {weights}. Of a rule, the share of its subjects that is "
                "known counts. A red flag that goes by two ids counts once."
            ),
        ),
        ("Dimensions", "\n".join(dimension.heading for dimension in Dimension)),
        (
            "Total",
            (
                "In each dimension: 100 x sum of known weight x credit / sum of known weight. The total is their "
                "plain mean, as any other weighing would have to be argued. A dimension to which no rule applies "
                "is not in it."
            ),
        ),
        (
            "Coverage and bounds",
            (
                "Coverage is known weight / applicable weight. Beside the total stands what it would be if all "
                "that is unknown were bad, and if it were good. Under 60 % coverage, or with a dimension of which"
                " nothing is known, this range is printed in place of a number."
            ),
        ),
        (
            "Level",
            (
                f"{levels}\nAn open P1 finding caps the level at 2, an open P2 at 3. Level 4 needs 80 % coverage; "
                "level 5 needs 90 % and a review of the stack within twelve months. What is printed decides."
            ),
        ),
        (
            "What a finding costs",
            (
                "What its rule takes off the total, known weight x (1 - credit) / known weight of the dimension x"
                " 100 / number of dimensions, shared among the proved findings of the rule."
            ),
        ),
        (
            "What to mend first",
            (
                "The findings that cost most are mended in the facts, one by one, until their rules say clear. "
                "Then every rule runs again over the mended stack, and the score is counted anew. Nothing is "
                "estimated."
            ),
        ),
        (
            "Sensitivity",
            "The same with flat weights (1 for all) and steep ones (16, 8, 4, 2, 1): do level and order stay?",
        ),
        (
            "Left out",
            (
                "Waived findings, rules that failed to run, and rules of other packs that name no dimension. Each"
                " is said beside the score. Scores compare only under one version of the rules."
            ),
        ),
    ]
