"""What is shown now: the last report, the mistakes since, and whether an audit is running, for several threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Condition
from typing import Any, NamedTuple

from stackaudit.audit.audit import Audit
from stackaudit.errors import Problem
from stackaudit.frozen import dataclass
from stackaudit.outputs.diagram import pictures
from stackaudit.outputs.formats import rendered
from stackaudit.outputs.html import values_of
from stackaudit.outputs.html.live import LivePage, live_page
from stackaudit.outputs.pieces import whole

__all__ = ["Live", "Moment", "Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the server gives: the page, and of the last audit the diagram and the data, or why there is none."""

    page: LivePage
    svg: bytes | None
    json: bytes | None
    missing: str


class Moment(NamedTuple):
    """What is shown at a time. Each change has a higher number."""

    number: int
    shown: Shown
    busy: bool
    closed: bool


class Live:
    """What is shown. One thread changes it; others look, and wait for changes."""

    def __init__(self, title: str, engine: str) -> None:
        self._title = title
        self._engine = engine
        self._values: Mapping[str, Any] | None = None
        self._changed = Condition()
        first = Shown(live_page(None, (), title), None, None, "the first audit is running")
        self._moment = Moment(number=0, shown=first, busy=True, closed=False)

    @property
    def now(self) -> Moment:
        """What is shown now."""
        return self._moment

    def begin(self) -> None:
        """An audit begins."""
        self._change(busy=True)

    def show(self, audit: Audit) -> tuple[str, ...]:
        """Show an audit; gives what could not be drawn, and why."""
        drawn = pictures(audit.stack, audit.graph, audit.findings, engine=self._engine)
        self._values = values_of(audit, pictures=drawn)
        contents, failures = rendered(audit, ("svg", "json"), self._engine)
        svg = contents.get("diagram.svg")
        shown = Shown(
            page=live_page(self._values, (), self._title),
            svg=None if svg is None else whole(svg),
            json=whole(contents["audit.json"]),
            missing=" ".join(failures),
        )
        self._change(busy=False, shown=shown)
        return failures

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show mistakes, above the last report where there is one."""
        last = self._moment.shown
        missing = last.missing if last.json is not None else "nothing could be audited yet"
        page = live_page(self._values, problems, self._title)
        self._change(busy=False, shown=Shown(page, last.svg, last.json, missing))

    def close(self) -> None:
        """Let all who wait go."""
        self._change(closed=True)

    def wait(self, number: int, seconds: float) -> Moment:
        """The first moment after the one of a number; the same one again where nothing changed for so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._moment.number != number, seconds)
            return self._moment

    def _change(self, **changes: Any) -> None:
        with self._changed:
            self._moment = self._moment._replace(number=self._moment.number + 1, **changes)
            self._changed.notify_all()
