"""What the parser says of broken YAML, in the words of somebody who writes it by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from yaml.error import MarkedYAMLError

from stackaudit.errors import Problem
from stackaudit.frozen import dataclass
from stackaudit.source.lines import Lines
from stackaudit.source.wording import TOO_DEEP_TO_PARSE, shown

__all__ = ["explain"]

_KEY_LENGTH: Final = 1024
_IN_QUOTES: Final = "if it is text, write it in quotes"
_BACKSLASH: Final = "write \\\\ for a backslash, or use single quotes"
_INDENTATION: Final = "check the indentation of this line and of the lines above"
_CONFLICT: Final = re.compile(r"^<{7} ", re.MULTILINE)
_ODD_SPACE: Final = re.compile(r"^ *([\u00a0\u2000-\u200b\u202f\u205f\u3000])", re.MULTILINE)


def explain(error: MarkedYAMLError, lines: Lines) -> Problem:
    """The problem that a mistake in the syntax is: where it is best mended, and how."""
    index = _index_of(error.problem_mark, 0)
    mistake = _Mistake(error.problem or "", index, _index_of(error.context_mark, index), lines)
    message, hint, index = _pasted(mistake) or _FUNCTIONS.get(mistake.problem, _other)(mistake)
    return lines.problem(message, index, min(index + 1, len(lines.text)), hint)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """The parser's words, where it stopped, and where the thing began that it was reading."""

    problem: str
    index: int
    context: int
    lines: Lines

    @property
    def character(self) -> str:
        """Where the parser stopped; nothing at the end of the text."""
        return self.lines.text[self.index : self.index + 1]

    @property
    def before(self) -> str:
        """What stands before that in its line; a bounded part of a long line."""
        _, column = self.lines.position(self.index)
        return self.lines.text[max(self.index - column + 1, self.index - 4 * _KEY_LENGTH) : self.index]


# A message, a hint, and the index at which they are shown.
_Said = tuple[str, str | None, int]


def _pasted(mistake: _Mistake) -> _Said | None:
    """What was not written by hand and leads the parser astray, mostly a line above the one where it stops."""
    text, end = mistake.lines.text, mistake.index
    conflict = _CONFLICT.search(text, 0, end + 8)
    if conflict is not None:
        return "a merge left its mark here", "keep one of the two versions, and remove the marks", conflict.start()
    above = text.rfind("\n", 0, max(text.rfind("\n", 0, end), 0)) + 1
    odd = _ODD_SPACE.search(text, above, end + 1)
    if odd is not None:
        hint = "use plain spaces; this one came with a copied text"
        return "a special space indents this line, YAML wants plain ones", hint, odd.start(1)
    return None


def _tab(mistake: _Mistake) -> _Said:
    before = mistake.before
    if before.strip():
        return "a tab stands here, YAML wants spaces", "use spaces instead of the tab", mistake.index
    first = (before + mistake.character).index("\t") - len(before)
    return "a tab indents this line, YAML wants spaces", "use spaces instead of the tab", mistake.index + first


def _no_token(mistake: _Mistake) -> _Said:
    if mistake.character == "\t":
        return _tab(mistake)
    return f"a value cannot start with {shown(mistake.character)}", _IN_QUOTES, mistake.index


def _stray_colon(mistake: _Mistake) -> _Said:
    before = mistake.before
    if re.search(r":\s", before):
        return "a second ': ' stands in this line", "a value that holds ': ' needs quotes", mistake.index
    if len(before) > _KEY_LENGTH:
        return f"a key is longer than {_KEY_LENGTH} characters", "shorten it", mistake.index
    hint = "write it on the line after '---'" if before.startswith("---") else _INDENTATION
    return "a key stands where none is expected", hint, mistake.index - len(before.lstrip())


def _no_colon(mistake: _Mistake) -> _Said:
    text = mistake.lines.text
    start = mistake.context
    written = text[start : start + _KEY_LENGTH].split("\n", 1)[0]
    if re.match(r"-\w", written):
        return "expected '- ' before the item of a list", "put a space after '-'", start
    if re.search(r"\w:\S", written):
        return "expected 'key: value', found no ': '", "put a space after ':'", start
    return "expected 'key: value', found no ': '", _INDENTATION, start


def _glued_colon(mistake: _Mistake) -> _Said:
    return "expected a space after ':'", "put a space after ':'", mistake.index


def _no_key(mistake: _Mistake) -> _Said:
    before = mistake.before.rstrip()
    if before.endswith(("'", '"')):
        quotes = "inside '...' write '' for a quote, inside \"...\" write \\\""
        return "text stands after the closing quote", quotes, mistake.index
    if before.endswith(("]", "}")):
        return f"text stands after the closing '{before[-1]}'", _IN_QUOTES, mistake.index
    line, column = mistake.lines.position(mistake.context)
    keys = f"keys of one mapping start in one column; this mapping starts in line {line}, column {column}"
    if mistake.character == "-":
        return "found an item of a list, expected a key", keys, mistake.index
    return "expected a key here", keys, mistake.index


def _no_dash(mistake: _Mistake) -> _Said:
    line, column = mistake.lines.position(mistake.context)
    return "expected '- ' here", f"the list starts in line {line}, column {column}", mistake.index


