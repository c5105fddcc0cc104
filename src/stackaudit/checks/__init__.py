"""Graph rules: pure functions from a view of the stack to verdicts, one file a family."""

from stackaudit.checks.verdict import Check, FactRef, Verdict, View, check, outcome_of

__all__ = ["Check", "FactRef", "Verdict", "View", "check", "outcome_of"]
