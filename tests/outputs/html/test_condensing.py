"""Pictures in the page: shared looks said once, nothing that is seen lost."""

from __future__ import annotations

import re

from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.html.condensing import condensed


def picture(inside):
    return f'<svg viewBox="0 0 9 9"><style>{STYLE}</style>\n{inside}</svg>'


def test_elements_that_look_alike_share_a_rule_without_weight():
    path = '<path d="M1.25,2.75 3,4" fill="none" stroke="#123456" stroke-width="1.2" />'
    (first, second), style = condensed([picture(path + path), picture(path)])
    assert style == ":where(.l0){fill:none;stroke-width:1.2;stroke:#123456}\n"
    assert (first + second).count('<path class="l0" d="M1.2,2.7 3,4"/>') == 3


def test_the_style_sheet_of_the_pictures_stands_in_the_first_alone():
    (first, second), _ = condensed([picture(""), picture("")])
    assert STYLE in first
    assert "<style>" not in second


def test_letters_keep_their_size_their_words_and_their_class():
    text = '<text class="own" xml:space="preserve" x="1.25" font-size="13.00" text-anchor="middle">a &lt; b</text>'
    (drawn,), style = condensed([picture(text)])
    assert '<text class="own l0" x="1.25">a &lt; b</text>' in drawn
    assert "font-size:13.00px;text-anchor:middle" in style


def test_a_head_without_colour_stays_one_for_the_rules_of_the_palette():
    (drawn,), style = condensed([picture('<polygon fill="none" points="0,0 1,1" stroke="#000000"/>')])
    assert '<polygon class="l0" fill="none" points="0,0 1,1"/>' in drawn
    assert "fill" not in style


def test_lines_that_only_help_to_point_are_left_to_the_script():
    (drawn,), _ = condensed([picture('<path d="M0,0" stroke="#000000" stroke-opacity="0" stroke-width="11" />')])
    assert "<path" not in drawn


def test_what_could_end_a_rule_stays_an_attribute():
    (drawn,), style = condensed(
        [picture('<path d="M0,0" fill="red}body{display:none" stroke="&quot;&lt;/style&gt;"/>')]
    )
    assert style == ""
    assert re.search(r'<path d="M0,0" fill="red\}body\{display:none" stroke="&quot;&lt;/style&gt;"/>', drawn)
