"""Whether a path stays inside a folder, with links, loops, what is not there and what no name holds."""

from __future__ import annotations

import pytest

from stackaudit.source.inside import is_inside


@pytest.fixture
def folder(tmp_path):
    """A folder with a file, and links beside it."""
    folder = tmp_path / "repo"
    (folder / "sub").mkdir(parents=True)
    (folder / "file").touch()
    (folder / "out").symlink_to(tmp_path)
    (folder / "up").symlink_to("..")
    (folder / "within").symlink_to("sub")
    (folder / "loop").symlink_to("loop")
    (folder / "there").symlink_to("back")
    (folder / "back").symlink_to("there")
    (folder / "nowhere").symlink_to("missing")
    (tmp_path / "link").symlink_to(folder)
    return folder


@pytest.mark.parametrize(
    "name", [".", "file", "sub", "within", "missing", "missing/deeper", "sub/../file", "file/deeper", "nowhere"]
)
def test_what_leads_into_the_folder_is_inside(folder, name):
    assert is_inside(folder / name, folder)
    assert is_inside(folder.parent / "link" / name, folder)


@pytest.mark.parametrize(
    "name", ["..", "../repo2", "out", "out/new", "up", "up/other", "sub/../../x", "/", "/etc/hostname"]
)
def test_what_leads_out_of_it_is_not(folder, name):
    assert not is_inside(folder / name, folder)


@pytest.mark.parametrize("name", ["loop", "loop/deeper", "there", "sub/../loop", "a\0b", "x" * 5000])
def test_what_leads_nowhere_is_not(folder, name):
    assert not is_inside(folder / name, folder)
