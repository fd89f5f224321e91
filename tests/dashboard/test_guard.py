"""What the guard lets through and what it answers to the rest: a sentence, never a traceback, never a 500."""

import io
import json
import re
import shutil
import sys
import threading
from html import unescape

import duckdb
import pytest

from dashboard import limits, wire
from dashboard.app import create_app
from dashboard.limits import Queue
from queries import native
from queries import run as asking

CALLBACKS = "/_dash-update-component"
PLAIN = "text/plain; charset=utf-8"


def search_body(text="butwal", path="/people", query="", **others) -> dict:
    return {
        "output": "suggestions.tree",
        "outputs": {"id": "suggestions", "property": "tree"},
        "inputs": [{"id": "search", "property": "asked", "value": 1}],
        "state": [{"id": "search", "property": "value", "value": text},
                  {"id": "search", "property": "address", "value": path + query}],
        "changedPropIds": ["search.asked"], "parsedChangedPropsIds": ["search.asked"],
    } | others  # fmt: skip


def sentence_of(answer, status: int) -> str:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PLAIN)
    return answer.get_data(as_text=True)


# What can be reached


def test_each_script_style_and_address_of_the_index_is_there(client):
    html = client.get("/people").get_data(as_text=True)
    wanted = [unescape(url) for url in re.findall(r'(?:src|href)="(/[^"]+)"', html)] + [
        "/_dash-layout",
        "/_dash-dependencies",
        "/healthz",
    ]
    wanted += ["/sw.js", "/shell", "/page/", re.search(r'"plotly":"([^"]+)"', html)[1]]
    assert len(wanted) > 12
    assert {url: client.get(url, buffered=True).status_code for url in wanted} == dict.fromkeys(wanted, 200)


@pytest.mark.parametrize("url", [
    "/_reload-hash", "/_favicon.ico", "/_mcp", "/_alive_token", "/_dash-ws-callback", "/_nothing", "/_", "/static/x.js",
    "/_dash-component-suites/", "/_dash-component-suites/dash", "/_dash-component-suites/no_such/x.js",
    "/_dash-component-suites/dash/no.such.js", "/_dash-component-suites/os/path.js", "/_dash-component-suites/dash/../dash.py",
    "/_dash-component-suites/dash/deps/%00.js", "/_dash-component-suites/dash/dcc/dash_core_components.js.map",
    "/_dash-component-suites//etc/passwd", "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/no.css",
])  # fmt: skip
def test_nothing_else_of_dash_and_flask_is_there(client, url):
    assert client.get(url).status_code == 404


def test_every_route_of_the_server_is_ours_or_known_to_the_guard(app):
    """A new version of Dash may bring routes; those that begin otherwise than `/_` would pass the guard."""
    ours = {
        "/file/",
        "/page/",
        "/rest/",
        "/whole/",
        "/shell",
        "/sw.js",
        "/healthz",
        "/shapes/",
        "/values/",
        "/texts/",
        "/csv/",
        "/xlsx/",
        "/parquet/",
        "/gpkg/",
        "/image/",
        "/template/",
        "/document/",
        "/brief",
        "/f/",
        "/assets/",
        "/static/",
        "/",
    }
    rules = {rule.rule for rule in app.server.url_map.iter_rules() if not rule.rule.startswith("/_")}
    assert {rule for rule in rules if not rule.startswith(tuple(ours - {"/"}))} == {"/", "/<path:path>"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("url", ["/", "/people", "/csv/people?of=map", "/healthz", "/_dash-layout"])
def test_addresses_can_only_be_read(client, method, url):
    answer = client.open(url, method=method)
    assert "only be read" in sentence_of(answer, 405) and answer.headers["Allow"] == "GET, HEAD"


def test_the_address_of_callbacks_takes_post_only(client):
    assert client.get(CALLBACKS).headers["Allow"] == "POST"


@pytest.mark.parametrize("url", ["/", "/poverty", "/nothing", "/shell", "/sw.js"])
def test_every_page_and_the_worker_carry_the_headers_of_safety(client, url):
    headers = client.get(url).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'" and policy["style-src"].count("'sha256-") > 5
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin" and headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin" and "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "url", ["/page/poverty", "/healthz", "/csv/people?of=map", "/assets/nagar.css", "/_x", "/_dash-layout"]
)
def test_what_is_no_page_could_run_and_load_nothing_if_it_were_shown_as_one(client, url):
    headers = client.get(url, buffered=True).headers
    assert headers["Content-Security-Policy"] == wire.NO_DOCUMENT and "default-src 'none'" in wire.NO_DOCUMENT
    assert "frame-ancestors 'none'" in wire.NO_DOCUMENT and "unsafe" not in wire.NO_DOCUMENT
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("header", [
    "x", "x /people", " /people", "0" * 20 + " /poverty", "{} /poverty?lang=ne", "{} /nothing", "{} " + "x" * 3_000, "{} %00",
])  # fmt: skip
def test_a_page_that_is_not_the_one_shown_is_never_the_base_of_a_difference(client, header):
    tag = client.get("/page/poverty").headers["ETag"].strip('W/"')
    answer = client.get("/page/people", headers={"Nagar-Shown": header.format(tag)})
    assert answer.status_code == 200 and answer.get_json()["title"] == "People: Nepal · Nagar"


