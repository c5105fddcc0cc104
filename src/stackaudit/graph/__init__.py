"""The data-flow graph of a stack, and the questions that rules, report and users ask of it."""

from stackaudit.graph.exposure import Exposed
from stackaudit.graph.gating import Gated
from stackaudit.graph.keys import KeyBreak
from stackaudit.graph.loops import Loop
from stackaudit.graph.reach import Reached
from stackaudit.graph.reported import Reported
from stackaudit.graph.returns import Return
from stackaudit.graph.sprawl import Link
from stackaudit.graph.structure import Edge, StackGraph
from stackaudit.graph.writers import Written

__all__ = [
    "Edge",
    "Exposed",
    "Gated",
    "KeyBreak",
    "Link",
    "Loop",
    "Reached",
    "Reported",
    "Return",
    "StackGraph",
    "Written",
]
