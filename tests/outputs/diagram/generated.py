"""Stacks made from a seed, shaped like real ones: layers, hubs, flows by hand, findings. As a script, it draws them."""

from __future__ import annotations

import hashlib
import random
import sys
from typing import Any

from stackaudit.finding import Finding, Outcome, Severity
from stackaudit.graph import StackGraph
from stackaudit.load import load_data
from stackaudit.model.stack import Stack
from stackaudit.outputs.diagram import diagram, pictures

CAPABILITIES = {
    "collection": ["cms", "form", "tag_manager", "event_collection", "consent", "ecommerce", "website"],
    "integration": ["cdp", "etl", "ipaas", "data_enrichment"],
    "storage": ["crm", "warehouse", "database", "spreadsheet"],
    "engagement": ["map", "esp", "ads", "social", "personalization", "support", "messaging"],
    "insight": ["web_analytics", "bi", "attribution"],
    "work": ["collaboration"],
}
SHARES = [20, 12, 13, 32, 16, 7]
TEAMS = ["marketing", "sales", "product", "data", "support", "brand"]
METHODS = ["native", "api", "webhook", "tag", "etl", "csv_manual", "spreadsheet", None]
NAMES = [
    "Acme",
    "Nimbus",
    "Orchid Engagement Platform",
    "Pulse 360",
    "Relay",
    "Zoë Çelik",
    "日本語のツール",
    "Kite & Sable",
]


def stack_data(seed: int, size: int, flows_a_tool: float = 2) -> dict[str, Any]:
    """A description with ``size`` tools as plain data."""
    draw = random.Random(seed)
    layers = list(CAPABILITIES)
    layer = {f"t{number}": draw.choices(layers, SHARES)[0] for number in range(size)}
    tools: dict[str, dict[str, Any]] = {}
    for tool, its in layer.items():
        tools[tool] = {
            "name": f"{draw.choice(NAMES)} {tool}",
            "capabilities": [draw.choice(CAPABILITIES[its])],
            "teams": [draw.choice(TEAMS)],
        }
        status = draw.choices([None, "planned", "retired", "unknown"], [90, 4, 3, 3])[0]
        if status:
            tools[tool]["status"] = status
    hubs = [tool for tool in tools if layer[tool] in {"integration", "storage"}][:5] or list(tools)
    flows = []
    for number in range(int(size * flows_a_tool)):
        source, target = draw.choice(hubs), draw.choice(list(tools))
        if draw.random() < 0.5:
            source, target = target, source
        if source == target:
            continue
        flow = {"id": f"f{number}", "every": draw.choice(["1d", "on_event", "1w"]), "method": draw.choice(METHODS)}
        ends = {"between": [source, target]} if draw.random() < 0.1 else {"from": source, "to": target}
        flows.append({key: value for key, value in {**flow, **ends}.items() if value is not None})
    points = {f"p{number}": {"tool": draw.choice(list(tools)), "channel": ["email"]} for number in range(size // 20)}
    return {
        "stackaudit": 1,
        "as_of": "2026-11-22",
        "company": {"name": "Northwind Outfitters"},
        "teams": {team: {} for team in TEAMS},
        "tools": tools,
        "capture_points": points,
        "flows": flows,
    }


def finding(
    element: str, severity: Severity = Severity.P2, outcome: Outcome = Outcome.FLAGGED, rule: str = "X-01"
) -> Finding:
    """A finding at one element."""
    return Finding(rule, f"{rule}:{element}", outcome, severity, (element,), "", f"Something at {element}", (), "")


def findings_of(stack: Stack, seed: int) -> list[Finding]:
    """Findings at about a third of the tools and a sixth of the flows."""
    draw = random.Random(seed)
    found = []
    for share, elements in (
        (0.35, [f"tools.{key}" for key in stack.tools]),
        (0.17, [f"flows.{key}" for key in stack.flows]),
    ):
        for element in elements:
            if draw.random() < share:
                outcome = draw.choice([Outcome.FLAGGED, Outcome.SUSPECTED])
                found += [
                    finding(element, draw.choice(list(Severity)), outcome, f"X-{number}")
                    for number in range(draw.randint(1, 3))
                ]
    return found


def digest(seeds: range) -> str:
    """A hash over all that is drawn of the stacks of some seeds."""
    total = hashlib.sha256()
    for seed in seeds:
        stack = load_data(stack_data(seed, 110 if seed == 0 else 1 + seed % 20))
        graph, findings = StackGraph(stack), findings_of(stack, seed)
        drawn = pictures(stack, graph, findings, by="team" if seed % 3 == 0 else "layer")
        for picture in (drawn.main, *drawn.domains):
            total.update(f"{picture.key}{picture.title}{picture.description}{picture.dot}{picture.svg}".encode())
        total.update(diagram(stack, graph, findings, "mmd").encode())
    return total.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(digest(range(int(sys.argv[1]))))
