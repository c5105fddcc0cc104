"""The data-flow graph of a stack, and the questions that rules, report and users ask of it."""

from stackaudit.graph.exposure import Exposed
from stackaudit.graph.keys import KeyBreak
from stackaudit.graph.reach import Reached
from stackaudit.graph.sprawl import Link
from stackaudit.graph.structure import Edge, StackGraph
from stackaudit.graph.writers import Written

__all__ = ["Edge", "Exposed", "KeyBreak", "Link", "Reached", "StackGraph", "Written"]
