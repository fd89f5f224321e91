"""Many who ask the same at once, first: how often it is computed, and how long the last of them waits.

How often is counted in this process; how long, at a server, whose work theirs who ask does not slow down.
"""

import threading
import time

from dashboard.bench import rounds, running, uncached
from dashboard.bench.client import Asked, Client
from dashboard.bench.travel import Travel

CLIENTS = 32
ROUNDS, TIMES = 9, 3
GIVES = ("executions_of_32", "last_of_32")
LIMITS = {"executions_of_32": 1}  # how many are sent away depends on the machine, and is told beside it


def measure(bench) -> dict:
    """`executions_of_32` and `last_of_32`, and `refused_of_32`: how many of the 32 had no answer. A sentence instead of
    the second where some had none: those who wait for nothing do not count.
    """
    travel, recording, house = bench.in_process
    asked, executions = travel.asked(bench.views.first), []
    for clients in (1, *(CLIENTS for _ in range(TIMES))):
        uncached.fresh(house)
        recording.taken()
        _together([lambda: travel.client.ask(asked)] * clients)
        executions.append(len(recording.taken()))
    found = {"executions_of_32": max(executions[1:]) / executions[0]}
    alone, last, refused = _seconds(bench)
    found["refused_of_32"] = refused
    if refused:
        return {**found, "last_of_32": f"{refused} of {CLIENTS} were sent away, so the last did not wait for its turn"}
    return {**found, "last_of_32": rounds.ratio(last, alone)}


def _seconds(bench) -> tuple[list[float], list[float], int]:
    """Round by round the seconds of one, and of the last of all, at a server that has just forgotten; how many got none."""
    alone, last, refused = [], [], 0
    with running.nagar(bench.folder, bench.data, uncached="asked") as (_, port):
        clients = [Client(port) for _ in range(CLIENTS)]
        asked = Travel(clients[0]).asked(bench.views.first).bytes()
        for client in clients:
            client.send(asked)
        asks = [lambda client=client: client.send(asked) for client in clients]
        end = time.perf_counter() + bench.seconds
        while len(alone) < ROUNDS and (not alone or time.perf_counter() < end):
            for several, seconds in ((asks[:1], alone), (asks, last)):
                clients[0].ask(Asked(uncached.FRESH))
                spent, wrong = _together(several)
                seconds.append(spent)
                refused = max(refused, wrong)
        for client in clients:
            client.close()
    return alone, last, refused


def _together(asks: list) -> tuple[float, int]:
    """The seconds until the last of those who start at once has its answer, and how many got none."""
    start, wrong = threading.Barrier(len(asks) + 1), []

    def visit(ask):
        start.wait()
        reply = ask()
        if reply.status != 200:
            wrong.append(reply.status)

    threads = [threading.Thread(target=visit, args=[ask]) for ask in asks]
    for thread in threads:
        thread.start()
    start.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin, len(wrong)
