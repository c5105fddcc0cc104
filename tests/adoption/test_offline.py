"""What the program touches, seen by the interpreter itself: no connection, no other program, no file that is not its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WATCH = """\
import json, os, sys

ends = json.loads(sys.argv[1])
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "ctypes.dlopen")
READ, WRITTEN = tuple(ends["read"]), tuple(ends["written"])
seen = []


def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        writes = arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(arguments[2], int) else 0
        if not path.startswith(WRITTEN if writes else READ + WRITTEN):
            seen.append(f"{'write' if writes else 'read'} {path}")
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.symlink", "os.link", "os.rmdir"):
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not path.startswith(WRITTEN):
            seen.append(f"{event} {path}")
    elif event.startswith(FORBIDDEN) and event != ends["allowed"]:
        seen.append(f"{event} {arguments!r}"[:200])


from stackaudit.cli import main

sys.addaudithook(watch)
try:
    main(sys.argv[2:])
except SystemExit as ended:
    print(json.dumps({"code": ended.code, "seen": seen}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            [
                "run",
                "stack",
                "--output",
                "out",
                "--format",
                "html,svg,json,sarif,junit,github,gitlab,md,text,jsonl,dot,mmd",
            ],
            1,
        ),
        (["run", "stack/tools.yaml", "--quiet", "--output", "out"], 2),
        (["check", "stack"], 0),
        (["questions", "stack"], 0),
        (["triage", "stack"], 0),
        (["diagram", "stack", "-o", "out/picture.svg"], 0),
    ],
    ids=["run", "run with mistakes", "check", "questions", "triage", "diagram"],
)
def test_a_command_touches_the_stack_the_program_and_the_output_alone(tmp_path, words, code):
    folder = tmp_path / "work"
    (folder / "stack").mkdir(parents=True)
    (folder / "out").mkdir()
    text = (ROOT / "sample_stacks" / "red_flags.yaml").read_text(encoding="utf-8")
    (folder / "stack" / "all.yaml").write_text(text, encoding="utf-8")
    # On its own this file has a flow between tools that it does not have, and lacks what a stack begins with.
    (folder / "stack" / "tools.yaml").write_text("stackaudit: 1\n", encoding="utf-8")
    cache = tmp_path / "cache"
    python = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()]
    own = [str(folder / "stack"), str(ROOT / "src"), str(ROOT / "rules"), "/usr/share/zoneinfo", "/dev/null"]
    outside = [path for path in sys.path if path and path not in python]
    ends = {
        "read": sorted({os.path.realpath(path) for path in [*python, *own, *outside]}),
        "written": [os.path.realpath(folder / "out"), os.path.realpath(cache)],
        # The layout engine is a library of the system's own kind.
        "allowed": "ctypes.dlopen",
    }
    (folder / "watch.py").write_text(WATCH, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "STACKAUDIT_CACHE_DIR": str(cache)}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": ""}
    ended = subprocess.run(
        [sys.executable, "watch.py", json.dumps(ends), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(ended.stderr.splitlines()[-1])
    assert told["seen"] == []
    assert (told["code"] or 0) == code


def test_the_watch_sees_what_it_is_for(tmp_path):
    """A program that reads, writes, connects and starts another is caught at each."""
    (tmp_path / "watch.py").write_text(
        WATCH.replace(
            "    main(sys.argv[2:])",
            "    import socket, subprocess\n"
            "    open('/etc/hostname').close()\n"
            "    open('here', 'w').close()\n"
            "    socket.socket().connect_ex(('127.0.0.1', 9))\n"
            "    subprocess.run(['true'])\n"
            "    sys.exit(0)",
        ),
        encoding="utf-8",
    )
    ends = {"read": [os.path.realpath(sys.base_prefix)], "written": ["/nowhere"], "allowed": ""}
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(
        [sys.executable, "watch.py", json.dumps(ends)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = json.loads(ended.stderr.splitlines()[-1])["seen"]
    for begin in (
        "read /etc/hostname",
        f"write {os.path.realpath(tmp_path)}/here",
        "socket.connect",
        "subprocess.Popen",
    ):
        assert any(line.startswith(begin) for line in seen), seen
