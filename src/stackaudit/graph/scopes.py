"""How much an opt-out is to stop, and how much of that is left once it has passed a flow or got to a tool."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from stackaudit.model.elements import Flow, Tool
from stackaudit.model.values import NONE, UNKNOWN, is_open, is_stated, listed
from stackaudit.model.words import OptOutScope
from stackaudit.truth import FALSE, TRUE, UNKNOWN_TRUTH, Truth, of

if TYPE_CHECKING:
    from stackaudit.graph.signals import SignalGraph

__all__ = ["covers_scope", "heeds", "keeps", "kept"]

_COVERS: Final = MappingProxyType(
    {
        OptOutScope.GLOBAL: frozenset(OptOutScope),
        OptOutScope.BRAND: frozenset({OptOutScope.BRAND, OptOutScope.TOPIC}),
        OptOutScope.ADDRESS: frozenset({OptOutScope.ADDRESS, OptOutScope.TOPIC}),
        OptOutScope.TOPIC: frozenset({OptOutScope.TOPIC}),
    }
)
"""What somebody wanted to stop who is content with each scope. One brand and one address do not cover each other."""


def covers_scope(scope: Any, asked: OptOutScope) -> Truth:
    """Whether a scope leaves nothing of another one out; each covers a topic. ``none`` is no answer."""
    if scope is NONE:
        return UNKNOWN_TRUTH
    if not is_stated(scope):
        return TRUE if asked is OptOutScope.TOPIC else UNKNOWN_TRUTH
    return of(asked in _COVERS[scope])


def keeps(flow: Flow, asked: OptOutScope) -> Truth:
    """Whether nothing of a scope is lost in a flow; ``none`` says that nothing is."""
    return TRUE if flow.opt_out_scope is NONE else covers_scope(flow.opt_out_scope, asked)


def heeds(tool: Tool, asked: OptOutScope) -> Truth:
    """Whether a tool that learns of an opt-out then stops all that was asked for.

    What works for one brand alone sends nothing else: to stop that brand is to stop everything.
    """
    if tool.opt_out_scope is OptOutScope.BRAND and asked is OptOutScope.GLOBAL:
        return _is_for_one_brand(tool.brand)
    return covers_scope(tool.opt_out_scope, asked)


def _is_for_one_brand(brands: Any) -> Truth:
    """Whether a tool works for a single brand; for all of them where that is left out."""
    few = brands is UNKNOWN or (isinstance(brands, tuple) and len(listed(brands)) <= 1)
    return (UNKNOWN_TRUTH if is_open(brands) else of(len(listed(brands)) == 1)) if few else FALSE


def kept(part: SignalGraph, asked: OptOutScope) -> bytes:
    """For each edge, whether nothing of a scope is lost on it; for what passes no opt-outs that does not matter."""
    return part.of_passing(lambda flow: keeps(flow, asked))
