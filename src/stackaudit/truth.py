"""Three-valued truth over two kinds of gaps: facts that nobody stated, and elements that nobody listed.

A truth says in which completions of a stack a condition can be true or false. It is four bits: whether it can be true,
and false, when only missing facts are filled in (the stack *as listed*), and the same when elements may be added to
partial lists as well (the stack *at large*). Adding elements includes adding none, so what is possible as listed is
possible at large.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

__all__ = [
    "FALSE",
    "FALSE_AS_LISTED",
    "TRUE",
    "TRUE_AS_LISTED",
    "UNKNOWN_TRUTH",
    "WHERE_FALSE",
    "WHERE_NOT_FALSE",
    "WHERE_NOT_TRUE",
    "WHERE_TRUE",
    "WHERE_UNKNOWN",
    "Truth",
    "all_of",
    "any_of",
    "is_false",
    "is_true",
    "is_true_as_listed",
    "name_of",
    "negate",
    "of",
    "unlisted",
]

Truth: TypeAlias = int

_CAN_BE_TRUE: Final = 0b1010
_CAN_BE_FALSE: Final = 0b0101
_AS_LISTED: Final = 0b1100
_AT_LARGE: Final = 0b0011

TRUE: Final[Truth] = 0b1010
"""True in every completion."""
FALSE: Final[Truth] = 0b0101
"""False in every completion."""
UNKNOWN_TRUTH: Final[Truth] = 0b1111
"""A missing fact decides."""
TRUE_AS_LISTED: Final[Truth] = 0b1011
"""True unless something was left out of a list."""
FALSE_AS_LISTED: Final[Truth] = 0b0111
"""False unless something was left out of a list."""

_SETS: Final = range(16)
# Looked up, as a large stack asks millions of times: what can be true of one and other, and what can be false.
_AND: Final = tuple(
    bytes((one & other & _CAN_BE_TRUE) | ((one | other) & _CAN_BE_FALSE) for other in _SETS) for one in _SETS
)
_OR: Final = tuple(
    bytes(((one | other) & _CAN_BE_TRUE) | (one & other & _CAN_BE_FALSE) for other in _SETS) for one in _SETS
)
_NOT: Final = bytes(((truth & _CAN_BE_TRUE) >> 1) | ((truth & _CAN_BE_FALSE) << 1) for truth in _SETS)

_NAMES: Final = {
    TRUE: "true",
    FALSE: "false",
    UNKNOWN_TRUTH: "unknown",
    TRUE_AS_LISTED: "true as listed",
    FALSE_AS_LISTED: "false as listed",
}


WHERE_TRUE: Final = bytes(truth == TRUE for truth in range(256))
"""With `bytes.translate`: 1 in place of each truth of many that is TRUE, else 0. The others are alike."""
WHERE_FALSE: Final = bytes(truth == FALSE for truth in range(256))
WHERE_NOT_TRUE: Final = bytes(truth != TRUE for truth in range(256))
WHERE_NOT_FALSE: Final = bytes(truth != FALSE for truth in range(256))
WHERE_UNKNOWN: Final = bytes(truth == UNKNOWN_TRUTH for truth in range(256))


def of(value: bool) -> Truth:  # noqa: FBT001 - a truth made of a bool is the point
    """TRUE or FALSE."""
    return TRUE if value else FALSE


def negate(truth: Truth) -> Truth:
    """Not: what can be true can be false and the other way round."""
    return _NOT[truth]


def all_of(truths: Iterable[Truth]) -> Truth:
    """And, in Kleene's logic; TRUE where there is nothing to hold."""
    result = TRUE
    for truth in truths:
        result = _AND[result][truth]
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Or, in Kleene's logic; FALSE where there is nothing to hold."""
    result = FALSE
    for truth in truths:
        result = _OR[result][truth]
    return result


def unlisted(truth: Truth) -> Truth:
    """What is left of a truth that elements which nobody listed could turn round."""
    return truth | _AT_LARGE


def is_true(truth: Truth) -> bool:
    """True in every completion."""
    return truth == TRUE


def is_false(truth: Truth) -> bool:
    """False in every completion."""
    return truth == FALSE


def is_true_as_listed(truth: Truth) -> bool:
    """True in every completion of missing facts, whether or not unlisted elements could refute it."""
    return truth & _AS_LISTED == TRUE & _AS_LISTED


def name_of(truth: Truth) -> str:
    """The truth in words, for messages and documentation."""
    return _NAMES[truth]
