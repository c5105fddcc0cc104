"""A strict reader of SARIF: what the schema leaves open and a viewer relies on. It raises at the first thing amiss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

FINGERPRINT = re.compile(r"[0-9a-f]{64}")
LEVELS = {"none", "note", "warning", "error"}
STATES = {"new", "unchanged", "updated", "absent"}


def read(log: dict[str, Any]) -> Iterator[tuple[str, str | None, int | None]]:
    """The rule, file and line of each result, once everything that it refers to is there."""
    assert log["version"] == "2.1.0"
    for run in log["runs"]:
        rules = run["tool"]["driver"].get("rules", [])
        assert len({rule["id"] for rule in rules}) == len(rules), "an id stands for two rules"
        for rule in rules:
            _message(rule["shortDescription"])
            _message(rule["help"])
            assert rule["defaultConfiguration"]["level"] in LEVELS
        for invocation in run["invocations"]:
            notes = invocation.get("toolExecutionNotifications", [])
            errors = any(note["level"] == "error" for note in notes)
            assert invocation["executionSuccessful"] is not errors
            for override in invocation.get("ruleConfigurationOverrides", []):
                assert rules[override["descriptor"]["index"]]["id"] == override["descriptor"]["id"]
        seen = set()
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in LEVELS
            assert 0 <= result["rank"] <= 100
            assert result.get("baselineState", "new") in STATES
            _message(result["message"])
            (fingerprint,) = result["partialFingerprints"].values()
            assert FINGERPRINT.fullmatch(fingerprint)
            assert fingerprint not in seen, "two results are one"
            seen.add(fingerprint)
            related = result["relatedLocations"]
            assert len({one["id"] for one in related}) == len(related)
            flows = [one["location"] for flow in result.get("codeFlows", []) for one in _steps(flow)]
            assert all(map(_message_of, [*related, *flows]))
            held = [one["location"] for one in result.get("suppressions", []) if "location" in one]
            assert all(one["justification"] and one["kind"] for one in result.get("suppressions", []))
            places = [_place(one) for one in (*result["locations"], *related, *flows, *held)]
            assert result["locations"]
            yield (result["ruleId"], *places[0])


def _steps(flow: dict[str, Any]) -> list[dict[str, Any]]:
    (thread,) = flow["threadFlows"]
    assert thread["locations"], "a path without steps"
    return list(thread["locations"])


def _message_of(location: dict[str, Any]) -> bool:
    _message(location["message"])
    return True


def _message(message: dict[str, str]) -> None:
    assert message["text"].strip()
    # A placeholder or a link to a related location that nobody meant would be filled in by a viewer.
    assert not re.search(r"(?<!\{)\{\d+\}(?!\})", message["text"])


def _place(location: dict[str, Any]) -> tuple[str | None, int | None]:
    """File and line; both None where only the element is known."""
    assert all(one["fullyQualifiedName"] for one in location["logicalLocations"])
    if "physicalLocation" not in location:
        return None, None
    file, region = location["physicalLocation"]["artifactLocation"], location["physicalLocation"]["region"]
    parts = urlsplit(file["uri"])
    assert file["uri"].isascii()
    assert parts.scheme == ("" if "uriBaseId" in file else "file"), "a relative file has a base, and no other has"
    assert not parts.query
    assert not parts.fragment
    begin, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
    assert (1, 1) <= begin <= end, "a region ends before it begins"
    return unquote(parts.path), region["startLine"]
