"""The report as a page that reloads itself, with the mistakes that were made since it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stackaudit.errors import Problem
from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.html.page import asset, policy, render, without_dead_links
from stackaudit.outputs.plain import as_bytes, plain
from stackaudit.outputs.terminal import excerpt_lines

__all__ = ["LivePage", "Mistake", "live_page"]

MOST: Final = 100
"""So many mistakes are in the page; the terminal has all of them."""

_UNMARKED: Final = b'data-version=""'


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake for the page: place, message, the line with carets below, and what to try. All but one may be empty."""

    where: str
    message: str
    excerpt: str
    hint: str


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page as UTF-8, what its policy is, and its version: another page has another one."""

    body: bytes
    policy: str
    version: str


def live_page(values: Mapping[str, Any] | None, problems: Sequence[Problem], title: str) -> LivePage:
    """The page to show.

    Args:
        values: those of the last report, as ``values_of`` gives them; None where there is none yet.
        problems: why there is no newer report.
        title: what the page is called as long as there is no report.
    """
    style, script = asset("live.css"), asset("live.js")
    shown: Mapping[str, Any] = {"style": asset("report.css")} if values is None else values
    scripts = (script,) if values is None else (values["script"], script)
    sheets = (shown["style"], STYLE, style)
    allowed = policy(styles=sheets, scripts=scripts, pictures=bool(shown.get("logo")), connects=True)
    count = len(problems)
    live = {
        "style": style,
        "script": script,
        "title": plain(title, 200),
        "head": f"{count:,} mistake{'' if count == 1 else 's'}, nothing was audited",
        "mistakes": [_mistake(problem) for problem in problems[:MOST]],
        "left": max(0, count - MOST),
    }
    template = "live_alone.html.j2" if values is None else "live.html.j2"
    page = render(template, {**shown, "policy": allowed, "live": live})
    text = as_bytes(page if values is None else without_dead_links(page))
    version = hashlib.sha256(text).hexdigest()[:16]
    # The first place is our own: quotes in what comes from a file are escaped.
    return LivePage(text.replace(_UNMARKED, f'data-version="{version}"'.encode(), 1), allowed, version)


def _mistake(problem: Problem) -> Mistake:
    lines = excerpt_lines(problem, lambda text, **_: str(text))
    return Mistake(
        where=plain(str(problem.place)) if problem.place is not None else "",
        message=plain(problem.message),
        excerpt="\n".join(lines),
        hint=plain(problem.hint) if problem.hint else "",
    )
