"""A kept document can be opened by its digest and name, and by nothing else; whatever it holds, nothing of it runs."""

import hashlib
import json
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from flask import Flask

from dashboard import kept_documents, wire
from dashboard.archive import Archive
from dashboard.site import Site
from data import documents, snapshots

PDF, HTML = b"%PDF-1.4 minutes", b"<!DOCTYPE html><script>alert(1)</script>"
MARKUP = '<img src=x onerror="alert(1)">.txt'
GIVEN = {"minutes.pdf": PDF, "disguised.pdf": HTML, "page.txt": HTML, "list.xlsx": b"PK", "a.png": b"\x89PNG\r\n\x1a\n.",
         "photo.jpg": HTML, "बैठक १.txt": b"minutes", MARKUP: b"minutes of markup"}  # fmt: skip


@pytest.fixture
def out(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def kept(out):
    return documents.keep(out, GIVEN, GIVEN)[0]


@pytest.fixture
def client(out, kept):
    house = SimpleNamespace(
        folder=out / "snapshots" / "now", digest="f0" * 32, extracts={"m": SimpleNamespace(documents=kept)}
    )
    server = Flask("drawn")
    kept_documents.add_route(server, Site(house, "f0f0", archive=Archive(out / "snapshots")))
    wire.protect(server, [])
    return server.test_client()


def address(kept, name: str) -> str:
    return f"/document/{kept[name]['digest']}/{quote(name, safe='')}"


@pytest.mark.parametrize(("name", "kind", "way"), [
    ("minutes.pdf", "application/pdf", "inline"), ("a.png", "image/png", "inline"), ("page.txt", "text/plain; charset=utf-8", "inline"),
    ("list.xlsx", "application/octet-stream", "attachment"), ("disguised.pdf", "application/octet-stream", "attachment"),
    ("photo.jpg", "application/octet-stream", "attachment"),
])  # fmt: skip
def test_a_browser_shows_what_runs_nothing_and_is_what_it_says_and_saves_the_rest(client, kept, name, kind, way):
    answer = client.get(address(kept, name))
    assert (answer.status_code, answer.data, answer.headers["Content-Type"]) == (200, GIVEN[name], kind)
    assert answer.headers["Content-Disposition"] == f"{way}; filename*=UTF-8''{name}"


@pytest.mark.parametrize("name", GIVEN)
def test_whatever_it_holds_nothing_of_it_runs(client, kept, name):
    headers = client.get(address(kept, name)).headers
    assert headers["Content-Security-Policy"].split("; ")[:2] == ["sandbox", "default-src 'none'"]
    assert headers["X-Content-Type-Options"] == "nosniff" and "immutable" in headers["Cache-Control"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin" and "html" not in headers["Content-Type"]


def test_a_name_keeps_its_script_and_markup_in_it_stays_a_name(client, kept):
    told = {name: client.get(address(kept, name)).headers["Content-Disposition"] for name in ("बैठक १.txt", MARKUP)}
    assert told["बैठक १.txt"].startswith("inline; filename*=UTF-8''%E0%A4%AC")
    assert told[MARKUP] == "inline; filename*=UTF-8''%3Cimg%20src%3Dx%20onerror%3D%22alert%281%29%22%3E.txt"


@pytest.mark.parametrize("path", [
    "{digest}/other.pdf", "{digest}/disguised.html", "{digest}/", "{digest}", "{short}/minutes.pdf", "{upper}/minutes.pdf",
    "../current/minutes.pdf", "..%2f..%2fcurrent/minutes.pdf", "%2e%2e/%2e%2e/etc/passwd", "{digest}/../../current", "x/y/z",
    "{digest}/minutes.pdf/", "{digest}/minutes.pdf%00", "{other}/minutes.pdf",
])  # fmt: skip
def test_what_no_snapshot_names_is_told_not_to_be_here(client, kept, path):
    digest = kept["minutes.pdf"]["digest"]
    told = path.format(digest=digest, short=digest[:8], upper=digest.upper(), other="0" * 64)
    answer = client.get(f"/document/{told}")
    assert answer.status_code == 404 and b"root:" not in answer.data
    if "../" not in told:  # else it is another address
        assert answer.get_data(as_text=True).startswith("There is no such document here.")


def test_a_file_in_the_store_that_no_snapshot_names_is_not_given_out(client, out):
    spare = documents.keep(out, ["spare.txt"], {"spare.txt": b"of nobody"})[0]["spare.txt"]["digest"]
    assert hashlib.sha256(b"of nobody").hexdigest() == spare
    assert client.get(f"/document/{spare}/spare.txt").status_code == 404


def test_a_document_that_changed_is_refused_and_told(client, kept, out):
    (out / documents.STORE / kept["minutes.pdf"]["digest"]).write_bytes(PDF + b" changed")
    answer = client.get(address(kept, "minutes.pdf"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    assert "no longer what was kept" in answer.get_data(as_text=True)
    assert "राख्दाको जस्तो छैन" in client.get(f"{address(kept, 'minutes.pdf')}?lang=ne").get_data(as_text=True)


def test_what_only_an_older_snapshot_names_is_there_as_long_as_that_is_kept(client, out):
    told = documents.keep(out, ["old.txt"], {"old.txt": b"old"})[0]
    folder = out / "snapshots" / f"2026-01-01-{'a1' * 6}"
    folder.mkdir(parents=True)
    manifest = {
        "format": snapshots.FORMAT,
        "digest": "a1" * 32,
        "files": {},
        "extracts": {"m": {"documents": told}, "n": {}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert client.get(address(told, "old.txt")).data == b"old"
    snapshots.remove(folder)
    assert client.get(address(told, "old.txt")).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_can_only_be_read(client, kept, method):
    assert client.open(address(kept, "minutes.pdf"), method=method).status_code == 405
