"""The page as a whole: well formed, closed to the outside, the same each time, harmless whatever the names are."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackaudit._version import __version__
from stackaudit.catalogue import catalogue
from stackaudit.finding import BrokenRule, RuleResult
from stackaudit.model.writing import day
from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.html import page, to_html, values_of
from stackaudit.source.characters import control_character

SOURCE = Path(__file__).resolve().parents[3] / "src"
GOLDEN = Path(__file__).with_name("small.txt")

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></style></pre><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raise %}",
    "&lt;b&gt; &amp; &#60;",
    "--> <!-- ]]>",
    "javascript:alert(1)",
]

NAMES = st.text(min_size=1, max_size=60).filter(lambda text: control_character(text) is None)


@dataclass(frozen=True)
class Drawn:
    """A picture as the diagram module gives it."""

    title: str
    svg: str
    failure: str = ""


@dataclass(frozen=True)
class Pictures:
    main: Drawn
    domains: tuple[Drawn, ...] = ()
    notice: str | None = None


def test_the_page_is_well_formed(make, read):
    assert read(to_html(make.small())).faults == []


def test_every_id_is_there_once_and_every_link_inside_leads_to_one(make, read):
    found = read(to_html(make.small()))
    assert len(set(found.ids)) == len(found.ids)
    assert {unquote(link[1:]) for link in found.links if link.startswith("#")} <= set(found.ids)


def test_nothing_in_the_page_comes_from_outside(make, read):
    found = read(to_html(make.small()))
    for tag, attributes in found.elements:
        assert not {"src", "srcset", "style", "action", "formaction", "background", "data"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag not in {"link", "base", "iframe", "object", "embed", "img", "form"}
    assert "@import" not in page.asset("report.css")
    assert "url(" not in page.asset("report.css")


def test_the_policy_allows_the_own_style_sheets_and_script_alone(make):
    text = to_html(make.small())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert style is not None
    assert script is not None

    def hashed(part: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"

    policy = (
        f"default-src 'none'; style-src {hashed(style[1])} {hashed(STYLE)}; script-src {hashed(script[1])}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert f'content="{policy.replace(chr(39), "&#39;")}"' in text


def test_the_same_audit_gives_the_same_bytes(make):
    audit = make.small()
    assert to_html(audit) == to_html(audit) == to_html(make.small())


def test_the_same_file_gives_the_same_bytes_in_another_process(tmp_path):
    stack = tmp_path / "stack.yaml"
    stack.write_text(
        "{stackaudit: 1, as_of: 2026-11-22, tools: {a: {product: mailchimp}, b: {sends: [email], terms: none}},"
        " flows: [{from: a, to: b, method: csv_manual, every: 1w}]}"
    )
    program = (
        "import hashlib, sys\n"
        "from stackaudit.audit import audit_stack\n"
        "from stackaudit.load import load\n"
        "from stackaudit.outputs.html import to_html\n"
        "print(hashlib.sha256(to_html(audit_stack(load(sys.argv[1]))).encode()).hexdigest())\n"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program, str(stack)],
            env={"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_a_line_ends_neither_between_a_number_and_its_sign_nor_within_the_number_of_a_line(make, read):
    audit = make.found(
        "tools: {a: {owner: none}}\n",
        lambda bare: [
            make.finding(bare, "AAA-01", "tools.a", [("tools", "a", "owner")], message="15 % of 40 h, 3 hours <b>")
        ],
    )
    text = to_html(audit)
    assert "15\u00a0% of 40\u00a0h, 3 hours &lt;b&gt;" in text
    assert '<th scope="row">tools.<wbr>a.<wbr>owner</th>' in text
    assert "<td>stack.<wbr>yaml<wbr>:" in text
    assert {"tools.a.owner", "none"} <= set(read(text).lines)


def test_what_is_read_in_the_report_of_a_small_stack(make, read):
    """To accept a change: look at what differs, then write the new text into the golden file."""
    text = "\n".join(read(to_html(make.small())).lines)
    text = text.replace(f"Product catalogue\nof {day(catalogue().as_of)}", "Product catalogue\nof ITS DAY")
    text = text.replace(f"stackaudit {__version__}", "stackaudit VERSION")
    assert text == GOLDEN.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text_and_nothing_else(make, read, name):
    quoted = "'" + name.replace("'", "''") + "'"
    stack = (
        f"company: {{name: {quoted}}}\n"
        f"report: {{client: {quoted}, prepared_by: {quoted}, notice: {quoted}}}\n"
        f"tools:\n  a: {{name: {quoted}, source: {quoted}, overlap_reason: {quoted}, product: own, owner: t}}\n"
        "  b: {sends: [email]}\n"
        f"teams: {{t: {{name: {quoted}}}}}\n"
        f"products: {{own: {{name: {quoted}}}}}\n"
        f"capabilities: {{c: {{name: {quoted}}}}}\n"
        f"flows:\n  - {{from: a, to: b, name: {quoted}}}\n"
        f"questions:\n  - {{ask: {quoted}, whom: {quoted}, about: a, answer: {quoted}}}\n"
    )
    audit = make.found(
        stack,
        lambda audit: [
            make.finding(
                audit, "GRA-01", "tools.a", [("tools", "a", "overlap_reason")], message=name, impact=name, topic=name
            )
        ],
        [make.rule(title=name, why=name, found=name, sources=(name,), notes=name)],
    )
    plain = read(to_html(make.found(stack.replace(quoted, "plain"), lambda _: ())))
    found = read(to_html(audit))
    assert found.faults == []
    assert [tag for tag, _ in found.elements].count("script") == [tag for tag, _ in plain.elements].count("script") == 1
    assert not [tag for tag, _ in found.elements if tag in {"img", "b"}]
    assert found.text.count(" ".join(name.split())) >= 15
    assert not [link for link in found.links if not link.startswith("#")]


def test_hidden_characters_are_shown(make, read):
    def finding(audit):
        return [make.finding(audit, "GRA-01", "tools.a", message="d\u0007e")]

    told = make.found('company: {name: "a\\u202eb\\u2066c\\uFDD0"}\ntools: {a: {}}\n', finding)
    found = read(to_html(told))
    assert "a\\u202eb\\u2066c" in found.text
    assert "d\\u0007e" in found.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0]", found.source)


def test_a_name_of_ten_thousand_letters_is_cut(make, read):
    name = "x" * 10_000
    audit = make.found(
        f"tools: {{a: {{name: {name}, overlap_reason: {name}}}}}\n",
        lambda audit: [make.finding(audit, "GRA-01", "tools.a", [("tools", "a", "overlap_reason")], message=name)],
    )
    assert "x" * 120 not in read(to_html(audit)).text.replace("x" * 999 + "…", "")


def test_an_address_is_a_link_and_other_schemes_are_not(make, read):
    sources = (
        "https://example.org/a?b=c",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
    )
    audit = make.found(
        "tools: {a: {}}\n", lambda audit: [make.finding(audit, "GRA-01", "tools.a")], [make.rule(sources=sources)]
    )
    outside = [link for link in read(to_html(audit)).links if not link.startswith("#")]
    assert outside == ["https://example.org/a?b=c", "mailto:a@example.org"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, note=NAMES)
def test_any_name_leaves_the_page_well_formed(make, read, name, note):
    audit = make.plain(
        company={"name": name},
        tools={"a": {"name": name, "source": note}, "b": {}},
        flows=[{"from": "a", "to": "b", "name": note}],
        questions=[{"ask": note}],
    )
    assert read(to_html(audit)).faults == []


def test_a_broken_rule_is_told_loudly_and_without_the_machines_paths(make, read):
    broken = BrokenRule("KeyError: 'x'", ("a.py:1 in first", "checks/b.py:2 in last"), traceback="/home/me/secret.py")
    found = read(to_html(make.audit("tools: {a: {}}\n", [RuleResult("GRA-01", broken=broken)])))
    assert "1 rule failed to run" in found.text
    assert "KeyError: 'x'" in found.text
    assert "checks/b.py:2 in last" in found.text
    assert "1 failed to run" in found.text
    assert "secret.py" not in found.source


def test_pictures_stand_in_the_page_and_rows_lead_to_what_they_show(make, read):
    svg = '<svg xmlns="x" class="p" viewBox="0 0 900 300"><g id="node-hubspot"><path d="M0,0"/></g></svg>'
    found = read(
        to_html(make.small(), pictures=Pictures(Drawn("Everything", svg), notice="Too large for one picture."))
    )
    assert found.faults == []
    assert svg in found.source
    assert "Too large for one picture." in found.text
    assert "#node-hubspot" in found.links
    assert "#node-mailer" not in found.links
    assert found.source.count('wide-page"') == 2
    assert '<option data-shown="node-hubspot">' in found.source


def test_a_finding_knows_what_of_the_picture_it_is_about(make, read):
    svg = '<svg xmlns="x" viewBox="0 0 300 100"><g id="node-mailer"><path d="M0,0"/></g></svg>'
    found = read(to_html(make.small(), pictures=Pictures(Drawn("Everything", svg))))
    (late,) = (held for tag, held in found.elements if tag == "details" and held.get("id") == "GRA-02:tools.mailer")
    assert late["data-lit"] == "node-mailer"


def test_a_tall_picture_stands_on_an_upright_page(make):
    svg = '<svg xmlns="x" viewBox="0 0 300 300"><path d="M0,0"/></svg>'
    assert 'wide-page"' not in to_html(make.small(), pictures=Pictures(Drawn("All", svg)))


def test_a_picture_that_failed_is_told_with_the_reason(make, read):
    pictures = Pictures(Drawn("Everything", "", "it took too long"), (Drawn("Storage", "<svg></svg>"),))
    found = read(to_html(make.small(), pictures=pictures))
    assert "This picture is missing: it took too long." in found.text
    assert "<svg></svg>" in found.source


def test_a_report_without_pictures_says_so(make, read):
    assert "No diagram was drawn for this report." in read(to_html(make.small())).text


def test_of_a_stack_without_tools_there_is_nothing_to_draw(make, read):
    pictures = Pictures(Drawn("Everything", '<svg xmlns="x" viewBox="0 0 9 9"></svg>'))
    found = read(to_html(make.audit(""), pictures=pictures))
    assert "There is nothing to draw yet: no tool is described." in found.text
    assert "<svg xmlns" not in found.source


def test_a_template_can_extend_the_report(make):
    extended = page._environment().from_string(
        '{% extends "report.html.j2" %}'
        "{% block score %}<p>Score: 42</p>{% endblock %}{% block roadmap %}<p>Plan</p>{% endblock %}"
    )
    text = extended.render(values_of(make.small()))
    places = [text.index(part) for part in ('id="summary"', 'id="findings"', "<p>Plan</p>", "<p>Score: 42</p>")]
    assert places == sorted(places)
    assert text.count("<p>Plan</p>") == 1


def test_a_name_that_a_template_misspells_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        page._environment().from_string("{{ nothing }}").render({})
