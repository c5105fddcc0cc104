"""What `run.py` measures inside one fresh process: prints figures as one line of JSON."""

from __future__ import annotations

import functools
import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

_WARM = 3
_PICTURES = 25


def main() -> None:
    """Measure one part on one file."""
    part, path = sys.argv[1:]
    print(json.dumps({"whole": whole, "rule": rule, "html": html, "picture": picture}[part](Path(path))))


def _clock(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def whole(path: Path) -> dict[str, float]:
    """The whole audit, JSON and SARIF written to files as ``run`` writes them; and its reference points."""
    content = path.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    events, _ = _clock(lambda: sum(1 for _ in yaml.parse(content, Loader=yaml.CSafeLoader)))
    from stackaudit.audit import audit_stack  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.load import load  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.model.stack import Stack  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.outputs.ci import sarif  # noqa: F401, PLC0415 - the import is not what is measured here
    from stackaudit.outputs.files import write_all  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.outputs.formats import rendered  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.outputs.json import to_json  # noqa: F401, PLC0415 - the import is not what is measured here
    from stackaudit.rules.pack import loaded  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.source import Limits  # noqa: PLC0415 - the import is not what is measured here

    packs = loaded()
    Stack.model_rebuild()
    limits = Limits(size=max(len(content), Limits().size))
    gc.disable()  # as the program does
    read, stack = _clock(lambda: load(path, limits=limits))
    judged, audit = _clock(lambda: audit_stack(stack, packs=packs))
    gc.freeze()
    with TemporaryDirectory() as folder:
        written, _ = _clock(lambda: write_all(Path(folder), rendered(audit, ["json", "sarif"])[0]))
    gc.enable()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    import networkx as nx  # noqa: PLC0415 - a reference point, not what is measured

    edges = [(flow.from_, flow.to) for flow in stack.flows.values()]
    build, _ = _clock(lambda: nx.MultiDiGraph(edges))
    size = len(content)
    plain = 0.0
    if size < 2_000_000:
        plain, _ = _clock(lambda: yaml.load(content, Loader=yaml.CSafeLoader))
    return {
        "events": events,
        "read": read,
        "rules": judged,
        "run": read + judged + written,
        "memory": memory,
        "networkx": build,
        "load": plain,
        "size": size,
    }


def rule(path: Path) -> dict[str, float]:
    """One more declared rule that flags nothing: milliseconds for each 10,000 tools."""
    from stackaudit.audit.engine import judge  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.audit.naming import Titles  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.graph import StackGraph  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.load import load  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.rules.reading import RuleReader  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.rules.scope import Scope  # noqa: PLC0415 - the import is not what is measured here

    stack = load(path)
    data = {
        "id": "MY-1", "name": "mine", "title": "t", "severity": "P3",
        "ask": "a", "red_flag": "r", "why": "w", "found": "f",
        "flag": {"each": "tool", "where": {"status": "trial", "capabilities": {"any": ["crm"]}, "owner": "none"}},
        "message": "m", "impact": "i", "fix": {"now": "n", "later": "l"}, "sources": ["s"],
    }  # fmt: skip
    reader = RuleReader(family="mine", pack="mine", place=None, allow_code=False)
    made = reader.read(data)
    if made is None:
        raise SystemExit(str(reader.mistakes))
    scope, graph, titles = Scope(stack), StackGraph(stack), Titles(stack)
    judge(made, scope, graph, {}, titles)
    gc.disable()
    times = [_clock(lambda: judge(made, scope, graph, {}, titles))[0] for _ in range(7)]
    return {"one more declared rule, ms for 10,000 tools": min(times) * 1000 * 10_000 / len(stack.tools)}


def html(_path: Path) -> dict[str, float]:
    """The report of a stack with 200 tools, of which 500 findings are kept, without the picture."""
    from dataclasses import replace  # noqa: PLC0415 - beside its only use

    import stackaudit  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.outputs.html import to_html  # noqa: PLC0415 - the import is not what is measured here

    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from generator import stack_text  # noqa: PLC0415 - beside its only use

    unwatched = "monitored: false".join(stack_text(200).split("monitored: true", 800))
    audit = stackaudit.run(stackaudit.load_text(unwatched))
    left = 500
    results = []
    for result in audit.results:
        kept = result.findings[:left]
        left -= len(kept)
        results.append(replace(result, findings=kept))
    if left:
        raise AssertionError(f"the stack has {500 - left} findings, not 500")
    audit = stackaudit.Audit(audit.stack, audit.graph, audit.rules, tuple(results), audit.packs)
    to_html(audit, pictures=None)
    times = [_clock(lambda: to_html(audit, pictures=None))[0] for _ in range(7)]
    return {"HTML of 500 findings and 200 tools, without layout": min(times) * 1000}


def picture(_path: Path) -> dict[str, float]:
    """Pictures of generated stacks, the engine warm: it is compiled, and has drawn a picture of this process before."""
    import stackaudit  # noqa: PLC0415 - the import is not what is measured here
    from stackaudit.outputs.diagram import diagram  # noqa: PLC0415 - the import is not what is measured here

    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from generator import stack_text  # noqa: PLC0415 - beside its only use

    figures = {}
    for tools in (30, 100, 150):
        stack = stackaudit.load_text(stack_text(tools))
        draw = functools.partial(diagram, stack, stackaudit.StackGraph(stack), (), "svg")
        for _ in range(_WARM):
            draw()
        figures[f"picture of {tools} tools, engine warm"] = min(_clock(draw)[0] for _ in range(_PICTURES)) * 1000
    return figures


if __name__ == "__main__":
    main()
