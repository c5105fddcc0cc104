"""What each rule came to, and the facts that rules judged by: their own figures, laws and rules of platforms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackaudit.audit.audit import Audit
from stackaudit.audit.coverage import Tally
from stackaudit.catalogue import (
    Clock,
    ClockKind,
    OutsideRule,
    SendingRule,
    SignalDemand,
    SignalLaw,
    binding,
    clocks,
    demanded,
    request_clocks,
    sending_rules,
    signal_laws,
)
from stackaudit.finding import RuleResult
from stackaudit.frozen import dataclass
from stackaudit.model.elements import Company
from stackaudit.model.values import is_open, is_stated, listed
from stackaudit.model.words import Channel, UsState
from stackaudit.model.writing import day, number
from stackaudit.outputs.html.names import TEXT, Names
from stackaudit.outputs.html.wording import spaced
from stackaudit.outputs.plain import shortened
from stackaudit.rules.rule import Parameter, Rule
from stackaudit.rules.wording import in_words, join

__all__ = [
    "BrokenRow",
    "ClockRow",
    "Figure",
    "RuleRow",
    "broken_rows",
    "clock_rows",
    "demand_rows",
    "figures",
    "outside_the_facts",
    "rule_rows",
]

_LISTED: Final = 200
_FRAMES: Final = 5
_BY_CLOCKS: Final = "opt_out_too_late"
_BY_SIGNALS: Final = "signal_ignored"
_BY_DEMANDS: Final = ("stackaudit.checks.deliverability:", "stackaudit.checks.stopping:")
_BY_LAWS: Final = (*_BY_DEMANDS, "stackaudit.checks.consent:", "stackaudit.checks.punctual:")
_WORDS: Final = {
    "flagged": "proved",
    "suspected": "suspected",
    "unknown": "cannot be judged",
    "not_applicable": "not applicable",
}


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a rule looked at, by name; ``more`` is how many are left out."""

    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule and its outcome. An alias has no outcome of its own: ``alias_of`` names the rules that have it."""

    rule: Rule
    outcome: str
    outcome_words: str
    tally: Tally | None
    clear: Subjects
    unknown: Subjects
    alias_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A rule that raised."""

    rule: Rule
    exception: str
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a rule judges by, with who says so."""

    rule: str
    name: str
    value: str
    about: str
    source: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A legal or platform rule: how long an opt-out may take, or what else it demands."""

    name: str
    kind: str
    limit: str
    channels: str
    binds: str
    note: str
    source: str
    as_of: str


def rule_rows(audit: Audit, names: Names) -> tuple[RuleRow, ...]:
    """The rules that were run, in the order of their ids, aliases among them."""
    results = {result.rule: result for result in audit.results}
    return tuple(_row(rule, results.get(rule.id), audit, names) for rule in audit.rules.values())


def _row(rule: Rule, result: RuleResult | None, audit: Audit, names: Names) -> RuleRow:
    if result is None:
        nothing = Subjects((), 0)
        return RuleRow(rule, "alias", f"see {join(rule.alias_of)}", None, nothing, nothing, rule.alias_of)
    outcome = "broken" if result.broken is not None else result.outcome.value
    return RuleRow(
        rule=rule,
        outcome=outcome,
        outcome_words=_WORDS.get(outcome, outcome),
        tally=None if result.broken is not None else audit.tallies[rule.id],
        clear=_subjects(result.clear, names),
        unknown=_subjects([one.element for one in result.unknown], names),
        alias_of=(),
    )


def _subjects(paths: Iterable[str], names: Names) -> Subjects:
    known = list(paths)
    return Subjects(tuple(names.subject(path) for path in known[:_LISTED]), max(0, len(known) - _LISTED))


def broken_rows(audit: Audit) -> tuple[BrokenRow, ...]:
    """The rules that raised, with the last frames: the first ones are those of the engine."""
    return tuple(
        BrokenRow(audit.rules[result.rule], shortened(result.broken.exception, TEXT), result.broken.frames[-_FRAMES:])
        for result in audit.broken
        if result.broken is not None
    )


def figures(audit: Audit) -> tuple[Figure, ...]:
    """The figures of the rules that were run."""
    return tuple(
        _figure(rule, name, parameter, audit.parameters.get(rule.id, {}))
        for rule in audit.rules.values()
        for name, parameter in rule.parameters.items()
    )


