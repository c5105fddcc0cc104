"""The command ``diff``: what it takes, prints and writes, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import stackaudit

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"


@pytest.fixture
def pair(folder, taste, own_rules):
    """The small stack, and the same one with a tool that nobody owns; and a rule that says so."""
    old = (folder / taste).read_text(encoding="utf-8")
    (folder / "new.yaml").write_text(old.replace("tools:\n", "tools:\n  extra: {owner: none}\n"), encoding="utf-8")
    return (taste, "new.yaml", "--rules", own_rules(), "--select", "MY-01")


def test_something_new_at_the_threshold_ends_with_1_and_nothing_new_with_0(program, pair):
    ran = program("diff", *pair, "--fail-on", "P3")
    assert ran.code == 1
    assert "P3 MY-01  tools.extra  new.yaml:9:11" in ran.out
    assert "1 finding new or worse at P3 or above" in ran.out
    assert program("diff", *pair).code == 0
    taste, new, *more = pair
    mended = program("diff", new, taste, *more, "--fail-on", "P5", "--quiet")
    assert (mended.code, mended.err) == (0, "")
    assert mended.out.startswith("no finding new or worse at P5 or above · 1 gone with their elements")
    assert len(mended.out.splitlines()) == 1


def test_a_form_is_printed_or_several_are_written(program, pair, folder):
    assert json.loads(program("diff", *pair, "--format", "json").out)["failing"] == []
    assert program("diff", *pair, "--format", "md").out.startswith("## What this changes")
    ran = program("diff", *pair, "--format", "md,json,text", "--output", "out")
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["diff.json", "diff.md", "diff.txt"]
    assert "Written: out/diff.md, out/diff.json, out/diff.txt" in ran.out
    assert ran.out.startswith((folder / "out" / "diff.txt").read_text(encoding="utf-8"))
    assert "Written" not in program("diff", *pair, "--format", "md", "--output", "out", "--quiet").out


def test_a_plan_is_compared_with_the_stack_that_it_changes(program, taste, folder, own_rules):
    mine = ("--rules", own_rules(), "--select", "MY-01")
    (folder / "plan.yaml").write_text("add: {tools: {extra: {owner: none}}}\n", encoding="utf-8")
    (folder / "back.yaml").write_text("remove: [tools.extra]\n", encoding="utf-8")
    ran = program("diff", taste, "--what-if", "plan.yaml", *mine, "--fail-on", "P3")
    assert ran.code == 1
    assert ran.out.startswith(f"old  {taste}, as of 2026-11-22\nnew  {taste} with plan.yaml, as of 2026-11-22\n")
    assert "P3 MY-01  tools.extra  plan.yaml:1:23" in ran.out
    assert "+ tools.extra  plan.yaml:1:15" in ran.out
    data = json.loads(program("diff", taste, "--what-if", "plan.yaml", *mine, "--format", "json").out)
    assert [one["place"]["file"] for one in data["elements"]] == ["plan.yaml"]
    both = program("diff", taste, "--what-if", "plan.yaml", "--what-if", "back.yaml", *mine)
    assert (both.code, "Elements" in both.out) == (0, False)
    for words, told in (
        (("stak.yaml",), "there is no file or folder 'stak.yaml'"),
        ((taste, "main"), "--what-if changes the stack as it is now"),
        (("-",), "a what-if file changes a stack in files, and standard input is none"),
    ):
        ran = program("diff", *words, "--what-if", "plan.yaml", *mine)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
    (folder / "plan.yaml").write_text("remove: [tools.extra]\n", encoding="utf-8")
    ran = program("diff", taste, "--what-if", "plan.yaml", *mine)
    assert (ran.code, ran.out) == (2, "")
    assert "plan.yaml:1:10: error: there is no 'tools.extra' to remove" in ran.err


def test_a_plan_is_audited_as_if_it_were_so(program, taste, folder, own_rules):
    mine = ("--rules", own_rules(), "--select", "MY-01", "--format", "json")
    (folder / "plan.yaml").write_text("add: {tools: {extra: {owner: none}}}\n", encoding="utf-8")
    ran = program("run", taste, "--what-if", "plan.yaml", *mine, "--fail-on", "P3")
    assert ran.code == 1
    assert "  MY-01  tools.extra  plan.yaml:1:23" in ran.out
    assert "tools.extra" not in program("run", taste, *mine).out
    for words, told in (
        ((taste, "--all"), "--what-if is for one stack, and --all audits several"),
        ((taste, "--prune"), "--prune cannot go with --what-if"),
        (("-",), "a what-if file changes a stack in files, and standard input is none"),
    ):
        ran = program("run", *words, "--what-if", "plan.yaml", *mine)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


def test_several_forms_need_a_folder_and_it_must_be_one(program, pair, folder):
    ran = program("diff", *pair, "--format", "md,json")
    assert ran.code == 2
    assert "several formats are asked for, and one can be printed" in ran.err
    (folder / "file").write_text("", encoding="utf-8")
    ran = program("diff", *pair, "--output", "file")
    assert (ran.code, ran.out) == (2, "")
    assert "file is a file, and a folder is needed" in ran.err


def test_the_mistakes_of_both_sides_are_told_at_once(program, folder):
    (folder / "a.yaml").write_text(f"{HEAD}tols: {{}}\n", encoding="utf-8")
    (folder / "b.yaml").write_text(f"{HEAD}flow: []\n", encoding="utf-8")
    ran = program("diff", "a.yaml", "b.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "a.yaml:3:1" in ran.err
    assert "b.yaml:3:1" in ran.err
    assert "2 mistakes; nothing was done." in ran.err


def test_a_rule_that_breaks_ends_with_2(program, taste, broken_pack):
    ran = program("diff", taste, taste, "--select", "BAD-01")
    assert ran.code == 2
    assert "The rule BAD-01 is broken" in ran.err
    assert "Not compared, as they failed to run: BAD-01." in ran.out


def test_waivers_hold_unless_they_are_not_to(program, pair, folder):
    waiver = "waivers: [{rule: MY-01, element: tools.extra, owner: me, reason: r, until: 2026-12-31}]\n"
    with (folder / "new.yaml").open("a", encoding="utf-8") as stream:
        stream.write(waiver)
    assert program("diff", *pair, "--fail-on", "P3").code == 0
    assert program("diff", *pair, "--fail-on", "P3", "--no-waivers").code == 1


@pytest.mark.parametrize("states", [["a.yaml"], ["a.yaml", "b.yaml", "c.yaml"]])
def test_two_states_are_compared(program, folder, states):
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        (folder / name).write_text(HEAD, encoding="utf-8")
    ran = program("diff", *states)
    assert ran.code == 2
    assert "error" in ran.err


def test_the_program_on_its_own_says_what_the_package_says(taste, folder):
    old = (folder / taste).read_text(encoding="utf-8")
    (folder / "new.yaml").write_text(old.replace("every: 1w", "every: 2w, takes: 1d"), encoding="utf-8")
    words = [sys.executable, "-m", "stackaudit", "diff", taste, "new.yaml", "--format", "json"]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (1, "")
    made = stackaudit.diff(*(stackaudit.load_stack(name) for name in (taste, "new.yaml")))
    assert ran.stdout == made.to_json()
    assert [fact["field"] for one in json.loads(ran.stdout)["elements"] for fact in one["facts"]] == ["every", "takes"]


def test_an_audit_that_was_kept_is_compared_by_the_rules_that_are_chosen(program, pair, folder):
    taste, new, *chosen = pair
    assert program("run", taste, *chosen[:2], "--format", "json", "--output", "kept", "--quiet").code in {0, 1}
    ran = program("diff", "kept/audit.json", new, *chosen, "--fail-on", "P3")
    assert ran.code == 1
    assert ran.out.startswith("old  kept/audit.json, as of 2026-11-22")
    assert "1 finding new or worse at P3 or above · 1 new, 0 unchanged" in ran.out
    every = program("diff", "kept/audit.json", taste, *chosen[:2])
    assert "Score stays" in every.out
    assert "unchanged" in every.out


def test_a_stack_in_json_is_a_stack_and_broken_data_of_an_audit_are_told(program, folder):
    (folder / "stack.json").write_text(json.dumps({"stackaudit": 1, "as_of": "2026-11-22"}), encoding="utf-8")
    assert program("diff", "stack.json", "./stack.json", "--select", "STK-06").code == 0
    (folder / "bad.json").write_text('{"format": 1, "findings": [], "rules": []}', encoding="utf-8")
    ran = program("diff", "bad.json", "stack.json")
    assert ran.code == 2
    assert "'bad.json' at as_of: field required" in ran.err
    assert "an audit is compared by the file that `stackaudit run --format json` writes" in ran.err
    (folder / "big.json").write_text(" " * (1024 * 1024 + 1), encoding="utf-8")
    assert "more than the limit" in program("diff", "big.json", "stack.json", "--max-size", 1).err


OWN = 'rules = ["my-rules"]\nselect = ["MY-01"]\n'


def test_settings_hold_for_both_sides_and_options_win(program, pair, folder):
    (folder / "stackaudit.toml").write_text(f'{OWN}fail-on = "P3"\nstrict = true\n', encoding="utf-8")
    old, new = pair[:2]
    ran = program("diff", old, new)
    assert ran.code == 1
    assert "1 finding new or worse at P3 or above" in ran.out
    assert "Settings: stackaudit.toml · " in ran.out
    assert program("diff", old, new, "--fail-on", "P2").code == 0
    assert "Settings:" not in program("diff", old, new, "--isolated").out
    (folder / "mild.toml").write_text(f'{OWN}severity.MY-01 = "P1"\n', encoding="utf-8")
    ran = program("diff", old, new, "--config", "mild.toml")
    assert ran.code == 1
    assert "P1 MY-01  tools.extra" in ran.out
    assert "1 severity set: MY-01" in ran.out
    (folder / "stackaudit.toml").write_text("fail-on = 'high'\n", encoding="utf-8")
    ran = program("diff", old, new)
    assert (ran.code, ran.out) == (2, "")
    assert "stackaudit.toml:1:11: error: expected a severity from P1 to P5, found 'high'" in ran.err


def test_settings_of_the_old_side_alone_are_passed_over_and_it_says_so(program, pair, folder):
    (folder / "old").mkdir()
    (folder / "old" / "stack.yaml").write_bytes((folder / pair[0]).read_bytes())
    (folder / "old" / "stackaudit.toml").write_text('fail-on = "P5"\n', encoding="utf-8")
    ran = program("diff", "old/stack.yaml", *pair[1:])
    assert ran.code == 0
    assert "The settings in old/stackaudit.toml are passed over: those of the new side count for both." in ran.out
    assert "passed over" not in program("diff", "old/stack.yaml", *pair[1:], "--isolated").out


def test_severities_of_settings_hold_for_an_audit_of_which_the_data_were_kept(program, pair, folder):
    _, new, *more = pair
    (folder / "set.toml").write_text('severity.MY-01 = "P1"\n', encoding="utf-8")
    (folder / "other.toml").write_text('severity.MY-01 = "P5"\n', encoding="utf-8")
    for config in ("set.toml", "other.toml"):
        words = ("run", new, *more[:2], "--config", config, "--format", "json", "--output", "kept", "--quiet")
        program(*words)
        data = json.loads(
            program("diff", "kept/audit.json", new, *more, "--config", "set.toml", "--format", "json").out
        )
        assert (data["findings"], data["summary"]["findings"]["unchanged"]) == ([], 1)
        data = json.loads(program("diff", "kept/audit.json", new, *more, "--isolated", "--format", "json").out)
        assert (data["findings"], data["summary"]["findings"]["unchanged"]) == ([], 1)
