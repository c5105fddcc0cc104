"""Colours can be told apart and read, on light pages and on dark ones (WCAG 2.2, level AA)."""

from __future__ import annotations

import re

import pytest

from stackaudit.finding import Severity
from stackaudit.outputs.diagram import palette

GROUNDS = [palette.PAPER, *palette.FRAMES.values()]
TEXTS = [
    *((palette.INK, ground) for ground in (palette.BOX, *palette.TINTS.values())),
    *((palette.QUIET, ground) for ground in (palette.BOX, *palette.TINTS.values(), *GROUNDS)),
    *((colour, ground) for colour in palette.SEVERITIES.values() for ground in GROUNDS),
    *((palette.SEVERITIES[severity], palette.TINTS.get(severity, palette.BOX)) for severity in Severity),
]
SHAPES = [(colour, ground) for colour in (palette.BORDER, *palette.LINES.values()) for ground in GROUNDS]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half_to_its_ground(mode: str) -> None:
    assert min(contrast(getattr(text, mode), getattr(ground, mode)) for text, ground in TEXTS) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_and_borders_have_a_contrast_of_at_least_three_to_their_ground(mode: str) -> None:
    assert min(contrast(getattr(line, mode), getattr(ground, mode)) for line, ground in SHAPES) >= 3


def test_every_colour_has_six_digits() -> None:
    assert all(re.fullmatch("#[0-9a-f]{6}", part) for pair in (*TEXTS, *SHAPES) for colour in pair for part in colour)


def test_the_style_sheet_refers_to_nothing_outside_and_can_stand_in_xml() -> None:
    assert not re.search(r"url\(|@import|[<>&]", palette.STYLE)
