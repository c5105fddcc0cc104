"""What counts as a change of what was read, and how long one waits for a burst of saves to end."""

from __future__ import annotations

import os

import pytest

from stackaudit.serving.watching import Trail, wait_for_change


@pytest.fixture
def trail(tmp_path):
    """Watches a folder with one file, and a file that is not there."""
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack" / "tools.yaml").write_text("tools: {}\n")
    made = Trail()
    made.note(tmp_path / "stack")
    made.note(tmp_path / "stackaudit.toml")
    return made


def changed(trail):
    return trail.now() != trail.noted


def test_nothing_has_changed_at_first(trail):
    assert not changed(trail)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "stack/tools.yaml").write_text("tools: {a: {}}\n"),
        lambda folder: os.utime(folder / "stack/tools.yaml", ns=(1, 1)),
        lambda folder: (folder / "stack/tools.yaml").unlink(),
        lambda folder: (folder / "stack/tools.yaml").rename(folder / "stack/other.yaml"),
        lambda folder: (folder / "stack/new.yml").write_text("teams: {}\n"),
        lambda folder: ((folder / "stack/below").mkdir(), (folder / "stack/below/new.yaml").write_text("")),
        lambda folder: (folder / "stack/stackaudit.toml").write_text(""),
        lambda folder: (folder / "stackaudit.toml").write_text(""),
        lambda folder: (folder / "stack").rename(folder / "elsewhere"),
    ],
    ids=["written", "touched", "deleted", "renamed", "new", "new-below", "own-settings", "settings", "folder-renamed"],
)
def test_it_is_a_change_when_a_file_is(trail, tmp_path, change):
    change(tmp_path)
    assert changed(trail)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden.yaml", ".git/index.yaml"])
def test_what_no_stack_is_made_of_is_no_change(trail, tmp_path, name):
    path = tmp_path / "stack" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    assert not changed(trail)


def test_a_file_that_replaces_another_is_a_change_though_time_and_size_are_the_same(trail, tmp_path):
    path = tmp_path / "stack/tools.yaml"
    held = path.stat()
    other = tmp_path / "other"
    other.write_text("tools: []\n")
    os.utime(other, ns=(held.st_atime_ns, held.st_mtime_ns))
    other.replace(path)
    assert changed(trail)


def test_what_was_noted_first_counts_so_that_no_save_during_an_audit_is_missed(trail, tmp_path):
    (tmp_path / "stackaudit.toml").write_text("")
    trail.note(tmp_path / "stackaudit.toml")
    assert changed(trail)


class Pauses:
    """Stands in for sleeping: does something in each pause, and keeps how long they were."""

    def __init__(self, *steps):
        self.steps = list(steps)
        self.lasted = []

    def __call__(self, seconds):
        self.lasted.append(seconds)
        if self.steps:
            self.steps.pop(0)()


def nothing():
    pass


def test_a_change_ends_the_waiting_once_it_is_quiet(trail, tmp_path):
    file = tmp_path / "stack/tools.yaml"
    pauses = Pauses(nothing, lambda: file.write_text("a: 1"), lambda: file.write_text("a: 12"), file.unlink, nothing)
    wait_for_change(trail, pauses, clock=lambda: 0.0)
    assert pauses.lasted == [0.3, 0.3, 0.1, 0.1, 0.1]
    assert pauses.steps == []


def test_what_never_gets_quiet_is_audited_all_the_same(trail, tmp_path):
    count = iter(range(10_000))
    pauses = Pauses(*[lambda: os.utime(tmp_path / "stack/tools.yaml", ns=(1, next(count)))] * 1000)
    wait_for_change(trail, pauses, clock=lambda: 0.0)
    assert len(pauses.lasted) == 51


def test_where_a_look_takes_long_there_are_fewer(trail, tmp_path):
    clock = iter([0.0, 2.0, 10.0, 12.0])
    pauses = Pauses((tmp_path / "stack/tools.yaml").unlink)
    wait_for_change(trail, pauses, clock=lambda: next(clock))
    assert pauses.lasted == [40.0, 0.1]
