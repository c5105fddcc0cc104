"""Every number and date of the report is in the audit's data, is worked out from them in a way named here, or is quoted."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pptx
import pytest

import stackaudit
from stackaudit.model.values import duration_in_words
from stackaudit.outputs.html.outcomes import clock_rows, demand_rows

_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_ID = re.compile(r"\b[A-Z]{3}-\d{2}\b")
_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)")
_DAY = re.compile(
    r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})\b"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class _Sections(HTMLParser):
    """The text of each section of a page; pictures, scripts and style sheets have none."""

    def __init__(self):
        super().__init__()
        self.texts = {}
        self._open = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        if tag == "section":
            self._open.append(dict(attrs).get("id", ""))
        self._silent += tag in {"svg", "script", "style"}

    def handle_endtag(self, tag):
        if tag == "section":
            self._open.pop()
        self._silent -= tag in {"svg", "script", "style"}

    def handle_data(self, data):
        if self._open and not self._silent:
            self.texts.setdefault(self._open[-1], []).append(data)


def sections(page):
    """The text of each section, by its id."""
    reader = _Sections()
    reader.feed(page)
    return {name: " ".join(" ".join(texts).split()) for name, texts in reader.texts.items()}


def figures(text):
    """The numbers and dates in a text; ids of rules have none. ``1,200`` is ``1200``, and a date is ``2026-11-22``."""
    days = [f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}" for day, month, year in _DAY.findall(text)]
    rest = _DAY.sub(" ", _ID.sub(" ", text))
    days += _ISO.findall(rest)
    rest = _ISO.sub(" ", rest)
    return [*days, *(one.rstrip(",").replace(",", "") for one in _FIGURE.findall(rest))]


def known(data):
    """All figures of some data: numbers, also rounded, in per cent and as times; those in texts; counts of lists."""
    found = Counter()
    _gather(data, found)
    return set(found)


def _gather(data, found):
    if isinstance(data, bool) or data is None:
        return
    if isinstance(data, str):
        found.update(figures(data))
        found.update(re.findall(r"\b(\d+)(?:m|h|d|w|mo|bh|bd)\b", data))
    elif isinstance(data, (int, float)):
        found.update(_written(data))
    else:
        found[str(len(data))] += 1
        for one in data.values() if isinstance(data, dict) else data:
            _gather(one, found)


def _written(value):
    """A number as a report may write it."""
    yield from (
        f"{value:g}",
        f"{value:.0f}",
        f"{value:.1f}",
        f"{value:.1f}".removesuffix(".0"),
        str(int(value)),
        str(int(value + 0.5)),
    )
    if 0 <= value <= 1:
        yield f"{value * 100:.0f}"
        yield str(int(value * 100))
    yield from figures(duration_in_words(float(value)))


SAMPLES = Path(__file__).parents[3] / "sample_stacks"
JUDGED = {
    "summary": ("as_of", "packs", "summary", "score", "causes", "findings", "costs", "rules"),
    "glance": ("as_of", "score", "findings", "costs", "renewals"),
    "score": ("as_of", "packs", "score", "findings", "settings", "summary"),
    "opt-outs": ("opt_outs",),
    "requests": ("as_of", "triage"),
    "roadmap": ("as_of", "actions", "plan", "findings"),
}
"""What the figures of a section come from; those of all others may come from all of the data."""
QUOTES = {"requests", "tools", "flows", "questions"}
"""Sections that quote the description: prices, cadences, questions of its own."""
CONSTANT = {"summary": {"100"}, "score": {"100", "1", "2", "3", "4", "5"}}
"""What a scale ends at, and the weights of severities."""


def generated():
    """A stack of eight tools in a ring, of which prices, delays and renewals differ."""
    tools, flows = {}, []
    for number in range(8):
        tools[f"tool{number}"] = {
            "capabilities": [("crm", "transactional_email", "web_analytics", "cdp")[number % 4]]
            if number % 3
            else ["crm"],
            "sends": ["email"],
            "captures_opt_out": ["email"],
            "cost": {"amount": 1111 * (number + 1), "currency": "eur", "per": ("month", "year")[number % 2]},
            "contract": {"renews": f"2027-{number % 12 + 1:02}-{number % 27 + 1:02}", "notice": f"{30 + number}d"},
        }
        method = ("csv_manual", "api", "etl")[number % 3]
        end = f"tool{(number + 1) % 8}"
        flow = {"from": f"tool{number}", "to": end, "method": method, "every": f"{number + 5}h", "signals": ["opt_out"]}
        flows.append(flow | ({"takes": f"{number + 1}h"} if number % 2 else {}))
    head = {"stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools", "flows"]}
    return {**head, "company": {"contacts": 1234567, "regions": ["us", "de"]}, "tools": tools, "flows": flows}


def described(name):
    """A stack and the text that it was read from."""
    if name == "generated":
        return generated(), json.dumps(generated())
    path = SAMPLES / f"{name}.yaml"
    return path, path.read_text(encoding="utf-8")


def derived(data):
    """What is worked out from the data: counts of findings by what they have in common, sums of delays, ranges of counts."""
    rules = {one["id"]: one["dimension"] for one in data["rules"]}
    counts = Counter()
    for one in data["findings"]:
        proved = one["outcome"] == "flagged"
        counts.update([one["severity"], (one["severity"], proved), (rules[one["rule"]], one["severity"]), one["rule"]])
        counts.update([(rules[one["rule"]], proved), proved])
    made = {str(count) for count in counts.values()} | {"0"}
    made.add(str(sum(len(one["parameters"]) for one in data["rules"])))
    clear = sum(one["outcome"] == "clear" and one["severity"] in {"P1", "P2", "P3"} for one in data["rules"])
    made.add(str(max(0, clear - 5)))  # five strengths are named
    for one in data["score"]["dimensions"]:
        if one["applicable_weight"]:
            made.add(f"{100 * one['known_weight'] / one['applicable_weight']:.0f}")
    for matrix in data["opt_outs"]:  # places of which nothing is known stand in one row
        judged = {cell["place"] for cell in matrix["cells"] if cell["state"] != "unknown"}
        made.add(str(len({*matrix["places"]} - judged)))
    for one in data["findings"]:
        for bound in ("at_least", "at_most"):
            delays = [hop[bound] for hop in one["path"]]
            if delays and None not in delays:
                made.update(figures(duration_in_words(float(sum(delays)))))
    return made


def legal(audit):
    """The laws and platform rules that bind: dated data of the catalogue, which ``stackaudit facts`` lists."""
    rows = (*clock_rows(audit), *demand_rows(audit))
    return {
        one
        for row in rows
        for text in (row.name, row.limit, row.binds, row.note, row.source, row.as_of)
        for one in figures(text or "")
    }


def spoken(audit):
    """What rules say of themselves: ``stackaudit explain`` shows it."""
    texts = (text for rule in audit.rules.values() for text in (rule.found, rule.notes, *rule.sources))
    return {one for text in texts for one in figures(text)}


def unknown_figures(audit, text, held, name, quoted):
    """The figures of a section that come from nowhere."""
    allowed = set().union(*(held[key] for key in JUDGED.get(name, held))) | CONSTANT.get(name, set())
    if name in QUOTES:
        allowed |= quoted
    if name == "facts":
        allowed |= legal(audit)
    if name == "rules":
        allowed |= spoken(audit) | {str(len(audit.rules))}  # with aliases
    if name not in JUDGED:
        allowed |= {str(len(known_list)) for known_list in (audit.stack.tools, audit.stack.flows)}
    return [one for one in figures(text) if one not in allowed]


@pytest.fixture(
    scope="module",
    params=[
        "healthy",
        "generated",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("red_flags", "sourcegraph")),
    ],
)
def told(request):
    """An audit, its data, the text of its page by section, and the figures of its description."""
    stack, text = described(request.param)
    audit = stackaudit.run(stack)
    data = json.loads(audit.render("json"))
    worked_out = derived(data)
    held = {key: known({key: value}) | worked_out for key, value in data.items()}
    return audit, held, sections(audit.render("html")), set(figures(text))


@pytest.mark.no_cover
def test_every_figure_of_the_page_is_in_the_data(told):
    audit, held, page, quoted = told
    assert {"summary", "glance", "score", "tools", "flows", "rules", "facts", "method"} <= set(page)
    missing = {name: sorted(set(unknown_figures(audit, text, held, name, quoted))) for name, text in page.items()}
    assert {name: found for name, found in missing.items() if found} == {}


def test_a_figure_that_is_wrong_is_noticed(told):
    audit, held, page, quoted = told
    for name in page:
        assert unknown_figures(audit, "987,654 findings", held, name, quoted) == ["987654"]


@pytest.mark.no_cover
def test_every_figure_of_the_word_file_is_in_the_data_too(told):
    audit, held, _, quoted = told
    file = docx.Document(BytesIO(audit.render("docx")))
    texts = [one.text for one in file.paragraphs]
    for table in file.tables:
        for number, row in enumerate(table._tbl.tr_lst):
            cells = [[one.text or "" for one in cell.iter() if one.tag.endswith("}t")] for cell in row.tc_lst]
            texts += [text for held_by in cells for text in held_by if held_by is not cells[0] or text != str(number)]
    allowed = set().union(*held.values()) | quoted | legal(audit) | {"100"}
    assert sorted({one for text in texts for one in figures(text)} - allowed) == []


@pytest.mark.no_cover
def test_every_figure_of_the_slides_is_in_the_data_too(told):
    audit, held, _, quoted = told
    file = pptx.Presentation(BytesIO(audit.render("pptx")))
    texts = []
    for slide in file.slides:
        shapes = [shape for shape in slide.shapes if shape.has_text_frame]
        texts += [shape.text_frame.text.partition(" · ")[0] for shape in shapes]  # without the number of the slide
        texts += [cell.text for one in slide.shapes if one.has_table for row in one.table.rows for cell in row.cells]
    allowed = set().union(*held.values()) | quoted | {"100", "5"}
    rest = re.compile(r"and(?: findings of)? ([\d,]+) more", re.IGNORECASE)  # what does not fit on a slide
    most = len(audit.findings) + len(audit.questions) + len(audit.stack.tools)
    assert all(int(one.replace(",", "")) < most for text in texts for one in rest.findall(text))
    texts = [rest.sub("", text) for text in texts]
    assert sorted({one for text in texts for one in figures(text)} - allowed) == []
