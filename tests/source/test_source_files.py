"""Files: what can be opened is read, and what cannot is a problem."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stackaudit.source import Limits, read_file


def refusal(path: Path, **limits: int) -> tuple[str, str | None]:
    reading = read_file(path, file="f.yaml", limits=Limits(**limits))
    assert reading.documents == ()
    (problem,) = reading.problems
    assert problem.place is None
    return problem.message, problem.hint


def test_a_file_is_read_under_the_name_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "stack.yaml"
    path.write_bytes(b"a: 1\n")
    assert read_file(path, file="mine.yaml").documents[0].place(()).file == "mine.yaml"
    reading = read_file(path)
    assert reading.documents[0].data == {"a": 1}
    assert reading.documents[0].file == str(path)


def test_a_missing_file_names_its_nearest_neighbour(tmp_path: Path) -> None:
    (tmp_path / "stack.yaml").touch()
    (tmp_path / "other.txt").touch()
    assert refusal(tmp_path / "stack.yml") == ("there is no file 'f.yaml'", "did you mean 'stack.yaml'?")
    assert refusal(tmp_path / "zzz") == ("there is no file 'f.yaml'", None)
    assert refusal(tmp_path / "nowhere" / "stack.yaml") == ("there is no file 'f.yaml'", None)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == ("'f.yaml' is a folder, expected a file", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal(path) == ("'f.yaml' is a pipe, expected a file", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_file_that_turns_into_a_pipe_or_grows_before_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, big, before = tmp_path / "pipe", tmp_path / "big", tmp_path / "before"
    os.mkfifo(pipe)
    big.write_bytes(b"a" * 2001)
    before.touch()
    then = before.stat()
    monkeypatch.setattr(Path, "stat", lambda _: then)
    assert refusal(pipe) == ("'f.yaml' is a pipe, expected a file", None)
    assert refusal(big, size=2000)[0] == "'f.yaml' has 2,001 bytes, more than the limit of 2,000"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_refused() -> None:
    assert refusal(Path("/dev/zero")) == ("'f.yaml' is a device or socket, expected a file", None)


def test_a_big_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * 2001)
    expected = "'f.yaml' has 2,001 bytes, more than the limit of 2,000"
    assert refusal(path, size=2000) == (expected, "split the file, or raise the limit")
    assert read_file(path, limits=Limits(size=2001)).problems == ()


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="this system has no files that hide their size")
def test_a_file_that_does_not_tell_its_size_is_read_no_further_than_allowed() -> None:
    message, _ = refusal(Path("/proc/self/limits"), size=10)
    assert message == "'f.yaml' has 11 bytes, more than the limit of 10"


def test_a_file_below_a_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "stack.yaml"
    path.touch()
    message, hint = refusal(path / "more.yaml")
    assert message.startswith("cannot read 'f.yaml': ")
    assert hint is None


def test_a_name_that_no_file_can_have_is_a_problem() -> None:
    assert refusal(Path("a\0b")) == ("'f.yaml' is not the name of a file", None)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_file_name_that_is_not_utf_8_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"st\xe9ck.yaml")
    path.write_bytes(b"a: .nan\n")
    (problem,) = read_file(path).problems
    assert str(problem.place).encode() == f"{tmp_path}/st\\udce9ck.yaml:1:4".encode()
