"""What the consultant adds to the page: commentary, a logo, sections in another order."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from stackaudit import run
from stackaudit.cli import stackaudit
from stackaudit.errors import StackError
from stackaudit.load import load_text
from stackaudit.model.report import ReportSettings
from stackaudit.model.words import ReportSection
from stackaudit.outputs.brand.markdown import markup
from stackaudit.outputs.html import sections, to_html, values_of

STACK = """stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools:
  a: {sends: [email], captures_opt_out: [email]}
  b: {sends: [email]}
waivers: [{rule: GRA-01, element: tools.b, owner: x, reason: x, until: 2027-01-01}]
"""
FINDING = "GRA-01:tools.b:email"


def audited(report, waive=False):
    return run(load_text(f"{STACK}report: {report}\n", file="stack.yaml"), select=["GRA"], waive=waive)


def page(report, **how):
    return to_html(audited(report, **how))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "![x][y]\n\n[y]: https://example.org/x.png",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](//example.org)",
        "[x](other.html)",
        "<javascript:alert(1)>",
        '[x](https://example.org/"onmouseover="alert(1))',
        "`</code><script>`",
        "&lt;script&gt;",
        "| a |\n|---|\n| <svg onload=x> |",
    ],
)
def test_commentary_can_do_nothing_but_be_read(hostile):
    made = markup(hostile)
    tags = re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", made)
    assert {name for _, name, _ in tags} <= {"p", "a", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert all(re.fullmatch(r'( href="https://[^"]*" rel="noopener noreferrer")?', held) for _, _, held in tags)


def test_markdown_is_what_it_is_elsewhere():
    assert markup("# A\n\nb **c** [d](#score) ~~e~~\n\n3. f") == (
        "<p><strong>A</strong></p>\n"
        '<p>b <strong>c</strong> <a href="#score" rel="noopener noreferrer">d</a> <s>e</s></p>\n'
        '<ol start="3">\n<li>f</li>\n</ol>\n'
    )
    assert "\\u202e" in markup("a\u202eb")


def test_commentary_stands_with_its_section_and_its_finding(read):
    text = page(
        f"{{commentary: {{summary: Ours, score: 'Of **note**', '{FINDING}': First, disclaimer: '[x](#nowhere)'}}}}"
    )
    assert read(text).faults == []
    places = [
        text.index(part)
        for part in (
            'id="summary"',
            "<p>Ours</p>",
            f'id="{FINDING}"',
            "<p>First</p>",
            'id="score"',
            "<p>Of <strong>note</strong></p>",
        )
    ]
    assert places == sorted(places)
    assert "#nowhere" not in text


@pytest.mark.parametrize("section", list(ReportSection))
def test_every_section_that_is_there_shows_its_commentary(section):
    report = f"{{commentary: {{{section}: Ours}}}}"
    values = values_of(audited(report))
    there = {one.id.replace("-", "_") for depth in values["depths"] for one in depth.sections if one.there}
    assert ("<p>Ours</p>" in page(report)) is (section in there)


def test_the_words_for_sections_are_the_sections():
    named = [one.id.replace("-", "_") for _, _, held in sections._SECTIONS for one in held if one.title]
    assert [section.value for section in ReportSection] == named


def test_all_that_stands_beside_nothing_is_told_at_once():
    with pytest.raises(StackError) as caught:
        audited("{commentary: {sumary: x, GRA-99:tools.a: x, GRA-01: x}}")
    told = [(problem.message, problem.hint, problem.place.column) for problem in caught.value.problems]
    assert told == [
        ("there is no section and no finding 'sumary' to comment on", "did you mean 'summary'?", 23),
        ("there is no rule 'GRA-99' whose findings could be commented on", None, 34),
        (
            "expected the id of one finding of GRA-01, found 'GRA-01'",
            "such as GRA-01:tools.hubspot; the report shows it at the foot of each finding",
            53,
        ),
    ]


def test_data_without_places_are_told_too():
    data = {"stackaudit": 1, "as_of": "2026-11-22", "report": {"commentary": {"nothing": "x"}}}
    with pytest.raises(StackError, match=r"no section and no finding 'nothing'"):
        run(data, select=["GRA"])


def test_sections_stand_in_the_order_that_is_wanted(read):
    text = page("{sections: [diagram, summary, findings, score, diagram], leave_out: [score]}")
    found = read(text)
    assert [one for one in found.ids if one in {section.replace("_", "-") for section in ReportSection}] == [
        "diagram",
        "summary",
        "findings",
        "disclaimer",
    ]
    assert [one for one in found.ids if one.startswith(("story", "leadership", "appendix"))] == [
        "story",
        "leadership",
        "story-2",
        "appendix",
    ]
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert (
        "Left out of this page: At a glance, Opt-out matrix, Roadmap, What to do with each tool, Business case, Score,"
        in found.text
    )
    assert found.faults == []


def test_what_is_left_out_is_named_and_the_disclaimer_stays(read):
    found = read(page("{leave_out: [facts, disclaimer, baseline]}"))
    assert "facts" not in found.ids
    assert "disclaimer" in found.ids
    assert "Left out of this page: Facts used." in found.text


def test_a_part_without_anything_in_it_is_not_there():
    settings = ReportSettings(sections=(ReportSection.REQUESTS,))
    assert [depth.id for depth in sections.depths({"requests": None}, settings)] == ["appendix"]


def test_the_page_with_a_logo_allows_pictures_inside_it_alone(tmp_path, read):
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    (tmp_path / "stack.yaml").write_text(f"{STACK}report: {{logo: logo.svg, prepared_by: \"A & 'B'\"}}\n")
    text = to_html(run(tmp_path / "stack.yaml", select=["GRA"]))
    assert "; img-src data:; " in text
    (image,) = (held for tag, held in read(text).elements if tag == "img")
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert image["alt"] == "A & 'B'"


def test_a_run_tells_all_mistakes_at_once_and_what_it_changed(tmp_path):
    file = tmp_path / "stack.yaml"
    file.write_text(f"{STACK}report: {{logo: ../x.png, commentary: {{GRA-99:x: y}}}}\n")
    command = ["run", str(file), "--select", "GRA", "--format", "html", "-o", str(tmp_path / "out")]
    made = CliRunner().invoke(stackaudit, command)
    assert [str(problem.place).rpartition("stack.yaml")[2] for problem in made.exception.problems] == [":8:16", ":8:39"]
    assert not (tmp_path / "out").exists()
    file.write_text(f"{STACK}report: {{logo: ../x.png}}\n")
    assert "leads out" in str(CliRunner().invoke(stackaudit, command).exception)
    file.write_text(
        f"{STACK}report: {{colours: {{accent: '#ffff00'}}, commentary: {{summary: s, '{FINDING}': x, GRA-01:tools.c: y, GRA-23:tools.aa: y, 'GRA-02:x|y|z:w': z}}}}\n"
    )
    made = CliRunner().invoke(stackaudit, command)
    notes = [line for line in made.stderr.splitlines() if line.startswith("note:")]
    assert notes == [
        "note: report.colours: accent #ffff00 is too faint for words (contrast 1.0, 4.5 is needed): the report takes #737300",
        f"note: report.commentary: {FINDING} is waived, so that the report does not show what is said of it",
        "note: report.commentary: there is no finding GRA-01:tools.c (any more)",
        "note: report.commentary: there is no finding GRA-23:tools.aa (any more); did you mean 'GRA-23:tools.a'?",
        "note: report.commentary: there is no finding GRA-02:x|y|z:w (any more)",
    ]
