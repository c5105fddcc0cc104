"""Verdicts against every completion of small stacks: all that is unknown is filled in, and plain code judges it."""

from __future__ import annotations

from itertools import chain, combinations, product
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stackaudit.checks import View
from stackaudit.checks.measurement import spend_judged_by_web_analytics
from stackaudit.checks.people import one_maintainer
from stackaudit.checks.portfolio import beyond_the_stack, overlap, several_platforms
from stackaudit.finding import Outcome
from stackaudit.graph import StackGraph
from stackaudit.load import load_data

ABSENT = "left out"
FLAGGED, SUSPECTED, CLEAR, UNKNOWN, NOT_APPLICABLE = Outcome
MOST = 1000
EXAMPLES = 150


def verdicts(check, data):
    stack = load_data({"stackaudit": 1, "as_of": "2026-11-22", **data})
    return {verdict.elements: verdict for verdict in check(View(stack, StackGraph(stack)))}


def stated(**fields):
    return {name: value for name, value in fields.items() if value != ABSENT}


def subsets(items, least=0, most=None):
    items = list(items)
    return list(
        chain.from_iterable(
            combinations(items, size) for size in range(least, (len(items) if most is None else most) + 1)
        )
    )


def fillings(element, ways):
    """Every way to fill in an element; ``ways`` gives, for each field, the function that fills it in."""
    names = list(ways)
    return [
        dict(zip(names, values, strict=True)) for values in product(*(ways[name](element.get(name)) for name in names))
    ]


def every(elements, ways):
    """Every way to fill in several elements at once; too many of them are no use here."""
    choices = [fillings(element, ways) for element in elements.values()]
    assume(prod(map(len, choices)) <= MOST)
    return [dict(zip(elements, one, strict=True)) for one in product(*choices)]


def expected(as_listed, at_large):
    """The outcomes that the truths in all completions allow."""
    if at_large == {True}:
        return {FLAGGED}
    if as_listed == {True}:
        return {SUSPECTED}
    if at_large == {False}:
        return {CLEAR, NOT_APPLICABLE}
    return {UNKNOWN}


def filled_list(universe):
    """Fills in a list of words: an open one may hold any of the universe beside what it names."""

    def fill(value):
        if value is None or value == "unknown":
            return subsets(universe)
        if value == "none":
            return [()]
        if value and value[-1] == "more":
            named = value[:-1]
            return [(*named, *others) for others in subsets([one for one in universe if one not in named])]
        return [tuple(value)]

    return fill


def filled_status(value):
    return ["active", "retired"] if value == "unknown" else [value or "active"]


def filled_reason(value):
    return [None, "a reason"] if value == "unknown" else [value]


# -- overlap ---------------------------------------------------------------------------------------------------------

JOBS = ("form", "survey", "webinar")
KEYS = ("a", "b", "c", "d")


@st.composite
def overlapping_tools(draw):
    tools = {}
    for key in KEYS[: draw(st.integers(2, 4))]:
        part_of = draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "unknown", *tools]))
        jobs = [["form"], ["form"], ["survey"], ["form", "survey"], ["other"], ["form", "more"], ABSENT, "none"]
        tools[key] = stated(
            capabilities=draw(st.sampled_from(jobs)),
            status=draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "retired", "unknown"])),
            overlap_reason=draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "a reason", "unknown"])),
            brand=draw(
                st.sampled_from([ABSENT, ABSENT, ["x"], ["y"], ["x", "y"], "unknown", ["x", "more"], [], "none"])
            ),
            part_of=part_of,
        )
    return tools


def brands_of(key):
    def fill(value):
        if value == "unknown":
            return [None, ("x",), ("y",), (f"only {key}",)]
        if value and value[-1] == "more":
            return [("x",), ("x", "y"), ("x", f"only {key}")]
        return [tuple(value) if isinstance(value, list) and value else None]

    return fill


