"""Each format keeps every finding and its place: they are counted, for the samples and for a stack with hundreds."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from stackaudit.audit import audit_stack
from stackaudit.load import load, load_text
from stackaudit.outputs.formats import FORMATS

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
MANY = "stackaudit: 1\nas_of: 2026-11-22\ncomplete: [tools, flows]\ntools:\n" + "".join(
    f"  t{number}: {{built: in_house, capabilities: [experimentation], sends: none, owner: none}}\n"
    for number in range(150)
)


# The same for hundreds of findings: what the formats do with one finding is tested, and measured, at each of them.
pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module", params=["red_flags", "healthy", "sourcegraph", "many"])
def audit(request):
    name = request.param
    if name == "many":
        made = audit_stack(load_text(MANY, file="stacks/many.yaml"))
        assert len(made.findings) > 300
        return made
    return audit_stack(load(SAMPLES / f"{name}.yaml", file=f"stacks/{name}.yaml"))


def counted(found):
    """Files and lines, by how often they are told."""
    return Counter((file, int(line)) for file, line in found)


def places(findings):
    return counted((one.place.file, one.place.line) for one in findings)


def of_json(text):
    return [(one["place"]["file"], one["place"]["line"]) for one in json.loads(text)["findings"]]


def of_lines(text):
    return [(one["place"]["file"], one["place"]["line"]) for one in map(json.loads, text.splitlines())]


def of_sarif(text):
    results = json.loads(text)["runs"][0]["results"]
    physical = [one["locations"][0]["physicalLocation"] for one in results]
    return [(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in physical]


def of_gitlab(text):
    return [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in json.loads(text)]


def of_github(text):
    return re.findall(r"^::\w+ file=([^,]*),line=(\d+),", text, re.MULTILINE)


def of_csv(text):
    rows = csv.DictReader(io.StringIO((text.decode("utf-8") if isinstance(text, bytes) else text).lstrip("\ufeff")))
    return [(row["File"], row["Line"]) for row in rows]


READ = {
    "json": of_json,
    "jsonl": of_lines,
    "sarif": of_sarif,
    "gitlab": of_gitlab,
    "github": of_github,
    "csv": of_csv,
}


@pytest.mark.parametrize("name", READ)
def test_each_finding_stands_once_at_its_place(audit, name):
    assert counted(READ[name](FORMATS[name].render(audit, "pinned"))) == places(audit.findings)


def test_junit_has_each_finding_as_a_case_of_its_own(audit):
    root = fromstring(FORMATS["junit"].render(audit, "pinned"))  # noqa: S314 - it was made here
    assert len(list(root.iter("failure"))) == len(audit.flagged)
    told = [one.text or one.get("message") for kind in ("failure", "skipped") for one in root.iter(kind)]
    found = Counter(match.groups() for one in told if (match := re.match(r"(\S+?):(\d+):", one or "")))
    assert found == Counter((one.place.file, str(one.place.line)) for one in audit.findings)


@pytest.mark.parametrize("name", ["text", "html"])
def test_what_people_read_has_the_place_of_each_finding(audit, name):
    # The report names a file without its folders, for readers who have neither.
    text = unescape(FORMATS[name].render(audit, "pinned"))
    for place in places(audit.findings):
        assert re.search(rf"{re.escape(place[0] if name == 'text' else Path(place[0]).name)}:{place[1]}\b", text), place


def test_a_workbook_has_the_id_of_each_finding(audit):
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].render(audit, "pinned"))) as book:
        text = unescape("".join(book.read(one).decode("utf-8") for one in book.namelist() if one.endswith(".xml")))
    assert all(f"{one.id}<" in text for one in audit.findings)


def test_a_comment_has_each_finding_or_says_how_many_it_leaves_out(audit):
    text = FORMATS["md"].render(audit, "pinned")
    found = text.partition("### To do")[0]
    rows = re.findall(r"^\| \**P\d.*`(\S+?):(\d+)`", found, re.MULTILINE)
    left = sum(
        int(one.replace(",", "")) for one in re.findall(r"^([\d,]+) more are left out here", found, re.MULTILINE)
    )
    assert len(rows) + left == len(audit.findings)
    assert len(text) <= 65_536
    assert not counted(rows) - places(audit.findings)