def _open_bracket(mistake: _Mistake) -> _Said:
    opening = mistake.lines.text[mistake.context : mistake.context + 1]
    closing = "]" if mistake.problem.endswith("']'") else "}"
    if not mistake.character:
        return f"the bracket '{opening}' is never closed", f"write '{closing}' at its end", mistake.context
    line, column = mistake.lines.position(mistake.context)
    hint = f"the bracket '{opening}' is in line {line}, column {column}"
    return f"expected ',' or '{closing}'", hint, mistake.index


def _no_value(mistake: _Mistake) -> _Said:
    if not mistake.character.strip():
        return "expected a value here", None, mistake.index
    return f"expected a value, found {shown(mistake.character)}", _IN_QUOTES, mistake.index


def _second_root(mistake: _Mistake) -> _Said:
    if mistake.character in {"]", "}"}:
        return f"no bracket is open that this '{mistake.character}' could close", _IN_QUOTES, mistake.index
    return "text stands after the end of the document", "start another document with '---'", mistake.index


def _open_quote(mistake: _Mistake) -> _Said:
    quote = mistake.lines.text[mistake.context]
    return "this quote is never closed", f"close it with {quote}", mistake.context


def _document_in_quotes(mistake: _Mistake) -> _Said:
    line, _ = mistake.lines.position(mistake.index)
    return "this quote is still open where a document ends", f"the document ends in line {line}", mistake.context


def _escape(mistake: _Mistake) -> _Said:
    escape = shown(mistake.lines.text[mistake.index + 1 : mistake.index + 2])
    return f"a backslash before {escape} is no escape", _BACKSLASH, mistake.index


def _digits(mistake: _Mistake) -> _Said:
    return "an escape needs hexadecimal digits here", _BACKSLASH, mistake.index


def _surrogate(mistake: _Mistake) -> _Said:
    return "this escape is not a character", "write the character itself, or \\U and its eight digits", mistake.index


def _no_name(mistake: _Mistake) -> _Said:
    sign = mistake.lines.text[mistake.context]
    return f"a value that starts with '{sign}' needs a name after it", _IN_QUOTES, mistake.context


def _tag(mistake: _Mistake) -> _Said:
    return "this tag cannot be read", "if it is text that starts with '!', write it in quotes", mistake.context


def _dash_inside(mistake: _Mistake) -> _Said:
    return "a list cannot start here", "put each item on a line of its own, or write [a, b]", mistake.index


def _question_mark(mistake: _Mistake) -> _Said:
    return "a value cannot start with '? '", _IN_QUOTES, mistake.index


def _block_head(mistake: _Mistake) -> _Said:
    sign = mistake.lines.text[mistake.context]
    return f"text stands behind '{sign}'", f"start the text on the next line; {_IN_QUOTES}", mistake.index


def _version(mistake: _Mistake) -> _Said:
    return "the version of YAML is neither 1.1 nor 1.2", "remove the line", mistake.index


def _directive(mistake: _Mistake) -> _Said:
    return "a line that starts with '%' is not understood", _IN_QUOTES, mistake.context


def _too_deep(mistake: _Mistake) -> _Said:
    return "lists and mappings are nested deeper than the parser reads", "write them less deep", mistake.index


def _other(mistake: _Mistake) -> _Said:
    return "this is not YAML", f"the parser says: {mistake.problem}", mistake.index


def _index_of(mark: object, default: int) -> int:
    index = getattr(mark, "index", default)
    return index if isinstance(index, int) else default


_FUNCTIONS: Final[dict[str, Callable[[_Mistake], _Said]]] = {
    TOO_DEEP_TO_PARSE: _too_deep,
    "block sequence entries are not allowed in this context": _dash_inside,
    "could not find expected ':'": _no_colon,
    "could not find expected directive name": _directive,
    "did not find URI escaped octet": _tag,
    "did not find expected '!'": _tag,
    "did not find expected ',' or ']'": _open_bracket,
    "did not find expected ',' or '}'": _open_bracket,
    "did not find expected '-' indicator": _no_dash,
    "did not find expected <document start>": _second_root,
    "did not find expected alphabetic or numeric character": _no_name,
    "did not find expected comment or line break": _block_head,
    "did not find expected digit or '.' character": _directive,
    "did not find expected hexdecimal number": _digits,
    "did not find expected key": _no_key,
    "did not find expected node content": _no_value,
    "did not find expected tag URI": _tag,
    "did not find expected version number": _directive,
    "did not find expected whitespace": _directive,
    "did not find expected whitespace or line break": _tag,
    "did not find the expected '>'": _tag,
    "found a tab character that violates indentation": _tab,
    "found a tab character where an indentation space is expected": _tab,
    "found an incorrect leading UTF-8 octet": _tag,
    "found an incorrect trailing UTF-8 octet": _tag,
    "found an indentation indicator equal to 0": _block_head,
    "found character that cannot start any token": _no_token,
    "found duplicate %YAML directive": _directive,
    "found extremely long version number": _directive,
    "found incompatible YAML document": _version,
    "found invalid Unicode character escape code": _surrogate,
    "found undefined tag handle": _tag,
    "found unexpected non-alphabetical character": _directive,
    "found unexpected document indicator": _document_in_quotes,
    "found unexpected end of stream": _open_quote,
    "found unexpected ':'": _glued_colon,
    "found unknown directive name": _directive,
    "found unknown escape character": _escape,
    "mapping keys are not allowed in this context": _question_mark,
    "mapping values are not allowed in this context": _stray_colon,
}