def stack_fillings(tools):
    choices = []
    for key, tool in tools.items():
        suites = [None, *(other for other in tools if other != key)]
        ways = {
            "capabilities": filled_list(JOBS),
            "status": filled_status,
            "overlap_reason": filled_reason,
            "brand": brands_of(key),
            "part_of": lambda value, suites=suites: suites if value == "unknown" else [value],
        }
        choices.append(fillings(tool, ways))
    assume(prod(map(len, choices)) <= MOST)
    for one in product(*choices):
        filled = dict(zip(tools, one, strict=True))
        if not any(key in suites_of(filled, key) for key in filled):
            yield filled


def suites_of(tools, key):
    found = []
    here = tools[key]["part_of"]
    while here is not None and here not in found:
        found.append(here)
        here = tools[here]["part_of"]
    return found


def overlaps(tools):
    """Every two tools, and a job, that make a red flag."""
    for one, other in combinations(tools, 2):
        a, b = tools[one], tools[other]
        if "retired" in {a["status"], b["status"]} or a["overlap_reason"] or b["overlap_reason"]:
            continue
        if a["part_of"] == other or b["part_of"] == one:
            continue
        if a["brand"] is None or b["brand"] is None or set(a["brand"]) & set(b["brand"]):
            yield from ((one, other, job) for job in JOBS if job in a["capabilities"] and job in b["capabilities"])


@settings(max_examples=EXAMPLES, deadline=None)
@given(overlapping_tools())
def test_overlap_holds_in_every_completion(tools):
    found = verdicts(overlap, {"tools": tools})
    stated_jobs = {key: tool.get("capabilities") for key, tool in tools.items()}
    named = {key: set(jobs) if isinstance(jobs, list) else set() for key, jobs in stated_jobs.items()}
    truths = {elements: set() for elements in found}
    told = [set(elements) for elements, verdict in found.items() if len(elements) > 1 and verdict.outcome is FLAGGED]

    def is_told(one, other):  # what is flagged together is not asked for further jobs that it may share
        return any({f"tools.{one}", f"tools.{other}"} <= group for group in told)

    for filled in stack_fillings(tools):
        pairs = list(overlaps(filled))
        for elements in found:
            keys = [element.partition(".")[2] for element in elements]
            if len(keys) > 1:
                shared = set.intersection(*(named[key] for key in keys))
                truth = any(one in keys and other in keys and job in shared for one, other, job in pairs)
            else:
                truth = any(
                    keys[0] in {one, other} and job not in named[keys[0]] and not is_told(one, other)
                    for one, other, job in pairs
                )
            truths[elements].add(truth)
        for one, other, job in pairs:  # and nothing is passed over
            for key in (one, other):
                if job not in named[key] and not is_told(one, other):
                    assert found[(f"tools.{key}",)].outcome is UNKNOWN
            if job in named[one] & named[other]:
                assert any(
                    {f"tools.{one}", f"tools.{other}"} <= set(elements) and verdict.outcome in {FLAGGED, UNKNOWN}
                    for elements, verdict in found.items()
                )
    for elements, verdict in found.items():
        assert verdict.outcome in expected(truths[elements], truths[elements])
        assert bool(verdict.missing) or verdict.outcome is not UNKNOWN
    assert {element for elements in found for element in elements} == {f"tools.{key}" for key in tools}


# -- several platforms -----------------------------------------------------------------------------------------------


@st.composite
def platforms(draw):
    teams = draw(st.sampled_from([(), ("m",), ("m", "s"), ("m", "s"), ("m", "s")]))
    stated_teams = [list(one) for one in subsets(teams, 1)]
    used = [ABSENT, "unknown", "none", [], ["more"], *stated_teams * 4, *([one, "more"] for one in teams)]
    tools = {
        key: stated(
            capabilities=draw(
                st.sampled_from([["map"], ["map"], ["map"], ["map", "form"], ["form"], ["form", "more"], ABSENT])
            ),
            status=draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "retired", "unknown"])),
            overlap_reason=draw(st.sampled_from([ABSENT, ABSENT, ABSENT, "a reason", "unknown"])),
            teams=draw(st.sampled_from(used)),
        )
        for key in KEYS[: draw(st.integers(0, 3))]
    }
    complete = draw(st.lists(st.sampled_from(["tools", "teams"]), unique=True))
    return {"complete": complete, "teams": {team: {} for team in teams}, "tools": tools}


