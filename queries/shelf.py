"""What was made once is kept for the next who asks: bounded in bytes, and made by one while the others wait."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from threading import Lock, get_ident
from typing import Any

MOST_BYTES = 48_000_000  # of what a process keeps of one snapshot; a theme page leaves 0.1 to 1.5 MB
SAMPLE = 16  # items of a long list that are measured for all


def bytes_of(value: Any) -> int:
    """About how many bytes a value takes. Texts count nothing: those of answers belong to places and cards.

    Of a long list a few items stand for all, so that measuring takes no time.
    """
    if value is None or isinstance(value, (str, bool)):
        return 0
    size = sys.getsizeof(value)
    if isinstance(value, Mapping):
        return size + _of_items(list(value.values()))
    if isinstance(value, (list, tuple)):
        return size + _of_items(value)
    if hasattr(value, "__dict__"):
        return size + sys.getsizeof(vars(value)) + _of_items(list(vars(value).values()))
    return size


def _of_items(items: list | tuple) -> int:
    if len(items) <= 2 * SAMPLE:
        return sum(map(bytes_of, items))
    chosen = items[:: len(items) // SAMPLE]
    return sum(map(bytes_of, chosen)) * len(items) // len(chosen)


class Shelf:
    """Values by key, the least lately used thrown away beyond `most_bytes`. Shared by all threads.

    `size_of` says how many bytes a value takes, None that it must not be kept. A value must never be changed. `behind`
    is where a value is looked for before it is made, and put when it is: it has `find(key)`, which gives None where it
    has none, and `keep(key, value)`; neither may raise.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, size_of: Callable[[Any], int | None] = bytes_of, behind=None):
        self.most_bytes, self.size_of, self.behind = most_bytes, size_of, behind
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, tuple[Future, int]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Throw everything away; what is being made now is kept when it is done."""
        with self._lock:
            self._kept.clear()
            self.bytes = 0

    def find(self, key: Hashable) -> Any:
        """What is kept of a key; None where nothing is."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key, made by `make` where there is none; what `make` raises reaches all who wait for it.

        `make` may ask for other keys. `RuntimeError` where it asks for its own: it would wait for itself.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            waited, maker = self._making.get(key, (None, None))
            if waited is None:
                mine = Future()
                self._making[key] = mine, get_ident()
        if waited is not None:
            if maker == get_ident():
                raise RuntimeError(f"{key!r} is made from itself")
            return waited.result()
        try:
            value = self._found_or_made(key, make)
        except BaseException as error:
            self._leave(key)
            mine.set_exception(error)
            raise
        self._leave(key, value)
        mine.set_result(value)
        return value

    def _found_or_made(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if self.behind is None:
            return make()
        value = self.behind.find(key)
        if value is None:
            value = make()
            self.behind.keep(key, value)
        return value

    def _leave(self, key: Hashable, *made: Any) -> None:
        size = self.size_of(made[0]) if made else None
        with self._lock:
            del self._making[key]
            if size is None or size > self.most_bytes:
                return
            self._kept[key] = (made[0], size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= self._kept.popitem(last=False)[1][1]
