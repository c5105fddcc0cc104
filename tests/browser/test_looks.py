"""How the report looks: its main views against pictures that somebody has looked at, with a tolerance.

``python -m tests.browser.test_looks`` draws the pictures anew; look at them before they are kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import stackaudit

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
LOOKS = Path(__file__).with_name("looks")
FONTS = """:root { --mono: "DejaVu Sans Mono" } body, svg text { font-family: "DejaVu Sans" !important }
.depth > section { content-visibility: visible !important }"""
SCALE = 2
TILE = 12
FAINT, PLAIN = 2.5, 55
"""How much of 255 the pictures may differ: on the whole, and in the tile that differs most."""


class Look(NamedTuple):
    """A view: a part of the page of a sample, at a width, light or dark, on screen or on paper."""

    part: str
    width: int
    scheme: str = "light"
    sample: str = "red_flags"
    media: str = "screen"
    fragment: str = ""


VIEWS = {
    "leadership": Look("#summary", 1440),
    "leadership-dark-phone": Look("#summary", 360, "dark"),
    "leadership-healthy": Look("#summary", 768, sample="healthy"),
    "contents-phone": Look("nav.contents", 360),
    "glance": Look("#glance", 1440),
    "glance-phone": Look("#glance", 360),
    "matrix": Look("#opt-outs", 1440, "dark"),
    "finding": Look("[id='GRA-02:tools.customerio:email']", 1440, fragment="#GRA-02:tools.customerio:email"),
    "finding-phone": Look("[id='GRA-02:tools.customerio:email']", 360, fragment="#GRA-02:tools.customerio:email"),
    "diagram": Look("#diagram", 1440),
    "diagram-dark": Look("#diagram", 768, "dark"),
    "tools": Look("#tools", 1440),
    "tools-phone": Look("#tools", 360),
    "questions-real": Look("#questions", 768, sample="sourcegraph"),
    "paper": Look("#summary", 680, media="print"),
}


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of each sample that is looked at."""
    return _reports(tmp_path_factory.mktemp("looks"))


def _reports(folder: Path) -> dict[str, Path]:
    made = {}
    for sample in sorted({look.sample for look in VIEWS.values()}):
        made[sample] = folder / f"{sample}.html"
        made[sample].write_text(stackaudit.run(SAMPLES / f"{sample}.yaml").to_html(), encoding="utf-8")
    return made


@pytest.mark.parametrize("name", VIEWS)
def test_the_page_looks_as_it_did(browser: Any, reports: dict[str, Path], tmp_path: Path, name: str) -> None:
    from PIL import Image, ImageChops, ImageStat

    taken = _taken(browser, reports, VIEWS[name], tmp_path)
    with Image.open(LOOKS / f"{name}.png") as kept:
        before = kept.convert("RGB")
    now = tmp_path / f"{name}.png"
    taken.save(now)
    told = f"{name} looks otherwise: compare {now} with {LOOKS / name}.png; if it is meant, draw it anew: docs/contributing.md"
    assert taken.size == before.size, told
    red, green, blue = ImageChops.difference(taken, before).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    small = apart.resize((-(-apart.width // TILE), -(-apart.height // TILE)), Image.Resampling.BOX)
    assert ImageStat.Stat(apart).mean[0] < FAINT, told
    assert small.getextrema()[1] < PLAIN, told


def _taken(browser: Any, reports: dict[str, Path], look: Look, folder: Path) -> Any:
    """The view as a picture of half its size; what is longer than two screens is cut."""
    from PIL import Image

    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme=look.scheme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(reports[look.sample].as_uri() + look.fragment)
    page.emulate_media(media=look.media, color_scheme=look.scheme)
    page.add_style_tag(content=FONTS)
    place = page.locator(look.part).first
    place.scroll_into_view_if_needed()
    box = page.evaluate(
        "(part) => { const box = part.getBoundingClientRect(); return [box.x + scrollX, box.y + scrollY, box.width, box.height]; }",
        place.element_handle(),
    )
    x, y, width, height = (round(part) for part in box)
    file = folder / "whole.png"
    page.screenshot(
        path=file,
        full_page=True,
        clip={"x": x, "y": y, "width": width, "height": min(height, 1800)},
        animations="disabled",
    )
    context.close()
    with Image.open(file) as whole:
        return whole.convert("RGB").resize((whole.width // SCALE, whole.height // SCALE), Image.Resampling.BOX)


def _draw() -> None:
    import tempfile

    from tests.browser.conftest import chromium

    LOOKS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        reports = _reports(Path(folder))
        for name, look in VIEWS.items():
            _taken(browser, reports, look, Path(folder)).quantize(64).save(LOOKS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    _draw()
