"""The program, run within the test: what it prints on both streams, and its exit code."""

from __future__ import annotations

import io
import sys
from importlib.metadata import EntryPoint
from typing import NamedTuple

import pytest

from stackaudit.cli import main
from stackaudit.rules import pack

TASTE = """\
stackaudit: 1
as_of: 2026-11-22
complete: [tools, flows]
company: {name: Northwind Outfitters, regions: [us, de], contacts: 1200000}
teams:
  marketing: {function: marketing}
  success: {function: customer_success}
tools:
  hubspot: {product: hubspot-marketing-hub, owner: marketing, teams: [marketing], sends: [email], captures_opt_out: [email]}
  customerio: {product: customer-io, owner: success, teams: [success], sends: [email], captures_opt_out: [email]}
  splitter: {name: Splitter, built: in_house, capabilities: [experimentation, feature_flags]}
flows:
  - {from: hubspot, to: customerio, method: csv_manual, every: 1w, carries: [user.contact.email], signals: [opt_out]}
processes:
  segmentation: {method: csv_upload, operators: [analyst]}
  triage: none
tracking_plan: none
metrics:
  newsletter_opens: {kind: open_rate, used_as: kpi, scope: lifecycle}
"""

RULE = """\
id: MY-01
name: owned-by-nobody
title: A tool without an owner
severity: P3
ask: Who answers for this tool?
red_flag: Nobody.
why: Then nobody mends it.
found: A tool in use without an owner.
flag: {each: tool, where: {owner: none}}
message: "Nobody answers for {tool}"
impact: It costs.
fix: {now: Name somebody, later: Ask again}
sources: [our handbook]
"""


class Ran(NamedTuple):
    """How a run of the program ended, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder, with a terminal that asks for nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def program(folder, capsys, monkeypatch):
    """Runs the program in an empty folder."""

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as stop:
            main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Ran(stop.value.code or 0, out, err)

    return run


@pytest.fixture
def taste(folder):
    """A small stack with red flags of every kind."""
    (folder / "taste.yaml").write_text(TASTE, encoding="utf-8")
    return "taste.yaml"


@pytest.fixture
def rule_text():
    """The file of a rule that flags each tool without an owner."""
    return RULE


@pytest.fixture
def own_rules(folder):
    """A folder with one rule, to which more can be added."""

    def write(name: str = "MY-01.yaml", text: str = RULE) -> str:
        (folder / "my-rules").mkdir(exist_ok=True)
        (folder / "my-rules" / name).write_text(text, encoding="utf-8")
        return "my-rules"

    return write


BREAKS = """\
\"\"\"A pack whose one check cannot judge.\"\"\"
from stackaudit.checks import check

@check("tool")
def breaks(view):
    raise RuntimeError(f"cannot judge {len(view.stack.tools)} tools\\x1b[2J")
    yield
"""


@pytest.fixture
def broken_pack(tmp_path_factory, monkeypatch):
    """An installed package with one rule, which breaks."""
    site = tmp_path_factory.mktemp("venv") / "site-packages"
    package = site / "a_pack_that_breaks"
    (package / "rules").mkdir(parents=True)
    (package / "__init__.py").write_text(BREAKS, encoding="utf-8")
    check = RULE.replace("flag: {each: tool, where: {owner: none}}", "check: a_pack_that_breaks:breaks")
    (package / "rules" / "BAD-01.yaml").write_text(check.replace("MY-01", "BAD-01"), encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    points = [EntryPoint("breaks", "a_pack_that_breaks", pack.ENTRY_POINTS)]
    monkeypatch.setattr(pack, "entry_points", lambda group: points)
    yield site
    sys.modules.pop("a_pack_that_breaks", None)
