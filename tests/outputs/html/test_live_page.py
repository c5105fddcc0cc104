"""The page that reloads itself: the mistakes in it, its policy, and its version."""

from __future__ import annotations

from stackaudit.errors import Place, Problem
from stackaudit.outputs.html.live import MOST, live_page

HOSTILE = '<script>x</script>" data-version="" \u202e'


def text_of(*problems, title="stack.yaml"):
    return live_page(None, problems, title).body.decode()


def test_a_mistake_has_its_place_its_line_with_carets_and_its_hint():
    text = text_of(Problem("no such tool", Place("s.yaml", 12, 7, 12, 11), "did you mean 'web'?", "  to: webb"))
    assert '<code class="where">s.yaml:12:7</code> no such tool' in text
    assert "<pre>  12 |   to: webb\n     |       ^^^^</pre>" in text
    assert "did you mean &#39;web&#39;?" in text
    assert "1 mistake, nothing was audited" in text


def test_a_mistake_may_have_no_place_and_no_hint():
    text = text_of(Problem("there is no stack"), Problem("nor rules"))
    assert "2 mistakes, nothing was audited" in text
    assert "<p>there is no stack</p>" in text
    assert "<pre>" not in text
    assert 'class="hint"' not in text


def test_what_a_file_says_is_escaped_and_takes_no_place_of_ours():
    page = live_page(None, [Problem(HOSTILE, Place(HOSTILE, 1, 1, 1, 2), HOSTILE, HOSTILE)], HOSTILE)
    text = page.body.decode()
    assert "<script>x" not in text
    assert "\u202e" not in text
    assert f'data-version="{page.version}"' in text
    assert text.count("data-version=") - text.count("data-version=&#34;") == 1


def test_thousands_of_mistakes_are_counted_and_the_first_are_listed():
    text = text_of(*[Problem(f"mistake {number}") for number in range(MOST + 1200)])
    assert "1,300 mistakes" in text
    assert text.count("<li>") == MOST
    assert "1,200 more; the terminal lists all of them" in text


def test_another_page_has_another_version_and_the_same_one_the_same():
    first, second = (live_page(None, [Problem(text)], "stack.yaml") for text in ("a", "b"))
    assert first.version != second.version
    assert first == live_page(None, [Problem("a")], "stack.yaml")


def test_the_page_may_ask_its_own_server_and_nobody_else():
    assert "connect-src 'self'" in live_page(None, (), "stack.yaml").policy
    assert "default-src 'none'" in live_page(None, (), "stack.yaml").policy
