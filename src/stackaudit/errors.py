"""What can go wrong, each with its place: one base class, one class a cause."""

from __future__ import annotations

from stackaudit.frozen import dataclass

__all__ = [
    "BaselineError",
    "CatalogueError",
    "LayoutError",
    "OutputError",
    "Place",
    "Problem",
    "ReadError",
    "RuleError",
    "SettingsError",
    "StackError",
    "StackauditError",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A range in a text file.

    ``line`` and ``column`` count from 1, in code points; the end is exclusive. ``file`` is as the user named it.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what was found, what was expected, and what to try.

    ``message`` says what was found and what was expected in one line. ``hint`` is a suggestion ("did you mean
    'owner'?"). ``excerpt`` is the source line at the place, without its line break, for the caret line.
    """

    message: str
    place: Place | None = None
    hint: str | None = None
    excerpt: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Order by place, then by message; problems without a place come first."""
        if self.place is None:
            return ("", 0, 0, self.message)
        return (self.place.file, self.place.line, self.place.column, self.message)


class StackauditError(Exception):
    """Base of every error that stackaudit raises on purpose.

    ``problems`` holds every mistake that was found, sorted by place; there is at least one.
    """

    def __init__(self, problems: Problem | list[Problem] | tuple[Problem, ...] | str) -> None:
        if isinstance(problems, str):
            problems = (Problem(problems),)
        elif isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems), key=lambda problem: problem.sort_key))
        super().__init__("\n".join(_one_line(problem) for problem in self.problems))


def _one_line(problem: Problem) -> str:
    where = f"{problem.place}: " if problem.place else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{where}{problem.message}{hint}"


class ReadError(StackauditError):
    """The text cannot be read as YAML within the limits."""


class StackError(StackauditError):
    """The document does not fit the model of a stack."""


class RuleError(StackauditError):
    """A rule or a rule pack cannot be loaded."""


class CatalogueError(StackauditError):
    """The catalogue of products and facts cannot be loaded."""


class SettingsError(StackauditError):
    """A setting or a command-line option makes no sense."""


class BaselineError(StackauditError):
    """The file of a baseline cannot be read."""


class OutputError(StackauditError):
    """An output cannot be written."""


class LayoutError(StackauditError):
    """The diagram engine failed or ran out of time."""
