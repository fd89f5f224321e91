"""The memory of a server: what its C library keeps for later goes back to the machine.

A page of all wards takes sixty megabytes for half a second. They are free afterwards, but lie between what stays, and so
glibc keeps them, in up to eight arenas for each processor. Elsewhere than on Linux with glibc nothing is done here.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Callable

ARENAS = 2  # of glibc's heaps; Python computes in one thread at a time, and DuckDB beside it
ALONE_BYTES = 256 * 1024  # what is as large gets pages of its own, which go back when it is freed
LOOK_SECONDS = 1.0
WORKED_SECONDS = 0.02  # of the processor since memory was last given back: with less no page was made
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's malloc.h


def _of_glibc(name: str) -> Callable | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def bound() -> None:
    """Few heaps for all threads of this process, before it has many."""
    mallopt = _of_glibc("mallopt")
    if mallopt is not None:
        mallopt(M_ARENA_MAX, ARENAS)
        mallopt(M_MMAP_THRESHOLD, ALONE_BYTES)


def give_back() -> None:
    """Give the machine back what is free in this process's heaps."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


class Keeper:
    """Gives back every second what is free, as long as the process works, and once more when it has stopped."""

    def __init__(self, look_seconds: float = LOOK_SECONDS):
        self.ended, self.look_seconds = threading.Event(), look_seconds
        self.thread = threading.Thread(target=self._watch, daemon=True, name="memory-keeper")
        self.thread.start()

    def close(self) -> None:
        """Ends the watch."""
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        before = 0.0
        while not self.ended.wait(self.look_seconds):
            if time.process_time() - before > WORKED_SECONDS:
                give_back()
                before = time.process_time()
