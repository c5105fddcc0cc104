"""Settings: which file counts, what it may say, every mistake in it, and what a hostile one cannot reach."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import jsonschema_rs
import pytest

import stackaudit
from stackaudit import Settings, SettingsError, Severity, find_settings, load_settings
from stackaudit.outputs.formats import FORMATS
from stackaudit.rules import pack
from stackaudit.settings import table
from stackaudit.settings.keys import KEYS
from stackaudit.settings.schema import settings_schema

WHOLE = """\
stack = ["stack.yaml"]
select = ["consent", "P1"]
ignore = ["GRA-03"]
fail-on = "P3"
strict = true
waivers = false
baseline = "known.json"
formats = ["json", "json"]
output = "build/audit"
rules = ["more"]
packs = []
severity = {GRA-01 = "P4"}
[parameters.STK-02]
seats = 40
[parameters.GRA-09]
demanded_from = 2025-01-01
methods = ["tag"]
[parameters.COM-03]
max_age = "60d"
"""
LISTED = f"there are {', '.join(FORMATS)}"
RULE = """\
id: MY-01
name: owned-by-nobody
title: A tool without an owner
severity: P3
ask: Who?
red_flag: Nobody.
why: Then nobody mends it.
found: A tool in use without an owner.
flag: {each: tool, where: {owner: none}}
message: "Nobody answers for {tool}"
impact: It costs.
fix: {now: Name somebody, later: Ask again}
sources: [our handbook]
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a stack in a folder, below a folder that is none."""
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)
    (root / "stacks" / "shop" / "more").mkdir(parents=True)
    (root / "stacks" / "shop" / "more" / "MY-01.yaml").write_text(RULE, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(SettingsError) as error:
        load_settings(path)
    return [f"{one.place}: {one.message}" + (f" ({one.hint})" if one.hint else "") for one in error.value.problems]


def test_every_key_is_read(repository):
    read = load_settings(written(Path("stacks/shop/stackaudit.toml"), WHOLE))
    assert read.stack == (Path("stacks/shop/stack.yaml"),)
    assert (read.select, read.ignore) == (("consent", "P1"), ("GRA-03",))
    assert (read.fail_on, read.strict, read.waivers) == (Severity.P3, True, False)
    assert read.baseline == Path("stacks/shop/known.json")
    assert (read.formats, read.output) == (("json",), Path("stacks/shop/build/audit"))
    assert (read.rules, read.packs) == ((Path("stacks/shop/more"),), ())
    assert dict(read.severity) == {"GRA-01": Severity.P4}
    assert {rule: dict(values) for rule, values in read.parameters.items()} == {
        "STK-02": {"seats": 40},
        "GRA-09": {"demanded_from": "2025-01-01", "methods": ("tag",)},
        "COM-03": {"max_age": "60d"},
    }
    assert str(read.places["severity.GRA-01"]) == "stacks/shop/stackaudit.toml:12:22"
    assert str(read.places["parameters.STK-02.seats"]) == "stacks/shop/stackaudit.toml:14:9"


def test_a_table_of_a_project_file_holds_the_same(repository):
    written(Path("pyproject.toml"), '[project]\nname = "x"\n[tool.stackaudit]\nfail-on = "P1"\nselct = []\n')
    assert mistakes(Path("pyproject.toml")) == [
        "pyproject.toml:5:1: there is no setting 'selct' (did you mean 'select'?)"
    ]
    written(Path("pyproject.toml"), '[tool.stackaudit]\nfail-on = "P1"\n')
    assert find_settings("stacks/shop").fail_on is Severity.P1
    written(Path("pyproject.toml"), "tool.stackaudit = 3\n")
    assert mistakes(Path("pyproject.toml")) == ["pyproject.toml:1:19: expected a table of settings, found 3"]


@pytest.mark.parametrize(
    ("files", "stack", "expected"),
    [
        ({}, "stacks/shop", None),
        ({"stackaudit.toml": ""}, "stacks/shop/stack.yaml", "stackaudit.toml"),
        ({"stackaudit.toml": "", "stacks/stackaudit.toml": ""}, "stacks/shop", "stacks/stackaudit.toml"),
        ({"stacks/shop/stackaudit.toml": "", "stacks/stackaudit.toml": ""}, "stacks", "stacks/stackaudit.toml"),
        ({"pyproject.toml": "[tool.stackaudit]", "stackaudit.toml": ""}, "stacks", "stackaudit.toml"),
        ({"stackaudit.toml": "", "stacks/pyproject.toml": "[tool.stackaudit]"}, "stacks", "stacks/pyproject.toml"),
        ({"stackaudit.toml": "", "stacks/pyproject.toml": "[tool.other]"}, "stacks", "stackaudit.toml"),
        (
            {"stackaudit.toml": "", "stacks/pyproject.toml": "dependencies = ['stackaudit']"},
            "stacks",
            "stackaudit.toml",
        ),
        ({"stackaudit.toml": "", "stacks/pyproject.toml": "tool = 'stackaudit'"}, "stacks", "stackaudit.toml"),
        ({"../stackaudit.toml": ""}, "stacks/shop", None),
        ({"stacks/stackaudit.toml": "", "other/x.yaml": ""}, "-", None),
    ],
)
def test_the_nearest_file_up_to_the_root_of_the_repository_counts(repository, files, stack, expected):
    for name, text in files.items():
        written(Path(name), text)
    found = find_settings(stack)
    assert (found and found.file) == expected


def test_several_paths_have_the_settings_of_the_folder_that_they_share(repository):
    written(Path("stacks/stackaudit.toml"), "")
    written(Path("stacks/shop/stackaudit.toml"), "")
    assert find_settings("stacks/shop/a.yaml", "stacks/other/b.yaml").file == "stacks/stackaudit.toml"


def test_outside_of_a_repository_the_search_ends_where_it_begins_or_in_the_working_folder(tmp_path, monkeypatch):
    written(tmp_path / "stackaudit.toml", "")
    written(tmp_path / "a" / "b" / "stack.yaml", "")
    monkeypatch.chdir(tmp_path)
    assert find_settings("a/b/stack.yaml").file == "stackaudit.toml"
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert find_settings("stack.yaml") is None
    assert find_settings("..") is None


def test_paths_on_two_drives_have_the_settings_of_the_first(repository, monkeypatch):
    written(Path("stacks/stackaudit.toml"), "")

    def apart(_paths):
        raise ValueError("on two drives")

    monkeypatch.setattr("os.path.commonpath", apart)
    assert find_settings("stacks/a.yaml", "other/b.yaml").file == "stacks/stackaudit.toml"
    monkeypatch.setattr("os.path.relpath", apart)
    assert find_settings("stacks/a.yaml").file.endswith("repo/stacks/stackaudit.toml")


def test_every_mistake_is_told_at_once_with_its_place(repository):
    path = written(
        Path("s.toml"),
        """\
