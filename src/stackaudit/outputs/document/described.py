"""What was looked at, in numbers and a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from stackaudit.audit.audit import Audit
from stackaudit.model.writing import counted
from stackaudit.outputs.html.summary import summary

__all__ = ["described"]


def described(audit: Audit) -> Iterator[tuple[str, str]]:
    """What was looked at, in numbers: a word and a sentence each."""
    found = summary(audit)
    asks = f"{counted(found.questions, 'answer')} would say more" if found.questions else "None from the rules"
    yield "Open questions", f"{asks}."
    unjudged = found.unjudged or "None"
    broken = f"; {found.broken} failed to run" if found.broken else ""
    yield (
        "Rules",
        f"{found.rules} were run, and {found.applicable} apply. {unjudged} of these could not be judged{broken}.",
    )
    whole = f"Said to be whole: the lists of {found.complete}." if found.complete else "No list is said to be whole."
    others = " All others may be partial." if found.complete and found.partial else ""
    yield "Described", f"{counted(found.tools, 'tool')} and {counted(found.flows, 'data flow')}. {whole}{others}"
