"""The colours of a picture, each for light and for dark pages, and the style sheet that chooses.

The light colours stand in the DOT text and so in the SVG itself, where every program finds them. The style sheet adds
the dark ones for programs that know ``light-dark()``: all browsers since 2024. They follow the ``color-scheme`` of the
page, so a page that stays light keeps a light picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from stackaudit.finding import Severity
from stackaudit.model.words import Layer
from stackaudit.outputs.diagram.scene import LineKind

__all__ = [
    "BORDER",
    "BOX",
    "FRAMES",
    "FRAME_BORDER",
    "INK",
    "LINES",
    "PAPER",
    "QUIET",
    "SEVERITIES",
    "STYLE",
    "TINTS",
    "WIDTHS",
    "Colour",
]


class Colour(NamedTuple):
    """One colour for light pages and one for dark ones."""

    light: str
    dark: str


PAPER: Final = Colour("#ffffff", "#14191f")
INK: Final = Colour("#1c2530", "#e8edf2")
QUIET: Final = Colour("#52606d", "#aab6c2")
BOX: Final = Colour("#ffffff", "#222b35")
BORDER: Final = Colour("#78879a", "#7f8fa1")
FRAME_BORDER: Final = Colour("#d5dce4", "#3a4654")

FRAMES: Final[Mapping[Layer | None, Colour]] = MappingProxyType(
    {
        None: Colour("#f3f5f7", "#1d242c"),
        Layer.COLLECTION: Colour("#edf4fb", "#17222d"),
        Layer.INTEGRATION: Colour("#f2f0fb", "#1e1f2f"),
        Layer.STORAGE: Colour("#ebf6f2", "#172622"),
        Layer.ENGAGEMENT: Colour("#fbf1f5", "#291e26"),
        Layer.INSIGHT: Colour("#f8f4ea", "#262318"),
        Layer.WORK: Colour("#f3f5f7", "#1d242c"),
    }
)
"""The ground of a frame; None is for teams and for what nobody has put into a layer."""

LINES: Final[Mapping[LineKind, Colour]] = MappingProxyType(
    {
        LineKind.AUTOMATIC: Colour("#4d5d6e", "#a3b1bf"),
        LineKind.MANUAL: Colour("#b4460a", "#ffa466"),
        LineKind.UNSTATED: Colour("#7a8796", "#8292a3"),
        LineKind.CHOICE: Colour("#0f766e", "#4fc4b7"),
        LineKind.GATE: Colour("#0f766e", "#4fc4b7"),
        LineKind.GAP: Colour("#b42318", "#ff8d80"),
    }
)

WIDTHS: Final[Mapping[LineKind, str]] = MappingProxyType(
    {
        LineKind.AUTOMATIC: "1.2",
        LineKind.MANUAL: "2.4",
        LineKind.UNSTATED: "1.2",
        LineKind.CHOICE: "1.6",
        LineKind.GATE: "1.6",
        LineKind.GAP: "2",
    }
)

SEVERITIES: Final[Mapping[Severity, Colour]] = MappingProxyType(
    {
        Severity.P1: Colour("#b42318", "#ff8d80"),
        Severity.P2: Colour("#a8480b", "#ffa466"),
        Severity.P3: Colour("#7a5a00", "#e3c15a"),
        Severity.P4: Colour("#475569", "#b3c0ce"),
        Severity.P5: Colour("#475569", "#b3c0ce"),
    }
)
"""The border and the mark of what has a finding."""

TINTS: Final[Mapping[Severity, Colour]] = MappingProxyType(
    {
        Severity.P1: Colour("#fef0ee", "#3a1f1e"),
        Severity.P2: Colour("#fff4e8", "#35261a"),
    }
)
"""The ground of a node with a severe finding; the others have that of any node."""


def _rules() -> str:
    plain = [
        ".stackaudit-picture{max-width:100%;height:auto}",
        ".stackaudit-picture:root{color-scheme:light dark;font-family:Helvetica,Arial,Liberation Sans,sans-serif}",
        # Bold letters are wider than the plain ones for which the engine made the box, so they are a size smaller.
        ".sa-marked text:last-of-type{font-weight:700;font-size:11px}",
        ".sa-line text{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}",
        ".sa-line:hover path:not([stroke-opacity]){stroke-width:3.5px}",
        "@media print{.stackaudit-picture{color-scheme:light}}",
    ]
    chosen = [
        (".sa-ground", "fill", PAPER),
        (".sa-node path,.sa-node polygon,.sa-node ellipse", "fill", BOX),
        (".sa-node path,.sa-node polygon,.sa-node polyline,.sa-node ellipse", "stroke", BORDER),
        (".sa-node text", "fill", INK),
        (".sa-planned text,.sa-frame text,.sa-line text,.sa-legend text", "fill", QUIET),
        (".sa-line text", "stroke", PAPER),
        (".sa-frame rect", "stroke", FRAME_BORDER),
        *((f".sa-{_frame(layer)} rect", "fill", colour) for layer, colour in FRAMES.items()),
        *(
            (f".sa-node.sa-{severity.lower()} {shape}", "fill", tint)
            for severity, tint in TINTS.items()
            for shape in ("path", "polygon")
        ),
    ]
    for severity, colour in SEVERITIES.items():
        mark = f".sa-{severity.lower()}"
        chosen.append((f".sa-node{mark} path,.sa-node{mark} polygon,.sa-node{mark} polyline", "stroke", colour))
        chosen.append((f"{mark} text:last-of-type", "fill", colour))
    for kind, colour in LINES.items():
        line = f".sa-{kind}"
        chosen.append((f"{line} path,{line} polygon,{line} polyline,{line} ellipse", "stroke", colour))
        chosen.append((f'{line} polygon:not([fill="none"]),{line} ellipse:not([fill="none"])', "fill", colour))
    marks = [
        f".sa-{severity.lower()} text:last-of-type{{fill:{colour.light}}}" for severity, colour in SEVERITIES.items()
    ]
    dark = [f"{where}{{{what}:light-dark({colour.light},{colour.dark})}}" for where, what, colour in chosen]
    return "\n".join([*plain, *marks, "@supports (color:light-dark(#000,#fff)){", *dark, "}"])


def _frame(layer: Layer | None) -> str:
    return "frame" if layer is None else f"layer-{layer}"


STYLE: Final = f"\n{_rules()}\n"
"""The text of the ``<style>`` element of every picture, for a content security policy that names it by its hash."""
