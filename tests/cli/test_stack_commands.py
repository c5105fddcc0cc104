"""`check`, `init`, `schema` and `diagram`: the commands about the stack file itself."""

from __future__ import annotations

import json
import os

import pytest

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"

# -- check --------------------------------------------------------------------------------------------------------------


def test_a_stack_without_mistakes_is_counted(program, taste):
    assert program("check", taste) == (0, "taste.yaml: no mistakes. 3 tools, 1 flow, 2 processes, 1 metric.\n", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Nothing is described yet."),
        ("tools: {a: {}, b: {}}\nflows: [{from: a, to: b}, {from: b, to: a}]\n", "2 tools, 2 flows."),
        ("tools: {a: {}}\nprocesses: {triage: none}\nmetrics: {m: {}, n: {}}\n", "1 tool, 1 process, 2 metrics."),
    ],
)
def test_one_is_one_and_two_are_several(program, folder, text, said):
    (folder / "s.yaml").write_text(HEAD + text, encoding="utf-8")
    assert program("check", "s.yaml").out == f"s.yaml: no mistakes. {said}\n"


def test_every_mistake_is_told_at_once_with_its_place(program, folder):
    (folder / "s.yaml").write_text(
        f"{HEAD}tools:\n  a: {{ownr: x}}\n  b: {{owner: ghost}}\nflows: 3\n", encoding="utf-8"
    )
    ran = program("check", "s.yaml")
    assert (ran.code, ran.out) == (2, "")
    errors = [line.partition(" error: ")[0] for line in ran.err.splitlines() if " error: " in line]
    assert errors == ["s.yaml:4:7:", "s.yaml:5:14:", "s.yaml:6:8:"]
    assert ran.err.splitlines()[-1] == "3 mistakes; nothing was done."


def test_mistakes_are_data_or_annotations_where_asked_for(program, folder):
    (folder / "a,b.yaml").write_text(
        "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {ownr: 'x'}}\nflows: [{from: a, to: 'b:%\\n'}]\n"
    )
    ended = program("check", "a,b.yaml", "--format", "github")
    assert ended.code == 2
    start, title = "::error file=a%2Cb.yaml", "title=stackaudit cannot read the stack"
    assert ended.out.splitlines() == [
        f"{start},line=3,endLine=3,col=13,endColumn=17,{title}::a tool has no field 'ownr' (did you mean 'owner'?)",
        f"{start},line=4,endLine=4,col=23,endColumn=30,{title}::no tool is called 'b:%25\\\\n' (there is 'a')",
    ]
    ended = program("check", "a,b.yaml", "nowhere.yaml", "--format", "json")
    assert ended.code == 2
    assert [(one["file"], one["line"], one["column"], one["end_column"]) for one in json.loads(ended.out)] == [
        (None, None, None, None),
        ("a,b.yaml", 3, 13, 17),
        ("a,b.yaml", 4, 23, 30),
    ]


def test_without_mistakes_there_is_no_data_and_no_annotation(program, taste):
    assert program("check", "taste.yaml", "--format", "github") == (0, "", "")
    assert program("check", "taste.yaml", "--format", "json") == (0, "[]\n", "")


def test_a_dash_checks_standard_input(program):
    assert program("check", "-", stdin=HEAD.encode()) == (0, "-: no mistakes. Nothing is described yet.\n", "")


def test_a_path_is_named_as_the_user_named_it_without_detours(program, folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "s.yaml").write_text("tools: 1\n", encoding="utf-8")
    assert program("check", "./deep/../deep/s.yaml").err.startswith("deep/s.yaml:1:1: error: ")


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX alone")
def test_a_file_whose_name_is_no_text_is_still_read(program, folder):
    name = os.fsdecode(b"caf\xe9.yaml")
    (folder / name).write_text("tools: 1\n", encoding="utf-8")
    ran = program("check", name)
    assert ran.code == 2
    assert ran.err.startswith("caf\\xe9.yaml:1:1: error: ") or ran.err.startswith("caf\\udce9.yaml:1:1: error: ")
    (folder / name).write_text(f"{HEAD}tools: {{a: {{owner: none}}}}\n", encoding="utf-8")
    ran = program("run", name, "--select", "STK-06", "--format", "html,json")
    assert ran.code in {0, 1}
    assert "Written: " in ran.out


