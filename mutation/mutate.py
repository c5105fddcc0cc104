"""Mutation testing: change the code of what must not be wrong, one place at a time, and see whether a test notices.

The operators are those of cosmic-ray. What to change and which tests have to notice stands in ``targets.toml``; changes
that no test can notice, each with the reason, in ``survivors.toml``. Exits with 1 where a change survives that has no
reason there, or where a reason is left of one that does not survive any more.

A change within functions is tried first in a process that has collected the tests already, and takes over the changed
functions; what is not noticed there, and every other change, in a process that reads the changed module anew.

    python mutation/mutate.py                      every module
    python mutation/mutate.py delays operators     modules whose path holds one of these
    python mutation/mutate.py --jobs 2             two at a time, each in its own copy of the checkout
"""

from __future__ import annotations

import argparse
import ast
import gc
import inspect
import multiprocessing
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import TypeAlias

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

SWAPS = {
    "Binary": "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Div Mod_Mul BitOr_BitAnd BitAnd_BitOr LShift_RShift",
    "Comparison": "Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Eq_NotEq NotEq_Eq Is_IsNot IsNot_Is "
    "In_NotIn NotIn_In",
}
"""Which operators are swapped for which: of the hundreds of pairs those that are near, or say the opposite."""

PRELOADED = ["__main__", "hypothesis.strategies", "networkx", "pydantic", "pytest", "yaml"]
"""What the processes that run tests have imported before they begin: nothing of what is changed."""

PLUGINS_LEFT_OUT = ("cov", "xdist", "cacheprovider")
ARGUMENTS = ("-x", "-q", "--tb=no", *(f"-pno:{one}" for one in PLUGINS_LEFT_OUT), "-Wignore:Module already imported")
"""How pytest is called: it stops where the first test fails."""

_KEYWORD_ONLY = re.compile(r"\*, \w+(: [^=]+|=)")
"""The mark of parameters that have to be named, which the operators take for a product."""

PATIENCE = 10
"""How many times as long as without a change tests may take; a change that has them run on counts as noticed."""


MEMORY = 4 << 30
"""How many bytes a process that runs tests may hold; a change that has them collect without end counts as noticed."""


Key: TypeAlias = tuple[str, str, str, str]
"""A change: its module, the function, the line, and what it becomes."""


@dataclass(frozen=True)
class Target:
    """A module, and the tests that have to notice a change of it: the quick ones first, more where those do not."""

    module: str
    tests: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Mutant:
    """A module with one change: in which function, what its lines were, and what they became."""

    module: str
    within: str
    number: int
    line: str
    becomes: str
    code: str

    @property
    def key(self) -> Key:
        """What tells it from others, wherever its line has moved to."""
        return self.module, self.within, self.line, self.becomes


