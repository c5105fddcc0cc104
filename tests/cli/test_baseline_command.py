"""The command ``baseline``, and ``run`` beside what it wrote."""

from __future__ import annotations

import json

import pytest

FILE = ".stackaudit-baseline.json"
QUICK = ("--format", "json")


@pytest.fixture
def known(program, taste, folder):
    """A baseline of the small stack."""
    assert program("baseline", taste).code == 0
    return folder / FILE


def change(folder, old, new):
    path = folder / "taste.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_old_findings_pass_a_new_one_fails_and_mending_it_passes_again(program, taste, folder, known):
    assert program("run", taste, *QUICK, "--fail-on", "P5").code == 1
    ran = program("run", taste, *QUICK, "--fail-on", "P5", "--strict", "--baseline", FILE)
    assert ran.code == 0
    assert "no new red flags" in ran.out
    change(folder, "  splitter: {", "  spare: {name: Spare, owner: none, status: active}\n  splitter: {")
    ran = program("run", taste, *QUICK, "--fail-on", "P3", "--baseline", FILE)
    assert ran.code == 1
    assert "STK-06  tools.spare" in ran.out
    assert "GRA-01" not in ran.out.split("Score")[0].replace("Known", "")
    github = program("run", taste, "--format", "github", "-o", "-", "--baseline", FILE).out
    assert [line for line in github.splitlines() if "Known" not in line and "STK-06" in line]
    change(folder, "owner: none, status: active", "owner: marketing, status: active")
    assert program("run", taste, *QUICK, "--fail-on", "P3", "--baseline", FILE).code == 0


def test_it_says_what_it_wrote_and_writes_the_same_again(program, taste, folder, known):
    before = known.read_bytes()
    count = len(json.loads(before)["findings"])
    assert program("baseline", taste).out == f"Written: {FILE}, {count} known findings (none new, none gone).\n"
    assert known.read_bytes() == before
    assert str(folder).encode() not in before
    change(folder, "sends: [email], captures_opt_out: [email]}\n  splitter", "sends: [email]}\n  splitter")
    assert " gone)." in program("baseline", taste).out
    assert program("baseline", taste, "-o", "-").out.startswith('{\n  "stackaudit_baseline": 1,')
    assert "1 known finding." in program("baseline", taste, "--select", "STR-13", "-o", "other.json").out


def test_prune_takes_out_what_is_mended_and_adds_nothing(program, taste, folder, known):
    before = json.loads(known.read_bytes())["findings"]
    change(folder, "built: in_house, capabilities", "built: vendor, capabilities")
    change(folder, "  splitter: {", "  spare: {name: Spare, owner: none}\n  splitter: {")
    ran = program("run", taste, *QUICK, "--baseline", FILE, "--prune", "--quiet")
    assert "Taken out of .stackaudit-baseline.json: 1 mended finding." in ran.err
    after = json.loads(known.read_bytes())["findings"]
    assert [one["id"] for one in before if one not in after] == ["STR-13:tools.splitter"]
    assert all(one in before for one in after)
    held = known.read_bytes()
    assert "no mended findings" in program("run", taste, *QUICK, "--baseline", FILE, "--prune").err
    assert known.read_bytes() == held


def test_show_known_lists_them(program, taste, known):
    assert "GRA-01  tools" not in program("run", taste, *QUICK, "--baseline", FILE).out
    assert "GRA-01  tools" in program("run", taste, *QUICK, "--baseline", FILE, "--show-known").out


def test_what_is_no_baseline_is_not_overwritten(program, taste, folder):
    ran = program("baseline", taste, "-o", taste)
    assert (ran.code, "is there already, and is no baseline" in ran.err) == (2, True)
    (folder / FILE).write_text('<<<<<<< ours\n{\n  "stackaudit_baseline": 1,\n', encoding="utf-8")
    assert program("baseline", taste).code == 0
    (folder / "empty.json").touch()
    assert program("baseline", taste, "-o", "empty.json").code == 0
    assert program("baseline", taste, "-o", "no/where/b.json").code == 0


def test_mistakes_of_options_and_files_end_with_two_and_write_nothing(program, taste, folder):
    assert "there is none" in program("run", taste, "--prune").err
    ran = program("run", taste, "--baseline", "none.json")
    assert (ran.code, "there is no baseline 'none.json'\n  = `stackaudit baseline` writes one" in ran.err) == (2, True)
    (folder / "b.json").write_text('{"stackaudit_baseline": 9, "findings": []}', encoding="utf-8")
    ran = program("run", taste, "--baseline", "b.json")
    assert ran.code == 2
    assert "b.json:1:25: error: expected version 1 of a baseline, found 9" in ran.err
    assert not (folder / "stackaudit-report").exists()


def test_a_broken_rule_leaves_no_baseline(program, taste, folder, broken_pack):
    ran = program("baseline", taste)
    assert (ran.code, (folder / FILE).exists()) == (2, False)
    assert "no baseline is written" in ran.err


def test_settings_say_which_stack_it_is_and_where_its_baseline_lies(program, taste, folder):
    (folder / "stackaudit.toml").write_text('stack = ["taste.yaml"]\nbaseline = "known.json"\n', encoding="utf-8")
    assert program("run", *QUICK).code == 2
    ran = program("baseline")
    assert ran.code == 0
    assert ran.out.startswith("Written: known.json, ")
    assert program("run", *QUICK, "--fail-on", "P5", "--strict").code == 0
    program("baseline", "--output", "other.json")
    assert (folder / "other.json").read_bytes() == (folder / "known.json").read_bytes()
    assert "open question" in program("questions", "--limit", "1").out
    for command in ("baseline", "questions"):
        ran = program(command, "--isolated")
        assert (ran.code, ran.out) == (2, "")
        assert "Missing argument 'STACK...'" in ran.err
