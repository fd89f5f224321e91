"""The memory of a server: what its C library keeps for later goes back to the machine.

A page of all wards takes sixty megabytes for half a second. They are free afterwards, but lie between what stays, and so
glibc keeps them, in up to eight arenas for each processor. Elsewhere than on Linux with glibc nothing is done here.
"""

import ctypes
import sys
import threading
from collections.abc import Callable
from pathlib import Path

ARENAS = 2  # of glibc's heaps; Python computes in one thread at a time, and DuckDB beside it
ALONE_BYTES = 256 * 1024  # what is as large gets pages of its own, which go back when it is freed
LOOK_SECONDS = 1.0
GROWN_BYTES = 8_000_000  # since memory was last given back: below, the look at the heaps is not worth its milliseconds
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


def held() -> int:
    """Bytes that this process holds in memory; 0 where the system does not say."""
    try:
        resident = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    import resource

    return int(resident) * resource.getpagesize()


class Keeper:
    """Looks every second whether the process has grown, and gives back what it does not need any more."""

    def __init__(self, look_seconds: float = LOOK_SECONDS):
        self.ended, self.look_seconds = threading.Event(), look_seconds
        self.thread = threading.Thread(target=self._watch, daemon=True, name="memory-keeper")
        self.thread.start()

    def close(self) -> None:
        """Ends the watch."""
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        before = 0
        while not self.ended.wait(self.look_seconds):
            if held() > before + GROWN_BYTES:
                give_back()
                before = held()
            else:
                before = min(before, held())
