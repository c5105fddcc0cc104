"""How checks read facts: three-valued truths over the fields of one element, so that each question has one reading."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from stackaudit.finding import Missing
from stackaudit.graph.columns import by_facts, by_value
from stackaudit.graph.facts import covers, holds, holds_class, in_use, is_running, passes, runs, says, stated_yes
from stackaudit.graph.personal import declared_as, is_personal, names_personal, personal_classes
from stackaudit.model.elements import CapturePoint, Element, Flow, Person, Roadmap, RoadmapItem, Team, Tool
from stackaudit.model.stack import Stack
from stackaudit.model.values import NONE, UNKNOWN, Word, is_open, is_stated, listed
from stackaudit.model.words import MANUAL_METHODS, Channel, PersonStatus, Purpose, ToolStatus
from stackaudit.model.writing import number
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, all_of, any_of, is_false, is_true, of

if TYPE_CHECKING:
    from stackaudit.graph import StackGraph

__all__ = [
    "CHANNELS",
    "OWN_FUNCTION",
    "aspect_fact",
    "at_least_two_maintainers",
    "by_hand",
    "capable",
    "captures",
    "carries_contacts",
    "carries_personal",
    "classes_missing",
    "contacts_of",
    "covers",
    "crew",
    "declared_as",
    "has_capability",
    "holds",
    "holds_class",
    "in_use",
    "is_personal",
    "is_running",
    "is_standing",
    "kept_for_a_reason",
    "least_heads",
    "moves_by",
    "named",
    "names_contacts",
    "names_personal",
    "overlapping",
    "passes",
    "personal_classes",
    "roadmap_items",
    "runs",
    "says",
    "section_fact",
    "sending",
    "sends_any_marketing",
    "sends_anything",
    "sends_marketing",
    "sends_texts",
    "some",
    "standing",
    "stated_yes",
    "stores_personal",
    "there",
    "unlisted_links",
    "watched",
    "whether_runs",
    "whether_whole",
    "who",
]

_ALL_BRANDS: Final = (None, NONE, ())
_CONTACT: Final = "user.contact"

CHANNELS: Final[tuple[str, ...]] = tuple(channel.value for channel in Channel)
"""Every channel, in the order of the vocabulary."""
OWN_FUNCTION: Final = "marketing_operations"
"""The function of the team whose stack it is: others agree with it, and ask it for work."""


def aspect_fact(element: Element, name: str) -> Any:
    """A field, or a fact of an aspect (``contract.renews``): what is said of the aspect as a whole holds for each."""
    head, _, inner = name.partition(".")
    held = getattr(element, head)
    return held if not inner or held is None or isinstance(held, Word) else getattr(held, inner)


def section_fact(stack: Stack, section: str, name: str) -> Any:
    """A fact of a section such as ``consent``: what is said of the section as a whole holds for each."""
    held = getattr(stack, section)
    return held if held is None or isinstance(held, Word) else getattr(held, name)


def some(items: Any) -> Truth:
    """Whether a list has anything in it."""
    if not is_stated(items):
        return UNKNOWN_TRUTH
    if items is NONE or not items:
        return FALSE
    return TRUE if listed(items) else UNKNOWN_TRUTH


def named(names: Iterable[str], most: int = 5) -> str:
    """Names in a row: ``a, b and c``; where there are more than ``most``: ``a, b and 7 more``."""
    shown = list(names)
    if len(shown) > most:
        shown[most - 1 :] = [f"{len(shown) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def contacts_of(stack: Stack) -> str:
    """How many people the company can write to, for a message; empty where nobody has said."""
    contacts = None if stack.company is None else stack.company.contacts
    return number(contacts) if isinstance(contacts, int) else ""


# -- what tools do ---------------------------------------------------------------------------------------------------


def sends_marketing(tool: Tool, channel: str) -> Truth:
    """Whether marketing goes out from a tool on a channel; whether the tool is in use is not looked at.

    ``[email]`` includes marketing, ``{email: [service]}`` does not.
    """
    sends = tool.sends
    if isinstance(sends, dict):
        purposes = {name.value: held for name, held in sends.items()}.get(channel)
        return FALSE if purposes is None else holds(purposes, (Purpose.MARKETING,))
    return holds(sends, (channel,))


def sends_any_marketing(tool: Tool) -> Truth:
    """Whether marketing goes out from a tool on whatever channel; whether the tool is in use is not looked at."""
    if isinstance(tool.sends, dict):
        return any_of(sends_marketing(tool, channel) for channel in CHANNELS)
    return holds(tool.sends, CHANNELS)


def sends_anything(tool: Tool) -> Truth:
    """Whether the company messages people from a tool, on any channel and for any purpose."""
    sends = tool.sends
    if isinstance(sends, dict):
        return any_of(some(purposes) for purposes in sends.values())
    return some(sends)


def sending(graph: StackGraph, judge: Callable[..., Truth] = sends_anything, *asked: str) -> Sequence[Truth]:
    """What a judge says of each tool by what it sends alone, in the order of the file; worked out once.

    As it stands, whether the company messages people from it. The judge gets the tool, and ``asked``.
    """
    return graph.once((sending, judge, *asked), lambda: _sending(graph, judge, asked))


def _sending(graph: StackGraph, judge: Callable[..., Truth], asked: tuple[str, ...]) -> Sequence[Truth]:
    tools = graph.columns.elements("tool")
    held = [tuple(one.items()) if type(one) is dict else one for one in graph.columns.of("tool", "sends")]
    return by_facts(held, tools, lambda tool: judge(tool, *asked))


def sends_texts(tool: Tool) -> Truth:
    """Whether texts go out from a tool, for whatever purpose."""
    sends = tool.sends
    if isinstance(sends, dict):
        return any_of(some(purposes) for channel, purposes in sends.items() if channel == Channel.SMS)
    return holds(sends, (Channel.SMS,))


def captures(element: Tool | CapturePoint, channel: str) -> Truth:
    """Whether people can say stop for a channel in a tool or at a capture point; the tool's status is not looked at."""
    if isinstance(element, Tool):
        return holds(element.captures_opt_out, (channel,))
    return all_of((says(element, "opt_out"), holds(element.channel, (channel,))))


