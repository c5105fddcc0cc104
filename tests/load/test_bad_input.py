"""Every kind of mistake that a stack file can hold, with what is said of it: place, words, and what to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from stackaudit.errors import StackauditError
from stackaudit.load import load_text
from stackaudit.load.expected import called
from stackaudit.model.elements import Aspect, Element, Part
from stackaudit.source import Limits

HEAD = "stackaudit: 1\nas_of: 2026-11-22\n"

Said = tuple[str | None, str, str | None]


def whole(title: str, text: str | bytes, *said: Said, **limits: int) -> Any:
    """A file, and the problems in it: place, message, hint."""
    return pytest.param(text, said, limits, id=title)


def bad(title: str, text: str, *said: Said, **limits: int) -> Any:
    """What stands below the two lines of a head, so that it starts in line 3."""
    return whole(title, HEAD + text, *said, **limits)


CADENCE = "a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line"
DURATION = "a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days)"
SIGNAL = (
    "opt_out, consent, deletion, conversion, click_id, utm, spend, with a channel where it is for one (opt_out:email)"
)
ASOF: Said = ("2:1", "a stack has no field 'asof'", "did you mean 'as_of'?")

MISTAKES = [
    # The text
    bad(
        "a bracket that is never closed",
        "tools: {a: b: c}\n",
        ("3:13", "expected ',' or '}'", "the bracket '{' is in line 3, column 8"),
    ),
    bad(
        "a tab that indents",
        "tools:\n\ta: {}\n",
        ("4:1", "a tab indents this line, YAML wants spaces", "use spaces instead of the tab"),
    ),
    bad(
        "a mark that a merge left",
        "tools:\n  a: {}\n<<<<<<< HEAD\n  b: {}\n=======\n  c: {}\n>>>>>>> other\n",
        ("5:1", "a merge left its mark here", "keep one of the two versions, and remove the marks"),
    ),
    bad(
        "a mark that a merge left, alone",
        "tools:\n  a: {}\n<<<<<<< HEAD\n",
        ("5:1", "a merge left its mark here", "keep one of the two versions, and remove the marks"),
    ),
    *(
        bad(
            f"a special space that indents: {what}",
            text,
            (
                place,
                "a special space indents this line, YAML wants plain ones",
                "use plain spaces; this one came with a copied text",
            ),
        )
        for what, text, place in (
            ("the line above", "tools:\n  a:\n    sends: [email]\n\u00a0\u00a0\u00a0 owner: x\n    name: y\n", "6:1"),
            ("the line itself", "tools:\n  a:\n    sends: [email]\n   \u2003owner: x\n", "6:4"),
        )
    ),
    *(
        bad(
            f"what cannot be unknown, as people write it: {written}",
            text,
            (place, message, hint),
        )
        for written, text, place, message, hint in (
            (
                "an item of a list",
                "tools: {a: {sends: [TBD]}}\n",
                "3:21",
                "expected one of email, sms, push, in_app, whatsapp, phone, post, ads for sends, found 'TBD'",
                None,
            ),
            (
                "an end of a flow",
                "tools: {a: {}}\nflows:\n  - {from: a, to: TBD}\n",
                "5:19",
                "no tool is called 'TBD'",
                "there is 'a'",
            ),
            (
                "the currency of an amount",
                "tools: {a: {cost: {amount: 3, currency: '?'}}}\n",
                "3:41",
                "expected a currency code of three letters such as eur for currency, found '?'",
                None,
            ),
        )
    ),
    *(
        bad(
            f"what is not known, as people write it: {written} for {field}",
            f"tools:\n  a:\n    {field}: {written}\n",
            (
                f"5:{len(field) + 7}",
                message,
                "write unknown where nobody could tell, none where there is none, or leave it out",
            ),
        )
        for field, written, message in (
            ("owner", "TBD", "no person or team is called 'TBD'"),
            ("owner", "n/a", "no person or team is called 'n/a'"),
            ("product", "tbc", "no product is called 'tbc'"),
            ("terms", "unclear", "expected one of dpa, joint, controller for terms, found 'unclear'"),
            ("users", "TBD", "expected a whole number that is not negative for users, found 'TBD'"),
        )
    ),
    bad(
        "a list of tools is one mistake, however much refers to them",
        "tools:\n  - id: a\n  - id: b\nflows:\n  - {from: a, to: b, via: a}\nautomations: {x: {happens_in: [a]}}\n"
        "systems_of_record: {contact: a}\n",
        ("4:3", "expected a mapping of ids for tools, found a list", "such as tools: {hubspot: {owner: marketing}}"),
    ),
    *(
        bad(
            f"a number as people write it: {written}",
            f"data_quality:\n  {field}: {written}\n",
            (f"4:{len(field) + 5}", f"expected a number that is not negative for {field}, found '{written}'", hint),
        )
        for field, written, hint in (
            ("bounce_rate", "0,8", "write 0.8"),
            ("bounce_rate", "0.8 %", "write 0.8"),
            ("bounce_rate", "5%", "write 5"),
            ("bounce_rate", "some", None),
        )
    ),
    *(
        bad(
            f"a whole number as people write it: {written}",
            f"company:\n  contacts: {written}\n",
            ("4:13", f"expected a whole number that is not negative for contacts, found '{written}'", hint),
        )
        for written, hint in (
            ("1.200.000", "write 1200000"),
            ("1 200 000", "write 1200000"),
            ("1,5", None),
            ("1.234,50", None),
        )
    ),
    *(
        bad(
            f"a day as people write it: {written}",
            f"company:\n  stack_reviewed: {written}\n",
            ("4:19", f"expected a date such as 2026-11-22 for stack_reviewed, found '{written}'", hint),
        )
        for written, hint in (
            ("3.6.2026", "did you mean '2026-06-03'?"),
            ("2026/06/30", "did you mean '2026-06-30'?"),
            ("31.02.2026", None),
            ("06/07/2026", None),
        )
    ),
    bad(
        "a key that stands twice",
        "tools:\n  a: {}\n  a: {}\n",
        ("5:3", "the key 'a' stands twice in one mapping", "the first is in line 4"),
    ),
    bad(
        "two mistakes of the text and of the model",
        "tools:\n  a: {ownr: x}\n  a: {}\n",
        ("4:7", "a tool has no field 'ownr'", "did you mean 'owner'?"),
        ("5:3", "the key 'a' stands twice in one mapping", "the first is in line 4"),
    ),
    bad(
        "an alias inside what it repeats",
        "tools: &t\n  a: *t\n",
        ("4:6", "the alias '*t' stands inside the value that it repeats", None),
    ),
    bad(
        "too many aliases",
        "a: &a [x, x, x, x]\nb: [*a, *a, *a]\n",
        ("4:13", "aliases repeat more than 10 keys and values", None),
        alias_nodes=10,
    ),
    bad(
        "too deep",
        "tools: [[[[[a]]]]]\n",
        ("3:11", "lists and mappings are nested more than 4 levels deep", None),
        depth=4,
    ),
    bad(
        "too big",
        "teams: {marketing: {}}\n",
        (None, "'stack.yaml' has 55 bytes, more than the limit of 40", "split the file, or raise the limit"),
        size=40,
    ),
    bad(
        "an alias of nothing",
        "tools: {a: *x}\n",
        ("3:12", "no anchor '&x' stands before this alias", None),
    ),
    whole(
        "not UTF-8",
        b"stackaudit: 1\nas_of: 2026-11-22\ncompany: {name: Caf\xe9}\n",
        ("3:20", "the byte 0xE9 is not UTF-8", "save the file as UTF-8"),
    ),
    whole(
        "UTF-16",
        b"\xff\xfes\x00t\x00a\x00c\x00k\x00a\x00u\x00d\x00i\x00t\x00:\x00 \x001\x00\n\x00",
        ("1:1", "the file is UTF-16, expected UTF-8", "save the file as UTF-8"),
    ),
    whole(
        "a NUL character",
        'stackaudit: 1\nas_of: 2026-11-22\ncompany: {name: "a"}\x00\n',
        ("3:21", "the file holds a NUL character: it is not UTF-8, or not text", "save the file as UTF-8"),
    ),
    bad(
        "a control character",
        "company: {name: a\x07b}\n",
        ("3:18", "the invisible character U+0007 is not allowed", "remove it"),
    ),
    whole(
        "nothing at all",
        "",
        (
            "1:1",
            "expected a stack, that is a mapping, found nothing",
            "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from",
        ),
    ),
    whole(
        "nothing but a remark",
        "# to be written\n",
        (
            "1:1",
            "expected a stack, that is a mapping, found nothing",
            "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from",
        ),
    ),
    whole(
        "a list at the top",
        "- hubspot\n- marketo\n",
        (
            "1:1",
            "expected a stack, that is a mapping, found a list",
            "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from",
        ),
    ),
    whole(
        "text at the top",
        "hubspot\n",
        (
            "1:1",
            "expected a stack, that is a mapping, found 'hubspot'",
            "a stack begins with 'stackaudit: 1'; `stackaudit init` writes one to start from",
        ),
    ),
    bad(
        "a second document",
        "---\nstackaudit: 1\n",
        ("4:1", "expected one document, found a second one", "one file holds one stack"),
    ),
    bad(
        "a date that is none",
        "tools:\n  a: {end_of_life: 2026-02-31}\n",
        ("4:20", "'2026-02-31' is not a day of the calendar", "if it is text, write it in quotes"),
    ),
    whole(
        "a date that is none where one is needed",
        "stackaudit: 1\nas_of: 2026-02-31\n",
        ("2:8", "'2026-02-31' is not a day of the calendar", "if it is text, write it in quotes"),
    ),
    bad(
        "a number that is none",
        "company: {contacts: .nan}\n",
        ("3:21", "'.nan' is not a number we can use", "if it is text, write it in quotes"),
    ),
    # The stack
    whole(
        "neither version nor date",
        "{}\n",
        ("1:1", "a stack needs 'as_of'", "such as as_of: 2026-11-22"),
        ("1:1", "a stack needs 'stackaudit'", "such as stackaudit: 1"),
    ),
    whole(
        "no date",
        "stackaudit: 1\n",
        ("1:1", "a stack needs 'as_of'", "such as as_of: 2026-11-22"),
    ),
    whole(
        "an empty date",
        "stackaudit: 1\nas_of:\n",
        ("2:7", "expected a date such as 2026-11-22 for as_of, found nothing", None),
    ),
    whole(
        "a date in words",
        "stackaudit: 1\nas_of: today\n",
        ("2:8", "expected a date such as 2026-11-22 for as_of, found 'today'", None),
    ),
    whole(
        "a date with a time",
        "stackaudit: 1\nas_of: 2026-11-22T10:00:00\n",
        ("2:8", "expected a date such as 2026-11-22 for as_of, found '2026-11-22T10:00:00'", None),
    ),
    whole(
        "a date as a number",
        "stackaudit: 1\nas_of: 0\n",
        ("2:8", "expected a date such as 2026-11-22 for as_of, found 0", None),
    ),
    whole(
        "another version",
        "stackaudit: 2\nas_of: 2026-11-22\n",
        ("1:13", "expected 1 for stackaudit, found 2", "this is the version of the format"),
    ),
    whole(
        "the version as text",
        "stackaudit: '1'\nas_of: 2026-11-22\n",
        ("1:13", "expected 1 for stackaudit, found '1'", "this is the version of the format"),
    ),
    whole(
        "the version as a fraction",
        "stackaudit: 1.0\nas_of: 2026-11-22\n",
        ("1:13", "expected 1 for stackaudit, found 1.0", "this is the version of the format"),
    ),
    whole(
        "the version as true",
        "stackaudit: true\nas_of: 2026-11-22\n",
        ("1:13", "expected 1 for stackaudit, found true", "this is the version of the format"),
    ),
    bad(
        "an unknown field at the top",
        "tolls: {}\n",
        ("3:1", "a stack has no field 'tolls'", "did you mean 'tools'?"),
    ),
    bad(
        "an unknown field at the top that is like no other",
        "xyzzy: {}\n",
        ("3:1", "a stack has no field 'xyzzy'", None),
    ),
    bad(
        "a collection as a list",
        "tools: [hubspot, marketo]\n",
        ("3:8", "expected a mapping of ids for tools, found a list", "such as tools: {hubspot: {owner: marketing}}"),
    ),
    bad(
        "a collection as text",
        "tools: hubspot\n",
        ("3:8", "expected a mapping of ids for tools, found 'hubspot'", "such as tools: {hubspot: {owner: marketing}}"),
    ),
    bad(
        "a collection that is unknown",
        "tools: unknown\n",
        ("3:8", "expected a mapping of ids for tools, found 'unknown'", "such as tools: {hubspot: {owner: marketing}}"),
    ),
    bad(
        "an element as text",
        "tools:\n  a: Hubspot\n",
        (
            "4:6",
            "expected a tool, that is a mapping of fields, found 'Hubspot'",
            "such as tools: {hubspot: {owner: marketing}}",
        ),
    ),
    bad(
        "an element that is none",
        "tools:\n  a: none\n",
        (
            "4:6",
            "expected a tool, that is a mapping of fields, found 'none'",
            "such as tools: {hubspot: {owner: marketing}}",
        ),
    ),
    bad(
        "an unknown list in complete",
        "complete: [tols]\n",
        (
            "3:12",
            "expected one of teams, people, goals, tools, capture_points, flows, processes, automations, metrics, reports, sending_domains, requests, risks, communications for complete, found 'tols'",
            "did you mean 'tools'?",
        ),
    ),
    bad(
        "a list in complete that can be no such thing",
        "complete: [gaps]\n",
        (
            "3:12",
            "expected one of teams, people, goals, tools, capture_points, flows, processes, automations, metrics, reports, sending_domains, requests, risks, communications for complete, found 'gaps'",
            None,
        ),
    ),
    bad(
        "complete as a word",
        "complete: tools\n",
        (
            "3:11",
            "expected a list of teams, people, goals, tools, capture_points, flows, processes, automations, metrics, reports, sending_domains, requests, risks, communications for complete, found 'tools'",
            "put it in brackets: [tools]",
        ),
    ),
    bad(
        "complete as none, beside a list of none",
        "complete: none\ngoals: none\n",
        (
            "3:11",
            "expected a list of teams, people, goals, tools, capture_points, flows, processes, automations, metrics, reports, sending_domains, requests, risks, communications for complete, found 'none'",
            "such as complete: [tools, flows]",
        ),
    ),
    # Ids
    bad(
        "none as an id",
        "tools: {none: {}}\n",
        ("3:9", "'none' is a reserved word and cannot be an id", None),
    ),
    bad(
        "unknown as an id",
        "teams: {unknown: {}}\n",
        ("3:9", "'unknown' is a reserved word and cannot be an id", None),
    ),
    bad(
        "more as an id",
        "metrics: {more: {}}\n",
        ("3:11", "'more' is a reserved word and cannot be an id", None),
    ),
    bad(
        "a space in an id",
        "tools: {'a b': {}}\n",
        (
            "3:9",
            "the id 'a b' is not allowed: an id has only the letters A to Z, digits, '_', '-' and '.', and starts with a letter, a digit or '_'",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "an id that starts with a sign",
        "tools: {.a: {}}\n",
        (
            "3:9",
            "the id '.a' is not allowed: an id has only the letters A to Z, digits, '_', '-' and '.', and starts with a letter, a digit or '_'",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "an empty id",
        "tools: {'': {}}\n",
        (
            "3:9",
            "the id '' is not allowed: an id has only the letters A to Z, digits, '_', '-' and '.', and starts with a letter, a digit or '_'",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "an id of 101 characters",
        "tools: {" + "a" * 101 + ": {}}\n",
        (
            "3:9",
            "the id 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…' has 101 characters, at most 100 are allowed",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "a process whose id is too long for a kind, too",
        "processes: {" + "a" * 301 + ": {}}\n",
        (
            "3:13",
            "the id 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…' has 301 characters, at most 100 are allowed",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "an id inside an element",
        "tools: {a: {id: b}}\n",
        ("3:13", "the id of this element is its key", "leave 'id' out, or use 'name'"),
    ),
    bad(
        "an id inside a section",
        "tracking_plan: {id: b}\n",
        ("3:17", "a tracking plan has no field 'id'", None),
    ),
    bad(
        "a dispute inside a question",
        "questions: [{ask: Who pays?, disputed: {ask: [{value: x}], whom2: [{value: y}]}}]\n",
        ("3:41", "'ask' is both stated and disputed", "leave it out: the sources' answers stand under disputed"),
        ("3:60", "no field is called 'whom2' here", "did you mean 'whom'?"),
    ),
    bad(
        "an id inside a question",
        "questions: [{ask: Who pays?, id: b}]\n",
        ("3:30", "a question has no field 'id'", None),
    ),
    bad(
        "a reserved id of a promise",
        "roadmap: {items: {none: {}}}\n",
        ("3:19", "'none' is a reserved word and cannot be an id", None),
    ),
    bad(
        "an id inside a promise",
        "roadmap: {items: {welcome: {id: x}}}\n",
        ("3:29", "the id of this element is its key", "leave 'id' out, or use 'name'"),
    ),
    bad(
        "a capture point called like a tool",
        "tools: {a: {}}\ncapture_points: {a: {tool: a}}\n",
        ("4:18", "a tool is called 'a' too, and flows could not tell them apart", "choose another id"),
    ),
    bad(
        "a capability that is built in",
        "capabilities: {map: {}}\n",
        ("3:16", "'map' is a built-in capability", "choose another id"),
    ),
    bad(
        "a data class that is built in",
        "data_classes: {user.name: {}}\n",
        ("3:16", "'user.name' is a built-in data class", "choose another id"),
    ),
    # Unknown fields of each kind
    bad(
        "an unknown field: company",
        "company: {nme: x}\n",
        ("3:11", "a company has no field 'nme'", "did you mean 'name'?"),
    ),
    bad(
        "an unknown field: teams",
        "teams: {x: {functon: y}}\n",
        ("3:13", "a team has no field 'functon'", "did you mean 'function'?"),
    ),
    bad(
        "an unknown field: people",
        "people: {x: {teem: y}}\n",
        ("3:14", "a person has no field 'teem'", "did you mean 'team'?"),
    ),
    bad(
        "an unknown field: goals",
        "goals: {x: {ownr: y}}\n",
        ("3:13", "a goal has no field 'ownr'", "did you mean 'owner'?"),
    ),
    bad(
        "an unknown field: roadmap",
        "roadmap: {itms: {}}\n",
        ("3:11", "a roadmap has no field 'itms'", "did you mean 'items'?"),
    ),
    bad(
        "an unknown field: roadmap items",
        "roadmap: {items: {x: {gaol: y}}}\n",
        ("3:23", "a roadmap item has no field 'gaol'", "did you mean 'goal'?"),
    ),
    bad(
        "an unknown field: capabilities",
        "capabilities: {swag: {nme: x}}\n",
        ("3:23", "a capability has no field 'nme'", "did you mean 'name'?"),
    ),
    bad(
        "an unknown field: products",
        "products: {contoso: {vendr: x}}\n",
        ("3:22", "a product has no field 'vendr'", "did you mean 'vendor'?"),
    ),
    bad(
        "an unknown field: data_classes",
        "data_classes: {lead: {persnal: true}}\n",
        ("3:23", "a data class has no field 'persnal'", "did you mean 'personal'?"),
    ),
    bad(
        "an unknown field: tools",
        "tools: {x: {ownr: y}}\n",
        ("3:13", "a tool has no field 'ownr'", "did you mean 'owner'?"),
    ),
    bad(
        "an unknown field: capture_points",
        "capture_points: {x: {chanel: y}}\n",
        ("3:22", "a capture point has no field 'chanel'", "did you mean 'channel'?"),
    ),
    bad(
        "an unknown field: flows",
        "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, metod: api}]\n",
        ("4:26", "a flow has no field 'metod'", "did you mean 'method'?"),
    ),
    bad(
        "an unknown field: gaps",
        "tools: {a: {}, b: {}}\ngaps: [{signal: opt_out, from: a, to: b, sorce: x}]\n",
        ("4:42", "a gap has no field 'sorce'", "did you mean 'source'?"),
    ),
    bad(
        "an unknown field: processes",
        "processes: {x: {methd: y}}\n",
        ("3:17", "a process has no field 'methd'", "did you mean 'method'?"),
    ),
    bad(
        "an unknown field: automations",
        "automations: {x: {tol: y}}\n",
        ("3:19", "an automation has no field 'tol'", "did you mean 'tool'?"),
    ),
    bad(
        "an unknown field: metrics",
        "metrics: {x: {knd: y}}\n",
        ("3:15", "a metric has no field 'knd'", "did you mean 'kind'?"),
    ),
    bad(
        "an unknown field: reports",
        "reports: {x: {audiance: y}}\n",
        ("3:15", "a report has no field 'audiance'", "did you mean 'audience'?"),
    ),
    bad(
        "an unknown field: tracking_plan",
        "tracking_plan: {evnts: []}\n",
        ("3:17", "a tracking plan has no field 'evnts'", "did you mean 'events'?"),
    ),
    bad(
        "an unknown field: tracking plan, like no other",
        "tracking_plan: {foo: 1}\n",
        (
            "3:17",
            "a tracking plan has no field 'foo'",
            "its fields are name, note, source, basis, disputed, url, owner, events, last_reviewed, seen, last_validated, discrepancy",
        ),
    ),
    bad(
        "an unknown field: stack_map",
        "stack_map: {last_updatd: x}\n",
        ("3:13", "a stack map has no field 'last_updatd'", "did you mean 'last_updated'?"),
    ),
    bad(
        "an unknown field: sending_domains",
        "sending_domains: {x.example: {dayly_volume: 1}}\n",
        ("3:31", "a sending domain has no field 'dayly_volume'", "did you mean 'daily_volume'?"),
    ),
    bad(
        "a registered domain that is another one",
        "sending_domains: {news.x.example: {primary_domain: y.example}}\n",
        ("3:52", "'news.x.example' does not belong to 'y.example'", "such as x.example"),
    ),
    bad(
        "a disputed registered domain that is another one",
        "sending_domains: {x.example: {disputed: {primary_domain: [{value: y.example}]}}}\n",
        ("3:67", "'x.example' does not belong to 'y.example'", "such as x.example"),
    ),
    bad(
        "none, which could be p=none, for DMARC",
        "sending_domains: {x.example: {dmarc: none}}\n",
        ("3:38", "expected true or false for dmarc, found 'none'", None),
    ),
    bad(
        "an unknown field: questions",
        "questions: [{ask: Who?, abuot: x}]\n",
        ("3:25", "a question has no field 'abuot'", "did you mean 'about'?"),
    ),
    bad(
        "an unknown field: report",
        "report: {clint: x}\n",
        ("3:10", "the report section has no field 'clint'", "did you mean 'client'?"),
    ),
    bad(
        "an unknown field: cost",
        "tools: {a: {cost: {amount: 1, currency: eur, pr: year}}}\n",
        ("3:46", "an amount of money has no field 'pr'", "did you mean 'per'?"),
    ),
    bad(
        "an unknown field: monitored",
        "tools: {a: {monitored: {evry: 1h}}}\n",
        ("3:25", "monitoring has no field 'evry'", "did you mean 'every'?"),
    ),
    bad(
        "an unknown field: disputed",
        "tools: {a: {disputed: {owner: [{valu: x, source: y}]}}}\n",
        ("3:33", "an answer has no field 'valu'", "did you mean 'value'?"),
    ),
    bad(
        "a Python name",
        "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, from_: a}]\n",
        ("4:26", "a flow has no field 'from_'", "did you mean 'from'?"),
    ),
    *(
        bad(
            f"a field that is like others, or by chance: {name}",
            f"tools: {{a: {{{name}: x}}}}\n",
            ("3:13", f"a tool has no field '{name}'", hint),
        )
        for name, hint in (
            ("features", "did you mean 'ai_features'?"),
            ("hosting", "did you mean 'hosting_region'?"),
            ("owner_team", "did you mean 'owner'?"),
            ("onwer", "did you mean 'owner'?"),
            ("state", "did you mean 'status'?"),
            ("country", None),
            ("destination", None),
            ("manager", None),
            ("tags", None),
        )
    ),
    bad(
        "a tool has no from_",
        "tools: {a: {from_: b}}\n",
        ("3:13", "a tool has no field 'from_'", None),
    ),
    bad(
        "a share of more than a hundred per cent",
        "communications: {note: {kept_share: 140}}\n",
        ("3:37", "expected a number from 0 to 100 for kept_share, found 140", None),
    ),
    # Words
    bad(
        "a word much too long to be nearly one",
        "tools:\n  a: {status: retiredretiredretiredretiredretiredretiredretiredretiredretiredretired}\n",
        (
            "4:15",
            "expected one of active, trial, retiring, planned, retired for status, found 'retiredretiredretiredretiredretiredretiredretiredretiredret…'",
            None,
        ),
    ),
    bad(
        "a word that is nearly one",
        "tools:\n  a: {status: retird}\n",
        (
            "4:15",
            "expected one of active, trial, retiring, planned, retired for status, found 'retird'",
            "did you mean 'retired'?",
        ),
    ),
    bad(
        "a word that is like no other",
        "tools:\n  a: {basis: guess}\n",
        ("4:14", "expected one of observed, told, policy for basis, found 'guess'", None),
    ),
    bad(
        "a word that begins like another",
        "processes: {triage: {method: csv}}\n",
        (
            "3:30",
            "expected one of in_tool, synced, query, automated, csv_upload, spreadsheet, manual, agency for method, found 'csv'",
            "did you mean 'csv_upload'?",
        ),
    ),
    bad(
        "yes in place of a word",
        "tools:\n  a: {status: yes}\n",
        (
            "4:15",
            "expected one of active, trial, retiring, planned, retired for status, found 'yes'",
            "this is no yes-or-no field",
        ),
    ),
    bad(
        "true in place of a word",
        "tools:\n  a: {status: true}\n",
        (
            "4:15",
            "expected one of active, trial, retiring, planned, retired for status, found true",
            "this is no yes-or-no field",
        ),
    ),
    bad(
        "a list in place of a word",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, method: [api]}\n",
        (
            "5:30",
            "expected one of native, api, webhook, sdk, tag, ipaas, etl, reverse_etl, script, file, csv_manual, spreadsheet, email_attachment, manual_entry for method, found a list",
            "one value, without brackets",
        ),
    ),
    bad(
        "a number in place of a word",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, method: 3}\n",
        (
            "5:30",
            "expected one of native, api, webhook, sdk, tag, ipaas, etl, reverse_etl, script, file, csv_manual, spreadsheet, email_attachment, manual_entry for method, found 3",
            None,
        ),
    ),
    bad(
        "yes in place of an id",
        "tools:\n  a: {owner: yes}\n",
        ("4:14", "no person or team is called 'yes'", "this is no yes-or-no field"),
    ),
    bad(
        "a word in place of a list",
        "tools:\n  a: {captures_opt_out: email}\n",
        (
            "4:25",
            "expected a list of email, sms, push, in_app, whatsapp, phone, post, ads for captures_opt_out, found 'email'",
            "put it in brackets: [email]",
        ),
    ),
    bad(
        "a wrong word in a list",
        "tools:\n  a: {sends: [emial]}\n",
        (
            "4:15",
            "expected one of email, sms, push, in_app, whatsapp, phone, post, ads for sends, found 'emial'",
            "did you mean 'email'?",
        ),
    ),
    bad(
        "a wrong channel with purposes",
        "tools:\n  a: {sends: {emial: [service]}}\n",
        (
            "4:15",
            "expected one of email, sms, push, in_app, whatsapp, phone, post, ads for sends, found 'emial'",
            "did you mean 'email'?",
        ),
    ),
    bad(
        "a wrong purpose",
        "tools:\n  a: {sends: {email: [servce]}}\n",
        ("4:23", "expected one of marketing, service for sends, found 'servce'", "did you mean 'service'?"),
    ),
    bad(
        "a purpose in place of a list",
        "tools:\n  a: {sends: {email: service}}\n",
        ("4:22", "expected a list of marketing, service for sends, found 'service'", "put it in brackets: [service]"),
    ),
    bad(
        "a wrong signal",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, signals: [optout]}\n",
        (
            "5:32",
            "expected opt_out, consent, deletion, conversion, click_id, utm, spend, with a channel where it is for one (opt_out:email) for signals, found 'optout'",
            "did you mean 'opt_out'?",
        ),
    ),
    bad(
        "a signal with a wrong channel",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, signals: ['opt_out:fax']}\n",
        (
            "5:32",
            "expected opt_out, consent, deletion, conversion, click_id, utm, spend, with a channel where it is for one (opt_out:email) for signals, found 'opt_out:fax'",
            "did you mean 'opt_out'?",
        ),
    ),
    bad(
        "a signal in place of a list",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, signals: opt_out}\n",
        (
            "5:31",
            "expected a list of opt_out, consent, deletion, conversion, click_id, utm, spend, with a channel where it is for one (opt_out:email) for signals, found 'opt_out'",
            "put it in brackets: [opt_out]",
        ),
    ),
    bad(
        "a wrong weekday",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: [wed, saturday]}\n",
        (
            "5:35",
            "expected one of mon, tue, wed, thu, fri, sat, sun for every, found 'saturday'",
            "did you mean 'sat'?",
        ),
    ),
    bad(
        "a list among references",
        "teams: {ops: {}}\ntools: {a: {teams: [[ops], nobody]}}\n",
        ("4:21", "expected text for teams, found a list", "one value, without brackets"),
        ("4:28", "no team is called 'nobody'", "there is 'ops'"),
    ),
    bad(
        "more in the middle",
        "tools:\n  a: {sends: [more, email]}\n",
        ("4:15", "'more' may stand only at the end of a list", None),
    ),
    bad(
        "more in the middle of references",
        "tools:\n  a: {capabilities: [more, map]}\n",
        ("4:22", "'more' may stand only at the end of a list", None),
    ),
    bad(
        "more in the middle of free text",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, fields: [more, email]}\n",
        ("5:31", "'more' may stand only at the end of a list", None),
    ),
    bad(
        "none in a list",
        "tools:\n  a: {captures_opt_out: [none]}\n",
        ("4:26", "'none' may not stand in a list", None),
    ),
    bad(
        "unknown in a list of free text",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, fields: [unknown]}\n",
        ("5:31", "'unknown' may not stand in a list", None),
    ),
    bad(
        "more in place of a value",
        "tools:\n  a: {owner: more}\n",
        ("4:14", "no person or team is called 'more'", "declare it under 'people' or 'teams'"),
    ),
    # Values
    bad(
        "text in place of true",
        "data_classes: {lead: {personal: maybe}}\n",
        ("3:33", "expected true or false for personal, found 'maybe'", None),
    ),
    bad(
        "a number in place of true",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, consent_gated: 1}\n",
        ("5:37", "expected true or false for consent_gated, found 1", None),
    ),
    bad(
        "a number in place of true or a mapping",
        "tools:\n  a: {monitored: 3}\n",
        ("4:18", "expected true, false or a mapping of every, window and alert_after for monitored, found 3", None),
    ),
    bad(
        "a number in place of true or text",
        "tools:\n  a: {runbook: 3}\n",
        ("4:16", "expected true, false or text for runbook, found 3", "if it is text, write it in quotes"),
    ),
    bad(
        "a list in place of text",
        "tools:\n  a: {name: [Splitter]}\n",
        ("4:13", "expected text for name, found a list", "one value, without brackets"),
    ),
    bad(
        "a mapping in place of text, with a key of the checker's own",
        "tools:\n  a: {owner: {constrained-str: x}}\n",
        ("4:14", "expected text for owner, found a mapping", None),
    ),
    bad(
        "a mapping in place of true, with a key of the checker's own",
        "tools:\n  a: {monitored: {bool: 1}}\n",
        ("4:19", "monitoring has no field 'bool'", "its fields are every, window, alert_after"),
    ),
    bad(
        "a process with a key of the checker's own, in which the field stands, too",
        "processes: {triage: {Process: {method: x}, method: bad}}\n",
        (
            "3:22",
            "a process has no field 'Process'",
            None,
        ),
        (
            "3:52",
            "expected one of in_tool, synced, query, automated, csv_upload, spreadsheet, manual, agency for method, found 'bad'",
            None,
        ),
    ),
    bad(
        "a number in place of text",
        "tools:\n  a: {name: 3}\n",
        ("4:13", "expected text for name, found 3", "if it is text, write it in quotes"),
    ),
    bad(
        "a date in place of text",
        "tools:\n  a: {name: 2026-11-22}\n",
        ("4:13", "expected text for name, found 2026-11-22", "if it is text, write it in quotes"),
    ),
    bad(
        "empty text",
        "tools:\n  a: {name: ''}\n",
        ("4:13", "expected text for name, found empty text", None),
    ),
    bad(
        "too much text",
        "tools:\n  a: {note: " + "x" * 20_001 + "}\n",
        ("4:13", "expected at most 20,000 characters for note, found 20,001", None),
    ),
    bad(
        "text in place of a number",
        "company: {contacts: many}\n",
        ("3:21", "expected a whole number that is not negative for contacts, found 'many'", None),
    ),
    bad(
        "a number with a comma",
        "company: {contacts: '1,200,000'}\n",
        ("3:21", "expected a whole number that is not negative for contacts, found '1,200,000'", "write 1200000"),
    ),
    bad(
        "a negative number",
        "company: {contacts: -3}\n",
        ("3:21", "expected a whole number that is not negative for contacts, found -3", None),
    ),
    bad(
        "a fraction in place of a number",
        "company: {contacts: 1.5}\n",
        ("3:21", "expected a whole number that is not negative for contacts, found 1.5", None),
    ),
    bad(
        "true in place of a number",
        "teams: {x: {headcount: true}}\n",
        ("3:24", "expected a whole number that is not negative for headcount, found true", None),
    ),
    bad(
        "text in place of a date",
        "tools:\n  a: {end_of_life: soon}\n",
        ("4:20", "expected a date such as 2026-11-22 for end_of_life, found 'soon'", None),
    ),
    bad(
        "a year in place of a date",
        "tools:\n  a: {end_of_life: 2026}\n",
        ("4:20", "expected a date such as 2026-11-22 for end_of_life, found 2026", None),
    ),
    bad(
        "a date in another order",
        "tools:\n  a: {end_of_life: 30.06.2026}\n",
        (
            "4:20",
            "expected a date such as 2026-11-22 for end_of_life, found '30.06.2026'",
            "did you mean '2026-06-30'?",
        ),
    ),
    bad(
        "a duration in words",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, takes: 2 days}\n",
        (
            "5:29",
            "expected a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days) for takes, found '2 days'",
            "did you mean '2d'?",
        ),
    ),
    bad(
        "a duration that nobody can read",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, takes: 1.5h}\n",
        (
            "5:29",
            "expected a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days) for takes, found '1.5h'",
            None,
        ),
    ),
    bad(
        "a number in place of a duration",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, takes: 5}\n",
        (
            "5:29",
            "expected a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days) for takes, found 5",
            "with a unit, such as 5d",
        ),
    ),
    bad(
        "a cadence in words",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: daily}\n",
        (
            "5:29",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found 'daily'",
            "did you mean '1d'?",
        ),
    ),
    bad(
        "a cadence of a wrong unit",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: 1y}\n",
        (
            "5:29",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found '1y'",
            "did you mean '12mo'?",
        ),
    ),
    bad(
        "an empty list of weekdays",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: []}\n",
        (
            "5:29",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found an empty list",
            None,
        ),
    ),
    bad(
        "a cadence as a mapping",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: {days: 1}}\n",
        (
            "5:29",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found a mapping",
            None,
        ),
    ),
    bad(
        "a cron line that never runs",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: '0 0 30 2 *'}\n",
        (
            "5:29",
            "'0 0 30 2 *' is not a cron line that ever runs",
            "minute, hour, day of the month, month, day of the week: 0 6 * * 1",
        ),
    ),
    bad(
        "a cron line with a wrong minute",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, every: '61 0 * * *'}\n",
        (
            "5:29",
            "'61 0 * * *' is not a cron line that ever runs",
            "minute, hour, day of the month, month, day of the week: 0 6 * * 1",
        ),
    ),
    bad(
        "a cadence in place of a duration",
        "tools:\n  a: {monitored: {every: on_event}}\n",
        (
            "4:26",
            "expected a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days) for every, found 'on_event'",
            None,
        ),
    ),
    bad(
        "text in place of money",
        "tools:\n  a: {cost: cheap}\n",
        ("4:13", "expected an amount such as {amount: 12000, currency: eur, per: year} for cost, found 'cheap'", None),
    ),
    bad(
        "a number in place of money",
        "tools:\n  a: {cost: 12000}\n",
        ("4:13", "expected an amount such as {amount: 12000, currency: eur, per: year} for cost, found 12000", None),
    ),
    bad(
        "money without a currency",
        "tools:\n  a: {cost: {amount: 12000}}\n",
        ("4:13", "an amount of money needs 'currency'", "such as currency: eur"),
    ),
    bad(
        "money without an amount",
        "tools:\n  a: {cost: {currency: eur}}\n",
        ("4:13", "an amount of money needs 'amount'", "such as amount: 12000"),
    ),
    bad(
        "a currency by its name",
        "tools:\n  a: {cost: {amount: 12000, currency: euro}}\n",
        ("4:39", "expected a currency code of three letters such as eur for currency, found 'euro'", None),
    ),
    bad(
        "a negative amount",
        "tools:\n  a: {cost: {amount: -1, currency: eur}}\n",
        ("4:22", "expected a number that is not negative for amount, found -1", None),
    ),
    bad(
        "an amount with a comma",
        "tools:\n  a: {cost: {amount: '12,000', currency: eur}}\n",
        ("4:22", "expected a number that is not negative for amount, found '12,000'", "write 12000"),
    ),
    bad(
        "a wrong time of cost",
        "tools:\n  a: {cost: {amount: 12000, currency: eur, per: yearly}}\n",
        ("4:49", "expected one of year, month, once for per, found 'yearly'", "did you mean 'year'?"),
    ),
    bad(
        "text in place of a list of text",
        "tools:\n  a: {brand: northwind}\n",
        ("4:14", "expected a list for brand, found 'northwind'", "put it in brackets: [northwind]"),
    ),
    bad(
        "a sentence in place of a list",
        "tools:\n  a: {brand: Northwind & sons}\n",
        ("4:14", "expected a list for brand, found 'Northwind & sons'", "such as brand: [northwind]"),
    ),
    bad(
        "a mapping in place of a list",
        "tools:\n  a: {capabilities: {map: true}}\n",
        ("4:21", "expected a list for capabilities, found a mapping", "such as capabilities: [map, form]"),
    ),
    bad(
        "an item that is no text",
        "tools:\n  a: {capabilities: [1]}\n",
        ("4:22", "expected text for capabilities, found 1", "if it is text, write it in quotes"),
    ),
    bad(
        "a region that is no country",
        "company: {regions: [us, ue]}\n",
        (
            "3:25",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'ue'",
            None,
        ),
    ),
    bad(
        "a country by a common wrong code",
        "company: {regions: [UK]}\n",
        (
            "3:21",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'UK'",
            "did you mean 'gb'?",
        ),
    ),
    bad(
        "a group of regions, misspelt",
        "company: {regions: [emae]}\n",
        (
            "3:21",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'emae'",
            "did you mean 'emea'?",
        ),
    ),
    bad(
        "a country in mixed case",
        "company: {regions: [Us]}\n",
        (
            "3:21",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'Us'",
            "did you mean 'us'?",
        ),
    ),
    bad(
        "a country by its name",
        "company: {regions: [germany]}\n",
        (
            "3:21",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'germany'",
            "did you mean 'de'?",
        ),
    ),
    bad(
        "a section as text",
        "company: Northwind\n",
        (
            "3:10",
            "expected a company, that is a mapping of fields, found 'Northwind'",
            "such as company: {name: Northwind, regions: [us]}",
        ),
    ),
    bad(
        "a section as text that may be none",
        "tracking_plan: wiki\n",
        (
            "3:16",
            "expected a tracking plan, that is a mapping of fields, or none, found 'wiki'",
            "such as tracking_plan: {url: wiki/tracking, last_reviewed: 2026-09-01}",
        ),
    ),
    bad(
        "a process that is neither described nor none",
        "processes: {triage: nothing}\n",
        (
            "3:21",
            "expected a process, that is a mapping of fields, or none, found 'nothing'",
            "such as processes: {segmentation: {method: in_tool}}",
        ),
    ),
    bad(
        "systems of record as text",
        "tools: {a: {}}\nsystems_of_record: a\n",
        (
            "4:20",
            "expected a mapping for systems_of_record, found 'a'",
            "such as systems_of_record: {contact: {email: hubspot, '*': salesforce}}",
        ),
    ),
    bad(
        "a system of record as a list, one of which there is not",
        "tools: {a: {}}\nsystems_of_record: {contact: [a, b]}\n",
        ("4:34", "no tool is called 'b'", "there is 'a'"),
    ),
    bad(
        "promises as a list",
        "roadmap: {items: [welcome]}\n",
        ("3:18", "expected a mapping of ids for items, found a list", "such as items: {welcome: {due: 2027-03-31}}"),
    ),
    bad(
        "questions as a mapping",
        "questions: {ask: Who pays?}\n",
        (
            "3:12",
            "expected a list of questions such as {ask: Who pays?} for questions, found a mapping",
            "such as questions: [{ask: Who pays?}]",
        ),
    ),
    bad(
        "a question as text",
        "questions: [Who pays?]\n",
        (
            "3:13",
            "expected a question, that is a mapping of fields, found 'Who pays?'",
            "such as questions: [{ask: Who pays?}]",
        ),
    ),
    bad(
        "a question about nothing to ask",
        "questions: [{whom: finance}]\n",
        ("3:13", "a question needs 'ask'", "such as ask: Do support's opt-outs get to the sender?"),
    ),
    # Flows and gaps
    bad(
        "flows as a mapping",
        "flows: {sync: {from: a, to: b}}\n",
        (
            "3:8",
            "expected a list for flows, found a mapping",
            "each stands on a line of its own: - {from: hubspot, to: crm}",
        ),
    ),
    bad(
        "flows as text",
        "flows: many\n",
        (
            "3:8",
            "expected a list for flows, found 'many'",
            "each stands on a line of its own: - {from: hubspot, to: crm}",
        ),
    ),
    bad(
        "a flow as text",
        "tools: {a: {}, b: {}}\nflows:\n  - a -> b\n",
        (
            "5:5",
            "expected a flow, that is a mapping of fields, found 'a -> b'",
            "such as flows: [{from: hubspot, to: crm}]",
        ),
    ),
    bad(
        "an empty line among the flows",
        "tools: {a: {}, b: {}}\nflows:\n  - \n  - {from: a, to: b}\n",
        (
            "5:4",
            "expected a flow, that is a mapping of fields, found nothing",
            "such as flows: [{from: hubspot, to: crm}]",
        ),
    ),
    bad(
        "a flow without ends",
        "tools: {a: {}, b: {}}\nflows:\n  - {method: api}\n",
        (
            "5:5",
            "a flow needs from and to, or between",
            "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}",
        ),
    ),
    bad(
        "a flow with one end",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a}\n",
        ("5:5", "a flow needs 'to'", "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}"),
    ),
    bad(
        "a flow with the other end alone",
        "tools: {a: {}, b: {}}\nflows:\n  - {to: a}\n",
        ("5:5", "a flow needs 'from'", "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}"),
    ),
    bad(
        "a flow with from, to and between",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b, between: [a, b]}\n",
        ("5:22", "a flow has from and to, or between, and this one has both", None),
    ),
    bad(
        "a flow from a number",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: 1, to: b}\n",
        ("5:12", "expected the id of a tool for from, found 1", None),
    ),
    bad(
        "a flow from none",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: none, to: b}\n",
        (
            "5:12",
            "'none' is no tool: both ends have to be known",
            "leave it out until it is known, and put what you know under 'questions'",
        ),
    ),
    bad(
        "a flow between three",
        "tools: {a: {}, b: {}}\nflows:\n  - {between: [a, b, a]}\n",
        ("5:15", "expected the ids of two tools for between, such as [hubspot, salesforce], found a list", None),
    ),
    bad(
        "a flow between text",
        "tools: {a: {}, b: {}}\nflows:\n  - {between: a}\n",
        ("5:15", "expected the ids of two tools for between, such as [hubspot, salesforce], found 'a'", None),
    ),
    bad(
        "a flow between numbers",
        "tools: {a: {}, b: {}}\nflows:\n  - {between: [1, 2]}\n",
        ("5:15", "expected the ids of two tools for between, such as [hubspot, salesforce], found a list", None),
    ),
    bad(
        "a flow from a tool to itself",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: a}\n",
        ("5:19", "a flow leads from one tool to another, and this one stays in 'a'", None),
    ),
    bad(
        "a flow between a tool and itself",
        "tools: {a: {}, b: {}}\nflows:\n  - {between: [a, a]}\n",
        ("5:15", "a flow is between two tools, and both ends of this one are 'a'", None),
    ),
    bad(
        "a flow to a capture point",
        "tools: {a: {}}\ncapture_points: {p: {tool: a}}\nflows: [{from: a, to: p}]\n",
        ("5:23", "no tool is called 'p'", "'p' is a capture point"),
    ),
    bad(
        "two flows of one pair",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, to: b}\n  - {from: a, to: b}\n",
        ("6:5", "'a->b' is there twice: the other one is number 1 of the flows", "give one of them an id"),
    ),
    bad(
        "two flows of one pair that go both ways",
        "tools: {a: {}, b: {}}\nflows:\n  - {between: [a, b]}\n  - {between: [b, a]}\n",
        ("6:5", "'a<->b' is there twice: the other one is number 1 of the flows", "give one of them an id"),
    ),
    bad(
        "two flows of one id",
        "tools: {a: {}, b: {}}\nflows:\n  - {id: x, from: a, to: b}\n  - {id: x, from: b, to: a}\n",
        ("6:5", "'x' is there twice: the other one is number 1 of the flows", None),
    ),
    bad(
        "a flow whose id is a number",
        "tools: {a: {}, b: {}}\nflows:\n  - {id: 3, from: a, to: b}\n",
        ("5:10", "expected text for id, found 3", "write it in quotes"),
    ),
    bad(
        "a flow whose id has a space",
        "tools: {a: {}, b: {}}\nflows:\n  - {id: x y, from: a, to: b}\n",
        (
            "5:10",
            "the id 'x y' is not allowed: an id has only the letters A to Z, digits, '_', '-' and '.', and starts with a letter, a digit or '_'",
            "put the full name into 'name'",
        ),
    ),
    bad(
        "a flow whose id is reserved",
        "tools: {a: {}, b: {}}\nflows:\n  - {id: none, from: a, to: b}\n",
        ("5:10", "'none' is a reserved word and cannot be an id", None),
    ),
    bad(
        "a flow with mistakes in its ends and in its fields",
        "tools: {a: {}, b: {}}\nflows:\n  - {from: a, method: webhok, owner: me}\n",
        ("5:5", "a flow needs 'to'", "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}"),
        (
            "5:23",
            "expected one of native, api, webhook, sdk, tag, ipaas, etl, reverse_etl, script, file, csv_manual, spreadsheet, email_attachment, manual_entry for method, found 'webhok'",
            "did you mean 'webhook'?",
        ),
        ("5:38", "no person or team is called 'me'", "declare it under 'people' or 'teams'"),
    ),
    bad(
        "gaps as a mapping",
        "gaps: {a: {signal: opt_out}}\n",
        (
            "3:7",
            "expected a list for gaps, found a mapping",
            "each stands on a line of its own: - {signal: opt_out, from: crm, to: hubspot}",
        ),
    ),
    bad(
        "a gap as text",
        "gaps: [opt_out]\n",
        (
            "3:8",
            "expected a gap, that is a mapping of fields, found 'opt_out'",
            "such as gaps: [{signal: opt_out, from: crm, to: hubspot}]",
        ),
    ),
    bad(
        "a gap without a signal",
        "tools: {a: {}, b: {}}\ngaps: [{from: a, to: b}]\n",
        ("4:8", "a gap needs 'signal'", "such as signal: opt_out"),
    ),
    bad(
        "a gap with a wrong signal",
        "tools: {a: {}, b: {}}\ngaps: [{signal: optout, from: a, to: b}]\n",
        (
            "4:17",
            "expected opt_out, consent, deletion, conversion, click_id, utm, spend, with a channel where it is for one (opt_out:email) for signal, found 'optout'",
            "did you mean 'opt_out'?",
        ),
    ),
    bad(
        "a gap that is there twice",
        "tools: {a: {}, b: {}}\ngaps:\n  - {signal: opt_out, from: a, to: b}\n  - {signal: opt_out, from: a, to: b}\n",
        ("6:5", "'opt_out:a->b' is there twice: the other one is number 1 of the gaps", None),
    ),
    bad(
        "a gap with an id",
        "tools: {a: {}, b: {}}\ngaps: [{id: x, signal: opt_out, from: a, to: b}]\n",
        ("4:9", "a gap has no field 'id'", None),
    ),
    # References
    bad(
        "a tool that is not there",
        "tools: {a: {}, b: {part_of: c}}\n",
        ("3:29", "no tool is called 'c'", "there are 'a', 'b'"),
    ),
    bad(
        "a tool that is not there, where there is one",
        "tools: {a: {part_of: c}}\n",
        ("3:22", "no tool is called 'c'", "there is 'a'"),
    ),
    bad(
        "a tool where there are many",
        "tools: {tool_0: {}, tool_1: {}, tool_2: {}, tool_3: {}, tool_4: {}, tool_5: {}, tool_6: {}, tool_7: {}}\ncapture_points: {p: {tool: x}}\n",
        ("4:28", "no tool is called 'x'", "declare it under 'tools'"),
    ),
    bad(
        "a team, misspelt",
        "teams: {marketing: {}}\npeople: {analyst: {team: marketin}}\n",
        ("4:26", "no team is called 'marketin'", "did you mean 'marketing'?"),
    ),
    bad(
        "a person or team where there is none",
        "tools:\n  a: {owner: marketing}\n",
        ("4:14", "no person or team is called 'marketing'", "declare it under 'people' or 'teams'"),
    ),
    bad(
        "a tool in place of a person",
        "tools: {a: {}, b: {owner: a}}\n",
        ("3:27", "no person or team is called 'a'", "'a' is a tool"),
    ),
    bad(
        "a goal that is not there",
        "metrics: {orders: {goal: growth}}\n",
        ("3:26", "no goal is called 'growth'", "declare it under 'goals'"),
    ),
    bad(
        "a metric that is not there",
        "reports: {board: {metrics: [orders]}}\n",
        ("3:29", "no metric is called 'orders'", "declare it under 'metrics'"),
    ),
    bad(
        "a capability, misspelt",
        "tools:\n  a: {capabilities: [experimentaton]}\n",
        ("4:22", "no capability is called 'experimentaton'", "did you mean 'experimentation'?"),
    ),
    bad(
        "a capability like no other",
        "roadmap: {items: {x: {requires_capabilities: [zzzz]}}}\n",
        ("3:47", "no capability is called 'zzzz'", "declare it under 'capabilities' if it is one of the company's own"),
    ),
    bad(
        "a data class, misspelt",
        "tools:\n  a: {stores: [user.contact.emial]}\n",
        (
            "4:16",
            "no data class is called 'user.contact.emial'",
            "did you mean 'user.contact.email'?",
        ),
    ),
    bad(
        "a product, misspelt",
        "tools:\n  a: {product: hubspot-marketing}\n",
        ("4:16", "no product is called 'hubspot-marketing'", "did you mean 'hubspot-marketing-hub'?"),
    ),
    bad(
        "a product like no other",
        "tools:\n  a: {product: qqqqqqqqq}\n",
        (
            "4:16",
            "no product is called 'qqqqqqqqq'",
            "`stackaudit products WORD` finds products; others can be declared under 'products'",
        ),
    ),
    bad(
        "a capability of a product of one's own",
        "products: {contoso: {capabilities: [mpa]}}\ntools: {a: {product: contoso}}\n",
        ("3:37", "no capability is called 'mpa'", "did you mean 'map'?"),
    ),
    bad(
        "a product of one's own with a wrong list",
        "products: {contoso: {capabilities: map}}\ntools: {a: {product: contoso}}\n",
        ("3:36", "expected a list for capabilities, found 'map'", "put it in brackets: [map]"),
    ),
    bad(
        "a system of record that is not there",
        "tools: {hubspot: {}}\nsystems_of_record: {contact: hubspt}\n",
        ("4:30", "no tool is called 'hubspt'", "did you mean 'hubspot'?"),
    ),
    bad(
        "a system of record by field that is not there",
        "tools: {hubspot: {}}\nsystems_of_record: {contact: {email: hubspt}}\n",
        ("4:38", "no tool is called 'hubspt'", "did you mean 'hubspot'?"),
    ),
    bad(
        "a question about something that is not there",
        "tools: {hubspot: {}}\nquestions: [{ask: Who pays?, about: hubspt}]\n",
        ("4:37", "no element is called 'hubspt'", "did you mean 'hubspot'?"),
    ),
    bad(
        "a question about nothing",
        "questions: [{ask: Who pays?, about: nothing}]\n",
        ("3:37", "no element is called 'nothing'", None),
    ),
    bad(
        "a tool that is part of itself",
        "tools: {a: {part_of: a}}\n",
        ("3:22", "'a' is part of itself", None),
    ),
    bad(
        "tools that are part of each other",
        "tools: {a: {part_of: b}, b: {part_of: c}, c: {part_of: a}}\n",
        ("3:22", "'a' is part of itself", None),
    ),
    # Defaults and disputes
    bad(
        "defaults as text",
        "defaults: interviews\n",
        (
            "3:11",
            "expected a mapping for defaults, found 'interviews'",
            "such as defaults: {source: interviews, flows: {basis: told}}",
        ),
    ),
    bad(
        "a wrong key of defaults",
        "defaults: {sorce: interviews}\n",
        ("3:12", "defaults has no 'sorce'", "did you mean 'source'?"),
    ),
    bad(
        "a wrong key of the defaults of flows",
        "defaults: {flows: {bassis: told}}\n",
        ("3:20", "a flow has no field 'bassis'", "did you mean 'basis'?"),
    ),
    bad(
        "the defaults of capture points as text",
        "defaults: {capture_points: interviews}\n",
        ("3:28", "expected a mapping of fields for capture_points, found 'interviews'", "such as {source: interviews}"),
    ),
    bad(
        "a wrong key of the defaults of capture points",
        "defaults: {capture_points: {chanel: [email]}}\n",
        ("3:29", "a capture point has no field 'chanel'", "did you mean 'channel'?"),
    ),
    bad(
        "a wrong default, said once",
        "defaults: {basis: guess}\ntools: {a: {}, b: {}}\n",
        ("3:19", "expected one of observed, told, policy for basis, found 'guess'", None),
    ),
    bad(
        "a wrong default of one collection",
        "defaults: {basis: told, tools: {basis: guess}}\ntools: {a: {}, b: {}}\n",
        ("3:40", "expected one of observed, told, policy for basis, found 'guess'", None),
    ),
    bad(
        "a default owner that is not there",
        "defaults: {owner: me}\nroadmap: {items: {x: {}}}\n",
        ("3:19", "no person or team is called 'me'", "declare it under 'people' or 'teams'"),
    ),
    bad(
        "a field that is stated and disputed",
        "teams: {x: {}}\ntools: {a: {owner: x, disputed: {owner: [{value: x}]}}}\n",
        ("4:34", "'owner' is both stated and disputed", "leave it out: the sources' answers stand under disputed"),
    ),
    bad(
        "a disputed field that does not exist",
        "tools: {a: {disputed: {onwer: [{value: x}]}}}\n",
        ("3:24", "no field is called 'onwer' here", "did you mean 'owner'?"),
    ),
    bad(
        "a disputed field that is no fact",
        "tools: {a: {disputed: {name: [{value: x}]}}}\n",
        ("3:24", "'name' is not a fact that could be disputed", None),
    ),
    bad(
        "a dispute of a promise",
        "roadmap: {items: {x: {disputed: {de: [{value: x}]}}}}\n",
        ("3:34", "no field is called 'de' here", "did you mean 'due'?"),
    ),
    bad(
        "a dispute as text",
        "tools: {a: {disputed: owner}}\n",
        (
            "3:23",
            "expected a mapping for disputed, found 'owner'",
            "such as disputed: {every: [{value: 1d, source: handbook}, {value: 1w, source: analyst}]}",
        ),
    ),
    bad(
        "a dispute with one answer in place of a list",
        "tools: {a: {disputed: {owner: {value: x}}}}\n",
        (
            "3:31",
            "expected a list of answers such as {value: 1d, source: handbook} for disputed, found a mapping",
            "such as disputed: {every: [{value: 1d, source: handbook}, {value: 1w, source: analyst}]}",
        ),
    ),
    bad(
        "a dispute of regions without answers",
        "company: {disputed: {regions: [us]}}\n",
        (
            "3:32",
            "expected an answer, that is a mapping of fields, found 'us'",
            "such as disputed: {every: [{value: 1d, source: handbook}, {value: 1w, source: analyst}]}",
        ),
    ),
    bad(
        "an answer without a value",
        "tools: {a: {disputed: {owner: [{source: x}]}}}\n",
        ("3:32", "an answer needs 'value'", "such as value: 1d"),
    ),
    bad(
        "a disputed answer that is no word of its field",
        "tools: {a: {disputed: {built: [{value: vendr}, {value: in_house}]}}}\n",
        ("3:40", "expected one of vendor, in_house, agency for built, found 'vendr'", "did you mean 'vendor'?"),
    ),
    bad(
        "disputed answers that refer to what is not there",
        "teams: {marketing: {}}\ntools: {a: {disputed: {owner: [{value: marketng, source: wiki}, {value: none}], teams: [{value: [marketing, sales]}]}}}\n",
        ("4:40", "no person or team is called 'marketng'", "did you mean 'marketing'?"),
        ("4:109", "no team is called 'sales'", "there is 'marketing'"),
    ),
    bad(
        "disputed answers of the wrong kind, in lists and in parts",
        "tools: {a: {disputed: {sends: [{value: [email, fax]}, {value: email}], cost: [{value: {amount: 1, curency: eur}}]}}}\n",
        (
            "3:48",
            "expected one of email, sms, push, in_app, whatsapp, phone, post, ads for sends, found 'fax'",
            None,
        ),
        (
            "3:63",
            "expected a list of email, sms, push, in_app, whatsapp, phone, post, ads or a mapping for sends, found 'email'",
            "put it in brackets: [email]",
        ),
        ("3:99", "an amount of money has no field 'curency'", "did you mean 'currency'?"),
    ),
    bad(
        "disputed answers of a flow, of a promise and of the company",
        "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, disputed: {every: [{value: 0 0 30 2 *}, {value: often}]}}]\nroadmap: {items: {x: {disputed: {due: [{value: soon}]}}}}\ncompany: {disputed: {regions: [{value: [xx]}]}}\n",
        (
            "4:53",
            "'0 0 30 2 *' is not a cron line that ever runs",
            "minute, hour, day of the month, month, day of the week: 0 6 * * 1",
        ),
        (
            "4:74",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found 'often'",
            None,
        ),
        ("5:48", "expected a date such as 2026-11-22 for due, found 'soon'", None),
        (
            "6:41",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'xx'",
            None,
        ),
    ),
    bad(
        "a product in place of a method",
        "tools: {a: {}, b: {}}\nflows: [{from: a, to: b, method: Zapier}, {from: b, to: a, method: shopify}]\n",
        (
            "4:34",
            "expected one of native, api, webhook, sdk, tag, ipaas, etl, reverse_etl, script, file, csv_manual, spreadsheet, email_attachment, manual_entry for method, found 'Zapier'",
            "that is a product: list it under tools, and write method: ipaas, and its id under via",
        ),
        (
            "4:68",
            "expected one of native, api, webhook, sdk, tag, ipaas, etl, reverse_etl, script, file, csv_manual, spreadsheet, email_attachment, manual_entry for method, found 'shopify'",
            None,
        ),
    ),
    *(
        bad(
            f"a cadence as people write it: {written}",
            f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{from: a, to: b, every: {written}}}\n",
            ("5:29", f"expected {CADENCE} for every, found '{written}'", hint),
        )
        for written, hint in (
            ("dayly", "did you mean '1d'?"),
            ("1 wek", "did you mean '1w'?"),
            ("2 buisness days", "did you mean '2bd'?"),
            ("every 2 hours", "did you mean '2h'?"),
            ("once a week", "did you mean '1w'?"),
            ("quarterly", "did you mean '3mo'?"),
            ("2 years", "did you mean '24mo'?"),
            ("1D", "did you mean '1d'?"),
            ("biweekly", None),
            ("1M", None),
            ("30s", None),
            ("24/7", None),
            ("never", None),
            ("manually", "did you mean 'on_request'?"),
            ("immediatly", "did you mean 'on_event'?"),
            ("Monday", "put it in brackets: [mon]"),
            ("None", "did you mean 'none'?"),
            ("unkown", "did you mean 'unknown'?"),
            ("Unknown", "did you mean 'unknown'?"),
        )
    ),
    *(
        bad(
            f"a length of time as people write it: {written}",
            f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{from: a, to: b, takes: {written}}}\n",
            ("5:29", f"expected {DURATION} for takes, found '{written}'", hint),
        )
        for written, hint in (("a day", "did you mean '1d'?"), ("2 bds", "did you mean '2bd'?"), ("instant", None))
    ),
    bad(
        "an owner who is not known, by a capital letter",
        "tools: {a: {owner: Unknown}}\n",
        ("3:20", "no person or team is called 'Unknown'", "did you mean 'unknown'?"),
    ),
    bad(
        "None, which could be p=none, for DMARC",
        "sending_domains: {x.example: {dmarc: None}}\n",
        ("3:38", "expected true or false for dmarc, found 'None'", None),
    ),
    *(
        bad(
            f"an amount as people write it: {written}",
            f"tools:\n  a: {{cost: {{amount: {written}, currency: eur}}}}\n",
            ("4:22", f"expected a number that is not negative for amount, found {written!r}", hint),
        )
        for written, hint in (
            ("EUR 1200", "write 1200"),
            ("$1200", "write 1200"),
            ("1'200", "write 1200"),
            ("12k", "write 12000"),
            ("1.2m", None),
        )
    ),
    bad(
        "an amount with its currency, as a German writes it",
        "tools: {a: {cost: {amount: '1.000,50 EUR', currency: eur}}}\n",
        ("3:28", "expected a number that is not negative for amount, found '1.000,50 EUR'", "write 1000.50"),
    ),
    bad(
        "a number with commas in braces, where each begins a key",
        "company: {contacts: 1,200,000}\n",
        (
            "3:23",
            "a key must be text, found the number 200",
            "a comma ends a value here: write thousands without one, and a fraction with a point",
        ),
    ),
    bad(
        "a whole number as a fraction",
        "company: {contacts: 1e6}\n",
        ("3:21", "expected a whole number that is not negative for contacts, found 1000000.0", "write 1000000"),
    ),
    *(
        bad(
            f"another way to write a day: {written}",
            f"company:\n  stack_reviewed: {written}\n",
            ("4:19", f"expected a date such as 2026-11-22 for stack_reviewed, found '{written}'", hint),
        )
        for written, hint in (
            ("2026-6-3", "did you mean '2026-06-03'?"),
            ("22/11/2026", "did you mean '2026-11-22'?"),
            ("11-22-2026", "did you mean '2026-11-22'?"),
            ("06/06/2026", "did you mean '2026-06-06'?"),
            ("31/02/2026", None),
        )
    ),
    bad(
        "true in quotes",
        "tools: {a: {monitored: 'true'}}\n",
        (
            "3:24",
            "expected true, false or a mapping of every, window and alert_after for monitored, found 'true'",
            "write true, without quotes",
        ),
    ),
    bad(
        "no space behind a colon",
        "company: {name:Northwind}\n",
        ("3:11", "a company has no field 'name:Northwind'", "put a space after ':'"),
    ),
    bad(
        "none in place of a list that holds no such word",
        "actions: {x: {mends: none}}\n",
        ("3:22", "expected a list for mends, found 'none'", "such as mends: [tools.hubspot]"),
    ),
    bad(
        "more at the end of a list that is whole",
        "complete: [tools, more]\n",
        ("3:19", "'more' may not stand in this list", None),
    ),
    whole("a misspelt field that a stack needs", "stackaudit: 1\nasof: 2026-11-22\n", ASOF),
    *(
        bad(
            f"a misspelt end of a flow: {ends}",
            f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{{ends}}}\n",
            (place, f"a flow has no field '{misspelt}'", f"did you mean '{meant}'?"),
        )
        for ends, place, misspelt, meant in (
            ("form: a, to: b", "5:6", "form", "from"),
            ("from: a, too: b", "5:15", "too", "to"),
            ("betwen: [a, b]", "5:6", "betwen", "between"),
        )
    ),
    *(
        bad(
            f"a reserved word in place of one of two ends: {ends}",
            f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{between: {ends}}}\n",
            (
                place,
                f"'{word}' is no tool: both ends have to be known",
                "leave it out until it is known, and put what you know under 'questions'",
            ),
        )
        for ends, place, word in (("[a, more]", "5:19", "more"), ("[unknown, a]", "5:16", "unknown"))
    ),
    *(
        bad(
            f"a signal for a channel, as people write it: {written}",
            f"tools: {{a: {{}}, b: {{}}}}\nflows:\n  - {{from: a, to: b, signals: [{written}]}}\n",
            ("5:32", f"expected {SIGNAL} for signals, found {found}", hint),
        )
        for written, found, hint in (
            ("opt_out:mail", "'opt_out:mail'", "did you mean 'opt_out:email'?"),
            ("opt_out: email", "a mapping", "write opt_out:email, without a space"),
            ("opt_out:fax", "'opt_out:fax'", "did you mean 'opt_out'?"),
            ("fax:email:sms", "'fax:email:sms'", None),
        )
    ),
    bad(
        "a data class by its first and its last part",
        "tools:\n  a: {stores: [user.email]}\n",
        ("4:16", "no data class is called 'user.email'", "did you mean 'user.contact.email'?"),
    ),
    bad(
        "a data class by its last part",
        "tools: {a: {stores: [Email]}}\n",
        ("3:22", "no data class is called 'Email'", "did you mean 'user.contact.email'?"),
    ),
    bad(
        "a vendor in place of one of its products",
        "tools: {a: {product: HubSpot}}\n",
        (
            "3:22",
            "no product is called 'HubSpot'",
            "did you mean 'hubspot-marketing-hub', 'hubspot-crm', 'hubspot-content-hub' or 'hubspot-service-hub'?",
        ),
    ),
    # Several at once
    bad(
        "several mistakes, by place",
        "tolls: {}\ntools:\n  b: {sends: [emial], owner: me}\n  a: {status: gone, monitored: {every: often}}\nflows:\n  - {from: a, to: c, every: never}\n  - {to: b}\ncompany: {regions: [xx]}\n",
        ("3:1", "a stack has no field 'tolls'", "did you mean 'tools'?"),
        (
            "5:15",
            "expected one of email, sms, push, in_app, whatsapp, phone, post, ads for sends, found 'emial'",
            "did you mean 'email'?",
        ),
        ("5:30", "no person or team is called 'me'", "declare it under 'people' or 'teams'"),
        ("6:15", "expected one of active, trial, retiring, planned, retired for status, found 'gone'", None),
        (
            "6:40",
            "expected a duration such as 15m, 6h, 1d, 2w, 1mo or 2bd (business days) for every, found 'often'",
            None,
        ),
        ("8:19", "no tool is called 'c'", "there are 'a', 'b'"),
        (
            "8:29",
            "expected a duration (1d), on_event, on_request, once, weekdays ([wed, sat]) or a cron line for every, found 'never'",
            None,
        ),
        ("9:5", "a flow needs 'from'", "such as {from: hubspot, to: crm} or {between: [hubspot, crm]}"),
        (
            "10:21",
            "expected a country code of two letters, such as us, or one of eu, eea, emea, apac, latam, worldwide, found 'xx'",
            None,
        ),
    ),
]


@pytest.mark.parametrize(("text", "said", "limits"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_with_what_to_try(text, said, limits) -> None:
    with pytest.raises(StackauditError) as caught:
        load_text(text, file="stack.yaml", limits=Limits(**limits))
    assert [
        (problem.place and f"{problem.place.line}:{problem.place.column}", problem.message, problem.hint)
        for problem in caught.value.problems
    ] == list(said)


def test_regions_are_looked_at_wherever_they_stand() -> None:
    text = "stackaudit: 1\nas_of: 2026-11-22\ncompany: {residency: [eu, uk]}\ntools: {a: {hosting_region: [usa, de, US, Germany]}}\n"
    with pytest.raises(StackauditError) as caught:
        load_text(text)
    assert [(problem.place.line, problem.hint) for problem in caught.value.problems] == [
        (3, "did you mean 'gb'?"),
        (4, "did you mean 'us'?"),
        (4, "did you mean 'de'?"),
    ]


def every_part(above: type[Part]) -> Iterator[type[Part]]:
    for part in above.__subclasses__():
        yield part
        yield from every_part(part)


@pytest.mark.parametrize("part", sorted(set(every_part(Part)) - {Aspect, Element}, key=lambda part: part.__name__))
def test_every_part_of_a_description_has_a_name_for_messages(part) -> None:
    assert called(part)
