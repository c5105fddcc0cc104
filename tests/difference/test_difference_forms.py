"""What a user sees of a difference, held as files. `python tests/difference/test_difference_forms.py` writes them anew."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

import stackaudit
from stackaudit._version import __version__
from stackaudit.audit import Audit, audit_stack
from stackaudit.audit.difference.findings import Kind
from stackaudit.audit.difference.opt_out_times import Arrival, Arrives
from stackaudit.errors import SettingsError
from stackaudit.load import load
from stackaudit.outputs.difference.difference import Difference
from stackaudit.outputs.difference.forms import FORMS, parse_forms
from stackaudit.outputs.difference.markdown import LONGEST
from stackaudit.outputs.difference.words import arrival_words
from stackaudit.rules import folder

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"


def made() -> Difference:
    pack = folder(HERE / "rules")
    old, new = (audit_stack(load(GOLDEN / name, file=name), packs=[pack]) for name in ("old.yaml", "new.yaml"))
    return Difference.between(old, new)


def data() -> str:
    """The data; the version of the program is left out, as it changes with each release."""
    return made().to_json().replace(f'"stackaudit": "{__version__}"', '"stackaudit": "VERSION"', 1)


FILES = {
    "diff.txt": lambda: made().to_text(),
    "diff.md": lambda: made().to_markdown(fail_on="P3", strict=True),
    "diff.json": data,
}


@pytest.mark.parametrize("name", FILES)
def test_each_form_is_the_one_in_the_file(name):
    assert FILES[name]() == (GOLDEN / name).read_bytes().decode("utf-8")


def test_the_data_and_the_text_name_every_finding():
    held = json.loads((GOLDEN / "diff.json").read_text(encoding="utf-8"))
    text = (GOLDEN / "diff.txt").read_text(encoding="utf-8")
    assert {one["kind"] for one in held["findings"]} >= {"new", "worse", "mended", "removed", "better"}
    for one in held["findings"]:
        said = one["after"] if one["after"]["severity"] else one["before"]
        assert f"{said['severity']} {one['rule']}" in text.replace(" waived", "").replace(" suspected", "")
        assert said["message"] in text
    assert set(held["failing"]) <= {one["id"] for one in held["findings"]}


def test_names_from_the_stack_are_no_markup_in_a_comment():
    text = (GOLDEN / "diff.md").read_text(encoding="utf-8")
    assert "<b>" not in re.sub(r"`+[^`]*`+", "", text)
    assert "@team" not in text
    assert text.count("<details>") == text.count("</details>")


def many(count: int, owner: str) -> str:
    tools = "".join(f"  tool{number:04}: {{name: {'x' * 80}, owner: {owner}}}\n" for number in range(count))
    return f"stackaudit: 1\nas_of: 2026-11-22\nteams: {{m: {{}}}}\ntools:\n{tools}"


@pytest.fixture(scope="module")
def long():
    pack = folder(HERE / "rules")
    old, new = (audit_stack(stackaudit.load_text(many(600, owner)), packs=[pack]) for owner in ("m", "none"))
    return Difference.between(old, new)


def test_a_comment_is_never_longer_than_one_can_be_and_says_what_it_leaves_out(long):
    text = long.to_markdown(fail_on="P3")
    assert len(text) < LONGEST
    assert "more are left out here" in text
    assert text.count("<details>") == text.count("</details>")
    assert "What moved the score" in text
    left = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) more are left out", text)]
    assert text.count("| DIF\\-01 A tool") + left[0] == 600


def test_a_comment_names_the_sections_that_it_has_no_room_for(long, monkeypatch):
    monkeypatch.setattr("stackaudit.outputs.difference.markdown.LONGEST", 2_000)
    text = long.to_markdown()
    assert len(text) < 2_000
    assert text.endswith("For want of room, left out here: Elements, What moved the score.\n")


def test_a_terminal_lists_every_finding_and_says_how_many_elements_are_left(long):
    text = long.to_text(fail_on="P3")
    assert text.count("DIF-01  tools.") == 600
    assert "… and 550 more; --format json holds all" in text
    assert len(json.loads(long.to_json())["elements"]) == 600


def test_the_functions_of_the_package_compare_audits_and_whatever_can_be_audited(tmp_path):
    text = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {owner: none}}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    made = stackaudit.diff(tmp_path / "a.yaml", stackaudit.run(stackaudit.load_text(text)))
    assert isinstance(made, stackaudit.Difference)
    assert made.is_empty
    assert made.to_text().endswith("unchanged\n")


def test_names_of_forms_are_checked():
    assert parse_forms("md, text,md") == ("md", "text")
    for text, message in (("pdf", "no format of a difference is called 'pdf'"), (",", "expected a format")):
        with pytest.raises(SettingsError, match=message):
            parse_forms(text)
    assert set(FORMS) >= {"text", "md", "json"}


def test_where_the_same_rule_finds_other_elements_both_findings_name_each_other():
    tools = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools]
teams: {m: {}, s: {}, t: {}}
tools:
  a: {product: customer-io, owner: m, teams: [m], sends: [email]}
  b: {product: hubspot-marketing-hub, owner: s, teams: [s], sends: [email]}
"""
    more = "  c: {product: klaviyo, owner: t, teams: [t], sends: [email]}\n"
    old, new = (stackaudit.run(stackaudit.load_text(text), select=["TEC-01"]) for text in (tools, tools + more))
    made = stackaudit.diff(old, new)
    came, went = made.of(Kind.NEW), made.of(Kind.REPLACED)
    assert [one.related for one in came] == [(went[0].id,)]
    assert [one.related for one in went] == [(came[0].id,)]
    assert f"before it was {went[0].id}" in made.to_text()
    assert f"now {came[0].id}" in made.to_text()
    assert [one.kind for one in stackaudit.diff(new, old).findings] == [Kind.NEW, Kind.REMOVED]