# -- init ---------------------------------------------------------------------------------------------------------------


def test_a_commented_file_to_start_from_is_written_and_has_no_mistakes(program, folder):
    assert program("init") == (0, "Written: stack.yaml. Next: stackaudit run stack.yaml\n", "")
    assert (folder / "stack.yaml").read_bytes().startswith(b"# A marketing stack")
    assert program("check", "stack.yaml").code == 0


def test_a_file_that_is_there_is_left_alone(program, folder):
    (folder / "mine.yaml").write_text("mine", encoding="utf-8")
    ran = program("init", "mine.yaml")
    assert ran == (2, "", "error: mine.yaml is there already\n  = name another file\n1 mistake; nothing was done.\n")
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_an_error(program):
    ran = program("init", "nowhere/stack.yaml")
    assert ran.code == 2
    assert ran.err.splitlines()[0] == "error: cannot write nowhere/stack.yaml: No such file or directory"


def test_the_file_to_start_from_can_be_printed(program, folder):
    ran = program("init", "-")
    assert ran.code == 0
    assert program("check", "-", stdin=ran.out.encode()).code == 0
    assert list(folder.iterdir()) == []


# -- schema -------------------------------------------------------------------------------------------------------------


def test_the_schema_is_json_and_knows_the_fields(program):
    ran = program("schema")
    assert ran.code == 0
    schema = json.loads(ran.out)
    assert {"tools", "flows", "as_of"} <= set(schema["properties"])


# -- diagram ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"), [("d.svg", ("<?xml", "<svg")), ("d.dot", "digraph"), ("d.MMD", ("flowchart", "---", "%%"))]
)
def test_a_stack_is_drawn_in_the_format_that_the_name_ends_in(program, taste, folder, name, start):
    assert program("diagram", taste, "-o", f"out/{name}") == (0, f"Written: out/{name}\n", "")
    text = (folder / "out" / name).read_text(encoding="utf-8")
    assert text.startswith(start)
    assert "Splitter" in text


@pytest.mark.parametrize(("name", "start"), [("d.png", b"\x89PNG"), ("d.PDF", b"%PDF-")])
def test_a_stack_is_drawn_as_a_picture_for_other_programs(program, taste, folder, name, start):
    assert program("diagram", taste, "-o", name) == (0, f"Written: {name}\n", "")
    assert (folder / name).read_bytes().startswith(start)


def test_what_a_picture_needs_is_told_before_the_stack_is_read(program, folder, monkeypatch):
    monkeypatch.setattr("stackaudit.outputs.extras.find_spec", lambda name: None if name == "typst" else object())
    ran = program("diagram", "none.yaml", "-o", "d.png")
    assert ran.code == 2
    assert ran.err.splitlines()[:2] == [
        "error: png needs typst, which is not installed",
        '  = pip install "stackaudit[pdf]"',
    ]
    assert list(folder.iterdir()) == []


def test_without_a_name_the_diagram_is_svg_here(program, taste, folder):
    assert program("diagram", taste).out == "Written: diagram.svg\n"
    assert (folder / "diagram.svg").exists()


def test_the_frames_can_be_teams(program, taste, folder):
    program("diagram", taste, "-o", "layers.dot")
    program("diagram", taste, "-o", "teams.dot", "--by", "team")
    assert (folder / "layers.dot").read_text(encoding="utf-8") != (folder / "teams.dot").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["d.gif", "d", ".svg", "-"])
def test_a_name_that_tells_no_format_is_an_error(program, taste, folder, name):
    ran = program("diagram", taste, "-o", name)
    assert ran.code == 2
    assert ran.err.splitlines()[:2] == [
        f"error: cannot tell the format of {name!r}",
        "  = end the file's name in .svg, .png, .pdf, .dot or .mmd",
    ]
    assert [path.name for path in folder.iterdir()] == ["taste.yaml"]
