"""The tools and the flows as tables: what the report says of them, with amounts as numbers and days as dates."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.verdicts import ToolVerdict
from stackaudit.model.elements import Contract, Flow, Money, Tool
from stackaudit.outputs.html.inventory import anchors, flow_rows, tool_rows
from stackaudit.outputs.html.names import Names
from stackaudit.outputs.plan.verdict_words import VERDICTS, questions, reasons
from stackaudit.outputs.tables.table import Cell, Column, Table

__all__ = ["flows", "inventory"]

_TOOLS: Final = (
    Column("Tool", 28),
    Column("Id", 20),
    Column("Product", 26),
    Column("Used for", 44),
    Column("Owner", 20),
    Column("Status", 12),
    Column("Terms", 26),
    Column("Cost", 12),
    Column("Currency", 9),
    Column("Per", 9),
    Column("Renews", 12),
    Column("Verdict", 14),
    Column("Why", 50),
    Column("What would tell", 34),
    Column("Flows in", 9),
    Column("Flows out", 9),
    Column("Findings", 9),
    Column("File", 30),
    Column("Line", 7),
)
_FLOWS: Final = (
    Column("Flow", 38),
    Column("Id", 30),
    Column("From", 24),
    Column("To", 24),
    Column("Both ways", 9),
    Column("Run by", 20),
    Column("Status", 11),
    Column("How", 16),
    Column("How often", 18),
    Column("Takes", 16),
    Column("Carries", 40),
    Column("Passes on", 30),
    Column("Watched", 20),
    Column("Findings", 9),
    Column("File", 30),
    Column("Line", 7),
)


def inventory(audit: Audit) -> Table:
    """The tools, as in the file."""
    names, found = Names(audit.stack), _counts(audit)
    shown = tool_rows(audit, names, anchors(audit), ())
    judged = {one.tool: one for one in audit.verdicts}
    rows = []
    for row, (identity, tool) in zip(shown, audit.stack.tools.items(), strict=True):
        cells = (
            row.name,
            row.id,
            row.product.text,
            row.capabilities.text,
            row.owner.text,
            row.status.text,
            row.terms.text,
            *(_money(tool) or (row.cost.text, None, None)),
            _renews(tool),
            *_verdict(audit, judged.get(identity)),
            row.flows_in,
            row.flows_out,
            found[f"tools.{identity}"],
            *_place(audit, "tools", identity),
        )
        rows.append(cells)
    return Table("Inventory", _TOOLS, tuple(rows))


def _verdict(audit: Audit, one: ToolVerdict | None) -> tuple[Cell, ...]:
    """What to do with a tool, why, and what would tell more; nothing of one that is not in use."""
    if one is None:
        return (None, None, None)
    return (VERDICTS[one.verdict], tuple(reasons(one, audit.rules)), questions(one))


def _money(tool: Tool) -> tuple[Cell, ...] | None:
    cost = tool.cost
    return (cost.amount, cost.currency.upper(), cost.per) if isinstance(cost, Money) else None


def _renews(tool: Tool) -> date | None:
    renews = tool.contract.renews if isinstance(tool.contract, Contract) else None
    return renews if isinstance(renews, date) else None


def flows(audit: Audit) -> Table:
    """The data flows, as in the file."""
    names, found = Names(audit.stack), _counts(audit)
    shown = flow_rows(audit, names, anchors(audit), ())
    rows = []
    for row, (identity, flow) in zip(shown, audit.stack.flows.items(), strict=True):
        cells = (
            row.name,
            row.id,
            *_ends(names, flow),
            row.via,
            row.status,
            row.method.text,
            row.every.text,
            row.takes.text,
            row.carries.text,
            row.signals.text,
            row.monitored.text,
            found[f"flows.{identity}"],
            *_place(audit, "flows", identity),
        )
        rows.append(cells)
    return Table("Flows", _FLOWS, tuple(rows))


def _ends(names: Names, flow: Flow) -> tuple[str, str, str]:
    source, target = flow.ends[0]
    return names.node(source), names.node(target), "no" if flow.between is None else "yes"


def _counts(audit: Audit) -> Counter[str]:
    """How many findings name each element."""
    return Counter(path for finding in audit.findings for path in finding.elements)


def _place(audit: Audit, collection: str, identity: str) -> tuple[str | None, int | None]:
    provenance = audit.stack.provenance
    place = provenance.place(collection, identity, "") if provenance is not None else None
    return (place.file, place.line) if place is not None else (None, None)