def are_split(tools):
    hands = [
        set(tool["teams"])
        for tool in tools
        if "map" in tool["capabilities"] and tool["status"] == "active" and not tool["overlap_reason"]
    ]
    return any(x != y for one, other in combinations(hands, 2) for x in one for y in other)


@settings(max_examples=EXAMPLES, deadline=None)
@given(platforms())
def test_several_platforms_hold_in_every_completion(data):
    teams = (*data["teams"], *(() if "teams" in data["complete"] else ("stranger", "other stranger")))
    ways = {
        "capabilities": filled_list(("map",)),
        "status": filled_status,
        "overlap_reason": filled_reason,
        "teams": filled_list(teams),
    }
    more = [
        {"capabilities": ("map",), "status": "active", "overlap_reason": None, "teams": one} for one in subsets(teams)
    ]
    additions = [()] if "tools" in data["complete"] else subsets(more, most=2)
    as_listed, at_large, can_be_two = set(), set(), False
    for filled in every(data["tools"], ways):
        as_listed.add(are_split(filled.values()))
        at_large.update(are_split([*filled.values(), *added]) for added in additions)
        can_be_two |= sum("map" in one["capabilities"] and one["status"] == "active" for one in filled.values()) > 1
    (verdict,) = verdicts(several_platforms, data).values()
    assert verdict.outcome in expected(as_listed, at_large)
    assert (verdict.outcome is NOT_APPLICABLE) == ("tools" in data["complete"] and not can_be_two)
    assert bool(verdict.missing) == (verdict.outcome is UNKNOWN)


# -- beyond the stack ------------------------------------------------------------------------------------------------

SUITE = {"suite": {"capabilities": ["survey"]}}


@st.composite
def promises(draw):
    tools = {
        key: stated(
            capabilities=draw(
                st.sampled_from([["form"], ["form", "survey"], ["cms"], ["form", "more"], ABSENT, "none"])
            ),
            product=draw(st.sampled_from([ABSENT, "none", "none", "suite", "unknown"])),
            built=draw(st.sampled_from([ABSENT, "in_house", "agency", "vendor"])),
            status=draw(st.sampled_from([ABSENT, ABSENT, "retired", "unknown"])),
        )
        for key in KEYS[: draw(st.integers(0, 3))]
    }
    required = st.sampled_from(
        [["form"], ["form", "survey"], ["webinar"], [], ["form", "more"], ABSENT, "unknown", "none"]
    )
    items = {key: stated(requires_capabilities=draw(required)) for key in ("one", "two")[: draw(st.integers(0, 2))]}
    return {
        "complete": draw(st.sampled_from([[], ["tools"]])),
        "products": SUITE,
        "tools": tools,
        "roadmap": {"items": items},
        "processes": {"work": stated(requires_capabilities=draw(required))},
    }


def abilities(tool):
    """Every way in which what a tool can do may turn out."""
    found = []
    for jobs in filled_list(JOBS)(tool.get("capabilities", ["survey"] if tool.get("product") == "suite" else None)):
        for status in filled_status(tool.get("status")):
            if status == "retired":
                found.append(())
            elif tool.get("product") == "suite":
                found.append((*jobs, "survey"))
            elif tool.get("product") == "none" or tool.get("built") in {"in_house", "agency"}:
                found.append(jobs)
            else:
                found += [(*jobs, *more) for more in subsets(JOBS)]
    return set(found)


