"""What is said of the verdict on a tool: in the same words wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from stackaudit.audit.verdicts import ToolVerdict, Verdict
from stackaudit.rules.rule import Rule

__all__ = ["MOST", "VERDICTS", "VERDICTS_RULE", "notes", "questions", "reasons", "tally"]

VERDICTS: Final = {
    Verdict.RETIRE: "Retire",
    Verdict.REPLACE: "Replace",
    Verdict.CONSOLIDATE: "Consolidate",
    Verdict.FIX: "Fix",
    Verdict.KEEP: "Keep",
    Verdict.OPEN: "Cannot be said",
}
"""Each verdict for a reader, those first that change most."""
VERDICTS_RULE: Final = (
    "A tool that nobody uses, or that is on its way out, is to be retired; one that has ended or will within a year, "
    "or is built in house where it can be bought, replaced; one whose job another does too, for no recorded reason, "
    "consolidated; one that a proved finding is about, fixed. To keep a tool, the facts have to rule out all of that."
)
"""How the verdicts come about."""
MOST: Final = 3
"""How many of the findings that decided are told."""


def reasons(one: ToolVerdict, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Why, in a sentence each: the findings that decided, the worst first, then the rest."""
    yield from (f"{finding.message} ({finding.rule})." for finding in one.findings[:MOST])
    yield from notes(one, rules)


def notes(one: ToolVerdict, rules: Mapping[str, Rule]) -> Iterator[str]:
    """Why, beside the findings: how many more there are, what is stated, and what the facts rule out."""
    if len(one.findings) > MOST:
        yield f"And {len(one.findings) - MOST} more."
    if one.leaving:
        yield "It is said to be on its way out."
    if one.verdict is Verdict.KEEP:
        ruled_out = "; ".join(f"{rules[rule].title} ({rule})" for rule in one.clear)
        yield f"Not the case here: {ruled_out}." if ruled_out else "None of the rules that would change it applies."
        if one.waived:
            yield f"Lived with, as waived: {', '.join(one.waived)}."
    if one.verdict is Verdict.OPEN and one.unjudged:
        yield f"Not judged: {', '.join(one.unjudged)}."


def questions(one: ToolVerdict) -> tuple[str, ...]:
    """The facts that would decide, or could still make it another verdict, by their paths."""
    return tuple(missing.path for missing in one.missing)


def tally(found: Iterable[ToolVerdict]) -> str:
    """How many tools have which verdict."""
    held = [one.verdict for one in found]
    counts = ((VERDICTS[verdict].lower(), held.count(verdict)) for verdict in VERDICTS)
    return ", ".join(f"{count} {name}" for name, count in counts if count)
