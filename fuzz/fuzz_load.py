"""Looks for texts that break loading, guided by coverage: every text must give a stack, or problems with places in it.

    pip install -e ".[fuzz]"
    python fuzz/fuzz_load.py -max_total_time=60 [folder to keep interesting texts in]

Options are libFuzzer's. It stops at the first text that breaks the promise, and writes it to a file ``crash-...``; run
the program with that file to see it again.
"""
# ruff: noqa: INP001 - a script, no package

from __future__ import annotations

import copy
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

try:
    import atheris
except ImportError:
    sys.exit("fuzzing needs atheris, which is not installed: pip install 'stackaudit[fuzz]'")

with atheris.instrument_imports(include=["stackaudit"]):
    from stackaudit.errors import StackauditError
    from stackaudit.load import load_text
    from stackaudit.source import Limits, read

import yaml

SIZE = 4096
LIMITS = Limits(size=SIZE, depth=40, alias_nodes=1000)
START = b"""\
stackaudit: 1
as_of: 2026-11-22
defaults: {source: interviews, tools: {basis: told}}
company: {regions: [us, eu], contacts: 12}
teams: {marketing: {headcount: 3}}
tools:
  a: &a {product: contoso, owner: marketing, sends: {email: [service]}, monitored: {every: 1h}}
  b: {<<: *a, part_of: a, cost: {amount: 1, currency: eur}, disputed: {built: [{value: vendor}]}}
products: {contoso: {capabilities: [crm]}}
flows:
  - {from: a, to: b, every: [wed, sat], takes: 8d, carries: [user.contact.email], signals: [opt_out, more]}
  - {between: [a, b], every: 0 6 * * 1}
gaps: [{signal: 'opt_out:email', from: b, to: a}]
processes: {triage: none, segmentation: {method: csv_upload}}
roadmap: {items: {welcome: {due: 2027-03-31}}}
tracking_plan: none
systems_of_record: {contact: {email: a}}
questions: [{ask: Who pays, about: b}]
"""
ODD: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**29, date(2026, 11, 22), "", "none", "unknown", "more", "yes", "a", "a->b"),
    *(
        "opt_out:fax",
        "0 0 30 2 *",
        "1d",
        "x" * 301,
        "from_",
        "Process",
        "user.contact",
        [],
        [[]],
        [None],
        ["more", "a"],
    ),
    *({}, {"a": {}}, {"id": "a"}, {"a": None}, {"disputed": {"owner": []}}, {"email": ["service"]}, {"amount": 1}),
]


class BrokenPromiseError(Exception):
    """A text that gave neither a stack nor problems with good places."""


def check(text: bytes) -> None:
    """Load a text; everything but a stack and an error with good places is raised."""
    try:
        stack = load_text(text, file="f", limits=LIMITS)
    except StackauditError as error:
        lines = text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in error.problems:
            place = problem.place
            # Only a text that is too big has no place; a bad byte can be up to three replacement characters.
            inside = place is None or (
                1 <= place.line <= place.end_line <= len(lines)
                and 1 <= place.column <= len(lines[place.line - 1]) + 3
                and place.end_column <= len(lines[place.end_line - 1]) + 3
            )
            if not problem.message or not inside:
                raise BrokenPromiseError(repr(problem)) from error
    else:
        provenance = stack.provenance
        for key, tool in stack.tools.items():
            for name in tool.model_fields_set:
                provenance.place("tools", key, name)  # type: ignore[union-attr]  # it was read from a file


def mutate(text: bytes, size: int, seed: int) -> bytes:
    """A text that differs a little: half of the time in its bytes, else in what it says."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret, and it has to repeat itself
    documents = read(text, file="f", limits=LIMITS).documents
    data = copy.deepcopy(documents[0].data) if documents and dice.choice([True, False]) else None
    places = list(holders(data))
    if not places:
        return bytes(atheris.Mutate(text, size))
    for _ in range(dice.randint(1, 3)):
        holder, key = dice.choice(places)
        value = copy.deepcopy(dice.choice(ODD))
        if key not in (holder if isinstance(holder, dict) else range(len(holder))):
            continue
        kind = dice.randrange(4)
        if kind == 0:
            holder[key] = value
        elif kind == 1:
            holder[key] = copy.deepcopy(dice.choice(places)[0])
        elif kind == 2 and isinstance(holder, dict):  # noqa: PLR2004 - one of four kinds
            holder[str(value)] = holder.pop(key)
        else:
            del holder[key]
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()[:size]


def holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list and mapping in some data, with each of its indexes and keys."""
    for key, held in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from holders(held)


def main() -> None:
    """Run libFuzzer from one good stack on."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "start").write_bytes(START)
        files = [one for one in sys.argv[1:] if Path(one).is_file()]
        # libFuzzer keeps what it finds in the first folder: the user's, if there is one.
        arguments = [*sys.argv, f"-max_len={SIZE}", *([] if files else [folder])]
        atheris.Setup(arguments, check, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