@settings(max_examples=EXAMPLES, deadline=None)
@given(promises())
def test_what_is_beyond_the_stack_is_so_in_every_completion(data):
    found = verdicts(beyond_the_stack, data)
    choices = [abilities(tool) for tool in data["tools"].values()]
    can = {frozenset(chain.from_iterable(one)) for one in product(*choices)}
    more = can if data["complete"] else {abilities | frozenset(added) for abilities in can for added in subsets(JOBS)}
    subjects = {("roadmap.items", key): item for key, item in data["roadmap"]["items"].items()}
    if "requires_capabilities" in data["processes"]["work"]:
        subjects["processes", "work"] = data["processes"]["work"]
    assert set(found) == {(".".join(route),) for route in subjects}
    for route, subject in subjects.items():
        needs = filled_list(("form", "survey", "webinar", "dam"))(subject.get("requires_capabilities"))
        as_listed = {not have.issuperset(need) for need in needs for have in can}
        at_large = {not have.issuperset(need) for need in needs for have in more}
        verdict = found[(".".join(route),)]
        assert verdict.outcome in expected(as_listed, at_large)
        assert bool(verdict.missing) == (verdict.outcome in {UNKNOWN, SUSPECTED})


# -- one maintainer --------------------------------------------------------------------------------------------------


@st.composite
def crews(draw):
    statuses = st.sampled_from([ABSENT, ABSENT, "away", "left", "unknown", "none"])
    people = {key: stated(status=draw(statuses)) for key in ("p", "q", "r")[: draw(st.integers(0, 3))]}
    headcounts = st.sampled_from([ABSENT, 0, 1, 2, 7, "none", "unknown"])
    teams = {key: stated(headcount=draw(headcounts)) for key in ("m", "s")[: draw(st.integers(0, 2))]}
    names = [*people, *teams]
    lists = [
        ABSENT,
        "unknown",
        "none",
        *(list(one) for one in subsets(names, most=3)),
        *([one, "more"] for one in names),
    ]
    maintainers = st.sampled_from(lists)
    status = st.sampled_from([ABSENT, ABSENT, ABSENT, "retired", "unknown"])
    return {
        "complete": draw(st.sampled_from([[], ["people"], ["people", "teams"], ["people", "teams"]])),
        "people": people,
        "teams": teams,
        "tools": {key: stated(status=draw(status)) for key in ("a", "b")},
        "automations": {"welcome": stated(maintainers=draw(maintainers))},
        "flows": [
            stated(
                **{"from": "a", "to": "b"},
                status=draw(status),
                every=draw(st.sampled_from([ABSENT, "1d", "on_event", "once", "on_request", "none", "unknown"])),
                maintainers=draw(maintainers),
            )
        ],
    }


def heads(data, filled):
    def count(name):
        if name in data["teams"]:
            headcount = data["teams"][name].get("headcount", 2)
            return {"none": 0, "unknown": 2}.get(headcount, headcount)
        return filled[name]["status"] == "active" if name in filled else 1

    return count


@settings(max_examples=EXAMPLES, deadline=None)
@given(crews())
def test_one_maintainer_holds_in_every_completion(data):
    found = verdicts(one_maintainer, data)
    is_whole = {"people", "teams"} <= set(data["complete"])
    universe = [*data["people"], *data["teams"], *(() if is_whole else ("stranger", "other stranger"))]
    flow = data["flows"][0]
    people = {
        "status": lambda value: {"none": ["active"], "unknown": ["active", "left"]}.get(value, [value or "active"])
    }
    for path, element in (("automations.welcome", data["automations"]["welcome"]), ("flows.a->b", flow)):
        truths, stands = set(), set()
        for filled in every(data["people"], people):
            count = heads(data, filled)
            few = {sum(map(count, names)) < 2 for names in filled_list(universe)(element.get("maintainers"))}
            if element is not flow:
                truths |= few
                continue
            cadences = ["1d", "once"] if flow.get("every") in {None, "unknown"} else [flow["every"]]
            statuses = product(*(filled_status(one.get("status")) for one in (flow, *data["tools"].values())))
            for cadence, status in product(cadences, list(statuses)):
                is_standing = cadence in {"1d", "on_event"} and "retired" not in status
                stands.add(is_standing)
                truths |= {one and is_standing for one in few}
        verdict = found[(path,)]
        assert verdict.outcome in expected(truths, truths)
        assert bool(verdict.missing) or verdict.outcome is not UNKNOWN
        if element is flow:
            assert (verdict.outcome is NOT_APPLICABLE) == (stands == {False})


