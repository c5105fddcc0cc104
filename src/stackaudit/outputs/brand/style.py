"""The client's colours and fonts as a style sheet that follows the report's own, and what had to be changed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from stackaudit.model.report import ReportSettings
from stackaudit.model.words import FontFamily
from stackaudit.outputs.brand.contrast import ENOUGH, contrast, readable

__all__ = ["ACCENT", "accent_of", "adjusted_colours", "style_of"]

ACCENT: Final = "#0f5c8c"
"""The accent of documents and slides, where the settings name none."""

# Families that systems bring along, the likeliest first; nothing is fetched.
_FONTS: Final[Mapping[FontFamily, str]] = MappingProxyType(
    {
        FontFamily.SYSTEM: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
        FontFamily.GROTESQUE: '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", "Nimbus Sans", sans-serif',
        FontFamily.HUMANIST: 'Seravek, "Gill Sans Nova", Calibri, Carlito, "Source Sans 3", "DejaVu Sans", sans-serif',
        FontFamily.GEOMETRIC: 'Avenir, "Avenir Next", Montserrat, "Century Gothic", "URW Gothic", sans-serif',
        FontFamily.OLD_STYLE: '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, serif',
        FontFamily.TRANSITIONAL: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
        FontFamily.SLAB: 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    }
)
_LIGHT: Final = ("#ffffff", "#f5f6f8")
_NAMED: Final = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")
_DARK: Final = "prefers-color-scheme: dark"


def style_of(settings: ReportSettings | None, sheet: str) -> str:
    """Rules to add to a style sheet of the report; empty where the settings want none.

    Args:
        settings: the report's settings.
        sheet: the style sheet, which names the grounds, light before dark.
    """
    light, dark = (_ruled(settings, grounds) for grounds in _grounds(sheet))
    rules = [f":root {{ {light} }}", f"@media screen and ({_DARK}) {{ :root {{ {dark} }} }}"] if light else []
    fonts = settings.fonts if settings is not None else None
    if fonts is not None and fonts.text is not None:
        rules.append(f"body {{ font-family: {_FONTS[fonts.text]}; }}")
    if fonts is not None and fonts.headings is not None:
        rules.append(f"h1, h2, h3, h4, h5 {{ font-family: {_FONTS[fonts.headings]}; }}")
    return "".join(f"{rule}\n" for rule in rules)


def adjusted_colours(settings: ReportSettings | None, sheet: str) -> tuple[str, ...]:
    """What had to be changed so that words can be read, in words: of the colours on light paper."""
    grounds, _ = _grounds(sheet)
    told = []
    for name, colour in _colours(settings):
        taken = readable(colour, grounds)
        if taken != colour.lower():
            least = min(contrast(colour, ground) for ground in grounds)
            told.append(
                f"{name} {colour} is too faint for words (contrast {least:.1f}, {ENOUGH} is needed): "
                f"the report takes {taken}"
            )
    return tuple(told)


def accent_of(settings: ReportSettings | None) -> str:
    """The accent for documents and slides, whose grounds are light: as the settings name it, if it can be read."""
    return readable(dict(_colours(settings)).get("accent", ACCENT), _LIGHT)


def _ruled(settings: ReportSettings | None, grounds: tuple[str, ...]) -> str:
    taken = {name: readable(colour, grounds) for name, colour in _colours(settings)}
    held = {"brand": taken.get("accent"), "link": taken.get("links") or taken.get("accent")}
    return " ".join(f"--{name}: {colour};" for name, colour in held.items() if colour)


def _colours(settings: ReportSettings | None) -> Iterator[tuple[str, str]]:
    """The colours that the settings name, each with its field."""
    colours = settings.colours if settings is not None else None
    if colours is not None:
        for name, colour in (("accent", colours.accent), ("links", colours.links)):
            if colour:
                yield name, colour


def _grounds(sheet: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The colours that words stand on, light and dark."""
    light, _, dark = sheet.partition(_DARK)
    return _of_grounds(light), _of_grounds(dark)


def _of_grounds(sheet: str) -> tuple[str, ...]:
    # Of a name that is there twice the first counts: it is that of the scheme, what follows is for paper.
    named = dict(reversed(_NAMED.findall(sheet)))
    return named["paper"], named["panel"], named["alert"]
