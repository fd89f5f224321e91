"""The server as it runs: an answer it has kept against a plain GET of the same bytes, how soon it is there, and the memory
it takes.
"""

from statistics import median

from dashboard.bench import rounds, running
from dashboard.bench.client import Asked, Client
from dashboard.bench.rows import MB
from dashboard.bench.travel import Travel

ROUNDS, SAMPLES = 9, 10
STARTS = 5
GIVES = ("cached_vs_plain_get", "first_answer_seconds", "server_memory")
NO_MEMORY = "this system does not tell the memory of a process"


def measure(bench) -> dict:
    """`cached_vs_plain_get` and, where there is time, `first_answer_seconds` and `server_memory`."""
    process, port = bench.server
    client = Client(port)
    travel = Travel(client)
    found: dict = {"cached_vs_plain_get": _against_plain(bench, client, travel)}
    if not bench.short:
        for address in bench.views.pages:
            travel.page(address)
        memory = running.memory_at_rest(process)
        found["server_memory"] = NO_MEMORY if memory is None else memory / MB
        found["first_answer_seconds"] = _first_answer(bench)
    client.close()
    return found


def _first_answer(bench) -> float:
    """The median of several starts; the server that answered until now has read the files, so they are warm."""
    return median(running.first_answer_seconds(bench.folder, bench.data, bench.views.first) for _ in range(STARTS))


def _against_plain(bench, client: Client, travel: Travel) -> float:
    """One client on one connection to each server; the plain one sends the answer's own bytes."""
    asked = travel.step(bench.views.other, bench.views.first).bytes()
    reply = client.send(asked)
    body = bench.folder / "answer.bin"
    body.write_bytes(reply.body)
    told = {name: reply.headers[name] for name in ("content-type", "content-encoding") if name in reply.headers}
    with running.plain(bench.folder, body, told) as (_, port):
        floor, plain_get = Client(port), Asked("/").bytes()
        for _ in range(3):
            client.send(asked), floor.send(plain_get)
        tried = {"kept": lambda: client.send(asked), "plain": lambda: floor.send(plain_get)}
        found = rounds.interleaved(tried, ROUNDS, SAMPLES, bench.seconds)
        floor.close()
    return rounds.ratio(found["kept"], found["plain"])
