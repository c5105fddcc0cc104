"""How an audit judges, and what it is not: the words that each form of the report ends with."""

from __future__ import annotations

from typing import Final

__all__ = [
    "AS_KNOWN",
    "DELAYS",
    "DESCRIBED",
    "DISCLAIMER",
    "FACTS",
    "NO_LAW_OF",
    "OUTCOMES",
    "OUTCOMES_OF",
    "PROVED_AND_SUSPECTED",
]

DESCRIBED: Final = (
    "The company's stack is described in a file: tools, data flows, processes, metrics. Rules look at that "
    "description, and at the graph of data flows that follows from it. They judge what is described as of "
    "{as_of}, not the tools themselves."
)
AS_KNOWN: Final = "A fact that nobody stated counts neither for nor against."
OUTCOMES_OF: Final = "A verdict stands only if it holds however the missing facts turn out:"
OUTCOMES: Final = (
    ("Proved", "The facts prove the red flag, whatever is still missing."),
    (
        "Suspected",
        (
            "The facts show the red flag as far as the lists go, and a list may be partial: a tool or flow that "
            "nobody listed could refute it. The finding says what to ask."
        ),
    ),
    ("Clear", "The facts show that the red flag is not there."),
    ("Unknown", "A fact that decides is missing. It becomes an open question, and lowers the coverage."),
    ("Not applicable", "The rule is about something that is not there."),
)
DELAYS: Final = (
    "Delays are worst cases: for each step one full interval between two runs, plus the time that a run takes. A "
    "step by hand without a promise has no upper limit. Where a delay is not known, what is known of it is a "
    "lower limit, and that can be enough to prove that something comes too late."
)
FACTS: Final = (
    "Each fact is shown with the line of the file where it stands, whether it was stated or comes from the "
    "product catalogue, and, where the description says so, who stated it and how it is known."
)
NO_LAW_OF: Final = (
    "No law of {regions} on opt-outs, deletion or sending is among these facts: what is demanded there was not judged."
)
DISCLAIMER: Final = (
    "This report is not legal advice. It points to places where a law or a platform's rule may be broken; whether "
    "it is, a lawyer has to say, with all circumstances known. It rests on the description of the stack as it was "
    "given, which was not checked against the tools themselves. Product and company names belong to their owners "
    "and are used only to name them."
)
PROVED_AND_SUSPECTED: Final = (
    "Proved: the facts leave no other way. Suspected: it is so unless something was left out of the lists; each "
    "such finding says what would prove or refute it."
)
