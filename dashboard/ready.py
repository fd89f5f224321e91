"""Answers that were given before, given again before Flask and Dash look at the request.

What has a tag follows from the address, the snapshot and four headers alone (`answers.py`), so the same request has the
same answer. A page that is kept anyway costs ten times less this way: a room of mayors opens one link at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard import limits
from queries.shelf import Shelf

MOST_BYTES = 16_000_000  # of answers kept by a process
LARGEST = 400_000  # bytes of one
HEADERS = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_NAGAR_SHOWN", "HTTP_RANGE")  # that an answer depends on
SNAPSHOT = "snapshot="  # a link to a snapshot that may go tomorrow is looked at each time


@dataclass(frozen=True)
class Given:
    """An answer as WSGI gives it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Ready:
    """A WSGI app in front of another. `digest` names the snapshot that it answers from."""

    def __init__(self, app: Callable, digest: Callable[[], str]):
        self.app, self.digest = app, digest
        self._kept = Shelf(MOST_BYTES, lambda given: len(given.body) + 2_000)

    def __call__(self, environ: Mapping, start_response: Callable) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self.app(environ, start_response)
        given = self._kept.find(key)
        if given is None:
            return self._answered(environ, start_response, key)
        start_response(given.status, list(given.headers))
        return [given.body]

    def _key(self, environ: Mapping) -> tuple | None:
        """What the answer follows from; None for a request that is not answered here."""
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] != "GET" or SNAPSHOT in query:
            return None
        sent = [len(value) for name, value in environ.items() if name.startswith("HTTP_")]
        if len(sent) > limits.MOST_HEADERS // 2 or sum(sent) + len(query) > limits.LONGEST_ADDRESS:
            return None  # the guard may have to say something
        return self.digest(), environ.get("PATH_INFO", ""), query, *(environ.get(name) for name in HEADERS)

    def _answered(self, environ: Mapping, start_response: Callable, key: tuple) -> Iterable[bytes]:
        told = []

        def start(status, headers, *error):
            told[:] = status, headers
            return start_response(status, headers, *error)

        answer = self.app(environ, start)
        status, headers = told
        if status[:3] not in ("200", "304") or not any(name.lower() == "etag" for name, _ in headers):
            return answer
        try:
            given = Given(status, list(headers), b"".join(answer))
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if len(given.body) <= LARGEST:
            self._kept.get(key, lambda: given)
        return [given.body]
