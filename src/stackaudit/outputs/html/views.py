"""Ways to look at the diagram: by topic, by team and by layer, each as the ids of what it shows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, Final

from stackaudit.audit.audit import Audit
from stackaudit.checks.reading import says
from stackaudit.finding import Finding
from stackaudit.frozen import dataclass
from stackaudit.model.elements import CapturePoint, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import is_stated, listed
from stackaudit.outputs.diagram.chart import Chart, Link, Member, chart_of
from stackaudit.outputs.diagram.figures import line_address
from stackaudit.outputs.diagram.labels import address, between
from stackaudit.outputs.diagram.scene import LineKind
from stackaudit.truth import FALSE

__all__ = ["View", "lit_by", "views"]

_MONEY: Final = ("spend", "conversion", "click_id", "utm")
_AMOUNTS: Final = ("cost", "revenue", "order")


@dataclass(frozen=True, slots=True)
class View:
    """What to look at: a name, the heading under which it is offered, and the ids in the diagram, parted by spaces."""

    group: str
    name: str
    ids: str


def views(audit: Audit, pictures: Sequence[Container[str]]) -> tuple[tuple[View, ...], ...]:
    """For each picture, by the ids that it holds: the views that show something of it, topics first."""
    if not pictures:
        return ()
    by_layer = chart_of(audit.stack, audit.graph, (), "layer")
    by_team = chart_of(audit.stack, audit.graph, (), "team")
    made = [
        *(("Topic", name, _topic(by_layer, of_link, of_member)) for name, of_link, of_member in _TOPICS),
        *(("Team", name, _group(by_team, key)) for key, name in by_team.groups.items()),
        *(("Layer", name, _group(by_layer, key)) for key, name in by_layer.groups.items()),
    ]
    return tuple(
        tuple(View(group, name, shown) for group, name, ids in made if (shown := _drawn(ids, drawn)))
        for drawn in pictures
    )


def lit_by(finding: Finding, stack: Stack, drawn: Container[str]) -> str:
    """The ids of what a finding is about and of its path, as far as they are drawn, parted by spaces."""
    return _drawn(_ids_of(finding, stack), drawn)


def _ids_of(finding: Finding, stack: Stack) -> Iterator[str]:
    yield from map(address, finding.elements)
    for path in finding.elements:
        section, _, key = path.partition(".")
        if section == "flows":  # a line means little without what it joins
            flow = stack.flows[key]
            yield from (address(f"tools.{flow.from_}"), address(f"tools.{flow.to}"))
    for hop in finding.path:
        yield from (address(f"tools.{hop.source}"), address(f"tools.{hop.target}"), address(hop.element))
        yield from (between(kind, hop.source, hop.target) for kind in ("choice", "gate"))


def _topic(chart: Chart, of_link: Callable[[Link], bool], of_member: Callable[[Member], bool]) -> list[str]:
    found = [address(member.path) for member in chart.members.values() if of_member(member)]
    for link in chart.links:
        source = chart.members.get(link.source)
        is_choice = link.kind is LineKind.CHOICE and source is not None and of_member(source)
        if is_choice or of_link(link):
            found += _with_ends(chart, link)
    return found


def _group(chart: Chart, key: str) -> list[str]:
    """What belongs to a team or layer, and what runs within it."""
    inside = {member.id for member in chart.members.values() if member.group == key}
    found = [address(chart.members[one].path) for one in chart.members if one in inside]
    for link in chart.links:
        if link.source in inside and link.target in inside:
            found += _with_ends(chart, link)
    return found


def _with_ends(chart: Chart, link: Link) -> list[str]:
    ends = [address(chart.members[end].path) for end in (link.source, link.target) if end in chart.members]
    return [line_address(link), *ends]


def _drawn(ids: Iterable[str], drawn: Container[str]) -> str:
    return " ".join(one for one in dict.fromkeys(ids) if one in drawn)


# -- topics -----------------------------------------------------------------------------------------------------------


def _about_people(link: Link) -> bool:
    return link.flow is not None and any(one == "user" or one.startswith("user.") for one in listed(link.flow.carries))


def _passes(link: Link, signals: tuple[str, ...]) -> bool:
    """Whether something is said to pass on one of the signals, or is known not to."""
    if link.flow is not None:
        return any(one.partition(":")[0] in signals for one in listed(link.flow.signals))
    return any(str(gap.signal).partition(":")[0] in signals for gap in link.gaps)


def _opt_outs(link: Link) -> bool:
    return link.kind is LineKind.GATE or _passes(link, ("opt_out",))


def _says_stop(member: Member) -> bool:
    element = member.element
    if isinstance(element, Tool):
        return bool(_named(element.captures_opt_out) or _named(element.sends))
    return says(element, "opt_out") != FALSE


def _consent(link: Link) -> bool:
    return _passes(link, ("consent",)) or (link.flow is not None and link.flow.consent_gated is True)


def _says_yes(member: Member) -> bool:
    return isinstance(member.element, CapturePoint) and says(member.element, "consent") != FALSE


def _money(link: Link) -> bool:
    carries = listed(link.flow.carries) if link.flow is not None else ()
    return _passes(link, _MONEY) or any(one.partition(".")[0] in _AMOUNTS for one in carries)


def _link_unowned(link: Link) -> bool:
    return link.flow is not None and not _has_owner(link.flow.owner)


def _member_unowned(member: Member) -> bool:
    return isinstance(member.element, Tool) and not _has_owner(member.element.owner)


def _has_owner(owner: Any) -> bool:
    return is_stated(owner) and isinstance(owner, str) and owner != "none"


def _named(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value if isinstance(value, dict) else listed(value)))


def _nothing(_: Any) -> bool:
    return False


_TOPICS: Final[tuple[tuple[str, Callable[[Link], bool], Callable[[Member], bool]], ...]] = (
    ("Personal data", _about_people, _nothing),
    ("Opt-outs", _opt_outs, _says_stop),
    ("Consent", _consent, _says_yes),
    ("Spend and conversions", _money, _nothing),
    ("Ownership: no owner stated", _link_unowned, _member_unowned),
)
