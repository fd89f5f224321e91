"""What was given before is given again: the same status, headers and bytes, and only where the request is the same."""

import threading

import pytest

from dashboard import limits, ready
from dashboard.ready import Ready


class Counting:
    """A WSGI app that counts how often it is asked, and answers with the path and what a browser accepts."""

    def __init__(self, status="200 OK", headers=(("ETag", 'W/"a"'), ("Vary", "Accept-Encoding")), size=0):
        self.asked, self.status, self.headers, self.size = 0, status, list(headers), size

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, self.headers)
        return [environ["PATH_INFO"].encode(), environ.get("HTTP_ACCEPT_ENCODING", "").encode(), b"x" * self.size]


def ask(app, path="/page/people", query="", method="GET", **headers):
    told = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **headers}
    body = b"".join(app(environ, lambda status, headers, *_: told.extend((status, headers))))
    return (*told, body)


def asked_twice(inner: Counting, **request) -> int:
    """How often the inner app is asked when the same is asked twice."""
    app = Ready(inner, lambda: "one")
    assert ask(app, **request) == ask(app, **request)
    return inner.asked


def test_the_same_request_is_answered_once():
    assert asked_twice(Counting()) == 1
    assert asked_twice(Counting(status="304 NOT MODIFIED"), HTTP_IF_NONE_MATCH='W/"a"') == 1


@pytest.mark.parametrize(
    "other",
    [{"path": "/page/poverty"}, {"query": "lang=ne"}, {"HTTP_ACCEPT_ENCODING": "gzip"}, {"HTTP_NAGAR_SHOWN": "a /people"},
     {"HTTP_IF_NONE_MATCH": 'W/"a"'}, {"HTTP_RANGE": "bytes=0-1"}, {"method": "HEAD"}, {"method": "POST"}],
)  # fmt: skip
def test_another_request_is_another_answer(other):
    inner = Counting()
    app = Ready(inner, lambda: "one")
    ask(app), ask(app, **other), ask(app)
    assert inner.asked == 2


@pytest.mark.parametrize(
    ("inner", "request_"),
    [(Counting(headers=()), {}), (Counting(status="404 NOT FOUND"), {}), (Counting(status="503 BUSY"), {}),
     (Counting(), {"query": "snapshot=0123456789ab"}), (Counting(), {"method": "HEAD"}),
     (Counting(size=ready.LARGEST), {}), (Counting(), {"HTTP_X": "x" * 9_000}),
     (Counting(), {f"HTTP_X_{number}": "x" for number in range(60)})],
)  # fmt: skip
def test_what_has_no_tag_failed_is_large_or_belongs_to_an_old_snapshot_is_asked_for_each_time(inner, request_):
    assert asked_twice(inner, **request_) == 2


class Slow(Counting):
    """The same, and it takes its time."""

    def __init__(self, **of):
        super().__init__(**of)
        self.inside, self.go_on = threading.Semaphore(0), threading.Event()

    def __call__(self, environ, start_response):
        self.inside.release()
        assert self.go_on.wait(600)
        return super().__call__(environ, start_response)


def asking(app, clients: int):
    answers: list = []
    threads = [threading.Thread(target=lambda: answers.append(ask(app))) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return answers, threads


def together(inner: Slow, clients: int, until) -> list:
    """What so many get who ask for the same before the first of them has its answer."""
    app = Ready(inner, lambda: "one")
    answers, threads = asking(app, clients)
    until(lambda: app._places._value == limits.WAITING - clients)
    inner.go_on.set()
    for thread in threads:
        thread.join()
    return answers


def test_of_requests_that_come_together_one_is_answered_and_all_have_the_answer(until):
    inner = Slow()
    answers = together(inner, 8, until)
    assert inner.asked == 1 and len(answers) == 8 and len({body for _, _, body in answers}) == 1


def test_what_has_no_tag_is_its_own_askers(until):
    inner = Slow(headers=())
    assert len(together(inner, 3, until)) == inner.asked == 3


def test_beyond_the_places_nobody_waits(monkeypatch):
    monkeypatch.setattr(limits, "WAITING", 1)
    full = Slow()
    app = Ready(full, lambda: "one")
    answers, threads = asking(app, 2)
    for _ in range(2):
        assert full.inside.acquire(timeout=600)  # both are inside: the second did not wait for the first
    full.go_on.set()
    for thread in threads:
        thread.join()
    assert full.asked == len(answers) == 2


def test_a_download_waits_for_nobody():
    inner = Slow()
    app = Ready(inner, lambda: "one")
    inner.go_on.set()
    assert ask(app, path="/csv/people") == ask(app, path="/csv/people") and inner.asked == 2


def test_another_snapshot_has_other_answers():
    digest, inner = ["one"], Counting()
    app = Ready(inner, lambda: digest[0])
    ask(app)
    digest[0] = "two"
    ask(app), ask(app)
    assert inner.asked == 2


@pytest.mark.parametrize("url", ["/people?lang=ne", "/page/poverty?place=NP03&by=district", "/page/", "/data"])
def test_pages_and_documents_come_back_byte_by_byte_with_their_headers(app, url):
    client, counted = app.server.test_client(), app.server.wsgi_app
    inner, calls = counted.app, []
    counted.app = lambda environ, start: (calls.append(1), inner(environ, start))[1]
    try:
        first = client.get(url, headers={"Accept-Encoding": "gzip"})
        asked = len(calls)
        second = client.get(url, headers={"Accept-Encoding": "gzip"})
    finally:
        counted.app = inner
    assert len(calls) == asked and first.status_code == second.status_code == 200
    assert (list(first.headers), first.data) == (list(second.headers), second.data)
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
