"""The same page in Vizro, Streamlit and plain Dash with plotly.express, and in Nagar: one interaction, and eight clients.

Uncached, nobody has kept an answer: Nagar's server forgets each (`uncached.py`), the peers' caches are off. Cached, each
has its own cache filled. A peer's interaction is what its page sent when a person chose another indicator in Chromium,
sent again as often as is needed; several requests for one choice count together. Streamlit speaks over web sockets, so a
client of its own does the same (`peers/streamlit_client.py`).
"""

import json
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from dashboard.bench import environment, peer_data, rounds, running
from dashboard.bench.browser import DESK, PHONE, Changed, NotSeen, Profile, Seen, change, chromium, view, visitor
from dashboard.bench.client import Asked, Client, load
from dashboard.bench.line import counting
from dashboard.bench.travel import Travel

ROUNDS, SAMPLES = 5, 5
LOAD_ROUNDS, LOAD_SECONDS, CLIENTS = 3, 4, 8
OF_STREAMLIT = 24  # choices of its clients together in a round
GIVES = ("vizro_over_interaction", "over_vizro_throughput", "over_vizro_throughput_cached")
THREADS = "32"  # as many as Nagar's server has
OPEN = {"dash": "#indicator", "vizro": "#indicator", "streamlit": "[data-testid=stSelectbox] [role=combobox]"}
OPTION = "text='{title}' >> visible=true"


@dataclass
class Contender:
    """A server that answers, and what one interaction sends to it, request by request."""

    name: str
    port: int
    requests: list[bytes] = field(default_factory=list)
    client: Client | None = None

    def interact(self) -> None:
        if self.client is None:
            self.client = Client(self.port)
        for asked in self.requests:
            reply = self.client.send(asked)
            if reply.status != 200:
                raise RuntimeError(f"{self.name} answers an interaction with {reply.status}: {reply.body[:80]!r}")

    def per_second(self) -> float:
        """Interactions a second of eight clients."""
        found = load(self.port, self.requests, CLIENTS, 1_000_000, time.perf_counter() + LOAD_SECONDS)
        if found.errors:
            raise RuntimeError(f"{self.name} failed under {CLIENTS} clients: {found.first_error}")
        return found.per_second / len(self.requests)


def measure(bench) -> dict:
    """The rows against Vizro, and beside them the seconds and rates of all."""
    from dashboard.bench.command import tell

    python = environment.python_of(bench.environment, tell)
    folder = bench.folder / "peers"
    titles = peer_data.write(bench.house, bench.views, folder)
    with ExitStack() as stack:
        started = {
            cached: {name: stack.enter_context(_peer(name, python, folder, bench.folder, cached)) for name in OPEN}
            for cached in (False, True)
        }
        found, requests = _pages(started[False], titles)
        fallen = stack.enter_context(running.nagar(bench.folder, bench.data, uncached="each"))[1]
        for cached in (False, True):
            own = Contender("nagar", bench.server[1] if cached else fallen)
            own.requests = _own_requests(own.port, bench.views, cached)
            others = [Contender(name, started[cached][name], requests[name]) for name in ("vizro", "dash")]
            if not cached:
                others.append(Contender("nagar_with_rest", own.port, _with_rest(own.port, bench.views, own.requests)))
            streamlit = _Streamlit(python, started[cached]["streamlit"], titles)
            found |= _together([own, *others], streamlit, "cached" if cached else "uncached")
    return found


def _own_requests(port: int, views, cached: bool) -> list[bytes]:
    """What Nagar's own page sends for what the peers' page has, sentence, map and bars: the step from one indicator to
    another, all of it where nothing is kept.
    """
    with Client(port) as client:
        travel = Travel(client)
        asked = travel.step(views.other, views.first) if cached else travel.asked(views.first)
    return [asked.bytes()]


def _with_rest(port: int, views, requests: list[bytes]) -> list[bytes]:
    """And then for the pictures below, which the peers' page has not."""
    with Client(port) as client:
        asked = Travel(client).rest(views.first)
    return [*requests, asked.bytes()] if asked else requests


