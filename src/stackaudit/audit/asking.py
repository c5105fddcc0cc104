"""The questions to put before a request is decided: in the model's words, each with whom to ask and where it goes."""

from __future__ import annotations

from typing import Final

from stackaudit.errors import Place
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Capacity, Money, PlannedAction, Process, Request
from stackaudit.model.fields import facts_of
from stackaudit.model.stack import Stack, elements_of, yaml_name
from stackaudit.model.words import Collection

__all__ = ["Asking", "RequestQuestion"]

_ASKER: Final = "whoever asked"
_MAKER: Final = "whoever would do the work"
_KEEPER: Final = "whoever keeps the log"
_LEADER: Final = "the leader of marketing operations"
_SPONSOR: Final = "the leader of marketing"


@dataclass(frozen=True, slots=True)
class RequestQuestion:
    """A question. ``path`` is the field that takes the answer, ``place`` where it goes in the file."""

    text: str
    whom: str
    path: str
    place: Place | None


class Asking:
    """Makes the questions of one stack."""

    def __init__(self, stack: Stack) -> None:
        """Take the stack whose names and places the questions use."""
        self._stack = stack

    def of_request(self, key: str, field: str, currency: str) -> RequestQuestion:
        """A question about a request, by the Python name of the field that takes the answer."""
        request = self._stack.requests[key]
        text = facts_of(Request, field).ask
        money = request.expected_revenue
        if field == "expected_revenue" and isinstance(money, Money):
            text = f"How much is that in {currency}, in which the others are stated?"
        return self._question(("requests", key, field), text, self._whom(request, field))

    def of_section(self, section: str, field: str) -> RequestQuestion:
        """The question about a field of the capacity."""
        return self._question((section, "", field), facts_of(Capacity, field).ask, _LEADER)

    def of_action(self, key: str, field: str) -> RequestQuestion:
        """A question about a planned action; without an id, about those that nobody has planned yet."""
        return self._question(("actions", key, field if key else ""), facts_of(PlannedAction, field).ask, _MAKER)

    def of_right(self) -> RequestQuestion:
        """The question whether the team may decline, at the first triage that there is."""
        keys = [key for key, one in elements_of(self._stack, "process") if (one.kind or key) == "triage"]
        key = next(iter(keys), "triage")
        return self._question(("processes", key, "may_decline"), facts_of(Process, "may_decline").ask, _SPONSOR)

    def of_whole(self) -> RequestQuestion:
        """The question whether the log is whole."""
        text = f"Is it so that {Collection.REQUESTS.doc}?"
        return self._question(("complete", "", "requests"), text, _KEEPER)

    def _whom(self, request: Request, field: str) -> str:
        if field in {"effort", "status"}:
            return _MAKER if field == "effort" else _KEEPER
        team = self._stack.teams.get(str(request.from_))
        return team.title if team is not None else _ASKER

    def _question(self, route: tuple[str, str, str], text: str, whom: str) -> RequestQuestion:
        provenance = self._stack.provenance
        place = provenance.place(*route) if provenance is not None else None
        return RequestQuestion(text, whom, ".".join(yaml_name(part) for part in route if part), place)
