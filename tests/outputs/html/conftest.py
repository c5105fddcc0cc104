"""Audits made by hand: a stack as YAML text, and results as the engine would give them; and a page, read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

import pytest

from stackaudit.audit.audit import Audit
from stackaudit.audit.evidence import evidence_of
from stackaudit.checks.verdict import FactRef
from stackaudit.finding import Finding, Hop, Missing, Outcome, RuleResult, Severity, Unknown
from stackaudit.graph import StackGraph
from stackaudit.load import load_data, load_text
from stackaudit.model.values import DAY
from stackaudit.rules.rule import Fix, Parameter, Rule

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
VOID = frozenset({"br", "input", "link", "meta", "wbr"})
DRAWN = frozenset({"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"})

SMALL = """\
complete: [tools]
company: {name: Northwind, regions: [us], contacts: 1200000}
report: {client: Northwind Outfitters, prepared_by: Example Consulting, notice: Draft for discussion.}
teams: {marketing: {name: Marketing}}
tools:
  hubspot: {product: hubspot-marketing-hub, owner: marketing, terms: dpa, sends: [email], captures_opt_out: [email],
            cost: {amount: 1500, currency: eur, per: month}, source: "interview, head of CRM", basis: told}
  mailer: {name: Mailer, built: in_house, owner: none, sends: [email], cost: unknown}
flows:
  - {from: hubspot, to: mailer, method: csv_manual, every: 1w, takes: none, carries: [user.contact.email, revenue],
     signals: [opt_out, more]}
stack_map: none
questions:
  - {ask: Who pays for Mailer?, whom: finance, about: mailer}
  - {ask: Is there a map?, answer: "yes, on the wall"}
"""


class Maker:
    """Makes rules, findings and audits."""

    def rule(self, identity: str = "GRA-01", severity: str = "P1", **changes: Any) -> Rule:
        words: dict[str, Any] = {
            "id": identity,
            "name": identity.lower(),
            "title": f"Title of {identity}",
            "severity": Severity(severity),
            "family": "consent",
            "ask": "Does it?",
            "red_flag": "It does.",
            "why": f"Why {identity} matters.",
            "found": f"How {identity} is found.",
            "message": "",
            "impact": (),
            "fix": Fix(f"Mend {identity} now.", f"Mend {identity} for good."),
            "sources": (f"Source of {identity}",),
        }
        return Rule(**{**words, **changes})

    def audit(self, text: str, results: Iterable[RuleResult] = (), rules: Iterable[Rule] | None = None) -> Audit:
        stack = load_text(HEAD + text, file="/home/somebody/stack.yaml")
        found = tuple(results)
        known = [self.rule(result.rule) for result in found] if rules is None else rules
        return Audit(stack, StackGraph(stack), {rule.id: rule for rule in known}, found, (("stackaudit", "2026.11"),))

    def plain(self, **data: Any) -> Audit:
        """An audit without rules of a stack that was not read from a file."""
        stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", **data})
        return Audit(stack, StackGraph(stack), {}, (), ())

    def finding(
        self, audit: Audit, rule: str, element: str, facts: Iterable[tuple[str, str, str]] = (), **changes: Any
    ) -> Finding:
        values: dict[str, Any] = {
            "rule": rule,
            "id": f"{rule}:{element}",
            "outcome": Outcome.FLAGGED,
            "severity": Severity.P1,
            "elements": (element,),
            "topic": "",
            "message": f"{rule} is found at {element}",
            "evidence": evidence_of(audit.stack, tuple(FactRef(*fact) for fact in facts)),
            "impact": f"What {rule} costs",
        }
        return Finding(**{**values, **changes})

    def found(
        self, text: str, make: Callable[[Audit], Iterable[Finding]], rules: Iterable[Rule] | None = None
    ) -> Audit:
        """An audit with findings, each rule with one result."""
        by_rule: dict[str, list[Finding]] = {}
        for finding in make(self.audit(text)):
            by_rule.setdefault(finding.rule, []).append(finding)
        return self.audit(text, [RuleResult(rule, tuple(found)) for rule, found in by_rule.items()], rules)

    def small(self) -> Audit:
        """A small audit that has a bit of everything."""
        bare = self.audit(SMALL)
        hop = Hop("flows.hubspot->mailer", "hubspot", "mailer", "csv_manual", 7 * DAY, float("inf"))
        late = self.finding(
            bare,
            "GRA-02",
            "tools.mailer",
            [
                ("flows", "hubspot->mailer", "every"),
                ("tools", "hubspot", "captures_opt_out"),
                ("tools", "mailer", "status"),
            ],
            message="An opt-out at HubSpot gets to Mailer too late",
            impact="People who said stop are written to.",
            path=(hop,),
        )
        map_ = self.finding(
            bare,
            "TEC-03",
            "stack",
            [("stack_map", "", "")],
            outcome=Outcome.SUSPECTED,
            severity=Severity.P3,
            message="There is no map",
            impact="",
            missing=(Missing(("complete", "flows")), Missing(("tools", "mailer", "runbook"))),
        )
        rules = [
            self.rule("GRA-02", check_name="stackaudit.checks.consent:opt_out_too_late"),
            self.rule(
                "PRO-11",
                "P2",
                parameters=MappingProxyType(
                    {"max_age": Parameter("12mo", "how old at most", "https://example.org/age")}
                ),
            ),
            self.rule("TEC-02", "P2", alias_of=("GRA-01", "GRA-02")),
            self.rule("TEC-03", "P3", notes="Some need none."),
        ]
        results = [
            RuleResult("GRA-02", (late,), clear=("tools.hubspot:email",)),
            RuleResult(
                "PRO-11",
                unknown=(Unknown("flows.hubspot->mailer", (Missing(("flows", "hubspot->mailer", "maintainers")),)),),
            ),
            RuleResult("TEC-03", (map_,), not_applicable=("tools.hubspot+tools.mailer",)),
        ]
        return self.audit(SMALL, results, rules)


class Page(HTMLParser):
    """A page, read: its elements, ids, links and texts. ``faults`` holds tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.lines: list[str] = []
        self._open: list[str] = []
        self._goes_on = False
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, dict(attrs)))
        self._goes_on = tag == "wbr"
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DRAWN:
            self.faults.append(f"<{tag}/> is no element that closes itself")
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._open):
            lines = [line for line in (" ".join(part.split()) for part in data.split("\n")) if line]
            if self._goes_on:  # within a word, where a line may end
                self.lines[-1] += lines.pop(0)
            self.lines += lines
            self._goes_on = False

    @property
    def text(self) -> str:
        """All that is to be read, in one line."""
        return " ".join(self.lines)

    @property
    def ids(self) -> list[str]:
        return [
            value for _, attributes in self.elements for name, value in attributes.items() if name == "id" and value
        ]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.elements if tag == "a" and "href" in attributes]


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def read() -> type[Page]:
    return Page
