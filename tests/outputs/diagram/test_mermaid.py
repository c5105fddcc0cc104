"""A scene as Mermaid text: subgraphs, classes, and nothing in a name is more than text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.finding import Severity
from stackaudit.outputs.diagram import compose
from stackaudit.outputs.diagram.mermaid import _text, mermaid_of
from stackaudit.outputs.diagram.scene import Scene

Make = Callable[..., Scene]

HOSTILE = [
    ("<script>", "#60;script#62;"),
    ('"]; x', "#34;#93;#59; x"),
    ("end", "#101;#110;#100;"),
    ("the end.", "the #101;#110;#100;."),
    ("send", "send"),
    ("a;b#35;", "a#59;b#35;35#59;"),
    ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
    ("`md`", "#96;md#96;"),
    ("a --> b", "a #45;#45;#62; b"),
    ("e-mail", "e-mail"),
    ("Zoë 日本", "Zoë 日本"),
    ("ﬂ°°60¶ß", "#64258;#176;#176;60#182;ß"),
]


def test_a_small_stack_as_mermaid(scene: Make, generated: object) -> None:
    drawn = scene(
        """
company: {name: "North & West"}
tools:
  crm: {name: Crm, capabilities: [crm]}
  esp: {name: Esp, capabilities: [esp]}
  maybe: {capabilities: [esp], status: unknown}
  next: {status: planned}
capture_points: {footer: {tool: esp}}
flows:
  - {id: list, from: crm, to: esp, method: csv_manual, every: 1w}
  - {between: [crm, maybe], method: api}
gaps: [{signal: opt_out, from: esp, to: crm}]
""",
        [generated.finding("tools.crm", Severity.P1), generated.finding("flows.list")],
    )
    assert mermaid_of(drawn).splitlines() == [
        "flowchart LR",
        "  accTitle: Data flow of North #38; West",
        "  accDescr: 4 tools, 1 capture point, 3 links, 1 by hand, 1 known gap. Findings at 2 of them, the worst P1.",
        '  subgraph g1["Collection"]',
        '    n5>"footer"]',
        "  end",
        '  subgraph g2["Storage"]',
        '    n1("Crm<br/>P1")',
        "  end",
        '  subgraph g3["Engagement"]',
        '    n2("Esp")',
        '    n3("maybe<br/>in use?")',
        "  end",
        '  subgraph g4["No layer stated"]',
        '    n4("next<br/>planned")',
        "  end",
        '  n1 -.->|"CSV by hand<br/>weekly<br/>P2"| n2',
        '  n1 <-->|"API"| n3',
        "  n5 -.-> n2",
        '  n2 -.-x|"no opt-out"| n1',
        "  classDef default fill:#ffffff,stroke:#78879a,color:#1c2530",
        "  classDef planned stroke-dasharray:2 4",
        "  class n4 planned",
        "  classDef doubtful stroke-dasharray:6 3",
        "  class n3 doubtful",
        "  classDef p1 fill:#fef0ee,stroke:#b42318,stroke-width:3px",
        "  class n1 p1",
        "  linkStyle 1 stroke:#4d5d6e,stroke-width:1.2px",
        "  linkStyle 0 stroke:#b4460a,stroke-width:2.4px",
        "  linkStyle 2 stroke:#0f766e,stroke-width:1.6px",
        "  linkStyle 3 stroke:#b42318,stroke-width:2px",
        "  style g1 fill:#edf4fb,stroke:#d5dce4,color:#52606d",
        "  style g2 fill:#ebf6f2,stroke:#d5dce4,color:#52606d",
        "  style g3 fill:#fbf1f5,stroke:#d5dce4,color:#52606d",
        "  style g4 fill:#f3f5f7,stroke:#d5dce4,color:#52606d",
    ]


@pytest.mark.parametrize(("name", "written"), HOSTILE)
def test_a_name_is_text_and_nothing_else(name: str, written: str) -> None:
    assert _text(name) == written


@given(st.text())
def test_no_text_ends_a_label_or_means_something(text: str) -> None:
    bare = re.sub(r"#\d+;", " ", _text(text))  # what is masked parts its neighbours
    assert not re.search(r"[\"'`#;:%{}()\[\]<>|&@$\\/=*~^+_]|--|\bend\b", bare)


def test_an_overview_has_no_subgraphs(chart: Callable[..., object]) -> None:
    drawn = compose.overview(chart("tools: {a: {capabilities: [crm]}, b: {capabilities: [esp]}}"))
    assert mermaid_of(drawn).splitlines()[3:5] == ['  n1[["Storage<br/>1 tool"]]', '  n2[["Engagement<br/>1 tool"]]']


def test_a_big_picture_has_marks_but_no_words_beside_its_lines(scene: Make, generated: object) -> None:
    tools = ", ".join(f"t{number}: {{}}" for number in range(40))
    flows = ", ".join(f"{{from: t{number}, to: t{number + 1}, method: api}}" for number in range(39))
    text = mermaid_of(scene(f"tools: {{{tools}}}\nflows: [{flows}]", [generated.finding("flows.t0->t1")]))
    assert '  n1 -->|"P2"| n2' in text
    assert "  n2 --> n3" in text
    assert "API" not in text
