"""The keys of a settings file: one table, from which reader, JSON Schema and documentation are made."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.frozen import dataclass

__all__ = ["KEYS", "TABLE", "Key"]

TABLE: Final = ("tool", "stackaudit")
"""Where settings stand in ``pyproject.toml``."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what kind of value it takes, what holds without it, what it does, an example, and the option that wins.

    Default and example are TOML; the default is empty where it is no value.
    """

    kind: str
    default: str
    about: str
    example: str
    option: str = ""


KEYS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "stack": Key(
            "paths",
            "",
            "the files and folders of the stack, where it is not the whole folder of this file; `[]` where this file "
            "belongs to no stack",
            '["stack.yaml", "teams"]',
        ),
        "select": Key(
            "words",
            "[]",
            "rules to run, by id, name, family or severity; all where there is none",
            '["consent", "P1"]',
            "--select",
        ),
        "ignore": Key("words", "[]", "rules to leave out, by id, name, family or severity", '["GRA-03"]', "--ignore"),
        "fail-on": Key("severity", '"P2"', "the severity from which on findings fail", '"P3"', "--fail-on"),
        "strict": Key("flag", "false", "whether suspected findings fail, too", "true", "--strict"),
        "waivers": Key("flag", "true", "whether the stack's waivers hold", "false", "--no-waivers"),
        "baseline": Key(
            "file",
            "",
            "the file of findings that are known, as `stackaudit baseline` writes it, inside the repository",
            '".stackaudit-baseline.json"',
            "--baseline",
        ),
        "formats": Key(
            "formats", '["html", "svg", "json"]', "the files that `run` writes", '["html", "sarif"]', "--format"
        ),
        "output": Key(
            "folder",
            "",
            "the folder for them, below that of this file; else `stackaudit-report` where the command is run",
            '"build/audit"',
            "--output",
        ),
        "rules": Key(
            "paths", "[]", "folders with further rules in YAML, inside the repository", '["my-rules"]', "--rules"
        ),
        "packs": Key("packs", "", "which packs of installed packages to use; all where it is not there", '["acme"]'),
        "severity": Key("severities", "{}", "the severity of the findings of a rule", '{TEC-03 = "P4"}'),
        "parameters": Key(
            "parameters",
            "{}",
            "thresholds of rules, as `stackaudit explain` lists them",
            '{TEC-03 = {max_age = "6mo"}}',
        ),
    }
)
