"""A folder on disk and the same at a revision are one stack: the same files, the same mistakes in the same words."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from stackaudit.errors import StackauditError
from stackaudit.load import load_files
from stackaudit.load.revisions import load_revision
from stackaudit.source import Limits
from stackaudit.source.git import Repository, Revision

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"
FILES = {
    "stack/head.yaml": f"{HEAD}include: [parts/../tools.yml, ../stack/tools.yml]\ntools: {{a: {{}}}}\n",
    "stack/tools.yml": "tools: {b: {}}\n",
    "stack/.hidden.yaml": "not: a stack",
    "stack/.hidden/x.yaml": "not: a stack",
    "stack/apart/stackaudit.toml": "",
    "stack/apart/x.yaml": "not: a stack",
    "stack/deep/er/c.yaml": "tools: {c: {}}\n",
    "stack/deep/notes.txt": "not: a stack",
    "parts/b.yaml": "tools: {d: {}}\n",
    "parts/mistakes.yaml": f"{HEAD}include:\n  - ../stack/head.yaml\n  - /etc/hostname.yaml\n  - gone.yaml\n  - deep\n"
    "  - notes.txt\n  - out.yaml\n  - out/head.yaml\n  - 1\n",
    "parts/deep/empty.txt": "",
    "parts/notes.txt": "",
    "many/a.yaml": HEAD,
    "many/b.yaml": f"# {'x' * 200}\n",
    "many/c.yaml": f"# {'x' * 200}\n",
    "none/notes.txt": "",
}
LINKS = {
    "stack/again.yaml": "head.yaml",
    "stack/deep/up.yaml": "../deep/er/../../tools.yml",
    "parts/out.yaml": "../stack/head.yaml",
    "parts/out": "../stack",
    "outside.yaml": "parts/b.yaml",
    "linked": "stack",
}

if shutil.which("git") is None:  # pragma: no cover - the gate has it
    pytest.skip("there is no git", allow_module_level=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository with folders of stacks, sound and not."""
    top = tmp_path_factory.mktemp("whole") / "main"
    for name, text in FILES.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    for name, target in LINKS.items():
        (top / name).symlink_to(target)
    who = [word for key in ("user.name=A", "user.email=a@example.com") for word in ("-c", key)]
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *words], cwd=top, env={**os.environ, **nothing}, check=True)
    return top


def outcome(load):
    """The tools of a stack with their places, or what is wrong, less what names the revision or the folder on disk."""
    try:
        stack = load()
    except StackauditError as error:
        said = [(str(one.place) if one.place else "", one.message) for one in error.problems]
    else:
        said = [(str(stack.provenance.place("tools", key)), key) for key in stack.tools]
    return [tuple(part.replace("main:", "") for part in one) for one in said]


@pytest.mark.parametrize(
    ("paths", "size"),
    [
        (["stack"], None),
        (["linked"], None),
        (["stack/head.yaml", "stack/deep"], None),
        (["parts/mistakes.yaml"], None),
        (["parts"], None),
        (["many"], 300),
        (["many/b.yaml"], 100),
        (["none"], None),
        (["outside.yaml"], None),
        ([""], None),
    ],
)
def test_both_are_read_alike(repository, monkeypatch, paths, size):
    monkeypatch.chdir(repository)
    limits = Limits(size=size) if size else None
    revision = Revision(Repository(repository), "main", "main")
    on_disk = outcome(lambda: load_files([Path(path) for path in paths], names=paths, limits=limits))
    committed = outcome(lambda: load_revision(revision, paths, limits))
    assert committed == on_disk
    assert on_disk
