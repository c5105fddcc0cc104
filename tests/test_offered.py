"""Whether installed packages offer packs: looked up in full only where one may."""

from __future__ import annotations

import sys
import zipfile
from importlib import metadata
from importlib.machinery import PathFinder

import pytest

from stackaudit.offered import ENTRY_POINTS, entry_points, may_be_offered

METADATA = "Metadata-Version: 2.1\nName: mine\nVersion: 1.0\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A path with nothing but a package that offers nothing."""
    other = tmp_path / "other-1.0.dist-info"
    other.mkdir()
    (other / "entry_points.txt").write_text("[console_scripts]\nother = other:main\n")
    (tmp_path / "bare-1.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "not_there.zip")])
    plain = [one for one in sys.meta_path if one is PathFinder or not hasattr(one, "find_distributions")]
    monkeypatch.setattr(sys, "meta_path", plain)
    return tmp_path


def offer(folder):
    folder.mkdir()
    (folder / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\nmine = my_rules\n")


def test_where_nobody_offers_a_pack_nothing_is_looked_up(site, monkeypatch):
    monkeypatch.setattr(metadata, "entry_points", lambda **_: pytest.fail("looked up"))
    assert not may_be_offered()
    assert entry_points(group=ENTRY_POINTS) == ()


@pytest.mark.parametrize("name", ["mine-1.0.dist-info", "mine.egg-info"])
def test_a_pack_is_found_as_python_finds_it(site, name):
    offer(site / name)
    assert may_be_offered()
    assert [(point.name, point.value) for point in entry_points(group=ENTRY_POINTS)] == [("mine", "my_rules")]


def test_an_egg_that_is_a_folder_is_looked_into(tmp_path, site, monkeypatch):
    egg = tmp_path / "mine.egg"
    egg.mkdir()
    offer(egg / "EGG-INFO")
    (egg / "EGG-INFO" / "PKG-INFO").write_text(METADATA)
    monkeypatch.setattr(sys, "path", [str(egg)])
    assert [point.name for point in entry_points(group=ENTRY_POINTS)] == ["mine"]


def test_an_archive_may_hold_anything(site, tmp_path, monkeypatch):
    archive = tmp_path / "packages.zip"
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("mine-1.0.dist-info/METADATA", METADATA)
        written.writestr("mine-1.0.dist-info/entry_points.txt", f"[{ENTRY_POINTS}]\nmine = my_rules\n")
    monkeypatch.setattr(sys, "path", [str(archive)])
    assert [point.name for point in entry_points(group=ENTRY_POINTS)] == ["mine"]


def test_another_finder_of_packages_may_know_more(site, monkeypatch):
    class Finder:
        def find_spec(self, *_):
            return None

        def find_distributions(self, *_):
            return []

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    assert may_be_offered()
    assert entry_points(group=ENTRY_POINTS) == ()
