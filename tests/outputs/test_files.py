"""Writing into a folder: whole or not at all, never outside it, and nothing is left behind."""

from __future__ import annotations

import os
import stat

import pytest

from stackaudit.errors import OutputError
from stackaudit.outputs import files
from stackaudit.outputs.files import write_all
from stackaudit.outputs.pieces import Pieces, whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_in_the_order_given_and_the_folder_is_made(tmp_path):
    folder = tmp_path / "a" / "b"
    assert write_all(folder, {"z.txt": "Bücher\n", "a.bin": b"\x00\xff"}) == (folder / "z.txt", folder / "a.bin")
    assert (folder / "z.txt").read_bytes() == b"B\xc3\xbccher\n"
    assert (folder / "a.bin").read_bytes() == b"\x00\xff"
    assert names(folder) == ["a.bin", "z.txt"]


@pytest.mark.skipif(os.name != "posix", reason="the mode of a file is a matter of POSIX")
def test_a_report_can_be_read_by_others(tmp_path):
    (path,) = write_all(tmp_path, {"report.html": "x"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_file_that_is_there_is_replaced_whole(tmp_path):
    (tmp_path / "a.txt").write_text("a much longer text than the new one", encoding="utf-8")
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    write_all(tmp_path, {"a.txt": "new"})
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "other.txt").read_text(encoding="utf-8") == "mine"


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "secret").write_text("secret", encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").symlink_to(target / "secret")
    (folder / "b.txt").symlink_to(target)
    write_all(folder, {"a.txt": "new", "b.txt": "new"})
    assert (target / "secret").read_text(encoding="utf-8") == "secret"
    assert not (folder / "a.txt").is_symlink()
    assert not (folder / "b.txt").is_symlink()


@pytest.mark.parametrize("name", ["../a.txt", "b/a.txt", ".", "..", "", "/etc/a.txt"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    folder = tmp_path / "out"
    with pytest.raises(OutputError) as error:
        write_all(folder, {"good.txt": "x", name: "x"})
    assert str(error.value) == f"the file name {name!r} leads out of the folder {folder}"
    assert not folder.exists()


def test_a_folder_in_the_place_of_a_file_is_found_before_anything_is_written(tmp_path):
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises(OutputError) as error:
        write_all(tmp_path, {"a.txt": "new", "b.txt": "new"})
    assert str(error.value) == f"{tmp_path / 'b.txt'} is a folder, and a file is to be written there"
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError) as error:
        write_all(tmp_path / "out", {"a.txt": "x"})
    assert str(error.value) == f"{tmp_path / 'out'} is a file, and a folder is needed (choose another with --output)"


@pytest.mark.parametrize("step", ["mkstemp", "fdopen", "chmod", "replace"])
def test_after_an_error_nothing_is_left_and_what_was_there_stays(tmp_path, monkeypatch, step):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    module = files.tempfile if step == "mkstemp" else files.os
    original = getattr(module, step)
    calls = []

    def fails_on_the_second_file(*arguments, **more):
        calls.append(arguments)
        if len(calls) == (1 if step == "replace" else 2):
            if step == "fdopen":
                original(*arguments, **more).close()
            raise OSError(28, "No space left on device")
        return original(*arguments, **more)

    monkeypatch.setattr(module, step, fails_on_the_second_file)
    with pytest.raises(OutputError) as error:
        write_all(tmp_path, {"a.txt": "new", "b.txt": "new"})
    assert str(error.value).startswith(f"cannot write into {tmp_path}: No space left on device")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


def test_an_error_without_words_is_named_by_its_kind(tmp_path, monkeypatch):
    def fails(**_more):
        raise OSError

    monkeypatch.setattr(files.tempfile, "mkstemp", fails)
    with pytest.raises(OutputError, match="cannot write into .*: OSError"):
        write_all(tmp_path, {"a.txt": "x"})


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, {"a.txt": "x"})
    assert names(tmp_path) == []


def test_a_long_text_is_written_piece_by_piece_and_can_be_made_again(tmp_path):
    made = []

    def pieces():
        for number in range(3):
            made.append(number)
            yield f"{number}: ü\udcff\n"

    text = Pieces(pieces)
    assert made == []
    (path,) = write_all(tmp_path, {"a.txt": text})
    assert path.read_bytes() == whole(text) == "".join(f"{number}: ü\\udcff\n" for number in range(3)).encode()
    assert made == [0, 1, 2, 0, 1, 2]


def test_a_text_that_breaks_on_its_way_leaves_what_was_there(tmp_path):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")

    def breaks():
        yield "{"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the one that was raised
        write_all(tmp_path, {"a.txt": "new", "b.txt": Pieces(breaks)})
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]
