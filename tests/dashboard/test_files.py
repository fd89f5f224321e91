"""Static files: an address made by the content, compressed when building, gzip where nothing was built."""

import gzip
import re
import subprocess

import pyarrow
import pytest
from flask import Flask

from dashboard import files, wire
from dashboard.files import STYLE, StaticFile, best_encoding, static_files


@pytest.fixture
def style(tmp_path):
    path = tmp_path / "one.css"
    path.write_text("a { color: red; }\n" * 200, "utf-8")
    return StaticFile("nagar.css", STYLE, (path,))


@pytest.mark.parametrize(("accepted", "taken"), [
    ("gzip, deflate, br, zstd", "br"), ("gzip, zstd", "zstd"), ("gzip", "gzip"), ("", ""), ("identity", ""), ("br;q=0, gzip", "gzip"),
    ("br; q=0.0,zstd;q=0.5", "zstd"), ("BR", "br"), ("brotli", ""), ("gzip;q=0", ""), ("*", ""), (",;,=", ""),
])  # fmt: skip
def test_the_best_encoding_that_a_browser_takes(accepted, taken):
    assert best_encoding(accepted) == taken


def test_another_content_has_another_address(style):
    before = style.url
    style.sources[0].write_text("a { color: blue; }", "utf-8")
    assert StaticFile(style.name, style.kind, style.sources).url != before


def test_scripts_are_closed_before_the_next(tmp_path):
    for name, text in (("a.js", "(() => {})()"), ("b.js", "(() => {})()")):
        (tmp_path / name).write_text(text, "utf-8")
    both = StaticFile("all.js", files.SCRIPT, (tmp_path / "a.js", tmp_path / "b.js"))
    assert both.content() == b"(() => {})()\n;(() => {})()"


def test_what_is_built_is_served_as_it_was_built_and_gzip_without(tmp_path, style, monkeypatch):
    monkeypatch.setattr(files, "static_files", lambda _folder: {"nagar.css": style})
    store = tmp_path / "static"
    files.make(store, fetch=False)
    (store / "0000000000000000.br").write_bytes(b"of an older version")
    files.make(store, fetch=False)
    assert {path.suffix for path in store.iterdir()} == {".br", ".zst", ".gz"} and len(list(store.iterdir())) == 3
    codecs = {"br": "brotli", "zstd": "zstd", "gzip": "gzip"}
    for folder, best in ((store, "br"), (tmp_path / "nothing", "gzip"), (None, "gzip")):
        server = Flask(__name__)
        wire.serve_files(server, {"nagar.css": style}, folder)
        for encoding in ("br", "zstd", "gzip", ""):
            answer = server.test_client().get(
                style.url, headers={"Accept-Encoding": f"{encoding}, gzip" if encoding else ""}
            )
            expected = encoding and (encoding if best == "br" else "gzip")
            assert answer.headers.get("Content-Encoding", "") == expected
            plain = (
                pyarrow.Codec(codecs[expected]).decompress(answer.data, 3600, asbytes=True) if expected else answer.data
            )
            assert plain == style.content()
            assert answer.headers["Cache-Control"] == wire.FOR_EVER and answer.headers["Vary"] == "Accept-Encoding"
        assert server.test_client().get(f"/file/{'0' * 16}/nagar.css").status_code == 404
    assert gzip.decompress((store / f"{style.digest}.gz").read_bytes()) == style.content()


def test_dashs_scripts_are_those_it_would_ask_for_and_ours_hold_no_worker():
    found = static_files(None)
    names = [path.name for path in found["dash.js"].sources]
    assert names[0].startswith("polyfill") and names[1].startswith("react@") and names[-1] == "dash_renderer.min.js"
    assert "sw.js" not in [path.name for path in found["nagar.js"].sources]
    assert found["plotly.js"].sources[0].name == "plotly.min.js"  # nothing smaller has been fetched


def test_of_a_style_sheet_is_kept_what_it_says_of_elements_with_the_variables_that_this_needs():
    css = (
        "@charset 'utf-8';/* x */:root,[data-bs-theme=light]{--a:#111;--b:var(--c);--c:2px;--d:red}"
        "[data-bs-theme=dark]{--a:#eee}*,::before{margin:0}body{color:var(--a)}h1,.h1{width:var(--b)}.row>*{flex:1}"
        "a:not([href]):not([class]){x:y}[hidden]{display:none!important}"
        "@media (min-width:9px){.row{a:b}h1{c:d}}@media print{.row{a:b}}@keyframes x{0%{a:b}}"
    )
    assert files.elements_of(css) == (
        ":root{--a:#111;--b:var(--c);--c:2px;}*,::before{margin:0}body{color:var(--a)}h1{width:var(--b)}"
        "a:not([href]):not([class]){x:y}[hidden]{display:none!important}@media (min-width:9px){h1{c:d}}"
    )


def test_no_page_of_ours_has_a_class_that_bootstrap_styles_and_our_sheet_does_not():
    classes = set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", files.bootstrap_css().read_text("utf-8")))
    ours = set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", (files.ASSETS / "nagar.css").read_text("utf-8")))
    used = set()
    for path in files.ASSETS.parent.rglob("*.py"):
        for named in re.findall(r'el\(\s*f?"[a-z0-9]+((?:\.[\w-]+)+)"', path.read_text("utf-8")):
            used |= set(named[1:].split("."))
    assert len(used) > 50 and used & classes <= ours


def test_without_npm_or_network_the_whole_of_plotly_serves_and_it_is_told(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(files.shutil, "which", lambda _name: None)
    files.fetch_bundle(tmp_path / "plotly-geo-1.2.3.min.js", told.append)

    def offline(*_, **__):
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(files.shutil, "which", lambda _name: "/usr/bin/npm")
    monkeypatch.setattr(files.subprocess, "run", offline)
    files.fetch_bundle(tmp_path / "plotly-geo-1.2.3.min.js", told.append)
    assert "npm is not here" in told[0] and "1.2.3" in told[1] and list(tmp_path.iterdir()) == []


def test_the_smaller_bundle_serves_only_while_it_is_of_the_installed_version(tmp_path):
    whole = files.plotly_js(None)
    (tmp_path / "plotly-geo-0.0.1.min.js").write_text("old", "utf-8")
    assert files.plotly_js(tmp_path) == whole
    (tmp_path / files.bundle_name(whole)).write_text("right", "utf-8")
    assert files.plotly_js(tmp_path).read_text("utf-8") == "right"
