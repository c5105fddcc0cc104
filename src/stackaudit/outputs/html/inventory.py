"""The inventory: every tool and every flow in a row, with what is known of it and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.finding import Finding, Outcome
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Money, Tool
from stackaudit.model.values import NONE, duration_in_words, is_stated, seconds
from stackaudit.model.words import Built, Terms
from stackaudit.model.writing import amount
from stackaudit.outputs.diagram.labels import address, identifier
from stackaudit.outputs.diagram.methods import method_words
from stackaudit.outputs.html.findings import anchor_of
from stackaudit.outputs.html.names import NAME, TEXT, Names
from stackaudit.outputs.html.wording import Said, cadence, monitoring, said, spaced
from stackaudit.outputs.plain import shortened
from stackaudit.rules.wording import in_words

__all__ = ["FlowRow", "Spending", "ToolRow", "anchors", "flow_rows", "spending", "tool_rows"]

_LINKS: Final = 6
_TERMS: Final = {one.value: one.doc.partition(":")[0].removeprefix("a ") for one in Terms}
_BUILT: Final = {
    "in_house": Said("built in house", "stated"),
    "agency": Said("built by an agency", "stated"),
    "none": Said("somebody outside", "stated"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A finding, as a link to it."""

    anchor: str
    rule: str
    severity: str
    proved: bool
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of an element: the first few findings as links, and how many there are besides."""

    links: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ToolRow:
    """A tool. ``picture`` leads to it in a diagram; empty where none shows it on its own."""

    anchor: str
    picture: str
    id: str
    name: str
    product: Said
    capabilities: Said
    owner: Said
    status: Said
    terms: Said
    cost: Said
    yearly: str
    flows_in: int
    flows_out: int
    found: Found


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow. ``picture`` leads to it in a diagram; empty where none shows it on its own."""

    anchor: str
    picture: str
    id: str
    name: str
    via: str
    status: str
    method: Said
    every: Said
    takes: Said
    carries: Said
    signals: Said
    monitored: Said
    found: Found


@dataclass(frozen=True, slots=True)
class Spending:
    """What the tools cost a year, by currency, and of how many it is known."""

    sums: tuple[str, ...]
    known: int
    tools: int


def anchors(audit: Audit) -> Mapping[str, str]:
    """The ids of the rows in the page, by the paths of their elements."""
    stack = audit.stack
    return {
        **{f"tools.{one}": identifier("tool-row", one) for one in stack.tools},
        **{f"flows.{one}": identifier("flow-row", one) for one in stack.flows},
    }


def tool_rows(audit: Audit, names: Names, known: Mapping[str, str], drawn: Container[str]) -> tuple[ToolRow, ...]:
    """The tools, as in the file; ``known`` are the anchors of rows, ``drawn`` the ids that the diagrams hold."""
    found = _found(audit)
    incoming: Counter[str] = Counter()
    outgoing: Counter[str] = Counter()
    for flow in audit.stack.flows.values():
        for source, target in flow.ends:
            outgoing[source] += 1
            incoming[target] += 1
    rows = []
    for identity, tool in audit.stack.tools.items():
        path = f"tools.{identity}"
        row = ToolRow(
            anchor=known[path],
            picture=_picture(path, drawn),
            id=shortened(identity, NAME),
            name=names.title(path),
            product=_product(tool, names),
            capabilities=said(tool.capabilities, names.capability),
            owner=said(tool.owner, names.person, "nobody"),
            status=said(tool.status, spaced),
            terms=said(tool.terms, _TERMS.__getitem__, "no agreement"),
            cost=said(tool.cost, lambda cost: in_words(cost) or "", "free of charge"),
            yearly=f"{tool.cost.yearly:.0f}" if isinstance(tool.cost, Money) else "",
            flows_in=incoming[identity],
            flows_out=outgoing[identity],
            found=_links(found.get(path, ())),
        )
        rows.append(row)
    return tuple(rows)


def _product(tool: Tool, names: Names) -> Said:
    if tool.product is None or (tool.product is NONE and tool.built in (Built.IN_HOUSE, NONE)):
        return _BUILT.get(tool.built or "", Said("product not stated", "open"))
    return said(tool.product, names.product, "no product")


def flow_rows(audit: Audit, names: Names, known: Mapping[str, str], drawn: Container[str]) -> tuple[FlowRow, ...]:
    """The flows, as in the file; ``known`` are the anchors of rows, ``drawn`` the ids that the diagrams hold."""
    found = _found(audit)
    rows = []
    for identity, flow in audit.stack.flows.items():
        path = f"flows.{identity}"
        row = FlowRow(
            anchor=known[path],
            picture=_picture(path, drawn),
            id=shortened(identity, NAME),
            name=names.title(path),
            via=said(flow.via, names.node).text if is_stated(flow.via) else "",
            status=said(flow.status, spaced).text,
            method=said(flow.method, method_words),
            every=cadence(flow.every),
            takes=said(flow.takes, _duration, "nothing promised"),
            carries=said(flow.carries, names.data_class, "no data"),
            signals=said(flow.signals, _signal, "no signals"),
            monitored=monitoring(flow.monitored),
            found=_links(found.get(path, ())),
        )
        rows.append(row)
    return tuple(rows)


def spending(audit: Audit) -> Spending:
    """What the tools in use cost a year. One-off amounts are left out: they say nothing of the next year."""
    known = audit.costs
    return Spending(tuple(amount(sum_, currency, 0) for currency, sum_ in known.yearly), known.known, known.tools)


def _found(audit: Audit) -> Mapping[str, tuple[Finding, ...]]:
    """The findings that name each element, in the audit's order."""
    named: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        for path in finding.elements:
            named.setdefault(path, []).append(finding)
    return {path: tuple(findings) for path, findings in named.items()}


def _links(findings: tuple[Finding, ...]) -> Found:
    links = tuple(
        Link(anchor_of(one), one.rule, one.severity.value, one.outcome is Outcome.FLAGGED, shortened(one.message, TEXT))
        for one in findings[:_LINKS]
    )
    return Found(links, len(findings) - len(links))


def _picture(path: str, drawn: Container[str]) -> str:
    place = address(path)
    return place if place in drawn else ""


def _duration(text: str) -> str:
    return duration_in_words(seconds(text))


def _signal(text: str) -> str:
    signal, _, channel = text.partition(":")
    return f"{spaced(signal)} ({spaced(channel)})" if channel else spaced(signal)
