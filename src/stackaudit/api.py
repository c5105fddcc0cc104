"""The library's front door: load, run, and an audit that can write itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackaudit.audit.audit import Audit as _Audit
from stackaudit.load import load, load_data
from stackaudit.model.stack import Stack
from stackaudit.rules.pack import loaded
from stackaudit.rules.rule import Rule
from stackaudit.settings import Settings, load_settings
from stackaudit.settings.auditing import audit_by
from stackaudit.source import Limits

if TYPE_CHECKING:
    from stackaudit.audit.advice import Triage
    from stackaudit.audit.baseline import Baseline
    from stackaudit.outputs.difference.difference import Difference

__all__ = ["Audit", "diff", "run", "triage"]


class Audit(_Audit):
    """What was found in a stack, as typed values, with the outputs that users ask for most.

    A notebook shows it as a short summary.

    Attributes:
        stack: the stack that was audited, its elements by their ids.
        graph: its data-flow graph; ``graph.nx`` is a networkx graph.
        rules: the rules that were run, by id, aliases included.
        results: one result a rule, in the order of the rules; aliases have none.
        packs: name and version of each pack of rules.
        parameters: values that differ from the rules' own, by rule id and name.
        partial: whether only some of the rules of the packs were run.
        waive: whether the stack's waivers hold; without them, every finding counts.
        baseline: findings that were known before. They count, and fail nothing.
        severities: the severities that settings give to the findings of rules, by rule id. The score goes by the rules'
            own, so that settings cannot move it.
        left_out: the ids of the rules that were not run, as they were not selected, or ignored; no aliases.
        settings_file: the file of settings that was in force, as messages name it; empty where there was none.
    """

    def to_json(self) -> str:
        """The audit as JSON text; the reference documents its shape."""
        from stackaudit.outputs.json import to_json  # noqa: PLC0415 - an output is imported when it is asked for

        return to_json(self)

    def to_html(self) -> str:
        """The report as one HTML page that works offline, with the diagram; where that cannot be drawn, it says why."""
        from stackaudit.outputs.formats import rendered  # noqa: PLC0415 - an output is imported when it is asked for

        contents, _ = rendered(self, ["html"])
        return str(next(iter(contents.values())))

    def render(self, format: str) -> str | bytes:  # noqa: A002 - the word that users know
        """The audit in any format of ``stackaudit run --format``: text, or bytes such as those of ``xlsx``.

        Raises:
            stackaudit.SettingsError: there is no such format.
            stackaudit.OutputError: it needs a package that is not installed; the hint is the command that installs it.
            stackaudit.LayoutError: the diagram engine failed; only for a format that is a picture.
        """
        from stackaudit.outputs.formats import rendered_one  # noqa: PLC0415 - an output is imported when it is asked for

        return rendered_one(self, format)

    def diagram(self, format: str = "svg", *, by: str = "layer") -> str:  # noqa: A002 - the word that users know
        """The data-flow diagram, findings marked, as ``svg``, ``dot`` or ``mmd`` (Mermaid) text.

        Its frames are by ``layer`` or by ``team``.

        Raises:
            stackaudit.LayoutError: the diagram engine failed; only for ``svg``.
            stackaudit.OutputError: there is no such format.
        """
        from stackaudit.outputs.diagram import diagram  # noqa: PLC0415 - an output is imported when it is asked for

        return diagram(self.stack, self.graph, self.findings, format, by=by)

    def _repr_html_(self) -> str:
        """How a notebook shows an audit."""
        from stackaudit.outputs.notebook import to_notebook  # noqa: PLC0415 - an output is imported when it is asked for

        return to_notebook(self)


def diff(
    old: _Audit | str | Path | Stack | Mapping[str, Any],
    new: _Audit | str | Path | Stack | Mapping[str, Any] | None = None,
    *,
    settings: Settings | str | Path | None = None,
    what_if: str | Path | Sequence[str | Path] = (),
) -> Difference:
    """What differs between two audits: findings, elements, reach of data, opt-out times, questions and score.

    Args:
        old: an audit, or a stack as ``run`` takes it, which is then audited by all rules.
        new: the same; left out where ``what_if`` says what becomes of the old one.
        settings: by which the stacks are audited, or the path of their file; an audit stays as it is.
        what_if: files of what a plan would add to the stack in the file or folder ``old``, change in it, and remove.

    Raises:
        StackauditError: a stack cannot be loaded; ``problems`` holds every mistake with its place.
        TypeError: there are both a new stack and a plan, or neither, or the plan is for what stands in no file.
    """
    if new is None:
        if not what_if or not isinstance(old, (str, Path)):
            raise TypeError("expected two states of a stack, or the path of one and what_if")
        new = load(old, what_if=what_if)
    elif what_if:
        raise TypeError("what_if changes the old state, and there is a new one")
    from stackaudit.outputs.difference.difference import Difference  # noqa: PLC0415 - an audit needs none of it

    return Difference.between(*(one if isinstance(one, _Audit) else run(one, settings=settings) for one in (old, new)))


def run(
    stack: str | Path | Stack | Mapping[str, Any],
    *,
    rules: str | Path | Sequence[str | Path] = (),
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    settings: Settings | str | Path | None = None,
    limits: Limits | None = None,
    progress: Callable[[Rule], None] | None = None,
    waive: bool | None = None,
    baseline: str | Path | Baseline | None = None,
) -> Audit:
    """Audit a stack.

    No file of settings is looked for, so that a program does the same wherever it runs: ``settings`` takes one, or what
    ``stackaudit.find_settings`` finds. The other arguments win over it.

    Args:
        stack: the path of a YAML file or of a folder, a loaded stack, or plain data as ``yaml.safe_load`` gives it.
        rules: folders with further rules, or one.
        select: ids, names, families or severities of rules to run, or one of these; all by default.
        ignore: those to leave out, or one.
        parameters: values that differ from the rules' own, by rule id and name.
        settings: settings, or the path of their file.
        limits: bounds on the size and depth of the file.
        progress: called before each rule.
        waive: whether the stack's waivers hold; by default they do, unless settings say otherwise.
        baseline: findings that are known, or the file that holds them; they fail nothing.

    Raises:
        StackauditError: the stack, a rule or the baseline cannot be loaded, or a setting names something that there
            is not; ``problems`` holds every mistake with its place.
        TypeError: what is given as the stack, as settings or as a baseline is none.
    """
    settings = _settings(settings)
    known = _known(settings.baseline if baseline is None else baseline, limits)
    folders = [rules] if isinstance(rules, (str, Path)) else rules
    packs = loaded([Path(folder) for folder in folders] or settings.rules, only=settings.packs)
    given = parameters or {}
    both = {**settings.parameters, **given}
    in_force = replace(
        settings,
        select=_several(select or settings.select),
        ignore=_several(ignore or (() if select else settings.ignore)),
        parameters={rule: {**settings.parameters.get(rule, {}), **given.get(rule, {})} for rule in both},
        waivers=settings.waivers if waive is None else waive,
    )
    made = audit_by(in_force, _loaded(stack, limits), packs=packs, progress=progress, baseline=known)
    return Audit(**{one.name: getattr(made, one.name) for one in fields(made)})


def triage(
    stack: str | Path | Stack | Mapping[str, Any], *, roadmap_share: float | None = None, limits: Limits | None = None
) -> Triage:
    """Judge the requests in a stack's intake log: which to take in which order, to question, to put off, to decline.

    Args:
        stack: the path of a YAML file or of a folder, a loaded stack, or plain data as ``yaml.safe_load`` gives it.
        roadmap_share: per cent of the hours that are kept for the roadmap, from 0 to 100; by default half.
        limits: bounds on the size and depth of the file.

    Raises:
        StackauditError: the stack cannot be loaded; ``problems`` holds every mistake with its place.
        ValueError: ``roadmap_share`` is no per cent.
    """
    from stackaudit.audit.triage import ROADMAP_SHARE  # noqa: PLC0415 - an audit needs none of it
    from stackaudit.audit.triage import triage as judged  # noqa: PLC0415 - an audit needs none of it

    return judged(_loaded(stack, limits), roadmap_share=ROADMAP_SHARE if roadmap_share is None else roadmap_share)


def _settings(settings: Settings | str | Path | None) -> Settings:
    if isinstance(settings, Settings):
        return settings
    if settings is None:
        return Settings()
    if not isinstance(settings, (str, Path)):
        raise TypeError(f"expected settings, or the path of their file, found {type(settings).__name__}")
    return load_settings(settings)


def _known(baseline: str | Path | Baseline | None, limits: Limits | None) -> Baseline | None:
    if baseline is None:
        return None
    from stackaudit.audit import baseline as module  # noqa: PLC0415 - most runs have no baseline
    from stackaudit.audit.baseline_file import read_baseline  # noqa: PLC0415 - as above

    if isinstance(baseline, (str, Path)):
        return read_baseline(baseline, limits=limits)
    if not isinstance(baseline, module.Baseline):
        raise TypeError(f"expected a baseline, or the path of its file, found {type(baseline).__name__}")
    return baseline


def _loaded(stack: str | Path | Stack | Mapping[str, Any], limits: Limits | None) -> Stack:
    if isinstance(stack, (str, Path)):
        return load(stack, limits=limits)
    if isinstance(stack, Stack):
        return stack
    if not isinstance(stack, Mapping):
        raise TypeError(f"expected the path of a stack, a stack or plain data, found {type(stack).__name__}")
    return load_data(dict(stack))


def _several(one_or_more: str | Sequence[str]) -> tuple[str, ...]:
    """Several words, or the one that stands alone; its letters are not meant."""
    return (one_or_more,) if isinstance(one_or_more, str) else tuple(one_or_more)
