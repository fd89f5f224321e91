"""Answers that were given before, given again before Flask and Dash look at the request.

What has a tag follows from the address, the snapshot and four headers alone (`answers.py`), so the same request has the
same answer. A page that is kept anyway costs ten times less this way. A room of mayors opens one link at once: the first
of the same requests is answered, the others wait here for what it is given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Semaphore

from dashboard import limits
from queries.shelf import Shelf

MOST_BYTES = 16_000_000  # of answers kept by a process
LARGEST = 400_000  # bytes of one
HEADERS = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_NAGAR_SHOWN", "HTTP_RANGE")  # that an answer depends on
DOWNLOADS = (
    "/csv/",
    "/xlsx/",
    "/image/",
    "/parquet/",
    "/gpkg/",
    "/template/",
    "/document/",
    "/brief/",
    "/f/",
)  # have no tag: nobody need wait for that of another
SNAPSHOT = "snapshot="  # a link to a snapshot that may go tomorrow is looked at each time


@dataclass(frozen=True)
class Given:
    """An answer as WSGI gives it; one that does not last is of the request that it was given to alone."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]
    lasts: bool

    @property
    def size(self) -> int | None:
        """Bytes to keep it; None for one that is not kept."""
        size = sum(map(len, self.body)) if self.lasts else LARGEST + 1
        return size + 2_000 if size <= LARGEST else None


class Ready:
    """A WSGI app in front of another. `digest` names the snapshot that it answers from."""

    def __init__(self, app: Callable, digest: Callable[[], str]):
        self.app, self.digest = app, digest
        self._kept = Shelf(MOST_BYTES, lambda given: given.size)
        self._places = Semaphore(limits.WAITING)

    def __call__(self, environ: Mapping, start_response: Callable) -> Iterable[bytes]:
        key = self._key(environ)
        given = self._kept.find(key) if key else None
        if given is None:
            given = self._given(key, environ) if key and self._places.acquire(blocking=False) else self._asked(environ)
        start_response(given.status, list(given.headers))
        return given.body

    def _key(self, environ: Mapping) -> tuple | None:
        """What the answer follows from; None for a request that is not answered here."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] != "GET" or SNAPSHOT in query or path.startswith(DOWNLOADS):
            return None
        sent = [len(value) for name, value in environ.items() if name.startswith("HTTP_")]
        if len(sent) > limits.MOST_HEADERS // 2 or sum(sent) + len(query) > limits.LONGEST_ADDRESS:
            return None  # the guard may have to say something
        return self.digest(), path, query, *(environ.get(name) for name in HEADERS)

    def _given(self, key: tuple, environ: Mapping) -> Given:
        """What this request is answered, or the same one that is being answered; its place is free again after it."""
        own = []

        def make() -> Given:
            own.append(self._asked(environ))
            return own[0]

        try:
            given = self._kept.get(key, make)
        finally:
            self._places.release()
        return given if own or given.lasts else self._asked(environ)

    def _asked(self, environ: Mapping) -> Given:
        told: list = []

        def start(status, headers, *_error):
            told[:] = status, list(headers)

        answer = self.app(environ, start)
        status, headers = told
        if status[:3] not in ("200", "304") or not any(name.lower() == "etag" for name, _ in headers):
            return Given(status, headers, answer, lasts=False)
        try:
            return Given(status, headers, [b"".join(answer)], lasts=True)
        finally:
            if hasattr(answer, "close"):
                answer.close()
