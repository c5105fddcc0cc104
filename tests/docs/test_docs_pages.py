"""The documentation as a whole: generated parts are fresh, links and paths lead somewhere, tables say what is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

import stackaudit
from stackaudit.model.elements import Roadmap
from stackaudit.model.shapes import aspect_of
from stackaudit.model.stack import COLLECTIONS, KINDS, Stack, field_name
from stackaudit.rules import builtin
from stackaudit.source import read_file

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)]
FENCES = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
PATH = re.compile(
    r"`((?:src|tests|docs|rules|benchmarks|sample_stacks|mutation|fuzz|\.ci)/[\w./-]+|\w+\.(?:toml|py|cfg|md))`"
)

pages = pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as MyST and hosts of repositories make them."""
    text = FENCES.sub("", page.read_text(encoding="utf-8"))
    headings = [re.sub(r"[`*]|\\(?=\W)", "", heading) for heading in HEADING.findall(text)]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def generate(*arguments):
    command = [sys.executable, "docs/generate.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_is_written_from_the_code_is_fresh():
    done = generate("--check")
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_a_wrong_argument_writes_nothing():
    done = generate("--chek")
    assert (done.returncode, done.stderr) == (2, "usage: python docs/generate.py [--check]\n")


@pages
def test_every_link_leads_to_a_page_and_a_heading(page):
    text = CODE.sub("", FENCES.sub("", page.read_text(encoding="utf-8")))
    for link in LINK.findall(text):
        if link.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), f"{page.name} links to {link}"
        assert target.is_relative_to(ROOT), f"{page.name} links to {link}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {link}, which has no such heading"


@pages
def test_every_file_that_a_page_names_is_there(page):
    text = FENCES.sub("", page.read_text(encoding="utf-8"))
    for name in PATH.findall(text):
        places = (ROOT / name, DOCS / name)
        assert any(place.exists() for place in places) or name in ELSEWHERE, f"{page.name} names {name}"


ELSEWHERE = {"audit.md", "pack.yaml", "stackaudit.toml"}
"""Files that a reader has, not the repository."""


@pages
def test_every_function_of_the_library_that_a_page_calls_is_there(page):
    for name in re.findall(r"`stackaudit\.(\w+)\(", page.read_text(encoding="utf-8")):
        assert name in stackaudit.__all__, f"{page.name} calls stackaudit.{name}"


@pytest.mark.parametrize("sample", sorted((ROOT / "sample_stacks").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_published_schema_accepts_the_sample_stacks(sample):
    schema = json.loads((DOCS / "reference" / "stack.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    data = json.loads(json.dumps(read_file(sample).documents[0].data, default=str))
    assert [error.message for error in validator.iter_errors(data)] == []
    data["tools"]["extra"] = {"ownr": "me"}
    assert not validator.is_valid(data)


def test_every_rule_has_its_page_and_nothing_else_has_one():
    held = {path.stem for path in (DOCS / "reference" / "rules").glob("*.md")}
    assert held == {"index", *(rule.id for rule in builtin().rules)}


def test_every_field_that_the_table_of_words_names_is_in_the_model():
    text = (DOCS / "vocabulary-mapping.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines()]
    named = [name for row in rows if len(row) == 3 for cell in row[1:] for name in CODE.findall(cell)]
    fields = [name.strip("`") for name in named if re.fullmatch(r"`[a-z_]+\.[a-z_.]+`", name)]
    assert len(fields) > 25
    for name in fields:
        assert is_field(name), name


def test_the_table_of_words_says_once_what_became_of_each():
    text = (DOCS / "vocabulary-mapping.md").read_text(encoding="utf-8")
    words = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    assert len(words) > 100
    assert sorted(words) == sorted(set(words))


def is_field(route: str) -> bool:
    """Whether a route without ids, such as ``tools.sends`` or ``roadmap.items.owner``, leads to a field."""
    section, *rest = route.split(".")
    kind = next((kind for kind, collection in COLLECTIONS.items() if collection == section), section)
    if section == "data_classes":
        model = Stack.model_fields[section].annotation.__args__[1]
    elif rest[:1] == ["items"]:
        model = KINDS["roadmap_item"] if len(rest) > 1 else Roadmap
    else:
        model = KINDS[kind]
    aspect = aspect_of(model, rest[-2]) if rest[-2:-1] != ["items"] and len(rest) > 1 else None
    return field_name(rest[-1]) in (aspect or model).model_fields


def test_a_field_that_is_not_there_is_seen():
    assert is_field("tools.sends")
    assert not is_field("tools.sendz")
    assert is_field("roadmap.items.owner")
    assert not is_field("roadmap.items.ownr")
    assert is_field("tools.contract.plan")
    assert not is_field("tools.contract.owner")


@pages
def test_a_page_says_nothing_of_the_machine_that_it_was_written_on(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"/(?:work|home|tmp|root|Users)/", text)