def _figure(rule: Rule, name: str, parameter: Parameter, given: Mapping[str, Any]) -> Figure:
    """A figure as it was in force; where settings set it, they are its source, and the rule's own stands beside."""
    value = shortened(in_words(parameter.value) or "", TEXT)
    source = parameter.source
    if name in given:
        source = f"settings; the rule says {value} ({source})"
        value = shortened(in_words(given[name]) or "", TEXT)
    return Figure(rule.id, spaced(name), value, parameter.about, source)


def clock_rows(audit: Audit) -> tuple[ClockRow, ...]:
    """The limits for opt-outs that bind the company, or may bind it, on some channel; the certain ones first.

    Then what laws make of the browser's own signal. There are none where no rule was run that judges by them.
    """
    by = {rule.check_name.rpartition(":")[2] for rule in audit.rules.values()}
    limits = _rows(audit, clocks()) if _BY_CLOCKS in by else ()
    return (*limits, *(_signals(audit) if _BY_SIGNALS in by else ()))


def demand_rows(audit: Audit) -> tuple[ClockRow, ...]:
    """What else laws and mailbox providers demand of the company when it sends, or may demand; the certain ones first.

    There is nothing where no rule was run that judges by it.
    """
    if not any(rule.check_name.startswith(_BY_DEMANDS) for rule in audit.rules.values()):
        return ()
    return _rows(audit, sending_rules())


def outside_the_facts(audit: Audit) -> str:
    """The regions of the company of which these facts hold no law, in words; empty where there are none.

    So it is, too, where no rule was run that judges by laws.
    """
    company = audit.stack.company
    if not isinstance(company, Company) or not any(
        rule.check_name.startswith(_BY_LAWS) for rule in audit.rules.values()
    ):
        return ""
    known: tuple[OutsideRule, ...] = (*clocks(), *sending_rules(), *request_clocks())
    laws = [one for one in known if one.kind is ClockKind.LAW]
    found = {region: binding(laws, None, (region,), audit.stack.as_of) for region in listed(company.regions)}
    without = [region.upper() for region, held in found.items() if not held.certain and not held.possible]
    return join(without, most=len(without))


def _rows(audit: Audit, known: tuple[Clock | SendingRule, ...]) -> tuple[ClockRow, ...]:
    company = audit.stack.company
    regions = company.regions if isinstance(company, Company) else None
    named = None if not is_stated(regions) else (*listed(regions), *(["worldwide"] if is_open(regions) else []))
    certain: dict[str, Clock | SendingRule] = {}
    possible: dict[str, Clock | SendingRule] = {}
    for channel in Channel:
        found = binding(known, channel.value, named, audit.stack.as_of)
        certain.update((rule.id, rule) for rule in found.certain)
        possible.update((rule.id, rule) for rule in found.possible)
    rows = [_clock(rule, _binds(rule)) for rule in certain.values()]
    return (*rows, *(_clock(rule, "may bind") for identity, rule in possible.items() if identity not in certain))


def _signals(audit: Audit) -> tuple[ClockRow, ...]:
    """The laws of the states in which people are said to live; of all states where nobody has said in which."""
    company = audit.stack.company
    if not isinstance(company, Company):
        return ()
    states = listed(company.us_states)
    may_bind = is_open(company.us_states) and {"us", "worldwide"} & set(listed(company.regions))
    laws = [law for demand in SignalDemand for law in signal_laws(demand, audit.stack.as_of)]
    sure = [law for law in laws if law.state in states or UsState.ALL in states]
    rows = [_signal(law, "binds") for law in sure]
    return (*rows, *(_signal(law, "may bind") for law in laws if may_bind and law not in sure))


def _signal(law: SignalLaw, binds: str) -> ClockRow:
    return ClockRow(
        name=f"Opt-out signal of a browser, {law.name}",
        kind="law",
        limit="at once" if law.demand is SignalDemand.HONOUR else "to be shown",
        channels="visits of a site",
        binds=binds,
        note=law.note or "",
        source=law.source,
        as_of=day(law.as_of),
    )


def _binds(rule: Clock | SendingRule) -> str:
    volume = rule.applies_from_daily_volume
    return "binds" if volume is None else f"binds from {number(volume)} messages a day"


def _clock(rule: Clock | SendingRule, binds: str) -> ClockRow:
    return ClockRow(
        name=rule.name,
        kind="law" if rule.kind is ClockKind.LAW else "platform rule",
        limit=demanded(rule) if isinstance(rule, SendingRule) else f"{rule.limit} {spaced(rule.unit.value)}",
        channels=join([one.doc for one in Channel if one in rule.channels]),
        binds=binds,
        note=rule.note or "",
        source=rule.source,
        as_of=day(rule.as_of),
    )
