"""The table of forms of a difference: each is one function to text, and the name of its file."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from stackaudit.errors import Problem, SettingsError
from stackaudit.frozen import dataclass

if TYPE_CHECKING:
    from stackaudit.audit.difference import Difference
    from stackaudit.finding import Severity

__all__ = ["FORMS", "Form", "parse_forms"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the file it is written to, what it is for, and the function that writes it, as ``module:function``."""

    file: str
    about: str
    by: str

    def render(self, difference: Difference, threshold: Severity, *, strict: bool) -> str:
        """The difference in this form; findings that are new or worse at or above the threshold are counted in it."""
        module, _, function = self.by.partition(":")
        write = getattr(importlib.import_module(f"stackaudit.outputs.difference.{module}"), function)
        made: str = write(difference, threshold, strict=strict)
        return made


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": Form("diff.txt", "as the terminal shows it", "terminal:to_text"),
        "md": Form("diff.md", "Markdown, for a comment on a pull request", "markdown:to_markdown"),
        "html": Form("diff.html", "one HTML page, in the report's style", "html:to_html"),
        "json": Form("diff.json", "everything, as data", "json:to_json"),
    }
)
"""Every form by its name."""


def parse_forms(text: str) -> tuple[str, ...]:
    """Names of forms, separated by commas.

    Raises:
        SettingsError: a name is no form.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    hint = f"there are {', '.join(FORMS)}"
    problems = [
        Problem(f"no format of a difference is called {name!r}", hint=hint) for name in names if name not in FORMS
    ]
    if not names:
        problems.append(Problem("expected a format", hint=hint))
    if problems:
        raise SettingsError(problems)
    return names
