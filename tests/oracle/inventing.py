"""Declared rules that nobody wrote: conditions drawn at random, to hold the condition language itself to what it says."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stackaudit.rules.reading import RuleReader

from .comparing import Case
from .declared import case_of
from .drawing import Draw, one_of

TESTS: dict[str, dict[str, list[Any]]] = {
    "tool": {
        "capabilities": [
            {"any": ["crm", "form"]},
            {"all": ["crm", "form"]},
            {"within": ["crm", "form"]},
            {"of": ["crm", "form"], "within": "company.core_competencies"},
            {"count": {"at_least": 2}},
            {"count": {"fewer_than": 2}},
            {"not": {"any": ["crm"]}},
            "none",
        ],
        "built": ["in_house", ["in_house", "agency"], {"not": "vendor"}, "none"],
        "terms": ["none", {"not": ["dpa", "none"]}],
        "stores": [{"under": ["user"]}, {"under": ["page_view"]}, {"not": {"under": ["user"]}}],
        "hosting_region": [{"under": ["eu"]}, {"under": ["us", "jp"]}, {"not": {"under": ["eu"]}}, "none"],
        "monitored": [True, False, "none", {"not": True}],
        "owner": ["none", {"status": "left"}, {"not": {"status": "left"}}],
        "end_of_life": [{"on_or_before": "as_of"}, {"after": "as_of"}, {"older_than": "6mo"}, "none"],
    },
    "flow": {
        "method": [["csv_manual", "spreadsheet"], "api", {"not": ["api", "none"]}],
        "signals": [{"any": ["click_id"]}, {"all": ["click_id", "utm"]}, "none"],
        "carries": [{"under": ["user"]}, {"under": ["page_view"]}],
        "consent_gated": [True, False],
        "to": [{"capabilities": {"any": ["crm"]}}, {"built": "in_house"}],
        "from": [{"capabilities": {"any": ["ads"]}}, {"monitored": True}],
    },
    "metric": {
        "kind": ["volume", ["conversion", "revenue"], {"not": "volume"}],
        "used_as": ["kpi", {"not": "kpi"}],
        "scope": [["campaign", "programme"], "none"],
        "goal": ["none", {"owner": "none"}, {"owner": {"status": "left"}}],
    },
    "automation": {
        "trigger": ["event", ["event", "segment"]],
        "sends": [{"count": {"at_least": 1}}, {"any": ["email"]}],
        "tool": [{"capabilities": {"any": ["crm"]}}, {"not": {"built": "in_house"}}],
    },
    "stack": {
        "tracking_plan": ["none", {"events": "none"}, {"last_reviewed": {"older_than": "12mo"}}],
        "stack_map": ["none", {"last_updated": {"older_than": "90d"}}],
    },
}
SAME = {"tool": ["built", "owner"], "metric": ["scope", "goal"], "automation": ["tool"], "flow": ["to"]}
WORDS = ("name", "title", "ask", "red_flag", "why", "found", "message", "impact")


@st.composite
def conditions(draw: Draw, kind: str, depth: int = 2, outer: str | None = None) -> dict[str, Any]:
    """A condition on elements of a kind: one or two entries, some of them nested."""
    found: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 2))):
        manner = draw(st.integers(0, 7 if depth else 3))
        if manner < 4:
            key = one_of(draw, TESTS[kind])
            found[key] = (
                {"same": key}
                if outer == kind and key in SAME[kind] and draw(st.booleans())
                else one_of(draw, TESTS[kind][key])
            )
        elif manner == 5 and draw(st.booleans()):
            inner = one_of(draw, ("metric", "automation"))
            comparison = one_of(draw, ("more_than", "at_least", "less_than", "at_most"))
            of = {inner: draw(conditions(inner, 0, kind)) if draw(st.booleans()) else {}}
            if draw(st.booleans()):
                found["count"] = {"of": of, comparison: draw(st.integers(0, 2))}
            else:
                limit = one_of(draw, (0, 50, 100))
                found["share"] = {"of": of, "where": draw(conditions(inner, 0, kind)), comparison: limit}
        elif manner < 6:
            inner = one_of(draw, [one for one in TESTS if one != "stack"])
            found[one_of(draw, ("some", "no"))] = {inner: draw(conditions(inner, depth - 1, kind))}
        elif manner == 6:
            found["not"] = draw(conditions(kind, depth - 1, outer))
        else:
            found[one_of(draw, ("any_of", "all_of"))] = [draw(conditions(kind, depth - 1, outer)) for _ in range(2)]
    return found


@st.composite
def documents(draw: Draw) -> dict[str, Any]:
    """The document of a declared rule, as its file would state it."""
    kind = one_of(draw, TESTS)
    flag = {"each": kind, "where": draw(conditions(kind))}
    for name in ("given", "unless"):
        if draw(st.integers(0, 2)) == 0:
            flag[name] = draw(conditions(kind, 1))
    document = {word: f"The {word}." for word in WORDS} | {"id": "MY-01", "severity": "P3", "flag": flag}
    document |= {"fix": {"now": "this", "later": "that"}, "sources": ["a book"]}
    if kind != "stack" and draw(st.integers(0, 2)) == 0:
        document["raise"] = [{"to": one_of(draw, ("P2", "P4")), "because": "so", "where": draw(conditions(kind, 1))}]
    return document


def invented(document: dict[str, Any]) -> Case:
    """How such a rule is held against completions.

    Raises:
        AssertionError: the rule does not compile.
    """
    reader = RuleReader(family="", pack="", place=None, allow_code=False)
    rule = reader.read(document)
    assert rule is not None, reader.mistakes
    return case_of(document, rule)
