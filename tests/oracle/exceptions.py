"""Verdicts that ask although all completions agree, each with the reason why it stays so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .judging import CLEAR, SUSPECTED, UNKNOWN, said_of
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
    return one.outcome == UNKNOWN and is_contradicted(one.base)


def _asks_for_places(one: Departure) -> bool:
    own = one.subject.removeprefix("tools.").partition(":")[0]
    others = any(key != own and tool.get("captures_opt_out") != "none" for key, tool in one.base["tools"].items())
    nowhere = not others and not one.base["capture_points"]
    return one.outcome == UNKNOWN and (nowhere or set(one.asked) <= {"complete.capture_points", "complete.tools"})


def _may_not_arrive(one: Departure) -> bool:
    """Whether it is not certain that opt-outs arrive at all."""
    return one.outcome == UNKNOWN and said_of("GRA-01", one.data).outcome.get(one.subject) != CLEAR


def _may_not_be_deleted(one: Departure) -> bool:
    """Whether it is not certain that a deletion gets to a tool in use."""
    arrives = said_of("GRA-10", one.data).outcome.get(one.subject) == CLEAR
    return one.outcome == UNKNOWN and (not arrives or f"{one.subject}.status" in one.asked)


def _says_nothing_of_its_needs(one: Departure) -> bool:
    process = one.base["processes"].get(one.subject.removeprefix("processes."), {})
    return one.outcome == "nothing" and "requires_capabilities" not in process


def _moves_nobody_knows_what(one: Departure) -> bool:
    return one.outcome == "nothing"


def _asks_too_much(one: Departure) -> bool:
    return one.outcome == UNKNOWN


def _asks_whether_flows_are_whole(one: Departure) -> bool:
    return one.outcome in {UNKNOWN, SUSPECTED} and "complete.flows" in one.asked


def _asks_whether_a_flow_runs(one: Departure) -> bool:
    return one.outcome == UNKNOWN and any(path.startswith("flows.") and path.endswith(".status") for path in one.asked)


def _may_hang_together_by_a_form(one: Departure) -> bool:
    return (
        one.outcome == SUSPECTED
        and set(one.asked) == {"complete.flows", "complete.tools"}
        and bool(one.base["capture_points"])
    )


def _asks_which_is_the_master(one: Departure) -> bool:
    return one.outcome == UNKNOWN and {path.partition(".")[0] for path in one.asked} == {"systems_of_record"}


def _can_be_part_of_none(one: Departure) -> bool:
    own = one.subject.removeprefix("tools.")
    others = [tool for key, tool in one.base["tools"].items() if key != own and tool.get("part_of") != own]
    return one.outcome == UNKNOWN and one.asked == (f"{one.subject}.part_of",) and not others


def _is_alone(one: Departure) -> bool:
    return _asks_whether_flows_are_whole(one) and len(one.base["tools"]) == 1 and "tools" in one.base["complete"]


def _asks_for_a_brand(one: Departure) -> bool:
    return one.outcome == UNKNOWN and f"{one.subject}.brand" in one.asked


def _is_told_what_does_not_arrive(one: Departure) -> bool:
    """Whether a gap denies what a flow passes on."""
    gaps = one.base["gaps"].values()
    flows = one.base["flows"].values()
    return one.outcome == UNKNOWN and any(
        (gap["from"], gap["to"]) == (flow.get("from"), flow.get("to")) and gap["signal"] in (flow.get("signals") or ())
        for gap in gaps
        for flow in flows
    )


def _may_show_what_nobody_listed(one: Departure) -> bool:
    return one.outcome == UNKNOWN and one.asked == (f"{one.subject}.metrics",) and "metrics" not in one.base["complete"]


READ_TWICE = {
    "MEA-03": "scope",
    "MEA-04": "goal",
    "MEA-08": "function",
    "MEA-10": "capabilities",
    "MEA-11": "capabilities",
    "MEA-15": "function",
    "COM-01": "function",
    "STR-05": "function",
    "STR-07": "function",
    "STR-13": "capabilities",
    "STR-14": "capabilities",
}


def _asks_for_what_is_read_twice(one: Departure) -> bool:
    return one.outcome == UNKNOWN and any(path.endswith(f".{READ_TWICE[one.rule]}") for path in one.asked)


def _knows_a_gap_of_another_channel(one: Departure) -> bool:
    channels = {gap["signal"].partition(":")[2] for gap in one.base["gaps"].values()} - {""}
    return one.outcome == UNKNOWN and bool(channels - {one.subject.partition(":")[2]})


def _names_a_theme_as_listed(one: Departure) -> bool:
    return one.outcome == SUSPECTED and one.asked == ("complete.goals",)


def _asks_for_a_theme(one: Departure) -> bool:
    return one.outcome == UNKNOWN and any(path.endswith(".theme") for path in one.asked)


def _asks_from_which_tools(one: Departure) -> bool:
    named = [
        one.base["metrics"]["m"].get("measured_in"),
        *(report.get("built_in") for report in one.base["reports"].values()),
    ]
    return one.outcome == UNKNOWN and any(held in (None, "unknown") or "more" in held for held in named)


def _asks_between_which_tools(one: Departure) -> bool:
    return one.outcome == UNKNOWN and bool({f"{one.subject}.tool", f"{one.subject}.happens_in"} & set(one.asked))


EXCEPTIONS: tuple[Excepted, ...] = (
    Excepted(
        ("STR-08",),
        _names_a_theme_as_listed,
        "Where no work serves any goal, the theme of a goal that nobody listed would get as little. But the finding names the "
        "theme that weighs most, and that is so only as listed.",
    ),
    Excepted(
        ("STR-08",),
        _asks_for_a_theme,
        "The theme of a goal says what weighs most and what the work on it serves. Both are bounded apart; to try all themes of "
        "all goals would take exponential time.",
    ),
    Excepted(
        ("GRA-34",),
        _asks_from_which_tools,
        "Where nobody has said from where a metric is read, or in what a report is made, the rule asks for that. It does not try "
        "every tool that there is.",
    ),
    Excepted(
        ("GRA-26",),
        _asks_between_which_tools,
        "Where nobody has said in which tool an automation runs, or where its event happens, the rule asks for that. It does not "
        "try every tool that there is.",
    ),
    Excepted(
        ("GRA-01", "GRA-02", "GRA-03", "GRA-04", "MEA-09"),
        _asks_in_a_contradiction,
        "A stated gap contradicts what else is stated. The rule asks to settle that; it draws no conclusion from a contradiction.",
    ),
    Excepted(
        ("GRA-01", "GRA-02", "GRA-03", "GRA-04"),
        _knows_a_gap_of_another_channel,
        "Each channel is judged apart: that a gap for one channel shows a flow for all channels not to run is not concluded.",
    ),
    Excepted(
        tuple(READ_TWICE),
        _asks_for_what_is_read_twice,
        "Kleene's logic judges each part of a declared condition apart. Where two parts look at one unknown fact, it does not see "
        "that they cannot both be met; to see it would mean to try all values.",
    ),
    Excepted(
        ("GRA-24",),
        _asks_too_much,
        "How much is cut off comes from two bounds, one from the certain ways and one from the possible ones, in near-linear time. "
        "What no single completion has can lie between the two.",
    ),
    Excepted(
        ("GRA-08",),
        _asks_too_much,
        "Whose data comes checked and unchecked is worked out from what certainly and what possibly gets where, in near-linear time. "
        "What no single completion has can lie between the two.",
    ),
    Excepted(
        ("MEA-10", "MEA-11"),
        _asks_whether_flows_are_whole,
        "Where flows may be unlisted, a declared condition on flows counts as one that such a flow may meet. Between which tools it "
        "could run is not looked into.",
    ),
    Excepted(
        ("GRA-22",),
        _asks_whether_a_flow_runs,
        "Whether a flow of unknown status brings data of customers, and whether it connects with a hub, is worked out apart. What no "
        "single completion has can lie between the two.",
    ),
    Excepted(
        ("GRA-22",),
        _may_hang_together_by_a_form,
        "A form of the tool may hand on to a tool that nobody listed, which the hub hands on to as well. The completions add one flow "
        "at a time, and not these two.",
    ),
    Excepted(
        ("LEG-06",),
        _asks_which_is_the_master,
        "Where no tool would be a safe place for who opted out, the rule still asks which is the place: the finding has to name it.",
    ),
    Excepted(
        ("PRO-18",),
        _can_be_part_of_none,
        "A tool beside which there are none but its own parts can be part of no other. That is not looked into.",
    ),
    Excepted(
        ("PRO-08",),
        _is_alone,
        "Beside a single tool there can be no flow. That is not looked into: whether the list of flows is whole is asked.",
    ),
    Excepted(
        ("GRA-06",),
        _asks_for_a_brand,
        "Whether a place belongs to a sender's brand is looked at sender by sender. That all of them have the same brands, so that "
        "one of them hears it if any is concerned, is not looked into.",
    ),
    Excepted(
        ("GRA-10",),
        _is_told_what_does_not_arrive,
        "A stated gap contradicts a flow that is stated. The rule asks to settle that; it draws no conclusion from a contradiction.",
    ),
    Excepted(
        ("MEA-14",),
        _may_show_what_nobody_listed,
        "A report of which nobody has said what it shows may show a metric that nobody listed. The completions name listed ones alone.",
    ),
    Excepted(
        ("TEC-04",),
        _says_nothing_of_its_needs,
        "A process of which nobody has said what it needs is no subject of the rule: it would ask that of every process there is.",
    ),
    Excepted(
        ("GRA-18",),
        _moves_nobody_knows_what,
        "Flows of which nobody has said what they move are a subject only where they form a circle as listed.",
    ),
    Excepted(
        ("GRA-02", "GRA-03", "GRA-04"),
        _asks_for_places,
        "No place is known where people could say stop on a channel that is used. The three rules on opt-outs ask for that alike, "
        "also where such a place could only break GRA-01.",
    ),
    Excepted(
        ("GRA-02", "GRA-03", "GRA-04"),
        _may_not_arrive,
        "Ways that are only possible are looked at one step at a time, not as wholes, which would take exponential time: so a way "
        "counts that no single completion has. That is so only where it is uncertain that opt-outs arrive, and GRA-01 asks for that.",
    ),
    Excepted(
        ("GRA-11", "GRA-12"),
        _may_not_be_deleted,
        "Where it is uncertain that a deletion gets to a tool in use, that is asked. That what brings it there would bring it "
        "to the source as well is not looked into: it would take a search from every tool.",
    ),
)


def reason_for(departure: Departure) -> str:
    """The reason for a departure; empty where there is none."""
    for one in EXCEPTIONS:
        if departure.rule in one.rules and one.applies(departure):
            return one.reason
    return ""
