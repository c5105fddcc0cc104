"""What the commands share that weigh work against a team's hours: how much is for the roadmap, and what to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from stackaudit.audit.asking import RequestQuestion
from stackaudit.audit.triage import ROADMAP_SHARE
from stackaudit.outputs.plain import plain

__all__ = ["asking", "roadmap_share_option"]

F = TypeVar("F", bound=Callable[..., Any])

_NAME: Final = 80
_TEXT: Final = 600


def roadmap_share_option(meaning: str) -> Callable[[F], F]:
    """How much of the hours is for the roadmap, and what that means for the command."""
    return click.option(
        "--roadmap-share",
        type=click.FloatRange(0, 100),
        default=ROADMAP_SHARE,
        show_default=True,
        metavar="PERCENT",
        help=meaning,
    )


def asking(question: RequestQuestion) -> str:
    """A question on one line, with whom to ask."""
    return f"ask {plain(question.whom, _NAME)}: {plain(question.text, _TEXT)}"