def test_every_way_in_which_a_finding_changed_has_its_words():
    text = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {owner: m}, b: {}}\nteams: {m: {}}\n"
    flow = "flows: [{from: a, to: b, method: csv_manual, every: 1d}]\n"
    pack = folder(HERE / "rules")

    def audited(text: str, **how: object) -> Audit:
        return audit_stack(stackaudit.load_text(text), packs=[pack], **how)

    whole, ownerless, asked = (
        audited(one)
        for one in (
            text + flow,
            (text + flow).replace("owner: m", "owner: none"),
            (text + flow).replace("owner: m", ""),
        )
    )
    few = audited(text, ignore=["DIF-01"])
    for old, new, words in (
        (whole, ownerless, "was clear"),
        (asked, ownerless, "was an open question"),
        (few, ownerless, "its rule did not run before"),
        (few, ownerless, "flows.a->b is new"),
        (ownerless, asked, "now an open question"),
        (ownerless, few, "its rule did not run"),
        (ownerless, few, "flows.a->b no longer there"),
        (whole, audited((text + flow).replace("1d", "2d")), "before: Somebody carries a file from a to b every 1 day"),
    ):
        assert words in Difference.between(old, new).to_text()


OPT_OUTS = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
tools: {crm: {captures_opt_out: [email], sends: none}, mailer: {captures_opt_out: none, sends: [email]}}
flows: [{from: crm, to: mailer, every: %s, takes: %s, signals: %s, carries: %s}]
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            ("1d", "1h", "[opt_out]", "none"),
            ("1w", "unknown", "[opt_out]", "none"),
            "25 hours -> 7 days or more (grew)",
        ),
        (("1d", "1h", "[opt_out]", "none"), ("on_event", "0m", "[opt_out]", "none"), "25 hours -> at once (shrank)"),
        (
            ("1d", "1h", "[opt_out]", "none"),
            ("unknown", "1h", "[opt_out]", "none"),
            "25 hours -> 1 hour or more (changed)",
        ),
        (
            ("1d", "1h", "[opt_out]", "none"),
            ("on_event", "unknown", "[opt_out]", "none"),
            "25 hours -> any time (changed)",
        ),
        (("1d", "1h", "[opt_out]", "none"), ("1d", "1h", "unknown", "none"), "25 hours -> may arrive, 25 hours (grew)"),
        (("1d", "1h", "[opt_out]", "none"), ("1d", "1h", "none", "none"), "25 hours -> no way is known (grew)"),
        (
            ("1d", "1h", "none", "unknown"),
            ("1d", "1h", "none", "[order]"),
            "reaches tools.mailer (before, nobody could say), by crm > mailer",
        ),
        (
            ("1d", "1h", "none", "[order]"),
            ("1d", "1h", "none", "unknown"),
            "no longer reaches tools.mailer for certain",
        ),
        (("1d", "1h", "none", "[order]"), ("1d", "1h", "none", "none"), "order no longer reaches tools.mailer"),
    ],
)
def test_times_and_ways_of_data_have_their_words(old, new, words):
    select = ["MEA-03"]
    made = stackaudit.diff(
        *(stackaudit.run(stackaudit.load_text(OPT_OUTS % said), select=select) for said in (old, new))
    )
    assert words in made.to_text()
    assert made.to_markdown()
    assert json.loads(made.to_json())


def test_a_difference_without_any_score_says_only_what_there_is():
    audit = stackaudit.run(stackaudit.load_text("stackaudit: 1\nas_of: 2026-11-22\n"), select=["GRA-01"])
    assert "coverage stays 100 %" in stackaudit.diff(audit, audit).to_text()
    assert "Score" not in stackaudit.diff(audit, audit).to_text()
    whole = stackaudit.run("sample_stacks/healthy.yaml")
    assert "Score none -> 100 of 100 · level none -> 5" in stackaudit.diff(audit, whole).to_text()


if __name__ == "__main__":
    for name, make in FILES.items():
        (GOLDEN / name).write_bytes(make().encode("utf-8"))


@pytest.mark.parametrize(
    ("arrival", "words"),
    [
        (Arrival(Arrives.NO, math.inf, math.inf), "no way is known"),
        (Arrival(Arrives.YES, 0, 0), "at once"),
        (Arrival(Arrives.YES, 0, math.inf), "any time"),
        (Arrival(Arrives.YES, 86400, math.inf), "1 day or more"),
        (Arrival(Arrives.MAYBE, 86400, 86400), "may arrive, 1 day"),
        (Arrival(Arrives.YES, 86400, 172800), "1 day to 2 days"),
    ],
)
def test_how_long_an_opt_out_takes_is_said_with_its_bounds(arrival, words):
    assert arrival_words(arrival) == words