def test_what_only_dashs_tools_for_developers_ask_for_is_not_there(client):
    assert client.get("/_reload-hash").status_code == 404


def test_the_page_does_not_tell_which_python_serves_it(client):
    assert sys.version not in client.get("/").get_data(as_text=True)


# Bodies of callbacks


def test_a_real_body_is_answered(client):
    answer = client.post(CALLBACKS, json=search_body())
    assert answer.status_code == 200 and "NP0548201" in answer.get_data(as_text=True)


def test_a_page_cannot_be_asked_for_by_post(client):
    body = search_body(output="page.tree", outputs={"id": "page", "property": "tree"})
    assert "is not what this site expects there" in sentence_of(client.post(CALLBACKS, json=body), 400)
    assert client.post("/page/people", json={}).headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "body", [{}, [], None, 7, search_body(output="page.tree"), search_body(inputs=[]), search_body(more=1)]
)
def test_a_body_that_fits_no_callback_is_told_which_part(client, body):
    text = sentence_of(client.post(CALLBACKS, json=body), 400)
    assert "is not what this site expects there" in text or "could not be read" in text


@pytest.mark.parametrize("raw", [
    b"", b"{", b"[" * 90_000, b'{"output": NaN}', b"\xff\xfe{\x00}\x00", b'{"output":"\\ud800"}', b"\x00", "{}".encode("utf-16"),
])  # fmt: skip
def test_a_body_that_is_no_json_of_ours_is_refused(client, raw):
    answer = client.post(CALLBACKS, data=raw, content_type="application/json")
    assert "could not be read" in sentence_of(answer, 400)


def test_a_body_that_breaks_off_on_the_way_is_refused(client):
    class Broken(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, _):
            raise ValueError("Invalid chunk size: b'ZZZ'")  # what gunicorn raises for chunks that are none

    cut_off = {"wsgi.input": Broken(), "CONTENT_LENGTH": "20"}
    answer = client.post(CALLBACKS, content_type="application/json", environ_overrides=cut_off)
    assert "did not accept" in sentence_of(answer, 400)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_form_of_another_site_is_refused(client, kind):
    answer = client.post(CALLBACKS, data=json.dumps(search_body()), content_type=kind)
    assert "could not be read" in sentence_of(answer, 400)


def test_a_refusal_repeats_nothing_and_speaks_the_language_of_the_page_that_asked(client):
    body = search_body(output="<script>alert(1)</script>")
    answer = client.post(CALLBACKS, json=body, headers={"Referer": "http://localhost/people?place=NP&lang=ne"})
    assert "पृष्ठ फेरि लोड गर्नुहोस्" in sentence_of(answer, 400) and "script" not in answer.get_data(as_text=True)
    assert "পাতাটি আবার লোড করুন" in sentence_of(client.post(CALLBACKS + "?lang=bn", json=body), 400)


# Sizes


def test_a_body_may_be_so_large_and_no_larger(client):
    room = limits.LARGEST_BODY - len(json.dumps(search_body()))
    fits = json.dumps(search_body(query="?" + "x" * (room - 1)))
    assert len(fits) == limits.LARGEST_BODY
    assert client.post(CALLBACKS, data=fits, content_type="application/json").status_code == 200
    assert "larger" in sentence_of(client.post(CALLBACKS, data=fits + " ", content_type="application/json"), 413)