# -- spend and revenue -----------------------------------------------------------------------------------------------

REVENUE = {"revenue", "order", "user.behavior.purchase_history", "user.value"}
KINDS = ("ads", "crm", "warehouse", "web_analytics")


@st.composite
def spending(draw):
    keys = KEYS[: draw(st.integers(2, 4))]
    pairs = st.sampled_from([(one, other) for one in keys for other in keys if one != other])
    others = [["crm"], ["warehouse"], ["web_analytics"], ["web_analytics", "bi"], ["web_analytics", "more"], ["form"]]
    kinds = [["ads"], ["ads"], *others, ABSENT]
    first = [["ads"], ["ads"], ["ads", "more"], ABSENT]
    tools = {
        key: stated(
            capabilities=draw(st.sampled_from(kinds if key != "a" else first)),
            status=draw(st.sampled_from([ABSENT] * 5 + ["retired", "unknown"])),
            flows_complete=draw(st.sampled_from([ABSENT, ABSENT, "in", "out", "both"])),
        )
        for key in keys
    }
    ends = draw(st.lists(pairs, unique=True, max_size=5))
    carried = [ABSENT, ["cost"], ["revenue"], ["order", "cost"], [], ["page_view"], ["user"], ["user.value", "more"]]
    flows = [
        stated(
            **{"from": one, "to": other},
            signals=draw(st.sampled_from([[], [], ["spend"], ["spend:ads"], ABSENT, ["conversion"]])),
            carries=draw(st.sampled_from(carried)),
            status=draw(st.sampled_from([ABSENT] * 5 + ["paused", "unknown"])),
        )
        for one, other in ends
    ]
    gaps = draw(st.lists(pairs, unique=True, max_size=1))
    complete = draw(st.sampled_from([[], ["flows"], ["tools"], ["tools"], ["tools", "flows"], ["tools", "flows"]]))
    return {
        "complete": complete,
        "tools": tools,
        "flows": flows,
        "gaps": [{"signal": "spend", "from": one, "to": other} for one, other in gaps],
    }


def flow_fillings(flow):
    """Every way in which a flow may turn out: its ends, whether it passes on spend, whether it passes on revenue."""
    signals = [{"spend"}, set()] if "signals" not in flow else [set(flow["signals"])]
    carries = flow.get("carries", ["more"])
    if "more" in carries:
        data = [set(carries) | set(more) for more in subsets(["cost", "revenue"])]
    elif "user" in carries:
        data = [set(carries), {*carries, "user.value"}]
    else:
        data = [set(carries)]
    runs = {"unknown": [True, False], "paused": [False]}.get(flow.get("status"), [True])
    ends = (flow["from"], flow["to"])
    return {
        (*ends, run and bool(one & {"spend", "spend:ads"} or "cost" in two), run and bool(two & REVENUE))
        for one in signals
        for two in data
        for run in runs
    }


def tool_fillings(tool):
    kinds = tool.get("capabilities", ["more"])
    if "more" in kinds:
        kinds = [kind for kind in kinds if kind != "more"]
        choices = [{*kinds, *more} for more in subsets(KINDS)]
    else:
        choices = [set(kinds)]
    return [kind if used == "active" else None for kind in choices for used in filled_status(tool.get("status"))]