def has_capability(tool: Tool, wanted: Iterable[str]) -> Truth:
    """Whether a tool is there for one of the wanted capabilities."""
    return holds(tool.capabilities, wanted)


def capable(graph: StackGraph, wanted: Iterable[str]) -> Sequence[Truth]:
    """Whether each tool is there for one of the wanted capabilities, in the order of the file; worked out once."""
    return graph.once((capable, *wanted), lambda: _capable(graph, tuple(wanted)))


def _capable(graph: StackGraph, wanted: tuple[str, ...]) -> Sequence[Truth]:
    return by_value(graph.columns.of("tool", "capabilities"), lambda capabilities: holds(capabilities, wanted))


def kept_for_a_reason(tool: Tool) -> Truth:
    """Whether it is recorded why the company keeps a tool beside others of its kind, or that its end is decided."""
    if tool.status is ToolStatus.RETIRING:
        return TRUE
    reason = tool.overlap_reason
    return UNKNOWN_TRUTH if reason is UNKNOWN else of(reason is not None and reason is not NONE)


def overlapping(one: Any, other: Any) -> Truth:
    """Whether two lists of brands have one in common. Left out, ``none`` or empty, a list means all brands."""
    if one in _ALL_BRANDS or other in _ALL_BRANDS:
        return TRUE
    if one is UNKNOWN or other is UNKNOWN:
        return UNKNOWN_TRUTH
    if set(listed(one)) & set(listed(other)):
        return TRUE
    return UNKNOWN_TRUTH if is_open(one) or is_open(other) else FALSE


# -- data ------------------------------------------------------------------------------------------------------------


def classes_missing(stack: Stack, route: tuple[str, ...], classes: Any) -> Iterator[Missing]:
    """The facts that would say whether a list holds personal data: of its data classes, and the list itself if open."""
    for name in listed(classes):
        if is_personal(stack, name) == UNKNOWN_TRUTH:
            yield Missing(("data_classes", declared_as(stack, name), "personal"))
    if is_open(classes):
        yield Missing(route)


def carries_personal(stack: Stack, flow: Flow) -> Truth:
    """Whether a flow carries personal data; whether it runs is not looked at."""
    return names_personal(stack, flow.carries)


def stores_personal(stack: Stack, tool: Tool) -> Truth:
    """Whether a tool keeps personal data."""
    return names_personal(stack, tool.stores)


def carries_contacts(flow: Flow) -> Truth:
    """Whether a flow carries ways to reach people, or all that is about them; whether it runs is not looked at."""
    return names_contacts(flow.carries)


def names_contacts(classes: Any) -> Truth:
    """Whether a list of data classes holds ways to reach people, or all that is about them."""
    if any(covers(name, _CONTACT) for name in listed(classes)):
        return TRUE
    return holds_class(classes, (_CONTACT,))


# -- how things are run ----------------------------------------------------------------------------------------------


def by_hand(flow: Flow) -> Truth:
    """Whether a flow needs a person for each run."""
    return moves_by(flow.method, MANUAL_METHODS)


def moves_by(method: Any, methods: Container[Any]) -> Truth:
    """Whether the method of a flow is one of some. A method of ``none`` is no answer."""
    return UNKNOWN_TRUTH if not is_stated(method) or method is NONE else of(method in methods)


def whether_runs(stack: Stack, flow: Flow) -> Iterator[Missing]:
    """The facts that would say whether a flow runs between tools in use."""
    if runs(flow) == UNKNOWN_TRUTH:
        yield Missing(("flows", flow.id, "status"))
    for end in flow.ends[0]:
        if end in stack.tools and in_use(stack.tools[end]) == UNKNOWN_TRUTH:
            yield Missing(("tools", end, "status"))


def watched(monitored: Any) -> Truth:
    """Whether somebody is told when something stops, as the field ``monitored`` of a tool, flow or automation says."""
    return stated_yes(monitored)


