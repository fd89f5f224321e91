"""Ten minutes of 64 clients that mix all pages, each asking again as soon as it has its answer."""

import random
import time

from dashboard.bench import rounds, running
from dashboard.bench.client import Client, load
from dashboard.bench.travel import Travel

CLIENTS = 64
SEED = 4
GIVES = ("soak_errors", "soak_p99_vs_p50", "soak_memory_growth")


def measure(bench) -> dict:
    """The rows of the soak, over `bench.minutes`; the first tenth of it is the start, after which memory must stay."""
    with running.nagar(bench.folder, bench.data) as (process, port):
        with Client(port) as client:
            travel = Travel(client)
            addresses = (*bench.views.pages, *bench.views.interactions)
            asked = [
                one.bytes() for address in addresses for one in (travel.asked(address), travel.rest(address)) if one
            ]
        random.Random(SEED).shuffle(asked)
        seconds = bench.minutes * 60
        begin = load(port, asked, CLIENTS, 10**9, time.perf_counter() + seconds / 10)
        before = running.memory(process)
        rest = load(port, asked, CLIENTS, 10**9, time.perf_counter() + seconds * 9 / 10)
        after = running.memory(process)
    found: dict = {"soak_errors": begin.errors + rest.errors}
    if begin.errors + rest.errors:
        found["soak_p99_vs_p50"] = f"some had no answer: {begin.first_error or rest.first_error}"
    else:
        found["soak_p99_vs_p50"] = rounds.percentile(rest.seconds, 0.99) / rounds.percentile(rest.seconds, 0.5)
    known = before is not None and after is not None
    found["soak_memory_growth"] = after / before if known else "this system does not tell the memory of a process"
    return found | {"soak_per_second": rest.per_second}
