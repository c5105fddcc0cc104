"""The logo: only a picture, only from the folder of its file, and only what a picture needs."""

from __future__ import annotations

import base64
import os
import struct
import zlib

import pytest

from stackaudit.errors import StackError
from stackaudit.load import load, load_data
from stackaudit.outputs.brand.logo import LARGEST, logo_of
from stackaudit.outputs.brand.picture import NotAPictureError
from stackaudit.outputs.brand.vector import clean_logo

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 50"'
STACK = "{stackaudit: 1, as_of: 2026-11-22, report: {logo: %s}}"


def png(width=3, height=2, end=b"\0\0\0\0IEND\xaeB`\x82"):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + end


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 5, 7) + b"\x01\x01\x11\x00\xff\xd9"


def logo(folder, content, name="logo.png"):
    if content is not None:
        (folder / name).write_bytes(content)
    (folder / "stack.yaml").write_text(STACK % f"'{name}'")
    return logo_of(load(folder / "stack.yaml"))


def refused(folder, content, name="logo.png"):
    with pytest.raises(StackError) as caught:
        logo(folder, content, name)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 51)
    return problem.message


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (png(), "png", (3, 2)),
        (JPEG, "jpeg", (7, 5)),
        (f"{HEAD}/>".encode(), "svg+xml", (200, 50)),
        (f'{HEAD} width="40px" height="10"/>'.encode(), "svg+xml", (40, 10)),
    ],
)
def test_a_picture_is_taken_for_what_it_is_whatever_its_name(tmp_path, content, kind, size):
    made = logo(tmp_path, content)
    assert (made.kind, (made.width, made.height)) == (kind, size)
    assert made.address == f"data:image/{kind};base64,{base64.b64encode(made.data).decode()}"


def test_without_a_report_or_a_name_there_is_no_logo():
    assert logo_of(load_data({"stackaudit": 1, "as_of": "2026-11-22"})) is None
    assert logo_of(load_data({"stackaudit": 1, "as_of": "2026-11-22", "report": {"client": "x"}})) is None


def test_what_comes_from_no_file_names_no_logo():
    with pytest.raises(StackError, match=r"report.logo: what comes from no file has no folder"):
        logo_of(load_data({"stackaudit": 1, "as_of": "2026-11-22", "report": {"logo": "x.png"}}))


@pytest.mark.parametrize("name", ["../logo.png", "sub/../../logo.png", "/etc/hostname", "link.png", "loop.png"])
def test_a_logo_outside_the_folder_is_not_read(tmp_path, name):
    (tmp_path / "logo.png").write_bytes(png())
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.png").symlink_to("../logo.png")
    (inside / "loop.png").symlink_to("loop.png")
    assert "leads out of the folder" in refused(inside, None, name)


def test_only_a_file_of_some_size_is_read(tmp_path):
    assert "there is no file" in refused(tmp_path, None)
    assert "more than the limit" in refused(tmp_path, png() + bytes(LARGEST))
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe" in refused(tmp_path, None, "pipe")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (png(2001, 1), "2001 by 1 pixels"),
        (png(0, 1), "has no size"),
        (png(end=b""), "no whole PNG"),
        (JPEG[:8], "no whole JPEG"),
        (b"GIF89a", "neither PNG nor JPEG"),
        (b"<html/>", "begins with <html>"),
        (b"<svg/>", "begins with <svg>"),
        (HEAD.replace("viewBox", "box").encode() + b"/>", "does not say how large"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + HEAD.encode() + b">&a;</svg>", "defines names"),
        (HEAD.encode() + b">" + b"<g>" * 200, "nests more than"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_place(tmp_path, content, message):
    assert message in refused(tmp_path, content)


def test_of_a_vector_only_shapes_and_words_are_left():
    made, _, _ = clean_logo(
        f"""<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
        {HEAD} onload="a()"><script>b()</script><style>.x{{fill:#123456}}</style><style>@import "c";</style>
        <image href="d.png"/><use href="#e"/><foreignObject><rect id="f"/></foreignObject>
        <linearGradient id="g" xlink:href="#h"/><linearGradient xlink:href="http://i"/>
        <a xlink:href="javascript:j()"><path d="M0 0"/></a><rect fill="url(#g)" stroke="url(http://k)" style="fill:u\\rl(l)"/>
        <text x="1">m &lt; n</text></svg>""".encode()
    )
    assert made == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><style>.x{fill:#123456}</style><style></style>'
        '<linearGradient id="g" href="#h"></linearGradient><linearGradient></linearGradient>'
        '<rect fill="url(#g)"></rect><text x="1">m &lt; n</text></svg>'
    )


def test_a_name_that_a_vector_does_not_define_is_refused():
    with pytest.raises(NotAPictureError):
        clean_logo(f"{HEAD}>&a;</svg>".encode())
