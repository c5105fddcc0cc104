"""Colours that can be read, whatever was asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackaudit.model.report import Colours, Fonts, ReportSettings
from stackaudit.model.words import FontFamily
from stackaudit.outputs.brand.contrast import ENOUGH, contrast, readable
from stackaudit.outputs.brand.style import adjusted_colours, style_of
from stackaudit.outputs.html.page import asset

SHEET = asset("report.css")
GROUNDS = {"light": ("#ffffff", "#f5f6f8", "#fdf0ee"), "dark": ("#14181d", "#1d2229", "#351b1a")}
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@given(colour=COLOURS)
def test_whatever_the_colour_words_in_it_can_be_read_light_and_dark(colour):
    rules = style_of(ReportSettings(colours=Colours(accent=colour)), SHEET).splitlines()
    for rule, grounds in zip(rules, GROUNDS.values(), strict=True):
        brand, link = re.findall("#[0-9a-f]{6}", rule)
        assert brand == link
        assert min(contrast(brand, ground) for ground in grounds) >= ENOUGH


@given(colour=COLOURS)
def test_a_colour_that_can_be_read_stays_what_it_is(colour):
    grounds = GROUNDS["light"]
    fits = min(contrast(colour, ground) for ground in grounds) >= ENOUGH
    assert (readable(colour, grounds) == colour) is fits
    assert bool(adjusted_colours(ReportSettings(colours=Colours(accent=colour)), SHEET)) is not fits


def test_where_no_colour_can_be_read_on_all_grounds_an_end_is_taken():
    assert readable("#808080", ("#000000", "#777777", "#ffffff")) in {"#000000", "#ffffff"}


def test_links_have_a_colour_of_their_own():
    rules = style_of(ReportSettings(colours=Colours(links="#005500")), SHEET)
    assert rules.startswith(":root { --link: #005500; }\n")
    assert "--brand" not in rules


def test_fonts_are_families_of_the_readers_system():
    rules = style_of(ReportSettings(fonts=Fonts(text=FontFamily.SLAB)), SHEET)
    assert rules.startswith("body { font-family: Rockwell,")
    assert "url" not in rules
    headings = style_of(ReportSettings(fonts=Fonts(headings=FontFamily.OLD_STYLE)), SHEET)
    assert headings.startswith('h1, h2, h3, h4, h5 { font-family: "Iowan')


def test_without_settings_nothing_is_added():
    assert style_of(None, SHEET) == style_of(ReportSettings(colours=Colours()), SHEET) == ""
    assert style_of(ReportSettings(fonts=Fonts()), SHEET) == ""