def main() -> int:
    """Run the mutants of the chosen modules; 1 where the survivors are not those that are explained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="parts of the paths of modules; all without")
    parser.add_argument("--jobs", type=int, default=1, help="how many mutants are tested at a time")
    chosen = parser.parse_args()
    targets = [one for one in _targets() if not chosen.names or any(name in one.module for name in chosen.names)]
    if not targets:
        parser.error(f"no module of targets.toml has {' or '.join(chosen.names)} in its path")
    explained = _explained()
    survivors: list[Mutant] = []
    copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
    multiprocessing.set_forkserver_preload(PRELOADED)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.jobs):
            copies.put(_copy(Path(folder) / f"copy{number}"))
        for target in targets:
            left = _run(target, copies, chosen.jobs)
            survivors += left
            print("".join(_block(mutant) for mutant in left if mutant.key not in explained), end="", flush=True)
    names = {target.module for target in targets}
    stale = [key for key in explained if key[0] in names and key not in {mutant.key for mutant in survivors}]
    for module, within, line, becomes in stale:
        print(f"\n{module}, {within}: explained, but no survivor any more:\n  - {line}\n  + {becomes}")
    count = sum(mutant.key not in explained for mutant in survivors)
    print(f"\n{len(survivors)} survived, {count} of them unexplained; {len(stale)} stale explanations")
    return 1 if count or stale else 0


def _block(mutant: Mutant) -> str:
    """A survivor as an entry of ``survivors.toml``, without its reason."""
    place = f"module = {mutant.module!r}\nwithin = {mutant.within!r}"
    change = f"line = '''{mutant.line}'''\nbecomes = '''{mutant.becomes}'''"
    return f'\n[[survivor]]  # line {mutant.number}\n{place}\n{change}\nwhy = ""\n'


def _targets() -> list[Target]:
    data = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))
    return [Target(one["module"], tuple(map(tuple, one["tests"]))) for one in data["target"]]


def _explained() -> dict[Key, str]:
    """The reasons of survivors."""
    data = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))
    return {(one["module"], one["within"], one["line"], one["becomes"]): one["why"] for one in data.get("survivor", ())}


def _copy(into: Path) -> Path:
    """A copy of the checkout as it stands, in which code may be changed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def _run(target: Target, copies: queue.SimpleQueue[Path], jobs: int) -> list[Mutant]:
    """Test every mutant of a module; those that no test noticed."""
    began = time.monotonic()
    allowed = _patience(target, copies, jobs)
    ready: dict[Path, list[_Ready]] = {}

    def survives(mutant: Mutant) -> bool:
        copy = copies.get()
        try:
            if copy not in ready:
                ready[copy] = [_Ready(copy, target.module, step) for step in target.tests]
            is_noticed = any(one.notices(mutant) for one in ready[copy])
            return not is_noticed and _survives(mutant, target, copy, allowed)
        finally:
            copies.put(copy)

    mutants = list(_mutants(target.module))
    with ThreadPoolExecutor(jobs) as pool:
        survivors = [mutant for mutant, is_left in zip(mutants, pool.map(survives, mutants), strict=True) if is_left]
    for one in (one for several in ready.values() for one in several):
        one.end()
    took = time.monotonic() - began
    killed = len(mutants) - len(survivors)
    print(
        f"{target.module}: {len(mutants)} mutants, {killed} killed, {len(survivors)} survived ({took:.0f}s)", flush=True
    )
    return survivors


def _patience(target: Target, copies: queue.SimpleQueue[Path], jobs: int) -> list[float]:
    """How long each step of the tests may take, by how long it takes without a change; leaves its bytecode behind."""
    held = [copies.get() for _ in range(jobs)]
    allowed = []
    for step in target.tests:
        for copy in held:
            began = time.monotonic()
            environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": ""}
            command = [sys.executable, "-m", "pytest", *ARGUMENTS, *step]
            done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"The tests fail without a change:\n{done.stdout}{done.stderr}")
            if not _pass(copy, step, 60 + 2 * (time.monotonic() - began)):
                sys.exit(f"The tests fail in a process that has imported others before: {' '.join(step)}")
        allowed.append(30 + PATIENCE * (time.monotonic() - began))
    for copy in held:
        copies.put(copy)
    return allowed


def _pass(copy: Path, step: Sequence[str], seconds: float) -> bool:
    """Whether tests pass in a copy, in a process of their own, within a time."""
    process = multiprocessing.get_context("forkserver").Process(target=_test, args=(copy, step))
    process.start()
    process.join(seconds)
    if process.is_alive() and process.pid is not None:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
    return process.exitcode == 0


def _test(copy: Path, step: Sequence[str]) -> None:
    """Run tests of a copy in this process, and end it with their exit code."""
    _settle(copy)
    import pytest  # noqa: PLC0415 - only the processes that run tests need it

    sys.exit(pytest.main([*ARGUMENTS, *step]))


