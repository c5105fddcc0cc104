"""Verdicts that ask although all completions agree, each with the reason why it stays so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .plain import is_contradicted
from .worlds import World


@dataclass(frozen=True)
class Departure:
    """A verdict that is not what the completions say: what is ``wanted`` instead, and what the verdict asks for."""

    rule: str
    data: dict[str, Any]
    base: World
    subject: str
    outcome: str
    wanted: frozenset[str]
    asked: tuple[str, ...]


@dataclass(frozen=True)
class Excepted:
    """A departure that stays: of which rules, when, and why."""

    rules: tuple[str, ...]
    applies: Callable[[Departure], bool]
    reason: str


def _asks_in_a_contradiction(one: Departure) -> bool:
    return one.outcome == "unknown" and is_contradicted(one.base)


def _asks_for_places(one: Departure) -> bool:
    return one.outcome == "unknown" and "complete.capture_points" in one.asked


EXCEPTIONS: tuple[Excepted, ...] = (
    Excepted(
        ("GRA-01", "GRA-02", "GRA-03", "MEA-09"),
        _asks_in_a_contradiction,
        "A stated gap contradicts what else is stated. The rule asks to settle that; it draws no conclusion from a contradiction.",
    ),
    Excepted(
        ("GRA-02", "GRA-03"),
        _asks_for_places,
        "No place is known where people could say stop on a channel that is used. The three rules on opt-outs ask for that alike, "
        "also where such a place could only break GRA-01.",
    ),
)


def reason_for(departure: Departure) -> str:
    """The reason for a departure; empty where there is none."""
    for one in EXCEPTIONS:
        if departure.rule in one.rules and one.applies(departure):
            return one.reason
    return ""
