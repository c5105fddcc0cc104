"""Whether data is kept that nobody uses: no flow takes it to where something is done with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from itertools import compress
from typing import Any, Final

from stackaudit.checks.alike import plain_tools
from stackaudit.checks.reading import in_use, is_personal, named, sends_anything, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.checks.ways import nearest_first
from stackaudit.finding import Missing, Outcome, Severity
from stackaudit.graph.facts import covers
from stackaudit.graph.onward import Onward, onward
from stackaudit.model.elements import Process, Tool
from stackaudit.model.values import UNKNOWN, is_open, listed
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    is_true_as_listed,
    negate,
)

__all__ = ["kept_unused"]

_KEEPS: Final = frozenset({"warehouse", "database", "file_storage"})
_PASSIVE: Final = _KEEPS | {"etl", "reverse_etl", "ipaas", "orchestration", "transformation"}
_PROOF: Final = "user.consent"
_NAME_USES: Final = ("reports", "metrics", "processes", "automations")
_FIELDS: Final = {"reports": "built_in", "metrics": "measured_in", "processes": "tools", "automations": "tool"}


@check("tool", "classes", "count")
def kept_unused(view: View) -> Iterator[Verdict]:
    """For each tool that only keeps data: does it keep a class that is used neither there nor further on?

    Values: the tool, and the ``classes`` and their ``count``.
    """
    kept = _Kept(view)
    for plain_ones, node, tool in plain_tools(view, (kept.only_keep,), _does_not_apply):
        yield from plain_ones
        if tool is None:
            continue
        elements, applies = (f"tools.{tool.id}",), all_of((in_use(tool), kept.only_keep[node]))
        unused = kept.unused(node, tool)
        red = all_of((applies, any_of((*unused.values(), kept.perhaps_more(node, tool)))))
        outcome = outcome_of(red, applies)
        if outcome is Outcome.UNKNOWN:
            missing = kept.missing(node, tool, unused) if red == UNKNOWN_TRUTH else kept.lists()
            yield Verdict(elements, outcome, missing=missing)
        elif is_true_as_listed(red):
            yield kept.finding(tool, outcome, [name for name, truth in unused.items() if is_true_as_listed(truth)])
        else:
            yield Verdict(elements, outcome)


def _does_not_apply(used: Truth, keeps: Truth) -> Outcome | None:
    """What can be said of a tool by whether it is in use, and whether it only keeps data."""
    return Outcome.NOT_APPLICABLE if FALSE in (used, keeps) else None


def _only_keeps(capabilities: Any) -> Truth:
    """Whether a tool is there to keep data, and for nothing else."""
    jobs = listed(capabilities)
    if any(job not in _KEEPS for job in jobs):
        return FALSE
    return UNKNOWN_TRUTH if is_open(capabilities) else TRUE if jobs else FALSE


def _works(capabilities: Any) -> bool:
    """Whether a tool is there to do something with data."""
    return any(job not in _PASSIVE for job in listed(capabilities))


class _Kept:
    """Where data is used, as far as the file says, and what gets there."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.stack, self.graph = view.stack, view.graph
        self.named: set[str] = set()
        self.open_lists: list[Missing] = []
        self.perhaps: dict[str, list[Missing]] = {}
        self._read_uses()
        self._read_gates()
        capabilities = self.graph.columns.of("tool", "capabilities")
        known = {one: (_only_keeps(one), _works(one)) for one in dict.fromkeys(capabilities)}
        self.only_keep = [known[one][0] for one in capabilities]
        uses = [
            TRUE if known[one][1] or key in self.named else self._uses(key, tool)
            for one, (key, tool) in zip(capabilities, self.stack.tools.items(), strict=True)
        ]
        self.uses = self.graph.of_nodes(uses, FALSE)
        # Whether an element that nobody listed names the tool.
        self.unlisted = FALSE if all(self.stack.is_complete(name) for name in _NAME_USES) else FALSE_AS_LISTED

    def _read_uses(self) -> None:
        """Which tools' data the reports, metrics, processes and automations use."""
        for collection, name in _FIELDS.items():
            for key, element in getattr(self.stack, collection).items():
                if collection == "processes" and not isinstance(element, Process):
                    if element is UNKNOWN:
                        self.open_lists.append(Missing((collection, key)))
                    continue
                value = getattr(element, name)
                if name == "tool":
                    value = (value,) if value in self.stack.tools else value
                self.named.update(listed(value))
                if is_open(value):
                    self.open_lists.append(Missing((collection, key, name)))

    def _read_gates(self) -> None:
        """Which tools' data others look up before they send: lists of those who said no."""
        used = self.graph.tools_in_use
        gates = zip(self.graph.columns.of("tool", "send_gate"), used, strict=True)
        looking_up = [gate is not None and sends != FALSE for gate, sends in gates]
        for (key, tool), sends_from_there in compress(zip(self.stack.tools.items(), used, strict=True), looking_up):
            if is_open(tool.send_gate):
                self.open_lists.append(Missing(("tools", key, "send_gate")))
            for one in listed(tool.send_gate):
                if sends_from_there == TRUE:
                    self.named.add(one)
                else:
                    self.perhaps.setdefault(one, []).append(Missing(("tools", key, "status")))

    def _uses(self, key: str, tool: Tool) -> Truth:
        """Whether data is used in a tool that is not there for it, once that is in use."""
        perhaps = UNKNOWN_TRUTH if self.open_lists or key in self.perhaps or is_open(tool.capabilities) else FALSE
        return any_of((sends_anything(tool), perhaps))

    @cached_property
    def onward(self) -> Onward:
        """What gets to a place of use, of all that is kept in tools that only keep it."""
        nodes = [node for node, keeps in enumerate(self.only_keep) if keeps != FALSE]
        tools = map(self.graph.columns.elements("tool").__getitem__, nodes)
        classes = list(dict.fromkeys(one for tool in tools for one in _kept(tool)))
        return onward(self.graph, self.uses, classes, starts=nodes)

    def unused(self, node: int, tool: Tool) -> dict[str, Truth]:
        """For each class that is stated to be kept, whether it is used neither here nor further on."""
        here = any_of((self.uses[node], self.unlisted))
        return {name: negate(any_of((here, self.onward.truth(node, name)))) for name in _kept(tool)}

    def perhaps_more(self, node: int, tool: Tool) -> Truth:
        """Whether a class may be kept that nobody stated, and that is not used."""
        return UNKNOWN_TRUTH if is_open(tool.stores) and self.uses[node] != TRUE else FALSE

    def finding(self, tool: Tool, outcome: Outcome, classes: list[str]) -> Verdict:
        """The verdict of a tool that keeps some classes which nobody uses."""
        stack = self.stack
        personal = [is_personal(stack, name) for name in classes]
        return Verdict(
            (f"tools.{tool.id}",),
            outcome,
            facts=(
                FactRef("tools", tool.id, "stores"),
                FactRef("tools", tool.id, "capabilities"),
                FactRef("flows"),
                *(FactRef(name) for name in _NAME_USES),
            ),
            missing=self.lists() if outcome is Outcome.SUSPECTED else (),
            values={"tool": tool.title, "classes": named(classes), "count": str(len(classes))},
            severity=Severity.P4 if TRUE in personal else None,
        )

    def lists(self) -> tuple[Missing, ...]:
        """What to ask where an element that nobody listed could use the data."""
        return whether_whole(self.stack, "flows", "tools", *_NAME_USES)

    def missing(self, node: int, tool: Tool, unused: dict[str, Truth]) -> tuple[Missing, ...]:
        """The facts that would say whether something is kept here that is not used."""
        return nearest_first(self._asked(node, tool, [name for name, truth in unused.items() if truth != FALSE]))

    def _asked(self, node: int, tool: Tool, doubtful: list[str]) -> Iterator[Missing]:
        yield from self._what_it_does(node)
        if is_open(tool.stores):
            yield Missing(("tools", tool.id, "stores"))
        yield from self._along(node, doubtful)
        yield from self.open_lists

    def _what_it_does(self, node: int) -> Iterator[Missing]:
        """The facts that would say whether a tool is in use, and whether data is used there."""
        key = self.graph.nodes[node]
        tool = self.stack.tools[key]
        if not self.graph.sure[node]:
            yield Missing(("tools", key, "status"))
        if self.uses[node] == TRUE:
            return
        if is_open(tool.capabilities):
            yield Missing(("tools", key, "capabilities"))
        if sends_anything(tool) == UNKNOWN_TRUTH:
            yield Missing(("tools", key, "sends"))
        yield from self.perhaps.get(key, ())

    def _along(self, start: int, doubtful: list[str]) -> Iterator[Missing]:
        """The facts that would say whether some classes get from a tool to where they are used, the nearest first."""
        graph = self.graph
        seen, queue = {start}, deque([start])
        while queue:
            for number in graph.out[queue.popleft()]:
                edge, head = graph.edges[number], graph.heads[number]
                if edge.flow is None or not _may_carry(edge.flow.carries, doubtful):
                    continue
                key = edge.flow.id
                if not graph.steady[number]:
                    yield Missing(("flows", key, "status"))
                if is_open(edge.flow.carries):
                    yield Missing(("flows", key, "carries"))
                yield from self._what_it_does(head)
                if head not in seen:
                    seen.add(head)
                    queue.append(head)


def _kept(tool: Tool) -> list[str]:
    """What a tool keeps, without the proof of what people said: that is kept to be there."""
    return [name for name in listed(tool.stores) if not covers(_PROOF, name)]


def _may_carry(carries: Any, classes: list[str]) -> bool:
    return is_open(carries) or any(
        covers(one, name) or covers(name, one) for one in classes for name in listed(carries)
    )
