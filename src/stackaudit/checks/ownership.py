"""Checks of who owns what: whether one person answers for most of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stackaudit.checks.reading import whether_runs, whether_whole
from stackaudit.checks.verdict import FactRef, Verdict, View, check, outcome_of
from stackaudit.finding import Missing, Outcome
from stackaudit.model.values import is_stated
from stackaudit.truth import (
    FALSE,
    FALSE_AS_LISTED,
    TRUE,
    TRUE_AS_LISTED,
    UNKNOWN_TRUTH,
    Truth,
)

__all__ = ["owned_by_one"]

_KINDS: Final = {"tools": "tools", "flows": "data flows", "reports": "reports"}
_SHARE: Final = 0.5
_LEAST: Final = 5


@check("person", "count", "total", "kind")
def owned_by_one(view: View) -> Iterator[Verdict]:
    """Whether one person owns more than half of the tools, of the flows, or of the reports; one verdict for each list.

    Only what is in use counts, and a list of fewer than five things is not judged. A team is no one person, whatever
    its size. Whoever is not stated to own a thing may own it.

    Values: the ``person``, the ``count`` of things that this person owns, the ``total`` and the ``kind`` of them.
    """
    share, least = float(view.parameters.get("share", _SHARE)), int(view.parameters.get("least", _LEAST))
    for collection, kind in _KINDS.items():
        held = _held(view, collection)
        whole = view.stack.is_complete(collection)
        person, truth = _judged(held, share, least, whole=whole)
        applies = FALSE if whole and held.total < least else TRUE
        outcome = outcome_of(truth, applies)
        is_open = outcome in {Outcome.UNKNOWN, Outcome.SUSPECTED}
        missing = _missing(view, held, collection) if is_open else ()
        yield Verdict(
            ("stack",),
            outcome,
            topic=collection,
            facts=tuple(FactRef(collection, key, "owner") for key in held.owned.get(person, ())),
            missing=missing,
            values={
                "person": view.stack.people[person].title if person in view.stack.people else "",
                "count": str(len(held.owned.get(person, ()))),
                "total": str(held.total),
                "kind": kind,
            },
            related=(f"people.{person}",) if person else (),
        )


@dataclass(slots=True)
class _Held:
    """What a list holds: by person what is certainly in use and theirs; and what is uncertain.

    ``others`` are in use and certainly no one person's; ``unowned`` may be anybody's, and is in use where True;
    ``unsure`` may be in use, with the person that is stated; ``total`` counts all that may be in use.
    """

    owned: dict[str, list[str]] = field(default_factory=dict)
    others: int = 0
    unowned: dict[str, bool] = field(default_factory=dict)
    unsure: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0


def _held(view: View, collection: str) -> _Held:
    held, people, graph, kind = _Held(), view.stack.people, view.graph, collection.removesuffix("s")
    ids, owners = (graph.columns.of(kind, name) for name in ("id", "owner"))
    there = {"tool": graph.tools_in_use, "flow": tuple(graph.running.values())}.get(kind, (TRUE,) * len(ids))
    for key, owner, used in zip(ids, owners, there, strict=True):
        if used == FALSE:
            continue
        held.total += 1
        person = owner if is_stated(owner) and owner in people else ""
        if not is_stated(owner):
            held.unowned[key] = used == TRUE
        elif used != TRUE:
            held.unsure.append((key, str(person)))
        elif person:
            held.owned.setdefault(str(person), []).append(key)
        else:
            held.others += 1
    return held


def _judged(held: _Held, share: float, least: int, *, whole: bool) -> tuple[str, Truth]:
    """The person who owns most for certain, and whether somebody does."""
    certain = sum(map(len, held.owned.values())) + held.others
    person = max(held.owned, key=lambda one: (len(held.owned[one]), one), default="")
    own = len(held.owned.get(person, ()))
    # In the worst case all that is uncertain is somebody else's; what may not be in use leaves the sum.
    away = len(held.unowned) + sum(one != person for _, one in held.unsure)
    against = certain - own + away
    if certain + sum(held.unowned.values()) >= least and own > share * (own + against):
        return person, TRUE if whole else TRUE_AS_LISTED
    if not _may_be(held, share, least):
        return "", FALSE if whole else FALSE_AS_LISTED
    return "", UNKNOWN_TRUTH


def _may_be(held: _Held, share: float, least: int) -> bool:
    """Whether in some completion one person owns more than the share: a listed one, or one that nobody listed."""
    if held.total < least:
        return False
    certain = sum(map(len, held.owned.values())) + held.others
    unsure = Counter(one for _, one in held.unsure)
    for person in dict.fromkeys((*held.owned, *unsure, "")):
        surely = len(held.owned.get(person, ()))
        most = surely + len(held.unowned) + (unsure[person] if person else 0)
        rest = certain - surely
        # Others that may be in use are needed where the list would else be too short to be judged.
        padding = max(0, least - (most + rest))
        if most > share * (most + rest + padding):
            return True
    return False


def _missing(view: View, held: _Held, collection: str) -> tuple[Missing, ...]:
    asked = [Missing((collection, key, "owner")) for key in held.unowned]
    for key in (*(key for key, used in held.unowned.items() if not used), *(key for key, _ in held.unsure)):
        if collection == "flows":
            asked += whether_runs(view.stack, view.stack.flows[key])
        else:
            asked.append(Missing((collection, key, "status")))
    return (*dict.fromkeys(asked), *whether_whole(view.stack, collection))
