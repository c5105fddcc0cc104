"""What-if files: a plan adds, changes and removes elements and facts of a stack, each with its place."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import stackaudit
from stackaudit.errors import ReadError, StackError
from stackaudit.load import load, load_files

SAMPLES = Path(__file__).resolve().parents[2] / "sample_stacks"
STACK = """\
stackaudit: 1
as_of: 2026-11-22
complete: [flows]
defaults: {owner: marketing, tools: {source: interview}}
company: {name: Northwind, residency: [eu]}
teams: {marketing: {}, sales: {}}
tools:
  crm: {users: 5, contract: {renews: 2027-01-31, notice: 3mo}, disputed: {sends: [{value: none, source: a}, {value: [email], source: b}]}}
  hub:
    users: 7
  # stackaudit: waive STK-06 until 2027-03-31 owner head: replaced
  old.one: {}
  web:
flows:
  - {from: web, to: crm, every: 1d, monitored: no}
  - {between: [crm, hub], every: 1h}
  - {id: late, from: old.one, to: crm}
  - {from: web, to: old.one}
gaps: [{signal: opt_out, from: hub, to: crm}]
goals: none
roadmap: {covers_until: 2027-06-30, items: {one: {}, two: {}}}
tracking_plan: none
waivers: [{rule: STK-06, element: "tools.hub+tools.old.one", owner: head, reason: so, until: 2027-01-01}]
"""


@pytest.fixture
def planned(tmp_path, monkeypatch):
    """Loads the stack as plans change it."""
    monkeypatch.chdir(tmp_path)

    def make(*plans: str, stack: str = STACK) -> stackaudit.Stack:
        (tmp_path / "stack.yaml").write_text(stack, encoding="utf-8")
        names = [f"plan{number or ''}.yaml" for number in range(len(plans))]
        for name, text in zip(names, plans, strict=True):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load("stack.yaml", what_if=names)

    return make


@pytest.fixture
def mistakes(planned):
    """The mistakes of a plan."""

    def make(*plans: str, stack: str = STACK) -> list[str]:
        with pytest.raises((StackError, ReadError)) as caught:
            planned(*plans, stack=stack)
        return str(caught.value).splitlines()

    return make


def place(stack, *path):
    return str(stack.provenance.place(*path))


def test_elements_and_facts_are_added_changed_and_removed(planned):
    stack = planned(
        "as_of: 2027-06-30\n"
        "remove: [tools.old.one, flows.late, flows.web->old.one, tools.crm.contract.notice, company.residency]\n"
        "change:\n"
        "  tools: {crm: {users: 9, contract: {renews: 2028-01-31}}, hub: {users: }, web: {owner: sales}}\n"
        "  flows: [{from: web, to: crm, every: 2h}, {between: [hub, crm], monitored: yes}]\n"
        "  complete: [flows, tools]\n"
        "  roadmap: {covers_until: 2028-06-30, items: {one: {due: 2027-03-31}}}\n"
        "add:\n"
        "  tools: {cdp: {users: 1}}\n"
        "  flows: [{from: web, to: cdp}]\n"
        "  goals: {growth: {}}\n"
        "  strategy: {vision: more}\n"
        "  roadmap: {items: {three: {}}}\n"
    )
    assert str(stack.as_of) == "2027-06-30"
    assert {key: tool.users for key, tool in stack.tools.items()} == {"crm": 9, "hub": None, "web": None, "cdp": 1}
    crm, web = stack.tools["crm"], stack.tools["web"]
    assert (str(crm.contract.renews), crm.contract.notice, web.owner) == ("2028-01-31", None, "sales")
    flows = {key: (str(flow.every), flow.monitored) for key, flow in stack.flows.items()}
    assert list(flows) == ["web->crm", "crm<->hub", "web->cdp"]
    assert flows["web->crm"] == ("2h", False)
    assert flows["crm<->hub"] == ("1h", True)
    assert stack.company.residency is None
    assert sorted(stack.complete) == ["flows", "goals", "tools"]
    assert (list(stack.goals), list(stack.roadmap.items)) == (["growth"], ["one", "two", "three"])
    assert stack.waivers == ()


def test_each_fact_has_the_place_where_it_is_said(planned):
    stack = planned(
        "remove: [flows.web->crm, tools.crm.contract.notice]\n"
        "change:\n"
        "  tools: {hub: {users: , owner: sales}}\n"
        "  flows: [{id: late, every: 1d}]\n"
        "add:\n"
        "  tools: {cdp: {users: 1}}\n"
        "  flows:\n"
        "  - {from: web, to: cdp, every: 1d}\n"
    )
    assert place(stack, "tools", "cdp", "users") == "plan.yaml:6:17"
    assert place(stack, "tools", "hub", "owner") == "plan.yaml:3:26"
    assert place(stack, "tools", "hub", "users") == "plan.yaml:3:17"
    assert place(stack, "tools", "crm", "contract.notice") == "plan.yaml:1:26"
    assert place(stack, "tools", "crm", "contract.renews") == "stack.yaml:8:30"
    assert place(stack, "tools", "crm", "source") == "stack.yaml:4:38"
    assert place(stack, "flows", "web->cdp", "every") == "plan.yaml:8:26"
    assert place(stack, "flows", "late", "every") == "plan.yaml:4:22"
    assert place(stack, "flows", "late", "from_") == "stack.yaml:17:16"
    assert place(stack, "flows", "crm<->hub", "every") == "stack.yaml:16:27"
    assert place(stack, "flows", "web->old.one") == "stack.yaml:18:5"
    assert not stack.provenance.document.has(("tools", "hub", "users"))


def test_defaults_hold_for_the_elements_of_their_own_file(planned):
    stack = planned("defaults: {owner: sales}\nchange: {tools: {hub: {users: 1}}}\nadd: {tools: {cdp: {}}}\n")
    owners = {key: (tool.owner, tool.source) for key, tool in stack.tools.items()}
    assert owners["hub"] == ("marketing", "interview")
    assert owners["cdp"] == ("sales", None)
    assert place(stack, "tools", "cdp", "owner") == "plan.yaml:1:12"
    assert planned("add: {tools: {cdp: {}}}\n").tools["cdp"].owner is None


def test_an_element_is_replaced_and_its_waivers_go_with_it(planned):
    stack = planned(
        "remove: [tools.old.one]\nadd:\n  tools:\n    # stackaudit: waive STK-06 until 2027-04-30 owner me: new\n"
        "    old.one: {users: 3}\n"
    )
    assert stack.tools["old.one"].users == 3
    assert [(one.element, one.owner) for one in stack.waivers] == [("tools.old.one", "me")]


def test_waivers_questions_and_lists_are_taken_and_given(planned):
    stack = planned(
        "remove: ['waivers.STK-06:tools.hub+tools.old.one', complete.flows]\n"
        "change: {tools: {crm: {disputed: null, sends: none}}, tracking_plan: {url: https://x.example}}\n"
        "add:\n  waivers: [{rule: STK-01, element: tools.crm, owner: a, reason: b, until: 2027-01-01}]\n"
        "  questions: [{ask: Who?}]\n  complete: [tools, tools]\n  gaps: [{signal: opt_out, from: web, to: crm}]\n"
    )
    assert [one.rule for one in stack.waivers] == ["STK-01", "STK-06"]
    assert [one.ask for one in stack.questions] == ["Who?"]
    assert [str(one) for one in stack.complete] == ["tools", "goals"]
    assert list(stack.gaps) == ["opt_out:hub->crm", "opt_out:web->crm"]
    assert stack.tracking_plan.url == "https://x.example"


def test_of_a_list_that_a_plan_adds_whole_a_later_one_can_remove_an_item(planned):
    head = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}, b: {}, c: {}}\n"
    stack = planned(
        "add: {flows: [{from: a, to: b}, {from: b, to: c}]}\n",
        "remove: [flows.a->b]\nadd: {flows: [{from: a, to: c}]}\n",
        stack=head,
    )
    assert list(stack.flows) == ["b->c", "a->c"]
    assert [place(stack, "flows", key, "to") for key in stack.flows] == ["plan.yaml:1:43", "plan1.yaml:2:25"]


def test_a_list_of_the_stack_that_holds_more_than_elements_can_be_searched(mistakes):
    stack = "stackaudit: 1\nas_of: 2026-11-22\ntools: {a: {}, b: {}}\nflows: [3, {from: a, to: b}]\n"
    assert mistakes("remove: [flows.b->a, flows.a->b]\n", stack=stack) == [
        "plan.yaml:1:10: there is no 'flows.b->a' to remove",
        "stack.yaml:4:9: expected a flow, that is a mapping of fields, found 3 (such as flows: [{from: hubspot, to: crm}])",
    ]


def test_a_star_removes_all_that_fit(planned):
    stack = planned("remove: ['flows.*old.one*', flows.late, tools.old.*]\n")
    assert list(stack.flows) == ["web->crm", "crm<->hub"]
    assert "old.one" not in stack.tools


def test_a_plan_takes_in_files_of_its_own_folder_alone(mistakes, tmp_path):
    (tmp_path.parent / "outside.yaml").write_text("remove: [tools.hub]\n", encoding="utf-8")
    (told,) = mistakes("include: [../outside.yaml]\n")
    assert told.startswith("plan.yaml:1:11: '../outside.yaml' leads out of ")


def test_several_plans_follow_one_another(planned):
    stack = planned(
        "add: {tools: {cdp: {users: 1}}}\nremove: [flows.late, flows.web->old.one]\n",
        "change: {tools: {cdp: {users: 2}}}\nremove: [tools.old.one]\n",
        "remove: [tools.cdp.users]\nadd: {flows: [{from: web, to: cdp}]}\n",
    )
    assert stack.tools["cdp"].users is None
    assert place(stack, "tools", "cdp") == "plan.yaml:1:15"
    assert place(stack, "tools", "cdp", "users") == "plan2.yaml:1:10"
    assert place(stack, "flows", "web->cdp") == "plan2.yaml:2:15"
    assert stack.provenance.document.file == "stack.yaml with plan.yaml with plan1.yaml with plan2.yaml"


def test_a_plan_for_a_stack_in_a_folder_and_in_several_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {
        "stack/head": "stackaudit: 1\nas_of: 2026-11-22\nflows: [{from: a, to: b}]\n",
        "stack/a": "defaults: {source: one}\ntools: {a: {users: 1}}\nflows: [{from: b, to: a}]\n",
        "stack/b": "defaults: {source: two}\ntools: {b: {users: 2}}\nflows: [{from: b, to: c}]\n",
        "plan/head": "include: [more.yaml]\nremove: [flows.b->a]\nadd: {tools: {c: {}}}\n",
        "plan/more": "defaults: {source: three}\nchange: {tools: {b: {users: 3}}}\nadd: {tools: {d: {}}}\n",
    }
    for name, text in files.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for plan in ("plan", "plan/head.yaml"):
        stack = load_files(["stack"], what_if=plan)
        sources = {key: (tool.source, tool.users) for key, tool in stack.tools.items()}
        assert sources == {"a": ("one", 1), "b": ("two", 3), "c": (None, None), "d": ("three", None)}
        assert {key: place(stack, "flows", key) for key in stack.flows} == {
            "a->b": "stack/head.yaml:3:9",
            "b->c": "stack/b.yaml:3:9",
        }
        assert place(stack, "tools", "b", "source") == "stack/b.yaml:1:12"
        assert place(stack, "tools", "d", "source") == "plan/more.yaml:1:12"


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("remove: [tools.hubb]\n", ["1:10: there is no 'tools.hubb' to remove (did you mean 'tools.hub'?)"]),
        ("remove: [tols.hub]\n", ["1:10: there is no 'tols.hub' to remove (did you mean 'tools'?)"]),
        ("remove: [tools.hub.user]\n", ["1:10: there is no 'tools.hub.user' to remove (did you mean 'tools.hub.users'?)"]),
        ("remove: [roadmap.items.tow]\n", ["1:10: there is no 'roadmap.items.tow' to remove (did you mean 'roadmap.items.two'?)"]),
        ("remove: [flows.web->crn]\n", ["1:10: there is no 'flows.web->crn' to remove (did you mean 'flows.web->crm'?)"]),
        ("remove: ['tools.x*', defaults, as_of]\n", [
            "1:10: there is no 'tools.x*' to remove",
            "1:22: there is no 'defaults' to remove",
            "1:32: there is no 'as_of' to remove",
        ]),
        (f"remove: [{'tools.' * 100}]\n", ["1:10: there is no '" + ("tools." * 10)[:59] + "…' to remove"]),
        ("remove: [tools.hub.owner, tools.crm.source]\n", [
            "1:10: there is no 'tools.hub.owner' to remove (it comes from defaults: to have it open, change owner to unknown)",
            "1:27: there is no 'tools.crm.source' to remove (it comes from defaults: to have it open, change source to unknown)",
        ]),
        ("remove: [3, {}]\nadd: 3\nchange: []\n", [
            "1:10: expected the path of an element or a fact, found 3 (such as tools.hubspot or tools.crm.users)",
            "1:13: expected the path of an element or a fact, found an empty mapping (such as tools.hubspot or tools.crm.users)",
            "2:6: expected what to add, written as in a stack, found 3 (such as add: {tools: {crm: {users: 40}}})",
            "3:9: expected what to change, written as in a stack, found an empty list (such as change: {tools: {crm: {users: 40}}})",
        ]),
        ("remove: tools.hub\n", ["1:9: expected a list of paths for remove, found 'tools.hub' (such as [tools.hubspot, tools.crm.users])"]),
        ("remove: [tools.hub, tools.hub, flows.crm<->hub, gaps.*, roadmap.items.one, roadmap.items.one]\n", [
            "1:21: there is no 'tools.hub' to remove",
            "1:76: there is no 'roadmap.items.one' to remove",
        ]),
        ("remove: [roadmap.items.oen.due]\n", ["1:10: there is no 'roadmap.items.oen.due' to remove"]),
        ("change: {tools: {hubb: {users: 1}}}\n", ["1:18: there is no 'hubb' in tools to change (did you mean 'hub'?)"]),
        ("change: {tools: {xyz: {users: 1}, hub: }}\n", [
            "1:18: there is no 'xyz' in tools to change (put it under 'add')",
            "1:35: nothing is said of 'hub' (to take it out, list tools.hub under 'remove')",
        ]),
        ("change: {tools: {hub: {last_training: }, crm: {owner: }}, roadmap: {items: {three: {}}}}\n", [
            "1:24: nothing is said of 'last_training', and nothing was (leave it out)",
            "1:48: nothing is said of 'owner', and nothing was (it comes from defaults: to have it open, change owner to unknown)",
            "1:77: there is no 'three' in roadmap.items to change (put it under 'add')",
        ]),
        ("change: {flows: [{from: web, to: cmr, every: 1d}, {every: 1d}, 3], gaps: {}, strategy: {vision: x}}\n", [
            "1:18: there is no 'web->cmr' in flows to change (did you mean 'web->crm'?)",
            "1:51: this does not say which of the flows is changed (from and to, or between, or the id of a flow)",
            "1:64: this does not say which of the flows is changed (from and to, or between, or the id of a flow)",
            (
                "1:74: expected a list for gaps, found an empty mapping "
                "(each stands on a line of its own: - {signal: opt_out, from: crm, to: hubspot})"
            ),
            "1:78: the stack has no 'strategy' to change (put it under 'add')",
        ]),
        ("change: {waivers: [], tols: {}, as_of: 2027-01-01, gaps: [{}]}\n", [
            "1:10: waivers cannot be changed (add or remove them)",
            "1:23: the stack has no 'tols' to change (did you mean 'tools'?)",
            "1:33: 'as_of' stands at the head of a what-if file (put it beside 'change')",
            "1:59: this does not say which of the gaps is changed (signal, from and to)",
        ]),
        ("add: {tools: {hub: {}, web: {}}, company: {name: x}, flows: [{between: [hub, crm]}], tracking_plan: {}}\n", [
            "1:15: 'hub' is there already, at stack.yaml:9:3 (put it under 'change')",
            "1:24: 'web' is there already, at stack.yaml:13:3 (put it under 'change')",
            "1:44: 'name' is there already, at stack.yaml:5:11 (put it under 'change')",
            "1:62: 'hub<->crm' is there already, at stack.yaml:16:5 (put it under 'change')",
            "1:86: 'tracking_plan' is there already, at stack.yaml:22:1 (put it under 'change')",
        ]),
        ("add: {tools: {x: {}}, flows: [{from: x, to: web}, {to: web, from: x}]}\n", [
            "1:51: 'x->web' is there already, at plan.yaml:1:31 (put it under 'change')",
        ]),
        ("add: {tols: {x: {}}, tools: {new: {ownr: a, owner: nobody}}}\n", ["tols", "1:36: a tool has no field 'ownr'", "1:52: no person or team"]),
        ("tools: {x: {}}\nstackaudit: 2\nchnge: {}\n", [
            "1:1: a what-if file has no key 'tools' (put it under 'add' or 'change'; two whole stacks are compared by naming both)",
            "2:13: expected format version 1, found 2",
            "3:1: a what-if file has no key 'chnge' (did you mean 'change'?)",
        ]),
        ("- tools.hub\n", ["1:1: expected a what-if file, that is a mapping, found a list (such as remove: [tools.hubspot])"]),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place_and_what_was_meant(mistakes, plan, told):
    found = mistakes(plan)
    assert len(found) == len(told), found
    for line, expected in zip(found, told, strict=True):
        assert line.startswith("plan.yaml:"), found
        assert expected in line, found


def test_what_still_refers_to_what_is_taken_away_is_told_with_both_places(mistakes):
    found = mistakes("remove:\n- tools.old.one\n")
    assert found == [
        "stack.yaml:17:22: no tool or capture point is called 'old.one' (plan.yaml:2:3 takes it away: take this away, too, or change it)",
        "stack.yaml:18:21: no tool is called 'old.one' (plan.yaml:2:3 takes it away: take this away, too, or change it)",
    ]


def test_mistakes_of_the_stack_and_of_all_files_of_a_plan_are_told_at_once(mistakes, tmp_path):
    (tmp_path / "more.yaml").write_text("change: {tools: {hub: {users: 2}}}\nas_of: 2027-01-02\n", encoding="utf-8")
    found = mistakes(
        "include: [more.yaml]\nchange: {tools: {hub: {users: 1}}}\nas_of: 2027-01-01\nremove: [tools.x]\n",
        stack=STACK.replace("name: Northwind", "nam: Northwind"),
    )
    assert [one.split(": ")[0] for one in found] == [
        "plan.yaml:2:24",
        "plan.yaml:3:1",
        "plan.yaml:4:10",
        "stack.yaml:5:11",
    ]
    assert "is changed twice: it is changed at more.yaml:1:24 too" in found[0]
    assert mistakes("", stack="- x\n")[0].startswith("stack.yaml:1:1: expected a stack")
    assert mistakes("a: [\n", stack="stackaudit: 1\n")[0].startswith("plan.yaml:2:1")


def test_lists_that_were_none_stay_whole_and_the_stack_itself_is_left_alone(planned, mistakes):
    flows = STACK.replace("complete: [flows]\n", "")
    bare = "\n".join(line for line in flows.splitlines() if not line.startswith(("  - ", "gaps"))).replace(
        "flows:", "flows: none"
    )
    stack = planned("add: {flows: [{from: web, to: crm}]}\n", stack=bare)
    assert list(stack.flows) == ["web->crm"]
    assert sorted(stack.complete) == ["flows", "goals"]
    assert (
        "flows"
        in mistakes(
            "add: {flows: [{from: web, to: crm}], complete: [tools]}\n",
            stack=f"{bare}\n".replace("flows: none", "flows: 3\ncomplete: x"),
        )[0]
    )


def test_an_empty_plan_changes_nothing(planned):
    for plan in ("", "add:\nchange: {}\nremove: []\n", "stackaudit: 1\n"):
        unchanged, stack = planned(plan), load("stack.yaml")
        assert unchanged.model_dump(exclude={"defaults"}) == stack.model_dump(exclude={"defaults"})
        made = stackaudit.diff("stack.yaml", what_if="plan.yaml")
        assert made.is_empty


def test_the_library_compares_a_stack_with_a_plan_for_it(planned):
    stack = planned("remove: [tools.hub.users]\n")
    made = stackaudit.diff("stack.yaml", what_if=["plan.yaml"])
    assert [one.path for one in made.elements] == ["tools.hub"]
    assert str(made.elements[0].facts[0].after_place) == "plan.yaml:1:10"
    for words in (("stack.yaml",), ("stack.yaml", stack)):
        with pytest.raises(TypeError):
            stackaudit.diff(*words, what_if=() if len(words) == 1 else "plan.yaml")
    with pytest.raises(TypeError):
        stackaudit.diff(stack, what_if="plan.yaml")


def torn(data: dict, chance: Random) -> tuple[dict, dict]:
    """A stack and a plan that together are the data: elements and facts moved to the plan, and others put in its way."""
    base: dict = {"defaults": data.get("defaults")}
    plan: dict = {"add": {}, "change": {}, "remove": [], "defaults": data.get("defaults")}
    for name, held in data.items():
        if name in {"flows", "gaps"} and isinstance(held, list):
            tear_list(name, held, base, plan, chance)
        elif isinstance(held, dict) and name not in {"defaults", "roadmap", "report"}:
            tear_elements(name, held, base, plan, chance)
        elif name != "defaults":
            base[name] = held
    return base, plan


def tear_list(name: str, held: list, base: dict, plan: dict, chance: Random) -> None:
    base[name] = [dict(item) for item in held if chance.random() < 0.7]
    plan["add"][name] = [item for item in held if item not in base[name]]
    for item in base[name]:
        spare = [key for key in item if key not in {"id", "from", "to", "between", "signal"}]
        if spare and chance.random() < 0.5:
            key = chance.choice(spare)
            ends = ("id",) if "id" in item else ("from", "to", "between", "signal")
            identity = {one: item[one] for one in ends if one in item}
            plan["change"].setdefault(name, []).append({**identity, key: item[key]})
            item[key] = "something else"
    if chance.random() < 0.5:
        base[name].insert(0, {"from": "gone", "to": "away", "signal": "opt_out"})
        plan["remove"].append("flows.gone->away" if name == "flows" else "gaps.opt_out:gone->away")


def tear_elements(name: str, held: dict, base: dict, plan: dict, chance: Random) -> None:
    added = {key: value for key, value in held.items() if chance.random() < 0.3}
    kept = {key: value for key, value in held.items() if key not in added}
    for key, value in kept.items():
        if isinstance(value, dict) and value and chance.random() < 0.5:
            field = chance.choice(sorted(value))
            plan["change"].setdefault(name, {})[key] = {field: value[field]}
            kept[key] = {**value, field: chance.choice(["something else", None, ["x"]])}
        elif isinstance(value, dict) and chance.random() < 0.3:
            kept[key] = {**value, "more_of_it": 1}
            plan["remove"].append(f"{name}.{key}.more_of_it")
    if kept:
        base[name] = kept
    if added:
        plan["add"][name] = added


@pytest.mark.parametrize("sample", ["healthy", "red_flags"])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_plan_makes_the_stack_that_it_says_in_whatever_order_it_is_written(tmp_path_factory, sample, seed):
    data = yaml.load((SAMPLES / f"{sample}.yaml").read_bytes(), yaml.CSafeLoader)
    chance = Random(seed)
    base, plan = torn(data, chance)
    folder = tmp_path_factory.mktemp("stack")
    stacks = []
    for order in (list, lambda held: sorted(held, key=lambda _: chance.random())):
        plan = {key: plan[key] for key in order(plan)}
        for name in ("add", "change"):
            plan[name] = {key: plan[name][key] for key in order(plan[name])}
        plan["remove"] = order(plan["remove"])
        for name, text in (("base", base), ("plan", plan)):
            (folder / f"{name}.yaml").write_text(
                yaml.dump(text, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8"
            )
        stacks.append(load(folder / "base.yaml", what_if=folder / "plan.yaml"))
    whole = load(SAMPLES / f"{sample}.yaml")
    for made in stacks:
        assert made.model_dump(exclude={"defaults", "complete"}) == whole.model_dump(exclude={"defaults", "complete"})
        assert set(made.complete) == set(whole.complete)
        assert stackaudit.diff(whole, made).is_empty if seed % 8 == 0 else True


PLANNED = "this is a what-if file: it says what a plan changes in a stack, and is no part of one"
KEEP = "keep it outside of the stack's folder, and compare: stackaudit diff STACK --what-if FILE"


@pytest.mark.parametrize(
    ("other", "plans"), [("", ["b.yaml:2:1"]), (STACK, ["b.yaml:2:1"]), ("change: {}\n", ["a.yaml:1:1", "b.yaml:2:1"])]
)
def test_a_plan_among_the_files_of_a_stack_is_one_mistake_that_says_what_it_is_for(tmp_path, other, plans):
    (tmp_path / "b.yaml").write_text("as_of: 2027-06-30\nremove: [tools.hub]\nadd: {}\n", encoding="utf-8")
    if other:
        (tmp_path / "a.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(StackError) as error:
        load(tmp_path)
    told = [(Path(str(one.place)).name, one.message, one.hint) for one in error.value.problems]
    assert told == [(plan, PLANNED, KEEP) for plan in plans]


def test_a_file_of_a_stack_with_a_key_of_plans_is_still_one_of_the_stack(tmp_path):
    (tmp_path / "a.yaml").write_text(STACK + "add: {}\n", encoding="utf-8")
    with pytest.raises(StackError, match="a stack has no field 'add'"):
        load(tmp_path / "a.yaml")
