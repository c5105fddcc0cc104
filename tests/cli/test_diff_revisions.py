"""The command ``diff`` over revisions of a real git repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from stackaudit.source import git as module

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
PLAIN = ("--select", "STK-06", "--quiet")

if shutil.which("git") is None:  # pragma: no cover - the gate has it
    pytest.skip("there is no git", allow_module_level=True)


def git(*words: str, folder: Path | None = None) -> str:
    identity = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"), ("DATE", "2026-11-22T12:00:00Z"))}  # fmt: skip
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    ran = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def write(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(message: str = "x") -> str:
    git("add", "-A")
    git("commit", "-q", "-m", message)
    return git("rev-parse", "HEAD")


@pytest.fixture
def repository(folder, monkeypatch):
    """A repository with a stack in a folder, of which the working tree has one tool more."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    write(stack__head=HEAD, stack__tools__a="tools: {a: {owner: none}}\n")
    commit()
    git("tag", "v1")
    write(stack__tools__b="tools: {b: {owner: none}}\n")
    return folder


def elements(ran):
    assert ran.code in {0, 1}, ran.err
    return {(one["kind"], one["path"]) for one in json.loads(ran.out)["elements"]}


def compared(program, *words):
    return elements(program("diff", *words, "--select", "MEA-03", "--format", "json"))


def test_a_revision_is_compared_with_the_working_tree(program, repository):
    ran = program("diff", "main", "stack", "--select", "MEA-03")
    assert ran.code == 0
    assert ran.out.startswith("old  main:stack, as of 2026-11-22\nnew  stack, as of 2026-11-22\n")
    assert "+ tools.b  stack/tools/b.yaml:1:9" in ran.out
    assert compared(program, "HEAD", "stack/head.yaml", "stack/tools") == {("added", "tools.b")}
    back = program("diff", "stack/", "main:stack", "--select", "MEA-03")
    assert "- tools.b  stack/tools/b.yaml:1:9" in back.out


def test_two_revisions_are_compared_in_each_way_in_which_git_names_them(program, repository):
    commit()
    (repository / "stack" / "tools" / "b.yaml").unlink()
    for words in (
        ("v1", "main", "stack"),
        ("v1..main", "stack"),
        ("v1...main", "stack"),
        ("v1..", "./stack"),
        ("v1:stack", "main:stack"),
        ("v1:./stack", "main:./stack"),
        ("v1", "main~0", str(repository / "stack")),
        ("main^", "HEAD", "stack/"),
    ):
        assert compared(program, *words) == {("added", "tools.b")}, words
    assert compared(program, "v1", "stack") == set()
    assert compared(program, "..v1", "stack") == {("removed", "tools.b")}


def test_three_dots_begin_where_two_branches_went_apart(program, repository):
    commit()
    git("checkout", "-q", "-b", "change", "v1")
    write(stack__tools__c="tools: {c: {owner: none}}\n")
    commit()
    assert compared(program, "main...change", "stack") == {("added", "tools.c")}
    assert compared(program, "main..change", "stack") == {("added", "tools.c"), ("removed", "tools.b")}
    git("checkout", "-q", "--orphan", "alone")
    commit()
    ran = program("diff", "main...alone", "stack")
    assert (ran.code, ran.out) == (2, "")
    assert "'main' and 'alone' have no commit in common" in ran.err