selct = ["GRA-01"]
ignore = ["STR-133", "consnt", "P1"]
select = "GRA"
fail-on = "high"
strict = "yes"
formats = ["htlm", "nothing-like-it"]
severity = {STR-133 = "P1", GRA-01 = "off", GRA-02 = 3, STR-03 = "P2"}
[parameters]
STR-133 = {a = 1}
STK-7 = 3
[parameters.STK-02]
seat = 40
seats = 140
features = "many"
[parameters.GRA-01]
anything = 1
[parameters.COM-03]
max_age = 60
[parameters.GRA-09]
methods = ["tagg"]
products = "ga4"
demanded_from = "2025-02-30"
business_days = 1.5
""",
    )
    told = mistakes(path)
    assert told[:11] == [
        "s.toml:1:1: there is no setting 'selct' (did you mean 'select'?)",
        "s.toml:2:11: 'STR-133' is no rule, no family and no severity of rules (did you mean 'STR-13'?)",
        "s.toml:2:22: 'consnt' is no rule, no family and no severity of rules (did you mean 'consent'?)",
        "s.toml:3:10: expected a list, found 'GRA' (write it as [\"GRA\"])",
        "s.toml:4:11: expected a severity from P1 to P5, found 'high'",
        "s.toml:5:10: expected true or false, found 'yes'",
        "s.toml:6:12: no format is called 'htlm' (did you mean 'html'?)",
        f"s.toml:6:20: no format is called 'nothing-like-it' ({LISTED})",
        "s.toml:7:13: severity of 'STR-133': there is no such rule (did you mean 'STR-13'?)",
        "s.toml:7:38: expected a severity from P1 to P5, found 'off' (to leave a rule out, name it under ignore)",
        "s.toml:7:54: expected a severity from P1 to P5, found 3",
    ]
    assert told[11:] == [
        "s.toml:9:1: parameters of 'STR-133': there is no such rule (did you mean 'STR-13'?)",
        "s.toml:10:9: expected parameters by name, found 3",
        "s.toml:12:1: STK-02 has no parameter 'seat' (did you mean 'seats'?)",
        "s.toml:13:9: STK-02, seats: expected a number from 0 to 100 (per cent), found 140",
        "s.toml:14:12: STK-02, features: expected a number from 0 to 100 (per cent), found 'many'",
        "s.toml:16:1: GRA-01 has no parameter 'anything' (it has none)",
        "s.toml:18:11: COM-03, max_age: expected a duration, found 60 (a duration is such as 15m, 6h, 30d, 2w or 12mo)",
        "s.toml:20:11: GRA-09, methods: no method is called 'tagg' (did you mean 'tag'?)",
        's.toml:21:12: GRA-09, products: expected a list of words, found \'ga4\' (write them as ["ga4", "google-ad-manager"])',
        "s.toml:22:17: GRA-09, demanded_from: expected a day such as 2024-03-01, found '2025-02-30'",
        "s.toml:23:17: GRA-09, business_days: expected a whole number of 0 or more (business days), found 1.5",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("severity = 3", ["s.toml:1:12: expected a table of severities by rule, found 3"]),
        ("parameters = []", ["s.toml:1:14: expected tables of parameters by rule, found an empty list"]),
        ("ignore = [3, ' ']", ["s.toml:1:11: expected a word, found 3", "s.toml:1:14: expected a word, found ' '"]),
        ("rules = {}", ["s.toml:1:9: expected a list of words, found an empty mapping"]),
        ("output = 1", ["s.toml:1:10: expected the name of a folder, found 1"]),
        ("baseline = 1", ["s.toml:1:12: expected the name of a file, found 1"]),
        ("formats = []", [f"s.toml:1:11: expected a format, found an empty list ({LISTED})"]),
        ("formats = 'html'", ["s.toml:1:11: expected a list, found 'html' (write it as [\"html\"])"]),
        ("packs = 'acme'", ["s.toml:1:9: expected a list, found 'acme' (write it as [\"acme\"])"]),
        ("packs = ['acme']", ["s.toml:1:10: no installed package offers a pack 'acme' (installed: none)"]),
        ("rules = ['nowhere']", ["None: nowhere is not a folder of rules"]),
        ("rules = 1\n[severity]\nGRA-999 = 'P1'", ["s.toml:1:9: expected a list of words, found 1"]),
        ("[severity]\nfail-on = 'P3'", ["s.toml:2:1: severity of 'fail-on': there is no such rule (fail-on is a setting: it stands above the first table)"]),
        ("fail-on = 'p3'", ["s.toml:1:11: expected a severity from P1 to P5, found 'p3' (did you mean 'P3'?)"]),
        (
            "[tool.stackaudit]\n",
            ["s.toml:1:2: there is no setting 'tool' (leave [tool.stackaudit] out: it is for pyproject.toml)"],
        ),
        (
            "[parameters.TEC-03]\n[parameters.TEC-03]\n",
            ["s.toml:2:19: cannot declare 'parameters.TEC-03' twice (settings are written in TOML)"],
        ),
        ("a = ", ["s.toml:1:5: invalid value (settings are written in TOML)"]),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_a_mistake(repository, monkeypatch, text, expected):
    monkeypatch.setattr(pack, "entry_points", lambda group: [])
    assert mistakes(written(Path("s.toml"), text)) == expected


def test_an_alias_takes_no_severity(repository):
    alias = next(rule for rule in pack.builtin().rules if rule.alias_of)
    (told,) = mistakes(written(Path("s.toml"), f'severity.{alias.id} = "P5"'))
    leads_to = ", ".join(alias.alias_of)
    assert told.endswith(f"severity of '{alias.id}': it only leads to {leads_to} (name {alias.alias_of[0]})")


def test_a_file_that_is_no_settings_file_is_told(repository, tmp_path):
    assert mistakes(Path("stacks")) == ["None: stacks is a folder, expected a file of settings"]
    assert mistakes(Path("nowhere.toml")) == ["None: there is no file nowhere.toml (it would hold settings)"]
    (repository / "big.toml").write_bytes(b"#" * (table._LARGEST + 1))
    assert mistakes(Path("big.toml")) == ["None: big.toml has more than 128 KiB, too many for settings"]
    (repository / "odd.toml").write_bytes(b"a = '\xff'")
    assert mistakes(Path("odd.toml")) == ["odd.toml:1:6: the byte 0xFF is not UTF-8 (save the file as UTF-8)"]


def test_a_file_that_cannot_be_opened_is_told(repository, monkeypatch):
    written(Path("s.toml"), "")
    written(Path("pyproject.toml"), "[tool.stackaudit]")

    def closed(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert mistakes(Path("s.toml")) == ["None: cannot read s.toml: Permission denied"]
    assert find_settings("stacks") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules = ['/etc']", "'/etc' leads out of repo"),
        ("rules = ['../../..']", "'../../..' leads out of repo"),
        ("rules = ['out']", "'out' leads out of repo"),
        ("rules = ['loop']", "'loop' leads out of repo"),
        ("rules = ['a\\u0000b']".replace("'", '"'), "'a\\x00b' leads out of repo"),
        ("stack = ['out/stack.yaml']", "'out/stack.yaml' leads out of repo"),
        ("baseline = '../../../known.json'", "'../../../known.json' leads out of repo"),
        ("output = '/tmp'", "'/tmp' leads out of shop"),
        ("output = '..'", "'..' leads out of shop"),
        ("output = 'out/deeper'", "'out/deeper' leads out of shop"),
        ("output = '.'", "'.' is no folder for outputs"),
        ("output = '.github/workflows'", "'.github/workflows' is no folder for outputs"),
    ],
)
def test_nothing_outside_is_read_or_written(repository, tmp_path, text, expected):
    shop = repository / "stacks" / "shop"
    (tmp_path / "outside").mkdir()
    (shop / "out").symlink_to(tmp_path / "outside")
    (shop / "loop").symlink_to(shop / "loop")
    (told,) = mistakes(written(shop / "stackaudit.toml", text))
    assert expected in told


def test_a_settings_file_that_links_to_somewhere_else_is_refused(repository, tmp_path):
    written(tmp_path / "secret.toml", "password = 'x'")
    for name in ("stackaudit.toml", "pyproject.toml"):
        Path(name).symlink_to(tmp_path / "secret.toml")
        with pytest.raises(SettingsError, match=f"{name} is a link that leads out of repo"):
            find_settings("stacks")
        Path(name).unlink()


def test_a_rule_in_a_folder_that_links_to_somewhere_else_is_not_read(repository, tmp_path):
    written(tmp_path / "secret.yaml", "password: x")
    Path("stacks/shop/more/MY-02.yaml").symlink_to(tmp_path / "secret.yaml")
    Path("stacks/shop/more/pack.yaml").symlink_to("pack.yaml")
    path = written(Path("stacks/shop/stackaudit.toml"), 'rules = ["more"]')
    assert mistakes(path) == ["None: more/MY-02.yaml is a link that leads out of its folder"]


def test_rules_of_a_folder_cannot_name_code(repository):
    written(
        Path("stacks/shop/more/MY-01.yaml"),
        RULE.replace("flag: {each: tool, where: {owner: none}}", "check: os:system"),
    )
    (told,) = mistakes(written(Path("stacks/shop/stackaudit.toml"), 'rules = ["more"]'))
    assert "a folder of rules may not name code" in told


def test_a_pack_that_is_not_named_is_not_imported(repository, monkeypatch):
    points = [EntryPoint("breaks", "a_package_that_is_not_there", pack.ENTRY_POINTS)]
    monkeypatch.setattr(pack, "entry_points", lambda group: points)
    assert load_settings(written(Path("s.toml"), "packs = []")).packs == ()
    assert "'breaks' cannot be imported" in mistakes(written(Path("s.toml"), 'packs = ["breaks"]'))[0]
    assert mistakes(written(Path("s.toml"), 'packs = ["break"]')) == [
        "s.toml:1:10: no installed package offers a pack 'break' (did you mean 'breaks'?)"
    ]


# -- what they do to an audit ---------------------------------------------------------------------------------------


@pytest.fixture
def stack():
    tools = {"a": {"built": "in_house", "capabilities": ["experimentation"]}}
    return {"stackaudit": 1, "as_of": "2026-11-22", "complete": ["tools"], "tools": tools}


def test_a_severity_of_settings_shows_whose_it_is_and_leaves_the_score_alone(stack):
    plain = stackaudit.run(stack)
    mild = stackaudit.run(stack, settings=Settings(severity={"STR-13": Severity.P5}))
    (before,) = (one for one in plain.findings if one.rule == "STR-13")
    (after,) = (one for one in mild.findings if one.rule == "STR-13")
    assert (before.severity, before.rated) == (Severity.P3, None)
    assert (after.severity, after.rated) == (Severity.P5, Severity.P3)
    assert mild.score == plain.score
    same = stackaudit.run(stack, settings=Settings(severity={"STR-13": Severity.P3}))
    assert same.findings == plain.findings


def test_arguments_win_over_settings(repository, stack):
    written(Path("more/MY-01.yaml"), RULE)
    path = written(
        Path("s.toml"), 'select = ["STR-13", "MY-01"]\nignore = ["STR-13"]\nrules = ["more"]\nwaivers = false\n'
    )
    assert set(stackaudit.run(stack, settings=path).rules) == {"MY-01"}
    assert set(stackaudit.run(stack, settings="s.toml", select=["STR-13"]).rules) == {"STR-13"}
    assert set(stackaudit.run(stack, settings=load_settings(path), ignore=["MY-01"]).rules) == {"STR-13"}
    assert not stackaudit.run(stack, settings=path).waive
    assert stackaudit.run(stack, settings=path, waive=True).waive
    ages = {"TEC-03": {"max_age": "6mo"}, "COM-03": {"max_age": "60d"}}
    made = stackaudit.run(stack, settings=Settings(parameters=ages), parameters={"TEC-03": {"max_age": "1d"}})
    assert made.parameters == {"TEC-03": {"max_age": "1d"}, "COM-03": {"max_age": "60d"}}


def test_settings_made_in_python_are_checked_as_well(stack, tmp_path):
    with pytest.raises(
        SettingsError, match=r"severity of 'STR-133': there is no such rule \(did you mean 'STR-13'\?\)"
    ):
        stackaudit.run(stack, settings=Settings(severity={"STR-133": Severity.P1}))
    with pytest.raises(SettingsError, match=r"severity of 'STR-13': expected a severity from P1 to P5, found 'P9'"):
        stackaudit.run(stack, settings=Settings(severity={"STR-13": "P9"}))
    named = stackaudit.run(stack, settings=Settings(severity={"STR-13": "P5"}), select="STR-13")
    assert named.findings[0].severity is Severity.P5
    with pytest.raises(
        SettingsError, match=r"STK-25, parameter jobs: no capability is called 'crmm' \(did you mean 'crm'"
    ):
        stackaudit.run(stack, parameters={"STK-25": {"jobs": ["crmm"]}})
    with pytest.raises(SettingsError, match=r"parameters for 'STK-2': there is no such rule"):
        stackaudit.run(stack, parameters={"STK-2": {"seats": 40}})
    with pytest.raises(SettingsError, match=r"expected a list of words"):
        stackaudit.run(stack, parameters={"STK-25": {"jobs": ["crm", 3]}})
    with pytest.raises(SettingsError, match=r"severity of 'gra1': there is no such rule \(did you mean 'GRA-01'\?\)"):
        stackaudit.run(stack, settings=Settings(severity={"gra1": Severity.P1}))
    (told,) = mistakes(written(tmp_path / "s.toml", "[parameters.GRA-1]"))
    assert told.endswith("parameters of 'GRA-1': there is no such rule (did you mean 'GRA-01'?)")
    stack["capabilities"] = {"crmm": {}}
    assert stackaudit.run(stack, parameters={"STK-25": {"jobs": ["crmm"]}}).parameters["STK-25"]["jobs"] == ("crmm",)


# -- the schema for editors -----------------------------------------------------------------------------------------


def test_the_schema_takes_what_is_read_and_refuses_what_is_not():
    schema = jsonschema_rs.validator_for(settings_schema())
    read = {"select": ["P1"], "fail-on": "P3", "parameters": {"STK-02": {"seats": 40}, "MY-01": {"x": 1}}}
    assert schema.is_valid(read)
    assert schema.is_valid({"severity": {"MY-01": "P1"}, "packs": [], "stack": [], "waivers": False})
    wrong = [
        {"selct": []},
        {"formats": ["htlm"]},
        {"formats": []},
        {"strict": "yes"},
        {"severity": {"GRA-01": "off"}},
        {"parameters": {"STK-02": {"seats": 140}}},
        {"parameters": {"COM-03": {"max_age": "soon"}}},
        {"parameters": {"GRA-09": {"demanded_from": "60d"}}},
    ]
    assert not any(schema.is_valid(one) for one in wrong)


def test_each_example_of_a_key_is_read_and_fits_the_schema(repository, monkeypatch):
    import tomllib

    monkeypatch.setattr(pack, "entry_points", lambda group: [])
    (repository / "my-rules").mkdir()
    written(repository / "my-rules" / "MY-01.yaml", RULE)
    schema = jsonschema_rs.validator_for(settings_schema())
    for name, key in KEYS.items():
        assert schema.is_valid(tomllib.loads(f"{name} = {key.example}"))
        if name != "packs":
            load_settings(written(Path("s.toml"), f"{name} = {key.example}"))
        if key.default:
            assert schema.is_valid(tomllib.loads(f"{name} = {key.default}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select = ['GRA-999', 'MY-01', 'shop']\nrules = 1", ["s.toml:1:11", "s.toml:2:9"]),
        ("ignore = ['GRA-999', 'MY-01']\nrules = ['nowhere']", ["None", "s.toml:1:11"]),
        ("select = ['PRO-999']\npacks = ['acme']", ["s.toml:1:11", "s.toml:2:10"]),
        ("select = ['GRA-999', 'MY-01']\nselct = 1\nrules = []", ["s.toml:1:11", "s.toml:1:22", "s.toml:2:1"]),
        ("select = ['MY-01']\nselct = 1\nrules = ['nowhere']", ["s.toml:2:1"]),
    ],
)
def test_names_of_rules_are_checked_beside_other_mistakes(repository, monkeypatch, text, expected):
    """Where packs are missing, a word that can be the name of one of their rules is no mistake."""
    monkeypatch.setattr(pack, "entry_points", lambda group: [])
    told = mistakes(written(Path("s.toml"), text))
    assert sorted(one.partition(": ")[0] for one in told) == expected