def _together(contenders: list[Contender], streamlit: "_Streamlit", how: str) -> dict:
    for one in contenders:
        one.interact()
        one.interact()
    seconds = rounds.interleaved({one.name: one.interact for one in contenders}, ROUNDS, SAMPLES)
    rates: dict[str, list[float]] = {one.name: [] for one in contenders}
    for _ in range(LOAD_ROUNDS):
        for one in contenders:
            rates[one.name].append(one.per_second())
    for one in contenders:
        one.client.close()
    seconds["streamlit"], rates["streamlit"] = streamlit.seconds(1), streamlit.rates()
    found = {f"{name}_{how}_seconds": median(values) for name, values in seconds.items()}
    found |= {f"{name}_{how}_per_second": median(values) for name, values in rates.items()}
    if how == "uncached":
        found["vizro_over_interaction"] = rounds.ratio(seconds["vizro"], seconds["nagar"])
        found["over_vizro_throughput"] = rounds.ratio(rates["nagar"], rates["vizro"])
    else:
        found["over_vizro_throughput_cached"] = rounds.ratio(rates["nagar"], rates["vizro"])
    return found


@dataclass
class _Streamlit:
    python: Path
    port: int
    titles: list[str]

    def seconds(self, clients: int) -> list[float]:
        """The median seconds of a choice, round by round."""
        return [median(self._visit(clients)["seconds"]) for _ in range(LOAD_ROUNDS)]

    def rates(self) -> list[float]:
        """Choices a second of eight clients, round by round."""
        found = [self._visit(CLIENTS) for _ in range(LOAD_ROUNDS)]
        return [len(one["seconds"]) / one["wall"] for one in found]

    def _visit(self, clients: int) -> dict:
        client = environment.PEERS / "streamlit_client.py"
        command = [self.python, client, str(self.port), str(clients), str(OF_STREAMLIT), *self.titles]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = json.loads(done.stdout) if done.returncode == 0 else {"errors": done.stderr.strip().rpartition("\n")[2]}
        if told["errors"]:
            raise RuntimeError(f"streamlit's client failed: {told['errors']}")
        return told


def _peer(name: str, python: Path, data: Path, logs: Path, cached: bool):
    """A peer's server as its manual says how to run it in production, in one process: gives its port."""
    port = running.free_port()
    told = {"PEER_DATA": str(data), "PEER_CACHE": "on" if cached else "off"}
    if name == "streamlit":
        command = [python, "-m", "streamlit", "run", data / "streamlit_app.py", "--server.port", str(port),
                   "--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none",
                   "--server.enableStaticServing", "true", "--browser.gatherUsageStats", "false"]  # fmt: skip
        return _port_of(running.server(command, port, logs, "/_stcore/health", told), port)
    command = [python, "-m", "gunicorn", "--no-control-socket", "--chdir", environment.PEERS, "--threads", THREADS, "--bind",
               f"127.0.0.1:{port}", "--log-level", "warning", f"{name}_app:server"]  # fmt: skip
    return _port_of(running.server(command, port, logs, "/", told), port)


@contextmanager
def _port_of(started, port: int):
    with started:
        yield port


def _pages(ports: dict[str, int], titles: list[str]) -> tuple[dict, dict[str, list[bytes]]]:
    """Visits to each peer's page: at a desk to learn what it sends when another indicator is chosen, and as a phone to see
    what it costs; a page whose map a phone never shows (a sentence instead of the seconds) is measured otherwise all the
    same.
    """
    found, requests = {}, {}
    with chromium() as browser:
        for name, port in ports.items():
            _, _, sent = _visit(browser, DESK, name, port, titles)
            requests[name] = [_again(one) for one in sent]
            try:
                first, changed, _ = _visit(browser, PHONE, name, port, titles)
            except NotSeen as error:
                found[f"{name}_phone_drawn_seconds"] = str(error)
                continue
            found |= {f"{name}_phone_cold_bytes": first.bytes, f"{name}_phone_readable_seconds": first.readable,
                      f"{name}_phone_drawn_seconds": first.drawn, f"{name}_phone_change_bytes": changed.bytes,
                      f"{name}_phone_change_seconds": changed.map}  # fmt: skip
    return found, requests


def _visit(browser, profile: Profile, name: str, port: int, titles: list[str]) -> tuple[Seen, Changed, list]:
    """What a first view and the choice of the second indicator cost, and the requests of that choice."""
    with counting(port) as line, visitor(browser, profile) as new_page:
        page, sent = new_page(), []
        first = view(page, line, "/")
        page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)

        def choose():
            page.click(OPEN[name])
            page.click(OPTION.format(title=titles[1]))

        return first, change(page, line, choose, text_too=False), sent


def _again(request) -> bytes:
    """A request of Chromium's as bytes to send again."""
    address = urlsplit(request.url)
    path = address.path + (f"?{address.query}" if address.query else "")
    return Asked(path, request.post_data_buffer).bytes()
