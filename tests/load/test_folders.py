"""A stack in several files: merged by element, in any order, each fact with its place, and nothing from outside."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stackaudit.audit import audit_stack
from stackaudit.errors import ReadError, StackError
from stackaudit.load import load, load_files, load_text
from stackaudit.source import Limits

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(path.name + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def mistakes(*paths: Path, limits: Limits | None = None) -> list[str]:
    with pytest.raises((StackError, ReadError)) as caught:
        load_files(paths, names=[path.name for path in paths], limits=limits)
    found = []
    for problem in caught.value.problems:
        where = f"{problem.place}: " if problem.place else ""
        found.append(f"{where}{problem.message}" + (f" ({problem.hint})" if problem.hint else ""))
    return found


def test_a_folder_is_one_stack(tmp_path):
    folder = written(
        tmp_path / "stack",
        head=f"{HEAD}complete: [tools]\ncompany: {{name: Northwind}}\n",
        tools__marketing="tools:\n  hubspot: {owner: marketing}\nteams: {marketing: {}}\ncomplete: [flows]\n",
        tools__sales="tools:\n  crm: {owner: sales}\nteams: {sales: {}}\ncompany: {regions: [us]}\n",
        flows="flows:\n  - {from: hubspot, to: crm}\nroadmap: {covers_until: 2027-06-30, items: {one: {}}}\n",
        later="flows:\n  - {from: crm, to: hubspot}\nroadmap: {items: {two: {}}}\n# nothing else\n",
    )
    stack = load(folder)
    assert set(stack.tools) == {"hubspot", "crm"}
    assert list(stack.flows) == ["hubspot->crm", "crm->hubspot"]
    assert set(stack.complete) == {"tools", "flows"}
    assert (stack.company.name, stack.company.regions) == ("Northwind", ("us",))
    assert set(stack.roadmap.items) == {"one", "two"}


def test_a_folder_that_cannot_be_listed_is_told_with_what_else_is_wrong(tmp_path, monkeypatch):
    folder = written(tmp_path / "stack", head=f"{HEAD}tools: 3\n", shut__tools="tools: {a: {}}\n")
    listed = os.scandir

    def scandir(path):
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    refused, other = mistakes(folder)
    assert refused == "cannot read 'stack/shut': Permission denied"
    assert other.startswith("stack/head.yaml:3:8: expected a mapping of ids for tools, found 3")


def test_each_fact_has_its_place_in_its_own_file(tmp_path):
    folder = written(
        tmp_path / "stack",
        a=f"{HEAD}tools:\n  hubspot:\n    owner: marketing\nteams: {{marketing: {{}}}}\nflows: [{{from: crm, to: hubspot}}]\n",
        b="# sales\ntools:\n  crm:\n    owner: marketing\nflows:\n  - {from: hubspot, to: crm,\n     every: 1d}\n",
    )
    place = load(folder, file="stack").provenance.place
    assert str(place("tools", "hubspot", "owner")) == "stack/a.yaml:5:5"
    assert str(place("tools", "crm", "owner")) == "stack/b.yaml:4:5"
    assert str(place("flows", "hubspot->crm", "every")) == "stack/b.yaml:7:6"
    assert str(place("flows", "crm->hubspot", "from_")) == "stack/a.yaml:7:10"


def test_defaults_hold_for_their_own_file_alone(tmp_path):
    folder = written(
        tmp_path / "stack",
        a=f"{HEAD}defaults: {{source: interviews, tools: {{owner: marketing}}}}\ntools: {{hubspot: {{}}}}\nteams: {{marketing: {{}}}}\n",
        b="defaults:\n  source: handbook\ntools: {crm: {}}\n",
        c="tools: {shop: {}}\nflows: [{from: shop, to: crm}]\n",
    )
    stack = load(folder, file="stack")
    said = {key: (tool.source, tool.owner) for key, tool in stack.tools.items()}
    assert said == {"hubspot": ("interviews", "marketing"), "crm": ("handbook", None), "shop": (None, None)}
    assert str(stack.provenance.place("tools", "crm", "source")) == "stack/b.yaml:2:3"
    assert str(stack.provenance.place("tools", "hubspot", "owner")) == "stack/a.yaml:3:40"


def test_what_is_said_twice_is_told_with_both_places(tmp_path):
    folder = written(
        tmp_path / "stack",
        a=f"{HEAD}tools: {{crm: {{}}}}\ncompany: {{name: Northwind, industry: retail}}\nflows: [{{from: crm, to: shop}}]\ngoals: none\n",
        b="stackaudit: 1\nas_of: 2026-11-23\ntools: {crm: {}, shop: {}}\ncompany: {name: Northwind, industry: media}\n"
        "flows: [{from: crm, to: shop}]\ngoals: {growth: {}}\n",
    )
    assert mistakes(folder) == [
        (
            "stack/b.yaml:2:1: 'as_of' is there twice: it stands at stack/a.yaml:2:1 too"
            " (a fact stands in one file, or is the same in all)"
        ),
        (
            "stack/b.yaml:3:9: 'crm' of tools is there twice: it stands at stack/a.yaml:3:9 too"
            " (an element stands in one file)"
        ),
        (
            "stack/b.yaml:4:28: 'industry' of company is there twice: it stands at stack/a.yaml:4:28 too"
            " (a fact stands in one file, or is the same in all)"
        ),
        "stack/b.yaml:5:9: 'crm->shop' is there twice: it stands at stack/a.yaml:5:9 too (give one of them an id)",
        (
            "stack/b.yaml:6:1: 'goals' is there twice: it stands at stack/a.yaml:6:1 too"
            " (a fact stands in one file, or is the same in all)"
        ),
    ]


def test_every_mistake_in_every_file_is_told_at_once(tmp_path):
    folder = written(
        tmp_path / "stack",
        a=f"{HEAD}defaults: {{sorce: x}}\ntools: {{crm: {{owner: sales}}}}\n",
        b="defaults: 3\ntools: {shop: {ownr: sales}}\nwidgets: []\n",
        c="- a list\n",
        d="tools: {\n",
    )
    told = mistakes(folder)
    assert [line.split(": ")[0] for line in told] == [
        "stack/a.yaml:3:12", "stack/a.yaml:4:22", "stack/b.yaml:1:11", "stack/b.yaml:2:16", "stack/b.yaml:3:1",
        "stack/c.yaml:1:1", "stack/d.yaml:2:1",
    ]  # fmt: skip


def test_files_and_folders_can_be_joined(tmp_path):
    folder = written(tmp_path, head=HEAD, parts__tools="tools: {crm: {}}\n", parts__more__flows="tools: {shop: {}}\n")
    stack = load_files([folder / "head.yaml", folder / "parts", folder / "parts" / "tools.yaml"])
    assert set(stack.tools) == {"crm", "shop"}


def test_hidden_files_other_stacks_and_other_files_are_passed_over(tmp_path):
    folder = written(tmp_path / "stack", head=HEAD, other__x=HEAD, other__deeper__y="tools: {no: {}}\n")
    (folder / "other" / "stackaudit.toml").touch()
    written(folder / ".git", z="not: a stack")
    (folder / ".hidden.yaml").write_text("not: a stack")
    (folder / "README.md").write_text("not: a stack")
    assert dict(load(folder).tools) == {}


def test_a_folder_without_a_file_is_no_stack(tmp_path):
    (tmp_path / "stack").mkdir()
    assert mistakes(tmp_path / "stack") == [
        "'stack' holds no YAML file (a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from)"
    ]


def test_a_file_includes_others_inside_its_folder(tmp_path):
    folder = written(
        tmp_path / "stack",
        head=f"{HEAD}include: [parts/tools.yaml, parts/../parts/flows.yaml]\n",
        parts__tools="tools: {crm: {}, shop: {}}\ninclude: [flows.yaml, ../head.yaml]\n",
        parts__flows="flows: [{from: shop, to: crm}]\n",
    )
    stack = load(folder / "head.yaml", file="stack/head.yaml")
    assert (set(stack.tools), list(stack.flows)) == ({"crm", "shop"}, ["shop->crm"])
    assert str(stack.provenance.place("flows", "shop->crm", "to")) == "stack/parts/flows.yaml:1:22"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("../outside.yaml", "leads out of 'stack'"),
        ("/etc/hostname", "leads out of 'stack'"),
        ("link.yaml", "leads out of 'stack'"),
        ("missing.yaml", "there is no file 'missing.yaml'"),
        ("parts\\x.yaml", "no file 'parts\\\\x.yaml' (parts of a path are parted by /)"),
        ("parts", "is a folder, expected a file"),
        ("notes.txt", "is no YAML file"),
        ("3", "expected text"),
    ],
)
def test_what_may_not_be_included_is_refused_with_its_place(tmp_path, named, said):
    folder = written(tmp_path / "stack", head=f"{HEAD}include:\n  - {named}\n", parts__x="tools: {}\n")
    written(tmp_path, outside="tools: {crm: {}}\n")
    (folder / "notes.txt").touch()
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (told,) = mistakes(folder / "head.yaml")
    assert told.startswith("head.yaml:4:5: ")
    assert said in told


def test_links_are_not_followed_out_of_a_folder(tmp_path):
    folder = written(tmp_path / "stack", head=HEAD)
    written(tmp_path / "outside", x="tools: {crm: {}}\n")
    (folder / "file.yaml").symlink_to(tmp_path / "outside" / "x.yaml")
    (folder / "below").symlink_to(tmp_path / "outside")
    (folder / "again.yaml").symlink_to(folder / "head.yaml")
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    (folder / "gone.txt").symlink_to(folder / "gone.txt")
    *told, circle = mistakes(folder)
    assert circle.startswith("cannot read 'stack/round.yaml': ")
    assert told == [
        "'stack/below' is a link, and is not followed",
        "'stack/file.yaml' is a link that leads out of its folder",
    ]


def test_text_has_no_folder_to_include_from():
    with pytest.raises((StackError, ReadError), match="what comes from no file has no folder to include files from"):
        load_text(f"{HEAD}include: [x.yaml]\n")


def test_all_files_together_have_a_size(tmp_path):
    folder = written(tmp_path / "stack", a=HEAD, b=f"# {'x' * 200}\n", c=f"# {'x' * 200}\n")
    assert mistakes(folder, limits=Limits(size=300)) == [
        (
            "'stack/c.yaml' has 203 bytes, and the other files of the stack leave 65 of the limit of 300 for all"
            " (raise the limit)"
        )
    ]


def pieces(data: dict, chance: Random, count: int) -> list[dict]:
    """The data in so many files: each element and each field of a section in one of them."""
    files: list[dict] = [{} for _ in range(count)]
    for name, held in data.items():
        if name == "defaults":
            for file in files:
                file[name] = held
        elif isinstance(held, dict) and name != "roadmap":
            for key, value in held.items():
                chance.choice(files).setdefault(name, {})[key] = value
        elif isinstance(held, list) and name in {"flows", "gaps", "questions", "complete"}:
            for value in held:
                chance.choice(files).setdefault(name, []).append(value)
        else:
            chance.choice(files)[name] = held
    return files


@pytest.mark.parametrize("sample", ["healthy", "red_flags"])
@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 7))
def test_a_stack_is_the_same_in_whatever_files_it_stands(tmp_path_factory, sample, seed, count):
    data = yaml.load((SAMPLES / f"{sample}.yaml").read_bytes(), yaml.CSafeLoader)
    folder = tmp_path_factory.mktemp("stack")
    for number, file in enumerate(pieces(data, Random(seed), count)):
        text = (
            yaml.dump(file, Dumper=yaml.CSafeDumper, sort_keys=False, default_flow_style=None)
            if file
            else "# nothing\n"
        )
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    whole, parts = load(SAMPLES / f"{sample}.yaml"), load(folder)
    left_out = {"defaults", "complete"}
    assert parts.model_dump(exclude=left_out) == whole.model_dump(exclude=left_out)
    assert set(parts.complete) == set(whole.complete)
    if seed % 10 == 0:
        one, other = (audit_stack(stack).findings for stack in (whole, parts))
        assert [(finding.id, finding.message) for finding in one] == [
            (finding.id, finding.message) for finding in other
        ]