def _settle(copy: Path) -> None:
    """Make this process one that runs tests of a copy, and says nothing."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy / "src")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["HYPOTHESIS_PROFILE"] = "first"  # that a test fails is enough: by what it does so takes long to find
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(copy / "src"))
    null = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)


class _Ready:
    """A process that has collected tests, and runs them for each change of functions in a fork of itself."""

    def __init__(self, copy: Path, module: str, step: Sequence[str]) -> None:
        context = multiprocessing.get_context("forkserver")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_stand_by, args=(theirs, copy, module, step), daemon=True)
        self._process.start()
        theirs.close()
        original = _text(copy / module)
        is_fit = self._ask(original, 600)
        began = time.monotonic()
        if not is_fit or not self._ask(original, 600):
            sys.exit(f"The tests fail in a process that has collected them before: {' '.join(step)}")
        self._seconds = 10 + PATIENCE * (time.monotonic() - began)

    def notices(self, mutant: Mutant) -> bool:
        """Whether a test notices a change; False as well where the change cannot be made here."""
        return self._ask(mutant.code, self._seconds) is False

    def _ask(self, code: str, seconds: float) -> bool | None:
        self._connection.send((code, seconds))
        passed: bool | None = self._connection.recv()
        return passed

    def end(self) -> None:
        """Let the process end."""
        self._connection.close()
        self._process.join()


def _stand_by(connection: Connection, copy: Path, module: str, step: Sequence[str]) -> None:
    """Collect tests of a copy in this process, then run them for each code of the module that comes in."""
    _settle(copy)
    import pytest  # noqa: PLC0415 - only the processes that run tests need it

    loop = _Loop(connection, copy / module)
    sys.setprofile(loop.note)
    sys.exit(pytest.main([*ARGUMENTS, *step], plugins=[loop]))


class _Loop:
    """In place of pytest's loop over tests: waits for code, forks, and lets the fork go on with pytest's own loop.

    Functions that ran while tests were collected are left to a process that reads the module anew: what they gave may
    have been kept.
    """

    def __init__(self, connection: Connection, file: Path) -> None:
        self._connection = connection
        self._file = str(file)
        self._original = compile(_text(file), self._file, "exec")
        self._ran: set[tuple[str, int]] = set()

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        """Keep which functions of the module run."""
        if event == "call" and frame.f_code.co_filename == self._file:
            self._ran.add(_place(frame.f_code))

    def pytest_runtestloop(self) -> bool | None:
        """Answer each code with whether tests pass, None where that cannot be said here; then there are no tests."""
        sys.setprofile(None)
        while True:
            try:
                code, seconds = self._connection.recv()
            except EOFError:
                return True
            changed = _changed(self._original, compile(code, self._file, "exec"))
            functions = self._functions(changed) if changed is not None else None
            if functions is None:
                self._connection.send(None)
                continue
            process = os.fork()
            if not process:
                os.setsid()
                signal.alarm(int(seconds))
                for function, new in functions:
                    function.__code__ = new
                return None
            _, status = os.waitpid(process, 0)
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            self._connection.send(status == 0)

    def _functions(self, changed: dict[tuple[str, int], CodeType]) -> list[tuple[FunctionType, CodeType]] | None:
        """The functions to change, each with its new code; None where one has run, or is not there."""
        if changed.keys() & self._ran:
            return None
        every = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
        own = [one for one in every if one.__code__.co_filename == self._file and _place(one.__code__) in changed]
        if {_place(one.__code__) for one in own} != changed.keys():
            return None
        found = [(one, changed[_place(one.__code__)]) for one in own]
        return found if all(one.__code__.co_freevars == new.co_freevars for one, new in found) else None


def _changed(old: CodeType, new: CodeType) -> dict[tuple[str, int], CodeType] | None:
    """The code of functions that differs, by their place; None where something else differs."""
    changed: dict[tuple[str, int], CodeType] = {}
    if _own(old) != _own(new):
        return None
    places = [_place(one) for one in _within_code(old)]
    for before, after in zip(_within_code(old), _within_code(new), strict=True):
        if before == after:
            continue
        place = _place(before)
        if before.co_flags & inspect.CO_NEWLOCALS and places.count(place) == 1:
            changed[place] = after
        elif (inner := _changed(before, after)) is not None and not before.co_flags & inspect.CO_NEWLOCALS:
            changed.update(inner)
        else:
            return None
    return changed


def _own(code: CodeType) -> CodeType:
    """A module's or a class's code without that of the functions in it."""
    return code.replace(co_consts=tuple(None if isinstance(one, CodeType) else one for one in code.co_consts))


def _within_code(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _survives(mutant: Mutant, target: Target, copy: Path, allowed: Sequence[float]) -> bool:
    """Whether no test notices a mutant."""
    file = copy / mutant.module
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):  # of the same second, it may pass for current
        compiled.unlink()
    original = _text(file)
    file.write_text(mutant.code, encoding="utf-8")
    try:
        return all(_pass(copy, step, seconds) for step, seconds in zip(target.tests, allowed, strict=True))
    finally:
        file.write_text(original, encoding="utf-8")


def _mutants(module: str) -> Iterator[Mutant]:
    """Every change of a module but those that can make no difference."""
    code = _text(ROOT / module)
    tree = ast.parse(code)
    lines, left_alone, seen = code.split("\n"), _left_alone(tree), set[str]()
    nodes = list(ast_nodes(get_ast(code)))
    for name in filter(_is_chosen, operator_names()):
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, ((row, column), _) in enumerate(places):
            if (row, column) in left_alone or _KEYWORD_ONLY.match(lines[row - 1], column):
                continue
            mutated = mutate_code(code, operator, occurrence)
            if mutated is None or mutated == code or mutated in seen:
                continue
            seen.add(mutated)
            try:
                compile(mutated, module, "exec")
            except SyntaxError:  # "not" in place of "~" among other operators
                continue
            line, becomes = _difference(lines, mutated.split("\n"))
            yield Mutant(module, _within(tree, row), row, line, becomes, mutated)


def _is_chosen(name: str) -> bool:
    operator = name.partition("/")[2]
    if operator.startswith("Variable"):  # these need to be told which variables
        return False
    for kind, swaps in SWAPS.items():
        if operator.startswith(f"Replace{kind}Operator_"):
            return operator.removeprefix(f"Replace{kind}Operator_") in swaps.split()
    return True


def _within(tree: ast.AST, row: int) -> str:
    """The name of the function or class that a row is in, with those around it."""
    for node in ast.iter_child_nodes(tree):
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if first <= row <= last:
            own = node.name if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else ""
            return ".".join(filter(None, (own, _within(node, row))))
    return ""


def _left_alone(tree: ast.AST) -> frozenset[tuple[int, int]]:
    """The places that are left alone, as row and column.

    Annotations are strings in the end, as every module says, so that nothing is imported for them; that a dataclass is
    frozen, or has slots, changes nothing, nor does it that ``zip`` would refuse lists of two lengths, which there are
    none of.
    """
    held: set[tuple[int, int]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            held.update((node.lineno, column) for column in range(node.test.end_col_offset or 0))
        flags = [flag.value for flag in node.keywords if _is_flag(node, flag)] if isinstance(node, ast.Call) else []
        for found in (getattr(node, "annotation", None), getattr(node, "returns", None), *flags):
            for inner in ast.walk(found) if isinstance(found, ast.AST) else ():
                if isinstance(inner, ast.expr):
                    rows = range(inner.lineno, (inner.end_lineno or inner.lineno) + 1)
                    held.update((row, column) for row in rows for column in range(_from(inner, row), _to(inner, row)))
    return frozenset(held)


def _is_flag(call: ast.Call, flag: ast.keyword) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name == "dataclass" or (name == "zip" and flag.arg == "strict")


def _from(node: ast.expr, row: int) -> int:
    return node.col_offset if row == node.lineno else 0


def _to(node: ast.expr, row: int) -> int:
    return node.end_col_offset or 0 if row == node.end_lineno else 1000


def _difference(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """What the lines that differ were, and what they are; joined, as a change may span some."""
    start = next(at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    end = next(at for at, (old, new) in enumerate(zip(before[::-1], after[::-1], strict=False)) if old != new)
    end = min(end, len(before) - start, len(after) - start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return " ".join(line.strip() for line in old), " ".join(line.strip() for line in new)


if __name__ == "__main__":
    sys.exit(main())
