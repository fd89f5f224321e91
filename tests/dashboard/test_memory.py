"""A server gives back what it does not need, as soon as it has grown."""

import sys
import threading
from pathlib import Path

import pytest

from dashboard import memory

SOME = 40_000_000
of_linux = pytest.mark.skipif(memory._of_glibc("malloc_trim") is None, reason="this system's C library is not glibc")


def held() -> int:
    """Bytes that this process has in memory."""
    import resource

    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@of_linux
def test_what_is_free_between_what_stays_goes_back():
    memory.give_back()
    before = held()
    pieces = [bytearray(10_000) for _ in range(SOME // 10_000)]  # too small to have pages of their own
    kept = pieces[:: len(pieces) // 10] + pieces[-1:]
    full = held()
    del pieces
    memory.give_back()
    assert full - before > SOME * 0.9 and held() - before < SOME / 2 and kept


def test_a_process_has_few_heaps_and_goes_on_after_it_was_told_so():
    memory.bound()
    sizes = []
    threads = [threading.Thread(target=lambda: sizes.append(len(bytearray(1_000_000)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [1_000_000] * 8


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_nothing_is_done(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    assert memory._of_glibc("malloc_trim") is None
    memory.bound(), memory.give_back()


def test_memory_is_given_back_once_after_work_and_not_while_nothing_is_done(monkeypatch, until):
    worked, looks, given = [10.0], [], []

    def process_time():
        looks.append(worked[0])
        return worked[0]

    monkeypatch.setattr(memory.time, "process_time", process_time)
    monkeypatch.setattr(memory, "give_back", lambda: given.append(worked[0]))
    keeper = memory.Keeper(look_seconds=0.001)
    until(lambda: len(given) == 1)  # at the first look: all that it took to start
    for more in (memory.WORKED_SECONDS / 2, memory.WORKED_SECONDS * 2):
        worked[0] = 10.0 + more
        seen = len(looks)
        until(lambda seen=seen: len(looks) > seen + 5)
    keeper.close()
    assert given == [10.0, 10.0 + memory.WORKED_SECONDS * 2]
    assert not keeper.thread.is_alive()
