"""What was made once is kept for the next who asks: bounded in bytes, and made by one while the others wait."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any


class Shelf:
    """Values by key, the least lately used thrown away beyond `most_bytes`. Shared by all threads.

    `size_of` says how many bytes a value takes, None that it must not be kept.
    """

    def __init__(self, most_bytes: int, size_of: Callable[[Any], int | None] = len):
        self.most_bytes, self.size_of = most_bytes, size_of
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, Future] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key, made by `make` where there is none; what `make` raises reaches all who wait for it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            waited = self._making.get(key)
            if waited is None:
                mine = self._making[key] = Future()
        if waited is not None:
            return waited.result()
        try:
            value = make()
        except BaseException as error:
            self._leave(key)
            mine.set_exception(error)
            raise
        self._leave(key, value)
        mine.set_result(value)
        return value

    def _leave(self, key: Hashable, *made: Any) -> None:
        with self._lock:
            del self._making[key]
            size = self.size_of(made[0]) if made else None
            if size is None or size > self.most_bytes:
                return
            self._kept[key] = (made[0], size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= self._kept.popitem(last=False)[1][1]
