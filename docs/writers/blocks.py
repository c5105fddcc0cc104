"""Pieces of hand-written pages that are written from the code: each stands between two comments with its name."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import stackaudit
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
    all_of,
    any_of,
    name_of,
    negate,
    unlisted,
)
from writers import catalogue, commands, conditions, rules, sections, settings, stack, vocabularies
from writers.markdown import code, prose, table

__all__ = ["BLOCKS", "with_blocks"]

_TRUTHS: Final = (TRUE, FALSE, UNKNOWN_TRUTH, TRUE_AS_LISTED, FALSE_AS_LISTED)
_KLEENE: Final = (TRUE, FALSE, UNKNOWN_TRUTH)
_PYPROJECT: Final = Path(__file__).resolve().parents[2] / "pyproject.toml"
_BLOCK: Final = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CONSTANTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NONE": "The value of a fact that is stated not to be there.",
        "UNKNOWN": "The value of a fact that somebody asked for and the company cannot tell.",
        "__version__": "The version of stackaudit.",
    }
)


def with_blocks(page: Path, text: str) -> str:
    """The text of a page with its blocks written anew.

    Raises:
        ValueError: a block has a name that nothing writes, or no end.
    """
    unknown = [name for _, name, _ in _BLOCK.findall(text) if name not in BLOCKS]
    if unknown or text.count("<!-- generated: ") != len(_BLOCK.findall(text)):
        raise ValueError(f"{page.name}: a generated block has no end, or nothing writes it: {', '.join(unknown)}")
    return _BLOCK.sub(lambda match: f"{match[1]}\n{BLOCKS[match[2]]().strip()}\n\n{match[3]}", text)


def _kleene() -> str:
    return _tables(_KLEENE)


def _at_large() -> str:
    return _tables(_TRUTHS)


def _tables(truths: tuple[Truth, ...]) -> str:
    names = [name_of(truth) for truth in truths]
    parts = []
    for word, join in (("and", all_of), ("or", any_of)):
        rows = [[f"**{name_of(one)}**", *(name_of(join((one, other))) for other in truths)] for one in truths]
        parts.append(table((word, *names), rows))
    parts.append(table(("not", *names), [["", *(name_of(negate(truth)) for truth in truths)]]))
    return "\n".join(parts)


def _left_open() -> str:
    """What becomes of a truth when elements may be missing from a list."""
    return table(
        ("As listed", *(name_of(truth) for truth in _KLEENE)),
        [["**At large**", *(name_of(unlisted(truth)) for truth in _KLEENE)]],
    )


def _public_names() -> str:
    return table(("Name", "What it is"), _described())


def _described() -> Iterator[tuple[str, str]]:
    for name in stackaudit.__all__:
        held = getattr(stackaudit, name)
        doc = _CONSTANTS.get(name) or (held.__doc__ or "").strip().split("\n\n")[0]
        call = "()" if not isinstance(held, type) and callable(held) else ""
        yield code(f"{name}{call}"), prose(" ".join(doc.split()))


def _layers() -> str:
    return table(("Package", "What it is for"), _packages())


def _packages() -> Iterator[tuple[str, str]]:
    """The layers that the project holds itself to, each package with the first lines of its docstring."""
    project = tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))
    for layer in project["tool"]["importlinter"]["contracts"][0]["layers"]:
        for name in layer.split(" | "):
            doc = importlib.import_module(name).__doc__ or ""
            yield code(name), prose(" ".join(doc.split("\n\n")[0].split()))


BLOCKS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "at-large": _at_large,
        "commands": commands.commands,
        "condition-kinds": conditions.kinds,
        "data-classes": vocabularies.data_classes,
        "dimensions": rules.dimensions,
        "kleene": _kleene,
        "layers": _layers,
        "left-open": _left_open,
        "operators": conditions.operators,
        "outside-facts": catalogue.outside_facts,
        "products": catalogue.products,
        "public-names": _public_names,
        "regions": vocabularies.regions,
        "report-sections": sections.sections,
        "rule-table": rules.rule_table,
        "settings": settings.keys,
        "severities": rules.severities,
        "stack-elements": stack.elements,
        "stack-every": stack.every_element,
        "stack-head": stack.head,
        "vocabularies": vocabularies.vocabularies,
    }
)
"""What writes each block."""
