"""The container file: what it copies is there, and whoever runs it has no rights."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = [
    line.split()
    for line in (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_all_that_is_copied_from_the_checkout_is_there():
    copied = [word for line in LINES if line[0] == "COPY" and not line[1].startswith("--from") for word in line[1:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)


def test_it_holds_all_that_a_wheel_is_built_from():
    """The build reads the rules, the program and the page that describes it."""
    copied = {word for line in LINES if line[0] == "COPY" for word in line[1:-1]}
    assert {"pyproject.toml", "README.md", "LICENSE", "build_pack.py", "src", "rules"} <= copied


def test_the_program_runs_as_a_user_without_rights():
    last = [line for line in LINES if line[0] in {"FROM", "USER", "ENTRYPOINT"}]
    assert [line[0] for line in last[-3:]] == ["FROM", "USER", "ENTRYPOINT"]
    assert last[-2][1] not in {"root", "0"}
    assert last[-1] == ["ENTRYPOINT", '["stackaudit"]']


def test_the_python_of_each_image_is_named():
    images = [line[1] for line in LINES if line[0] == "FROM"]
    assert images
    assert all(image.startswith("python:3.") for image in images)