def test_an_address_may_be_so_long_and_no_longer(client):
    longest = "/people?x=" + "y" * (limits.LONGEST_ADDRESS - len("/peoplex="))
    assert client.get(longest).status_code == 200
    assert "too long" in sentence_of(client.get(longest + "y"), 414)


def test_headers_have_an_end(client):
    many = {f"X-{number}": "1" for number in range(limits.MOST_HEADERS + 1)}
    assert "larger" in sentence_of(client.get("/healthz", headers=many), 431)
    assert "larger" in sentence_of(client.get("/healthz", headers={"X-Long": "x" * limits.LARGEST_HEADERS}), 431)


def test_a_csv_has_an_end_and_says_so(client, monkeypatch):
    assert client.get("/csv/people?of=ranking").status_code == 200
    monkeypatch.setattr("dashboard.downloads.MOST_ROWS", 6)
    told = "This table has 7 rows; at most 6 are given at once. Choose a smaller place or one period."
    assert sentence_of(client.get("/csv/people?of=ranking"), 422) == told
    monkeypatch.setattr("dashboard.downloads.MOST_ROWS", 7)
    assert client.get("/csv/people?of=ranking").status_code == 200


# Time


def test_every_query_of_the_house_is_stopped_after_some_seconds(bundled_snapshot, tmp_path, monkeypatch):
    """A copy of its own: all connections of a process to one file have the settings of whoever opened it first."""
    shutil.copytree(bundled_snapshot, tmp_path / "copy", copy_function=shutil.copyfile)
    monkeypatch.setattr(native, "MOST_SECONDS", asking.MOST_SECONDS)  # what it is where no test runs
    cursor = asking.open_house(tmp_path / "copy").connection.cursor()
    assert cursor.execute("SELECT current_setting('max_execution_time')").fetchone() == (asking.MOST_SECONDS * 1000,)
    with pytest.raises(duckdb.Error, match="locked"):
        cursor.execute("SET GLOBAL max_execution_time = 0")


@pytest.mark.parametrize("url", ["/page/people?place=NP03&by=district", "/csv/people?place=NP03&by=district"])
def test_a_question_that_takes_too_long_is_told_so(bundled_house, client, monkeypatch, url):
    def slow(*_):
        with duckdb.connect() as connection:
            connection.execute("SET GLOBAL max_execution_time = 20")
            return connection.execute(
                "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"
            ).fetchall(), []

    monkeypatch.setitem(asking.KINDS, "series", slow)
    bundled_house.shelf.clear()
    assert "takes too long to answer" in sentence_of(client.get(url), 503)
    shell = client.get("/people?place=NP03&by=district")  # which asks for its page, and tells that it takes too long
    assert shell.status_code == 200 and 'id="answer"' not in shell.get_data(as_text=True)
    assert "ETag" not in shell.headers


# The queue


def test_beyond_the_queue_people_are_sent_away_for_a_moment_and_health_answers(bundled_house, until, monkeypatch):
    queue = Queue(1, 1, 600)
    monkeypatch.setattr("dashboard.app.Queue", lambda _threads: queue)
    client = create_app(bundled_house).server.test_client
    inside, go_on = threading.Event(), threading.Event()

    def slow(*_):
        inside.set()
        assert go_on.wait(600)
        return "text"

    monkeypatch.setattr("dashboard.routes.download", slow)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(client().get("/csv/people"))) for _ in range(2)]
    threads[0].start()
    assert inside.wait(600)  # one computes
    threads[1].start()
    until(lambda: queue.waits == 1)  # and one waits
    third = client().get("/csv/people")
    assert "Many people" in sentence_of(third, 503) and third.headers["Retry-After"] == str(limits.RETRY_SECONDS)
    assert client().get("/healthz").status_code == 200
    assert client().get("/assets/nagar.css", buffered=True).status_code == 200
    go_on.set()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert client().get("/csv/people").status_code == 200  # everybody has left


def test_who_was_refused_leaves_nothing_behind(bundled_house, monkeypatch):
    queue = Queue(1, 0, 0)
    monkeypatch.setattr("dashboard.app.Queue", lambda _threads: queue)
    client = create_app(bundled_house).server.test_client()
    for _ in range(3):
        assert client.post(CALLBACKS, json={}).status_code == 400
        assert client.get("/csv/nothing").status_code == 404
    assert queue.enter() and not queue.enter()
