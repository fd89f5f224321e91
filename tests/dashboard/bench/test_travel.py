"""Both ways of a page, and what a browser would load for it, from servers that answer from a table."""

import json

import pytest

from dashboard.bench.client import Reply
from dashboard.bench.travel import CALLBACKS, NotKnown, Travel, change, first_view

PAGE_CALLBACK = {"output": "..page.children...meta.data..", "clientside_function": None,
                 "inputs": [{"id": "url", "property": "pathname"}, {"id": "url", "property": "search"}]}  # fmt: skip


class Table:
    """A server: path -> (kind, text); each answer weighs what its text does. `asked` is what it was asked."""

    def __init__(self, answers: dict):
        self.answers, self.asked = answers, []

    def ask(self, asked):
        self.asked.append(asked)
        found = self.answers.get(asked.path)
        if found is None:
            return Reply(404, {"content-type": "text/html"}, b"", 0)
        kind, text, *more = found
        return Reply(200, {"content-type": kind, **dict(more)}, text.encode(), len(text))


def by_post(answer: str) -> Table:
    return Table({
        "/_dash-dependencies": ("application/json", json.dumps([PAGE_CALLBACK])),
        "/_dash-layout": ("application/json", "12"),
        "/people?a=b": ("text/html", '<script src="/a.js"></script><link rel="stylesheet" href="/b.css"><a href="/c">'),
        "/a.js": ("application/javascript", "1" * 10),
        "/b.css": ("text/css", "1" * 20),
        "/shapes/x.json": ("application/json", "1" * 30),
        CALLBACKS: ("application/json", answer),
    })  # fmt: skip


def by_get(html: str) -> Table:
    return Table({
        "/page/": ("application/json", "{}"),
        "/page/people": ("application/json", r'{"map":"{\"files\":[\"/shapes/x.json\"]}"}', ("etag", 'W/"t1"')),
        "/page/people?i=2": ("application/json", r'{"map":"{\"files\":[\"/shapes/x.json\",\"/values/y\"]}"}'),
        "/people": ("text/html", html),
        "/shapes/x.json": ("application/json", "1" * 30),
        "/values/y": ("application/octet-stream", "1" * 40),
        "/sw.js": ("application/javascript", 'const KEPT = ["/shell"];'),
        "/shell": ("text/html", "1" * 50),
    })  # fmt: skip


def test_a_page_by_callback_is_asked_as_dash_asks():
    server = by_post("{}")
    Travel(server).page("/people?a=b")
    body = json.loads(server.asked[-1].body)
    assert [one["value"] for one in body["inputs"]] == ["/people", "?a=b"]
    assert body["outputs"] == [{"id": "page", "property": "children"}, {"id": "meta", "property": "data"}]


def test_a_first_view_by_callback_is_all_that_a_browser_loads_and_no_link():
    answer = '{"geojson":"\\u002fshapes\\u002fx.json","href":"/shapes"}'
    sizes = first_view(by_post(answer), "/people?a=b")
    assert set(sizes) == {"/people?a=b", "answer of /people?a=b", "/a.js", "/b.css", "/shapes/x.json", "/_dash-layout",
                          "/_dash-dependencies"}  # fmt: skip
    assert sizes["/a.js"] + sizes["/b.css"] + sizes["/shapes/x.json"] == 10 + 20 + 30


def test_what_a_page_names_and_the_server_has_not_is_told():
    with pytest.raises(NotKnown, match="/shapes/y.json is answered with 404"):
        first_view(by_post('{"geojson":"/shapes/y.json"}'), "/people?a=b")


def test_a_page_by_get_stands_in_its_document_and_brings_the_worker_and_what_it_keeps():
    sizes = first_view(by_get('<script id="beginning"></script>'), "/people")
    assert set(sizes) == {"/people", "/shapes/x.json", "/sw.js", "/shell"}


def test_a_step_by_get_says_what_is_shown_and_loads_only_what_is_new():
    server = by_get("")
    sizes = change(server, "/people", "/people?i=2")
    assert set(sizes) == {"answer of /people?i=2", "/values/y"}
    assert ("Nagar-Shown", "t1 /people") in [header for asked in server.asked for header in asked.headers]


def test_a_server_of_another_kind_is_told():
    with pytest.raises(NotKnown, match="neither"):
        Travel(Table({"/_dash-dependencies": ("application/json", "[]")}))
