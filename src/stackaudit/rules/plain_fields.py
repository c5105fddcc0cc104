"""The plain fields of a rule: texts, words, severities, remedies and parameters, each checked as it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from stackaudit.finding import Severity
from stackaudit.rules.operands import Mistake, Route
from stackaudit.rules.rule import Fix, Parameter
from stackaudit.source.wording import did_you_mean, found, shown

__all__ = ["PlainFields"]

_FIX: Final = ("now", "later")
_PARAMETER: Final = ("value", "about", "source")
_BOUNDS: Final = ("unit", "at_most")


class PlainFields:
    """Reads what needs no knowledge of the model. ``mistakes`` collects what does not fit; nothing is raised."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def mistake(
        self, route: Route, message: str, hint: str | None = None, *, key: bool = False, word: str | None = None
    ) -> None:
        """Note a mistake; once, though two readings may come upon it."""
        one = Mistake(route, message, hint, key, word)
        if one not in self.mistakes:
            self.mistakes.append(one)

    def keys(
        self, data: Mapping[Any, Any], known: Collection[str], needed: Collection[str], route: Route, what: str
    ) -> bool:
        """Whether a mapping has the fields that it needs and no others; one that is misspelt is not missing too."""
        meant = set()
        for key in data:
            if key not in known:
                hint = did_you_mean(str(key), [one for one in known if one not in data])
                meant.add(hint)
                self.mistake((*route, key), f"{what} has no field {shown(str(key))}", hint, key=True)
        missing = [key for key in needed if key not in data]
        for key in missing:
            if did_you_mean(key, [key]) not in meant:
                self.mistake(route, f"{what} needs {shown(key)}", key=True)
        return not missing and set(data) <= set(known)

    def text(self, data: Mapping[Any, Any], key: str, route: Route = ()) -> str:
        """A text with single spaces; nothing where there is none."""
        value = data.get(key, "")
        if not isinstance(value, str) or (key in data and not value.strip()):
            self.mistake((*route, key), f"expected text for {key}, found {found(value)}")
            return ""
        return " ".join(value.split())

    def texts(self, data: Mapping[Any, Any], key: str, route: Route = ()) -> tuple[str, ...]:
        """A text, or several wordings of it, best first."""
        value = data.get(key, [])
        if isinstance(value, str):
            return (text,) if (text := self.text(data, key, route)) else ()
        if not isinstance(value, list):
            self.mistake((*route, key), f"expected text, or a list of texts, for {key}, found {found(value)}")
            return ()
        for number, one in enumerate(value):
            if not isinstance(one, str) or not one.strip():
                self.mistake((*route, key, number), f"expected text, found {found(one)}")
        return tuple(" ".join(one.split()) for one in value if isinstance(one, str))

    def word(self, data: Mapping[Any, Any], key: str, known: tuple[str, ...]) -> str:
        """One of some words; nothing where the field is left out."""
        value = data.get(key)
        if key in data and value not in known:
            hint = did_you_mean(str(value), known)
            self.mistake((key,), f"expected one of {', '.join(known)} for {key}, found {found(value)}", hint)
            return ""
        return str(value) if key in data else ""

    def severity(self, value: Any, route: Route) -> Severity:
        """A severity; the mildest where it is none."""
        if not isinstance(value, str) or value not in list(Severity):
            meant = f"P{value}".upper().replace("PP", "P")
            hint = f"did you mean {meant!r}?" if meant in list(Severity) else "P1 weighs most"
            self.mistake(route, f"expected a severity from P1 to P5, found {found(value)}", hint)
            return Severity.P5
        return Severity(value)

    def fix(self, value: Any) -> Fix:
        """What to do now, and what later."""
        if not isinstance(value, dict):
            self.mistake(("fix",), f"expected now and later under fix, found {found(value)}")
            return Fix("", "")
        if not self.keys(value, _FIX, _FIX, ("fix",), "fix"):
            return Fix("", "")
        return Fix(self.text(value, "now", ("fix",)), self.text(value, "later", ("fix",)))

    def parameters(self, value: Any) -> dict[str, Parameter]:
        """The parameters by name."""
        if not isinstance(value, dict):
            self.mistake(("parameters",), f"expected parameters by name, found {found(value)}")
            return {}
        held = {str(name): self._parameter(one, ("parameters", name)) for name, one in value.items()}
        return {name: one for name, one in held.items() if one is not None}

    def _parameter(self, held: Any, route: Route) -> Parameter | None:
        if not isinstance(held, dict):
            self.mistake(route, f"expected value, about and source for a parameter, found {found(held)}")
            return None
        self.keys(held, (*_PARAMETER, *_BOUNDS), _PARAMETER, route, "the parameter")
        if "value" not in held:
            return None
        number = isinstance(held["value"], (int, float)) and not isinstance(held["value"], bool)
        for bound in _BOUNDS:
            if not number and bound in held:
                self.mistake((*route, bound), "only a number has a unit or an upper bound", key=True)
        if number and "unit" not in held:
            self.mistake((*route, "value"), "a number needs a unit", "add it, such as 'unit: tools' or 'unit: days'")
        top = held.get("at_most")
        if top is not None and (isinstance(top, bool) or not isinstance(top, (int, float))):
            self.mistake((*route, "at_most"), f"expected a number for at_most, found {found(top)}")
            top = None
        texts = {key: self.text(held, key, route) for key in ("about", "source", "unit")}
        frozen = tuple(held["value"]) if isinstance(held["value"], list) else held["value"]
        return Parameter(frozen, **texts, at_most=top)
