"""A page for each built-in rule, and the table of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from stackaudit.audit.dimensions import dimension_of
from stackaudit.audit.evidence import as_yaml
from stackaudit.finding import Severity
from stackaudit.outputs.html.wording import ACT, MEANING
from stackaudit.rules import Rule, builtin
from stackaudit.rules.rule import Dimension
from stackaudit.rules.wording import in_words
from stackaudit.source import Document, read_file
from writers.markdown import code, excerpt, heading_note, prose, table

__all__ = ["dimensions", "rule_pages", "rule_table", "severities"]

_GROUPS = {"flagged": "An example that is flagged", "clear": "An example that is clear"}


def rule_table() -> str:
    """The built-in rules, and what the pages of a site need to know of them."""
    pack = builtin()
    head = ("Rule", "Severity", "Family", "Kind", "Red flag")
    rows = (
        (f"[{rule.id}]({rule.id}.md)", rule.severity.value, rule.family, _kind(rule), prose(rule.title))
        for rule in pack.rules
    )
    names = "".join(f"{rule.id}\n" for rule in pack.rules)
    return (
        f"Pack {code(pack.name)}, version {pack.version}, {len(pack.rules)} rules.\n\n"
        f"{table(head, rows)}\n```{{toctree}}\n:hidden:\n\n{names}```\n"
    )


def severities() -> str:
    """What each severity means, and by when to act."""
    rows = ((severity.value, MEANING[severity], ACT[severity]) for severity in Severity)
    return table(("Severity", "What a finding means", "By when"), rows)


def dimensions() -> str:
    """The parts of the score, and which built-in rules count in each."""
    scored = [rule for rule in builtin().rules if not rule.alias_of]
    rows = (
        (one.heading, ", ".join(_runs(rule.id for rule in scored if dimension_of(rule) is one))) for one in Dimension
    )
    return table(("Dimension", "Rules"), rows)


def _runs(ids: Iterable[str]) -> Iterator[str]:
    """Ids in order, those that follow one another as the first and the last."""
    parts = [(one.rpartition("-")[0], int(one.rpartition("-")[2]), one) for one in sorted(ids)]
    for _, run in groupby(enumerate(parts), key=lambda one: (one[1][0], one[1][1] - one[0])):
        names = [name for _, (_, _, name) in run]
        yield names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def rule_pages() -> Iterator[tuple[str, str]]:
    """File name and text of each page."""
    pack = builtin()
    titles = {rule.id: rule.title for rule in pack.rules}
    for rule in pack.rules:
        if rule.place is not None:
            path = pack.path / Path(*Path(rule.place.file).parts[1:])
            yield f"{rule.id}.md", _page(rule, path, Path("rules") / path.relative_to(pack.path), titles)


def _kind(rule: Rule) -> str:
    links = ", ".join(f"[{one}]({one}.md)" for one in rule.alias_of)
    return f"see {links}" if rule.alias_of else rule.kind


def _page(rule: Rule, path: Path, label: Path, titles: Mapping[str, str]) -> str:
    documents = read_file(path).documents
    parts = [
        heading_note(label.as_posix()),
        f"\n# {rule.id}: {prose(rule.title)}\n\n",
        f"{rule.severity} · {rule.family} · {rule.kind} · {code(rule.name)} · {code(label.as_posix())}\n",
        _scored(rule),
        _section("The question", f"*{prose(rule.ask)}*\n\nRed flag: {prose(rule.red_flag)}"),
        _section("Why it is a red flag", prose(rule.why)),
    ]
    if rule.alias_of:
        links = "\n".join(f"- [{one}]({one}.md): {prose(titles[one])}" for one in rule.alias_of)
        parts.append(_section("Where it is found", links))
    else:
        parts += _logic(rule, path, documents[0])
        parts += _consequences(rule)
        parts += (_example(group, path, documents[1]) for group in _GROUPS)
    sources = "\n".join(f"- {prose(one)}" for one in rule.sources)
    return "".join([*parts, _section("Notes", prose(rule.notes)), _section("Sources", sources)])


def _scored(rule: Rule) -> str:
    """Where it counts in the score, and how; an alias has no part in it."""
    dimension = dimension_of(rule)
    if rule.alias_of or dimension is None:
        return ""
    credit = "all or nothing" if rule.all_or_nothing else "the share of its subjects that is clear"
    return f"\nIn the [score](../../score.md): {dimension.heading}; it earns {credit}.\n"


def _section(title: str, text: str) -> str:
    return f"\n## {title}\n\n{text}\n" if text else ""


def _logic(rule: Rule, path: Path, document: Document) -> Iterator[str]:
    if rule.check is None:
        logic = f"\n\n```yaml\n{excerpt(path, document, ('flag',))}```"
    else:
        logic = f"\n\nThe check {code(rule.check_name)} does it."
    yield _section("How it is found", f"{prose(rule.found)}{logic}")
    if rule.parameters:
        rows = (
            (code(name), in_words(one.value) or "", prose(one.about), prose(one.source))
            for name, one in rule.parameters.items()
        )
        yield _section("Parameters", table(("Parameter", "Value", "What it is", "Source"), rows).rstrip())
    if rule.steps:
        steps = ((step.to.value, prose(step.because)) for step in rule.steps)
        yield _section("Severity", f"{rule.severity}, and:\n\n{table(('Severity', 'Where'), steps).rstrip()}")


def _consequences(rule: Rule) -> Iterator[str]:
    wordings = [prose(text).replace("{", "*").replace("}", "*") for text in rule.impact]
    if len(wordings) > 1:
        first = "The first of these whose names are all known:\n\n"
        yield _section("For leadership", first + "\n".join(f"- {text}" for text in wordings))
    else:
        yield _section("For leadership", "".join(wordings))
    yield _section("How to mend it", f"- Now: {prose(rule.fix.now)}\n- Later: {prose(rule.fix.later)}")


def _example(group: str, path: Path, document: Document) -> str:
    data: Any = document.data
    example = data[group][0]
    text = f"{prose(example['about'][:1].upper() + example['about'][1:])}:\n\n"
    text += f"```yaml\n{excerpt(path, document, (group, 0, 'stack'))}```\n\n"
    expected = example.get("expect")
    items = expected.items() if isinstance(expected, dict) else [(one, None) for one in expected or ()]
    named = ", ".join(code(str(element)) + (f" ({as_yaml(said)})" if said else "") for element, said in items)
    word = "Flagged" if group == "flagged" else "Clear, or not applicable"
    return _section(_GROUPS[group], f"{text}{word}: {named}.")
