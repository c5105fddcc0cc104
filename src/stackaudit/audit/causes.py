"""Root causes: findings that stem from one flow, tool or missing practice, grouped under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from stackaudit.audit.evidence import element_at
from stackaudit.audit.naming import flow_title
from stackaudit.finding import Finding, Outcome
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Element, Flow
from stackaudit.model.stack import KIND_OF, Stack

__all__ = ["Cause", "causes", "title_of"]

_STACK: Final = "stack"
_ITEMS: Final = "roadmap.items."


@dataclass(frozen=True, slots=True)
class Cause:
    """What findings stem from: the path of an element (``flows.a->b``) or of what is missing (``tracking_plan``).

    ``title`` is its name for a reader. ``findings`` are those that stem from it, worst first.
    """

    element: str
    title: str
    findings: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that its findings are of."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


def causes(stack: Stack, findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """The findings by what they stem from; each finding is in exactly one group.

    A finding goes to the flow that it names, in its elements, its path or its facts, and that most rules name with it;
    where it shares no flow with another rule, to the element that it is about; and where it is about the stack as a
    whole, to the first fact that decided. Linear in the findings and what they name.
    """
    findings = tuple(findings)
    flows = [dict.fromkeys(_flows(stack, finding)) for finding in findings]
    named: defaultdict[str, set[str]] = defaultdict(set)
    for finding, held in zip(findings, flows, strict=True):
        for flow in held:
            named[flow].add(finding.rule)
    many = {flow: len(rules) for flow, rules in named.items() if len(rules) > 1}
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding, held in zip(findings, flows, strict=True):
        shared = [flow for flow in held if flow in many]
        # The first of those that are named most: a finding names its flows from the most to the least telling.
        cause = max(shared, key=many.__getitem__) if shared else _own(finding)
        groups[cause].append(finding)
    made = [Cause(element, title_of(stack, element), tuple(found)) for element, found in groups.items()]
    return tuple(sorted(made, key=_weight))


def _flows(stack: Stack, finding: Finding) -> list[str]:
    """The flows that a finding names: what it is about, the slowest step of its path first, then its facts."""
    found = [element for element in finding.elements if element.startswith("flows.")]
    if finding.path:
        first = len(found) and found[0] is finding.elements[0]
        slowest = sorted(finding.path, key=lambda hop: (-hop.at_most, -hop.at_least))
        found[first:first] = [hop.element for hop in slowest if hop.element.startswith("flows.")]
    for one in finding.evidence:
        path = one.path
        if path.startswith("flows.") and (rest := path[len("flows.") :]):
            found.append(path if rest in stack.flows else f"flows.{rest.rpartition('.')[0]}")
    return found


def _own(finding: Finding) -> str:
    """What a finding is about; for one about the stack as a whole, the fact that decided."""
    primary = finding.elements[0] if finding.elements else _STACK
    if primary != _STACK:
        return primary
    return next((one.path for one in finding.evidence if one.path), _STACK)


def title_of(stack: Stack, path: str) -> str:
    """The name of an element, a section or a fact for a reader, by its path."""
    if path.startswith(_ITEMS):
        return _item(stack, path.removeprefix(_ITEMS))
    collection, _, identity = path.partition(".")
    kind = KIND_OF.get(collection)
    if not identity or kind is None:
        section, *facts = path.replace("_", " ").split(".")
        return ": ".join((f"{section[:1].upper()}{section[1:]}", *facts))
    element = element_at(stack, collection, identity)
    if kind == "flow" and isinstance(element, Flow):
        return flow_title(stack, element)
    # Asked of the class: of an object, pydantic takes long to say it.
    if issubclass(type(element), Element) and (element.name is not None or kind == "tool"):
        title: str = element.title
        return title
    if element is None:  # a fact of one
        whole, _, fact = path.rpartition(".")
        return f"{title_of(stack, whole)}: {fact.replace('_', ' ')}"
    return f"{kind[:1].upper()}{kind[1:].replace('_', ' ')}: {identity.replace('_', ' ')}"


def _item(stack: Stack, path: str) -> str:
    """The name of an item of the roadmap, or of a fact of one."""
    identity, *facts = path.split(".")
    item = element_at(stack, _ITEMS[:-1], identity)
    is_named = isinstance(item, Element) and item.name is not None
    named = item.title if is_named else f"Roadmap item: {identity.replace('_', ' ')}"
    return ": ".join((named, *(fact.replace("_", " ") for fact in facts)))


def _weight(cause: Cause) -> tuple[int, int, str, str]:
    """Those that explain most rules first, proved findings before suspected ones."""
    flagged = Outcome.FLAGGED
    proved = sum([finding.outcome is flagged for finding in cause.findings])
    return (-len(cause.rules), -proved, cause.findings[0].severity, cause.element)
