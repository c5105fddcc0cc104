"""Whether words in a colour can be read on a ground, and the nearest colour in which they can: by WCAG 2.2, 1.4.3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["ENOUGH", "contrast", "readable"]

ENOUGH: Final = 4.5
"""The contrast of text that WCAG asks for at level AA."""

_STEPS: Final = 100
_LINEAR: Final = 0.04045


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white); each as ``#rrggbb``.

    WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, grounds: Sequence[str]) -> str:
    """A colour in which words can be read on each of the grounds: itself, else as little darker or lighter as will do.

    It goes towards black where the grounds are light, towards white where they are dark.
    """
    towards = max(("#000000", "#ffffff"), key=lambda end: min(contrast(end, ground) for ground in grounds))
    for step in range(_STEPS):
        mixed = _mixed(colour, towards, step / _STEPS)
        if all(contrast(mixed, ground) >= ENOUGH for ground in grounds):
            return mixed
    return towards


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