def reached(sources, links):
    """The nodes that are reached from each source by one link or more."""
    found = {}
    for source in sources:
        seen, waiting = set(), [source]
        while waiting:
            here = waiting.pop()
            new = {head for tail, head in links if tail == here} - seen
            seen |= new
            waiting += new
        found[source] = seen
    return found


def judged(tools, flows):
    """Whether ads are bought and no tool but web analytics alone gets both spend and revenue."""
    used = {key: kinds for key, kinds in tools.items() if kinds is not None}
    flows = [flow for flow in flows if flow[0] in used and flow[1] in used]
    ads = [key for key, kinds in used.items() if "ads" in kinds]
    spend = reached(ads, {flow[:2] for flow in flows if flow[2]})
    givers = [key for key, kinds in used.items() if kinds & {"crm", "warehouse"}]
    revenue = reached(givers, {flow[:2] for flow in flows if flow[3]})
    for key, kinds in used.items():
        if "web_analytics" in kinds and not kinds & {"warehouse", "bi", "attribution", "crm", "cdp"}:
            continue
        has_revenue = "crm" in kinds or any(key in revenue[one] for one in givers if one != key)
        if has_revenue and any(key in spend[one] for one in ads if one != key):
            return False
    return bool(ads)


def heeds(gaps, tools, flows):
    links = {flow[:2] for flow in flows if flow[2] and tools[flow[0]] is not None and tools[flow[1]] is not None}
    return not any(gap["to"] in reached([gap["from"]], links)[gap["from"]] for gap in gaps)


def is_contradicted(data):
    """Whether flows that are stated to pass on spend contradict a gap, unless a tool on the way is not in use."""
    certain = [min(flow_fillings(flow)) for flow in data["flows"]]
    return not heeds(data["gaps"], {key: set() for key in data["tools"]}, certain)


def additions(data):
    """What may be added to partial lists: tools, and pairs between which flows of every kind may run."""
    if {"tools", "flows"} <= set(data["complete"]):
        return [({}, [])]
    found = []
    for new in (
        [{}] if "tools" in data["complete"] else [{}, {"x": {"ads"}}, {"x": {"ads"}, "y": {"crm"}}, {"y": {"crm"}}]
    ):
        closed = {key: tool.get("flows_complete") for key, tool in data["tools"].items()}
        outs = [*new, *(key for key, side in closed.items() if side not in {"out", "both"})]
        ins = [*new, *(key for key, side in closed.items() if side not in {"in", "both"})]
        pairs = [(one, other) for one in outs for other in ins if one != other]
        kinds = [(*pair, *passes) for pair in pairs for passes in ((True, False), (False, True))]
        found += [(new, list(flows)) for flows in subsets(kinds, most=2)]
        found.append((new, kinds))
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(spending())
def test_spend_judged_by_web_analytics_holds_in_every_completion(data):
    choices = [[*flow_fillings(flow)] for flow in data["flows"]]
    kinds = [tool_fillings(tool) for tool in data["tools"].values()]
    added = additions(data)
    assume(prod(map(len, (*choices, *kinds, added))) <= 40 * MOST)
    as_listed, at_large = set(), set()
    for one in product(*kinds):
        tools = dict(zip(data["tools"], one, strict=True))
        for flows in product(*choices):
            if not heeds(data["gaps"], tools, flows):
                continue
            as_listed.add(judged(tools, flows))
            for new, more in added:
                if len(at_large) < 2 and heeds(data["gaps"], {**tools, **new}, [*flows, *more]):
                    at_large.add(judged({**tools, **new}, [*flows, *more]))
    assume(as_listed and not is_contradicted(data))
    (verdict,) = verdicts(spend_judged_by_web_analytics, data).values()
    assert verdict.outcome in expected(as_listed, at_large)
    assert bool(verdict.missing) == (verdict.outcome in {UNKNOWN, SUSPECTED})
