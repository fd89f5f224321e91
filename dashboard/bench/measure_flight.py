"""Many who ask the same at once, first: how often it is computed, and how long the last of them waits."""

import threading
import time

from dashboard.bench import rounds, uncached

CLIENTS = 32
ROUNDS = 5
GIVES = ("executions_of_32", "last_of_32")
LIMITS = {"executions_of_32": 1}  # how many are sent away depends on the machine, and is told beside it


def measure(bench) -> dict:
    """`executions_of_32` and `last_of_32`, and `refused_of_32`: how many of the 32 had no answer. A sentence instead of
    the second where some had none: those who wait for nothing do not count.
    """
    travel, recording, house = bench.in_process
    address = bench.views.first
    travel.page(address)
    recording.taken()
    alone, last, executions, refused = [], [], [], 0
    end = time.perf_counter() + bench.seconds
    while len(alone) < ROUNDS and (not alone or time.perf_counter() < end):
        alone.append(_together(travel, house, address, 1)[0])
        of_one = len(recording.taken())
        seconds, wrong = _together(travel, house, address, CLIENTS)
        last.append(seconds)
        refused = max(refused, wrong)
        executions.append(len(recording.taken()) / of_one if of_one else float("nan"))
    found = {"executions_of_32": max(executions), "refused_of_32": refused}
    if refused:
        return {**found, "last_of_32": f"{refused} of {CLIENTS} were sent away, so the last did not wait for its turn"}
    return {**found, "last_of_32": rounds.ratio(last, alone)}


def _together(travel, house, address: str, clients: int) -> tuple[float, int]:
    """The seconds until the last of `clients` that start at once has its answer, and how many got none."""
    uncached.fresh(house)
    start, wrong, asked = threading.Barrier(clients + 1), [], travel.asked(address)

    def visit():
        start.wait()
        reply = travel.client.ask(asked)
        if reply.status != 200:
            wrong.append(reply.status)

    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin, len(wrong)
