"""Answers that several processes share through a Redis server (the setting NAGAR_REDIS): worked out by one, read by all.

Nothing rests on it: while Redis is away, slow or full, each process works out its own answers, and tries again after a
moment. What lies there is JSON; what would not come back exactly as it was is not put there.
"""

import hashlib
import logging
import time
from collections.abc import Hashable
from functools import cache

import orjson

from data.problems import ROOT, ContentError
from queries.ask import Ask
from queries.run import Answer

SECONDS = 0.2  # to wait for Redis; most answers are worked out in less
PAUSE_SECONDS = 5.0  # after it did not answer
KEPT_SECONDS = 86_400
LARGEST = 4_000_000  # bytes of one answer
PROGRAM = (".py", ".toml", ".sql")
ROOMS = ("data", "geo", "queries", "dashboard")
log = logging.getLogger("nagar")


class Shared:
    """The answers of one snapshot in the Redis server at `url`, for a `queries.shelf.Shelf` to look behind itself.

    `ContentError` where the package redis is not installed or `url` is no address of a Redis server.
    """

    def __init__(self, url: str, digest: str):
        try:
            import redis
        except ImportError:
            raise ContentError("NAGAR_REDIS needs the package redis. Run: pip install 'nagar[redis]'") from None
        try:
            # No second try: a process that waits is slower than one that works the answer out.
            self._redis = redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=None)
        except ValueError:
            raise ContentError("NAGAR_REDIS is no address such as redis://127.0.0.1:6379/0.") from None
        self._error = redis.RedisError
        self._begin = f"nagar:{program_digest()[:20]}:{digest[:20]}:"
        self._again_at = 0.0

    def find(self, key: Hashable) -> Answer | None:
        """The answer to a question that another process has put there; None where there is none."""
        if not _is_question(key):
            return None
        name = self._name(key[1])
        found = self._ask(lambda: self._redis.get(name))
        return read(found, key[1]) if isinstance(found, bytes) else None

    def keep(self, key: Hashable, value) -> None:
        """Put an answer there for the others."""
        if not _is_question(key) or time.monotonic() < self._again_at:
            return
        text = written(value)
        if text is not None and len(text) <= LARGEST:
            name = self._name(key[1])
            self._ask(lambda: self._redis.set(name, text, ex=KEPT_SECONDS))

    def _name(self, ask: Ask) -> str:
        return self._begin + hashlib.sha256(repr(ask).encode()).hexdigest()

    def _ask(self, command):
        if time.monotonic() < self._again_at:
            return None
        try:
            return command()
        except (self._error, OSError) as error:  # the address may hold a password and is not told
            self._again_at = time.monotonic() + PAUSE_SECONDS
            log.warning("Redis does not answer (%s); answers are not shared for now", type(error).__name__)
            return None


def _is_question(key: Hashable) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and key[0] == "answer" and isinstance(key[1], Ask)


def written(answer: Answer) -> bytes | None:
    """An answer as JSON; None for one that would not come back the same, as one with dates."""
    fields = {name: getattr(answer, name) for name in Answer.__dataclass_fields__ if name != "ask"}
    try:
        text = orjson.dumps(fields)
    except TypeError:  # an integer of more than 64 bits, or a kind of value that JSON has none of
        return None
    return text if read(text, answer.ask) == answer else None


def read(text: bytes, ask: Ask) -> Answer | None:
    """The answer that `written` wrote; None where that cannot be read."""
    try:
        fields = orjson.loads(text)
        for name in ("sources", "notes", "missing", "groups"):
            fields[name] = tuple(fields[name])
        for source in fields["sources"]:
            source["notes"] = tuple(source["notes"])
        return Answer(**fields, ask=ask)
    except (ValueError, TypeError, KeyError):
        return None


@cache
def program_digest() -> str:
    """A digest of the program: another version may answer otherwise."""
    found = hashlib.sha256()
    for room in ROOMS:
        for path in sorted(path for path in (ROOT / room).rglob("*") if path.suffix in PROGRAM):
            found.update(path.read_bytes())
    return found.hexdigest()