def test_a_stack_of_the_whole_repository_and_from_a_folder_in_it(program, folder, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    write(**{"stack": HEAD, "sub__more": "tools: {a: {}}\n", "apart__other": HEAD, ".hidden__x": HEAD})
    (folder / "apart" / "stackaudit.toml").write_text("", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    commit()
    write(sub__more="tools: {b: {}}\n")
    assert compared(program, "main", ".") == {("removed", "tools.a"), ("added", "tools.b")}
    monkeypatch.chdir(folder / "sub")
    assert compared(program, "main", "..") == {("removed", "tools.a"), ("added", "tools.b")}
    assert compared(program, "main:", "..") == {("removed", "tools.a"), ("added", "tools.b")}
    monkeypatch.chdir(folder / "apart")
    assert compared(program, "main", ".") == set()


def test_included_files_come_from_the_same_revision_and_from_nowhere_else(program, folder, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    write(stack=f"{HEAD}include: [shared/a.yaml]\n", shared__a="tools: {a: {}}\ninclude: [../stack.yaml]\n")
    commit()
    write(shared__a="tools: {b: {}}\n")
    assert compared(program, "main", "stack.yaml") == {("removed", "tools.a"), ("added", "tools.b")}
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    names = ["../x.yaml", "/etc/passwd.yaml", "shared", "none.yaml", "notes.txt", "link.yaml", "out.yaml"]
    write(
        deep__stack=f"{HEAD}include: [../stack.yaml, a.yaml]\n",
        stack=f"{HEAD}include: [{', '.join(names)}]\n",
        deep__a="{}\n",
    )
    (folder / "link.yaml").symlink_to("shared")
    (folder / "out.yaml").symlink_to(folder / "shared" / "a.yaml")
    commit()
    ran = program("diff", "main:stack.yaml", "main:deep/stack.yaml", *PLAIN)
    assert ran.code == 2
    for place, message in (
        ("stack.yaml:3:11", "'../x.yaml' leads out of 'main'"),
        ("stack.yaml:3:22", "'/etc/passwd.yaml' leads out of 'main'"),
        ("stack.yaml:3:40", "'shared' is a folder, expected a file"),
        ("stack.yaml:3:48", "there is no file 'none.yaml'"),
        ("stack.yaml:3:59", "'notes.txt' is no YAML file"),
        ("stack.yaml:3:70", "'link.yaml' is a folder, expected a file"),
        ("stack.yaml:3:81", "'out.yaml' leads out of 'main'"),
        ("deep/stack.yaml:3:11", "'../stack.yaml' leads out of 'deep'"),
    ):
        assert f"main:{place}: error: {message}" in ran.err


def test_links_and_submodules_are_not_followed(program, repository):
    (repository / "stack" / "folder").symlink_to("tools")
    (repository / "stack" / "readme").symlink_to("head.yaml")
    (repository / "stack" / "out").symlink_to("/etc")
    (repository / "stack" / "out.yaml").symlink_to("../other.yaml")
    (repository / "stack" / "far.yaml").symlink_to("../../../other.yaml")
    (repository / "stack" / "round.yaml").symlink_to("round.yaml")
    write(other=HEAD)
    git("add", "-A")
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},stack/module")
    git("commit", "-q", "-m", "x")
    ran = program("diff", "main:stack", "other.yaml")
    assert ran.code == 2
    assert ran.err.splitlines()[:-1] == [
        "error: 'main:stack/far.yaml' is a link that leads out of its folder",
        "error: 'main:stack/folder' is a link, and is not followed",
        "error: 'main:stack/module' is a submodule, and is not followed",
        "error: 'main:stack/out.yaml' is a link that leads out of its folder",
        "error: 'main:stack/round.yaml' is a link, and is not followed",
    ]
    ran = program("diff", "main:stack/module", "other.yaml")
    assert "'main:stack/module' is a submodule, and is not followed" in ran.err


def test_links_inside_lead_to_files_as_they_do_on_disk(program, repository):
    (repository / "linked").symlink_to("stack")
    (repository / "one.yaml").symlink_to("linked/./tools/../deep/two.yaml")
    write(stack__deep__two=f"{HEAD}tools: {{c: {{owner: none}}}}\n")
    (repository / "stack" / "deep" / "again.yaml").symlink_to("../deep/two.yaml")
    commit()
    for word in ("stack/", "linked/"):
        assert (
            compared(program, word.replace("stack", "main:stack").replace("linked", "main:linked").rstrip("/"), word)
            == set()
        )
    assert compared(program, "main:one.yaml", "one.yaml") == set()
    ran = program("diff", "main:one.yaml", "stack/", "--select", "MEA-03")
    assert ran.out.startswith("old  main:one.yaml, as of")
    assert "+ tools.b  stack/tools/b.yaml:1:9" in ran.out
    assert "tools.c" not in ran.out


def test_sizes_and_numbers_of_files_are_bounded_as_on_disk(program, repository, monkeypatch):
    write(big="#" * (1024 * 1024) + "\n")
    commit()
    ran = program("diff", "main:big.yaml", "big.yaml", "--max-size", 1)
    assert "'main:big.yaml' has 1,048,577 bytes, more than the limit of 1,048,576" in ran.err
    write(two__a="#" * (1024 * 512) + "\n", two__b="#" * (1024 * 512) + "\n")
    commit()
    ran = program("diff", "main:two", "two", "--max-size", 1)
    for name in ("main:two", "two"):
        left = "has 524,289 bytes, and the other files of the stack leave 524,287 of the limit of 1,048,576 for all"
        assert f"'{name}/b.yaml' {left}" in ran.err
    monkeypatch.setattr("stackaudit.load.parts.MOST", 2)
    ran = program("diff", "main:stack", "stack")
    assert "a stack has more than 2 files" in ran.err


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("mian", "stack"), "'mian' is neither a path nor a revision", "did you mean 'main'?"),
        (("stak", "stack"), "'stak' is neither a path nor a revision", "did you mean 'stack'?"),
        (("--", "-x", "stack"), "'-x' is neither a path nor a revision", None),
        (("main..mian", "stack"), "'mian' is neither a path nor a revision", "did you mean 'main'?"),
        (("main",), "'main' is a revision: name the files of the stack, too", "stackaudit diff OLD NEW"),
        (("main", "v1"), "there is no 'v1' in 'main'", None),
        (("main", "stack/tols"), "there is no 'stack/tols' in 'main'", "did you mean 'stack/tools'?"),
        (("main:stack/x", "stack"), "there is no 'stack/x' in 'main'", None),
        (("nix:stack", "stack"), "'nix' is neither a path nor a revision", None),
        (("main", "../x.yaml"), "'../x.yaml' lies outside of the repository", None),
        (("stack",), "expected two states of a stack, found 1 path\n", "stackaudit diff OLD NEW"),
        (("stack", "stack", "stack"), "expected two states of a stack, found 3 paths", "stackaudit diff OLD NEW"),
        (("stack", "main"), "expected two states of a stack, found the path 'stack' before others", "REVISION"),
        (("main:empty", "stack"), "there is no 'empty' in 'main'", None),
        (("v1:stack/notes", "stack"), "'v1:stack/notes' holds no YAML file", "stackaudit init"),
    ],
)  # fmt: skip
def test_words_that_name_no_two_states_are_told_exactly(program, folder, monkeypatch, words, message, hint):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    write(stack__head=HEAD, stack__tools__a="tools: {a: {}}\n")
    (folder / "stack" / "notes").mkdir()
    (folder / "stack" / "notes" / "x.txt").write_text("x", encoding="utf-8")
    commit()
    git("tag", "v1")
    ran = program("diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert hint is None or hint in ran.err


def test_a_name_of_a_path_and_a_revision_is_neither(program, repository):
    git("branch", "stack")
    ran = program("diff", "stack", "stack/head.yaml")
    assert ran.code == 2
    assert "'stack' is both a path and a revision" in ran.err
    assert "write ./stack for the path, refs/heads/stack or stack^0 for the revision" in ran.err
    assert compared(program, "./stack", "stack/head.yaml") == {("removed", "tools.a"), ("removed", "tools.b")}
    assert compared(program, "refs/heads/stack", "stack/") == {("added", "tools.b")}
    git("tag", "twice", "v1")
    git("branch", "twice")
    ran = program("diff", "twice", "stack/")
    assert "'twice' is more than one revision" in ran.err
    assert "refs/tags/twice" in ran.err


def test_outside_of_a_repository_a_name_is_that_of_a_file(program, folder):
    write(stack=HEAD)
    ran = program("diff", "stak.yaml", "stack.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no file or folder 'stak.yaml'" in ran.err
    assert "did you mean 'stack.yaml'?" in ran.err
    ran = program("diff", "nowhere/x", "stack.yaml")
    assert "lies in no git repository, and so has no revisions" in ran.err
    assert program("diff", "stack.yaml", "stack.yaml", *PLAIN).code == 0


def test_without_git_files_are_compared_all_the_same(program, repository, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    ran = program("diff", "main", "stack")
    assert ran.code == 2
    assert "revisions need the program git, and there is none on this machine" in ran.err
    assert program("diff", "./stack", "stack/", *PLAIN).code == 0


def test_nothing_of_the_repository_is_run_or_changed(program, repository):
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository / 'sprung'}\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.yaml filter=trap diff=trap\n", encoding="utf-8")
    commit()
    for name in ("core.fsmonitor", "filter.trap.smudge", "filter.trap.clean", "diff.trap.textconv", "core.pager"):
        git("config", name, str(trap))
    git("config", "core.hooksPath", str(repository))
    before = sorted(path for path in (repository / ".git").rglob("*"))
    assert program("diff", "main", "stack", *PLAIN).code == 0
    assert program("diff", "main", "v1", "stack", *PLAIN).code == 0
    assert not (repository / "sprung").exists()
    assert sorted(path for path in (repository / ".git").rglob("*")) == before


def test_objects_that_are_not_there_are_not_fetched(program, repository):
    blob = git("rev-parse", "main:stack/head.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    ran = program("diff", "main", "stack")
    assert ran.code == 2
    assert "the repository does not hold 'main:stack/head.yaml'" in ran.err


def test_a_clone_with_a_part_of_the_history_says_so(program, repository, tmp_path_factory, monkeypatch):
    commit()
    clone = tmp_path_factory.mktemp("clone")
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    monkeypatch.chdir(clone)
    ran = program("diff", "0123456789", "stack")
    assert "this clone holds only a part of the history: fetch that revision first" in ran.err


def test_a_stack_of_sixty_files_against_the_commit_before(program, folder, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "-b", "main")
    write(**{f"stack__tools__t{number}": f"tools: {{t{number}: {{owner: m}}}}\n" for number in range(58)})
    write(stack__head=f"{HEAD}teams: {{m: {{}}}}\n", stack__flows="flows: [{from: t1, to: t2, every: 1d}]\n")
    commit()
    rule = "id: MY-01\nname: x\ntitle: x\nseverity: P2\nask: x\nred_flag: x\nwhy: x\nfound: x\nflag: {each: tool, where: {owner: none}}\nmessage: '{tool}'\nimpact: x\nfix: {now: x, later: x}\nsources: [x]\n"
    write(rules__MY=rule, stack__tools__t7="tools: {t7: {owner: none}}\n")
    (folder / "stack" / "tools" / "t8.yaml").rename(folder / "stack" / "eight.yaml")
    commit()
    own = ("--rules", "rules", "--select", "MY-01", "--format", "json")
    ran = program("diff", "HEAD~1", "stack", *own)
    data = json.loads(ran.out)
    assert (ran.code, data["failing"]) == (1, ["MY-01:tools.t7"])
    assert [(one["path"], one["place"]["file"]) for one in data["elements"]] == [("tools.t7", "stack/tools/t7.yaml")]
    write(stack__tools__t7="tools: {t7: {owner: m}}\n")
    assert program("diff", "HEAD~1", "stack", *own).code == 0
    mended = json.loads(program("diff", "HEAD", "stack", *own).out)
    assert [one["kind"] for one in mended["findings"]] == ["mended"]
    assert mended["findings"][0]["before"]["place"]["file"] == "HEAD:stack/tools/t7.yaml"


def test_a_repository_that_git_cannot_read_is_told_in_its_words(program, folder, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "-q", "--bare", "-b", "main")
    write(stack=HEAD)
    ran = program("diff", "main:stack.yaml", "stack.yaml")
    assert ran.code == 2
    assert "git cannot read the repository of '" in ran.err
    assert "this operation must be run in a work tree" in ran.err


def test_a_tree_that_is_not_there_cannot_be_listed(program, repository):
    tree = git("rev-parse", "main^{tree}")
    (repository / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    ran = program("diff", "main", "stack")
    assert ran.code == 2
    assert "git cannot list the files of 'main'" in ran.err


def test_git_is_not_waited_for_for_ever(program, repository, monkeypatch):
    monkeypatch.setattr(module, "_SECONDS", 0)
    ran = program("diff", "main", "stack")
    assert ran.code == 2
    assert "git rev-parse took longer than 0 seconds" in ran.err


def test_a_file_that_is_named_twice_is_read_once(program, repository):
    write(stack__head=f"{HEAD}include: [tools/a.yaml]\n")
    commit()
    assert compared(program, "main", "stack", "stack/head.yaml", "stack/tools/a.yaml") == set()
    write(stack__head=f"{HEAD}include: [1, tools/a.yaml]\n")
    commit()
    ran = program("diff", "main:stack", "main:stack/head.yaml")
    assert "main:stack/head.yaml:3:11: error" in ran.err


def test_a_waiver_in_a_comment_holds_at_a_revision_too(program, repository):
    write(
        stack__tools__a="tools:\n  # stackaudit: waive STK-06 until 2027-03-31 owner head: replaced\n  a: {owner: none}\n"
    )
    commit()
    assert compared(program, "main", "stack") == set()
    assert compared(program, "v1", "main", "stack") == {("added", "tools.b"), ("added", "waivers.STK-06:tools.a")}


def test_settings_of_the_working_tree_count_and_it_says_where_they_were_others(program, repository):
    settings = Path("stackaudit.toml")
    told = "stackaudit.toml says something else at"

    def ran(*words):
        made = program("diff", *words)
        assert made.code in {0, 1}, made.err
        return made.out

    settings.write_text('select = ["STK-06"]\n', encoding="utf-8")
    assert f"{told} main: both sides go by the file as it is now." in ran("main", "stack")
    commit()
    assert told not in ran("main", "stack")
    assert f"{told} v1:" in ran("v1..main", "stack")
    settings.write_text('# why\nselect = [ "STK-06" ]\n', encoding="utf-8")
    assert told not in ran("main", "stack")
    settings.write_text('select = ["STK-06"]\nfail-on = "P5"\n', encoding="utf-8")
    out = ran("main:stack", "stack/")
    assert f"{told} main:" in out
    assert "at P5 or above" in out
    git("add", "-A")
    git("update-index", "--cacheinfo", f"100644,{git('hash-object', '-w', 'stack/head.yaml')},stackaudit.toml")
    git("commit", "-q", "-m", "broken")
    assert f"{told} main:" in ran("main", "stack")
    settings.unlink()
    Path("pyproject.toml").write_text('[tool.stackaudit]\nselect = ["STK-06"]\n', encoding="utf-8")
    commit()
    Path("pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.stackaudit]\nselect = ["STK-06"]\n', encoding="utf-8"
    )
    assert "says something else" not in ran("main", "stack")


def test_a_file_of_settings_outside_of_the_repository_is_that_of_no_revision(program, repository, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "stackaudit.toml"
    outside.write_text('select = ["STK-06"]\n', encoding="utf-8")
    ran = program("diff", "main", "stack", "--config", outside)
    assert ran.code in {0, 1}
    assert "says something else" not in ran.out


def test_settings_beside_a_new_side_outside_of_the_repository_are_those_of_no_revision(
    program, repository, tmp_path_factory
):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "stackaudit.toml").write_text('select = ["STK-06"]\n', encoding="utf-8")
    (outside / "stack.yaml").write_text(HEAD, encoding="utf-8")
    ran = program("diff", "main:stack", outside / "stack.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert "says something else" not in ran.out


def test_settings_outside_of_the_repository_are_those_of_every_revision(program, folder, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (folder / "stackaudit.toml").write_text('select = ["STK-06"]\n', encoding="utf-8")
    inner = folder / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    git("init", "-q", "-b", "main")
    write(head=HEAD + "tools: {a: {owner: none}}\n")
    commit()
    ran = program("diff", "main", "head.yaml")
    assert ran.code == 0, ran.err
    assert "says something else" not in ran.out
