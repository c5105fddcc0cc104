"""Every rule of the built-in pack with the way in which it is held against completions."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    agreements,
    assistants,
    deliverability,
    demand,
    integration,
    opt_outs,
    ownership,
    portfolio,
    priorities,
    proof,
    provenance,
    returns,
    spending,
    stewardship,
    stopping,
    visitors,
)
from .audiences import MISS_AUDIENCES
from .bypass import ROUND_THE_CHECK
from .collisions import UNCOORDINATED
from .comparing import Case
from .conversions import NEVER_RETURN
from .declared import case_of, documents
from .doubles import TWICE
from .erasure import CANNOT_REACH, COME_BACK
from .erasure_time import TOO_SLOW
from .identity import KEY_BREAKS
from .lasting import NOTHING_LASTING
from .leads import LATE_LEADS
from .lineages import SOURCES_DIFFER
from .moments import TOO_LATE_TO_ACT
from .purchased import BOUGHT_CONTACTS
from .scopes import NARROWED
from .sharing import SHARING
from .sprawling import SPRAWLING
from .status import SWITCHED_ON
from .suppression import WITHOUT_COPY
from .transfers import WITHOUT_BASIS
from .unheard import LEADS_NOWHERE
from .unused import KEPT_UNUSED
from .uploads import CONVERSIONS_TOO_LATE
from .watching import UNWATCHED
from .writing import BOTH_WAYS, SEVERAL_WRITERS

CHECKS: tuple[Case, ...] = (
    agreements.NOT_AGREED,
    demand.ASKS_MOST,
    opt_outs.NEVER_ARRIVES,
    opt_outs.TOO_LATE,
    opt_outs.BY_HAND_ONLY,
    NARROWED,
    NOTHING_LASTING,
    ROUND_THE_CHECK,
    MISS_AUDIENCES,
    LEADS_NOWHERE,
    SWITCHED_ON,
    integration.WITHOUT_TERMS,
    WITHOUT_BASIS,
    integration.SYNC_LOOPS,
    UNWATCHED,
    SPRAWLING,
    KEY_BREAKS,
    BOTH_WAYS,
    SEVERAL_WRITERS,
    integration.APART,
    integration.MUCH_DEPENDS,
    portfolio.TWO_TOOLS_ONE_JOB,
    *SHARING,
    UNCOORDINATED,
    KEPT_UNUSED,
    CANNOT_REACH,
    NEVER_RETURN,
    LATE_LEADS,
    SOURCES_DIFFER,
    COME_BACK,
    TOO_SLOW,
    WITHOUT_COPY,
    TWICE,
    CONVERSIONS_TOO_LATE,
    TOO_LATE_TO_ACT,
    BOUGHT_CONTACTS,
    portfolio.SEVERAL_PLATFORMS,
    portfolio.BEYOND_THE_STACK,
    portfolio.ONE_MAINTAINER,
    spending.SPEND_APART,
    provenance.ON_THE_RETIRED,
    provenance.SEVERAL_TRUTHS,
    ownership.OWNED_BY_ONE,
    *stewardship.ALL,
    *deliverability.ALL,
    *visitors.VISITORS,
    proof.UNPROVEN,
    returns.NOT_SHOWN,
    priorities.ELSEWHERE,
    assistants.WITHOUT_TERMS,
    *stopping.ALL,
)

WITHOUT_COMPLETIONS = {
    "STR-03": "Items of the roadmap stand in a section, not in a list that stacks are drawn with; each field is judged by itself.",
    "STR-04": "Items of the roadmap stand in a section, not in a list that stacks are drawn with; each field is judged by itself.",
    "STR-12": "Items of the roadmap stand in a section, not in a list that stacks are drawn with; each field is judged by itself.",
    "EVD-01": "It judges what is written under `disputed`, and no completion adds to that: the answers are there, or they are not.",
}
"""Rules that are not held against completions, each with the reason; their examples and tests alone prove them."""


def cases() -> Mapping[str, Case]:
    """By the rule's id: the graph rules, and the declared ones."""
    found = [*CHECKS, *(case_of(document) for rule, document in documents().items() if rule not in WITHOUT_COMPLETIONS)]
    return {case.rule: case for case in sorted(found, key=lambda case: case.rule)}
