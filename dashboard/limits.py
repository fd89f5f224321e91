"""How much one request may ask for, and how many may compute at once; what is beyond is told in a sentence."""

from threading import Lock, Semaphore

LARGEST_BODY = 100_000  # bytes of a request; a callback of ours sends under 3,000
LONGEST_ADDRESS = 8_000  # characters with the query; a page tells from 2,000 on that it left the query out
MOST_HEADERS = 100
LARGEST_HEADERS = 32_000  # bytes of all of them
MOST_ROWS = 50_000  # of one CSV; the largest question bundled has 33,715
WAITING = 64  # requests that may wait for those that compute: rooms that open links at once, just after a start too
WAIT_SECONDS = 15.0
SPARE_THREADS = 8  # of the server, for health, files and refusals while all others compute or wait
RETRY_SECONDS = 2  # after which a browser that was sent away asks again


class TooMuch(Exception):
    """A request for more than is given at once; its text is the sentence for the reader."""


class Queue:
    """Lets `computing` requests in, has `waiting` more wait up to `seconds`, and refuses the rest at once."""

    def __init__(self, computing: int, waiting: int = WAITING, seconds: float = WAIT_SECONDS):
        self.most_waiting, self.seconds = waiting, seconds
        self.waits = 0  # requests that wait now
        self._places, self._lock = Semaphore(computing), Lock()

    def enter(self) -> bool:
        """Whether the request may compute; whoever got True must `leave`."""
        if self._places.acquire(blocking=False):
            return True
        with self._lock:
            if self.waits >= self.most_waiting:
                return False
            self.waits += 1
        try:
            return self._places.acquire(timeout=self.seconds)
        finally:
            with self._lock:
                self.waits -= 1

    def leave(self) -> None:
        self._places.release()