def standing(flow: Flow) -> Truth:
    """Whether a flow is there to run again and again."""
    return is_standing(flow.every)


def is_standing(every: Any) -> Truth:
    """Whether a cadence is one of what runs again and again: not ``once``, ``on_request`` or ``none``."""
    if not is_stated(every):
        return UNKNOWN_TRUTH
    return of(every is not NONE and every not in {"once", "on_request"})


def who(stack: Stack, name: str) -> Team | Person:
    """The team, else the person, of a name."""
    return stack.teams.get(name) or stack.people[name]


def there(person: Person) -> Truth:
    """Whether somebody is there: neither on long leave nor gone. A person without a status is."""
    status = person.status
    if status is None or status is NONE:
        return TRUE
    return UNKNOWN_TRUTH if status is UNKNOWN else of(status == PersonStatus.ACTIVE)


def at_least_two_maintainers(stack: Stack, maintainers: Any) -> tuple[Truth, int, tuple[Missing, ...]]:
    """Whether at least two people can repair something; how many can for certain; and which people's facts would tell.

    People who have left or are away do not count. A team counts as two, unless its headcount is one or none. Where the
    list itself is open, its own route is for the caller to ask for; it may hold anybody, and where people and teams are
    all listed, any of them.
    """
    least, most, missing = crew(stack, maintainers)
    if least >= 2:  # noqa: PLR2004 - two, as the name says
        return TRUE, least, ()
    if most < 2:  # noqa: PLR2004 - two, as the name says
        return FALSE, least, ()
    return UNKNOWN_TRUTH, least, missing


def crew(stack: Stack, names: Any, *, own_only: bool = False) -> tuple[int, int, tuple[Missing, ...]]:
    """How many people a list stands for, at least and at most (two where it may be more), and whose facts would tell.

    With ``own_only`` those of other firms do not count.
    """
    least = most = 0
    missing: list[Missing] = []
    for name in dict.fromkeys(listed(names)):
        low, high, route = _own_heads(stack, name) if own_only else _heads(stack, name)
        least, most = least + low, most + high
        if route is not None:
            missing.append(Missing(route))
    if is_open(names):
        most = 2 if most >= 2 else _most_heads(stack, own_only=own_only)  # noqa: PLR2004 - two, as the docstring says
    return least, most, tuple(missing)


def _own_heads(stack: Stack, name: str) -> tuple[int, int, tuple[str, ...] | None]:
    """How many people of the company a name stands for."""
    low, high, route = _heads(stack, name)
    collection = "teams" if name in stack.teams else "people"
    held: Team | Person | None = stack.teams.get(name) or stack.people.get(name)
    external = FALSE if held is None else stated_yes(held.external)
    if external == TRUE or high == 0:
        return (0, 0, None)
    return (low, high, route) if external == FALSE else (0, high, (collection, name, "external"))


def _most_heads(stack: Stack, *, own_only: bool = False) -> int:
    """How many people there can be at most to repair something, if that is fewer than two; else two."""
    if not (stack.is_complete("people") and stack.is_complete("teams")):
        return 2
    most = 0
    for name in (*stack.teams, *stack.people):
        most += (_own_heads if own_only else _heads)(stack, name)[1]
        if most >= 2:  # noqa: PLR2004 - two are enough
            return 2
    return most


def least_heads(stack: Stack) -> dict[str, int]:
    """How many people each team and each person stands for at least, two where it is more; by id."""
    return {name: _heads(stack, name)[0] for name in (*stack.teams, *stack.people)}


def _heads(stack: Stack, name: str) -> tuple[int, int, tuple[str, ...] | None]:
    """How many people a name stands for: the least, the most, and the fact that would tell where they differ."""
    team: Team | None = stack.teams.get(name)
    if team is not None:
        count = 0 if team.headcount is NONE else team.headcount if isinstance(team.headcount, int) else 2
        return (min(count, 2), min(count, 2), None)
    person = stack.people.get(name)
    if person is None:
        return (1, 1, None)
    truth = there(person)
    if is_true(truth) or is_false(truth):
        return (int(is_true(truth)), int(is_true(truth)), None)
    return (0, 1, ("people", name, "status"))


def roadmap_items(stack: Stack) -> dict[str, RoadmapItem] | None:
    """The items of the roadmap; None where nobody has said what they are."""
    if stack.roadmap is NONE:
        return {}
    return stack.roadmap.items if isinstance(stack.roadmap, Roadmap) else None


# -- what is whole ---------------------------------------------------------------------------------------------------


def whether_whole(stack: Stack, *collections: str) -> tuple[Missing, ...]:
    """What to ask where something that nobody listed could turn a verdict round: whether each collection is whole."""
    return tuple(Missing(("complete", name)) for name in collections if not stack.is_complete(name))


def unlisted_links(stack: Stack) -> tuple[Missing, ...]:
    """What to ask where only a flow that nobody listed could make a difference, be it to or from such a tool."""
    return whether_whole(stack, "flows", "tools")
