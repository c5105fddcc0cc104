"""Each rule's flagged examples can be mended in the facts; those that cannot are listed, each with its reason."""

from __future__ import annotations

import pytest

from stackaudit.audit.audit import audit_stack
from stackaudit.audit.mending import remedy_for
from stackaudit.load import load_data
from stackaudit.model.words import Collection
from stackaudit.rules import builtin
from stackaudit.rules.pack import Pack
from stackaudit.source import read_file
from stackaudit.testing import examples_of

REPLACED = "the remedy is another tool, product or interface, and that is another stack"
MOVED = "the remedy is that other data goes elsewhere, and what a flow carries is what it is"
OBSERVED = "the fact was seen, or is what sources say of it: nobody can set it"
FOUND_OUT = "the remedy is to find out, and what comes out nobody can know before"
BUILT = "the remedy is to build a flow of data or a tool of which nothing is known yet"

NOT_MENDED = {
    "EVD-01": FOUND_OUT,
    "EVD-02": FOUND_OUT,
    "GRA-16": MOVED,
    "GRA-22": BUILT,
    "GRA-25": MOVED,
    "GRA-34": MOVED,
    "GRA-36": REPLACED,
    "LEG-01": BUILT,
    "MEA-02": OBSERVED,
    "MEA-09": BUILT,
    "MEA-10": BUILT,
    "MEA-11": BUILT,
    "MEA-13": "the remedy is one name and one meaning for two metrics, and a metric's name is what it is",
    "MEA-14": "the remedy is other metrics in a report, of kinds that it may not have at all",
    "PRO-06": OBSERVED,
    "STK-01": REPLACED,
    "STK-02": OBSERVED,
    "STK-03": OBSERVED,
    "STK-05": FOUND_OUT,
    "STK-12": REPLACED,
    "STK-13": REPLACED,
    "STK-14": REPLACED,
    "STK-19": REPLACED,
    "STK-20": REPLACED,
    "TEC-01": REPLACED,
    "TEC-04": BUILT,
}
PACK = builtin()
RULES = {rule.id: rule for rule in PACK.rules if not rule.alias_of}


def remedies_of(identity):
    """For each flagged finding in a rule's examples, with whole lists, its remedy or None."""
    rule = RULES[identity]
    document = read_file(PACK.file_of(rule)).documents[1]
    for example in examples_of(rule, document)[0]:
        if example.group == "flagged":
            data = {"stackaudit": 1, "as_of": "2026-11-22", **example.stack, "complete": [*map(str, Collection)]}
            stack = load_data(data)
            audit = audit_stack(stack, packs=[Pack(PACK.name, PACK.version, PACK.path, (rule,))])
            yield from (remedy_for(stack, finding, rule) for finding in audit.results[0].flagged)


@pytest.mark.parametrize("identity", sorted(set(RULES) - set(NOT_MENDED)))
def test_a_flagged_example_of_each_rule_is_mended_by_other_facts(identity):
    found = [one for one in remedies_of(identity) if one is not None]
    assert found
    assert all(len(one.changes) < 12 for one in found)


@pytest.mark.parametrize("identity", sorted(NOT_MENDED))
def test_the_list_of_those_that_cannot_be_is_no_longer_than_it_has_to_be(identity):
    assert not any(remedies_of(identity))
